/* Doubles as text: what reads back, what is shortest, and Python's spelling. */
#include "message/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wirespeak/export.h"

#include "double_repr.h"
#include "test.h"

enum { N_RANDOM = 2500000, N_SHORTEST = 300000 };

static double double_of(uint64_t bits)
{
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static uint64_t bits_of(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

/* Marsaglia's xorshift64*, the same numbers in each run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static void fail_for(double v, const char *what, const char *text)
{
    fail_msg("%a (%.17g), bits %016" PRIx64 ": %s: %s", v, v, bits_of(v), what, text);
}

static void assert_reads_back(double v)
{
    char text[WS_DOUBLE_TEXT_MAX + 1];
    size_t n = ws_double_text(text, v);

    text[n] = '\0';
    if (n > 24 || bits_of(strtod(text, NULL)) != bits_of(v))
        fail_for(v, "does not read back", text);
}

/* `v` rounded to n digits by the C library, as d.ddde+XX. */
static bool reads_back_with(double v, int n, char *text, size_t size)
{
    snprintf(text, size, "%.*e", n - 1, v);
    return strtod(text, NULL) == v;
}

/* As the C library's %e writes it; `digits` as text. */
static void text_with_exponent(char *out, size_t size, const struct ws_decimal *d,
                               const char *digits)
{
    int n = (int)strlen(digits);
    snprintf(out, size, "%s%c%s%se%+03d", d->negative ? "-" : "", digits[0], n > 1 ? "." : "",
             digits + 1, d->exponent + n - 1);
}

/*
 * The C library's rounding to as many digits must give the same ones, and one digit less must not
 * read back. The double below a power of two is closer, so that v rounded to the fewest digits may
 * not read back where others do: there the C library may need more digits, but never fewer.
 */
static void assert_shortest(double v)
{
    char digits[24], ours[40], theirs[40];
    struct ws_decimal d = ws_decimal_shortest(v);
    int n = snprintf(digits, sizeof digits, "%" PRIu64, d.digits);
    bool power_of_two = bits_of(v) << 12 == 0;

    text_with_exponent(ours, sizeof ours, &d, digits);
    if (bits_of(strtod(ours, NULL)) != bits_of(v))
        fail_for(v, "does not read back", ours);
    if (digits[n - 1] == '0' || (n > 1 && reads_back_with(v, n - 1, theirs, sizeof theirs)))
        fail_for(v, "is not the shortest", ours);
    bool rounded_reads_back = reads_back_with(v, n, theirs, sizeof theirs);
    if (!rounded_reads_back && !power_of_two)
        fail_for(v, "is too short", ours);
    if (rounded_reads_back && strcmp(ours, theirs) != 0)
        fail_for(v, "is not the closest", ours);
}

static void text_is_what_python_prints(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(double_reprs); i++) {
        char text[WS_DOUBLE_TEXT_MAX + 1];
        size_t n = ws_double_text(text, double_of(double_reprs[i].bits));
        text[n] = '\0';
        assert_string_equal(text, double_reprs[i].text);
    }
}

static void signs_of_zero_and_of_what_is_no_number(void **state)
{
    (void)state;
    char text[WS_DOUBLE_TEXT_MAX];

    assert_int_equal(ws_double_text(text, double_of(UINT64_C(0xfff8000000000001))), 3);
    assert_memory_equal(text, "nan", 3);
    assert_true(ws_decimal_shortest(-0.0).negative);
    assert_false(ws_decimal_shortest(0.0).negative);
    assert_int_equal(ws_decimal_shortest(-0.0).digits, 0);
    assert_int_equal(ws_decimal_shortest(-0.0).exponent, 0);
}

static void decimals_are_digits_and_exponent(void **state)
{
    (void)state;
    static const struct {
        double v;
        struct ws_decimal decimal;
    } cases[] = {
        {5e-324, {5, -324, false}},
        {-1e23, {1, 23, true}},
        {4.35, {435, -2, false}},
        {9007199254740993.0, {9007199254740992, 0, false}},
        {1.7976931348623157e308, {17976931348623157, 292, false}},
        {-120.0, {12, 1, true}},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        struct ws_decimal got = ws_decimal_shortest(cases[i].v);
        print_message("case: %.17g\n", cases[i].v);
        assert_true(got.digits == cases[i].decimal.digits);
        assert_int_equal(got.exponent, cases[i].decimal.exponent);
        assert_int_equal(got.negative, cases[i].decimal.negative);
    }
}

static void assert_around(double v)
{
    const double values[] = {v, nextafter(v, 0), nextafter(v, HUGE_VAL), -v};
    for (size_t i = 0; i < WS_LEN(values); i++) {
        if (values[i] == 0 || !isfinite(values[i]))
            continue;
        assert_reads_back(values[i]);
        assert_shortest(values[i]);
    }
}

static void powers_and_their_neighbours_are_shortest(void **state)
{
    (void)state;
    for (int e = -1074; e < 1024; e++)
        assert_around(ldexp(1, e));
    for (int e = -324; e <= 308; e++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", e);
        assert_around(strtod(text, NULL));
    }
    for (size_t i = 0; i < WS_LEN(double_reprs); i++)
        assert_around(double_of(double_reprs[i].bits));
}

static void subnormals_are_shortest(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (uint64_t bits = 1; bits < 3000; bits++)
        assert_around(double_of(bits));
    for (unsigned i = 0; i < 20000; i++)
        assert_around(double_of(next_random(&random) >> (12 + i % 52)));
}

/* Binary fractions of few bits: here ties between two shortest texts happen. */
static void ties_are_shortest_and_even(void **state)
{
    (void)state;
    uint64_t random = 6;
    for (int i = 0; i < 50000; i++) {
        uint64_t c = (next_random(&random) >> 11 | UINT64_C(1) << 52) & UINT64_MAX << i % 16;
        double v = ldexp((double)c, -(i % 20));
        assert_reads_back(v);
        assert_shortest(v);
    }
}

static void random_bits_read_back(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < N_RANDOM; i++) {
        double v = double_of(next_random(&random));
        if (isfinite(v))
            assert_reads_back(v);
    }
}

static void random_bits_are_shortest(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int i = 0; i < N_SHORTEST; i++) {
        double v = double_of(next_random(&random));
        if (isfinite(v))
            assert_shortest(v);
    }
}

static void decimals_of_few_digits_keep_them(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 100000; i++) {
        char text[32];
        uint64_t digits = next_random(&random) % UINT64_C(1000000000000000) + 1;
        while (digits % 10 == 0)
            digits /= 10;
        int exponent = (int)(next_random(&random) % 590) - 300;
        snprintf(text, sizeof text, "%" PRIu64 "e%d", digits, exponent);
        struct ws_decimal got = ws_decimal_shortest(strtod(text, NULL));
        assert_true(got.digits == digits);
        assert_int_equal(got.exponent, exponent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_what_python_prints),
        cmocka_unit_test(signs_of_zero_and_of_what_is_no_number),
        cmocka_unit_test(decimals_are_digits_and_exponent),
        cmocka_unit_test(powers_and_their_neighbours_are_shortest),
        cmocka_unit_test(subnormals_are_shortest),
        cmocka_unit_test(ties_are_shortest_and_even),
        cmocka_unit_test(random_bits_read_back),
        cmocka_unit_test(random_bits_are_shortest),
        cmocka_unit_test(decimals_of_few_digits_keep_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
