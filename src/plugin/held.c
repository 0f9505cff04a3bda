/* What comes while it is not known who reads a flow, and the choice. */
#include <stdlib.h>
#include <string.h>

#include "plugin/talk.h"

/* Bytes for the plugin that reads the flow */

static void give_datagram(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in)
{
    size_t done = 0;
    struct ws_at at = {.end = true, .from_begin = true};

    at.to_port = t->flow.ends[!side].port;
    if (!ws_conversation_turn(s, t, side, in))
        return;
    do {
        struct ws_bytes rest = ws_bytes_from(in, done);
        at.offset = done;
        struct ws_split r = t->plugin->split(t->conversation->data, t->flow.roles[side], rest, at);
        if (r.status == WS_SPLIT_MESSAGE && r.len <= rest.len && (r.len > 0 || in.len == 0)) {
            ws_emit_message(s, t, side, ws_bytes_upto(rest, (size_t)r.len), done);
            done += (size_t)r.len;
        } else if (r.status == WS_SPLIT_SKIP && (r.len > 0 || in.len == 0)) {
            done = r.len < rest.len ? done + (size_t)r.len : in.len;
        } else {
            if (r.status != WS_SPLIT_BAD)
                r = (struct ws_split){.code = WS_TRUNCATED};
            ws_emit_malformed(s, t, side, &r, rest, done);
            return;
        }
    } while (done < in.len && !s->err);
}

void ws_held_give(struct ws_shard *s, struct ws_talk *t, const struct ws_held *h,
                  struct ws_bytes in)
{
    switch (h->kind) {
    case WS_HELD_DATA:
        ws_direction_data(s, t, h->side, in, h->offset);
        break;
    case WS_HELD_GAP:
        ws_direction_gap(s, t, h->side, h->offset, h->len, h->why);
        break;
    case WS_HELD_CLOSED:
        ws_direction_closed(s, t, h->side, false);
        break;
    case WS_HELD_DATAGRAM:
        give_datagram(s, t, h->side, in);
        break;
    }
}

void ws_held_drop(struct ws_shard *s, struct ws_talk *t)
{
    t->dropped |= t->held != NULL;
    while (t->held) {
        struct ws_held *h = t->held;
        t->held = h->next;
        s->memory.used -=
            sizeof(*h) + h->len * (h->kind == WS_HELD_DATA || h->kind == WS_HELD_DATAGRAM);
        free(h);
    }
    t->held_end = &t->held;
    t->held_len[0] = t->held_len[1] = 0;
}

static bool bind_talk(struct ws_shard *s, struct ws_talk *t, const struct ws_instance *i,
                      const struct ws_bytes first[2])
{
    s->err = ws_instance_get_ready(i);
    if (s->err)
        return false;
    t->instance = i;
    t->plugin = ws_instance_plugin(i);
    t->flow.protocol = t->plugin->name;
    for (int side = 0; side < 2; side++)
        ws_waiting_remove(&s->waitings, &t->waiting[side]);
    ws_detect_roles(s, t, first);
    return ws_conversation_open(s, t);
}

/* Until a plugin is chosen, what comes is kept in order */

static void hold(struct ws_shard *s, struct ws_talk *t, const struct ws_held *what,
                 struct ws_bytes in)
{
    struct ws_held *h = malloc(sizeof(*h) + in.len);

    if (!h) {
        s->err = WS_E_NOMEM;
        return;
    }
    s->memory.used += sizeof(*h) + in.len;
    *h = *what;
    h->next = NULL;
    if (in.len) {
        h->len = in.len;
        memcpy(h->bytes, in.data, in.len);
        t->held_len[h->side] += in.len;
    }
    *t->held_end = h;
    t->held_end = &h->next;
}

static void hold_now(struct ws_shard *s, struct ws_talk *t, struct ws_held *what,
                     struct ws_bytes in)
{
    what->ts_ns = s->host.now_ns;
    what->frame = s->host.frame;
    hold(s, t, what, in);
}

/** The first bytes of a side: what is held up to its first gap, joined in `room`. */
static struct ws_bytes first_of(const struct ws_talk *t, int side, uint8_t *room)
{
    size_t n = 0;

    for (const struct ws_held *h = t->held; h; h = h->next) {
        if (h->side != side)
            continue;
        if (h->kind == WS_HELD_GAP)
            break;
        size_t len = h->kind == WS_HELD_CLOSED ? 0 : h->len;
        len = len < WS_HOLD_MAX - n ? len : WS_HOLD_MAX - n;
        memcpy(room + n, h->bytes, len);
        n += len;
    }
    return (struct ws_bytes){room, n};
}

static void replay_held(struct ws_shard *s, struct ws_talk *t)
{
    struct ws_held *h = t->held;

    t->held = NULL;
    t->held_end = &t->held;
    while (h) {
        struct ws_held *next = h->next;
        bool bytes = h->kind == WS_HELD_DATA || h->kind == WS_HELD_DATAGRAM;
        s->host.now_ns = h->ts_ns;
        s->host.frame = h->frame;
        if (!s->err)
            ws_held_give(s, t, h, (struct ws_bytes){h->bytes, bytes ? (size_t)h->len : 0});
        s->memory.used -= sizeof(*h) + (bytes ? h->len : 0);
        free(h);
        h = next;
    }
    ws_shard_set_now(s);
}

/** Nobody reads the flow. What is held stays while a fact might tell who does. */
static void give_up(struct ws_shard *s, struct ws_talk *t, const struct ws_bytes first[2])
{
    t->given_up = true;
    s->counts.unrecognised_flows++;
    s->counts.unrecognised_bytes += t->held_len[0] + t->held_len[1];
    for (int side = 0; side < 2 && t->tcp; side++)
        ws_naming_data(s, t, side, first[side]);
    if (!t->hopes)
        ws_held_drop(s, t);
}

static void choose(struct ws_shard *s, struct ws_talk *t, bool last)
{
    uint8_t *room = malloc(2 * WS_HOLD_MAX);
    bool wait;

    if (!room) {
        s->err = WS_E_NOMEM;
        return;
    }
    struct ws_bytes first[2] = {first_of(t, 0, room), first_of(t, 1, room + WS_HOLD_MAX)};
    last = last || first[0].len == WS_HOLD_MAX || first[1].len == WS_HOLD_MAX;
    const struct ws_instance *i = ws_detect(s, t, first, last, &wait);
    if (i && bind_talk(s, t, i, first))
        replay_held(s, t);
    else if (!wait && !s->err)
        give_up(s, t, first);
    free(room);
}

/** Most flows are known by their first bytes: these are then read where they lie. */
static bool choose_at_once(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in)
{
    struct ws_bytes first[2] = {{in.data, 0}, {in.data, 0}};
    bool wait;

    if (t->held)
        return false;
    first[side] = in;
    const struct ws_instance *i = ws_detect(s, t, first, false, &wait);
    return i && bind_talk(s, t, i, first);
}

/** Bytes of a flow that nobody reads, or not yet. */
static void take_unread(struct ws_shard *s, struct ws_talk *t, struct ws_held *what,
                        struct ws_bytes in)
{
    s->counts.unrecognised_bytes += in.len;
    if (what->kind == WS_HELD_DATA)
        ws_naming_data(s, t, what->side, in);
    else if (what->kind == WS_HELD_GAP)
        ws_naming_end(s, t, what->side);
    if (t->hopes && in.len <= WS_HOLD_MAX - t->held_len[what->side]) {
        hold_now(s, t, what, in);
        return;
    }
    t->hopes = false;
    ws_held_drop(s, t);
}

void ws_held_tell(struct ws_shard *s, struct ws_talk *t, struct ws_held *what, struct ws_bytes in)
{
    ws_shard_set_now(s);
    if (t->plugin) {
        ws_held_give(s, t, what, in);
        return;
    }
    if (t->given_up) {
        take_unread(s, t, what, in);
        return;
    }
    if (in.len && choose_at_once(s, t, what->side, in)) {
        ws_held_give(s, t, what, in);
        return;
    }
    hold_now(s, t, what, in);
    size_t held = t->held_len[0] + t->held_len[1];
    if (s->err || held < t->ask_at)
        return;
    /* Asking looks at all that is held: not with every byte that trickles in. */
    t->ask_at = held + held / 4;
    choose(s, t, false);
}

void ws_held_last(struct ws_shard *s, struct ws_talk *t)
{
    if (!t->plugin && !t->given_up && t->held)
        choose(s, t, true);
}

void ws_held_learn(struct ws_shard *s, struct ws_talk *t, const struct ws_instance *instance)
{
    uint8_t *room = malloc(2 * WS_HOLD_MAX);

    if (!room) {
        s->err = WS_E_NOMEM;
        return;
    }
    ws_shard_set_now(s);
    if (t->given_up) {
        s->counts.unrecognised_flows--;
        s->counts.unrecognised_bytes -= t->held_len[0] + t->held_len[1];
    }
    struct ws_bytes first[2] = {first_of(t, 0, room), first_of(t, 1, room + WS_HOLD_MAX)};
    if (bind_talk(s, t, instance, first))
        replay_held(s, t);
    free(room);
}
