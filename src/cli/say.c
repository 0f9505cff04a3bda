/* What the program says to people: one line each, on stderr. */
#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "output/value.h"

enum { LINE_MAX_BYTES = 4096 };

static void WS_PRINTF(2, 0) say(const char *what, const char *fmt, va_list args)
{
    char text[LINE_MAX_BYTES];
    struct ws_buf line;

    vsnprintf(text, sizeof(text), fmt, args);
    ws_buf_init(&line, 16 * sizeof(text));
    ws_buf_text(&line, "wirespeak: ");
    ws_terminal_text(&line, (struct ws_bytes){(const uint8_t *)what, strlen(what)}, WS_UTF8,
                     SIZE_MAX);
    ws_buf_text(&line, ": ");
    ws_terminal_text(&line, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, WS_UTF8,
                     SIZE_MAX);
    ws_buf_byte(&line, '\n');
    fwrite(line.data, 1, line.len, stderr);
    ws_buf_free(&line);
}

void cli_say(const char *what, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(what, fmt, args);
    va_end(args);
}

int cli_fail(int code, const char *what, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(what, fmt, args);
    va_end(args);
    return code;
}

int cli_close_stdout(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CLI_OK;
    if (errno == EPIPE)
        return CLI_OK;
    return cli_fail(CLI_LIMITS, "standard output", "cannot write: %s", strerror(errno));
}
