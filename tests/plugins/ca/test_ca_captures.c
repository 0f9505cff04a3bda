/* Every captured message: encoded from what it decodes to, it has the same bytes, padding aside. */
#include "ca_test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source.h"
#include "message/encode.h"

struct count {
    struct ws_instance *instance;
    struct ws_buf out, again;
    struct ws_out values;
    size_t messages, same, dirty, with_errors;
};

static int encode(struct count *c, const struct ws_message_type *type, const struct ws_node *fields,
                  struct ws_buf *out, size_t *ret_variant, char *why)
{
    *ret_variant = ca_pick(ws_instance_data(c->instance), type, fields);
    struct ws_encode job = {.plan = ws_instance_plans(c->instance, type)[*ret_variant],
                            .presets = type->presets,
                            .n_presets = type->n_presets,
                            .instance = ws_instance_data(c->instance),
                            .fields = fields};
    ws_buf_reset(out);
    return ws_encode(&job, out, why);
}

static bool equal(const struct ws_buf *a, struct ws_bytes b)
{
    return a->len == b.len && (b.len == 0 || memcmp(a->data, b.data, b.len) == 0);
}

/** Bytes that are dropped (pads, what stands behind a NUL) come back as zeros, and then stay. */
static bool is_clean_again(struct count *c, const struct ws_event *e, size_t variant)
{
    struct ws_bytes clean = {c->out.data, c->out.len};
    char why[WS_ENCODE_WHY_MAX];

    if (clean.len != e->bytes.len)
        return false;
    for (size_t i = 0; i < clean.len; i++)
        if (clean.data[i] != e->bytes.data[i] && clean.data[i] != 0)
            return false;
    const struct ws_plan *plan = ws_instance_plans(c->instance, e->msg_type)[variant];
    return ws_decode(&c->values, plan, ws_instance_data(c->instance), clean) == 0 &&
           encode(c, e->msg_type, c->values.nodes, &c->again, &variant, why) == 0 &&
           equal(&c->again, clean);
}

static int check(void *self, const struct ws_event *e)
{
    struct count *c = self;
    char why[WS_ENCODE_WHY_MAX];
    size_t variant;

    if (e->type != WS_EVENT_MESSAGE || !e->msg_type)
        return WS_OK;
    c->messages++;
    if (e->n_errors) {
        c->with_errors++;
        return WS_OK;
    }
    int err = encode(c, e->msg_type, e->fields, &c->out, &variant, why);
    bool same = !err && equal(&c->out, e->bytes),
         dirty = !err && !same && is_clean_again(c, e, variant);
    if (!same && !dirty)
        print_error("frame %llu, %s: %s\n", (unsigned long long)e->frame, e->message,
                    err ? why : "other bytes");
    c->same += same;
    c->dirty += dirty;
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
    enum { CAPTURES = 10, MESSAGES = 2558, WITH_ERRORS = 1 };
    struct count c = {.messages = 0};
    char pattern[4096], why[WS_WHY_MAX];
    const char *root = getenv("SRCDIR");
    glob_t found;

    assert_int_equal(ws_instance_new(&ws_plugin, NULL, 0, &c.instance, why), 0);
    ws_buf_init(&c.out, 1 << 26);
    ws_buf_init(&c.again, 1 << 26);
    ws_out_init(&c.values);
    snprintf(pattern, sizeof(pattern), "%s/captures/ca/*.pcap", root ? root : "..");
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, CAPTURES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        print_message("case: %s\n", strrchr(found.gl_pathv[i], '/') + 1);
        read_all(&c, found.gl_pathv[i]);
    }
    print_message("%zu the same, %zu with dirty padding, %zu with errors\n", c.same, c.dirty,
                  c.with_errors);
    assert_int_equal(c.messages, MESSAGES);
    assert_int_equal(c.with_errors, WITH_ERRORS);
    assert_int_equal(c.same + c.dirty, MESSAGES - WITH_ERRORS);
    globfree(&found);
    ws_buf_free(&c.out);
    ws_buf_free(&c.again);
    ws_out_free(&c.values);
    ws_instance_free(c.instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captured_messages_make_the_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
