#ifndef WS_CLI_VERBS_H
#define WS_CLI_VERBS_H

#include "cli/options.h"

/** The verbs, and what runs them: the exit code. */
extern const struct cli_verb cli_read, cli_summary, cli_decode, cli_encode, cli_plugins;
int cli_read_run(const struct cli_verb *verb, int argc, char **argv);

#endif
