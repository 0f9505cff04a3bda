/* Messages written as hex, what they decode to written as JSON, and connections written as lines.
 */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

#include "capture/link.h"
#include "flow/packets.h"
#include "message/encode.h"
#include "message/scan.h"
#include "output/json_value.h"
#include "output/print.h"

enum { TEST_MAX = 64 << 20 };

void bench_open(struct bench *b, const char *key, const char *value)
{
    struct ws_setting setting = {key, value};

    memset(b, 0, sizeof(*b));
    if (ws_instance_new(&ws_plugin, &setting, key != NULL, &b->instance, b->why))
        fail_msg("%s", b->why);
    b->conversation.instance = ws_instance_data(b->instance);
    ws_out_init(&b->got);
    ws_out_init(&b->given);
    ws_buf_init(&b->bytes, TEST_MAX);
    ws_buf_init(&b->text, TEST_MAX);
}

void bench_close(struct bench *b)
{
    ws_out_free(&b->got);
    ws_out_free(&b->given);
    ws_buf_free(&b->bytes);
    ws_buf_free(&b->text);
    ws_instance_free(b->instance);
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void add_hex(struct ws_buf *room, const char *hex)
{
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        ws_buf_byte(room, (uint8_t)(nibble(hex[0]) << 4 | nibble(hex[1])));
        hex++;
    }
}

struct ws_bytes unhex(struct ws_buf *room, const char *hex)
{
    ws_buf_reset(room);
    ws_buf_add(room, "", 1); /* never NULL */
    room->len = 0;
    add_hex(room, hex);
    return (struct ws_bytes){room->data, room->len};
}

/* Decoding */

static const struct ws_plan *plan_of(struct bench *b, struct ws_bytes message)
{
    struct ws_identity id = ncp_identify(&b->conversation, WS_CLIENT, message);
    return ws_instance_plans(b->instance, id.type)[id.variant];
}

static void decode(struct bench *b, struct ws_bytes message)
{
    assert_int_equal(
        ws_decode(&b->got, plan_of(b, message), ws_instance_data(b->instance), message), 0);
}

static const char *as_text(struct bench *b)
{
    ws_buf_byte(&b->text, '\0');
    assert_false(b->text.failed);
    return (const char *)b->text.data;
}

const char *bench_decode(struct bench *b, struct ws_bytes message)
{
    const struct ws_print print = {.secrets = true};
    const struct ws_code *own = ws_plugin.errors;

    decode(b, message);
    ws_buf_reset(&b->text);
    ws_json_value(&print, b->got.nodes, &b->text);
    for (size_t i = 0; i < b->got.n_faults; i++)
        ws_buf_printf(&b->text, " %s@%u",
                      ws_code_of(own, ws_plugin.n_errors, b->got.faults[i].code)->code,
                      b->got.faults[i].offset);
    return as_text(b);
}

const char *bench_hidden(struct bench *b, struct ws_bytes message)
{
    const struct ws_print print = {.secrets = false};

    decode(b, message);
    ws_buf_reset(&b->text);
    ws_json_value(&print, b->got.nodes, &b->text);
    return as_text(b);
}

const char *bench_field(struct bench *b, struct ws_bytes message, const char *key)
{
    const struct ws_print print = {.secrets = true};

    decode(b, message);
    const struct ws_node *n = ws_member(b->got.nodes, key);
    ws_buf_reset(&b->text);
    if (n)
        ws_json_value(&print, n, &b->text);
    return as_text(b);
}

/* Encoding */

static void encode(struct bench *b, const struct ws_message_type *type,
                   const struct ws_node *fields)
{
    struct ws_encode job = {.plan = ws_instance_plans(b->instance, type)[0],
                            .presets = type->presets,
                            .n_presets = type->n_presets,
                            .instance = ws_instance_data(b->instance),
                            .fields = fields};

    ws_buf_reset(&b->bytes);
    b->why[0] = '\0';
    int err = ws_encode(&job, &b->bytes, b->why);
    assert_int_equal(err != 0, b->why[0] != '\0');
}

const char *bench_encode(struct bench *b, const char *name, const char *json)
{
    char why[WS_JSON_WHY_MAX];
    struct ws_bytes text = {(const uint8_t *)json, strlen(json)};

    if (ws_json_scan(&b->given, text, 0, why))
        fail_msg("%s: %s", json, why);
    encode(b, ws_instance_type(b->instance, name), b->given.nodes);
    ws_buf_reset(&b->text);
    if (b->why[0])
        ws_buf_printf(&b->text, "!%s", b->why);
    for (size_t i = 0; !b->why[0] && i < b->bytes.len; i++)
        ws_buf_printf(&b->text, "%02x", b->bytes.data[i]);
    return as_text(b);
}

struct ws_bytes bench_encode_again(struct bench *b, struct ws_bytes message)
{
    decode(b, message);
    encode(b, ncp_identify(&b->conversation, WS_CLIENT, message).type, b->got.nodes);
    if (b->why[0])
        print_error("%s\n", b->why);
    return (struct ws_bytes){b->bytes.data, b->bytes.len};
}

/* Connections */

static void WS_PRINTF(2, 3) say(struct wire *w, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(w->text + w->len, sizeof(w->text) - w->len, fmt, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof(w->text) - w->len);
    w->len += (size_t)n;
}

static void say_rest(struct wire *w, const struct ws_event *e)
{
    for (size_t i = 0; i < e->n_errors; i++)
        say(w, " !%s@%llu", e->errors[i].code, (unsigned long long)e->errors[i].offset);
    for (size_t i = 0; i < e->n_notes; i++)
        say(w, " +%s", e->notes[i].code);
    if (e->has_request)
        say(w, " {of %llu}", (unsigned long long)e->request_frame);
    say(w, "\n");
}

static int on_event(void *self, const struct ws_event *e)
{
    static const char *const froms[] = {"client", "server", "unknown"};
    static const char *const kinds[] = {"", " request", " response", " notify", ""};
    struct wire *w = self;

    say(w, "%llu %s ", (unsigned long long)e->frame, froms[e->from]);
    if (e->type == WS_EVENT_MESSAGE && !e->msg_type)
        say(w, "malformed [%llu]%s", (unsigned long long)e->length, e->secret ? " secret" : "");
    else if (e->type == WS_EVENT_MESSAGE)
        say(w, "%s%s", e->message, kinds[e->kind]);
    else if (e->has_resync)
        say(w, "gap %llu at %llu", (unsigned long long)e->gap_length,
            (unsigned long long)e->resync_at);
    else
        say(w, "gap %llu", (unsigned long long)e->gap_length);
    say_rest(w, e);
    return WS_OK;
}

void wire_start(struct wire *w, const char *key, const char *value)
{
    struct ws_setting setting = {key, value};
    char why[WS_WHY_MAX];

    memset(w, 0, sizeof(*w));
    w->next[0] = 1000;
    w->next[1] = 5000;
    w->step_s = 1;
    w->ports[0] = 40000;
    w->ports[1] = NCP_PORT;
    if (ws_instance_new(&ws_plugin, &setting, key != NULL, &w->instance, why))
        fail_msg("%s", why);
    struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)&w->instance,
        .n_instances = 1,
        .sink = {w, on_event},
    };
    assert_int_equal(ws_engine_new(&config, &w->engine), 0);
}

void wire_send_bytes(struct wire *w, char from, struct ws_bytes data, unsigned flags)
{
    static uint8_t frame[TEST_FRAME_SIZE];
    int side = from == 's';
    struct ws_segment s = {
        .src = test_endpoint(side ? 2 : 1, w->ports[side]),
        .dst = test_endpoint(side ? 1 : 2, w->ports[!side]),
        .family = 4,
        .proto = WS_PROTO_TCP,
        .vlan = -1,
        .window = 65535,
        .seq = w->next[side],
        .ack = w->next[!side],
        .flags =
            (uint8_t)((flags & WIRE_SYN && !side ? 0 : WS_TCP_ACK) |
                      (flags & WIRE_SYN ? WS_TCP_SYN : 0) | (flags & WIRE_FIN ? WS_TCP_FIN : 0)),
        .payload = data,
    };
    w->next[side] += (uint32_t)data.len + (flags & (WIRE_SYN | WIRE_FIN) ? 1 : 0);
    w->frame++;
    w->ts_s += w->step_s;
    if (flags & WIRE_LOST)
        return;
    uint32_t len = (uint32_t)test_frame(&s, frame);
    struct ws_packet packet = {w->ts_s * 1000000000, w->frame, len, len, WS_LINK_EN10MB, frame};
    assert_int_equal(ws_engine_packet(w->engine, &packet), 0);
}

void wire_send(struct wire *w, char from, const char *hex, unsigned flags)
{
    struct ws_buf room;

    ws_buf_init(&room, TEST_MAX);
    wire_send_bytes(w, from, unhex(&room, hex), flags);
    ws_buf_free(&room);
}

void wire_say(struct wire *w, char from, const char *text, unsigned flags)
{
    wire_send_bytes(w, from, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, flags);
}

void wire_open(struct wire *w)
{
    wire_send(w, 'c', "", WIRE_SYN);
    wire_send(w, 's', "", WIRE_SYN);
}

const char *wire_end(struct wire *w)
{
    assert_int_equal(ws_engine_finish(w->engine), 0);
    ws_engine_free(w->engine);
    ws_instance_free(w->instance);
    return w->text;
}
