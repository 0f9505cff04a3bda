/* Messages in bytes without a capture, and JSON back to bytes. */
#include <stdio.h>
#include <string.h>

#include "message/scan.h"
#include "plugin/compose.h"
#include "plugin/excerpt.h"
#include "plugin/toy.h"

#include "test.h"

/* NAME/LENGTH@OFFSET of each event, with blanks between. */
struct told {
    char text[256];
    size_t len;
    enum ws_role from;
    int answer;
};

static int tell(void *self, const struct ws_event *event)
{
    struct told *t = self;

    t->len +=
        (size_t)snprintf(t->text + t->len, sizeof(t->text) - t->len, "%s%s/%d@%d",
                         t->len ? " " : "", event->message, (int)event->length, (int)event->offset);
    t->from = event->from;
    return t->answer;
}

static struct ws_bytes bytes_of(const char *text)
{
    return (struct ws_bytes){(const uint8_t *)text, strlen(text)};
}

static struct ws_instance *make(void)
{
    struct ws_instance *instance = NULL;
    char why[WS_WHY_MAX];

    assert_int_equal(ws_instance_new(&toy_plugin, NULL, 0, &instance, why), 0);
    return instance;
}

static const struct {
    enum ws_transport transport;
    const char *in, *told;
} excerpts[] = {
    {WS_TCP, "m1x", "text/3@0"},
    {WS_TCP, "m1xq0r2ab", "text/3@0 request/2@3 response/4@5"},
    {WS_TCP, "m3x", "malformed/3@0"},
    {WS_UDP, "m1x", "text/3@0"},
    {WS_UDP, "m1xq0", "text/3@0 request/2@3"},
    {WS_UDP, "m3x", "malformed/3@0"},
};

static void an_excerpt_is_told_as_reading_would(void **state)
{
    struct ws_instance *instance = make();

    (void)state;
    for (size_t i = 0; i < WS_LEN(excerpts); i++) {
        print_message("case: %s\n", excerpts[i].in);
        for (enum ws_role from = WS_CLIENT; from <= WS_SERVER; from++) {
            struct told told = {.from = WS_UNKNOWN_ROLE};
            struct ws_excerpt x = {instance, excerpts[i].transport, from, bytes_of(excerpts[i].in)};
            assert_int_equal(ws_excerpt_read(&x, (struct ws_event_sink){&told, tell}), 0);
            assert_string_equal(told.text, excerpts[i].told);
            assert_int_equal(told.from, from);
        }
    }
    ws_instance_free(instance);
}

static void what_the_sink_answers_ends_it(void **state)
{
    struct ws_instance *instance = make();
    struct told told = {.answer = WS_E_END};
    struct ws_excerpt x = {instance, WS_TCP, WS_CLIENT, bytes_of("m1xm1x")};

    (void)state;
    assert_int_equal(ws_excerpt_read(&x, (struct ws_event_sink){&told, tell}), WS_E_END);
    assert_string_equal(told.text, "text/3@0");
    ws_instance_free(instance);
}

static const struct {
    const char *json, *bytes, *why; /* NULL: one or the other */
} composed[] = {
    {"{\"message\":\"text\",\"fields\":{\"letter\":\"m\",\"digit\":\"1\",\"text\":\"x\"}}", "m1x",
     NULL},
    {"{\"event_type\":\"message\",\"seq\":7,\"from\":\"server\",\"proto\":\"UDP\",\"protocol\":"
     "\"toy\",\"message\":"
     "\"text\",\"fields\":{\"letter\":\"m\",\"digit\":\"0\"}}",
     "m0", NULL},
    {"{\"message\":\"request\",\"fields\":{\"letter\":\"m\",\"digit\":\"0\"}}", NULL,
     "fields: their bytes are the message 'text', expected 'request'"},
    {"{\"message\":\"text\",\"fields\":{\"letter\":\"m\",\"digit\":\"0\",\"text\":\"q0\"}}", NULL,
     "fields: their bytes are not one message"},
    {"{\"message\":\"text\",\"fields\":{\"letter\":1}}", NULL, "fields.letter: "},
    {"{\"message\":\"txt\"}", NULL, "message: 'txt' is none of toy; did you mean text?"},
    {"{\"message\":\"text\",\"protocol\":\"ca\"}", NULL, "protocol: 'ca', expected 'toy'"},
    {"{\"mesage\":\"text\"}", NULL, "mesage: no key of an event; did you mean message?"},
    {"{\"message\":7}", NULL, "message: the name of a message is expected"},
    {"7", NULL, "an object is expected"},
};

static void an_event_is_composed_or_refused_in_words(void **state)
{
    struct ws_instance *instance = make();
    char why[WS_WHY_MAX];
    struct ws_out json;
    struct ws_buf out;

    (void)state;
    ws_out_init(&json);
    ws_buf_init(&out, 256);
    for (size_t i = 0; i < WS_LEN(composed); i++) {
        print_message("case: %s\n", composed[i].json);
        assert_int_equal(ws_json_scan(&json, bytes_of(composed[i].json), 0, why), 0);
        ws_buf_reset(&out);
        ws_buf_text(&out, "before");
        int err = ws_compose(instance, json.nodes, &out, why);
        if (composed[i].bytes) {
            assert_int_equal(err, 0);
            assert_int_equal(out.len, 6 + strlen(composed[i].bytes));
            assert_memory_equal(out.data + 6, composed[i].bytes, out.len - 6);
        } else {
            assert_int_equal(err, WS_E_VALUE);
            assert_int_equal(out.len, 6);
            assert_memory_equal(why, composed[i].why, strlen(composed[i].why));
        }
    }
    ws_buf_free(&out);
    ws_out_free(&json);
    ws_instance_free(instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_excerpt_is_told_as_reading_would),
        cmocka_unit_test(what_the_sink_answers_ends_it),
        cmocka_unit_test(an_event_is_composed_or_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
