/* Signals set flags, which the loops look at. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t stop, statistics;

/* The next one ends the program. */
static void on_stop(int number)
{
    (void)number;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    stop = 1;
}

static void on_statistics(int number)
{
    (void)number;
    statistics = 1;
}

static void catch (int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void cli_signals_catch(void)
{
    catch (SIGINT, on_stop, 0);
    catch (SIGTERM, on_stop, 0);
    catch (SIGUSR1, on_statistics, SA_RESTART);
    catch (SIGPIPE, SIG_IGN, 0);
}

bool cli_signals_stop(void)
{
    return stop;
}

bool cli_signals_statistics(void)
{
    bool asked = statistics;
    statistics = 0;
    return asked;
}
