#ifndef WS_CLI_READ_OPTIONS_H
#define WS_CLI_READ_OPTIONS_H

#include "cli/options.h"
#include "output/sink.h"
#include "pipeline/pipeline.h"

/** What the command line of `read` says. */
struct read_options {
    struct cli_list files, protocols, bindings, settings, plugin_dirs;
    struct cli_list fields, styles;
    uint64_t packets, limit, max_elements, max_line, memory, jobs;
    const char *filter, *write, *config;
    int form, time, int64, color, overlap;
    bool verify_checksums, raw, secrets, community_id, flows, whole_flows, stats, strict, quiet,
        verbose, print_config, guess_lines;
};

/** Before the command line is read. */
void read_options_init(struct read_options *options);

/** Threads to decode with: those asked for, or one per processor that may be used. */
size_t read_options_workers(const struct read_options *options);

/**
 * How events are printed by these options.
 *
 * @param columns, paths  Take the columns; `paths` has room for one per field.
 * @return  CLI_GO_ON, or the exit code, told.
 */
int read_options_output(const struct read_options *options,
                        const struct ws_instance *const *instances, size_t n,
                        struct ws_columns *columns, struct ws_path *paths,
                        struct ws_sink_config *ret);

#endif
