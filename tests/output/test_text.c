/* Events for people: the one-line form, the tree, and what terminals must not get. */
#include "output/text.h"

#include <string.h>

#include "output/tree.h"
#include "output/value.h"

#include "test.h"

#include "sample.h"

static void expect(void (*print_event)(struct ws_print *print, const struct ws_event *event,
                                       struct ws_buf *out),
                   struct ws_print *print, const struct ws_event *event, const char *wanted)
{
    struct ws_buf out;

    ws_buf_init(&out, 1 << 20);
    print_event(print, event, &out);
    assert_false(out.failed);
    ws_buf_byte(&out, 0);
    assert_string_equal((const char *)out.data, wanted);
    ws_buf_free(&out);
}

static const struct ws_node fields[] = {
    {.kind = WS_V_OBJECT, .len = 5, .span = 15},
    UINT_NODE(S_STATUS, 1),
    TEXT_NODE(S_NAME, "x\033[2J", WS_UTF8),
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
    UINT_NODE(S_BIG, 250),
    TEXT_NODE(S_PASSWORD, "secret", WS_UTF8),
};

static void a_line_has_the_client_left_and_the_fields_that_matter(void **state)
{
    (void)state;
    struct ws_print print = {.time = WS_TIME_UTC};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.fields = fields;
    event.has_rtt = true;
    event.rtt_ns = 1660000;
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ← 127.0.0.1:5064  ca     read_notify_response  "
           "status ECA_NORMAL  name \"x\\x1b[2J\"  up 768 kbit/s  key ***  1.66 ms\n");
    event.side = 0;
    event.from = WS_CLIENT;
    event.has_rtt = false;
    event.fields = NULL;
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 → 127.0.0.1:5064  ca     read_notify_response\n");
}

static void a_type_may_say_what_its_line_shows(void **state)
{
    (void)state;
    static const char *const line[] = {"context.big", "name", "no.such", "status?", "big?", NULL};
    static const struct ws_node context[] = {
        {.kind = WS_V_OBJECT, .len = 1, .span = 2},
        UINT_NODE(S_BIG, 42),
    };
    static const struct ws_node values[] = {
        {.kind = WS_V_OBJECT, .len = 3, .span = 4},
        UINT_NODE(S_STATUS, 0),
        TEXT_NODE(S_NAME, "x y", WS_UTF8),
        UINT_NODE(S_BIG, 7),
    };
    const struct ws_message_type type = {.name = "update", .line = line};
    struct ws_print print = {.time = WS_TIME_UTC};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.msg_type = &type;
    event.message = type.name;
    event.fields = values;
    event.context = context;
    event.has_rtt = false;
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ← 127.0.0.1:5064  ca     update                "
           "42 × 100 ms  x y  7 × 100 ms\n");
}

static void trouble_is_coloured_and_stands_last(void **state)
{
    (void)state;
    struct ws_print print = {.time = WS_TIME_UTC, .color = true};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.message = "malformed";
    event.msg_type = NULL;
    event.n_notes = event.n_errors = 1;
    event.notes[0] = (struct ws_event_note){WS_INFO, "late", "too late"};
    event.errors[0] = (struct ws_event_error){"truncated", "it ends", 1};
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000\033[32m ← \033[0m127.0.0.1:5064  ca     "
           "\033[31mmalformed\033[0m               \033[33m! too late\033[0m  "
           "\033[31m! it ends\033[0m\n");
}

static void gaps_notices_and_flows_are_sentences(void **state)
{
    (void)state;
    struct ws_print print = {.time = WS_TIME_UTC};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.type = WS_EVENT_GAP;
    event.gap_length = 1448;
    event.reason = "lost";
    event.has_resync = true;
    event.resync_at = 1500;
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ← 127.0.0.1:5064  ca     ! gap of 1448 bytes at "
           "offset 16 (lost), messages again at 1500\n");
    event.type = WS_EVENT_NOTICE;
    event.text = "no reply";
    event.has_request = true;
    event.request_frame = 118;
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ← 127.0.0.1:5064  ca     ! no reply (frame 118)\n");
    event.type = WS_EVENT_FLOW;
    event.side = -1;
    event.flow_end = true;
    event.reason = "fin";
    expect(ws_text_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ↔ 127.0.0.1:5064  ca     flow ends (fin)  → 100 bytes"
           "  ← 40 bytes  missed 7 bytes\n");
}

static void columns_stay_as_wide_as_they_were(void **state)
{
    (void)state;
    struct ws_print print = {.time = WS_TIME_UTC};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_buf out;

    ws_buf_init(&out, 1 << 20);
    flow.ends[0].family = 6;
    ws_text_event(&print, &event, &out);
    flow.ends[0].family = 4;
    ws_buf_reset(&out);
    ws_text_event(&print, &event, &out);
    ws_buf_byte(&out, 0);
    /* [7f00:1::]:40000 has one character more than 127.0.0.1:40000 */
    assert_non_null(strstr((const char *)out.data, "127.0.0.1:5064   ca"));
    ws_buf_free(&out);
}

static void a_tree_has_a_line_for_every_field(void **state)
{
    (void)state;
    struct ws_print print = {.time = WS_TIME_UTC};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.fields = fields;
    event.has_request = event.has_rtt = true;
    event.request_frame = 10;
    event.rtt_ns = 1660000;
    event.n_errors = 1;
    event.errors[0] = (struct ws_event_error){"truncated", "it ends", 1};
    expect(ws_tree_event, &print, &event,
           "10:00:00.123456  127.0.0.1:40000 ← 127.0.0.1:5064  ca     read_notify_response  "
           "response, 40 bytes, frame 12\n"
           "    status: 1 (ECA_NORMAL)\n"
           "    name: \"x\\x1b[2J\"\n"
           "    tlvs:\n"
           "      - type: 8\n"
           "        command: 768\n"
           "      - type: 7\n"
           "        big: ***\n"
           "    rights: 1 (READ), 2 (WRITE)\n"
           "    big: 250 × 100 ms\n"
           "    password: ***\n"
           "    answers frame 10 after 1.66 ms\n"
           "    ! truncated: it ends (at byte 1)\n"
           "\n");
}

// clang-format off
static const struct {
    const char *in;
    enum ws_charset charset;
    size_t max;
    const char *wanted;
} texts[] = {
    {"plain µ 語", WS_UTF8, 99, "plain µ 語"},
    {"\033]0;x\007", WS_UTF8, 99, "\\x1b]0;x\\x07"},
    {"a\xc2\x9b" "b", WS_UTF8, 99, "a\\x9bb"},           /* CSI as one C1 character */
    {"a\xe2\x80\xa8" "b", WS_UTF8, 99, "a\\u2028b"},     /* line separator */
    {"a\x9b" "b", WS_UTF8, 99, "a\\x9bb"},               /* not UTF-8 */
    {"a\x9b\xe9", WS_LATIN1, 99, "a\\x9bé"},
    {"a\nb", WS_UTF8, 99, "a\\x0ab"},
    {"µµµµ", WS_UTF8, 3, "µµµ…"},
    {"µµµ", WS_UTF8, 3, "µµµ"},
};
// clang-format on

static void text_from_the_wire_cannot_steer_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(texts); i++) {
        struct ws_buf out;
        ws_buf_init(&out, 1 << 10);
        ws_terminal_text(&out, (struct ws_bytes){(const uint8_t *)texts[i].in, strlen(texts[i].in)},
                         texts[i].charset, texts[i].max);
        ws_buf_byte(&out, 0);
        assert_string_equal((const char *)out.data, texts[i].wanted);
        ws_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_the_client_left_and_the_fields_that_matter),
        cmocka_unit_test(a_type_may_say_what_its_line_shows),
        cmocka_unit_test(trouble_is_coloured_and_stands_last),
        cmocka_unit_test(gaps_notices_and_flows_are_sentences),
        cmocka_unit_test(columns_stay_as_wide_as_they_were),
        cmocka_unit_test(a_tree_has_a_line_for_every_field),
        cmocka_unit_test(text_from_the_wire_cannot_steer_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
