/* ANCP's messages: RFC 6320 sections 3 to 6, RFC 7256 section 4. */
#include "ancp.h"

// clang-format off

/* Names of values */

static const struct ws_name codes[] = {
    {ANCP_SYN, "SYN", NULL},
    {ANCP_SYNACK, "SYNACK", NULL},
    {ANCP_ACK, "ACK", NULL},
    {ANCP_RSTACK, "RSTACK", NULL},
};
static const struct ws_name ptypes[] = {
    {0, "NO_PARTITION", NULL},
    {1, "FIXED_PARTITION_REQUEST", "by the NAS, in a SYN"},
    {2, "FIXED_PARTITION_ASSIGNED", NULL},
};
static const struct ws_name p_flags[] = {
    {1, "NEW_ADJACENCY", NULL},
    {2, "RECOVERED_ADJACENCY", NULL},
};
static const struct ws_name results[] = {
    {ANCP_IGNORE, "IGNORE", "no answer is wanted"},
    {ANCP_NACK, "NACK", "answer only a failure"},
    {ANCP_ACK_ALL, "ACK_ALL", "answer in any case"},
    {ANCP_SUCCESS, "SUCCESS", NULL},
    {ANCP_FAILURE, "FAILURE", NULL},
};
static const struct ws_name result_codes[] = {
    {0x000, "NO_RESULT", NULL},
    {0x002, "INVALID_REQUEST_MESSAGE", "well-formed, but at the wrong time or in the wrong direction"},
    {0x006, "ONE_OR_MORE_OF_THE_SPECIFIED_PORTS_ARE_DOWN", NULL},
    {0x013, "OUT_OF_RESOURCES", NULL},
    {0x051, "REQUEST_MESSAGE_TYPE_NOT_IMPLEMENTED", NULL},
    {0x053, "MALFORMED_MESSAGE", NULL},
    {0x054, "MANDATORY_TLV_MISSING", NULL},
    {0x055, "INVALID_TLV_CONTENTS", NULL},
    {0x064, "COMMAND_ERROR", NULL},
    {0x065, "INVALID_FLOW_ADDRESS", NULL},
    {0x066, "MULTICAST_FLOW_DOES_NOT_EXIST", NULL},
    {0x067, "INVALID_PREFERRED_BANDWIDTH_AMOUNT", NULL},
    {0x068, "INCONSISTENT_VIEWS_OF_DELEGATED_BANDWIDTH_AMOUNT", NULL},
    {0x069, "BANDWIDTH_REQUEST_CONFLICT", NULL},
    {0x500, "ONE_OR_MORE_OF_THE_SPECIFIED_PORTS_DO_NOT_EXIST", NULL},
    {0x501, "LOOPBACK_TEST_TIMED_OUT", NULL},
    {0x503, "DSL_ACCESS_LINE_STATUS_SHOWTIME", NULL},
    {0x504, "DSL_ACCESS_LINE_STATUS_IDLE", NULL},
    {0x505, "DSL_ACCESS_LINE_STATUS_SILENT", NULL},
    {0x506, "DSL_ACCESS_LINE_STATUS_TRAINING", NULL},
    {0x507, "DSL_ACCESS_LINE_INTEGRITY_ERROR", NULL},
    {0x508, "DSLAM_RESOURCE_NOT_AVAILABLE", NULL},
    {0x509, "INVALID_TEST_PARAMETER", NULL},
};
static const struct ws_name functions[] = {
    {ANCP_CONFIGURE, "CONFIGURE_CONNECTION_SERVICE_DATA", NULL},
    {ANCP_LOOPBACK, "REMOTE_LOOPBACK", NULL},
};
enum { TECH_DSL = 5 };
static const struct ws_name tech_types[] = {
    {0, "NOT_TECHNOLOGY_DEPENDENT", NULL},
    {1, "PON", NULL},
    {TECH_DSL, "DSL", NULL},
};

/* Headers */

#define TABLE(table, title) static const struct ws_table table##_table = {.rows = table, .n = WS_LEN(table), .name = title}
#define INLINE(what) { .type = WS_STRUCT, .table = (what) }
#define TRAILING(text) { .key = "trailing", .doc = (text), .type = WS_BYTES, .flags = WS_IF_ANY }
#define RAW(text) { .key = "raw", .doc = (text), .type = WS_BYTES, .flags = WS_IF_ANY }

#define IDENTIFIER { .doc = "begins every message", .type = WS_U16, .flags = WS_CONSTANT, .value = ANCP_IDENTIFIER }
#define LENGTH { .key = "length", .doc = "of what follows", .unit = "bytes", .type = WS_U16, .purpose = WS_DERIVED, \
                 .derive = { .measure = WS_LEN_BEHIND } }

const struct ws_field ancp_head[HEAD_N] = {
    [HEAD_IDENTIFIER]   = IDENTIFIER,
    [HEAD_LENGTH]       = LENGTH,
    [HEAD_VERSION]      = { .key = "version", .doc = "50: RFC 6320; 49: its drafts; 1 to 3: GSMP", .type = WS_U8,
                            .value = ANCP_VERSION_RFC, .purpose = WS_VOLATILE },
    [HEAD_MESSAGE_TYPE] = { .key = "message_type", .doc = "what follows", .type = WS_U8 },
};
static const struct ws_table head_table = {.rows = ancp_head, .n = HEAD_N, .name = "head"};

#define GENERAL(shown, code_names) { \
    [GENERAL_RESULT]            = { .key = "result", .doc = "which answer is wanted, or how the request went", .type = WS_BITS, \
                                    .bits = 4, .unit_len = 2, .purpose = (shown), .names = WS_NAMES(results) }, \
    [GENERAL_RESULT_CODE]       = { .key = "result_code", .doc = "why it went so; adjacency_update: adjacencies of the partition", \
                                    .type = WS_BITS, .bits = 12, .purpose = (shown), .names = (code_names) }, \
    [GENERAL_PARTITION_ID]      = { .key = "partition_id", .doc = "of the AN's ports, as agreed; 0: no partitions", .type = WS_U8, \
                                    .purpose = WS_ID, \
                                    .id = { "partition", WS_BY_CLIENT, WS_PER_SESSION, "adjacency_syn" } }, \
    [GENERAL_TRANSACTION_ID]    = { .key = "transaction_id", .doc = "ties the response to its request; 0: none is expected", \
                                    .type = WS_U24, .purpose = WS_ID, \
                                    .id = { "transaction", WS_BY_REQUESTER, WS_PER_REQUEST, NULL } }, \
    [GENERAL_I_FLAG]            = { .key = "i_flag", .doc = "submessages are in use: always true", .type = WS_BITS, .bits = 1, \
                                    .unit_len = 2, .flags = WS_AS_BOOL, .value = 1, .purpose = WS_VOLATILE }, \
    [GENERAL_SUBMESSAGE_NUMBER] = { .key = "submessage_number", .doc = "always 1", .type = WS_BITS, .bits = 15, .value = 1, \
                                    .purpose = WS_VOLATILE }, \
    [GENERAL_MESSAGE_LENGTH]    = { .key = "message_length", .doc = "once more the length", .unit = "bytes", .type = WS_U16, \
                                    .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL, .bias = -ANCP_ENCAPSULATION_LEN }, \
                                    .mismatch = WS_CODE(ANCP_LENGTH_MISMATCH) }, \
}
const struct ws_field ancp_general[GENERAL_FORMS][GENERAL_N] = {
    [GENERAL_ANSWERED]   = GENERAL(WS_SUMMARY, WS_NAMES(result_codes)),
    [GENERAL_UNANSWERED] = GENERAL(0, WS_NAMES(result_codes)),
    [GENERAL_COUNTING]   = GENERAL(WS_SUMMARY | WS_VOLATILE, NULL),
};
static const struct ws_table general_table[GENERAL_FORMS] = {
    [GENERAL_ANSWERED]   = {.rows = ancp_general[GENERAL_ANSWERED], .n = GENERAL_N, .name = "general header"},
    [GENERAL_UNANSWERED] = {.rows = ancp_general[GENERAL_UNANSWERED], .n = GENERAL_N, .name = "general header"},
    [GENERAL_COUNTING]   = {.rows = ancp_general[GENERAL_COUNTING], .n = GENERAL_N, .name = "general header"},
};

/* Adjacency: RFC 6320 section 3.5 */

static const struct ws_tlv capability_types[] = {
    { .type = 1, .name = "dsl_topology_discovery", .doc = "port_up, port_down" },
    { .type = 2, .name = "dsl_line_configuration", .doc = "port_management, function 8" },
    { .type = 3, .name = "nas_initiated_multicast_replication", .doc = "RFC 7256" },
    { .type = 4, .name = "dsl_line_testing", .doc = "port_management, function 9" },
    { .type = 5, .name = "committed_bandwidth_reporting", .doc = "RFC 7256" },
    { .type = 6, .name = "conditional_access_white_black_lists", .doc = "RFC 7256" },
    { .type = 7, .name = "conditional_access_grey_lists", .doc = "RFC 7256" },
    { .type = 8, .name = "bandwidth_delegation", .doc = "RFC 7256" },
};
static const struct ws_tlvs capabilities = {
    .type_len = 2,
    .length_len = 2,
    .align = 4,
    .bare = 1,
    .value_key = "data",
    .truncated = WS_CODE(ANCP_CAPS_TRUNCATED),
    .list = capability_types,
    .n = WS_LEN(capability_types),
};

#define SESSION_ID(name, who) { name, who, WS_PER_SESSION, "adjacency_syn" }

const struct ws_field ancp_adjacency[ADJ_N] = {
    [ADJ_HEAD]              = INLINE(&head_table),
    [ADJ_TIMER]             = { .key = "timer", .doc = "keep-alive period", .unit = "100 ms", .type = WS_U8, .value = 250,
                                .purpose = WS_VOLATILE },
    [ADJ_M_FLAG]            = { .key = "m_flag", .doc = "true in the NAS's SYN, so that two of a kind do not pair",
                                .type = WS_BITS, .bits = 1, .unit_len = 1, .flags = WS_AS_BOOL, .purpose = WS_VOLATILE },
    [ADJ_CODE]              = { .key = "code", .doc = "1 to 4, as the message's name says", .type = WS_BITS, .bits = 7,
                                .names = WS_NAMES(codes) },
    [ADJ_SENDER_NAME]       = { .key = "sender_name", .doc = "48 bits that name the sender, usually a MAC address",
                                .type = WS_MAC, .len = 6, .purpose = WS_ID | WS_VOLATILE | WS_SUMMARY,
                                .id = SESSION_ID("name", WS_BY_SENDER) },
    [ADJ_RECEIVER_NAME]     = { .key = "receiver_name", .doc = "the other's; zero while unknown", .type = WS_MAC, .len = 6,
                                .purpose = WS_ID | WS_VOLATILE, .id = SESSION_ID("name", WS_BY_RECEIVER) },
    [ADJ_SENDER_PORT]       = { .key = "sender_port", .doc = "the sender's number for the link, normally 0", .type = WS_U32,
                                .purpose = WS_ID, .id = SESSION_ID("port", WS_BY_SENDER) },
    [ADJ_RECEIVER_PORT]     = { .key = "receiver_port", .doc = "the other's; 0 while unknown", .type = WS_U32,
                                .purpose = WS_ID, .id = SESSION_ID("port", WS_BY_RECEIVER) },
    [ADJ_PTYPE]             = { .key = "ptype", .doc = "whether ports are partitioned", .type = WS_BITS, .bits = 4,
                                .unit_len = 1, .names = WS_NAMES(ptypes) },
    [ADJ_P_FLAG]            = { .key = "p_flag", .doc = "whether the peers knew one another before", .type = WS_BITS,
                                .bits = 4, .value = 1, .names = WS_NAMES(p_flags) },
    [ADJ_SENDER_INSTANCE]   = { .key = "sender_instance", .doc = "of the link; another one after a restart, never 0",
                                .type = WS_U24, .value = 1, .purpose = WS_ID | WS_VOLATILE | WS_SUMMARY,
                                .id = SESSION_ID("instance", WS_BY_SENDER) },
    [ADJ_PARTITION_ID]      = { .key = "partition_id", .doc = "0: no partitions", .type = WS_U8, .purpose = WS_ID,
                                .id = SESSION_ID("partition", WS_BY_CLIENT) },
    [ADJ_RECEIVER_INSTANCE] = { .key = "receiver_instance", .doc = "the other's; 0 while unknown", .type = WS_U24,
                                .purpose = WS_ID | WS_VOLATILE, .id = SESSION_ID("instance", WS_BY_RECEIVER) },
    [ADJ_RESERVED]          = { .key = "reserved", .doc = "0; drafts: technology, 5 for DSL", .type = WS_U8,
                                .purpose = WS_VOLATILE },
    [ADJ_NUM_CAPS]          = { .key = "num_caps", .doc = "how many capabilities follow", .type = WS_U8,
                                .purpose = WS_DERIVED | WS_SUMMARY,
                                .derive = { .measure = WS_COUNT_OF, .row = WS_ROW(ADJ_CAPABILITIES) } },
    [ADJ_TOTAL_LENGTH]      = { .key = "total_length", .doc = "of the capabilities", .unit = "bytes", .type = WS_U16,
                                .purpose = WS_DERIVED,
                                .derive = { .measure = WS_LEN_OF, .row = WS_ROW(ADJ_CAPABILITIES) } },
    [ADJ_CAPABILITIES]      = { .key = "capabilities", .doc = "what the sender can do, or what both can", .type = WS_TLVS,
                                .tlvs = &capabilities, .len_from = WS_ROW(ADJ_TOTAL_LENGTH),
                                .len_mismatch = WS_CODE(ANCP_CAPS_LENGTH_MISMATCH), .count_from = WS_ROW(ADJ_NUM_CAPS),
                                .count_mismatch = WS_CODE(ANCP_CAPS_COUNT_MISMATCH) },
    [ADJ_TRAILING]          = TRAILING("what belongs to no capability"),
};
TABLE(ancp_adjacency, "adjacency");

/* Port Up, Port Down, Port Management: RFC 6320 sections 5.4 and 6.4 */

#define EXTENSION_FLAGS \
    { .key = "extension_flags", .doc = "0", .type = WS_U8, .purpose = WS_VOLATILE }
#define EXTENSION_MESSAGE_TYPE \
    { .key = "extension_message_type", .doc = "once more the message type", .type = WS_U8 }
#define NUM_TLVS(row) \
    { .key = "num_tlvs", .doc = "how many stand at the top", .type = WS_U16, .purpose = WS_DERIVED, \
      .derive = { WS_COUNT_OF, 0, (row), 0 } }
#define EXTENSION_BLOCK_LENGTH(row) \
    { .key = "extension_block_length", .doc = "of all TLVs", .unit = "bytes", .type = WS_U16, .purpose = WS_DERIVED, \
      .derive = { WS_LEN_OF, 0, (row), 0 } }
#define BLOCK_TLVS(num_tlvs, block_length) \
    { .key = "tlvs", .doc = "the line, and what is said of it", .type = WS_TLVS, .tlvs = &ancp_tlvs, \
      .len_from = (block_length), .len_mismatch = WS_CODE(ANCP_EXTENSION_BLOCK_LENGTH_MISMATCH), \
      .count_from = (num_tlvs), .count_mismatch = WS_CODE(ANCP_TLV_COUNT_MISMATCH) }
#define BEHIND_BLOCK TRAILING("what stands behind the TLVs")

enum {
    PORT_HEAD, PORT_GENERAL, PORT_UNUSED, PORT_EXTENSION_FLAGS, PORT_EXTENSION_MESSAGE_TYPE, PORT_TECH_TYPE, PORT_RESERVED,
    PORT_NUM_TLVS, PORT_EXTENSION_BLOCK_LENGTH, PORT_TLVS, PORT_TRAILING, PORT_N
};
static const struct ws_field port[PORT_N] = {
    [PORT_HEAD]                   = INLINE(&head_table),
    [PORT_GENERAL]                = INLINE(&general_table[GENERAL_UNANSWERED]),
    [PORT_UNUSED]                 = { .key = "unused", .doc = "0; drafts: port, session and event numbers, label",
                                      .type = WS_BYTES, .len = 20, .purpose = WS_VOLATILE },
    [PORT_EXTENSION_FLAGS]        = EXTENSION_FLAGS,
    [PORT_EXTENSION_MESSAGE_TYPE] = EXTENSION_MESSAGE_TYPE,
    [PORT_TECH_TYPE]              = { .key = "tech_type", .doc = "what the line is made of", .type = WS_U8, .value = TECH_DSL,
                                      .names = WS_NAMES(tech_types) },
    [PORT_RESERVED]               = { .key = "reserved", .doc = "0; drafts: a block length", .type = WS_U8,
                                      .purpose = WS_VOLATILE },
    [PORT_NUM_TLVS]               = NUM_TLVS(WS_ROW(PORT_TLVS)),
    [PORT_EXTENSION_BLOCK_LENGTH] = EXTENSION_BLOCK_LENGTH(WS_ROW(PORT_TLVS)),
    [PORT_TLVS]                   = BLOCK_TLVS(WS_ROW(PORT_NUM_TLVS), WS_ROW(PORT_EXTENSION_BLOCK_LENGTH)),
    [PORT_TRAILING]               = BEHIND_BLOCK,
};
TABLE(port, "port event");

const struct ws_field ancp_port_management[PM_N] = {
    [PM_HEAD]                   = INLINE(&head_table),
    [PM_GENERAL]                = INLINE(&general_table[GENERAL_ANSWERED]),
    [PM_UNUSED_1]               = { .key = "unused_1", .doc = "0", .type = WS_BYTES, .len = 14, .purpose = WS_VOLATILE },
    [PM_FUNCTION]               = { .key = "function", .doc = "what to do with the line", .type = WS_U8, .value = ANCP_CONFIGURE,
                                    .purpose = WS_KEY | WS_SUMMARY, .names = WS_NAMES(functions) },
    [PM_X_FUNCTION]             = { .key = "x_function", .doc = "0", .type = WS_U8, .purpose = WS_VOLATILE },
    [PM_UNUSED_2]               = { .key = "unused_2", .doc = "0", .type = WS_BYTES, .len = 4, .purpose = WS_VOLATILE },
    [PM_EXTENSION_FLAGS]        = EXTENSION_FLAGS,
    [PM_EXTENSION_MESSAGE_TYPE] = EXTENSION_MESSAGE_TYPE,
    [PM_RESERVED]               = { .key = "reserved", .doc = "0; drafts: technology and a block length", .type = WS_U16,
                                    .purpose = WS_VOLATILE },
    [PM_NUM_TLVS]               = NUM_TLVS(WS_ROW(PM_TLVS)),
    [PM_EXTENSION_BLOCK_LENGTH] = EXTENSION_BLOCK_LENGTH(WS_ROW(PM_TLVS)),
    [PM_TLVS]                   = BLOCK_TLVS(WS_ROW(PM_NUM_TLVS), WS_ROW(PM_EXTENSION_BLOCK_LENGTH)),
    [PM_TRAILING]               = BEHIND_BLOCK,
};
TABLE(ancp_port_management, "port management");

/* The others: a header and TLVs */

#define PLAIN(form) { \
    INLINE(&head_table), \
    INLINE(&general_table[form]), \
    { .key = "tlvs", .doc = "to the message's end", .type = WS_TLVS, .tlvs = &ancp_tlvs }, \
    TRAILING("1 to 3 bytes that are no TLV"), \
}
static const struct ws_field plain[] = PLAIN(GENERAL_ANSWERED);
TABLE(plain, "general message");
static const struct ws_field event[] = PLAIN(GENERAL_UNANSWERED);
TABLE(event, "general message without an answer");

static const struct ws_field adjacency_update[] = {
    INLINE(&head_table),
    INLINE(&general_table[GENERAL_COUNTING]),
    TRAILING("nothing should follow"),
};
TABLE(adjacency_update, "adjacency update");

static const struct ws_field unknown[] = {
    INLINE(&head_table),
    INLINE(&general_table[GENERAL_ANSWERED]),
    RAW("what follows the header"),
};
TABLE(unknown, "message of an unknown type");

/* What is too short */

static const struct ws_field bare[] = {
    INLINE(&head_table),
    INLINE(&general_table[GENERAL_ANSWERED]),
    RAW("less than the 28 bytes before the TLVs"),
};
static const struct ws_table bare_table = {
    .rows = bare, .n = WS_LEN(bare), .name = "header alone", .error = WS_CODE(ANCP_BODY_TRUNCATED),
};

static const struct ws_field cut[] = {
    INLINE(&head_table),
    RAW("less than a header"),
};
static const struct ws_table cut_table = {
    .rows = cut, .n = WS_LEN(cut), .name = "cut header", .error = WS_CODE(ANCP_HEADER_TRUNCATED),
};

static const struct ws_field tiny[] = {
    IDENTIFIER,
    LENGTH,
    RAW("one byte, or nothing"),
};
static const struct ws_table tiny_table = {
    .rows = tiny, .n = WS_LEN(tiny), .name = "empty message", .error = WS_CODE(ANCP_HEADER_TRUNCATED),
};

/* Message types */

static const struct ws_table *const adjacency_forms[]         = {&ancp_adjacency_table};
static const struct ws_table *const adjacency_unknown_forms[] = {&ancp_adjacency_table, &cut_table};
static const struct ws_table *const port_management_forms[]   = {&ancp_port_management_table, &cut_table, &bare_table};
static const struct ws_table *const port_forms[]              = {&port_table, &cut_table, &bare_table};
static const struct ws_table *const adjacency_update_forms[]  = {&adjacency_update_table, &cut_table};
static const struct ws_table *const plain_forms[]             = {&plain_table, &cut_table};
static const struct ws_table *const event_forms[]             = {&event_table, &cut_table};
static const struct ws_table *const unknown_forms[]           = {&unknown_table, &cut_table, &tiny_table};

#define TYPE_IS(number) {&ancp_head[HEAD_MESSAGE_TYPE], (number)}

#define ADJACENCY_PRESETS(name, number) \
    static const struct ws_preset name##_presets[] = {TYPE_IS(ANCP_ADJACENCY), {&ancp_adjacency[ADJ_CODE], (number)}}
ADJACENCY_PRESETS(adjacency_unknown, 0);
ADJACENCY_PRESETS(adjacency_syn, ANCP_SYN);
ADJACENCY_PRESETS(adjacency_synack, ANCP_SYNACK);
ADJACENCY_PRESETS(adjacency_ack, ANCP_ACK);
ADJACENCY_PRESETS(adjacency_rstack, ANCP_RSTACK);

#define RESULT_IS(form, value) {&ancp_general[form][GENERAL_RESULT], (value)}
#define TRANSACTION_IS(form, value) {&ancp_general[form][GENERAL_TRANSACTION_ID], (value)}
#define PRESETS(name, number, form, result, transaction) \
    static const struct ws_preset name##_presets[] = { \
        TYPE_IS(number), RESULT_IS(form, result), TRANSACTION_IS(form, transaction)}
PRESETS(adjacency_update, ANCP_ADJACENCY_UPDATE, GENERAL_COUNTING, ANCP_IGNORE, 0);
PRESETS(generic_response, ANCP_GENERIC_RESPONSE, GENERAL_ANSWERED, ANCP_SUCCESS, 0);
PRESETS(provisioning, ANCP_PROVISIONING, GENERAL_UNANSWERED, ANCP_IGNORE, 1);
PRESETS(replication, ANCP_MULTICAST_REPLICATION_CONTROL, GENERAL_ANSWERED, ANCP_ACK_ALL, 1);
PRESETS(admission, ANCP_MULTICAST_ADMISSION_CONTROL, GENERAL_UNANSWERED, ANCP_IGNORE, 1);
PRESETS(reallocation, ANCP_BANDWIDTH_REALLOCATION_REQUEST, GENERAL_UNANSWERED, ANCP_IGNORE, 1);
PRESETS(transfer, ANCP_BANDWIDTH_TRANSFER, GENERAL_ANSWERED, ANCP_SUCCESS, 1);
PRESETS(delegated, ANCP_DELEGATED_BANDWIDTH_QUERY, GENERAL_ANSWERED, ANCP_ACK_ALL, 1);
PRESETS(flow_query, ANCP_MULTICAST_FLOW_QUERY, GENERAL_ANSWERED, ANCP_ACK_ALL, 1);
PRESETS(committed, ANCP_COMMITTED_BANDWIDTH_REPORT, GENERAL_UNANSWERED, ANCP_IGNORE, 1);
static const struct ws_preset port_up_presets[] = {
    TYPE_IS(ANCP_PORT_UP), {&port[PORT_EXTENSION_MESSAGE_TYPE], ANCP_PORT_UP},
};
static const struct ws_preset port_down_presets[] = {
    TYPE_IS(ANCP_PORT_DOWN), {&port[PORT_EXTENSION_MESSAGE_TYPE], ANCP_PORT_DOWN},
};
static const struct ws_preset port_management_presets[] = {
    TYPE_IS(ANCP_PORT_MANAGEMENT), {&ancp_port_management[PM_EXTENSION_MESSAGE_TYPE], ANCP_PORT_MANAGEMENT},
    RESULT_IS(GENERAL_ANSWERED, ANCP_ACK_ALL), TRANSACTION_IS(GENERAL_ANSWERED, 1),
};

#define FORMS(forms)    .variants = forms##_forms, .n_variants = WS_LEN(forms##_forms)
#define DEFAULTS(which) .presets = which##_presets, .n_presets = WS_LEN(which##_presets)
#define BOTH            (WS_FROM_CLIENT | WS_FROM_SERVER)
#define SESSION         .kind = WS_CONTROL, .flags = BOTH | WS_SESSION

const struct ws_message_type ancp_types[ANCP_N_TYPES] = {
    [ANCP_M_UNKNOWN] = {
        .name = "unknown", .title = "Message of an unknown type", .doc = "a request of it is answered with result code 0x51",
        .code = "any other type", .kind = WS_REQUEST, .flags = BOTH, FORMS(unknown) },
    [ANCP_M_ADJACENCY_UNKNOWN] = {
        .name = "adjacency_unknown", .title = "Adjacency message with an undefined code", .code = "type 10, any other code",
        SESSION, FORMS(adjacency_unknown), DEFAULTS(adjacency_unknown) },
    [ANCP_M_ADJACENCY_SYN] = {
        .name = "adjacency_syn", .title = "Adjacency SYN", .doc = "who I am and what I can do; sent at once by both sides",
        .code = "type 10, code 1", SESSION, FORMS(adjacency), DEFAULTS(adjacency_syn) },
    [ANCP_M_ADJACENCY_SYNACK] = {
        .name = "adjacency_synack", .title = "Adjacency SYNACK", .doc = "who I am, who you are, what we both can do",
        .code = "type 10, code 2", SESSION, FORMS(adjacency), DEFAULTS(adjacency_synack) },
    [ANCP_M_ADJACENCY_ACK] = {
        .name = "adjacency_ack", .title = "Adjacency ACK", .doc = "the adjacency stands; also the keep-alive",
        .code = "type 10, code 3", SESSION, FORMS(adjacency), DEFAULTS(adjacency_ack) },
    [ANCP_M_ADJACENCY_RSTACK] = {
        .name = "adjacency_rstack", .title = "Adjacency RSTACK", .doc = "your view of the link is not mine: begin anew",
        .code = "type 10, code 4", SESSION, FORMS(adjacency), DEFAULTS(adjacency_rstack) },
    [ANCP_M_PORT_MANAGEMENT] = {
        .name = "port_management", .title = "Port Management", .doc = "configure a line, or test it", .code = "type 32",
        .answered_by = "port_management", .kind = WS_REQUEST, .flags = BOTH, FORMS(port_management),
        DEFAULTS(port_management) },
    [ANCP_M_PORT_UP] = {
        .name = "port_up", .title = "Port Up", .doc = "a line is in use, and these are its rates", .code = "type 80",
        .kind = WS_NOTIFY, .flags = WS_FROM_CLIENT | WS_UNSOLICITED, FORMS(port), DEFAULTS(port_up) },
    [ANCP_M_PORT_DOWN] = {
        .name = "port_down", .title = "Port Down", .doc = "a line is not in use any more", .code = "type 81",
        .kind = WS_NOTIFY, .flags = WS_FROM_CLIENT | WS_UNSOLICITED, FORMS(port), DEFAULTS(port_down) },
    [ANCP_M_ADJACENCY_UPDATE] = {
        .name = "adjacency_update", .title = "Adjacency Update", .doc = "result_code is how many NASes the partition has",
        .code = "type 85", .kind = WS_NOTIFY, .flags = WS_FROM_CLIENT | WS_UNSOLICITED, FORMS(adjacency_update),
        DEFAULTS(adjacency_update) },
    [ANCP_M_GENERIC_RESPONSE] = {
        .name = "generic_response", .title = "Generic Response", .doc = "how a request went that has no response of its own",
        .code = "type 91", .kind = WS_RESPONSE, .flags = BOTH | WS_UNORDERED, FORMS(plain), DEFAULTS(generic_response) },
    [ANCP_M_PROVISIONING] = {
        .name = "provisioning", .title = "Provisioning", .doc = "what holds for the whole AN; answered only when it fails",
        .code = "type 93", .kind = WS_REQUEST, .flags = WS_FROM_SERVER, FORMS(event), DEFAULTS(provisioning) },
    [ANCP_M_MULTICAST_REPLICATION_CONTROL] = {
        .name = "multicast_replication_control", .title = "Multicast Replication Control",
        .doc = "the NAS has flows sent to a line, or ended", .code = "type 144", .answered_by = "generic_response",
        .kind = WS_REQUEST, .flags = WS_FROM_SERVER, FORMS(plain), DEFAULTS(replication) },
    [ANCP_M_MULTICAST_ADMISSION_CONTROL] = {
        .name = "multicast_admission_control", .title = "Multicast Admission Control",
        .doc = "the AN asks for a grey-listed flow, or says that it ended", .code = "type 145", .kind = WS_REQUEST,
        .flags = WS_FROM_CLIENT, FORMS(event), DEFAULTS(admission) },
    [ANCP_M_BANDWIDTH_REALLOCATION_REQUEST] = {
        .name = "bandwidth_reallocation_request", .title = "Bandwidth Reallocation Request",
        .doc = "more, or less, of a line for multicast", .code = "type 146", .answered_by = "bandwidth_transfer",
        .kind = WS_REQUEST, .flags = BOTH, FORMS(event), DEFAULTS(reallocation) },
    [ANCP_M_BANDWIDTH_TRANSFER] = {
        .name = "bandwidth_transfer", .title = "Bandwidth Transfer", .doc = "what of a line is for multicast now",
        .code = "type 147", .kind = WS_NOTIFY, .flags = BOTH | WS_UNORDERED, FORMS(plain), DEFAULTS(transfer) },
    [ANCP_M_DELEGATED_BANDWIDTH_QUERY] = {
        .name = "delegated_bandwidth_query", .title = "Delegated Bandwidth Query",
        .doc = "what the other believes is for multicast", .code = "type 148", .answered_by = "delegated_bandwidth_query",
        .kind = WS_REQUEST, .flags = BOTH, FORMS(plain), DEFAULTS(delegated) },
    [ANCP_M_MULTICAST_FLOW_QUERY] = {
        .name = "multicast_flow_query", .title = "Multicast Flow Query", .doc = "which flows go to which lines",
        .code = "type 149", .answered_by = "multicast_flow_query", .kind = WS_REQUEST, .flags = BOTH, FORMS(plain),
        DEFAULTS(flow_query) },
    [ANCP_M_COMMITTED_BANDWIDTH_REPORT] = {
        .name = "committed_bandwidth_report", .title = "Committed Bandwidth Report",
        .doc = "what multicast takes on lines where it changed", .code = "type 150", .kind = WS_NOTIFY,
        .flags = WS_FROM_CLIENT | WS_UNSOLICITED, FORMS(event), DEFAULTS(committed) },
};
// clang-format on

enum ancp_message ancp_message_of(uint8_t wire_type)
{
    static const uint8_t messages[256] = {
        [ANCP_PORT_MANAGEMENT] = ANCP_M_PORT_MANAGEMENT,
        [ANCP_PORT_UP] = ANCP_M_PORT_UP,
        [ANCP_PORT_DOWN] = ANCP_M_PORT_DOWN,
        [ANCP_ADJACENCY_UPDATE] = ANCP_M_ADJACENCY_UPDATE,
        [ANCP_GENERIC_RESPONSE] = ANCP_M_GENERIC_RESPONSE,
        [ANCP_PROVISIONING] = ANCP_M_PROVISIONING,
        [ANCP_MULTICAST_REPLICATION_CONTROL] = ANCP_M_MULTICAST_REPLICATION_CONTROL,
        [ANCP_MULTICAST_ADMISSION_CONTROL] = ANCP_M_MULTICAST_ADMISSION_CONTROL,
        [ANCP_BANDWIDTH_REALLOCATION_REQUEST] = ANCP_M_BANDWIDTH_REALLOCATION_REQUEST,
        [ANCP_BANDWIDTH_TRANSFER] = ANCP_M_BANDWIDTH_TRANSFER,
        [ANCP_DELEGATED_BANDWIDTH_QUERY] = ANCP_M_DELEGATED_BANDWIDTH_QUERY,
        [ANCP_MULTICAST_FLOW_QUERY] = ANCP_M_MULTICAST_FLOW_QUERY,
        [ANCP_COMMITTED_BANDWIDTH_REPORT] = ANCP_M_COMMITTED_BANDWIDTH_REPORT,
    };
    return (enum ancp_message)messages[wire_type];
}
