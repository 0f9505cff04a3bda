/* Below TCP and UDP: fragments, copies, checksums, tags, large frames. Numbers are those of the
 * cases. */
#include "flow/flow.h"

#include <string.h>

#include "capture/link.h"
#include "flow/feed.h"
#include "flow/packets.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

#include "test.h"

enum { ETHERNET_LEN = 14, IPV4_LEN = 20, IPV6_LEN = 40 };

struct net {
    struct test_record record;
    struct ws_flow_handler handler;
    struct ws_memory memory;
    struct feed *flows;
    uint64_t frame;
    int64_t now_ns;
};

static void open_net(struct net *net, const struct ws_flow_options *options)
{
    static const struct ws_flow_options defaults = WS_FLOW_OPTIONS_DEFAULT;
    *net = (struct net){.frame = 0};
    net->handler = test_record_handler(&net->record);
    assert_int_equal(
        feed_new(options ? options : &defaults, &net->handler, &net->memory, 1, &net->flows),
        WS_OK);
}

/* What was told, and what was counted until the end. */
static struct ws_counters close_net(struct net *net, const char *want)
{
    feed_finish(net->flows);
    struct ws_counters counters = *feed_counters(net->flows);
    feed_free(net->flows);
    assert_int_equal(net->memory.used, 0);
    assert_string_equal(net->record.text, want);
    return counters;
}

static void give(struct net *net, const uint8_t *frame, size_t len)
{
    struct ws_packet packet = {net->now_ns,   ++net->frame,   (uint32_t)len,
                               (uint32_t)len, WS_LINK_EN10MB, frame};
    assert_int_equal(feed_packet(net->flows, &packet), WS_OK);
}

static struct ws_segment segment_of(uint8_t family, uint8_t proto, const char *text)
{
    return (struct ws_segment){
        .src = test_endpoint(1, 1000),
        .dst = test_endpoint(2, 2000),
        .family = family,
        .proto = proto,
        .flags = WS_TCP_ACK,
        .seq = 7,
        .vlan = -1,
        .payload = {(const uint8_t *)text, strlen(text)},
    };
}

/* RFC 1071, over whole packets of even and odd length. */
static uint16_t sum_of(const uint8_t *p, size_t len, uint32_t more)
{
    uint32_t sum = more;
    for (size_t i = 0; i < len; i++)
        sum += i % 2 ? p[i] : (uint32_t)p[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

/* Writes both checksums of an IPv4 frame. */
static void fill_checksums(uint8_t *frame, size_t len)
{
    uint8_t *ip = frame + ETHERNET_LEN, *transport = ip + IPV4_LEN;
    size_t at = ip[9] == WS_PROTO_TCP ? 16 : 6, rest = len - ETHERNET_LEN - IPV4_LEN;
    uint32_t pseudo = (uint32_t)(uint16_t)~sum_of(ip + 12, 8, 0) + ip[9] + (uint32_t)rest;
    ws_store_be(ip + 10, 2, 0);
    ws_store_be(ip + 10, 2, sum_of(ip, IPV4_LEN, 0));
    ws_store_be(transport + at, 2, 0);
    ws_store_be(transport + at, 2, sum_of(transport, rest, pseudo));
}

static void case_25_wrong_checksums_are_ignored_on_request_alone(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    for (int verify = 0; verify < 2; verify++) {
        open_net(&net, NULL);
        if (verify)
            assert_int_equal(feed_verify_checksums(net.flows), WS_OK);
        struct ws_segment segment = segment_of(4, WS_PROTO_TCP, "right");
        size_t len = test_frame(&segment, frame);
        fill_checksums(frame, len);
        give(&net, frame, len);
        segment = segment_of(4, WS_PROTO_TCP, "WRONG");
        segment.seq = 12;
        len = test_frame(&segment, frame); /* as a sending host's card has yet to fill them in */
        give(&net, frame, len);
        segment = segment_of(4, WS_PROTO_UDP, "header");
        len = test_frame(&segment, frame);
        fill_checksums(frame, len);
        frame[ETHERNET_LEN + 8] ^= 1; /* the time to live */
        give(&net, frame, len);
        struct ws_counters counters = close_net(
            &net, verify ? "begin:? a~0=right end:capture"
                         : "begin:? a~0=rightWRONG begin:? a:header end:capture end:capture");
        assert_int_equal(counters.outcome[WS_PACKET_BAD_CHECKSUM], verify ? 2 : 0);
    }
}

static void case_26_segments_larger_than_any_wire_are_taken_whole(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    static char text[65536];
    open_net(&net, NULL);
    memset(text, 'x', sizeof(text) - 1);
    struct ws_segment segment = segment_of(4, WS_PROTO_TCP, text);
    segment.payload.len = 65535 - IPV4_LEN - 20;
    give(&net, frame, test_frame(&segment, frame));
    segment.seq += (uint32_t)segment.payload.len;
    segment.payload.len = 65535;
    size_t len = test_frame(&segment, frame);
    ws_store_be(frame + ETHERNET_LEN + 2, 2, 0); /* the total length does not fit */
    give(&net, frame, len);
    const struct ws_counters *counters = feed_counters(net.flows);
    assert_int_equal(counters->tcp_in_order, 2);
    assert_int_equal(counters->missed_bytes, 0);
    feed_free(net.flows);
}

/* Fragments */

/* Gives the part [from, from + len) of the IP payload of a frame as a fragment with number `id`. */
static void give_part(struct net *net, const uint8_t *whole, size_t whole_len, uint32_t id,
                      size_t from, size_t len)
{
    uint8_t frame[2048];
    bool v4 = whole[12] == 0x08;
    size_t head = ETHERNET_LEN + (v4 ? IPV4_LEN : IPV6_LEN), at = head;
    bool more = from + len < whole_len - head;
    memcpy(frame, whole, head);
    if (v4) {
        ws_store_be(frame + ETHERNET_LEN + 2, 2, IPV4_LEN + len);
        ws_store_be(frame + ETHERNET_LEN + 4, 2, id);
        ws_store_be(frame + ETHERNET_LEN + 6, 2, (more ? 0x2000u : 0) | from / 8);
    } else {
        ws_store_be(frame + ETHERNET_LEN + 4, 2, 8 + len);
        frame[at] = frame[ETHERNET_LEN + 6];
        frame[ETHERNET_LEN + 6] = 44;
        ws_store_be(frame + at + 1, 1, 0);
        ws_store_be(frame + at + 2, 2, from | (more ? 1u : 0));
        ws_store_be(frame + at + 4, 4, id);
        at += 8;
    }
    memcpy(frame + at, whole + head + from, len);
    give(net, frame, at + len);
}

#define TEXT    "0123456789abcdefghijklmnopqrstuvwxyz" /* 36 bytes, 44 with UDP's header */
#define ARRIVED "begin:? a:" TEXT " end:capture"

static const struct {
    const char *what;
    struct {
        uint8_t from, len;
    } parts[8]; /* until a len of 0 */
    const char *told;
    uint64_t whole, incomplete, refused;
} orders[] = {
    {"in order", {{0, 16}, {16, 16}, {32, 12}}, ARRIVED, 1, 0, 0},
    {"reversed", {{32, 12}, {16, 16}, {0, 16}}, ARRIVED, 1, 0, 0},
    {"last first", {{32, 12}, {0, 16}, {16, 16}}, ARRIVED, 1, 0, 0},
    {"each twice", {{0, 16}, {0, 16}, {16, 16}, {16, 16}, {32, 12}, {32, 12}}, ARRIVED, 1, 0, 0},
    {"all again", {{0, 16}, {16, 28}, {0, 16}, {16, 28}}, ARRIVED, 1, 0, 0},
    {"one repeats a part of another", {{0, 32}, {8, 8}, {32, 12}}, ARRIVED, 1, 0, 0},
    {"never completed", {{0, 16}, {32, 12}}, "", 0, 1, 0},
    {"without its last", {{0, 16}, {16, 16}}, "", 0, 1, 0},
    {"without its first", {{16, 16}, {32, 12}}, "", 0, 1, 0},
    {"overlap", {{0, 16}, {8, 16}, {16, 16}, {32, 12}}, "", 0, 0, 1},
    {"overlap of the last", {{0, 24}, {16, 28}}, "", 0, 0, 1},
};

static void check_order(size_t i, uint8_t family)
{
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    struct ws_segment segment = segment_of(family, WS_PROTO_UDP, TEXT);
    size_t len = test_frame(&segment, frame), n = 0;
    print_message("case: %s, IPv%d\n", orders[i].what, family);
    open_net(&net, NULL);
    for (; n < WS_LEN(orders[i].parts) && orders[i].parts[n].len; n++)
        give_part(&net, frame, len, 99, orders[i].parts[n].from, orders[i].parts[n].len);
    struct ws_counters counters = close_net(&net, orders[i].told);
    assert_int_equal(counters.ip_whole, orders[i].whole);
    assert_int_equal(counters.ip_incomplete, orders[i].incomplete);
    assert_int_equal(counters.ip_refused, orders[i].refused);
    assert_int_equal(counters.outcome[WS_PACKET_UDP], orders[i].whole);
    assert_int_equal(counters.outcome[WS_PACKET_FRAGMENT], n - orders[i].whole);
}

static void case_27_fragments_in_any_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(orders); i++) {
        check_order(i, 4);
        check_order(i, 6);
    }
}

static void case_27_fragment_with_other_bytes_spoils_the_packet(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    struct ws_segment segment = segment_of(4, WS_PROTO_UDP, TEXT);
    size_t len = test_frame(&segment, frame);
    open_net(&net, NULL);
    give_part(&net, frame, len, 99, 0, 16);
    frame[ETHERNET_LEN + IPV4_LEN + 15] ^= 1;
    give_part(&net, frame, len, 99, 0, 16);
    give_part(&net, frame, len, 99, 16, 28);
    assert_int_equal(close_net(&net, "").ip_refused, 1);
}

static void case_27_packet_is_of_the_frame_that_completes_it(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    struct ws_segment segment = segment_of(4, WS_PROTO_TCP, TEXT);
    size_t len = test_frame(&segment, frame);
    open_net(&net, NULL);
    give_part(&net, frame, len, 1, 16, 40);
    give_part(&net, frame, len, 2, 0, 16); /* of another packet */
    net.now_ns = 5000000;
    give_part(&net, frame, len, 1, 0, 16);
    assert_int_equal(feed_now(net.flows).frame, 3);
    assert_int_equal(feed_now(net.flows).ts_ns, 5000000);
    assert_int_equal(close_net(&net, "begin:? a~0=" TEXT " end:capture").ip_incomplete, 1);
}

static void case_27_fragments_wait_for_half_a_minute(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    static const int64_t second = 1000000000;
    struct ws_segment segment = segment_of(6, WS_PROTO_UDP, TEXT);
    size_t len = test_frame(&segment, frame);
    open_net(&net, NULL);
    give_part(&net, frame, len, 1, 0, 16);
    give_part(&net, frame, len, 2, 0, 16);
    net.now_ns = 30 * second - 1;
    give_part(&net, frame, len, 1, 16, 28);
    net.now_ns = 30 * second;
    give_part(&net, frame, len, 2, 16, 28);
    struct ws_counters counters = close_net(&net, ARRIVED);
    assert_int_equal(counters.ip_whole, 1);
    assert_int_equal(counters.ip_incomplete, 2); /* the late one begins another */
}

static void case_27_flood_of_fragments_is_bounded(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    static char text[1400];
    memset(text, 'x', sizeof(text) - 1);
    struct ws_segment segment = segment_of(4, WS_PROTO_UDP, text);
    size_t len = test_frame(&segment, frame), most = 0;
    open_net(&net, NULL);
    for (uint32_t id = 1; id <= 20000; id++) {
        give_part(&net, frame, len, id, 0, 1000);
        ws_store_be(frame + ETHERNET_LEN + 12, 4, id * 2654435761u);
        give_part(&net, frame, len, id, 8 * (id % 100), 8);
        most = net.memory.used > most ? net.memory.used : most;
    }
    assert_true(most < 8 << 20);
    assert_true(close_net(&net, "").ip_incomplete >= 30000);
}

/* 8190 units of 8 bytes end behind what any IP packet may hold. */
static void case_27_packet_longer_than_64_kib_is_refused(void **state)
{
    (void)state;
    static struct net net;
    uint8_t frame[ETHERNET_LEN + IPV4_LEN + 64] = {[12] = 0x08, 0x00, 0x45, 0,    0,  IPV4_LEN + 64,
                                                   0,           9,    0x1f, 0xfe, 64, 17};
    open_net(&net, NULL);
    give(&net, frame, sizeof(frame));
    assert_int_equal(close_net(&net, "").ip_refused, 1);
}

/* Copies */

static void case_28_copies_of_a_mirrored_port_are_taken_once(void **state)
{
    (void)state;
    static struct net net;
    static uint8_t frame[TEST_FRAME_SIZE];
    static const struct {
        const char *text;
        uint16_t id;
        int64_t after_ns;
    } datagrams[] = {
        {"one", 1, 0},       {"two", 2, 1000},      {"one", 1, 1000},  {"two", 2, 999000},
        {"two", 2, 5000000}, {"again", 9, 1000000}, {"again", 10, 10}, /* sent twice */
        {"none", 0, 10},     {"none", 0, 10},                          /* cannot be told */
    };
    open_net(&net, NULL);
    for (size_t i = 0; i < WS_LEN(datagrams); i++) {
        struct ws_segment segment = segment_of(4, WS_PROTO_UDP, datagrams[i].text);
        size_t len = test_frame(&segment, frame);
        ws_store_be(frame + ETHERNET_LEN + 4, 2, datagrams[i].id);
        fill_checksums(frame, len);
        net.now_ns += datagrams[i].after_ns;
        give(&net, frame, len);
    }
    struct ws_counters counters =
        close_net(&net, "begin:? a:one a:two a:two a:again a:again a:none a:none end:capture");
    assert_int_equal(counters.udp_copies, 2);
}

static void case_28_copies_of_segments_add_nothing(void **state)
{
    (void)state;
    static struct net net;
    static const struct {
        bool from_a;
        uint8_t flags;
        uint32_t seq, ack;
        const char *text;
    } segments[] = {{true, WS_TCP_SYN, 99, 0, ""},
                    {false, WS_TCP_SYN | WS_TCP_ACK, 499, 100, ""},
                    {true, WS_TCP_ACK, 100, 500, "question"},
                    {false, WS_TCP_ACK, 500, 108, "answer"},
                    {true, WS_TCP_ACK | WS_TCP_FIN, 108, 506, ""},
                    {false, WS_TCP_ACK | WS_TCP_FIN, 506, 109, ""},
                    {true, WS_TCP_ACK, 109, 507, ""}};
    open_net(&net, NULL);
    for (size_t i = 0; i < 2 * WS_LEN(segments); i++) {
        struct ws_segment s = segment_of(4, WS_PROTO_TCP, segments[i / 2].text);
        struct ws_endpoint a = s.src, b = s.dst;
        s.src = segments[i / 2].from_a ? a : b;
        s.dst = segments[i / 2].from_a ? b : a;
        s.flags = segments[i / 2].flags;
        s.seq = segments[i / 2].seq;
        s.ack = segments[i / 2].ack;
        assert_int_equal(test_give(net.flows, &s, i + 1, (int64_t)i * 1000), WS_OK);
    }
    struct ws_counters counters = close_net(&net, "begin:a a0=question b0=answer a. b. end:fin");
    assert_int_equal(counters.tcp_retransmitted, 2);
    assert_int_equal(counters.tcp_differing, 0);
}

static void case_30_a_tag_in_one_direction_makes_no_second_flow(void **state)
{
    (void)state;
    static struct net net;
    open_net(&net, NULL);
    for (uint64_t i = 0; i < 4; i++) {
        struct ws_segment s = segment_of(4, WS_PROTO_UDP, i % 2 ? "pong" : "ping");
        struct ws_endpoint a = s.src, b = s.dst;
        s.src = i % 2 ? b : a;
        s.dst = i % 2 ? a : b;
        s.vlan = i % 2 ? 42 : -1;
        assert_int_equal(test_give(net.flows, &s, i + 1, (int64_t)i), WS_OK);
    }
    assert_int_equal(close_net(&net, "begin:? a:ping b:pong a:ping b:pong end:capture").flows, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_25_wrong_checksums_are_ignored_on_request_alone),
        cmocka_unit_test(case_26_segments_larger_than_any_wire_are_taken_whole),
        cmocka_unit_test(case_27_fragments_in_any_order),
        cmocka_unit_test(case_27_fragment_with_other_bytes_spoils_the_packet),
        cmocka_unit_test(case_27_packet_is_of_the_frame_that_completes_it),
        cmocka_unit_test(case_27_fragments_wait_for_half_a_minute),
        cmocka_unit_test(case_27_flood_of_fragments_is_bounded),
        cmocka_unit_test(case_27_packet_longer_than_64_kib_is_refused),
        cmocka_unit_test(case_28_copies_of_a_mirrored_port_are_taken_once),
        cmocka_unit_test(case_28_copies_of_segments_add_nothing),
        cmocka_unit_test(case_30_a_tag_in_one_direction_makes_no_second_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
