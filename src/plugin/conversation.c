/* Conversations of plugins: one for each flow, or one for all datagrams of a client. */
#include <stdlib.h>

#include "plugin/talk.h"

static struct ws_conversation *make(struct ws_shard *s, struct ws_talk *t)
{
    struct ws_conversation *c = calloc(1, sizeof(*c) + t->plugin->conversation_size);

    if (!c) {
        s->err = WS_E_NOMEM;
        return NULL;
    }
    s->memory.used += sizeof(*c) + t->plugin->conversation_size;
    c->instance = t->instance;
    c->plugin = t->plugin;
    c->id = t->flow.id;
    c->deadline_ns = INT64_MAX;
    return c;
}

/** Makes it the talk's present one, and the other way round. */
static void take(struct ws_conversation *c, struct ws_talk *t)
{
    t->conversation = c;
    c->talk = t;
}

static void begin(struct ws_shard *s, struct ws_talk *t)
{
    struct ws_flow_view view = ws_detect_view(t);

    s->host.talk = t;
    s->host.event = NULL;
    if (t->plugin->begin)
        t->plugin->begin(t->conversation->data, ws_instance_data(t->instance), &view, &s->host);
}

static void release(struct ws_shard *s, struct ws_conversation *c)
{
    if (c->heap_at)
        ws_deadline_set(s, c, INT64_MAX);
    ws_map_free_all(c->maps);
    s->memory.used -= sizeof(*c) + c->plugin->conversation_size;
    free(c);
}

/* By client */

static struct ws_conversation **chain_of(struct ws_shard *s, const struct ws_endpoint_view *client)
{
    return &s->clients[ws_fact_hash(s->config.seed, WS_UDP, client) % WS_CLIENT_BUCKETS];
}

static struct ws_conversation *find(struct ws_shard *s, const struct ws_instance *instance,
                                    const struct ws_endpoint_view *client)
{
    for (struct ws_conversation *c = *chain_of(s, client); c; c = c->chain)
        if (c->instance == instance && ws_same_end(&c->client, client))
            return c;
    return NULL;
}

static void enter(struct ws_shard *s, struct ws_conversation *c,
                  const struct ws_endpoint_view *client)
{
    struct ws_conversation **chain = chain_of(s, client);

    c->shared = true;
    c->client = *client;
    c->chain = *chain;
    *chain = c;
}

static void leave(struct ws_shard *s, struct ws_conversation *c)
{
    struct ws_conversation **at = chain_of(s, &c->client);

    while (*at != c)
        at = &(*at)->chain;
    *at = c->chain;
}

/** The side's user of a conversation is this flow, no longer; the last one ends it. */
static void give_back(struct ws_shard *s, struct ws_talk *t, struct ws_conversation *c)
{
    if (--c->users > 0) {
        c->talk = c->talk == t ? NULL : c->talk;
        return;
    }
    take(c, t);
    s->host.talk = t;
    s->host.event = NULL;
    if (t->plugin->end)
        t->plugin->end(c->data, &s->host);
    leave(s, c);
    release(s, c);
}

static bool turn_to_client(struct ws_shard *s, struct ws_talk *t, int side)
{
    int client = t->flow.roles[side] == WS_SERVER ? !side : side;
    const struct ws_endpoint_view *end = &t->flow.ends[client];
    struct ws_conversation *old = t->sides[side];

    if (old && ws_same_end(&old->client, end)) {
        take(old, t);
        return true;
    }
    struct ws_conversation *c = find(s, t->instance, end);
    bool found = c != NULL;
    if (!found && !(c = make(s, t)))
        return false;
    c->users++;
    t->sides[side] = c;
    if (old)
        give_back(s, t, old);
    take(c, t);
    if (!found) {
        enter(s, c, end);
        begin(s, t);
    }
    return true;
}

bool ws_conversation_turn(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in)
{
    if (t->plugin->role && !t->role_given) {
        struct ws_facts facts = {&s->facts, t->instance};
        struct ws_datagram datagram = {&t->flow.ends[side], &t->flow.ends[!side], in};
        t->flow.roles[side] = t->plugin->role(ws_instance_data(t->instance), &facts, &datagram);
    }
    return !t->plugin->by_client || turn_to_client(s, t, side);
}

bool ws_conversation_open(struct ws_shard *s, struct ws_talk *t)
{
    if (!t->tcp && t->plugin->by_client) {
        if (!s->clients)
            s->clients = calloc(WS_CLIENT_BUCKETS, sizeof(struct ws_conversation *));
        s->err = s->clients ? s->err : WS_E_NOMEM;
        return s->clients != NULL;
    }
    struct ws_conversation *c = make(s, t);
    if (!c)
        return false;
    take(c, t);
    begin(s, t);
    return true;
}

void ws_conversation_close(struct ws_shard *s, struct ws_talk *t)
{
    struct ws_conversation *c = t->conversation;

    for (int side = 0; side < 2; side++) {
        if (t->sides[side])
            give_back(s, t, t->sides[side]);
        t->sides[side] = NULL;
    }
    if (!c || (!t->tcp && t->plugin->by_client))
        return;
    s->host.talk = t;
    s->host.event = NULL;
    if (t->plugin->end)
        t->plugin->end(c->data, &s->host);
    release(s, c);
    t->conversation = NULL;
}
