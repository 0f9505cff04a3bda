/* Replies and their requests; roles where nobody saw who opened the connection. */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

#define END "00000000aabbccdd"

/** A packet with fields A of these ids; packet_id and packet type as given. */
static void send_fields(struct wire *w, char from, const char *type, uint32_t packet_id,
                        const uint32_t *ids, size_t n)
{
    uint8_t packet[256] = {0xdd, 0xcc, 0xbb, 0xaa};
    size_t len = NCP_HEADER_LEN + NCP_FIELD_LEN * n + NCP_FOOTER_LEN;

    memcpy(packet + NCP_AT_TYPE, type, NCP_NAME_LEN);
    ws_store_le(packet + NCP_AT_SIZE, 4, len / 4);
    ws_store_le(packet + 12, 4, packet_id);
    packet[NCP_AT_FORMAT] = 1;
    for (size_t i = 0; i < n; i++) {
        uint8_t *field = packet + NCP_HEADER_LEN + NCP_FIELD_LEN * i;
        field[0] = 'A';
        field[4] = 3;
        ws_store_le(field + NCP_AT_FIELD_ID, 4, ids[i]);
    }
    memcpy(packet + len - 4, "\xaa\xbb\xcc\xdd", 4);
    wire_send_bytes(w, from, (struct ws_bytes){packet, len}, 0);
}

static void send_field(struct wire *w, char from, const char *type, uint32_t id)
{
    send_fields(w, from, type, 1, &id, 1);
}

static void replies_are_matched_by_packet_type_field_name_and_id(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    send_fields(&w, 'c', "DSPC", 1, (const uint32_t[]){7, 8}, 2);
    send_field(&w, 'c', "DSPL", 9);
    send_field(&w, 's', "DSPC", 8);
    send_field(&w, 's', "DSPC", 7);
    send_field(&w, 's', "DSPC", 7);
    send_field(&w, 's', "DSPC", 9);
    send_field(&w, 's', "DSPL", 9);
    send_fields(&w, 's', "DSPL", 44, (const uint32_t[]){1, 9, 8}, 3);
    send_field(&w, 'c', "DSPL", 9);
    send_field(&w, 's', "DSPL", 9);
    assert_string_equal(wire_end(&w), "3 client packet request\n"
                                      "4 client packet request\n"
                                      "5 server packet response {of 3}\n"
                                      "6 server packet response {of 3}\n"
                                      "7 server packet response {of 3}\n"
                                      "8 server packet notify\n"
                                      "9 server packet response {of 4}\n"
                                      "10 server packet response {of 4}\n"
                                      "11 client packet request\n"
                                      "12 server packet response {of 11}\n");
}

static void names_match_whatever_fills_them_up(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    send_field(&w, 'c', "AB  ", 1);
    send_field(&w, 's', "AB\0", 1);
    send_field(&w, 's', "ABC ", 1);
    assert_string_equal(wire_end(&w), "3 client packet request\n"
                                      "4 server packet response {of 3}\n"
                                      "5 server packet notify\n");
}

static void the_newest_4096_requests_are_kept(void **state)
{
    (void)state;
    static struct wire w;
    char want[64];

    wire_start(&w, NULL, NULL);
    w.step_s = 0;
    wire_open(&w);
    for (uint32_t id = 0; id <= NCP_MAX_REQUESTS; id++) {
        send_field(&w, 'c', "DSPC", id);
        w.len = 0;
    }
    send_field(&w, 's', "DSPC", 0);
    send_field(&w, 's', "DSPC", 1);
    snprintf(want, sizeof(want), "%d server packet notify\n%d server packet response {of 4}\n",
             NCP_MAX_REQUESTS + 4, NCP_MAX_REQUESTS + 5);
    assert_string_equal(wire_end(&w), want);
}

static void a_lost_request_leaves_no_trace(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    send_field(&w, 's', "STAT", 3);
    send_field(&w, 's', "DSPC", 3);
    assert_string_equal(wire_end(&w), "3 server packet notify\n4 server packet notify\n");
}

static void fields_before_the_damage_are_requests_too(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c',
              "ddccbbaa445350430e000000010000000100000000f153650000000001020304"
              "41000000 03000000 07000000 00000000" END,
              0);
    send_field(&w, 's', "DSPC", 7);
    assert_string_equal(wire_end(&w), "3 client packet request !trailing_bytes@44\n"
                                      "4 server packet response {of 3}\n");
}

static const struct {
    const char *field;
    uint16_t ports[2]; /* of who sends, of the other */
    const char *role;
} firsts[] = {
    {"48454c4f", {1000, 2000}, "server"}, {"48454c4f", {2000, 1000}, "server"},
    {"53434152", {2000, 1000}, "server"}, {"53434f4e", {2000, 1000}, "server"},
    {"43435245", {1000, 2000}, "client"}, {"43415245", {1000, 2000}, "client"},
    {"4543484f", {1000, 2000}, "server"}, {"4543484f", {2000, 1000}, "client"},
    {"43435245", {9999, 2000}, "server"}, {"48454c4f", {2000, 9999}, "client"},
};

static void without_a_syn_roles_are_guessed(void **state)
{
    (void)state;
    static struct wire w;

    for (size_t i = 0; i < WS_LEN(firsts); i++) {
        char hex[TEST_WHY], want[TEST_WHY];
        snprintf(hex, sizeof(hex),
                 "ddccbbaa4c494e4b0d000000010000000100000000f153650000000001020304 %s 03000000 "
                 "00000000" END,
                 firsts[i].field);
        for (size_t size = 1; size <= 60; size += 7) {
            struct ws_buf room;
            ws_buf_init(&room, 1 << 12);
            struct ws_bytes in = unhex(&room, hex);
            wire_start(&w, NULL, NULL);
            memcpy(w.ports, firsts[i].ports, sizeof(w.ports));
            for (; in.len; in = ws_bytes_from(in, size))
                wire_send_bytes(&w, 'c', ws_bytes_upto(in, size), 0);
            snprintf(want, sizeof(want), " %s ", firsts[i].role);
            const char *got = wire_end(&w);
            assert_non_null(strstr(got, want));
            assert_non_null(strstr(got, "+role_guessed"));
            ws_buf_free(&room);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_matched_by_packet_type_field_name_and_id),
        cmocka_unit_test(names_match_whatever_fills_them_up),
        cmocka_unit_test(the_newest_4096_requests_are_kept),
        cmocka_unit_test(a_lost_request_leaves_no_trace),
        cmocka_unit_test(fields_before_the_damage_are_requests_too),
        cmocka_unit_test(without_a_syn_roles_are_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
