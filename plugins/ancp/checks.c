/* ANCP: what a strict peer would reject. RFC 6320 sections 3 to 6, RFC 7256 sections 4 and 6.1. */
#include "observe.h"

#include <inttypes.h>
#include <string.h>

#define BIT(n) (UINT32_C(1) << (n))
#define NOTE(s, code, ...)                                                                         \
    do {                                                                                           \
        if (ancp_once(s, code))                                                                    \
            ws_note((s)->host, code, __VA_ARGS__);                                                 \
    } while (0)

/* What each message may say */

enum { CLIENT = BIT(WS_CLIENT), SERVER = BIT(WS_SERVER), BOTH = CLIENT | SERVER };
enum { ANY_ID, ZERO_ID, REAL_ID };

/** Presence of TLVs: one bit each, in the order of tlv_rules. */
enum {
    HAS_CIRCUIT = BIT(0),
    HAS_REMOTE = BIT(1),
    HAS_ASCII = BIT(2),
    HAS_BINARY = BIT(3),
    HAS_DSL = BIT(4),
    HAS_PON = BIT(5),
    HAS_PROFILE = BIT(6),
    HAS_COMMAND = BIT(7),
    HAS_ALLOCATION = BIT(8),
    HAS_REQUEST = BIT(9),
    HAS_MULTICAST_NAME = BIT(10),
    HAS_LIST_ACTION = BIT(11),
    HAS_COMMITTED = BIT(12),
    HAS_STATUS = BIT(13),
    HAS_TARGET = BIT(14),
};
#define HAS_LINE (HAS_CIRCUIT | HAS_REMOTE | HAS_ASCII | HAS_BINARY)

/** Capabilities, one bit each; none: any will do. */
#define CAP(n)         BIT(n)
#define CAPS_MULTICAST (CAP(3) | CAP(5) | CAP(6) | CAP(7) | CAP(8))

struct rule {
    uint8_t message;     /* enum ancp_message */
    uint8_t function;    /* port_management: this one only; 0: any */
    uint8_t asked_by;    /* who sends it when it is no response */
    uint8_t answered_by; /* who sends it as a response */
    uint8_t results;     /* bits */
    uint8_t id;          /* of what is no response */
    uint32_t capabilities;
    uint32_t needs, needs_too; /* TLVs, one of each: of what is no response */
};

// clang-format off
#define R0 BIT(ANCP_IGNORE)
#define R1 BIT(ANCP_NACK)
#define R2 BIT(ANCP_ACK_ALL)
#define R34 (BIT(ANCP_SUCCESS) | BIT(ANCP_FAILURE))

static const struct rule rules[] = {
    {ANCP_M_PORT_MANAGEMENT, ANCP_CONFIGURE, SERVER, CLIENT, R1 | R2 | R34, REAL_ID,
     CAP(2) | CAP(3) | CAP(6) | CAP(7) | CAP(8), HAS_LINE, HAS_PROFILE | HAS_MULTICAST_NAME | HAS_ALLOCATION},
    {ANCP_M_PORT_MANAGEMENT, ANCP_LOOPBACK, SERVER, CLIENT, R2 | R34, REAL_ID, CAP(4), HAS_LINE, 0},
    {ANCP_M_PORT_MANAGEMENT, 0, SERVER, CLIENT, R1 | R2 | R34, REAL_ID, 0, HAS_LINE, 0},
    {ANCP_M_PORT_UP, 0, CLIENT, 0, R0, ZERO_ID, CAP(1), HAS_LINE, HAS_DSL | HAS_PON},
    {ANCP_M_PORT_DOWN, 0, CLIENT, 0, R0, ZERO_ID, CAP(1), HAS_LINE, 0},
    {ANCP_M_ADJACENCY_UPDATE, 0, CLIENT, 0, R0, ZERO_ID, 0, 0, 0},
    {ANCP_M_GENERIC_RESPONSE, 0, BOTH, BOTH, R34, ANY_ID, 0, 0, 0},
    {ANCP_M_PROVISIONING, 0, SERVER, SERVER, R0, REAL_ID, CAP(3) | CAP(5) | CAP(6) | CAP(7), 0, 0},
    {ANCP_M_MULTICAST_REPLICATION_CONTROL, 0, SERVER, SERVER, R0 | R1 | R2, REAL_ID, CAP(3) | CAP(7), HAS_TARGET, HAS_COMMAND},
    {ANCP_M_MULTICAST_ADMISSION_CONTROL, 0, CLIENT, CLIENT, R0, REAL_ID, CAP(7), HAS_TARGET, HAS_COMMAND},
    {ANCP_M_BANDWIDTH_REALLOCATION_REQUEST, 0, BOTH, BOTH, R0, REAL_ID, CAP(8), HAS_TARGET, HAS_REQUEST},
    {ANCP_M_BANDWIDTH_TRANSFER, 0, BOTH, BOTH, R0 | R34, ANY_ID, CAP(8), HAS_TARGET, HAS_ALLOCATION},
    {ANCP_M_DELEGATED_BANDWIDTH_QUERY, 0, BOTH, BOTH, R2 | R34, REAL_ID, CAP(8), HAS_TARGET, 0},
    {ANCP_M_MULTICAST_FLOW_QUERY, 0, SERVER, CLIENT, R2 | R34, REAL_ID, CAPS_MULTICAST, 0, 0},
    {ANCP_M_COMMITTED_BANDWIDTH_REPORT, 0, CLIENT, 0, R0, REAL_ID, CAP(5), HAS_COMMITTED, 0},
};

/* What each TLV may be: RFC 6320 section 4 to 6, RFC 7256 section 6.1. */
struct tlv_rule {
    uint16_t type;
    uint16_t max; /* bytes; 0: no such bound */
    uint32_t bit;
    uint32_t capabilities;
    uint32_t needs, needs_too; /* TLVs within, one of each */
};

static const struct tlv_rule tlv_rules[] = {
    {ANCP_TLV_CIRCUIT_ID, 63, HAS_CIRCUIT, 0, 0, 0},
    {ANCP_TLV_REMOTE_ID, 63, HAS_REMOTE, 0, 0, 0},
    {ANCP_TLV_AGGREGATION_ASCII, 63, HAS_ASCII, 0, 0, 0},
    {ANCP_TLV_AGGREGATION_BINARY, 0, HAS_BINARY, 0, 0, 0},
    {ANCP_TLV_DSL_LINE_ATTRIBUTES, 1023, HAS_DSL, CAP(1), 0, 0},
    {ANCP_TLV_PON_LINE_ATTRIBUTES, 1023, HAS_PON, CAP(1), 0, 0},
    {ANCP_TLV_SERVICE_PROFILE, 64, HAS_PROFILE, CAP(2), 0, 0},
    {ANCP_TLV_OAM_PARAMETERS, 0, 0, CAP(4), 0, 0},
    {ANCP_TLV_OPAQUE_DATA, 0, 0, CAP(4), 0, 0},
    {ANCP_TLV_OAM_RESPONSE, 128, 0, CAP(4), 0, 0},
    {ANCP_TLV_COMMAND, 0, HAS_COMMAND, CAP(3) | CAP(7), 0, 0},
    {ANCP_TLV_MULTICAST_PROFILE, 0, 0, CAP(6) | CAP(7), HAS_MULTICAST_NAME, HAS_LIST_ACTION},
    {ANCP_TLV_BANDWIDTH_ALLOCATION, 0, HAS_ALLOCATION, CAP(3) | CAP(6) | CAP(7) | CAP(8), 0, 0},
    {ANCP_TLV_BANDWIDTH_REQUEST, 0, HAS_REQUEST, CAP(8), 0, 0},
    {ANCP_TLV_MULTICAST_PROFILE_NAME, 255, HAS_MULTICAST_NAME, CAP(6) | CAP(7), 0, 0},
    {ANCP_TLV_MULTICAST_FLOW, 0, 0, CAPS_MULTICAST, 0, 0},
    {ANCP_TLV_LIST_ACTION, 0, HAS_LIST_ACTION, CAP(6) | CAP(7), 0, 0},
    {ANCP_TLV_SEQUENCE_NUMBER, 0, 0, CAP(3) | CAP(7), 0, 0},
    {ANCP_TLV_WHITE_LIST_CAC, 0, 0, CAP(6), 0, 0},
    {ANCP_TLV_MREPCTL_CAC, 0, 0, CAP(3) | CAP(7), 0, 0},
    {ANCP_TLV_SOURCE_IP, 0, 0, CAP(7), 0, 0},
    {ANCP_TLV_SOURCE_MAC, 0, 0, CAP(7), 0, 0},
    {ANCP_TLV_SOURCE_DEVICE, 0, 0, CAP(7), 0, 0},
    {ANCP_TLV_BUFFERING_TIME, 0, 0, CAP(5), 0, 0},
    {ANCP_TLV_COMMITTED_BANDWIDTH, 0, HAS_COMMITTED, CAP(5), HAS_TARGET, 0},
    {ANCP_TLV_STATUS_INFO, 0, HAS_STATUS, 0, 0, 0},
    {ANCP_TLV_TARGET, 0, HAS_TARGET, 0, HAS_LINE, 0},
};
// clang-format on

static const struct rule *rule_of(const struct ancp_seen *s)
{
    for (size_t i = 0; i < WS_LEN(rules); i++)
        if (rules[i].message == s->type && (!rules[i].function || rules[i].function == s->function))
            return &rules[i];
    return NULL;
}

static const struct tlv_rule *tlv_rule_of(uint64_t type)
{
    for (size_t i = 0; i < WS_LEN(tlv_rules); i++)
        if (tlv_rules[i].type == type)
            return &tlv_rules[i];
    return NULL;
}

/* All messages */

static void check_version(struct ancp_seen *s)
{
    const struct ws_node *n = ws_find(s->message->fields, &ancp_head[HEAD_VERSION]);
    if (!n || n->as.u == ANCP_VERSION_RFC)
        return;
    if (n->as.u == ANCP_VERSION_DRAFT)
        NOTE(s, ANCP_VERSION_IS_DRAFT, "version 49 is that of the drafts; RFC 6320 has 50");
    else
        NOTE(s, ANCP_VERSION_UNKNOWN, "version %" PRIu64 " is not ANCP's, which is 50", n->as.u);
    s->draft = n->as.u == ANCP_VERSION_DRAFT;
}

static bool all_zero(const struct ws_node *bytes)
{
    const uint8_t *p = bytes->as.data;
    return bytes->len == 0 || (p[0] == 0 && memcmp(p, p + 1, bytes->len - 1) == 0);
}

static bool is_reserved(const char *quoted_key)
{
    const char *key = quoted_key + 1;
    return (*key == 'r' && strncmp(key, "reserved", 8) == 0) ||
           (*key == 'u' && strncmp(key, "unused", 6) == 0);
}

static void check_value(struct ancp_seen *s, const struct ws_node *n, const struct ws_row_head *row)
{
    bool is_uint = n->kind == WS_V_UINT, zero = is_uint ? n->as.u == 0 : all_zero(n);

    if (is_uint && row->n_names && !ws_node_is_named(n))
        NOTE(s, ANCP_VALUE_UNKNOWN, "%s %" PRIu64 " is no value that the standard knows",
             row->field->key, n->as.u);
    if (!zero && !s->draft && is_reserved(row->quoted_key))
        NOTE(s, ANCP_RESERVED_NOT_ZERO, "%s must be 0", row->field->key);
}

/** The tables say which values have names, and which fields are reserved. */
static void check_values(struct ancp_seen *s)
{
    enum { TLV_HEAD = 3 }; /* type, name, length */
    const struct ws_node *n = s->message->fields + 1;
    const struct ws_node *end = s->message->fields + s->message->fields->span;

    for (; n < end; n++) {
        const struct ws_row_head *row = ws_node_head(n);
        if (n->kind == WS_V_OBJECT && row && row->field->type == WS_TLVS)
            n += TLV_HEAD;
        else if ((n->kind == WS_V_UINT || n->kind == WS_V_HEX) && row && row->quoted_key)
            check_value(s, n, row);
    }
}

/* The general header */

static bool is_response(const struct ancp_seen *s)
{
    return s->message->kind == WS_RESPONSE;
}

static void check_direction(struct ancp_seen *s, const struct rule *rule)
{
    uint32_t from = BIT(s->message->from);
    bool wrong =
        ancp_has_side(s) && !((is_response(s) ? rule->answered_by : rule->asked_by) & from);
    if (wrong)
        NOTE(s, ANCP_WRONG_DIRECTION, "the %s does not send %s%s",
             s->message->from == WS_CLIENT ? "AN" : "NAS", s->message->name,
             is_response(s) ? " as a response" : "");
}

static void check_result(struct ancp_seen *s, const struct rule *rule)
{
    if (!(rule->results & BIT(s->header.result)))
        NOTE(s, ANCP_RESULT_UNEXPECTED, "%s does not have result %u", s->message->name,
             s->header.result);
}

static void check_id(struct ancp_seen *s, const struct rule *rule)
{
    uint32_t id = s->header.transaction_id;
    if (is_response(s))
        return;
    if (rule->id == ZERO_ID && id != 0)
        NOTE(s, ANCP_TRANSACTION_ID_UNEXPECTED, "%s has transaction id 0, here it is %" PRIu32,
             s->message->name, id);
    if (rule->id == REAL_ID && id == 0)
        NOTE(s, ANCP_TRANSACTION_ID_UNEXPECTED, "%s needs a transaction id, here it is 0",
             s->message->name);
}

static void check_i_flag(struct ancp_seen *s)
{
    if (!s->header.i_flag || s->header.submessage_number != 1)
        NOTE(s, ANCP_I_FLAG, "the I flag is %d and the submessage number %u, both must be 1",
             s->header.i_flag, s->header.submessage_number);
}

/* What was agreed on */

static void check_agreed(struct ancp_seen *s)
{
    const struct ancp_side *sender = ancp_sender(s), *receiver = ancp_receiver(s);
    const struct ancp_side *an = &s->c->sides[WS_CLIENT];
    uint64_t version = ws_get_uint(s->message->fields, &ancp_head[HEAD_VERSION], 0);

    if (s->message->whole_flow && sender->state != ANCP_ESTAB)
        NOTE(s, ANCP_NOT_ESTABLISHED, "the sender is in state %s, its adjacency is not established",
             sender->state == ANCP_UNSEEN ? "(connect)" : ancp_state_name(sender->state));
    if (an->known && s->header.partition_id != an->partition)
        NOTE(s, ANCP_PARTITION_MISMATCH, "the partition is %u, the AN's is %u",
             s->header.partition_id, an->partition);
    if (receiver->known && version != receiver->version)
        NOTE(s, ANCP_VERSION_MISMATCH, "the version is %" PRIu64 ", the receiver's is %u", version,
             receiver->version);
}

static bool is_agreed(const struct ancp_seen *s, uint32_t capabilities)
{
    const struct ancp_side *a = ancp_sender(s), *b = ancp_receiver(s);
    return !capabilities || !a->known || !b->known ||
           (a->capabilities & b->capabilities & capabilities);
}

static void check_capability(struct ancp_seen *s, const struct rule *rule)
{
    if (!is_agreed(s, rule->capabilities))
        NOTE(s, ANCP_CAPABILITY_MISSING, "no capability that both sides have allows %s",
             s->message->name);
}

/* TLVs */

static void check_tlv(struct ancp_seen *s, const struct ws_node *tlv, const struct tlv_rule *rule)
{
    uint32_t length = ws_tlv_length(tlv);
    if (rule->max && length > rule->max)
        NOTE(s, ANCP_TEXT_TOO_LONG, "%s has %" PRIu32 " bytes, it may have %u",
             ancp_tlv_name(rule->type), length, rule->max);
    if (ancp_has_side(s) && !is_agreed(s, rule->capabilities))
        NOTE(s, ANCP_CAPABILITY_MISSING, "no capability that both sides have allows %s",
             ancp_tlv_name(rule->type));
}

static void note_missing(struct ancp_seen *s, const char *where, uint32_t has, uint32_t needs)
{
    if (!needs || has & needs)
        return;
    for (size_t i = 0; i < WS_LEN(tlv_rules); i++) {
        if (!(tlv_rules[i].bit & needs))
            continue;
        NOTE(s, ANCP_MANDATORY_TLV_MISSING, "%s has no %s%s", where,
             ancp_tlv_name(tlv_rules[i].type),
             needs == tlv_rules[i].bit ? "" : ", nor another TLV that would do");
        return;
    }
}

/** Line attributes and delays: most of all TLVs, and no rule is about them. */
static bool is_attribute(uint32_t type)
{
    enum { FIRST = 0x81 };
    return type >= FIRST && type <= ANCP_TLV_DSL_TYPE;
}

/** Which TLVs there are, at all depths: what Status-Info repeats of a request does not count. A
 * list is at most ANCP_MAX_DEPTH deep. */
static uint32_t check_list(struct ancp_seen *s, const struct ws_node *list)
{
    uint32_t has = 0;
    for (const struct ws_node *n = list ? ws_first(list) : NULL; n; n = ws_next(list, n)) {
        if (is_attribute(ws_tlv_type(n)))
            continue;
        const struct ws_node *inner = ancp_tlv_inner(n);
        const struct tlv_rule *rule = tlv_rule_of(ws_tlv_type(n));
        bool repeated = rule && rule->bit == HAS_STATUS;
        uint32_t within = inner && !repeated ? check_list(s, inner) : 0;
        if (rule) {
            check_tlv(s, n, rule);
            has |= rule->bit;
        }
        if (rule && inner && s->message->n_errors == 0) {
            note_missing(s, ancp_tlv_name(rule->type), within, rule->needs);
            note_missing(s, ancp_tlv_name(rule->type), within, rule->needs_too);
        }
        has |= within;
    }
    return has;
}

/** Of a message with errors nobody knows what it would have held. */
static void check_needs(struct ancp_seen *s, const struct rule *rule, uint32_t has)
{
    if (s->message->n_errors > 0 || !s->tlvs)
        return;
    if (s->type == ANCP_M_GENERIC_RESPONSE && s->header.result == ANCP_FAILURE)
        note_missing(s, s->message->name, has, HAS_STATUS);
    if (is_response(s))
        return;
    note_missing(s, s->message->name, has, rule->needs);
    note_missing(s, s->message->name, has, rule->needs_too);
}

static void check_rule(struct ancp_seen *s, const struct rule *rule)
{
    check_direction(s, rule);
    check_result(s, rule);
    check_id(s, rule);
    if (ancp_has_side(s))
        check_capability(s, rule);
}

static void check_general(struct ancp_seen *s)
{
    const struct rule *rule = rule_of(s);

    check_i_flag(s);
    if (ancp_has_side(s))
        check_agreed(s);
    if (rule)
        check_rule(s, rule);
    uint32_t has = check_list(s, s->tlvs);
    if (rule)
        check_needs(s, rule, has);
}

/* Adjacency */

static void check_adjacency(struct ancp_seen *s)
{
    const struct ws_node *all[ADJ_N];
    ws_find_all(s->message->fields, ancp_adjacency, ADJ_N, all);
    bool m = ws_node_uint(all[ADJ_M_FLAG], 0) != 0;
    uint64_t partition = ws_node_uint(all[ADJ_PARTITION_ID], 0);
    const struct ancp_side *an = &s->c->sides[WS_CLIENT];

    if (s->type == ANCP_M_ADJACENCY_SYN && ancp_has_side(s) && m != (s->message->from == WS_SERVER))
        NOTE(s, ANCP_M_FLAG, "the M flag is %d: that is a SYN of %s", m, m ? "a NAS" : "an AN");
    if (s->type != ANCP_M_ADJACENCY_RSTACK && ws_node_uint(all[ADJ_SENDER_INSTANCE], 1) == 0)
        NOTE(s, ANCP_INSTANCE_ZERO, "the sender's instance is 0, it must be another number");
    bool answers = s->type == ANCP_M_ADJACENCY_SYNACK || s->type == ANCP_M_ADJACENCY_ACK;
    if (answers && s->message->from == WS_SERVER && an->known && partition != an->partition)
        NOTE(s, ANCP_PARTITION_MISMATCH, "the partition is %" PRIu64 ", the AN's is %u", partition,
             an->partition);
}

void ancp_check(struct ancp_seen *s)
{
    check_version(s);
    check_values(s);
    if (s->general)
        check_general(s);
    else if (s->type >= ANCP_M_ADJACENCY_SYN && s->type <= ANCP_M_ADJACENCY_RSTACK)
        check_adjacency(s);
}
