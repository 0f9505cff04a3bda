/* JSON read into nodes: RFC 8259, in the manner of the "JSON Parsing Test Suite" by N. Seriot. */
#include "message/scan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/render.h"
#include "wirespeak/err.h"

#include "test.h"

static int scan(struct ws_out *out, const char *text, size_t len, unsigned flags)
{
    char why[WS_JSON_WHY_MAX];
    char *copy = test_malloc(len + !len); /* reading past the end is seen */
    memcpy(copy, text, len);
    int err = ws_json_scan(out, (struct ws_bytes){(uint8_t *)copy, len}, flags, why);
    assert_int_equal(err != 0, why[0] != '\0');
    test_free(copy);
    return err;
}

// clang-format off

/* Text, and what it is read as. */
static const struct { const char *text, *json; } good[] = {
    {"null", "null"}, {"true", "true"}, {"false", "false"}, {" \t\r\n1 \t\r\n", "1"}, {"\"\"", "\"\""}, {"[]", "[]"}, {"{}", "{}"},
    {"[ ]", "[]"}, {"{ }", "{}"}, {"[1,2]", "[1,2]"}, {"[ 1 , 2 ]", "[1,2]"}, {"[[],[[]]]", "[[],[[]]]"}, {"[{}]", "[{}]"},
    {"{\"a\":1}", "{\"a\":1}"}, {"{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"}, {"{\"\":0}", "{\"\":0}"},
    {"{\"a\":{\"a\":{}},\"b\":[{\"c\":null}]}", "{\"a\":{\"a\":{}},\"b\":[{\"c\":null}]}"},
    {"0", "0"}, {"-0", "0"}, {"-1", "-1"}, {"12", "12"}, {"9223372036854775807", "9223372036854775807"}, {"9223372036854775808", "9223372036854775808"},
    {"18446744073709551615", "18446744073709551615"}, {"18446744073709551616", "1.8446744073709552e+19"}, {"-9223372036854775808", "-9223372036854775808"},
    {"-9223372036854775809", "-9.2233720368547758e+18"}, {"9007199254740993", "9007199254740993"}, {"123456789012345678901234567890", "1.2345678901234568e+29"},
    {"1.0", "1"}, {"1.5", "1.5"}, {"-0.0", "-0"}, {"0.1", "0.10000000000000001"}, {"1e2", "100"}, {"1E+2", "100"}, {"1e-2", "0.01"}, {"1.5e3", "1500"}, {"0e1", "0"}, {"0E0", "0"},
    {"1e400", "\"Infinity\""}, {"-1e400", "\"-Infinity\""}, {"1e-400", "0"}, {"4.9406564584124654e-324", "4.9406564584124654e-324"}, {"2.2250738585072011e-308", "2.2250738585072009e-308"},
    {"1.7976931348623157e308", "1.7976931348623157e+308"},
    {"\"a\"", "\"a\""}, {"\"\\u0061\\u00e4\\u20AC\"", "\"a\303\244\342\202\254\""}, {"\"\\ud83d\\ude00\"", "\"\360\237\230\200\""}, {"\"\\uDBFF\\uDFFF\"", "\"\364\217\277\277\""},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0022\\u005c/\\u0008\\u000c\\u000a\\u000d\\u0009\""}, {"\"\\u0000\"", "\"\\u0000\""}, {"\"\177\"", "\"\177\""},
    {"\"\\ud800\"", "\"\357\277\275\""}, {"\"\\udc00\"", "\"\357\277\275\""}, {"\"\\ud800x\"", "\"\357\277\275x\""}, {"\"\\ud800\\n\"", "\"\357\277\275\\u000a\""},
    {"\"\\ud800\\u0041\"", "\"\357\277\275A\""}, {"\"\\ud800\\ud800\\udc00\"", "\"\357\277\275\360\220\200\200\""}, {"\"\\udc00\\ud800\"", "\"\357\277\275\357\277\275\""},
    {"\"\303\244\342\202\254\360\237\230\200\"", "\"\303\244\342\202\254\360\237\230\200\""}, {"{\"\\u0061\":1}", "{\"a\":1}"},
    /* of equal keys the last counts */
    {"{\"a\":1,\"a\":2}", "{\"a\":2}"}, {"{\"a\":[1,2],\"b\":3,\"a\":{\"c\":4,\"c\":5}}", "{\"b\":3,\"a\":{\"c\":5}}"}, {"{\"a\":1,\"\\u0061\":2,\"a\":3}", "{\"a\":3}"},
    {"{\"a\":{\"b\":1,\"b\":[2]},\"a\":7,\"c\":{\"d\":{\"e\":1,\"e\":2},\"d\":{}}}", "{\"a\":7,\"c\":{\"d\":{}}}"},
    {"[{\"\":1,\"\":2},[{\"x\":1,\"y\":2,\"x\":3}],4]", "[{\"\":2},[{\"y\":2,\"x\":3}],4]"},
    {"{\"a\":0,\"b\":1,\"c\":2,\"d\":3,\"e\":4,\"f\":5,\"g\":6,\"h\":7,\"i\":8,\"j\":9,\"k\":10,\"l\":11,\"m\":12,\"c\":13,\"a\":14,\"c\":15}",
        "{\"b\":1,\"d\":3,\"e\":4,\"f\":5,\"g\":6,\"h\":7,\"i\":8,\"j\":9,\"k\":10,\"l\":11,\"m\":12,\"a\":14,\"c\":15}"},
};

/* What is refused, with the byte at which it shows. */
static const struct { const char *text; size_t byte; } bad[] = {
    {"", 1}, {" ", 2}, {"nul", 1}, {"nullx", 5}, {"True", 1}, {"tru", 1}, {"NaN", 1}, {"Infinity", 1}, {"-Infinity", 1}, {"nan", 1}, {"undefined", 1},
    {"[", 2}, {"]", 1}, {"[1", 3}, {"[1,", 4}, {"[1,]", 4}, {"[,1]", 2}, {"[1 2]", 4}, {"[1,,2]", 4}, {"[1}", 3}, {"[1]]", 4}, {"[1]x", 4}, {"[\"a\"", 5}, {"[:1]", 2}, {"[1:2]", 3},
    {"{", 2}, {"}", 1}, {"{\"a\"", 5}, {"{\"a\":", 6}, {"{\"a\":1", 7}, {"{\"a\":1,", 8}, {"{\"a\":1,}", 8}, {"{\"a\" 1}", 6}, {"{\"a\":1]", 7}, {"{1:1}", 2}, {"{a:1}", 2}, {"{'a':1}", 2},
    {"{\"a\":1 \"b\":2}", 8}, {"{\"a\":}", 6}, {"{:1}", 2}, {"{,}", 2}, {"{\"a\":1}{", 8}, {"{\"a\"::1}", 6}, {"{null:1}", 2},
    {"-", 1}, {"+1", 1}, {"--1", 1}, {"01", 1}, {"-01", 1}, {"00", 1}, {"1.", 1}, {".1", 1}, {"-.1", 1}, {"1e", 1}, {"1e+", 1}, {"1.e1", 1}, {"1e1.5", 4}, {"0x1", 2}, {"1_0", 2}, {"1a", 2}, {"- 1", 1}, {"1 000", 3},
    {"\"", 1}, {"\"a", 1}, {"\"\\", 1}, {"\"\\\"", 1}, {"\"\\x\"", 2}, {"\"\\u\"", 2}, {"\"\\u12\"", 2}, {"\"\\u12g4\"", 2}, {"\"\\U0041\"", 2}, {"\"\\'\"", 2}, {"'a'", 1}, {"\"a\nb\"", 3}, {"\"a\tb\"", 3}, {"\"\001\"", 2}, {"\"\\\n\"", 2},
    {"\"\\ud800\\u\"", 8}, {"\"\\ud800\\ux000\"", 8},
    {"\"\377\"", 2}, {"\"\300\200\"", 2}, {"\"\355\240\200\"", 2}, {"\"\364\220\200\200\"", 2}, {"\"\303\"", 2}, {"\"a\200\"", 2}, {"\357\273\277{}", 1}, {"\377\376", 1}, {"[\303\244]", 2},
    {"/* */1", 1}, {"1//", 2}, {"#", 1}, {"1,", 2}, {"\f1", 1}, {"\v1", 1}, {"[1\240]", 3}, {"\"a\"\"b\"", 4},
};

// clang-format on

static void text_of_the_grammar_is_read(void **state)
{
    (void)state;
    size_t wrong = 0;
    struct ws_out out;
    char json[TEST_TEXT], why[WS_JSON_WHY_MAX];

    ws_out_init(&out);
    for (size_t i = 0; i < WS_LEN(good); i++) {
        struct ws_bytes text = {(const uint8_t *)good[i].text, strlen(good[i].text)};
        int err = ws_json_scan(&out, text, 0, why);
        if (!err)
            test_render(out.nodes, json, sizeof(json));
        wrong += !test_same(good[i].text, err ? why : json, good[i].json);
        assert_true(err || out.nodes[0].span == out.n);
    }
    assert_int_equal(wrong, 0);
    ws_out_free(&out);
}

static void text_outside_the_grammar_is_refused_at_its_byte(void **state)
{
    (void)state;
    size_t wrong = 0;
    struct ws_out out;
    char why[WS_JSON_WHY_MAX], at[32];

    ws_out_init(&out);
    for (size_t i = 0; i < WS_LEN(bad); i++) {
        struct ws_bytes text = {(const uint8_t *)bad[i].text, strlen(bad[i].text)};
        int err = ws_json_scan(&out, text, 0, why);
        const char *end = err ? strstr(why, " at byte ") : NULL;
        snprintf(at, sizeof(at), " at byte %zu", bad[i].byte);
        wrong += !test_same(bad[i].text, end ? end : "accepted", at);
        wrong += err && err != WS_E_MALFORMED;
    }
    assert_int_equal(wrong, 0);
    ws_out_free(&out);
}

static void bare_words_are_read_only_when_allowed(void **state)
{
    (void)state;
    struct ws_out out;

    ws_out_init(&out);
    assert_int_equal(scan(&out, "[NaN,Infinity,-Infinity]", 24, WS_JSON_NAN_WORDS), 0);
    assert_true(isnan(out.nodes[1].as.f));
    assert_true(out.nodes[2].as.f == (double)INFINITY);
    assert_true(out.nodes[3].as.f == -(double)INFINITY);
    assert_int_equal(scan(&out, "+Infinity", 9, WS_JSON_NAN_WORDS), WS_E_MALFORMED);
    assert_int_equal(scan(&out, "-NaN", 4, WS_JSON_NAN_WORDS), WS_E_MALFORMED);
    assert_int_equal(scan(&out, "nan", 3, WS_JSON_NAN_WORDS), WS_E_MALFORMED);
    assert_int_equal(scan(&out, "Infinit", 7, WS_JSON_NAN_WORDS), WS_E_MALFORMED);
    ws_out_free(&out);
}

static void integers_are_exact_at_the_bounds_of_64_bits(void **state)
{
    (void)state;
    struct ws_out out;

    ws_out_init(&out);
    scan(&out, "18446744073709551615", 20, 0);
    assert_int_equal(out.nodes[0].kind, WS_V_UINT);
    assert_true(out.nodes[0].as.u == UINT64_MAX);
    scan(&out, "18446744073709551616", 20, 0);
    assert_int_equal(out.nodes[0].kind, WS_V_REAL);
    scan(&out, "-9223372036854775808", 20, 0);
    assert_int_equal(out.nodes[0].kind, WS_V_INT);
    assert_true(out.nodes[0].as.i == INT64_MIN);
    scan(&out, "-9223372036854775809", 20, 0);
    assert_int_equal(out.nodes[0].kind, WS_V_REAL);
    scan(&out, "1.0", 3, 0);
    assert_int_equal(out.nodes[0].kind, WS_V_REAL);
    ws_out_free(&out);
}

static void keys_and_members_are_found(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":1,\"list\":[true,{}],\"b\":\"x\"}";
    struct ws_out out;
    char why[WS_JSON_WHY_MAX];

    ws_out_init(&out);
    ws_json_scan(&out, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, 0, why);
    const struct ws_node *object = out.nodes, *list = ws_member(object, "list");
    assert_int_equal(object->len, 3);
    assert_int_equal(list->len, 2);
    assert_int_equal(list->offset, 14);
    assert_int_equal(ws_first(list)->kind, WS_V_BOOL);
    assert_ptr_equal(ws_next(object, list), ws_member(object, "b"));
    assert_null(ws_next(object, ws_member(object, "b")));
    assert_null(ws_first(ws_next(list, ws_first(list))));
    assert_null(ws_node_field(list));
    assert_int_equal(ws_node_key(list).len, 4);
    ws_out_free(&out);
}

static void text_cut_at_any_byte_is_refused(void **state)
{
    (void)state;
    static const char text[] = "{\"a\\u00e4\\ud83d\\ude00\":[1.5e-3,true,null,\"x\\n\"],\"b\":{}}";
    struct ws_out out;

    ws_out_init(&out);
    assert_int_equal(scan(&out, text, strlen(text), 0), WS_OK);
    for (size_t n = 0; n < strlen(text); n++)
        assert_int_equal(scan(&out, text, n, 0), WS_E_MALFORMED);
    ws_out_free(&out);
}

static void nesting_ends_at_1000(void **state)
{
    (void)state;
    char text[2100];
    struct ws_out out;

    ws_out_init(&out);
    memset(text, '[', 1000);
    memset(text + 1000, ']', 1000);
    assert_int_equal(scan(&out, text, 2000, 0), WS_OK);
    memset(text, '[', 1001);
    memset(text + 1001, ']', 1001);
    assert_int_equal(scan(&out, text, 2002, 0), WS_E_LIMIT);
    ws_out_free(&out);
}

static void deep_objects_lose_their_double_keys(void **state)
{
    (void)state;
    enum { DEEP = 990 };
    char *text = test_calloc(1, DEEP * 16 + 16), *p = text;
    struct ws_out out;

    for (int i = 0; i < DEEP; i++)
        p += sprintf(p, "{\"a\":1,\"a\":");
    *p++ = '2';
    memset(p, '}', DEEP);
    ws_out_init(&out);
    assert_int_equal(scan(&out, text, strlen(text), 0), WS_OK);
    assert_int_equal(out.n, 2 * DEEP + 1);
    const struct ws_node *n = out.nodes;
    for (int i = 0; i < DEEP; i++, n = ws_first(n))
        assert_int_equal(n->len, 1);
    assert_int_equal(n->as.u, 2);
    ws_out_free(&out);
    test_free(text);
}

/** A MiB of one byte, or of a few, in a row: quadratic work would be seen. */
static void work_is_linear(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *again, *end;
        int err;
    } cases[] = {
        {"", "[", "", WS_E_LIMIT},
        {"", "\"", "", WS_E_MALFORMED},
        {"", "1", "", WS_OK},
        {"0.", "3", "", WS_OK},
        {"\"", "a", "\"", WS_OK},
        {"\"", "\\n", "\"", WS_OK},
        {"\"", "\\ud800", "\"", WS_OK},
        {"[0", ",0", "]", WS_OK},
        {"[0", ",0.5", "]", WS_OK},
        {"[[]", ",[]", "]", WS_OK},
        {"", " ", "1", WS_OK},
        {"", "{\"a\":", "", WS_E_LIMIT},
        {"{\"a\":0", ",\"a\":0", "}", WS_OK},
        {"[\"\\n\"", ",\"\\n\"", "]", WS_OK},
    };
    enum { SIZE = 1 << 20 };
    char *text = test_malloc(SIZE + 32);
    struct ws_out out;

    ws_out_init(&out);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        size_t n = strlen(cases[i].begin), step = strlen(cases[i].again);
        print_message("case: %s%s...\n", cases[i].begin, cases[i].again);
        memcpy(text, cases[i].begin, n);
        for (; n + step <= SIZE; n += step)
            memcpy(text + n, cases[i].again, step);
        memcpy(text + n, cases[i].end, strlen(cases[i].end));
        assert_int_equal(scan(&out, text, n + strlen(cases[i].end), 0), cases[i].err);
    }
    ws_out_free(&out);
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_the_grammar_is_read),
        cmocka_unit_test(text_outside_the_grammar_is_refused_at_its_byte),
        cmocka_unit_test(bare_words_are_read_only_when_allowed),
        cmocka_unit_test(integers_are_exact_at_the_bounds_of_64_bits),
        cmocka_unit_test(keys_and_members_are_found),
        cmocka_unit_test(text_cut_at_any_byte_is_refused),
        cmocka_unit_test(nesting_ends_at_1000),
        cmocka_unit_test(deep_objects_lose_their_double_keys),
        cmocka_unit_test(work_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
