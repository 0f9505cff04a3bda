#ifndef WS_MESSAGE_POW10_H
#define WS_MESSAGE_POW10_H

#include <stdint.h>

/** The powers that doubles need: they are spaced by about 4.9e-324 (the smallest) to 2.0e292. */
enum { WS_POW10_MIN = -292, WS_POW10_MAX = 324 };

/** An integer of 128 bits. */
struct ws_pow10 {
    uint64_t hi, lo;
};

/**
 * The first 128 bits of the powers of ten, rounded up: entry e - WS_POW10_MIN is the smallest
 * integer g with g * 2^r >= 10^e, where r is such that 2^127 <= g < 2^128. Exact for 0 <= e <= 55.
 */
extern const struct ws_pow10 ws_pow10_table[WS_POW10_MAX - WS_POW10_MIN + 1];

#endif
