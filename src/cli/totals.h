#ifndef WS_CLI_TOTALS_H
#define WS_CLI_TOTALS_H

#include "output/sink.h"
#include "pipeline/pipeline.h"

/** The counters of all engines of a run, added up by name in the order of the first. All zero is
 * none. */
struct cli_totals {
    struct ws_total *list;
    size_t n;
    bool failed; /* no memory: some are missing */
};

/** Adds an engine's counters. */
void cli_totals_add(struct cli_totals *totals, struct ws_pipeline *pipeline);

void cli_totals_count(struct cli_totals *totals, const struct ws_engine_counts *counts);

/** Adds the counters of another run. */
void cli_totals_merge(struct cli_totals *totals, const struct cli_totals *from);

/** Prints them on stderr, as a table. */
void cli_totals_print(const struct cli_totals *totals);

/** Whether something is missing from the output. */
bool cli_totals_lost(const struct cli_totals *totals);

/** What is missing, as "3 gaps, 1448 missed_bytes". */
void cli_totals_loss(const struct cli_totals *totals, struct ws_buf *out);

void cli_totals_free(struct cli_totals *totals);

#endif
