/* Channel Access: what a conversation knows, and what it says against the rules. */
#include <stdio.h>
#include <string.h>

#include "ca_test.h"

#define VERSION   "000000000000000d0000000000000000 "
#define SEARCH    "000600080005000d0000000700000007 6100000000000000 "
#define FOUND     "0006000813ce0000ffffffff00000007 000d000000000000 "
#define CREATE    "0012000800000000000000070000000d 6100000000000000 "
#define RIGHTS    "00160000000000000000000700000003 "
#define CREATED   "00120000000600010000000700000003 "
#define ADD       "00010010000600010000000300000009 000000000000000000000000 0005 0000 "
#define UPDATE    "00010008000600010000000100000009 3ff0000000000000 "
#define CANCEL    "00020000000600010000000300000009 "
#define CANCELLED "00010000000600010000000300000009 "
#define READ      "000f0000000600010000000300000011 "
#define VALUE     "000f0008000600010000000100000011 3ff0000000000000 "
#define CLEAR     "000c0000000000000000000300000007 "
#define ECHO      "00170000000000000000000000000000 "
#define BEACON    "000d0000000d13c80000000000000000 "

static void open_channel(struct wire *w)
{
    wire_start(w, NULL, NULL);
    wire_open(w);
    wire_send(w, 'c', VERSION CREATE, 0);
    wire_send(w, 's', VERSION RIGHTS CREATED, 0);
}

#define OPENED                                                                                     \
    "3 client version_request\n3 client create_chan_request {channel a}\n"                         \
    "4 server version_response {of 3}\n4 server access_rights_response {channel a}\n"              \
    "4 server create_chan_response {channel a} {of 3}\n"

static void channels_have_names_and_answers_their_requests(void **state)
{
    (void)state;
    struct wire w;

    open_channel(&w);
    wire_send(&w, 'c', READ ADD, 0);
    wire_send(&w, 's', VALUE UPDATE UPDATE, 0);
    wire_send(&w, 'c', CANCEL ECHO, 0);
    wire_send(&w, 's', UPDATE CANCELLED CANCELLED ECHO, 0);
    wire_send(&w, 'c', CLEAR, 0);
    wire_send(&w, 's', CLEAR UPDATE, 0);
    wire_expect(&w, OPENED "5 client read_notify_request {channel a}\n"
                           "5 client event_add_request {channel a}\n"
                           "6 server read_notify_response {channel a} {of 5}\n"
                           "6 server event_add_response {channel a} {of 5}\n"
                           "6 server event_add_response {channel a}\n"
                           "7 client event_cancel_request {channel a}\n"
                           "7 client echo_request\n"
                           "8 server event_add_response {channel a}\n"
                           "8 server event_cancel_response {channel a} {of 7}\n"
                           "8 server event_add_response !truncated@16 +count_mismatch {channel a}\n"
                           "8 server echo_response {of 7}\n"
                           "9 client clear_channel_request {channel a}\n"
                           "10 server clear_channel_response {channel a} {of 9}\n"
                           "10 server event_add_response {channel a}\n");
}

static void errors_answer_what_they_quote(void **state)
{
    (void)state;
    struct wire w;

    open_channel(&w);
    wire_send(&w, 'c', READ ADD ECHO, 0);
    wire_send(&w, 's', "000b0018000000000000000700000072 000f0000000600010000000300000011 00*8", 0);
    wire_send(&w, 's', "000b0018000000000000000700000072 00010010000600010000000300000009 00*8", 0);
    wire_send(&w, 's', "000b001800000000ffffffff0000008e 00170000000000000000000000000000 00*8", 0);
    wire_send(&w, 's', "000b001800000000ffffffff0000008e 00040008000600010000000300000001 00*8", 0);
    wire_send(&w, 's', "000b001800000000ffffffff0000008e 000f0000000600010000000300000012 00*8", 0);
    wire_expect(&w, OPENED "5 client read_notify_request {channel a}\n"
                           "5 client event_add_request {channel a}\n5 client echo_request\n"
                           "6 server error_response {channel a} {of 5}\n"
                           "7 server error_response {channel a} {of 5}\n"
                           "8 server error_response {of 5}\n"
                           "9 server error_response {channel a}\n"
                           "10 server error_response {orphan}\n");
}

static const struct {
    const char *what;
    char from;
    const char *message, *wanted;
} notes[] = {
    {"misaligned", 'c', "00040005000400050000000300000000 6162636465",
     "write_request +misaligned {channel a}"},
    {"unknown command", 'c', "00630000000000000000000100000002", "unknown +unknown_command"},
    {"wrong direction", 'c', RIGHTS, "unknown +wrong_direction"},
    {"unknown sid", 'c', "000f0000000600010000000400000011", "read_notify_request +unknown_sid"},
    {"unknown cid", 's', "00160000000000000000000800000003", "access_rights_response +unknown_cid"},
    {"unknown subscription", 's', UPDATE, "event_add_response +unknown_subscription"},
    {"unknown ioid", 's', VALUE, "read_notify_response {orphan}"},
    {"bad type", 'c', "000f0000006300010000000300000011",
     "read_notify_request +bad_type {channel a}"},
    {"more than the values need", 'c', "00040010000600010000000300000011 00*16",
     "write_request +count_mismatch {channel a}"},
    {"less", 'c', "00040008000600020000000300000011 00*8",
     "write_request !truncated@24 +count_mismatch {channel a}"},
    {"a text that is trimmed", 'c', "00040008000000010000000300000011 00*8",
     "write_request {channel a}"},
    {"no NUL", 'c', "0012000800000000000000080000000d 6161616161616161",
     "create_chan_request +name_unterminated {channel aaaaaaaa}"},
    {"a long name", 'c', "0012020000000000000000080000000d 61*505 00*7", NULL},
    {"a priority", 'c', "000000000064000d0000000000000000", "version_request +bad_priority"},
    {"an old version", 'c', "00000000000000030000000000000000", "version_request +old_version"},
    {"a mask of nothing", 'c', "00010010000600010000000300000009 00*16",
     "event_add_request +mask_zero {channel a}"},
    {"a late name", 'c', "00140008000000000000000000000000 7200000000000000",
     "client_name_request +late_name"},
    {"17 labels", 's', "000f01a8001800010000000100000011 00000000 0011 00*418",
     "read_notify_response +enum_count {orphan}"},
    {"a second of nanoseconds", 's',
     "000f0018001400010000000100000011 0000000000000000 3b9aca00 00000000 00*8",
     "read_notify_response +bad_nsec {orphan}"},
    {"something reserved", 'c', "00170000000100000000000000000000",
     "echo_request +reserved_nonzero"},
};

static void what_a_strict_peer_would_not_accept_is_noted(void **state)
{
    (void)state;
    char wanted[TEST_TEXT];

    for (size_t i = 0; i < WS_LEN(notes); i++) {
        struct wire w;
        print_message("case: %s\n", notes[i].what);
        open_channel(&w);
        wire_send(&w, notes[i].from, notes[i].message, 0);
        if (!notes[i].wanted) {
            assert_non_null(strstr(wire_end(&w), "+name_too_long {channel aaaa"));
            continue;
        }
        snprintf(wanted, sizeof(wanted), OPENED "5 %s %s\n",
                 notes[i].from == 'c' ? "client" : "server", notes[i].wanted);
        wire_expect(&w, wanted);
    }
}

static void a_circuit_and_a_datagram_begin_with_the_version(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', CREATE, 0);
    wire_datagram(&w, 1, 50000, 2, 5064, SEARCH);
    wire_datagram(&w, 1, 50000, 2, 5064, VERSION SEARCH);
    wire_expect(&w, "3 client create_chan_request +version_missing {channel a}\n"
                    "4 client search_request +version_missing {channel a}\n"
                    "5 client version_request\n5 client search_request {channel a}\n");
}

/* A broadcast, two servers on one host, one of them on a port of its own. */
static void answers_from_anywhere_are_tied_to_a_broadcast(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, NULL, NULL);
    wire_datagram(&w, 1, 50000, 255, 5064, VERSION SEARCH);
    wire_datagram(&w, 2, 5064, 1, 50000, VERSION FOUND);
    wire_datagram(&w, 3, 5064, 1, 50000, VERSION FOUND);
    w.ports[1] = 0x13ce; /* what the answer says */
    wire_send(&w, 'c', ECHO ECHO, 0);
    wire_expect(&w,
                "1 client version_request\n1 client search_request {channel a}\n"
                "2 server version_response {of 1}\n2 server search_response {channel a} {of 1}\n"
                "3 server version_response {of 1}\n3 server search_response {channel a} {of 1}\n"
                "4 client echo_request +resync\n4 client echo_request\n");
}

static void a_repeater_passes_beacons_on_from_ports_of_its_own(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, NULL, NULL);
    wire_datagram(&w, 1, 50000, 1, 5065, "");
    wire_datagram(&w, 1, 60000, 1, 50000, "0011000000000000000000000a000001");
    wire_datagram(&w, 1, 60000, 1, 50000, "00*16");
    wire_datagram(&w, 1, 60000, 1, 50000, BEACON);
    wire_datagram(&w, 1, 50000, 1, 50000, "00*16");
    wire_datagram(&w, 1, 50000, 2, 5064, "");
    wire_datagram(&w, 1, 50000, 1, 5065, "00180000000000");
    wire_expect(&w, "1 client repeater_register_request\n"
                    "2 server repeater_confirm_response {of 1}\n3 server version_response\n"
                    "4 server beacon\n5 client version_request\n"
                    "7 client malformed !truncated@7\n");
}

static void beacons_at_another_pace_are_noted(void **state)
{
    (void)state;
    static const struct {
        uint8_t id;
        int64_t after_ms;
        bool anomaly;
    } beacons[] = {{0, 1000, false},  {1, 15000, false}, {2, 15000, false},
                   {3, 15000, false}, {3, 1000, false},  {4, 15000, false},
                   {5, 100, true},    {6, 60000, true},  {5, 1000, false}};
    struct wire w;
    char wanted[1024] = "";

    wire_start(&w, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(beacons); i++) {
        char hex[64];
        size_t len = strlen(wanted);
        w.step_ms = beacons[i].after_ms;
        snprintf(hex, sizeof(hex), "000d0000000d13c8000000%02x00000000", beacons[i].id);
        wire_datagram(&w, 2, 5064, 255, 5065, hex);
        snprintf(wanted + len, sizeof(wanted) - len, "%zu server beacon%s\n", i + 1,
                 beacons[i].anomaly ? " +beacon_anomaly" : "");
    }
    wire_expect(&w, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_have_names_and_answers_their_requests),
        cmocka_unit_test(errors_answer_what_they_quote),
        cmocka_unit_test(what_a_strict_peer_would_not_accept_is_noted),
        cmocka_unit_test(a_circuit_and_a_datagram_begin_with_the_version),
        cmocka_unit_test(answers_from_anywhere_are_tied_to_a_broadcast),
        cmocka_unit_test(a_repeater_passes_beacons_on_from_ports_of_its_own),
        cmocka_unit_test(beacons_at_another_pace_are_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
