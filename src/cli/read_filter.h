/* Private to the verb `read`: what is kept, and which packets are written. */
#ifndef WS_CLI_READ_FILTER_H
#define WS_CLI_READ_FILTER_H

#include "capture/writer.h"
#include "cli/read_options.h"
#include "filter/gate.h"

/** All zero: everything is kept, nothing written. */
struct read_filter {
    struct ws_filter *filter;
    struct ws_writer *writer;
    uint64_t given_up; /* values whose regular expression was */
};

/** Compiles the filter and opens the file for packets. CLI_GO_ON, or the exit code, told. */
int read_filter_prepare(struct read_filter *f, const struct read_options *options,
                        const struct ws_instance *const *instances, size_t n);

/** Closes and frees. CLI_OK, or the exit code, told. */
int read_filter_done(struct read_filter *f, const struct read_options *options);

/** Whether each file is read more than once. */
bool read_filter_reads_again(const struct read_options *options);

/**
 * Writes the packets of a file that were picked, up to frame `last`. CLI_OK, or the exit code,
 * told.
 */
int read_filter_write(struct read_filter *f, const struct read_options *options, const char *path,
                      struct ws_picks *picks, uint64_t last);

#endif
