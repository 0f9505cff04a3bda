/* Bytes to values: numbers, bits, slices, times, and what a row may say of itself. */
#include "message/decode.h"

#include <stdio.h>
#include <string.h>

#include "message/render.h"

#include "test.h"

// clang-format off

#define AT(i, what, v) .when = { WS_ROW(i), (what), (v) }
#define NUMBER(t) { .key = "be", .type = (t) }, { .key = "le", .type = (t), .flags = WS_LITTLE }

TEST_TABLE(u8, NUMBER(WS_U8));   TEST_TABLE(u16, NUMBER(WS_U16)); TEST_TABLE(u24, NUMBER(WS_U24));
TEST_TABLE(u32, NUMBER(WS_U32)); TEST_TABLE(u40, NUMBER(WS_U40)); TEST_TABLE(u48, NUMBER(WS_U48));
TEST_TABLE(u56, NUMBER(WS_U56)); TEST_TABLE(u64, NUMBER(WS_U64));
TEST_TABLE(i8, NUMBER(WS_I8));   TEST_TABLE(i16, NUMBER(WS_I16)); TEST_TABLE(i24, NUMBER(WS_I24));
TEST_TABLE(i32, NUMBER(WS_I32)); TEST_TABLE(i40, NUMBER(WS_I40)); TEST_TABLE(i48, NUMBER(WS_I48));
TEST_TABLE(i56, NUMBER(WS_I56)); TEST_TABLE(i64, NUMBER(WS_I64));
TEST_TABLE(f32, NUMBER(WS_F32)); TEST_TABLE(f64, NUMBER(WS_F64)); TEST_TABLE(bool8, NUMBER(WS_BOOL8));

#define BITS(name, n) { .key = name, .type = WS_BITS, .bits = (n) }
#define UNIT(name, n, bytes) { .key = name, .type = WS_BITS, .bits = (n), .unit_len = (bytes) }
#define LOW(name, n, bytes, more) { .key = name, .type = WS_BITS, .bits = (n), .unit_len = (bytes), .flags = WS_LITTLE | (more) }
TEST_TABLE(bits, UNIT("a", 4, 2), BITS("b", 12), { .key = "c", .type = WS_BITS, .bits = 1, .unit_len = 1, .flags = WS_AS_BOOL },
    { .type = WS_BITS, .bits = 3 }, { .key = "d", .type = WS_BITS, .bits = 4, .flags = WS_SIGNED });
TEST_TABLE(low_bits, LOW("a", 4, 2, 0), LOW("b", 12, 0, 0));
/* struct {uint8_t a:3, b:5; uint16_t c:12, d:6; int32_t e:7; uint32_t f:25}, as gcc lays it */
#define SPARE(n) { .type = WS_BITS, .bits = (n), .flags = WS_LITTLE }
TEST_TABLE(c_bits, LOW("a", 3, 1, 0), LOW("b", 5, 0, 0), { .type = WS_ALIGN, .len = 2 }, LOW("c", 12, 2, 0), SPARE(4),
    LOW("d", 6, 4, 0), LOW("e", 7, 0, WS_SIGNED), SPARE(19), LOW("f", 25, 4, 0), SPARE(7));
TEST_TABLE(bits_64, UNIT("all", 64, 8), LOW("low", 1, 8, WS_AS_BOOL), LOW("high", 63, 0, WS_SIGNED));

TEST_TABLE(constants, { .key = "u", .type = WS_U16, .flags = WS_CONSTANT, .value = 0x880c, .mismatch = WS_BAD_VALUE },
    { .key = "i", .type = WS_I16, .flags = WS_CONSTANT, .value = -2 }, { .type = WS_U8, .flags = WS_CONSTANT },
    { .key = "f", .type = WS_F32, .flags = WS_CONSTANT, .value = 1 }, { .key = "z", .type = WS_BYTES, .len = 2, .flags = WS_CONSTANT, .mismatch = WS_CODE(3) });
TEST_TABLE(constant_bits, { .key = "a", .type = WS_BITS, .bits = 4, .unit_len = 1, .flags = WS_CONSTANT, .value = 5, .mismatch = WS_CODE(0) }, BITS("b", 4));

TEST_TABLE(bytes_4, { .key = "b", .type = WS_BYTES, .len = 4 });
TEST_TABLE(bytes_rest, { .key = "n", .type = WS_U8 }, { .key = "b", .type = WS_BYTES });
#define TEXT(name, n, set, how) { .key = name, .type = WS_TEXT, .len = (n), .charset = (set), .flags = (how) }
TEST_TABLE(text_fixed, TEXT("t", 4, WS_UTF8, 0));
TEST_TABLE(text_ended, TEXT("t", 0, WS_UTF8, WS_NUL_ENDED), { .key = "n", .type = WS_U8 });
TEST_TABLE(text_cut, TEXT("t", 6, WS_UTF8, WS_CUT_AT_NUL));
TEST_TABLE(text_stripped, TEXT("t", 6, WS_LATIN1, WS_STRIPPED));
TEST_TABLE(text_ascii, TEXT("t", 3, WS_ASCII, 0));
TEST_TABLE(text_latin1, TEXT("t", 3, WS_LATIN1, 0));
#define PREFIXED(name, n, how) { .key = name, .type = WS_TEXT, .prefix = (n), .flags = (how) }
TEST_TABLE(prefixed_be, PREFIXED("one", 1, 0), PREFIXED("two", 2, 0), PREFIXED("four", 4, 0));
TEST_TABLE(prefixed_le, PREFIXED("one", 1, WS_LITTLE), PREFIXED("two", 2, WS_LITTLE), PREFIXED("four", 4, WS_LITTLE));
TEST_TABLE(mac, { .key = "six", .type = WS_MAC, .len = 6 }, { .key = "eight", .type = WS_MAC });
TEST_TABLE(ip, { .key = "four", .type = WS_IP, .len = 4 }, { .key = "six", .type = WS_IP, .len = 16 });
TEST_TABLE(ip_any, { .key = "a", .type = WS_IP });
TEST_TABLE(prefix_4, { .key = "bits", .type = WS_U8 },
    { .key = "net", .type = WS_IP, .len = 4, .flags = WS_LEN_BITS, .len_from = WS_ROW(0), AT(0, WS_NOT_EQUAL, 0) });
TEST_TABLE(prefix_6, { .key = "bits", .type = WS_U8 }, { .key = "net", .type = WS_IP, .len = 16, .flags = WS_LEN_BITS, .len_from = WS_ROW(0) });
TEST_TABLE(bit_string, { .key = "bits", .type = WS_U16 }, { .key = "b", .type = WS_BYTES, .flags = WS_LEN_BITS, .len_from = WS_ROW(0) });
TEST_TABLE(align, { .key = "t", .type = WS_TEXT, .prefix = 1 }, { .type = WS_ALIGN, .len = 4 }, { .key = "n", .type = WS_U8, .flags = WS_IF_ANY });

TEST_TABLE(time_1990, { .key = "s", .type = WS_U32 }, { .key = "ns", .type = WS_U32 },
    { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(0), .of_nsec = WS_ROW(1), .epoch = 631152000 });
TEST_TABLE(time_signed, { .key = "s", .type = WS_I64 }, { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(0) });
TEST_TABLE(time_overflow, { .key = "s", .type = WS_U64 },
    { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(0), .epoch = 631152000 });
TEST_TABLE(time_absent, { .key = "has", .type = WS_U8 }, { .key = "s", .type = WS_U8, AT(0, WS_EQUAL, 1) },
    { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(1) });

TEST_TABLE(len_words, { .key = "words", .type = WS_U24, .flags = WS_LITTLE },
    { .key = "b", .type = WS_BYTES, .len_from = WS_ROW(0), .len_unit = 4, .len_bias = -8 }, { .key = "n", .type = WS_U8 });
TEST_TABLE(len_all, { .key = "len", .type = WS_U16, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL }, .mismatch = WS_CODE(1) },
    { .key = "words", .type = WS_U8, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_BEHIND, .unit = 4, .bias = 4 }, .mismatch = WS_CODE(2) },
    { .key = "b", .type = WS_BYTES });
TEST_TABLE(len_of, { .key = "len", .type = WS_U8, .purpose = WS_DERIVED, .derive = { WS_LEN_OF, 0, WS_ROW(2), 0 }, .mismatch = WS_CODE(0) },
    { .key = "count", .type = WS_U8, .purpose = WS_DERIVED, .derive = { WS_COUNT_OF, 0, WS_ROW(2), 0 }, .mismatch = WS_CODE(1) },
    { .key = "list", .type = WS_U16, .repeat = WS_TO_END });
TEST_TABLE(conditions, { .key = "v", .type = WS_I8 },
    { .key = "equal", .type = WS_U8, AT(0, WS_EQUAL, 1) }, { .key = "not_equal", .type = WS_U8, AT(0, WS_NOT_EQUAL, 1) },
    { .key = "less", .type = WS_U8, AT(0, WS_LESS, 0) }, { .key = "at_least", .type = WS_U8, AT(0, WS_AT_LEAST, 2) },
    { .key = "bits", .type = WS_U8, AT(0, WS_HAS_BITS, 6) }, { .key = "always", .type = WS_U8, AT(0, WS_ALWAYS, 0) });
TEST_TABLE(signed_bits, { .key = "v", .type = WS_BITS, .bits = 8, .unit_len = 1, .flags = WS_SIGNED }, { .key = "less", .type = WS_U8, AT(0, WS_LESS, 0) });
TEST_TABLE(if_any, { .key = "a", .type = WS_U8 }, { .key = "b", .type = WS_U16, .flags = WS_IF_ANY }, { .key = "c", .type = WS_BYTES, .flags = WS_IF_ANY });
static const struct ws_table erroneous = {.rows = u8_rows, .n = 2, .name = "erroneous", .error = WS_UNKNOWN_MESSAGE, .short_error = WS_CODE(7)};
static const struct ws_table nothing = {.n = 0, .name = "nothing"};
TEST_TABLE(secret_number, { .key = "pin", .type = WS_U16, .purpose = WS_SECRET });
TEST_TABLE(secret_text, { .key = "password", .type = WS_TEXT, .purpose = WS_SECRET | WS_KEY });
TEST_TABLE(secret_numbers, { .key = "pins", .type = WS_NUMBERS, .element = WS_U8, .repeat = WS_TO_END, .purpose = WS_SECRET });
TEST_TABLE(secret_absent, { .key = "n", .type = WS_U8 }, { .key = "pin", .type = WS_U16, .purpose = WS_SECRET, .flags = WS_IF_ANY });

static const struct {
    const char *what;
    const struct ws_table *table;
    const char *hex, *json, *faults;
} cases[] = {
    {"8 bits", &u8, "80ff", "{\"be\":128,\"le\":255}", ""},
    {"16 bits", &u16, "0102 0102", "{\"be\":258,\"le\":513}", ""},
    {"24 bits", &u24, "010203 010203", "{\"be\":66051,\"le\":197121}", ""},
    {"32 bits", &u32, "fffefdfc 01000000", "{\"be\":4294901244,\"le\":1}", ""},
    {"40 bits", &u40, "0000000001 0000000001", "{\"be\":1,\"le\":4294967296}", ""},
    {"48 bits", &u48, "000000000100 000000000001", "{\"be\":256,\"le\":1099511627776}", ""},
    {"56 bits", &u56, "01000000000000 01000000000000", "{\"be\":281474976710656,\"le\":1}", ""},
    {"64 bits", &u64, "ffffffffffffffff fffffffffffffffe", "{\"be\":18446744073709551615,\"le\":18374686479671623679}", ""},
    {"signed 8 bits", &i8, "807f", "{\"be\":-128,\"le\":127}", ""},
    {"signed 16 bits", &i16, "8000 00ff", "{\"be\":-32768,\"le\":-256}", ""},
    {"signed 24 bits", &i24, "ffffff 000080", "{\"be\":-1,\"le\":-8388608}", ""},
    {"signed 32 bits", &i32, "80000000 ffffff7f", "{\"be\":-2147483648,\"le\":2147483647}", ""},
    {"signed 40 bits", &i40, "8000000000 ffffffffff", "{\"be\":-549755813888,\"le\":-1}", ""},
    {"signed 48 bits", &i48, "7fffffffffff feffffffffff", "{\"be\":140737488355327,\"le\":-2}", ""},
    {"signed 56 bits", &i56, "80000000000000 00000000000080", "{\"be\":-36028797018963968,\"le\":-36028797018963968}", ""},
    {"signed 64 bits", &i64, "8000000000000000 ffffffffffffff7f", "{\"be\":-9223372036854775808,\"le\":9223372036854775807}", ""},
    {"float", &f32, "3fc00000 000000c0", "{\"be\":1.5,\"le\":-2}", ""},
    {"float, widened", &f32, "3dcccccd 00008080", "{\"be\":0.10000000149011612,\"le\":-1.1754943508222875e-38}", ""},
    {"float, special", &f32, "7f800000 0000c07f", "{\"be\":\"Infinity\",\"le\":\"NaN\"}", ""},
    {"double", &f64, "400921fb54442d18 000000000000f0ff", "{\"be\":3.1415926535897931,\"le\":\"-Infinity\"}", ""},
    {"bool", &bool8, "0002", "{\"be\":false,\"le\":true}", ""},
    {"bits, highest first", &bits, "abcd 8f", "{\"a\":10,\"b\":3021,\"c\":true,\"d\":-1}", ""},
    {"bits, lowest first", &low_bits, "cdab", "{\"a\":13,\"b\":2748}", ""},
    {"bits as a C compiler lays them", &c_bits, "8d00 bc0a 6a1f0000 67452301", "{\"a\":5,\"b\":17,\"c\":2748,\"d\":42,\"e\":-3,\"f\":19088743}", ""},
    {"64 bits of bits", &bits_64, "ffffffffffffffff fdffffffffffffff", "{\"all\":18446744073709551615,\"low\":true,\"high\":-2}", ""},
    {"constants as expected", &constants, "880c fffe 00 3f800000 0000", "{}", ""},
    {"constants otherwise", &constants, "880d fffd 01 40000000 0100", "{\"u\":34829,\"i\":-3,\"f\":2,\"z\":\"0100\"}", "bad_value@0 own3@9"},
    {"constant bits", &constant_bits, "57", "{\"b\":7}", ""},
    {"constant bits otherwise", &constant_bits, "67", "{\"a\":6,\"b\":7}", "own0@0"},
    {"bytes of fixed size", &bytes_4, "00ff10aa", "{\"b\":\"00ff10aa\"}", ""},
    {"bytes to the end", &bytes_rest, "07 0102", "{\"n\":7,\"b\":\"0102\"}", ""},
    {"bytes to the end, none", &bytes_rest, "07", "{\"n\":7,\"b\":\"\"}", ""},
    {"bytes too short", &bytes_4, "00ff10", "{}", "truncated@0"},
    {"bytes behind", &bytes_4, "00ff10aa 01", "{\"b\":\"00ff10aa\"}", "trailing_bytes@4"},
    {"text", &text_fixed, "c3a4 4200", "{\"t\":\"\303\244B\\u0000\"}", ""},
    {"text, no UTF-8", &text_fixed, "41ff4243", "{\"t_hex\":\"41ff4243\"}", ""},
    {"text up to its NUL", &text_ended, "6162 00 07", "{\"t\":\"ab\",\"n\":7}", ""},
    {"text up to its NUL, empty", &text_ended, "00 07", "{\"t\":\"\",\"n\":7}", ""},
    {"text without its NUL", &text_ended, "6162", "{\"t\":\"ab\"}", "truncated@2"},
    {"text cut at its NUL", &text_cut, "616200 78ff79", "{\"t\":\"ab\"}", ""},
    {"text cut at its NUL, none", &text_cut, "616263646566", "{\"t\":\"abcdef\"}", ""},
    {"text cut at its NUL, not valid", &text_cut, "61ff00 787979", "{\"t_hex\":\"61ff\"}", ""},
    {"text stripped", &text_stripped, "2061e4 200020", "{\"t\":\" a\303\244\"}", ""},
    {"text stripped to nothing", &text_stripped, "000000 202020", "{\"t\":\"\"}", ""},
    {"ASCII", &text_ascii, "41427f", "{\"t\":\"AB\177\"}", ""},
    {"ASCII, not valid", &text_ascii, "c3a442", "{\"t_hex\":\"c3a442\"}", ""},
    {"Latin-1 takes every byte", &text_latin1, "e4ff41", "{\"t\":\"\303\244\303\277A\"}", ""},
    {"prefixes, big-endian", &prefixed_be, "0161 00026262 0000000163", "{\"one\":\"a\",\"two\":\"bb\",\"four\":\"c\"}", ""},
    {"prefixes, little-endian", &prefixed_le, "0161 02006262 0100000063", "{\"one\":\"a\",\"two\":\"bb\",\"four\":\"c\"}", ""},
    {"prefix cut", &prefixed_be, "0161 00", "{\"one\":\"a\"}", "truncated@2"},
    {"prefixed text cut", &prefixed_be, "0161 000362", "{\"one\":\"a\"}", "truncated@4"},
    {"MAC of 6 and 8 bytes", &mac, "02005e100001 0001020304050607", "{\"six\":\"02:00:5e:10:00:01\",\"eight\":\"00:01:02:03:04:05:06:07\"}", ""},
    {"MAC of 7 bytes", &mac, "02005e100001 00010203040506", "{\"six\":\"02:00:5e:10:00:01\"}", "bad_length@6"},
    {"IP", &ip, "c0000201 20010db8000000000000000000000001", "{\"four\":\"192.0.2.1\",\"six\":\"2001:db8::1\"}", ""},
    {"IP by its length", &ip_any, "c0000201", "{\"a\":\"192.0.2.1\"}", ""},
    {"IP of no such length", &ip_any, "c00002", "{}", "bad_length@0"},
    {"prefix of 9 bits", &prefix_4, "09 0a80", "{\"bits\":9,\"net\":\"10.128.0.0\"}", ""},
    {"prefix of 0 bits", &prefix_4, "00", "{\"bits\":0}", ""},
    {"prefix of 0 bits, without a condition", &prefix_6, "00", "{\"bits\":0}", ""},
    {"prefix of 32 bits", &prefix_4, "20 0a010203", "{\"bits\":32,\"net\":\"10.1.2.3\"}", ""},
    {"prefix of 33 bits", &prefix_4, "21 0a01020304", "{\"bits\":33}", "bad_value@0"},
    {"prefix of 128 bits", &prefix_6, "80 20010db8000000000000000000000001", "{\"bits\":128,\"net\":\"2001:db8::1\"}", ""},
    {"prefix cut", &prefix_4, "19 0a0102", "{\"bits\":25}", "truncated@1"},
    {"bytes counted in bits", &bit_string, "0009 ff80", "{\"bits\":9,\"b\":\"ff80\"}", ""},
    {"alignment", &align, "0161 0000 09", "{\"t\":\"a\",\"n\":9}", ""},
    {"alignment, none needed", &align, "03616263 09", "{\"t\":\"abc\",\"n\":9}", ""},
    {"alignment, missing at the end", &align, "0161 00", "{\"t\":\"a\"}", ""},
    {"time since 1990", &time_1990, "00000000 3b9ac9ff", "{\"s\":0,\"ns\":999999999,\"iso8601\":\"1990-01-01T00:00:00.999999999Z\"}", ""},
    {"time of no such nanosecond", &time_1990, "00000000 3b9aca00", "{\"s\":0,\"ns\":1000000000}", ""},
    {"time before 1970", &time_signed, "ffffffffffffffff", "{\"s\":-1,\"iso8601\":\"1969-12-31T23:59:59.000000000Z\"}", ""},
    {"time out of range", &time_overflow, "7fffffffffffffff", "{\"s\":9223372036854775807}", ""},
    {"time of a row that is not there", &time_absent, "00", "{\"has\":0}", ""},
    {"length in words with a bias", &len_words, "030000 aabbccdd 01", "{\"words\":3,\"b\":\"aabbccdd\",\"n\":1}", ""},
    {"length below 0", &len_words, "010000 aabbccdd 01", "{\"words\":1}", "bad_length@0"},
    {"length past the end", &len_words, "ffffff aabbccdd 01", "{\"words\":16777215}", "truncated@3"},
    {"own lengths", &len_all, "0008 03 aabbccddee", "{\"len\":8,\"words\":3,\"b\":\"aabbccddee\"}", ""},
    {"own lengths, wrong", &len_all, "0009 01 aabbccddee", "{\"len\":9,\"words\":1,\"b\":\"aabbccddee\"}", "own1@0 own2@2"},
    {"measured row", &len_of, "04 02 00010002", "{\"len\":4,\"count\":2,\"list\":[1,2]}", ""},
    {"measured row, wrong", &len_of, "05 03 00010002", "{\"len\":5,\"count\":3,\"list\":[1,2]}", "own0@0 own1@1"},
    {"condition: equal", &conditions, "01 0102", "{\"v\":1,\"equal\":1,\"always\":2}", ""},
    {"condition: less", &conditions, "80 010203", "{\"v\":-128,\"not_equal\":1,\"less\":2,\"always\":3}", ""},
    {"condition: bits", &conditions, "04 01020304", "{\"v\":4,\"not_equal\":1,\"at_least\":2,\"bits\":3,\"always\":4}", ""},
    {"condition on signed bits", &signed_bits, "ff01", "{\"v\":-1,\"less\":1}", ""},
    {"nothing left", &if_any, "01", "{\"a\":1}", ""},
    {"something left", &if_any, "01 0002 0304", "{\"a\":1,\"b\":2,\"c\":\"0304\"}", ""},
    {"too little left", &if_any, "01 00", "{\"a\":1}", "truncated@1"},
    {"table that is an error", &erroneous, "0102", "{\"be\":1,\"le\":2}", "unknown_message@0"},
    {"table with its own code", &erroneous, "01", "{\"be\":1}", "unknown_message@0 own7@1"},
    {"no rows", &nothing, "", "{}", ""},
    {"no rows, and bytes", &nothing, "00", "{}", "trailing_bytes@0"},
};

// clang-format on

static void bytes_are_shown_as_their_table_says(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        char json[TEST_TEXT], faults[TEST_TEXT];
        test_decode(cases[i].table, cases[i].hex, json, faults);
        wrong += !test_same(cases[i].what, json, cases[i].json);
        wrong += !test_same(cases[i].what, faults, cases[i].faults);
    }
    assert_int_equal(wrong, 0);
}

static void message_cut_anywhere_keeps_the_fields_before(void **state)
{
    (void)state;
    char whole[TEST_TEXT], cut[TEST_TEXT], faults[TEST_TEXT], hex[64];

    test_decode(&conditions, "04 01020304", whole, faults);
    for (size_t n = 0; n < 5; n++) {
        snprintf(hex, sizeof(hex), "%.*s", (int)(2 * n), "0401020304");
        test_decode(&conditions, hex, cut, faults);
        size_t len = strlen(cut) - 1;
        assert_memory_equal(cut, whole, len);
        assert_non_null(strstr(faults, "truncated"));
    }
}

static bool is_secret(const struct ws_table *table, const char *hex)
{
    uint8_t bytes[16];
    struct ws_arena arena;
    struct ws_out out;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    struct ws_bytes message = {bytes, test_bytes(hex, bytes, sizeof(bytes))};
    assert_int_equal(ws_decode(&out, test_plan(&arena, table), NULL, message), WS_OK);
    bool secret = out.secret;
    ws_out_free(&out);
    ws_arena_free(&arena);
    return secret;
}

static void message_with_a_secret_is_known_as_such(void **state)
{
    (void)state;
    assert_true(is_secret(&secret_number, "0102"));
    assert_true(is_secret(&secret_text, "61"));
    assert_true(is_secret(&secret_numbers, "0102"));
    assert_false(is_secret(&secret_absent, "01"));
    assert_true(is_secret(&secret_absent, "010203"));
    assert_false(is_secret(&u8, "0102"));
}

static void nodes_are_found_by_field_and_by_key(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x03, 'a', 'b', 'c', 9};
    struct ws_arena arena;
    struct ws_out out;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    ws_decode(&out, test_plan(&arena, &align), NULL, (struct ws_bytes){bytes, sizeof(bytes)});
    const struct ws_node *object = out.nodes, *t = ws_find(object, &align_rows[0]);
    assert_ptr_equal(ws_node_field(t), &align_rows[0]);
    assert_int_equal(t->offset, 1);
    assert_ptr_equal(ws_member(object, "t"), t);
    assert_null(ws_member(object, "tt"));
    assert_null(ws_find(object, &align_rows[1]));
    assert_int_equal(ws_get_uint(object, &align_rows[2], 7), 9);
    assert_int_equal(ws_get_uint(object, &align_rows[0], 7), 7);
    assert_int_equal(ws_get_bytes(object, &align_rows[0]).len, 3);
    assert_int_equal(ws_get_bytes(object, &align_rows[2]).len, 0);
    ws_out_free(&out);
    ws_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_shown_as_their_table_says),
        cmocka_unit_test(message_cut_anywhere_keeps_the_fields_before),
        cmocka_unit_test(message_with_a_secret_is_known_as_such),
        cmocka_unit_test(nodes_are_found_by_field_and_by_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
