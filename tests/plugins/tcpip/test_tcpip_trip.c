/* There and back: every captured message, and random values of every structure of the samples. */
#include "tcpip_test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source.h"
#include "message/encode.h"
#include "message/trip.h"

struct count {
    struct ws_instance *instance;
    struct test_trip trip;
    struct ws_buf out;
    size_t messages, same, canonical;
};

/** Bytes again; where they differ (spelling of JSON, bytes behind a NUL), the same values again. */
static int check(void *self, const struct ws_event *e)
{
    struct count *c = self;
    char why[WS_ENCODE_WHY_MAX] = "";

    if (e->type != WS_EVENT_MESSAGE || !e->msg_type)
        return WS_OK;
    const struct tcpip_instance *i = ws_instance_data(c->instance);
    struct tcpip_conversation conversation = {.instance = i};
    uint16_t port = e->flow->ends[e->flow->roles[0] == WS_SERVER ? 0 : 1].port;
    for (size_t k = 0; k < i->n_streams; k++)
        for (size_t p = 0; p < i->streams[k].n_ports; p++)
            if (i->streams[k].ports[p] == port)
                conversation.stream = &i->streams[k];
    struct ws_identity id = tcpip_identify(&conversation, e->from, e->bytes);
    size_t variant = id.type == e->msg_type ? id.variant : id.otherwise_variant;
    const struct ws_plan *plan = ws_instance_plans(c->instance, e->msg_type)[variant];
    struct ws_encode job = {.plan = plan, .instance = i, .fields = e->fields};

    ws_buf_reset(&c->out);
    int err = ws_encode(&job, &c->out, why);
    bool same =
        !err && c->out.len == e->bytes.len && memcmp(c->out.data, e->bytes.data, e->bytes.len) == 0;
    bool back = same || e->n_errors > 0 || test_trip_bytes(&c->trip, plan, e->bytes) == TEST_SAME;
    if (!back)
        print_error("frame %llu, %s: %s %s\n", (unsigned long long)e->frame, e->message, why,
                    c->trip.why);
    c->messages++;
    c->same += back;
    c->canonical += same;
    return WS_OK;
}

static void read_all(struct count *c, const char *path)
{
    struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)&c->instance,
        .n_instances = 1,
        .sink = {c, check},
    };
    struct ws_engine *engine;
    struct ws_source *source;
    struct ws_packet packet;
    char why[WS_WHY_MAX];

    assert_int_equal(ws_engine_new(&config, &engine), 0);
    assert_int_equal(ws_source_open(path, &source, why, sizeof(why)), 0);
    while (ws_source_next(source, &packet) == 0)
        assert_int_equal(ws_engine_packet(engine, &packet), 0);
    assert_int_equal(ws_engine_finish(engine), 0);
    ws_source_close(source);
    ws_engine_free(engine);
}

static void each_layout(void (*use)(struct ws_instance *, const char *capture, void *), void *self)
{
    enum { CAPTURES = 10 };
    char pattern[4096], capture[4096], why[WS_WHY_MAX];
    const char *root = getenv("SRCDIR");
    glob_t found;

    snprintf(pattern, sizeof(pattern), "%s/captures/tcpip/*.layout.json", root ? root : "..");
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, CAPTURES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct ws_setting setting = {"layout", found.gl_pathv[i]};
        struct ws_instance *instance;
        print_message("case: %s\n", strrchr(found.gl_pathv[i], '/') + 1);
        if (ws_instance_new(&ws_plugin, &setting, 1, &instance, why))
            fail_msg("%s", why);
        snprintf(capture, sizeof(capture), "%.*s.pcap",
                 (int)(strlen(found.gl_pathv[i]) - strlen(".layout.json")), found.gl_pathv[i]);
        use(instance, capture, self);
        ws_instance_free(instance);
    }
    globfree(&found);
}

static void read_one(struct ws_instance *instance, const char *capture, void *self)
{
    struct count *c = self;
    c->instance = instance;
    c->trip.instance = ws_instance_data(instance);
    read_all(c, capture);
}

static void captured_messages_make_the_round_trip(void **state)
{
    (void)state;
    enum { MESSAGES = 231 };
    struct count c = {.messages = 0};

    ws_buf_init(&c.out, 1 << 26);
    test_trip_init(&c.trip, 1);
    each_layout(read_one, &c);
    print_message("%zu messages, %zu with the same bytes\n", c.messages, c.canonical);
    assert_int_equal(c.messages, MESSAGES);
    assert_int_equal(c.same, MESSAGES);
    ws_buf_free(&c.out);
    test_trip_free(&c.trip);
}

static void values_one(struct ws_instance *instance, const char *capture, void *self)
{
    enum { VALUES = 100 };
    const struct ws_message_type *type = ws_instance_type(instance, "struct");

    (void)capture;
    if (type)
        test_trip_type(type, ws_instance_data(instance), 6210 + (*(uint64_t *)self)++, VALUES,
                       NULL);
}

static void values_of_every_struct_come_back(void **state)
{
    (void)state;
    uint64_t n = 0;
    each_layout(values_one, &n);
    assert_int_equal(n, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captured_messages_make_the_round_trip),
        cmocka_unit_test(values_of_every_struct_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
