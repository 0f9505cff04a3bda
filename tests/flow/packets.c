/* Frames built in memory, and a handler that writes down what it is told. */
#include "flow/packets.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "capture/link.h"
#include "wirespeak/export.h"

struct out {
    uint8_t *at;
};

static void put(struct out *out, size_t len, uint64_t v)
{
    ws_store_be(out->at, len, v);
    out->at += len;
}

static void put_bytes(struct out *out, const uint8_t *data, size_t len)
{
    if (len)
        memcpy(out->at, data, len);
    out->at += len;
}

static void put_ip(struct out *out, const struct ws_segment *s, size_t len)
{
    if (s->family == 4) {
        put(out, 2, 0x4500);
        put(out, 2, 20 + len);
        put(out, 4, 0); /* identification, no fragment */
        put(out, 1, 64);
        put(out, 1, s->proto);
        put(out, 2, 0);
        put_bytes(out, s->src.addr, 4);
        put_bytes(out, s->dst.addr, 4);
        return;
    }
    put(out, 4, 0x60000000);
    put(out, 2, len);
    put(out, 1, s->proto);
    put(out, 1, 64);
    put_bytes(out, s->src.addr, 16);
    put_bytes(out, s->dst.addr, 16);
}

static void put_transport(struct out *out, const struct ws_segment *s, size_t payload_len)
{
    put(out, 2, s->src.port);
    put(out, 2, s->dst.port);
    if (s->proto == WS_PROTO_UDP) {
        put(out, 2, 8 + payload_len);
        put(out, 2, 0);
        return;
    }
    put(out, 4, s->seq);
    put(out, 4, s->ack);
    put(out, 1, 0x50);
    put(out, 1, s->flags);
    put(out, 2, s->window);
    put(out, 4, 0); /* checksum, urgent pointer */
}

size_t test_frame(const struct ws_segment *segment, uint8_t *to)
{
    struct out out = {to};
    size_t payload_len = segment->payload.len + segment->missing;
    size_t header_len = segment->proto == WS_PROTO_UDP ? 8 : 20;

    put(&out, 6, 0x020000000002);
    put(&out, 6, 0x020000000001);
    if (segment->vlan >= 0) {
        put(&out, 2, 0x8100);
        put(&out, 2, (uint64_t)segment->vlan);
    }
    put(&out, 2, segment->family == 4 ? 0x0800 : 0x86dd);
    put_ip(&out, segment, header_len + payload_len);
    put_transport(&out, segment, payload_len);
    put_bytes(&out, segment->payload.data, segment->payload.len);
    return (size_t)(out.at - to);
}

struct ws_endpoint test_endpoint(uint8_t last, uint16_t port)
{
    return (struct ws_endpoint){{10, 0, 0, last}, port};
}

WS_PRINTF(2, 3) static void add(struct test_record *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(r->text + r->len, sizeof(r->text) - r->len, format, args);
    va_end(args);
    r->len += n > 0 ? (size_t)n : 0;
    if (r->len >= sizeof(r->text))
        r->len = sizeof(r->text) - 1;
}

/* Begins a word. */
static void next_word(struct test_record *r)
{
    r->open_word = 0;
    if (r->len)
        add(r, " ");
}

static char letter(const struct ws_flow *flow, int side)
{
    if (side < 0)
        return '?';
    return memcmp(flow->ends[side].addr, flow->ends[!side].addr, 16) < 0 ? 'a' : 'b';
}

static void on_begin(void *self, struct ws_flow *flow)
{
    next_word(self);
    struct test_record *r = self;
    char opener = letter(flow, flow->opener);
    flow->user = &r->openers[opener == '?' ? 0 : opener - 'a' + 1];
    add(self, "begin:%c", opener);
}

static void on_data(void *self, struct ws_flow *flow, int side, struct ws_bytes in, uint64_t offset)
{
    struct test_record *r = self;
    if (r->open_word != letter(flow, side) || r->open_flow != flow) {
        next_word(r);
        add(r, "%c%s%llu=", letter(flow, side), flow->side[side].synced ? "" : "~",
            (unsigned long long)offset);
        r->open_word = letter(flow, side);
        r->open_flow = flow;
    }
    add(r, "%.*s", (int)in.len, (const char *)in.data);
}

static void on_gap(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                   enum ws_gap_reason why)
{
    next_word(self);
    add(self, "%c%llu+%llu:%s", letter(flow, side), (unsigned long long)offset,
        (unsigned long long)len, ws_gap_reason_name(why));
}

static void on_overlap(void *self, struct ws_flow *flow, int side, uint64_t offset)
{
    next_word(self);
    add(self, "%c%llu!", letter(flow, side), (unsigned long long)offset);
}

static void on_datagram(void *self, struct ws_flow *flow, int side, struct ws_bytes in)
{
    next_word(self);
    add(self, "%c:%.*s", letter(flow, side), (int)in.len, (const char *)in.data);
}

static void on_closed(void *self, struct ws_flow *flow, int side)
{
    next_word(self);
    add(self, "%c.", letter(flow, side));
}

static void on_end(void *self, struct ws_flow *flow, enum ws_end_reason why)
{
    char opener = letter(flow, flow->opener);
    next_word(self);
    struct test_record *r = self;
    if (flow->user != &r->openers[opener == '?' ? 0 : opener - 'a' + 1])
        add(self, "opener:%c ", opener);
    add(self, "end:%s", ws_end_reason_name(why));
}

struct ws_flow_handler test_record_handler(struct test_record *record)
{
    return (struct ws_flow_handler){record,     on_begin,    on_data,   on_gap,
                                    on_overlap, on_datagram, on_closed, on_end};
}
