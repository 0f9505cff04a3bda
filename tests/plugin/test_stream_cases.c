/* The cases that are about messages, whole engine and toy plugin. Numbers are those of the cases.
 */
#include "plugin/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "capture/link.h"
#include "plugin/toy.h"

#include "test.h"

/* Sends `stream` in pieces of `size` bytes, the first of `first`, and a FIN; what is told, without
 * the frames and where the bytes lay. */
static void play_cut(struct toy *t, const char *stream, size_t first, size_t size)
{
    size_t len = strlen(stream), n = first;
    char told[1024], *to = told;
    toy_start(t);
    toy_open(t);
    for (size_t at = 0; at < len; at += n, n = size) {
        n = n < len - at ? n : len - at;
        toy_send_bytes(t, 'c', stream + at, n);
    }
    toy_fin(t, 'c');
    for (const char *line = t->text; *line;) {
        for (line += strcspn(line, " "); *line && *line != '\n'; line++)
            if (*line != '*')
                *to++ = *line;
        *to++ = '\n';
        line += *line == '\n';
    }
    *to = '\0';
    toy_expect(t, t->text);
    memcpy(t->text, told, sizeof(told));
}

static void case_31_segments_of_any_size_give_the_same_messages(void **state)
{
    (void)state;
    static struct toy t;
    static const char stream[] = "m9abcdefghiq1xm0m0m0m3endr1xm5cut";
    static const char want[] = " client text@0 m9abcdefghi\n client request@11 q1x\n"
                               " client text@14 m0\n client text@16 m0\n client text@18 m0\n"
                               " client text@20 m3end\n client response@25 r1x {of"; /* frame */
    for (size_t first = 1; first < sizeof(stream); first++) {
        for (size_t size = 1; size < sizeof(stream); size++) {
            play_cut(&t, stream, first, size);
            assert_memory_equal(t.text, want, sizeof(want) - 1);
            assert_non_null(strstr(t.text, " client malformed@28 m5cut (truncated)\n"));
        }
    }
}

/* The plugin takes no more than 256 bytes for a message, here one without an end. */
static void case_32_unfinished_message_grows_to_the_limit(void **state)
{
    (void)state;
    static struct toy t;
    char piece[33];
    memset(piece, 'e', 32);
    piece[32] = '\0';
    toy_start(&t);
    toy_open(&t);
    for (int i = 0; i < 8; i++)
        toy_send(&t, 'c', piece);
    toy_send(&t, 'c', "m2ok");
    assert_non_null(strstr(t.text, " (limit)\n"));
    assert_non_null(strstr(t.text, "text*@256 m2ok +resync\n"));
    toy_expect(&t, t.text);
}

/* Floods */

struct flood {
    struct ws_engine *engine;
    uint64_t n_begun, n_ended, frame;
};

static int count_event(void *self, const struct ws_event *event)
{
    struct flood *f = self;
    if (event->type == WS_EVENT_FLOW && event->flow_end)
        f->n_ended++;
    else if (event->type == WS_EVENT_FLOW)
        f->n_begun++;
    return WS_OK;
}

static void open_flood(struct flood *f, uint64_t memory)
{
    *f = (struct flood){.frame = 0};
    struct ws_engine_config config = {.flows = true, .memory = memory, .sink = {f, count_event}};
    assert_int_equal(ws_engine_new(&config, &f->engine), 0);
}

/* One segment of flow number i, 100 of them each millisecond. */
static void flood(struct flood *f, uint32_t i, uint8_t flags, const char *text)
{
    uint8_t frame[128];
    struct ws_segment s = {
        .src = {{10, (uint8_t)(i >> 24), (uint8_t)(i >> 16), 1}, (uint16_t)i},
        .dst = test_endpoint(2, 5064),
        .family = 4,
        .proto = WS_PROTO_TCP,
        .flags = flags,
        .seq = i,
        .vlan = -1,
        .payload = {(const uint8_t *)text, strlen(text)},
    };
    uint32_t len = (uint32_t)test_frame(&s, frame);
    struct ws_packet packet = {
        (int64_t)f->frame * 10000, ++f->frame, len, len, WS_LINK_EN10MB, frame};
    assert_int_equal(ws_engine_packet(f->engine, &packet), 0);
}

static void get_stat(void *self, const struct ws_stat *stat)
{
    if (strcmp(stat->name, "ended_memory") == 0) {
        assert_int_equal(stat->loss, true);
        *(uint64_t *)self = stat->value;
    }
}

static void close_flood(struct flood *f, const char *what)
{
    struct rusage usage;
    uint64_t ended_memory = 0;
    assert_int_equal(ws_engine_finish(f->engine), 0);
    struct ws_engine_counts counts;
    ws_engine_counts(f->engine, &counts);
    ws_engine_counts_each(&counts, get_stat, &ended_memory);
    ws_engine_free(f->engine);
    getrusage(RUSAGE_SELF, &usage);
    print_message("%s: %llu flows, %llu closed for memory, peak resident %ld KiB\n", what,
                  (unsigned long long)f->n_begun, (unsigned long long)ended_memory,
                  usage.ru_maxrss);
    assert_int_equal(f->n_begun, f->frame);
    assert_int_equal(f->n_ended, f->frame);
    assert_true(ended_memory > 0);
}

static void case_33_half_open_flows_stay_within_the_memory(void **state)
{
    (void)state;
    struct flood f;
    open_flood(&f, 16 << 20);
    for (uint32_t i = 0; i < 100000; i++)
        flood(&f, i, WS_TCP_SYN, "");
    close_flood(&f, "half open");
}

static void case_33_million_flows_of_a_segment_stay_within_the_memory(void **state)
{
    (void)state;
    struct flood f;
    open_flood(&f, 32 << 20);
    for (uint32_t i = 0; i < 1000000; i++)
        flood(&f, i, WS_TCP_ACK, "hello, some data");
    close_flood(&f, "one segment each");
}

static double seconds_for(uint32_t n)
{
    struct flood f;
    struct timespec begin, end;
    open_flood(&f, 0);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (uint32_t i = 0; i < n; i++)
        flood(&f, i << 16 | (i >> 16), WS_TCP_SYN, "");
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_int_equal(ws_engine_finish(f.engine), 0);
    ws_engine_free(f.engine);
    return (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
}

/* Tuples that differ in one byte or two, as a simple hash would let collide. The seed is not known
 * to who sends them. A flow costs the same among 64 times as many, caches aside. */
static void case_33_hash_flood_costs_linear_time(void **state)
{
    (void)state;
    double few = seconds_for(1000), many = seconds_for(64000);
    print_message("%.0f and %.0f ns per flow\n", few * 1e9 / 1000, many * 1e9 / 64000);
    assert_true(many < few * 64 * 16 + 0.5);
}

/* Options */

static void start_with(struct toy *t, const struct ws_engine_config *config)
{
    static const struct ws_plugin *const plugins[] = {&toy_plugin};
    toy_start_with(t, plugins, 1, config);
}

static void idle_times_are_those_of_the_config(void **state)
{
    (void)state;
    static struct toy t;
    const struct ws_engine_config config = {.tcp_idle_ns = INT64_C(5000000000),
                                            .udp_idle_ns = INT64_C(2000000000)};
    start_with(&t, &config);
    toy_open(&t);
    toy_send(&t, 'c', "m1x");
    t.ts_s += 4;
    toy_send(&t, 's', "m1y"); /* 5 s later: of another flow */
    toy_expect(&t, "4 client text*@0 m1x\n"
                   "5 server text*@0 m1y +role_guessed +resync\n");
    start_with(&t, &config);
    toy_datagram(&t, 's', "m1x");
    toy_datagram(&t, 's', "m1x");
    assert_int_equal(toy_stat(&t, "flows"), 1);
    t.ts_s++;
    toy_datagram(&t, 's', "m1x");
    assert_int_equal(toy_stat(&t, "flows"), 2);
    toy_expect(&t, t.text);
}

static void checksums_are_verified_by_the_config(void **state)
{
    (void)state;
    static struct toy t;
    start_with(&t, &(struct ws_engine_config){.verify_checksums = true});
    toy_open(&t);
    toy_send(&t, 'c', "m1x"); /* its sums are all 0 */
    assert_int_equal(toy_stat(&t, "packets_bad_checksum"), 4);
    toy_expect(&t, "");
}

static void overlap_policy_is_that_of_the_config(void **state)
{
    (void)state;
    static struct toy t;
    for (int last = 0; last < 2; last++) {
        start_with(&t, &(struct ws_engine_config){.overlap_last = last});
        toy_open(&t);
        toy_lose(&t, 'c', 3);
        toy_send(&t, 'c', "m1a");
        t.next[0] -= 3;
        toy_send(&t, 'c', "m1b");
        t.next[0] -= 6;
        toy_send(&t, 'c', "m1z");
        assert_non_null(strstr(t.text, last ? "@3 m1b" : "@3 m1a"));
        assert_non_null(strstr(t.text, "+overlap_differs"));
        toy_expect(&t, t.text);
    }
}

/* Two pages: the third gives up what is missing. */
static void store_has_the_limit_of_the_config(void **state)
{
    (void)state;
    static struct toy t;
    static char many[363 * 11 + 1];
    for (size_t i = 0; i < sizeof(many) - 1; i += 11)
        memcpy(many + i, "m9123456789", 11);
    start_with(&t, &(struct ws_engine_config){.store = 10000});
    toy_open(&t);
    toy_lose(&t, 'c', 8);
    for (int i = 0; i < 3; i++) {
        toy_send(&t, 'c', many);
    }
    assert_non_null(strstr(t.text, "client gap@0+8 limit resync@8\n"));
    toy_expect(&t, t.text);
}

/* Roles */

static void case_37_roles_swapped_by_a_missing_begin_are_put_right(void **state)
{
    (void)state;
    static struct toy t;
    /* The server's packet is the first: its port tells. */
    toy_start(&t);
    toy_send(&t, 's', "m1y");
    toy_send(&t, 'c', "m1z");
    toy_expect(&t, "1 server text*@0 m1y +role_guessed +resync\n"
                   "2 client text*@0 m1z +role_guessed +resync\n");
    /* Its SYN-ACK is the first: that tells, also where no port does. */
    toy_start(&t);
    t.next[0]++;
    toy_syn_ack(&t);
    toy_send(&t, 'c', "m1z");
    toy_send(&t, 's', "m1y");
    toy_expect(&t, "2 client text*@0 m1z +resync\n3 server text*@0 m1y\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_31_segments_of_any_size_give_the_same_messages),
        cmocka_unit_test(case_32_unfinished_message_grows_to_the_limit),
        cmocka_unit_test(case_33_half_open_flows_stay_within_the_memory),
        cmocka_unit_test(case_33_million_flows_of_a_segment_stay_within_the_memory),
        cmocka_unit_test(case_33_hash_flood_costs_linear_time),
        cmocka_unit_test(idle_times_are_those_of_the_config),
        cmocka_unit_test(checksums_are_verified_by_the_config),
        cmocka_unit_test(overlap_policy_is_that_of_the_config),
        cmocka_unit_test(store_has_the_limit_of_the_config),
        cmocka_unit_test(case_37_roles_swapped_by_a_missing_begin_are_put_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
