#ifndef WS_CLI_PROGRESS_H
#define WS_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "message/buf.h"

/** A bar on stderr for long reads, when it is a terminal and stdout is none: percent, rate, time
 * left. */
struct cli_progress {
    bool on, shown;
    uint64_t size; /* bytes to read; 0: not known, no bar */
    int64_t begun_ns, drawn_ns;
};

void cli_progress_begin(struct cli_progress *progress, uint64_t size);

/** Draws the bar, ten times a second at the most and not in the first half second. Cheap enough to
 * be called every thousand packets. */
void cli_progress_update(struct cli_progress *progress, uint64_t done);

/** Wipes the bar, if there is one: before anything else is said, and at the end. */
void cli_progress_wipe(struct cli_progress *progress);

/** The bar's text: `done` of `size` bytes after `elapsed_ns` > 0. */
void cli_progress_text(uint64_t done, uint64_t size, int64_t elapsed_ns, struct ws_buf *out);

#endif
