/* Where packets end, what is told when framing is lost, and that segments make no difference. */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

#define HEAD(words) "ddccbbaa44535043" words "010000000100000000f153650000000001020304"
#define END         "00000000aabbccdd"
#define KEEPALIVE   "ddccbbaa4c494e4b0a000000000000000100000000f153650000000001020304" END

static const struct {
    const char *what, *hex;
    bool end;
    enum ws_split_status status;
    size_t len;
    int code; /* enum ncp_error; -1: truncated */
    size_t fault_at;
} cases[] = {
    {"nothing", "", false, WS_SPLIT_NEED, 32, 0, 0},
    {"the magic alone", "ddccbbaa", false, WS_SPLIT_NEED, 32, 0, 0},
    {"header one byte short", "ddccbbaa4c494e4b0a000000000000000100000000f1536500000000010203",
     false, WS_SPLIT_NEED, 32, 0, 0},
    {"header", "ddccbbaa4c494e4b0a000000000000000100000000f153650000000001020304", false,
     WS_SPLIT_NEED, 40, 0, 0},
    {"a packet", KEEPALIVE, false, WS_SPLIT_MESSAGE, 40, 0, 0},
    {"a packet and more", KEEPALIVE "dd", false, WS_SPLIT_MESSAGE, 40, 0, 0},
    {"bad magic, less than a header", "aabbccdd", false, WS_SPLIT_NEED, 32, 0, 0},
    {"bad magic", "aabbccdd445350430a000000010000000100000000f153650000000001020304" END, false,
     WS_SPLIT_BAD, 32, NCP_BAD_MAGIC, 0},
    {"bad magic, nothing follows", "aabb", true, WS_SPLIT_BAD, 2, NCP_BAD_MAGIC, 0},
    {"bad magic from its second byte on, nothing follows", "dd00", true, WS_SPLIT_BAD, 2,
     NCP_BAD_MAGIC, 0},
    {"packet_size 3", HEAD("03000000"), false, WS_SPLIT_BAD, 32, NCP_BAD_SIZE, 8},
    {"packet_size 8", HEAD("08000000"), false, WS_SPLIT_BAD, 32, NCP_BAD_SIZE, 8},
    {"packet_size 9", HEAD("09000000") "aabbccdd", false, WS_SPLIT_BAD, 32, NCP_BAD_SIZE, 8},
    {"packet_size 0xffffffff", HEAD("ffffffff"), false, WS_SPLIT_BAD, 32, NCP_OVERSIZE, 8},
    {"64 MiB", HEAD("00000001"), false, WS_SPLIT_NEED, 67108864, 0, 0},
    {"64 MiB and a word", HEAD("01000001"), false, WS_SPLIT_BAD, 32, NCP_OVERSIZE, 8},
    {"bad footer", HEAD("0a000000") "0000000000000000", false, WS_SPLIT_BAD, 40, NCP_BAD_FOOTER,
     36},
    {"end in the magic", "ddcc", true, WS_SPLIT_BAD, 2, -1, 0},
    {"end in the header", "ddccbbaa4c49", true, WS_SPLIT_BAD, 6, -1, 0},
    {"end behind the header", HEAD("0a000000"), true, WS_SPLIT_BAD, 32, -1, 0},
};

static void split_says_message_need_or_bad(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;

    bench_open(&b, NULL, NULL);
    ws_buf_init(&room, 1 << 16);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        struct ws_split s = ncp_split(&b.conversation, WS_CLIENT, unhex(&room, cases[i].hex),
                                      (struct ws_at){.end = cases[i].end, .from_begin = true});
        assert_int_equal(s.status, cases[i].status);
        assert_int_equal(s.len, cases[i].len);
        if (s.status != WS_SPLIT_BAD)
            continue;
        assert_int_equal(s.code, cases[i].code < 0 ? WS_TRUNCATED : WS_CODE(cases[i].code));
        assert_int_equal(s.fault_at, cases[i].fault_at);
        assert_false(s.secret);
    }
    ws_buf_free(&room);
    bench_close(&b);
}

static void the_longest_packet_is_an_option(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;

    bench_open(&b, "max_packet_bytes", "44");
    ws_buf_init(&room, 1 << 16);
    struct ws_split s = ncp_split(&b.conversation, WS_CLIENT, unhex(&room, HEAD("0c000000")),
                                  (struct ws_at){.from_begin = true});
    assert_int_equal(s.code, WS_CODE(NCP_OVERSIZE));
    s = ncp_split(&b.conversation, WS_CLIENT, unhex(&room, HEAD("0b000000")),
                  (struct ws_at){.from_begin = true});
    assert_int_equal(s.status, WS_SPLIT_NEED);
    ws_buf_free(&room);
    bench_close(&b);
}

/* What comes on a connection's client side, and its events. */
static const struct {
    const char *what, *hex, *events;
} streams[] = {
    {"two packets", KEEPALIVE KEEPALIVE, "link_keepalive\nlink_keepalive\n"},
    {"bad magic: the search begins one byte later", "aa" KEEPALIVE KEEPALIVE,
     "malformed [32] !bad_magic@0\nlink_keepalive +resync\nlink_keepalive\n"},
    {"bad size: behind the header", HEAD("03000000") KEEPALIVE KEEPALIVE,
     "malformed [32] !bad_size@8\nlink_keepalive +resync\nlink_keepalive\n"},
    {"oversize", HEAD("ffffffff") KEEPALIVE,
     "malformed [32] !oversize@8\nlink_keepalive +resync\n"},
    {"bad footer: what is inside is searched",
     HEAD("14000000") KEEPALIVE "0000000000000000" KEEPALIVE,
     "malformed [80] !bad_footer@76\nlink_keepalive +resync\nmalformed [32] !bad_magic@0\n"
     "link_keepalive +resync\n"},
    {"text behind a packet is no head",
     KEEPALIVE "426f6f6d21426f6f6d21426f6f6d21426f6f6d21426f6f6d21426f6f6d21426f",
     "link_keepalive\nmalformed [32] !bad_magic@0\n"},
    {"a plausible header without its footer is passed by",
     "aa" HEAD("0a000000") "0000000000000000" KEEPALIVE,
     "malformed [32] !bad_magic@0\nlink_keepalive +resync\n"},
    {"a search passes by what will not be whole", "aa" KEEPALIVE HEAD("0b000000") "00",
     "malformed [32] !bad_magic@0\nlink_keepalive +resync\nmalformed [33] !truncated@0\n"},
    {"a search ends without a word", "aa" HEAD("0b000000") "00", "malformed [32] !bad_magic@0\n"},
    {"an end inside a packet", KEEPALIVE HEAD("0b000000") "00",
     "link_keepalive\nmalformed [33] !truncated@0\n"},
    {"an end inside a head", "434f4e4e454354", "malformed [7] secret !truncated@0\n"},
};

/** The events without frame and sender, of a stream sent in segments of `size` bytes. */
static void play(const char *hex, size_t size, char *ret)
{
    static struct wire w;
    struct ws_buf room;

    ws_buf_init(&room, 1 << 16);
    struct ws_bytes in = unhex(&room, hex);
    wire_start(&w, NULL, NULL);
    wire_open(&w);
    for (; in.len; in = ws_bytes_from(in, size))
        wire_send_bytes(&w, 'c', ws_bytes_upto(in, size), 0);
    wire_send(&w, 'c', "", WIRE_FIN);
    *ret = '\0';
    for (const char *line = wire_end(&w), *end; (end = strchr(line, '\n')); line = end + 1) {
        const char *event = strstr(line, "client ") + 7;
        sprintf(ret + strlen(ret), "%.*s\n", (int)(end - event), event);
    }
    ws_buf_free(&room);
}

static void streams_are_the_same_however_they_are_cut(void **state)
{
    (void)state;
    char got[TEST_WHY * 4];

    for (size_t i = 0; i < WS_LEN(streams); i++) {
        print_message("case: %s\n", streams[i].what);
        for (size_t size = 1; size <= 200; size++) {
            play(streams[i].hex, size, got);
            assert_string_equal(got, streams[i].events);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_says_message_need_or_bad),
        cmocka_unit_test(the_longest_packet_is_an_option),
        cmocka_unit_test(streams_are_the_same_however_they_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
