/* Values of every type and their limits: IEEE 754, two's complement, RFC 3629. */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

/* A parameter A: its type, the value's bytes, and what is shown of them. `json` is what makes the
 * same bytes; NULL: what is shown. */
static const struct {
    const char *type, *value, *shown;
} values[] = {
    {"00", "00000080", "\"type\":\"i32\",\"type_id\":0,\"size\":3,\"value\":-2147483648"},
    {"00", "ffffff7f", "\"type\":\"i32\",\"type_id\":0,\"size\":3,\"value\":2147483647"},
    {"01", "ffffffff", "\"type\":\"u32\",\"type_id\":1,\"size\":3,\"value\":4294967295"},
    {"03", "0000000000000080",
     "\"type\":\"i64\",\"type_id\":3,\"size\":4,\"value\":\"-9223372036854775808\""},
    {"03", "0000000000002000",
     "\"type\":\"i64\",\"type_id\":3,\"size\":4,\"value\":9007199254740992"},
    {"03", "000000000000e0ff",
     "\"type\":\"i64\",\"type_id\":3,\"size\":4,\"value\":-9007199254740992"},
    {"03", "0100000000002000",
     "\"type\":\"i64\",\"type_id\":3,\"size\":4,\"value\":\"9007199254740993\""},
    {"04", "ffffffffffffffff",
     "\"type\":\"u64\",\"type_id\":4,\"size\":4,\"value\":\"18446744073709551615\""},
    {"10", "cdcccc3d", "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":0.10000000149011612"},
    {"10", "00000080", "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":-0.0"},
    {"10", "0000c07f", "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":\"NaN\""},
    {"10", "0000807f", "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":\"Infinity\""},
    {"10", "000080ff", "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":\"-Infinity\""},
    {"10", "01000000",
     "\"type\":\"f32\",\"type_id\":16,\"size\":3,\"value\":1.401298464324817e-45"},
    {"11", "000000000000f83f", "\"type\":\"f64\",\"type_id\":17,\"size\":4,\"value\":1.5"},
    {"11", "ffffffffffffef7f",
     "\"type\":\"f64\",\"type_id\":17,\"size\":4,\"value\":1.7976931348623157e+308"},
    {"02", "00000000", "\"type\":\"string\",\"type_id\":2,\"size\":3,\"value\":\"\""},
    {"02", "66c3bc00", "\"type\":\"string\",\"type_id\":2,\"size\":3,\"value\":\"f\xc3\xbc\""},
    {"80", "", "\"type\":\"raw\",\"type_id\":128,\"size\":2,\"value\":\"\""},
    {"80", "00010203", "\"type\":\"raw\",\"type_id\":128,\"size\":3,\"value\":\"00010203\""},
    {"81", "00017fff", "\"type\":\"u8_array\",\"type_id\":129,\"size\":3,\"value\":[0,1,127,255]"},
    {"82", "0100ffff", "\"type\":\"u16_array\",\"type_id\":130,\"size\":3,\"value\":[1,65535]"},
    {"83", "ffffffff", "\"type\":\"u32_array\",\"type_id\":131,\"size\":3,\"value\":[4294967295]"},
    {"84", "80ff007f",
     "\"type\":\"i8_array\",\"type_id\":132,\"size\":3,\"value\":[-128,-1,0,127]"},
    {"85", "0080ff7f",
     "\"type\":\"i16_array\",\"type_id\":133,\"size\":3,\"value\":[-32768,32767]"},
    {"86", "00000080", "\"type\":\"i32_array\",\"type_id\":134,\"size\":3,\"value\":[-2147483648]"},
    {"87", "ffffffffffffffff",
     "\"type\":\"u64_array\",\"type_id\":135,\"size\":4,\"value\":[\"18446744073709551615\"]"},
    {"88", "ffffffffffffffff", "\"type\":\"i64_array\",\"type_id\":136,\"size\":4,\"value\":[-1]"},
    {"90", "0000803f0000c07f",
     "\"type\":\"f32_array\",\"type_id\":144,\"size\":4,\"value\":[1.0,\"NaN\"]"},
    {"91", "000000000000f0ff",
     "\"type\":\"f64_array\",\"type_id\":145,\"size\":4,\"value\":[\"-Infinity\"]"},
    {"91", "", "\"type\":\"f64_array\",\"type_id\":145,\"size\":2,\"value\":[]"},
    {"55", "01000000", "\"type\":\"unknown\",\"type_id\":85,\"size\":3,\"value\":\"01000000\""},
    {"55", "", "\"type\":\"unknown\",\"type_id\":85,\"size\":2,\"value\":\"\""},
    /* lengths and texts that their types can't have */
    {"00", "", "\"type\":\"i32\",\"type_id\":0,\"size\":2,\"value_hex\":\"\""},
    {"00", "0100000001000000",
     "\"type\":\"i32\",\"type_id\":0,\"size\":4,\"value_hex\":\"0100000001000000\""},
    {"11", "00000000", "\"type\":\"f64\",\"type_id\":17,\"size\":3,\"value_hex\":\"00000000\""},
    {"87", "01000000",
     "\"type\":\"u64_array\",\"type_id\":135,\"size\":3,\"value_hex\":\"01000000\""},
    {"02", "fffe0000", "\"type\":\"string\",\"type_id\":2,\"size\":3,\"value_hex\":\"fffe\""},
    {"02", "eda08000", "\"type\":\"string\",\"type_id\":2,\"size\":3,\"value_hex\":\"eda080\""},
};

#define HEAD "ddccbbaa4543484f%02zx000000010000000100000000f153650000000001020304"

/** A packet with a field A of one parameter A. */
static struct ws_bytes packet(struct ws_buf *room, const char *type, const char *value)
{
    char hex[TEST_WHY];
    size_t words = strlen(value) / 8;

    snprintf(hex, sizeof(hex),
             HEAD "41000000 %02zx000000 07000000 41000000 %02zx0000%s %s 00000000aabbccdd",
             15 + words, 5 + words, 2 + words, type, value);
    return unhex(room, hex);
}

static void values_of_every_type_are_shown(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;
    char want[TEST_WHY];

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 16);
    for (size_t i = 0; i < WS_LEN(values); i++) {
        struct ws_bytes message = packet(&room, values[i].type, values[i].value);
        snprintf(want, sizeof(want), "\"params\":[{\"name\":\"A\",%s}]", values[i].shown);
        if (!strstr(bench_field(&b, message, "fields"), want))
            fail_msg("%s: %s", want, bench_field(&b, message, "fields"));
    }
    ws_buf_free(&room);
    bench_close(&b);
}

static void what_is_shown_makes_the_same_bytes(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;
    char json[2 * TEST_WHY], hex[2 * TEST_WHY];

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 16);
    for (size_t i = 0; i < WS_LEN(values); i++) {
        struct ws_bytes message = packet(&room, values[i].type, values[i].value);
        for (size_t k = 0; k < message.len; k++)
            snprintf(hex + 2 * k, 3, "%02x", message.data[k]);
        struct ws_bytes again = bench_encode_again(&b, message);
        assert_int_equal(again.len, message.len);
        assert_memory_equal(again.data, message.data, message.len);
        snprintf(
            json, sizeof(json),
            "{\"packet_type\":\"ECHO\",\"packet_time\":1700000000,\"packet_info\":\"01020304\","
            "\"fields\":[{\"name\":\"A\",\"id\":7,\"params\":[{\"name\":\"A\",%s}]}]}",
            values[i].shown);
        assert_string_equal(bench_encode(&b, "packet", json), hex);
    }
    ws_buf_free(&room);
    bench_close(&b);
}

/* Strings whose bytes are not those that we would write. */
static void texts_end_at_their_first_nul(void **state)
{
    (void)state;
    static const struct {
        const char *value, *shown;
    } texts[] = {
        {"61626364", "\"size\":3,\"value\":\"abcd\""},
        {"616200ff", "\"size\":3,\"value\":\"ab\""},
        {"00226d61", "\"size\":3,\"value\":\"\""},
        {"", "\"size\":2,\"value\":\"\""},
    };
    struct bench b;
    struct ws_buf room;

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 16);
    for (size_t i = 0; i < WS_LEN(texts); i++)
        assert_non_null(
            strstr(bench_field(&b, packet(&room, "02", texts[i].value), "fields"), texts[i].shown));
    ws_buf_free(&room);
    bench_close(&b);
}

#define PARAM(members) "{\"fields\":[{\"name\":\"A\",\"params\":[{" members "}]}]}"

/* What a sender may leave to us; the last bytes before the footer. */
static const struct {
    const char *json, *end;
} defaults[] = {
    {PARAM("\"name\":\"V\",\"value\":5"), "560000000300000005000000"},
    {PARAM("\"name\":\"V\",\"value\":1.0"), "560000000300000001000000"},
    {PARAM("\"name\":\"V\",\"value\":true"), "560000000300000001000000"},
    {PARAM("\"name\":\"V\",\"value\":1.5"), "56000000030000100000c03f"},
    {PARAM("\"name\":\"V\",\"value\":\"ab\""), "560000000300000261620000"},
    {PARAM("\"name\":\"V\",\"type\":\"u64\",\"value\":\"18446744073709551615\""),
     "5600000004000004ffffffffffffffff"},
    {PARAM("\"name\":\"V\",\"type\":\"u8_array\",\"value\":[1,2]"), "560000000300008101020000"},
    {PARAM("\"name\":\"V\",\"type\":\"i32\",\"type_id\":1,\"value\":4294967295"),
     "5600000003000001ffffffff"},
    {PARAM("\"name\":\"\\u00e9\",\"value\":1"), "e90000000300000001000000"},
    {PARAM("\"name\":\"V\",\"value\":1,\"value_text\":\"one\""), "560000000300000001000000"},
};

static const struct {
    const char *json, *why;
} refusals[] = {
    {PARAM("\"name\":\"V\",\"value\":2147483648"), "i32 has a number of it"},
    {PARAM("\"name\":\"V\",\"type\":\"i8_array\",\"value\":[128]"), "has an array of its numbers"},
    {PARAM("\"name\":\"V\",\"value\":1e300"), "f32 has a number of it"},
    {PARAM("\"name\":\"V\",\"value\":[1]"), "its type is needed"},
    {PARAM("\"name\":\"V\""), "its type is needed"},
    {PARAM("\"name\":\"V\",\"type\":\"unknown\",\"value\":\"00\""), "no such type"},
    {PARAM("\"name\":\"V\",\"value\":\"a\\u0000b\""), "a text without NULs"},
    {PARAM("\"name\":\"ABCDE\",\"value\":1"), "a name of at most 4 letters"},
    {PARAM("\"name\":\"\\u20ac\",\"value\":1"), "a name of at most 4 letters"},
    {PARAM("\"value\":1"), "a name is needed"},
    {PARAM("\"name\":\"V\",\"value\":1,\"value_hex\":\"00\""), "value is given too"},
    {PARAM("\"name\":\"V\",\"type\":\"raw\",\"value\":\"0\""), "raw has hex digits"},
    {PARAM("\"name\":\"V\",\"value\":1,\"colour\":2"), "there is no such field here"},
    {"{\"fields\":[{\"name\":\"A\",\"id\":4294967296}]}", "a whole number of 32 bits"},
    {"{\"fields\":{}}", "an array is needed"},
};

static void what_is_not_given_has_defaults(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(defaults); i++) {
        const char *hex = bench_encode(&b, "packet", defaults[i].json);
        size_t len = strlen(hex), tail = strlen(defaults[i].end) + 16;
        print_message("case: %s\n", defaults[i].json);
        assert_true(len > tail);
        assert_memory_equal(hex + len - tail, defaults[i].end, tail - 16);
        assert_memory_equal(hex + 24, "0100000001000000", 16); /* packet_id, packet_format_id */
    }
    bench_close(&b);
}

static void what_fits_no_packet_is_refused(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(refusals); i++)
        if (!strstr(bench_encode(&b, "packet", refusals[i].json), refusals[i].why))
            fail_msg("%s: %s, not %s", refusals[i].json,
                     bench_encode(&b, "packet", refusals[i].json), refusals[i].why);
    bench_close(&b);
}

static void a_million_numbers_are_one_value(void **state)
{
    (void)state;
    enum { N = 1000000, LEN = 2 * N };
    struct bench b;
    struct ws_buf room;

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 24);
    packet(&room, "85", "");
    room.len -= NCP_FOOTER_LEN;
    for (size_t i = 0; i < N; i++)
        ws_buf_add(&room, "\xff\xff", 2);
    ws_buf_add(&room, "\0\0\0\0\xaa\xbb\xcc\xdd", NCP_FOOTER_LEN);
    ws_store_le(room.data + NCP_AT_SIZE, 4, room.len / 4);
    ws_store_le(room.data + NCP_HEADER_LEN + 4, 3, 5 + LEN / 4);
    ws_store_le(room.data + NCP_HEADER_LEN + NCP_FIELD_LEN + 4, 3, 2 + LEN / 4);
    bench_decode(&b, (struct ws_bytes){room.data, room.len});
    assert_true(b.got.n < 32);
    ws_buf_free(&room);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type_are_shown),
        cmocka_unit_test(what_is_shown_makes_the_same_bytes),
        cmocka_unit_test(texts_end_at_their_first_nul),
        cmocka_unit_test(what_is_not_given_has_defaults),
        cmocka_unit_test(what_fits_no_packet_is_refused),
        cmocka_unit_test(a_million_numbers_are_one_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
