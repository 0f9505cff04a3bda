/* The transport's statistics: names and order. */
#include "flow/counters.h"

#include "wirespeak/export.h"

static const struct {
    const char *name;
    size_t offset;
    const char *doc;
} rows[] = {
#define MEMBER(name, doc) {#name, offsetof(struct ws_counters, name), doc},
#define OUTCOME(upper, lower, doc)                                                                 \
    {"packets_" #lower, offsetof(struct ws_counters, outcome[WS_PACKET_##upper]), doc},
#define ENDED(upper, lower, doc)                                                                   \
    {"ended_" #lower, offsetof(struct ws_counters, ended[WS_END_##upper]), "flows ended: " doc},
    WS_COUNTER_MAP(MEMBER) WS_PACKET_OUTCOME_MAP(OUTCOME) WS_END_MAP(ENDED)
#undef MEMBER
#undef OUTCOME
#undef ENDED
};

_Static_assert(sizeof(struct ws_counters) == WS_LEN(rows) * sizeof(uint64_t),
               "every counter has its row");

void ws_counters_each(const struct ws_counters *counters,
                      void (*each)(void *self, const char *name, uint64_t value, const char *doc),
                      void *self)
{
    for (size_t i = 0; i < WS_LEN(rows); i++) {
        const char *at = (const char *)counters + rows[i].offset;
        each(self, rows[i].name, *(const uint64_t *)(const void *)at, rows[i].doc);
    }
}

void ws_counters_add(struct ws_counters *to, const struct ws_counters *from)
{
    for (size_t i = 0; i < WS_LEN(rows); i++) {
        char *at = (char *)to + rows[i].offset;
        *(uint64_t *)(void *)at +=
            *(const uint64_t *)(const void *)((const char *)from + rows[i].offset);
    }
}

const char *ws_end_reason_name(enum ws_end_reason why)
{
    static const char *const names[] = {
#define NAME(upper, lower, doc) [WS_END_##upper] = #lower,
        WS_END_MAP(NAME)
#undef NAME
    };
    return why < WS_END_N_REASONS ? names[why] : "unknown";
}
