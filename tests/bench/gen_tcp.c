/* Made-up TCP connections: RFC 9293, with delayed acknowledgements (RFC 1122 section 4.2.3.2). */
#include "bench/gen_tcp.h"

#include <stdlib.h>
#include <string.h>

#define MS INT64_C(1000000)

enum { US = 1000, RESEND_MS = 200, DELAYED_ACK_MS = 40, SEGMENTS_PER_ACK = 2 };

/* One way over the wire of a piece of the burst; pieces that were sent again overlap. */
struct sending {
    size_t at, end;
    size_t first, n_segments; /* those of the burst that it holds or cuts */
    uint32_t place;           /* order on the wire */
    bool late, again, lost;
};

struct plan {
    struct sending *sendings;
    size_t n, n_segments; /* the burst's segments come first, in order */
};

void gen_flow_begin(struct gen_flow *flow, struct gen_net *net, const struct gen_protocol *protocol,
                    uint64_t seed, uint32_t id, int64_t now_ns)
{
    struct gen_flow old = *flow;
    struct gen_random r = {seed ^ (uint64_t)id << 32};

    *flow = (struct gen_flow){.packets = old.packets, .cap = old.cap, .burst = old.burst};
    flow->session = (struct gen_session){.random = {gen_random(&r)}, .id = id};
    flow->protocol = protocol;
    flow->ipv6 = gen_below(&r, 8) == 0 && !protocol->ipv4_only;
    for (int i = 0; i < 2; i++) {
        uint8_t *addr = flow->ends[i].addr;
        memcpy(addr, flow->ipv6 ? (uint8_t[]){0x20, 1, 0x0d, 0xb8} : (uint8_t[]){10},
               flow->ipv6 ? 4 : 1);
        ws_store_be(addr + (flow->ipv6 ? 13 : 1), 3,
                    i == GEN_CLIENT ? id + 1 : 0xff0001 + id % 250);
        flow->ends[i].next = (uint32_t)gen_random(&r);
    }
    if (gen_chance(&net->random, net->trouble.midstream))
        flow->unseen = 3 + gen_below(&net->random, 40);
    flow->ends[GEN_CLIENT].port = (uint16_t)(32768 + gen_below(&r, 28000));
    flow->ends[GEN_SERVER].port = (uint16_t)(protocol->port + gen_below(&r, protocol->n_ports));
    if (protocol->finds_ports && flow->unseen == 0 && gen_below(&r, 3) == 0)
        flow->ends[GEN_SERVER].port = (uint16_t)(32768 + gen_below(&r, 28000));
    flow->session.port = flow->ends[GEN_SERVER].port;
    flow->now_ns = now_ns;
    flow->delay_ns = (50 + gen_below(&r, 2000)) * US;
    flow->bursts = 50 + gen_below(&r, 4000);
    net->truth.flows++;
}

static bool is_lost(struct gen_flow *flow, struct gen_net *net)
{
    if (flow->unseen == 0)
        return gen_chance(&net->random, net->trouble.loss);
    flow->unseen--;
    return true;
}

static void push(struct gen_flow *flow, struct gen_net *net, const struct gen_packet *packet)
{
    if (flow->n == flow->cap) {
        flow->cap = flow->cap * 2 + 16;
        flow->packets = gen_alloc(flow->packets, flow->cap, sizeof(*flow->packets));
    }
    flow->packets[flow->n++] = *packet;
    net->truth.lost += packet->lost;
}

/* A packet without data. SYN and FIN take a sequence number. */
static void push_control(struct gen_flow *flow, struct gen_net *net, enum gen_side side,
                         uint8_t flags)
{
    struct gen_end *from = &flow->ends[side], *to = &flow->ends[!side];

    push(flow, net,
         &(struct gen_packet){.ts_ns = flow->now_ns,
                              .side = side,
                              .flags = flags,
                              .lost = is_lost(flow, net),
                              .seq = from->next,
                              .ack = flags & GEN_ACK ? from->received : 0});
    from->next += (flags & (GEN_SYN | GEN_FIN)) != 0;
    to->received = flags & (GEN_SYN | GEN_FIN) ? from->next : to->received;
    flow->now_ns += flow->delay_ns;
}

/* Segments as an application makes them that writes message by message, or several at once. */
static void cut_burst(struct gen_flow *flow, struct gen_net *net, struct plan *plan)
{
    const struct gen_burst *burst = &flow->burst;
    size_t begin = 0;

    plan->sendings =
        gen_alloc(NULL, 2 * (burst->bytes.len / net->mss + burst->n + 1), sizeof(*plan->sendings));
    plan->n = 0;
    for (size_t i = 0; i < burst->n; i++) {
        if (i + 1 < burst->n && gen_below(&flow->session.random, 2))
            continue;
        while (begin < burst->ends[i]) {
            size_t left = burst->ends[i] - begin, len = left < net->mss ? left : net->mss;
            plan->sendings[plan->n] = (struct sending){.at = begin,
                                                       .end = begin + len,
                                                       .first = plan->n,
                                                       .n_segments = 1,
                                                       .lost = is_lost(flow, net)};
            plan->n++;
            begin += len;
        }
    }
    plan->n_segments = plan->n;
}

/* Sent again without need: a segment, or the half before it with it. */
static void repeat(struct gen_net *net, struct plan *plan, size_t i)
{
    struct sending s = plan->sendings[i];

    if (i > 0 && gen_below(&net->random, 2)) {
        const struct sending *before = &plan->sendings[i - 1];
        size_t half = (before->end - before->at) / 2;
        if (s.end - (before->end - half) <= net->mss) {
            s.at = before->end - half;
            s.first--;
            s.n_segments++;
            s.lost |= before->lost;
        }
    }
    s.again = true;
    s.late = plan->sendings[i].late;
    s.place += 1 + 16 * gen_below(&net->random, 5);
    plan->sendings[plan->n++] = s;
    net->truth.repeated += !s.lost;
}

static int by_place(const void *a, const void *b)
{
    const struct sending *x = a, *y = b;
    return x->late != y->late ? x->late - y->late : (x->place > y->place) - (x->place < y->place);
}

/* Places are 16 apart. A late segment is one that was lost on its way and is sent again at the end.
 */
static void disorder(struct gen_net *net, struct plan *plan)
{
    for (size_t i = 0; i < plan->n_segments; i++) {
        struct sending *s = &plan->sendings[i];
        s->place = (uint32_t)(16 * i);
        if (i + 1 == plan->n_segments || !gen_chance(&net->random, net->trouble.reorder))
            continue;
        s->late = gen_below(&net->random, 4) == 0;
        s->place += 8 + 16 * (1 + gen_below(&net->random, 3));
        net->truth.reordered += !s->lost;
    }
    for (size_t i = 0; i < plan->n_segments; i++)
        if (gen_chance(&net->random, net->trouble.repeat))
            repeat(net, plan, i);
}

static void count_messages(const struct gen_flow *flow, struct gen_net *net,
                           const struct plan *plan)
{
    const struct gen_burst *burst = &flow->burst;
    const struct sending *s = plan->sendings;
    size_t begin = 0;

    for (size_t i = 0; i < burst->n; i++) {
        bool whole = true;
        while (s->end <= begin)
            s++;
        for (const struct sending *t = s;
             t < plan->sendings + plan->n_segments && t->at < burst->ends[i]; t++)
            whole = whole && !t->lost;
        net->truth.messages[flow->protocol_index]++;
        net->truth.whole[flow->protocol_index] += whole;
        begin = burst->ends[i];
    }
}

static void push_sending(struct gen_flow *flow, struct gen_net *net, const struct sending *s)
{
    struct gen_end *from = &flow->ends[flow->burst.side];

    flow->now_ns +=
        (2 + (int64_t)(s->end - s->at) / 125 + gen_below(&flow->session.random, 20)) * US;
    push(flow, net,
         &(struct gen_packet){.ts_ns = flow->now_ns,
                              .side = flow->burst.side,
                              .flags = GEN_ACK | GEN_PSH,
                              .lost = s->lost,
                              .seq = from->next + (uint32_t)s->at,
                              .ack = from->received,
                              .at = s->at,
                              .len = s->end - s->at});
}

static void acknowledge(struct gen_flow *flow, struct gen_net *net)
{
    int64_t now_ns = flow->now_ns;

    flow->n_unacked = 0;
    push_control(flow, net, !flow->burst.side, GEN_ACK);
    flow->now_ns = now_ns + 1;
}

/* The receiver's part: what has arrived in order is acknowledged, each second segment at once, and
 * so is every one out of order. */
static void receive(struct gen_flow *flow, struct gen_net *net, const struct plan *plan,
                    bool *arrived, const struct sending *s)
{
    struct gen_end *to = &flow->ends[!flow->burst.side];
    uint32_t base = flow->ends[flow->burst.side].next, before = to->received;
    size_t in_order = 0;

    if (!s->again)
        arrived[s->first] = true;
    while (in_order < plan->n_segments && arrived[in_order])
        in_order++;
    for (size_t i = 0; i < plan->n; i++)
        if (!plan->sendings[i].again && plan->sendings[i].first + 1 == in_order)
            to->received = base + (uint32_t)plan->sendings[i].end;
    flow->n_unacked++;
    if (to->received == before || flow->n_unacked >= SEGMENTS_PER_ACK)
        acknowledge(flow, net);
}

static void send_burst(struct gen_flow *flow, struct gen_net *net)
{
    struct plan plan;

    cut_burst(flow, net, &plan);
    disorder(net, &plan);
    count_messages(flow, net, &plan);
    qsort(plan.sendings, plan.n, sizeof(*plan.sendings), by_place);
    bool *arrived = gen_alloc(NULL, plan.n_segments, sizeof(*arrived));
    memset(arrived, 0, plan.n_segments);
    for (size_t i = 0; i < plan.n; i++) {
        const struct sending *s = &plan.sendings[i];
        if (s->late && (i == 0 || !plan.sendings[i - 1].late))
            flow->now_ns += RESEND_MS * MS;
        push_sending(flow, net, s);
        receive(flow, net, &plan, arrived, s);
    }
    flow->ends[flow->burst.side].next += (uint32_t)flow->burst.bytes.len;
    free(arrived);
    free(plan.sendings);
}

static void send_datagram(struct gen_flow *flow, struct gen_net *net)
{
    bool lost = is_lost(flow, net);

    push(flow, net,
         &(struct gen_packet){.ts_ns = flow->now_ns,
                              .side = flow->burst.side,
                              .datagram = true,
                              .lost = lost,
                              .len = flow->burst.bytes.len});
    net->truth.messages[flow->protocol_index] += flow->burst.n;
    net->truth.whole[flow->protocol_index] += lost ? 0 : flow->burst.n;
    flow->now_ns += flow->delay_ns;
}

/* Answers come soon and carry the acknowledgement; else it comes alone. */
static void say(struct gen_flow *flow, struct gen_net *net)
{
    struct gen_random *r = &flow->session.random;
    enum gen_side before = flow->burst.side;
    bool soon = flow->session.asked || flow->session.step < 4;
    int64_t pause_ns =
        soon ? (int64_t)(30 + gen_below(r, 1500)) * US : (1 + gen_below(r, 400)) * MS;

    flow->burst = (struct gen_burst){.bytes = {flow->burst.bytes.data, 0, flow->burst.bytes.cap},
                                     .ends = flow->burst.ends,
                                     .cap = flow->burst.cap};
    flow->protocol->speak(&flow->session, flow->now_ns + pause_ns, &flow->burst);
    net->truth.doubles += flow->burst.n_doubles;
    enum gen_side now = flow->burst.side;
    bool answers = now != before && !flow->burst.datagram;
    flow->burst.side = before;
    if (flow->n_unacked > 0 && (!answers || pause_ns > DELAYED_ACK_MS * MS)) {
        int64_t wait_ns = pause_ns < DELAYED_ACK_MS * MS ? pause_ns / 2 : DELAYED_ACK_MS * MS;
        flow->now_ns += wait_ns;
        pause_ns -= wait_ns;
        acknowledge(flow, net);
    }
    flow->n_unacked = 0;
    flow->burst.side = now;
    flow->now_ns += pause_ns;
    (flow->burst.datagram ? send_datagram : send_burst)(flow, net);
}

static void close_flow(struct gen_flow *flow, struct gen_net *net)
{
    enum { RESETS_PER_1000 = 60 };

    flow->now_ns += DELAYED_ACK_MS * MS;
    flow->closed = true;
    if (gen_chance(&flow->session.random, RESETS_PER_1000)) {
        push_control(flow, net, GEN_CLIENT, GEN_RST | GEN_ACK);
        return;
    }
    push_control(flow, net, GEN_CLIENT, GEN_FIN | GEN_ACK);
    push_control(flow, net, GEN_SERVER, GEN_FIN | GEN_ACK);
    push_control(flow, net, GEN_CLIENT, GEN_ACK);
}

static void open_flow(struct gen_flow *flow, struct gen_net *net)
{
    flow->opened = true;
    push_control(flow, net, GEN_CLIENT, GEN_SYN);
    push_control(flow, net, GEN_SERVER, GEN_SYN | GEN_ACK);
    push_control(flow, net, GEN_CLIENT, GEN_ACK);
}

void gen_flow_more(struct gen_flow *flow, struct gen_net *net, bool last)
{
    flow->n = flow->at = 0;
    if (flow->session.step < flow->protocol->n_calls) {
        say(flow, net);
    } else if (!flow->opened) {
        open_flow(flow, net);
    } else if (last || flow->bursts == 0) {
        close_flow(flow, net);
    } else {
        flow->bursts--;
        say(flow, net);
    }
}
