#ifndef WIRESPEAK_TEXT_H
#define WIRESPEAK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/export.h"

/**
 * Numbers as text. Nothing here looks at the locale, allocates, or ends its text with a NUL; each
 * function answers how many bytes the text has. `out` must have room for the stated maximum: the
 * bytes between the text's end and that maximum may be overwritten, since texts are stored eight
 * bytes at a time.
 */
enum {
    WS_U64_TEXT_MAX = 20,
    WS_I64_TEXT_MAX = 20,
    WS_DOUBLE_TEXT_MAX = 40, /* room needed; the text itself has at most 24 bytes */
};

/** Decimal, without leading zeros. Room: WS_U64_TEXT_MAX, WS_I64_TEXT_MAX. */
WS_EXPORT size_t ws_u64_text(char *out, uint64_t v);
WS_EXPORT size_t ws_i64_text(char *out, int64_t v);

/**
 * The shortest digits as Python's repr() writes a float: 0.1, 5.0, -0.0, 1e+16, 1.5e-05, nan, inf,
 * -inf. Positional with at least one digit behind the point when 1e-4 <= |v| < 1e16 and for zero,
 * else with an exponent of two or more digits. Room: WS_DOUBLE_TEXT_MAX.
 */
WS_EXPORT size_t ws_double_text(char *out, double v);

/** Are all bytes strict UTF-8 (RFC 3629)? True for none. */
WS_EXPORT bool ws_utf8_valid(const uint8_t *bytes, size_t len);

/** Writes a code point (no surrogate, at most U+10FFFF) as UTF-8: 1 to 4 bytes at `p`; answers how
 * many. */
WS_EXPORT size_t ws_utf8_put(uint8_t *p, uint32_t code_point);

/** Reads the code point at `p` (`len` bytes, at least 1, valid UTF-8); answers how many bytes it
 * has. */
WS_EXPORT size_t ws_utf8_take(const uint8_t *p, size_t len, uint32_t *ret);

#endif
