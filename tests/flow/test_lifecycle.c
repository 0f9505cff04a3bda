/* Begin and end: handshakes, FIN, RST, reuse, expiry, limits. Numbers are those of the cases. */
#include "flow/flow.h"

#include "flow/script.h"
#include "wirespeak/export.h"

#include "test.h"

static void both_fins_end_the_flow(void **state)
{
    (void)state;
    PLAY("begin:a a0=bye a. b0=ok b. end:fin", HANDSHAKE,
         {.from = 'a', .flags = "FA", .seq = 1000, .ack = 5000, .data = "bye"},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1004, .data = "ok"}, FIN_B(5002, 1004),
         {.from = 'a', .flags = "A", .seq = 1004, .ack = 5003});
}

static void half_closed_connection_goes_on(void **state)
{
    (void)state;
    PLAY("begin:a a. b0=onetwo end:capture", HANDSHAKE, FIN_A(1000, 5000), DATA_B(5000, "one"),
         DATA_B(5003, "two"));
}

static void case_10_fin_waits_for_missing_data(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdef a. end:capture", HANDSHAKE, DATA_A(1003, "def"), FIN_A(1006, 5000),
         DATA_A(1000, "abc"));
    PLAY("begin:a a0+3:lost a3=def a. end:capture", HANDSHAKE, DATA_A(1003, "def"),
         FIN_A(1006, 5000), {.from = 'b', .flags = "A", .seq = 5000, .ack = 1007});
    PLAY("begin:a a0+6:lost a. end:capture", HANDSHAKE, FIN_A(1006, 5000),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1007});
    PLAY("begin:a a0+6:ended a. end:capture", HANDSHAKE, FIN_A(1006, 5000));
    /* Another FIN does not move it. */
    PLAY("begin:a a0=abcdef a. end:capture", HANDSHAKE, DATA_A(1003, "def"), FIN_A(1006, 5000),
         FIN_A(1004, 5000), DATA_A(1000, "abc"));
}

static void case_11_repeated_fin_closes_once_and_data_behind_it_is_ignored(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abc a. end:capture", HANDSHAKE,
                  {.from = 'a', .flags = "FA", .seq = 1000, .ack = 5000, .data = "abc"},
                  FIN_A(1003, 5000), {.from = 'a', .flags = "FA", .seq = 1000, .data = "abc"},
                  DATA_A(1004, "xyz"));
    assert_int_equal(counters.tcp_after_fin, 1);
    PLAY("begin:a a0=abcd a. end:capture", HANDSHAKE, DATA_A(1002, "cdxx"), FIN_A(1004, 5000),
         DATA_A(1000, "ab"));
}

static void case_11_late_packets_of_an_ended_flow_begin_no_new_one(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a. b. end:fin", HANDSHAKE, FIN_A(1000, 5000),
                  FIN_B(5000, 1001), {.from = 'a', .flags = "A", .seq = 1001, .ack = 5001},
                  FIN_B(5000, 1001), DATA_B(5000, "late"),
                  {.from = 'a', .flags = "R", .seq = 1001});
    assert_int_equal(counters.tcp_late, 1);
    assert_int_equal(counters.flows, 1);
}

static void case_12_reset_ends_both_directions(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a. b. end:rst", HANDSHAKE, DATA_A(1000, "abc"),
         {.from = 'b', .flags = "RA", .seq = 5000, .ack = 1003});
    /* Waiting data, acknowledged and not; the text in a reset is no data. */
    PLAY("begin:a a0+3:lost a3=def a. b. end:rst", HANDSHAKE, DATA_A(1003, "def"),
         {.from = 'b', .flags = "RA", .seq = 5000, .ack = 1006, .data = "why"});
    PLAY("begin:a a0+3:ended a3=def a. b. end:rst", HANDSHAKE, DATA_A(1003, "def"),
         {.from = 'b', .flags = "R", .seq = 5000});
    PLAY("begin:a a0+3:ended a3=def a. b. end:rst", HANDSHAKE, DATA_A(1003, "def"),
         {.from = 'a', .flags = "R", .seq = 1006});
    PLAY("begin:a a0=abc a3+4:lost a. b. end:rst", HANDSHAKE, DATA_A(1000, "abc"),
         {.from = 'b', .flags = "RA", .seq = 5000, .ack = 1007});
}

static void case_12_injected_reset_is_ignored(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abcdef end:capture", HANDSHAKE, DATA_A(1000, "abc"),
                  {.from = 'a', .flags = "R", .seq = 1002},
                  {.from = 'a', .flags = "R", .seq = 1003 + (1u << 30)},
                  {.from = 'b', .flags = "RA", .seq = 0, .ack = 1003}, DATA_A(1003, "def"));
    assert_int_equal(counters.tcp_bad_rst, 3);
}

static void case_12_refused_connection_ends(void **state)
{
    (void)state;
    PLAY("begin:a a. b. end:rst", A_SYN, {.from = 'b', .flags = "RA", .seq = 0, .ack = 1000});
    PLAY("begin:a end:capture", A_SYN, {.from = 'b', .flags = "RA", .seq = 0, .ack = 1234},
         {.from = 'b', .flags = "R", .seq = 0});
    /* Tried again, with the same number or another one. */
    PLAY("begin:a a. b. end:rst begin:a end:capture", A_SYN,
         {.from = 'b', .flags = "RA", .seq = 0, .ack = 1000}, A_SYN);
}

static void case_13_data_in_a_syn_or_syn_ack_is_data(void **state)
{
    (void)state;
    PLAY("begin:a a0=query b0=reply a5=more end:capture",
         {.from = 'a', .flags = "S", .seq = 999, .data = "query"},
         {.from = 'b', .flags = "SA", .seq = 4999, .ack = 1005, .data = "reply"},
         {.from = 'a', .flags = "A", .seq = 1005, .ack = 5005, .data = "more"});
    /* The server does not take it, it comes again. */
    PLAY("begin:a a0=query end:capture", {.from = 'a', .flags = "S", .seq = 999, .data = "query"},
         B_SYNACK, ACK_A(5000), DATA_A(1000, "query"));
}

static void case_14_split_handshakes_keep_the_opener(void **state)
{
    (void)state;
    PLAY("begin:a a0=hi b0=ho end:capture", A_SYN, {.from = 'b', .flags = "S", .seq = 4999},
         {.from = 'a', .flags = "SA", .seq = 999, .ack = 5000},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1000}, DATA_A(1000, "hi"),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1002, .data = "ho"});
    PLAY("begin:a a0=hi end:capture", A_SYN, {.from = 'b', .flags = "A", .seq = 0, .ack = 1000},
         {.from = 'b', .flags = "S", .seq = 4999},
         {.from = 'a', .flags = "SA", .seq = 999, .ack = 5000},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1000}, DATA_A(1000, "hi"));
}

static void case_15_simultaneous_open(void **state)
{
    (void)state;
    PLAY("begin:a a0=x b0=y end:capture", A_SYN, {.from = 'b', .flags = "S", .seq = 4999},
         {.from = 'a', .flags = "SA", .seq = 999, .ack = 5000}, B_SYNACK, DATA_A(1000, "x"),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1001, .data = "y"});
}

static void case_16_opener_is_known_from_a_syn_ack_alone(void **state)
{
    (void)state;
    PLAY("begin:a a~0=hi b0=ho end:capture", B_SYNACK, DATA_A(1000, "hi"),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1002, .data = "ho"});
}

static void case_17_handshake_out_of_order_is_put_right(void **state)
{
    (void)state;
    PLAY("begin:a a0=hi b0=ho end:capture", B_SYNACK, A_SYN, DATA_A(1000, "hi"),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1002, .data = "ho"});
    /* Data waits behind the peer's acknowledgement, then the SYN tells of earlier bytes. */
    PLAY("begin:? a0=abcdef opener:a end:capture",
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1002}, DATA_A(1003, "def"), A_SYN,
         DATA_A(1000, "abc"));
    /* The SYN comes behind its first data, and changes nothing. */
    PLAY("begin:? a~0=abcdef opener:a end:capture", DATA_A(1000, "abc"), A_SYN,
         DATA_A(1003, "def"));
}

static void case_17_syn_behind_its_acknowledgement_starts_there(void **state)
{
    (void)state;
    PLAY("begin:a b0=reply a0=query end:capture",
         {.from = 'b', .flags = "SA", .seq = 4999, .ack = 1005, .data = "reply"},
         {.from = 'a', .flags = "S", .seq = 999, .data = "query"});
    PLAY("begin:? a0+3:lost opener:a end:capture",
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1003}, A_SYN);
    PLAY("begin:? opener:a end:capture", ACK_B(1000), A_SYN,
         {.from = 'a', .flags = "S", .seq = 989});
}

static void case_17_repeated_syn_with_another_number_starts_anew(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc end:capture", A_SYN, A_SYN, {.from = 'a', .flags = "S", .seq = 7999},
         {.from = 'b', .flags = "SA", .seq = 4999, .ack = 8000},
         {.from = 'a', .flags = "A", .seq = 8000, .ack = 5000, .data = "abc"});
}

static void case_18_syn_on_a_used_flow_begins_a_new_one(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+3:ended a6=ghi end:reuse begin:a a0=new end:capture", HANDSHAKE,
         DATA_A(1000, "abc"), DATA_A(1006, "ghi"), {.from = 'a', .flags = "S", .seq = 99},
         {.from = 'a', .flags = "A", .seq = 100, .data = "new"});
    PLAY("begin:a a0=abc a. b. end:fin begin:a a0=new end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         FIN_A(1003, 5000), FIN_B(5000, 1004), A_SYN, {.from = 'a', .flags = "S", .seq = 77777},
         {.from = 'a', .flags = "A", .seq = 77778, .data = "new"});
    PLAY("begin:a a0=abc a. b. end:fin", HANDSHAKE, DATA_A(1000, "abc"), FIN_A(1003, 5000),
         FIN_B(5000, 1004), A_SYN);
    PLAY("begin:a a0=abc end:capture", HANDSHAKE, DATA_A(1000, "abc"), A_SYN, B_SYNACK);
}

static void case_18_ports_may_be_reused_by_the_other_side(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc end:reuse begin:b b0=new end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         {.from = 'b', .flags = "S", .seq = 99},
         {.from = 'b', .flags = "A", .seq = 100, .data = "new"});
}

static void case_29_time_that_goes_back_expires_nothing(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdef end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .data = "abc", .at_ms = 3000000},
         {.from = 'a', .flags = "A", .seq = 1003, .data = "def", .at_ms = -5000},
         {.from = 'a', .flags = "A", .seq = 1003, .data = "def", .at_ms = 6599999});
}

static void case_29_absurd_times_do_no_harm(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc end:capture",
         {.from = 'a', .flags = "S", .seq = 999, .at_ms = INT64_MIN / 1000000},
         {.from = 'a', .flags = "A", .seq = 1000, .data = "abc", .at_ms = INT64_MAX / 1000000},
         {.from = 'a', .flags = "A", .seq = 1000, .data = "abc", .at_ms = 0});
}

#define DAY_MS INT64_C(86400000)

/* One damaged time stamp; then a true pause of two days. */
static void case_29_far_future_ends_flows_only_when_confirmed(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdef end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .data = "abc", .at_ms = 10 * 365 * DAY_MS},
         {.from = 'a', .flags = "A", .seq = 1003, .data = "def", .at_ms = 1000},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1006, .at_ms = 20 * 365 * DAY_MS},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1006, .at_ms = 2000});
    PLAY("begin:a a0=abcdef end:idle begin:? a~0=ghi end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         {.from = 'a', .flags = "A", .seq = 1003, .data = "def", .at_ms = 2 * DAY_MS},
         {.from = 'a', .flags = "A", .seq = 1006, .data = "ghi", .at_ms = 2 * DAY_MS + 1});
}

static void case_34_idle_flow_ends_and_more_data_begins_another(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+2:ended a5=fgh end:idle begin:? a~0=ijk end:capture", HANDSHAKE,
         DATA_A(1000, "abc"), DATA_A(1005, "fgh"),
         {.from = 'a', .flags = "A", .seq = 1008, .data = "ijk", .at_ms = 3600000});
}

static void ended_flow_lingers_for_a_minute(void **state)
{
    (void)state;
    PLAY("begin:a a. b. end:fin begin:? end:capture", HANDSHAKE, FIN_A(1000, 5000),
         FIN_B(5000, 1001), {.from = 'a', .flags = "A", .seq = 1001, .ack = 5001, .at_ms = 59999},
         {.from = 'a', .flags = "A", .seq = 1001, .ack = 5001, .at_ms = 60000});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_fins_end_the_flow),
        cmocka_unit_test(half_closed_connection_goes_on),
        cmocka_unit_test(case_10_fin_waits_for_missing_data),
        cmocka_unit_test(case_11_repeated_fin_closes_once_and_data_behind_it_is_ignored),
        cmocka_unit_test(case_11_late_packets_of_an_ended_flow_begin_no_new_one),
        cmocka_unit_test(case_12_reset_ends_both_directions),
        cmocka_unit_test(case_12_injected_reset_is_ignored),
        cmocka_unit_test(case_12_refused_connection_ends),
        cmocka_unit_test(case_13_data_in_a_syn_or_syn_ack_is_data),
        cmocka_unit_test(case_14_split_handshakes_keep_the_opener),
        cmocka_unit_test(case_15_simultaneous_open),
        cmocka_unit_test(case_16_opener_is_known_from_a_syn_ack_alone),
        cmocka_unit_test(case_17_handshake_out_of_order_is_put_right),
        cmocka_unit_test(case_17_syn_behind_its_acknowledgement_starts_there),
        cmocka_unit_test(case_17_repeated_syn_with_another_number_starts_anew),
        cmocka_unit_test(case_18_syn_on_a_used_flow_begins_a_new_one),
        cmocka_unit_test(case_18_ports_may_be_reused_by_the_other_side),
        cmocka_unit_test(case_29_time_that_goes_back_expires_nothing),
        cmocka_unit_test(case_29_absurd_times_do_no_harm),
        cmocka_unit_test(case_29_far_future_ends_flows_only_when_confirmed),
        cmocka_unit_test(case_34_idle_flow_ends_and_more_data_begins_another),
        cmocka_unit_test(ended_flow_lingers_for_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
