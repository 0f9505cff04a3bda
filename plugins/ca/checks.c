/* Channel Access: what a strict peer would not accept. */
#include <inttypes.h>
#include <string.h>

#include "conversation.h"

static bool from_client(const struct ca_seen *s)
{
    return s->message->from == WS_CLIENT;
}

static struct ws_bytes payload_of(const struct ca_seen *s)
{
    return ws_bytes_from(s->message->bytes, s->header.len);
}

/* All messages */

static void check_header(struct ca_seen *s)
{
    if (s->header.size % CA_ALIGN)
        ws_note(s->host, CA_MISALIGNED, NULL);
    if (s->header.command >= CA_N_COMMANDS)
        ws_note(s->host, CA_UNKNOWN_COMMAND, NULL);
    else if (s->type == CA_M_UNKNOWN)
        ws_note(s->host, CA_WRONG_DIRECTION, NULL);
    const struct ws_node *fields = s->message->fields;
    for (const struct ws_node *n = ws_first(fields); n; n = ws_next(fields, n)) {
        const struct ws_field *f = ws_node_field(n);
        bool reserved = f && ((f->flags & WS_CONSTANT) || f->derive.measure == WS_COPY_OF);
        if (reserved)
            ws_note(s->host, CA_RESERVED_NONZERO, NULL);
    }
}

/* Numbers that stand for something: a circuit must have been seen from its begin to tell. */

static void check_ids(struct ca_seen *s)
{
    struct ca_conversation *c = s->c;
    uint32_t p1 = s->header.p1, p2 = s->header.p2;

    if (c->udp || !s->message->whole_flow)
        return;
    switch (s->type) {
    case CA_M_EVENT_CANCEL_REQUEST:
        if (!ca_knows_subscription(c, p2))
            ws_note(s->host, CA_UNKNOWN_SUBSCRIPTION, NULL);
        /* fall through */
    case CA_M_EVENT_ADD_REQUEST:
    case CA_M_READ_REQUEST:
    case CA_M_READ_NOTIFY_REQUEST:
    case CA_M_WRITE_REQUEST:
    case CA_M_WRITE_NOTIFY_REQUEST:
    case CA_M_CLEAR_CHANNEL_REQUEST:
        if (!ca_knows_sid(c, p1))
            ws_note(s->host, CA_UNKNOWN_SID, "the circuit has no channel with sid %" PRIu32, p1);
        return;
    case CA_M_EVENT_ADD_RESPONSE:
    case CA_M_EVENT_CANCEL_RESPONSE:
        if (!ca_knows_subscription(c, p2))
            ws_note(s->host, CA_UNKNOWN_SUBSCRIPTION, NULL);
        return;
    case CA_M_ERROR_RESPONSE:
        if (p1 == CA_NO_ADDRESS)
            return;
        /* fall through */
    case CA_M_CREATE_CHAN_RESPONSE:
    case CA_M_CREATE_CH_FAIL_RESPONSE:
    case CA_M_ACCESS_RIGHTS_RESPONSE:
    case CA_M_SERVER_DISCONN_RESPONSE:
        if (!ca_knows_cid(c, p1))
            ws_note(s->host, CA_UNKNOWN_CID, "the circuit has no channel with cid %" PRIu32, p1);
        return;
    default:
        return;
    }
}

/* Types and values */

static bool has_type(enum ca_message m)
{
    switch (m) {
    case CA_M_EVENT_ADD_REQUEST:
    case CA_M_EVENT_ADD_RESPONSE:
    case CA_M_EVENT_CANCEL_REQUEST:
    case CA_M_EVENT_CANCEL_RESPONSE:
    case CA_M_READ_REQUEST:
    case CA_M_READ_RESPONSE:
    case CA_M_READ_NOTIFY_REQUEST:
    case CA_M_READ_NOTIFY_RESPONSE:
    case CA_M_WRITE_REQUEST:
    case CA_M_WRITE_NOTIFY_REQUEST:
    case CA_M_WRITE_NOTIFY_RESPONSE:
    case CA_M_CREATE_CHAN_RESPONSE:
        return true;
    default:
        return false;
    }
}

static bool has_data(enum ca_message m)
{
    return m == CA_M_EVENT_ADD_RESPONSE || m == CA_M_READ_RESPONSE ||
           m == CA_M_READ_NOTIFY_RESPONSE || m == CA_M_WRITE_REQUEST ||
           m == CA_M_WRITE_NOTIFY_REQUEST;
}

/** Whether the payload is what so many values need; the last text may be cut. */
static bool count_fits(const struct ca_header *h)
{
    struct ca_layout l = ca_layout_of(h->data_type);
    uint64_t need = ca_data_size(h->data_type, h->count);
    uint64_t whole = (need + CA_ALIGN - 1) / CA_ALIGN * CA_ALIGN;

    if (h->size >= need)
        return h->size <= whole;
    if (h->count == 0)
        return h->size == 0;
    return l.value_size == CA_STRING_SIZE && h->size > need - CA_STRING_SIZE;
}

static void check_data(struct ca_seen *s)
{
    enum {
        FIRST_TIME = 14,
        LAST_TIME = 20,
        GR_ENUM = 24,
        CTRL_ENUM = 31,
        AT_NSEC = 8,
        AT_NO_STR = 4,
        MAX_STR = 16
    };
    const struct ca_header *h = &s->header;
    struct ws_bytes p = payload_of(s);
    uint16_t t = h->data_type;

    if (!count_fits(h))
        ws_note(s->host, CA_COUNT_MISMATCH, NULL);
    if (t >= FIRST_TIME && t <= LAST_TIME && p.len >= AT_NSEC + 4 &&
        ws_load_be(p.data + AT_NSEC, 4) > 999999999)
        ws_note(s->host, CA_BAD_NSEC, NULL);
    if ((t == GR_ENUM || t == CTRL_ENUM) && p.len >= AT_NO_STR + 2 &&
        ws_load_be(p.data + AT_NO_STR, 2) > MAX_STR)
        ws_note(s->host, CA_ENUM_COUNT, NULL);
}

static void check_types(struct ca_seen *s)
{
    enum { AT_MASK = 12 };
    struct ws_bytes p = payload_of(s);

    if (!has_type(s->type))
        return;
    if (s->header.data_type > CA_DBR_LAST)
        ws_note(s->host, CA_BAD_TYPE, NULL);
    else if (has_data(s->type))
        check_data(s);
    if (s->type == CA_M_EVENT_ADD_REQUEST && p.len >= AT_MASK + 2 &&
        ws_load_be(p.data + AT_MASK, 2) == 0)
        ws_note(s->host, CA_MASK_ZERO, NULL);
}

/* Names */

static void check_names(struct ca_seen *s)
{
    bool pv = s->type == CA_M_SEARCH_REQUEST || s->type == CA_M_CREATE_CHAN_REQUEST;
    bool person = s->type == CA_M_CLIENT_NAME_REQUEST || s->type == CA_M_HOST_NAME_REQUEST;
    struct ws_bytes p = payload_of(s);

    if (!pv && !person)
        return;
    const uint8_t *nul = p.len ? memchr(p.data, 0, p.len) : NULL;
    size_t len = nul ? (size_t)(nul - p.data) : p.len;
    if (p.len && !nul)
        ws_note(s->host, CA_NAME_UNTERMINATED, NULL);
    if (len > CA_MAX_NAME)
        ws_note(s->host, CA_NAME_TOO_LONG, NULL);
    if (person && s->c->any_channel)
        ws_note(s->host, CA_LATE_NAME, NULL);
}

/* Versions */

/** The version that a message of the client brings; CA_MINOR: none. */
static uint32_t version_of(const struct ca_seen *s)
{
    const struct ca_header *h = &s->header;

    if (s->type == CA_M_CREATE_CHAN_REQUEST)
        return h->p2;
    if (s->type != CA_M_VERSION_REQUEST && s->type != CA_M_SEARCH_REQUEST)
        return CA_MINOR;
    /* libca's and the repeater's datagram of zeros means nothing */
    bool noop = s->c->udp && !h->count && !h->data_type && !h->p1;
    return noop ? CA_MINOR : h->count;
}

/** A datagram, and a circuit, begin with the version. */
static void check_begin(struct ca_seen *s)
{
    struct ca_conversation *c = s->c;
    bool version = s->type == CA_M_VERSION_REQUEST;

    if (c->udp && s->message->offset == 0)
        c->version_in_front = version;
    if (c->udp && s->type == CA_M_SEARCH_REQUEST && !c->version_in_front)
        ws_note(s->host, CA_VERSION_MISSING, NULL);
    if (!c->udp && !c->started && !version && s->message->whole_flow)
        ws_note(s->host, CA_VERSION_MISSING, NULL);
    c->started = true;
    c->any_channel = c->any_channel || s->type == CA_M_CREATE_CHAN_REQUEST;
}

static void check_versions(struct ca_seen *s)
{
    if (!from_client(s))
        return;
    if (version_of(s) < CA_OLDEST)
        ws_note(s->host, CA_OLD_VERSION, NULL);
    if (!s->c->udp && s->type == CA_M_VERSION_REQUEST && s->header.data_type > CA_MAX_PRIORITY)
        ws_note(s->host, CA_BAD_PRIORITY, NULL);
    check_begin(s);
}

void ca_checks_see(struct ca_seen *s)
{
    if (s->message->bytes.len == 0)
        return;
    check_header(s);
    check_ids(s);
    check_types(s);
    check_names(s);
    check_versions(s);
}
