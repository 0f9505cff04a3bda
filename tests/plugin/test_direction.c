/* One direction of a stream: bytes to messages, through loss and garbage. */
#include "plugin/toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

static void messages_in_one_segment_are_decoded_where_they_lie(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m3abcm0q2hi");
    toy_send(&t, 's', "r2hi");
    toy_expect(&t, "4 client text*@0 m3abc\n"
                   "4 client text*@5 m0\n"
                   "4 client request*@7 q2hi\n"
                   "5 server response*@0 r2hi {of 4@7 rtt 1s}\n");
}

static void a_message_goes_to_the_segment_that_completes_it(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m3abcm5he");
    toy_send(&t, 'c', "ll");
    toy_send(&t, 'c', "om1x");
    toy_send(&t, 'c', "m1y");
    toy_expect(&t, "4 client text*@0 m3abc\n"
                   "6 client text@5 m5hello\n"
                   "6 client text@12 m1x\n"
                   "7 client text*@15 m1y\n");
}

/** What is told, but for the frames and where the bytes lay. */
static void told(char *out, const char *text)
{
    while (*text) {
        text += strcspn(text, " ");
        while (*text && *text != '\n') {
            if (*text != '*')
                *out++ = *text;
            text++;
        }
        *out++ = '\n';
        text += *text == '\n';
    }
    *out = '\0';
}

/** Cuts `stream` into pieces of `size` bytes, the first one of `first`. */
static void play_cut(const char *stream, size_t first, size_t size, char *out)
{
    struct toy t;
    size_t len = strlen(stream), n = first;

    toy_start(&t);
    toy_open(&t);
    for (size_t at = 0; at < len; at += n, n = size) {
        n = n < len - at ? n : len - at;
        toy_send_bytes(&t, 'c', stream + at, n);
    }
    toy_fin(&t, 'c');
    told(out, t.text);
    toy_expect(&t, t.text);
}

static void events_do_not_depend_on_how_the_stream_was_cut(void **state)
{
    (void)state;
    static const char *const streams[] = {
        "m3abcm0m9123456789", "m3abcxxm2hixm1y", "m1ao30abcdefghijabcdefghijabcdefghijm1b",
        "m1am9cut",           "xxxxxm1a",        "m1xtail",
    };
    char whole[1024], cut[1024];

    for (size_t i = 0; i < WS_LEN(streams); i++) {
        size_t len = strlen(streams[i]);
        print_message("stream: %s\n", streams[i]);
        play_cut(streams[i], len, len, whole);
        for (size_t first = 1; first < len; first++) {
            play_cut(streams[i], first, len, cut);
            assert_string_equal(cut, whole);
        }
        play_cut(streams[i], 1, 1, cut);
        assert_string_equal(cut, whole);
    }
}

static void garbage_is_told_once_until_messages_are_found(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_send(&t, 'c', "!!");
    toy_send(&t, 'c', "??");
    toy_send(&t, 'c', "?m1b");
    toy_send(&t, 'c', "m1d");
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "5 client malformed*@3 ! (not_toy)\n"
                   "7 client text*@8 m1b +resync\n"
                   "8 client text*@11 m1d\n");
}

static void what_the_search_finds_may_be_refused_again(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "!mxm1a");
    toy_expect(&t, "4 client malformed*@0 ! (not_toy)\n"
                   "4 client malformed*@1 mx (not_toy)\n"
                   "4 client text*@3 m1a +resync\n");
}

static void a_search_that_finds_what_was_refused_ends(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "LLLm1a");
    toy_fin(&t, 'c');
    assert_non_null(strstr(t.text, "text*@3 m1a"));
    toy_expect(&t, t.text);
}

static void a_gap_is_told_when_messages_are_found_behind_it(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_lose(&t, 'c', 10);
    toy_send(&t, 'c', "xx");
    toy_ack(&t, 's');
    toy_send(&t, 'c', "xm1b");
    toy_send(&t, 'c', "m1d");
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "7 client gap@3+10 lost resync@16\n"
                   "7 client text*@16 m1b +resync\n"
                   "8 client text*@19 m1d\n");
}

static void a_message_that_a_gap_cut_tells_how_much_of_it_follows(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m9ab");
    toy_lose(&t, 'c', 3);
    toy_send(&t, 'c', "mmmmm1b"); /* the first four bytes belong to the message */
    toy_ack(&t, 's');
    toy_expect(&t, "6 client gap@4+3 lost resync@11\n"
                   "6 client text@11 m1b +resync\n");
}

static void a_gap_without_messages_behind_it_is_told_at_the_end(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_lose(&t, 'c', 5);
    toy_send(&t, 'c', "xx");
    toy_ack(&t, 's');
    toy_fin(&t, 'c');
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "7 client gap@3+5 lost\n");
}

static void two_gaps_in_a_row_are_told_both(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1a");
    toy_lose(&t, 'c', 5);
    toy_send(&t, 'c', "xx");
    toy_ack(&t, 's');
    toy_lose(&t, 'c', 4);
    toy_send(&t, 'c', "m1b");
    toy_ack(&t, 's');
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "8 client gap@3+5 lost\n"
                   "8 client gap@10+4 lost resync@14\n"
                   "8 client text@14 m1b +resync\n");
}

static void what_is_too_long_is_dropped_across_segments(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "o20mmmmm");
    toy_send(&t, 'c', "mmmmmmmmmm");
    toy_send(&t, 'c', "mmmmmm1a");
    toy_expect(&t, "6 client text*@23 m1a\n");
}

static void what_is_too_long_is_dropped_across_a_gap(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "o20mmmmm");
    toy_lose(&t, 'c', 10);
    toy_send(&t, 'c', "mmmmmm1a");
    toy_ack(&t, 's');
    toy_expect(&t, "6 client gap@8+10 lost resync@23\n"
                   "6 client text@23 m1a +resync\n");
}

static void a_message_cut_by_the_end_of_the_stream_is_malformed(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1am5xy");
    toy_fin(&t, 'c');
    toy_send(&t, 's', "m5xy");
    assert_int_equal(toy_stat(&t, "unfinished_messages"), 0);
    toy_reset(&t, 's');
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "5 client malformed@3 m5xy (truncated)\n"
                   "7 server malformed@0 m5xy (truncated)\n");
}

static void a_message_cut_by_the_end_of_the_capture_is_only_counted(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1am5xy");
    assert_int_equal(ws_engine_finish(t.engine), 0);
    assert_int_equal(toy_stat(&t, "unfinished_messages"), 1);
    assert_int_equal(toy_stat(&t, "messages"), 1);
    toy_expect(&t, "4 client text*@0 m1a\n");
}

static void the_end_may_be_what_ends_a_message(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_open(&t);
    toy_send(&t, 'c', "m1aend");
    toy_send(&t, 'c', "ing");
    toy_fin(&t, 'c');
    toy_expect(&t, "4 client text*@0 m1a\n"
                   "6 client tail@3 ending\n");
}

static void bytes_before_the_first_message_of_a_late_capture_are_one_gap(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_send(&t, 'c', "xxx");
    toy_send(&t, 'c', "xm1a");
    toy_send(&t, 's', "m1b");
    toy_expect(&t, "2 client gap@0+4 midstream resync@4\n"
                   "2 client text*@4 m1a +role_guessed +resync\n"
                   "3 server text*@0 m1b +role_guessed +resync\n");
}

static void an_empty_datagram_is_a_message_of_no_bytes(void **state)
{
    (void)state;
    struct toy t;
    toy_start(&t);
    toy_datagram(&t, 'c', "m1am1b");
    toy_datagram(&t, 's', "");
    toy_datagram(&t, 's', "m5x");
    toy_datagram(&t, 'c', "o05abcdem1d");
    toy_datagram(&t, 'c', "!!");
    toy_expect(&t, "1 client text*@0 m1a\n"
                   "1 client text*@3 m1b\n"
                   "2 server tail*@0 \n"
                   "3 server malformed*@0 m5x (truncated)\n"
                   "4 client text*@8 m1d\n"
                   "5 client malformed*@0 !! (not_toy)\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_in_one_segment_are_decoded_where_they_lie),
        cmocka_unit_test(a_message_goes_to_the_segment_that_completes_it),
        cmocka_unit_test(events_do_not_depend_on_how_the_stream_was_cut),
        cmocka_unit_test(garbage_is_told_once_until_messages_are_found),
        cmocka_unit_test(what_the_search_finds_may_be_refused_again),
        cmocka_unit_test(a_search_that_finds_what_was_refused_ends),
        cmocka_unit_test(a_gap_is_told_when_messages_are_found_behind_it),
        cmocka_unit_test(a_message_that_a_gap_cut_tells_how_much_of_it_follows),
        cmocka_unit_test(a_gap_without_messages_behind_it_is_told_at_the_end),
        cmocka_unit_test(two_gaps_in_a_row_are_told_both),
        cmocka_unit_test(what_is_too_long_is_dropped_across_segments),
        cmocka_unit_test(what_is_too_long_is_dropped_across_a_gap),
        cmocka_unit_test(a_message_cut_by_the_end_of_the_stream_is_malformed),
        cmocka_unit_test(a_message_cut_by_the_end_of_the_capture_is_only_counted),
        cmocka_unit_test(the_end_may_be_what_ends_a_message),
        cmocka_unit_test(bytes_before_the_first_message_of_a_late_capture_are_one_gap),
        cmocka_unit_test(an_empty_datagram_is_a_message_of_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
