/* HSMS: which message answers which, and which answers are missing. SEMI E37 section 9.2, SEMI E5
 * section 6. */
#include <inttypes.h>

#include "conversation.h"

enum {
    MAX_OPEN = 1024,    /* requests of a connection whose answer is owed */
    MAX_WAITING = 1024, /* of these, those that have a timeout */
    MAX_PAST = 64,      /* other messages to which a reject, an S9 or a reply may still refer */
    S9 = 9,
    S9_TIMEOUT = 9, /* S9F9 is about the sender's own primary, all others about the receiver's */
    NS_PER_MS = 1000000,
};

/** System bytes are unique among what one side has open in a session. */
struct key {
    uint32_t system_bytes;
    uint16_t session_id; /* of data in HSMS-GS; else 0: a reject has another one than the message */
    uint8_t from;        /* enum ws_role */
    uint8_t data;        /* 1: a data message */
};

struct waiting {
    struct ws_request request;
    int64_t until_ns;
    uint8_t stream, function, s_type;
};

void hsms_transactions_begin(struct hsms_conversation *c, struct ws_host *host)
{
    c->open = ws_map_new(host, sizeof(struct key), sizeof(struct hsms_open), MAX_OPEN);
    c->past = ws_map_new(host, sizeof(struct key), sizeof(struct hsms_open), MAX_PAST);
    c->wait_t3 = ws_map_new(host, sizeof(struct key), sizeof(struct waiting), MAX_WAITING);
    c->wait_t6 = ws_map_new(host, sizeof(struct key), sizeof(struct waiting), MAX_WAITING);
}

void hsms_transactions_lost(struct hsms_conversation *c)
{
    ws_map_clear(c->wait_t3);
    ws_map_clear(c->wait_t6);
}

static uint8_t other(enum ws_role role)
{
    return role == WS_CLIENT ? WS_SERVER : role == WS_SERVER ? WS_CLIENT : WS_UNKNOWN_ROLE;
}

static struct key key_of(const struct hsms_seen *s, uint8_t from, bool data)
{
    return (struct key){.system_bytes = s->header.system_bytes,
                        .session_id = data && s->c->several ? s->header.session_id : 0,
                        .from = from,
                        .data = data};
}

/* Requests */

static bool is_request(const struct hsms_seen *s)
{
    if (s->kind == HSMS_DATA)
        return s->function % 2 == 1 && s->stream != S9;
    return s->kind == HSMS_SELECT_REQ || s->kind == HSMS_DESELECT_REQ ||
           s->kind == HSMS_LINKTEST_REQ;
}

static bool answer_is_owed(const struct hsms_seen *s)
{
    return is_request(s) && (s->kind != HSMS_DATA || s->w_bit);
}

static void wait_for(struct hsms_seen *s, const struct key *key)
{
    const struct hsms_instance *i = s->c->instance;
    int64_t timeout_ns = key->data ? i->t3_ns : i->t6_ns;
    struct ws_map *map = key->data ? s->c->wait_t3 : s->c->wait_t6;

    if (timeout_ns == 0 || !s->message->whole_flow)
        return;
    ws_map_remove(map, key); /* so that the oldest entry is the one that is due first */
    struct waiting *w = ws_map_put(map, key);
    if (w)
        *w = (struct waiting){ws_request_of(s->message), s->message->ts_ns + timeout_ns, s->stream,
                              s->function, s->header.s_type};
}

static void put(struct ws_map *map, const struct key *key, const struct hsms_open *what)
{
    ws_map_remove(map, key); /* a number used again stands for the newer message */
    struct hsms_open *r = ws_map_put(map, key);
    if (r)
        *r = *what;
}

/** Whatever is sent may be rejected; what waits for its answer is kept apart, and longer. */
static void remember(struct hsms_seen *s)
{
    struct key key = key_of(s, (uint8_t)s->message->from, s->kind == HSMS_DATA);
    struct hsms_open what = {.request = ws_request_of(s->message),
                             .session_id = s->header.session_id,
                             .stream = s->stream,
                             .function = s->function,
                             .s_type = s->header.s_type,
                             .unasked = is_request(s) && !answer_is_owed(s)};

    put(answer_is_owed(s) ? s->c->open : s->c->past, &key, &what);
    if (answer_is_owed(s))
        wait_for(s, &key);
}

/* Replies */

/** What a key stands for: an open request, else what was sent lately. */
static bool look_up(const struct hsms_seen *s, const struct key *key, struct hsms_open *ret)
{
    const struct hsms_open *r = ws_map_get(s->c->open, key);

    if (!r)
        r = ws_map_get(s->c->past, key);
    if (r)
        *ret = *r;
    return r != NULL;
}

/** Its answer is owed no longer. With `ends` the request is open no longer either. */
static void answer(struct hsms_seen *s, const struct key *key, const struct hsms_open *what,
                   bool ends)
{
    ws_map_remove(s->c->wait_t3, key);
    ws_map_remove(s->c->wait_t6, key);
    if (ends && (ws_map_remove(s->c->open, key) || what->unasked)) {
        struct hsms_open past = *what;
        past.unasked = false;
        put(s->c->past, key, &past);
    }
    ws_answers(s->host, &what->request);
    s->answers = true;
    s->request = *what;
}

static bool primary_of(struct hsms_seen *s, struct key *ret, struct hsms_open *ret_what)
{
    *ret = key_of(s, other(s->message->from), true);
    const struct hsms_open *r = ws_map_get(s->c->open, ret);

    if (!r && (r = ws_map_get(s->c->past, ret)) && !r->unasked)
        r = NULL;
    if (!r || r->stream != s->stream || (s->function != 0 && s->function != r->function + 1))
        return false;
    *ret_what = *r;
    return true;
}

static bool control_request_of(struct hsms_seen *s, struct key *ret, struct hsms_open *ret_what)
{
    *ret = key_of(s, other(s->message->from), false);
    const struct hsms_open *r = ws_map_get(s->c->open, ret);

    if (!r || r->s_type + 1 != s->header.s_type)
        return false;
    *ret_what = *r;
    return true;
}

/** A reject is about data or control, and carries the system bytes of what it refuses. */
static bool rejected_of(struct hsms_seen *s, struct key *ret, struct hsms_open *ret_what)
{
    enum { P_TYPE_NOT_SUPPORTED = 2 };
    bool data = s->header.byte_2 == HSMS_DATA && s->header.byte_3 != P_TYPE_NOT_SUPPORTED;

    for (int i = 0; i < 2; i++, data = !data) {
        *ret = key_of(s, other(s->message->from), data);
        if (look_up(s, ret, ret_what))
            return true;
    }
    return false;
}

/** The header inside an S9 tells which primary it is about. */
static bool subject_of(const struct hsms_seen *s, struct key *ret)
{
    const struct ws_node *n = s->data ? ws_member(s->data, "mhead") : NULL;
    uint8_t message[HSMS_HEAD] = {0};

    if (s->stream != S9 || s->function > 11 || s->function % 2 == 0)
        return false;
    n = n || !s->data ? n : ws_member(s->data, "shead");
    if (!n || n->kind != WS_V_HEX || n->len != HSMS_HEADER_LEN)
        return false;
    for (size_t i = 0; i < HSMS_HEADER_LEN; i++)
        message[HSMS_LENGTH_LEN + i] = n->as.data[i];
    struct hsms_header h = hsms_header_of((struct ws_bytes){message, sizeof(message)});
    uint8_t from = s->function == S9_TIMEOUT ? (uint8_t)s->message->from : other(s->message->from);
    *ret = (struct key){h.system_bytes, s->c->several ? h.session_id : 0, from, 1};
    return true;
}

/** Whether the message answers another one (or is about it, without ending it), and which. */
static bool answers_what(struct hsms_seen *s, bool *ret_found, bool *ret_ends, struct key *key,
                         struct hsms_open *what)
{
    *ret_ends = true;
    if (s->kind == HSMS_REJECT_REQ)
        *ret_found = rejected_of(s, key, what);
    else if (s->kind == HSMS_SELECT_RSP || s->kind == HSMS_DESELECT_RSP ||
             s->kind == HSMS_LINKTEST_RSP)
        *ret_found = control_request_of(s, key, what);
    else if (s->kind == HSMS_DATA && s->function % 2 == 0)
        *ret_found = primary_of(s, key, what);
    else if (s->kind == HSMS_DATA && subject_of(s, key)) {
        *ret_found = look_up(s, key, what);
        *ret_ends = false;
    } else {
        return false;
    }
    return true;
}

void hsms_transactions_see(struct hsms_seen *s)
{
    bool found, ends;
    struct key key;
    struct hsms_open what;

    if (answers_what(s, &found, &ends, &key, &what)) {
        if (found)
            answer(s, &key, &what, ends);
        else if (s->message->whole_flow)
            ws_orphan(s->host);
    }
    if (s->kind != HSMS_REJECT_REQ)
        remember(s);
}

/* What is missing */

int64_t hsms_transactions_due_ns(const struct hsms_conversation *c)
{
    const struct waiting *t3 = ws_map_oldest(c->wait_t3, NULL),
                         *t6 = ws_map_oldest(c->wait_t6, NULL);
    int64_t due_ns = t3 ? t3->until_ns : INT64_MAX;

    return t6 && t6->until_ns < due_ns ? t6->until_ns : due_ns;
}

static void tell(struct ws_host *host, const struct key *key, const struct waiting *w)
{
    enum ws_role from = (enum ws_role)key->from;
    int64_t ms = (w->until_ns - w->request.ts_ns) / NS_PER_MS;

    if (key->data)
        ws_notice(host, HSMS_T3_TIMEOUT, from, &w->request,
                  "no reply to S%uF%u with system bytes %" PRIu32 " within %" PRId64 " ms",
                  w->stream, w->function, key->system_bytes, ms);
    else
        ws_notice(host, HSMS_T6_TIMEOUT, from, &w->request,
                  "no reply to %s with system bytes %" PRIu32 " within %" PRId64 " ms",
                  hsms_control_type((enum hsms_s_type)w->s_type)->name, key->system_bytes, ms);
}

static void tell_due(struct ws_map *map, int64_t now_ns, struct ws_host *host)
{
    const void *at;

    for (const struct waiting *w = ws_map_oldest(map, &at); w && w->until_ns <= now_ns;
         w = ws_map_oldest(map, &at)) {
        const struct key key = *(const struct key *)at;
        tell(host, &key, w);
        ws_map_remove(map, &key);
    }
}

void hsms_transactions_tell(struct hsms_conversation *c, int64_t now_ns, struct ws_host *host)
{
    tell_due(c->wait_t3, now_ns, host);
    tell_due(c->wait_t6, now_ns, host);
}
