/* Extended reals of the x87 to doubles, and back. */
#include "message/x87.h"

#include <math.h>

#include "wirespeak/bytes.h"

enum { BIAS = 16383, EXPONENT = 0x7fff, SIGN = 0x8000, DOUBLE_BITS = 53, DOUBLE_MIN_EXP = -1022 };
#define INTEGER_BIT (UINT64_C(1) << 63)

/** `m` * 2^(exponent - 63), its highest bit set. */
static double rounded(uint64_t m, int exponent)
{
    int keep = exponent >= DOUBLE_MIN_EXP ? DOUBLE_BITS : DOUBLE_BITS - (DOUBLE_MIN_EXP - exponent);
    int drop = 64 - keep;

    if (keep < 0)
        return 0;
    uint64_t kept = drop == 64 ? 0 : m >> drop,
             rest = drop == 64 ? m : m & ((UINT64_C(1) << drop) - 1);
    uint64_t half = UINT64_C(1) << (drop - 1);
    kept += rest > half || (rest == half && (kept & 1));
    return ldexp((double)kept, exponent - 63 + drop);
}

double ws_x87_real(const uint8_t bytes[WS_X87_LEN])
{
    uint64_t m = ws_load_le(bytes, 8);
    unsigned high = (unsigned)ws_load_le(bytes + 8, 2);
    int exponent = (int)(high & EXPONENT);
    double v = 0;

    if (exponent == EXPONENT)
        v = m << 1 ? (double)NAN : (double)INFINITY;
    else if (m) {
        int zeros = __builtin_clzll(m);
        /* The least exponent means the same as the one above it. */
        v = rounded(m << zeros, (exponent ? exponent : 1) - BIAS - zeros);
    }
    return high & SIGN ? -v : v;
}

void ws_x87_bytes(uint8_t bytes[WS_X87_LEN], double v)
{
    uint64_t m = 0;
    unsigned high = 0;
    int exponent;

    if (isnan(v) || isinf(v)) {
        high = EXPONENT;
        m = isnan(v) ? INTEGER_BIT | INTEGER_BIT >> 1 : INTEGER_BIT;
    } else if (v != 0) {
        double part = frexp(fabs(v), &exponent); /* 0.5 <= part < 1 */
        m = (uint64_t)ldexp(part, 64);
        high = (unsigned)(exponent - 1 + BIAS);
    }
    if (signbit(v) && !isnan(v))
        high |= SIGN;
    ws_store_le(bytes, 8, m);
    ws_store_le(bytes + 8, 2, high);
}
