/* What a conversation may ask of its host: ties, notes, context, notices, deadlines; and roles. */
#include "plugin/toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

static void a_response_is_tied_to_its_request(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "q1aq1b");
    toy_send(&t, 's', "r1b");
    toy_send(&t, 's', "r1ar1a");
    toy_expect(&t, "4 client request*@0 q1a\n"
                   "4 client request*@3 q1b\n"
                   "5 server response*@0 r1b {of 4@3 rtt 1s}\n"
                   "6 server response*@3 r1a {of 4@0 rtt 2s}\n"
                   "6 server response*@6 r1a {orphan}\n");
}

static void a_full_map_forgets_the_oldest_request(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "q1aq1bq1cq1dq1e");
    t.len = 0;
    toy_send(&t, 's', "r1ar1b");
    toy_expect(&t, "5 server response*@0 r1a {orphan}\n"
                   "5 server response*@3 r1b {of 4@3 rtt 1s}\n");
}

static void notes_and_context_stand_in_the_messages_event(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1nm1wm4cabcm1n");
    toy_expect(&t, "4 client text*@0 m1n +odd\n"
                   "4 client text*@3 m1w +long_note=message 2 of 3 bytes\n"
                   "4 client text*@6 m4cabc {last abc} {count 3}\n"
                   "4 client text*@12 m1n +odd\n");
}

static void a_notice_may_come_before_the_message_that_shows_it(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 's', "m1l");
    toy_expect(&t, "4 server notice late: the time has come {of 4@0}\n"
                   "4 server text*@0 m1l\n");
}

static void a_deadline_comes_before_the_packet_that_shows_its_time(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    t.with_time = true;
    toy_open(&t);
    toy_send(&t, 'c', "m2t5");
    t.ts_s = 19;
    toy_send(&t, 'c', "m0");
    toy_expect(&t, "4 4s client text*@0 m2t5\n"
                   "5 9s client notice late: after 1 messages\n"
                   "5 20s client text*@4 m0\n");
}

static void a_deadline_can_be_moved_and_removed(void **state)
{
    (void)state;
    static const struct {
        const char *what, *data, *want;
    } moves[] = {
        {"later", "m2t3m2t8", "12s"},
        {"earlier", "m2t8m2t3", "7s"},
        {"away", "m2t3m1x", NULL},
        {"away and back", "m2t3m1xm2t4", "8s"},
        {"later and earlier", "m2t3m2t9m2t1", "5s"},
    };
    for (size_t i = 0; i < WS_LEN(moves); i++) {
        struct toy t;
        print_message("case: %s\n", moves[i].what);
        toy_start(&t);
        t.with_time = true;
        toy_open(&t);
        toy_send(&t, 'c', moves[i].data);
        t.ts_s = 30;
        t.len = 0;
        t.text[0] = '\0';
        toy_ack(&t, 's');
        const char *notice = strstr(t.text, "notice");
        assert_int_equal(notice != NULL, moves[i].want != NULL);
        if (notice && moves[i].want)
            assert_non_null(strstr(t.text, moves[i].want));
        if (notice)
            assert_null(strstr(notice + 1, "notice"));
        toy_expect(&t, t.text);
    }
}

static void deadlines_of_many_flows_come_in_the_order_of_their_times(void **state)
{
    (void)state;
    struct toy t;
    enum { FLOWS = 40 };
    int seen[60] = {0};

    toy_start(&t);
    t.with_time = true;
    for (int i = 0; i < FLOWS; i++) {
        char data[] = "m2t0";
        data[3] = (char)('0' + i * 7 % 10);
        t.ts_s = i % 3;
        toy_datagram(&t, 'c', data);
        seen[t.ts_s + i * 7 % 10]++;
        toy_next_flow(&t);
    }
    t.len = 0;
    t.text[0] = '\0';
    t.ts_s = 100;
    toy_datagram(&t, 'c', "m0");
    int last = 0, n = 0;
    for (char *line = strtok(t.text, "\n"); line; line = strtok(NULL, "\n")) {
        const char *space = strchr(line, ' ');
        char *end;
        int at = space ? (int)strtol(space, &end, 10) : 0;
        if (!space || strncmp(end, "s client notice", 15) != 0)
            continue;
        assert_true(at >= last);
        last = at;
        seen[at]--;
        n++;
    }
    /* A few came while the others were made: packet time only ever goes on. */
    assert_true(n > FLOWS / 2);
    t.len = 0;
    t.text[0] = '\0';
    toy_expect(&t, "");
}

static void a_deadline_of_a_flow_that_ended_does_not_come(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m2t9");
    toy_reset(&t, 'c');
    t.ts_s = 50;
    toy_next_flow(&t);
    toy_datagram(&t, 'c', "m0");
    toy_expect(&t, "4 client text*@0 m2t9\n"
                   "6 client text*@0 m0\n");
}

static void who_sent_the_syn_is_the_client(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    t.port = 40001;
    t.client_port = TOY_PORT; /* the port says otherwise */
    toy_open(&t);
    toy_send(&t, 's', "m0");
    toy_expect(&t, "4 server text*@0 m0\n");
}

static void without_a_syn_the_port_tells_the_server_and_a_note_says_so(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_send(&t, 's', "m0");
    toy_expect(&t, "1 server text*@0 m0 +role_guessed +resync\n");
}

static void without_syn_and_port_the_role_is_unknown(void **state)
{
    (void)state;
    struct toy t;
    struct ws_binding binding = {WS_TCP, 40000, NULL};
    const struct ws_plugin *const plugins[] = {&toy_plugin};
    toy_start_with(&t, plugins, 1,
                   &(struct ws_engine_config){.bindings = &binding, .n_bindings = 1});
    binding.instance = t.instances[0];
    t.port = 40001;
    toy_send(&t, 's', "m0");
    toy_expect(&t, "1 unknown text*@0 m0 +resync\n");
}

static void of_datagrams_the_first_sender_is_the_client(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_datagram(&t, 's', "m0");
    toy_datagram(&t, 'c', "m0");
    toy_expect(&t, "1 client text*@0 m0\n"
                   "2 server text*@0 m0\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_is_tied_to_its_request),
        cmocka_unit_test(a_full_map_forgets_the_oldest_request),
        cmocka_unit_test(notes_and_context_stand_in_the_messages_event),
        cmocka_unit_test(a_notice_may_come_before_the_message_that_shows_it),
        cmocka_unit_test(a_deadline_comes_before_the_packet_that_shows_its_time),
        cmocka_unit_test(a_deadline_can_be_moved_and_removed),
        cmocka_unit_test(deadlines_of_many_flows_come_in_the_order_of_their_times),
        cmocka_unit_test(a_deadline_of_a_flow_that_ended_does_not_come),
        cmocka_unit_test(who_sent_the_syn_is_the_client),
        cmocka_unit_test(without_a_syn_the_port_tells_the_server_and_a_note_says_so),
        cmocka_unit_test(without_syn_and_port_the_role_is_unknown),
        cmocka_unit_test(of_datagrams_the_first_sender_is_the_client),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
