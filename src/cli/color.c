/* Whether text is coloured. */
#include "cli/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* NO_COLOR: https://no-color.org */
bool cli_use_color(int when)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    if (when > CLI_COLOR_AUTO)
        return when == CLI_COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(no && no[0]) && !(term && strcmp(term, "dumb") == 0);
}

bool cli_color_code(const char *name, uint8_t *ret)
{
    static const char *const names[] = {"black", "red",     "green", "yellow",
                                        "blue",  "magenta", "cyan",  "white"};
    bool bright = strncmp(name, "bright_", 7) == 0;

    if (strcmp(name, "default") == 0) {
        *ret = 39;
        return true;
    }
    for (uint8_t i = 0; i < 8; i++) {
        if (strcmp(names[i], name + (bright ? 7 : 0)) != 0)
            continue;
        *ret = (uint8_t)((bright ? 90 : 30) + i);
        return true;
    }
    return false;
}
