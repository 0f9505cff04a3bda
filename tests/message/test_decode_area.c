/* Bytes to values: structures, arrays, choices, areas, hooks, and the limits of all of them. */
#include "message/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/render.h"
#include "wirespeak/err.h"

#include "test.h"

// clang-format off

#define U8(name) { .key = name, .type = WS_U8 }
#define AT(i, what, v) .when = { WS_ROW(i), (what), (v) }

TEST_TABLE(pair, U8("x"), { .key = "y", .type = WS_U16 });
TEST_TABLE(single, U8("v"));
static const struct ws_table empty = {.n = 0, .name = "empty"};
static const struct ws_table pair_own_code = {.rows = pair_rows, .n = 2, .name = "pair_own_code", .short_error = WS_CODE(4)};

TEST_TABLE(nested, U8("a"), { .key = "in", .type = WS_STRUCT, .table = &pair }, U8("b"));
TEST_TABLE(inlined, U8("a"), { .type = WS_STRUCT, .table = &pair }, U8("b"));
TEST_TABLE(atomic, U8("a"), { .key = "in", .type = WS_STRUCT, .table = &pair, .flags = WS_ATOMIC }, { .key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY });
TEST_TABLE(atomic_inline, U8("a"), { .type = WS_STRUCT, .table = &pair_own_code, .flags = WS_ATOMIC });
TEST_TABLE(sized, U8("size"), { .key = "in", .type = WS_STRUCT, .table = &pair, .len_from = WS_ROW(0) }, U8("b"));
TEST_TABLE(fixed_area, { .key = "in", .type = WS_STRUCT, .table = &single, .len = 3 }, U8("b"));
TEST_TABLE(prefixed_area, { .key = "in", .type = WS_STRUCT, .table = &pair, .prefix = 2, .flags = WS_LITTLE }, U8("b"));

TEST_TABLE(three_times, { .key = "l", .type = WS_U16, .flags = WS_LITTLE, .repeat = WS_TIMES, .count = 3 });
TEST_TABLE(counted, U8("n"), { .key = "l", .type = WS_STRUCT, .table = &pair, .repeat = WS_COUNTED, .count_from = WS_ROW(0) });
TEST_TABLE(to_end, { .key = "l", .type = WS_STRUCT, .table = &single, .repeat = WS_TO_END });
TEST_TABLE(to_end_in_area, U8("size"), { .key = "l", .type = WS_STRUCT, .table = &pair, .repeat = WS_TO_END, .len_from = WS_ROW(0) }, U8("b"));
TEST_TABLE(atomic_array, U8("n"), { .key = "l", .type = WS_STRUCT, .table = &pair, .repeat = WS_COUNTED, .count_from = WS_ROW(0), .flags = WS_ATOMIC });
TEST_TABLE(count_told, U8("n"), { .key = "l", .type = WS_U8, .repeat = WS_TO_END, .count_from = WS_ROW(0), .count_mismatch = WS_CODE(5) });
TEST_TABLE(len_told, U8("size"), { .key = "l", .type = WS_U8, .repeat = WS_TO_END, .len_from = WS_ROW(0), .len_mismatch = WS_CODE(6) },
    { .key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY });
TEST_TABLE(addresses, U8("n"), { .key = "l", .type = WS_IP, .len = 4, .repeat = WS_COUNTED, .count_from = WS_ROW(0) }, U8("b"));
TEST_TABLE(texts, { .key = "l", .type = WS_TEXT, .len = 3, .flags = WS_CUT_AT_NUL, .repeat = WS_TIMES, .count = 2 }, U8("b"));
TEST_TABLE(prefixed_texts, { .key = "l", .type = WS_TEXT, .prefix = 1, .repeat = WS_TO_END });

#define NUMBERS(how, element_type) { .key = "l", .type = WS_NUMBERS, .element = (element_type), .repeat = (how), .count = 2, .count_from = (how) == WS_COUNTED ? WS_ROW(0) : 0 }
TEST_TABLE(numbers_end, NUMBERS(WS_TO_END, WS_I16));
TEST_TABLE(numbers_times, NUMBERS(WS_TIMES, WS_U24), U8("b"));
TEST_TABLE(numbers_counted, { .key = "n", .type = WS_U32 }, NUMBERS(WS_COUNTED, WS_F32));
TEST_TABLE(numbers_little, { .key = "l", .type = WS_NUMBERS, .element = WS_F64, .repeat = WS_TO_END, .flags = WS_LITTLE });
TEST_TABLE(numbers_bool, NUMBERS(WS_TO_END, WS_BOOL8));

static const struct ws_case choice_cases[] = {{-1, &single}, {300, &empty}, {2, &pair}};
#define CHOICE(selector, other) &(const struct ws_choice){.on = (selector), .cases = choice_cases, .n = 3, .otherwise = (other)}
TEST_TABLE(choice_inline, { .key = "t", .type = WS_I16 }, { .type = WS_CHOICE, .choice = CHOICE(WS_ROW(0), NULL) });
TEST_TABLE(raw, { .key = "raw", .type = WS_BYTES });
TEST_TABLE(choice_otherwise, { .key = "t", .type = WS_I16 }, { .key = "in", .type = WS_CHOICE, .choice = CHOICE(WS_ROW(0), &raw) });
TEST_TABLE(choice_by_outer, { .type = WS_CHOICE, .choice = CHOICE(WS_OUTER_ROW(0), NULL) });
TEST_TABLE(choice_outside, { .key = "t", .type = WS_I16 }, { .key = "in", .type = WS_STRUCT, .table = &choice_by_outer });
TEST_TABLE(outer_len, { .key = "d", .type = WS_BYTES, .len_from = WS_OUTER_ROW(0) });
TEST_TABLE(outer_lens, U8("n"), { .key = "l", .type = WS_STRUCT, .table = &outer_len, .repeat = WS_TO_END });

static const struct ws_table tree;
static const struct ws_field tree_rows[] = {
    U8("n"), { .key = "c", .type = WS_STRUCT, .table = &tree, .repeat = WS_COUNTED, .count_from = WS_ROW(0) },
};
static const struct ws_table tree = {tree_rows, 2, "tree", 0, 0, 0};
TEST_TABLE(many_empty, { .key = "n", .type = WS_U32 }, { .key = "l", .type = WS_STRUCT, .table = &empty, .repeat = WS_COUNTED, .count_from = WS_ROW(0) });
TEST_TABLE(end_empty, { .key = "l", .type = WS_STRUCT, .table = &empty, .repeat = WS_TO_END });

static const struct {
    const char *what;
    const struct ws_table *table;
    const char *hex, *json, *faults;
} cases[] = {
    {"structure", &nested, "01 02 0003 04", "{\"a\":1,\"in\":{\"x\":2,\"y\":3},\"b\":4}", ""},
    {"structure cut", &nested, "01 02 00", "{\"a\":1,\"in\":{\"x\":2}}", "truncated@2"},
    {"inline structure", &inlined, "01 02 0003 04", "{\"a\":1,\"x\":2,\"y\":3,\"b\":4}", ""},
    {"atomic structure", &atomic, "01 02 0003", "{\"a\":1,\"in\":{\"x\":2,\"y\":3}}", ""},
    {"atomic structure cut", &atomic, "01 02 00", "{\"a\":1}", "truncated@2"},
    {"atomic inline structure cut", &atomic_inline, "01 02 00", "{\"a\":1}", "own4@2"},
    {"structure of given size", &sized, "03 02 0003 04", "{\"size\":3,\"in\":{\"x\":2,\"y\":3},\"b\":4}", ""},
    {"structure in a larger size", &sized, "05 02 0003 ffff 04", "{\"size\":5,\"in\":{\"x\":2,\"y\":3},\"b\":4}", "trailing_bytes@4"},
    {"structure in a smaller size", &sized, "02 02 0003 04", "{\"size\":2,\"in\":{\"x\":2}}", "truncated@2"},
    {"structure past the end", &sized, "09 02 0003 04", "{\"size\":9}", "truncated@1"},
    {"structure in a fixed area", &fixed_area, "01 0000 02", "{\"in\":{\"v\":1},\"b\":2}", "trailing_bytes@1"},
    {"structure with a prefix", &prefixed_area, "0300 02 0003 04", "{\"in\":{\"x\":2,\"y\":3},\"b\":4}", ""},
    {"three times", &three_times, "010002000300", "{\"l\":[1,2,3]}", ""},
    {"three times, cut", &three_times, "0100020003", "{\"l\":[1,2]}", "truncated@4"},
    {"counted", &counted, "02 01 0002 03 0004", "{\"n\":2,\"l\":[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]}", ""},
    {"counted, none", &counted, "00", "{\"n\":0,\"l\":[]}", ""},
    {"counted, cut", &counted, "02 01 0002 03", "{\"n\":2,\"l\":[{\"x\":1,\"y\":2},{\"x\":3}]}", "truncated@5"},
    {"counted, atomic and cut", &atomic_array, "02 01 0002 03", "{\"n\":2,\"l\":[{\"x\":1,\"y\":2}]}", "truncated@5"},
    {"to the end", &to_end, "0102", "{\"l\":[{\"v\":1},{\"v\":2}]}", ""},
    {"to the end, none", &to_end, "", "{\"l\":[]}", ""},
    {"to the end of an area", &to_end_in_area, "06 01 0002 03 0004 05", "{\"size\":6,\"l\":[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}],\"b\":5}", ""},
    {"told count", &count_told, "02 0102", "{\"n\":2,\"l\":[1,2]}", ""},
    {"told count, wrong", &count_told, "03 0102", "{\"n\":3,\"l\":[1,2]}", "own5@0"},
    {"told length", &len_told, "02 0102", "{\"size\":2,\"l\":[1,2]}", ""},
    {"told length, smaller", &len_told, "01 0102", "{\"size\":1,\"l\":[1],\"rest\":\"02\"}", "own6@0"},
    {"told length, larger", &len_told, "09 0102", "{\"size\":9,\"l\":[1,2]}", "own6@0"},
    {"addresses", &addresses, "02 01020304 05060708 09", "{\"n\":2,\"l\":[\"1.2.3.4\",\"5.6.7.8\"],\"b\":9}", ""},
    {"texts", &texts, "610000 626300 07", "{\"l\":[\"a\",\"bc\"],\"b\":7}", ""},
    {"texts with prefixes", &prefixed_texts, "0161 00 026263", "{\"l\":[\"a\",\"\",\"bc\"]}", ""},
    {"numbers", &numbers_end, "0001 ffff 8000", "{\"l\":[1,-1,-32768]}", ""},
    {"numbers, none", &numbers_end, "", "{\"l\":[]}", ""},
    {"numbers and half a one", &numbers_end, "0001 ff", "{\"l\":[1]}", "trailing_bytes@2"},
    {"numbers, twice", &numbers_times, "000001 010000 05", "{\"l\":[1,65536],\"b\":5}", ""},
    {"numbers, cut", &numbers_times, "000001 0100", "{\"l\":[1]}", "truncated@3"},
    {"numbers, counted", &numbers_counted, "00000001 3fc00000", "{\"n\":1,\"l\":[1.5]}", ""},
    {"numbers, 2^32 of them", &numbers_counted, "ffffffff 3fc00000", "{\"n\":4294967295,\"l\":[1.5]}", "truncated@8"},
    {"numbers, little-endian", &numbers_little, "000000000000f83f", "{\"l\":[1.5]}", ""},
    {"numbers, bool", &numbers_bool, "000107", "{\"l\":[false,true,true]}", ""},
    {"choice", &choice_inline, "0002 01 0203", "{\"t\":2,\"x\":1,\"y\":515}", ""},
    {"choice, negative", &choice_inline, "ffff 01", "{\"t\":-1,\"v\":1}", ""},
    {"choice of nothing", &choice_inline, "012c", "{\"t\":300}", ""},
    {"no such choice", &choice_inline, "0005 01", "{\"t\":5}", "bad_value@0"},
    {"otherwise", &choice_otherwise, "0005 0102", "{\"t\":5,\"in\":{\"raw\":\"0102\"}}", ""},
    {"choice as an object", &choice_otherwise, "0002 01 0203", "{\"t\":2,\"in\":{\"x\":1,\"y\":515}}", ""},
    {"choice by a row outside", &choice_outside, "0002 01 0203", "{\"t\":2,\"in\":{\"x\":1,\"y\":515}}", ""},
    {"length by a row outside", &outer_lens, "02 0102 0304", "{\"n\":2,\"l\":[{\"d\":\"0102\"},{\"d\":\"0304\"}]}", ""},
    {"table in itself", &tree, "02 01 00 00", "{\"n\":2,\"c\":[{\"n\":1,\"c\":[{\"n\":0,\"c\":[]}]},{\"n\":0,\"c\":[]}]}", ""},
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

/* Limits */

/** Decodes and answers how many nodes there are; the faults as text. */
static uint32_t nodes_of(const struct ws_table *table, struct ws_bytes message,
                         char faults[TEST_TEXT])
{
    struct ws_arena arena;
    struct ws_out out;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    assert_int_equal(ws_decode(&out, test_plan(&arena, table), NULL, message), WS_OK);
    test_render_faults(&out, faults, TEST_TEXT);
    uint32_t n = out.n;
    assert_true(out.nodes[0].span == n);
    ws_out_free(&out);
    ws_arena_free(&arena);
    return n;
}

static void elements_without_bytes_end_at_a_limit(void **state)
{
    (void)state;
    static const uint8_t most[] = {0xff, 0xff, 0xff, 0xff}, limit[] = {0, 0, 4, 0};
    char faults[TEST_TEXT];

    assert_int_equal(nodes_of(&many_empty, (struct ws_bytes){most, 4}, faults), 1028);
    assert_string_equal(faults, "limit@4");
    assert_int_equal(nodes_of(&many_empty, (struct ws_bytes){limit, 4}, faults), 1027);
    assert_string_equal(faults, "");
    nodes_of(&end_empty, (struct ws_bytes){most, 4}, faults);
    assert_string_equal(faults, "limit@0");
}

static void structures_nest_to_a_limit(void **state)
{
    (void)state;
    uint8_t ones[100];
    char faults[TEST_TEXT];

    memset(ones, 1, sizeof(ones));
    ones[64] = 0; /* 64 structures in the message */
    nodes_of(&tree, (struct ws_bytes){ones, 65}, faults);
    assert_string_equal(faults, "");
    ones[64] = 1;
    nodes_of(&tree, (struct ws_bytes){ones, sizeof(ones)}, faults);
    assert_string_equal(faults, "limit@65");
}

static void values_are_counted_up_to_a_limit(void **state)
{
    (void)state;
    size_t n = 3 << 20; /* an object and a number each: more than WS_MAX_NODES */
    uint8_t *bytes = calloc(n, 1);
    char faults[TEST_TEXT];

    assert_non_null(bytes);
    assert_true(nodes_of(&to_end, (struct ws_bytes){bytes, n}, faults) <= WS_MAX_NODES);
    assert_string_equal(faults, "limit@2097152");
    free(bytes);
}

static void message_of_4_gib_is_refused(void **state)
{
    (void)state;
    struct ws_arena arena;
    struct ws_out out;
    uint8_t byte = 0;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    struct ws_bytes huge = {&byte, (size_t)UINT32_MAX + 1};
    assert_int_equal(ws_decode(&out, test_plan(&arena, &raw), NULL, huge), WS_E_LIMIT);
    ws_out_free(&out);
    ws_arena_free(&arena);
}

static void each_code_is_told_once_at_its_first_place(void **state)
{
    (void)state;
    struct ws_out out;
    char faults[TEST_TEXT];

    ws_out_init(&out);
    ws_out_add_fault(&out, WS_TRUNCATED, 5);
    ws_out_add_fault(&out, WS_CODE(0), 3);
    ws_out_add_fault(&out, WS_TRUNCATED, 1);
    ws_out_add_fault(&out, WS_NO_ERROR, 0);
    test_render_faults(&out, faults, sizeof(faults));
    assert_string_equal(faults, "truncated@5 own0@3");
    for (uint16_t i = 0; i < 100; i++)
        ws_out_add_fault(&out, WS_CODE(i), i);
    assert_int_equal(out.n_faults, WS_MAX_FAULTS);
    ws_out_free(&out);
}

/* Hooks: a payload of pairs (kind, value); kind 1 opens a list, 0 closes it, 9 is a fault. */

// clang-format off
enum { HOOK_ITEMS, HOOK_N, HOOK_TEXT, HOOK_NUMBERS, HOOK_SECRET, HOOK_SEEN, HOOK_ALL };
static const struct ws_field hook_rows[HOOK_ALL] = {
    [HOOK_ITEMS]   = { .key = "items", .type = WS_BYTES },
    [HOOK_N]       = { .key = "n", .type = WS_U8 },
    [HOOK_TEXT]    = { .key = "text", .type = WS_TEXT },
    [HOOK_NUMBERS] = { .key = "numbers", .type = WS_NUMBERS, .element = WS_U16, .repeat = WS_TO_END },
    [HOOK_SECRET]  = { .key = "pin", .type = WS_U8, .purpose = WS_SECRET },
    [HOOK_SEEN]    = { .key = "seen", .type = WS_U64 },
};
// clang-format on
static const struct ws_table hook_table = {hook_rows, HOOK_ALL, "hook", 0, 0, 0};

static int hook_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    size_t open[300] = {0}, depth = 0;

    (void)instance;
    ws_put_uint(out, HOOK_SEEN,
                ws_scope_uint(scope, WS_ROW(0)) * 1000 + ws_scope_uint(scope, WS_ROW(1)) * 100 +
                    ws_scope_uint(scope, WS_ROW(2)));
    for (size_t i = 0; i < in.len; i++) {
        switch (in.data[i]) {
        case 0:
            ws_put_close(out, open[--depth]);
            break;
        case 1:
            open[depth++] = ws_put_array(out, HOOK_ITEMS);
            break;
        case 2:
            ws_put_text(out, HOOK_TEXT, (struct ws_bytes){in.data + i, 1}, WS_LATIN1);
            break;
        case 3:
            ws_put_numbers(out, HOOK_NUMBERS, WS_U16, true, (struct ws_bytes){in.data + i, 5});
            break;
        case 4:
            ws_put_uint(out, HOOK_SECRET, 1);
            break;
        case 5:
            open[depth++] = ws_put_object(out, HOOK_ITEMS);
            break;
        case 9:
            ws_out_fault(out, i);
            return WS_CODE(8);
        default:
            ws_put_uint(out, HOOK_N, in.data[i]);
        }
    }
    return 0;
}

static int hook_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    (void)instance, (void)scope, (void)in, (void)out;
    return 0;
}

static const struct ws_hook hook = {&hook_table, hook_decode, hook_encode};
// clang-format off
TEST_TABLE(hooked, { .key = "a", .type = WS_U8 }, { .key = "c", .type = WS_U8, .flags = WS_CONSTANT, .value = 7 }, { .key = "len", .type = WS_U8 },
    { .type = WS_HOOK, .hook = &hook, .len_from = WS_ROW(2) }, { .key = "b", .type = WS_U8 });
TEST_TABLE(hook_view, { .key = "a", .type = WS_U8 }, { .key = "b", .type = WS_BYTES, .prefix = 1 }, { .key = "c", .type = WS_U8, },
    { .type = WS_HOOK, .hook = &hook, .purpose = WS_VIEW, .of = WS_ROW(1) });

static const struct {
    const char *what;
    const struct ws_table *table;
    const char *hex, *json, *faults;
} hook_cases[] = {
    {"nothing", &hooked, "02 07 00 05", "{\"a\":2,\"len\":0,\"seen\":2700,\"b\":5}", ""},
    {"values and lists", &hooked, "02 07 06 0a 01 0b 0c 00 0d 05",
        "{\"a\":2,\"len\":6,\"seen\":2706,\"n\":10,\"items\":[11,12],\"n\":13,\"b\":5}", ""},
    {"lists in objects", &hooked, "02 08 09 05 01 01 0b 00 00 01 00 00 05",
        "{\"a\":2,\"c\":8,\"len\":9,\"seen\":2809,\"items\":{\"items\":[[11]],\"items\":[]},\"b\":5}", ""},
    {"text, numbers", &hooked, "02 07 06 02 03 10 11 12 13 05",
        "{\"a\":2,\"len\":6,\"seen\":2706,\"text\":\"\\u0002\",\"numbers\":[4099,4625],\"n\":16,\"n\":17,\"n\":18,\"n\":19,\"b\":5}", ""},
    {"a fault, and reading goes on", &hooked, "02 07 03 0a 09 0b 05", "{\"a\":2,\"len\":3,\"seen\":2703,\"n\":10,\"b\":5}", "own8@4"},
    {"payload cut", &hooked, "02 07 03 0a", "{\"a\":2,\"len\":3}", "truncated@3"},
    {"a view of another row", &hook_view, "02 02 0a0b 03", "{\"a\":2,\"b\":\"0a0b\",\"c\":3,\"seen\":2003,\"n\":10,\"n\":11}", ""},
};
// clang-format on

static void hooks_put_values_between_those_of_rows(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < WS_LEN(hook_cases); i++) {
        char json[TEST_TEXT], faults[TEST_TEXT];
        test_decode(hook_cases[i].table, hook_cases[i].hex, json, faults);
        wrong += !test_same(hook_cases[i].what, json, hook_cases[i].json);
        wrong += !test_same(hook_cases[i].what, faults, hook_cases[i].faults);
    }
    assert_int_equal(wrong, 0);
}

static void hooks_may_nest_deeper_than_tables(void **state)
{
    (void)state;
    uint8_t bytes[520] = {2, 7, 0};
    char faults[TEST_TEXT];

    bytes[2] = 250;
    memset(bytes + 3, 1, 125);
    memset(bytes + 3 + 125, 0, 125);
    assert_int_equal(nodes_of(&hooked, (struct ws_bytes){bytes, 3 + 250 + 1}, faults), 130);
    assert_string_equal(faults, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_shown_as_their_table_says),
        cmocka_unit_test(elements_without_bytes_end_at_a_limit),
        cmocka_unit_test(structures_nest_to_a_limit),
        cmocka_unit_test(values_are_counted_up_to_a_limit),
        cmocka_unit_test(message_of_4_gib_is_refused),
        cmocka_unit_test(each_code_is_told_once_at_its_first_place),
        cmocka_unit_test(hooks_put_values_between_those_of_rows),
        cmocka_unit_test(hooks_may_nest_deeper_than_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
