/* SECS-II items: every format, as they decode and as they are written; faults and where they are.
 * Expected values are written by hand from SEMI E5 section 9. */
#include "hsms_test.h"

#include <string.h>

static const struct {
    const char *what, *body, *want;
} items[] = {
    {"A", "4103616263", "{\"format\":\"A\",\"value\":\"abc\"}"},
    {"A of no bytes", "4100", "{\"format\":\"A\",\"value\":\"\"}"},
    {"A is ISO 8859-1", "4105000d0a22e9",
     "{\"format\":\"A\",\"value\":\"\\u0000\\r\\n\\\"\xc3\xa9\"}"},
    {"A, 2 length bytes", "42000161", "{\"format\":\"A\",\"value\":\"a\",\"length_bytes\":2}"},
    {"A, 3 length bytes", "4300000161", "{\"format\":\"A\",\"value\":\"a\",\"length_bytes\":3}"},
    {"B", "210201fe", "{\"format\":\"B\",\"value\":\"01fe\"}"},
    {"B of no bytes, 3 length bytes", "23000000",
     "{\"format\":\"B\",\"value\":\"\",\"length_bytes\":3}"},
    {"BOOLEAN", "25020100", "{\"format\":\"BOOLEAN\",\"value\":[true,false]}"},
    {"BOOLEAN of other bytes", "250102",
     "{\"format\":\"BOOLEAN\",\"value\":[true],\"raw\":\"02\"}"},
    {"J", "4504b15c417e",
     "{\"format\":\"J\",\"value\":\"\xef\xbd\xb1\xc2\xa5"
     "A\xe2\x80\xbe\"}"},
    {"J without a difference", "45034180a0", "{\"format\":\"J\",\"value\":\"A\xc2\x80\xc2\xa0\"}"},
    {"C2 in UCS-2", "4906000130423044",
     "{\"format\":\"C2\",\"value\":\"000130423044\",\"encoding\":1,\"text\":\"\xe3\x81\x82\xe3\x81"
     "\x84\"}"},
    {"C2 with a surrogate pair", "49060001d83dde00",
     "{\"format\":\"C2\",\"value\":\"0001d83dde00\",\"encoding\":1,\"text\":\"\xf0\x9f\x98\x80\"}"},
    {"C2 in UTF-8", "49050002c3a921",
     "{\"format\":\"C2\",\"value\":\"0002c3a921\",\"encoding\":2,\"text\":\"\xc3\xa9!\"}"},
    {"C2 in ASCII", "4903000341",
     "{\"format\":\"C2\",\"value\":\"000341\",\"encoding\":3,\"text\":\"A\"}"},
    {"C2 in ISO 8859-1", "49030004e9",
     "{\"format\":\"C2\",\"value\":\"0004e9\",\"encoding\":4,\"text\":\"\xc3\xa9\"}"},
    {"C2 in Shift JIS", "490400088140",
     "{\"format\":\"C2\",\"value\":\"00088140\",\"encoding\":8}"},
    {"C2 of one byte", "490100", "{\"format\":\"C2\",\"value\":\"00\"}"},
    {"C2 of no bytes", "4900", "{\"format\":\"C2\",\"value\":\"\"}"},
    {"C2, odd UCS-2", "4903000130", "{\"format\":\"C2\",\"value\":\"000130\",\"encoding\":1}"},
    {"C2, lone surrogate", "49040001d83d",
     "{\"format\":\"C2\",\"value\":\"0001d83d\",\"encoding\":1}"},
    {"C2, broken UTF-8", "49030002c3", "{\"format\":\"C2\",\"value\":\"0002c3\",\"encoding\":2}"},
    {"C2, ASCII above 127", "4903000380",
     "{\"format\":\"C2\",\"value\":\"000380\",\"encoding\":3}"},
    {"I1", "6502ff01", "{\"format\":\"I1\",\"value\":[-1,1]}"},
    {"I2", "6904fed4012c", "{\"format\":\"I2\",\"value\":[-300,300]}"},
    {"I4", "7104fffeee90", "{\"format\":\"I4\",\"value\":[-70000]}"},
    {"I8", "6108fffffffed5fa0e00", "{\"format\":\"I8\",\"value\":[-5000000000]}"},
    {"I8 beyond 2^53", "61088000000000000000",
     "{\"format\":\"I8\",\"value\":[\"-9223372036854775808\"]}"},
    {"U1", "a501c8", "{\"format\":\"U1\",\"value\":[200]}"},
    {"U2", "a902ea60", "{\"format\":\"U2\",\"value\":[60000]}"},
    {"U4", "b104ee6b2800", "{\"format\":\"U4\",\"value\":[4000000000]}"},
    {"U8", "a1080020000000000000", "{\"format\":\"U8\",\"value\":[9007199254740992]}"},
    {"U8 beyond 2^53", "a108fffffffffffffffe",
     "{\"format\":\"U8\",\"value\":[\"18446744073709551614\"]}"},
    {"U4 of no bytes", "b100", "{\"format\":\"U4\",\"value\":[]}"},
    {"F4", "91083dcccccd40200000", "{\"format\":\"F4\",\"value\":[0.10000000149011612,2.5]}"},
    {"F4 that is no number", "910c7fc000007f800000ff800000",
     "{\"format\":\"F4\",\"value\":[\"NaN\",\"Infinity\",\"-Infinity\"]}"},
    {"F8", "8108400921fb54442d18", "{\"format\":\"F8\",\"value\":[3.141592653589793]}"},
    {"L of no elements", "0100", "{\"format\":\"L\",\"value\":[]}"},
    {"L, 2 length bytes", "02000141 00",
     "{\"format\":\"L\",\"value\":[{\"format\":\"A\",\"value\":\"\"}],\"length_bytes\":2}"},
    {"L of lists", "0102 0101 0100 a500",
     "{\"format\":\"L\",\"value\":[{\"format\":\"L\",\"value\":[{\"format\":\"L\",\"value\":[]}]},"
     "{\"format\":\"U1\",\"value\":[]}]}"},
};

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

static void items_of_every_format_are_shown(void **state)
{
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(items); i++) {
        print_message("case: %s\n", items[i].what);
        assert_string_equal(
            bench_field(*state, message_of(&room, 99, 1, false, items[i].body), "body"),
            items[i].want);
    }
    ws_buf_free(&room);
}

/** The same bytes from what was decoded, and from its JSON; from SML where SML can say it. */
static void items_of_every_format_make_the_round_trip(void **state)
{
    struct bench *b = *state;
    struct ws_buf room, json;
    ws_buf_init(&room, 4096);
    ws_buf_init(&json, 4096);
    for (size_t i = 0; i < WS_LEN(items); i++) {
        print_message("case: %s\n", items[i].what);
        struct ws_bytes m = message_of(&room, 99, 1, false, items[i].body);
        struct ws_bytes again = bench_encode_again(b, m);
        assert_int_equal(again.len, m.len);
        assert_memory_equal(again.data, m.data, m.len);
        ws_buf_reset(&json);
        ws_buf_printf(&json,
                      "{\"stream\":99,\"function\":1,\"session_id\":10,\"system_bytes\":1,"
                      "\"body\":%s}",
                      items[i].want);
        ws_buf_byte(&json, '\0');
        bench_encode(b, "data", (const char *)json.data);
        assert_int_equal(b->bytes.len, m.len);
        assert_memory_equal(b->bytes.data, m.data, m.len);
    }
    ws_buf_free(&room);
    ws_buf_free(&json);
}

/* Generated bodies: the same ones each time. */

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void add_head(struct ws_buf *out, unsigned format, size_t length, uint32_t *seed)
{
    unsigned n = hsms_length_bytes((uint32_t)length);
    uint8_t room[3];

    if (next_random(seed) % 8 == 0)
        n = 3;
    ws_store_be(room, n, length);
    ws_buf_byte(out, (uint8_t)(format << 2 | n));
    ws_buf_add(out, room, n);
}

static void add_item(struct ws_buf *out, unsigned depth, uint32_t *seed)
{
    static const uint8_t formats[] = {HSMS_L,  HSMS_B,  HSMS_BOOLEAN, HSMS_A,  HSMS_J,  HSMS_C2,
                                      HSMS_I8, HSMS_I1, HSMS_I2,      HSMS_I4, HSMS_F8, HSMS_F4,
                                      HSMS_U8, HSMS_U1, HSMS_U2,      HSMS_U4};
    bool list = depth < 5 && next_random(seed) % 3 == 0;
    unsigned format = formats[list ? 0 : 1 + next_random(seed) % (WS_LEN(formats) - 1)];
    size_t n = next_random(seed) % 5;

    if (list) {
        add_head(out, HSMS_L, n, seed);
        for (size_t i = 0; i < n; i++)
            add_item(out, depth + 1, seed);
        return;
    }
    size_t len = n * hsms_format_of(format)->size;
    add_head(out, format, len, seed);
    if (format == HSMS_C2 && len >= 2) { /* mostly an encoding that is known */
        uint8_t code[2] = {0, (uint8_t)(next_random(seed) % 6)};
        ws_buf_add(out, code, 2);
        len -= 2;
    }
    for (size_t i = 0; i < len; i++)
        ws_buf_byte(out, (uint8_t)next_random(seed));
}

/** body, sml and data are all given: they must agree, and the bytes be those of before. */
static void generated_bodies_make_the_round_trip(void **state)
{
    enum { BODIES = 20000 };
    struct bench *b = *state;
    struct ws_buf room;
    uint32_t seed = 20261121;
    size_t broken = 0;

    ws_buf_init(&room, 1 << 20);
    for (int i = 0; i < BODIES; i++) {
        const struct hsms_entry *e = &hsms_entries[next_random(&seed) % hsms_n_entries];
        message_of(&room, e->stream, e->function, next_random(&seed) % 2, "");
        add_item(&room, 0, &seed);
        if (i % 4 == 0) /* something wrong in every fourth */
            room.data[HSMS_HEAD + next_random(&seed) % (room.len - HSMS_HEAD)] ^=
                (uint8_t)(1u << next_random(&seed) % 8);
        ws_store_be(room.data, HSMS_LENGTH_LEN, room.len - HSMS_LENGTH_LEN);
        struct ws_bytes m = {room.data, room.len};
        struct ws_bytes again = bench_encode_again(b, m);
        broken += b->got.n_faults > 0;
        assert_int_equal(again.len, m.len);
        assert_memory_equal(again.data, m.data, m.len);
    }
    assert_true(broken > BODIES / 20 && broken < BODIES / 4);
    ws_buf_free(&room);
}

static const struct {
    const char *what, *body, *want;
} faults[] = {
    {"list of 3 with 1 element", "0103b10400000001", " truncated@22"},
    {"bytes behind the item", "01004101", " trailing_bytes@16"},
    {"no length bytes", "40", " bad_value@14"},
    {"undefined format 3", "0d00", " bad_value@14"},
    {"undefined format 46", "b900", " bad_value@14"},
    {"undefined format 63", "ff000000", " bad_value@14"},
    {"U4 of 3 bytes", "b103010203", " bad_length@14"},
    {"F8 of 4 bytes", "810400000000", " bad_length@14"},
    {"A that is longer than the body", "41c86162636465", " truncated@14"},
    {"list of 16777215 in a short body", "03ffffff", " truncated@14"},
    {"list with less than 2 bytes for each element", "0102a500a5", " truncated@14"},
    {"a head that is cut off", "0102a50100a5", " truncated@19"},
    {"length bytes are missing", "4200", " truncated@14"},
    {"inside a list", "0102410161b1020000", " bad_length@19"},
};

static void faults_say_what_and_where(void **state)
{
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(faults); i++) {
        print_message("case: %s\n", faults[i].what);
        struct ws_bytes m = message_of(&room, 1, 3, true, faults[i].body);
        const char *text = bench_decode(*state, m);
        assert_string_equal(text + strlen(text) - strlen(faults[i].want), faults[i].want);
        assert_null(strstr(text, "\"body\""));
        assert_null(strstr(text, "\"data\""));
        assert_non_null(strstr(text, "\"payload\":"));
        assert_non_null(strstr(text, "\"sml\":\"S1F3 W\\n.\""));
        struct ws_bytes again = bench_encode_again(*state, m);
        assert_int_equal(again.len, m.len);
        assert_memory_equal(again.data, m.data, m.len);
    }
    ws_buf_free(&room);
}

/** `depth` lists within one another, the last of no elements. */
static struct ws_bytes nested(struct ws_buf *room, size_t depth)
{
    message_of(room, 1, 3, true, "");
    for (size_t i = 1; i < depth; i++)
        ws_buf_add(room, "\x01\x01", 2);
    ws_buf_add(room, "\x01\x00", 2);
    ws_store_be(room->data, 4, room->len - 4);
    return (struct ws_bytes){room->data, room->len};
}

static void lists_nest_to_256_and_no_further(void **state)
{
    static const struct {
        size_t depth;
        const char *want; /* the fault */
    } cases[] = {{256, ""}, {257, " limit@526"}, {100000, " limit@526"}};
    struct ws_buf room;
    ws_buf_init(&room, 1 << 20);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        struct ws_bytes m = nested(&room, cases[i].depth);
        print_message("case: %zu lists\n", cases[i].depth);
        const char *end = strrchr(bench_decode(*state, m), '}') + 1;
        assert_string_equal(end, cases[i].want);
        struct ws_bytes again = bench_encode_again(*state, m);
        assert_int_equal(again.len, m.len);
        assert_memory_equal(again.data, m.data, m.len);
    }
    ws_buf_free(&room);
}

static void more_items_than_can_be_shown_are_a_limit(void **state)
{
    enum { N = 2000000 };
    struct ws_buf room;
    ws_buf_init(&room, 1 << 24);
    message_of(&room, 1, 3, true, "031e8480");
    for (int i = 0; i < N; i++)
        ws_buf_add(&room, "\xa5", 2); /* U1 of no bytes */
    ws_store_be(room.data, 4, room.len - 4);
    const char *text = bench_decode(*state, (struct ws_bytes){room.data, room.len});
    assert_non_null(strstr(text, " limit@"));
    ws_buf_free(&room);
}

static const struct {
    const char *what, *body, *want;
} refusals[] = {
    {"no object", "[]", "!body: item: body: an object with format and value is needed"},
    {"no such format", "{\"format\":\"U3\",\"value\":[]}",
     "!body: item: format: none of L B BOOLEAN A J C2 I1 I2 I4 I8 U1 U2 U4 U8 F4 F8"},
    {"out of range", "{\"format\":\"U1\",\"value\":[256]}",
     "!body: item: value: U1 has an array of whole numbers in its range"},
    {"negative", "{\"format\":\"U4\",\"value\":[-1]}",
     "!body: item: value: U4 has an array of whole numbers in its range"},
    {"below I1", "{\"format\":\"I1\",\"value\":[-129]}",
     "!body: item: value: I1 has an array of whole numbers in its range"},
    {"too large for F4", "{\"format\":\"F4\",\"value\":[1e39]}",
     "!body: item: value: F4 has an array of numbers that fit it"},
    {"half a byte", "{\"format\":\"B\",\"value\":\"abc\"}",
     "!body: item: value: B has an even number of hex digits"},
    {"no ISO 8859-1", "{\"format\":\"A\",\"value\":\"\\u3042\"}",
     "!body: item: value: A has a text in ISO 8859-1"},
    {"no JIS-8", "{\"format\":\"J\",\"value\":\"\\\\\"}",
     "!body: item: value: J has a text in JIS-8"},
    {"deep inside",
     "{\"format\":\"L\",\"value\":[{\"format\":\"A\",\"value\":\"\"},{\"format\":\"L\",\"value\":[{"
     "\"format\":\"U1\",\"value\":[true]}]}]}",
     "!body: item 1.0: value: U1 has an array of whole numbers in its range"},
    {"too long for its length bytes", "{\"format\":\"L\",\"value\":3}",
     "!body: item: value: L has an array of items"},
};

static void values_that_fit_no_item_are_refused(void **state)
{
    struct ws_buf json;
    ws_buf_init(&json, 4096);
    for (size_t i = 0; i < WS_LEN(refusals); i++) {
        print_message("case: %s\n", refusals[i].what);
        ws_buf_reset(&json);
        ws_buf_printf(&json, "{\"body\":%s}", refusals[i].body);
        ws_buf_byte(&json, '\0');
        assert_string_equal(bench_encode(*state, "s1f3", (const char *)json.data),
                            refusals[i].want);
    }
    ws_buf_free(&json);
}

static void control_messages_show_their_bytes_under_their_names(void **state)
{
    static const struct {
        const char *what, *in, *want;
    } cases[] = {
        {"select.rsp", "0000000a ffff 00 03 0002 00000001",
         "{\"length\":10,\"session_id\":65535,\"header_byte_2\":0,\"select_status\":3,"
         "\"select_status_name\":\"connect_exhaust\",\"p_type\":0,\"s_type\":2,\"system_bytes\":1,"
         "\"header_byte_3\":3}"},
        {"deselect.rsp of a reserved status", "0000000a ffff 00 80 0004 00000001",
         "{\"length\":10,\"session_id\":65535,\"header_byte_2\":0,\"deselect_status\":128,"
         "\"deselect_status_name\":\"reserved\",\"p_type\":0,\"s_type\":4,\"system_bytes\":1,"
         "\"header_byte_3\":128}"},
        {"reject.req", "0000000a 0064 08 01 0007 00000064",
         "{\"length\":10,\"session_id\":100,\"rejected_type\":8,\"reason_code\":1,"
         "\"reason_code_name\":\"stype_not_supported\",\"p_type\":0,\"s_type\":7,"
         "\"system_bytes\":100,\"header_byte_2\":8,\"header_byte_3\":1}"},
        {"control message with a body", "0000000c ffff 0000 0005 00000001 abcd",
         "{\"length\":12,\"session_id\":65535,\"header_byte_2\":0,\"header_byte_3\":0,\"p_type\":0,"
         "\"s_type\":5,\"system_bytes\":1,\"payload\":\"abcd\"} trailing_bytes@14"},
        {"p_type 1 goes before the s_type", "0000000b 000a 8101 01ff 00000001 aa",
         "{\"length\":11,\"session_id\":10,\"header_byte_2\":129,\"header_byte_3\":1,\"p_type\":1,"
         "\"s_type\":255,\"system_bytes\":1,\"payload\":\"aa\"}"},
        {"unknown s_type", "0000000a ffff 0000 000a 00000001",
         "{\"length\":10,\"session_id\":65535,\"header_byte_2\":0,\"header_byte_3\":0,\"p_type\":0,"
         "\"s_type\":10,\"system_bytes\":1,\"payload\":\"\"}"},
    };
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        struct ws_bytes m = unhex(&room, cases[i].in);
        assert_string_equal(bench_decode(*state, m), cases[i].want);
        struct ws_bytes again = bench_encode_again(*state, m);
        assert_int_equal(again.len, m.len);
        assert_memory_equal(again.data, m.data, m.len);
    }
    ws_buf_free(&room);
}

static void messages_have_names_and_kinds(void **state)
{
    static const struct {
        const char *in, *name;
        enum ws_message_kind kind;
    } cases[] = {
        {"0000000a 000a 8101 0000 00000001", "s1f1", WS_REQUEST},
        {"0000000a 000a 0101 0000 00000001", "s1f1", WS_NOTIFY},
        {"0000000a 000a 0102 0000 00000001", "s1f2", WS_RESPONSE},
        {"0000000a 000a 8102 0000 00000001", "s1f2", WS_RESPONSE},
        {"0000000a 000a ffff 0000 00000001", "s127f255", WS_REQUEST},
        {"0000000a 000a 0000 0000 00000001", "s0f0", WS_RESPONSE},
        {"0000000a ffff 0000 0001 00000001", "select_req", WS_CONTROL},
        {"0000000a ffff 0000 0008 00000001", "unknown_s_type", WS_CONTROL},
        {"0000000a ffff 0000 0009 00000001", "separate_req", WS_CONTROL},
        {"0000000a ffff 0000 000c 00000001", "unknown_s_type", WS_CONTROL},
        {"0000000a ffff 0000 00ff 00000001", "unknown_s_type", WS_CONTROL},
        {"0000000a ffff 0000 0100 00000001", "unknown_p_type", WS_CONTROL},
    };
    struct bench *b = *state;
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        struct ws_identity id =
            hsms_identify(&b->conversation, WS_CLIENT, unhex(&room, cases[i].in));
        assert_string_equal(id.name ? id.name : id.type->name, cases[i].name);
        assert_int_equal(id.kind ? id.kind : (enum ws_message_kind)id.type->kind, cases[i].kind);
    }
    ws_buf_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_every_format_are_shown),
        cmocka_unit_test(items_of_every_format_make_the_round_trip),
        cmocka_unit_test(generated_bodies_make_the_round_trip),
        cmocka_unit_test(faults_say_what_and_where),
        cmocka_unit_test(lists_nest_to_256_and_no_further),
        cmocka_unit_test(more_items_than_can_be_shown_are_a_limit),
        cmocka_unit_test(values_that_fit_no_item_are_refused),
        cmocka_unit_test(control_messages_show_their_bytes_under_their_names),
        cmocka_unit_test(messages_have_names_and_kinds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
