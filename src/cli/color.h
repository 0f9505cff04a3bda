#ifndef WS_CLI_COLOR_H
#define WS_CLI_COLOR_H

#include <stdbool.h>

/** The choices of --color, in their order. */
enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };
#define CLI_COLOR_CHOICES "auto always never"

/** Whether standard output is coloured. */
bool cli_use_color(int when);

#endif
