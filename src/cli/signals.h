#ifndef WS_CLI_SIGNALS_H
#define WS_CLI_SIGNALS_H

#include <stdbool.h>

/**
 * SIGINT and SIGTERM once ask to finish; a second one ends the program at once. SIGUSR1 asks for
 * statistics. SIGPIPE is ignored: writing answers EPIPE.
 */
void cli_signals_catch(void);

/** Whether the program was asked to finish. A read that blocks then fails with EINTR. */
bool cli_signals_stop(void);

/** Whether statistics were asked for since the last call. */
bool cli_signals_statistics(void);

#endif
