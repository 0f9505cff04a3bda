/* Private to the verb `summary`. */
#ifndef WS_CLI_SUMMARY_PRIVATE_H
#define WS_CLI_SUMMARY_PRIVATE_H

#include "cli/config.h"
#include "cli/follow.h"
#include "cli/setup.h"
#include "cli/totals.h"
#include "summary/summary.h"

struct summary_options {
    struct cli_list files, protocols, bindings, settings, plugin_dirs;
    const char *flow, *config;
    uint64_t top, memory;
    int form, color;
};

struct summary_run {
    const struct summary_options *options;
    struct cli_setup setup;
    struct cli_config config;
    struct ws_summary *summary;
    struct cli_follow follow;
    bool follows; /* it is wanted, not the summary */
    struct ws_summary_file *files;
    char **errors; /* owned texts of the files' errors */
    size_t n_files;
    struct cli_totals totals;
    int result; /* the exit code so far */
    bool over;  /* no further file */
};

/** Reads one file; failures are told and remembered in `result`. */
void summary_read_file(struct summary_run *run, const char *path);

/** The higher exit code stays. */
void summary_keep_worst(struct summary_run *run, int result);

#endif
