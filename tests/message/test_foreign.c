/* Rows for what other programs' memory holds: unions, arrays in arrays, labels, wide texts, x87
 * reals. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "message/charset.h"
#include "message/decode.h"
#include "message/json_write.h"
#include "message/render.h"
#include "message/scan.h"
#include "message/x87.h"
#include "wirespeak/err.h"

#include "test.h"

// clang-format off

TEST_TABLE(members, { .key = "low", .type = WS_BITS, .bits = 3, .unit_len = 1, .flags = WS_LITTLE }, { .type = WS_BITS, .bits = 5, .flags = WS_LITTLE },
    { .key = "half", .type = WS_U16, .flags = WS_LITTLE }, { .key = "whole", .type = WS_U32 }, { .type = WS_BYTES, .len = 5 });
TEST_TABLE(in_union, { .key = "u", .type = WS_STRUCT, .table = &members, .flags = WS_OVERLAID }, { .key = "n", .type = WS_U8 });
TEST_TABLE(unions, { .key = "u", .type = WS_STRUCT, .table = &members, .flags = WS_OVERLAID, .repeat = WS_TIMES, .count = 2 });
TEST_TABLE(row_of_two, { .key = "m", .type = WS_NUMBERS, .element = WS_I8, .repeat = WS_TIMES, .count = 2 });
TEST_TABLE(rows_of_two, { .key = "m", .type = WS_STRUCT, .table = &row_of_two, .flags = WS_UNWRAPPED, .repeat = WS_TIMES, .count = 2 });
TEST_TABLE(deep, { .key = "m", .type = WS_STRUCT, .table = &rows_of_two, .flags = WS_UNWRAPPED, .repeat = WS_TIMES, .count = 1 }, { .key = "n", .type = WS_U8 });
TEST_TABLE(label, { .key = "form", .type = WS_LABEL, .label = "A" }, { .key = "n", .type = WS_U8 });
TEST_TABLE(foreign, { .key = "T \303\244", .type = WS_U8, .flags = WS_FOREIGN_KEY });
#define TEXT(n, set, how) { .key = "t", .type = WS_TEXT, .len = (n), .charset = (set), .flags = WS_HEX_INSIDE | (how) }
TEST_TABLE(utf8, TEXT(4, WS_UTF8, WS_CUT_AT_NUL)); TEST_TABLE(windows, TEXT(3, WS_CP1252, WS_CUT_AT_NUL)); TEST_TABLE(utf16, TEXT(6, WS_UTF16_LE, WS_CUT_AT_NUL));
TEST_TABLE(utf16_be, TEXT(4, WS_UTF16_BE, 0)); TEST_TABLE(utf32, TEXT(8, WS_UTF32_LE, WS_CUT_AT_NUL));
TEST_TABLE(flag_of_two, { .key = "b", .type = WS_BITS, .bits = 2, .unit_len = 1, .flags = WS_LITTLE | WS_AS_BOOL }, { .type = WS_BITS, .bits = 6, .flags = WS_LITTLE });
TEST_TABLE(x87, { .key = "x", .type = WS_X87, .len = 12 });

static const struct { const struct ws_table *table; const char *hex, *json, *again; } cases[] = {
    {&in_union, "0d01020304 07", "{\"u\":{\"low\":5,\"half\":269,\"whole\":218169859},\"n\":7}", "050000000007"},
    {&unions, "0100000000 0200000000", "{\"u\":[{\"low\":1,\"half\":1,\"whole\":16777216},{\"low\":2,\"half\":2,\"whole\":33554432}]}", "01000000000200000000"},
    {&deep, "01ff0203 09", "{\"m\":[[[1,-1],[2,3]]],\"n\":9}", "01ff020309"},
    {&label, "05", "{\"form\":\"A\",\"n\":5}", "05"}, {&foreign, "05", "{\"T \303\244\":5}", "05"},
    {&utf8, "41006263", "{\"t\":\"A\"}", "41000000"}, {&utf8, "ff410062", "{\"t\":{\"hex\":\"ff41\"}}", "ff410000"}, {&utf8, "00000000", "{\"t\":\"\"}", "00000000"},
    {&windows, "80e400", "{\"t\":\"\342\202\254\303\244\"}", "80e400"}, {&windows, "4181ff", "{\"t\":{\"hex\":\"4181ff\"}}", "4181ff"},
    {&utf16, "3dd800de0000", "{\"t\":\"\360\237\230\200\"}", "3dd800de0000"}, {&utf16, "00d841000000", "{\"t\":{\"hex\":\"00d84100\"}}", "00d841000000"}, {&utf16, "410000004200", "{\"t\":\"A\"}", "410000000000"},
    {&utf16_be, "d83dde00", "{\"t\":\"\360\237\230\200\"}", "d83dde00"}, {&utf16_be, "fefffeff", "{\"t\":\"\357\273\277\357\273\277\"}", "fefffeff"},
    {&utf32, "00f6010000000000", "{\"t\":\"\360\237\230\200\"}", "00f6010000000000"}, {&utf32, "00d8000000000000", "{\"t\":{\"hex\":\"00d80000\"}}", "00d8000000000000"}, {&utf32, "0000110000000000", "{\"t\":{\"hex\":\"00001100\"}}", "0000110000000000"},
    {&flag_of_two, "fe", "{\"b\":true}", "01"}, {&flag_of_two, "fc", "{\"b\":false}", "00"},
    {&x87, "0000000000000080ff3fabcd", "{\"x\":1}", "0000000000000080ff3f0000"}, {&x87, "0000000000000080ffff0000", "{\"x\":\"-Infinity\"}", "0000000000000080ffff0000"},
};

static const struct { const struct ws_table *table; const char *json, *bytes; } given[] = {
    {&in_union, "{\"u\":{\"half\":258,\"whole\":1}}", "020100000000"}, {&in_union, "{\"u\":{\"whole\":1}}", "000000010000"}, {&in_union, "{}", "000000000000"}, {&in_union, "{\"u\":{\"other\":1}}", "u.other: there is no such field here"},
    {&deep, "{\"m\":[[[1]]]}", "0100000000"}, {&deep, "{\"m\":[[[1,2,3]]]}", "m.0.0: 3 numbers where 2 have room"}, {&deep, "{\"m\":[5]}", NULL},
    {&label, "{\"n\":1}", "01"}, {&label, "{\"form\":\"B\"}", "form: it is A here"}, {&windows, "{\"t\":\"\302\200\"}", "t: U+0080 has no place in Windows-1252"},
    {&utf16, "{\"t\":\"\360\237\230\200\360\237\230\200\"}", "t: 8 bytes where 6 have room"}, {&utf8, "{\"t\":{\"hex\":\"f\"}}", "t: an even number of hex digits is needed"}, {&utf8, "{\"t\":{}}", NULL},
};

// clang-format on

static void rows_are_read_and_written_again(void **state)
{
    (void)state;
    char json[TEST_TEXT], faults[TEST_TEXT], bytes[TEST_TEXT];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(cases); i++) {
        test_decode(cases[i].table, cases[i].hex, json, faults);
        wrong += !test_same(cases[i].hex, json, cases[i].json);
        wrong += !test_same(cases[i].hex, faults, "");
        test_encode(cases[i].table, cases[i].json, NULL, bytes);
        wrong += !test_same(cases[i].json, bytes, cases[i].again);
    }
    assert_int_equal(wrong, 0);
}

static void what_is_given_is_written_or_refused(void **state)
{
    (void)state;
    char bytes[TEST_TEXT];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(given); i++) {
        test_encode(given[i].table, given[i].json, NULL, bytes);
        if (given[i].bytes)
            wrong += !test_same(given[i].json, bytes, given[i].bytes);
        else
            wrong += strspn(bytes, "0123456789abcdef") == strlen(bytes);
    }
    assert_int_equal(wrong, 0);
}

/** Each character of each set, one by one; what the set lacks, too. */
static void characters_come_back(void **state)
{
    (void)state;
    for (int set = WS_UTF8; set <= WS_UTF32_LE; set++) {
        size_t n = 0;
        for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 17) {
            uint8_t bytes[4];
            uint32_t back;
            size_t at = 0, len = ws_charset_put((enum ws_charset)set, bytes, c);
            if ((c >= 0xd800 && c <= 0xdfff) || len == 0)
                continue;
            n++;
            assert_true(
                ws_charset_take((enum ws_charset)set, (struct ws_bytes){bytes, len}, &at, &back));
            assert_int_equal(back, c);
            assert_int_equal(at, len);
        }
        assert_true(set == WS_ASCII ? n == 128 : set == WS_LATIN1 ? n == 256 : n > 250);
    }
}

/** The compiler's own long double, where it is that of the x87. */
static void extended_reals_are_those_of_the_compiler(void **state)
{
    (void)state;
#if LDBL_MANT_DIG == 64
    struct test_random {
        uint64_t v;
    } r = {88172645463325252u};
    for (int i = 0; i < 200000; i++) {
        uint8_t bytes[16] = {0}, back[WS_X87_LEN];
        long double x;
        r.v ^= r.v << 13;
        r.v ^= r.v >> 7;
        r.v ^= r.v << 17;
        uint64_t m = r.v | UINT64_C(1) << 63;
        unsigned e =
            i % 3 ? 16383u - 1100 + (unsigned)(r.v >> 11) % 2200 : (unsigned)(r.v >> 20) & 0x7fff;
        ws_store_le(bytes, 8, i % 5 ? m : ((m & ~UINT64_C(0x7ff)) | (i % 2 ? 0x400 : 0)));
        ws_store_le(bytes + 8, 2, (e == 0x7fff ? 1 : e ? e : 1) | (r.v & 1) << 15);
        memcpy(&x, bytes, sizeof(x));
        double want = (double)x, got = ws_x87_real(bytes);
        uint64_t want_bits, got_bits;
        memcpy(&want_bits, &want, sizeof(want));
        memcpy(&got_bits, &got, sizeof(got));
        if (want_bits != got_bits)
            fail_msg("%La: %a, expected %a", x, got, want);
        x = (long double)want;
        ws_x87_bytes(back, want);
        assert_memory_equal(back, &x, WS_X87_LEN);
    }
#endif
    const uint8_t nan[] = {1, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0x7f};
    assert_true(isnan(ws_x87_real(nan)));
}

/* Text, and how Python writes its value again. */
static const struct {
    const char *text, *again;
    bool lossy;
} texts[] = {
    {"{\"a\":[1,2.0,\"\303\244\\ud83d\\ude00\\u0000\\t\\\"\"]}",
     "{\"a\": [1, 2.0, \"\\u00e4\\ud83d\\ude00\\u0000\\t\\\"\"]}", false},
    {"[NaN,Infinity,-Infinity]", "[NaN, Infinity, -Infinity]", true},
    {"[1e999]", "[Infinity]", true},
    {"[18446744073709551616,-9223372036854775809,9007199254740993,9007199254740992]",
     "[18446744073709551616, -9223372036854775809, 9007199254740993, 9007199254740992]", true},
    {"9007199254740992", "9007199254740992", false},
    {"{\"a\":1,\"b\":{},\"a\":[]}", "{\"b\": {}, \"a\": []}", true},
    {"\"\\udc00\"", "\"\\ufffd\"", true},
    {"[1e16,1e-7,0.1,-0.0,5e-324,true,null]", "[1e+16, 1e-07, 0.1, -0.0, 5e-324, true, null]",
     false},
};

static void json_is_written_as_python_does(void **state)
{
    (void)state;
    struct ws_out out, again;
    struct ws_buf text;
    char why[WS_JSON_WHY_MAX];
    unsigned flags = WS_JSON_NAN_WORDS | WS_JSON_EXACT;
    size_t wrong = 0;
    bool lossy;

    ws_out_init(&out);
    ws_out_init(&again);
    ws_buf_init(&text, TEST_TEXT);
    for (size_t i = 0; i < WS_LEN(texts); i++) {
        struct ws_bytes in = {(const uint8_t *)texts[i].text, strlen(texts[i].text)};
        ws_out_reset(&out);
        assert_int_equal(ws_json_scan_value(&out, NULL, in, flags, &lossy, why), 0);
        wrong += lossy != texts[i].lossy;
        ws_buf_reset(&text);
        assert_true(ws_json_write(&text, out.nodes));
        ws_buf_byte(&text, '\0');
        wrong += !test_same(texts[i].text, (const char *)text.data, texts[i].again);
        in = (struct ws_bytes){text.data, text.len - 1};
        assert_int_equal(ws_json_scan(&again, in, flags, why), 0);
        wrong += !ws_json_same(out.nodes, again.nodes);
    }
    assert_int_equal(wrong, 0);
    ws_out_free(&out);
    ws_out_free(&again);
    ws_buf_free(&text);
}

static void keys_that_stand_twice_are_refused_where_asked(void **state)
{
    (void)state;
    const char *text = "{\"a\":{\"b\":1},\"c\":{\"d\":1,\"d\":2}}";
    struct ws_out out;
    char why[WS_JSON_WHY_MAX];

    ws_out_init(&out);
    assert_int_equal(ws_json_scan(&out, (struct ws_bytes){(const uint8_t *)text, strlen(text)},
                                  WS_JSON_ONCE, why),
                     WS_E_MALFORMED);
    assert_string_equal(why, "a key that stands twice at byte 19");
    ws_out_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_and_written_again),
        cmocka_unit_test(what_is_given_is_written_or_refused),
        cmocka_unit_test(characters_come_back),
        cmocka_unit_test(extended_reals_are_those_of_the_compiler),
        cmocka_unit_test(json_is_written_as_python_does),
        cmocka_unit_test(keys_that_stand_twice_are_refused_where_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
