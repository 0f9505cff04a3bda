#ifndef WS_MESSAGE_NUMBER_H
#define WS_MESSAGE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
size_t ws_u64_text(char *out, uint64_t v);
size_t ws_i64_text(char *out, int64_t v);

/** The last `width` decimal digits of `v`, zero padded: writes exactly `width` bytes. */
size_t ws_u64_fixed(char *out, uint64_t v, unsigned width);

/** Two lower-case hexadecimal digits per byte: writes exactly 2 * n bytes. */
size_t ws_hex_text(char *out, const uint8_t *bytes, size_t n);

/** A finite number in decimal: digits * 10^exponent, its sign apart. */
struct ws_decimal {
    uint64_t digits; /* 0 .. 99999999999999999 (17 digits), not a multiple of 10 unless 0 */
    int exponent;    /* -324 .. 308; 0 for zero */
    bool negative;   /* true for -0.0, too */
};

/**
 * The fewest digits that read back (correctly rounded, ties to even) to the same double, and of
 * these the closest to its value; of two equally close ones the even one. `v` must be finite.
 * Source: R. Giulietti, "The Schubfach way to render doubles".
 */
struct ws_decimal ws_decimal_shortest(double v);

/**
 * The shortest digits as Python's repr() writes a float: 0.1, 5.0, -0.0, 1e+16, 1.5e-05, nan, inf,
 * -inf. Positional with at least one digit behind the point when 1e-4 <= |v| < 1e16 and for zero,
 * else with an exponent of two or more digits. Room: WS_DOUBLE_TEXT_MAX.
 */
size_t ws_double_text(char *out, double v);

#endif
