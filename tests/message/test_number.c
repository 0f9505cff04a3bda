/* Integers and bytes as text, against printf. */
#include "message/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "message/word.h"
#include "wirespeak/export.h"

#include "test.h"

static void assert_u64_text(uint64_t v)
{
    char got[WS_U64_TEXT_MAX], expected[32];
    int n = snprintf(expected, sizeof expected, "%" PRIu64, v);

    assert_int_equal(ws_u64_text(got, v), n);
    assert_memory_equal(got, expected, (size_t)n);
}

static void assert_i64_text(int64_t v)
{
    char got[WS_I64_TEXT_MAX], expected[32];
    int n = snprintf(expected, sizeof expected, "%" PRId64, v);

    assert_int_equal(ws_i64_text(got, v), n);
    assert_memory_equal(got, expected, (size_t)n);
}

static void integers_of_every_length_are_as_printf_writes_them(void **state)
{
    (void)state;
    for (uint64_t v = 0; v <= 20000; v++)
        assert_u64_text(v);
    for (uint64_t power = 10, i = 1; i < 20; i++, power *= 10)
        for (uint64_t v = power - 2; v <= power + 2; v++) {
            assert_u64_text(v);
            assert_u64_text(v * 9 / 8);
            assert_i64_text((int64_t)v);
            assert_i64_text(-(int64_t)(v / 10));
        }
    for (unsigned bit = 0; bit < 64; bit++) {
        assert_u64_text(UINT64_MAX >> bit);
        assert_u64_text(UINT64_C(1) << bit);
        assert_i64_text((int64_t)(UINT64_MAX << bit));
    }
    assert_i64_text(INT64_MIN);
    assert_i64_text(INT64_MAX);
}

static void eight_digits_are_right_for_all_fours_in_both_places(void **state)
{
    (void)state;
    for (uint32_t high = 0; high < 10000; high++) {
        uint32_t v = high * 10000 + (9999 - high);
        uint64_t digits = ws_word_digits(v);
        for (int i = 7; i >= 0; i--, v /= 10)
            assert_int_equal(digits >> 8 * i & 0xff, v % 10);
    }
}

static void fixed_width_pads_and_keeps_the_last_digits(void **state)
{
    (void)state;
    static const struct {
        uint64_t v;
        unsigned width;
        const char *text;
    } cases[] = {
        {0, 0, ""},
        {0, 1, "0"},
        {7, 2, "07"},
        {42, 9, "000000042"},
        {123456789, 9, "123456789"},
        {12345678, 8, "12345678"},
        {1234567, 8, "01234567"},
        {123456, 6, "123456"},
        {1234567, 6, "234567"},
        {UINT64_MAX, 20, "18446744073709551615"},
        {1, 20, "00000000000000000001"},
        {UINT64_MAX, 3, "615"},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        char got[24];
        memset(got, '#', sizeof got);
        print_message("case: %s\n", cases[i].text);
        assert_int_equal(ws_u64_fixed(got, cases[i].v, cases[i].width), cases[i].width);
        assert_memory_equal(got, cases[i].text, cases[i].width);
        assert_int_equal(got[cases[i].width], '#');
    }
}

static void every_byte_is_two_hexadecimal_digits(void **state)
{
    (void)state;
    uint8_t bytes[256];
    char got[2 * sizeof bytes + 1], expected[3];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    got[sizeof got - 1] = '#';
    assert_int_equal(ws_hex_text(got, bytes, sizeof bytes), 2 * sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        snprintf(expected, sizeof expected, "%02x", (unsigned)i);
        assert_memory_equal(got + 2 * i, expected, 2);
    }
    assert_int_equal(got[sizeof got - 1], '#');
    assert_int_equal(ws_hex_text(got, NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_of_every_length_are_as_printf_writes_them),
        cmocka_unit_test(eight_digits_are_right_for_all_fours_in_both_places),
        cmocka_unit_test(fixed_width_pads_and_keeps_the_last_digits),
        cmocka_unit_test(every_byte_is_two_hexadecimal_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
