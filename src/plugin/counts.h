#ifndef WS_PLUGIN_COUNTS_H
#define WS_PLUGIN_COUNTS_H

#include "flow/counters.h"

/** What is counted beside the transport: name in statistics, whether it is a loss. */
#define WS_ENGINE_COUNT_MAP(X)                                                                     \
    X(messages, false)                                                                             \
    X(messages_with_errors, false)                                                                 \
    X(malformed, false)                                                                            \
    X(notices, false)                                                                              \
    X(message_gaps, true)                                                                          \
    X(message_gap_bytes, true)                                                                     \
    X(unfinished_messages, false)                                                                  \
    X(unrecognised_flows, false)                                                                   \
    X(unrecognised_bytes, false)                                                                   \
    X(facts, false)                                                                                \
    X(facts_refused, true)

/** All that was counted, by one shard or by several together. */
struct ws_engine_counts {
    struct ws_counters transport;
#define WS_ENGINE_COUNT_MEMBER(name, loss) uint64_t name;
    WS_ENGINE_COUNT_MAP(WS_ENGINE_COUNT_MEMBER)
#undef WS_ENGINE_COUNT_MEMBER
};

/** What was seen and what was not decoded, for --stats: a name, a number. */
struct ws_stat {
    const char *name;
    uint64_t value;
    bool loss; /* not zero: something is missing from the output */
};

/** Adds `from` to `to`. */
void ws_engine_counts_add(struct ws_engine_counts *to, const struct ws_engine_counts *from);

/** Calls `each` for every counter, in a fixed order. */
void ws_engine_counts_each(const struct ws_engine_counts *counts,
                           void (*each)(void *self, const struct ws_stat *stat), void *self);

#endif
