/* Channel Access: where messages end, and which is which. Specification 4.13, "Message structure".
 */
#include "conversation.h"

int ca_setup(void *instance, struct ws_instance *host)
{
    struct ca_instance *i = instance;
    i->max_message = ws_option_uint(host, CA_O_MAX_MESSAGE_BYTES);
    return WS_OK;
}

/* Framing */

/** Fewer bytes than the message has: none is coming, or so many are needed. */
static struct ws_split wants(uint64_t len, uint64_t total, struct ws_bytes in, struct ws_at at)
{
    if (at.end)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_TRUNCATED, .len = in.len, .total = total};
    return (struct ws_split){WS_SPLIT_NEED, .len = len, .total = total};
}

struct ws_split ca_split(void *conversation, enum ws_role from, struct ws_bytes in, struct ws_at at)
{
    struct ca_conversation *c = conversation;
    struct ca_side *side = &c->sides[from];
    struct ca_header h;

    side->boundary_known = true;
    side->boundary = at.offset % CA_ALIGN;
    side->drained = 0;
    if (in.len == 0 && c->udp) /* an empty datagram registers with a repeater */
        return (struct ws_split){.status = at.to_port == CA_REPEATER_PORT ? WS_SPLIT_MESSAGE
                                                                          : WS_SPLIT_SKIP};
    if (!ca_header_read(in, &h))
        return wants(in.len < CA_HEAD ? CA_HEAD : CA_LONG_HEAD, 0, in, at);
    uint64_t total = (uint64_t)h.len + h.size;
    if (!c->udp && total > c->instance->max_message) {
        side->drained = at.offset + total;
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_LIMIT, .len = h.len, .total = total};
    }
    if (in.len < total)
        return wants(total, total, in, at);
    return (struct ws_split){WS_SPLIT_MESSAGE, .len = total, .total = total};
}

/* Types */

static const struct {
    uint8_t client, server; /* enum ca_message */
} by_command[CA_N_COMMANDS] = {
    [CA_VERSION] = {CA_M_VERSION_REQUEST, CA_M_VERSION_RESPONSE},
    [CA_EVENT_ADD] = {CA_M_EVENT_ADD_REQUEST, CA_M_EVENT_ADD_RESPONSE},
    [CA_EVENT_CANCEL] = {CA_M_EVENT_CANCEL_REQUEST, CA_M_UNKNOWN},
    [CA_READ] = {CA_M_READ_REQUEST, CA_M_READ_RESPONSE},
    [CA_WRITE] = {CA_M_WRITE_REQUEST, CA_M_UNKNOWN},
    [CA_SNAPSHOT] = {CA_M_SNAPSHOT_REQUEST, CA_M_UNKNOWN},
    [CA_SEARCH] = {CA_M_SEARCH_REQUEST, CA_M_SEARCH_RESPONSE},
    [CA_BUILD] = {CA_M_BUILD_REQUEST, CA_M_UNKNOWN},
    [CA_EVENTS_OFF] = {CA_M_EVENTS_OFF_REQUEST, CA_M_UNKNOWN},
    [CA_EVENTS_ON] = {CA_M_EVENTS_ON_REQUEST, CA_M_UNKNOWN},
    [CA_READ_SYNC] = {CA_M_READ_SYNC_REQUEST, CA_M_READ_SYNC_RESPONSE},
    [CA_ERROR] = {CA_M_UNKNOWN, CA_M_ERROR_RESPONSE},
    [CA_CLEAR_CHANNEL] = {CA_M_CLEAR_CHANNEL_REQUEST, CA_M_CLEAR_CHANNEL_RESPONSE},
    [CA_BEACON] = {CA_M_UNKNOWN, CA_M_BEACON},
    [CA_NOT_FOUND] = {CA_M_UNKNOWN, CA_M_NOT_FOUND_RESPONSE},
    [CA_READ_NOTIFY] = {CA_M_READ_NOTIFY_REQUEST, CA_M_READ_NOTIFY_RESPONSE},
    [CA_READ_BUILD] = {CA_M_READ_BUILD_REQUEST, CA_M_UNKNOWN},
    [CA_REPEATER_CONFIRM] = {CA_M_UNKNOWN, CA_M_REPEATER_CONFIRM_RESPONSE},
    [CA_CREATE_CHAN] = {CA_M_CREATE_CHAN_REQUEST, CA_M_CREATE_CHAN_RESPONSE},
    [CA_WRITE_NOTIFY] = {CA_M_WRITE_NOTIFY_REQUEST, CA_M_WRITE_NOTIFY_RESPONSE},
    [CA_CLIENT_NAME] = {CA_M_CLIENT_NAME_REQUEST, CA_M_UNKNOWN},
    [CA_HOST_NAME] = {CA_M_HOST_NAME_REQUEST, CA_M_UNKNOWN},
    [CA_ACCESS_RIGHTS] = {CA_M_UNKNOWN, CA_M_ACCESS_RIGHTS_RESPONSE},
    [CA_ECHO] = {CA_M_ECHO_REQUEST, CA_M_ECHO_RESPONSE},
    [CA_REPEATER_REGISTER] = {CA_M_REPEATER_REGISTER_REQUEST, CA_M_UNKNOWN},
    [CA_SIGNAL] = {CA_M_SIGNAL_REQUEST, CA_M_UNKNOWN},
    [CA_CREATE_CH_FAIL] = {CA_M_UNKNOWN, CA_M_CREATE_CH_FAIL_RESPONSE},
    [CA_SERVER_DISCONN] = {CA_M_UNKNOWN, CA_M_SERVER_DISCONN_RESPONSE},
};

/** Nobody knows who sent it: the only side that does, or the one whose message it looks like. */
static enum ws_role likely_sender(const struct ca_header *h)
{
    if (by_command[h->command].client == CA_M_UNKNOWN)
        return WS_SERVER;
    if (by_command[h->command].server == CA_M_UNKNOWN)
        return WS_CLIENT;
    return !ca_is_plausible(WS_CLIENT, h, UINT64_MAX) && ca_is_plausible(WS_SERVER, h, UINT64_MAX)
               ? WS_SERVER
               : WS_CLIENT;
}

static enum ca_message message_of(struct ca_conversation *c, enum ws_role from,
                                  const struct ca_header *h)
{
    if (h->command >= CA_N_COMMANDS)
        return CA_M_UNKNOWN;
    if (from == WS_UNKNOWN_ROLE)
        from = likely_sender(h);
    if (from == WS_CLIENT)
        return (enum ca_message)by_command[h->command].client;
    if (h->command == CA_EVENT_ADD && h->size == 0 && ca_is_cancel(c, h->p2))
        return CA_M_EVENT_CANCEL_RESPONSE;
    return (enum ca_message)by_command[h->command].server;
}

static size_t quote_of(struct ws_bytes payload)
{
    struct ca_header h;

    if (payload.len < CA_HEAD)
        return CA_QUOTE_NONE;
    if (!ca_header_read(payload, &h))
        return CA_QUOTE_CUT;
    return h.extended ? CA_QUOTE_LONG : CA_QUOTE_SHORT;
}

struct ws_identity ca_identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    struct ca_conversation *c = conversation;
    struct ca_header h;

    if (!ca_header_read(message, &h))
        return (struct ws_identity){.type = &ca_types[CA_M_REPEATER_REGISTER_REQUEST],
                                    .variant = CA_EMPTY};
    enum ca_message m = message_of(c, from, &h);
    size_t variant = h.extended ? CA_LONG : CA_SHORT;
    if (h.command == CA_VERSION && c->udp)
        variant += CA_UDP;
    if (m == CA_M_ERROR_RESPONSE)
        variant += 2 * quote_of(ws_bytes_from(message, h.len));
    return (struct ws_identity){.type = &ca_types[m], .variant = variant};
}

/* Encoding: which form the fields ask for */

static bool is_true(const struct ws_node *fields, const char *key)
{
    const struct ws_node *n = ws_member(fields, key);
    return n && n->kind == WS_V_BOOL && n->as.u;
}

static uint64_t number_of(const struct ws_node *fields, const char *key)
{
    const struct ws_node *n = ws_member(fields, key);
    bool negative;
    uint64_t v;

    return n && ws_node_whole(n, &negative, &v) && !negative ? v : 0;
}

/** What `extended` says; else the form that libca and rsrv choose for these sizes. */
static bool is_long(const struct ws_node *fields)
{
    const struct ws_node *said = ws_member(fields, "extended"), *value = ws_member(fields, "value");
    uint64_t count = number_of(fields, "data_count"), type = number_of(fields, "data_type");

    if (said && said->kind == WS_V_BOOL)
        return said->as.u;
    uint64_t values =
        value && (value->kind == WS_V_ARRAY || value->kind == WS_V_NUMBERS) ? value->len : 0;
    uint64_t size = type <= CA_DBR_LAST ? ca_data_size((uint32_t)type, (uint32_t)values) : 0;
    return count >= CA_LONG_MARK || values >= CA_LONG_MARK || size > CA_LONG_MARK - CA_ALIGN ||
           number_of(fields, "payload_size") >= CA_LONG_MARK;
}

size_t ca_pick(const void *instance, const struct ws_message_type *type,
               const struct ws_node *fields)
{
    size_t form = is_long(fields) ? CA_LONG : CA_SHORT;
    const struct ws_node *quote = ws_member(fields, "original_request");

    (void)instance;
    if (type == &ca_types[CA_M_VERSION_REQUEST] || type == &ca_types[CA_M_VERSION_RESPONSE])
        return ws_member(fields, "sequence_valid") || ws_member(fields, "sequence_number")
                   ? form + CA_UDP
                   : form;
    if (type == &ca_types[CA_M_REPEATER_REGISTER_REQUEST] && is_true(fields, "zero_length"))
        return CA_EMPTY;
    if (type != &ca_types[CA_M_ERROR_RESPONSE])
        return form;
    if (!quote || quote->kind != WS_V_OBJECT)
        return form + 2 * CA_QUOTE_NONE;
    return form + (is_true(quote, "extended") ? 2 * CA_QUOTE_LONG : 2 * CA_QUOTE_SHORT);
}
