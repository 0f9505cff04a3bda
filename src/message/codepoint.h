#ifndef WS_MESSAGE_CODEPOINT_H
#define WS_MESSAGE_CODEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Writes a code point (no surrogate, at most U+10FFFF) as UTF-8: 1 to 4 bytes at `p`; answers how
 * many. */
size_t ws_utf8_put(uint8_t *p, uint32_t code_point);

/** Reads the code point at `p` (`len` bytes, at least 1, valid UTF-8); answers how many bytes it
 * has. */
size_t ws_utf8_take(const uint8_t *p, size_t len, uint32_t *ret);

/** Are all bytes below 0x80? */
bool ws_ascii_valid(const uint8_t *bytes, size_t len);

#endif
