/* The table: UDP, identity, limits, counters, and memory that fails. */
#include "flow/flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/link.h"
#include "flow/feed.h"
#include "flow/packets.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

#include "test.h"

static const struct ws_flow_options defaults = WS_FLOW_OPTIONS_DEFAULT;

static struct ws_segment segment_from(uint8_t from, uint8_t to, uint8_t proto, const char *text)
{
    return (struct ws_segment){
        .src = test_endpoint(from, 5064),
        .dst = test_endpoint(to, 5064),
        .family = 4,
        .proto = proto,
        .vlan = -1,
        .payload = {(const uint8_t *)text, strlen(text)},
    };
}

static void udp_datagrams_pass_one_by_one(void **state)
{
    (void)state;
    static const int64_t second = 1000000000;
    struct test_record record = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {0};
    struct feed *flows;
    assert_int_equal(feed_new(&defaults, &handler, &memory, 1, &flows), WS_OK);
    struct ws_segment ping = segment_from(1, 2, WS_PROTO_UDP, "ping");
    struct ws_segment pong = segment_from(2, 1, WS_PROTO_UDP, "pong");
    struct ws_segment empty = segment_from(1, 2, WS_PROTO_UDP, "");
    assert_int_equal(test_give(flows, &ping, 1, 0), WS_OK);
    assert_int_equal(test_give(flows, &pong, 2, 1), WS_OK);
    assert_int_equal(test_give(flows, &empty, 3, 119 * second), WS_OK);
    assert_int_equal(test_give(flows, &ping, 4, 239 * second), WS_OK);
    feed_finish(flows);
    feed_free(flows);
    assert_string_equal(record.text,
                        "begin:? a:ping b:pong a: end:idle begin:? a:ping end:capture");
}

static void cut_datagram_tells_what_is_missing(void **state)
{
    (void)state;
    struct test_record record = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {0};
    struct feed *flows;
    assert_int_equal(feed_new(&defaults, &handler, &memory, 1, &flows), WS_OK);
    struct ws_segment cut = segment_from(1, 2, WS_PROTO_UDP, "ping");
    cut.missing = 10;
    assert_int_equal(test_give(flows, &cut, 7, 42), WS_OK);
    struct ws_now now = feed_now(flows);
    assert_int_equal(now.frame, 7);
    assert_int_equal(now.ts_ns, 42);
    assert_int_equal(feed_counters(flows)->missed_bytes, 10);
    feed_free(flows);
    assert_int_equal(memory.used, 0);
}

/* Computed by another implementation, written from the XXH64 specification. */
static void flow_id_is_the_documented_hash(void **state)
{
    (void)state;
    struct ws_segment there = {
        .src = {{192, 168, 0, 9}, 40000}, .dst = {{10, 0, 0, 1}, 5064}, .family = 4, .proto = 6};
    struct ws_segment back = {.src = there.dst, .dst = there.src, .family = 4, .proto = 6};
    int64_t ts = INT64_C(1763600000123456789);
    assert_true(ws_flow_id(&there, ts) == ws_flow_id(&back, ts));
    assert_true(ws_flow_id(&there, ts) == UINT64_C(0x260333b86d3d3b74));
    assert_true(ws_flow_id(&there, ts + 1) != ws_flow_id(&there, ts));
}

static void seed_changes_no_result(void **state)
{
    (void)state;
    struct test_record records[2] = {{.len = 0}, {.len = 0}};
    for (size_t i = 0; i < 2; i++) {
        struct ws_flow_handler handler = test_record_handler(&records[i]);
        struct ws_memory memory = {0};
        struct feed *flows;
        assert_int_equal(feed_new(&defaults, &handler, &memory, i * 12345, &flows), WS_OK);
        for (uint8_t k = 1; k < 100; k++) {
            struct ws_segment s = segment_from(k, 200, WS_PROTO_UDP, "x");
            assert_int_equal(test_give(flows, &s, k, k), WS_OK);
        }
        feed_finish(flows);
        feed_free(flows);
    }
    assert_string_equal(records[0].text, records[1].text);
}

static void case_33_count_limit_closes_the_flow_idle_longest(void **state)
{
    (void)state;
    static const int64_t second = 1000000000;
    struct test_record record = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {0};
    struct ws_flow_options options = defaults;
    struct feed *flows;
    options.max_flows = 2;
    assert_int_equal(feed_new(&options, &handler, &memory, 1, &flows), WS_OK);
    static const struct {
        uint8_t from;
        const char *text;
    } steps[] = {{1, "one"}, {2, "two"}, {1, "one again"}, {3, "three"}, {1, "still"}};
    for (size_t i = 0; i < WS_LEN(steps); i++) {
        struct ws_segment s = segment_from(steps[i].from, 9, WS_PROTO_UDP, steps[i].text);
        assert_int_equal(test_give(flows, &s, i + 1, (int64_t)i * second), WS_OK);
    }
    assert_int_equal(feed_open(flows), 2);
    assert_int_equal(feed_counters(flows)->ended[WS_END_MEMORY], 1);
    feed_finish(flows);
    feed_free(flows);
    assert_string_equal(record.text, "begin:? a:one begin:? a:two a:one again end:memory "
                                     "begin:? a:three a:still end:capture end:capture");
}

static void case_33_half_open_flood_stays_within_the_budget(void **state)
{
    (void)state;
    struct test_record record = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {.limit = 1 << 20};
    struct feed *flows;
    assert_int_equal(feed_new(&defaults, &handler, &memory, 1, &flows), WS_OK);
    for (uint32_t i = 0; i < 100000; i++) {
        struct ws_segment s = segment_from(1, 2, WS_PROTO_TCP, "");
        s.src = (struct ws_endpoint){{10, 1, (uint8_t)(i >> 16), (uint8_t)(i >> 8)},
                                     (uint16_t)(i & 0xff)};
        s.flags = WS_TCP_SYN;
        record.len = 0;
        assert_int_equal(test_give(flows, &s, i, i), WS_OK);
        assert_true(memory.used <= memory.limit);
    }
    assert_true(feed_counters(flows)->ended[WS_END_MEMORY] > 90000);
    feed_finish(flows);
    feed_free(flows);
    assert_int_equal(memory.used, 0);
}

static void collect(void *self, const char *name, uint64_t value, const char *doc)
{
    struct test_record *record = self;
    assert_true(doc[0] != '\0');
    if (value)
        record->len +=
            (size_t)snprintf(record->text + record->len, sizeof(record->text) - record->len,
                             "%s=%llu ", name, (unsigned long long)value);
}

static void counters_have_names_for_what_was_not_decoded(void **state)
{
    (void)state;
    struct test_record record = {.len = 0}, stats = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {0};
    struct feed *flows;
    assert_int_equal(feed_new(&defaults, &handler, &memory, 1, &flows), WS_OK);
    static const uint8_t arp[14] = {[12] = 0x08, [13] = 0x06};
    struct ws_packet packets[] = {
        {0, 1, sizeof(arp), sizeof(arp), WS_LINK_EN10MB, arp},
        {0, 2, 3, 60, WS_LINK_EN10MB, arp},
        {0, 3, sizeof(arp), sizeof(arp), 147, arp},
    };
    for (size_t i = 0; i < WS_LEN(packets); i++)
        assert_int_equal(feed_packet(flows, &packets[i]), WS_OK);
    ws_counters_each(feed_counters(flows), collect, &stats);
    feed_free(flows);
    assert_string_equal(stats.text, "packets=3 bytes=31 packets_not_ip=1 packets_truncated=1 "
                                    "packets_unknown_link=1 ");
    struct ws_counters sum = {.packets = 1, .ended = {[WS_END_RST] = 2}}, more = sum;
    ws_counters_add(&sum, &more);
    assert_int_equal(sum.packets, 2);
    assert_int_equal(sum.ended[WS_END_RST], 4);
}

/* Memory whose allocation number `fail_at` fails, and all after it. */
struct failing {
    struct ws_memory memory;
    size_t n, fail_at;
};

static void *fail_sometimes(struct ws_memory *memory, size_t size)
{
    struct failing *failing = (struct failing *)(void *)memory;
    return ++failing->n >= failing->fail_at ? NULL : malloc(size);
}

/* Many flows, so that the table grows, and data that waits. */
static int play_capture(struct feed *flows)
{
    int err = WS_OK;
    for (uint32_t i = 0; i < 700 && !err; i++) {
        struct ws_segment s = segment_from(1, 2, WS_PROTO_TCP, "data that waits");
        s.src.port = (uint16_t)i;
        s.flags = WS_TCP_SYN;
        err = test_give(flows, &s, i, i);
        s.flags = WS_TCP_ACK;
        for (uint32_t k = 1; k < 40 && !err && i % 100 == 0; k++) {
            s.seq = k * 10000;
            err = test_give(flows, &s, i, i);
        }
    }
    return err;
}

static void every_failing_allocation_surfaces_and_leaks_nothing(void **state)
{
    (void)state;
    size_t fail_at = 0;
    int err;
    do {
        struct test_record record = {.len = 0};
        struct ws_flow_handler handler = test_record_handler(&record);
        struct failing failing = {{.alloc = fail_sometimes}, 0, ++fail_at};
        struct feed *flows = NULL;
        err = feed_new(&defaults, &handler, &failing.memory, 1, &flows);
        if (!err)
            err = play_capture(flows);
        assert_true(err == WS_OK || err == WS_E_NOMEM);
        assert_int_equal(err == WS_OK, failing.n < fail_at);
        if (flows)
            feed_finish(flows);
        feed_free(flows);
        assert_int_equal(failing.memory.used, 0);
    } while (err);
    assert_true(fail_at > 700 + 7 * 39); /* flows, and pages of waiting data */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(udp_datagrams_pass_one_by_one),
        cmocka_unit_test(cut_datagram_tells_what_is_missing),
        cmocka_unit_test(flow_id_is_the_documented_hash),
        cmocka_unit_test(seed_changes_no_result),
        cmocka_unit_test(case_33_count_limit_closes_the_flow_idle_longest),
        cmocka_unit_test(case_33_half_open_flood_stays_within_the_budget),
        cmocka_unit_test(counters_have_names_for_what_was_not_decoded),
        cmocka_unit_test(every_failing_allocation_surfaces_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
