/* Numbers as people write them, and the word that was meant. */
#include "plugin/units.h"

#include "plugin/nearest.h"
#include "wirespeak/export.h"

#include "test.h"

struct number {
    const char *text;
    bool ok;
    uint64_t want;
};

static void check(const struct number *cases, size_t n, bool (*parse)(const char *, uint64_t *))
{
    for (size_t i = 0; i < n; i++) {
        uint64_t got = 0;
        print_message("case: '%s'\n", cases[i].text);
        assert_int_equal(parse(cases[i].text, &got), cases[i].ok);
        if (cases[i].ok)
            assert_true(got == cases[i].want);
    }
}

static void whole_numbers_are_decimal_or_hexadecimal(void **state)
{
    (void)state;
    static const struct number cases[] = {
        {"0", true, 0},
        {"6068", true, 6068},
        {"010", true, 10},
        {"0x1F", true, 31},
        {"18446744073709551615", true, UINT64_MAX},
        {"18446744073709551616", false, 0},
        {"", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"0x", false, 0},
        {"1.0", false, 0},
    };
    check(cases, WS_LEN(cases), ws_parse_uint);
}

static void sizes_take_powers_of_1024(void **state)
{
    (void)state;
    static const struct number cases[] = {
        {"0", true, 0},
        {"64k", true, 65536},
        {"4M", true, 4194304},
        {"3G", true, UINT64_C(3221225472)},
        {"17179869183G", true, UINT64_C(17179869183) << 30},
        {"17179869184G", false, 0},
        {"64K", false, 0},
        {"64kB", false, 0},
        {"k", false, 0},
        {"1.5k", false, 0},
    };
    check(cases, WS_LEN(cases), ws_parse_size);
}

static void times_take_units_and_fractions(void **state)
{
    (void)state;
    static const struct number cases[] = {
        {"5", true, 5000000000},
        {"5s", true, 5000000000},
        {"100ms", true, 100000000},
        {"1.5s", true, 1500000000},
        {"0.1ms", true, 100000},
        {"7us", true, 7000},
        {"9ns", true, 9},
        {"2m", true, UINT64_C(120000000000)},
        {"24h", true, UINT64_C(86400000000000)},
        {"300000000000000h", false, 0},
        {"5 s", false, 0},
        {"-5s", false, 0},
        {"s", false, 0},
        {"5d", false, 0},
        {"inf", false, 0},
        {"nan", false, 0},
        {"0x10s", false, 0},
    };
    check(cases, WS_LEN(cases), ws_parse_time);
}

static void amounts_are_written_in_their_largest_unit(void **state)
{
    (void)state;
    static const struct {
        enum ws_amount what;
        uint64_t v;
        const char *want;
    } cases[] = {
        {WS_AMOUNT_PLAIN, 65536, "65536"},
        {WS_AMOUNT_PLAIN, 0, "0"},
        {WS_AMOUNT_SIZE, 65536, "64k"},
        {WS_AMOUNT_SIZE, 65537, "65537"},
        {WS_AMOUNT_SIZE, UINT64_C(5) << 30, "5G"},
        {WS_AMOUNT_SIZE, 0, "0"},
        {WS_AMOUNT_TIME, 0, "0"},
        {WS_AMOUNT_TIME, 90000000000, "90s"},
        {WS_AMOUNT_TIME, 120000000000, "2m"},
        {WS_AMOUNT_TIME, UINT64_C(86400000000000), "24h"},
        {WS_AMOUNT_TIME, 1500000, "1500us"},
        {WS_AMOUNT_TIME, 7, "7ns"},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        char got[WS_AMOUNT_MAX];
        ws_format_amount(cases[i].what, cases[i].v, got);
        assert_string_equal(got, cases[i].want);
    }
}

static void yes_and_no_have_eight_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want; /* -1: refused */
    } cases[] = {
        {"true", 1}, {"yes", 1}, {"on", 1},    {"1", 1},  {"false", 0}, {"no", 0}, {"off", 0},
        {"0", 0},    {"", -1},   {"True", -1}, {"2", -1}, {"tru", -1},  {"y", -1}, {"on ", -1},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        bool got = false;
        print_message("case: '%s'\n", cases[i].text);
        assert_int_equal(ws_parse_bool(cases[i].text, &got), cases[i].want >= 0);
        if (cases[i].want >= 0)
            assert_int_equal(got, cases[i].want);
    }
}

static void the_nearest_word_is_the_one_that_was_meant(void **state)
{
    (void)state;
    static const char *const words[] = {"request_timeout", "max_message", "name", "t7"};
    static const struct {
        const char *word, *want;
    } cases[] = {
        {"request_timeot", "request_timeout"},
        {"requesttimeout", "request_timeout"},
        {"nmae", "name"},
        {"names", "name"},
        {"max_mesage", "max_message"},
        {"t8", "t7"},
        {"zzzz", NULL},
        {"", NULL},
        {"a_word_that_is_far_longer_than_all_words_that_anybody_would_ever_type_in", NULL},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        const char *got = ws_nearest(cases[i].word, words, WS_LEN(words));
        print_message("case: '%s'\n", cases[i].word);
        if (cases[i].want)
            assert_string_equal(got, cases[i].want);
        else
            assert_null(got);
    }
    assert_null(ws_nearest("x", words, 0));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_decimal_or_hexadecimal),
        cmocka_unit_test(sizes_take_powers_of_1024),
        cmocka_unit_test(times_take_units_and_fractions),
        cmocka_unit_test(amounts_are_written_in_their_largest_unit),
        cmocka_unit_test(yes_and_no_have_eight_words),
        cmocka_unit_test(the_nearest_word_is_the_one_that_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
