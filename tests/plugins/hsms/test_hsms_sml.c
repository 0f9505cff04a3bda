/* SML: as it is written, and as other tools write it. The notations of the tools are those of
 * secsgem 0.3.0, secs4java8, secs4js 0.4.7 and secs4net. */
#include "hsms_test.h"

#include <string.h>

static int set_up(void **state)
{
    static struct bench b;
    bench_open(&b, "sml", "true");
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    bench_close(*state);
    return 0;
}

static const struct {
    const char *what, *body, *want; /* the item, as JSON text */
} rendered[] = {
    {"a header only", "", ""},
    {"A", "4103616263", "< A \\\"abc\\\">\\n"},
    {"A of no bytes", "4100", "< A>\\n"},
    {"A with other bytes", "4107 610d0a6222e961",
     "< A \\\"a\\\" 0xd 0xa \\\"b\\\" 0x22 0xe9 \\\"a\\\">\\n"},
    {"J", "4504 b15c417e", "< J 0xb1 \\\"\\\\A~\\\">\\n"},
    {"C2", "4906000130423044", "< C2 0x0 0x1 0x30 0x42 0x30 0x44 >\\n"},
    {"B", "210300ff10", "< B 0x0 0xff 0x10 >\\n"},
    {"B of no bytes", "2100", "< B >\\n"},
    {"BOOLEAN", "2503ff0001", "< BOOLEAN 0x1 0x0 0x1 >\\n"},
    {"I2", "6904fed4012c", "< I2 -300 300 >\\n"},
    {"U4 of no bytes", "b100", "< U4 >\\n"},
    {"U8", "a108ffffffffffffffff", "< U8 18446744073709551615 >\\n"},
    {"F4 is widened", "91043dcccccd", "< F4 0.10000000149011612 >\\n"},
    {"F8", "8120 3ff8000000000000 3ee4f8b588e368f1 7e37e43c8800759c 0000000000000000",
     "< F8 1.5 1e-05 1e+300 0.0 >\\n"},
    {"no numbers", "910c7fc000007f800000ff800000", "< F4 nan inf -inf >\\n"},
    {"an empty list", "0100", "< L >\\n"},
    {"lists", "0102 0101 0100 a50101",
     "< L [2]\\n    < L [1]\\n        < L >\\n    >\\n    < U1 1 >\\n>\\n"},
};

static void items_are_written_one_on_a_line(void **state)
{
    struct ws_buf room, want;
    ws_buf_init(&room, 4096);
    ws_buf_init(&want, 4096);
    for (size_t i = 0; i < WS_LEN(rendered); i++) {
        print_message("case: %s\n", rendered[i].what);
        ws_buf_reset(&want);
        ws_buf_printf(&want, "\"S6F11 W\\n%s.\"", rendered[i].want);
        ws_buf_byte(&want, '\0');
        struct ws_bytes m = message_of(&room, 6, 11, true, rendered[i].body);
        assert_string_equal(bench_field(*state, m, "sml"), (const char *)want.data);
    }
    ws_buf_free(&room);
    ws_buf_free(&want);
}

static void what_was_written_is_read_back(void **state)
{
    struct bench *b = *state;
    struct ws_buf room, json;
    ws_buf_init(&room, 4096);
    ws_buf_init(&json, 4096);
    for (size_t i = 0; i < WS_LEN(rendered); i++) {
        if (strncmp(rendered[i].body, "2503ff", 6) == 0)
            continue; /* SML knows one true only */
        print_message("case: %s\n", rendered[i].what);
        struct ws_bytes m = message_of(&room, 6, 11, true, rendered[i].body);
        ws_buf_reset(&json);
        ws_buf_printf(&json, "{\"session_id\":10,\"system_bytes\":1,\"sml\":\"S6F11 W\\n%s.\"}",
                      rendered[i].want);
        ws_buf_byte(&json, '\0');
        bench_encode(b, "s6f11", (const char *)json.data);
        assert_int_equal(b->bytes.len, m.len);
        assert_memory_equal(b->bytes.data, m.data, m.len);
    }
    ws_buf_free(&room);
    ws_buf_free(&json);
}

#define LIST "0103 410161 b10401020304 0100"

static const struct {
    const char *what, *sml, *want; /* W, stream, function; the body */
} read[] = {
    {"secsgem's log", "S2F41 W\\n  <L [2]\\n    <A \\\"x\\\">\\n    <L>\\n  > .",
     "8229 0102 410178 0100"},
    {"secsgem: numbers and booleans", "S6F11 <L [4]\\n<U4 1 ><BOOLEAN True ><B 0x4><A>>\\n .",
     "060b 0104 b10400000001 250101 210104 4100"},
    {"secs4java8", "S1F3 W\\n<L [3] \\n<A [1] \\\"a\\\">\\n<U4 [1] 16909060>\\n<L [0] >\\n>.",
     "8103 " LIST},
    {"secs4java8: more than one value",
     "S1F4 <L [2] <B [2] 0x01 0xFE> <BOOLEAN [3] TRUE FALSE T>>.", "0104 0102 210201fe 2503010001"},
    {"secs4js with comments", "// it\\nS1F4 /* a < b */ <A [4] 'te\\\"t'> // x\\n.",
     "0104 410474652274"},
    {"secs4net", "Request:'S1F3'W\\n<L [3]\\n<A [1] 'a'>\\n<U4 [1] 16909060 >\\n<L [0]\\n>\\n>\\n.",
     "8103 " LIST},
    {"secs4net: Boolean", "Ack:'S1F4'\\n<Boolean [1] True >\\n.", "0104 250101"},
    {"small letters", "s1f4 w <u1 1>.", "8104 a50101"},
    {"a header only", "S1F1 W.", "8101"},
    {"no blanks at all", "S1F4<L[1]<U1[1]1>>.", "0104 0101 a50101"},
    {"a range of counts", "S1F4 <A [1..3] \\\"ab\\\">.", "0104 41026162"},
    {"no count in the brackets", "S1F4 <U1 [] 1 2>.", "0104 a5020102"},
    {"the count 0 is not checked", "S1F4 <U1 [0] 1 2>.", "0104 a5020102"},
    {"texts with bytes between", "S1F4 <A \\\"a\\\" 0x0d 10 'b'>.", "0104 4104610d0a62"},
    {"letters that are not ASCII", "S1F4 <A \\\"\\u00e9\\\"> .", "0104 4101e9"},
    {"kana", "S1F4 <J \\\"\\uff71\\u00a5\\\"> .", "0104 4502b15c"},
    {"numbers", "S1F4 <L <I1 -128 127><U8 18446744073709551615><F8 1e5 -0.25 inf><F4 0.1>>.",
     "0104 0104 6502807f a108ffffffffffffffff 811840f86a0000000000bfd00000000000007ff0000000000000 "
     "91043dcccccd"},
    {"C2", "S1F4 <C2 0x0 0x2 0x41>.", "0104 4903000241"},
};

static void all_dialects_are_read(void **state)
{
    struct ws_buf room, json, want;
    ws_buf_init(&room, 4096);
    ws_buf_init(&json, 4096);
    ws_buf_init(&want, 4096);
    for (size_t i = 0; i < WS_LEN(read); i++) {
        struct bench *b = *state;
        print_message("case: %s\n", read[i].what);
        struct ws_bytes w = unhex(&room, read[i].want);
        ws_buf_reset(&json);
        ws_buf_printf(&json, "{\"sml\":\"%s\"}", read[i].sml);
        ws_buf_byte(&json, '\0');
        const char *text = bench_encode(b, "data", (const char *)json.data);
        assert_true(text[0] != '!' || (print_error("%s\n", text), 0));
        assert_int_equal(b->bytes.len, HSMS_HEAD + w.len - 2);
        assert_memory_equal(b->bytes.data + HSMS_AT_BYTE_2, w.data, 2);
        assert_memory_equal(b->bytes.data + HSMS_HEAD, w.data + 2, w.len - 2);
    }
    ws_buf_free(&room);
    ws_buf_free(&json);
    ws_buf_free(&want);
}

static const struct {
    const char *what, *sml, *why;
} refused[] = {
    {"no message", "<A>.", "line 1, column 1: a message such as S1F3 is expected"},
    {"stream 128", "S128F1.", "line 1, column 1: streams go to 127, functions to 255"},
    {"function 256", "S1F256.", "line 1, column 1: streams go to 127, functions to 255"},
    {"quote that does not end", "'S1F3.", "line 1, column 6: ' is expected"},
    {"no full stop", "S1F1 W", "line 1, column 7: a full stop is expected"},
    {"something behind it", "S1F1. x", "line 1, column 7: nothing more is expected"},
    {"no such format", "S1F4\\n <X 1>.",
     "line 2, column 3: a format is expected: L B BOOLEAN A J C2 I1 to I8 U1 to U8 F4 F8"},
    {"list that does not end", "S1F4 <L <U1 1>.", "line 1, column 15: < or > is expected"},
    {"item that does not end", "S1F4 <U1 1", "line 1, column 11: > is expected"},
    {"text that does not end", "S1F4 <A \\\"x>.", "line 1, column 9: the text does not end"},
    {"count that differs", "S1F4 <U1 [2] 1>.",
     "line 1, column 7: the count in brackets is not that of the values"},
    {"count of a list that differs", "S1F4\\n<L [2]\\n<U1 1>\\n>.",
     "line 2, column 2: the count in brackets is not that of the values"},
    {"count of a text that differs", "S1F4 <A [2] \\\"abc\\\">.",
     "line 1, column 7: the count in brackets is not that of the values"},
    {"range that does not hold", "S1F4 <A [1..2] \\\"abc\\\">.",
     "line 1, column 7: the count in brackets is not that of the values"},
    {"count that is none", "S1F4 <A [x] \\\"abc\\\">.",
     "line 1, column 10: a count up to 16777215 is expected"},
    {"negative U1", "S1F4 <U1 -1>.", "line 1, column 10: out of the range of the item's format"},
    {"too large", "S1F4 <I1 128>.", "line 1, column 10: out of the range of the item's format"},
    {"F4 too large", "S1F4 <F4 1e39>.", "line 1, column 10: out of the range of F4"},
    {"no number", "S1F4 <U1 one>.", "line 1, column 10: a whole number is expected"},
    {"fraction", "S1F4 <U1 1.5>.", "line 1, column 10: a whole number is expected"},
    {"no byte", "S1F4 <B 256>.", "line 1, column 9: a byte is expected: 0x00 to 0xff, or 0 to 255"},
    {"no boolean", "S1F4 <BOOLEAN 2>.", "line 1, column 15: TRUE or FALSE is expected"},
    {"no place in ISO 8859-1", "S1F4 <A \\\"\\u3042\\\">.",
     "line 1, column 9: a character that has no place in this format"},
    {"columns count characters", "S1F4 <L <A \\\"\\u00e9\\\"> <U1 x>>.",
     "line 1, column 21: a whole number is expected"},
};

static void errors_have_line_and_column(void **state)
{
    struct ws_buf json, want;
    ws_buf_init(&json, 4096);
    ws_buf_init(&want, 4096);
    for (size_t i = 0; i < WS_LEN(refused); i++) {
        print_message("case: %s\n", refused[i].what);
        ws_buf_reset(&json);
        ws_buf_printf(&json, "{\"sml\":\"%s\"}", refused[i].sml);
        ws_buf_byte(&json, '\0');
        ws_buf_reset(&want);
        ws_buf_printf(&want, "!sml: %s", refused[i].why);
        ws_buf_byte(&want, '\0');
        assert_string_equal(bench_encode(*state, "data", (const char *)json.data),
                            (const char *)want.data);
    }
    ws_buf_free(&json);
    ws_buf_free(&want);
}

static void the_message_line_must_be_that_of_the_message(void **state)
{
    static const struct {
        const char *name, *fields, *want;
    } cases[] = {
        {"s1f3", "{\"sml\":\"S1F1 W.\"}", "!the message: sml: S1F1 where the message is S1F3"},
        {"s1f1", "{\"sml\":\"S1F1.\",\"w_bit\":true}",
         "!the message: sml: without W where w_bit is true"},
        {"s1f1", "{\"sml\":\"S1F1.\"}", "0000000a00000101000000000000"},
        {"s1f1", "{\"sml\":\"S1F1 W.\",\"w_bit\":true}", "0000000a00008101000000000000"},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++)
        assert_string_equal(bench_encode(*state, cases[i].name, cases[i].fields), cases[i].want);
}

static void lists_are_read_to_256_within_one_another(void **state)
{
    static const size_t depths[] = {256, 257};
    struct ws_buf json;
    ws_buf_init(&json, 1 << 16);
    for (size_t i = 0; i < WS_LEN(depths); i++) {
        ws_buf_reset(&json);
        ws_buf_text(&json, "{\"sml\":\"S1F4 ");
        for (size_t k = 0; k < depths[i]; k++)
            ws_buf_text(&json, "<L ");
        for (size_t k = 0; k < depths[i]; k++)
            ws_buf_byte(&json, '>');
        ws_buf_text(&json, ".\"}");
        ws_buf_byte(&json, '\0');
        const char *got = bench_encode(*state, "s1f4", (const char *)json.data);
        if (depths[i] > 256)
            assert_string_equal(got,
                                "!sml: line 1, column 775: more than 256 lists within one another");
        else
            assert_int_equal(strlen(got), 2 * (14 + 2 * 256));
    }
    ws_buf_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_written_one_on_a_line),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(all_dialects_are_read),
        cmocka_unit_test(errors_have_line_and_column),
        cmocka_unit_test(the_message_line_must_be_that_of_the_message),
        cmocka_unit_test(lists_are_read_to_256_within_one_another),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
