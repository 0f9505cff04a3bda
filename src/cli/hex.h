#ifndef WS_CLI_HEX_H
#define WS_CLI_HEX_H

#include <stddef.h>

#include "message/buf.h"

enum { CLI_HEX_WHY_MAX = 96 };

/**
 * Appends the bytes that pairs of hex digits stand for; blanks, newlines, colons, commas and a 0x
 * may stand between pairs. On failure `why` (CLI_HEX_WHY_MAX bytes) says which character (from 1)
 * is wrong.
 */
bool cli_hex_read(const char *text, size_t len, struct ws_buf *out, char *why);

#endif
