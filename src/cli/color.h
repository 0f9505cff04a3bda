#ifndef WS_CLI_COLOR_H
#define WS_CLI_COLOR_H

#include <stdbool.h>
#include <stdint.h>

/** The choices of --color, in their order. */
enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };
#define CLI_COLOR_CHOICES "auto always never"

/** What --time and its configuration choose from. */
#define CLI_TIME_CHOICES "a ad d dd r u"

/** Names of colours, separated by blanks. */
#define CLI_COLOR_NAMES                                                                            \
    "black red green yellow blue magenta cyan white bright_black bright_red bright_green "         \
    "bright_yellow bright_blue bright_magenta bright_cyan bright_white default"

/** Whether standard output is coloured; `when` -1: as CLI_COLOR_AUTO. */
bool cli_use_color(int when);

/** The code of a colour for the terminal: ECMA-48, SGR. False: there is no colour of this name. */
bool cli_color_code(const char *name, uint8_t *ret);

#endif
