/* The messages of a conversation do not depend on how, or in which order, its segments came. */
#include "plugin/engine.h"

#include <stdlib.h>
#include <string.h>

#include "capture/link.h"
#include "plugin/toy.h"

#include "test.h"

enum { RUNS = 10000, MAX_MESSAGES = 40, MAX_STREAM = MAX_MESSAGES * 11, MAX_PIECES = 128 };

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
    return n ? (size_t)((next_random(seed) >> 11) % n) : 0;
}

static uint64_t first_seed(void)
{
    const char *text = getenv("WS_TEST_SEED");
    uint64_t seed = text ? strtoull(text, NULL, 0) : 20261121;
    print_message("WS_TEST_SEED=%llu\n", (unsigned long long)seed);
    return seed | 1;
}

/* A conversation: what each side sends. */
struct stream {
    char bytes[MAX_STREAM];
    size_t len;
    uint32_t isn;
};

struct piece {
    int side;
    size_t from, len;
};

/* The messages of each side, each as its bytes and a newline, and all else that was told. */
struct told {
    char text[2][2 * MAX_STREAM];
    size_t len[2];
    unsigned gaps, malformed, with_notes;
};

static int on_event(void *self, const struct ws_event *event)
{
    struct told *t = self;
    int side = event->side;
    if (event->type == WS_EVENT_GAP)
        t->gaps++;
    if (event->type != WS_EVENT_MESSAGE)
        return WS_OK;
    if (!event->msg_type) {
        t->malformed++;
        return WS_OK;
    }
    /* ends[0] is who sent the first packet; 10.0.0.1 is side 0 here. */
    side = event->flow->ends[side].addr[3] == 1 ? 0 : 1;
    assert_true(t->len[side] + event->bytes.len < sizeof(t->text[side]) - 1);
    memcpy(t->text[side] + t->len[side], event->bytes.data, event->bytes.len);
    t->len[side] += event->bytes.len;
    t->text[side][t->len[side]++] = '\n';
    t->with_notes += event->n_notes > 0;
    return WS_OK;
}

/* Letters that begin a message stand nowhere else: a search finds true begins only. */
static void make_stream(uint64_t *seed, struct stream *s)
{
    s->isn = (uint32_t)next_random(seed);
    s->len = 0;
    for (size_t n = 1 + below(seed, MAX_MESSAGES); n > 0; n--) {
        size_t len = below(seed, 10);
        s->bytes[s->len++] = "mqr"[below(seed, 3)];
        s->bytes[s->len++] = (char)('0' + len);
        for (; len > 0; len--)
            s->bytes[s->len++] = (char)('A' + below(seed, 10));
    }
}

/* Cuts both streams into pieces, a part of which come again or overlap; in order. */
static size_t make_pieces(uint64_t *seed, const struct stream streams[2], struct piece *pieces)
{
    size_t n = 0;
    for (int side = 0; side < 2; side++) {
        size_t most = 1 + below(seed, 40), len = streams[side].len, first = n;
        for (size_t at = 0; at < len; n++) {
            size_t piece = 1 + below(seed, most);
            bool last = n - first == MAX_PIECES / 4 - 1 || piece > len - at;
            pieces[n] = (struct piece){side, at, last ? len - at : piece};
            at += pieces[n].len;
        }
        for (size_t more = below(seed, n - first + 1); more > 0; more--, n++) {
            size_t from = below(seed, len);
            pieces[n] = (struct piece){side, from, 1 + below(seed, len - from)};
        }
    }
    return n;
}

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
    struct ws_engine *engine;
    const struct stream *streams;
    uint64_t frame;
};

static void give(struct run *run, int side, uint8_t flags, uint32_t seq, uint32_t ack,
                 struct ws_bytes payload)
{
    uint8_t frame[2048];
    struct ws_endpoint client = test_endpoint(1, 40000), server = test_endpoint(2, TOY_PORT);
    struct ws_segment s = {
        .src = side ? server : client,
        .dst = side ? client : server,
        .family = 4,
        .proto = WS_PROTO_TCP,
        .flags = flags,
        .seq = seq,
        .ack = ack,
        .vlan = -1,
        .payload = payload,
    };
    uint32_t len = (uint32_t)test_frame(&s, frame);
    struct ws_packet packet = {
        (int64_t)run->frame * 1000, ++run->frame, len, len, WS_LINK_EN10MB, frame};
    assert_int_equal(ws_engine_packet(run->engine, &packet), 0);
}

static void open_run(struct run *run, const struct ws_instance *const *instance,
                     const struct stream streams[2], struct told *told, bool handshake)
{
    struct ws_engine_config config = {
        .instances = instance, .n_instances = 1, .sink = {told, on_event}};
    const struct ws_bytes none = {NULL, 0};
    *told = (struct told){.gaps = 0};
    *run = (struct run){.streams = streams};
    assert_int_equal(ws_engine_new(&config, &run->engine), 0);
    if (!handshake)
        return;
    give(run, 0, WS_TCP_SYN, streams[0].isn, 0, none);
    give(run, 1, WS_TCP_SYN | WS_TCP_ACK, streams[1].isn, streams[0].isn + 1, none);
}

static void give_piece(struct run *run, struct piece p)
{
    const struct stream *s = run->streams;
    struct ws_bytes payload = {(const uint8_t *)s[p.side].bytes + p.from, p.len};
    give(run, p.side, WS_TCP_ACK, s[p.side].isn + 1 + (uint32_t)p.from, s[!p.side].isn + 1,
         payload);
}

/* Each side's word that it got all: what the capture lost is lost. */
static void acknowledge_all(struct run *run)
{
    const struct ws_bytes none = {NULL, 0};
    for (int side = 0; side < 2; side++)
        give(run, side, WS_TCP_ACK, run->streams[side].isn + 1 + (uint32_t)run->streams[side].len,
             run->streams[!side].isn + 1 + (uint32_t)run->streams[!side].len, none);
}

static void close_run(struct run *run)
{
    assert_int_equal(ws_engine_finish(run->engine), 0);
    ws_engine_free(run->engine);
}

static void play_in_order(const struct ws_instance *const *instance, const struct stream streams[2],
                          struct told *told)
{
    struct run run;
    open_run(&run, instance, streams, told, true);
    for (int side = 0; side < 2; side++)
        give_piece(&run, (struct piece){side, 0, streams[side].len});
    close_run(&run);
}

static int set_up(void **state)
{
    static struct ws_instance *instance;
    char why[WS_WHY_MAX];
    assert_int_equal(ws_instance_new(&toy_plugin, NULL, 0, &instance, why), 0);
    *state = &instance;
    return 0;
}

static int tear_down(void **state)
{
    struct ws_instance **instance = *state;
    ws_instance_free(*instance);
    return 0;
}

static void any_order_without_loss_gives_the_messages_in_order(void **state)
{
    const struct ws_instance *const *instance = *state;
    static struct stream streams[2];
    static struct piece pieces[2 * MAX_PIECES];
    static struct told want, got;
    uint64_t seed = first_seed();
    for (int i = 0; i < RUNS; i++) {
        struct run run;
        make_stream(&seed, &streams[0]);
        make_stream(&seed, &streams[1]);
        play_in_order(instance, streams, &want);
        size_t n = make_pieces(&seed, streams, pieces);
        shuffle(&seed, pieces, n, 1 + below(&seed, n));
        open_run(&run, instance, streams, &got, true);
        for (size_t k = 0; k < n; k++)
            give_piece(&run, pieces[k]);
        acknowledge_all(&run);
        close_run(&run);
        for (int side = 0; side < 2; side++)
            assert_string_equal(got.text[side], want.text[side]);
        assert_int_equal(got.gaps + got.malformed + got.with_notes, 0);
    }
}

/* Whether the lines of `part` are lines of `whole`, in order. */
static bool is_subsequence(const char *part, const char *whole)
{
    while (*part) {
        size_t len = strcspn(part, "\n") + 1;
        while (*whole && strncmp(part, whole, len) != 0)
            whole += strcspn(whole, "\n") + 1;
        if (!*whole)
            return false;
        whole += len;
        part += len;
    }
    return true;
}

static void loss_and_missing_begins_leave_messages_out_and_change_none(void **state)
{
    const struct ws_instance *const *instance = *state;
    static struct stream streams[2];
    static struct piece pieces[2 * MAX_PIECES];
    static struct told want, got;
    uint64_t seed = first_seed(), all = 0, found = 0;
    for (int i = 0; i < RUNS; i++) {
        struct run run;
        make_stream(&seed, &streams[0]);
        make_stream(&seed, &streams[1]);
        play_in_order(instance, streams, &want);
        size_t n = make_pieces(&seed, streams, pieces), one_in = 2 + below(&seed, 20);
        shuffle(&seed, pieces, n, 1 + below(&seed, n));
        open_run(&run, instance, streams, &got, i % 2);
        for (size_t k = 0; k < n; k++)
            if (below(&seed, one_in) != 0)
                give_piece(&run, pieces[k]);
        acknowledge_all(&run);
        close_run(&run);
        for (int side = 0; side < 2; side++) {
            assert_true(is_subsequence(got.text[side], want.text[side]));
            all += want.len[side];
            found += got.len[side];
        }
    }
    print_message("%llu of %llu bytes of messages found\n", (unsigned long long)found,
                  (unsigned long long)all);
    assert_true(found > all / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_without_loss_gives_the_messages_in_order),
        cmocka_unit_test(loss_and_missing_begins_leave_messages_out_and_change_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
