/* ANCP: states, notes, what answers what, and what is missing, by conversations of a few messages.
 */
#include "fake_host.h"

#include <stdio.h>
#include <string.h>

#include "message/decode.h"
#include "plugin/map.h"
#include "wirespeak/err.h"

#define MS INT64_C(1000000)

struct fixture {
    struct ws_arena arena;
    const struct ws_plan *plans[ANCP_N_TYPES][3];
    struct ws_out out;
    struct ancp_instance instance;
    struct ancp_conversation conversation;
    struct ws_host host;
    uint64_t frame;
    bool whole;
};

static int set_up(void **state)
{
    static struct fixture f;
    char why[WS_PLAN_WHY_MAX] = "";

    ws_arena_init(&f.arena, WS_MAX_SCRATCH);
    struct ws_planner planner = {
        .arena = &f.arena, .why = why, .errors = ws_plugin.errors, .n_errors = ws_plugin.n_errors};
    for (size_t i = 0; i < ANCP_N_TYPES; i++)
        for (size_t k = 0; k < ancp_types[i].n_variants; k++)
            if (ws_plan_make(&planner, ancp_types[i].variants[k], &f.plans[i][k]))
                return -1;
    ws_out_init(&f.out);
    *state = &f;
    return ws_plugin.setup(&f.instance, NULL);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ws_map_free_all(f->host.maps);
    ws_out_free(&f->out);
    ws_arena_free(&f->arena);
    return 0;
}

static void start(struct fixture *f)
{
    ws_map_free_all(f->host.maps);
    memset(&f->host, 0, sizeof(f->host));
    memset(&f->conversation, 0, sizeof(f->conversation));
    f->frame = 0;
    f->whole = true;
    ws_plugin.begin(&f->conversation, &f->instance, &(struct ws_flow_view){0}, &f->host);
}

/** A message comes at `ms`; deadlines before it are kept. Frames count from 1. */
static void come(struct fixture *f, int64_t ms, enum ws_role from, const char *hex)
{
    struct test_bytes in = unhex(hex);
    struct ws_identity id = ancp_identify(&f->conversation, from, slice(&in));
    enum ws_message_kind kind = id.kind ? id.kind : (enum ws_message_kind)id.type->kind;

    fake_forget(&f->host);
    if (f->host.deadline_ns && f->host.deadline_ns <= ms * MS)
        ws_plugin.tick(&f->conversation, f->host.deadline_ns, &f->host);
    assert_int_equal(
        ws_decode(&f->out, f->plans[id.type - ancp_types][id.variant], NULL, slice(&in)), WS_OK);
    struct ws_message m = {.type = id.type,
                           .name = id.type->name,
                           .kind = kind == WS_KIND_ABSENT ? WS_NO_KIND : kind,
                           .from = from,
                           .bytes = slice(&in),
                           .fields = f->out.nodes,
                           .ts_ns = ms * MS,
                           .frame = ++f->frame,
                           .n_errors = f->out.n_faults,
                           .whole_flow = f->whole};
    ws_plugin.observe(&f->conversation, &m, &f->host);
}

static void tick(struct fixture *f, int64_t ms)
{
    fake_forget(&f->host);
    if (f->host.deadline_ns <= ms * MS)
        ws_plugin.tick(&f->conversation, ms * MS, &f->host);
}

#define CAN_TOPOLOGY "01 0004 00010000"
#define CAN_ALL      "08 0020 00010000 00020000 00030000 00040000 00050000 00060000 00070000 00080000"
#define CAN_NOTHING  "00 0000"
#define NO_ONE       "000000000000"
#define AN_NAME      "0200000000aa"
#define NAS_NAME     "0200000000bb"
/* length, timer and code, sender, receiver, sender's instance, partition and receiver's instance,
 * capabilities */
#define ADJACENCY(length, timer_code, sender, receiver, si, pri, caps)                             \
    "880c" length "320a" timer_code sender receiver "00000000 00000000 01" si pri "00" caps

#define AN_SYN     ADJACENCY("0044", "fa01", AN_NAME, NO_ONE, "000001", "00000000", CAN_ALL)
#define AN_SYNACK  ADJACENCY("0044", "fa02", AN_NAME, NAS_NAME, "000001", "00000002", CAN_ALL)
#define AN_ACK     ADJACENCY("0044", "fa03", AN_NAME, NAS_NAME, "000001", "00000002", CAN_ALL)
#define AN_RSTACK  ADJACENCY("0044", "fa04", AN_NAME, NAS_NAME, "000001", "00000002", CAN_ALL)
#define NAS_SYN    ADJACENCY("0044", "fa81", NAS_NAME, NO_ONE, "000002", "00000000", CAN_ALL)
#define NAS_SYNACK ADJACENCY("0044", "fa82", NAS_NAME, AN_NAME, "000002", "00000001", CAN_ALL)
#define NAS_ACK    ADJACENCY("0044", "fa83", NAS_NAME, AN_NAME, "000002", "00000001", CAN_ALL)

/** The whole handshake, as RFC 6320 draws it; frames 1 to 5. */
static void establish(struct fixture *f)
{
    start(f);
    come(f, 0, WS_CLIENT, AN_SYN);
    come(f, 0, WS_SERVER, NAS_SYN);
    come(f, 1, WS_SERVER, NAS_SYNACK);
    come(f, 2, WS_CLIENT, AN_ACK);
    come(f, 3, WS_SERVER, NAS_ACK);
    assert_int_equal(f->host.notes, 0);
}

/* States */

struct step {
    enum ws_role from;
    const char *in, *state;
};

static void follow(struct fixture *f, const struct step *steps, size_t n)
{
    start(f);
    for (size_t i = 0; i < n; i++) {
        print_message("step %zu\n", i);
        come(f, (int64_t)i, steps[i].from, steps[i].in);
        assert_string_equal(f->host.context[ANCP_C_ADJACENCY], steps[i].state);
    }
}

static void states_follow_the_table_of_the_rfc(void **state)
{
    static const struct step handshake[] = {
        {WS_CLIENT, AN_SYN, "SYNSENT"},     {WS_SERVER, NAS_SYN, "SYNRCVD"},
        {WS_SERVER, NAS_SYNACK, "SYNRCVD"}, {WS_CLIENT, AN_ACK, "ESTAB"},
        {WS_SERVER, NAS_ACK, "ESTAB"},      {WS_CLIENT, AN_SYN, "ESTAB"},
        {WS_SERVER, NAS_ACK, "ESTAB"},      {WS_CLIENT, AN_RSTACK, "ESTAB"},
        {WS_SERVER, NAS_SYN, "SYNSENT"},
    };
    static const struct step crossing[] = {
        {WS_SERVER, NAS_SYN, "SYNSENT"},   {WS_CLIENT, AN_SYN, "SYNRCVD"},
        {WS_CLIENT, AN_SYNACK, "SYNRCVD"}, {WS_SERVER, NAS_SYNACK, "ESTAB"},
        {WS_CLIENT, AN_ACK, "ESTAB"},
    };
    follow(*state, handshake, WS_LEN(handshake));
    follow(*state, crossing, WS_LEN(crossing));
}

static void messages_that_mean_another_link_change_nothing(void **state)
{
    /* To another receiver instance; without a capability; an RSTACK for another link. */
    static const struct step wrong_receiver[] = {
        {WS_CLIENT, AN_SYN, "SYNSENT"},
        {WS_SERVER, NAS_SYN, "SYNRCVD"},
        {WS_SERVER, ADJACENCY("0044", "fa82", NAS_NAME, AN_NAME, "000002", "00000009", CAN_ALL),
         "SYNRCVD"},
        {WS_CLIENT, AN_SYN, "SYNRCVD"},
    };
    static const struct step no_capability[] = {
        {WS_CLIENT, AN_SYN, "SYNSENT"},
        {WS_SERVER, NAS_SYN, "SYNRCVD"},
        {WS_SERVER, ADJACENCY("0024", "fa82", NAS_NAME, AN_NAME, "000002", "00000001", CAN_NOTHING),
         "SYNRCVD"},
        {WS_CLIENT, AN_SYN, "SYNRCVD"},
    };
    static const struct step other_link[] = {
        {WS_CLIENT, AN_SYN, "SYNSENT"},
        {WS_SERVER, NAS_SYN, "SYNRCVD"},
        {WS_SERVER, NAS_SYNACK, "SYNRCVD"},
        {WS_CLIENT, AN_ACK, "ESTAB"},
        {WS_SERVER, ADJACENCY("0044", "fa84", NAS_NAME, AN_NAME, "000002", "00000009", CAN_ALL),
         "ESTAB"},
        {WS_CLIENT, AN_ACK, "ESTAB"},
    };
    follow(*state, wrong_receiver, WS_LEN(wrong_receiver));
    follow(*state, no_capability, WS_LEN(no_capability));
    follow(*state, other_link, WS_LEN(other_link));
}

/* What answers what */

static void adjacency_messages_are_tied_where_only_one_can_be_meant(void **state)
{
    static const struct {
        enum ws_role from;
        const char *in;
        uint64_t frame;
    } steps[] = {
        {WS_CLIENT, AN_SYN, 0},     /* 1 */
        {WS_SERVER, NAS_SYN, 0},    /* 2 */
        {WS_SERVER, NAS_SYNACK, 1}, /* 3 */
        {WS_CLIENT, AN_SYNACK, 2},  /* 4 */
        {WS_CLIENT, AN_ACK, 3},     /* 5 */
        {WS_SERVER, NAS_ACK, 4},    /* 6 */
        {WS_CLIENT, AN_ACK, 0},     /* 7: keep-alive */
        {WS_SERVER, NAS_ACK, 7},    /* 8 */
        {WS_CLIENT, AN_SYN, 0},     /* 9 */
        {WS_SERVER, NAS_ACK, 9},    /* 10 */
        {WS_CLIENT, AN_SYN, 0},     /* 11 */
        {WS_CLIENT, AN_SYN, 0},     /* 12 */
        {WS_SERVER, NAS_ACK, 0},    /* either */
    };
    struct fixture *f = *state;
    start(f);
    for (size_t i = 0; i < WS_LEN(steps); i++) {
        come(f, (int64_t)i * 10000, steps[i].from, steps[i].in);
        assert_int_equal(f->host.request_frame, steps[i].frame);
    }
}

#define LINE        "00010004 6c2d3031" /* l-01 */
#define LINE_TARGET "10000008 " LINE
#define OAM_REQUEST(id, timeout)                                                                   \
    "880c0038 32202000 0000" id " 80010038 0000000000000000000000000000 0900 00000000 00200000 "   \
    "00020010 " LINE " 00070002 01" timeout "0000"
#define OAM_RESPONSE(id)                                                                           \
    "880c0028 32203503 0000" id " 80010028 0000000000000000000000000000 0900 00000000 00200000 "   \
    "00000000"
#define CONFIGURE(result, id)                                                                      \
    "880c0038 3220" result "00 0000" id " 80010038 0000000000000000000000000000 0800 00000000 "    \
    "00200000 00020010 " LINE " 00050003 73696c00"
#define CONFIGURED(id)                                                                             \
    "880c0030 32203000 0000" id " 80010030 0000000000000000000000000000 0800 00000000 00200000 "   \
    "00010008 " LINE
#define QUERY(id)        "880c0018 32942000 0000" id " 80010018 " LINE_TARGET
#define QUERY_ANSWER(id) "880c0020 32943000 0000" id " 80010020 " LINE_TARGET " 00150004 000003e8"
#define REALLOCATE(id)                                                                             \
    "880c0024 32920000 0000" id " 80010024 " LINE_TARGET " 00160008 000003e8 000007d0"
#define TRANSFER(result, id)                                                                       \
    "880c0020 3293" result "00 0000" id " 80010020 " LINE_TARGET " 00150004 000007d0"
#define PROVISION(id) "880c0010 325d0000 0000" id " 80010010 00250000"
#define REPLICATE(id)                                                                              \
    "880c0028 32902000 0000" id " 80010028 " LINE_TARGET " 0011000c 03000000 00190000 00190000"
#define GENERIC(id)        "880c000c 325b3000 0000" id " 8001000c"
#define GENERIC_FOR(id, t) "880c0014 325b4055 0000" id " 80010014 01060004 00" t "0000"

static void responses_find_their_requests(void **state)
{
    static const struct {
        const char *what, *request, *answer;
        enum ws_role asks;
        uint64_t frame; /* of the request: 6, or 0 */
        bool orphan;
        const char *circuit;
    } cases[] = {
        {"port management", CONFIGURE("20", "0001"), CONFIGURED("0001"), WS_SERVER, 6, false, ""},
        {"a response that does not name the line", OAM_REQUEST("0001", "00"), OAM_RESPONSE("0001"),
         WS_SERVER, 6, false, "l-01"},
        {"another id", CONFIGURE("20", "0001"), CONFIGURED("0002"), WS_SERVER, 0, true, ""},
        {"a query of the NAS", QUERY("0001"), QUERY_ANSWER("0001"), WS_SERVER, 6, false, ""},
        {"a query of the AN", QUERY("0001"), QUERY_ANSWER("0001"), WS_CLIENT, 6, false, ""},
        {"a transfer for a call", REALLOCATE("0007"), TRANSFER("30", "0007"), WS_CLIENT, 6, false,
         ""},
        {"a transfer unasked", REALLOCATE("0007"), TRANSFER("00", "0007"), WS_CLIENT, 0, false, ""},
        {"generic, with the failed type", PROVISION("0001"), GENERIC_FOR("0001", "5d"), WS_SERVER,
         6, false, ""},
        {"generic, with another type", PROVISION("0001"), GENERIC_FOR("0001", "90"), WS_SERVER, 0,
         true, ""},
        {"generic, the only one with this id", REPLICATE("0001"), GENERIC("0001"), WS_SERVER, 6,
         false, "l-01"},
        {"generic without an id", PROVISION("0001"), GENERIC("0000"), WS_SERVER, 0, false, ""},
        {"generic for an unknown type", "880c000c 32c82000 00000009 8001000c",
         GENERIC_FOR("0009", "c8"), WS_SERVER, 6, false, ""},
        {"a PyANCP port up",
         "880c0028 32501000 00000003 80010028 "
         "0000000000000000000000000000000000000000 00500500 00000000",
         GENERIC_FOR("0003", "50"), WS_CLIENT, 6, false, ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        establish(f);
        come(f, 10, cases[i].asks, cases[i].request);
        assert_int_equal(f->host.request_frame, 0);
        come(f, 20, cases[i].asks ^ 1, cases[i].answer);
        assert_int_equal(f->host.request_frame, cases[i].frame);
        assert_int_equal(f->host.orphan, cases[i].orphan);
        assert_string_equal(f->host.context[ANCP_C_CIRCUIT_ID], cases[i].circuit);
    }
}

/* RFC 6320 section 3.6.1: AckAll asks for an answer in any case, Nack for that of a failure. */
static void requests_that_ask_for_errors_only_need_no_answer(void **state)
{
    static const struct {
        const char *what, *request;
        bool excused;
    } cases[] = {{"AckAll", CONFIGURE("20", "0001"), false},
                 {"Nack", CONFIGURE("10", "0001"), true},
                 {"Ignore", PROVISION("0001"), true},
                 {"a call for bandwidth", REALLOCATE("0001"), false}};
    struct fixture *f = *state;

    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        establish(f);
        come(f, 10, WS_SERVER, cases[i].request);
        assert_int_equal(f->host.no_answer, cases[i].excused);
    }
}

static void a_generic_response_to_either_of_two_requests_is_tied_to_none(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 10, WS_SERVER, PROVISION("0001"));
    come(f, 11, WS_SERVER, REPLICATE("0001"));
    come(f, 12, WS_CLIENT, GENERIC("0001"));
    assert_int_equal(f->host.request_frame, 0);
}

static void a_request_is_answered_once(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 10, WS_SERVER, CONFIGURE("20", "0001"));
    come(f, 11, WS_CLIENT, CONFIGURED("0001"));
    come(f, 12, WS_CLIENT, CONFIGURED("0001"));
    assert_true(f->host.orphan);
}

static void the_newest_of_many_requests_are_remembered(void **state)
{
    struct fixture *f = *state;
    char request[512], answer[512];
    establish(f);
    for (unsigned i = 1; i <= 1100; i++) {
        snprintf(request, sizeof(request), "880c0010 325d0000 00%06x 80010010 00250000", i);
        come(f, 10, WS_SERVER, request);
    }
    for (unsigned i = 1; i <= 1100; i++) {
        snprintf(answer, sizeof(answer), "880c0014 325b4055 00%06x 80010014 01060004 005d0000", i);
        come(f, 11, WS_CLIENT, answer);
        assert_int_equal(f->host.orphan, i <= 1100 - 1024);
    }
}

/* What is missing */

static void silence_of_more_than_three_timers_is_told_once(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 1000, WS_CLIENT, AN_ACK);
    come(f, 2000, WS_SERVER, NAS_ACK);
    tick(f, 76000);
    assert_int_equal(f->host.n_notices, 0);
    tick(f, 76001);
    assert_int_equal(f->host.n_notices, 1);
    assert_int_equal(f->host.notices[0].code, ANCP_ADJACENCY_DEAD);
    assert_int_equal(f->host.notices[0].from, WS_CLIENT);
    tick(f, 76002);
    assert_int_equal(f->host.n_notices, 0);
    tick(f, 77001);
    assert_int_equal(f->host.n_notices, 1);
    assert_int_equal(f->host.notices[0].from, WS_SERVER);
    assert_true(f->host.deadline_ns == INT64_MAX);
    come(f, 80000, WS_CLIENT, AN_ACK);
    tick(f, 155001);
    assert_int_equal(f->host.n_notices, 1);
}

static void silence_before_the_adjacency_stands_is_not_told(void **state)
{
    struct fixture *f = *state;
    start(f);
    come(f, 0, WS_CLIENT, AN_SYN);
    assert_true(f->host.deadline_ns == INT64_MAX);
}

static void an_owed_answer_that_does_not_come_is_told_once(void **state)
{
    static const struct {
        const char *what, *request;
        int64_t timeout_ms; /* 0: never told */
    } cases[] = {
        {"answer in any case", CONFIGURE("20", "0001"), 5000},
        {"answer a failure", CONFIGURE("10", "0001"), 0},
        {"a loopback test that leaves it open", OAM_REQUEST("0001", "00"), 5000},
        {"a loopback test with its own timeout", OAM_REQUEST("0001", "0a"), 10000},
        {"a query", QUERY("0001"), 5000},
        {"a call for bandwidth", REALLOCATE("0001"), 5000},
        {"provisioning", PROVISION("0001"), 0},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        establish(f);
        come(f, 100, WS_SERVER, cases[i].request);
        tick(f, 100 + cases[i].timeout_ms - 1);
        assert_int_equal(f->host.n_notices, 0);
        tick(f, cases[i].timeout_ms ? 100 + cases[i].timeout_ms : 30000);
        assert_int_equal(f->host.n_notices, cases[i].timeout_ms != 0);
        if (cases[i].timeout_ms) {
            assert_int_equal(f->host.notices[0].code, ANCP_REQUEST_UNANSWERED);
            assert_int_equal(f->host.notices[0].frame, 6);
        }
        tick(f, 40000);
        assert_int_equal(f->host.n_notices, 0);
    }
}

static void an_answer_in_time_is_no_notice(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 100, WS_SERVER, OAM_REQUEST("0001", "0a"));
    come(f, 200, WS_SERVER, CONFIGURE("20", "0002"));
    come(f, 300, WS_CLIENT, CONFIGURED("0002"));
    tick(f, 5200);
    assert_int_equal(f->host.n_notices, 0);
    come(f, 9000, WS_CLIENT, OAM_RESPONSE("0001"));
    assert_int_equal(f->host.request_frame, 6);
    tick(f, 20000);
    assert_int_equal(f->host.n_notices, 0);
}

static void a_late_answer_is_still_tied(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 100, WS_SERVER, CONFIGURE("20", "0001"));
    tick(f, 6000);
    assert_int_equal(f->host.n_notices, 1);
    come(f, 7000, WS_CLIENT, CONFIGURED("0001"));
    assert_int_equal(f->host.request_frame, 6);
}

/* Notes */

#define N(code) (UINT32_C(1) << (ANCP_##code))
#define PORT_EVENT(length, type, result, id, tail)                                                 \
    "880c" length "32" type result "00 00" id " 8001" length                                       \
    "0000000000000000000000000000000000000000 00" type "0500" tail
#define DSL "00040008 00910004 00000003"

static const struct {
    const char *what;
    enum ws_role from;
    const char *in;
    uint32_t notes;
} notes[] = {
    {"a good port up", WS_CLIENT, PORT_EVENT("003c", "50", "00", "000000", "00020014" LINE DSL), 0},
    {"PyANCP's", WS_CLIENT, PORT_EVENT("003c", "50", "10", "000003", "00020014" LINE DSL),
     N(RESULT_UNEXPECTED) | N(TRANSACTION_ID_UNEXPECTED)},
    {"from a NAS", WS_SERVER, PORT_EVENT("003c", "50", "00", "000000", "00020014" LINE DSL),
     N(WRONG_DIRECTION)},
    {"without its attributes", WS_CLIENT, PORT_EVENT("0030", "50", "00", "000000", "00010008" LINE),
     N(MANDATORY_TLV_MISSING)},
    {"port down needs none", WS_CLIENT, PORT_EVENT("0030", "51", "00", "000000", "00010008" LINE),
     0},
    {"without a line", WS_CLIENT, PORT_EVENT("0034", "51", "00", "000000", "0001000c" DSL),
     N(MANDATORY_TLV_MISSING)},
    {"draft version", WS_CLIENT, "880c000c 31550001 00000000 8001000c",
     N(VERSION_IS_DRAFT) | N(VERSION_MISMATCH)},
    {"no such version", WS_CLIENT, "880c000c 03550001 00000000 8001000c",
     N(VERSION_UNKNOWN) | N(VERSION_MISMATCH)},
    {"another partition", WS_CLIENT, "880c000c 32550001 07000000 8001000c", N(PARTITION_MISMATCH)},
    {"I flag without a number", WS_CLIENT, "880c000c 32550001 00000000 8000000c", N(I_FLAG)},
    {"number without an I flag", WS_CLIENT, "880c000c 32550001 00000000 0001000c", N(I_FLAG)},
    {"function 7", WS_SERVER,
     "880c0030 32202000 00000001 80010030 0000000000000000000000000000 0700 00000000 00200000 "
     "00010008 " LINE,
     N(VALUE_UNKNOWN)},
    {"a response of the NAS", WS_SERVER, CONFIGURED("0001"), N(WRONG_DIRECTION)},
    {"a loopback test that wants no answer", WS_SERVER,
     "880c0030 32201000 00000001 80010030 0000000000000000000000000000 0900 00000000 00200000 "
     "00010008 " LINE,
     N(RESULT_UNEXPECTED)},
    {"a request without an id", WS_SERVER, QUERY("0000"), N(TRANSACTION_ID_UNEXPECTED)},
    {"a target that names no line", WS_SERVER,
     "880c0014 32942000 00000001 80010014 10000004 00240000", N(MANDATORY_TLV_MISSING)},
    {"a call without an amount", WS_SERVER, "880c0018 32920000 00000001 80010018 " LINE_TARGET,
     N(MANDATORY_TLV_MISSING)},
    {"replication without a command", WS_SERVER, "880c0018 32902000 00000001 80010018 " LINE_TARGET,
     N(MANDATORY_TLV_MISSING)},
    {"replication without a target", WS_SERVER,
     "880c0014 32902000 00000001 80010014 00110004 03000000", N(MANDATORY_TLV_MISSING)},
    {"a command code that is none", WS_SERVER,
     "880c0020 32902000 00000001 80010020 " LINE_TARGET " 00110004 09000000", N(VALUE_UNKNOWN)},
    {"a failure without Status-Info", WS_CLIENT, "880c000c 325b4055 00000000 8001000c",
     N(MANDATORY_TLV_MISSING)},
    {"reserved bytes", WS_CLIENT, "880c0014 325b4055 00000000 80010014 01060004 01500000",
     N(RESERVED_NOT_ZERO)},
    {"reserved bytes of the draft", WS_CLIENT,
     "880c0014 315b4055 00000000 80010014 01060004 01500000",
     N(VERSION_IS_DRAFT) | N(VERSION_MISMATCH)},
    {"a circuit id of 64 bytes", WS_CLIENT,
     "880c0070 32510000 00000000 80010070 0000000000000000000000000000000000000000 00510500 "
     "00010044 00010040 "
     "61616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
     "61616161616161616161616161616161616161 61 00000000",
     N(TEXT_TOO_LONG)},
    {"an error says enough", WS_CLIENT, PORT_EVENT("0028", "50", "00", "000000", "00010000"), 0},
};

static void notes_say_what_a_strict_peer_would_reject(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(notes); i++) {
        print_message("case: %s\n", notes[i].what);
        establish(f);
        come(f, 10, notes[i].from, notes[i].in);
        assert_int_equal(f->host.notes, notes[i].notes);
    }
}

static void handshakes_are_noted_too(void **state)
{
    static const struct {
        const char *what;
        enum ws_role from;
        const char *in;
        uint32_t notes;
    } cases[] = {
        {"SYN of a NAS without M", WS_SERVER,
         ADJACENCY("0028", "fa01", NAS_NAME, NO_ONE, "000002", "00000000", CAN_TOPOLOGY),
         N(M_FLAG)},
        {"SYN of an AN with M", WS_CLIENT,
         ADJACENCY("0028", "fa81", AN_NAME, NO_ONE, "000001", "00000000", CAN_TOPOLOGY), N(M_FLAG)},
        {"ACK of a NAS without M", WS_SERVER,
         ADJACENCY("0028", "fa03", NAS_NAME, AN_NAME, "000002", "00000001", CAN_TOPOLOGY), 0},
        {"instance 0", WS_CLIENT,
         ADJACENCY("0028", "fa01", AN_NAME, NO_ONE, "000000", "00000000", CAN_TOPOLOGY),
         N(INSTANCE_ZERO) | N(PEER_RESTARTED)},
        {"RSTACK with instance 0", WS_CLIENT,
         ADJACENCY("0028", "fa04", AN_NAME, NAS_NAME, "000000", "00000002", CAN_TOPOLOGY), 0},
        {"another instance", WS_CLIENT,
         ADJACENCY("0028", "fa01", AN_NAME, NO_ONE, "000007", "00000000", CAN_TOPOLOGY),
         N(PEER_RESTARTED)},
        {"the NAS's partition", WS_SERVER,
         ADJACENCY("0028", "fa03", NAS_NAME, AN_NAME, "000002", "03000001", CAN_TOPOLOGY),
         N(PARTITION_MISMATCH)},
        {"GSMP", WS_CLIENT,
         "880c0024 030afa01 " AN_NAME NO_ONE "00000000 00000000 01000001 00000000 00" CAN_NOTHING,
         N(VERSION_UNKNOWN)},
        {"P flag 0", WS_CLIENT,
         "880c0024 320afa01 " AN_NAME NO_ONE "00000000 00000000 00000001 00000000 00" CAN_NOTHING,
         N(VALUE_UNKNOWN)},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        establish(f);
        come(f, 10, cases[i].from, cases[i].in);
        assert_int_equal(f->host.notes, cases[i].notes);
    }
}

static void messages_before_the_adjacency_are_noted_when_all_was_seen(void **state)
{
    struct fixture *f = *state;
    start(f);
    come(f, 0, WS_CLIENT, AN_SYN);
    come(f, 1, WS_CLIENT, ADJACENCY_UPDATE);
    assert_int_equal(f->host.notes, N(NOT_ESTABLISHED));
    start(f);
    f->whole = false;
    come(f, 0, WS_CLIENT, ADJACENCY_UPDATE);
    assert_int_equal(f->host.notes, 0);
}

static void what_no_common_capability_allows_is_noted(void **state)
{
    struct fixture *f = *state;
    establish(f);
    come(f, 10, WS_CLIENT,
         ADJACENCY("0028", "fa03", AN_NAME, NAS_NAME, "000001", "00000002", CAN_TOPOLOGY));
    come(f, 11, WS_SERVER, OAM_REQUEST("0001", "00"));
    assert_int_equal(f->host.notes, N(CAPABILITY_MISSING));
    come(f, 12, WS_CLIENT, PORT_EVENT("003c", "50", "00", "000000", "00020014" LINE DSL));
    assert_int_equal(f->host.notes, 0);
    /* The message is allowed to any, the TLV in it is not. */
    come(f, 13, WS_CLIENT, "880c0018 325b4064 00000000 80010018 00220004 00000001 01060000");
    assert_int_equal(f->host.notes, N(CAPABILITY_MISSING));
}

static void the_fifth_ack_within_a_second_is_a_storm(void **state)
{
    struct fixture *f = *state;
    establish(f); /* an ACK of the client at 2 ms */
    for (int64_t i = 1; i <= 3; i++) {
        come(f, i * 200, WS_CLIENT, AN_ACK);
        assert_int_equal(f->host.notes, 0);
    }
    come(f, 1001, WS_CLIENT, AN_ACK);
    assert_int_equal(f->host.notes, N(ACK_STORM));
    come(f, 2001, WS_CLIENT, AN_ACK);
    assert_int_equal(f->host.notes, 0);
}

static void a_flow_whose_roles_are_not_known_is_only_looked_at_message_by_message(void **state)
{
    struct fixture *f = *state;
    start(f);
    f->whole = false;
    come(f, 0, WS_UNKNOWN_ROLE, AN_SYN);
    come(f, 0, WS_UNKNOWN_ROLE, QUERY("0001"));
    come(f, 0, WS_UNKNOWN_ROLE, QUERY_ANSWER("0001"));
    assert_int_equal(f->host.request_frame, 0);
    come(f, 0, WS_UNKNOWN_ROLE, "880c000c 32550001 00000000 8000000c");
    assert_int_equal(f->host.notes, N(I_FLAG));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_follow_the_table_of_the_rfc),
        cmocka_unit_test(messages_that_mean_another_link_change_nothing),
        cmocka_unit_test(adjacency_messages_are_tied_where_only_one_can_be_meant),
        cmocka_unit_test(responses_find_their_requests),
        cmocka_unit_test(requests_that_ask_for_errors_only_need_no_answer),
        cmocka_unit_test(a_generic_response_to_either_of_two_requests_is_tied_to_none),
        cmocka_unit_test(a_request_is_answered_once),
        cmocka_unit_test(the_newest_of_many_requests_are_remembered),
        cmocka_unit_test(silence_of_more_than_three_timers_is_told_once),
        cmocka_unit_test(silence_before_the_adjacency_stands_is_not_told),
        cmocka_unit_test(an_owed_answer_that_does_not_come_is_told_once),
        cmocka_unit_test(an_answer_in_time_is_no_notice),
        cmocka_unit_test(a_late_answer_is_still_tied),
        cmocka_unit_test(notes_say_what_a_strict_peer_would_reject),
        cmocka_unit_test(handshakes_are_noted_too),
        cmocka_unit_test(messages_before_the_adjacency_are_noted_when_all_was_seen),
        cmocka_unit_test(what_no_common_capability_allows_is_noted),
        cmocka_unit_test(the_fifth_ack_within_a_second_is_a_storm),
        cmocka_unit_test(a_flow_whose_roles_are_not_known_is_only_looked_at_message_by_message),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
