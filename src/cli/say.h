#ifndef WS_CLI_SAY_H
#define WS_CLI_SAY_H

#include "wirespeak/export.h"

/** What the program exits with: the table in wirespeak(1). */
enum cli_exit {
    CLI_OK = 0,
    CLI_VERDICT = 1,
    CLI_USAGE = 2,
    CLI_INPUT = 3,
    CLI_PEER = 4,
    CLI_LIMITS = 5,
    CLI_PERMISSION = 6,
};

/** Prints "wirespeak: WHAT: why" on stderr: one line, whatever characters are in it. */
void cli_say(const char *what, const char *fmt, ...) WS_PRINTF(2, 3);

/** The same; answers `code`. */
int cli_fail(int code, const char *what, const char *fmt, ...) WS_PRINTF(3, 4);

/** Flushes stdout: CLI_OK, also when nobody reads it any longer; CLI_LIMITS with a message. */
int cli_close_stdout(void);

#endif
