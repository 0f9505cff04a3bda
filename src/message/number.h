#ifndef WS_MESSAGE_NUMBER_H
#define WS_MESSAGE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "message/word.h"
#include "wirespeak/text.h"

/** More numbers as text, by the rules of wirespeak/text.h. */

/** The decimal texts of 0 .. 999: one load, and a length that waits for no division. */
struct ws_small_number {
    char text[3]; /* padded */
    uint8_t len;
};
enum { WS_SMALL_NUMBERS = 1000 };
extern const struct ws_small_number ws_small_numbers[WS_SMALL_NUMBERS];

/** ws_u64_text without a call for what is short; stores at least eight bytes. Answers the text's
 * end.
 */
static inline uint8_t *ws_u64_put(uint8_t *out, uint64_t v)
{
    if (v < WS_SMALL_NUMBERS) {
        memcpy(out, &ws_small_numbers[v], sizeof(ws_small_numbers[v]));
        return out + ws_small_numbers[v].len;
    }
    return out + (v < WS_EIGHT_DIGITS ? ws_word_u64(out, v) : ws_u64_text((char *)out, v));
}

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

#endif
