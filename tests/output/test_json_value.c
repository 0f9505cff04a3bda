/* Every kind of value as JSON. */
#include "output/json_value.h"

#include <math.h>
#include <stdlib.h>

#include "test.h"

#include "sample.h"

static const uint8_t floats_le[] = {0xcd, 0xcc, 0xcc, 0x3d, 0x00, 0x00, 0xc0, 0x7f};
static const uint8_t ints_be[] = {0x00, 0x01, 0xff, 0xff};
static const uint8_t wide_be[] = {0x00, 0x20, 0, 0, 0, 0, 0, 1};
static const uint8_t mac[] = {0x02, 0, 0x5e, 0x10, 0, 0x0a};
static const uint8_t v6[] = {0xfe, 0x80};

#define DATA(bytes_) .as.data = (bytes_), .len = sizeof(bytes_), .span = 1

// clang-format off
static const struct {
    const char *what;
    struct ws_node node;
    enum ws_int64_mode mode;
    const char *wanted;
} scalars[] = {
    {"null", {.kind = WS_V_NULL, .span = 1}, 0, "null"},
    {"2^53", {.kind = WS_V_UINT, .as.u = UINT64_C(9007199254740992), .span = 1}, 0, "9007199254740992"},
    {"2^53 + 1", {.kind = WS_V_UINT, .as.u = UINT64_C(9007199254740993), .span = 1}, 0, "\"9007199254740993\""},
    {"-2^53 - 1", {.kind = WS_V_INT, .as.i = -INT64_C(9007199254740993), .span = 1}, 0, "\"-9007199254740993\""},
    {"the least", {.kind = WS_V_INT, .as.i = INT64_MIN, .span = 1}, 0, "\"-9223372036854775808\""},
    {"a large one as a number", {.kind = WS_V_UINT, .as.u = UINT64_MAX, .span = 1}, WS_INT64_NUMBER, "18446744073709551615"},
    {"a small one of a wide field as a string", UINT_NODE(S_BIG, 5), WS_INT64_STRING, "\"5\""},
    {"a small one of a narrow field stays", UINT_NODE(S_COMMAND, 5), WS_INT64_STRING, "5"},
    {"false", {.kind = WS_V_BOOL, .span = 1}, 0, "false"},
    {"0.1f widened", {.kind = WS_V_REAL, .as.f = 0.10000000149011612, .span = 1}, 0, "0.10000000149011612"},
    {"infinity", {.kind = WS_V_REAL, .as.f = -INFINITY, .span = 1}, 0, "\"-Infinity\""},
    {"Latin-1", TEXT_NODE(S_NAME, "\xe9\"\n", WS_LATIN1), 0, "\"\xc3\xa9\\\"\\n\""},
    {"hex", {.kind = WS_V_HEX, DATA(ints_be)}, 0, "\"0001ffff\""},
    {"no bytes", {.kind = WS_V_HEX, .span = 1}, 0, "\"\""},
    {"MAC", {.kind = WS_V_MAC, DATA(mac)}, 0, "\"02:00:5e:10:00:0a\""},
    {"an IPv6 prefix", {.kind = WS_V_IP, .size = 16, DATA(v6)}, 0, "\"fe80::\""},
    {"IPv4", {.kind = WS_V_IP, .size = 4, DATA(ints_be)}, 0, "\"0.1.255.255\""},
    {"time", {.kind = WS_V_TIME, .as.i = 1795168800, .len = 5, .span = 1}, 0, "\"2026-11-20T10:00:00.000000005Z\""},
    {"name", {.kind = WS_V_NAME, .as.data = (const uint8_t *)"ab", .len = 2, .span = 1}, 0, "\"ab\""},
    {"floats, little-endian", {.kind = WS_V_NUMBERS, .as.data = floats_le, .len = 2, .size = 4, .span = 1, .flags = WS_NODE_FLOAT | WS_NODE_LITTLE}, 0, "[0.10000000149011612,\"NaN\"]"},
    {"signed, big-endian", {.kind = WS_V_NUMBERS, .as.data = ints_be, .len = 2, .size = 2, .span = 1, .flags = WS_NODE_SIGNED}, 0, "[1,-1]"},
    {"unsigned", {.kind = WS_V_NUMBERS, .as.data = ints_be, .len = 2, .size = 2, .span = 1}, 0, "[1,65535]"},
    {"truth values", {.kind = WS_V_NUMBERS, .as.data = ints_be, .len = 4, .size = 1, .span = 1, .flags = WS_NODE_BOOL}, 0, "[false,true,true,true]"},
    {"a wide one in a list", {.kind = WS_V_NUMBERS, .as.data = wide_be, .len = 1, .size = 8, .span = 1}, 0, "[\"9007199254740993\"]"},
    {"no numbers", {.kind = WS_V_NUMBERS, .size = 8, .span = 1}, 0, "[]"},
    {"an empty object", {.kind = WS_V_OBJECT, .span = 1}, 0, "{}"},
    {"an empty list", {.kind = WS_V_ARRAY, .span = 1}, 0, "[]"},
};
// clang-format on

static void expect(const struct ws_print *print, const struct ws_node *node, const char *wanted)
{
    struct ws_buf out;

    ws_buf_init(&out, 1 << 24);
    ws_json_value(print, node, &out);
    ws_buf_byte(&out, 0);
    assert_false(out.failed);
    assert_string_equal((const char *)out.data, wanted);
    ws_buf_free(&out);
}

static void scalars_are_written_by_their_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(scalars); i++) {
        print_message("case: %s\n", scalars[i].what);
        struct ws_print print = {.int64 = scalars[i].mode};
        expect(&print, &scalars[i].node, scalars[i].wanted);
    }
}

static void names_follow_their_values(void **state)
{
    (void)state;
    const struct ws_print print = {0};
    const struct ws_node nodes[] = {{.kind = WS_V_OBJECT, .len = 4, .span = 5},
                                    UINT_NODE(S_STATUS, 72),
                                    UINT_NODE(S_STATUS, 5),
                                    UINT_NODE(S_RIGHTS, 3),
                                    UINT_NODE(S_RIGHTS, 0)};
    expect(&print, nodes,
           "{\"status\":72,\"status_name\":\"ECA_IODONE\",\"status\":5,\"rights\":3,"
           "\"rights_name\":\"READ|WRITE\",\"rights\":0}");
}

static void objects_and_lists_nest(void **state)
{
    (void)state;
    const struct ws_print print = {0};
    const struct ws_row *tlvs = &sample_rows[S_TLVS];
    const struct ws_node nodes[] = {
        {.kind = WS_V_OBJECT, .len = 3, .span = 9},
        {.row = tlvs, .kind = WS_V_ARRAY, .len = 3, .span = 6},
        {.row = tlvs, .kind = WS_V_OBJECT, .len = 2, .span = 3},
        UINT_NODE(S_TYPE, 1),
        TEXT_NODE(S_NAME, "x", WS_UTF8),
        {.row = tlvs, .kind = WS_V_OBJECT, .span = 1},
        {.row = tlvs, .kind = WS_V_OBJECT, .span = 1},
        {.row = &sample_rows[S_NAME], .kind = WS_V_HEX, .span = 1, .flags = WS_NODE_HEX_KEY},
        UINT_NODE(S_COMMAND, 2),
    };
    expect(&print, nodes,
           "{\"tlvs\":[{\"type\":1,\"name\":\"x\"},{},{}],\"name_hex\":\"\",\"command\":2}");
}

static void keys_that_were_read_are_written_with_escapes(void **state)
{
    (void)state;
    const struct ws_print print = {0};
    const struct ws_node nodes[] = {
        {.kind = WS_V_OBJECT, .len = 2, .span = 5},
        {.kind = WS_V_KEY, .as.data = (const uint8_t *)"a\"", .len = 2, .span = 1},
        {.kind = WS_V_UINT, .as.u = 1, .span = 1, .flags = WS_NODE_KEYED},
        {.kind = WS_V_KEY, .as.data = (const uint8_t *)"b", .len = 1, .span = 1},
        {.kind = WS_V_ARRAY, .span = 1, .flags = WS_NODE_KEYED},
    };
    expect(&print, nodes, "{\"a\\\"\":1,\"b\":[]}");
}

static void secrets_show_only_when_asked_for(void **state)
{
    (void)state;
    struct ws_print print = {0};
    const struct ws_node nodes[] = {
        {.kind = WS_V_OBJECT, .len = 2, .span = 6},
        TEXT_NODE(S_PASSWORD, "x", WS_UTF8),
        {.row = &sample_rows[S_TLVS], .kind = WS_V_ARRAY, .len = 1, .span = 4},
        {.row = &sample_secret_row, .kind = WS_V_OBJECT, .len = 2, .span = 3},
        UINT_NODE(S_TYPE, 7),
        UINT_NODE(S_BIG, 99),
    };
    expect(&print, nodes, "{\"password\":\"***\",\"tlvs\":[{\"type\":7,\"big\":\"***\"}]}");
    print.secrets = true;
    expect(&print, nodes, "{\"password\":\"x\",\"tlvs\":[{\"type\":7,\"big\":99}]}");
}

static void a_single_value_may_be_a_secret(void **state)
{
    (void)state;
    struct ws_print print = {0};
    struct ws_node nodes[] = {
        {.kind = WS_V_OBJECT, .len = 2, .span = 3},
        UINT_NODE(S_TYPE, 7),
        UINT_NODE(S_BIG, 99),
    };
    nodes[1].flags |= WS_NODE_SECRET;
    expect(&print, nodes, "{\"type\":\"***\",\"big\":99}");
    print.secrets = true;
    expect(&print, nodes, "{\"type\":7,\"big\":99}");
}

static void what_is_nested_too_deep_is_said(void **state)
{
    (void)state;
    enum { DEPTH = WS_JSON_DEPTH_MAX + 1 };
    const struct ws_print print = {0};
    struct ws_node *nodes = calloc(DEPTH, sizeof(*nodes));
    struct ws_buf out;

    assert_non_null(nodes);
    for (size_t i = 0; i < DEPTH; i++)
        nodes[i] = (struct ws_node){
            .kind = WS_V_ARRAY, .len = i + 1 < DEPTH, .span = (uint32_t)(DEPTH - i)};
    ws_buf_init(&out, 1 << 20);
    ws_json_value(&print, nodes, &out); /* as deep as it goes: the innermost is empty */
    assert_int_equal(out.len, 2 * DEPTH);
    ws_buf_reset(&out);
    nodes[DEPTH - 1].len = 1;
    ws_json_value(&print, nodes, &out);
    assert_int_equal(out.len, 2 * WS_JSON_DEPTH_MAX + sizeof("\"nested too deep\"") - 1);
    ws_buf_free(&out);
    free(nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_are_written_by_their_kind),
        cmocka_unit_test(names_follow_their_values),
        cmocka_unit_test(objects_and_lists_nest),
        cmocka_unit_test(keys_that_were_read_are_written_with_escapes),
        cmocka_unit_test(secrets_show_only_when_asked_for),
        cmocka_unit_test(a_single_value_may_be_a_secret),
        cmocka_unit_test(what_is_nested_too_deep_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
