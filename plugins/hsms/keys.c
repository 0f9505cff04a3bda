/* SECS-II data items by name: how each is written and shown. SEMI E5 section 6 (data item
 * dictionary). */
#include "dictionary.h"

#include <stdlib.h>
#include <string.h>

// clang-format off

static const struct ws_name ackc10_names[] = {
    {0, "accepted", NULL}, {1, "will_not_be_displayed", NULL}, {2, "terminal_not_available", NULL},
};
static const struct ws_name ackc5_names[] = {
    {0, "accepted", NULL},
};
static const struct ws_name ackc6_names[] = {
    {0, "accepted", NULL},
};
static const struct ws_name ackc7_names[] = {
    {0, "accepted", NULL}, {1, "permission_not_granted", NULL}, {2, "length_error", NULL},
    {3, "matrix_overflow", NULL}, {4, "ppid_not_found", NULL}, {5, "mode_unsupported", NULL},
    {6, "performed_later", NULL},
};
static const struct ws_name ackc7a_names[] = {
    {0, "accepted", NULL}, {1, "mdln_inconsistent", NULL}, {2, "softrev_inconsistent", NULL},
    {3, "invalid_ccode", NULL}, {4, "invalid_pparm", NULL}, {5, "other_error", NULL},
};
static const struct ws_name attrreln_names[] = {
    {0, "equal", NULL}, {1, "not_equal", NULL}, {2, "less", NULL}, {3, "less_or_equal", NULL}, {4, "greater", NULL},
    {5, "greater_or_equal", NULL}, {6, "present", NULL}, {7, "absent", NULL},
};
static const struct ws_name cepack_names[] = {
    {0, "no_error", NULL}, {1, "cpname_unknown", NULL}, {2, "cepval_illegal_value", NULL},
    {3, "cepval_illegal_format", NULL}, {4, "cpname_not_valid_as_used", NULL},
};
static const struct ws_name cmda_names[] = {
    {0, "done", NULL}, {1, "command_unknown", NULL}, {2, "cannot_perform_now", NULL},
};
static const struct ws_name commack_names[] = {
    {0, "accepted", NULL}, {1, "denied_try_again", NULL},
};
static const struct ws_name cpack_names[] = {
    {1, "cpname_unknown", NULL}, {2, "cpval_illegal_value", NULL}, {3, "cpval_illegal_format", NULL},
};
static const struct ws_name drack_names[] = {
    {0, "accepted", NULL}, {1, "insufficient_space", NULL}, {2, "invalid_format", NULL},
    {3, "rptid_already_defined", NULL}, {4, "vid_unknown", NULL},
};
static const struct ws_name eac_names[] = {
    {0, "accepted", NULL}, {1, "constant_unknown", NULL}, {2, "busy", NULL}, {3, "out_of_range", NULL},
};
static const struct ws_name erack_names[] = {
    {0, "accepted", NULL}, {1, "ceid_unknown", NULL},
};
static const struct ws_name errcode_names[] = {
    {0, "no_error", NULL}, {1, "unknown_object", NULL}, {2, "unknown_object_type_target", NULL},
    {3, "unknown_object_instance", NULL}, {4, "unknown_attribute", NULL}, {5, "read_only_attribute", NULL},
    {6, "unknown_object_type", NULL}, {7, "invalid_attribute_value", NULL}, {8, "syntax_error", NULL},
    {9, "verification_error", NULL}, {10, "validation_error", NULL}, {11, "object_identifier_in_use", NULL},
    {12, "parameters_improperly_specified", NULL}, {13, "insufficient_parameters", NULL},
    {14, "unsupported_option", NULL}, {15, "busy", NULL}, {16, "not_available_for_processing", NULL},
    {17, "command_not_valid_for_state", NULL}, {18, "no_material_altered", NULL},
    {19, "material_partially_processed", NULL}, {20, "all_material_processed", NULL},
    {21, "recipe_specification_error", NULL}, {22, "failed_during_processing", NULL},
    {23, "failed_while_not_processing", NULL}, {24, "lack_of_material", NULL}, {25, "job_aborted", NULL},
    {26, "job_stopped", NULL}, {27, "job_cancelled", NULL}, {28, "cannot_change_selected_recipe", NULL},
    {29, "unknown_event", NULL}, {30, "duplicate_report_id", NULL}, {31, "unknown_data_report", NULL},
    {32, "data_report_not_linked", NULL}, {33, "unknown_trace_report", NULL}, {34, "duplicate_trace_id", NULL},
    {35, "too_many_data_reports", NULL}, {36, "sample_period_out_of_range", NULL}, {37, "group_size_too_large", NULL},
    {38, "recovery_action_invalid", NULL}, {39, "busy_with_another_recovery", NULL}, {40, "no_active_recovery", NULL},
    {41, "recovery_failed", NULL}, {42, "recovery_aborted", NULL}, {43, "invalid_table_element", NULL},
    {44, "unknown_table_element", NULL}, {45, "cannot_delete_predefined", NULL}, {46, "invalid_token", NULL},
    {47, "invalid_parameter", NULL}, {48, "load_port_does_not_exist", NULL}, {49, "load_port_in_use", NULL},
    {50, "missing_carrier", NULL}, {32768, "performed_at_earliest_opportunity", NULL},
    {32769, "cannot_perform_now", NULL}, {32770, "failed_due_to_errors", NULL}, {32771, "invalid_command", NULL},
    {32772, "client_already_connected", NULL}, {32773, "duplicate_client_id", NULL},
    {32774, "invalid_client_type", NULL}, {32775, "incompatible_versions", NULL},
    {32776, "unrecognized_client_id", NULL}, {32777, "failed", NULL}, {32778, "failed_unsafe", NULL},
    {32779, "sensor_detected_obstacle", NULL}, {32780, "material_not_sent", NULL},
    {32781, "material_not_received", NULL}, {32782, "material_lost", NULL}, {32783, "hardware_failure", NULL},
    {32784, "transfer_cancelled", NULL},
};
static const struct ws_name grant_names[] = {
    {0, "granted", NULL}, {1, "busy", NULL}, {2, "no_space", NULL}, {3, "duplicate_dataid", NULL},
};
static const struct ws_name grant6_names[] = {
    {0, "granted", NULL}, {1, "busy", NULL}, {2, "not_interested", NULL},
};
static const struct ws_name grnt1_names[] = {
    {0, "accepted", NULL}, {1, "busy", NULL}, {2, "no_space", NULL}, {3, "map_too_large", NULL},
    {4, "duplicate_id", NULL}, {5, "material_id_unknown", NULL}, {6, "unknown_map_format", NULL},
};
static const struct ws_name hcack_names[] = {
    {0, "accepted", NULL}, {1, "invalid_command", NULL}, {2, "cannot_perform_now", NULL},
    {3, "parameter_invalid", NULL}, {4, "will_finish_later", NULL}, {5, "already_in_condition", NULL},
    {6, "no_such_object", NULL},
};
static const struct ws_name idtyp_names[] = {
    {0, "wafer_id", NULL}, {1, "wafer_cassette_id", NULL}, {2, "film_frame_id", NULL},
};
static const struct ws_name limitack_names[] = {
    {0, "accepted", NULL}, {1, "limitid_unknown", NULL}, {2, "upperdb_above_limitmax", NULL},
    {3, "lowerdb_below_limitmin", NULL}, {4, "upperdb_below_lowerdb", NULL}, {5, "illegal_format", NULL},
    {6, "illegal_ascii_value", NULL}, {7, "duplicate_limit", NULL},
};
static const struct ws_name lrack_names[] = {
    {0, "accepted", NULL}, {1, "insufficient_space", NULL}, {2, "invalid_format", NULL},
    {3, "ceid_already_linked", NULL}, {4, "ceid_unknown", NULL}, {5, "rptid_unknown", NULL},
};
static const struct ws_name lvack_names[] = {
    {0, "accepted", NULL}, {1, "variable_unknown", NULL}, {2, "variable_has_no_limits", NULL},
    {3, "variable_repeated", NULL}, {4, "limit_value_error", NULL},
};
static const struct ws_name maper_names[] = {
    {0, "id_unknown", NULL}, {1, "invalid_data", NULL}, {2, "format_error", NULL},
};
static const struct ws_name mapft_names[] = {
    {0, "row", NULL}, {1, "array", NULL}, {2, "coordinate", NULL},
};
static const struct ws_name mdack_names[] = {
    {0, "accepted", NULL}, {1, "format_error", NULL}, {2, "id_unknown", NULL}, {3, "abort_map", NULL},
};
static const struct ws_name objack_names[] = {
    {0, "successful", NULL}, {1, "error", NULL},
};
static const struct ws_name oflack_names[] = {
    {0, "accepted", NULL},
};
static const struct ws_name onlack_names[] = {
    {0, "accepted", NULL}, {1, "not_allowed", NULL}, {2, "already_online", NULL},
};
static const struct ws_name orloc_names[] = {
    {0, "center_die", NULL}, {1, "upper_right", NULL}, {2, "upper_left", NULL}, {3, "lower_left", NULL},
    {4, "lower_right", NULL},
};
static const struct ws_name ppgnt_names[] = {
    {0, "ok", NULL}, {1, "already_have", NULL}, {2, "no_space", NULL}, {3, "invalid_ppid", NULL}, {4, "busy", NULL},
    {5, "will_not_accept", NULL},
};
static const struct ws_name praxi_names[] = {
    {0, "rows_top_increasing", NULL}, {1, "rows_top_decreasing", NULL}, {2, "rows_bottom_increasing", NULL},
    {3, "rows_bottom_decreasing", NULL}, {4, "columns_left_increasing", NULL}, {5, "columns_left_decreasing", NULL},
    {6, "columns_right_increasing", NULL}, {7, "columns_right_decreasing", NULL},
};
static const struct ws_name rac_names[] = {
    {0, "accepted", NULL}, {1, "denied", NULL},
};
static const struct ws_name ric_names[] = {
    {1, "power_up_reset", NULL},
};
static const struct ws_name rsda_names[] = {
    {0, "accepted", NULL}, {1, "busy", NULL}, {2, "no_spooled_data", NULL},
};
static const struct ws_name rsdc_names[] = {
    {0, "transmit", NULL}, {1, "purge", NULL},
};
static const struct ws_name rspack_names[] = {
    {0, "accepted", NULL}, {1, "rejected", NULL},
};
static const struct ws_name sdack_names[] = {
    {0, "received", NULL},
};
static const struct ws_name sdbin_names[] = {
    {0, "send", NULL}, {1, "dont_send", NULL},
};
static const struct ws_name strack_names[] = {
    {1, "spooling_not_allowed", NULL}, {2, "stream_unknown", NULL}, {3, "function_unknown", NULL},
    {4, "secondary_function", NULL},
};
static const struct ws_name tiaack_names[] = {
    {0, "accepted", NULL}, {1, "too_many_svids", NULL}, {2, "no_more_traces", NULL}, {3, "invalid_period", NULL},
    {4, "svid_unknown", NULL}, {5, "invalid_repgsz", NULL},
};
static const struct ws_name tiack_names[] = {
    {0, "accepted", NULL}, {1, "not_done", NULL},
};
static const struct ws_name vlaack_names[] = {
    {0, "accepted", NULL}, {1, "limit_definition_error", NULL}, {2, "cannot_perform_now", NULL},
};
#define NAMES(key) &(const struct ws_names){key##_names, WS_LEN(key##_names), "reserved"}

static const struct hsms_key keys[] = { /* sorted by name */
    { "abs",         HSMS_B,       HSMS_SHOW_HEX,    NULL,              0, "any bytes, echoed back" },
    { "acka",        HSMS_BOOLEAN, HSMS_SHOW_PLAIN,  NULL,              0, "true = request succeeded" },
    { "ackc10",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(ackc10),     0, "stream 10 acknowledge" },
    { "ackc5",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(ackc5),      0, "stream 5 acknowledge, 0 accepted, else error" },
    { "ackc6",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(ackc6),      0, "stream 6 acknowledge, 0 accepted, else error" },
    { "ackc7",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(ackc7),      0, "stream 7 acknowledge" },
    { "ackc7a",      HSMS_I1,      HSMS_SHOW_PLAIN,  NAMES(ackc7a),     0, "process program verification result" },
    { "alcd",        HSMS_B,       HSMS_SHOW_ALCD,   NULL,              0, "bit 8: the alarm is set; low 7 bits: its category" },
    { "aled",        HSMS_B,       HSMS_SHOW_ALED,   NULL,              0, "0x80 enables, 0 disables" },
    { "alid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "alarm id" },
    { "alids",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "alarm ids; zero values = all" },
    { "altx",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "alarm text" },
    { "attrdata",    HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "attribute value" },
    { "attrid",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "attribute id" },
    { "attrreln",    HSMS_U1,      HSMS_SHOW_PLAIN,  NAMES(attrreln),   0, "relation between attribute value and filter value" },
    { "bcequ",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "bin code equivalents" },
    { "binlt",       HSMS_U1,      HSMS_SHOW_HEX,    NULL,              0, "bin list (one bin code per die)" },
    { "ccode",       HSMS_U2,      HSMS_SHOW_PLAIN,  NULL,              0, "process command code" },
    { "ceed",        HSMS_BOOLEAN, HSMS_SHOW_PLAIN,  NULL,              0, "true = enable, false = disable event or trace" },
    { "ceid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "collection event id" },
    { "cename",      HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "collection event name" },
    { "cepack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(cepack),     0, "per-parameter result of an enhanced command" },
    { "cepval",      HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "enhanced command parameter value" },
    { "cmda",        HSMS_U1,      HSMS_SHOW_PLAIN,  NAMES(cmda),       0, "remote command result" },
    { "colct",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "number of columns in dies" },
    { "commack",     HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(commack),    0, "establish-communications result" },
    { "cpack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(cpack),      0, "per-parameter result of a host command" },
    { "cpname",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "command parameter name" },
    { "cpval",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "command parameter value" },
    { "dataid",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "identifies the data of a multi-message exchange" },
    { "datalength",  HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "total bytes that will follow" },
    { "datlc",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "location of the bad byte in the map data" },
    { "drack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(drack),      0, "define-report result" },
    { "dsid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "data set id" },
    { "dsper",       HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "sampling period: A6 hhmmss or A8 hhmmsscc" },
    { "dutms",       HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "unit of the die size" },
    { "dvname",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "data value name" },
    { "dvval",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "data value" },
    { "dvvalname",   HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "data variable name" },
    { "eac",         HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(eac),        0, "equipment-constant change result" },
    { "ecdef",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "constant's default" },
    { "ecid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "equipment constant id" },
    { "ecmax",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "constant's upper limit (zero-length A: none)" },
    { "ecmin",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "constant's lower limit (zero-length A: none)" },
    { "ecname",      HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "constant's name" },
    { "ecv",         HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "constant's value; zero-length L = unknown ECID" },
    { "edid",        HSMS_UINT,    HSMS_SHOW_HEX,    NULL,              0, "id of the data that was expected" },
    { "erack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(erack),      0, "enable/disable-event result" },
    { "errcode",     HSMS_UINT,    HSMS_SHOW_PLAIN,  NAMES(errcode),    0, "error code" },
    { "errtext",     HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "error text" },
    { "errw7",       HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "verification error text" },
    { "exid",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "exception id" },
    { "exmessage",   HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "exception message" },
    { "exrecvra",    HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "recovery action" },
    { "extype",      HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "exception class, customary: ALARM, ERROR" },
    { "fcnid",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "function number" },
    { "ffrot",       HSMS_U2,      HSMS_SHOW_PLAIN,  NULL,              0, "film frame rotation in degrees" },
    { "fnloc",       HSMS_U2,      HSMS_SHOW_PLAIN,  NULL,              0, "flat/notch position in degrees clockwise from bottom" },
    { "grant",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(grant),      0, "multi-block grant" },
    { "grant6",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(grant6),     0, "stream 6 grant" },
    { "grnt1",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(grnt1),      0, "map transmit grant" },
    { "hcack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(hcack),      0, "host command result" },
    { "idtyp",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(idtyp),      0, "what the material id names" },
    { "length",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "process program length in bytes" },
    { "limitack",    HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(limitack),   0, "result for one limit" },
    { "limitid",     HSMS_B,       HSMS_SHOW_PLAIN,  NULL,              0, "limit number 1..7" },
    { "limitmax",    HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "largest allowed limit" },
    { "limitmin",    HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "smallest allowed limit" },
    { "linkid",      HSMS_U4,      HSMS_SHOW_PLAIN,  NULL,              0, "links the parts of one operation" },
    { "lowerdb",     HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "lower deadband edge" },
    { "lrack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(lrack),      0, "link-report result" },
    { "lvack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(lvack),      0, "result for one limited variable" },
    { "maper",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(maper),      0, "map error" },
    { "mapft",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(mapft),      0, "map data layout" },
    { "mdack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(mdack),      0, "map data result" },
    { "mdln",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "equipment model" },
    { "mexp",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "expected message as text SxxFyy" },
    { "mhead",       HSMS_B,       HSMS_SHOW_HEADER, NULL,              0, "the header of the offending message" },
    { "mid",         HSMS_A,       HSMS_SHOW_HEX,    NULL,              0, "material id" },
    { "mlcl",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "map data length" },
    { "nulbc",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "bin code for no die" },
    { "objack",      HSMS_U1,      HSMS_SHOW_PLAIN,  NAMES(objack),     0, "0 success, 1 error" },
    { "objid",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "object id" },
    { "objspec",     HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "object specifier (path)" },
    { "objtype",     HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "object class" },
    { "oflack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(oflack),     0, "off-line result" },
    { "onlack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(onlack),     0, "on-line result" },
    { "opid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "operation id" },
    { "orloc",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(orloc),      0, "where the coordinate origin is" },
    { "pfcd",        HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "predefined form code" },
    { "pparm",       HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "process command parameter" },
    { "ppbody",      HSMS_A,       HSMS_SHOW_HEX,    NULL,              0, "process program text or bytes" },
    { "ppgnt",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(ppgnt),      0, "process program grant" },
    { "ppid",        HSMS_A,       HSMS_SHOW_HEX,    NULL,              0, "process program id" },
    { "praxi",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(praxi),      0, "process axis" },
    { "prdct",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "number of dies to process" },
    { "rac",         HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(rac),        0, "reset result" },
    { "rcmd",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "remote command name" },
    { "rcpspec",     HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "recipe specifier" },
    { "refp",        HSMS_SINT,    HSMS_SHOW_PLAIN,  NULL,              0, "reference point (x,y)" },
    { "repgsz",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "samples per trace report" },
    { "ric",         HSMS_U1,      HSMS_SHOW_PLAIN,  NAMES(ric),        0, "reset code" },
    { "rmchgstat",   HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "recipe change kind" },
    { "rowct",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "number of rows in dies" },
    { "rpsel",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "reference point choice" },
    { "rptid",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "report id" },
    { "rsda",        HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(rsda),       0, "spool request result" },
    { "rsdc",        HSMS_U1,      HSMS_SHOW_PLAIN,  NAMES(rsdc),       0, "spool request code" },
    { "rsinf",       HSMS_SINT,    HSMS_SHOW_PLAIN,  NULL,              0, "start of a row: x, y, direction" },
    { "rspack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(rspack),     0, "reset-spooling result" },
    { "sdack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(sdack),      0, "map set-up result" },
    { "sdbin",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(sdbin),      0, "send bin information or not" },
    { "seqnum",      HSMS_U2,      HSMS_SHOW_PLAIN,  NULL,              0, "command position in the program" },
    { "sfcd",        HSMS_B,       HSMS_SHOW_PLAIN,  NULL,              0, "status form code" },
    { "shead",       HSMS_B,       HSMS_SHOW_HEADER, NULL,              0, "the header of the sent message that was not answered" },
    { "smpln",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              WS_VOLATILE, "sample number of the last value" },
    { "softrev",     HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "software revision" },
    { "stime",       HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              WS_VOLATILE, "sample time" },
    { "strack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(strack),     0, "why a stream was refused for spooling" },
    { "strid",       HSMS_U1,      HSMS_SHOW_PLAIN,  NULL,              0, "stream number" },
    { "strp",        HSMS_SINT,    HSMS_SHOW_PLAIN,  NULL,              0, "start position x, y" },
    { "sv",          HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "status value; zero-length L = unknown SVID" },
    { "svid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "status variable id" },
    { "svname",      HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "status variable name" },
    { "text",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "terminal text" },
    { "tiaack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(tiaack),     0, "trace set-up result" },
    { "tiack",       HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(tiack),      0, "time set result" },
    { "tid",         HSMS_B,       HSMS_SHOW_PLAIN,  NULL,              0, "terminal number, 0 = main" },
    { "time",        HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              WS_VOLATILE, "date and time: A12 yymmddhhmmss, A16 yyyymmddhhmmsscc, or ISO 8601 (A max 32)" },
    { "timestamp",   HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              WS_VOLATILE, "ISO 8601 or A16" },
    { "totsmp",      HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "number of samples" },
    { "trid",        HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "trace id" },
    { "tsips",       HSMS_B,       HSMS_SHOW_PLAIN,  NULL,              0, "transfer port status, inputs / outputs" },
    { "tsops",       HSMS_B,       HSMS_SHOW_PLAIN,  NULL,              0, "transfer port status, inputs / outputs" },
    { "units",       HSMS_A,       HSMS_SHOW_PLAIN,  NULL,              0, "unit of measure" },
    { "upperdb",     HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "upper deadband edge" },
    { "v",           HSMS_ANY,     HSMS_SHOW_PLAIN,  NULL,              0, "variable value" },
    { "vid",         HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "variable id" },
    { "vlaack",      HSMS_B,       HSMS_SHOW_PLAIN,  NAMES(vlaack),     0, "limit attribute result" },
    { "xdies",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "die size X" },
    { "xypos",       HSMS_SINT,    HSMS_SHOW_PLAIN,  NULL,              0, "die position x, y" },
    { "ydies",       HSMS_UINT,    HSMS_SHOW_PLAIN,  NULL,              0, "die size Y" },
};
// clang-format on

static int by_name(const void *name, const void *key)
{
    return strcmp(name, ((const struct hsms_key *)key)->name);
}

const struct hsms_key *hsms_key_find(const char *name)
{
    return bsearch(name, keys, WS_LEN(keys), sizeof(keys[0]), by_name);
}
