/* What datagrams teach about other flows, and conversations that several flows share. */
#include "plugin/facts.h"

#include <stdio.h>
#include <string.h>

#include "plugin/toy.h"

#include "test.h"

/* The toy protocol on port 7001; a text that begins with F teaches that 10.0.0.2:9 is a
 * TCP server of it, G that it is a client. */
enum { UDP_PORT = 7001, TCP_PORT = 9 };
static const struct ws_port ports[] = {{WS_UDP, UDP_PORT}, {WS_TCP, UDP_PORT}};

static void teach(void *conversation, const struct ws_message *m, struct ws_host *host)
{
    static const struct ws_endpoint_view end = {4, {10, 0, 0, 2}, TCP_PORT};
    uint8_t what = m->bytes.len > 2 ? m->bytes.data[2] : 0;

    if (what == 'F' || what == 'G')
        ws_learn(host, WS_TCP, &end, what == 'F' ? WS_SERVER : WS_CLIENT);
    else
        toy_plugin.observe(conversation, m, host);
}

static enum ws_role role_of(const void *instance, const struct ws_facts *facts,
                            const struct ws_datagram *datagram)
{
    (void)instance;
    (void)facts;
    return datagram->bytes.len && datagram->bytes.data[0] == 'r' ? WS_SERVER : WS_CLIENT;
}

static enum ws_verdict against_tls(const void *instance, const struct ws_probe *probe)
{
    (void)instance;
    for (int side = 0; side < 2; side++)
        if (probe->first[side].len && probe->first[side].data[0] == 0x16)
            return WS_AGAINST;
    return WS_NEUTRAL;
}

static void make(struct ws_plugin *plugin)
{
    *plugin = toy_plugin;
    plugin->ports = ports;
    plugin->n_ports = WS_LEN(ports);
    plugin->observe = teach;
    plugin->role = role_of;
    plugin->probe = against_tls;
    plugin->by_client = true;
}

static void start(struct toy *t, const struct ws_plugin **ret, struct ws_plugin *plugin)
{
    make(plugin);
    *ret = plugin;
    toy_start_with(t, ret, 1, NULL);
}

static void teach_by_datagram(struct toy *t, const char *data)
{
    t->port = UDP_PORT;
    toy_datagram(t, 'c', data);
    t->port = TCP_PORT;
}

static void fact_binds_flows_that_come_later(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    (void)state;
    start(&t, &list, &plugin);
    teach_by_datagram(&t, "m1F");
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_expect(&t, "1 client text*@0 m1F\n"
                   "5 client text*@0 m1a\n");
}

static void fact_binds_a_flow_that_nobody_read_from_its_begin(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    (void)state;
    start(&t, &list, &plugin);
    t.port = TCP_PORT;
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_send(&t, 's', "m1b");
    assert_int_equal(toy_stat(&t, "unrecognised_flows"), 1);
    teach_by_datagram(&t, "m1F");
    assert_int_equal(toy_stat(&t, "unrecognised_flows"), 0);
    assert_int_equal(toy_stat(&t, "unrecognised_bytes"), 0);
    toy_send(&t, 'c', "m1d");
    toy_expect(&t, "6 client text*@0 m1F\n"
                   "4 client text@0 m1a\n"
                   "5 server text@0 m1b\n"
                   "7 client text*@3 m1d\n");
}

static void first_word_on_an_endpoint_counts(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    (void)state;
    start(&t, &list, &plugin);
    teach_by_datagram(&t, "m1G");
    teach_by_datagram(&t, "m1F");
    t.port = TCP_PORT;
    toy_send(&t, 's', "m1a"); /* mid-stream: the fact alone tells who is the client */
    toy_ack(&t, 'c');
    toy_expect(&t, "1 client text*@0 m1G\n"
                   "2 client text*@0 m1F\n"
                   "3 client text*@0 m1a +resync\n");
}

static void flow_that_held_too_much_is_read_from_the_fact_on(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    char many[1000];
    (void)state;
    memset(many, '.', sizeof(many));
    start(&t, &list, &plugin);
    t.port = TCP_PORT;
    toy_open(&t);
    for (int i = 0; i < 66; i++)
        toy_send_bytes(&t, 'c', many, sizeof(many));
    teach_by_datagram(&t, "m1F");
    assert_int_equal(toy_stat(&t, "unrecognised_bytes"), 66000);
    toy_send(&t, 'c', "..m1d");
    toy_expect(&t, "70 client text*@0 m1F\n"
                   "71 client gap@66000+2 midstream resync@66002\n"
                   "71 client text*@66002 m1d +resync\n");
}

static void flow_that_all_speak_against_is_not_held(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    (void)state;
    start(&t, &list, &plugin);
    t.port = TCP_PORT;
    toy_open(&t);
    toy_send(&t, 'c', "\x16no toy");
    teach_by_datagram(&t, "m1F");
    assert_int_equal(toy_stat(&t, "unrecognised_bytes"), 7);
    toy_send(&t, 'c', "m1d");
    toy_expect(&t, "5 client text*@0 m1F\n"
                   "6 client text*@7 m1d +resync\n");
}

static void streams_teach_nothing(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list;
    (void)state;
    start(&t, &list, &plugin);
    teach_by_datagram(&t, "m1F");
    toy_open(&t);
    toy_send(&t, 'c', "m1F");
    assert_int_equal(toy_stat(&t, "facts"), 1);
    toy_expect(&t, "1 client text*@0 m1F\n"
                   "5 client text*@0 m1F\n");
}

static void answer_from_another_endpoint_finds_its_request(void **state)
{
    static struct toy t;
    struct ws_plugin plugin;
    const struct ws_plugin *list = &plugin;
    static const struct ws_port both[] = {{WS_UDP, UDP_PORT}, {WS_UDP, UDP_PORT + 1}};
    (void)state;
    make(&plugin);
    plugin.ports = both;
    plugin.n_ports = WS_LEN(both);
    toy_start_with(&t, &list, 1, NULL);
    t.port = UDP_PORT;
    toy_datagram(&t, 'c', "q1a");
    t.port = UDP_PORT + 1;
    toy_datagram(&t, 's', "r1a");
    toy_next_flow(&t); /* another client asked nothing */
    toy_datagram(&t, 's', "r1a");
    toy_expect(&t, "1 client request*@0 q1a\n"
                   "2 server response*@0 r1a {of 1@0 rtt 1s}\n"
                   "3 server response*@0 r1a {orphan}\n");
}

static struct ws_endpoint_view end_of(uint32_t n)
{
    struct ws_endpoint_view end = {.family = 4, .port = (uint16_t)n};
    memcpy(end.addr, &n, sizeof(n));
    return end;
}

static void table_finds_each_of_many_facts_and_no_other(void **state)
{
    struct ws_fact_table table = {.seed = 7};
    const struct ws_instance *somebody = (const void *)&table;
    int err;
    (void)state;
    for (uint32_t i = 0; i < 10000; i++) {
        struct ws_endpoint_view end = end_of(i);
        struct ws_fact fact = {WS_TCP, end, somebody, WS_SERVER, ws_fact_hash(7, WS_TCP, &end)};
        assert_true(ws_fact_put(&table, &fact, &err));
        assert_false(ws_fact_put(&table, &fact, &err));
    }
    for (uint32_t i = 0; i < 20000; i++) {
        struct ws_endpoint_view end = end_of(i);
        assert_int_equal(ws_fact_find(&table, WS_TCP, &end) != NULL, i < 10000);
        assert_null(ws_fact_find(&table, WS_UDP, &end));
    }
    ws_fact_table_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fact_binds_flows_that_come_later),
        cmocka_unit_test(fact_binds_a_flow_that_nobody_read_from_its_begin),
        cmocka_unit_test(first_word_on_an_endpoint_counts),
        cmocka_unit_test(flow_that_held_too_much_is_read_from_the_fact_on),
        cmocka_unit_test(flow_that_all_speak_against_is_not_held),
        cmocka_unit_test(streams_teach_nothing),
        cmocka_unit_test(answer_from_another_endpoint_finds_its_request),
        cmocka_unit_test(table_finds_each_of_many_facts_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
