/* Doubles as the shortest text that reads back, by R. Giulietti's Schubfach. */
#include "message/number.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "message/pow10.h"
#include "message/word.h"

/* ISO C has no 128-bit type; gcc and clang have one on every 64-bit machine. */
__extension__ typedef unsigned __int128 u128;

enum {
    MANTISSA_BITS = 52,
    EXPONENT_MAX = 0x7ff,
    /* A double is c * 2^q with an integer c: its exponent field is q + BIAS. */
    BIAS = 1023 + MANTISSA_BITS,
};

#define MANTISSA_MASK ((UINT64_C(1) << MANTISSA_BITS) - 1)
#define E8            UINT64_C(100000000)
#define E16           (E8 * E8)

/* digits * 10^exponent; digits may end in zeros. */
struct scaled {
    uint64_t digits;
    int exponent;
};

/* floor(log10(2^q)), floor(log10(3/4 * 2^q)), floor(log2(10^e)): exact for a double's exponents. */
static int log10_pow2(int q)
{
    return q * 78913 >> 18;
}

static int log10_three_quarters_pow2(int q)
{
    return (q * 1262611 - 524031) >> 22;
}

static int log2_pow10(int e)
{
    return e * 108853 >> 15;
}

/* The upper two words of a product of three. */
struct product {
    uint64_t whole, fraction;
};

static struct product multiply(uint64_t c, const struct ws_pow10 *g)
{
    u128 sum = (u128)c * g->hi + (uint64_t)((u128)c * g->lo >> 64);
    return (struct product){(uint64_t)(sum >> 64), (uint64_t)sum};
}

/*
 * The scaled value c * a, its integer part with the lowest bit set when there is a fraction:
 * compares rightly with all even integers. A fraction of 2^-64 tells: over all doubles and bounds
 * (continued fractions of every a), a product that is no integer lies at least 2^-62.5 above one,
 * and the table's rounding adds less than 2^-69.
 */
static uint64_t round_to_odd(uint64_t c, const struct ws_pow10 *g)
{
    struct product p = multiply(c, g);
    return p.whole | (p.fraction != 0);
}

/*
 * With a = 2^q * 10^-k = g * 2^(shift - 128), the double is c * a in units of 10^k, and everything
 * from (c - 1/2) * a, or (c - 1/4) * a where the doubles below lie closer, to (c + 1/2) * a reads
 * back to it; the ends only for even c. By the choice of k this range is at least 1 and less than
 * 10 wide: it holds an integer, and at most one multiple of ten, which then has fewer digits than
 * all others. Else the closest integer inside is the answer. Counts in quarters.
 */
static uint64_t exact_digits(uint64_t c, bool lower_is_close, int shift, const struct ws_pow10 *g)
{
    uint64_t open = c & 1;
    uint64_t low = round_to_odd((4 * c - 2 + lower_is_close) << shift, g) + open;
    uint64_t mid = round_to_odd(4 * c << shift, g);
    uint64_t high = round_to_odd((4 * c + 2) << shift, g) - open;
    uint64_t below = mid / 4, tens = mid / 40 * 10;

    bool tens_in = low <= 4 * tens, next_tens_in = 4 * (tens + 10) <= high;
    if (tens_in || next_tens_in)
        return tens_in ? tens : tens + 10;

    bool below_in = low <= 4 * below, above_in = 4 * (below + 1) <= high;
    if (below_in != above_in)
        return below + above_in;
    uint64_t quarters = mid % 4;
    return below + (quarters > 2 || (quarters == 2 && below % 2 == 1));
}

/* Is `a` so close to `b` that two units of rounding might decide? */
static bool too_close(uint64_t a, uint64_t b)
{
    enum { SLACK = 4 };
    return a - b + SLACK <= 2 * SLACK;
}

/*
 * The same with one product instead of three where the doubles are evenly spaced: half a spacing is
 * a / 2, so that the distances to the multiples of ten tell. They count in 2^-60, each one unit
 * wrong at most; what they cannot decide goes to exact_digits.
 */
static uint64_t even_digits(uint64_t c, int shift, const struct ws_pow10 *g)
{
    static const uint64_t half = UINT64_C(1) << 63, ten = UINT64_C(10) << 60;
    struct product p = multiply(c << shift, g);
    uint64_t ones = p.whole % 10;
    uint64_t from_tens = ones << 60 | p.fraction >> 4, to_tens = ten - from_tens;
    uint64_t reach = g->hi >> (5 - shift);

    if (too_close(from_tens, reach) || too_close(to_tens, reach) || too_close(p.fraction, half))
        return exact_digits(c, false, shift, g);
    uint64_t digits = p.whole + (p.fraction > half);
    digits = from_tens < reach ? p.whole - ones : digits;
    return to_tens < reach ? p.whole - ones + 10 : digits;
}

/* The shortest digits of the finite double with these bits, its sign aside; not of zero. */
static inline struct scaled shortest(uint64_t bits)
{
    uint64_t mantissa = bits & MANTISSA_MASK;
    int field = (int)(bits >> MANTISSA_BITS & EXPONENT_MAX);
    uint64_t c = field ? mantissa | (MANTISSA_MASK + 1) : mantissa;
    int q = (field ? field : 1) - BIAS;
    bool lower_is_close = mantissa == 0 && field > 1;

    int k = lower_is_close ? log10_three_quarters_pow2(q) : log10_pow2(q);
    int shift = q + log2_pow10(-k) + 1;
    const struct ws_pow10 *g = &ws_pow10_table[-k - WS_POW10_MIN];
    if (lower_is_close)
        return (struct scaled){exact_digits(c, true, shift, g), k};
    return (struct scaled){even_digits(c, shift, g), k};
}

static uint64_t bits_of(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

struct ws_decimal ws_decimal_shortest(double v)
{
    uint64_t bits = bits_of(v);
    bool negative = bits >> 63;

    assert(isfinite(v));
    if (bits << 1 == 0)
        return (struct ws_decimal){.negative = negative};

    struct scaled s = shortest(bits);
    while (s.digits % 10 == 0) {
        s.digits /= 10;
        s.exponent++;
    }
    return (struct ws_decimal){s.digits, s.exponent, negative};
}

/* 17 digits in registers: the first one, and two words of eight characters each. */
struct figures {
    uint64_t high, low;
    char first;
    unsigned n;    /* how many digits count, 1 .. 17: the others are zeros at the end */
    int magnitude; /* the power of ten of the first digit */
};

static inline struct figures figures_of(struct scaled s)
{
    while (s.digits < E16) {
        s.digits *= 10;
        s.exponent--;
    }
    uint32_t upper = (uint32_t)(s.digits / E8), first = upper / (uint32_t)E8;
    uint64_t high = ws_word_digits(upper - first * (uint32_t)E8);
    uint64_t low = ws_word_digits((uint32_t)(s.digits - upper * E8));
    unsigned zeros_high = (unsigned)__builtin_clzll(high | 1) / 8 + (high == 0);
    unsigned zeros_low = (unsigned)__builtin_clzll(low | 1) / 8;

    return (struct figures){.high = high + WS_WORD_EACH('0'),
                            .low = low + WS_WORD_EACH('0'),
                            .first = (char)('0' + first),
                            .n = 17 - (low ? zeros_low : 8 + zeros_high),
                            .magnitude = s.exponent + 16};
}

/* All digits without a point: 17 bytes. */
static inline void put_figures(char *out, const struct figures *f)
{
    out[0] = f->first;
    ws_word_store(out + 1, f->high);
    ws_word_store(out + 9, f->low);
}

static inline size_t len_from_one(const struct figures *f, size_t whole)
{
    return f->n > whole ? f->n + 1 : whole + 2;
}

/* d.ddd: magnitude 0 .. 7. The point goes into the upper word, whose last digit moves out of it:
 * what was just stored is never loaded, which would have to wait for it. */
static inline size_t text_from_one(char *out, const struct figures *f)
{
    unsigned at = 8 * (unsigned)f->magnitude;
    uint64_t before = (UINT64_C(1) << at) - 1;
    uint64_t behind = (f->high & ~before) << 8;

    out[0] = f->first;
    ws_word_store(out + 1, (f->high & before) | (uint64_t)'.' << at | behind);
    out[9] = (char)(f->high >> 56);
    ws_word_store(out + 10, f->low);
    return len_from_one(f, (size_t)f->magnitude + 1);
}

/* The same for magnitude 8 .. 15. */
static size_t text_from_many(char *out, const struct figures *f)
{
    size_t whole = (size_t)f->magnitude + 1;
    char figures[32] = {0};

    put_figures(figures, f);
    memcpy(out, figures, 16);
    memcpy(out + whole + 1, figures + whole, 16);
    out[whole] = '.';
    return len_from_one(f, whole);
}

/* 0.00ddd: magnitude -4 .. -1. */
static inline size_t text_below_one(char *out, const struct figures *f)
{
    size_t zeros = (size_t)-f->magnitude;

    memcpy(out, "0.000", 5);
    put_figures(out + 1 + zeros, f);
    return 1 + zeros + f->n;
}

/* d.ddde-XX. */
static size_t text_with_exponent(char *out, const struct figures *f)
{
    unsigned magnitude = (unsigned)(f->magnitude < 0 ? -f->magnitude : f->magnitude);

    put_figures(out + 1, f);
    out[0] = f->first;
    out[1] = '.';
    size_t n = f->n > 1 ? f->n + 1 : 1;
    out[n++] = 'e';
    out[n++] = f->magnitude < 0 ? '-' : '+';
    if (magnitude >= 100)
        out[n++] = (char)('0' + magnitude / 100);
    out[n++] = (char)('0' + magnitude / 10 % 10);
    out[n++] = (char)('0' + magnitude % 10);
    return n;
}

static size_t general_text(char *out, uint64_t bits)
{
    struct figures f = figures_of(shortest(bits));

    if (f.magnitude >= 0 && f.magnitude < 8)
        return text_from_one(out, &f);
    if (f.magnitude < 0 && f.magnitude >= -4)
        return text_below_one(out, &f);
    return f.magnitude > 0 && f.magnitude < 16 ? text_from_many(out, &f)
                                               : text_with_exponent(out, &f);
}

static size_t integer_text(char *out, uint64_t v)
{
    size_t n = ws_u64_text(out, v);
    memcpy(out + n, ".0", 2);
    return n + 2;
}

size_t ws_double_text(char *out, double v)
{
    static const double all_integers = 0x1p53;
    uint64_t bits = bits_of(v);
    size_t sign = bits >> 63;

    if (isnan(v)) {
        memcpy(out, "nan", 3);
        return 3;
    }
    *out = '-';
    out += sign;
    if (isinf(v)) {
        memcpy(out, "inf", 3);
        return sign + 3;
    }
    v = fabs(v);
    if (v < all_integers && v == (double)(int64_t)v)
        return sign + integer_text(out, (uint64_t)v);
    return sign + general_text(out, bits << 1 >> 1);
}
