/* Which plugin reads a flow. */
#include "plugin/toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/** What a flow's first byte, of either side, says to each of the plugins. */
static enum ws_verdict verdict(const struct ws_probe *probe, char sure, char likely)
{
    bool undecided = true;

    for (int side = 0; side < 2; side++) {
        struct ws_bytes first = probe->first[side];
        if (first.len == 0)
            continue;
        if (memchr(first.data, '!', first.len))
            return WS_AGAINST;
        if (memchr(first.data, sure, first.len))
            return WS_SURELY;
        if (memchr(first.data, likely, first.len))
            return WS_LIKELY;
        if (!memchr(first.data, '?', first.len))
            undecided = false;
    }
    return undecided ? WS_UNDECIDED : WS_NEUTRAL;
}

static enum ws_verdict probe_a(const void *instance, const struct ws_probe *probe)
{
    (void)instance;
    return verdict(probe, 'A', 'a');
}

static enum ws_verdict probe_b(const void *instance, const struct ws_probe *probe)
{
    (void)instance;
    return verdict(probe, 'B', 'b');
}

static const struct ws_port port_a[] = {{WS_TCP, 7001}};
static const struct ws_port port_b[] = {{WS_TCP, 7002}, {WS_UDP, 7001}};

struct pair {
    struct ws_plugin a, b;
    const struct ws_plugin *both[2];
};

static void make_pair(struct pair *p)
{
    p->a = p->b = toy_plugin;
    p->a.name = "a";
    p->a.ports = port_a;
    p->a.n_ports = WS_LEN(port_a);
    p->a.probe = probe_a;
    p->b.name = "b";
    p->b.ports = port_b;
    p->b.n_ports = WS_LEN(port_b);
    p->b.probe = probe_b;
    p->both[0] = &p->a;
    p->both[1] = &p->b;
}

static const struct {
    const char *what;
    uint16_t port;
    const char *data; /* of the client; what the server says is "m0" */
    const char *reason;
} cases[] = {
    {"nothing but the port", 7001, "m0", "capture a"},
    {"the other port", 7002, "m0", "capture b"},
    {"nobody's port", 9, "m0", "capture"},
    {"surely, on nobody's port", 9, "m1A", "capture a"},
    {"likely, on nobody's port", 9, "m1b", "capture b"},
    {"surely goes before the port", 7001, "m1B", "capture b"},
    {"surely goes before likely", 9, "m2aB", "capture b"},
    {"likely on its own port goes before likely", 7002, "m2ab", "capture b"},
    {"likely goes before the port alone", 7001, "m1b", "capture b"},
    {"content against all", 7001, "m1!", "capture"},
};

static void content_and_ports_choose_in_this_order(void **state)
{
    (void)state;
    struct pair pair;
    make_pair(&pair);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        struct toy t;
        char want[64];
        print_message("case: %s\n", cases[i].what);
        toy_start_with(&t, pair.both, 2, &(struct ws_engine_config){.flows = true});
        t.port = cases[i].port;
        toy_open(&t);
        toy_send(&t, 'c', cases[i].data);
        assert_int_equal(ws_engine_finish(t.engine), 0);
        snprintf(want, sizeof(want), "end %s\n", cases[i].reason);
        assert_non_null(strstr(t.text, want));
        toy_expect(&t, t.text);
    }
}

static void a_binding_goes_before_all_content(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    struct ws_binding binding = {WS_TCP, 7001, NULL};
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2,
                   &(struct ws_engine_config){.bindings = &binding, .n_bindings = 1});
    binding.instance = t.instances[1];
    t.port = 7001;
    toy_open(&t);
    toy_send(&t, 'c', "m2A!");
    toy_expect(&t, "4 client text*@0 m2A! by b\n");
}

static void the_transport_belongs_to_the_port(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2, NULL);
    t.port = 7001;
    toy_datagram(&t, 'c', "m0");
    toy_expect(&t, "1 client text*@0 m0 by b\n");
}

static void held_bytes_keep_their_order_frames_and_times(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2, NULL);
    t.with_time = true;
    t.port = 9;
    toy_open(&t);
    toy_send(&t, 'c', "m1?m1");
    toy_send(&t, 's', "m1?");
    toy_send(&t, 'c', "?m1B");
    toy_send(&t, 's', "m0");
    toy_expect(&t, "4 4s client text@0 m1? by b\n"
                   "5 5s server text@0 m1? by b\n"
                   "6 6s client text@3 m1? by b\n"
                   "6 6s client text@6 m1B by b\n"
                   "7 7s server text*@3 m0 by b\n");
}

static void the_port_decides_when_nothing_more_comes(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2, NULL);
    t.port = 7002;
    toy_open(&t);
    toy_send(&t, 'c', "m1?");
    assert_int_equal(t.len, 0);
    toy_expect(&t, "4 client text@0 m1? by b\n");
}

static void undecided_content_is_held_up_to_its_limit(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    enum { PIECE = 1000 * 11 };
    static char piece[PIECE + 1];
    make_pair(&pair);
    for (size_t i = 0; i < PIECE; i += 11)
        memcpy(piece + i, "m9?????????", 11);
    toy_start_with(&t, pair.both, 2, NULL);
    t.port = 7001;
    toy_open(&t);
    t.quiet = true;
    for (int i = 0; i < 5; i++) { /* 55 000 bytes */
        toy_send(&t, 'c', piece);
        assert_int_equal(toy_stat(&t, "messages"), 0);
    }
    toy_send(&t, 'c', piece);
    toy_send(&t, 'c', piece);
    assert_true(toy_stat(&t, "messages") >= 6000);
    toy_expect(&t, "");
}

static void garbage_is_given_up_and_counted(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2, NULL);
    t.port = 9;
    toy_open(&t);
    toy_send(&t, 'c', "!!!!");
    toy_send(&t, 's', "m1A");
    assert_int_equal(toy_stat(&t, "unrecognised_flows"), 1);
    assert_int_equal(toy_stat(&t, "unrecognised_bytes"), 7);
    toy_expect(&t, "");
}

static void a_gap_before_the_choice_is_told_after_it(void **state)
{
    (void)state;
    struct pair pair;
    struct toy t;
    make_pair(&pair);
    toy_start_with(&t, pair.both, 2, NULL);
    t.port = 9;
    toy_open(&t);
    toy_send(&t, 'c', "m1?");
    toy_lose(&t, 'c', 5);
    toy_send(&t, 'c', "m1?");
    toy_ack(&t, 's');
    toy_send(&t, 's', "m1A");
    toy_expect(&t, "4 client text@0 m1? by a\n"
                   "6 client gap@3+5 lost resync@8 by a\n"
                   "6 client text@8 m1? +resync by a\n"
                   "7 server text@0 m1A by a\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_and_ports_choose_in_this_order),
        cmocka_unit_test(a_binding_goes_before_all_content),
        cmocka_unit_test(the_transport_belongs_to_the_port),
        cmocka_unit_test(held_bytes_keep_their_order_frames_and_times),
        cmocka_unit_test(the_port_decides_when_nothing_more_comes),
        cmocka_unit_test(undecided_content_is_held_up_to_its_limit),
        cmocka_unit_test(garbage_is_given_up_and_counted),
        cmocka_unit_test(a_gap_before_the_choice_is_told_after_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
