/* JSON text: strings against Python's, numbers, and that whatever comes in stays JSON. */
#include "output/json_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>

#include "message/text.h"
#include "wirespeak/export.h"

#include "json_strings.h"
#include "test.h"

enum { BUF_MAX = 1 << 20 };

static void assert_text(const struct ws_buf *buf, const char *text)
{
    assert_false(buf->failed);
    if (buf->len != strlen(text) || memcmp(buf->data, text, buf->len) != 0)
        fail_msg("got %.*s, expected %s", (int)buf->len, (const char *)buf->data, text);
}

static void strings_are_what_python_makes_of_them(void **state)
{
    (void)state;
    struct ws_buf buf;

    ws_buf_init(&buf, BUF_MAX);
    for (size_t i = 0; i < WS_LEN(json_strings); i++) {
        ws_buf_reset(&buf);
        ws_json_string(&buf, (const uint8_t *)json_strings[i].in, json_strings[i].n_in,
                       json_strings[i].charset);
        assert_false(buf.failed);
        if (buf.len != json_strings[i].n_out || memcmp(buf.data, json_strings[i].out, buf.len) != 0)
            fail_msg("row %zu: got %.*s, expected %s", i, (int)buf.len, (const char *)buf.data,
                     json_strings[i].out);
    }
    ws_buf_free(&buf);
}

/* Plain bytes around one special one, all lengths and places; source and result end with their
 * memory. */
static void a_special_byte_is_seen_at_every_place(void **state)
{
    (void)state;
    static const struct {
        uint8_t byte;
        const char *text;
    } specials[] = {{'"', "\\\""},          {'\\', "\\\\"}, {0x1f, "\\u001f"}, {'\n', "\\n"},
                    {0x80, "\xef\xbf\xbd"}, {'!', "!"},     {'[', "["},        {']', "]"},
                    {0x7f, "\x7f"}};

    for (size_t len = 1; len < 45; len++)
        for (size_t k = 0; k < len * WS_LEN(specials); k++) {
            size_t at = k / WS_LEN(specials), s = k % WS_LEN(specials);
            uint8_t *bytes = malloc(len);
            char expected[64];
            struct ws_buf buf;
            assert_non_null(bytes);
            for (size_t i = 0; i < len; i++)
                bytes[i] = (uint8_t)('0' + i);
            snprintf(expected, sizeof expected, "\"%.*s%s%.*s\"", (int)at, (const char *)bytes,
                     specials[s].text, (int)(len - at - 1), (const char *)bytes + at + 1);
            bytes[at] = specials[s].byte;
            ws_buf_init(&buf, BUF_MAX);
            ws_json_string(&buf, bytes, len, WS_UTF8);
            assert_text(&buf, expected);
            ws_buf_free(&buf);
            free(bytes);
        }
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* Half of the bytes are printable, the others anything: long and short runs of all kinds. */
static size_t random_bytes(uint8_t *out, size_t max, uint64_t *random)
{
    size_t n = next_random(random) >> 32 & (max - 1);
    for (size_t i = 0; i < n; i++) {
        uint64_t r = next_random(random) >> 20;
        out[i] = (uint8_t)(r & 0x100 ? r : 0x20 + r % 0x5f);
    }
    return n;
}

static void assert_strict_json_string(struct ws_buf *buf)
{
    assert_false(buf->failed);
    assert_true(ws_utf8_valid(buf->data, buf->len));
    for (size_t i = 0; i < buf->len; i++)
        assert_true(buf->data[i] >= 0x20);
    ws_buf_byte(buf, '\0');
    cJSON *json = cJSON_ParseWithOpts((const char *)buf->data, NULL, true);
    if (!json || !cJSON_IsString(json))
        fail_msg("no JSON string: %s", (const char *)buf->data);
    cJSON_Delete(json);
}

static void random_bytes_always_give_json(void **state)
{
    (void)state;
    static const enum ws_charset charsets[] = {WS_UTF8, WS_ASCII, WS_LATIN1};
    uint64_t random = 11;
    struct ws_buf buf;

    ws_buf_init(&buf, BUF_MAX);
    for (int i = 0; i < 30000; i++) {
        uint8_t bytes[256];
        size_t n = random_bytes(bytes, sizeof bytes, &random);
        ws_buf_reset(&buf);
        ws_json_string(&buf, bytes, n, charsets[i % 3]);
        assert_strict_json_string(&buf);
    }
    ws_buf_free(&buf);
}

/* Escapes only: the text is six times as long as its source, which the buffer cannot foresee. */
static void long_strings_grow_the_buffer(void **state)
{
    (void)state;
    enum { N = 20000 };
    uint8_t *bytes = calloc(N, 1);
    struct ws_buf buf;

    assert_non_null(bytes);
    ws_buf_init(&buf, BUF_MAX);
    ws_json_string(&buf, bytes, N, WS_UTF8);
    assert_false(buf.failed);
    assert_int_equal(buf.len, 6 * N + 2);
    for (size_t i = 0; i < N; i++)
        assert_memory_equal(buf.data + 1 + 6 * i, "\\u0000", 6);
    free(bytes);
    ws_buf_free(&buf);
}

static void a_full_buffer_fails_and_is_never_passed(void **state)
{
    (void)state;
    static const uint8_t bytes[] =
        "a\"b\x01\x80\xc3\xa4 and some more text, \n\n\n\n\n\n\n\n\n\n\n\n";

    for (size_t max = 0; max < 200; max++) {
        struct ws_buf buf;
        ws_buf_init(&buf, max);
        ws_json_string(&buf, bytes, sizeof bytes, WS_UTF8);
        ws_json_double(&buf, -1.5);
        ws_json_double(&buf, HUGE_VAL);
        ws_json_i64(&buf, INT64_MIN, WS_INT64_AUTO);
        ws_json_hex(&buf, bytes, 3);
        assert_true(buf.len <= max);
        assert_true(buf.failed || max > 100);
        assert_true(!buf.failed || max < 180);
        ws_buf_free(&buf);
    }
}

static void integers_beyond_2_to_the_53_are_strings(void **state)
{
    (void)state;
    static const struct {
        int64_t v;
        enum ws_int64_mode mode;
        const char *text;
    } cases[] = {
        {0, WS_INT64_AUTO, "0"},
        {-1, WS_INT64_AUTO, "-1"},
        {9007199254740991, WS_INT64_AUTO, "9007199254740991"},
        {9007199254740992, WS_INT64_AUTO, "9007199254740992"},
        {9007199254740993, WS_INT64_AUTO, "\"9007199254740993\""},
        {-9007199254740992, WS_INT64_AUTO, "-9007199254740992"},
        {-9007199254740993, WS_INT64_AUTO, "\"-9007199254740993\""},
        {INT64_MIN, WS_INT64_AUTO, "\"-9223372036854775808\""},
        {INT64_MAX, WS_INT64_AUTO, "\"9223372036854775807\""},
        {0, WS_INT64_STRING, "\"0\""},
        {-12, WS_INT64_STRING, "\"-12\""},
        {INT64_MIN, WS_INT64_NUMBER, "-9223372036854775808"},
    };
    struct ws_buf buf;

    ws_buf_init(&buf, BUF_MAX);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        ws_buf_reset(&buf);
        ws_json_i64(&buf, cases[i].v, cases[i].mode);
        assert_text(&buf, cases[i].text);
        if (cases[i].v < 0)
            continue;
        ws_buf_reset(&buf);
        ws_json_u64(&buf, (uint64_t)cases[i].v, cases[i].mode);
        assert_text(&buf, cases[i].text);
    }
    ws_buf_reset(&buf);
    ws_json_u64(&buf, UINT64_MAX, WS_INT64_AUTO);
    ws_json_u64(&buf, UINT64_MAX, WS_INT64_NUMBER);
    assert_text(&buf, "\"18446744073709551615\"18446744073709551615");
    ws_buf_free(&buf);
}

static void doubles_are_numbers_or_words(void **state)
{
    (void)state;
    static const struct {
        double v;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},
        {-0.0, "-0.0"},
        {5, "5.0"},
        {1e16, "1e+16"},
        {1e-5, "1e-05"},
        {0.1f, "0.10000000149011612"},
        {NAN, "\"NaN\""},
        {-NAN, "\"NaN\""},
        {HUGE_VAL, "\"Infinity\""},
        {-HUGE_VAL, "\"-Infinity\""},
    };
    struct ws_buf buf;

    ws_buf_init(&buf, BUF_MAX);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        ws_buf_reset(&buf);
        ws_json_double(&buf, cases[i].v);
        assert_text(&buf, cases[i].text);
    }
    ws_buf_free(&buf);
}

static void hex_is_quoted_and_lower_case(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x0f, 0xab, 0xff};
    struct ws_buf buf;

    ws_buf_init(&buf, BUF_MAX);
    ws_json_hex(&buf, bytes, sizeof bytes);
    ws_json_hex(&buf, NULL, 0);
    assert_text(&buf, "\"000fabff\"\"\"");
    ws_json_hex(&buf, bytes, SIZE_MAX);
    assert_true(buf.failed);
    ws_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_what_python_makes_of_them),
        cmocka_unit_test(a_special_byte_is_seen_at_every_place),
        cmocka_unit_test(random_bytes_always_give_json),
        cmocka_unit_test(long_strings_grow_the_buffer),
        cmocka_unit_test(a_full_buffer_fails_and_is_never_passed),
        cmocka_unit_test(integers_beyond_2_to_the_53_are_strings),
        cmocka_unit_test(doubles_are_numbers_or_words),
        cmocka_unit_test(hex_is_quoted_and_lower_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
