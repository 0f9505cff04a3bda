/* Capture files: pcap in both byte orders and resolutions, pcapng, damaged ones, a pipe. */
#include "capture/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/link.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

#include "test.h"

/* draft-ietf-opsawg-pcap: header with link type, record of 4 of 60 bytes. */
#define LE_HEADER(magic, link) magic "\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0" link "\0\0\0"
#define LE_RECORD(sec, frac)                                                                       \
    sec frac "\4\0\0\0\x3c\0\0\0"                                                                  \
             "data"
#define BE_FILE                                                                                    \
    "\xa1\xb2\xc3\xd4\0\2\0\4\0\0\0\0\0\0\0\0\0\4\0\0\0\0\0\1"                                     \
    "\0\0\0\1\0\0\0\2\0\0\0\4\0\0\0\x3c"                                                           \
    "data"
#define MICRO "\xd4\xc3\xb2\xa1"
#define NANO  "\x4d\x3c\xb2\xa1"
/* draft-ietf-opsawg-pcapng: section, interface (nanoseconds), enhanced packet. */
#define NG_FILE                                                                                    \
    "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0" \
    "\1\0\0\0\x20\0\0\0\1\0\0\0\0\0\4\0\x09\0\1\0\x09\0\0\0\0\0\0\0\x20\0\0\0"                     \
    "\6\0\0\0\x24\0\0\0\0\0\0\0\0\0\0\0\x15\xcd\x5b\x07\4\0\0\0\x3c\0\0\0"                         \
    "data"                                                                                         \
    "\x24\0\0\0"
#define FILE_OF(text) text, sizeof(text) - 1

static const struct {
    const char *what;
    const char *bytes;
    size_t len;
    int open_err;
    const char *why; /* a part of the sentence */
    size_t packets;
    int64_t ts_ns; /* of the last packet */
    int end;
} cases[] = {
    {"microseconds", FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\1\0\0\0", "\2\0\0\0")), WS_OK, "",
     1, 1000002000, WS_E_END},
    {"nanoseconds", FILE_OF(LE_HEADER(NANO, "\1") LE_RECORD("\1\0\0\0", "\2\0\0\0")), WS_OK, "", 1,
     1000000002, WS_E_END},
    {"big-endian", FILE_OF(BE_FILE), WS_OK, "", 1, 1000002000, WS_E_END},
    {"pcapng", FILE_OF(NG_FILE), WS_OK, "", 1, 123456789, WS_E_END},
    {"two packets",
     FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\1\0\0\0", "\2\0\0\0")
                 LE_RECORD("\2\0\0\0", "\0\0\0\0")),
     WS_OK, "", 2, 2000000000, WS_E_END},
    {"no packet", FILE_OF(LE_HEADER(MICRO, "\1")), WS_OK, "", 0, 0, WS_E_END},
    {"seconds are unsigned",
     FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\xff\xff\xff\xff", "\0\0\0\0")), WS_OK, "", 1,
     INT64_C(4294967295000000000), WS_E_END},
    {"absurd fraction", FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\0\0\0\0", "\xff\xff\xff\xff")),
     WS_OK, "", 1, INT64_C(4294967295000), WS_E_END},
    {"records with 8 more bytes",
     FILE_OF(LE_HEADER("\x34\xcd\xb2\xa1", "\1") "\1\0\0\0\2\0\0\0\4\0\0\0\x3c\0\0\0"
                                                 "\1\0\0\0\0\0\0\0"
                                                 "data"),
     WS_OK, "", 1, 1000002000, WS_E_END},
    {"frame check sequence of 4 bytes told",
     FILE_OF("\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\x24" LE_RECORD("\1\0\0\0",
                                                                                    "\2\0\0\0")),
     WS_OK, "", 1, 1000002000, WS_E_END},
    {"case 36: cut in a record",
     FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\1\0\0\0", "\2\0\0\0") "\1\0\0\0\2\0\0\0\4\0\0\0"
                                                                      "\4\0\0\0da"),
     WS_OK, "the record at byte 44 is cut off by the end of the file", 1, 1000002000,
     WS_E_TRUNCATED},
    {"case 36: cut in a record's header",
     FILE_OF(LE_HEADER(MICRO, "\1") LE_RECORD("\1\0\0\0", "\2\0\0\0") "\1\0"), WS_OK,
     "the record at byte 44 is cut off", 1, 1000002000, WS_E_TRUNCATED},
    {"record of 2 GiB", FILE_OF(LE_HEADER(MICRO, "\1") "\0\0\0\0\0\0\0\0\xff\xff\xff\x7f\0\0\0\0"),
     WS_OK, "the record at byte 24 tells 2147483647 bytes", 0, 0, WS_E_IO},
    {"version 3", FILE_OF(MICRO "\3\0\0\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0"), WS_E_FORMAT,
     "version 3", 0, 0, 0},
    {"empty", FILE_OF(""), WS_E_TRUNCATED, "the file is empty", 0, 0, 0},
    {"cut in the header", FILE_OF(MICRO "\2\0"), WS_E_TRUNCATED, "the header at byte 0 is cut off",
     0, 0, 0},
    {"text", FILE_OF("This is a text and no capture file."), WS_E_FORMAT,
     "not a pcap or pcapng file", 0, 0, 0},
    {"link type", FILE_OF(LE_HEADER(MICRO, "\x69")), WS_E_FORMAT,
     "link type IEEE802_11 (105) is not supported", 0, 0, 0},
    {"unknown link type", FILE_OF(LE_HEADER(MICRO, "\x2c")), WS_E_FORMAT,
     "link type unknown (44) is not supported", 0, 0, 0},
};

static const char *write_file(char *path, const char *bytes, size_t len)
{
    memcpy(path, "test_source_XXXXXX", sizeof("test_source_XXXXXX"));
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    return path;
}

static void check_packets(struct ws_source *source, size_t i)
{
    struct ws_packet packet = {.ts_ns = 0};
    size_t n = 0;
    int err;
    assert_int_equal(ws_source_size(source), cases[i].len);
    assert_string_equal(ws_source_why(source), "");
    while (!(err = ws_source_next(source, &packet))) {
        assert_int_equal(packet.frame, ++n);
        assert_int_equal(packet.caplen, 4);
        assert_int_equal(packet.len, 60);
        assert_int_equal(packet.linktype, WS_LINK_EN10MB);
        assert_memory_equal(packet.data, "data", 4);
    }
    assert_int_equal(err, cases[i].end);
    assert_int_equal(n, cases[i].packets);
    assert_true(packet.ts_ns == cases[i].ts_ns);
    assert_non_null(strstr(ws_source_why(source), cases[i].why));
    if (err == WS_E_END)
        assert_int_equal(ws_source_position(source), cases[i].len);
}

static void files_give_their_packets_or_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        char path[32], why[256] = "";
        struct ws_source *source = NULL;
        write_file(path, cases[i].bytes, cases[i].len);
        assert_int_equal(ws_source_open(path, &source, why, sizeof(why)), cases[i].open_err);
        if (source) {
            assert_string_equal(ws_source_name(source), path);
            check_packets(source, i);
        } else {
            assert_non_null(strstr(why, cases[i].why));
        }
        ws_source_close(source);
        unlink(path);
    }
}

static void missing_file_and_directory_are_named_errors(void **state)
{
    (void)state;
    char why[256];
    struct ws_source *source = NULL;
    assert_int_equal(ws_source_open("no/such/file", &source, why, sizeof(why)), WS_E_IO);
    assert_string_equal(why, "cannot open: No such file or directory");
    assert_int_equal(ws_source_open(".", &source, why, sizeof(why)), WS_E_IO);
    assert_string_equal(why, "cannot read: Is a directory");
    assert_null(source);
}

/* Would hang here if a packet waited for more than its own bytes. */
static void pipe_gives_a_packet_as_soon_as_it_is_there(void **state)
{
    (void)state;
    static const char header[] = LE_HEADER(MICRO, "\1");
    static const char record[] = LE_RECORD("\1\0\0\0", "\2\0\0\0");
    int ends[2], saved = dup(STDIN_FILENO);
    char why[256];
    struct ws_source *source;
    struct ws_packet packet;
    assert_int_equal(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(write(ends[1], header, sizeof(header) - 1), sizeof(header) - 1);
    assert_int_equal(ws_source_open("-", &source, why, sizeof(why)), WS_OK);
    assert_int_equal(ws_source_size(source), 0);
    for (uint64_t n = 1; n <= 3; n++) {
        assert_int_equal(write(ends[1], record, sizeof(record) - 1), sizeof(record) - 1);
        assert_int_equal(ws_source_next(source, &packet), WS_OK);
        assert_int_equal(packet.frame, n);
    }
    close(ends[1]);
    assert_int_equal(ws_source_next(source, &packet), WS_E_END);
    ws_source_close(source);
    assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), 0);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_give_their_packets_or_a_reason),
        cmocka_unit_test(missing_file_and_directory_are_named_errors),
        cmocka_unit_test(pipe_gives_a_packet_as_soon_as_it_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
