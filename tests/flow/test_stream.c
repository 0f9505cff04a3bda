/* Order, overlaps, gaps: what arrives of one TCP connection. Numbers are those of the cases. */
#include "flow/flow.h"

#include "flow/script.h"
#include "wirespeak/export.h"

#include "test.h"

static void case_01_in_order_data_is_delivered_at_once(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=hello b0=world a5=again end:capture", HANDSHAKE,
                  DATA_A(1000, "hello"), DATA_B(5000, "world"), DATA_A(1005, "again"));
    assert_int_equal(counters.tcp_in_order, 3);
    assert_int_equal(counters.missed_bytes, 0);
    assert_int_equal(counters.outcome[WS_PACKET_TCP], 6);
    assert_int_equal(counters.ended[WS_END_CAPTURE], 1);
}

static void case_02_out_of_order_by_one_waits(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abcdef end:capture", HANDSHAKE, DATA_A(1003, "def"),
                  DATA_A(1000, "abc"));
    assert_int_equal(counters.tcp_out_of_order, 1);
}

static void case_02_out_of_order_by_ten_and_reversed(void **state)
{
    (void)state;
    PLAY("begin:a a0=0123456789x end:capture", HANDSHAKE, DATA_A(1001, "1"), DATA_A(1002, "2"),
         DATA_A(1003, "3"), DATA_A(1004, "4"), DATA_A(1005, "5"), DATA_A(1006, "6"),
         DATA_A(1007, "7"), DATA_A(1008, "8"), DATA_A(1009, "9"), DATA_A(1010, "x"),
         DATA_A(1000, "0"));
    PLAY("begin:a a0=abcdefgh end:capture", HANDSHAKE, DATA_A(1006, "gh"), DATA_A(1004, "ef"),
         DATA_A(1002, "cd"), DATA_A(1000, "ab"));
}

static void case_03_exact_retransmission_is_delivered_once(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abcdef end:capture", HANDSHAKE, DATA_A(1000, "abc"),
                  DATA_A(1000, "abc"), DATA_A(1003, "def"), DATA_A(1000, "abc"),
                  DATA_A(1003, "def"));
    assert_int_equal(counters.tcp_retransmitted, 3);
    assert_int_equal(counters.tcp_in_order, 2);
}

static void case_04_partial_overlaps_deliver_each_byte_once(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdefgh end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         DATA_A(1001, "bcdef"), /* front */
         DATA_A(1002, "cd"),    /* inside */
         DATA_A(1000, "abcdefgh"));
    PLAY("begin:a a0=abcdefghij end:capture", HANDSHAKE, DATA_A(1004, "ef"),
         DATA_A(1003, "defg"), /* both ends of what waits */
         DATA_A(1006, "ghij"), /* back */
         DATA_A(1000, "abcde"));
}

static void case_05_first_bytes_win_and_the_difference_is_told(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a4! a0=abcDEF end:capture", HANDSHAKE, DATA_A(1003, "DEF"),
                  DATA_A(1003, "Dxx"), DATA_A(1000, "abc"));
    assert_int_equal(counters.tcp_differing, 1);
    PLAY("begin:a a0=abc a3! a3=DEF end:capture", HANDSHAKE, DATA_A(1003, "DEF"),
         DATA_A(1000, "abcxxx"));
}

static void case_05_last_bytes_win_on_request_among_those_that_wait(void **state)
{
    (void)state;
    static const struct step steps[] = {HANDSHAKE, DATA_A(1003, "DEF"), DATA_A(1003, "Dxx"),
                                        DATA_A(1000, "abc"), DATA_A(1000, "zzz")};
    struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    options.overlap_last = true;
    play(&options, "begin:a a4! a0=abcDxx a0! end:capture", steps, WS_LEN(steps), NULL);
}

static void case_05_difference_to_delivered_bytes_is_told(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abcdefghi a3! a9=jkl end:capture", HANDSHAKE,
                  DATA_A(1000, "abc"), DATA_A(1003, "def"), DATA_A(1006, "ghi"),
                  DATA_A(1003, "dxf"), DATA_A(1003, "def"), DATA_A(1009, "jkl"));
    assert_int_equal(counters.tcp_differing, 1);
    assert_int_equal(counters.tcp_retransmitted, 2);
}

static void case_06_hole_is_lost_once_data_behind_it_is_acknowledged(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+3:lost a6=ghi b0=ok end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         DATA_A(1006, "ghi"), ACK_B(1009),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1009, .data = "ok"});
}

static void case_06_several_holes_are_given_up_as_far_as_the_ack_reaches(void **state)
{
    (void)state;
    PLAY("begin:a a0+2:lost a2=cd a4+2:lost a6=gh b0=x a8+2:ended a10=kl end:capture", HANDSHAKE,
         DATA_A(1002, "cd"), DATA_A(1006, "gh"), DATA_A(1010, "kl"), ACK_B(1008),
         DATA_B(5000, "x"));
}

static void case_06_acknowledgement_of_the_first_byte_behind_is_enough(void **state)
{
    (void)state;
    PLAY("begin:a b0=1 a0+2:lost a2=cd b1=2 end:capture", HANDSHAKE, DATA_A(1002, "cd"),
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1001, .data = "1"},
         {.from = 'b', .flags = "A", .seq = 5001, .ack = 1002, .data = "2"});
}

static void case_07_hole_never_acknowledged_is_told_at_the_end(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+3:ended a6=ghi end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         DATA_A(1006, "ghi"), ACK_B(1003));
}

static void case_07_bytes_acknowledged_but_never_seen_are_lost_at_the_end(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+7:lost end:capture", HANDSHAKE, DATA_A(1000, "abc"), ACK_B(1010));
    PLAY("begin:a a0=abc end:capture", HANDSHAKE, DATA_A(1000, "abc"), ACK_B(1004));
}

static void case_08_one_direction_alone_is_bounded_by_the_store(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {.from = 'a', .flags = "A", .seq = 1000, .data = "abc"},
        {.from = 'a', .flags = "A", .seq = 9192, .data = "x"},
        {.from = 'a', .flags = "A", .seq = 17384, .data = "y"},
        {.from = 'a', .flags = "A", .seq = 25576, .data = "z"},
    };
    struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    options.max_store = 10000; /* two pages */
    play(&options,
         "begin:? a~0=abc a3+8189:limit a~8192=x a8193+8191:ended a~16384=y a16385+8191:ended "
         "a~24576=z end:capture",
         steps, WS_LEN(steps), NULL);
}

static void case_08_segment_larger_than_the_store_is_delivered_behind_a_gap(void **state)
{
    (void)state;
    static const struct step steps[] = {HANDSHAKE, DATA_A(1000, "abc"), DATA_A(1005, "fgh"),
                                        DATA_A(1008, "ij")};
    struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    options.max_store = 100;
    play(&options, "begin:a a0=abc a3+2:limit a5=fghij end:capture", steps, WS_LEN(steps), NULL);
}

static void case_09_data_that_acknowledges_less_flushes_nothing(void **state)
{
    (void)state;
    PLAY("begin:a b0=early a0=abcdef end:capture", HANDSHAKE, DATA_A(1003, "def"),
         DATA_B(5000, "early"), DATA_A(1000, "abc"));
}

static void case_09_older_acknowledgement_does_not_flush_what_comes_later(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdef end:capture", HANDSHAKE, ACK_B(1006), DATA_A(1003, "def"),
         DATA_A(1000, "abc"));
    PLAY("begin:a b0=x a0=abcdef end:capture", HANDSHAKE, ACK_B(1006), DATA_A(1003, "def"),
         DATA_B(5000, "x"), DATA_A(1000, "abc"));
}

static void case_16_middle_of_a_connection_starts_at_its_first_segment(void **state)
{
    (void)state;
    PLAY("begin:? a~0=hello b~0=world end:capture", DATA_A(70000, "hello"), DATA_B(5000, "world"));
}

static void case_16_acknowledgement_seen_before_is_the_base(void **state)
{
    (void)state;
    PLAY("begin:? b~0=x a~0=abcdef end:capture",
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1000, .data = "x"}, DATA_A(1003, "def"),
         DATA_A(1000, "abc"));
    PLAY("begin:? a0+3:lost a~3=def end:capture", ACK_B(1000), DATA_A(1003, "def"), ACK_B(1006));
    /* Acknowledged already: a retransmission, or nothing to do with it. */
    PLAY("begin:? a~0=def end:capture", ACK_B(1006), DATA_A(1003, "def"));
}

static void case_16_own_acknowledgement_counts_before_own_payload(void **state)
{
    (void)state;
    PLAY("begin:a b0+5:lost b5=late a0=go end:capture", HANDSHAKE, DATA_B(5005, "late"),
         {.from = 'a', .flags = "PA", .seq = 1000, .ack = 5009, .data = "go"});
}

static void case_19_sequence_numbers_wrap(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdefgh end:capture", {.from = 'a', .flags = "S", .seq = UINT32_MAX - 3},
         {.from = 'a', .flags = "A", .seq = UINT32_MAX - 2, .data = "ab"},
         {.from = 'a', .flags = "A", .seq = 1, .data = "efgh"},
         {.from = 'a', .flags = "A", .seq = UINT32_MAX, .data = "cd"});
    PLAY("begin:a a0=ab a2+2:lost a4=ef end:capture",
         {.from = 'a', .flags = "S", .seq = UINT32_MAX - 1},
         {.from = 'a', .flags = "A", .seq = UINT32_MAX, .data = "ab"},
         {.from = 'a', .flags = "A", .seq = 3, .data = "ef"},
         {.from = 'b', .flags = "A", .seq = 7, .ack = 5});
}

static void case_20_keep_alives_and_zero_window_probes_add_nothing(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcd b0=ok end:capture", HANDSHAKE, DATA_A(1000, "abc"), ACK_B(1003),
         {.from = 'a', .flags = "A", .seq = 1002, .ack = 5000, .data = "?"},
         {.from = 'a', .flags = "A", .seq = 1002, .ack = 5000}, ACK_B(1003),
         DATA_A(1003, "d"), /* a probe of a closed window: the next byte */
         DATA_A(1003, "d"), {.from = 'b', .flags = "A", .seq = 5000, .ack = 1004, .data = "ok"});
    /* Before the first data, at the SYN's own number. */
    PLAY("begin:a a0=abc end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 999, .ack = 5000, .data = "?"}, DATA_A(1000, "abc"));
}

static void case_20_segments_far_outside_the_window_are_ignored(void **state)
{
    (void)state;
    struct ws_counters counters;
    PLAY_COUNTING(counters, "begin:a a0=abcdef end:capture", HANDSHAKE, DATA_A(1000, "abc"),
                  DATA_A(1003 + (1u << 30) + 1, "no"), DATA_A(1003 - (1u << 30) - 1, "no"),
                  DATA_A(1003, "def"));
    assert_int_equal(counters.tcp_outside_window, 2);
}

static void case_21_urgent_data_stays_in_line(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc!def end:capture", HANDSHAKE, DATA_A(1000, "abc"),
         {.from = 'a', .flags = "UA", .seq = 1003, .ack = 5000, .data = "!"}, DATA_A(1004, "def"));
    /* Two bytes, alone; at the end of a segment; of one that comes too early; twice. */
    PLAY("begin:a a0=!!abc?def end:capture", HANDSHAKE,
         {.from = 'a', .flags = "UA", .seq = 1000, .ack = 5000, .data = "!!"},
         {.from = 'a', .flags = "UPA", .seq = 1006, .ack = 5000, .data = "def"},
         {.from = 'a', .flags = "UA", .seq = 1002, .ack = 5000, .data = "abc?"},
         {.from = 'a', .flags = "UA", .seq = 1002, .ack = 5000, .data = "abc?"});
    /* Announced, without data. */
    PLAY("begin:a a0=abc end:capture", HANDSHAKE,
         {.from = 'a', .flags = "UA", .seq = 1000, .ack = 5000}, DATA_A(1000, "abc"));
}

static void case_23_bytes_cut_by_the_snapshot_length_are_a_lost_gap(void **state)
{
    (void)state;
    PLAY("begin:a a0=abc a3+3:lost a6=ghi b0=x end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .ack = 5000, .data = "abcdef", .cut = 3},
         DATA_A(1006, "ghi"), {.from = 'b', .flags = "A", .seq = 5000, .ack = 1009, .data = "x"});
    /* Not acknowledged, but known to have been on the wire. */
    PLAY("begin:a a0=abc a3+3:lost a6=ghi end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .ack = 5000, .data = "abcdef", .cut = 3},
         DATA_A(1006, "ghi"));
    PLAY("begin:a a0=abc a3+3:lost end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .ack = 5000, .data = "abcdef", .cut = 3});
    PLAY("begin:a a0+6:lost end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .ack = 5000, .data = "abcdef", .cut = 6});
}

static void case_23_a_retransmission_fills_what_was_cut(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcdefghi end:capture", HANDSHAKE,
         {.from = 'a', .flags = "A", .seq = 1000, .ack = 5000, .data = "abcdef", .cut = 3},
         DATA_A(1006, "ghi"), DATA_A(1003, "def"));
}

static void case_31_one_byte_per_segment(void **state)
{
    (void)state;
    PLAY("begin:a a0=abcde end:capture", HANDSHAKE, DATA_A(1000, "a"), DATA_A(1001, "b"),
         DATA_A(1002, "c"), DATA_A(1003, "d"), DATA_A(1004, "e"));
}

/* Two answers race: an injected one is first, and the true one is seen to differ. */
static void case_35_injected_answer_is_told_when_the_true_one_comes(void **state)
{
    (void)state;
    static const char forged[] = "HTTP/1.1 302 Found, elsewhere....",
                      real[] = "HTTP/1.1 200 OK, here it is......";
    PLAY("begin:a a0=GET b0=HTTP/1.1 302 Found, elsewhere.... b0! b33=more end:capture", HANDSHAKE,
         DATA_A(1000, "GET"), {.from = 'b', .flags = "A", .seq = 5000, .ack = 1003, .data = forged},
         {.from = 'b', .flags = "A", .seq = 5000, .ack = 1003, .data = real},
         {.from = 'b', .flags = "A", .seq = 5033, .ack = 1003, .data = "more"});
    /* Longer than what was sent first: what it has more is taken. */
    PLAY("begin:a b0=forged!more end:capture", HANDSHAKE, DATA_B(5000, "forged!"),
         DATA_B(5000, "genuinemore"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_01_in_order_data_is_delivered_at_once),
        cmocka_unit_test(case_02_out_of_order_by_one_waits),
        cmocka_unit_test(case_02_out_of_order_by_ten_and_reversed),
        cmocka_unit_test(case_03_exact_retransmission_is_delivered_once),
        cmocka_unit_test(case_04_partial_overlaps_deliver_each_byte_once),
        cmocka_unit_test(case_05_first_bytes_win_and_the_difference_is_told),
        cmocka_unit_test(case_05_last_bytes_win_on_request_among_those_that_wait),
        cmocka_unit_test(case_05_difference_to_delivered_bytes_is_told),
        cmocka_unit_test(case_06_hole_is_lost_once_data_behind_it_is_acknowledged),
        cmocka_unit_test(case_06_several_holes_are_given_up_as_far_as_the_ack_reaches),
        cmocka_unit_test(case_06_acknowledgement_of_the_first_byte_behind_is_enough),
        cmocka_unit_test(case_07_hole_never_acknowledged_is_told_at_the_end),
        cmocka_unit_test(case_07_bytes_acknowledged_but_never_seen_are_lost_at_the_end),
        cmocka_unit_test(case_08_one_direction_alone_is_bounded_by_the_store),
        cmocka_unit_test(case_08_segment_larger_than_the_store_is_delivered_behind_a_gap),
        cmocka_unit_test(case_09_data_that_acknowledges_less_flushes_nothing),
        cmocka_unit_test(case_09_older_acknowledgement_does_not_flush_what_comes_later),
        cmocka_unit_test(case_16_middle_of_a_connection_starts_at_its_first_segment),
        cmocka_unit_test(case_16_acknowledgement_seen_before_is_the_base),
        cmocka_unit_test(case_16_own_acknowledgement_counts_before_own_payload),
        cmocka_unit_test(case_19_sequence_numbers_wrap),
        cmocka_unit_test(case_20_keep_alives_and_zero_window_probes_add_nothing),
        cmocka_unit_test(case_20_segments_far_outside_the_window_are_ignored),
        cmocka_unit_test(case_21_urgent_data_stays_in_line),
        cmocka_unit_test(case_23_bytes_cut_by_the_snapshot_length_are_a_lost_gap),
        cmocka_unit_test(case_23_a_retransmission_fills_what_was_cut),
        cmocka_unit_test(case_31_one_byte_per_segment),
        cmocka_unit_test(case_35_injected_answer_is_told_when_the_true_one_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
