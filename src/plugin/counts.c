/* The statistics of a reading: names and order. */
#include "plugin/counts.h"

#include <string.h>

#include "wirespeak/export.h"

void ws_engine_counts_add(struct ws_engine_counts *to, const struct ws_engine_counts *from)
{
    ws_counters_add(&to->transport, &from->transport);
#define ADD(name, loss) to->name += from->name;
    WS_ENGINE_COUNT_MAP(ADD)
#undef ADD
}

struct telling {
    void (*each)(void *self, const struct ws_stat *stat);
    void *self;
};

static void tell_counter(void *self, const char *name, uint64_t value, const char *doc)
{
    static const char *const losses[] = {"missed_bytes", "ended_memory", "ip_incomplete",
                                         "ip_refused"};
    struct telling *t = self;
    struct ws_stat stat = {name, value, false};

    (void)doc;
    for (size_t i = 0; i < WS_LEN(losses); i++)
        stat.loss = stat.loss || strcmp(losses[i], name) == 0;
    t->each(t->self, &stat);
}

void ws_engine_counts_each(const struct ws_engine_counts *counts,
                           void (*each)(void *self, const struct ws_stat *stat), void *self)
{
    ws_counters_each(&counts->transport, tell_counter, &(struct telling){each, self});
#define TELL(name, loss) each(self, &(struct ws_stat){#name, counts->name, loss});
    WS_ENGINE_COUNT_MAP(TELL)
#undef TELL
}
