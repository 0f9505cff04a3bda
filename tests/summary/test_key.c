/* Values of events as cells of the summary's tables. */
#include "summary/key.h"

#include <string.h>

#include "output/sample.h"

#include "test.h"

static const struct ws_node fields[] = {
    {.kind = WS_V_OBJECT, .len = 7, .span = 18},
    UINT_NODE(S_STATUS, 72),
    TEXT_NODE(S_NAME, "caf\xe9", WS_LATIN1),
    {.row = &sample_rows[S_TLVS], .kind = WS_V_ARRAY, .len = 2, .span = 7},
    {.row = &sample_rate_row, .kind = WS_V_OBJECT, .len = 2, .span = 3},
    UINT_NODE(S_TYPE, 8),
    UINT_NODE(S_COMMAND, 768),
    {.row = &sample_secret_row, .kind = WS_V_OBJECT, .len = 2, .span = 3},
    UINT_NODE(S_TYPE, 7),
    UINT_NODE(S_BIG, 99),
    {.row = &sample_rows[S_RIGHTS], .kind = WS_V_ARRAY, .len = 2, .span = 3},
    UINT_NODE(S_RIGHTS, 1),
    UINT_NODE(S_RIGHTS, 2),
    UINT_NODE(S_BIG, UINT64_C(9007199254740993)),
    TEXT_NODE(S_PASSWORD, "secret", WS_UTF8),
    {.row = &sample_rows[S_VALUE], .kind = WS_V_OBJECT, .len = 1, .span = 3},
    UINT_NODE(S_COMMAND, 5),
    UINT_NODE(S_COMMAND, 6),
};

static const struct {
    const char *path;
    enum ws_cell_kind kind;
    const char *text;
} cases[] = {
    {"status", WS_CELL_NUMBER, "72"},
    {"status_name", WS_CELL_TEXT, "ECA_IODONE"},
    {"name", WS_CELL_TEXT, "café"},
    {"name_name", WS_CELL_TEXT, "café"},
    {"rights", WS_CELL_NUMBER, "1"}, /* of a list the first */
    {"big", WS_CELL_TEXT, "9007199254740993"},
    {"password", WS_CELL_TEXT, "***"},
    {"value.command", WS_CELL_NUMBER, "5"},
    {"value", WS_CELL_ABSENT, ""},
    {"nosuch", WS_CELL_ABSENT, ""},
    {"name.nosuch", WS_CELL_ABSENT, ""},
    {"tlv.nosuch", WS_CELL_ABSENT, ""},
    {"tlv.key", WS_CELL_ABSENT, ""}, /* a secret */
    {"context.nosuch", WS_CELL_ABSENT, ""},
    {"@what", WS_CELL_TEXT, "read_notify_response"},
    {"@from", WS_CELL_TEXT, "server"},
    {"@src", WS_CELL_TEXT, "127.0.0.1:5064"},
    {"@dest", WS_CELL_TEXT, "127.0.0.1:40000"},
    {"@client", WS_CELL_TEXT, "127.0.0.1:40000"},
    {"@server", WS_CELL_TEXT, "127.0.0.1:5064"},
};

static void expect(struct ws_buf *out, enum ws_cell_kind kind, const char *text)
{
    struct ws_cursor c = ws_cursor((struct ws_bytes){out->data, out->len});
    struct ws_cell cell = ws_cell_take(&c);

    assert_false(out->failed || c.failed);
    assert_int_equal(ws_left(&c), 0);
    assert_int_equal(cell.kind, kind);
    assert_int_equal(cell.text.len, strlen(text));
    assert_memory_equal(cell.text.data, text, cell.text.len);
    ws_buf_reset(out);
}

static void paths_give_cells(void **state)
{
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_buf out;

    (void)state;
    event.fields = fields;
    ws_buf_init(&out, 1 << 10);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].path);
        ws_cell_add(&event, NULL, cases[i].path, &out);
        expect(&out, cases[i].kind, cases[i].text);
    }
    ws_buf_free(&out);
}

static void what_is_the_code_where_there_is_one(void **state)
{
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_buf out;

    (void)state;
    ws_buf_init(&out, 1 << 10);
    ws_cell_add(&event, "late_name", "@what", &out);
    expect(&out, WS_CELL_TEXT, "late_name");
    ws_buf_free(&out);
}

static void long_texts_are_cut_between_characters(void **state)
{
    char text[301];
    struct ws_node node[2] = {{.kind = WS_V_OBJECT, .len = 1, .span = 2},
                              {.row = &sample_rows[S_NAME], .kind = WS_V_TEXT, .span = 1}};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_buf out;

    (void)state;
    text[0] = 'x';
    for (size_t i = 1; i < 301; i += 3)
        memcpy(text + i, "€", 3 < 301 - i ? 3 : 301 - i);
    node[1].as.data = (const uint8_t *)text;
    node[1].len = 1 + 3 * 90;
    event.fields = node;
    ws_buf_init(&out, 1 << 10);
    ws_cell_add(&event, NULL, "name", &out);
    text[1 + 3 * 66] = '\0'; /* 199 bytes: a 67th would not fit into 200 */
    expect(&out, WS_CELL_TEXT, text);
    ws_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_give_cells),
        cmocka_unit_test(what_is_the_code_where_there_is_one),
        cmocka_unit_test(long_texts_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
