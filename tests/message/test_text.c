/* Strict UTF-8 against its definition by code points. */
#include "message/text.h"

#include <stdlib.h>
#include <string.h>

#include "wirespeak/export.h"

#include "test.h"

/* RFC 3629 from the other side: the bytes of a code point, 0 for a surrogate or one too large. */
static size_t encode(uint8_t *out, uint32_t c)
{
    static const uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (uint8_t)(0x80 | (c & 0x3f));
    out[0] = (uint8_t)(marks[n] | c);
    return n;
}

/* Is this what encode would give for the code point that the bytes' low bits spell? */
static bool is_character(const uint8_t *p, size_t len)
{
    static const uint8_t masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint8_t again[4];
    uint32_t c = p[0] & masks[len];

    for (size_t i = 1; i < len; i++)
        c = c << 6 | (p[i] & 0x3f);
    return encode(again, c) == len && memcmp(again, p, len) == 0;
}

/* Is there a character that begins with these bytes, of which the last is no first byte? */
static bool starts_a_character(const uint8_t *p, size_t len)
{
    if (p[0] < 0xc0 || (p[len - 1] & 0xc0) != 0x80)
        return false;
    for (size_t n = len + 1; n <= 4; n++)
        for (uint8_t next = 0x80; next < 0xc0; next++) {
            uint8_t whole[4] = {0, 0, 0x80, 0x80};
            memcpy(whole, p, len);
            whole[len] = next;
            if (is_character(whole, n))
                return true;
        }
    return false;
}

/* What ws_utf8_next must answer, from the definition of the maximal subpart. */
static int expected_next(const uint8_t *p, size_t len)
{
    for (size_t n = 1; n <= 4 && n <= len; n++)
        if (is_character(p, n))
            return (int)n;
    int subpart = 1;
    for (size_t n = 2; n <= 3 && n <= len; n++)
        if (starts_a_character(p, n))
            subpart = (int)n;
    return -subpart;
}

static void every_code_point_is_a_character(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        uint8_t bytes[4];
        size_t n = encode(bytes, c);
        if (n == 0)
            continue;
        assert_int_equal(ws_utf8_next(bytes, n), n);
        assert_true(ws_utf8_valid(bytes, n));
        if (n > 1)
            assert_false(ws_utf8_valid(bytes, n - 1));
    }
}

static void bytes_of_all_kinds_are_split_at_maximal_subparts(void **state)
{
    (void)state;
    static const uint8_t kinds[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                    0x9f, 0xa0, 0xbf, 0xc2, 0xff};

    for (unsigned first = 0; first < 0x100; first++)
        for (unsigned second = 0; second < 0x100; second++)
            for (size_t k = 0; k < WS_LEN(kinds) * WS_LEN(kinds); k++) {
                const uint8_t bytes[4] = {(uint8_t)first, (uint8_t)second, kinds[k / WS_LEN(kinds)],
                                          kinds[k % WS_LEN(kinds)]};
                for (size_t len = k == 0 ? 1 : 4; len <= 4; len++)
                    if (ws_utf8_next(bytes, len) != expected_next(bytes, len))
                        fail_msg("%02x %02x %02x %02x, %zu bytes: %d", bytes[0], bytes[1], bytes[2],
                                 bytes[3], len, ws_utf8_next(bytes, len));
            }
}

/* In memory of its own size, so that tools see a read past the end. */
static void one_bad_byte_is_seen_at_every_place(void **state)
{
    (void)state;
    for (size_t len = 1; len < 70; len++) {
        uint8_t *bytes = malloc(len);
        assert_non_null(bytes);
        memset(bytes, 'a', len);
        assert_true(ws_utf8_valid(bytes, len));
        for (size_t i = 0; i < len; i++) {
            bytes[i] = 0x80;
            assert_false(ws_utf8_valid(bytes, len));
            bytes[i] = 0xf0;
            assert_false(ws_utf8_valid(bytes, len));
            bytes[i] = 'a';
        }
        free(bytes);
    }
    assert_true(ws_utf8_valid(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_a_character),
        cmocka_unit_test(bytes_of_all_kinds_are_split_at_maximal_subparts),
        cmocka_unit_test(one_bad_byte_is_seen_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
