/* Times as text: expected values are of GNU date and Python's datetime. */
#include "output/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "test.h"
#include "wirespeak/export.h"

#define NS INT64_C(1795168800123456789) /* 2026-11-20T10:00:00.123456789Z */

static void assert_text(const char *got, size_t len, const char *wanted)
{
    char text[WS_TIME_MAX + 1];
    snprintf(text, sizeof(text), "%.*s", (int)len, got);
    assert_string_equal(text, wanted);
}

static const struct {
    int64_t second;
    uint32_t ns;
    const char *wanted;
} points[] = {
    {0, 0, "1970-01-01T00:00:00.000000000Z"},
    {-1, 999999999, "1969-12-31T23:59:59.999999999Z"},
    {951782400, 1, "2000-02-29T00:00:00.000000001Z"},
    {4107542399, 0, "2100-02-28T23:59:59.000000000Z"},
    {4107542400, 0, "2100-03-01T00:00:00.000000000Z"},
    {-62135596800, 0, "0001-01-01T00:00:00.000000000Z"},
    {253402300799, 0, "9999-12-31T23:59:59.000000000Z"},
    {253402300800, 0, "10000-01-01T00:00:00.000000000Z"},
    {0, UINT32_MAX, "1970-01-01T00:00:04.294967295Z"},
};

static void points_in_time_are_rfc_3339_with_nine_decimals(void **state)
{
    (void)state;
    char out[WS_TIME_MAX] = "";
    for (size_t i = 0; i < WS_LEN(points); i++) {
        size_t len = ws_time_rfc3339(out, points[i].second, points[i].ns);
        assert_text(out, len, points[i].wanted);
    }
}

static void a_clock_keeps_its_second_until_another_comes(void **state)
{
    (void)state;
    struct ws_clock clock = {0};
    char out[WS_TIME_MAX] = "";

    assert_text(out, ws_clock_rfc3339(&clock, out, -1), "1969-12-31T23:59:59.999999999Z");
    assert_text(out, ws_clock_rfc3339(&clock, out, NS), "2026-11-20T10:00:00.123456789Z");
    assert_text(out, ws_clock_rfc3339(&clock, out, NS + 1), "2026-11-20T10:00:00.123456790Z");
    assert_text(out, ws_clock_rfc3339(&clock, out, NS + 1000000000),
                "2026-11-20T10:00:01.123456789Z");
}

static const struct {
    enum ws_time_form form;
    unsigned digits;
    int64_t ns;
    const char *wanted;
} forms[] = {
    {WS_TIME_LOCAL, 6, NS, "05:00:00.123456"},
    {WS_TIME_UNSET, 6, NS, "05:00:00.123456"},
    {WS_TIME_DATE, 9, NS, "2026-11-20 05:00:00.123456789"},
    {WS_TIME_UTC, 3, NS, "10:00:00.123"},
    {WS_TIME_RELATIVE, 6, NS, "1.500000"},
    {WS_TIME_DELTA, 6, NS, "-0.250000"},
    {WS_TIME_DELTA, 9, NS + 250000000, "0.000000000"},
};

static void forms_of_t_are_local_relative_or_since_the_event_before(void **state)
{
    (void)state;
    struct ws_clock clock = {0};
    char out[WS_TIME_MAX] = "";

    setenv("TZ", "EST5", 1);
    tzset();
    ws_clock_start(&clock, NS - 1500000000);
    ws_clock_start(&clock, NS); /* the first one counts */
    assert_text(out, ws_clock_text(&clock, out, WS_TIME_DELTA, NS, 1), "0.0");
    ws_clock_step(&clock, NS + 250000000);
    for (size_t i = 0; i < WS_LEN(forms); i++) {
        size_t len = ws_clock_text(&clock, out, forms[i].form, forms[i].ns, forms[i].digits);
        assert_text(out, len, forms[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_in_time_are_rfc_3339_with_nine_decimals),
        cmocka_unit_test(a_clock_keeps_its_second_until_another_comes),
        cmocka_unit_test(forms_of_t_are_local_relative_or_since_the_event_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
