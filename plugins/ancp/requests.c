/* ANCP: which response answers which request, and which answers are missing. RFC 6320
 * section 3.6.1. */
#include "observe.h"

#include <inttypes.h>
#include <string.h>

enum {
    MAX_OPEN = 1024,    /* requests of a connection that are remembered */
    MAX_WAITING = 1024, /* of these, those whose answer is owed */
    MAX_CIRCUIT = 63,   /* bytes of a circuit id */
};
#define NS_PER_S INT64_C(1000000000)

struct key {
    uint32_t transaction_id;
    uint8_t type;
    uint8_t from; /* enum ws_role */
    uint16_t zero;
};

struct open_request {
    struct ws_request request;
    uint8_t circuit_len;
    uint8_t circuit[MAX_CIRCUIT];
};

struct waiting_request {
    struct ws_request request;
    int64_t until_ns;
};

void ancp_requests_begin(struct ancp_conversation *c, struct ws_host *host)
{
    c->waiting_until_ns = INT64_MAX;
    c->open = ws_map_new(host, sizeof(struct key), sizeof(struct open_request), MAX_OPEN);
    c->waiting = ws_map_new(host, sizeof(struct key), sizeof(struct waiting_request), MAX_WAITING);
}

void ancp_requests_forget(struct ancp_conversation *c)
{
    ws_map_clear(c->open);
    ws_map_clear(c->waiting);
    c->waiting_until_ns = INT64_MAX;
    memset(c->asked, 0, sizeof(c->asked));
}

/* The line */

/** The circuit id in a list, bare or in a target; empty: none, or one that is no text. */
static struct ws_bytes circuit_of(const struct ws_node *tlvs)
{
    const struct ws_node *id = ancp_tlv_find(tlvs, ANCP_TLV_CIRCUIT_ID);
    const struct ws_node *target = id ? NULL : ancp_tlv_find(tlvs, ANCP_TLV_TARGET);
    if (target)
        id = ancp_tlv_find(ancp_tlv_inner(target), ANCP_TLV_CIRCUIT_ID);
    const struct ws_node *value = id ? ws_member(id, "value") : NULL;
    if (!value || value->kind != WS_V_TEXT)
        return (struct ws_bytes){NULL, 0};
    return (struct ws_bytes){value->as.data, value->len};
}

/* Requests */

/** An answer is owed to who asks for one in any case, and to each call for bandwidth. */
static bool answer_is_owed(const struct ancp_seen *s)
{
    return s->header.result == ANCP_ACK_ALL || s->type == ANCP_M_BANDWIDTH_REALLOCATION_REQUEST;
}

/** A loopback test brings its own timeout, in seconds; 0 leaves it open. */
static int64_t timeout_ns(const struct ancp_seen *s)
{
    const struct ws_node *oam = ancp_tlv_find(s->tlvs, ANCP_TLV_OAM_PARAMETERS);
    uint64_t seconds = oam && s->function == ANCP_LOOPBACK ? ancp_tlv_uint(oam, "timeout", 0) : 0;
    return seconds ? (int64_t)seconds * NS_PER_S : s->c->instance->request_timeout_ns;
}

static void wait_for(struct ancp_seen *s, const struct key *key)
{
    struct waiting_request *w = ws_map_put(s->c->waiting, key);
    if (!w)
        return;
    w->request = ws_request_of(s->message);
    w->until_ns = s->message->ts_ns + timeout_ns(s);
    if (w->until_ns < s->c->waiting_until_ns)
        s->c->waiting_until_ns = w->until_ns;
}

static void add_request(struct ancp_seen *s)
{
    struct key key = {s->header.transaction_id, s->wire_type, (uint8_t)s->message->from, 0};
    struct ws_bytes circuit = circuit_of(s->tlvs);

    ws_map_remove(s->c->open, &key); /* an id used again stands for the newer request */
    ws_map_remove(s->c->waiting, &key);
    struct open_request *r = ws_map_put(s->c->open, &key);
    if (!r)
        return;
    r->request = ws_request_of(s->message);
    if (circuit.len && circuit.len <= MAX_CIRCUIT) {
        memcpy(r->circuit, circuit.data, circuit.len);
        r->circuit_len = (uint8_t)circuit.len;
    }
    if (!answer_is_owed(s))
        ws_no_answer(s->host);
    s->c->asked[key.from][key.type / 32] |= UINT32_C(1) << key.type % 32;
    if (answer_is_owed(s) && s->message->whole_flow)
        wait_for(s, &key);
}

/* Responses */

/** The type of the request that a Generic Response with this id can only mean. */
static bool only_type(const struct ancp_seen *s, struct key *key)
{
    const uint32_t *asked = s->c->asked[key->from];
    int found = 0;
    uint8_t type = 0;

    for (unsigned t = 0; t < 256; t++) {
        if (!(asked[t / 32] >> t % 32 & 1))
            continue;
        key->type = (uint8_t)t;
        if (ws_map_get(s->c->open, key)) {
            type = key->type;
            found++;
        }
    }
    key->type = type;
    return found == 1;
}

static bool request_key(const struct ancp_seen *s, struct key *ret)
{
    uint8_t other = s->message->from == WS_CLIENT ? WS_SERVER : WS_CLIENT;
    *ret = (struct key){s->header.transaction_id, s->wire_type, other, 0};
    if (s->type == ANCP_M_BANDWIDTH_TRANSFER)
        ret->type = ANCP_BANDWIDTH_REALLOCATION_REQUEST;
    if (s->type != ANCP_M_GENERIC_RESPONSE)
        return true;
    const struct ws_node *status = ancp_tlv_find(s->tlvs, ANCP_TLV_STATUS_INFO);
    uint64_t type = status ? ancp_tlv_uint(status, "message_type", UINT64_MAX) : UINT64_MAX;
    if (type > UINT8_MAX)
        return only_type(s, ret);
    ret->type = (uint8_t)type;
    return true;
}

static void answer(struct ancp_seen *s)
{
    struct key key;
    struct open_request *r = request_key(s, &key) ? ws_map_get(s->c->open, &key) : NULL;

    if (!r) {
        if (s->message->whole_flow)
            ws_orphan(s->host);
        return;
    }
    ws_answers(s->host, &r->request);
    if (r->circuit_len && !circuit_of(s->tlvs).len)
        ws_context_text(s->host, ANCP_C_CIRCUIT_ID, (struct ws_bytes){r->circuit, r->circuit_len});
    ws_map_remove(s->c->open, &key);
    ws_map_remove(s->c->waiting, &key);
}

/** Transaction id 0 ties nothing: events have it, and responses that nobody asked for. */
void ancp_requests_see(struct ancp_seen *s)
{
    if (s->header.transaction_id == 0)
        return;
    if (s->message->kind == WS_RESPONSE)
        answer(s);
    else
        add_request(s);
}

/* What is missing */

static void tell(struct ws_host *host, const struct key *key, const struct waiting_request *w)
{
    enum ancp_message m = ancp_message_of(key->type);
    ws_notice(host, ANCP_REQUEST_UNANSWERED, (enum ws_role)key->from, &w->request,
              "no answer to %s (type %u) with transaction id %" PRIu32 " within %" PRId64 " ms",
              ancp_types[m].name, key->type, key->transaction_id,
              (w->until_ns - w->request.ts_ns) / INT64_C(1000000));
}

/* Timeouts differ, so all that wait are looked at: each is taken from the front and put back at the
 * end. */
void ancp_requests_tell(struct ancp_conversation *c, int64_t now_ns, struct ws_host *host)
{
    if (now_ns < c->waiting_until_ns)
        return;
    c->waiting_until_ns = INT64_MAX;
    for (size_t left = ws_map_count(c->waiting); left > 0; left--) {
        const void *at;
        const struct waiting_request *oldest = ws_map_oldest(c->waiting, &at);
        if (!oldest)
            return;
        struct waiting_request w = *oldest;
        struct key key = *(const struct key *)at;
        ws_map_remove(c->waiting, &key);
        if (now_ns >= w.until_ns) {
            tell(host, &key, &w);
            continue;
        }
        struct waiting_request *again = ws_map_put(c->waiting, &key);
        if (again)
            *again = w;
        if (w.until_ns < c->waiting_until_ns)
            c->waiting_until_ns = w.until_ns;
    }
}
