/* Every captured message: encoded again from what it decodes to, it has the same bytes. */
#include "hsms_test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source.h"
#include "message/encode.h"

struct count {
    struct ws_instance *instance;
    struct ws_buf out;
    size_t messages, same;
};

static int check(void *self, const struct ws_event *e)
{
    struct count *c = self;
    char why[WS_ENCODE_WHY_MAX];

    if (e->type != WS_EVENT_MESSAGE || !e->msg_type)
        return WS_OK;
    struct ws_encode job = {.plan = ws_instance_plans(c->instance, e->msg_type)[0],
                            .presets = e->msg_type->presets,
                            .n_presets = e->msg_type->n_presets,
                            .instance = ws_instance_data(c->instance),
                            .fields = e->fields};
    ws_buf_reset(&c->out);
    int err = ws_encode(&job, &c->out, why);
    bool same =
        !err && c->out.len == e->bytes.len && memcmp(c->out.data, e->bytes.data, e->bytes.len) == 0;
    if (!same)
        print_error("frame %llu, %s: %s\n", (unsigned long long)e->frame, e->message,
                    err ? why : "other bytes");
    c->messages++;
    c->same += same;
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
    char why[TEST_WHY];

    assert_int_equal(ws_engine_new(&config, &engine), 0);
    assert_int_equal(ws_source_open(path, &source, why, sizeof(why)), 0);
    while (ws_source_next(source, &packet) == 0)
        assert_int_equal(ws_engine_packet(engine, &packet), 0);
    assert_int_equal(ws_engine_finish(engine), 0);
    ws_source_close(source);
    ws_engine_free(engine);
}

static void captured_messages_make_the_round_trip(void **state)
{
    (void)state;
    enum { CAPTURES = 10, MESSAGES = 828 };
    struct ws_setting settings[] = {{"sml", "true"}};
    struct count c = {.messages = 0};
    char pattern[4096], why[WS_WHY_MAX];
    const char *root = getenv("SRCDIR");
    glob_t found;

    assert_int_equal(ws_instance_new(&ws_plugin, settings, 1, &c.instance, why), 0);
    ws_buf_init(&c.out, 1 << 26);
    snprintf(pattern, sizeof(pattern), "%s/captures/hsms/*.pcap", root ? root : "..");
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, CAPTURES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        print_message("case: %s\n", strrchr(found.gl_pathv[i], '/') + 1);
        read_all(&c, found.gl_pathv[i]);
    }
    assert_int_equal(c.messages, MESSAGES);
    assert_int_equal(c.same, MESSAGES);
    globfree(&found);
    ws_buf_free(&c.out);
    ws_instance_free(c.instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captured_messages_make_the_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
