/* A part of the flows: ties them to plugins. */
#include "plugin/shard.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/talk.h"

enum { MAX_EVENT_TEXTS = 1 << 20 };

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

void ws_shard_set_now(struct ws_shard *s)
{
    struct ws_now now = ws_flows_now(s->flows);
    s->host.now_ns = now.ts_ns;
    s->host.frame = now.frame;
}

/** Until it is known who reads it. */
static void wait_for_facts(struct ws_shard *s, struct ws_talk *t)
{
    for (int side = 0; side < 2 && s->hopes && !s->err; side++)
        s->err =
            ws_waiting_add(&s->waitings, &t->waiting[side], t,
                           ws_fact_hash(s->config.seed, t->flow.transport, &t->flow.ends[side]));
}

static void flow_begin(void *self, struct ws_flow *f)
{
    struct ws_shard *s = self;
    struct ws_talk *t = calloc(1, sizeof(*t));

    if (!t) {
        s->err = WS_E_NOMEM;
        return;
    }
    s->memory.used += sizeof(*t);
    f->user = t;
    t->tcp = f->proto == WS_PROTO_TCP;
    t->opener = -1;
    t->held_end = &t->held;
    t->first_frame = f->first_frame;
    t->flow.id = f->id;
    t->flow.transport = t->tcp ? WS_TCP : WS_UDP;
    t->flow.first_ns = f->first_ns;
    t->flow.first_frame = f->first_frame;
    t->flow.ends[0] = view_of(f, 0);
    t->flow.ends[1] = view_of(f, 1);
    t->flow.roles[0] = t->flow.roles[1] = WS_UNKNOWN_ROLE;
    ws_shard_set_now(s);
    wait_for_facts(s, t);
    if (s->config.engine->flows) {
        t->opener = f->opener;
        update_flow(t, f);
        ws_emit_flow(s, t, NULL);
    }
}

static void free_talk(struct ws_shard *s, struct ws_talk *t)
{
    ws_held_drop(s, t);
    for (int side = 0; side < 2; side++) {
        ws_waiting_remove(&s->waitings, &t->waiting[side]);
        s->memory.used -= t->dir[side].cap;
        ws_direction_free(&t->dir[side]);
    }
    free(t->flow.tls_sni);
    s->memory.used -= sizeof(*t);
    free(t);
}

static void learn_begin(struct ws_talk *t, const struct ws_flow *f, int side)
{
    if (!t->dir[side].started && !t->plugin)
        t->opener = f->opener;
    t->whole[side] = f->side[side].synced && !t->dropped;
}

/** A flow that ends by time, or with the capture, tells what it still has in its own turn. */
static void take_turn(struct ws_shard *s, const struct ws_flow *f)
{
    if (s->turn.place == WS_TURN_PACKET)
        return;
    s->turn.major = s->turn.frame == UINT64_MAX ? f->first_frame : f->placed_frame;
    s->turn.minor = 0;
}

static void flow_data(void *self, struct ws_flow *f, int side, struct ws_bytes in, uint64_t offset)
{
    struct ws_talk *t = f->user;

    if (!t)
        return;
    learn_begin(t, f, side);
    learn_begin(t, f, !side);
    take_turn(self, f);
    ws_held_tell(self, t, &(struct ws_held){.kind = WS_HELD_DATA, .side = side, .offset = offset},
                 in);
}

static void flow_gap(void *self, struct ws_flow *f, int side, uint64_t offset, uint64_t len,
                     enum ws_gap_reason why)
{
    struct ws_talk *t = f->user;

    if (!t)
        return;
    learn_begin(t, f, side);
    take_turn(self, f);
    ws_held_tell(self, t,
                 &(struct ws_held){
                     .kind = WS_HELD_GAP, .side = side, .offset = offset, .len = len, .why = why},
                 (struct ws_bytes){0});
}

static void flow_closed(void *self, struct ws_flow *f, int side)
{
    struct ws_talk *t = f->user;
    if (!t)
        return;
    take_turn(self, f);
    ws_held_tell(self, t, &(struct ws_held){.kind = WS_HELD_CLOSED, .side = side},
                 (struct ws_bytes){0});
}

static void flow_datagram(void *self, struct ws_flow *f, int side, struct ws_bytes in)
{
    struct ws_talk *t = f->user;
    if (t)
        ws_held_tell(self, t, &(struct ws_held){.kind = WS_HELD_DATAGRAM, .side = side}, in);
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
    struct ws_shard *s = self;
    struct ws_talk *t = f->user;

    if (!t)
        return;
    f->user = NULL;
    ws_shard_set_now(s);
    take_turn(s, f);
    ws_held_last(s, t);
    for (int side = 0; side < 2 && t->plugin && t->tcp; side++)
        ws_direction_closed(s, t, side, why == WS_END_CAPTURE);
    ws_conversation_close(s, t);
    for (int side = 0; side < 2; side++)
        ws_naming_end(s, t, side);
    update_flow(t, f);
    ws_emit_flow(s, t, ws_end_reason_name(why));
    free_talk(s, t);
}

/* The shard */

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
    return options;
}

int ws_shard_new(const struct ws_shard_config *config, struct ws_shard **ret)
{
    struct ws_shard *s = calloc(1, sizeof(*s));
    struct ws_flow_options options = transport_of(config->engine);

    if (!s)
        return WS_E_NOMEM;
    s->config = *config;
    s->memory.limit = config->memory;
    s->facts.seed = config->seed;
    s->host.shard = s;
    for (size_t i = 0; i < config->engine->n_instances; i++)
        s->hopes |= ws_instance_plugin(config->engine->instances[i])->role != NULL;
    ws_out_init(&s->out);
    ws_out_init(&s->context);
    ws_arena_init(&s->texts, MAX_EVENT_TEXTS);
    struct ws_flow_handler handler = {.self = s,
                                      .begin = flow_begin,
                                      .data = flow_data,
                                      .gap = flow_gap,
                                      .overlap = flow_overlap,
                                      .datagram = flow_datagram,
                                      .closed = flow_closed,
                                      .end = flow_end};
    int err = ws_flows_new(&options, &handler, &s->memory, &s->flows);
    if (err) {
        ws_shard_free(s);
        return err;
    }
    *ret = s;
    return WS_OK;
}

void ws_shard_free(struct ws_shard *s)
{
    if (!s)
        return;
    ws_flows_free(s->flows);
    ws_fact_table_free(&s->facts);
    ws_waitings_free(&s->waitings);
    free(s->clients);
    ws_out_free(&s->out);
    ws_out_free(&s->context);
    ws_arena_free(&s->texts);
    free(s->heap);
    free(s);
}

int ws_shard_time(struct ws_shard *s, const struct ws_now *now)
{
    s->turn.frame = now->frame;
    s->host.frame = now->frame;
    if (s->n_heap)
        ws_deadlines_run(s, now->clock_ns);
    s->turn.place = s->config.datagrams ? WS_TURN_STAGE_EXPIRY : WS_TURN_EXPIRY;
    ws_flows_time(s->flows, now);
    return s->err;
}

int ws_shard_segment(struct ws_shard *s, const struct ws_segment *segment, uint64_t hash)
{
    s->turn.place = WS_TURN_PACKET;
    s->turn.major = s->turn.minor = 0;
    int err = ws_flows_segment(s->flows, segment, hash);
    return s->err ? s->err : err;
}

/** Wakes the flows that have waited for the fact; the next one is looked up first, since a flow
 * that is bound waits no longer. */
static void wake(struct ws_shard *s, const struct ws_fact *fact)
{
    struct ws_waiting *next, *w = ws_waiting_next(&s->waitings, NULL, fact->hash);

    for (; w && !s->err; w = next) {
        struct ws_talk *t = w->talk;
        next = ws_waiting_next(&s->waitings, w, fact->hash);
        if (next && next->talk == t)
            next = ws_waiting_next(&s->waitings, next, fact->hash);
        if (t->flow.transport != fact->transport || !(ws_same_end(&t->flow.ends[0], &fact->end) ||
                                                      ws_same_end(&t->flow.ends[1], &fact->end)))
            continue;
        s->turn.minor = t->first_frame;
        ws_held_learn(s, t, fact->instance);
    }
}

int ws_shard_learn(struct ws_shard *s, const struct ws_fact *fact, uint64_t number)
{
    s->turn.place = s->config.datagrams ? WS_TURN_STAGE_FACT : WS_TURN_FACT;
    s->turn.major = number;
    if (ws_fact_put(&s->facts, fact, &s->err))
        wake(s, fact);
    return s->err;
}

int ws_shard_finish(struct ws_shard *s)
{
    s->turn.frame = UINT64_MAX;
    s->turn.place = s->config.datagrams ? WS_TURN_STAGE_EXPIRY : WS_TURN_EXPIRY;
    ws_flows_finish(s->flows);
    return s->err;
}

void ws_shard_count(const struct ws_shard *s, struct ws_engine_counts *counts)
{
    ws_engine_counts_add(counts, &s->counts);
    ws_counters_add(&counts->transport, ws_flows_counters(s->flows));
}
