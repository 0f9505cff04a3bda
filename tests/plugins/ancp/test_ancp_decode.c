/* ANCP: what tables make of messages, odd and broken ones above all. Expected values are written by
 * hand from RFC 6320 and RFC 7256. */
#include "ancp_test.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "message/decode.h"
#include "message/encode.h"
#include "message/scan.h"
#include "wirespeak/err.h"

struct fixture {
    struct ws_arena arena;
    const struct ws_plan *plans[ANCP_N_TYPES][3];
    struct ws_out got, want;
};

static int set_up(void **state)
{
    static struct fixture f; /* large; made anew for the whole group */
    char why[WS_PLAN_WHY_MAX] = "";

    ws_arena_init(&f.arena, WS_MAX_SCRATCH);
    struct ws_planner planner = {
        .arena = &f.arena, .why = why, .errors = ws_plugin.errors, .n_errors = ws_plugin.n_errors};
    for (size_t i = 0; i < ANCP_N_TYPES; i++)
        for (size_t k = 0; k < ancp_types[i].n_variants; k++)
            if (ws_plan_make(&planner, ancp_types[i].variants[k], &f.plans[i][k])) {
                print_error("%s: %s\n", ancp_types[i].name, why);
                return -1;
            }
    ws_out_init(&f.got);
    ws_out_init(&f.want);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ws_out_free(&f->got);
    ws_out_free(&f->want);
    ws_arena_free(&f->arena);
    return 0;
}

/* Messages */

static const struct ws_plan *plan_of(const struct fixture *f, struct ws_bytes message)
{
    struct ws_identity id = ancp_identify(NULL, WS_CLIENT, message);
    return f->plans[id.type - ancp_types][id.variant];
}

static const struct ws_node *decode(struct fixture *f, struct ws_bytes message)
{
    assert_int_equal(ws_decode(&f->got, plan_of(f, message), NULL, message), WS_OK);
    return f->got.nodes;
}

/** A message of a type that has TLVs right behind the general header. */
static struct test_bytes message_of(uint8_t type, const char *tlvs)
{
    struct test_bytes head = unhex("880c0000 32000000 00000001 80010000"), tail = unhex(tlvs);
    memcpy(head.data + head.len, tail.data, tail.len);
    head.len += tail.len;
    head.data[5] = type;
    ws_store_be(head.data + 2, 2, head.len - 4);
    ws_store_be(head.data + 14, 2, head.len - 4);
    return head;
}

/* Comparing with JSON */

static size_t render(const struct ws_node *n, char out[2 * TEST_MAX])
{
    size_t len = 0;
    switch (n->kind) {
    case WS_V_MAC:
        for (uint32_t i = 0; i < n->len; i++)
            len += (size_t)sprintf(out + len, i ? ":%02x" : "%02x", n->as.data[i]);
        return len;
    case WS_V_HEX:
        for (uint32_t i = 0; i < n->len; i++)
            len += (size_t)sprintf(out + len, "%02x", n->as.data[i]);
        return len;
    case WS_V_IP: {
        uint8_t address[16] = {0};
        memcpy(address, n->as.data, n->len);
        assert_non_null(inet_ntop(n->size == 4 ? AF_INET : AF_INET6, address, out, 64));
        return strlen(out);
    }
    default:
        memcpy(out, n->as.data, n->len);
        return n->len;
    }
}

static bool same(const struct ws_node *got, const struct ws_node *want);

static bool same_numbers(const struct ws_node *got, const struct ws_node *want)
{
    const struct ws_node *w = ws_first(want);
    if (want->kind != WS_V_ARRAY || want->len != got->len)
        return false;
    for (uint32_t i = 0; i < got->len; i++, w = ws_next(want, w))
        if (w->as.u != ws_load_be(got->as.data + (size_t)i * got->size, got->size))
            return false;
    return true;
}

static bool same_arrays(const struct ws_node *got, const struct ws_node *want)
{
    const struct ws_node *g = ws_first(got), *w = ws_first(want);
    if (want->kind != WS_V_ARRAY || want->len != got->len)
        return false;
    for (; g; g = ws_next(got, g), w = ws_next(want, w))
        if (!same(g, w))
            return false;
    return true;
}

static bool same_objects(const struct ws_node *got, const struct ws_node *want)
{
    if (want->kind != WS_V_OBJECT || want->len != got->len)
        return false;
    for (const struct ws_node *g = ws_first(got); g; g = ws_next(got, g)) {
        struct ws_bytes key = ws_node_key(g);
        char name[128];
        snprintf(name, sizeof(name), "%.*s%s", (int)key.len, (const char *)key.data,
                 g->flags & WS_NODE_HEX_KEY ? "_hex" : "");
        const struct ws_node *w = ws_member(want, name);
        if (!w || !same(g, w))
            return false;
    }
    return true;
}

static bool same(const struct ws_node *got, const struct ws_node *want)
{
    char text[2 * TEST_MAX];

    switch (got->kind) {
    case WS_V_OBJECT:
        return same_objects(got, want);
    case WS_V_ARRAY:
        return same_arrays(got, want);
    case WS_V_NUMBERS:
        return same_numbers(got, want);
    case WS_V_UINT:
    case WS_V_BOOL:
        return want->kind == got->kind && want->as.u == got->as.u;
    default:
        return want->kind == WS_V_TEXT && render(got, text) == want->len &&
               memcmp(text, want->as.data, want->len) == 0;
    }
}

/** The codes of what is wrong, in order, joined by blanks. */
static const char *errors_of(const struct fixture *f)
{
    static char text[512];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < f->got.n_faults; i++) {
        uint16_t code = f->got.faults[i].code;
        const char *name = code == WS_LIMIT           ? "limit"
                           : code < WS_FIRST_OWN_CODE ? "?"
                                                      : ws_plugin.errors[code - 32].code;
        len += (size_t)snprintf(text + len, sizeof(text) - len, len ? " %s" : "%s", name);
    }
    return text;
}

static void check_fields(struct fixture *f, const struct ws_node *got, const char *json)
{
    char why[WS_JSON_WHY_MAX] = "";
    struct ws_bytes text = {(const uint8_t *)json, strlen(json)};
    int err = ws_json_scan(&f->want, text, 0, why);
    if (err)
        fail_msg("%s", why);
    assert_true(same(got, f->want.nodes));
}

/* TLVs */

struct tlv_case {
    const char *what;
    uint8_t type; /* of the message */
    const char *in, *tlvs, *errors;
};

static void check_tlvs(struct fixture *f, const struct tlv_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        print_message("case: %s\n", cases[i].what);
        struct test_bytes in = message_of(cases[i].type, cases[i].in);
        const struct ws_node *fields = decode(f, slice(&in));
        check_fields(f, ws_member(fields, "tlvs"), cases[i].tlvs);
        assert_string_equal(errors_of(f), cases[i].errors);
    }
}

static void flows_are_shown_only_when_addresses_fit_exactly(void **state)
{
    static const struct tlv_case cases[] = {
        {"any source", 0x95, "00190008 01010000 e9fc0101",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":8,\"flow_type\":1,"
         "\"address_family\":1,\"number_of_source_addresses\":0,\"group_address\":\"233.252.1.1\","
         "\"source_addresses\":[]}]",
         ""},
        {"any source, yet one is named", 0x95, "0019000c 01010001 e9fc0101 c0000201",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":12,\"flow_type\":1,"
         "\"address_family\":1,\"number_of_source_addresses\":1,\"group_address\":\"233.252.1.1\","
         "\"source_addresses\":[\"192.0.2.1\"]}]",
         ""},
        {"two sources, a group that is none", 0x95, "00190010 02010002 0a000001 c0000201 c0000202",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":16,\"flow_type\":2,"
         "\"address_family\":1,\"number_of_source_addresses\":2,\"group_address\":\"10.0.0.1\","
         "\"source_addresses\":[\"192.0.2.1\",\"192.0.2.2\"]}]",
         ""},
        {"more bytes than sources", 0x95, "0019000c 02010000 e9fc0101 c0000201",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":12,\"flow_type\":2,"
         "\"address_family\":1,\"number_of_source_addresses\":0,"
         "\"value_hex\":\"02010000e9fc0101c0000201\",\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"fewer bytes than sources", 0x95, "00190008 02010001 e9fc0101",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":8,\"flow_type\":2,"
         "\"address_family\":1,\"number_of_source_addresses\":1,\"value_hex\":\"02010001e9fc0101\","
         "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"IPv4 length in an IPv6 flow", 0x95, "00190008 01020000 e9fc0101",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":8,\"flow_type\":1,"
         "\"address_family\":2,\"number_of_source_addresses\":0,\"value_hex\":\"01020000e9fc0101\","
         "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"unknown family", 0x95, "00190004 01030000",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":4,\"flow_type\":1,"
         "\"address_family\":3,\"number_of_source_addresses\":0,\"value_hex\":\"01030000\","
         "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"less than its head", 0x95, "00190003 01010000",
         "[{\"type\":25,\"name\":\"multicast_flow\",\"length\":3,\"value_hex\":\"010100\","
         "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
    };
    check_tlvs(*state, cases, WS_LEN(cases));
}

#define LIST_ACTION(length)                                                                        \
    "[{\"type\":33,\"name\":\"list_action\",\"length\":" length                                    \
    ",\"operation\":1,\"list_type\":3,\"reserved\":0,\"flow_lists\":"

static void list_actions_keep_complete_flows_before_a_fault(void **state)
{
    static const struct tlv_case cases[] = {
        {"no group", 0x5d, "00210004 01030000", LIST_ACTION("4") "[]}]", ""},
        {"a wildcard", 0x5d, "0021000a 01030000 00020001 0000 0000",
         LIST_ACTION("10") "[{\"address_family\":2,\"number_of_flow_fields\":1,\"flows\":"
                           "[{\"group_prefix_length\":0,\"source_prefix_length\":0}]}]}]",
         ""},
        {"two groups, bits beyond the prefix", 0x5d,
         "00210014 01030000 00010001 0c00 e9ff 00010001 0010 c000",
         LIST_ACTION("20") "[{\"address_family\":1,\"number_of_flow_fields\":1,\"flows\":"
                           "[{\"group_prefix_length\":12,\"source_prefix_length\":0,"
                           "\"group_prefix\":\"233.255.0.0\"}]},"
                           "{\"address_family\":1,\"number_of_flow_fields\":1,\"flows\":"
                           "[{\"group_prefix_length\":0,\"source_prefix_length\":16,"
                           "\"source_prefix\":\"192.0.0.0\"}]}]}]",
         ""},
        {"group prefix of 33 bits", 0x5d, "0021000f 01030000 00010001 2100 e900000000 00",
         LIST_ACTION("15") "[{\"address_family\":1,\"number_of_flow_fields\":1,\"flows\":[]}],"
                           "\"value_hex\":\"01030000000100012100e900000000\","
                           "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"source prefix of 129 bits behind a good flow", 0x5d,
         "0021000e 01030000 00020002 0800ff 0081ff 0000",
         LIST_ACTION("14") "[{\"address_family\":2,\"number_of_flow_fields\":2,\"flows\":"
                           "[{\"group_prefix_length\":8,\"source_prefix_length\":0,"
                           "\"group_prefix\":\"ff00::\"}]}],"
                           "\"value_hex\":\"01030000000200020800ff0081ff\","
                           "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"fewer flows than counted", 0x5d, "0021000b 01030000 00010002 0800e9 00",
         LIST_ACTION("11") "[{\"address_family\":1,\"number_of_flow_fields\":2,\"flows\":"
                           "[{\"group_prefix_length\":8,\"source_prefix_length\":0,"
                           "\"group_prefix\":\"233.0.0.0\"}]}],"
                           "\"value_hex\":\"01030000000100020800e9\",\"error\":\"bad_tlv_length\"}"
                           "]",
         "bad_tlv_length"},
        {"unknown family", 0x5d, "0021000a 01030000 00030002 0000 0000",
         LIST_ACTION("10") "[{\"address_family\":3,\"number_of_flow_fields\":2,\"flows\":[]}],"
                           "\"value_hex\":\"01030000000300020000\",\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"unknown family without a flow", 0x5d, "00210008 01030000 00030000",
         LIST_ACTION("8") "[{\"address_family\":3,\"number_of_flow_fields\":0,\"flows\":[]}],"
                          "\"value_hex\":\"0103000000030000\",\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"one byte where a group should be", 0x5d, "00210005 01030000 00 000000",
         LIST_ACTION("5") "[],\"value_hex\":\"0103000000\",\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"three bytes where a group should be", 0x5d, "00210007 01030000 000100 00",
         LIST_ACTION("7") "[],\"value_hex\":\"01030000000100\",\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
    };
    check_tlvs(*state, cases, WS_LEN(cases));
}

static void status_info_ends_with_its_message_or_goes_on(void **state)
{
    static const struct tlv_case cases[] = {
        {"no padding behind a message that ends it", 0x5b, "01060007 00500003 656e3a",
         "[{\"type\":262,\"name\":\"status_info\",\"length\":7,\"reserved\":0,\"message_type\":80,"
         "\"error_message_length\":3,\"error_message\":\"en:\",\"tlvs\":[],\"padding\":\"\"}]",
         ""},
        {"missing TLVs as bare heads", 0x5b, "0106000c 00500000 00010000 00040000",
         "[{\"type\":262,\"name\":\"status_info\",\"length\":12,\"reserved\":0,"
         "\"message_type\":80,\"error_message_length\":0,\"error_message\":\"\",\"tlvs\":["
         "{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":0},"
         "{\"type\":4,\"name\":\"dsl_line_attributes\",\"length\":0}]}]",
         ""},
        {"message beyond the TLV", 0x5b, "01060007 005000ff 656e3a 00",
         "[{\"type\":262,\"name\":\"status_info\",\"length\":7,\"reserved\":0,\"message_type\":80,"
         "\"error_message_length\":255,\"value_hex\":\"005000ff656e3a\","
         "\"error\":\"bad_tlv_length\"}]",
         "bad_tlv_length"},
        {"message that is no UTF-8", 0x5b, "01060008 00500004 656e3aff",
         "[{\"type\":262,\"name\":\"status_info\",\"length\":8,\"reserved\":0,\"message_type\":80,"
         "\"error_message_length\":4,\"error_message_hex\":\"656e3aff\",\"tlvs\":[]}]",
         ""},
    };
    check_tlvs(*state, cases, WS_LEN(cases));
}

static void tlvs_show_what_is_odd_and_go_on(void **state)
{
    static const struct tlv_case cases[] = {
        {"text that is no UTF-8", 0x5d, "00010002 fffe 0000",
         "[{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":2,\"value_hex\":\"fffe\"}]",
         ""},
        {"padding that is not zero", 0x5d, "00010003 41424320",
         "[{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":3,\"value\":\"ABC\","
         "\"padding\":\"20\"}]",
         ""},
        {"padding that is missing", 0x5d, "00010002 4142",
         "[{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":2,\"value\":\"AB\","
         "\"padding\":\"\"}]",
         ""},
        {"padding that is cut", 0x5d, "00010001 41 0000",
         "[{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":1,\"value\":\"A\","
         "\"padding\":\"0000\"}]",
         ""},
        {"unknown types", 0x5d, "2abc0001 7a000000 00000000 00980001 01000000 00b60000",
         "[{\"type\":10940,\"name\":\"unknown\",\"length\":1,\"value\":\"7a\"},"
         "{\"type\":0,\"name\":\"unknown\",\"length\":0},"
         "{\"type\":152,\"name\":\"unknown\",\"length\":1,\"value\":\"01\"},"
         "{\"type\":182,\"name\":\"unknown\",\"length\":0}]",
         ""},
        {"reserved kinds of targets", 0x5d, "10010004 00010000 10200001 01000000 10210001 02000000",
         "[{\"type\":4097,\"name\":\"target\",\"length\":4,\"value\":\"00010000\"},"
         "{\"type\":4128,\"name\":\"target\",\"length\":1,\"value\":\"01\"},"
         "{\"type\":4129,\"name\":\"unknown\",\"length\":1,\"value\":\"02\"}]",
         ""},
        {"one number instead of two", 0x5d, "00080004 00000007 00060008 00000065 00000007",
         "[{\"type\":8,\"name\":\"opaque_data\",\"length\":4,\"values\":[7]},"
         "{\"type\":6,\"name\":\"access_aggregation_circuit_id_binary\",\"length\":8,"
         "\"values\":[101,7]}]",
         ""},
        {"line attributes outside their container", 0x5d, "00910004 0000000d 00b10004 000f4240",
         "[{\"type\":145,\"name\":\"dsl_type\",\"length\":4,\"value\":13},"
         "{\"type\":177,\"name\":\"ont_onu_peak_data_rate_downstream\",\"length\":4,"
         "\"value\":1000000}]",
         ""},
        {"loopback counts that are not allowed", 0x5d, "00070002 00050000 00070002 21050000",
         "[{\"type\":7,\"name\":\"oam_loopback_test_parameters\",\"length\":2,\"count\":0,"
         "\"timeout\":5},{\"type\":7,\"name\":\"oam_loopback_test_parameters\",\"length\":2,"
         "\"count\":33,\"timeout\":5}]",
         ""},
        {"an optical line", 0x5d, "00120008 00970004 00000004",
         "[{\"type\":18,\"name\":\"pon_access_line_attributes\",\"length\":8,\"tlvs\":["
         "{\"type\":151,\"name\":\"pon_access_type\",\"length\":4,\"value\":4}]}]",
         ""},
        {"who asked", 0x91, "00920010 20010db8000000000000000000000001 00930008 0200000000000001",
         "[{\"type\":146,\"name\":\"request_source_ip\",\"length\":16,\"value\":\"2001:db8::1\"},"
         "{\"type\":147,\"name\":\"request_source_mac\",\"length\":8,"
         "\"value\":\"02:00:00:00:00:00:00:01\"}]",
         ""},
        {"three bytes left over in a container", 0x5d, "1000000b 00010004 61626364 000100 00",
         "[{\"type\":4096,\"name\":\"target\",\"length\":11,\"tlvs\":["
         "{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":4,\"value\":\"abcd\"}],"
         "\"trailing\":\"000100\"}]",
         "tlv_truncated"},
        {"value beyond its container", 0x5d, "10000008 00810008 00000001 00240000",
         "[{\"type\":4096,\"name\":\"target\",\"length\":8,\"tlvs\":["
         "{\"type\":129,\"name\":\"actual_net_data_rate_upstream\",\"length\":8,"
         "\"value_hex\":\"00000001\",\"error\":\"tlv_truncated\"}]},"
         "{\"type\":36,\"name\":\"white_list_cac\",\"length\":0}]",
         "tlv_truncated"},
        {"head without a value at the end", 0x5d, "00240000 00810004",
         "[{\"type\":36,\"name\":\"white_list_cac\",\"length\":0},"
         "{\"type\":129,\"name\":\"actual_net_data_rate_upstream\",\"length\":4,"
         "\"value_hex\":\"\",\"error\":\"tlv_truncated\"}]",
         "tlv_truncated"},
    };
    check_tlvs(*state, cases, WS_LEN(cases));
}

/* Lengths */

static const struct {
    uint16_t first, last;
    const char *lengths; /* of these, joined by blanks */
} impossible[] = {
    {0x81, 0x8f, "4"},   {0x91, 0x91, "4"},    {0x94, 0x94, "4"},   {0x96, 0x97, "4"},
    {0x9b, 0xa2, "4"},   {0xb0, 0xb5, "4"},    {0x15, 0x15, "4"},   {0x22, 0x22, "4"},
    {0x06, 0x06, "4 8"}, {0x08, 0x08, "4 8"},  {0x07, 0x07, "2"},   {0x90, 0x90, "3"},
    {0x16, 0x16, "8"},   {0x92, 0x92, "4 16"}, {0x93, 0x93, "6 8"}, {0x24, 0x25, ""},
};

static bool is_listed(const char *lengths, unsigned length)
{
    char word[8], all[32];
    snprintf(word, sizeof(word), " %u ", length);
    snprintf(all, sizeof(all), " %s ", lengths);
    return strstr(all, word) != NULL;
}

static void check_length(struct fixture *f, uint16_t type, uint16_t length, bool fits)
{
    struct test_bytes in = message_of(0x5d, "");
    ws_store_be(in.data + in.len, 2, type);
    ws_store_be(in.data + in.len + 2, 2, length);
    in.len += 4 + (size_t)length + (4 - length % 4u) % 4;
    ws_store_be(in.data + 2, 2, in.len - 4);
    ws_store_be(in.data + 14, 2, in.len - 4);
    const struct ws_node *tlv = ws_first(ws_member(decode(f, slice(&in)), "tlvs"));
    assert_string_equal(errors_of(f), fits ? "" : "bad_tlv_length");
    assert_int_equal(ws_member(tlv, "error") != NULL, !fits);
    if (!fits)
        assert_int_equal(tlv->len, 5); /* type, name, length, value_hex, error */
}

static void tlvs_of_a_length_impossible_for_their_type_are_hex(void **state)
{
    for (size_t i = 0; i < WS_LEN(impossible); i++) {
        for (uint16_t type = impossible[i].first; type <= impossible[i].last; type++) {
            print_message("case: type %#x\n", type);
            for (uint16_t length = 1; length <= 40; length++)
                check_length(*state, type, length, is_listed(impossible[i].lengths, length));
        }
    }
}

static void tlvs_of_length_0_are_never_a_fault(void **state)
{
    struct fixture *f = *state;
    for (unsigned type = 0; type <= 0x1020; type++) {
        struct test_bytes in = message_of(0x5d, "00000000");
        ws_store_be(in.data + 16, 2, type);
        const struct ws_node *tlv = ws_first(ws_member(decode(f, slice(&in)), "tlvs"));
        assert_string_equal(errors_of(f), "");
        assert_int_equal(tlv->len, 3); /* type, name, length */
    }
}

/* Nesting */

static void containers_open_sixteen_deep_and_no_deeper(void **state)
{
    struct fixture *f = *state;
    for (size_t depth = 1; depth <= 20; depth++) {
        struct test_bytes in = message_of(0x5d, "");
        for (size_t i = depth; i > 0; i--, in.len += 4)
            ws_store_be(in.data + in.len, 4, 0x10000000 | (i - 1) * 4);
        ws_store_be(in.data + 2, 2, in.len - 4);
        ws_store_be(in.data + 14, 2, in.len - 4);
        const struct ws_node *n = ws_first(ws_member(decode(f, slice(&in)), "tlvs"));
        size_t seen = 1;
        for (const struct ws_node *in_it; (in_it = ws_member(n, "tlvs")); seen++)
            n = ws_first(in_it);
        /* The innermost is empty and needs no opening. */
        assert_string_equal(errors_of(f), depth <= ANCP_MAX_DEPTH ? "" : "limit");
        assert_int_equal(seen, depth <= ANCP_MAX_DEPTH ? depth : ANCP_MAX_DEPTH);
        assert_int_equal(ws_member(n, "value_hex") != NULL, depth > ANCP_MAX_DEPTH);
    }
}

/* Whole messages */

#define HEAD(length, type) "{\"length\":" length ",\"version\":50,\"message_type\":" type
#define SYN_HEAD(length, num_caps, total)                                                          \
    HEAD(length, "10")                                                                             \
    ",\"timer\":250,\"m_flag\":false,\"code\":1,\"sender_name\":\"02:00:00:00:00:01\","            \
    "\"receiver_name\":\"00:00:00:00:00:00\",\"sender_port\":0,\"receiver_port\":0,\"ptype\":0,"   \
    "\"p_flag\":1,\"sender_instance\":1,\"partition_id\":0,\"receiver_instance\":0,"               \
    "\"reserved\":0,\"num_caps\":" num_caps ",\"total_length\":" total ",\"capabilities\":"
#define SYN_BYTES(length)                                                                          \
    "880c" length "320afa01 020000000001 000000000000 00000000 00000000 "                          \
    "01000001 00000000 00"
#define GENERAL_FIELDS(length, type, inner)                                                        \
    HEAD(length, type)                                                                             \
    ",\"result\":0,\"result_code\":0,\"partition_id\":0,\"transaction_id\":0,\"i_flag\":true,"     \
    "\"submessage_number\":1,\"message_length\":" inner
#define CAPABILITY_1 "{\"type\":1,\"name\":\"dsl_topology_discovery\",\"length\":0,\"data\":\"\"}"

static const struct {
    const char *what, *in, *fields, *errors;
} messages[] = {
    {"nothing", "880c0000", "{\"length\":0}", "header_truncated"},
    {"one byte", "880c0001 32", "{\"length\":1,\"raw\":\"32\"}", "header_truncated"},
    {"only a type", "880c0002 3250", HEAD("2", "80") "}", "header_truncated"},
    {"adjacency of two bytes", "880c0002 320a", HEAD("2", "10") "}", "header_truncated"},
    {"no capabilities", SYN_BYTES("0024") "00 0000", SYN_HEAD("36", "0", "0") "[]}", ""},
    {"total length beyond the message", SYN_BYTES("0028") "02 0008 00010000",
     SYN_HEAD("40", "2", "8") "[" CAPABILITY_1 "]}", "caps_length_mismatch caps_count_mismatch"},
    {"total length before the message's end", SYN_BYTES("002c") "01 0004 00010000 00040000",
     SYN_HEAD("44", "1", "4") "[" CAPABILITY_1 "],\"trailing\":\"00040000\"}",
     "caps_length_mismatch"},
    {"capability beyond the area", SYN_BYTES("002a") "01 0006 00020004 abcd",
     SYN_HEAD("42", "1", "6") "[{\"type\":2,\"name\":\"dsl_line_configuration\",\"length\":4,"
                              "\"data\":\"abcd\"}]}",
     "caps_truncated"},
    {"PyANCP's two capabilities", SYN_BYTES("0028") "02 0004 00010004",
     SYN_HEAD("40", "2", "4") "[{\"type\":1,\"name\":\"dsl_topology_discovery\",\"length\":4,"
                              "\"data\":\"\"}]}",
     "caps_truncated caps_count_mismatch"},
    {"all that can be wrong with capabilities", SYN_BYTES("002b") "03 0010 00010000 000200",
     SYN_HEAD("43", "3", "16") "[" CAPABILITY_1 "],\"trailing\":\"000200\"}",
     "caps_length_mismatch caps_truncated caps_count_mismatch"},
    {"padding of a capability, dirty or missing",
     SYN_BYTES("0031") "02 000d 00010001 aa5a5a5a "
                       "00630001 bb",
     SYN_HEAD("49", "2", "13") "[{\"type\":1,\"name\":\"dsl_topology_discovery\",\"length\":1,"
                               "\"data\":\"aa\"},{\"type\":99,\"name\":\"unknown\",\"length\":1,"
                               "\"data\":\"bb\"}]}",
     ""},
    {"bytes behind an adjacency update", "880c000e 32550000 00000000 8001000e beef",
     GENERAL_FIELDS("14", "85", "14") ",\"trailing\":\"beef\"}", ""},
    {"an unknown type", "880c000e 32c80000 00000000 8001000e beef",
     GENERAL_FIELDS("14", "200", "14") ",\"raw\":\"beef\"}", ""},
    {"an unknown type without a body", "880c000c 32c80000 00000000 8001000c",
     GENERAL_FIELDS("12", "200", "12") "}", ""},
    {"a port up without a body", "880c000c 32500000 00000000 8001000c",
     GENERAL_FIELDS("12", "80", "12") "}", "body_truncated"},
    {"left-over bytes of the block, then those behind it",
     "880c002f 32500000 00000000 8001002f 0000000000000000000000000000000000000000 00500500 "
     "00010003 000100 0a0b0c0d",
     GENERAL_FIELDS(
         "47", "80",
         "47") ",\"unused\":\"0000000000000000000000000000000000000000\",\"extension_flags\":0,"
               "\"extension_message_type\":80,\"tech_type\":5,\"reserved\":0,\"num_tlvs\":1,"
               "\"extension_block_length\":3,\"tlvs\":[],\"trailing\":\"0001000a0b0c0d\"}",
     "extension_block_length_mismatch tlv_truncated tlv_count_mismatch"},
    {"everything at once, in order",
     "880c0034 32500000 00000000 80010063 0000000000000000000000000000000000000000 00500500 "
     "00020064 00810002 01020000 00010009 31323334",
     "{\"length\":52,\"version\":50,\"message_type\":80,\"result\":0,\"result_code\":0,"
     "\"partition_id\":0,\"transaction_id\":0,\"i_flag\":true,\"submessage_number\":1,"
     "\"message_length\":99,\"unused\":\"0000000000000000000000000000000000000000\","
     "\"extension_flags\":0,\"extension_message_type\":80,\"tech_type\":5,\"reserved\":0,"
     "\"num_tlvs\":2,\"extension_block_length\":100,\"tlvs\":["
     "{\"type\":129,\"name\":\"actual_net_data_rate_upstream\",\"length\":2,"
     "\"value_hex\":\"0102\",\"error\":\"bad_tlv_length\"},"
     "{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":9,"
     "\"value_hex\":\"31323334\",\"error\":\"tlv_truncated\"}]}",
     "length_mismatch extension_block_length_mismatch bad_tlv_length tlv_truncated"},
    {"draft: I flag alone", "880c000c 31550000 00000000 8000000c",
     "{\"length\":12,\"version\":49,\"message_type\":85,\"result\":0,\"result_code\":0,"
     "\"partition_id\":0,\"transaction_id\":0,\"i_flag\":true,\"submessage_number\":0,"
     "\"message_length\":12}",
     ""},
    {"draft: submessage alone", "880c000c 31550000 00000000 0001000c",
     "{\"length\":12,\"version\":49,\"message_type\":85,\"result\":0,\"result_code\":0,"
     "\"partition_id\":0,\"transaction_id\":0,\"i_flag\":false,\"submessage_number\":1,"
     "\"message_length\":12}",
     ""},
    {"RFC 7256's own Port Management: reserved bytes of the draft, a target for the line",
     "880c0040 32201000 00000001 80010040 0000000000000000000000000000 0800 00000000 00200538 "
     "00020018 1000000c 00010008 6c696e6520302f31 00150004 000003e8",
     "{\"length\":64,\"version\":50,\"message_type\":32,\"result\":1,\"result_code\":0,"
     "\"partition_id\":0,\"transaction_id\":1,\"i_flag\":true,\"submessage_number\":1,"
     "\"message_length\":64,\"unused_1\":\"0000000000000000000000000000\",\"function\":8,"
     "\"x_function\":0,\"unused_2\":\"00000000\",\"extension_flags\":0,"
     "\"extension_message_type\":32,\"reserved\":1336,\"num_tlvs\":2,"
     "\"extension_block_length\":24,\"tlvs\":[{\"type\":4096,\"name\":\"target\",\"length\":12,"
     "\"tlvs\":[{\"type\":1,\"name\":\"access_loop_circuit_id\",\"length\":8,"
     "\"value\":\"line 0/1\"}]},{\"type\":21,\"name\":\"bandwidth_allocation\",\"length\":4,"
     "\"value\":1000}]}",
     ""},
};

static void messages_keep_all_that_is_known_and_say_what_is_wrong(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(messages); i++) {
        print_message("case: %s\n", messages[i].what);
        struct test_bytes in = unhex(messages[i].in);
        const struct ws_node *fields = decode(f, slice(&in));
        assert_string_equal(errors_of(f), messages[i].errors);
        check_fields(f, fields, messages[i].fields);
    }
}

static void every_cut_of_a_message_decodes_without_a_crash(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(messages); i++) {
        struct test_bytes in = unhex(messages[i].in);
        for (size_t n = 4; n <= in.len; n++) {
            ws_store_be(in.data + 2, 2, n - 4);
            assert_non_null(decode(f, (struct ws_bytes){in.data, n}));
        }
    }
}

/* Encoding */

static void presets_make_each_message_of_its_type(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < ANCP_N_TYPES; i++) {
        struct ws_buf out;
        char why[WS_ENCODE_WHY_MAX] = "";
        const struct ws_message_type *t = &ancp_types[i];
        print_message("case: %s\n", t->name);
        struct ws_encode job = {
            .plan = f->plans[i][0], .presets = t->presets, .n_presets = t->n_presets};
        ws_buf_init(&out, TEST_MAX);
        assert_int_equal(ws_encode(&job, &out, why), WS_OK);
        struct ws_bytes bytes = {out.data, out.len};
        struct ws_identity id = ancp_identify(NULL, WS_CLIENT, bytes);
        assert_ptr_equal(id.type, t);
        decode(f, bytes);
        assert_string_equal(errors_of(f), "");
        ws_buf_free(&out);
    }
}

static void what_has_no_errors_makes_the_round_trip(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < WS_LEN(messages); i++) {
        struct ws_buf out;
        char why[WS_ENCODE_WHY_MAX] = "";
        struct test_bytes in = unhex(messages[i].in);
        if (*messages[i].errors || strstr(messages[i].what, "padding"))
            continue;
        print_message("case: %s\n", messages[i].what);
        struct ws_encode job = {.plan = plan_of(f, slice(&in)), .fields = decode(f, slice(&in))};
        ws_buf_init(&out, TEST_MAX);
        assert_int_equal(ws_encode(&job, &out, why), WS_OK);
        assert_int_equal(out.len, in.len);
        assert_memory_equal(out.data, in.data, in.len);
        ws_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_are_shown_only_when_addresses_fit_exactly),
        cmocka_unit_test(list_actions_keep_complete_flows_before_a_fault),
        cmocka_unit_test(status_info_ends_with_its_message_or_goes_on),
        cmocka_unit_test(tlvs_show_what_is_odd_and_go_on),
        cmocka_unit_test(tlvs_of_a_length_impossible_for_their_type_are_hex),
        cmocka_unit_test(tlvs_of_length_0_are_never_a_fault),
        cmocka_unit_test(containers_open_sixteen_deep_and_no_deeper),
        cmocka_unit_test(messages_keep_all_that_is_known_and_say_what_is_wrong),
        cmocka_unit_test(every_cut_of_a_message_decodes_without_a_crash),
        cmocka_unit_test(presets_make_each_message_of_its_type),
        cmocka_unit_test(what_has_no_errors_makes_the_round_trip),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
