#ifndef WS_CAPTURE_LINK_H
#define WS_CAPTURE_LINK_H

#include <stdbool.h>

#include <pcap/dlt.h>

/** The link types whose frames src/packet decodes, by libpcap's DLT_ numbers. */
#define WS_LINK_MAP(X)                                                                             \
    X(NULL)                                                                                        \
    X(EN10MB)                                                                                      \
    X(RAW)                                                                                         \
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

#endif
