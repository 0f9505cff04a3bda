/* pcapng: sections, interfaces, resolutions; damaged and cut files. Numbers are those of the cases.
 */
#include "capture/source.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/build.h"
#include "capture/link.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

#include "test.h"

static struct ws_source *open_built(const struct test_file *f)
{
    char path[32], why[256] = "";
    struct ws_source *source = NULL;
    file_write(f->bytes, f->len, path);
    int err = ws_source_open(path, &source, why, sizeof(why));
    unlink(path);
    assert_string_equal(why, "");
    assert_int_equal(err, WS_OK);
    return source;
}

struct want {
    int linktype;
    int64_t ts_ns;
    const char *text;
};

static void expect(struct ws_source *source, const struct want *want, size_t n)
{
    struct ws_packet packet;
    for (size_t i = 0; i < n; i++) {
        print_message("packet: %s\n", want[i].text);
        assert_int_equal(ws_source_next(source, &packet), WS_OK);
        assert_int_equal(packet.frame, i + 1);
        assert_int_equal(packet.linktype, want[i].linktype);
        assert_true(packet.ts_ns == want[i].ts_ns);
        assert_int_equal(packet.caplen, strlen(want[i].text));
        assert_int_equal(packet.len, strlen(want[i].text) + 10);
        assert_memory_equal(packet.data, want[i].text, packet.caplen);
    }
    assert_int_equal(ws_source_next(source, &packet), WS_E_END);
    assert_string_equal(ws_source_why(source), "");
}

/* libpcap 1.10 refuses this file: its interfaces differ. */
static void case_38_sections_interfaces_and_resolutions(void **state)
{
    (void)state;
    static struct test_file f;
    f.len = 0;
    file_section(&f, false);
    file_interface(&f, 1, 262144, -1, 0);
    file_interface(&f, 101, 96, 9, 0);
    file_block(&f, 5); /* statistics, names, a block of somebody's own: skipped */
    file_put(&f, 8, 0);
    file_block_end(&f);
    file_enhanced(&f, 0, 1500000, "micro");
    file_enhanced(&f, 1, 1500000, "nano");
    file_interface(&f, 113, 0, 0x80 | 10, 0);
    file_interface(&f, 1, 0, 3, -10);
    file_interface(&f, 1, 0, 0, 5);
    file_interface(&f, 1, 0, 12, 0);
    file_enhanced(&f, 2, 1536, "binary");
    file_block(&f, 0x40000bad);
    for (int i = 0; i < 1000; i++)
        file_put(&f, 4, 0xdeadbeef);
    file_block_end(&f);
    file_enhanced(&f, 3, 12345, "milli, offset");
    file_enhanced(&f, 4, 7, "seconds, offset");
    file_enhanced(&f, 5, UINT64_C(1999999999999), "pico");
    file_section(&f, true);
    file_interface(&f, 228, 0, 0x80 | 63, 0);
    file_interface(&f, 105, 0, 9, 0);
    file_enhanced(&f, 0, UINT64_C(3) << 61, "big-endian, 2^-63");
    file_enhanced(&f, 1, UINT64_C(4102444800000000001), "unknown link");
    file_section(&f, false);
    file_interface(&f, 1, 0, 20, 0);
    file_interface(&f, 1, 0, 0x80 | 100, 0);
    file_enhanced(&f, 0, UINT64_MAX, "10^-20 s");
    file_enhanced(&f, 1, UINT64_MAX, "2^-100 s");

    static const struct want want[] = {
        {WS_LINK_EN10MB, 1500000000, "micro"},
        {WS_LINK_RAW, 1500000, "nano"},
        {WS_LINK_LINUX_SLL, 1500000000, "binary"},
        {WS_LINK_EN10MB, INT64_C(2345000000), "milli, offset"},
        {WS_LINK_EN10MB, INT64_C(12000000000), "seconds, offset"},
        {WS_LINK_EN10MB, 1999999999, "pico"},
        {WS_LINK_IPV4, 750000000, "big-endian, 2^-63"},
        {105, INT64_C(4102444800000000001), "unknown link"},
        {WS_LINK_EN10MB, 184467440, "10^-20 s"},
        {WS_LINK_EN10MB, 0, "2^-100 s"},
    };
    struct ws_source *source = open_built(&f);
    expect(source, want, WS_LEN(want));
    assert_int_equal(ws_source_position(source), f.len);
    ws_source_close(source);
}

static void case_38_simple_and_obsolete_packet_blocks(void **state)
{
    (void)state;
    static struct test_file f;
    struct ws_packet packet;
    f.len = 0;
    file_section(&f, true);
    file_interface(&f, 1, 4, -1, 0);
    file_block(&f, 3);
    file_put(&f, 4, 60); /* the snapshot length cut it to 4 */
    file_text(&f, "data");
    file_block_end(&f);
    file_block(&f, 2);
    file_put(&f, 2, 0);
    file_put(&f, 2, 99); /* drops */
    file_put(&f, 8, 2000001);
    file_put(&f, 4, 3);
    file_put(&f, 4, 64);
    file_text(&f, "old");
    file_block_end(&f);
    struct ws_source *source = open_built(&f);
    assert_int_equal(ws_source_next(source, &packet), WS_OK);
    assert_int_equal(packet.caplen, 4);
    assert_int_equal(packet.len, 60);
    assert_int_equal(packet.ts_ns, 0);
    assert_int_equal(ws_source_next(source, &packet), WS_OK);
    assert_int_equal(packet.caplen, 3);
    assert_int_equal(packet.len, 64);
    assert_true(packet.ts_ns == 2000001000);
    assert_memory_equal(packet.data, "old", 3);
    assert_int_equal(ws_source_next(source, &packet), WS_E_END);
    ws_source_close(source);
}

static void times_out_of_range_are_saturated(void **state)
{
    (void)state;
    static struct test_file f;
    f.len = 0;
    file_section(&f, false);
    file_interface(&f, 1, 0, 0, 0);
    file_interface(&f, 1, 0, 0, INT64_MIN);
    file_enhanced(&f, 0, UINT64_C(9300000000), "a");
    file_enhanced(&f, 0, UINT64_MAX, "b");
    file_enhanced(&f, 1, 5, "c");
    static const struct want want[] = {
        {1, INT64_MAX, "a"}, {1, INT64_MAX, "b"}, {1, INT64_MIN, "c"}};
    struct ws_source *source = open_built(&f);
    expect(source, want, WS_LEN(want));
    ws_source_close(source);
}

/* The second of two packets is damaged: the first one comes out, then a sentence. */
static const struct {
    const char *what;
    size_t at; /* in the second packet's block of 40 bytes */
    uint32_t value;
    const char *why;
    int err;
} damages[] = {
    {"trailer", 36, 44, "another length at its end", WS_E_IO},
    {"length 0", 4, 0, "impossible length", WS_E_IO},
    {"length not of 4", 4, 39, "impossible length", WS_E_IO},
    {"length of 4 GiB", 4, 0xfffffff0, "longer than 16 MiB", WS_E_IO},
    {"length of 1 MiB", 4, 1 << 20, "is cut off by the end of the file", WS_E_TRUNCATED},
    {"an unknown block: skipped", 0, 99, NULL, 0},
    {"interface", 8, 1, "interface that was not described", WS_E_IO},
    {"captured length", 20, 9, "shorter than its packet", WS_E_IO},
    {"captured length of 4 GiB", 20, UINT32_MAX, "shorter than its packet", WS_E_IO},
    {"a section of no byte order", 0, 0x0a0d0d0a, "unknown byte order", WS_E_IO},
};

static void damaged_block_ends_the_packets_with_a_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(damages); i++) {
        print_message("case: %s\n", damages[i].what);
        static struct test_file f;
        struct ws_packet packet;
        f.len = 0;
        file_section(&f, false);
        file_interface(&f, 1, 0, -1, 0);
        file_enhanced(&f, 0, 1, "one");
        size_t at = f.len;
        file_enhanced(&f, 0, 2, "seconds");
        size_t len = f.len;
        f.len = at + damages[i].at;
        file_put(&f, 4, damages[i].value);
        f.len = len;
        struct ws_source *source = open_built(&f);
        assert_int_equal(ws_source_next(source, &packet), WS_OK);
        if (!damages[i].err) {
            assert_int_equal(ws_source_next(source, &packet), WS_E_END);
        } else {
            for (int twice = 0; twice < 2; twice++)
                assert_int_equal(ws_source_next(source, &packet), damages[i].err);
            assert_non_null(strstr(ws_source_why(source), damages[i].why));
            assert_non_null(strstr(ws_source_why(source), "at byte 88"));
        }
        ws_source_close(source);
    }
}

/* All packets before the cut come out, and an end between blocks is no damage. */
static void case_36_cut_anywhere_gives_all_whole_packets(void **state)
{
    (void)state;
    static struct test_file f, part;
    size_t ends[4];
    f.len = 0;
    file_section(&f, false);
    size_t header = f.len;
    file_interface(&f, 1, 0, -1, 0);
    ends[0] = f.len;
    for (size_t i = 1; i < WS_LEN(ends); i++) {
        file_enhanced(&f, 0, i, "packet");
        ends[i] = f.len;
    }
    for (size_t len = header; len <= f.len; len++) {
        struct ws_packet packet;
        size_t whole = 0, n = 0;
        bool between = len == header;
        for (size_t i = 0; i < WS_LEN(ends); i++) {
            whole = len >= ends[i] ? i : whole;
            between |= len == ends[i];
        }
        part = f;
        part.len = len;
        struct ws_source *source = open_built(&part);
        int err;
        while (!(err = ws_source_next(source, &packet)))
            n++;
        assert_int_equal(n, whole);
        assert_int_equal(err, between ? WS_E_END : WS_E_TRUNCATED);
        assert_int_equal(ws_source_why(source)[0] == '\0', between);
        ws_source_close(source);
    }
}

/* Every byte changed to some values: an end of some kind comes, and no more packets than blocks. */
static void damaged_bytes_anywhere_end_with_a_sentence_or_not_at_all(void **state)
{
    (void)state;
    static const uint8_t values[] = {0x00, 0x01, 0x0a, 0x7f, 0x80, 0xff};
    static struct test_file f;
    f.len = 0;
    file_section(&f, false);
    file_interface(&f, 1, 0, 9, 77);
    file_enhanced(&f, 0, 1, "one");
    file_interface(&f, 101, 0, 0x80 | 20, 0);
    file_enhanced(&f, 1, 2, "two");
    file_section(&f, true);
    file_interface(&f, 113, 0, -1, 0);
    file_enhanced(&f, 0, 3, "three");
    for (size_t k = 0; k < f.len * WS_LEN(values); k++) {
        char path[32], why[256] = "";
        struct ws_source *source = NULL;
        struct ws_packet packet;
        uint8_t *byte = &f.bytes[k / WS_LEN(values)], was = *byte;
        int n = 0, err;
        *byte = values[k % WS_LEN(values)];
        file_write(f.bytes, f.len, path);
        *byte = was;
        err = ws_source_open(path, &source, why, sizeof(why));
        unlink(path);
        if (!err) {
            while (!(err = ws_source_next(source, &packet)))
                assert_true(++n <= 3);
            assert_int_equal(ws_source_why(source)[0] == '\0', err == WS_E_END);
        } else {
            assert_true(why[0] != '\0');
        }
        ws_source_close(source);
    }
}

static void file_of_unknown_interfaces_alone_is_refused_by_name(void **state)
{
    (void)state;
    static struct test_file f;
    char path[32], why[256];
    struct ws_source *source;
    f.len = 0;
    file_section(&f, false);
    file_interface(&f, 105, 0, -1, 0);
    file_enhanced(&f, 0, 1, "one");
    file_write(f.bytes, f.len, path);
    assert_int_equal(ws_source_open(path, &source, why, sizeof(why)), WS_E_FORMAT);
    unlink(path);
    assert_string_equal(why, "link type IEEE802_11 (105) is not supported");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_38_sections_interfaces_and_resolutions),
        cmocka_unit_test(case_38_simple_and_obsolete_packet_blocks),
        cmocka_unit_test(times_out_of_range_are_saturated),
        cmocka_unit_test(damaged_block_ends_the_packets_with_a_sentence),
        cmocka_unit_test(case_36_cut_anywhere_gives_all_whole_packets),
        cmocka_unit_test(damaged_bytes_anywhere_end_with_a_sentence_or_not_at_all),
        cmocka_unit_test(file_of_unknown_interfaces_alone_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
