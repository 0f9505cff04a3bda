/* What the summary counts: requests and their answers, tables, limits. */
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

#include "output/sample.h"
#include "summary/private.h"

#include "test.h"

// clang-format off
static const char *const asked[] = {"ask", NULL};
static const char *const updates[] = {"upd*", NULL};
static const char *const codes[] = {"silent", NULL};
static const struct ws_summary_column by_name[] = {{"name", "name"}};
static const struct ws_summary_column by_what[] = {{"what", "@what"}};
static const struct ws_summary_table tables[] = {
    {.key = "missed", .title = "names without an answer", .kind = WS_SUMMARY_UNANSWERED, .messages = asked, .by = by_name, .n_by = 1, .each = {"from", "@src"}},
    {.key = "rates", .title = "updates", .kind = WS_SUMMARY_RATE, .messages = updates, .by = by_what, .n_by = 1},
    {.key = "silence", .title = "silence", .codes = codes, .by = by_what, .n_by = 1},
};
static const struct ws_plugin plugin = {.head = WS_PLUGIN_HEAD, .name = "toy", .summaries = tables, .n_summaries = WS_LEN(tables)};
static const struct ws_message_type ask = {.name = "ask", .kind = WS_REQUEST, .answered_by = "tell"};
static const struct ws_message_type order = {.name = "order", .kind = WS_REQUEST};
static const struct ws_message_type hello = {.name = "hello", .kind = WS_CONTROL, .answered_by = "hello"};
static const struct ws_message_type tell = {.name = "tell", .kind = WS_RESPONSE};
static const struct ws_message_type update = {.name = "update", .kind = WS_NOTIFY};
// clang-format on

/* A summary, and the event that is fed to it, changed from one to the next. */
struct feed {
    struct ws_summary *summary;
    struct ws_event_flow flow;
    struct ws_event event;
    struct ws_node fields[2];
};

static void begin(struct feed *f)
{
    f->summary = ws_summary_new();
    assert_non_null(f->summary);
    f->event = sample_event(&f->flow);
    f->event.plugin = &plugin;
    f->event.frame = f->event.offset = 0;
    f->fields[0] = (struct ws_node){.kind = WS_V_OBJECT, .len = 1, .span = 2};
    f->fields[1] = (struct ws_node){.row = &sample_rows[S_NAME], .kind = WS_V_TEXT, .span = 1};
    f->event.fields = f->fields;
}

static void set_name(struct feed *f, const char *name)
{
    f->fields[1].as.data = (const uint8_t *)name;
    f->fields[1].len = (uint32_t)strlen(name);
}

static void take(struct feed *f)
{
    struct ws_event_sink sink = ws_summary_sink(f->summary);
    assert_int_equal(sink.event(sink.self, &f->event), 0);
}

/* A message in a frame of its own; the frame. */
static uint64_t send(struct feed *f, const struct ws_message_type *type)
{
    f->event.frame++;
    f->event.msg_type = type;
    f->event.message = type->name;
    f->event.kind = (enum ws_message_kind)type->kind;
    take(f);
    return f->event.frame;
}

static void answer(struct feed *f, uint64_t frame, int64_t rtt_ns)
{
    f->event.has_request = f->event.has_rtt = true;
    f->event.request_frame = frame;
    f->event.rtt_ns = rtt_ns;
    send(f, &tell);
    f->event.has_request = f->event.has_rtt = false;
}

static const struct ws_protocol_sum *toy(const struct feed *f)
{
    assert_int_equal(f->summary->n_protocols, 1);
    return &f->summary->protocols[0];
}

static void requests_are_unanswered_until_the_first_answer(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    uint64_t first = send(&f, &ask), second = send(&f, &ask);
    send(&f, &ask);
    answer(&f, second, 1000);
    answer(&f, second, 5000); /* a second answer changes nothing */
    answer(&f, 999, 1);       /* to what was not seen */
    const struct ws_protocol_sum *p = toy(&f);
    assert_int_equal(p->requests, 3);
    assert_int_equal(ws_unanswered(&p->answers), 2);
    assert_int_equal(p->times.n, 1);
    assert_int_equal(p->times.max, 1000);
    answer(&f, first, 7);
    assert_int_equal(ws_unanswered(&p->answers), 1);
    const struct ws_flow_sum *flow = ws_tally_entry(&p->flows, 0);
    assert_int_equal(ws_unanswered(&flow->answers), 1);
    ws_summary_free(f.summary);
}

static void what_needs_no_answer_is_not_missed_but_timed(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    uint64_t ordered = send(&f, &order), greeted = send(&f, &hello);
    f.event.no_answer = true;
    uint64_t excused = send(&f, &ask);
    f.event.no_answer = false;
    assert_int_equal(toy(&f)->answers.asked, 0);
    answer(&f, ordered, 10);
    answer(&f, greeted, 20);
    answer(&f, excused, 30);
    const struct ws_protocol_sum *p = toy(&f);
    assert_int_equal(p->answers.answered, 0);
    const struct ws_message_sum *m = ws_tally_entry(&p->by_message, 1);
    assert_memory_equal(m->head.key.data, "hello", 5);
    assert_int_equal(m->times.max, 20);
    ws_summary_free(f.summary);
}

static void frames_of_another_file_are_others(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    uint64_t frame = send(&f, &ask);
    ws_summary_end_file(f.summary);
    answer(&f, frame, 10);
    assert_int_equal(ws_unanswered(&toy(&f)->answers), 1);
    ws_summary_free(f.summary);
}

static void beyond_the_limit_nobody_is_said_to_be_unanswered(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    set_name(&f, "n");
    for (size_t i = 0; i < WS_SUMMARY_REQUESTS + 5; i++)
        send(&f, &ask);
    const struct ws_protocol_sum *p = toy(&f);
    assert_int_equal(p->answers.forgotten, 5);
    assert_int_equal(ws_unanswered(&p->answers), WS_SUMMARY_REQUESTS);
    assert_false(ws_row_shows(&p->tables[0], ws_tally_entry(&p->tables[0].tally, 0)));
    ws_summary_free(f.summary);
}

static void names_are_told_of_which_no_request_was_answered(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    set_name(&f, "there");
    send(&f, &ask);
    uint64_t found = send(&f, &ask); /* tried again */
    set_name(&f, "lost");
    send(&f, &ask);
    send(&f, &ask);
    answer(&f, found, 1);
    const struct ws_rows *rows = &toy(&f)->tables[0];
    assert_int_equal(rows->tally.n, 2);
    assert_false(ws_row_shows(rows, ws_tally_entry(&rows->tally, 0)));
    const struct ws_summary_row *lost = ws_tally_entry(&rows->tally, 1);
    assert_true(ws_row_shows(rows, lost));
    assert_int_equal(lost->count, 2);
    assert_int_equal(lost->n_each, 1);
    ws_summary_free(f.summary);
}

static void each_shows_the_first_few_different_values(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    set_name(&f, "n");
    for (unsigned i = 0; i < 2 * WS_EACH_MAX; i++) {
        f.flow.ends[1].port = (uint16_t)(1000 + i / 2);
        send(&f, &ask);
    }
    const struct ws_summary_row *row = ws_tally_entry(&toy(&f)->tables[0].tally, 0);
    assert_int_equal(row->n_each, WS_EACH_MAX);
    assert_false(row->more);
    f.flow.ends[1].port = 1;
    send(&f, &ask);
    assert_true(
        ((const struct ws_summary_row *)ws_tally_entry(&toy(&f)->tables[0].tally, 0))->more);
    ws_summary_free(f.summary);
}

static void a_rate_is_between_the_first_and_the_last(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    for (int i = 0; i < 11; i++, f.event.ts_ns += 500000000)
        send(&f, &update);
    const struct ws_summary_row *row = ws_tally_entry(&toy(&f)->tables[1].tally, 0);
    assert_int_equal(row->count, 11);
    assert_true(ws_row_rate(row) == 2.0);
    ws_summary_free(f.summary);
}

static void notices_and_notes_are_in_tables_by_code(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    f.event.n_notes = 2;
    f.event.notes[0] = (struct ws_event_note){WS_INFO, "other", "something else"};
    f.event.notes[1] = (struct ws_event_note){WS_WARNING, "silent", "nothing"};
    send(&f, &update);
    f.event.n_notes = 0;
    f.event.type = WS_EVENT_NOTICE;
    f.event.code = "silent";
    f.event.text = "nothing for long";
    take(&f);
    const struct ws_protocol_sum *p = toy(&f);
    assert_int_equal(p->tables[2].tally.n, 1);
    assert_int_equal(((const struct ws_summary_row *)ws_tally_entry(&p->tables[2].tally, 0))->count,
                     2);
    assert_int_equal(p->codes.n, 3); /* a note and a notice of one code are two */
    assert_int_equal(p->notices, 1);
    assert_int_equal(p->noted, 1);
    ws_summary_free(f.summary);
}

static void flows_without_a_place_are_counted(void **state)
{
    struct feed f;

    (void)state;
    begin(&f);
    for (size_t i = 0; i < WS_SUMMARY_FLOWS + 3; i++) {
        f.flow.id = i;
        send(&f, &update);
    }
    const struct ws_protocol_sum *p = toy(&f);
    assert_int_equal(p->messages, WS_SUMMARY_FLOWS + 3);
    assert_int_equal(p->flows.n, WS_SUMMARY_FLOWS);
    assert_int_equal(p->flows.dropped, 3);
    ws_summary_free(f.summary);
}

static void a_plugin_built_before_tables_has_none(void **state)
{
    struct ws_plugin old = plugin;
    struct feed f;

    (void)state;
    begin(&f);
    old.head.size = offsetof(struct ws_plugin, summaries);
    f.event.plugin = &old;
    send(&f, &ask);
    assert_int_equal(toy(&f)->n_tables, 0);
    ws_summary_free(f.summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_unanswered_until_the_first_answer),
        cmocka_unit_test(what_needs_no_answer_is_not_missed_but_timed),
        cmocka_unit_test(frames_of_another_file_are_others),
        cmocka_unit_test(beyond_the_limit_nobody_is_said_to_be_unanswered),
        cmocka_unit_test(names_are_told_of_which_no_request_was_answered),
        cmocka_unit_test(each_shows_the_first_few_different_values),
        cmocka_unit_test(a_rate_is_between_the_first_and_the_last),
        cmocka_unit_test(notices_and_notes_are_in_tables_by_code),
        cmocka_unit_test(flows_without_a_place_are_counted),
        cmocka_unit_test(a_plugin_built_before_tables_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
