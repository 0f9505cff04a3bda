/* HSMS messages as field tables: SEMI E37 section 8, data messages with what SEMI E5 adds. */
#include "writer.h"

// clang-format off

/* Names of values */

static const struct ws_name select_status_names[] = {
    {0, "communication_established", NULL},
    {1, "communication_already_active", NULL},
    {2, "connection_not_ready", NULL},
    {3, "connect_exhaust", "no more connections"},
    {4, "no_such_entity", "HSMS-GS"},
    {5, "entity_in_use", "HSMS-GS: selected on another connection"},
    {6, "entity_selected", "HSMS-GS: already selected on this one"},
};
static const struct ws_name deselect_status_names[] = {
    {0, "communication_ended", NULL},
    {1, "communication_not_established", NULL},
    {2, "communication_busy", NULL},
};
static const struct ws_name reason_names[] = {
    {1, "stype_not_supported", NULL},
    {2, "ptype_not_supported", NULL},
    {3, "transaction_not_open", NULL},
    {4, "entity_not_selected", NULL},
};
#define NAMES(list) &(const struct ws_names){list, WS_LEN(list), "reserved"}

/* Rows */

#define LENGTH  { .key = "length", .doc = "of what follows", .unit = "bytes", .type = WS_U32, .purpose = WS_DERIVED, \
                  .derive = { .measure = WS_LEN_BEHIND } }
#define SESSION(value_, doc_) { .key = "session_id", .doc = doc_, .type = WS_U16, .value = value_, .purpose = WS_ID, \
                                .id = { "session_id", WS_BY_SERVER, WS_PER_PROCESS, NULL } }
#define P_TYPE  { .key = "p_type", .doc = "0: SECS-II", .type = WS_U8 }
#define S_TYPE  { .key = "s_type", .doc = "0: data", .type = WS_U8 }
#define SYSTEM  { .key = "system_bytes", .doc = "ties a reply to its request", .type = WS_U32, .purpose = WS_ID, \
                  .id = { "system_bytes", WS_BY_REQUESTER, WS_PER_REQUEST, NULL } }
#define BYTE_2  { .key = "header_byte_2", .doc = "header byte 2", .type = WS_U8 }
#define BYTE_3  { .key = "header_byte_3", .doc = "header byte 3", .type = WS_U8 }

/* Bytes that have a better name are shown under the plain one too. */

static int show_byte(const void *instance, const struct ws_scope *scope, struct ws_out *out, struct ws_bytes in)
{
    (void)instance;
    (void)scope;
    ws_put_uint(out, 0, ws_load_be(in.data, in.len));
    return 0;
}

/** Views are never written. */
static int write_nothing(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                         struct ws_encoder *out)
{
    (void)instance;
    (void)scope;
    (void)in;
    (void)out;
    return WS_OK;
}

static const struct ws_field byte_2_rows[] = { BYTE_2 }, byte_3_rows[] = { BYTE_3 };
static const struct ws_table byte_2_table = { .rows = byte_2_rows, .n = 1 }, byte_3_table = { .rows = byte_3_rows, .n = 1 };
static const struct ws_hook byte_2_hook = { &byte_2_table, show_byte, write_nothing };
static const struct ws_hook byte_3_hook = { &byte_3_table, show_byte, write_nothing };
#define VIEW(hook_, row) { .type = WS_HOOK, .purpose = WS_VIEW, .of = WS_ROW(row), .hook = (hook_) }

/* Bytes behind the header of a control message */

static int show_payload(const void *instance, const struct ws_scope *scope, struct ws_out *out, struct ws_bytes in)
{
    (void)instance;
    (void)scope;
    if (in.len == 0)
        return 0;
    ws_put_hex(out, 0, in);
    ws_out_fault(out, 0);
    return WS_TRAILING_BYTES;
}

static int write_payload(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                         struct ws_encoder *out)
{
    const struct ws_node *n = ws_member(in, "payload");

    (void)instance;
    (void)scope;
    if (!n || n->kind == WS_V_NULL)
        return WS_OK;
    if (n->kind != WS_V_HEX && n->kind != WS_V_TEXT)
        return ws_encoder_refuse(out, n, "hex digits are needed");
    if (n->kind == WS_V_HEX)
        ws_encoder_add(out, (struct ws_bytes){n->as.data, n->len});
    else if (!hsms_put_hex(&(struct hsms_writer){.out = out}, (struct ws_bytes){n->as.data, n->len}))
        return ws_encoder_refuse(out, n, "an even number of hex digits is needed");
    return WS_OK;
}

#define PAYLOAD { .key = "payload", .doc = "what follows the header", .type = WS_BYTES }
static const struct ws_field payload_rows[] = { PAYLOAD };
static const struct ws_table payload_table = { .rows = payload_rows, .n = 1 };
static const struct ws_hook payload_hook = { &payload_table, show_payload, write_payload };

/* Control messages */

#define HEAD \
    [CONTROL_LENGTH]       = LENGTH, \
    [CONTROL_SESSION_ID]   = SESSION(HSMS_NO_SESSION, "65535, or the entity that is meant (HSMS-GS)"), \
    [CONTROL_P_TYPE]       = P_TYPE, \
    [CONTROL_S_TYPE]       = S_TYPE, \
    [CONTROL_SYSTEM_BYTES] = SYSTEM
#define REST [CONTROL_PAYLOAD] = { .type = WS_HOOK, .hook = &payload_hook }

const struct ws_field hsms_control[CONTROL_N] = { HEAD, [CONTROL_BYTE_2] = BYTE_2, [CONTROL_BYTE_3] = BYTE_3, REST };
static const struct ws_field unknown[CONTROL_N] = { HEAD, [CONTROL_BYTE_2] = BYTE_2, [CONTROL_BYTE_3] = BYTE_3, [CONTROL_PAYLOAD] = PAYLOAD };

#define NAMED(key_, doc_, names_) { .key = key_, .doc = doc_, .type = WS_U8, .names = names_, .purpose = WS_SUMMARY }
#define STATUS(key_, list) { \
    HEAD, [CONTROL_BYTE_2] = BYTE_2, [CONTROL_BYTE_3] = NAMED(key_, "how it went", NAMES(list)), REST, \
    [CONTROL_N] = VIEW(&byte_3_hook, CONTROL_BYTE_3) }
static const struct ws_field select_rsp[CONTROL_N + 1] = STATUS("select_status", select_status_names);
static const struct ws_field deselect_rsp[CONTROL_N + 1] = STATUS("deselect_status", deselect_status_names);
static const struct ws_field reject_req[CONTROL_N + 2] = {
    HEAD,
    [CONTROL_BYTE_2] = NAMED("rejected_type", "p_type of the refused message with reason 2, else its s_type", NULL),
    [CONTROL_BYTE_3] = NAMED("reason_code", "why it is refused", NAMES(reason_names)),
    REST,
    [CONTROL_N]     = VIEW(&byte_2_hook, CONTROL_BYTE_2),
    [CONTROL_N + 1] = VIEW(&byte_3_hook, CONTROL_BYTE_3),
};
#define TABLE(rows_) { .rows = rows_, .n = WS_LEN(rows_), .name = "control message" }
static const struct ws_table control_table = TABLE(hsms_control), unknown_table = TABLE(unknown),
    select_rsp_table = TABLE(select_rsp), deselect_rsp_table = TABLE(deselect_rsp), reject_req_table = TABLE(reject_req);
static const struct ws_table *const controls[] = { &control_table }, *const unknowns[] = { &unknown_table },
    *const select_rsps[] = { &select_rsp_table }, *const deselect_rsps[] = { &deselect_rsp_table },
    *const reject_reqs[] = { &reject_req_table };

#define PRESETS(name, table, s_type) static const struct ws_preset name[] = { { &(table)[CONTROL_S_TYPE], s_type } }
PRESETS(is_select_req, hsms_control, HSMS_SELECT_REQ);
PRESETS(is_select_rsp, select_rsp, HSMS_SELECT_RSP);
PRESETS(is_deselect_req, hsms_control, HSMS_DESELECT_REQ);
PRESETS(is_deselect_rsp, deselect_rsp, HSMS_DESELECT_RSP);
PRESETS(is_linktest_req, hsms_control, HSMS_LINKTEST_REQ);
PRESETS(is_linktest_rsp, hsms_control, HSMS_LINKTEST_RSP);
PRESETS(is_reject_req, reject_req, HSMS_REJECT_REQ);
PRESETS(is_separate_req, hsms_control, HSMS_SEPARATE_REQ);
PRESETS(is_unknown_s_type, unknown, HSMS_UNKNOWN_S_TYPE);
static const struct ws_preset is_unknown_p_type[] = { { &unknown[CONTROL_P_TYPE], 1 } };

#define TYPE(name_, title_, code_, answer, tables, presets_, doc_) { .name = name_, .title = title_, .doc = doc_, .code = code_, \
    .answered_by = answer, .kind = WS_CONTROL, .flags = WS_FROM_CLIENT | WS_FROM_SERVER | WS_SESSION, \
    .variants = tables, .n_variants = 1, .presets = presets_, .n_presets = 1 }
const struct ws_message_type hsms_control_types[HSMS_N_CONTROL - 1] = {
    TYPE("select_req",     "Select.req",    "s_type 1", "select_rsp",   controls,      is_select_req,     NULL),
    TYPE("select_rsp",     "Select.rsp",    "s_type 2", NULL,           select_rsps,   is_select_rsp,     NULL),
    TYPE("deselect_req",   "Deselect.req",  "s_type 3", "deselect_rsp", controls,      is_deselect_req,   "not in HSMS-SS"),
    TYPE("deselect_rsp",   "Deselect.rsp",  "s_type 4", NULL,           deselect_rsps, is_deselect_rsp,   NULL),
    TYPE("linktest_req",   "Linktest.req",  "s_type 5", "linktest_rsp", controls,      is_linktest_req,   NULL),
    TYPE("linktest_rsp",   "Linktest.rsp",  "s_type 6", NULL,           controls,      is_linktest_rsp,   NULL),
    TYPE("reject_req",     "Reject.req",    "s_type 7", NULL,           reject_reqs,   is_reject_req,     "of a message that is not understood"),
    TYPE("unknown_s_type", "unknown SType", "s_type 8, 10 to 255", NULL, unknowns,     is_unknown_s_type, "any s_type that is not defined"),
    TYPE("separate_req",   "Separate.req",  "s_type 9", NULL,           controls,      is_separate_req,   "ends the connection, or an entity's use of it"),
    TYPE("unknown_p_type", "unknown PType", "p_type 1 to 255", NULL,    unknowns,      is_unknown_p_type, "anything that is not SECS-II"),
};

const struct ws_message_type *hsms_control_type(enum hsms_s_type kind)
{
    return &hsms_control_types[kind - HSMS_SELECT_REQ];
}

/* Data messages */

static const struct ws_field mnemonic_rows[] = {
    { .key = "mnemonic", .doc = "the standard's short name", .type = WS_TEXT, .purpose = WS_SUMMARY },
};
static const struct ws_field sml_rows[] = {
    { .key = "sml", .doc = "the message in the SECS Message Language, with option sml", .type = WS_TEXT, .charset = WS_ASCII },
};
static const struct ws_field any_data_rows[] = {
    { .key = "data", .doc = "{} for an SxF0 without a body", .type = WS_ANY },
};
static const struct ws_table mnemonic_table = { .rows = mnemonic_rows, .n = 1 }, sml_table = { .rows = sml_rows, .n = 1 },
    any_data_table = { .rows = any_data_rows, .n = 1 };
static const struct ws_hook mnemonic_hook = { &mnemonic_table, hsms_mnemonic_decode, write_nothing };
static const struct ws_hook body_hook = { &hsms_body_rows, hsms_body_decode, hsms_body_encode };
static const struct ws_hook data_hook = { &any_data_table, hsms_data_decode, write_nothing };
static const struct ws_hook sml_hook = { &sml_table, hsms_sml_decode, write_nothing };

const struct ws_field hsms_data[DATA_N] = {
    [DATA_LENGTH]       = LENGTH,
    [DATA_SESSION_ID]   = SESSION(0, "the equipment's device id"),
    [DATA_W_BIT]        = { .key = "w_bit", .doc = "a reply is expected", .type = WS_BITS, .bits = 1, .unit_len = 1,
                            .flags = WS_AS_BOOL },
    [DATA_STREAM]       = { .key = "stream", .doc = "what it is about", .type = WS_BITS, .bits = 7 },
    [DATA_FUNCTION]     = { .key = "function", .doc = "odd: primary; even: its secondary; 0: abort", .type = WS_U8 },
    [DATA_P_TYPE]       = P_TYPE,
    [DATA_S_TYPE]       = S_TYPE,
    [DATA_SYSTEM_BYTES] = SYSTEM,
    [DATA_MNEMONIC]     = { .type = WS_HOOK, .purpose = WS_VIEW, .of = WS_ROW(DATA_STREAM), .hook = &mnemonic_hook },
    [DATA_BODY]         = { .type = WS_HOOK, .hook = &body_hook },
    [DATA_DATA]         = { .type = WS_HOOK, .purpose = WS_VIEW, .of = WS_ROW(DATA_BODY), .hook = &data_hook },
    [DATA_SML]          = { .type = WS_HOOK, .purpose = WS_VIEW, .of = WS_ROW(DATA_BODY), .hook = &sml_hook },
};
