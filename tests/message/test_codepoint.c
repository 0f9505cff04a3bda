/* Single characters in UTF-8, and texts below 0x80. */
#include "message/codepoint.h"

#include <string.h>

#include "test.h"

static void characters_at_the_bounds_of_each_length_are_written_and_read(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        const char *utf8; /* RFC 3629 section 3 */
    } cases[] = {
        {0x7f, "\x7f"},
        {0x80, "\xc2\x80"},
        {0x7ff, "\xdf\xbf"},
        {0x800, "\xe0\xa0\x80"},
        {0xffff, "\xef\xbf\xbf"},
        {0x10000, "\xf0\x90\x80\x80"},
        {0x10ffff, "\xf4\x8f\xbf\xbf"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t len = strlen(cases[i].utf8);
        uint8_t out[4];
        uint32_t c;
        assert_int_equal(ws_utf8_put(out, cases[i].c), len);
        assert_memory_equal(out, cases[i].utf8, len);
        assert_int_equal(ws_utf8_take(out, len, &c), len);
        assert_int_equal(c, cases[i].c);
    }
}

static void one_byte_from_0x80_on_is_no_ascii_wherever_it_stands(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 40; len++) {
        uint8_t *text = test_malloc(len + !len); /* reading past the end is seen */
        memset(text, 0x7f, len + !len);
        assert_true(ws_ascii_valid(text, len));
        for (size_t at = 0; at < len; at++) {
            text[at] = 0x80;
            assert_false(ws_ascii_valid(text, len));
            text[at] = 0;
        }
        test_free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_at_the_bounds_of_each_length_are_written_and_read),
        cmocka_unit_test(one_byte_from_0x80_on_is_no_ascii_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
