/* Private to the verb `read`. */
#ifndef WS_CLI_READ_PRIVATE_H
#define WS_CLI_READ_PRIVATE_H

#include "cli/read_filter.h"
#include "cli/read_options.h"
#include "cli/setup.h"
#include "cli/totals.h"

struct reader {
    const struct read_options *options;
    struct cli_setup setup;
    struct ws_columns columns;
    struct ws_path *paths;
    struct read_filter filter;
    struct ws_sink *sink;
    enum ws_form form;
    size_t workers;
    struct cli_totals totals;
    struct ws_report last;
    uint64_t packets;
    int result; /* the exit code so far */
    bool over;  /* no further file */
    bool told;  /* why the output failed */
};

/** Reads one file; failures are told and remembered in `result`. */
void read_file(struct reader *r, const char *path);

/** Writes what the sink holds. */
void read_flush(struct reader *r);

/** The engine or the sink answered `err`: the run is over; failures are told. */
void read_stop_by(struct reader *r, int err);

/** The higher exit code stays. */
void read_keep_worst(struct reader *r, int result);

#endif
