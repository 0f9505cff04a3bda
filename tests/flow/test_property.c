/* Any segmentation, order, duplication and overlap of one stream delivers that stream. */
#include "flow/flow.h"

#include <stdlib.h>
#include <string.h>

#include "flow/feed.h"
#include "flow/packets.h"
#include "wirespeak/err.h"

#include "test.h"

enum { MAX_STREAM = 20000, MAX_PIECES = 1000, RUNS = 10000 };

/* xorshift64* (Vigna, 2016): the same numbers everywhere. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(0x2545f4914f6cdd1d);
}

static size_t below(uint64_t *seed, size_t n)
{
    return (size_t)((next_random(seed) >> 11) % n);
}

struct piece {
    size_t from, len;
};

/* What one side delivers, compared with what was sent while it comes. */
struct check {
    const uint8_t *sent;
    size_t sent_len;
    uint64_t delivered, missed;
    bool closed;
};

static void on_flow(void *self, struct ws_flow *flow)
{
    (void)self;
    (void)flow;
}

static void on_data(void *self, struct ws_flow *flow, int side, struct ws_bytes in, uint64_t offset)
{
    struct check *check = self;
    assert_int_equal(side, 0);
    assert_int_equal(offset, check->delivered + check->missed);
    assert_int_equal(offset, flow->side[0].offset);
    assert_true(offset + in.len <= check->sent_len);
    assert_memory_equal(in.data, check->sent + offset, in.len);
    check->delivered += in.len;
}

static void on_gap(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                   enum ws_gap_reason why)
{
    (void)flow;
    struct check *check = self;
    assert_int_equal(side, 0);
    assert_int_equal(why, WS_GAP_LOST);
    assert_int_equal(offset, check->delivered + check->missed);
    assert_true(len > 0);
    check->missed += len;
}

static void on_overlap(void *self, struct ws_flow *flow, int side, uint64_t offset)
{
    (void)self;
    (void)flow;
    (void)side;
    (void)offset;
    fail();
}

static void on_datagram(void *self, struct ws_flow *flow, int side, struct ws_bytes in)
{
    (void)in;
    on_overlap(self, flow, side, 0);
}

static void on_closed(void *self, struct ws_flow *flow, int side)
{
    (void)flow;
    struct check *check = self;
    assert_int_equal(side, 0);
    check->closed = true;
}

static void on_end(void *self, struct ws_flow *flow, enum ws_end_reason why)
{
    (void)self;
    (void)flow;
    assert_int_equal(why, WS_END_CAPTURE);
}

/* Cuts the stream into pieces, then adds some that come again or overlap. */
static size_t make_pieces(uint64_t *seed, size_t len, struct piece *pieces)
{
    size_t n = 0, most = 1 + below(seed, 1460);
    for (size_t at = 0; at < len && n < MAX_PIECES / 2; n++) {
        size_t left = len - at, piece = 1 + below(seed, most);
        if (piece > left || n == MAX_PIECES / 2 - 1)
            piece = left;
        pieces[n] = (struct piece){at, piece};
        at += piece;
    }
    for (size_t more = below(seed, n + 1); more > 0; more--, n++) {
        size_t from = below(seed, len), most_here = len - from < 3000 ? len - from : 3000;
        pieces[n] = (struct piece){from, 1 + below(seed, most_here)};
    }
    return n;
}

/* Exchanges pieces no farther apart than `reach`. */
static void shuffle(uint64_t *seed, struct piece *pieces, size_t n, size_t reach)
{
    for (size_t i = 0; i < n; i++) {
        size_t room = n - i < reach ? n - i : reach, k = i + below(seed, room);
        struct piece swapped = pieces[i];
        pieces[i] = pieces[k];
        pieces[k] = swapped;
    }
}

struct run {
    struct feed *flows;
    const uint8_t *sent;
    uint32_t isn;
    uint64_t frame;
};

static void give(struct run *run, bool from_a, uint8_t flags, uint32_t seq, uint32_t ack,
                 struct ws_bytes payload)
{
    struct ws_endpoint a = test_endpoint(1, 1000), b = test_endpoint(2, 2000);
    struct ws_segment segment = {
        .src = from_a ? a : b,
        .dst = from_a ? b : a,
        .family = 4,
        .proto = WS_PROTO_TCP,
        .flags = flags,
        .seq = seq,
        .ack = ack,
        .vlan = -1,
        .payload = payload,
    };
    assert_int_equal(test_give(run->flows, &segment, ++run->frame, 0), WS_OK);
}

static void give_piece(struct run *run, struct piece piece)
{
    struct ws_bytes payload = {run->sent + piece.from, piece.len};
    give(run, true, WS_TCP_ACK, run->isn + 1 + (uint32_t)piece.from, 1, payload);
}

static void open_run(struct run *run, const struct ws_flow_handler *handler,
                     struct ws_memory *memory)
{
    static const struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    assert_int_equal(feed_new(&options, handler, memory, run->isn, &run->flows), WS_OK);
    give(run, true, WS_TCP_SYN, run->isn, 0, (struct ws_bytes){NULL, 0});
}

static void close_run(struct run *run, const struct ws_memory *memory)
{
    feed_finish(run->flows);
    feed_free(run->flows);
    assert_int_equal(memory->used, 0);
}

static struct ws_flow_handler handler_of(struct check *check)
{
    return (struct ws_flow_handler){check,      on_flow,     on_data,   on_gap,
                                    on_overlap, on_datagram, on_closed, on_end};
}

static void make_stream(uint64_t *seed, uint8_t *sent, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sent[i] = (uint8_t)next_random(seed);
}

static uint64_t first_seed(void)
{
    const char *text = getenv("WS_TEST_SEED");
    uint64_t seed = text ? strtoull(text, NULL, 0) : 20261120;
    print_message("WS_TEST_SEED=%llu\n", (unsigned long long)seed);
    return seed | 1;
}

static void any_segmentation_delivers_the_stream(void **state)
{
    (void)state;
    static uint8_t sent[MAX_STREAM];
    static struct piece pieces[MAX_PIECES + 1];
    uint64_t seed = first_seed();
    for (int i = 0; i < RUNS; i++) {
        size_t len = 1 + below(&seed, i % 10 ? 2000 : MAX_STREAM);
        make_stream(&seed, sent, len);
        size_t n = make_pieces(&seed, len, pieces);
        shuffle(&seed, pieces, n, 1 + below(&seed, n));

        struct check check = {.sent = sent, .sent_len = len};
        struct ws_flow_handler handler = handler_of(&check);
        struct ws_memory memory = {0};
        struct run run = {.sent = sent, .isn = (uint32_t)next_random(&seed)};
        open_run(&run, &handler, &memory);
        size_t fin_before = below(&seed, n + 1);
        for (size_t k = 0; k <= n; k++) {
            if (k == fin_before)
                give(&run, true, WS_TCP_ACK | WS_TCP_FIN, run.isn + 1 + (uint32_t)len, 1,
                     (struct ws_bytes){NULL, 0});
            if (k < n)
                give_piece(&run, pieces[k]);
        }
        assert_int_equal(check.delivered, len);
        assert_int_equal(check.missed, 0);
        assert_true(check.closed);
        close_run(&run, &memory);
    }
}

/* Marks what was given; the peer acknowledges all in the end, as it got what the capture missed. */
static void lost_segments_leave_gaps_and_nothing_else(void **state)
{
    (void)state;
    static uint8_t sent[MAX_STREAM];
    static bool given[MAX_STREAM];
    static struct piece pieces[MAX_PIECES + 1];
    uint64_t seed = first_seed();
    for (int i = 0; i < RUNS / 5; i++) {
        size_t len = 1 + below(&seed, i % 10 ? 2000 : MAX_STREAM), there = 0;
        make_stream(&seed, sent, len);
        memset(given, 0, sizeof(given));
        size_t n = make_pieces(&seed, len, pieces);
        shuffle(&seed, pieces, n, 1 + below(&seed, 8));

        struct check check = {.sent = sent, .sent_len = len};
        struct ws_flow_handler handler = handler_of(&check);
        struct ws_memory memory = {0};
        struct run run = {.sent = sent, .isn = (uint32_t)next_random(&seed)};
        open_run(&run, &handler, &memory);
        for (size_t k = 0; k < n; k++) {
            if (below(&seed, 4) == 0)
                continue;
            give_piece(&run, pieces[k]);
            memset(given + pieces[k].from, true, pieces[k].len);
        }
        give(&run, false, WS_TCP_ACK, 1, run.isn + 1 + (uint32_t)len, (struct ws_bytes){NULL, 0});
        for (size_t k = 0; k < len; k++)
            there += given[k];
        assert_int_equal(check.delivered, there);
        close_run(&run, &memory);
        size_t tail = len - (check.delivered + check.missed);
        assert_true(tail <= 1); /* one byte acknowledged beyond all data looks like a FIN */
    }
}

/* Offsets of each side follow each other, and nothing follows closed. */
struct order {
    uint64_t next[2];
    bool closed[2], open;
};

static void order_begin(void *self, struct ws_flow *flow)
{
    (void)flow;
    struct order *order = self;
    assert_false(order->open);
    *order = (struct order){.open = true};
}

static void order_gap(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                      enum ws_gap_reason why)
{
    (void)why;
    struct order *order = self;
    assert_true(order->open && !order->closed[side]);
    assert_true(len > 0);
    assert_int_equal(offset, order->next[side]);
    assert_int_equal(offset, flow->side[side].offset);
    order->next[side] += len;
}

static void order_data(void *self, struct ws_flow *flow, int side, struct ws_bytes in,
                       uint64_t offset)
{
    order_gap(self, flow, side, offset, in.len, WS_GAP_LOST);
}

static void order_overlap(void *self, struct ws_flow *flow, int side, uint64_t offset)
{
    (void)flow;
    struct order *order = self;
    assert_true(order->open && !order->closed[side] && offset >= order->next[side]);
}

static void order_closed(void *self, struct ws_flow *flow, int side)
{
    (void)flow;
    struct order *order = self;
    assert_true(order->open && !order->closed[side]);
    order->closed[side] = true;
}

static void order_end(void *self, struct ws_flow *flow, enum ws_end_reason why)
{
    struct order *order = self;
    assert_true(order->open);
    for (int side = 0; side < 2; side++)
        assert_int_equal(flow->side[side].offset, order->next[side]);
    assert_true(why != WS_END_FIN || (order->closed[0] && order->closed[1]));
    order->open = false;
}

/* Near the wrap of sequence numbers, in the stream, and now and then anywhere. */
static uint32_t hostile_number(uint64_t *seed)
{
    if (below(seed, 50) == 0)
        return (uint32_t)next_random(seed);
    return UINT32_MAX - 3000 + (uint32_t)below(seed, below(seed, 4) ? 6000 : 60000);
}

static void hostile_segments_never_break_the_order(void **state)
{
    (void)state;
    static uint8_t sent[MAX_STREAM];
    uint64_t seed = first_seed();
    for (int i = 0; i < RUNS / 10; i++) {
        struct order order = {.open = false};
        struct ws_flow_handler handler = {&order,        order_begin, order_data,   order_gap,
                                          order_overlap, on_datagram, order_closed, order_end};
        struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
        struct ws_memory memory = {.limit = below(&seed, 2) ? 30000 : 0};
        struct run run = {.sent = sent};
        options.max_store = below(&seed, 20000);
        options.overlap_last = below(&seed, 2);
        assert_int_equal(feed_new(&options, &handler, &memory, 1, &run.flows), WS_OK);
        for (int k = 0; k < 300; k++) {
            /* Of eight bits and few at once, ACK in most. */
            uint8_t flags = (uint8_t)(next_random(&seed) >> 8 & next_random(&seed) >> 16 &
                                      next_random(&seed) >> 24);
            struct ws_bytes payload = {sent, below(&seed, 3) ? below(&seed, 1500) : 0};
            give(&run, below(&seed, 2), flags | (below(&seed, 4) ? WS_TCP_ACK : 0),
                 hostile_number(&seed), hostile_number(&seed), payload);
        }
        close_run(&run, &memory);
        assert_false(order.open);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_segmentation_delivers_the_stream),
        cmocka_unit_test(lost_segments_leave_gaps_and_nothing_else),
        cmocka_unit_test(hostile_segments_never_break_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
