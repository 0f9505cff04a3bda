/* ANCP: split, resync, identify and probe, each also with the input cut at every size. */
#include "ancp_test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const messages[] = {
    SYN, PORT_UP, ADJACENCY_UPDATE, "880c0000", "880c0001 32",
};

static struct ws_split split(struct ws_bytes in, bool end)
{
    return ancp_split(NULL, WS_CLIENT, in, (struct ws_at){.end = end});
}

/* Split */

static void split_takes_length_at_its_word(void **state)
{
    (void)state;
    static const struct {
        const char *what, *in;
        enum ws_split_status status;
        size_t len, total;
        uint16_t code;
    } cases[] = {
        {"nothing", "", WS_SPLIT_NEED, 4, 0, 0},
        {"half an identifier", "88", WS_SPLIT_NEED, 4, 0, 0},
        {"no length yet", "880c00", WS_SPLIT_NEED, 4, 0, 0},
        {"empty message", "880c0000", WS_SPLIT_MESSAGE, 4, 4, 0},
        {"one byte", "880c0001 32", WS_SPLIT_MESSAGE, 5, 5, 0},
        {"next message behind", "880c0000 880c", WS_SPLIT_MESSAGE, 4, 4, 0},
        {"body one byte short", "880c0003 3250", WS_SPLIT_NEED, 7, 7, 0},
        {"the longest", "880cffff", WS_SPLIT_NEED, 65539, 65539, 0},
        {"no identifier", "474554202f", WS_SPLIT_BAD, 1, 0, WS_BAD_VALUE},
        {"first byte wrong, alone", "47", WS_SPLIT_BAD, 1, 0, WS_BAD_VALUE},
        {"second byte wrong", "880d0000", WS_SPLIT_BAD, 2, 0, WS_BAD_VALUE},
        {"second byte wrong, the last", "8888", WS_SPLIT_BAD, 2, 0, WS_BAD_VALUE},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        struct test_bytes in = unhex(cases[i].in);
        struct ws_split got = split(slice(&in), false);
        assert_int_equal(got.status, cases[i].status);
        assert_int_equal(got.len, cases[i].len);
        assert_int_equal(got.total, cases[i].total);
        assert_int_equal(got.code, cases[i].code);
    }
}

static void split_of_every_cut_asks_for_the_rest(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(messages); i++) {
        struct test_bytes in = unhex(messages[i]);
        for (size_t n = 0; n < in.len; n++) {
            struct ws_split got = split((struct ws_bytes){in.data, n}, false);
            assert_int_equal(got.status, WS_SPLIT_NEED);
            assert_int_equal(got.len, n < 4 ? 4 : in.len);
            assert_int_equal(got.total, n < 4 ? 0 : in.len);
        }
        struct ws_split got = split(slice(&in), false);
        assert_int_equal(got.status, WS_SPLIT_MESSAGE);
        assert_int_equal(got.len, in.len);
    }
}

static void split_at_the_end_calls_an_unfinished_message_truncated(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(messages); i++) {
        struct test_bytes in = unhex(messages[i]);
        for (size_t n = 1; n < in.len; n++) {
            struct ws_split got = split((struct ws_bytes){in.data, n}, true);
            assert_int_equal(got.status, WS_SPLIT_BAD);
            assert_int_equal(got.code, WS_TRUNCATED);
            assert_int_equal(got.len, n);
        }
        assert_int_equal(split(slice(&in), true).status, WS_SPLIT_MESSAGE);
    }
}

/* Resync */

enum { NOWHERE = -1 };

static const struct {
    const char *what, *in;
    int at;     /* found here when nothing follows; NOWHERE */
    size_t and; /* bytes from there on that decide it */
} searches[] = {
    {"nothing", "", NOWHERE, 0},
    {"adjacency at once", SYN, 0, 40},
    {"general header at once", ADJACENCY_UPDATE, 0, 16},
    {"behind garbage", "0000 88 880d 47 " ADJACENCY_UPDATE, 6, 16},
    {"behind an identifier", "880c " PORT_UP, 2, 16},
    {"behind half an identifier", "88 " SYN, 1, 40},
    {"only garbage", "4745 8847 0c88", NOWHERE, 0},
    {"an unknown type", "880c000c 32630000 00000000 8001000c", NOWHERE, 0},
    {"another inner length", "880c000c 32550001 00000000 8001000d", NOWHERE, 0},
    {"another total length",
     "880c0028 320a2801 010203040506 000000000000 00000000 00000000 01000000 00000000 00 01 0008 "
     "00010000",
     NOWHERE, 0},
    {"adjacency code 0",
     "880c0024 320a2800 010203040506 000000000000 00000000 00000000 01000000 00000000 00 00 0000",
     NOWHERE, 0},
    {"adjacency code 5",
     "880c0024 320a2805 010203040506 000000000000 00000000 00000000 01000000 00000000 00 00 0000",
     NOWHERE, 0},
    {"RSTACK with the M flag",
     "880c0024 320a2884 010203040506 000000000000 00000000 00000000 01000000 00000000 00 00 0000",
     0, 40},
    {"any version", "880c000c ff550001 00000000 8001000c", 0, 16},
    {"type 150, the highest", "880c000c 32960001 00000000 8001000c", 0, 16},
    {"type 151", "880c000c 32970001 00000000 8001000c", NOWHERE, 0},
    {"type 144, the lowest of multicast", "880c000c 32900001 00000000 8001000c", 0, 16},
    {"more than the message", "880cffff 32500000 00000000 8001ffff", 0, 16},
    {"undecided at 24 of 40 bytes, then a good one", "880c0004 320a0001 " ADJACENCY_UPDATE, 8, 16},
    {"15 bytes of a header", "880c000c 32550001 00000000 800100", NOWHERE, 0},
};

static struct ws_resync resync(struct ws_bytes in, bool end)
{
    return ancp_resync(NULL, WS_CLIENT, in, (struct ws_at){.end = end}, &(struct ws_lost){0});
}

static void resync_finds_the_first_plausible_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(searches); i++) {
        print_message("case: %s\n", searches[i].what);
        struct test_bytes in = unhex(searches[i].in);
        struct ws_resync got = resync(slice(&in), true);
        assert_int_equal(got.found, searches[i].at != NOWHERE);
        assert_int_equal(got.skip, searches[i].at == NOWHERE ? in.len : (size_t)searches[i].at);
    }
}

/** As the host does: byte by byte, what can be dropped is dropped. Answers the place, or in.len. */
static size_t search_in_steps(struct ws_bytes in, size_t step, size_t *ret_seen)
{
    size_t dropped = 0, scanned = 0;
    for (size_t seen = 0;;) {
        seen = seen + step < in.len ? seen + step : in.len;
        bool end = seen == in.len;
        struct ws_bytes part = {in.data + dropped, seen - dropped};
        struct ws_resync got =
            ancp_resync(NULL, WS_CLIENT, part,
                        (struct ws_at){.offset = dropped, .scanned = scanned, .end = end},
                        &(struct ws_lost){0});
        dropped += got.skip;
        scanned = got.scanned;
        assert_true(dropped <= seen);
        *ret_seen = seen;
        if (got.found || end)
            return dropped;
    }
}

static void resync_byte_by_byte_finds_the_same_as_soon_as_it_can(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(searches); i++) {
        print_message("case: %s\n", searches[i].what);
        struct test_bytes in = unhex(searches[i].in);
        size_t seen, at = search_in_steps(slice(&in), 1, &seen);
        assert_int_equal(at, searches[i].at == NOWHERE ? in.len : (size_t)searches[i].at);
        if (searches[i].at == 0)
            assert_int_equal(seen, searches[i].and);
    }
}

static void resync_waits_while_a_candidate_is_undecided(void **state)
{
    (void)state;
    struct test_bytes in = unhex("880c0004 320a0001 " ADJACENCY_UPDATE);
    struct ws_resync got = resync(slice(&in), false);
    assert_false(got.found);
    assert_int_equal(got.skip, 0);
}

static void resync_is_linear_in_hostile_bytes(void **state)
{
    (void)state;
    enum { N = 1 << 20, ALL = N };
    static const uint8_t patterns[][4] = {
        {0x88, 0x88, 0x88, 0x88}, {0x88, 0x0c, 0x88, 0x0c}, {0x88, 0x0c, 0x00, 0x0a}};
    static const size_t steps[] = {1, 7, 1460, ALL};
    uint8_t *bytes = malloc(N);
    assert_non_null(bytes);
    for (size_t p = 0; p < WS_LEN(patterns); p++) {
        for (size_t i = 0; i < N; i++)
            bytes[i] = patterns[p][i % 4];
        for (size_t k = 0; k < WS_LEN(steps); k++) {
            clock_t begin = clock();
            size_t seen;
            assert_int_equal(search_in_steps((struct ws_bytes){bytes, N}, steps[k], &seen), N);
            /* Quadratic work would take hours. */
            assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
        }
    }
    free(bytes);
}

/* Identify */

static const struct {
    const char *in, *name;
    size_t variant;
    enum ws_message_kind kind;
} identities[] = {
    {"880c0000", "unknown", ANCP_TINY, WS_KIND_ABSENT},
    {"880c0001 32", "unknown", ANCP_TINY, WS_KIND_ABSENT},
    {"880c0002 3250", "port_up", ANCP_SHORT, WS_KIND_ABSENT},
    {"880c0004 32500000", "port_up", ANCP_SHORT, WS_KIND_ABSENT},
    {"880c0004 32630000", "unknown", ANCP_SHORT, WS_KIND_ABSENT},
    {"880c000b 32550000 00000000 800100", "adjacency_update", ANCP_SHORT, WS_KIND_ABSENT},
    {"880c0002 320a", "adjacency_unknown", ANCP_SHORT, WS_CONTROL},
    {"880c0014 320afa03 02000000000100000000000000000000", "adjacency_unknown", ANCP_SHORT,
     WS_CONTROL},
    {SYN, "adjacency_syn", ANCP_WHOLE, WS_CONTROL},
    {PORT_UP, "port_up", ANCP_WHOLE, WS_NOTIFY},
    {"880c000c 32500000 00000000 8001000c", "port_up", ANCP_BARE, WS_NOTIFY},
    {"880c0027 32510000 00000000 80010027 "
     "000000000000000000000000000000000000000000510500 000000",
     "port_down", ANCP_BARE, WS_NOTIFY},
    {"880c0028 32510000 00000000 80010028 "
     "000000000000000000000000000000000000000000510500 00000000",
     "port_down", ANCP_WHOLE, WS_NOTIFY},
    {"880c000c 32202000 00000001 8001000c", "port_management", ANCP_BARE, WS_REQUEST},
    {"880c000c 32203000 00000001 8001000c", "port_management", ANCP_BARE, WS_RESPONSE},
    {"880c000c 32204500 00000001 8001000c", "port_management", ANCP_BARE, WS_RESPONSE},
    {ADJACENCY_UPDATE, "adjacency_update", ANCP_WHOLE, WS_NOTIFY},
    {"880c000c 325b0000 00000001 8001000c", "generic_response", ANCP_WHOLE, WS_RESPONSE},
    {"880c000c 325d0000 00000001 8001000c", "provisioning", ANCP_WHOLE, WS_REQUEST},
    {"880c000c 325d4000 00000001 8001000c", "provisioning", ANCP_WHOLE, WS_RESPONSE},
    {"880c000c 32900000 00000001 8001000c", "multicast_replication_control", ANCP_WHOLE,
     WS_REQUEST},
    {"880c000c 32910000 00000001 8001000c", "multicast_admission_control", ANCP_WHOLE, WS_REQUEST},
    {"880c000c 32920000 00000001 8001000c", "bandwidth_reallocation_request", ANCP_WHOLE,
     WS_REQUEST},
    {"880c000c 32930000 00000001 8001000c", "bandwidth_transfer", ANCP_WHOLE, WS_NOTIFY},
    {"880c000c 32933000 00000001 8001000c", "bandwidth_transfer", ANCP_WHOLE, WS_RESPONSE},
    {"880c000c 32942000 00000001 8001000c", "delegated_bandwidth_query", ANCP_WHOLE, WS_REQUEST},
    {"880c000c 32944000 00000001 8001000c", "delegated_bandwidth_query", ANCP_WHOLE, WS_RESPONSE},
    {"880c000c 32952000 00000001 8001000c", "multicast_flow_query", ANCP_WHOLE, WS_REQUEST},
    {"880c000c 32963000 00000001 8001000c", "committed_bandwidth_report", ANCP_WHOLE, WS_NOTIFY},
    {"880c000c 32631000 00000001 8001000c", "unknown", ANCP_WHOLE, WS_REQUEST},
    {"880c000c 32633000 00000001 8001000c", "unknown", ANCP_WHOLE, WS_RESPONSE},
};

static struct ws_identity identify(struct ws_bytes message)
{
    struct ws_identity id = ancp_identify(NULL, WS_CLIENT, message);
    if (id.kind == WS_NO_KIND)
        id.kind = (enum ws_message_kind)id.type->kind;
    return id;
}

static void identify_names_type_form_and_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(identities); i++) {
        print_message("case: %s\n", identities[i].in);
        struct test_bytes in = unhex(identities[i].in);
        struct ws_identity got = identify(slice(&in));
        assert_string_equal(got.type->name, identities[i].name);
        assert_int_equal(got.variant, identities[i].variant);
        assert_int_equal(got.kind, identities[i].kind);
    }
}

static void identify_names_adjacency_by_code_whatever_the_m_flag(void **state)
{
    (void)state;
    static const struct {
        uint8_t code;
        const char *name;
    } cases[] = {{0, "adjacency_unknown"},   {1, "adjacency_syn"},       {2, "adjacency_synack"},
                 {3, "adjacency_ack"},       {4, "adjacency_rstack"},    {5, "adjacency_unknown"},
                 {9, "adjacency_unknown"},   {127, "adjacency_unknown"}, {0x81, "adjacency_syn"},
                 {0x84, "adjacency_rstack"}, {0xff, "adjacency_unknown"}};
    struct test_bytes in = unhex(SYN);
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        in.data[7] = cases[i].code;
        assert_string_equal(identify(slice(&in)).type->name, cases[i].name);
    }
}

static void identify_has_a_form_for_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(identities); i++) {
        struct test_bytes in = unhex(identities[i].in);
        for (size_t n = 0; n <= in.len; n++) {
            struct ws_identity got = identify((struct ws_bytes){in.data, n});
            assert_true(got.variant < got.type->n_variants);
            if (n < 16)
                assert_int_not_equal(got.variant, n < 6 ? ANCP_SHORT : ANCP_WHOLE);
        }
    }
}

/* Probe */

static enum ws_verdict probe(const char *client, const char *server, bool from_begin)
{
    struct test_bytes a = unhex(client), b = unhex(server);
    struct ws_probe p = {
        WS_TCP, {slice(&a), slice(&b)}, {from_begin, from_begin}, {false, false}, false};
    return ancp_probe(NULL, &p);
}

static void probe_knows_headers_whose_lengths_agree(void **state)
{
    (void)state;
    static const struct {
        const char *what, *client, *server;
        bool from_begin;
        enum ws_verdict verdict;
    } cases[] = {
        {"nothing", "", "", true, WS_UNDECIDED},
        {"identifier alone", "880c", "", true, WS_UNDECIDED},
        {"adjacency", SYN, "", true, WS_SURELY},
        {"adjacency from the other side", "", SYN, true, WS_SURELY},
        {"half of it", "880c0028 320a2801 0102", "", true, WS_UNDECIDED},
        {"another message first", PORT_UP, "", true, WS_LIKELY},
        {"an odd one first", "880c000c 32c80000 00000000 8001000c", "", true, WS_NEUTRAL},
        {"garbage", "474554202f", "", true, WS_NEUTRAL},
        {"second byte wrong", "880d", "", true, WS_NEUTRAL},
        {"TLS on one side", SYN, "16030100", true, WS_AGAINST},
        {"seen from the middle", "0400003e80 " PORT_UP, "", false, WS_LIKELY},
        {"seen from the middle, adjacency", "00" SYN, "", false, WS_SURELY},
        {"nothing yet in the middle", "0400003e80", "", false, WS_UNDECIDED},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        assert_int_equal(probe(cases[i].client, cases[i].server, cases[i].from_begin),
                         cases[i].verdict);
    }
}

static void probe_of_every_cut_never_speaks_against_ancp(void **state)
{
    (void)state;
    struct test_bytes in = unhex(SYN);
    for (size_t n = 0; n <= in.len; n++) {
        struct ws_probe p = {
            WS_TCP, {{in.data, n}, {NULL, 0}}, {true, true}, {false, false}, false};
        assert_int_equal(ancp_probe(NULL, &p), n < 40 ? WS_UNDECIDED : WS_SURELY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_takes_length_at_its_word),
        cmocka_unit_test(split_of_every_cut_asks_for_the_rest),
        cmocka_unit_test(split_at_the_end_calls_an_unfinished_message_truncated),
        cmocka_unit_test(resync_finds_the_first_plausible_header),
        cmocka_unit_test(resync_byte_by_byte_finds_the_same_as_soon_as_it_can),
        cmocka_unit_test(resync_waits_while_a_candidate_is_undecided),
        cmocka_unit_test(resync_is_linear_in_hostile_bytes),
        cmocka_unit_test(identify_names_type_form_and_kind),
        cmocka_unit_test(identify_names_adjacency_by_code_whatever_the_m_flag),
        cmocka_unit_test(identify_has_a_form_for_every_cut),
        cmocka_unit_test(probe_knows_headers_whose_lengths_agree),
        cmocka_unit_test(probe_of_every_cut_never_speaks_against_ancp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
