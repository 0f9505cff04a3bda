/* Channel Access: what the host is told of the plugin. */
#include "conversation.h"

// clang-format off
static const struct ws_port ports[] = {{WS_TCP, CA_SERVER_PORT}, {WS_UDP, CA_SERVER_PORT}, {WS_UDP, CA_REPEATER_PORT}};

static const struct ws_option options[CA_N_OPTIONS] = {
    [CA_O_MAX_MESSAGE_BYTES] = { "max_message_bytes", WS_OPT_SIZE, "67108864",
        "a longer message is passed over, and told", CA_LONG_HEAD, UINT32_MAX, NULL },
};

static const struct ws_code notes[CA_N_NOTES] = {
    [CA_MISALIGNED]           = { "misaligned", "the payload's size is not a multiple of 8", WS_WARNING },
    [CA_UNKNOWN_COMMAND]      = { "unknown_command", "there is no such command", WS_WARNING },
    [CA_WRONG_DIRECTION]      = { "wrong_direction", "this side does not send such a command", WS_WARNING },
    [CA_UNKNOWN_SID]          = { "unknown_sid", "the circuit has no channel with this sid", WS_WARNING },
    [CA_UNKNOWN_CID]          = { "unknown_cid", "the circuit has no channel with this cid", WS_WARNING },
    [CA_UNKNOWN_SUBSCRIPTION] = { "unknown_subscription", "the circuit has no such subscription", WS_WARNING },
    [CA_BAD_TYPE]             = { "bad_type", "there is no such DBR type", WS_WARNING },
    [CA_COUNT_MISMATCH]       = { "count_mismatch", "the payload is not what so many values need", WS_WARNING },
    [CA_NAME_UNTERMINATED]    = { "name_unterminated", "the name has no NUL", WS_WARNING },
    [CA_NAME_TOO_LONG]        = { "name_too_long", "the name is longer than 500 bytes", WS_WARNING },
    [CA_BAD_PRIORITY]         = { "bad_priority", "a priority is at most 99", WS_WARNING },
    [CA_OLD_VERSION]          = { "old_version", "versions below 4.4 are refused", WS_WARNING },
    [CA_VERSION_MISSING]      = { "version_missing", "no version came before", WS_WARNING },
    [CA_MASK_ZERO]            = { "mask_zero", "a subscription to nothing", WS_WARNING },
    [CA_LATE_NAME]            = { "late_name", "sent behind the first channel", WS_WARNING },
    [CA_ENUM_COUNT]           = { "enum_count", "an enumeration has 0 to 16 states", WS_WARNING },
    [CA_BAD_NSEC]             = { "bad_nsec", "the time stamp has a second of nanoseconds or more", WS_WARNING },
    [CA_RESERVED_NONZERO]     = { "reserved_nonzero", "what is reserved is not 0", WS_INFO },
    [CA_BEACON_ANOMALY]       = { "beacon_anomaly", "the server's beacons come at another pace: it is new, or was away", WS_INFO },
};

static const struct ws_field context[CA_N_CONTEXT] = {
    [CA_C_CHANNEL] = { .key = "channel", .doc = "the process variable behind the message's numbers", .type = WS_TEXT, .charset = WS_LATIN1 },
};

/* What `wirespeak summary` tells. */
static const char *const searches[] = { "search_request", NULL };
static const char *const updates[] = { "event_add_response", NULL };
static const struct ws_summary_column by_name[] = { { "name", "name" } };
static const struct ws_summary_column by_channel[] = { { "channel", "context.channel" } };

static const struct ws_summary_table summaries[] = {
    { .key = "names_unanswered", .title = "names searched and never answered", .kind = WS_SUMMARY_UNANSWERED, .messages = searches,
      .by = by_name, .n_by = WS_LEN(by_name), .each = { "from", "@src" } },
    { .key = "updates", .title = "channels updated", .kind = WS_SUMMARY_RATE, .messages = updates, .by = by_channel,
      .n_by = WS_LEN(by_channel), .each = { "servers", "@server" } },
};
// clang-format on

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "ca",
    .title = "EPICS Channel Access (CA 4.13)",
    .version = "1.0",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .options = options,
    .n_options = WS_LEN(options),
    .notes = notes,
    .n_notes = WS_LEN(notes),
    .context = context,
    .n_context = WS_LEN(context),
    .types = ca_types,
    .n_types = WS_LEN(ca_types),
    .max_message_bytes = UINT32_MAX + (size_t)CA_LONG_HEAD,
    .instance_size = sizeof(struct ca_instance),
    .conversation_size = sizeof(struct ca_conversation),
    .setup = ca_setup,
    .probe = ca_probe,
    .begin = ca_begin,
    .split = ca_split,
    .resync = ca_resync,
    .identify = ca_identify,
    .observe = ca_observe,
    .pick = ca_pick,
    .guess = ca_guess,
    .role = ca_role,
    .by_client = true,
    .summaries = summaries,
    .n_summaries = WS_LEN(summaries),
};
