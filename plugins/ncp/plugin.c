/* NCP: what the host is told of the plugin. */
#include "ncp.h"

// clang-format off
/* Ports 80 and 443 belong to the web: there the tunnel is found by its content. */
static const struct ws_port ports[] = {{WS_TCP, NCP_PORT}};

static const struct ws_option options[NCP_N_OPTIONS] = {
    [NCP_O_MAX_PACKET_BYTES] = { "max_packet_bytes", WS_OPT_SIZE, "67108864", "a longer packet is taken for lost framing",
                                 NCP_MIN_WORDS * NCP_WORD, UINT32_MAX, NULL },
};

static const struct ws_code errors[NCP_N_ERRORS] = {
    [NCP_BAD_MAGIC]       = { "bad_magic", "neither a packet nor a head of the tunnel begins here", WS_ERROR },
    [NCP_BAD_SIZE]        = { "bad_size", "packet_size does not cover the header and the footer, or is not the packet's", WS_ERROR },
    [NCP_OVERSIZE]        = { "oversize", "packet_size is above max_packet_bytes", WS_ERROR },
    [NCP_BAD_FOOTER]      = { "bad_footer", "the packet does not end with the footer's magic", WS_ERROR },
    [NCP_BAD_HTTP_HEAD]   = { "bad_http_head", "no head of a tunnel: its first line, the number of its lines, or its length",
                              WS_ERROR },
    [NCP_FIELD_UNDERFLOW] = { "field_underflow", "a field's size does not cover its own head", WS_ERROR },
    [NCP_FIELD_OVERFLOW]  = { "field_overflow", "a field reaches past the packet's end", WS_ERROR },
    [NCP_PARAM_UNDERFLOW] = { "param_underflow", "a parameter's size does not cover its own head", WS_ERROR },
    [NCP_PARAM_OVERFLOW]  = { "param_overflow", "a parameter reaches past its field", WS_ERROR },
};

/* What `wirespeak summary` tells. */
static const char *const packets[] = { "packet", "link_*", NULL };
static const struct ws_summary_column by_type[] = { { "packet_type", "packet_type" }, { "from", "@from" } };

static const struct ws_summary_table summaries[] = {
    { .key = "commands", .title = "packets by type", .messages = packets, .by = by_type, .n_by = WS_LEN(by_type) },
};
// clang-format on

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "ncp",
    .title = "Node Communication Protocol (CRFS)",
    .version = "1.0",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .options = options,
    .n_options = WS_LEN(options),
    .errors = errors,
    .n_errors = WS_LEN(errors),
    .notes = ncp_notes,
    .n_notes = NCP_N_NOTES,
    .types = ncp_types,
    .n_types = WS_LEN(ncp_types),
    .max_message_bytes = UINT32_MAX,
    .instance_size = sizeof(struct ncp_instance),
    .conversation_size = sizeof(struct ncp_conversation),
    .setup = ncp_setup,
    .probe = ncp_probe,
    .begin = ncp_begin,
    .split = ncp_split,
    .resync = ncp_resync,
    .identify = ncp_identify,
    .observe = ncp_observe,
    .guess = ncp_guess,
    .summaries = summaries,
    .n_summaries = WS_LEN(summaries),
};
