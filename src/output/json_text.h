#ifndef WS_OUTPUT_JSON_TEXT_H
#define WS_OUTPUT_JSON_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "message/buf.h"
#include "message/word.h"
#include "wirespeak/charset.h"

/**
 * JSON values (RFC 8259) written straight into a buffer, without spaces. Whatever comes in, what is
 * written is valid UTF-8 and valid JSON, unless the buffer fails. Each asks for at most 64 bytes
 * more than it writes: so much before its maximum a buffer may fail.
 */

/**
 * Marks the top bit of each byte that a string cannot have as it is, or that is not ASCII. A borrow
 * can mark others behind the first such byte, none before it: good enough to find the first.
 */
static inline uint64_t ws_json_special(uint64_t word)
{
    uint64_t below_space = word - WS_WORD_EACH(' ');
    uint64_t quote = (word ^ WS_WORD_EACH('"')) - WS_WORD_EACH(1);
    uint64_t backslash = (word ^ WS_WORD_EACH('\\')) - WS_WORD_EACH(1);
    return (below_space | quote | backslash | word) & WS_WORD_EACH(0x80);
}

/** How 64-bit integers are written. */
enum ws_int64_mode {
    WS_INT64_AUTO,   /* a string beyond +-2^53, where readers that know doubles only would round */
    WS_INT64_STRING, /* always a string */
    WS_INT64_NUMBER, /* always a number */
};

/**
 * A string. '"', '\\' and control characters below U+0020 are escaped (\b \f \n \r \t, else \u00xx
 * with lower-case digits), nothing else. Bytes that are no character in `charset` become U+FFFD: in
 * UTF-8 one for each maximal subpart (see ws_utf8_next), in ASCII one for each byte of 0x80 and
 * above; Latin-1 has none. `bytes` may be NULL when len is 0.
 */
void ws_json_string(struct ws_buf *buf, const uint8_t *bytes, size_t len, enum ws_charset charset);

/** Integers in decimal, in quotes as `mode` says. */
void ws_json_u64(struct ws_buf *buf, uint64_t v, enum ws_int64_mode mode);
void ws_json_i64(struct ws_buf *buf, int64_t v, enum ws_int64_mode mode);

/** ws_double_text, but "NaN", "Infinity" and "-Infinity" as strings. */
void ws_json_double(struct ws_buf *buf, double v);

/** A string of two lower-case hexadecimal digits per byte. `bytes` may be NULL when len is 0. */
void ws_json_hex(struct ws_buf *buf, const uint8_t *bytes, size_t len);

#endif
