/* NCP: replies and their requests, and what odd peers do. */
#include <string.h>

#include "walk.h"

/** What a reply repeats of its request. */
struct ncp_key {
    uint8_t packet_type[NCP_NAME_LEN], field[NCP_NAME_LEN];
    uint32_t field_id;
};

int ncp_setup(void *instance, struct ws_instance *host)
{
    ((struct ncp_instance *)instance)->max_packet = ws_option_uint(host, NCP_O_MAX_PACKET_BYTES);
    return WS_OK;
}

void ncp_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
               struct ws_host *host)
{
    struct ncp_conversation *c = conversation;

    (void)flow;
    c->instance = instance;
    c->requests =
        ws_map_new(host, sizeof(struct ncp_key), sizeof(struct ws_request), NCP_MAX_REQUESTS);
}

/* Requests */

static void copy_name(uint8_t to[NCP_NAME_LEN], const uint8_t *name)
{
    struct ws_bytes own = ncp_name(name);
    memset(to, 0, NCP_NAME_LEN);
    if (own.len)
        memcpy(to, own.data, own.len);
}

/** Names that differ only in what fills them up are one name. */
static struct ncp_key key_of(struct ws_bytes packet, const struct ncp_field *field)
{
    struct ncp_key key = {.field_id = field->id};
    copy_name(key.packet_type, packet.data + NCP_AT_TYPE);
    copy_name(key.field, field->name);
    return key;
}

const struct ws_request *ncp_request_find(const struct ncp_conversation *c, struct ws_bytes message)
{
    struct ws_cursor fields = ws_cursor(ncp_fields_of(message));
    struct ncp_field f;
    uint16_t fault;

    if (ws_map_count(c->requests) == 0)
        return NULL;
    while (ncp_field_take(&fields, &f, &fault)) {
        struct ncp_key key = key_of(message, &f);
        const struct ws_request *r = ws_map_get(c->requests, &key);
        if (r)
            return r;
    }
    return NULL;
}

/** Each field may be answered on its own, any number of times: a request is kept until newer ones
 * need its place. */
static void add_request(struct ncp_conversation *c, const struct ws_message *message)
{
    struct ws_cursor fields = ws_cursor(ncp_fields_of(message->bytes));
    struct ncp_field f;
    uint16_t fault;

    while (ncp_field_take(&fields, &f, &fault)) {
        struct ncp_key key = key_of(message->bytes, &f);
        ws_map_remove(c->requests, &key); /* it becomes the newest */
        struct ws_request *r = ws_map_put(c->requests, &key);
        if (r)
            *r = ws_request_of(message);
    }
}

/* Notes */

// clang-format off
const struct ws_code ncp_notes[NCP_N_NOTES] = {
    [NCP_FORMAT_ID]       = { "format_id", "packet_format_id is not 1", WS_WARNING },
    [NCP_BAD_NANOTIME]    = { "bad_nanotime", "packet_nanotime is a second or more", WS_WARNING },
    [NCP_EMBEDDED_FOOTER] = { "embedded_footer", "a packet footer stands in the middle of a field", WS_WARNING },
    [NCP_VALUE_LENGTH]    = { "value_length", "a value of a length that its type cannot have", WS_WARNING },
    [NCP_BAD_ENCODING]    = { "bad_encoding", "a string that is not UTF-8", WS_WARNING },
    [NCP_UNKNOWN_TYPE]    = { "unknown_type", "a parameter of an unknown type", WS_WARNING },
};
// clang-format on

static void note(const struct ws_message *message, struct ws_host *host)
{
    struct ncp_survey s = ncp_survey(message->bytes);

    for (size_t i = 0; i < NCP_N_NOTES; i++)
        if (s.notes[i].n)
            ws_note(host, i, "%s, at offset %zu", ncp_notes[i].text, s.notes[i].first);
}

void ncp_observe(void *conversation, const struct ws_message *message, struct ws_host *host)
{
    struct ncp_conversation *c = conversation;
    const struct ws_request *request;

    if (message->type >= &ncp_types[NCP_M_HTTP_REQUEST])
        return;
    note(message, host);
    if (message->kind == WS_REQUEST)
        add_request(c, message);
    if (message->kind == WS_RESPONSE && (request = ncp_request_find(c, message->bytes)))
        ws_answers(host, request);
}
