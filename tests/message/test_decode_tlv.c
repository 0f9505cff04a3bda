/* Bytes to values: lists of type, length, value. */
#include "message/decode.h"

#include <string.h>

#include "message/render.h"

#include "test.h"

// clang-format off

TEST_TABLE(number, { .key = "value", .type = WS_U32 });
TEST_TABLE(text, { .key = "value", .type = WS_TEXT });
static const struct ws_table nothing = {.n = 0, .name = "nothing"};
TEST_TABLE(pair, { .key = "a", .type = WS_U8 }, { .key = "b", .type = WS_U16 });
TEST_TABLE(numbers, { .key = "values", .type = WS_NUMBERS, .element = WS_U16, .repeat = WS_TO_END });

static const struct ws_tlvs all;
TEST_TABLE(container, { .key = "tlvs", .type = WS_TLVS, .tlvs = &all }, { .key = "trailing", .type = WS_BYTES, .flags = WS_IF_ANY });
static const struct ws_tlv list[] = {
    { .type = 9, .name = "nine", .table = &nothing },
    { .type = 1, .name = "number", .table = &number, .min = 4, .max = 4 },
    { .type = 2, .name = "text", .table = &text },
    { .type = 3, .name = "container", .table = &container, .holds_tlvs = 1 },
    { .type = 0x100, .type_last = 0x1ff, .name = "range" },
    { .type = 4, .name = "pair", .table = &pair },
    { .type = 5, .name = "numbers", .table = &numbers, .min = 2, .max = 8, .step = 2 },
    { .type = 6, .name = "bytes", .min = 2, .max = 3 },
    { .type = 7, .name = "secret", .table = &text, .purpose = WS_SECRET },
};
static const struct ws_tlvs all = {
    .type_len = 2, .length_len = 2, .align = 4, .max_depth = 3,
    .truncated = WS_CODE(0), .bad_length = WS_CODE(1), .limit = WS_CODE(2), .list = list, .n = WS_LEN(list),
};
TEST_TABLE(tlvs, { .key = "tlvs", .type = WS_TLVS, .tlvs = &all }, { .key = "trailing", .type = WS_BYTES, .flags = WS_IF_ANY });
TEST_TABLE(counted, { .key = "n", .type = WS_U8 },
    { .key = "tlvs", .type = WS_TLVS, .tlvs = &all, .count_from = WS_ROW(0), .count_mismatch = WS_CODE(9) },
    { .key = "trailing", .type = WS_BYTES, .flags = WS_IF_ANY });

#define SHAPE(label, t, l, order) \
    static const struct ws_tlv label##_list[] = {{ .type = 1, .name = "one", .table = &text }}; \
    static const struct ws_tlvs label##_tlvs = {.type_len = (t), .length_len = (l), .little = (order), .list = label##_list, .n = 1}; \
    TEST_TABLE(label, { .key = "l", .type = WS_TLVS, .tlvs = &label##_tlvs })
SHAPE(shape_11, 1, 1, 0); SHAPE(shape_34, 3, 4, 0); SHAPE(shape_42, 4, 2, 1); SHAPE(shape_23, 2, 3, 1);

static const struct ws_tlv bare_list[] = {{ .type = 1, .name = "one" }};
static const struct ws_tlvs bare_tlvs = {.type_len = 1, .length_len = 1, .align = 2, .bare = 1, .value_key = "data", .unknown = "other",
    .list = bare_list, .n = 1};
TEST_TABLE(bare, { .key = "l", .type = WS_TLVS, .tlvs = &bare_tlvs }, { .key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY });

static const struct ws_tlvs endless;
TEST_TABLE(endless_value, { .key = "l", .type = WS_TLVS, .tlvs = &endless });
static const struct ws_tlv endless_list[] = {{ .type = 1, .name = "in", .table = &endless_value }};
static const struct ws_tlvs endless = {.type_len = 1, .length_len = 2, .list = endless_list, .n = 1};

#define HEAD(t, name, length) "{\"type\":" #t ",\"name\":\"" name "\",\"length\":" #length
static const struct {
    const char *what;
    const struct ws_table *table;
    const char *hex, *json, *faults;
} cases[] = {
    {"none", &tlvs, "", "{\"tlvs\":[]}", ""},
    {"known types", &tlvs, "0001 0004 00000007 0002 0004 61626364", "{\"tlvs\":[" HEAD(1, "number", 4) ",\"value\":7}," HEAD(2, "text", 4) ",\"value\":\"abcd\"}]}", ""},
    {"padding", &tlvs, "0002 0001 61000000 0009 0000", "{\"tlvs\":[" HEAD(2, "text", 1) ",\"value\":\"a\"}," HEAD(9, "nine", 0) "}]}", ""},
    {"padding not zero", &tlvs, "0002 0001 61000100", "{\"tlvs\":[" HEAD(2, "text", 1) ",\"value\":\"a\",\"padding\":\"000100\"}]}", ""},
    {"padding cut", &tlvs, "0002 0001 6100", "{\"tlvs\":[" HEAD(2, "text", 1) ",\"value\":\"a\",\"padding\":\"00\"}]}", ""},
    {"padding missing", &tlvs, "0002 0001 61", "{\"tlvs\":[" HEAD(2, "text", 1) ",\"value\":\"a\",\"padding\":\"\"}]}", ""},
    {"unknown", &tlvs, "2abc 0002 01020000", "{\"tlvs\":[" HEAD(10940, "unknown", 2) ",\"value\":\"0102\"}]}", ""},
    {"first and last of a range", &tlvs, "0100 0000 01ff 0004 01020304", "{\"tlvs\":[" HEAD(256, "range", 0) "}," HEAD(511, "range", 4) ",\"value\":\"01020304\"}]}", ""},
    {"beside a range", &tlvs, "0200 0000", "{\"tlvs\":[" HEAD(512, "unknown", 0) "}]}", ""},
    {"length 0 has no value", &tlvs, "0001 0000 0003 0000 2abc 0000", "{\"tlvs\":[" HEAD(1, "number", 0) "}," HEAD(3, "container", 0) "}," HEAD(10940, "unknown", 0) "}]}", ""},
    {"lists in lists", &tlvs, "0003 0010 0003 0004 00090000 0002 0002 61620000 0009 0000",
        "{\"tlvs\":[" HEAD(3, "container", 16) ",\"tlvs\":[" HEAD(3, "container", 4) ",\"tlvs\":[" HEAD(9, "nine", 0) "}]}," HEAD(2, "text", 2) ",\"value\":\"ab\"}]}," HEAD(9, "nine", 0) "}]}", ""},
    {"nested too deep", &tlvs, "0003 000c 0003 0008 0003 0004 00090000",
        "{\"tlvs\":[" HEAD(3, "container", 12) ",\"tlvs\":[" HEAD(3, "container", 8) ",\"tlvs\":[" HEAD(3, "container", 4) ",\"value_hex\":\"00090000\",\"error\":\"none\"}]}]}]}", "own2@8"},
    {"value too short for its type", &tlvs, "0001 0002 00070000", "{\"tlvs\":[" HEAD(1, "number", 2) ",\"value_hex\":\"0007\",\"error\":\"none\"}]}", "own1@0"},
    {"value too long for its type", &tlvs, "0001 0005 0000000700000000", "{\"tlvs\":[" HEAD(1, "number", 5) ",\"value_hex\":\"0000000700\",\"error\":\"none\"}]}", "own1@0"},
    {"bytes where there are none", &tlvs, "0009 0001 00000000 0009 0000", "{\"tlvs\":[" HEAD(9, "nine", 1) ",\"value_hex\":\"00\",\"error\":\"none\"}," HEAD(9, "nine", 0) "}]}", "own1@0"},
    {"what was read before stays", &tlvs, "0004 0002 01020000", "{\"tlvs\":[" HEAD(4, "pair", 2) ",\"a\":1,\"value_hex\":\"0102\",\"error\":\"none\"}]}", "own1@0"},
    {"bytes behind the value", &tlvs, "0004 0004 01020304", "{\"tlvs\":[" HEAD(4, "pair", 4) ",\"a\":1,\"b\":515,\"value_hex\":\"01020304\",\"error\":\"none\"}]}", "own1@0"},
    {"steps of length", &tlvs, "0005 0003 00010200 0005 0004 00010002", "{\"tlvs\":[" HEAD(5, "numbers", 3) ",\"value_hex\":\"000102\",\"error\":\"none\"}," HEAD(5, "numbers", 4) ",\"values\":[1,2]}]}", "own1@0"},
    {"lengths of a type without a table", &tlvs, "0006 0001 01000000 0006 0002 0102 0000", "{\"tlvs\":[" HEAD(6, "bytes", 1) ",\"value_hex\":\"01\",\"error\":\"none\"}," HEAD(6, "bytes", 2) ",\"value\":\"0102\"}]}", "own1@0"},
    {"value not in its charset", &tlvs, "0002 0002 fffe0000", "{\"tlvs\":[" HEAD(2, "text", 2) ",\"value_hex\":\"fffe\"}]}", ""},
    {"value past the end", &tlvs, "0009 0000 0001 0004 0007", "{\"tlvs\":[" HEAD(9, "nine", 0) "}," HEAD(1, "number", 4) ",\"value_hex\":\"0007\",\"error\":\"none\"}]}", "own0@4"},
    {"nothing of the value", &tlvs, "0001 0004", "{\"tlvs\":[" HEAD(1, "number", 4) ",\"value_hex\":\"\",\"error\":\"none\"}]}", "own0@0"},
    {"bytes that are no head", &tlvs, "0009 0000 000100", "{\"tlvs\":[" HEAD(9, "nine", 0) "}],\"trailing\":\"000100\"}", "own0@4"},
    {"bytes that are no head, inside", &tlvs, "0003 0006 00090000 aabb 0000", "{\"tlvs\":[" HEAD(3, "container", 6) ",\"tlvs\":[" HEAD(9, "nine", 0) "}],\"trailing\":\"aabb\"}]}", "own0@8"},
    {"count", &counted, "02 00090000 00090000", "{\"n\":2,\"tlvs\":[" HEAD(9, "nine", 0) "}," HEAD(9, "nine", 0) "}]}", ""},
    {"count, wrong", &counted, "03 00090000 00090000", "{\"n\":3,\"tlvs\":[" HEAD(9, "nine", 0) "}," HEAD(9, "nine", 0) "}]}", "own9@0"},
    {"count with a cut one", &counted, "02 00090000 00090004", "{\"n\":2,\"tlvs\":[" HEAD(9, "nine", 0) "}," HEAD(9, "nine", 4) ",\"value_hex\":\"\",\"error\":\"none\"}]}", "own0@5"},
    {"count with left-over bytes", &counted, "02 00090000 0009", "{\"n\":2,\"tlvs\":[" HEAD(9, "nine", 0) "}],\"trailing\":\"0009\"}", "own0@5 own9@0"},
    {"type 1, length 1 byte", &shape_11, "01 01 61 02 00", "{\"l\":[" HEAD(1, "one", 1) ",\"value\":\"a\"}," HEAD(2, "unknown", 0) "}]}", ""},
    {"type 3, length 4 bytes", &shape_34, "000001 00000001 61", "{\"l\":[" HEAD(1, "one", 1) ",\"value\":\"a\"}]}", ""},
    {"type 4, length 2 bytes, little-endian", &shape_42, "01000000 0100 61 fffffffe 0000", "{\"l\":[" HEAD(1, "one", 1) ",\"value\":\"a\"}," HEAD(4278190079, "unknown", 0) "}]}", ""},
    {"type 2, length 3 bytes, little-endian", &shape_23, "0100 010000 61", "{\"l\":[" HEAD(1, "one", 1) ",\"value\":\"a\"}]}", ""},
    {"length of 4 GiB", &shape_34, "000001 ffffffff 61", "{\"l\":[" HEAD(1, "one", 4294967295) ",\"value_hex\":\"61\",\"error\":\"truncated\"}]}", "truncated@0"},
    {"common codes", &shape_11, "01 05 61", "{\"l\":[" HEAD(1, "one", 5) ",\"value_hex\":\"61\",\"error\":\"truncated\"}]}", "truncated@0"},
    {"bare", &bare, "01 01 6100 02 00", "{\"l\":[" HEAD(1, "one", 1) ",\"data\":\"61\"}," HEAD(2, "other", 0) ",\"data\":\"\"}]}", ""},
    {"bare, dirty padding", &bare, "01 01 61ff", "{\"l\":[" HEAD(1, "one", 1) ",\"data\":\"61\"}]}", ""},
    {"bare, cut", &bare, "01 05 61", "{\"l\":[" HEAD(1, "one", 5) ",\"data\":\"61\"}]}", "truncated@0"},
};

// clang-format on

static void bytes_are_shown_as_their_list_says(void **state)
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

static void lists_without_a_limit_of_their_own_have_the_programs(void **state)
{
    (void)state;
    uint8_t bytes[300];
    struct ws_arena arena;
    struct ws_out out;
    char faults[TEST_TEXT];

    for (size_t i = 0; i < 100; i++) {
        size_t length = 300 - 3 * i - 3;
        bytes[3 * i] = 1;
        ws_store_be(bytes + 3 * i + 1, 2, length);
    }
    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    ws_decode(&out, test_plan(&arena, &endless_value), NULL, (struct ws_bytes){bytes, 300});
    test_render_faults(&out, faults, sizeof(faults));
    assert_string_equal(faults, "bad_length@189"); /* the 64th is not opened */
    ws_out_free(&out);
    ws_arena_free(&arena);
}

static void node_of_a_known_type_tells_it(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0, 7, 0, 1, 'x', 0, 0, 0, 0x2a, 0, 0, 0};
    struct ws_arena arena;
    struct ws_out out;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    ws_decode(&out, test_plan(&arena, &tlvs), NULL, (struct ws_bytes){bytes, sizeof(bytes)});
    const struct ws_node *array = ws_first(out.nodes), *first = ws_first(array);
    assert_ptr_equal(ws_node_tlv(first), &list[8]);
    assert_null(ws_node_tlv(ws_next(array, first)));
    assert_null(ws_node_tlv(array));
    assert_true(out.secret);
    ws_out_free(&out);
    ws_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_shown_as_their_list_says),
        cmocka_unit_test(lists_without_a_limit_of_their_own_have_the_programs),
        cmocka_unit_test(node_of_a_known_type_tells_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
