/* The flow table: finding, expiry on packet time, limits. */
#include "flow/table.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "wirespeak/err.h"
#include "wirespeak/export.h"

enum { FIRST_BUCKETS = 1024, TICK_NS = 1000000000 };

/* One for each time-out, so that each is in the order in which its flows expire. */
enum list { LIST_TCP, LIST_UDP, LIST_LINGER, N_LISTS };

struct ws_flows {
    struct ws_flow_options options;
    struct ws_flow_handler handler;
    struct ws_counters counters;
    struct ws_memory *memory;
    struct ws_stream_context context;
    struct ws_flow_entry **buckets;
    size_t n_buckets; /* a power of two */
    size_t n, n_open; /* entries; those that have not ended */
    int64_t idle_ns[N_LISTS];
    struct ws_flow_link lists[N_LISTS];
    struct ws_flow_link births;
    int64_t tick_ns; /* packet time, rounded down to seconds */
    struct ws_now now;
};

static void link_init(struct ws_flow_link *ring)
{
    ring->prev = ring->next = ring;
}

static void link_remove(struct ws_flow_link *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
}

static void link_append(struct ws_flow_link *ring, struct ws_flow_link *link)
{
    link->prev = ring->prev;
    link->next = ring;
    ring->prev->next = link;
    ring->prev = link;
}

static struct ws_flow_entry *by_use(struct ws_flow_link *link)
{
    return (struct ws_flow_entry *)(void *)link;
}

static struct ws_flow_entry *by_birth(struct ws_flow_link *link)
{
    return (void *)((char *)link - offsetof(struct ws_flow_entry, by_birth));
}

_Static_assert(offsetof(struct ws_flow_entry, by_use) == 0, "by_use() relies on it");

uint64_t ws_flow_id(const struct ws_segment *first, int64_t first_ns)
{
    enum { ADDR_LEN = 16, ID_LEN = 2 + 2 * (ADDR_LEN + 2) + 8 };
    const struct ws_endpoint *low = &first->src, *high = &first->dst;
    int order = memcmp(low->addr, high->addr, ADDR_LEN);
    if (order > 0 || (order == 0 && low->port > high->port)) {
        low = &first->dst;
        high = &first->src;
    }
    uint8_t id[ID_LEN] = {first->family, first->proto};
    memcpy(id + 2, low->addr, ADDR_LEN);
    ws_store_be(id + 18, 2, low->port);
    memcpy(id + 20, high->addr, ADDR_LEN);
    ws_store_be(id + 36, 2, high->port);
    ws_store_be(id + 38, 8, (uint64_t)first_ns);
    return XXH64(id, ID_LEN, 0);
}

static bool same_end(const struct ws_endpoint *a, const struct ws_endpoint *b)
{
    return a->port == b->port && memcmp(a->addr, b->addr, sizeof(a->addr)) == 0;
}

/* Which side sent the segment, -1: it is of another flow. */
static int side_of(const struct ws_flow *flow, const struct ws_segment *segment)
{
    if (flow->proto != segment->proto || flow->family != segment->family)
        return -1;
    if (same_end(&flow->ends[0], &segment->src) && same_end(&flow->ends[1], &segment->dst))
        return 0;
    if (same_end(&flow->ends[1], &segment->src) && same_end(&flow->ends[0], &segment->dst))
        return 1;
    return -1;
}

static struct ws_flow_entry **bucket_of(const struct ws_flows *flows, uint64_t hash)
{
    return &flows->buckets[hash & (flows->n_buckets - 1)];
}

static struct ws_flow_entry *find(const struct ws_flows *flows, uint64_t hash,
                                  const struct ws_segment *segment, int *ret_side)
{
    for (struct ws_flow_entry *e = *bucket_of(flows, hash); e; e = e->chain)
        if (e->hash == hash && (*ret_side = side_of(&e->flow, segment)) >= 0)
            return e;
    return NULL;
}

static int set_buckets(struct ws_flows *flows, size_t n)
{
    size_t old_n = flows->n_buckets;
    struct ws_flow_entry **old = flows->buckets;
    struct ws_flow_entry **buckets =
        ws_memory_alloc(flows->memory, n * sizeof(struct ws_flow_entry *));
    if (!buckets)
        return WS_E_NOMEM;
    memset(buckets, 0, n * sizeof(*buckets));
    flows->buckets = buckets;
    flows->n_buckets = n;
    for (size_t i = 0; i < old_n; i++) {
        for (struct ws_flow_entry *e = old[i], *next; e; e = next) {
            next = e->chain;
            struct ws_flow_entry **bucket = bucket_of(flows, e->hash);
            e->chain = *bucket;
            *bucket = e;
        }
    }
    ws_memory_free(flows->memory, old, old_n * sizeof(*old));
    return WS_OK;
}

static void put_last(struct ws_flows *flows, enum list list, struct ws_flow_entry *entry)
{
    link_append(&flows->lists[list], &entry->by_use);
    entry->placed_ns = flows->tick_ns;
    entry->flow.placed_frame = flows->now.frame;
    entry->touched_ns = flows->now.clock_ns;
}

static enum list list_of(const struct ws_flow_entry *entry)
{
    if (entry->ended)
        return LIST_LINGER;
    return entry->flow.proto == WS_PROTO_TCP ? LIST_TCP : LIST_UDP;
}

/* Moves it once a second at most, since that costs a look at two neighbours. */
static void touch(struct ws_flows *flows, struct ws_flow_entry *entry)
{
    entry->touched_ns = flows->now.clock_ns;
    if (entry->placed_ns == flows->tick_ns)
        return;
    link_remove(&entry->by_use);
    put_last(flows, list_of(entry), entry);
}

static void free_entry(struct ws_flows *flows, struct ws_flow_entry *entry)
{
    struct ws_flow_entry **at = bucket_of(flows, entry->hash);
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
    link_remove(&entry->by_use);
    link_remove(&entry->by_birth);
    for (int side = 0; side < 2 && entry->flow.proto == WS_PROTO_TCP; side++)
        ws_store_clear(&entry->stream[side].store, flows->memory);
    ws_memory_free(flows->memory, entry, sizeof(*entry));
    flows->n--;
}

/* Tells the end, unless it was told. */
static void end_flow(struct ws_flows *flows, struct ws_flow_entry *entry, enum ws_end_reason why)
{
    if (entry->ended)
        return;
    if (entry->flow.proto == WS_PROTO_TCP)
        ws_tcp_flush(&flows->context, entry);
    flows->counters.ended[why]++;
    flows->handler.end(flows->handler.self, &entry->flow, why);
    flows->n_open--;
    entry->ended = true;
}

static void end_and_free(struct ws_flows *flows, struct ws_flow_entry *entry,
                         enum ws_end_reason why)
{
    end_flow(flows, entry, why);
    free_entry(flows, entry);
}

static void end_and_linger(struct ws_flows *flows, struct ws_flow_entry *entry,
                           enum ws_end_reason why)
{
    end_flow(flows, entry, why);
    link_remove(&entry->by_use);
    put_last(flows, LIST_LINGER, entry);
}

static struct ws_flow_entry *oldest(struct ws_flows *flows, enum list list)
{
    struct ws_flow_link *ring = &flows->lists[list];
    return ring->next == ring ? NULL : by_use(ring->next);
}

/* Unsigned, since time stamps may be as far apart as they like. */
static uint64_t passed(int64_t from_ns, int64_t to_ns)
{
    return (uint64_t)to_ns - (uint64_t)from_ns;
}

static bool has_expired(const struct ws_flows *flows, const struct ws_flow_entry *entry)
{
    return passed(entry->touched_ns, flows->now.clock_ns) >=
           (uint64_t)flows->idle_ns[list_of(entry)];
}

/* By whole seconds: then it depends on the flow's packets and the time alone, not on others. */
static void expire(struct ws_flows *flows)
{
    for (enum list list = 0; list < N_LISTS; list++) {
        uint64_t least = (uint64_t)flows->idle_ns[list] + TICK_NS;
        struct ws_flow_entry *e;
        while ((e = oldest(flows, list)) && passed(e->placed_ns, flows->tick_ns) >= least)
            end_and_free(flows, e, WS_END_IDLE);
    }
}

void ws_flows_time(struct ws_flows *flows, const struct ws_now *now)
{
    flows->now = *now;
    if (passed(flows->tick_ns, now->clock_ns) < TICK_NS)
        return;
    int64_t part = now->clock_ns % TICK_NS;
    flows->tick_ns = now->clock_ns - part;
    if (part < 0 && __builtin_sub_overflow(flows->tick_ns, TICK_NS, &flows->tick_ns))
        flows->tick_ns = INT64_MIN;
    expire(flows);
}

/* Lingering flows go first: nothing is lost with them. False: there is none left. */
static bool evict_one(struct ws_flows *flows)
{
    struct ws_flow_entry *linger = oldest(flows, LIST_LINGER);
    struct ws_flow_entry *tcp = oldest(flows, LIST_TCP), *udp = oldest(flows, LIST_UDP);
    struct ws_flow_entry *e = linger;
    if (!e)
        e = !tcp || (udp && udp->placed_ns < tcp->placed_ns) ? udp : tcp;
    if (e)
        end_and_free(flows, e, WS_END_MEMORY);
    return e != NULL;
}

static bool over_budget(const struct ws_flows *flows)
{
    return flows->memory->limit && flows->memory->used > flows->memory->limit;
}

static int insert(struct ws_flows *flows, uint64_t hash, struct ws_flow_entry **ret)
{
    while (flows->n >= flows->options.max_flows && evict_one(flows))
        continue;
    int err = flows->n * 2 >= flows->n_buckets ? set_buckets(flows, flows->n_buckets * 2) : WS_OK;
    struct ws_flow_entry *e = err ? NULL : ws_memory_alloc(flows->memory, sizeof(*e));
    if (!e)
        return WS_E_NOMEM;
    memset(e, 0, sizeof(*e));
    e->hash = hash;
    struct ws_flow_entry **bucket = bucket_of(flows, hash);
    e->chain = *bucket;
    *bucket = e;
    flows->n++;
    link_append(&flows->births, &e->by_birth);
    *ret = e;
    return WS_OK;
}

static int begin(struct ws_flows *flows, uint64_t hash, const struct ws_segment *segment,
                 struct ws_flow_entry **ret)
{
    struct ws_flow_entry *e;
    int err = insert(flows, hash, &e);
    if (err)
        return err;
    struct ws_flow *flow = &e->flow;
    flow->ends[0] = segment->src;
    flow->ends[1] = segment->dst;
    flow->family = segment->family;
    flow->proto = segment->proto;
    flow->opener = -1;
    flow->first_ns = flows->now.ts_ns;
    flow->first_frame = flows->now.frame;
    flow->id = ws_flow_id(segment, flow->first_ns);
    put_last(flows, list_of(e), e);
    ws_tcp_note_opener(e, 0, segment->flags);
    flows->n_open++;
    flows->counters.flows++;
    flows->handler.begin(flows->handler.self, flow);
    *ret = e;
    return WS_OK;
}

static int take_segment(struct ws_flows *flows, struct ws_flow_entry *entry, int side,
                        const struct ws_segment *segment)
{
    int err;
    switch (ws_tcp_segment(&flows->context, entry, side, segment, &err)) {
    case WS_TCP_GOES_ON:
        break;
    case WS_TCP_ENDED_FIN:
        end_and_linger(flows, entry, WS_END_FIN);
        break;
    case WS_TCP_ENDED_RST:
        end_and_linger(flows, entry, WS_END_RST);
        break;
    }
    return err;
}

/* The same packet again, by IPv4's identification and its own checksum, where it has both. */
static bool is_copy(struct ws_copies *copies, const struct ws_segment *segment, int64_t ts_ns)
{
    static const int64_t window_ns = 1000000;
    uint32_t len = (uint32_t)segment->payload.len;
    if (!segment->ip_id || !segment->udp_checksum)
        return false;
    for (size_t i = 0; i < WS_LEN(copies->last); i++)
        if (copies->last[i].ip_id == segment->ip_id &&
            copies->last[i].checksum == segment->udp_checksum && copies->last[i].len == len &&
            passed(copies->last[i].ts_ns, ts_ns) + (uint64_t)window_ns <= 2 * (uint64_t)window_ns)
            return true;
    copies->last[copies->next].ts_ns = ts_ns;
    copies->last[copies->next].len = len;
    copies->last[copies->next].ip_id = segment->ip_id;
    copies->last[copies->next].checksum = segment->udp_checksum;
    copies->next = (copies->next + 1) % WS_LEN(copies->last);
    return false;
}

static void take_datagram(struct ws_flows *flows, struct ws_flow_entry *entry, int side,
                          const struct ws_segment *segment)
{
    if (is_copy(&entry->copies[side], segment, flows->now.ts_ns)) {
        flows->counters.udp_copies++;
        return;
    }
    entry->flow.side[side].missed += segment->missing;
    flows->counters.missed_bytes += segment->missing;
    flows->handler.datagram(flows->handler.self, &entry->flow, side, segment->payload);
}

/* The flow of a segment, begun if need be; NULL and WS_OK: of one that has ended. */
static int flow_for(struct ws_flows *flows, const struct ws_segment *segment, uint64_t hash,
                    struct ws_flow_entry **ret, int *ret_side)
{
    struct ws_flow_entry *entry = find(flows, hash, segment, ret_side);
    if (entry && has_expired(flows, entry)) {
        end_and_free(flows, entry, WS_END_IDLE);
        entry = NULL;
    }
    if (entry && ws_tcp_is_reuse(entry, *ret_side, segment)) {
        end_and_free(flows, entry, WS_END_REUSE);
        entry = NULL;
    }
    if (!entry) {
        *ret_side = 0;
        return begin(flows, hash, segment, ret);
    }
    if (entry->ended) {
        flows->counters.tcp_late += segment->payload.len > 0;
        entry = NULL;
    } else {
        touch(flows, entry);
    }
    *ret = entry;
    return WS_OK;
}

static int dispatch(struct ws_flows *flows, const struct ws_segment *segment, uint64_t hash)
{
    struct ws_flow_entry *entry;
    int side, err = flow_for(flows, segment, hash, &entry, &side);
    if (err || !entry)
        return err;
    entry->flow.side[side].packets++;
    entry->flow.side[side].bytes += segment->payload.len;
    entry->flow.last_ns = flows->now.ts_ns;
    if (segment->proto == WS_PROTO_TCP)
        return take_segment(flows, entry, side, segment);
    take_datagram(flows, entry, side, segment);
    return WS_OK;
}

int ws_flows_segment(struct ws_flows *flows, const struct ws_segment *segment, uint64_t hash)
{
    int err = dispatch(flows, segment, hash);
    while (over_budget(flows) && evict_one(flows))
        continue;
    return err;
}

int ws_flows_new(const struct ws_flow_options *options, const struct ws_flow_handler *handler,
                 struct ws_memory *memory, struct ws_flows **ret)
{
    struct ws_flows *flows = ws_memory_alloc(memory, sizeof(*flows));
    if (!flows)
        return WS_E_NOMEM;
    *flows = (struct ws_flows){
        .options = *options,
        .handler = *handler,
        .memory = memory,
        .idle_ns = {options->tcp_idle_ns, options->udp_idle_ns, options->linger_ns},
        .tick_ns = INT64_MIN,
    };
    flows->context =
        (struct ws_stream_context){&flows->options, &flows->handler, memory, &flows->counters};
    link_init(&flows->births);
    for (enum list list = 0; list < N_LISTS; list++)
        link_init(&flows->lists[list]);
    if (set_buckets(flows, FIRST_BUCKETS)) {
        ws_flows_free(flows);
        return WS_E_NOMEM;
    }
    *ret = flows;
    return WS_OK;
}

void ws_flows_finish(struct ws_flows *flows)
{
    while (flows->births.next != &flows->births)
        end_and_free(flows, by_birth(flows->births.next), WS_END_CAPTURE);
}

void ws_flows_free(struct ws_flows *flows)
{
    if (!flows)
        return;
    while (flows->births.next != &flows->births)
        free_entry(flows, by_birth(flows->births.next));
    ws_memory_free(flows->memory, flows->buckets, flows->n_buckets * sizeof(*flows->buckets));
    ws_memory_free(flows->memory, flows, sizeof(*flows));
}

struct ws_now ws_flows_now(const struct ws_flows *flows)
{
    return flows->now;
}

const struct ws_counters *ws_flows_counters(const struct ws_flows *flows)
{
    return &flows->counters;
}

size_t ws_flows_open(const struct ws_flows *flows)
{
    return flows->n_open;
}
