/* Layouts written as text, connections played as steps, and what comes of them written as lines. */
#include "tcpip_test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/link.h"
#include "flow/packets.h"
#include "message/buf.h"
#include "output/json_value.h"
#include "output/print.h"

static void write_file(const char *text, char *path)
{
    int fd = mkstemp(path);
    size_t len = strlen(text);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    close(fd);
}

struct ws_instance *test_layout(const char *layout, const char *stream, char *why)
{
    char path[] = "/tmp/wirespeak-layout-XXXXXX";
    struct ws_setting settings[] = {{"layout", path}, {"stream", stream}};
    struct ws_instance *instance = NULL;

    write_file(layout, path);
    int err = ws_instance_new(&ws_plugin, settings, stream ? 2 : 1, &instance, why);
    unlink(path);
    if (!err)
        return instance;
    char *name = strstr(why, path);
    if (name) /* "tcpip.layout: FILE:" */
        memmove(why, name + strlen(path) + 1, strlen(name + strlen(path) + 1) + 1);
    return NULL;
}

struct ws_instance *test_stream(const char *structs, const char *client, const char *server,
                                const char *more)
{
    static char layout[1 << 15];
    char why[WS_WHY_MAX];

    snprintf(layout, sizeof(layout),
             "{\"wirespeak_tcpip_layout\": 1, \"structs\": %s, \"streams\": [{\"name\": \"x\", "
             "\"ports\": [%d], \"client\": %s, \"server\": %s%s}]}",
             structs ? structs : "{}", TEST_PORT, client, server, more ? more : "");
    struct ws_instance *i = test_layout(layout, NULL, why);
    if (!i)
        fail_msg("%s", why);
    return i;
}

struct wire {
    struct ws_engine *engine;
    uint64_t frame;
    uint32_t next[2];
    struct ws_buf text;
};

static const char *kind_of(enum ws_message_kind kind)
{
    static const char *const kinds[] = {[WS_REQUEST] = " request",
                                        [WS_RESPONSE] = " response",
                                        [WS_NOTIFY] = " notify",
                                        [WS_CONTROL] = " control"};
    return kind < WS_LEN(kinds) && kinds[kind] ? kinds[kind] : "";
}

static void say_message(struct wire *w, const struct ws_event *e)
{
    const struct ws_print print = {.secrets = true};

    ws_buf_printf(&w->text, "%s ", e->message);
    if (e->fields)
        ws_json_value(&print, e->fields, &w->text);
    else
        for (size_t i = 0; i < e->bytes.len; i++)
            ws_buf_printf(&w->text, "%02x", e->bytes.data[i]);
    ws_buf_text(&w->text, kind_of(e->kind));
}

static int on_event(void *self, const struct ws_event *e)
{
    static const char *const froms[] = {"client", "server", "unknown"};
    struct wire *w = self;

    ws_buf_printf(&w->text, "%s ", froms[e->from]);
    if (e->type == WS_EVENT_MESSAGE)
        say_message(w, e);
    else if (e->type == WS_EVENT_NOTICE)
        ws_buf_printf(&w->text, "notice %s", e->code);
    else
        ws_buf_printf(&w->text, "gap %llu", (unsigned long long)e->gap_length);
    if (e->type == WS_EVENT_GAP && e->has_resync)
        ws_buf_printf(&w->text, " at %llu", (unsigned long long)e->resync_at);
    for (size_t i = 0; i < e->n_errors; i++)
        ws_buf_printf(&w->text, " !%s", e->errors[i].code);
    for (size_t i = 0; i < e->n_notes; i++)
        ws_buf_printf(&w->text, " +%s", e->notes[i].code);
    if (e->has_request)
        ws_buf_printf(&w->text, " of %llu", (unsigned long long)e->request_frame);
    ws_buf_text(&w->text, e->orphan ? " orphan\n" : "\n");
    return WS_OK;
}

static void send_packet(struct wire *w, char from, struct ws_bytes data, uint8_t flags, bool lost)
{
    static uint8_t frame[TEST_FRAME_SIZE];
    int side = from == 's';
    struct ws_segment s = {
        .src = test_endpoint(side ? 2 : 1, side ? TEST_PORT : 40000),
        .dst = test_endpoint(side ? 1 : 2, side ? 40000 : TEST_PORT),
        .family = 4,
        .proto = WS_PROTO_TCP,
        .vlan = -1,
        .window = 65535,
        .seq = w->next[side],
        .ack = w->next[!side],
        .flags = flags,
        .payload = data,
    };

    w->next[side] += (uint32_t)data.len + (flags & (WS_TCP_SYN | WS_TCP_FIN) ? 1 : 0);
    w->frame++;
    if (lost)
        return;
    uint32_t len = (uint32_t)test_frame(&s, frame);
    struct ws_packet packet = {
        (int64_t)w->frame * 1000000000, w->frame, len, len, WS_LINK_EN10MB, frame};
    assert_int_equal(ws_engine_packet(w->engine, &packet), 0);
}

/** In segments that fit a packet. */
static void play_step(struct wire *w, const struct step *s)
{
    enum { MOST = 1400 };
    struct ws_bytes data = {(const uint8_t *)s->bytes, s->len};

    if (s->how == STEP_FIN)
        send_packet(w, s->from, data, WS_TCP_ACK | WS_TCP_FIN, false);
    for (; data.len > 0; data = ws_bytes_from(data, MOST))
        send_packet(w, s->from, ws_bytes_upto(data, MOST), WS_TCP_ACK, s->how == STEP_LOST);
}

const char *test_play(struct ws_instance *instance, const struct step *steps, bool midstream,
                      char out[TEST_LINES])
{
    const struct ws_bytes none = {(const uint8_t *)"", 0};
    struct wire w = {.next = {1000, 5000}};
    struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)&instance,
        .n_instances = 1,
        .sink = {&w, on_event},
    };

    ws_buf_init(&w.text, TEST_LINES - 1);
    assert_int_equal(ws_engine_new(&config, &w.engine), 0);
    if (!midstream) {
        send_packet(&w, 'c', none, WS_TCP_SYN, false);
        send_packet(&w, 's', none, WS_TCP_SYN | WS_TCP_ACK, false);
    }
    for (; steps->from; steps++)
        play_step(&w, steps);
    assert_int_equal(ws_engine_finish(w.engine), 0);
    assert_false(w.text.failed);
    if (w.text.len)
        memcpy(out, w.text.data, w.text.len);
    out[w.text.len] = '\0';
    ws_buf_free(&w.text);
    ws_engine_free(w.engine);
    ws_instance_free(instance);
    return out;
}
