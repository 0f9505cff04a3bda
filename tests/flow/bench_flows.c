/* How long a packet takes: in-order segments of 200 bytes over many flows. */
#include "flow/flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "capture/link.h"
#include "flow/feed.h"
#include "flow/packets.h"
#include "wirespeak/err.h"

enum { PAYLOAD = 200, FRAME = 14 + 20 + 20 + PAYLOAD, ROUNDS = 5000, SEQ_AT = 14 + 20 + 4 };

static void on_flow(void *self, struct ws_flow *flow)
{
    (void)self;
    (void)flow;
}

static void on_data(void *self, struct ws_flow *flow, int side, struct ws_bytes in, uint64_t offset)
{
    (void)flow;
    (void)side;
    (void)offset;
    *(uint64_t *)self += in.len;
}

static void on_gap(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                   enum ws_gap_reason why)
{
    (void)self;
    (void)flow;
    (void)side;
    (void)offset;
    (void)len;
    (void)why;
    abort();
}

static void on_overlap(void *self, struct ws_flow *flow, int side, uint64_t offset)
{
    on_gap(self, flow, side, offset, 0, WS_GAP_LOST);
}

static void on_datagram(void *self, struct ws_flow *flow, int side, struct ws_bytes in)
{
    on_data(self, flow, side, in, 0);
}

static void on_closed(void *self, struct ws_flow *flow, int side)
{
    (void)side;
    on_flow(self, flow);
}

static void on_end(void *self, struct ws_flow *flow, enum ws_end_reason why)
{
    (void)why;
    on_flow(self, flow);
}

static double now_ns(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint8_t *make_frames(size_t n_flows)
{
    static const uint8_t payload[PAYLOAD];
    uint8_t *frames = malloc(n_flows * FRAME);
    if (!frames)
        abort();
    for (size_t i = 0; i < n_flows; i++) {
        struct ws_segment segment = {
            .src = test_endpoint((uint8_t)(i >> 8), (uint16_t)(20000 + (i & 0xff))),
            .dst = {{10, 1, (uint8_t)(i >> 16)}, 5064},
            .family = 4,
            .proto = WS_PROTO_TCP,
            .flags = WS_TCP_ACK | WS_TCP_PSH,
            .vlan = -1,
            .payload = {payload, PAYLOAD},
        };
        test_frame(&segment, frames + i * FRAME);
    }
    return frames;
}

static void run(size_t n_flows)
{
    static const struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    uint64_t bytes = 0, frame = 0;
    struct ws_flow_handler handler = {&bytes,     on_flow,     on_data,   on_gap,
                                      on_overlap, on_datagram, on_closed, on_end};
    struct ws_memory memory = {0};
    struct feed *flows;
    uint8_t *frames = make_frames(n_flows);
    size_t rounds = ROUNDS * (size_t)1000 / n_flows;
    if (feed_new(&options, &handler, &memory, 7, &flows) != WS_OK)
        abort();

    double start = 0;
    for (uint32_t round = 0; round <= rounds; round++) {
        if (round == 1) /* the first one begins the flows */
            start = now_ns();
        for (size_t i = 0; i < n_flows; i++) {
            uint8_t *at = frames + i * FRAME;
            uint32_t seq = __builtin_bswap32(round * PAYLOAD);
            memcpy(at + SEQ_AT, &seq, sizeof(seq));
            frame++;
            struct ws_packet packet = {(int64_t)frame * 1000, frame, FRAME, FRAME,
                                       WS_LINK_EN10MB,        at};
            if (feed_packet(flows, &packet) != WS_OK)
                abort();
        }
    }
    double ns = (now_ns() - start) / (double)(rounds * n_flows);
    if (bytes != frame * PAYLOAD)
        abort();
    printf("%7zu flows: %6.1f ns per packet, %zu bytes of memory per flow\n", n_flows, ns,
           memory.used / n_flows);
    feed_finish(flows);
    feed_free(flows);
    free(frames);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        size_t n_flows = strtoul(argv[1], NULL, 10);
        run(n_flows ? n_flows : 1);
        return 0;
    }
    run(1);
    run(1000);
    run(100000);
    return 0;
}
