#ifndef WS_CLI_CODEC_H
#define WS_CLI_CODEC_H

#include "cli/setup.h"

/** What `decode` and `encode` share: one protocol, standard input. */

enum { CLI_STDIN_MAX = 256 << 20 };

/** Sets up the plugin that is named first among the operands: its name is all that `wishes` lacks.
 * CLI_GO_ON, or the exit code, told. */
int cli_codec_setup(struct cli_setup *setup, const struct cli_list *operands,
                    const struct cli_wishes *wishes);

/** All of standard input, of which there is at most CLI_STDIN_MAX. CLI_GO_ON, or the exit code,
 * told. */
int cli_codec_read_stdin(struct ws_buf *ret);

#endif
