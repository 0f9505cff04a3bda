/* C structures: as ctypes of Python 3.11 and gcc 12 lay them out on x86-64, there and back. */
#include "tcpip_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/encode.h"
#include "message/scan.h"
#include "output/json_value.h"
#include "output/print.h"

// clang-format off

/* A struct of a layout, bytes, and what they mean. Bytes and values of the first ones are ctypes' own. */
static const struct { const char *what, *fields, *hex, *json; } both_ways[] = {
    {"every number", "{\"fields\": [{\"name\": \"a\", \"type\": \"bool\"}, {\"name\": \"b\", \"type\": \"char\"}, {\"name\": \"c\", \"type\": \"byte\"}, {\"name\": \"d\", \"type\": \"ubyte\"}, {\"name\": \"e\", \"type\": \"short\"}, {\"name\": \"f\", \"type\": \"ushort\"}, {\"name\": \"g\", \"type\": \"int\"}, {\"name\": \"h\", \"type\": \"uint\"}, {\"name\": \"i\", \"type\": \"long\"}, {\"name\": \"j\", \"type\": \"ulong\"}, {\"name\": \"k\", \"type\": \"longlong\"}, {\"name\": \"l\", \"type\": \"ulonglong\"}, {\"name\": \"m\", \"type\": \"size_t\"}, {\"name\": \"n\", \"type\": \"ssize_t\"}, {\"name\": \"o\", \"type\": \"float\"}, {\"name\": \"p\", \"type\": \"double\"}], \"size\": 80}",
     "015a80ff0080ffff00000080ffffffff0000000000000080ffffffffffffffff000000000000e0ff01000000000020000000000000002000ffffffffffffffffcdcccc3d000000009c7500883ce437fe",
     "{\"a\":true,\"b\":\"Z\",\"c\":-128,\"d\":255,\"e\":-32768,\"f\":65535,\"g\":-2147483648,\"h\":4294967295,\"i\":\"-9223372036854775808\",\"j\":\"18446744073709551615\",\"k\":-9007199254740992,\"l\":\"9007199254740993\",\"m\":9007199254740992,\"n\":-1,\"o\":0.10000000149011612,\"p\":-1e+300}"},
    {"every number, packed", "{\"fields\": [{\"name\": \"a\", \"type\": \"bool\"}, {\"name\": \"b\", \"type\": \"char\"}, {\"name\": \"c\", \"type\": \"byte\"}, {\"name\": \"d\", \"type\": \"ubyte\"}, {\"name\": \"e\", \"type\": \"short\"}, {\"name\": \"f\", \"type\": \"ushort\"}, {\"name\": \"g\", \"type\": \"int\"}, {\"name\": \"h\", \"type\": \"uint\"}, {\"name\": \"i\", \"type\": \"long\"}, {\"name\": \"j\", \"type\": \"ulong\"}, {\"name\": \"k\", \"type\": \"longlong\"}, {\"name\": \"l\", \"type\": \"ulonglong\"}, {\"name\": \"m\", \"type\": \"size_t\"}, {\"name\": \"n\", \"type\": \"ssize_t\"}, {\"name\": \"o\", \"type\": \"float\"}, {\"name\": \"p\", \"type\": \"double\"}], \"size\": 76, \"pack\": 1}",
     "015a80ff0080ffff00000080ffffffff0000000000000080ffffffffffffffff000000000000e0ff01000000000020000000000000002000ffffffffffffffffcdcccc3d9c7500883ce437fe",
     "{\"a\":true,\"b\":\"Z\",\"c\":-128,\"d\":255,\"e\":-32768,\"f\":65535,\"g\":-2147483648,\"h\":4294967295,\"i\":\"-9223372036854775808\",\"j\":\"18446744073709551615\",\"k\":-9007199254740992,\"l\":\"9007199254740993\",\"m\":9007199254740992,\"n\":-1,\"o\":0.10000000149011612,\"p\":-1e+300}"},
    {"every number, pack 2, with prefixes", "{\"fields\": [{\"name\": \"a\", \"type\": \"c_bool\"}, {\"name\": \"b\", \"type\": \"c_char\"}, {\"name\": \"c\", \"type\": \"c_byte\"}, {\"name\": \"d\", \"type\": \"c_ubyte\"}, {\"name\": \"e\", \"type\": \"c_short\"}, {\"name\": \"f\", \"type\": \"c_ushort\"}, {\"name\": \"g\", \"type\": \"c_int\"}, {\"name\": \"h\", \"type\": \"c_uint\"}, {\"name\": \"i\", \"type\": \"c_long\"}, {\"name\": \"j\", \"type\": \"c_ulong\"}, {\"name\": \"k\", \"type\": \"c_longlong\"}, {\"name\": \"l\", \"type\": \"c_ulonglong\"}, {\"name\": \"m\", \"type\": \"c_size_t\"}, {\"name\": \"n\", \"type\": \"c_ssize_t\"}, {\"name\": \"o\", \"type\": \"c_float\"}, {\"name\": \"p\", \"type\": \"c_double\"}], \"size\": 76, \"pack\": 2}",
     "015a80ff0080ffff00000080ffffffff0000000000000080ffffffffffffffff000000000000e0ff01000000000020000000000000002000ffffffffffffffffcdcccc3d9c7500883ce437fe",
     "{\"a\":true,\"b\":\"Z\",\"c\":-128,\"d\":255,\"e\":-32768,\"f\":65535,\"g\":-2147483648,\"h\":4294967295,\"i\":\"-9223372036854775808\",\"j\":\"18446744073709551615\",\"k\":-9007199254740992,\"l\":\"9007199254740993\",\"m\":9007199254740992,\"n\":-1,\"o\":0.10000000149011612,\"p\":-1e+300}"},
    {"big-endian", "{\"fields\": [{\"name\": \"b\", \"type\": \"char\"}, {\"name\": \"c\", \"type\": \"byte\"}, {\"name\": \"d\", \"type\": \"ubyte\"}, {\"name\": \"e\", \"type\": \"short\"}, {\"name\": \"f\", \"type\": \"ushort\"}, {\"name\": \"g\", \"type\": \"int\"}, {\"name\": \"h\", \"type\": \"uint\"}, {\"name\": \"i\", \"type\": \"long\"}, {\"name\": \"j\", \"type\": \"ulong\"}, {\"name\": \"k\", \"type\": \"longlong\"}, {\"name\": \"l\", \"type\": \"ulonglong\"}, {\"name\": \"m\", \"type\": \"size_t\"}, {\"name\": \"n\", \"type\": \"ssize_t\"}, {\"name\": \"o\", \"type\": \"float\"}, {\"name\": \"p\", \"type\": \"double\"}], \"size\": 80, \"endian\": \"big\"}",
     "5a80ff008000ffff80000000ffffffff8000000000000000ffffffffffffffffffe000000000000000200000000000010020000000000000ffffffffffffffff3dcccccd00000000fe37e43c8800759c",
     "{\"b\":\"Z\",\"c\":-128,\"d\":255,\"e\":-32768,\"f\":65535,\"g\":-2147483648,\"h\":4294967295,\"i\":\"-9223372036854775808\",\"j\":\"18446744073709551615\",\"k\":-9007199254740992,\"l\":\"9007199254740993\",\"m\":9007199254740992,\"n\":-1,\"o\":0.10000000149011612,\"p\":-1e+300}"},
    {"texts", "{\"fields\": [{\"name\": \"a\", \"type\": \"wchar\"}, {\"name\": \"b\", \"type\": \"wchar\", \"count\": 4}, {\"name\": \"c\", \"type\": \"char\"}, {\"name\": \"d\", \"type\": \"char\", \"count\": 6}, {\"name\": \"e\", \"type\": \"char\", \"count\": 1}], \"size\": 28}",
     "2df50100a903000078000000000000000000000000c2b56162630071",
     "{\"a\":\"🔭\",\"b\":\"Ωx\",\"c\":\"\\u0000\",\"d\":\"µabc\",\"e\":\"q\"}"},
    {"extended reals", "{\"fields\": [{\"name\": \"a\", \"type\": \"byte\"}, {\"name\": \"b\", \"type\": \"longdouble\"}, {\"name\": \"c\", \"type\": \"longdouble\", \"count\": 2}], \"size\": 64}",
     "0100000000000000000000000000000000000000000000c0ffbf0000000000000000000000000080cd3b0000000000000000000000000080ff7f000000000000",
     "{\"a\":1,\"b\":-1.5,\"c\":[5e-324,\"Infinity\"]}"},
    {"arrays in arrays", "{\"fields\": [{\"name\": \"m\", \"type\": \"int16\", \"count\": [2, 3]}, {\"name\": \"t\", \"type\": \"char\", \"count\": [2, 3]}, {\"name\": \"d\", \"type\": \"double\", \"count\": [2, 2, 1]}, {\"name\": \"b\", \"type\": \"bool\", \"count\": 2}], \"size\": 64}",
     "0100feff030004000500faff000000000000000000000000000000000000e03f000000000000f83f000000000000f87f00000000000000800100000000000000",
     "{\"m\":[[1,-2,3],[4,5,-6]],\"t\":[\"\",\"\"],\"d\":[[[0.5],[1.5]],[[\"NaN\"],[-0.0]]],\"b\":[true,false]}"},
    {"tail padding", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"uint16\", \"count\": 3}, {\"name\": \"c\", \"type\": \"double\"}, {\"name\": \"d\", \"type\": \"uint8\"}], \"size\": 24}",
     "010001000200ffff00000000000000400900000000000000",
     "{\"a\":1,\"b\":[1,2,65535],\"c\":2.0,\"d\":9}"},
    {"bit-fields of one size", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint32\", \"bits\": 3}, {\"name\": \"b\", \"type\": \"int32\", \"bits\": 5}, {\"name\": \"c\", \"type\": \"uint32\", \"bits\": 24}, {\"name\": \"d\", \"type\": \"uint32\", \"bits\": 1}, {\"name\": \"e\", \"type\": \"int32\", \"bits\": 31}], \"size\": 8}",
     "85efcdab01000080",
     "{\"a\":5,\"b\":-16,\"c\":11259375,\"d\":1,\"e\":-1073741824}"},
    {"bit-fields of 64 bits", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint64\", \"bits\": 1}, {\"name\": \"b\", \"type\": \"uint64\", \"bits\": 63}, {\"name\": \"c\", \"type\": \"int64\", \"bits\": 64}], \"size\": 16}",
     "0300000000000080fbffffffffffffff",
     "{\"a\":1,\"b\":\"4611686018427387905\",\"c\":-5}"},

    /* gcc */
    {"bit-fields, bits side by side", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint8\", \"bits\": 3}, {\"name\": \"b\", \"type\": \"uint8\", \"bits\": 5}, {\"name\": \"c\", \"type\": \"uint16\", \"bits\": 12}, {\"name\": \"d\", \"type\": \"uint16\", \"bits\": 6}, {\"name\": \"e\", \"type\": \"int32\", \"bits\": 7}, {\"name\": \"f\", \"type\": \"uint32\", \"bits\": 25}]}",
     "8d00bc0a6a1f000067452301", "{\"a\":5,\"b\":17,\"c\":2748,\"d\":42,\"e\":-3,\"f\":19088743}"},
    {"bit-fields among others", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"uint32\", \"bits\": 8}, {\"name\": \"c\", \"type\": \"uint32\", \"bits\": 16}, {\"name\": \"d\", \"type\": \"uint8\"}, {\"name\": \"e\", \"type\": \"uint16\", \"bits\": 4}, {\"name\": \"f\", \"type\": \"uint64\", \"bits\": 40}, {\"name\": \"g\", \"type\": \"bool\", \"bits\": 1}], \"size\": 16}",
     "01020403050600000b0a090807010000", "{\"a\":1,\"b\":2,\"c\":772,\"d\":5,\"e\":6,\"f\":30199581195,\"g\":true}"},
    {"bit-fields of all sizes", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint16\", \"bits\": 9}, {\"name\": \"b\", \"type\": \"uint8\", \"bits\": 8}, {\"name\": \"c\", \"type\": \"uint64\", \"bits\": 60}, {\"name\": \"d\", \"type\": \"int8\", \"bits\": 2}, {\"name\": \"e\", \"type\": \"uint32\"}], \"size\": 24}",
     "5501aa0000000000efcdab89674523310700000000000000", "{\"a\":341,\"b\":170,\"c\":\"81985529216486895\",\"d\":-1,\"e\":7}"},

    /* by the tables of docs/layouts.md */
    {"text, and what is none", "{\"fields\": [{\"name\": \"a\", \"type\": \"char\", \"count\": 4}, {\"name\": \"b\", \"type\": \"char\", \"count\": 4}, {\"name\": \"c\", \"type\": \"char\", \"count\": 2, \"encoding\": \"cp1252\"}, {\"name\": \"d\", \"type\": \"char\", \"count\": 2, \"encoding\": \"ascii\"}, {\"name\": \"e\", \"type\": \"wchar\"}]}",
     "61626364 ff410000 80e4 8000 ffffffff", "{\"a\":\"abcd\",\"b\":{\"hex\":\"ff41\"},\"c\":\"\342\202\254\303\244\",\"d\":{\"hex\":\"80\"},\"e\":{\"hex\":\"ffffffff\"}}"},
    {"bytes, padding, pointers", "{\"fields\": [{\"name\": \"a\", \"type\": \"bytes\", \"count\": 3}, {\"name\": \"p\", \"type\": \"pad\", \"count\": 2}, {\"name\": \"b\", \"type\": \"void_p\"}, {\"name\": \"c\", \"type\": \"c_char_p\", \"count\": 2}], \"size\": 32}",
     "0102030000000000 0a00000000000000 0b00000000000000 0c00000000000000", "{\"a\":\"010203\",\"b\":\"0a00000000000000\",\"c\":[\"0b00000000000000\",\"0c00000000000000\"]}"},
    {"names that are not ours", "{\"fields\": [{\"name\": \"set point\", \"type\": \"uint8\"}, {\"name\": \"T\303\244\", \"type\": \"uint8\"}, {\"name\": \"a_hex\", \"type\": \"uint8\"}, {\"name\": \"a\", \"type\": \"char\", \"count\": 1}, {\"name\": \"a_text\", \"type\": \"uint8\"}]}",
     "0102034105", "{\"set point\":1,\"T\303\244\":2,\"a_hex\":3,\"a\":\"A\",\"a_text\":5}"},
};

/* What is read but not written so: old bytes behind a NUL, padding, NaNs, bools above 1. */
static const struct { const char *what, *fields, *hex, *json, *again; } one_way[] = {
    {"behind the NUL", "{\"fields\": [{\"name\": \"a\", \"type\": \"char\", \"count\": 5}]}", "6869006c6f", "{\"a\":\"hi\"}", "6869000000"},
    {"padding", "{\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"uint16\"}]}", "01ff0200", "{\"a\":1,\"b\":2}", "01000200"},
    {"bool and NaN", "{\"fields\": [{\"name\": \"a\", \"type\": \"bool\"}, {\"name\": \"b\", \"type\": \"float\"}]}", "05000000 0100c0ff", "{\"a\":true,\"b\":\"NaN\"}", NULL},
};

/* {"A": ..., "S": ...}: bytes of S. */
static const struct { const char *what, *abi, *structs, *hex, *json, *again; } nested[] = {
    {"arrays of structs", "lp64", "{\"A\": {\"fields\": [{\"name\": \"x\", \"type\": \"uint8\"}, {\"name\": \"y\", \"type\": \"uint16\"}]}, \"S\": {\"pack\": 1, \"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"A\", \"count\": [2, 1]}]}}",
     "07 01000200 03000400", "{\"a\":7,\"b\":[[{\"x\":1,\"y\":2}],[{\"x\":3,\"y\":4}]]}", NULL},
    {"a big-endian struct in a little-endian one", "lp64", "{\"A\": {\"endian\": \"big\", \"fields\": [{\"name\": \"x\", \"type\": \"uint16\"}, {\"name\": \"b\", \"type\": \"bool\"}]}, \"S\": {\"fields\": [{\"name\": \"a\", \"type\": \"uint16\"}, {\"name\": \"b\", \"type\": \"A\"}]}}",
     "0100 0001 0100", "{\"a\":1,\"b\":{\"x\":1,\"b\":true}}", NULL},
    {"a union of bits, a number and a struct", "lp64", "{\"A\": {\"fields\": [{\"name\": \"x\", \"type\": \"uint8\"}, {\"name\": \"y\", \"type\": \"uint8\"}, {\"name\": \"z\", \"type\": \"uint8\"}]}, \"U\": {\"union\": true, \"fields\": [{\"name\": \"a\", \"type\": \"uint32\", \"bits\": 5}, {\"name\": \"b\", \"type\": \"uint16\"}, {\"name\": \"c\", \"type\": \"A\"}], \"size\": 4},"
     " \"S\": {\"fields\": [{\"name\": \"u\", \"type\": \"U\", \"count\": 2}, {\"name\": \"e\", \"type\": \"uint8\"}], \"size\": 12}}",
     "3f020300 01000000 09000000", "{\"u\":[{\"a\":31,\"b\":575,\"c\":{\"x\":63,\"y\":2,\"z\":3}},{\"a\":1,\"b\":1,\"c\":{\"x\":1,\"y\":0,\"z\":0}}],\"e\":9}", "1f000000 01000000 09000000"},
    {"ilp32", "ilp32", "{\"S\": {\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"double\"}, {\"name\": \"c\", \"type\": \"long\"}, {\"name\": \"d\", \"type\": \"int64\"}, {\"name\": \"e\", \"type\": \"longdouble\"}, {\"name\": \"f\", \"type\": \"size_t\"}], \"size\": 40}}",
     "01000000 000000000000f03f ffffffff 0200000000000000 0000000000000080ff3f0000 05000000", "{\"a\":1,\"b\":1.0,\"c\":-1,\"d\":2,\"e\":1.0,\"f\":5}", NULL},
    {"llp64", "llp64", "{\"S\": {\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"long\"}, {\"name\": \"c\", \"type\": \"longdouble\"}, {\"name\": \"d\", \"type\": \"wchar\", \"count\": 3}, {\"name\": \"e\", \"type\": \"wchar\"}], \"size\": 24}}",
     "01000000 ffffffff 000000000000f03f 3dd800de0000 00d8", "{\"a\":1,\"b\":-1,\"c\":1.0,\"d\":\"\360\237\230\200\",\"e\":{\"hex\":\"00d8\"}}", NULL},
};

/* JSON that can't be sent. */
static const char refused_struct[] = "{\"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"t\", \"type\": \"char\", \"count\": 2}, {\"name\": \"n\", \"type\": \"int16\", \"count\": 2}, {\"name\": \"f\", \"type\": \"float\"}, {\"name\": \"w\", \"type\": \"wchar\"}]}";
static const struct { const char *json, *why; } refused[] = {
    {"{\"a\": 256}", "out of range"}, {"{\"a\": -1}", "out of range"}, {"{\"t\": \"abc\"}", "3 bytes where 2 have room"}, {"{\"n\": [1, 2, 3]}", "3 numbers where 2"},
    {"{\"n\": [40000]}", "out of range"}, {"{\"f\": 1e300}", "32 bits"}, {"{\"zz\": 1}", "zz"}, {"{\"w\": \"ab\"}", "have room"}, {"{\"t\": {\"hex\": \"ff\", \"x\": 1}}", "hex alone"},
};

// clang-format on

static void render(const struct ws_node *n, char *out, size_t size)
{
    const struct ws_print print = {.secrets = true};
    struct ws_buf text;

    ws_buf_init(&text, size - 1);
    ws_json_value(&print, n, &text);
    assert_false(text.failed);
    memcpy(out, text.data, text.len);
    out[text.len] = '\0';
    ws_buf_free(&text);
}

static void to_hex(const struct ws_buf *bytes, char *out)
{
    for (size_t i = 0; i < bytes->len; i++)
        sprintf(out + 2 * i, "%02x", bytes->data[i]);
    out[2 * bytes->len] = '\0';
}

static void strip(const char *hex, char *out)
{
    for (; *hex; hex++)
        if (*hex != ' ')
            *out++ = *hex;
    *out = '\0';
}

static size_t from_hex(const char *hex, uint8_t *out)
{
    size_t n = 0;
    for (; hex[2 * n]; n++) {
        const char two[] = {hex[2 * n], hex[2 * n + 1], '\0'};
        out[n] = (uint8_t)strtoul(two, NULL, 16);
    }
    return n;
}

/** The struct S of a layout. */
struct bench {
    struct ws_instance *instance;
    const struct ws_plan *plan;
    struct ws_out out;
    struct ws_buf bytes;
    char why[WS_WHY_MAX];
};

static void open_bench(struct bench *b, const char *abi, const char *structs)
{
    static char layout[1 << 15];

    snprintf(layout, sizeof(layout),
             "{\"wirespeak_tcpip_layout\": 1, \"abi\": \"%s\", \"structs\": %s, \"streams\": "
             "[{\"name\": \"x\", \"client\": {\"framing\": \"struct\", \"struct\": \"S\"}, "
             "\"server\": {\"framing\": \"raw\"}}]}",
             abi, structs);
    b->instance = test_layout(layout, NULL, b->why);
    if (!b->instance)
        fail_msg("%s", b->why);
    b->plan = ws_instance_plans(b->instance, ws_instance_type(b->instance, "struct"))[0];
    ws_out_init(&b->out);
    ws_buf_init(&b->bytes, 1 << 20);
}

static void close_bench(struct bench *b)
{
    ws_out_free(&b->out);
    ws_buf_free(&b->bytes);
    ws_instance_free(b->instance);
}

static int encode(struct bench *b, const struct ws_node *fields)
{
    struct ws_encode job = {
        .plan = b->plan, .instance = ws_instance_data(b->instance), .fields = fields};
    ws_buf_reset(&b->bytes);
    return ws_encode(&job, &b->bytes, b->why);
}

static bool is_same(const char *what, const char *got, const char *expected)
{
    bool same = strcmp(got, expected) == 0;
    if (!same)
        print_error("%s\n  got      %s\n  expected %s\n", what, got, expected);
    return same;
}

/** Bytes mean this, and these values make `again` (NULL: not looked at), both from what was decoded
 * and from JSON. */
static size_t there_and_back(const char *what, const char *abi, const char *structs,
                             const char *hex, const char *json, const char *again)
{
    static char got[8192], text[8192], digits[4096];
    uint8_t bytes[1024];
    struct bench b;
    char why[WS_JSON_WHY_MAX];
    size_t wrong = 0;

    print_message("case: %s\n", what);
    open_bench(&b, abi, structs);
    strip(hex, digits);
    struct ws_bytes in = {bytes, from_hex(digits, bytes)};
    assert_int_equal(ws_decode(&b.out, b.plan, NULL, in), 0);
    wrong += b.out.n_faults > 0;
    render(ws_member(b.out.nodes, "value"), got, sizeof(got));
    wrong += !is_same(what, got, json);
    wrong += encode(&b, b.out.nodes) != 0;
    to_hex(&b.bytes, got);
    if (again)
        strip(again, digits);
    wrong += again && !is_same(what, got, digits);
    snprintf(text, sizeof(text), "{\"struct\": \"S\", \"value\": %s}", json);
    assert_int_equal(ws_json_scan(&b.out, (struct ws_bytes){(uint8_t *)text, strlen(text)}, 0, why),
                     0);
    if (encode(&b, b.out.nodes))
        print_error("%s\n", b.why);
    to_hex(&b.bytes, got);
    wrong += again && !is_same(what, got, digits);
    close_bench(&b);
    return wrong;
}

static const char *as_s(const char *fields)
{
    static char structs[8192];
    snprintf(structs, sizeof(structs), "{\"S\": %s}", fields);
    return structs;
}

static void structs_are_read_and_written(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(both_ways); i++)
        wrong += there_and_back(both_ways[i].what, "lp64", as_s(both_ways[i].fields),
                                both_ways[i].hex, both_ways[i].json, both_ways[i].hex);
    assert_int_equal(wrong, 0);
}

static void what_is_not_shown_is_not_written_again(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(one_way); i++)
        wrong += there_and_back(one_way[i].what, "lp64", as_s(one_way[i].fields), one_way[i].hex,
                                one_way[i].json, one_way[i].again);
    assert_int_equal(wrong, 0);
}

static void structs_nest_and_differ_by_abi(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(nested); i++)
        wrong += there_and_back(nested[i].what, nested[i].abi, nested[i].structs, nested[i].hex,
                                nested[i].json, nested[i].again ? nested[i].again : nested[i].hex);
    assert_int_equal(wrong, 0);
}

static void values_without_a_place_are_refused(void **state)
{
    (void)state;
    struct bench b;
    char text[256], why[WS_JSON_WHY_MAX];

    open_bench(&b, "lp64", as_s(refused_struct));
    for (size_t i = 0; i < WS_LEN(refused); i++) {
        print_message("case: %s\n", refused[i].json);
        snprintf(text, sizeof(text), "{\"value\": %s}", refused[i].json);
        assert_int_equal(
            ws_json_scan(&b.out, (struct ws_bytes){(uint8_t *)text, strlen(text)}, 0, why), 0);
        assert_int_equal(encode(&b, b.out.nodes), WS_E_VALUE);
        if (!strstr(b.why, refused[i].why))
            fail_msg("%s", b.why);
    }
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structs_are_read_and_written),
        cmocka_unit_test(what_is_not_shown_is_not_written_again),
        cmocka_unit_test(structs_nest_and_differ_by_abi),
        cmocka_unit_test(values_without_a_place_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
