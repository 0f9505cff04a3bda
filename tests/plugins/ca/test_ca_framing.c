/* Channel Access on TCP: where messages end, where they begin again, and whether it is this
 * protocol at all. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ca_test.h"
#include "search.h"

#define VERSION        "00000000000a000d0000000000000000"
#define SERVER_VERSION "000000000000000d0000000000000000"
#define USER           "00140008000000000000000000000000 726f6f7400000000"
#define HOST           "00150008000000000000000000000000 766d000000000000"
#define CREATE         "0012000800000000000000010000000d 77733a6169000000"
#define RIGHTS         "00160000000000000000000100000003"
#define CREATED        "00120000000600010000000100000000"
#define ECHO           "00170000000000000000000000000000"
#define WRITE_4        "00040020000600040000000000000001 00*32 "
#define MONITOR        "00010010001400000000000000000001 00*12 0005 0000"
#define UPDATE                                                                                     \
    "00010018001400010000000100000001 00000000 45624303 1c7b0d5c 00000008 4028000000000000"

static const struct {
    const char *what, *in;
    bool end;
    enum ws_split_status status;
    uint64_t len, total;
    unsigned code;
} splits[] = {
    {"nothing yet", "", false, WS_SPLIT_NEED, 16, 0, 0},
    {"15 bytes", "00000000000a000d00000000000000", false, WS_SPLIT_NEED, 16, 0, 0},
    {"15 bytes at the end", "00000000000a000d00000000000000", true, WS_SPLIT_BAD, 15, 0,
     WS_TRUNCATED},
    {"no payload", VERSION, false, WS_SPLIT_MESSAGE, 16, 16, 0},
    {"another behind it", VERSION USER, false, WS_SPLIT_MESSAGE, 16, 16, 0},
    {"a payload that is to come", "00140008000000000000000000000000 726f", false, WS_SPLIT_NEED, 24,
     24, 0},
    {"a payload that the end cuts", "00140008000000000000000000000000 726f", true, WS_SPLIT_BAD, 18,
     24, WS_TRUNCATED},
    {"no multiple of 8", "00040005000400050000000000000000 6162636465", false, WS_SPLIT_MESSAGE, 21,
     21, 0},
    {"half a long header", "0012ffff000400000000000200000001 00000000", false, WS_SPLIT_NEED, 24, 0,
     0},
    {"a long header", "0012ffff000400000000000200000001 0000000000011170", false, WS_SPLIT_MESSAGE,
     24, 24, 0},
    {"a long header for few bytes",
     "0004ffff000600000000000200000001 0000000800000001 3ff0000000000000", false, WS_SPLIT_MESSAGE,
     32, 32, 0},
    {"the mark with a count is a size", "0004ffff000600010000000200000001", false, WS_SPLIT_NEED,
     65551, 65551, 0},
    {"more than the limit", "0004ffff000600000000000200000001 fffffff800000001", false,
     WS_SPLIT_BAD, 24, 0x100000010, WS_LIMIT},
};

static void split_says_message_need_or_bad(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(splits); i++) {
        print_message("case: %s\n", splits[i].what);
        struct ws_at at = {.end = splits[i].end};
        struct ws_split got = ca_split(&b.conversation, WS_CLIENT, unhex(&b.in, splits[i].in), at);
        assert_int_equal(got.status, splits[i].status);
        assert_int_equal(got.len, splits[i].len);
        assert_int_equal(got.total, splits[i].total);
        assert_int_equal(got.code, splits[i].code);
    }
    bench_close(&b);
}

static const struct {
    const char *what;
    enum ws_role from;
    const char *header;
    bool plausible;
} headers[] = {
    {"version", WS_CLIENT, VERSION, true},
    {"version of a server", WS_SERVER, SERVER_VERSION, true},
    {"version 4.3", WS_CLIENT, "00000000000000030000000000000000", false},
    {"priority 100", WS_CLIENT, "000000000064000d0000000000000000", false},
    {"libca's search version on a circuit", WS_CLIENT, "000000000001000d0000000500000000", true},
    {"all zero", WS_CLIENT, "00*16", false},
    {"a subscription", WS_CLIENT, "00010010001400000000000000000001", true},
    {"one of 8 bytes", WS_CLIENT, "00010008001400000000000000000001", false},
    {"a read", WS_CLIENT, "000f0000001400000000000000000001", true},
    {"a read of a type that there is not", WS_CLIENT, "000f0000002700000000000000000001", false},
    {"a write", WS_CLIENT, "00040020000600040000000000000001", true},
    {"one whose size is not that of its values", WS_CLIENT, "00040020000600030000000000000001",
     false},
    {"one text, trimmed", WS_CLIENT, "00040008000000010000000000000001", true},
    {"two texts, trimmed", WS_CLIENT, "00040008000000020000000000000001", false},
    {"a search", WS_CLIENT, "000600080005000d0000000700000007", true},
    {"one with two cids", WS_CLIENT, "000600080005000d0000000700000008", false},
    {"a name of 512 bytes to be searched", WS_CLIENT, "000602000005000d0000000700000007", false},
    {"a user of 512 bytes", WS_CLIENT, "00140200000000000000000000000000", true},
    {"events off", WS_CLIENT, "00080000000000000000000000000000", true},
    {"events off with a number", WS_CLIENT, "00080000000000000000000000000001", false},
    {"an update", WS_SERVER, "00010018001400010000000100000001", true},
    {"one whose status is none", WS_SERVER, "00010018001400010000000200000001", false},
    {"a cancel's answer", WS_SERVER, "00010000001400010000002000000001", true},
    {"an error", WS_SERVER, "000b0018000000000000000100000072", true},
    {"an error without a header", WS_SERVER, "000b0010000000000000000100000072", false},
    {"rights", WS_SERVER, RIGHTS, true},
    {"rights that there are not", WS_SERVER, "00160000000000000000000100000004", false},
    {"a server's from a client", WS_CLIENT, RIGHTS, false},
    {"an obsolete command", WS_CLIENT, "00050000000000000000000000000000", false},
    {"28", WS_SERVER, "001c0000000000000000000000000000", false},
    {"a size that is no multiple of 8", WS_CLIENT, "00140009000000000000000000000000", false},
};

static void headers_are_plausible_or_not(void **state)
{
    (void)state;
    struct ca_header h;
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(headers); i++) {
        print_message("case: %s\n", headers[i].what);
        assert_true(ca_header_read(unhex(&b.in, headers[i].header), &h));
        assert_int_equal(ca_is_plausible(headers[i].from, &h, CA_MAX_MESSAGE),
                         headers[i].plausible);
    }
    bench_close(&b);
}

/* Searching: the bytes, what was known, and where a message is found (-1: nowhere). */
static const struct {
    const char *what, *in;
    bool boundary_known;
    uint64_t offset;
    size_t scanned;
    int found;
    unsigned skip; /* where nothing is found */
} searches[] = {
    {"one header at the first byte", CREATE, false, 0, 0, 0, 0},
    {"one header behind the first byte is too few", "ff" CREATE, false, 0, 0, -1, 10},
    {"two headers behind garbage", "ffffff" CREATE USER, false, 0, 0, 3, 0},
    {"one is enough on a known boundary", "ff*8 " CREATE, true, 0, 0, 8, 0},
    {"on that, and nowhere else", "ff*4 " CREATE USER, true, 0, 0, -1, 40},
    {"a boundary counts in the stream", "ff*4 " CREATE USER, true, 4, 0, 4, 0},
    {"the last message may be cut", "ff*5 " USER "0012000800000000000000010000000d 7773", false, 0,
     0, 5, 0},
    {"a header behind the first may be cut", USER "001200080000", false, 0, 0, 0, 0},
    {"but it counts for nothing", "ff" USER "001200080000", false, 0, 0, -1, 16},
    {"a byte seen before is not trusted", CREATE, false, 0, 15, -1, 9},
    {"a new one is", "ff*15 " CREATE, false, 0, 15, 15, 0},
    {"garbage", "ff*64", false, 0, 0, -1, 49},
    {"garbage on a known boundary", "ff*60", true, 0, 0, -1, 48},
    {"too few bytes to look at", "00000000000a", false, 0, 0, -1, 0},
};

static void searches_find_chains_of_plausible_headers(void **state)
{
    (void)state;
    static const struct ws_lost lost = {.bytes = UINT64_MAX};
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(searches); i++) {
        print_message("case: %s\n", searches[i].what);
        b.conversation.sides[WS_CLIENT] =
            (struct ca_side){.boundary_known = searches[i].boundary_known, .next = UINT64_MAX};
        struct ws_at at = {.offset = searches[i].offset, .scanned = searches[i].scanned};
        struct ws_resync got =
            ca_resync(&b.conversation, WS_CLIENT, unhex(&b.in, searches[i].in), at, &lost);
        assert_int_equal(got.found, searches[i].found >= 0);
        assert_int_equal(got.skip, got.found ? (unsigned)searches[i].found : searches[i].skip);
    }
    bench_close(&b);
}

/* The search against the rule itself: forward, each candidate by itself. */
static bool leads_to_end(struct ws_bytes in, size_t at, size_t *ret_n)
{
    struct ca_header h;

    *ret_n = 0;
    while (at < in.len) {
        if (!ca_header_read(ws_bytes_from(in, at), &h))
            return *ret_n > 0;
        if (!ca_is_plausible(WS_CLIENT, &h, CA_MAX_MESSAGE))
            return false;
        ++*ret_n;
        at += h.len + (size_t)h.size;
    }
    return true;
}

static void searches_backwards_give_what_the_rule_says(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        CREATE,  USER,    ECHO,
        WRITE_4, "ff",    "00*3",
        "0014",  MONITOR, "0004ffff000600000000000200000001 0000000800000001 00*8"};
    struct ws_buf in, piece;
    unsigned seed = 1;

    ws_buf_init(&in, 1 << 20);
    ws_buf_init(&piece, 1 << 20);
    for (int round = 0; round < 2000; round++) {
        ws_buf_reset(&in);
        for (int n = rand_r(&seed) % 8; n >= 0; n--) {
            struct ws_bytes p = unhex(&piece, pieces[(size_t)rand_r(&seed) % WS_LEN(pieces)]);
            ws_buf_add(&in, p.data, p.len - (rand_r(&seed) % 6 == 0 ? p.len / 3 : 0));
        }
        struct ws_bytes bytes = {in.data, in.len};
        size_t wanted = 0, n_headers = 0;
        while (wanted < in.len &&
               !(leads_to_end(bytes, wanted, &n_headers) && n_headers >= (wanted == 0 ? 1 : 2)))
            wanted++;
        struct ca_search how = {.from = WS_CLIENT, .max_message = CA_MAX_MESSAGE, .step = 1};
        assert_int_equal(ca_search(&how, bytes), wanted);
    }
    ws_buf_free(&in);
    ws_buf_free(&piece);
}

/** Bytes that begin a chain everywhere, and end none: of a search that follows each chain forward
 * they would take quadratic time. */
static void hostile_bytes_are_searched_in_linear_time(void **state)
{
    (void)state;
    enum { LEN = 8 << 20 };
    uint8_t *bytes = calloc(1, LEN);
    struct ca_search how = {
        .from = WS_CLIENT, .max_message = CA_MAX_MESSAGE, .step = 1, .trusted = SIZE_MAX};
    struct timespec from, to;

    assert_non_null(bytes);
    for (size_t i = 0; i + 16 <= LEN; i += 16)
        bytes[i + 1] = CA_ECHO;
    for (size_t i = 0; i < LEN; i += 4096)
        bytes[i] = 0xff; /* breaks every chain */
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t at = 0; at < LEN; at += 4096)
        (void)!ca_search(&how, (struct ws_bytes){bytes + at, 4096});
    (void)!ca_search(&how, (struct ws_bytes){bytes, LEN});
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true(to.tv_sec - from.tv_sec < 20);
    free(bytes);
}

/* Streams */

static void open_circuit(struct wire *w)
{
    wire_start(w, NULL, NULL);
    wire_open(w);
    wire_send(w, 'c', VERSION USER HOST, 0);
    wire_send(w, 's', SERVER_VERSION, 0);
}

#define OPENED                                                                                     \
    "3 client version_request\n3 client client_name_request\n3 client host_name_request\n"         \
    "4 server version_response {of 3}\n"

static void a_message_that_a_hole_cut_is_passed_over(void **state)
{
    (void)state;
    struct wire w;

    open_circuit(&w);
    wire_send(&w, 'c', CREATE, 0);
    wire_send(&w, 's', RIGHTS CREATED, 0);
    wire_send(&w, 'c', "00040020000600040000000000000001 3ff0000000000000", 0);
    wire_send(&w, 'c', "3ff0000000000000", WIRE_LOST);
    wire_send(&w, 'c', "3ff0000000000000 3ff0000000000000" ECHO, 0);
    wire_send(&w, 's', ECHO, 0);
    wire_expect(&w, OPENED "5 client create_chan_request {channel ws:ai}\n"
                           "6 server access_rights_response {channel ws:ai}\n"
                           "6 server create_chan_response {channel ws:ai} {of 5}\n"
                           "10 client gap 8 at 136\n"
                           "10 client echo_request +resync\n"
                           "10 server echo_response {of 10}\n");
}

static void behind_a_hole_the_search_begins_on_a_boundary(void **state)
{
    (void)state;
    struct wire w;

    open_circuit(&w);
    wire_send(&w, 'c', CREATE, 0);
    wire_send(&w, 'c', WRITE_4, WIRE_LOST);
    wire_send(&w, 'c', ECHO, 0);
    wire_send(&w, 's', ECHO, 0);
    wire_expect(&w, OPENED "5 client create_chan_request {channel ws:ai}\n"
                           "8 client gap 48 at 136\n"
                           "8 client echo_request +resync\n"
                           "8 server echo_response {of 8}\n");
}

static void an_oversize_message_is_told_once_and_drained(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, "max_message_bytes", "64");
    wire_open(&w);
    wire_send(&w, 'c', VERSION "0004ffff000600000000000000000001 0000006400000001 00*60", 0);
    wire_send(&w, 'c', "00*40 " ECHO, 0);
    wire_expect(
        &w,
        "3 client version_request\n3 client malformed !limit@0\n4 client echo_request +resync\n");
}

static void a_drained_message_ends_where_it_says_across_a_hole(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, "max_message_bytes", "64");
    wire_open(&w);
    wire_send(&w, 'c', VERSION "0004ffff000600000000000000000001 0000006400000001 00*60", 0);
    wire_send(&w, 'c', "00*24", WIRE_LOST);
    wire_send(&w, 'c', "00*16 " ECHO, 0);
    wire_send(&w, 's', SERVER_VERSION, 0);
    wire_expect(&w, "3 client version_request\n3 client malformed !limit@0\n"
                    "6 client gap 24 at 140\n6 client echo_request +resync\n"
                    "6 server version_response {of 3}\n");
}

static void a_stream_seen_from_its_middle_is_searched(void **state)
{
    (void)state;
    struct wire w;

    wire_start(&w, NULL, NULL);
    wire_send(&w, 's', "ff*5 " UPDATE UPDATE, 0);
    wire_send(&w, 'c', ECHO, 0);
    wire_expect(&w, "1 server gap 5 at 5\n1 server event_add_response +role_guessed +resync\n"
                    "1 server event_add_response +role_guessed\n"
                    "2 client echo_request +role_guessed +resync\n");
}

static void a_message_that_the_end_cuts_is_malformed(void **state)
{
    (void)state;
    struct wire w;

    open_circuit(&w);
    wire_send(&w, 'c', "0012000800000000000000010000000d 77", WIRE_FIN);
    wire_send(&w, 's', "", WIRE_FIN);
    wire_expect(&w, OPENED "5 client malformed !truncated@17\n");
}

/* Content */

static const struct {
    const char *what;
    enum ws_transport transport;
    const char *client, *server;
    bool begin, own_port, end;
    enum ws_verdict wanted;
} contents[] = {
    {"a circuit", WS_TCP, VERSION USER, "", true, false, false, WS_SURELY},
    {"a server that speaks first", WS_TCP, "", SERVER_VERSION, true, false, false, WS_UNDECIDED},
    {"both versions", WS_TCP, VERSION, SERVER_VERSION, true, false, false, WS_SURELY},
    {"one version alone", WS_TCP, VERSION, "", true, false, true, WS_NEUTRAL},
    {"one version alone on our port", WS_TCP, VERSION, "", true, true, false, WS_LIKELY},
    {"libca's name server circuit", WS_TCP,
     "000000000001000d0000000500000000"
     "000600080005000d0000000100000001"
     "6100000000000000",
     "", true, false, false, WS_SURELY},
    {"in its middle", WS_TCP, "ff*3 " CREATE USER, "", false, false, false, WS_LIKELY},
    {"HTTP", WS_TCP, "474554202f20485454502f312e310d0a0d0a", "", true, true, false, WS_AGAINST},
    {"TLS", WS_TCP, "16030100c8010000c40303000000000000000000", "", true, true, false, WS_AGAINST},
    {"SSH", WS_TCP, "5353482d322e302d4f70656e5353485f392e32", "", true, true, false, WS_AGAINST},
    {"zeros", WS_TCP, "00*64", "", true, false, true, WS_AGAINST},
    {"an old client", WS_TCP, "00000000000000030000000000000000", "", true, true, false,
     WS_NEUTRAL},
    {"a search", WS_UDP, SERVER_VERSION "000600080005000d0000000700000007 6100000000000000", "",
     true, false, false, WS_SURELY},
    {"a search and its answer in one", WS_UDP,
     SERVER_VERSION "000600080005000d0000000700000007 6100000000000000"
                    "0006000813c80000ffffffff00000000 000d000000000000",
     "", true, false, false, WS_AGAINST},
    {"a beacon", WS_UDP, "000d0000000d13c80000000000000000", "", true, false, false, WS_SURELY},
    {"two beacons", WS_UDP, "000d0000000d13c80000000000000000 000d0000000d13c80000000100000000", "",
     true, false, false, WS_SURELY},
    {"a registration", WS_UDP, "00180000000000000000000000000000", "", true, false, false,
     WS_SURELY},
    {"zeros prove nothing", WS_UDP, "00*16", "", true, true, false, WS_UNDECIDED},
    {"and in the end are nobody's", WS_UDP, "00*16", "", true, true, true, WS_AGAINST},
    {"more zeros", WS_UDP, "00*64", "", true, true, false, WS_AGAINST},
    {"an empty datagram to our port", WS_UDP, "", "", true, true, false, WS_LIKELY},
    {"a cut datagram to our port", WS_UDP, "000d00", "", true, true, false, WS_LIKELY},
    {"DNS", WS_UDP, "abcd01000001000000000000076578616d706c6503636f6d0000010001", "", true, true,
     false, WS_AGAINST},
};

static void content_tells_whether_it_is_channel_access(void **state)
{
    (void)state;
    struct ws_buf room[2];
    struct bench b;

    bench_open(&b);
    ws_buf_init(&room[0], 1 << 16);
    ws_buf_init(&room[1], 1 << 16);
    for (size_t i = 0; i < WS_LEN(contents); i++) {
        bool begin = contents[i].begin, end = contents[i].end;
        struct ws_probe probe = {
            .transport = contents[i].transport,
            .first = {unhex(&room[0], contents[i].client), unhex(&room[1], contents[i].server)},
            .from_begin = {begin, begin},
            .end = {end, end},
            .own_port = contents[i].own_port};
        print_message("case: %s\n", contents[i].what);
        assert_int_equal(ca_probe(ws_instance_data(b.instance), &probe), contents[i].wanted);
    }
    ws_buf_free(&room[0]);
    ws_buf_free(&room[1]);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_says_message_need_or_bad),
        cmocka_unit_test(headers_are_plausible_or_not),
        cmocka_unit_test(searches_find_chains_of_plausible_headers),
        cmocka_unit_test(searches_backwards_give_what_the_rule_says),
        cmocka_unit_test(hostile_bytes_are_searched_in_linear_time),
        cmocka_unit_test(a_message_that_a_hole_cut_is_passed_over),
        cmocka_unit_test(behind_a_hole_the_search_begins_on_a_boundary),
        cmocka_unit_test(an_oversize_message_is_told_once_and_drained),
        cmocka_unit_test(a_drained_message_ends_where_it_says_across_a_hole),
        cmocka_unit_test(a_stream_seen_from_its_middle_is_searched),
        cmocka_unit_test(a_message_that_the_end_cuts_is_malformed),
        cmocka_unit_test(content_tells_whether_it_is_channel_access),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
