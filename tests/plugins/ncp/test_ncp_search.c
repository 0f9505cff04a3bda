/* Packets found again: behind a gap, in the middle of a stream, among hostile bytes. */
#include "ncp_test.h"

#include <string.h>

#define HEAD(words) "ddccbbaa44535043" words "010000000100000000f153650000000001020304"
#define END         "00000000aabbccdd"
#define KEEPALIVE   "ddccbbaa4c494e4b0a000000000000000100000000f153650000000001020304" END
/* A packet with a raw value of 40 bytes: a whole packet. */
#define OUTER  HEAD("19000000") "54494d45 0f000000 07000000 41000000 0c000080"
#define PACKET OUTER KEEPALIVE END

static void a_packet_whose_header_was_seen_ends_where_it_says(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', HEAD("19000000"), 0);
    wire_send(&w, 'c', "54494d45 0f000000 07000000", WIRE_LOST);
    wire_send(&w, 'c', "41000000 0c000080" KEEPALIVE END KEEPALIVE, 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    wire_send(&w, 'c', KEEPALIVE, 0);
    assert_string_equal(wire_end(&w), "6 client gap 12 at 100\n"
                                      "6 client link_keepalive +resync\n"
                                      "6 server link_keepalive\n"
                                      "7 client link_keepalive\n");
}

static void without_its_header_the_search_begins_behind_the_gap(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', KEEPALIVE, 0);
    wire_send(&w, 'c', HEAD("19000000"), WIRE_LOST);
    wire_send(&w, 'c', "54494d45 0f000000 07000000", 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    wire_send(&w, 'c', END KEEPALIVE, 0);
    assert_string_equal(wire_end(&w), "3 client link_keepalive\n"
                                      "6 server link_keepalive\n"
                                      "7 client gap 32 at 92\n"
                                      "7 client link_keepalive +resync\n");
}

static void two_gaps_in_a_packet_leave_its_end_known(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', HEAD("19000000"), 0);
    wire_send(&w, 'c', "54494d45", WIRE_LOST);
    wire_send(&w, 'c', "0f000000", 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    wire_send(&w, 'c', "07000000", WIRE_LOST);
    wire_send(&w, 'c', "41000000 0c000080" KEEPALIVE END KEEPALIVE, 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    const char *got = wire_end(&w);
    assert_non_null(strstr(got, "gap 4 at 100\n"));
    assert_non_null(strstr(got, "client link_keepalive +resync\n"));
    assert_null(strstr(strstr(got, "client link_keepalive") + 1, "client link_keepalive"));
}

static void in_the_middle_of_a_stream_packets_are_found(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_send(&w, 's', "0000" KEEPALIVE, 0);
    wire_send(&w, 'c', PACKET, 0);
    assert_string_equal(wire_end(&w), "1 server gap 2 at 2\n"
                                      "1 server link_keepalive +role_guessed +resync\n"
                                      "2 client packet request +role_guessed +resync\n");
}

static void a_stream_seen_from_its_middle_may_begin_with_a_head(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    w.ports[1] = 80;
    wire_say(&w, 'c', "CONNECT ncp.service HTTP/1.1\r\n\r\n", 0);
    wire_say(&w, 's', "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    assert_string_equal(wire_end(&w), "1 client http_request +role_guessed +resync\n"
                                      "2 server http_response +role_guessed +resync\n"
                                      "3 server link_keepalive +role_guessed\n");
}

/** `n` bytes of `pattern`, again and again, then a packet; searched in pieces of `piece`. */
static size_t search(struct bench *b, const char *pattern, size_t n, size_t piece)
{
    struct ws_lost lost = {.bytes = 1};
    struct ws_buf stream, room;
    size_t from = 0, scanned = 0;
    struct ws_resync r = {0};

    ws_buf_init(&stream, 1 << 28);
    ws_buf_init(&room, 1 << 16);
    struct ws_bytes p = unhex(&room, pattern);
    while (stream.len < n)
        ws_buf_add(&stream, p.data, p.len);
    p = unhex(&room, KEEPALIVE);
    ws_buf_add(&stream, p.data, p.len);
    b->conversation.directions[WS_CLIENT] = (struct ncp_direction){0};
    for (size_t have = 0; !r.found && have < stream.len;) {
        have = have + piece < stream.len ? have + piece : stream.len;
        r = ncp_resync(
            &b->conversation, WS_CLIENT, (struct ws_bytes){stream.data + from, have - from},
            (struct ws_at){.offset = from, .scanned = scanned, .end = have == stream.len}, &lost);
        from += (size_t)r.skip;
        scanned = r.scanned;
        assert_true(from <= have);
    }
    assert_true(r.found);
    assert_int_equal(from, stream.len - p.len);
    ws_buf_free(&room);
    ws_buf_free(&stream);
    return from;
}

static void hostile_bytes_are_searched_in_linear_time(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "dd",
        "ddccbbaa",
        "ddccbbaa44535043",
        HEAD("0a000000"),
        HEAD("0b000000") "00", /* one word off, again and again */
        HEAD("00000001"),      /* each promises 64 MiB */
        HEAD("00000001") HEAD("09000000") HEAD("ffffffff"),
        "aabbccdd00000000",
    };
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(patterns); i++) {
        print_message("case: %s\n", patterns[i]);
        search(&b, patterns[i], 4 << 20, 1460);
        search(&b, patterns[i], 4 << 20, 64 << 20);
        search(&b, patterns[i], 2000, 1);
    }
    bench_close(&b);
}

static void ten_thousand_broken_headers_are_told_once(void **state)
{
    (void)state;
    static struct wire w;
    struct ws_buf room;

    wire_start(&w, NULL, NULL);
    wire_open(&w);
    ws_buf_init(&room, 1 << 20);
    struct ws_bytes header = unhex(&room, HEAD("09000000"));
    for (size_t i = 0; i < 10000; i++)
        wire_send_bytes(&w, 'c', header, 0);
    wire_send(&w, 'c', KEEPALIVE, 0);
    assert_string_equal(wire_end(&w), "3 client malformed [32] !bad_size@8\n"
                                      "10003 client link_keepalive +resync\n");
    ws_buf_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packet_whose_header_was_seen_ends_where_it_says),
        cmocka_unit_test(without_its_header_the_search_begins_behind_the_gap),
        cmocka_unit_test(two_gaps_in_a_packet_leave_its_end_known),
        cmocka_unit_test(in_the_middle_of_a_stream_packets_are_found),
        cmocka_unit_test(a_stream_seen_from_its_middle_may_begin_with_a_head),
        cmocka_unit_test(hostile_bytes_are_searched_in_linear_time),
        cmocka_unit_test(ten_thousand_broken_headers_are_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
