/* Channel Access: names of status and alarm codes (caerr.h, alarm.h of EPICS base). */
#include "ca.h"

// clang-format off
/* In the order of their numbers: a code is number * 8 + severity. */
const struct ws_name ca_status_names[CA_N_STATUS] = {
    {1, "ECA_NORMAL", "ok"},
    {10, "ECA_MAXIOC", "defunct"},
    {18, "ECA_UKNHOST", "defunct"},
    {26, "ECA_UKNSERV", "defunct"},
    {34, "ECA_SOCK", "defunct"},
    {40, "ECA_CONN", "defunct"},
    {48, "ECA_ALLOCMEM", "no memory"},
    {56, "ECA_UKNCHAN", "defunct"},
    {64, "ECA_UKNFIELD", "defunct"},
    {72, "ECA_TOLARGE", "transfer larger than memory or EPICS_CA_MAX_ARRAY_BYTES"},
    {80, "ECA_TIMEOUT", "user timeout"},
    {88, "ECA_NOSUPPORT", "defunct"},
    {96, "ECA_STRTOBIG", "defunct"},
    {106, "ECA_DISCONNCHID", "defunct"},
    {114, "ECA_BADTYPE", "invalid DBR type"},
    {123, "ECA_CHIDNOTFND", "defunct"},
    {131, "ECA_CHIDRETRY", "defunct"},
    {142, "ECA_INTERNAL", "internal failure / protocol violation"},
    {144, "ECA_DBLCLFAIL", "defunct"},
    {152, "ECA_GETFAIL", "read failed"},
    {160, "ECA_PUTFAIL", "write failed"},
    {168, "ECA_ADDFAIL", "defunct"},
    {176, "ECA_BADCOUNT", "bad element count"},
    {186, "ECA_BADSTR", "bad string"},
    {192, "ECA_DISCONN", "circuit disconnected"},
    {200, "ECA_DBLCHNL", "same PV on several servers"},
    {210, "ECA_EVDISALLOW", NULL},
    {216, "ECA_BUILDGET", "defunct"},
    {224, "ECA_NEEDSFP", "defunct"},
    {232, "ECA_OVEVFAIL", "defunct"},
    {242, "ECA_BADMONID", "unknown subscription id"},
    {248, "ECA_NEWADDR", "defunct"},
    {259, "ECA_NEWCONN", "defunct"},
    {264, "ECA_NOCACTX", "defunct"},
    {278, "ECA_DEFUNCT", "obsolete feature; rsrv: client too old"},
    {280, "ECA_EMPTYSTR", "defunct"},
    {288, "ECA_NOREPEATER", "defunct"},
    {296, "ECA_NOCHANMSG", "defunct"},
    {304, "ECA_DLCKREST", "defunct"},
    {312, "ECA_SERVBEHIND", "defunct"},
    {320, "ECA_NOCAST", "defunct"},
    {330, "ECA_BADMASK", "bad event mask"},
    {339, "ECA_IODONE", NULL},
    {347, "ECA_IOINPROGRESS", NULL},
    {354, "ECA_BADSYNCGRP", NULL},
    {362, "ECA_PUTCBINPROG", "put callback timed out"},
    {368, "ECA_NORDACCESS", "no read access"},
    {376, "ECA_NOWTACCESS", "no write access"},
    {386, "ECA_ANACHRONISM", NULL},
    {392, "ECA_NOSEARCHADDR", NULL},
    {400, "ECA_NOCONVERT", "no conversion between types"},
    {410, "ECA_BADCHID", NULL},
    {418, "ECA_BADFUNCPTR", NULL},
    {424, "ECA_ISATTACHED", NULL},
    {432, "ECA_UNAVAILINSERV", "not supported by service"},
    {440, "ECA_CHANDESTROY", "channel destroyed"},
    {450, "ECA_BADPRIORITY", "priority out of range"},
    {458, "ECA_NOTTHREADED", NULL},
    {464, "ECA_16KARRAYCLIENT", "client too old for large arrays"},
    {472, "ECA_CONNSEQTMO", "connect sequence timeout"},
    {480, "ECA_UNRESPTMO", "circuit unresponsive"},
};

const struct ws_name ca_alarm_status[CA_N_ALARM_STATUS] = {
    {0, "NO_ALARM", NULL}, {1, "READ", NULL}, {2, "WRITE", NULL}, {3, "HIHI", NULL}, {4, "HIGH", NULL},
    {5, "LOLO", NULL}, {6, "LOW", NULL}, {7, "STATE", NULL}, {8, "COS", "change of state"}, {9, "COMM", NULL},
    {10, "TIMEOUT", NULL}, {11, "HWLIMIT", NULL}, {12, "CALC", NULL}, {13, "SCAN", NULL}, {14, "LINK", NULL},
    {15, "SOFT", NULL}, {16, "BAD_SUB", NULL}, {17, "UDF", "undefined"}, {18, "DISABLE", NULL}, {19, "SIMM", "simulated"},
    {20, "READ_ACCESS", NULL}, {21, "WRITE_ACCESS", NULL},
};

const struct ws_name ca_alarm_severity[CA_N_ALARM_SEVERITY] = {
    {0, "NO_ALARM", NULL}, {1, "MINOR", NULL}, {2, "MAJOR", NULL}, {3, "INVALID", NULL},
};
// clang-format on

bool ca_is_status(uint32_t v)
{
    uint32_t number = v >> 3;
    return number < CA_N_STATUS && (uint64_t)ca_status_names[number].value == v;
}
