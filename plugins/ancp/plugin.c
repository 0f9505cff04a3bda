/* ANCP: what the host is told of the plugin. */
#include "observe.h"

// clang-format off
static const struct ws_port ports[] = {{WS_TCP, ANCP_PORT}};

static const struct ws_option options[ANCP_N_OPTIONS] = {
    [ANCP_O_REQUEST_TIMEOUT] = { "request_timeout", WS_OPT_TIME, "5s",
        "an answer that is owed and has not come by then is told; a loopback test's own timeout goes first",
        1000000, 86400000000000, NULL },
};

static const struct ws_code errors[ANCP_N_ERRORS] = {
    [ANCP_HEADER_TRUNCATED]                = { "header_truncated", "the message is shorter than its header", WS_ERROR },
    [ANCP_BODY_TRUNCATED]                  = { "body_truncated", "the message ends before its TLVs could begin", WS_ERROR },
    [ANCP_LENGTH_MISMATCH]                 = { "length_mismatch",
        "the message's own length is not that of the encapsulating header, which counts", WS_ERROR },
    [ANCP_CAPS_LENGTH_MISMATCH]            = { "caps_length_mismatch",
        "the total length of the capabilities is not what the message has left", WS_ERROR },
    [ANCP_CAPS_TRUNCATED]                  = { "caps_truncated", "a capability runs past the capabilities' end", WS_ERROR },
    [ANCP_CAPS_COUNT_MISMATCH]             = { "caps_count_mismatch",
        "the number of capabilities is not the one announced", WS_ERROR },
    [ANCP_EXTENSION_BLOCK_LENGTH_MISMATCH] = { "extension_block_length_mismatch",
        "the extension block's length is not what the message has left", WS_ERROR },
    [ANCP_TLV_COUNT_MISMATCH]              = { "tlv_count_mismatch", "the number of TLVs is not the one announced", WS_ERROR },
    [ANCP_TLV_TRUNCATED]                   = { "tlv_truncated", "a TLV runs past the end of what holds it", WS_ERROR },
    [ANCP_BAD_TLV_LENGTH]                  = { "bad_tlv_length", "a TLV's length does not fit its type or its content",
        WS_ERROR },
};

static const struct ws_code notes[ANCP_N_NOTES] = {
    [ANCP_VERSION_IS_DRAFT]          = { "version_draft", "the version is that of the drafts", WS_INFO },
    [ANCP_VERSION_UNKNOWN]           = { "version_unknown", "no such version of ANCP", WS_WARNING },
    [ANCP_VERSION_MISMATCH]          = { "version_mismatch", "the version is not the one agreed on", WS_INFO },
    [ANCP_M_FLAG]                    = { "m_flag", "the M flag is that of the other role", WS_WARNING },
    [ANCP_INSTANCE_ZERO]             = { "instance_zero", "a sender's instance must not be 0", WS_WARNING },
    [ANCP_PARTITION_MISMATCH]        = { "partition_mismatch", "the partition is not the one agreed on", WS_WARNING },
    [ANCP_RESULT_UNEXPECTED]         = { "result_unexpected", "this message does not have such a result", WS_WARNING },
    [ANCP_TRANSACTION_ID_UNEXPECTED] = { "transaction_id_unexpected", "this message does not have such a transaction id",
        WS_WARNING },
    [ANCP_NOT_ESTABLISHED]           = { "not_established", "sent before the adjacency stood", WS_WARNING },
    [ANCP_WRONG_DIRECTION]           = { "wrong_direction", "this side does not send such a message", WS_WARNING },
    [ANCP_CAPABILITY_MISSING]        = { "capability_missing", "no capability that both sides have allows this", WS_WARNING },
    [ANCP_MANDATORY_TLV_MISSING]     = { "mandatory_tlv_missing", "a TLV that must be there is not", WS_WARNING },
    [ANCP_I_FLAG]                    = { "i_flag", "the I flag and the submessage number must be 1", WS_INFO },
    [ANCP_RESERVED_NOT_ZERO]         = { "reserved_not_zero", "what is reserved must be 0", WS_INFO },
    [ANCP_VALUE_UNKNOWN]             = { "value_unknown", "the standard does not know this value", WS_INFO },
    [ANCP_TEXT_TOO_LONG]             = { "text_too_long", "a TLV is longer than it may be", WS_WARNING },
    [ANCP_PEER_RESTARTED]            = { "peer_restarted", "the sender has another instance than before", WS_INFO },
    [ANCP_ACK_STORM]                 = { "ack_storm", "more than 4 ACKs within a second", WS_WARNING },
};

static const struct ws_code notices[ANCP_N_NOTICES] = {
    [ANCP_ADJACENCY_DEAD]     = { "adjacency_dead", "a side has been silent for more than three times the timer", WS_WARNING },
    [ANCP_REQUEST_UNANSWERED] = { "request_unanswered", "an answer that is owed has not come", WS_WARNING },
};

static const struct ws_field context[ANCP_N_CONTEXT] = {
    [ANCP_C_ADJACENCY]  = { .key = "adjacency", .doc = "the sender's state after this message: SYNSENT, SYNRCVD, ESTAB",
                            .type = WS_TEXT },
    [ANCP_C_CIRCUIT_ID] = { .key = "circuit_id", .doc = "the line that the request named, where the response does not",
                            .type = WS_TEXT },
};

/* What `wirespeak summary` tells. */
static const char *const port_messages[] = { "port_up", "port_down", NULL };
static const char *const loss_messages[] = { "adjacency_rstack", NULL };
static const char *const loss_codes[] = { "adjacency_dead", "peer_restarted", NULL };
static const struct ws_summary_column by_circuit[] = { { "circuit_id", "tlv.access_loop_circuit_id" } };
static const struct ws_summary_column by_loss[] = { { "what", "@what" }, { "client", "@client" }, { "server", "@server" } };

static const struct ws_summary_table summaries[] = {
    { .key = "lines", .title = "lines that were reported", .messages = port_messages, .by = by_circuit, .n_by = WS_LEN(by_circuit),
      .last = { "last", "@what" } },
    { .key = "adjacency_losses", .title = "adjacencies lost", .messages = loss_messages, .codes = loss_codes, .by = by_loss,
      .n_by = WS_LEN(by_loss) },
};
// clang-format on

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "ancp",
    .title = "Access Node Control Protocol (RFC 6320)",
    .version = "1.0",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .options = options,
    .n_options = WS_LEN(options),
    .errors = errors,
    .n_errors = WS_LEN(errors),
    .notes = notes,
    .n_notes = WS_LEN(notes),
    .notices = notices,
    .n_notices = WS_LEN(notices),
    .context = context,
    .n_context = WS_LEN(context),
    .types = ancp_types,
    .n_types = WS_LEN(ancp_types),
    .max_message_bytes = ANCP_MAX_MESSAGE,
    .instance_size = sizeof(struct ancp_instance),
    .conversation_size = sizeof(struct ancp_conversation),
    .setup = ancp_setup,
    .probe = ancp_probe,
    .begin = ancp_begin,
    .split = ancp_split,
    .resync = ancp_resync,
    .identify = ancp_identify,
    .observe = ancp_observe,
    .tick = ancp_tick,
    .summaries = summaries,
    .n_summaries = WS_LEN(summaries),
};
