/* Packets in, events out: ties flows to plugins. */
#include "plugin/engine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "plugin/talk.h"

enum { DEFAULT_MEMORY = 512 << 20, MAX_EVENT_TEXTS = 1 << 20 };

/* Flows come and go */

static struct ws_endpoint_view view_of(const struct ws_flow *f, int side)
{
    struct ws_endpoint_view v = {.family = f->family, .port = f->ends[side].port};
    memcpy(v.addr, f->ends[side].addr, sizeof(v.addr));
    return v;
}

static void update_flow(struct ws_talk *t, const struct ws_flow *f)
{
    t->flow.last_ns = f->last_ns;
    for (int side = 0; side < 2; side++) {
        t->flow.packets[side] = f->side[side].packets;
        t->flow.bytes[side] = f->side[side].bytes;
        t->flow.missed[side] = f->side[side].missed;
    }
}

static void set_now(struct ws_engine *e)
{
    struct ws_now now = ws_flows_now(e->flows);
    e->host.now_ns = now.ts_ns;
    e->host.frame = now.frame;
}

static void flow_begin(void *self, struct ws_flow *f)
{
    struct ws_engine *e = self;
    struct ws_talk *t = calloc(1, sizeof(*t));

    if (!t) {
        e->err = WS_E_NOMEM;
        return;
    }
    e->memory.used += sizeof(*t);
    f->user = t;
    t->tcp = f->proto == WS_PROTO_TCP;
    t->opener = -1;
    t->held_end = &t->held;
    t->deadline_ns = INT64_MAX;
    t->flow.id = f->id;
    t->flow.transport = t->tcp ? WS_TCP : WS_UDP;
    t->flow.first_ns = f->first_ns;
    t->flow.ends[0] = view_of(f, 0);
    t->flow.ends[1] = view_of(f, 1);
    t->flow.roles[0] = t->flow.roles[1] = WS_UNKNOWN_ROLE;
    set_now(e);
    if (e->config.flows) {
        t->opener = f->opener;
        update_flow(t, f);
        ws_emit_flow(e, t, NULL);
    }
}

static void drop_held(struct ws_engine *e, struct ws_talk *t)
{
    while (t->held) {
        struct ws_held *h = t->held;
        t->held = h->next;
        e->memory.used -=
            sizeof(*h) + h->len * (h->kind == WS_HELD_DATA || h->kind == WS_HELD_DATAGRAM);
        free(h);
    }
    t->held_end = &t->held;
    t->held_len[0] = t->held_len[1] = 0;
}

static void free_talk(struct ws_engine *e, struct ws_talk *t)
{
    if (t->heap_at)
        ws_deadline_set(e, t, INT64_MAX);
    drop_held(e, t);
    for (int side = 0; side < 2; side++) {
        e->memory.used -= t->dir[side].cap;
        ws_direction_free(&t->dir[side]);
    }
    free(t->flow.tls_sni);
    ws_map_free_all(t->maps);
    if (t->conversation)
        e->memory.used -= t->plugin->conversation_size;
    free(t->conversation);
    e->memory.used -= sizeof(*t);
    free(t);
}

/* Bytes for the plugin that reads the flow */

static void give_datagram(struct ws_engine *e, struct ws_talk *t, int side, struct ws_bytes in)
{
    size_t done = 0;
    struct ws_at at = {.end = true, .from_begin = true};

    do {
        struct ws_bytes rest = ws_bytes_from(in, done);
        at.offset = done;
        struct ws_split s = t->plugin->split(t->conversation, t->flow.roles[side], rest, at);
        if (s.status == WS_SPLIT_MESSAGE && s.len <= rest.len && (s.len > 0 || in.len == 0)) {
            ws_emit_message(e, t, side, ws_bytes_upto(rest, (size_t)s.len), done);
            done += (size_t)s.len;
        } else if (s.status == WS_SPLIT_SKIP && s.len > 0) {
            done = s.len < rest.len ? done + (size_t)s.len : in.len;
        } else {
            if (s.status != WS_SPLIT_BAD)
                s = (struct ws_split){.code = WS_TRUNCATED};
            ws_emit_malformed(e, t, side, &s, rest, done);
            return;
        }
    } while (done < in.len && !e->err);
}

static void give(struct ws_engine *e, struct ws_talk *t, const struct ws_held *h,
                 struct ws_bytes in)
{
    switch (h->kind) {
    case WS_HELD_DATA:
        ws_direction_data(e, t, h->side, in, h->offset);
        break;
    case WS_HELD_GAP:
        ws_direction_gap(e, t, h->side, h->offset, h->len, h->why);
        break;
    case WS_HELD_CLOSED:
        ws_direction_closed(e, t, h->side, false);
        break;
    case WS_HELD_DATAGRAM:
        give_datagram(e, t, h->side, in);
        break;
    }
}

static bool bind_talk(struct ws_engine *e, struct ws_talk *t, const struct ws_instance *i,
                      const struct ws_bytes first[2])
{
    const struct ws_plugin *p = ws_instance_plugin(i);

    t->conversation = calloc(1, p->conversation_size + 1);
    if (!t->conversation) {
        e->err = WS_E_NOMEM;
        return false;
    }
    e->memory.used += p->conversation_size;
    t->instance = i;
    t->plugin = p;
    t->flow.protocol = p->name;
    ws_detect_roles(t, first);
    if (p->begin) {
        struct ws_flow_view view = ws_detect_view(t);
        e->host.talk = t;
        e->host.event = NULL;
        p->begin(t->conversation, ws_instance_data(i), &view, &e->host);
    }
    return true;
}

/* Until a plugin is chosen, what comes is kept in order */

static void hold(struct ws_engine *e, struct ws_talk *t, const struct ws_held *what,
                 struct ws_bytes in)
{
    struct ws_held *h = malloc(sizeof(*h) + in.len);

    if (!h) {
        e->err = WS_E_NOMEM;
        return;
    }
    e->memory.used += sizeof(*h) + in.len;
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

static void replay_held(struct ws_engine *e, struct ws_talk *t)
{
    struct ws_held *h = t->held;

    t->held = NULL;
    t->held_end = &t->held;
    while (h) {
        struct ws_held *next = h->next;
        bool bytes = h->kind == WS_HELD_DATA || h->kind == WS_HELD_DATAGRAM;
        e->host.now_ns = h->ts_ns;
        e->host.frame = h->frame;
        if (!e->err)
            give(e, t, h, (struct ws_bytes){h->bytes, bytes ? (size_t)h->len : 0});
        e->memory.used -= sizeof(*h) + (bytes ? h->len : 0);
        free(h);
        h = next;
    }
    set_now(e);
}

static void give_up(struct ws_engine *e, struct ws_talk *t, const struct ws_bytes first[2])
{
    t->given_up = true;
    for (int side = 0; side < 2 && t->tcp; side++)
        ws_naming_data(e, t, side, first[side]);
    e->counts.unrecognised_flows++;
    e->counts.unrecognised_bytes += t->held_len[0] + t->held_len[1];
    drop_held(e, t);
}

static void choose(struct ws_engine *e, struct ws_talk *t, bool last)
{
    uint8_t *room = malloc(2 * WS_HOLD_MAX);
    bool wait;

    if (!room) {
        e->err = WS_E_NOMEM;
        return;
    }
    struct ws_bytes first[2] = {first_of(t, 0, room), first_of(t, 1, room + WS_HOLD_MAX)};
    last = last || first[0].len == WS_HOLD_MAX || first[1].len == WS_HOLD_MAX;
    const struct ws_instance *i = ws_detect(e, t, first, last, &wait);
    if (i && bind_talk(e, t, i, first))
        replay_held(e, t);
    else if (!wait && !e->err)
        give_up(e, t, first);
    free(room);
}

/** Most flows are known by their first bytes: these are then read where they lie. */
static bool choose_at_once(struct ws_engine *e, struct ws_talk *t, int side, struct ws_bytes in)
{
    struct ws_bytes first[2] = {{in.data, 0}, {in.data, 0}};
    bool wait;

    if (t->held)
        return false;
    first[side] = in;
    const struct ws_instance *i = ws_detect(e, t, first, false, &wait);
    return i && bind_talk(e, t, i, first);
}

/** What the flow table tells, on its way to the plugin or to the held ones. */
static void tell(struct ws_engine *e, struct ws_talk *t, struct ws_held *what, struct ws_bytes in)
{
    set_now(e);
    if (t->plugin) {
        give(e, t, what, in);
        return;
    }
    if (t->given_up) {
        e->counts.unrecognised_bytes += in.len;
        if (what->kind == WS_HELD_DATA)
            ws_naming_data(e, t, what->side, in);
        else if (what->kind == WS_HELD_GAP)
            ws_naming_end(e, t, what->side);
        return;
    }
    if (in.len && choose_at_once(e, t, what->side, in)) {
        give(e, t, what, in);
        return;
    }
    what->ts_ns = e->host.now_ns;
    what->frame = e->host.frame;
    hold(e, t, what, in);
    size_t held = t->held_len[0] + t->held_len[1];
    if (e->err || held < t->ask_at)
        return;
    /* Asking looks at all that is held: not with every byte that trickles in. */
    t->ask_at = held + held / 4;
    choose(e, t, false);
}

static void learn_begin(struct ws_talk *t, const struct ws_flow *f, int side)
{
    if (!t->dir[side].started && !t->plugin)
        t->opener = f->opener;
    t->whole[side] = f->side[side].synced;
}

static void flow_data(void *self, struct ws_flow *f, int side, struct ws_bytes in, uint64_t offset)
{
    struct ws_talk *t = f->user;

    if (!t)
        return;
    learn_begin(t, f, side);
    learn_begin(t, f, !side);
    tell(self, t, &(struct ws_held){.kind = WS_HELD_DATA, .side = side, .offset = offset}, in);
}

static void flow_gap(void *self, struct ws_flow *f, int side, uint64_t offset, uint64_t len,
                     enum ws_gap_reason why)
{
    struct ws_talk *t = f->user;

    if (!t)
        return;
    learn_begin(t, f, side);
    tell(self, t,
         &(struct ws_held){
             .kind = WS_HELD_GAP, .side = side, .offset = offset, .len = len, .why = why},
         (struct ws_bytes){0});
}

static void flow_closed(void *self, struct ws_flow *f, int side)
{
    struct ws_talk *t = f->user;
    if (t)
        tell(self, t, &(struct ws_held){.kind = WS_HELD_CLOSED, .side = side},
             (struct ws_bytes){0});
}

static void flow_datagram(void *self, struct ws_flow *f, int side, struct ws_bytes in)
{
    struct ws_talk *t = f->user;
    if (t)
        tell(self, t, &(struct ws_held){.kind = WS_HELD_DATAGRAM, .side = side}, in);
}

/** A difference between two copies is said with the next message of that direction. */
static void flow_overlap(void *self, struct ws_flow *f, int side, uint64_t offset)
{
    struct ws_talk *t = f->user;

    (void)self;
    (void)offset;
    if (t)
        t->dir[side].overlap = true;
}

static void flow_end(void *self, struct ws_flow *f, enum ws_end_reason why)
{
    struct ws_engine *e = self;
    struct ws_talk *t = f->user;

    if (!t)
        return;
    f->user = NULL;
    set_now(e);
    if (!t->plugin && !t->given_up && t->held)
        choose(e, t, true);
    for (int side = 0; side < 2 && t->plugin; side++)
        ws_direction_closed(e, t, side, why == WS_END_CAPTURE);
    if (t->plugin && t->plugin->end) {
        e->host.talk = t;
        e->host.event = NULL;
        t->plugin->end(t->conversation, &e->host);
    }
    for (int side = 0; side < 2; side++)
        ws_naming_end(e, t, side);
    update_flow(t, f);
    ws_emit_flow(e, t, ws_end_reason_name(why));
    free_talk(e, t);
}

/* The engine */

static struct ws_flow_options transport_of(const struct ws_engine_config *config)
{
    struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;

    if (config->store)
        options.max_store = (size_t)config->store;
    if (config->tcp_idle_ns)
        options.tcp_idle_ns = config->tcp_idle_ns;
    if (config->udp_idle_ns)
        options.udp_idle_ns = config->udp_idle_ns;
    options.overlap_last = config->overlap_last;
    options.verify_checksums = config->verify_checksums;
    return options;
}

int ws_engine_new(const struct ws_engine_config *config, struct ws_engine **ret)
{
    struct ws_engine *e = calloc(1, sizeof(*e));
    struct ws_flow_options options = transport_of(config);

    if (!e)
        return WS_E_NOMEM;
    e->config = *config;
    e->memory.limit = config->memory ? (size_t)config->memory : DEFAULT_MEMORY;
    e->host.engine = e;
    ws_out_init(&e->out);
    ws_out_init(&e->context);
    ws_arena_init(&e->texts, MAX_EVENT_TEXTS);
    struct ws_flow_handler handler = {.self = e,
                                      .begin = flow_begin,
                                      .data = flow_data,
                                      .gap = flow_gap,
                                      .overlap = flow_overlap,
                                      .datagram = flow_datagram,
                                      .closed = flow_closed,
                                      .end = flow_end};
    /* A guessed seed lets an attacker choose colliding flows; without entropy we still work. */
    (void)!getrandom(&e->seed, sizeof(e->seed), GRND_NONBLOCK);
    int err = ws_flows_new(&options, &handler, &e->memory, e->seed, &e->flows);
    if (err) {
        ws_engine_free(e);
        return err;
    }
    *ret = e;
    return WS_OK;
}

void ws_engine_free(struct ws_engine *e)
{
    if (!e)
        return;
    ws_flows_free(e->flows);
    ws_out_free(&e->out);
    ws_out_free(&e->context);
    ws_arena_free(&e->texts);
    free(e->heap);
    free(e);
}

int ws_engine_packet(struct ws_engine *e, const struct ws_packet *packet)
{
    ws_clock_take(&e->clock, packet->ts_ns);
    e->host.frame = packet->frame;
    if (e->n_heap)
        ws_deadlines_run(e, e->clock.now_ns);
    int err = ws_flows_packet(e->flows, packet);
    return e->err ? e->err : err;
}

int ws_engine_finish(struct ws_engine *e)
{
    ws_flows_finish(e->flows);
    return e->err;
}

struct telling {
    void (*each)(void *self, const struct ws_stat *stat);
    void *self;
};

static void tell_counter(void *self, const char *name, uint64_t value, const char *doc)
{
    static const char *const losses[] = {"missed_bytes", "ended_memory", "ip_incomplete",
                                         "ip_refused"};
    struct telling *t = self;
    struct ws_stat stat = {name, value, false};

    (void)doc;
    for (size_t i = 0; i < WS_LEN(losses); i++)
        stat.loss = stat.loss || strcmp(losses[i], name) == 0;
    t->each(t->self, &stat);
}

void ws_engine_stats(const struct ws_engine *e,
                     void (*each)(void *self, const struct ws_stat *stat), void *self)
{
    const struct ws_engine_counts *c = &e->counts;
    const struct ws_stat own[] = {
        {"messages", c->messages, false},
        {"messages_with_errors", c->with_errors, false},
        {"malformed", c->malformed, false},
        {"notices", c->notices, false},
        {"message_gaps", c->gaps, true},
        {"message_gap_bytes", c->gap_bytes, true},
        {"unfinished_messages", c->unfinished, false},
        {"unrecognised_flows", c->unrecognised_flows, false},
        {"unrecognised_bytes", c->unrecognised_bytes, false},
    };
    ws_counters_each(ws_flows_counters(e->flows), tell_counter, &(struct telling){each, self});
    for (size_t i = 0; i < WS_LEN(own); i++)
        each(self, &own[i]);
}
