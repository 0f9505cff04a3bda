/* Values to bytes: everything that tables say, read from JSON; and the reasons of refusals. */
#include "message/encode.h"

#include <stdio.h>
#include <string.h>

#include "message/render.h"
#include "message/scan.h"
#include "wirespeak/err.h"

#include "test.h"

// clang-format off

#define U8(name) { .key = name, .type = WS_U8 }
#define AT(i, what, v) .when = { WS_ROW(i), (what), (v) }
#define DERIVED(name, t, ...) { .key = name, .type = (t), .purpose = WS_DERIVED, .derive = { __VA_ARGS__ } }
#define LARGER(name, t, ...) { .key = name, .type = (t), .purpose = WS_DERIVED, .flags = WS_KEEP_LARGER, .derive = { __VA_ARGS__ } }

#define BOTH(label, t) TEST_TABLE(label, { .key = "be", .type = (t) }, { .key = "le", .type = (t), .flags = WS_LITTLE })
BOTH(u8, WS_U8); BOTH(u16, WS_U16); BOTH(u24, WS_U24); BOTH(u64, WS_U64); BOTH(i8, WS_I8); BOTH(i24, WS_I24); BOTH(i64, WS_I64);
BOTH(f32, WS_F32); BOTH(f64, WS_F64); BOTH(bool8, WS_BOOL8);

static const struct ws_name names[] = {{1, "ONE", NULL}, {200, "TWO_HUNDRED", NULL}};
static const struct ws_name bit_names[] = {{1, "READ", NULL}, {2, "WRITE", NULL}};
TEST_TABLE(named, { .key = "code", .type = WS_U8, .names = WS_NAMES(names), .value = 7 },
    { .key = "rights", .type = WS_BITS, .bits = 8, .unit_len = 1, .names = WS_NAMES(bit_names), .flags = WS_NAMES_ARE_BITS });
TEST_TABLE(defaults, { .key = "u", .type = WS_U64, .value = -1 }, { .key = "i", .type = WS_I16, .value = -2 }, { .key = "f", .type = WS_F32, .value = 2 },
    { .type = WS_U16, .flags = WS_CONSTANT, .value = 0x880c }, { .key = "mac", .type = WS_MAC, .len = 6 }, { .key = "t", .type = WS_TEXT, .len = 2 });
#define BITS(name, n) { .key = name, .type = WS_BITS, .bits = (n) }
#define UNIT(name, n, bytes, how) { .key = name, .type = WS_BITS, .bits = (n), .unit_len = (bytes), .flags = (how) }
TEST_TABLE(bits, UNIT("a", 4, 2, 0), BITS("b", 12), UNIT("c", 1, 1, WS_AS_BOOL), { .type = WS_BITS, .bits = 3, .value = 5 }, { .key = "d", .type = WS_BITS, .bits = 4, .flags = WS_SIGNED });
TEST_TABLE(low_bits, UNIT("a", 4, 3, WS_LITTLE), { .key = "b", .type = WS_BITS, .bits = 20, .flags = WS_LITTLE });
TEST_TABLE(all_bits, UNIT("a", 64, 8, 0));

#define TEXT(name, n, set, how) { .key = name, .type = WS_TEXT, .len = (n), .charset = (set), .flags = (how) }
TEST_TABLE(text_fixed, TEXT("t", 4, WS_UTF8, 0));
TEST_TABLE(text_ended, TEXT("t", 0, WS_UTF8, WS_NUL_ENDED), U8("n"));
TEST_TABLE(text_cut, TEXT("t", 4, WS_UTF8, WS_CUT_AT_NUL));
TEST_TABLE(text_stripped, TEXT("t", 4, WS_LATIN1, WS_STRIPPED));
TEST_TABLE(text_ascii, TEXT("t", 0, WS_ASCII, 0));
TEST_TABLE(prefixed, { .key = "a", .type = WS_TEXT, .prefix = 1 }, { .key = "b", .type = WS_BYTES, .prefix = 2, .flags = WS_LITTLE }, { .key = "c", .type = WS_TEXT, .prefix = 4, .flags = WS_NUL_ENDED });
TEST_TABLE(bytes, { .key = "b", .type = WS_BYTES });
TEST_TABLE(bytes_2, { .key = "b", .type = WS_BYTES, .len = 2 });
TEST_TABLE(mac, { .key = "m", .type = WS_MAC });
TEST_TABLE(ip, { .key = "four", .type = WS_IP, .len = 4 }, { .key = "six", .type = WS_IP, .len = 16 }, { .key = "any", .type = WS_IP });
TEST_TABLE(prefix, U8("bits"), { .key = "net", .type = WS_IP, .len = 4, .flags = WS_LEN_BITS, .len_from = WS_ROW(0) }, U8("n"));
TEST_TABLE(time, { .key = "s", .type = WS_U8 }, { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(0) });
TEST_TABLE(aligned, { .key = "t", .type = WS_TEXT, .prefix = 1 }, { .type = WS_ALIGN, .len = 4 }, U8("n"));

TEST_TABLE(pair, U8("x"), { .key = "y", .type = WS_U16 });
TEST_TABLE(nested, U8("a"), { .key = "in", .type = WS_STRUCT, .table = &pair }, { .type = WS_STRUCT, .table = &pair });
TEST_TABLE(array, { .key = "l", .type = WS_STRUCT, .table = &pair, .repeat = WS_TO_END });
TEST_TABLE(three, { .key = "l", .type = WS_I16, .flags = WS_LITTLE, .repeat = WS_TIMES, .count = 3, .value = 9 });
TEST_TABLE(texts, { .key = "l", .type = WS_TEXT, .len = 2, .repeat = WS_TO_END });
TEST_TABLE(numbers, { .key = "l", .type = WS_NUMBERS, .element = WS_I16, .repeat = WS_TO_END });
TEST_TABLE(reals, { .key = "l", .type = WS_NUMBERS, .element = WS_F32, .repeat = WS_TIMES, .count = 3, .flags = WS_LITTLE });
TEST_TABLE(sized_area, { .key = "in", .type = WS_STRUCT, .table = &bytes, .len = 4 }, U8("n"));
TEST_TABLE(prefixed_area, { .key = "in", .type = WS_STRUCT, .table = &bytes, .prefix = 2 }, U8("n"));
TEST_TABLE(prefixed_array, { .key = "l", .type = WS_U16, .repeat = WS_TO_END, .prefix = 1 }, U8("n"));

TEST_TABLE(lengths, DERIVED("all", WS_U16, WS_LEN_ALL, 0, 0, 0), DERIVED("behind", WS_U8, WS_LEN_BEHIND, 0, 0, 1), DERIVED("of", WS_U8, WS_LEN_OF, 0, WS_ROW(4), 0),
    DERIVED("count", WS_U8, WS_COUNT_OF, 0, WS_ROW(4), -1), { .key = "l", .type = WS_U16, .repeat = WS_TO_END });
TEST_TABLE(words, DERIVED("size", WS_U24, WS_LEN_OF, 4, WS_ROW(1), 8), { .key = "b", .type = WS_BYTES }, { .type = WS_ALIGN, .len = 4 });
TEST_TABLE(header, DERIVED("len", WS_U16, WS_LEN_OF, 0, WS_OUTER_ROW(2), 0), { .key = "id", .type = WS_U8, .value = 3 });
TEST_TABLE(packet, U8("v"), { .type = WS_STRUCT, .table = &header }, { .key = "body", .type = WS_BYTES });
TEST_TABLE(packets, { .key = "l", .type = WS_STRUCT, .table = &packet, .repeat = WS_TO_END });
TEST_TABLE(of_prefixed, DERIVED("len", WS_U8, WS_LEN_OF, 0, WS_ROW(1), 0), { .key = "t", .type = WS_TEXT, .prefix = 2 });
TEST_TABLE(of_numbers, DERIVED("n", WS_U8, WS_COUNT_OF, 0, WS_ROW(1), 0), { .key = "l", .type = WS_NUMBERS, .element = WS_U8, .repeat = WS_COUNTED, .count_from = WS_ROW(0) });
TEST_TABLE(signed_len, DERIVED("n", WS_I8, WS_LEN_OF, 0, WS_ROW(1), -3), { .key = "b", .type = WS_BYTES });
TEST_TABLE(larger, LARGER("size", WS_U8, WS_LEN_OF, 0, WS_ROW(1), 0), { .key = "t", .type = WS_TEXT, .len_from = WS_ROW(0), .flags = WS_CUT_AT_NUL }, U8("n"));
TEST_TABLE(larger_words, LARGER("size", WS_U8, WS_LEN_OF, 4, WS_ROW(1), 4), { .key = "in", .type = WS_STRUCT, .table = &bytes }, U8("n"));
TEST_TABLE(larger_behind, LARGER("size", WS_U16, WS_LEN_BEHIND, 0, 0, 0), DERIVED("all", WS_U16, WS_LEN_ALL, 0, 0, 0), { .key = "t", .type = WS_TEXT, .flags = WS_CUT_AT_NUL }, { .type = WS_ALIGN, .len = 4 });

TEST_TABLE(given_len, U8("len"), { .key = "b", .type = WS_BYTES, .len_from = WS_ROW(0) });
TEST_TABLE(given_text, U8("len"), { .key = "t", .type = WS_TEXT, .len_from = WS_ROW(0), .flags = WS_CUT_AT_NUL });
TEST_TABLE(given_count, U8("n"), { .key = "l", .type = WS_U8, .repeat = WS_COUNTED, .count_from = WS_ROW(0) });
TEST_TABLE(condition, U8("n"), { .key = "b", .type = WS_U16, AT(0, WS_EQUAL, 1) });
TEST_TABLE(same_key, U8("n"), { .key = "b", .type = WS_U16, AT(0, WS_EQUAL, 1) }, { .key = "b", .type = WS_U8, AT(0, WS_NOT_EQUAL, 1) });
TEST_TABLE(if_any, U8("a"), { .key = "b", .type = WS_U16, .flags = WS_IF_ANY }, { .type = WS_STRUCT, .table = &pair, .flags = WS_IF_ANY });
static const struct ws_case cases_[] = {{1, &pair}, {2, &bytes}};
TEST_TABLE(choice, U8("t"), { .type = WS_CHOICE, .choice = &(const struct ws_choice){ .on = WS_ROW(0), .cases = cases_, .n = 2 } });
TEST_TABLE(choice_if_any, U8("t"), { .type = WS_CHOICE, .choice = &(const struct ws_choice){ .on = WS_ROW(0), .cases = cases_, .n = 2 }, .flags = WS_IF_ANY });
static const struct ws_table tree;
static const struct ws_field tree_rows[] = {{ .key = "c", .type = WS_STRUCT, .table = &tree, .flags = WS_IF_ANY }};
static const struct ws_table tree = {tree_rows, 1, "tree", 0, 0, 0};

TEST_TABLE(number, { .key = "value", .type = WS_U32 });
static const struct ws_table nothing = {.n = 0, .name = "nothing"};
static const struct ws_tlvs all;
TEST_TABLE(container, { .key = "tlvs", .type = WS_TLVS, .tlvs = &all });
TEST_TABLE(tlv_len, DERIVED("len", WS_U8, WS_LEN_OF, 0, WS_ROW(1), 0), { .key = "b", .type = WS_BYTES });
static const struct ws_tlv list[] = {
    { .type = 1, .name = "number", .table = &number, .min = 4, .max = 4 }, { .type = 3, .name = "container", .table = &container, .holds_tlvs = 1 },
    { .type = 4, .name = "sized", .table = &tlv_len }, { .type = 9, .name = "nothing", .table = &nothing }, { .type = 10, .name = "bytes", .min = 2, .max = 2 },
};
static const struct ws_tlvs all = {.type_len = 2, .length_len = 1, .align = 4, .list = list, .n = WS_LEN(list)};
TEST_TABLE(tlvs, DERIVED("n", WS_U8, WS_COUNT_OF, 0, WS_ROW(1), 0), { .key = "tlvs", .type = WS_TLVS, .tlvs = &all });

static const struct {
    const char *what;
    const struct ws_table *table;
    const char *json, *hex;
} cases[] = {
    {"8 bits", &u8, "{\"be\":128,\"le\":255}", "80ff"},
    {"16 bits", &u16, "{\"be\":258,\"le\":258}", "01020201"},
    {"24 bits", &u24, "{\"be\":66051,\"le\":66051}", "010203030201"},
    {"64 bits", &u64, "{\"be\":18446744073709551615,\"le\":1}", "ffffffffffffffff0100000000000000"},
    {"64 bits as text", &u64, "{\"be\":\"18446744073709551615\",\"le\":\"9007199254740993\"}", "ffffffffffffffff0100000000002000"},
    {"signed", &i8, "{\"be\":-128,\"le\":127}", "807f"},
    {"signed 24 bits", &i24, "{\"be\":-1,\"le\":-8388608}", "ffffff000080"},
    {"signed 64 bits", &i64, "{\"be\":-9223372036854775808,\"le\":\"-9223372036854775808\"}", "80000000000000000000000000000080"},
    {"whole reals are numbers", &u16, "{\"be\":1e3,\"le\":2.0}", "03e80200"},
    {"-0 is 0", &u8, "{\"be\":-0,\"le\":\"-0\"}", "0000"},
    {"true is 1", &u8, "{\"be\":true,\"le\":false}", "0100"},
    {"float", &f32, "{\"be\":1.5,\"le\":-2}", "3fc00000000000c0"},
    {"float of a sum that is no float", &f32, "{\"be\":0.1,\"le\":0.10000000149011612}", "3dcccccdcdcccc3d"},
    {"words for reals", &f32, "{\"be\":\"Infinity\",\"le\":\"NaN\"}", "7f8000000000c07f"},
    {"bare words for reals", &f64, "{\"be\":-Infinity,\"le\":1}", "fff0000000000000000000000000f03f"},
    {"bool", &bool8, "{\"be\":true,\"le\":7}", "0101"},
    {"name for a number", &named, "{\"code_name\":\"TWO_HUNDRED\",\"rights_name\":\"WRITE|READ\"}", "c803"},
    {"number beside its name", &named, "{\"code\":9,\"code_name\":\"ONE\",\"rights\":4}", "0904"},
    {"null is not given", &named, "{\"code\":null,\"code_name\":\"ONE\",\"rights_name\":null}", "0100"},
    {"unknown nulls and texts for people", &named, "{\"code_text\":\"nine\",\"what\":null}", "0700"},
    {"nothing given", &defaults, "{}", "fffffffffffffffffffe40000000880c0000000000000000"},
    {"bits", &bits, "{\"a\":10,\"b\":3021,\"c\":true,\"d\":-1}", "abcddf"},
    {"bits, lowest first", &low_bits, "{\"a\":13,\"b\":703710}", "edcdab"},
    {"64 bits of bits", &all_bits, "{\"a\":18446744073709551615}", "ffffffffffffffff"},
    {"text filled up", &text_fixed, "{\"t\":\"\303\244\"}", "c3a40000"},
    {"text given as hex", &text_fixed, "{\"t_hex\":\"FF41\"}", "ff410000"},
    {"text with its NUL", &text_ended, "{\"t\":\"ab\",\"n\":7}", "61620007"},
    {"text of full size", &text_cut, "{\"t\":\"abcd\"}", "61626364"},
    {"stripped text", &text_stripped, "{\"t\":\"a\\u00e4\"}", "61e40000"},
    {"ASCII", &text_ascii, "{\"t\":\"ab\"}", "6162"},
    {"prefixes", &prefixed, "{\"a\":\"ab\",\"b\":\"0102\",\"c\":\"c\"}", "02616202000102000000026300"},
    {"bytes", &bytes, "{\"b\":\"00fFAa\"}", "00ffaa"},
    {"bytes not given", &bytes_2, "{}", "0000"},
    {"MAC", &mac, "{\"m\":\"02:00:5e:10:00:01\"}", "02005e100001"},
    {"MAC of 8 bytes without colons", &mac, "{\"m\":\"0001020304050607\"}", "0001020304050607"},
    {"MAC not given", &mac, "{}", "000000000000"},
    {"IP", &ip, "{\"four\":\"192.0.2.1\",\"six\":\"2001:db8::1\",\"any\":\"::\"}", "c000020120010db800000000000000000000000100000000000000000000000000000000"},
    {"prefix", &prefix, "{\"bits\":9,\"net\":\"10.128.255.255\",\"n\":1}", "090a8001"},
    {"prefix not given", &prefix, "{\"bits\":17}", "1100000000"},
    {"view", &time, "{\"s\":5,\"iso8601\":\"whatever\"}", "05"},
    {"alignment", &aligned, "{\"t\":\"ab\",\"n\":1}", "0261620001"},
    {"structures", &nested, "{\"a\":1,\"in\":{\"x\":2,\"y\":3},\"x\":4,\"y\":5}", "01020003040005"},
    {"structures in any order", &nested, "{\"y\":5,\"in\":{\"y\":3},\"x\":4,\"a\":1}", "01000003040005"},
    {"array", &array, "{\"l\":[{\"x\":1,\"y\":2},{}]}", "010002000000"},
    {"array not given", &array, "{}", ""},
    {"fixed array, the rest by default", &three, "{\"l\":[-1]}", "ffff09000900"},
    {"texts", &texts, "{\"l\":[\"a\",\"bc\"]}", "61006263"},
    {"numbers", &numbers, "{\"l\":[1,-1,\"2\"]}", "0001ffff0002"},
    {"reals, filled up", &reals, "{\"l\":[1.5,\"NaN\"]}", "0000c03f0000c07f00000000"},
    {"area of a fixed size", &sized_area, "{\"in\":{\"b\":\"01020304\"},\"n\":5}", "0102030405"},
    {"area with a prefix", &prefixed_area, "{\"in\":{\"b\":\"01\"},\"n\":5}", "00010105"},
    {"array with a prefix", &prefixed_array, "{\"l\":[1,2],\"n\":5}", "040001000205"},
    {"computed lengths", &lengths, "{\"l\":[1,2]}", "000907040100010002"},
    {"computed lengths, given wrong", &lengths, "{\"all\":1,\"behind\":\"x\",\"of\":300,\"count\":0,\"l\":[1,2]}", "000907040100010002"},
    {"length in words, rounded up", &words, "{\"b\":\"0102030405\"}", "000004" "0102030405"},
    {"length of a row outside", &packet, "{\"v\":1,\"body\":\"aabb\"}", "01000203aabb"},
    {"length of a row outside, in an array", &packets, "{\"l\":[{\"v\":1,\"body\":\"aabb\"},{\"id\":4,\"body\":\"cc\"}]}", "01000203aabb" "00000104cc"},
    {"length without its prefix", &of_prefixed, "{\"t\":\"abc\"}", "030003616263"},
    {"count of numbers", &of_numbers, "{\"n\":7,\"l\":[1,2,3]}", "03010203"},
    {"length with a bias", &signed_len, "{\"b\":\"01020304\"}", "0101020304"},
    {"larger size kept", &larger, "{\"size\":5,\"t\":\"ab\",\"n\":9}", "05616200000009"},
    {"smaller size computed", &larger, "{\"size\":1,\"t\":\"ab\",\"n\":9}", "02616209"},
    {"larger size in words kept", &larger_words, "{\"size\":3,\"in\":{\"b\":\"010203\"},\"n\":9}", "03010203000000000009"},
    {"larger size of the message kept", &larger_behind, "{\"size\":12,\"t\":\"ab\"}", "000c000e616200000000000000" "00"},
    {"smaller size of the message computed", &larger_behind, "{\"size\":2,\"t\":\"ab\"}", "000600086162" "0000"},
    {"bytes of a given length", &given_len, "{\"len\":2,\"b\":\"0102\"}", "020102"},
    {"no bytes of a given length", &given_len, "{\"len\":2}", "020000"},
    {"text of a given length", &given_text, "{\"len\":4,\"t\":\"a\"}", "0461000000"},
    {"elements of a given count", &given_count, "{\"n\":3,\"l\":[1,2]}", "03010200"},
    {"condition that holds", &condition, "{\"n\":1,\"b\":2}", "010002"},
    {"condition that fails", &condition, "{\"n\":2}", "02"},
    {"one key for two rows", &same_key, "{\"n\":1,\"b\":2}", "010002"},
    {"one key for two rows, the other", &same_key, "{\"n\":2,\"b\":2}", "0202"},
    {"nothing at the end", &if_any, "{\"a\":1}", "01"},
    {"something at the end", &if_any, "{\"a\":1,\"b\":2}", "010002"},
    {"a table at the end", &if_any, "{\"a\":1,\"b\":2,\"y\":5}", "010002000005"},
    {"choice", &choice, "{\"t\":1,\"x\":2,\"y\":3}", "01020003"},
    {"another choice", &choice, "{\"t\":2,\"b\":\"ff\"}", "02ff"},
    {"a choice at the end, and none", &choice_if_any, "{\"t\":7}", "07"},
    {"TLVs", &tlvs, "{\"tlvs\":[{\"type\":1,\"value\":7},{\"name\":\"number\",\"value\":8},{\"type\":9}]}", "03" "00010400000007" "00010400000008" "000900"},
    {"TLVs in TLVs", &tlvs, "{\"tlvs\":[{\"type\":3,\"tlvs\":[{\"type\":1,\"value\":7}]}]}", "01" "000307" "00010400000007" "00"},
    {"unknown TLVs", &tlvs, "{\"tlvs\":[{\"type\":77,\"name\":\"unknown\",\"length\":9,\"value\":\"01\"}]}", "01" "004d0101000000"},
    {"TLVs with computed lengths", &tlvs, "{\"tlvs\":[{\"type\":4,\"b\":\"010203\"}]}", "01" "00040403010203"},
    {"TLV without a value", &tlvs, "{\"tlvs\":[{\"type\":1,\"length\":4}]}", "01" "000100"},
    {"bad value as it was", &tlvs, "{\"tlvs\":[{\"type\":1,\"length\":2,\"value\":9,\"value_hex\":\"0007\",\"error\":\"bad_length\"}]}", "01" "00010200070000"},
    {"odd padding as it was", &tlvs, "{\"tlvs\":[{\"type\":10,\"value\":\"0102\",\"padding\":\"ff\"}]}", "01" "000a020102ff"},
};

// clang-format on

static void json_becomes_the_bytes_that_its_table_says(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        char hex[TEST_TEXT];
        test_encode(cases[i].table, cases[i].json, NULL, hex);
        wrong += !test_same(cases[i].what, hex, cases[i].hex);
    }
    assert_int_equal(wrong, 0);
}

// clang-format off
static const struct {
    const char *what;
    const struct ws_table *table;
    const char *json, *why;
} refusals[] = {
    {"no object", &u8, "[]", "the message: an object is needed"},
    {"out of range", &u8, "{\"be\":256}", "be: 256 is out of range"},
    {"out of range, negative", &u8, "{\"le\":-1}", "le: -1 is out of range"},
    {"out of range, signed", &i8, "{\"be\":-129}", "be: -129 is out of range"},
    {"out of range, as text", &i64, "{\"be\":\"-9223372036854775809\"}", "be: a whole number is needed"},
    {"above 64 bits", &u64, "{\"be\":18446744073709551616}", "be: a whole number is needed"},
    {"fraction", &u8, "{\"be\":1.5}", "be: a whole number is needed"},
    {"no number", &u8, "{\"be\":\"1x\"}", "be: a whole number is needed"},
    {"empty text for a number", &u8, "{\"be\":\"\"}", "be: a whole number is needed"},
    {"object for a number", &u8, "{\"be\":{}}", "be: a whole number is needed"},
    {"too large for a float", &f32, "{\"be\":1e39}", "be: a number that fits 32 bits is needed"},
    {"text for a double", &f64, "{\"le\":\"nan\"}", "le: a number is needed"},
    {"bits out of range", &bits, "{\"a\":16}", "a: 16 is out of range"},
    {"signed bits out of range", &bits, "{\"d\":8}", "d: 8 is out of range"},
    {"no such name", &named, "{\"code_name\":\"TWO\"}", "code: no value is called TWO"},
    {"name that is no text", &named, "{\"code_name\":1}", "code: a name is a text"},
    {"unknown key", &u8, "{\"be\":1,\"bee\":2}", "bee: there is no such field here"},
    {"unknown key inside", &nested, "{\"in\":{\"x\":1,\"z\":2}}", "in.z: there is no such field here"},
    {"unknown key in an array", &array, "{\"l\":[{},{\"z\":2}]}", "l.1.z: there is no such field here"},
    {"out of range in an array", &array, "{\"l\":[{},{\"y\":65536}]}", "l.1.y: 65536 is out of range"},
    {"element out of range", &three, "{\"l\":[1,2,99999]}", "l.2: 99999 is out of range"},
    {"too many elements", &three, "{\"l\":[1,2,3,4]}", "l: 4 elements where 3 have room"},
    {"no array", &three, "{\"l\":1}", "l: an array is needed"},
    {"no object in an array", &array, "{\"l\":[1]}", "l.0: an object is needed"},
    {"number out of range", &numbers, "{\"l\":[1,32768]}", "l.1: no whole number, or out of range"},
    {"too many numbers", &reals, "{\"l\":[1,2,3,4]}", "l: 4 numbers where 3 have room"},
    {"no array of numbers", &numbers, "{\"l\":\"1\"}", "l: an array of numbers is needed"},
    {"text too long", &text_fixed, "{\"t\":\"abcde\"}", "t: 5 bytes where 4 have room"},
    {"number for a text", &text_fixed, "{\"t\":5}", "t: a text is needed"},
    {"NUL in a text that ends there", &text_cut, "{\"t\":\"a\\u0000b\"}", "t: U+0000 would end the text"},
    {"NUL in a text that ends with one", &text_ended, "{\"t\":\"\\u0000\"}", "t: U+0000 would end the text"},
    {"no Latin-1", &text_stripped, "{\"t\":\"\\u20ac\"}", "t: U+20AC has no place in ISO 8859-1"},
    {"no ASCII", &text_ascii, "{\"t\":\"\\u00e4\"}", "t: U+00E4 has no place in ASCII"},
    {"odd hex", &bytes, "{\"b\":\"123\"}", "b: an even number of hex digits is needed"},
    {"no hex", &bytes, "{\"b\":\"1g\"}", "b: an even number of hex digits is needed"},
    {"too few bytes", &bytes_2, "{\"b\":\"01\"}", "b: 1 bytes where 2 are needed"},
    {"too many bytes", &bytes_2, "{\"b\":\"010203\"}", "b: 3 bytes where 2 have room"},
    {"hex of a text", &text_fixed, "{\"t_hex\":\"zz\"}", "t: an even number of hex digits is needed"},
    {"no MAC", &mac, "{\"m\":\"02:00:5e:10:00\"}", "m: an address like 02:00:5e:10:00:01 is needed"},
    {"no MAC at all", &mac, "{\"m\":\"02-00-5e-10-00-01\"}", "m: an address like 02:00:5e:10:00:01 is needed"},
    {"no IPv4", &ip, "{\"four\":\"::1\"}", "four: an IPv4 address is needed"},
    {"no IPv6", &ip, "{\"six\":\"1.2.3.4\"}", "six: an IPv6 address is needed"},
    {"no IP", &ip, "{\"any\":\"1.2.3\"}", "any: an IP address is needed"},
    {"area not filled", &sized_area, "{\"in\":{\"b\":\"01\"}}", "in: 1 bytes where 4 are needed"},
    {"area too full", &sized_area, "{\"in\":{\"b\":\"0102030405\"}}", "in: 5 bytes where 4 have room"},
    {"bytes of another length", &given_len, "{\"len\":3,\"b\":\"0102\"}", "b: 2 bytes where 3 are needed"},
    {"more elements than counted", &given_count, "{\"n\":1,\"l\":[1,2]}", "l: 2 elements where 1 have room"},
    {"computed count that does not fit", &lengths, "{\"l\":[]}", "count: what it measures (0) does not fit"},
    {"field that is not there", &condition, "{\"n\":2,\"b\":2}", "b: there is no such field here"},
    {"something behind what is left out", &if_any, "{\"a\":1,\"x\":2}", "the message: nothing can stand behind b, which is left out"},
    {"no such case", &choice, "{\"t\":7}", "the message: nothing is defined for 7"},
    {"field of another case", &choice, "{\"t\":2,\"x\":1}", "x: there is no such field here"},
    {"no list", &tlvs, "{\"tlvs\":{}}", "tlvs: an array is needed"},
    {"no TLV", &tlvs, "{\"tlvs\":[5]}", "tlvs.0: an object is needed"},
    {"TLV without a type", &tlvs, "{\"tlvs\":[{\"type\":9},{\"name\":\"none\"}]}", "tlvs.1.type: neither a type nor the name of one is given"},
    {"type out of range", &tlvs, "{\"tlvs\":[{\"type\":65536}]}", "tlvs.0.type: no whole number, or out of range"},
    {"value out of range", &tlvs, "{\"tlvs\":[{\"type\":3,\"tlvs\":[{\"type\":1,\"value\":-1}]}]}", "tlvs.0.tlvs.0.value: -1 is out of range"},
    {"key that the type has not", &tlvs, "{\"tlvs\":[{\"type\":1,\"value\":1,\"b\":2}]}", "tlvs.0.b: there is no such field here"},
    {"length that the type has not", &tlvs, "{\"tlvs\":[{\"type\":10,\"value\":\"010203\"}]}", "tlvs.0: bytes can't have 3 bytes"},
    {"value that is no hex", &tlvs, "{\"tlvs\":[{\"type\":99,\"value\":\"x\"}]}", "tlvs.0.value: an even number of hex digits is needed"},
};
// clang-format on

static void what_does_not_fit_is_refused_with_its_path(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(refusals); i++) {
        char why[TEST_TEXT];
        test_encode(refusals[i].table, refusals[i].json, NULL, why);
        wrong += !test_same(refusals[i].what, why, refusals[i].why);
    }
    assert_int_equal(wrong, 0);
}

// clang-format off
static const struct {
    const char *what;
    const struct ws_table *table;
    const char *json, *override, *expected;
} overrides[] = {
    {"a length", &lengths, "{\"l\":[1]}", "{\"all\":999,\"count\":\"7\"}", "03e70502070001"},
    {"an inner length", &packet, "{\"body\":\"aa\"}", "{\"len\":0}", "00000003aa"},
    {"a length in an array", &packets, "{\"l\":[{},{\"body\":\"cc\"}]}", "{\"l.1.len\":9}", "0000000300000903cc"},
    {"a TLV's length", &tlvs, "{\"tlvs\":[{\"type\":1,\"value\":7}]}", "{\"tlvs.0.length\":200,\"n\":0}", "000001c800000007"},
    {"instead of keeping a larger one", &larger, "{\"size\":5,\"t\":\"ab\"}", "{\"size\":1}", "01616200"},
    {"out of range", &lengths, "{\"l\":[1]}", "{\"of\":256}", "of: 256 is out of range"},
    {"no computed field", &lengths, "{\"l\":[1]}", "{\"l\":5}", "l: no computed field to override"},
    {"no such path", &packets, "{\"l\":[{}]}", "{\"l.1.len\":9}", "l.1.len: no computed field to override"},
    {"a TLV's length out of range", &tlvs, "{\"tlvs\":[{\"type\":9}]}", "{\"tlvs.0.length\":256}", "tlvs.0.length: no whole number, or out of range"},
};
// clang-format on

static void computed_fields_are_overridden_by_their_paths(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(overrides); i++) {
        char text[TEST_TEXT];
        test_encode(overrides[i].table, overrides[i].json, overrides[i].override, text);
        wrong += !test_same(overrides[i].what, text, overrides[i].expected);
    }
    assert_int_equal(wrong, 0);
}

/* What JSON can't say: presets, limits, values that were decoded. */

struct fixture {
    struct ws_arena arena;
    struct ws_buf buf;
    struct ws_out in;
    char why[WS_ENCODE_WHY_MAX];
};

static int set_up(void **state)
{
    static struct fixture f;
    ws_arena_init(&f.arena, WS_MAX_SCRATCH);
    ws_buf_init(&f.buf, 1 << 16);
    ws_out_init(&f.in);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ws_out_free(&f->in);
    ws_buf_free(&f->buf);
    ws_arena_free(&f->arena);
    return 0;
}

static const struct ws_node *json_of(struct fixture *f, const char *text)
{
    char why[WS_JSON_WHY_MAX];
    struct ws_bytes json = {(const uint8_t *)text, strlen(text)};
    assert_int_equal(ws_json_scan(&f->in, json, 0, why), WS_OK);
    return f->in.nodes;
}

static void presets_stand_before_defaults_and_behind_what_is_given(void **state)
{
    struct fixture *f = *state;
    const struct ws_preset presets[] = {{&named_rows[0], 200}, {&named_rows[1], 1}};
    struct ws_encode job = {
        .plan = test_plan(&f->arena, &named), .presets = presets, .n_presets = 2};

    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    job.fields = json_of(f, "{\"code\":5}");
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    assert_int_equal(f->buf.len, 4);
    assert_memory_equal(f->buf.data, "\xc8\x01\x05\x01", 4);
}

static void preset_that_does_not_fit_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct ws_preset presets[] = {{&named_rows[0], 256}};
    struct ws_encode job = {
        .plan = test_plan(&f->arena, &named), .presets = presets, .n_presets = 1};

    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_E_VALUE);
    assert_string_equal(f->why, "code: 256 is out of range");
}

static void refused_message_leaves_the_buffer_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &u8)};

    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    job.fields = json_of(f, "{\"be\":1,\"le\":256}");
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_E_VALUE);
    assert_int_equal(f->buf.len, 2);
}

static void lengths_count_from_the_messages_own_begin(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &lengths)};

    job.fields = json_of(f, "{\"l\":[1]}");
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    assert_int_equal(f->buf.len, 14);
    assert_memory_equal(f->buf.data, f->buf.data + 7, 7);
}

static void full_buffer_is_a_limit(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &given_count)};
    struct ws_buf small;

    ws_buf_init(&small, 100);
    job.fields = json_of(f, "{\"n\":200}");
    assert_int_equal(ws_encode(&job, &small, f->why), WS_E_LIMIT);
    ws_buf_free(&small);
}

static void larger_size_beyond_the_buffer_is_a_limit(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &larger_behind)};
    struct ws_buf small;

    ws_buf_init(&small, 100);
    job.fields = json_of(f, "{\"size\":60000}");
    assert_int_equal(ws_encode(&job, &small, f->why), WS_E_LIMIT);
    ws_buf_free(&small);
}

static void values_nest_to_a_limit(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &tree)};
    char text[1024];
    size_t n = 0;

    for (int i = 0; i < 64; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "{\"c\":");
    n += (size_t)snprintf(text + n, sizeof(text) - n, "{}");
    memset(text + n, '}', 64);
    text[n + 64] = '\0';
    job.fields = json_of(f, text);
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_E_VALUE);
    assert_non_null(strstr(f->why, "nested more than 64 deep"));
}

static void more_members_than_64_are_all_looked_at(void **state)
{
    struct fixture *f = *state;
    struct ws_encode job = {.plan = test_plan(&f->arena, &u8)};
    char text[8192];
    size_t n = (size_t)snprintf(text, sizeof(text), "{\"be\":1,\"le\":2");

    for (int i = 0; i < 200; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, ",\"x%d_text\":0", i);
    snprintf(text + n, sizeof(text) - n, "}");
    job.fields = json_of(f, text);
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    snprintf(text + n, sizeof(text) - n, ",\"last\":1}");
    job.fields = json_of(f, text);
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_E_VALUE);
    assert_string_equal(f->why, "last: there is no such field here");
}

static void decoded_values_are_encoded_in_the_rows_byte_order(void **state)
{
    struct fixture *f = *state;
    static const uint8_t bytes_[] = {1, 0, 2, 0};
    /* As if another table's numbers were copied. */
    struct ws_node nodes[] = {
        {.kind = WS_V_OBJECT, .len = 1, .span = 3},
        {.kind = WS_V_KEY, .len = 1, .span = 1, .as.data = (const uint8_t *)"l"},
        {.kind = WS_V_NUMBERS,
         .flags = WS_NODE_KEYED | WS_NODE_LITTLE | WS_NODE_SIGNED,
         .len = 2,
         .size = 2,
         .span = 1,
         .as.data = bytes_},
    };
    struct ws_encode job = {.plan = test_plan(&f->arena, &numbers), .fields = nodes};

    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_OK);
    assert_memory_equal(f->buf.data, "\0\1\0\2", 4);
    nodes[2].flags ^= WS_NODE_SIGNED;
    assert_int_equal(ws_encode(&job, &f->buf, f->why), WS_E_VALUE);
    assert_string_equal(f->why, "l: numbers of the same type are needed");
}

/* Hooks */

enum { H_ITEMS, H_ROWS };
static const struct ws_field hook_rows[H_ROWS] = {[H_ITEMS] = {.key = "items", .type = WS_BYTES}};
static const struct ws_table hook_table = {hook_rows, H_ROWS, "hook", 0, 0, 0};

static int hook_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    (void)instance, (void)scope;
    ws_put_hex(out, H_ITEMS, in);
    return 0;
}

/** Writes what it sees of the rows before it, then the items; 13 is refused. */
static int hook_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    const struct ws_node *items = ws_member(in, "items");

    (void)instance;
    for (uint16_t i = 0; i < 4; i++)
        ws_encoder_be(out, 1, ws_scope_uint(scope, WS_ROW(i)));
    for (const struct ws_node *n = items ? ws_first(items) : NULL; n; n = ws_next(items, n)) {
        if (n->as.u == 13)
            return ws_encoder_refuse(out, items, "%d brings bad luck", 13);
        ws_encoder_le(out, 2, n->as.u);
    }
    return 0;
}

static const struct ws_hook hook = {&hook_table, hook_decode, hook_encode};
// clang-format off
TEST_TABLE(hooked, { .key = "a", .type = WS_U8, .value = 1 }, { .key = "b", .type = WS_U8, .names = WS_NAMES(names) }, { .type = WS_U8, .flags = WS_CONSTANT, .value = 9 },
    DERIVED("len", WS_U8, WS_LEN_OF, 0, WS_ROW(4), 0), { .type = WS_HOOK, .hook = &hook, .len_from = WS_ROW(3) }, U8("z"));
// clang-format on

static void hooks_write_between_rows_and_see_those_before(void **state)
{
    (void)state;
    char text[TEST_TEXT];
    test_encode(&hooked, "{\"b_name\":\"ONE\",\"items\":[1,2],\"z\":5}", NULL, text);
    assert_string_equal(text, "01010908"
                              "01010900"
                              "01000200"
                              "05");
    test_encode(&hooked, "{\"a\":7,\"b\":8}", NULL, text);
    assert_string_equal(text, "07080904"
                              "07080900"
                              "00");
    test_encode(&hooked, "{\"items\":[13]}", NULL, text);
    assert_string_equal(text, "items: 13 brings bad luck");
    test_encode(&hooked, "{\"item\":[13]}", NULL, text);
    assert_string_equal(text, "item: there is no such field here");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_becomes_the_bytes_that_its_table_says),
        cmocka_unit_test(what_does_not_fit_is_refused_with_its_path),
        cmocka_unit_test(computed_fields_are_overridden_by_their_paths),
        WITH_FIXTURE(presets_stand_before_defaults_and_behind_what_is_given),
        WITH_FIXTURE(preset_that_does_not_fit_is_refused),
        WITH_FIXTURE(refused_message_leaves_the_buffer_as_it_was),
        WITH_FIXTURE(lengths_count_from_the_messages_own_begin),
        WITH_FIXTURE(full_buffer_is_a_limit),
        WITH_FIXTURE(larger_size_beyond_the_buffer_is_a_limit),
        WITH_FIXTURE(values_nest_to_a_limit),
        WITH_FIXTURE(more_members_than_64_are_all_looked_at),
        WITH_FIXTURE(decoded_values_are_encoded_in_the_rows_byte_order),
        cmocka_unit_test(hooks_write_between_rows_and_see_those_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
