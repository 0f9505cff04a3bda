/* Every message type made at random, and every captured message: there and back. */
#include "ncp_test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source.h"
#include "message/encode.h"
#include "message/trip.h"

enum { SEED = 9999, VALUES = 300 };

/* Random content for the hooks */

static void put_word(struct test_generator *g, struct ws_buf *json, const char *key, size_t max)
{
    ws_buf_printf(json, "\"%s\":\"", key);
    for (size_t n = 1 + (size_t)test_below(g, max); n > 0; n--)
        ws_buf_byte(json, (uint8_t)('A' + test_below(g, 26)));
    ws_buf_byte(json, '"');
}

static void put_param(struct test_generator *g, struct ws_buf *json)
{
    static const char *const values[] = {
        "\"type_id\":0,\"value\":-5",
        "\"type_id\":1,\"value\":4294967295",
        "\"type_id\":2,\"value\":\"f\xc3\xbc\"",
        "\"type_id\":3,\"value\":-9007199254740992",
        "\"type_id\":4,\"value\":9007199254740992",
        "\"type_id\":16,\"value\":\"NaN\"",
        "\"type_id\":17,\"value\":-0.0",
        "\"type_id\":128,\"value\":\"00010203\"",
        "\"type_id\":129,\"value\":[1,2,3,255]",
        "\"type_id\":133,\"value\":[-32768,32767]",
        "\"type_id\":136,\"value\":[-1]",
        "\"type_id\":144,\"value\":[1.5,\"Infinity\"]",
        "\"type_id\":145,\"value\":[]",
        "\"type_id\":85,\"value\":\"\"",
        "\"type_id\":0,\"value_hex\":\"0102030405060708\"",
        "\"type_id\":2,\"value_hex\":\"fffe\"",
    };
    ws_buf_byte(json, '{');
    put_word(g, json, "name", 4);
    ws_buf_printf(json, ",%s}", values[test_below(g, WS_LEN(values))]);
}

static void put_list(struct test_generator *g, struct ws_buf *json, const char *key,
                     void (*put)(struct test_generator *g, struct ws_buf *json))
{
    ws_buf_printf(json, ",\"%s\":[", key);
    for (size_t i = 0, n = (size_t)test_below(g, 4); i < n; i++) {
        ws_buf_text(json, i ? "," : "");
        put(g, json);
    }
    ws_buf_byte(json, ']');
}

static void put_field(struct test_generator *g, struct ws_buf *json)
{
    ws_buf_byte(json, '{');
    put_word(g, json, "name", 4);
    ws_buf_printf(json, ",\"id\":%u,\"type_id\":%u", (unsigned)test_random(g),
                  (unsigned)test_below(g, 256));
    put_list(g, json, "params", put_param);
    ws_buf_byte(json, '}');
}

static void put_header(struct test_generator *g, struct ws_buf *json)
{
    ws_buf_byte(json, '{');
    put_word(g, json, "name", 20);
    if (test_below(g, 4)) {
        ws_buf_byte(json, ',');
        put_word(g, json, "value", 20);
    }
    ws_buf_byte(json, '}');
}

static void put_hook(struct test_generator *g, const struct ws_field *row, struct ws_buf *json)
{
    if (row->hook == &ncp_fields_hook) {
        put_list(g, json, "fields", put_field);
        return;
    }
    ws_buf_byte(json, ',');
    if (row->hook == &ncp_request_hook) {
        put_word(g, json, "method", 10);
        ws_buf_byte(json, ',');
        put_word(g, json, "uri", 10);
    } else {
        ws_buf_printf(json, "\"status\":%u,", (unsigned)test_below(g, 1000));
        put_word(g, json, "reason", 10);
    }
    put_list(g, json, "headers", put_header);
}

static void values_of_every_type_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ws_plugin.n_types; i++) {
        print_message("message: %s\n", ws_plugin.types[i].name);
        test_trip_type(&ws_plugin.types[i], NULL, SEED + i, VALUES, put_hook);
    }
}

/* Captures */

struct count {
    struct ws_instance *instance;
    struct ws_buf out;
    size_t messages, same, uncanonical;
};

/** What real nodes write otherwise than we do: memory behind a string's NUL, blanks behind a name,
 * footers among parameters. */
static bool is_canonical(const struct ws_event *e)
{
    static const char *const odd[] = {"\xaa\xbb\xcc\xdd", "   "};
    struct ws_bytes inner = ws_bytes_upto(e->bytes, e->bytes.len - NCP_WORD);

    for (size_t i = 0; i < WS_LEN(odd); i++)
        if (memmem(inner.data, inner.len, odd[i], strlen(odd[i])))
            return false;
    return true;
}

static int check(void *self, const struct ws_event *e)
{
    struct count *c = self;
    char why[WS_ENCODE_WHY_MAX];

    if (e->type != WS_EVENT_MESSAGE || !e->msg_type)
        return WS_OK;
    struct ws_encode job = {.plan = ws_instance_plans(c->instance, e->msg_type)[0],
                            .instance = ws_instance_data(c->instance),
                            .fields = e->fields};
    ws_buf_reset(&c->out);
    int err = ws_encode(&job, &c->out, why);
    bool same =
        !err && c->out.len == e->bytes.len && memcmp(c->out.data, e->bytes.data, e->bytes.len) == 0;
    if (same != is_canonical(e))
        print_error("frame %llu, %s: %s\n", (unsigned long long)e->frame, e->message,
                    err    ? why
                    : same ? "the same bytes"
                           : "other bytes");
    assert_int_equal(same, is_canonical(e));
    c->messages++;
    c->same += same;
    c->uncanonical += !same;
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
    enum { CAPTURES = 9, MESSAGES = 296, UNCANONICAL = 2 };
    struct count c = {.messages = 0};
    char pattern[4096], why[WS_WHY_MAX];
    const char *root = getenv("SRCDIR");
    glob_t found;

    assert_int_equal(ws_instance_new(&ws_plugin, NULL, 0, &c.instance, why), 0);
    ws_buf_init(&c.out, 1 << 26);
    snprintf(pattern, sizeof(pattern), "%s/captures/ncp/*.pcap", root ? root : "..");
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, CAPTURES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        print_message("case: %s\n", strrchr(found.gl_pathv[i], '/') + 1);
        read_all(&c, found.gl_pathv[i]);
    }
    assert_int_equal(c.messages, MESSAGES);
    assert_int_equal(c.uncanonical, UNCANONICAL);
    globfree(&found);
    ws_buf_free(&c.out);
    ws_instance_free(c.instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type_come_back),
        cmocka_unit_test(captured_messages_make_the_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
