/* HSMS conversations: what answers what, states, notes, notices, names. */
#include "hsms_test.h"

#include <string.h>

#define HEADER(session, byte_2, byte_3, type, system)                                              \
    "0000000a" session byte_2 byte_3 type "000000" system
#define SELECT_REQ(system)               HEADER("ffff", "00", "00", "0001", system)
#define SELECT_RSP(status, system)       HEADER("ffff", "00", status, "0002", system)
#define DESELECT_REQ(system)             HEADER("ffff", "00", "00", "0003", system)
#define DESELECT_RSP(status, system)     HEADER("ffff", "00", status, "0004", system)
#define LINKTEST_REQ(system)             HEADER("ffff", "00", "00", "0005", system)
#define LINKTEST_RSP(system)             HEADER("ffff", "00", "00", "0006", system)
#define REJECT_REQ(type, reason, system) HEADER("ffff", type, reason, "0007", system)
#define SEPARATE_REQ(system)             HEADER("ffff", "00", "00", "0009", system)
#define DATA(stream, function, system)   HEADER("000a", stream, function, "0000", system)
#define S9(function, subject)            "00000016 000a 09" function "0000 00000099 210a 000a" subject

struct packet {
    char from; /* 0: the end */
    const char *hex;
};

static const struct {
    const char *what;
    struct packet packets[12];
    const char *want;
} cases[] = {
    {"select and linktest",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'s', LINKTEST_REQ("01")},
      {'c', LINKTEST_RSP("01")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 server linktest_req {selection selected}\n"
     "6 client linktest_rsp {selection selected} {of 5}\n"},
    {"answers nobody asked for",
     {{'s', SELECT_RSP("01", "01")},
      {'c', LINKTEST_RSP("02")},
      {'s', REJECT_REQ("00", "04", "03")}},
     "3 server select_rsp {selection selected} {orphan}\n"
     "4 client linktest_rsp {selection selected} {orphan}\n"
     "5 server reject_req {selection selected} {orphan}\n"},
    {"an answer of another type is none",
     {{'c', SELECT_REQ("01")}, {'s', LINKTEST_RSP("01")}},
     "3 client select_req {selection not_selected}\n"
     "4 server linktest_rsp {selection not_selected} {orphan}\n"},
    {"select refused",
     {{'c', SELECT_REQ("01")}, {'s', SELECT_RSP("02", "01")}, {'c', DATA("81", "01", "02")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection not_selected} {of 3}\n"
     "5 client s1f1 +not_selected {selection not_selected}\n"},
    {"data before select, rejected",
     {{'c', DATA("81", "01", "02")}, {'s', REJECT_REQ("00", "04", "02")}},
     "3 client s1f1 +not_selected {selection not_selected}\n"
     "4 server reject_req {selection not_selected} {of 3}\n"},
    {"select twice, deselect, data",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'s', SELECT_REQ("01")},
      {'c', SELECT_RSP("01", "01")},
      {'c', DESELECT_REQ("02")},
      {'s', DESELECT_RSP("00", "02")},
      {'c', DATA("81", "01", "03")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 server select_req +already_selected {selection selected}\n"
     "6 client select_rsp {selection selected} {of 5}\n"
     "7 client deselect_req {selection selected}\n"
     "8 server deselect_rsp {selection not_selected} {of 7}\n"
     "9 client s1f1 +not_selected {selection not_selected}\n"},
    {"the same system bytes both ways",
     {{'c', SELECT_REQ("01") DATA("81", "01", "05")},
      {'s', SELECT_RSP("00", "01") DATA("81", "03", "05")},
      {'c', DATA("01", "04", "05")},
      {'s', DATA("01", "02", "05")}},
     "3 client select_req {selection not_selected}\n"
     "3 client s1f1 +not_selected {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "4 server s1f3 {selection selected} {communication not_communicating}\n"
     "5 client s1f4 {selection selected} {communication not_communicating} {of 4}\n"
     "6 server s1f2 {selection selected} {communication not_communicating} {of 3}\n"},
    {"abort, wrong functions and streams, second replies",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'c', DATA("81", "01", "05") DATA("81", "01", "06")},
      {'s', DATA("01", "04", "05") DATA("02", "00", "05") DATA("01", "00", "05")},
      {'s', DATA("01", "02", "06") DATA("01", "02", "06")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 client s1f1 {selection selected} {communication not_communicating}\n"
     "5 client s1f1 {selection selected} {communication not_communicating}\n"
     "6 server s1f4 {selection selected} {communication not_communicating} {orphan}\n"
     "6 server s2f0 {selection selected} {communication not_communicating} {orphan}\n"
     "6 server s1f0 {selection selected} {communication not_communicating} {of 5}\n"
     "7 server s1f2 {selection selected} {communication not_communicating} {of 5}\n"
     "7 server s1f2 {selection selected} {communication not_communicating} {orphan}\n"},
    {"S9 about an aborted primary, its own, and none",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'c', DATA("82", "63", "05")},
      {'s', DATA("02", "00", "05") S9("05", "8263 0000 00000005")},
      {'s', DATA("86", "0b", "06")},
      {'s', S9("09", "860b 0000 00000006")},
      {'s', S9("03", "8b01 0000 00000077")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 client s2f99 {selection selected} {communication not_communicating}\n"
     "6 server s2f0 {selection selected} {communication not_communicating} {of 5}\n"
     "6 server s9f5 {selection selected} {communication not_communicating} {of 5}\n"
     "7 server s6f11 {selection selected} {communication not_communicating}\n"
     "8 server s9f9 {selection selected} {communication not_communicating} {of 7}\n"
     "9 server s9f3 {selection selected} {communication not_communicating} {orphan}\n"},
    {"W where it has no place, a device id of 16 bits",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'c', DATA("01", "01", "05")},
      {'s', DATA("81", "02", "05")},
      {'s', HEADER("000a", "89", "01", "0000", "06")},
      {'s', HEADER("800a", "05", "01", "0000", "07")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 client s1f1 {selection selected} {communication not_communicating}\n"
     "6 server s1f2 +w_on_secondary {selection selected} {communication not_communicating} {of 5}\n"
     "7 server s9f1 +w_on_s9 {selection selected} {communication not_communicating}\n"
     "8 server s5f1 +session_id {selection selected} {communication not_communicating}\n"},
    {"several sessions",
     {{'c', HEADER("0064", "00", "00", "0001", "01")},
      {'s', HEADER("0064", "00", "00", "0002", "01")},
      {'c', HEADER("0064", "81", "01", "0000", "02")},
      {'c', HEADER("00c8", "81", "01", "0000", "02")},
      {'s', HEADER("00c8", "00", "04", "0007", "02")},
      {'s', HEADER("0064", "01", "02", "0000", "02")},
      {'c', HEADER("0064", "00", "00", "0009", "03")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 client s1f1 {selection selected} {communication not_communicating}\n"
     "6 client s1f1 +not_selected {selection not_selected}\n"
     "7 server reject_req {selection not_selected} {of 6}\n"
     "8 server s1f2 {selection selected} {communication not_communicating} {of 5}\n"
     "9 client separate_req {selection not_selected}\n"},
    {"GEM communication",
     {{'c', SELECT_REQ("01")},
      {'s', SELECT_RSP("00", "01")},
      {'c', "0000000c 000a 810d 0000 00000002 0100"},
      {'s', "00000011 000a 010e 0000 00000002 0102 210101 0100"},
      {'c', "0000000c 000a 810d 0000 00000003 0100"},
      {'s', "00000011 000a 010e 0000 00000003 0102 210100 0100"},
      {'c', SEPARATE_REQ("04")}},
     "3 client select_req {selection not_selected}\n"
     "4 server select_rsp {selection selected} {of 3}\n"
     "5 client s1f13 {selection selected} {communication wait_cra}\n"
     "6 server s1f14 {selection selected} {communication not_communicating} {of 5}\n"
     "7 client s1f13 {selection selected} {communication wait_cra}\n"
     "8 server s1f14 {selection selected} {communication communicating} {of 7}\n"
     "9 client separate_req {selection not_selected}\n"},
};

static const char *run(const struct packet *packets, struct wire *w)
{
    wire_open(w);
    for (; packets->from; packets++)
        wire_send(w, packets->from, packets->hex, 0);
    return wire_end(w);
}

static void conversations_are_followed(void **state)
{
    (void)state;
    static struct wire w;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        wire_start(&w, NULL, NULL);
        assert_string_equal(run(cases[i].packets, &w), cases[i].want);
    }
}

/* Deadlines, on packet time: a packet a second, unless it says otherwise */

static const struct {
    const char *what, *option, *value;
    const char *first, *second; /* of the client, of the server; the second one 60 s later */
    const char *want;           /* the notices */
} overdue[] = {
    {"T3", NULL, NULL, SELECT_REQ("01") DATA("81", "01", "02"), SELECT_RSP("00", "01"),
     "client notice t6_timeout {of 4}\nunknown notice t7_timeout\nclient notice t3_timeout {of "
     "4}\n"},
    {"no W, no T3", NULL, NULL, DATA("01", "01", "02"), LINKTEST_REQ("03"),
     "unknown notice t7_timeout\n"},
    {"T3 off", "t3", "0", DATA("81", "01", "02"), LINKTEST_REQ("03"),
     "unknown notice t7_timeout\n"},
    {"T6 off", "t6", "0", SELECT_REQ("02"), LINKTEST_REQ("03"), "unknown notice t7_timeout\n"},
    {"T7 off", "t7", "0", SELECT_REQ("02"), LINKTEST_REQ("03"),
     "client notice t6_timeout {of 4}\n"},
    {"T7 longer than that", "t7", "100s", LINKTEST_REQ("02"), LINKTEST_RSP("02"),
     "client notice t6_timeout {of 4}\n"},
};

/** The lines that hold " notice ", without the frame. */
static void only_notices(const char *text, char out[TEST_TEXT])
{
    for (; *text; text += strcspn(text, "\n") + 1) {
        size_t n = strcspn(text, "\n") + 1, from = strcspn(text, " ") + 1;
        const char *notice = strstr(text, " notice ");
        if (!notice || notice > text + n)
            continue;
        memcpy(out, text + from, n - from);
        out += n - from;
    }
    *out = '\0';
}

static void missing_answers_are_told_in_packet_time(void **state)
{
    (void)state;
    static struct wire w;
    static char got[TEST_TEXT];
    for (size_t i = 0; i < WS_LEN(overdue); i++) {
        print_message("case: %s\n", overdue[i].what);
        wire_start(&w, overdue[i].option, overdue[i].value);
        wire_open(&w);
        wire_send(&w, 'c', "", 0);
        wire_send(&w, 'c', overdue[i].first, 0);
        w.ts_s += 60;
        wire_send(&w, 's', overdue[i].second, 0);
        only_notices(wire_end(&w), got);
        assert_string_equal(got, overdue[i].want);
    }
}

static void answers_in_time_are_not_told(void **state)
{
    (void)state;
    static struct wire w;
    static char got[TEST_TEXT];
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', SELECT_REQ("01") DATA("81", "01", "02"), 0);
    wire_send(&w, 's', SELECT_RSP("00", "01") DATA("01", "02", "02"), 0);
    w.ts_s += 600;
    wire_send(&w, 'c', SEPARATE_REQ("03"), 0);
    only_notices(wire_end(&w), got);
    assert_string_equal(got, "");
}

/* What was not seen */

static void after_a_gap_nothing_is_missing_or_orphaned(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', SELECT_REQ("01"), 0);
    wire_send(&w, 's', "0000000a", 0);
    wire_send(&w, 's', "ffff0000000200000001", WIRE_LOST);
    wire_send(&w, 's', DATA("01", "02", "09"), 0);
    wire_send(&w, 'c', DATA("81", "01", "02"), 0);
    w.ts_s += 60;
    wire_send(&w, 'c', DATA("81", "01", "03"), 0);
    assert_string_equal(wire_end(&w), "3 client select_req {selection not_selected}\n"
                                      "7 server gap 10 at 14\n"
                                      "7 server s1f2 +resync\n"
                                      "7 client s1f1\n"
                                      "8 client s1f1\n");
}

static void in_the_middle_of_a_stream_states_are_unknown(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_send(&w, 's', "aabb" DATA("81", "01", "02"), 0);
    wire_send(&w, 'c', DATA("01", "02", "02"), 0);
    wire_send(&w, 'c', SELECT_REQ("03"), 0);
    wire_send(&w, 's', SELECT_RSP("01", "03"), 0);
    assert_string_equal(wire_end(&w),
                        "1 server gap 2 at 2\n"
                        "1 server s1f1 +role_guessed +resync\n"
                        "2 client s1f2 +role_guessed +resync {of 1}\n"
                        "3 client select_req +role_guessed\n"
                        "4 server select_rsp +role_guessed {selection selected} {of 3}\n");
}

static void framing_that_is_lost_is_told_once(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    wire_send(&w, 'c', SELECT_REQ("01") "00000009 ffff 0000 0005 0000000000" LINKTEST_REQ("02"), 0);
    wire_send(&w, 'c', "ffffffff ffffffff" LINKTEST_REQ("03") "0000000a ffff", 0);
    wire_send(&w, 'c', "", WIRE_FIN);
    wire_send(&w, 's', "", WIRE_FIN);
    assert_string_equal(wire_end(&w), "3 client select_req {selection not_selected}\n"
                                      "3 client malformed !bad_length@0\n"
                                      "3 client linktest_req +resync {selection not_selected}\n"
                                      "4 client malformed !limit@0\n"
                                      "4 client linktest_req +resync {selection not_selected}\n"
                                      "5 client malformed !truncated@6\n");
}

static void names_are_learnt_and_shown(void **state)
{
    (void)state;
    static struct wire w;
    struct ws_buf room;
    static const struct {
        char from;
        unsigned stream, function;
        const char *body;
    } messages[] = {
        /* 30 is Pressure, 31 is Count */
        {'s', 1, 12,
         "0102 0103 a5011e 41085072657373757265 4100 0103 a902001f 4105436f756e74 4100"},
        /* event 20 is Start */
        {'s', 1, 24, "0101 0103 a50114 41055374617274 0100"},
        {'s', 5, 6, "0101 0103 210102 a50119 4103486f74"},
        {'c', 1, 3, "0103 b1040000001e a5011f a50163"},
        {'s', 1, 4, "0103 a50101 a50102 0100"},
        /* report 1000 is 31, 30 */
        {'c', 2, 33, "0102 a50100 0101 0102 a90203e8 0102 a5011f a5011e"},
        {'s', 6, 11, "0103 a50101 a50114 0101 0102 a90203e8 0102 a50102 a50103"},
        {'s', 5, 1, "0103 210182 a50119 4100"},
        {'c', 2, 33, "0102 a50100 0100"},
        {'s', 6, 11, "0103 a50101 a50115 0101 0102 a90203e8 0102 a50102 a50103"},
    };
    wire_start(&w, NULL, NULL);
    ws_buf_init(&room, 4096);
    wire_open(&w);
    wire_send(&w, 'c', SELECT_REQ("01"), 0);
    wire_send(&w, 's', SELECT_RSP("00", "01"), 0);
    size_t before = w.len;
    for (size_t i = 0; i < WS_LEN(messages); i++)
        wire_send_bytes(
            &w, messages[i].from,
            message_of(&room, messages[i].stream, messages[i].function, false, messages[i].body),
            0);
#define STATES " {selection selected} {communication not_communicating}"
    assert_string_equal(wire_end(&w) + before,
                        "5 server s1f12" STATES " {orphan}\n"
                        "6 server s1f24" STATES " {orphan}\n"
                        "7 server s5f6" STATES " {orphan}\n"
                        "8 client s1f3" STATES "\n"
                        "9 server s1f4" STATES " {names Pressure, Count, 99} {of 8}\n"
                        "10 client s2f33" STATES "\n"
                        "11 server s6f11" STATES " {event Start} {names Count, Pressure}\n"
                        "12 server s5f1" STATES " {alarm Hot}\n"
                        "13 client s2f33" STATES "\n"
                        "14 server s6f11" STATES "\n");
    ws_buf_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversations_are_followed),
        cmocka_unit_test(missing_answers_are_told_in_packet_time),
        cmocka_unit_test(answers_in_time_are_not_told),
        cmocka_unit_test(after_a_gap_nothing_is_missing_or_orphaned),
        cmocka_unit_test(in_the_middle_of_a_stream_states_are_unknown),
        cmocka_unit_test(framing_that_is_lost_is_told_once),
        cmocka_unit_test(names_are_learnt_and_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
