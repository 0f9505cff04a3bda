/* Messages written as hex, what they decode to written as JSON, and traffic written as lines. */
#include "ca_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/link.h"
#include "flow/packets.h"
#include "message/encode.h"
#include "message/scan.h"
#include "output/json_value.h"
#include "output/print.h"

enum { TEST_MAX = 64 << 20 };

void bench_open(struct bench *b)
{
    memset(b, 0, sizeof(*b));
    if (ws_instance_new(&ws_plugin, NULL, 0, &b->instance, b->why))
        fail_msg("%s", b->why);
    b->conversation.instance = ws_instance_data(b->instance);
    ws_out_init(&b->got);
    ws_out_init(&b->given);
    ws_buf_init(&b->in, TEST_MAX);
    ws_buf_init(&b->bytes, TEST_MAX);
    ws_buf_init(&b->text, TEST_MAX);
}

void bench_close(struct bench *b)
{
    ws_out_free(&b->got);
    ws_out_free(&b->given);
    ws_buf_free(&b->in);
    ws_buf_free(&b->bytes);
    ws_buf_free(&b->text);
    ws_instance_free(b->instance);
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct ws_bytes unhex(struct ws_buf *room, const char *hex)
{
    uint8_t byte = 0;

    ws_buf_reset(room);
    ws_buf_byte(room, 0); /* never NULL */
    room->len = 0;
    while (*hex) {
        if (*hex == ' ') {
            hex++;
        } else if (*hex == '*') {
            char *end;
            unsigned long n = strtoul(hex + 1, &end, 10);
            assert_true(n <= TEST_MAX);
            for (; n > 1; n--)
                ws_buf_byte(room, byte);
            hex = end;
        } else {
            byte = (uint8_t)(nibble(hex[0]) << 4 | nibble(hex[1]));
            ws_buf_byte(room, byte);
            hex += 2;
        }
    }
    return (struct ws_bytes){room->data, room->len};
}

/* Decoding and encoding */

static const char *as_text(struct bench *b)
{
    ws_buf_byte(&b->text, '\0');
    assert_false(b->text.failed);
    return (const char *)b->text.data;
}

const char *bench_decode(struct bench *b, char from, bool udp, struct ws_bytes message)
{
    const struct ws_print print = {.secrets = true};

    b->conversation.udp = udp;
    struct ws_identity id =
        ca_identify(&b->conversation, from == 'c' ? WS_CLIENT : WS_SERVER, message);
    const struct ws_plan *plan = ws_instance_plans(b->instance, id.type)[id.variant];
    assert_int_equal(ws_decode(&b->got, plan, ws_instance_data(b->instance), message), 0);
    ws_buf_reset(&b->text);
    ws_buf_printf(&b->text, "%s ", id.type->name);
    ws_json_value(&print, b->got.nodes, &b->text);
    for (size_t i = 0; i < b->got.n_faults; i++)
        ws_buf_printf(&b->text, " %s@%u", ws_code_of(NULL, 0, b->got.faults[i].code)->code,
                      b->got.faults[i].offset);
    return as_text(b);
}

const char *bench_encode(struct bench *b, const char *name, const char *json)
{
    char why[WS_JSON_WHY_MAX];
    struct ws_bytes text = {(const uint8_t *)json, strlen(json)};
    const struct ws_message_type *type = ws_instance_type(b->instance, name);

    if (ws_json_scan(&b->given, text, 0, why))
        fail_msg("%s: %s", json, why);
    size_t variant = ca_pick(ws_instance_data(b->instance), type, b->given.nodes);
    struct ws_encode job = {.plan = ws_instance_plans(b->instance, type)[variant],
                            .presets = type->presets,
                            .n_presets = type->n_presets,
                            .instance = ws_instance_data(b->instance),
                            .fields = b->given.nodes};
    ws_buf_reset(&b->bytes);
    ws_buf_reset(&b->text);
    if (ws_encode(&job, &b->bytes, b->why))
        ws_buf_printf(&b->text, "!%s", b->why);
    else
        for (size_t i = 0; i < b->bytes.len; i++)
            ws_buf_printf(&b->text, "%02x", b->bytes.data[i]);
    return as_text(b);
}

/* Traffic */

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
    const struct ws_node *n = e->context ? ws_first(e->context) : NULL;

    for (size_t i = 0; i < e->n_errors; i++)
        say(w, " !%s@%llu", e->errors[i].code, (unsigned long long)e->errors[i].offset);
    for (size_t i = 0; i < e->n_notes; i++)
        say(w, " +%s", e->notes[i].code);
    for (; n; n = ws_next(e->context, n))
        say(w, " {%s %.*s}", ws_node_field(n)->key, (int)n->len, (const char *)n->as.data);
    if (e->has_request)
        say(w, " {of %llu}", (unsigned long long)e->request_frame);
    if (e->orphan)
        say(w, " {orphan}");
    say(w, "\n");
}

static int on_event(void *self, const struct ws_event *e)
{
    static const char *const froms[] = {"client", "server", "unknown"};
    struct wire *w = self;

    say(w, "%llu %s ", (unsigned long long)e->frame, froms[e->from]);
    if (e->type == WS_EVENT_MESSAGE)
        say(w, "%s", e->message);
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
    w->step_ms = 1000;
    w->ports[0] = 40000;
    w->ports[1] = CA_SERVER_PORT;
    if (ws_instance_new(&ws_plugin, &setting, key != NULL, &w->instance, why))
        fail_msg("%s", why);
    struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)&w->instance,
        .n_instances = 1,
        .sink = {w, on_event},
    };
    assert_int_equal(ws_engine_new(&config, &w->engine), 0);
}

static void send_segment(struct wire *w, const struct ws_segment *s)
{
    static uint8_t frame[TEST_FRAME_SIZE];
    uint32_t len = (uint32_t)test_frame(s, frame);
    struct ws_packet packet = {w->ts_ms * 1000000, w->frame, len, len, WS_LINK_EN10MB, frame};

    assert_int_equal(ws_engine_packet(w->engine, &packet), 0);
}

void wire_send_bytes(struct wire *w, char from, struct ws_bytes data, unsigned flags)
{
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
    w->ts_ms += w->step_ms;
    if (!(flags & WIRE_LOST))
        send_segment(w, &s);
}

void wire_send(struct wire *w, char from, const char *hex, unsigned flags)
{
    struct ws_buf room;

    ws_buf_init(&room, TEST_MAX);
    wire_send_bytes(w, from, unhex(&room, hex), flags);
    ws_buf_free(&room);
}

void wire_datagram(struct wire *w, uint8_t from, uint16_t from_port, uint8_t to, uint16_t to_port,
                   const char *hex)
{
    struct ws_buf room;

    ws_buf_init(&room, TEST_MAX);
    struct ws_segment s = {.src = test_endpoint(from, from_port),
                           .dst = test_endpoint(to, to_port),
                           .family = 4,
                           .proto = WS_PROTO_UDP,
                           .vlan = -1,
                           .payload = unhex(&room, hex)};
    w->frame++;
    w->ts_ms += w->step_ms;
    send_segment(w, &s);
    ws_buf_free(&room);
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

void wire_expect(struct wire *w, const char *wanted)
{
    assert_string_equal(wire_end(w), wanted);
}
