/* NCP's messages: a packet, and the heads of the tunnel before it. */
#include "ncp.h"

// clang-format off
static const struct ws_field packet[PACKET_N] = {
    [PACKET_HEADER]    = { .doc = "dd cc bb aa", .type = WS_U32, .flags = WS_LITTLE | WS_CONSTANT, .value = NCP_HEADER_MAGIC,
                           .mismatch = WS_CODE(NCP_BAD_MAGIC) },
    [PACKET_TYPE]      = { .key = "packet_type", .doc = "up to 4 letters", .type = WS_TEXT, .len = NCP_NAME_LEN, .charset = WS_LATIN1,
                           .flags = WS_STRIPPED, .purpose = WS_KEY | WS_SUMMARY },
    [PACKET_SIZE]      = { .key = "packet_size", .doc = "of the whole packet", .unit = "words", .type = WS_U32, .flags = WS_LITTLE,
                           .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL, .unit = NCP_WORD }, .mismatch = WS_CODE(NCP_BAD_SIZE) },
    [PACKET_ID]        = { .key = "packet_id", .doc = "1; 0 in keep-alives; before version 5.0 a counter", .type = WS_U32,
                           .flags = WS_LITTLE, .value = 1, .purpose = WS_ID | WS_VOLATILE,
                           .id = { "packet_id", WS_BY_REQUESTER, WS_PER_PROCESS, "packet" } },
    [PACKET_FORMAT_ID] = { .key = "packet_format_id", .doc = "1", .type = WS_U32, .flags = WS_LITTLE, .value = 1 },
    [PACKET_TIME]      = { .key = "packet_time", .doc = "when it was sent, since 1970-01-01 UTC", .unit = "s", .type = WS_U32,
                           .flags = WS_LITTLE, .purpose = WS_VOLATILE },
    [PACKET_NANOTIME]  = { .key = "packet_nanotime", .doc = "within that second", .unit = "ns", .type = WS_U32, .flags = WS_LITTLE,
                           .purpose = WS_VOLATILE },
    [PACKET_TIMESTAMP] = { .key = "packet_timestamp", .doc = "both together", .type = WS_TIME, .of = WS_ROW(PACKET_TIME),
                           .of_nsec = WS_ROW(PACKET_NANOTIME), .purpose = WS_VIEW | WS_VOLATILE },
    [PACKET_INFO]      = { .key = "packet_info", .doc = "the sender's id: 4 bytes of its MAC address", .type = WS_BYTES,
                           .len = 4, .purpose = WS_VOLATILE },
    [PACKET_FIELDS]    = { .type = WS_HOOK, .hook = &ncp_fields_hook, .len_from = WS_ROW(PACKET_SIZE), .len_unit = NCP_WORD,
                           .len_bias = -(NCP_HEADER_LEN + NCP_FOOTER_LEN) },
    [PACKET_CHECKSUM]  = { .key = "checksum", .doc = "0: none; how others are computed is not known", .type = WS_U32,
                           .flags = WS_LITTLE, .purpose = WS_VOLATILE },
    [PACKET_FOOTER]    = { .doc = "aa bb cc dd", .type = WS_U32, .flags = WS_LITTLE | WS_CONSTANT, .value = NCP_FOOTER_MAGIC,
                           .mismatch = WS_CODE(NCP_BAD_FOOTER) },
};
static const struct ws_table packet_table = { .rows = packet, .n = PACKET_N, .name = "packet" };
static const struct ws_table *const packets[] = { &packet_table };

static const struct ws_field request[] = { { .type = WS_HOOK, .hook = &ncp_request_hook } };
static const struct ws_field response[] = { { .type = WS_HOOK, .hook = &ncp_response_hook } };
static const struct ws_table request_table = { .rows = request, .n = 1, .name = "HTTP request" };
static const struct ws_table response_table = { .rows = response, .n = 1, .name = "HTTP response" };
static const struct ws_table *const requests[] = { &request_table }, *const responses[] = { &response_table };

#define LINK(name_, title_, code_, answer, flags_, doc_) { .name = name_, .title = title_, .doc = doc_, .code = code_, \
    .answered_by = answer, .kind = WS_CONTROL, .flags = (flags_) | WS_SESSION, .variants = packets, .n_variants = 1 }

const struct ws_message_type ncp_types[NCP_N_TYPES] = {
    [NCP_M_PACKET]        = { .name = "packet", .title = "Packet", .doc = "every packet that is none of the others, or is faulty",
                              .flags = WS_FROM_CLIENT | WS_FROM_SERVER | WS_UNORDERED, .variants = packets, .n_variants = 1 },
    [NCP_M_KEEPALIVE]     = LINK("link_keepalive", "Keep-alive", "LINK", NULL, WS_FROM_CLIENT | WS_FROM_SERVER | WS_UNSOLICITED,
                                 "a LINK packet without fields"),
    [NCP_M_HELO]          = LINK("link_helo", "Greeting", "LINK HELO", "link_ccre", WS_FROM_SERVER, NULL),
    [NCP_M_CCRE]          = LINK("link_ccre", "Connection request", "LINK CCRE", "link_scar", WS_FROM_CLIENT, NULL),
    [NCP_M_SCAR]          = LINK("link_scar", "Connection response", "LINK SCAR", "link_care", WS_FROM_SERVER, NULL),
    [NCP_M_CARE]          = LINK("link_care", "Authentication request", "LINK CARE", "link_scon", WS_FROM_CLIENT, NULL),
    [NCP_M_SCON]          = LINK("link_scon", "Authentication response", "LINK SCON", NULL, WS_FROM_SERVER, "the link stands"),
    [NCP_M_ERRO]          = { .name = "link_erro", .title = "Error", .code = "LINK ERRO", .kind = WS_NOTIFY,
                              .flags = WS_FROM_SERVER | WS_UNSOLICITED, .doc = "the server closes after it", .variants = packets, .n_variants = 1 },
    [NCP_M_HTTP_REQUEST]  = { .name = "http_request", .title = "Tunnel request", .answered_by = "http_response", .kind = WS_CONTROL,
                              .flags = WS_FROM_CLIENT | WS_SESSION, .doc = "HTTP CONNECT before the first packet", .variants = requests, .n_variants = 1 },
    [NCP_M_HTTP_RESPONSE] = { .name = "http_response", .title = "Tunnel response", .kind = WS_CONTROL,
                              .flags = WS_FROM_SERVER | WS_SESSION, .variants = responses, .n_variants = 1 },
};
