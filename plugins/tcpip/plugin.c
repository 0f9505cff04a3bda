/* Lines and C structures on TCP: what the host is told of the plugin. */
#include "tcpip.h"

// clang-format off
const struct ws_option tcpip_options[TCPIP_N_OPTIONS] = {
    [TCPIP_O_LAYOUT]      = { "layout", WS_OPT_FILE, NULL, "a file that says what the streams at which ports hold", 0, 0, NULL },
    [TCPIP_O_STREAM]      = { "stream", WS_OPT_TEXT, NULL, "the layout's stream for flows bound by -d to ports of none", 0, 0, NULL },
    [TCPIP_O_GUESS_LINES] = { "guess_lines", WS_OPT_BOOL, "false", "take what looks like lines of text for such", 0, 0, NULL },
};

static const struct ws_code errors[TCPIP_N_ERRORS] = {
    [TCPIP_E_OVERSIZE]    = { "oversize", "the line is longer than max_line_bytes", WS_ERROR },
    [TCPIP_E_UNKNOWN_TAG] = { "unknown_tag", "the header's tag is none of the layout's cases", WS_ERROR },
    [TCPIP_E_BAD_JSON]    = { "bad_json", "the line is no JSON value", WS_ERROR },
};

static const struct ws_code notes[TCPIP_N_NOTES] = {
    [TCPIP_N_START_GUESSED] = { "start_guessed", "where the message begins was not seen but guessed", WS_INFO },
};

static const struct ws_code notices[TCPIP_N_NOTICES] = {
    [TCPIP_NO_STREAM] = { "no_stream", "the flow is at no port of the layout, which has several streams: --set tcpip.stream=NAME says which", WS_ERROR },
};

static const struct ws_field context[TCPIP_N_CONTEXT] = {
    [TCPIP_C_STREAM] = { .key = "stream", .doc = "its name in the layout", .type = WS_TEXT },
};
// clang-format on

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "tcpip",
    .title = "Lines and C structures on TCP, as a layout file describes them",
    .version = "1.0",
    .options = tcpip_options,
    .n_options = TCPIP_N_OPTIONS,
    .errors = errors,
    .n_errors = TCPIP_N_ERRORS,
    .notes = notes,
    .n_notes = TCPIP_N_NOTES,
    .notices = notices,
    .n_notices = TCPIP_N_NOTICES,
    .context = context,
    .n_context = TCPIP_N_CONTEXT,
    .types = tcpip_types,
    .n_types = TCPIP_N_STATIC,
    .max_message_bytes = 2 * (size_t)TCPIP_MAX_STRUCT + TCPIP_DEFAULT_LINE,
    .instance_size = sizeof(struct tcpip_instance),
    .conversation_size = sizeof(struct tcpip_conversation),
    .setup = tcpip_setup,
    .probe = tcpip_probe,
    .begin = tcpip_begin,
    .split = tcpip_split,
    .resync = tcpip_resync,
    .identify = tcpip_identify,
    .observe = tcpip_observe,
    .pick = tcpip_pick,
    .guess = tcpip_guess,
};
