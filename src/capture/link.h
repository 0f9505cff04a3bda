#ifndef WS_CAPTURE_LINK_H
#define WS_CAPTURE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <pcap/dlt.h>

/** The link types whose frames src/packet decodes, by libpcap's DLT_ numbers. */
#define WS_LINK_MAP(X)                                                                             \
    X(NULL)                                                                                        \
    X(EN10MB)                                                                                      \
    X(PPP)                                                                                         \
    X(RAW)                                                                                         \
    X(PPP_SERIAL)                                                                                  \
    X(PPP_ETHER)                                                                                   \
    X(LOOP)                                                                                        \
    X(LINUX_SLL)                                                                                   \
    X(LINUX_SLL2)                                                                                  \
    X(IPV4)                                                                                        \
    X(IPV6)

enum ws_link {
#define WS_LINK_ENUM(name) WS_LINK_##name = DLT_##name,
    WS_LINK_MAP(WS_LINK_ENUM)
#undef WS_LINK_ENUM
};

/** Whether `dlt` is one of them. */
static inline bool ws_link_is_known(int dlt)
{
    switch ((enum ws_link)dlt) {
#define WS_LINK_CASE(name) case WS_LINK_##name:
        WS_LINK_MAP(WS_LINK_CASE)
#undef WS_LINK_CASE
        return true;
    }
    return false;
}

/**
 * The DLT_ number for one of a capture file (LINKTYPE_, tcpdump.org/linktypes.html): they differ
 * for raw IP and OpenBSD's loopback, whose DLT_ numbers vary between systems. -1: none has it.
 */
static inline int ws_link_of_file(uint32_t number)
{
    enum { LINKTYPE_RAW = 101, LINKTYPE_LOOP = 108 };
    if (number > INT32_MAX)
        return -1;
    return number == LINKTYPE_RAW ? DLT_RAW : number == LINKTYPE_LOOP ? DLT_LOOP : (int)number;
}

#endif
