/* The powers of ten, each entry against big integers. */
#include "message/pow10.h"

#include "wirespeak/export.h"

#include "test.h"

/* Enough for 10^324 (1077 bits) times 2^128. */
enum { N_LIMBS = 40 };

struct big {
    uint32_t limb[N_LIMBS]; /* the lowest first */
};

static struct big big_of(uint64_t hi, uint64_t lo)
{
    return (struct big){{(uint32_t)lo, (uint32_t)(lo >> 32), (uint32_t)hi, (uint32_t)(hi >> 32)}};
}

static struct big times_pow(struct big a, uint32_t base, int exponent)
{
    for (; exponent > 0; exponent--) {
        uint64_t carry = 0;
        for (size_t i = 0; i < N_LIMBS; i++, carry >>= 32) {
            carry += (uint64_t)a.limb[i] * base;
            a.limb[i] = (uint32_t)carry;
        }
        assert_true(carry == 0);
    }
    return a;
}

static int compare(struct big a, struct big b)
{
    for (size_t i = N_LIMBS; i-- > 0;)
        if (a.limb[i] != b.limb[i])
            return a.limb[i] < b.limb[i] ? -1 : 1;
    return 0;
}

static int n_bits(struct big a)
{
    int n = N_LIMBS * 32;
    while (n > 0 && !(a.limb[(n - 1) / 32] >> (n - 1) % 32 & 1))
        n--;
    return n;
}

/* For e >= 0, with r = the bits of 10^e that 128 leave: (g - 1) * 2^r < 10^e <= g * 2^r. */
static void assert_rounded_up(struct big g, struct big g_minus_1, int e)
{
    struct big power = times_pow((struct big){{1}}, 10, e);
    int r = n_bits(power) - 128;
    int shift_g = r > 0 ? r : 0, shift_power = r < 0 ? -r : 0;

    power = times_pow(power, 2, shift_power);
    assert_true(compare(times_pow(g_minus_1, 2, shift_g), power) < 0);
    assert_true(compare(power, times_pow(g, 2, shift_g)) <= 0);
}

/* The same for 10^-n: (g - 1) * 10^n < 2^m <= g * 10^n. The highest bit of g * 10^n tells m. */
static void assert_inverse_rounded_up(struct big g, struct big g_minus_1, int n)
{
    struct big product = times_pow(g, 10, n);
    struct big power = times_pow((struct big){{1}}, 2, n_bits(product) - 1);

    assert_true(compare(times_pow(g_minus_1, 10, n), power) < 0);
    assert_true(compare(power, product) <= 0);
}

static void every_power_is_the_first_128_bits_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(WS_LEN(ws_pow10_table), WS_POW10_MAX - WS_POW10_MIN + 1);
    for (int e = WS_POW10_MIN; e <= WS_POW10_MAX; e++) {
        struct ws_pow10 entry = ws_pow10_table[e - WS_POW10_MIN];
        struct big g = big_of(entry.hi, entry.lo);
        struct big g_minus_1 = big_of(entry.hi - (entry.lo == 0), entry.lo - 1);

        assert_int_equal(n_bits(g), 128);
        if (e >= 0)
            assert_rounded_up(g, g_minus_1, e);
        else
            assert_inverse_rounded_up(g, g_minus_1, -e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_power_is_the_first_128_bits_rounded_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
