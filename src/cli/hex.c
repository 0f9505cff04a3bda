/* Bytes as people write them: hex digits. */
#include "cli/hex.h"

#include <stdio.h>
#include <string.h>

#include "message/text.h"

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What separates pairs at `text`: so many characters; 0: nothing does. */
static size_t separator(const char *text, size_t len)
{
    if (memchr(" \t\r\n:,", text[0], 6))
        return 1;
    return len > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 2 : 0;
}

static bool refuse(const char *text, size_t len, size_t at, char *why)
{
    int shown = ws_utf8_next((const uint8_t *)text + at, len - at);

    if (shown > 0 && digit(text[at]) < 0 && separator(text + at, len - at) == 0)
        snprintf(why, CLI_HEX_WHY_MAX, "'%.*s' at character %zu is no hex digit", shown, text + at,
                 at + 1);
    else
        snprintf(why, CLI_HEX_WHY_MAX, "character %zu is no hex digit, two make a byte", at + 1);
    return false;
}

bool cli_hex_read(const char *text, size_t len, struct ws_buf *out, char *why)
{
    size_t at = 0;

    while (at < len) {
        size_t skip = separator(text + at, len - at);
        if (skip) {
            at += skip;
            continue;
        }
        int high = digit(text[at]);
        if (high < 0)
            return refuse(text, len, at, why);
        if (at + 1 == len) {
            snprintf(why, CLI_HEX_WHY_MAX, "an odd number of digits; two make a byte");
            return false;
        }
        int low = digit(text[at + 1]);
        if (low < 0)
            return refuse(text, len, at + 1, why);
        ws_buf_byte(out, (uint8_t)(high << 4 | low));
        at += 2;
    }
    return true;
}
