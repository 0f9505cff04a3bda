/* Odd and broken packets: what each becomes, and that the next one is read. */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

#define HEAD(words) "ddccbbaa44535043" words "000000010000000100000000f1536500000000 01020304"
#define END         "00000000aabbccdd"
#define TIME(words) "54494d45" words "000000 07000000"
#define KEEPALIVE   "ddccbbaa4c494e4b0a000000000000000100000000f153650000000001020304" END

/* Packets with their headers and footers in place. */
static const struct {
    const char *what, *hex, *event, *fields;
} whole[] = {
    {"checksum not 0",
     "ddccbbaa445350430a000000010000000100000000f15365000000000102030478563412aabbccdd", "", "[]"},
    {"packet_format_id 2",
     "ddccbbaa445350430d000000010000000200000000f15365000000000102030454494d4503000000070000000000"
     "0000aabbccdd",
     " +format_id", "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":3,\"params\":[]}]"},
    {"field_size 0", HEAD("10") TIME("00") "4e455854 03000000 07000000" END, " !field_underflow@32",
     "[]"},
    {"field_size 2", HEAD("10") TIME("02") "4e455854 03000000 07000000" END, " !field_underflow@32",
     "[]"},
    {"field_size 2 in the second field", HEAD("10") TIME("03") "4e455854 02000000 07000000" END,
     " !field_underflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":3,\"params\":[]}]"},
    {"field_size 50 in a packet of 13 words", HEAD("0d") TIME("32") END, " !field_overflow@32",
     "[]"},
    {"field_size one word too many", HEAD("0d") TIME("04") END, " !field_overflow@32", "[]"},
    {"4 stray bytes behind the last field", HEAD("0e") TIME("03") "4e455854" END,
     " !trailing_bytes@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":3,\"params\":[]}]"},
    {"param_size 0", HEAD("10") TIME("06") "41000000 00000000 01000000" END, " !param_underflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[]}]"},
    {"param_size 1", HEAD("10") TIME("06") "41000000 01000000 01000000" END, " !param_underflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[]}]"},
    {"param_size 99", HEAD("10") TIME("06") "41000000 63000000 01000000" END, " !param_overflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[]}]"},
    {"a parameter into the next field",
     HEAD("13") TIME("06") "41000000 04000000 01000000"
                           "4e455854 03000000 08000000" END,
     " !param_overflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[]}]"},
    {"4 stray bytes inside a field", HEAD("0e") TIME("04") "00000000" END, " !trailing_bytes@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":4,\"params\":[]}]"},
    {"damage behind a good parameter",
     HEAD("11") TIME("07") "41000000 03000000 05000000"
                           "00000000" END,
     " !trailing_bytes@56",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":7,\"params\":[{\"name\":\"A\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":5}]}]"},
    {"i32 without value bytes", HEAD("0f") TIME("05") "41000000 02000000" END, " +value_length",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":5,\"params\":[{\"name\":\"A\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":2,\"value_hex\":\"\"}]}]"},
    {"same parameter twice",
     HEAD("13") TIME("09") "41000000 03000000 01000000 41000000 03000000 02000000" END, "",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":9,\"params\":[{\"name\":\"A\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":1},{\"name\":\"A\",\"type\":\"i32\",\"type_id\":0,"
     "\"size\":3,\"value\":2}]}]"},
    {"an unknown type behind another parameter",
     HEAD("13") TIME("09") "5a000000 03000000 05000000 41000000 03000055 01000000" END,
     " +unknown_type",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":9,\"params\":[{\"name\":\"Z\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":5},{\"name\":\"A\",\"type\":\"unknown\",\"type_"
     "id\":85,\"size\":3,\"value\":\"01000000\"}]}]"},
    {"nanotime 1500000000",
     "ddccbbaa445350430a000000010000000100000000f15365002f68590102030400000000aabbccdd",
     " +bad_nanotime", "[]"},
    {"names of NULs and blanks",
     HEAD("10") "00000000 06000000 07000000 20202020 03000000 01000000" END, "",
     "[{\"name\":\"\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[{\"name\":\"\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":1}]}]"},
    {"names with NULs and blanks at their ends, and letters of ISO 8859-1",
     HEAD("10") "41200020 06000000 07000000 20e94200 03000000 01000000" END, "",
     "[{\"name\":\"A\",\"id\":7,\"type_id\":0,\"size\":6,\"params\":[{\"name\":\" "
     "\xc3\xa9"
     "B\",\"type\":\"i32\",\"type_id\":0,\"size\":3,\"value\":1}]}]"},
    {"field_type_id 9", HEAD("0d") "54494d45 03000009 07000000" END, "",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":9,\"size\":3,\"params\":[]}]"},
    {"embedded footer", HEAD("12") TIME("08") "41000000 03000000 01000000 00000000aabbccdd" END,
     " +embedded_footer",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":8,\"params\":[{\"name\":\"A\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":1}],\"embedded_footers\":1}]"},
    {"embedded footers before and behind a parameter",
     HEAD("14") TIME("0a") "00000000aabbccdd 41000000 03000000 01000000 00000000aabbccdd" END,
     " +embedded_footer",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":10,\"params\":[{\"name\":\"A\",\"type\":"
     "\"i32\",\"type_id\":0,\"size\":3,\"value\":1}],\"embedded_footers\":2}]"},
    {"8 bytes behind the parameters that are no footer",
     HEAD("0f") TIME("05") "0000000000000000" END, " !param_underflow@44",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":5,\"params\":[]}]"},
    {"a packet as a raw value", HEAD("19") TIME("0f") "41000000 0c000080" KEEPALIVE END, "",
     "[{\"name\":\"TIME\",\"id\":7,\"type_id\":0,\"size\":15,\"params\":[{\"name\":\"A\",\"type\":"
     "\"raw\",\"type_id\":128,\"size\":12,\"value\":\"ddccbbaa4c494e4b0a00000000000000010000"
     "0000f15365000000000102030400000000aabbccdd\"}]}]"},
};

static void odd_packets_are_told_and_the_next_one_is_read(void **state)
{
    (void)state;
    static struct wire w;
    struct bench b;
    char want[TEST_WHY];

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(whole); i++) {
        struct ws_buf room;
        print_message("case: %s\n", whole[i].what);
        wire_start(&w, NULL, NULL);
        wire_open(&w);
        wire_send(&w, 'c', whole[i].hex, 0);
        wire_send(&w, 'c', KEEPALIVE, 0);
        snprintf(want, sizeof(want), "3 client packet request%s\n4 client link_keepalive\n",
                 whole[i].event);
        assert_string_equal(wire_end(&w), want);
        ws_buf_init(&room, 1 << 16);
        assert_string_equal(bench_field(&b, unhex(&room, whole[i].hex), "fields"), whole[i].fields);
        ws_buf_free(&room);
    }
    bench_close(&b);
}

static void header_and_checksum_are_shown_as_they_are(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 16);
    assert_string_equal(
        bench_decode(&b, unhex(&room, "ddccbbaa412000000a000000ffffffff02000000fffffffffec99a3b"
                                      "a1b2c3d478563412aabbccdd")),
        "{\"packet_type\":\"A\",\"packet_size\":10,\"packet_id\":4294967295,\"packet_format_id\":2,"
        "\"packet_time\":4294967295,\"packet_nanotime\":999999998,\"packet_timestamp\":\"2106-02-"
        "07T06:28:15.999999998Z\",\"packet_info\":\"a1b2c3d4\",\"fields\":[],\"checksum\":"
        "305419896}");
    assert_string_equal(bench_field(&b,
                                    unhex(&room, "ddccbbaa445350430a000000010000000100000000f15365"
                                                 "00ca9a3b0102030400000000aabbccdd"),
                                    "packet_timestamp"),
                        "");
    ws_buf_free(&room);
    bench_close(&b);
}

#define LINK(words) "ddccbbaa4c494e4b" words "000000010000000100000000f153650000000001020304"

static const struct {
    const char *hex, *event;
} links[] = {
    {LINK("0d") "48454c4f 03000000 00000000" END, "link_helo"},
    {LINK("0d") "43435245 03000000 00000000" END, "link_ccre"},
    {LINK("0d") "53434152 03000000 00000000" END, "link_scar"},
    {LINK("0d") "43415245 03000000 00000000" END, "link_care"},
    {LINK("0d") "53434f4e 03000000 00000000" END, "link_scon"},
    {LINK("0d") "4552524f 03000000 00000000" END, "link_erro notify"},
    {LINK("0d") "4543484f 03000000 00000000" END, "packet request"},
    {LINK("0d") "5741524e 03000000 00000000" END, "packet request"},
    {LINK("10") "48454c4f 03000000 00000000 53434f4e 03000000 00000000" END, "packet request"},
    {LINK("0e") "48454c4f 04000000 00000000 00000000" END, "packet request !trailing_bytes@44"},
    {LINK("0b") "00000000" END, "packet request !trailing_bytes@32"},
    {LINK("10") "53434152 06000000 00000000 4c494e4b 03000010 0000c07f" END, "link_scar"},
    {LINK("11") "53434152 07000000 00000000 4c494e4b 04000002 626f6f6d 21000000" END, "link_scar"},
    {"ddccbbaa445350430a000000010000000100000000f153650000000001020304" END, "packet request"},
};

static void links_have_names_when_they_have_one_field(void **state)
{
    (void)state;
    static struct wire w;

    for (size_t i = 0; i < WS_LEN(links); i++) {
        char want[TEST_WHY];
        wire_start(&w, NULL, NULL);
        wire_open(&w);
        wire_send(&w, 'c', links[i].hex, 0);
        snprintf(want, sizeof(want), "3 client %s\n", links[i].event);
        assert_string_equal(wire_end(&w), want);
    }
}

static void fields_without_end_are_read_in_linear_time(void **state)
{
    (void)state;
    enum { FIELDS = 1 << 19 };
    struct bench b;
    struct ws_buf room;
    uint8_t field[NCP_FIELD_LEN] = {'A', 0, 0, 0, 3};

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 26);
    unhex(&room, HEAD("00"));
    for (size_t i = 0; i < FIELDS; i++)
        ws_buf_add(&room, field, sizeof(field));
    ws_buf_add(&room, "\0\0\0\0\xaa\xbb\xcc\xdd", NCP_FOOTER_LEN);
    ws_store_le(room.data + NCP_AT_SIZE, 4, room.len / 4);
    struct ws_bytes message = {room.data, room.len};
    const char *json = bench_decode(&b, message);
    assert_non_null(strstr(json, "\"checksum\":0}"));
    room.data[NCP_HEADER_LEN + NCP_FIELD_LEN * (FIELDS - 1) + 4] = 2;
    json = bench_decode(&b, message);
    assert_non_null(strstr(json, "} field_underflow@"));
    ws_buf_free(&room);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_packets_are_told_and_the_next_one_is_read),
        cmocka_unit_test(header_and_checksum_are_shown_as_they_are),
        cmocka_unit_test(links_have_names_when_they_have_one_field),
        cmocka_unit_test(fields_without_end_are_read_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
