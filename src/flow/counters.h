#ifndef WS_FLOW_COUNTERS_H
#define WS_FLOW_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

#include "packet/packet.h"

/** Why a flow ended: enumerator, name in events and statistics, meaning. */
#define WS_END_MAP(X)                                                                              \
    X(FIN, fin, "both directions were closed by FIN")                                              \
    X(RST, rst, "reset by one side")                                                               \
    X(IDLE, idle, "no packet for too long")                                                        \
    X(REUSE, reuse, "a new connection between the same ports")                                     \
    X(MEMORY, memory, "given up to stay within the limits")                                        \
    X(CAPTURE, capture, "the capture ended")

enum ws_end_reason {
#define WS_END_ENUM(upper, lower, doc) WS_END_##upper,
    WS_END_MAP(WS_END_ENUM)
#undef WS_END_ENUM
        WS_END_N_REASONS
};

/** What is counted beside outcomes of decoding and ends: member, meaning. */
#define WS_COUNTER_MAP(X)                                                                          \
    X(packets, "frames read")                                                                      \
    X(bytes, "bytes captured in them")                                                             \
    X(flows, "flows begun")                                                                        \
    X(tcp_in_order, "segments with data that came in order")                                       \
    X(tcp_out_of_order, "segments with data that came too early")                                  \
    X(tcp_retransmitted, "segments whose data had all been delivered")                             \
    X(tcp_overlapping, "segments whose data had partly been delivered")                            \
    X(tcp_differing, "segments whose data differed from what came before")                         \
    X(tcp_outside_window, "segments too far from their stream's position, ignored")                \
    X(tcp_after_fin, "segments with data behind the end of their stream, cut")                     \
    X(tcp_bad_rst, "resets at an impossible position, ignored")                                    \
    X(tcp_late, "segments with data of flows that had ended, ignored")                             \
    X(udp_copies, "datagrams captured twice within 1 ms, ignored")                                 \
    X(ip_whole, "IP packets put together from fragments")                                          \
    X(ip_incomplete, "IP packets of which fragments are missing")                                  \
    X(ip_refused, "IP packets whose fragments overlap, contradict each other or were cut")         \
    X(gaps, "gaps in streams")                                                                     \
    X(missed_bytes, "bytes in them, and those cut from datagrams")

struct ws_counters {
#define WS_COUNTER_MEMBER(name, doc) uint64_t name;
    WS_COUNTER_MAP(WS_COUNTER_MEMBER)
#undef WS_COUNTER_MEMBER
    uint64_t outcome[WS_PACKET_N_OUTCOMES];
    uint64_t ended[WS_END_N_REASONS];
};

/** The reason's name as in WS_END_MAP, never NULL. Static. */
const char *ws_end_reason_name(enum ws_end_reason why);

/**
 * Calls `each` for every counter in a fixed order: the members, "packets_" and an outcome's name,
 * "ended_" and a reason's name. Names and docs are static.
 */
void ws_counters_each(const struct ws_counters *counters,
                      void (*each)(void *self, const char *name, uint64_t value, const char *doc),
                      void *self);

/** Adds `from` to `to`, counter by counter. */
void ws_counters_add(struct ws_counters *to, const struct ws_counters *from);

#endif
