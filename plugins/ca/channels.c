/* Channel Access: names behind numbers, and which response answers which request. */
#include <string.h>

#include "conversation.h"

enum {
    MAX_CHANNELS = 65536,
    MAX_REQUESTS = 16384,
    MAX_QUEUES = 64,
    SHORT_NAME = 62, /* longer ones are kept apart */
    LONG_NAME = 512,
    MAX_LONG_NAMES = 1024,
    IN_ORDER = 0x8000, /* in a request's key: a place in the queue of its command */
};

struct channel {
    uint32_t cid;
    bool cleared;
    uint8_t len; /* of the name; more than SHORT_NAME: it is among the long ones, by cid */
    uint8_t name[SHORT_NAME];
};

struct long_name {
    uint16_t len;
    uint8_t name[LONG_NAME];
};

struct subscription {
    struct ws_request add;
    uint32_t sid;
    bool answered, cancelling;
};

struct request_key {
    uint16_t command; /* with IN_ORDER */
    uint16_t zero;
    uint32_t number;
};

struct open_request {
    struct ws_request request;
    uint32_t sid;
};

/** Numbers of the requests of one command: first .. next - 1. */
struct queue {
    uint32_t first, next;
};

void ca_channels_begin(struct ca_conversation *c, struct ws_host *host)
{
    c->names = ws_map_new(host, sizeof(uint32_t), sizeof(struct channel), MAX_CHANNELS);
    c->long_names = ws_map_new(host, sizeof(uint32_t), sizeof(struct long_name), MAX_LONG_NAMES);
    c->requests =
        ws_map_new(host, sizeof(struct request_key), sizeof(struct open_request), MAX_REQUESTS);
    c->queues = ws_map_new(host, sizeof(uint16_t), sizeof(struct queue), MAX_QUEUES);
    if (c->udp)
        return;
    c->channels = ws_map_new(host, sizeof(uint32_t), sizeof(struct channel), MAX_CHANNELS);
    c->subscriptions =
        ws_map_new(host, sizeof(uint32_t), sizeof(struct subscription), MAX_CHANNELS);
}

bool ca_is_cancel(struct ca_conversation *c, uint32_t subscription_id)
{
    const struct subscription *s = ws_map_get(c->subscriptions, &subscription_id);
    return !s || s->cancelling;
}

bool ca_knows_cid(struct ca_conversation *c, uint32_t cid)
{
    return ws_map_get(c->names, &cid) != NULL;
}

bool ca_knows_sid(struct ca_conversation *c, uint32_t sid)
{
    const struct channel *ch = ws_map_get(c->channels, &sid);
    return ch && !ch->cleared;
}

bool ca_knows_subscription(struct ca_conversation *c, uint32_t id)
{
    return ws_map_get(c->subscriptions, &id) != NULL;
}

/* Names */

static void keep_name(struct ca_seen *s, uint32_t cid)
{
    struct ws_bytes name = ws_bytes_from(s->message->bytes, s->header.len);
    const uint8_t *nul = name.len ? memchr(name.data, 0, name.len) : NULL;
    struct channel *ch = ws_map_put(s->c->names, &cid);

    if (nul)
        name.len = (size_t)(nul - name.data);
    if (!ch || name.len > LONG_NAME)
        return;
    *ch = (struct channel){.cid = cid,
                           .len = (uint8_t)(name.len <= SHORT_NAME ? name.len : UINT8_MAX)};
    if (name.len <= SHORT_NAME) {
        memcpy(ch->name, name.data, name.len);
        return;
    }
    struct long_name *l = ws_map_put(s->c->long_names, &cid);
    if (!l)
        return;
    l->len = (uint16_t)name.len;
    memcpy(l->name, name.data, name.len);
}

static void show(struct ca_seen *s, const struct channel *ch)
{
    struct ws_bytes name = {ch ? ch->name : NULL, ch ? ch->len : 0};

    if (ch && ch->len > SHORT_NAME) {
        const struct long_name *l = ws_map_get(s->c->long_names, &ch->cid);
        name = (struct ws_bytes){l ? l->name : NULL, l ? l->len : 0};
    }
    if (name.len)
        ws_context_text(s->host, CA_C_CHANNEL, name);
}

static void show_cid(struct ca_seen *s, uint32_t cid)
{
    show(s, ws_map_get(s->c->names, &cid));
}

static void show_sid(struct ca_seen *s, uint32_t sid)
{
    show(s, ws_map_get(s->c->channels, &sid));
}

static void show_subscription(struct ca_seen *s, uint32_t id)
{
    const struct subscription *sub = ws_map_get(s->c->subscriptions, &id);
    if (sub)
        show_sid(s, sub->sid);
}

/* Requests */

static void open_request(struct ca_seen *s, uint16_t command, uint32_t number, uint32_t sid)
{
    struct request_key key = {command, 0, number};

    ws_map_remove(s->c->requests, &key); /* a number used again stands for the newer request */
    struct open_request *r = ws_map_put(s->c->requests, &key);
    if (r)
        *r = (struct open_request){ws_request_of(s->message), sid};
}

static void enqueue(struct ca_seen *s, uint16_t command)
{
    struct queue *q = ws_map_put(s->c->queues, &command);
    if (q)
        open_request(s, command | IN_ORDER, q->next++, 0);
}

static void orphan(struct ca_seen *s)
{
    if (!s->c->udp && s->message->whole_flow && s->message->kind == WS_RESPONSE)
        ws_orphan(s->host);
}

/** Ties the message to an open request. False: there is none. */
static bool answer(struct ca_seen *s, uint16_t command, uint32_t number, bool ends)
{
    struct request_key key = {command, 0, number};
    const struct open_request *r = ws_map_get(s->c->requests, &key);

    if (!r) {
        orphan(s);
        return false;
    }
    ws_answers(s->host, &r->request);
    if (ends)
        ws_map_remove(s->c->requests, &key);
    return true;
}

/** The oldest request of a command that is still open. */
static void answer_oldest(struct ca_seen *s, uint16_t command)
{
    struct queue *q = ws_map_get(s->c->queues, &command);
    struct request_key key = {command | IN_ORDER, 0, 0};

    while (q && q->first != q->next) {
        key.number = q->first++;
        if (ws_map_get(s->c->requests, &key)) {
            answer(s, key.command, key.number, true);
            return;
        }
        if (q->next - q->first > MAX_REQUESTS) /* so many are not kept */
            q->first = q->next - MAX_REQUESTS;
    }
    orphan(s);
}

static void show_request(struct ca_seen *s, uint16_t command, uint32_t number)
{
    struct request_key key = {command, 0, number};
    const struct open_request *r = ws_map_get(s->c->requests, &key);
    if (r)
        show_sid(s, r->sid);
}

/* What each message does */

static void see_search(struct ca_seen *s)
{
    keep_name(s, s->header.p1);
    show_cid(s, s->header.p1);
    open_request(s, CA_SEARCH, s->header.p1, 0);
}

static void see_found(struct ca_seen *s)
{
    uint32_t cid = s->type == CA_M_SEARCH_RESPONSE ? s->header.p2 : s->header.p1;
    show_cid(s, cid);
    answer(s, CA_SEARCH, cid, !s->c->udp); /* several servers may answer a broadcast */
}

static void see_create(struct ca_seen *s)
{
    keep_name(s, s->header.p1);
    show_cid(s, s->header.p1);
    open_request(s, CA_CREATE_CHAN, s->header.p1, 0);
}

static void see_created(struct ca_seen *s)
{
    const struct channel *named = ws_map_get(s->c->names, &s->header.p1);
    struct channel *ch = named ? ws_map_put(s->c->channels, &s->header.p2) : NULL;

    if (ch)
        *ch = *named;
    show(s, named);
    answer(s, CA_CREATE_CHAN, s->header.p1, true);
}

static void see_failed(struct ca_seen *s)
{
    show_cid(s, s->header.p1);
    answer(s, CA_CREATE_CHAN, s->header.p1, true);
}

static void see_cid(struct ca_seen *s)
{
    show_cid(s, s->header.p1);
}

static void see_operation(struct ca_seen *s)
{
    show_sid(s, s->header.p1);
    open_request(s, s->header.command, s->header.p2, s->header.p1);
}

static void see_done(struct ca_seen *s)
{
    show_request(s, s->header.command, s->header.p2);
    answer(s, s->header.command, s->header.p2, true);
}

static void see_write(struct ca_seen *s)
{
    show_sid(s, s->header.p1);
}

static void see_event_add(struct ca_seen *s)
{
    struct subscription *sub = ws_map_put(s->c->subscriptions, &s->header.p2);

    show_sid(s, s->header.p1);
    if (sub)
        *sub = (struct subscription){.add = ws_request_of(s->message), .sid = s->header.p1};
}

static void answer_subscription(struct ca_seen *s, uint32_t id)
{
    struct subscription *sub = ws_map_get(s->c->subscriptions, &id);

    show_subscription(s, id);
    if (sub && !sub->answered)
        ws_answers(s->host, &sub->add);
    if (sub)
        sub->answered = true;
}

static void see_update(struct ca_seen *s)
{
    answer_subscription(s, s->header.p2);
}

static void see_cancel(struct ca_seen *s)
{
    struct subscription *sub = ws_map_get(s->c->subscriptions, &s->header.p2);

    show_sid(s, s->header.p1);
    open_request(s, CA_EVENT_CANCEL, s->header.p2, s->header.p1);
    if (sub)
        sub->cancelling = true;
}

static void answer_cancel(struct ca_seen *s, uint32_t id)
{
    struct subscription *sub = ws_map_get(s->c->subscriptions, &id);

    show_request(s, CA_EVENT_CANCEL, id);
    answer(s, CA_EVENT_CANCEL, id, true);
    if (sub)
        sub->cancelling = false;
}

static void see_cancelled(struct ca_seen *s)
{
    answer_cancel(s, s->header.p2);
}

static void see_clear(struct ca_seen *s)
{
    struct channel *ch = ws_map_get(s->c->channels, &s->header.p1);

    show(s, ch);
    if (ch)
        ch->cleared = true; /* late updates still have its name */
    open_request(s, CA_CLEAR_CHANNEL, s->header.p1, s->header.p1);
}

static void see_cleared(struct ca_seen *s)
{
    show_sid(s, s->header.p1);
    answer(s, CA_CLEAR_CHANNEL, s->header.p1, true);
}

static void see_gone(struct ca_seen *s)
{
    show_cid(s, s->header.p1);
}

static void see_version(struct ca_seen *s)
{
    if (s->c->udp)
        open_request(s, CA_VERSION, s->header.p1, 0);
    else
        enqueue(s, CA_VERSION);
}

static void see_version_response(struct ca_seen *s)
{
    if (s->c->udp)
        answer(s, CA_VERSION, s->header.p1, false);
    else
        answer_oldest(s, CA_VERSION);
}

static void see_queued(struct ca_seen *s)
{
    enqueue(s, s->message->bytes.len ? s->header.command : CA_REPEATER_REGISTER);
}

static void see_answered(struct ca_seen *s)
{
    answer_oldest(s, s->header.command == CA_REPEATER_CONFIRM ? CA_REPEATER_REGISTER
                                                              : s->header.command);
}

/** An error quotes the header of what it is about. */
static void see_error(struct ca_seen *s)
{
    const struct ca_header *q = &s->quoted;

    if (!q->len) {
        orphan(s);
        return;
    }
    switch (q->command) {
    case CA_EVENT_ADD:
        answer_subscription(s, q->p2);
        return;
    case CA_EVENT_CANCEL:
        answer_cancel(s, q->p2);
        return;
    case CA_READ:
    case CA_READ_NOTIFY:
    case CA_WRITE_NOTIFY:
        show_request(s, q->command, q->p2);
        answer(s, q->command, q->p2, true);
        return;
    case CA_SEARCH:
    case CA_CREATE_CHAN:
        show_cid(s, q->p1);
        answer(s, q->command, q->p1, true);
        return;
    case CA_WRITE:
    case CA_CLEAR_CHANNEL:
        show_sid(s, q->p1);
        return;
    default:
        answer_oldest(s, q->command);
    }
}

static void (*const see[CA_N_MESSAGES])(struct ca_seen *) = {
    [CA_M_VERSION_REQUEST] = see_version,
    [CA_M_VERSION_RESPONSE] = see_version_response,
    [CA_M_EVENT_ADD_REQUEST] = see_event_add,
    [CA_M_EVENT_ADD_RESPONSE] = see_update,
    [CA_M_EVENT_CANCEL_REQUEST] = see_cancel,
    [CA_M_EVENT_CANCEL_RESPONSE] = see_cancelled,
    [CA_M_READ_REQUEST] = see_operation,
    [CA_M_READ_RESPONSE] = see_done,
    [CA_M_WRITE_REQUEST] = see_write,
    [CA_M_SNAPSHOT_REQUEST] = see_queued,
    [CA_M_SEARCH_REQUEST] = see_search,
    [CA_M_SEARCH_RESPONSE] = see_found,
    [CA_M_BUILD_REQUEST] = see_queued,
    [CA_M_EVENTS_OFF_REQUEST] = see_queued,
    [CA_M_EVENTS_ON_REQUEST] = see_queued,
    [CA_M_READ_SYNC_REQUEST] = see_queued,
    [CA_M_READ_SYNC_RESPONSE] = see_answered,
    [CA_M_ERROR_RESPONSE] = see_error,
    [CA_M_CLEAR_CHANNEL_REQUEST] = see_clear,
    [CA_M_CLEAR_CHANNEL_RESPONSE] = see_cleared,
    [CA_M_BEACON] = NULL,
    [CA_M_NOT_FOUND_RESPONSE] = see_found,
    [CA_M_READ_NOTIFY_REQUEST] = see_operation,
    [CA_M_READ_NOTIFY_RESPONSE] = see_done,
    [CA_M_READ_BUILD_REQUEST] = see_queued,
    [CA_M_REPEATER_CONFIRM_RESPONSE] = see_answered,
    [CA_M_CREATE_CHAN_REQUEST] = see_create,
    [CA_M_CREATE_CHAN_RESPONSE] = see_created,
    [CA_M_WRITE_NOTIFY_REQUEST] = see_operation,
    [CA_M_WRITE_NOTIFY_RESPONSE] = see_done,
    [CA_M_CLIENT_NAME_REQUEST] = see_queued,
    [CA_M_HOST_NAME_REQUEST] = see_queued,
    [CA_M_ACCESS_RIGHTS_RESPONSE] = see_cid,
    [CA_M_ECHO_REQUEST] = see_queued,
    [CA_M_ECHO_RESPONSE] = see_answered,
    [CA_M_REPEATER_REGISTER_REQUEST] = see_queued,
    [CA_M_SIGNAL_REQUEST] = see_queued,
    [CA_M_CREATE_CH_FAIL_RESPONSE] = see_failed,
    [CA_M_SERVER_DISCONN_RESPONSE] = see_gone,
    [CA_M_UNKNOWN] = see_queued,
};

void ca_channels_see(struct ca_seen *s)
{
    if (s->type == CA_M_UNKNOWN && s->message->from != WS_CLIENT)
        return;
    if (see[s->type])
        see[s->type](s);
}
