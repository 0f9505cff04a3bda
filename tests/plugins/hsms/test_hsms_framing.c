/* HSMS framing: where messages end, where they may begin again, and whether it is HSMS at all. */
#include "hsms_test.h"

#include <string.h>

#include "plugin/map.h"

#define LINKTEST "0000000a ffff 0000 0005 00000001"
#define S1F1     "0000000a 000a 8101 0000 00000002"
#define S1F3     "00000012 000a 8103 0000 00000003 0101 b10400000001"
/* A list of 3 with 1 element. */
#define BROKEN "00000012 000a 8103 0000 00000003 0103 b10400000001"

static int set_up(void **state)
{
    static struct bench b;
    bench_open(&b, NULL, NULL);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    bench_close(*state);
    return 0;
}

static const struct {
    const char *what, *in;
    bool end;
    enum ws_split_status status;
    uint64_t len;
    uint16_t code;
} splits[] = {
    {"nothing", "", false, WS_SPLIT_NEED, 4, 0},
    {"part of a length", "000000", false, WS_SPLIT_NEED, 4, 0},
    {"part of a message", "0000000a ffff", false, WS_SPLIT_NEED, 14, 0},
    {"a message", LINKTEST, false, WS_SPLIT_MESSAGE, 14, 0},
    {"a message and more", S1F3 LINKTEST, false, WS_SPLIT_MESSAGE, 22, 0},
    {"length 9", "00000009 ffff", false, WS_SPLIT_BAD, 4, WS_BAD_LENGTH},
    {"length 0", "00000000", false, WS_SPLIT_BAD, 4, WS_BAD_LENGTH},
    {"length 4294967295", "ffffffff", false, WS_SPLIT_BAD, 4, WS_LIMIT},
    {"longest", "02000000", false, WS_SPLIT_NEED, 33554436, 0},
    {"longer", "02000001", false, WS_SPLIT_BAD, 4, WS_LIMIT},
    {"HTTP", "47455420 2f", false, WS_SPLIT_BAD, 4, WS_LIMIT},
    {"cut off", "0000000a ffff", true, WS_SPLIT_BAD, 6, WS_TRUNCATED},
    {"cut off in its length", "05", true, WS_SPLIT_BAD, 1, WS_TRUNCATED},
};

static void split_says_message_need_or_bad(void **state)
{
    struct bench *b = *state;
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(splits); i++) {
        print_message("case: %s\n", splits[i].what);
        struct ws_split s = hsms_split(&b->conversation, WS_CLIENT, unhex(&room, splits[i].in),
                                       (struct ws_at){.end = splits[i].end});
        assert_int_equal(s.status, splits[i].status);
        assert_int_equal(s.len, splits[i].len);
        assert_int_equal(s.code, splits[i].code);
    }
    ws_buf_free(&room);
}

static void the_longest_message_is_an_option(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;
    bench_open(&b, "max_message_bytes", "4294967295");
    ws_buf_init(&room, 4096);
    struct ws_split s = hsms_split(&b.conversation, WS_CLIENT, unhex(&room, "ffffffff"),
                                   (struct ws_at){.end = false});
    assert_int_equal(s.status, WS_SPLIT_NEED);
    assert_int_equal(s.len, UINT64_C(4294967299));
    ws_buf_free(&room);
    bench_close(&b);
}

static const char *run_in_pieces(struct ws_bytes in, size_t first, size_t piece)
{
    static struct wire w;
    wire_start(&w, NULL, NULL);
    w.step_s = 0;
    wire_open(&w);
    for (size_t at = 0; at < in.len;) {
        size_t len = at == 0 ? first : piece;
        len = len < in.len - at ? len : in.len - at;
        wire_send_bytes(&w, 'c', (struct ws_bytes){in.data + at, len}, 0);
        at += len;
    }
    return wire_end(&w);
}

/** The lines without the frame in front of each. */
static void without_frames(const char *text, char out[TEST_TEXT])
{
    while (*text) {
        text += strcspn(text, " ");
        size_t n = strcspn(text, "\n") + 1;
        memcpy(out, text, n);
        out += n;
        text += n;
    }
    *out = '\0';
}

static void messages_are_the_same_however_the_stream_is_cut(void **state)
{
    (void)state;
    static char whole[TEST_TEXT], cut[TEST_TEXT];
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    struct ws_bytes in = unhex(&room, "0000000a ffff 0000 0001 00000001" S1F3 BROKEN LINKTEST S1F1);
    without_frames(run_in_pieces(in, in.len, in.len), whole);
    for (size_t first = 1; first < in.len; first++) {
        without_frames(run_in_pieces(in, first, in.len), cut);
        assert_string_equal(cut, whole);
    }
    for (size_t piece = 1; piece < 20; piece++) {
        without_frames(run_in_pieces(in, piece, piece), cut);
        assert_string_equal(cut, whole);
    }
    ws_buf_free(&room);
}

/* Searching */

static const struct {
    const char *what, *in;
    int64_t skip; /* -1: not found */
} searches[] = {
    {"at once", LINKTEST, 0},
    {"behind garbage", "deadbeef" LINKTEST, 4},
    {"a data message without a body", "ff" S1F1, 1},
    {"a data message", "ff" S1F3, 1},
    {"a body that is broken is passed over", BROKEN LINKTEST, 22},
    {"13 bytes are not enough", "0000000a ffff 0000 0005 000000", -1},
    {"a body must be whole", "00000012 000a 8103 0000 00000003 0101 b104000000", -1},
    {"behind one that is not yet whole", "00000022 000a 8103 0000 00000003 4116" LINKTEST, 16},
    {"stream 0 is not believed", "0000000a 000a 8001 0000 00000002", -1},
    {"s_type 8 neither", "0000000a ffff 0000 0008 00000001", -1},
    {"s_type 9 is", "0000000a ffff 0000 0009 00000001", 0},
    {"a control message of length 11", "0000000b ffff 0000 0005 00000001 aa", -1},
    {"p_type 1", "0000000a ffff 0000 0105 00000001", -1},
    {"longer than a search accepts", "01000001 000a 8103 0000 00000003 43fffff3", -1},
};

static struct ws_resync resync(struct bench *b, struct ws_bytes in, bool end)
{
    struct ws_lost lost = {.bytes = 100};
    return hsms_resync(&b->conversation, WS_CLIENT, in, (struct ws_at){.offset = 1000, .end = end},
                       &lost);
}

static void a_search_finds_the_first_whole_message(void **state)
{
    struct bench *b = *state;
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(searches); i++) {
        print_message("case: %s\n", searches[i].what);
        struct ws_map *searching = ws_map_make(1, sizeof(struct hsms_search), 3);
        b->conversation.searches = searching;
        struct ws_resync r = resync(b, unhex(&room, searches[i].in), true);
        assert_int_equal(r.found, searches[i].skip >= 0);
        if (r.found)
            assert_int_equal(r.skip, searches[i].skip);
        ws_map_free_all(searching);
    }
    ws_buf_free(&room);
}

static const struct {
    const char *what;
    const char *head; /* of the message that was cut */
    uint64_t seen, bytes;
    int64_t skip; /* of a linktest behind the gap; -1: it is searched for */
} cuts[] = {
    {"the gap ends with the message", "00000012", 4, 18, 0},
    {"the gap ends in the message", "00000012000a", 6, 10, 6},
    {"the message has ended in the gap", "00000012000a", 6, 17, -1},
    {"its length is not known", "000000", 3, 10, -1},
    {"its length is bad", "00000009", 4, 5, -1},
    {"its length is too long", "02000001", 4, 5, -1},
};

static void a_message_whose_length_was_seen_ends_where_it_says(void **state)
{
    struct bench *b = *state;
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(cuts); i++) {
        print_message("case: %s\n", cuts[i].what);
        struct ws_lost lost = {.bytes = cuts[i].bytes, .seen = cuts[i].seen};
        struct ws_bytes head = unhex(&room, cuts[i].head);
        memcpy(lost.head, head.data, head.len);
        lost.head_len = head.len;
        struct ws_map *searching = ws_map_make(1, sizeof(struct hsms_search), 3);
        b->conversation.searches = searching;
        struct ws_resync r =
            hsms_resync(&b->conversation, WS_CLIENT, unhex(&room, "ffff" LINKTEST),
                        (struct ws_at){.offset = cuts[i].seen + cuts[i].bytes}, &lost);
        assert_true(r.found);
        assert_int_equal(r.skip, cuts[i].skip < 0 ? 2 : cuts[i].skip);
        ws_map_free_all(searching);
    }
    ws_buf_free(&room);
}

static void searches_go_on_where_they_stopped(void **state)
{
    struct bench *b = *state;
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    struct ws_bytes in = unhex(&room, "ffff ff" S1F3);
    struct ws_lost lost = {.bytes = 0};
    b->conversation.searches = ws_map_make(1, sizeof(struct hsms_search), 3);
    uint64_t offset = 50;
    size_t from = 0, scanned = 0;
    for (size_t have = 1; have <= in.len; have++) {
        struct ws_resync r =
            hsms_resync(&b->conversation, WS_CLIENT, (struct ws_bytes){in.data + from, have - from},
                        (struct ws_at){.offset = offset + from, .scanned = scanned}, &lost);
        assert_int_equal(r.found, have == in.len);
        from += (size_t)r.skip;
        assert_true(from <= have || r.found);
        scanned = r.scanned;
        assert_true(from <= 3);
    }
    assert_int_equal(from, 3);
    ws_map_free_all(b->conversation.searches);
    ws_buf_free(&room);
}

/** Headers 16 bytes apart, each in the text of the item before it: all of them could be messages.
 */
static void hostile_bytes_are_searched_in_linear_time(void **state)
{
    enum { BLOCK = 18, N = 20000 };
    struct bench *b = *state;
    static uint8_t bytes[N * BLOCK];
    for (size_t i = 0; i < N; i++) {
        uint8_t *p = bytes + i * BLOCK;
        memcpy(p, "\x00\x00\x00\x00\x00\x0a\x81\x03\x00\x00\x00\x00\x00\x01\x02\x00\x00\x41",
               BLOCK);
        ws_store_be(p, 4, sizeof(bytes) + 1000); /* never whole */
        ws_store_be(p + 15, 2, 1000);
    }
    struct ws_lost lost = {.bytes = 100};
    b->conversation.searches = ws_map_make(1, sizeof(struct hsms_search), 3);
    struct ws_resync r =
        hsms_resync(&b->conversation, WS_CLIENT, (struct ws_bytes){bytes, sizeof(bytes)},
                    (struct ws_at){.offset = 0}, &lost);
    assert_false(r.found);
    ws_map_free_all(b->conversation.searches);
}

/* Recognising */

static const struct {
    const char *what, *client, *server;
    bool middle, own_port, last;
    enum ws_verdict want;
} probes[] = {
    {"select.req", "0000000a ffff 0000 0001", "", false, false, false, WS_SURELY},
    {"9 bytes of it", "0000000a ffff 0000 00", "", false, false, false, WS_UNDECIDED},
    {"the other side speaks", "47455420", LINKTEST, false, false, false, WS_SURELY},
    {"HTTP, the other side may speak", "47455420", "", false, false, false, WS_UNDECIDED},
    {"HTTP, nothing follows", "47455420", "", false, true, true, WS_AGAINST},
    {"HTTP on both sides", "47455420", "48545450", false, false, false, WS_AGAINST},
    {"SECS-I", "05", "04", false, true, false, WS_AGAINST},
    {"data", S1F3, "", false, false, false, WS_SURELY},
    {"data that is not yet whole", "00000012 000a 8103 0000 00000003 0101", "", false, false, false,
     WS_UNDECIDED},
    {"data with a broken body", BROKEN, "", false, false, true, WS_NEUTRAL},
    {"data of more than 64 KiB", "00010000 000a 8103 0000 00000003 0101", "", false, true, true,
     WS_NEUTRAL},
    {"DNS over TCP", "001d 1234 0100 0001 0000 0000 0000", "", false, false, true, WS_NEUTRAL},
    {"s_type 8", "0000000a ffff 0000 0008 00000001", "", false, false, true, WS_AGAINST},
    {"nothing", "", "", false, true, true, WS_NEUTRAL},
    {"middle: two messages", "aabb" LINKTEST S1F1, "", true, false, false, WS_SURELY},
    {"middle: one message", "aabb" LINKTEST, "", true, false, false, WS_UNDECIDED},
    {"middle: one message on its port", "aabb" LINKTEST, "", true, true, false, WS_SURELY},
    {"middle: one message and garbage, then two", LINKTEST "ff" S1F1 LINKTEST, "", true, false,
     false, WS_SURELY},
    {"middle: none", "aabbccdd", "aabbccdd", true, true, true, WS_NEUTRAL},
};

static void content_tells_whether_it_is_hsms(void **state)
{
    struct bench *b = *state;
    struct ws_buf client, server;
    ws_buf_init(&client, 4096);
    ws_buf_init(&server, 4096);
    for (size_t i = 0; i < WS_LEN(probes); i++) {
        print_message("case: %s\n", probes[i].what);
        bool begin = !probes[i].middle, last = probes[i].last;
        struct ws_probe p = {
            .transport = WS_TCP,
            .first = {unhex(&client, probes[i].client), unhex(&server, probes[i].server)},
            .from_begin = {begin, begin},
            .end = {last, last},
            .own_port = probes[i].own_port};
        assert_int_equal(hsms_probe(ws_instance_data(b->instance), &p), probes[i].want);
    }
    ws_buf_free(&client);
    ws_buf_free(&server);
}

static void the_lower_port_is_the_server_where_nothing_else_tells(void **state)
{
    struct bench *b = *state;
    struct ws_flow_view flow = {.ends = {{.port = 40000}, {.port = 6000}}};
    const void *instance = ws_instance_data(b->instance);
    assert_int_equal(hsms_guess(instance, &flow, NULL, 0), WS_CLIENT);
    assert_int_equal(hsms_guess(instance, &flow, NULL, 1), WS_SERVER);
    flow.ends[0].port = 6000;
    assert_int_equal(hsms_guess(instance, &flow, NULL, 0), WS_UNKNOWN_ROLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_says_message_need_or_bad),
        cmocka_unit_test(the_longest_message_is_an_option),
        cmocka_unit_test(messages_are_the_same_however_the_stream_is_cut),
        cmocka_unit_test(a_search_finds_the_first_whole_message),
        cmocka_unit_test(a_message_whose_length_was_seen_ends_where_it_says),
        cmocka_unit_test(searches_go_on_where_they_stopped),
        cmocka_unit_test(hostile_bytes_are_searched_in_linear_time),
        cmocka_unit_test(content_tells_whether_it_is_hsms),
        cmocka_unit_test(the_lower_port_is_the_server_where_nothing_else_tells),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
