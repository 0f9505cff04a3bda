/* Counters of several engines, added up. */
#include "cli/totals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/value.h"

static struct ws_total *find(struct cli_totals *totals, const char *name)
{
    for (size_t i = 0; i < totals->n; i++)
        if (strcmp(totals->list[i].name, name) == 0)
            return &totals->list[i];
    return NULL;
}

static struct ws_total *append(struct cli_totals *totals, const struct ws_stat *stat)
{
    struct ws_total *list = realloc(totals->list, (totals->n + 1) * sizeof(*list));

    if (!list) {
        totals->failed = true;
        return NULL;
    }
    totals->list = list;
    list[totals->n] = (struct ws_total){stat->name, 0, stat->loss};
    return &list[totals->n++];
}

static void add(void *self, const struct ws_stat *stat)
{
    struct cli_totals *totals = self;
    struct ws_total *total = find(totals, stat->name);

    if (!total)
        total = append(totals, stat);
    if (total)
        total->value += stat->value;
}

void cli_totals_count(struct cli_totals *totals, const struct ws_engine_counts *counts)
{
    ws_engine_counts_each(counts, add, totals);
}

void cli_totals_add(struct cli_totals *totals, struct ws_pipeline *pipeline)
{
    struct ws_engine_counts counts;

    ws_pipeline_counts(pipeline, &counts);
    cli_totals_count(totals, &counts);
}

void cli_totals_merge(struct cli_totals *totals, const struct cli_totals *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct ws_total *total = &from->list[i];
        add(totals, &(struct ws_stat){total->name, total->value, total->loss});
    }
}

void cli_totals_print(const struct cli_totals *totals)
{
    struct ws_buf table;

    ws_buf_init(&table, 1 << 20);
    ws_totals_table(totals->list, totals->n, &table);
    fwrite(table.data, 1, table.len, stderr);
    ws_buf_free(&table);
}

bool cli_totals_lost(const struct cli_totals *totals)
{
    for (size_t i = 0; i < totals->n; i++)
        if (totals->list[i].loss && totals->list[i].value > 0)
            return true;
    return false;
}

void cli_totals_loss(const struct cli_totals *totals, struct ws_buf *out)
{
    for (size_t i = 0; i < totals->n; i++) {
        const struct ws_total *total = &totals->list[i];
        if (!total->loss || total->value == 0)
            continue;
        if (out->len > 0)
            ws_buf_text(out, ", ");
        ws_put_u64(out, total->value);
        ws_buf_byte(out, ' ');
        ws_buf_text(out, total->name);
    }
}

void cli_totals_free(struct cli_totals *totals)
{
    free(totals->list);
    *totals = (struct cli_totals){NULL, 0, false};
}
