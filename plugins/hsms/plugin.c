/* HSMS: what the host is told of the plugin. */
#include "conversation.h"

#define SECOND UINT64_C(1000000000)

// clang-format off
static const struct ws_port ports[] = {{WS_TCP, HSMS_PORT}};

static const struct ws_option options[HSMS_N_OPTIONS] = {
    [HSMS_O_SML]               = { "sml", WS_OPT_BOOL, "false", "show each message in the SECS Message Language too", 0, 0, NULL },
    [HSMS_O_DICTIONARY]        = { "dictionary", WS_OPT_FILE, NULL,
        "a file with a site's own messages and its names of variables, events and alarms", 0, 0, NULL },
    [HSMS_O_MAX_MESSAGE_BYTES] = { "max_message_bytes", WS_OPT_SIZE, "33554432",
        "a longer message is taken for lost framing (without the 4 length bytes)", HSMS_HEADER_LEN, UINT32_MAX, NULL },
    [HSMS_O_T3]                = { "t3", WS_OPT_TIME, "45s", "a reply that has not come by then is told; 0: none is", 0, 3600 * SECOND, NULL },
    [HSMS_O_T6]                = { "t6", WS_OPT_TIME, "5s", "the same for control messages", 0, 3600 * SECOND, NULL },
    [HSMS_O_T7]                = { "t7", WS_OPT_TIME, "10s", "a connection that is not selected by then is told; 0: none is", 0,
        3600 * SECOND, NULL },
};

static const struct ws_code notes[HSMS_N_NOTES] = {
    [HSMS_W_ON_SECONDARY]   = { "w_on_secondary", "a secondary never asks for a reply", WS_INFO },
    [HSMS_W_ON_S9]          = { "w_on_s9", "a stream 9 message never asks for a reply", WS_INFO },
    [HSMS_NOT_SELECTED]     = { "not_selected", "data without a selected session", WS_WARNING },
    [HSMS_ALREADY_SELECTED] = { "already_selected", "the session is selected already", WS_INFO },
    [HSMS_SESSION_ID]       = { "session_id", "a device id has 15 bits only", WS_WARNING },
};

static const struct ws_code notices[HSMS_N_NOTICES] = {
    [HSMS_T3_TIMEOUT] = { "t3_timeout", "no reply to a data message within T3", WS_WARNING },
    [HSMS_T6_TIMEOUT] = { "t6_timeout", "no reply to a control message within T6", WS_WARNING },
    [HSMS_T7_TIMEOUT] = { "t7_timeout", "the connection was not selected within T7", WS_WARNING },
};

static const struct ws_field context[HSMS_N_CONTEXT] = {
    [HSMS_C_SELECTION]     = { .key = "selection", .doc = "after this message: selected, not_selected", .type = WS_TEXT },
    [HSMS_C_COMMUNICATION] = { .key = "communication", .doc = "GEM: not_communicating, wait_cra, communicating", .type = WS_TEXT },
    [HSMS_C_EVENT]         = { .key = "event", .doc = "the name of ceid", .type = WS_TEXT },
    [HSMS_C_ALARM]         = { .key = "alarm", .doc = "the name of alid", .type = WS_TEXT },
    [HSMS_C_NAMES]         = { .key = "names", .doc = "of the message's values, in their order; a number where none is known",
                               .type = WS_TEXT },
};

/* What `wirespeak summary` tells. */
static const char *const timeout_codes[] = { "t3_timeout", "t6_timeout", "t7_timeout", NULL };
static const char *const error_messages[] = { "s9f*", NULL };
static const char *const alarm_messages[] = { "s5f1", NULL };
static const char *const event_messages[] = { "s6f11", "s6f13", NULL };
static const struct ws_summary_column by_timeout[] = { { "timeout", "@what" }, { "client", "@client" }, { "server", "@server" } };
static const struct ws_summary_column by_error[] = { { "message", "@what" }, { "from", "@src" } };
static const struct ws_summary_column by_alarm[] = { { "alid", "data.alid" }, { "text", "data.altx" } };
static const struct ws_summary_column by_event[] = { { "ceid", "data.ceid" }, { "event", "context.event" } };

static const struct ws_summary_table summaries[] = {
    { .key = "timeouts", .title = "timeouts", .codes = timeout_codes, .by = by_timeout, .n_by = WS_LEN(by_timeout) },
    { .key = "stream_9", .title = "errors by stream 9", .messages = error_messages, .by = by_error, .n_by = WS_LEN(by_error) },
    { .key = "alarms", .title = "alarms", .messages = alarm_messages, .by = by_alarm, .n_by = WS_LEN(by_alarm),
      .last = { "set", "data.alcd_set" } },
    { .key = "events", .title = "events", .messages = event_messages, .by = by_event, .n_by = WS_LEN(by_event) },
};
// clang-format on

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "hsms",
    .title = "HSMS, SECS-II and GEM (SEMI E37, E5, E30)",
    .version = "1.0",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .options = options,
    .n_options = WS_LEN(options),
    .notes = notes,
    .n_notes = WS_LEN(notes),
    .notices = notices,
    .n_notices = WS_LEN(notices),
    .context = context,
    .n_context = WS_LEN(context),
    .types = hsms_control_types,
    .n_types = HSMS_N_CONTROL - 1,
    .max_message_bytes = UINT32_MAX + (size_t)HSMS_LENGTH_LEN,
    .instance_size = sizeof(struct hsms_instance),
    .conversation_size = sizeof(struct hsms_conversation),
    .setup = hsms_setup,
    .probe = hsms_probe,
    .begin = hsms_begin,
    .split = hsms_split,
    .resync = hsms_resync,
    .identify = hsms_identify,
    .observe = hsms_observe,
    .tick = hsms_tick,
    .guess = hsms_guess,
    .summaries = summaries,
    .n_summaries = WS_LEN(summaries),
};
