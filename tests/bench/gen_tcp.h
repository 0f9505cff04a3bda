/* Made-up TCP connections as one sees them near a host: segments, acknowledgements, what goes
 * wrong. */
#ifndef WS_BENCH_GEN_TCP_H
#define WS_BENCH_GEN_TCP_H

#include "bench/gen.h"

enum { GEN_PROTOCOLS_MAX = 5 };
enum { GEN_FIN = 1, GEN_SYN = 2, GEN_RST = 4, GEN_PSH = 8, GEN_ACK = 16 };

/** What goes wrong, in thousandths of segments; midstream: of flows. */
struct gen_trouble {
    uint32_t reorder, repeat, loss, midstream;
};

/** What was made. A message counts as whole when each of its bytes is in the capture. */
struct gen_truth {
    uint64_t flows, reordered, repeated, lost;
    uint64_t messages[GEN_PROTOCOLS_MAX], whole[GEN_PROTOCOLS_MAX]; /* by protocol_index */
    uint64_t doubles; /* in all messages of Channel Access */
};

/** One packet, not captured yet. */
struct gen_packet {
    int64_t ts_ns;
    enum gen_side side;
    uint8_t flags;
    bool lost, datagram;
    uint32_t seq, ack;
    size_t at, len; /* its payload in the burst's bytes */
};

struct gen_end {
    uint8_t addr[16];
    uint16_t port;
    uint32_t next;     /* sequence number of the next byte to send */
    uint32_t received; /* what it acknowledges */
    uint16_t ip_id;
};

/** Shared by all flows of a capture. */
struct gen_net {
    struct gen_trouble trouble;
    struct gen_random random; /* of what goes wrong; what is said does not depend on it */
    struct gen_truth truth;
    uint32_t mss;
};

/** A connection with its packets up to the present burst's last one. */
struct gen_flow {
    struct gen_session session;
    const struct gen_protocol *protocol;
    unsigned protocol_index; /* place in the command line */
    bool ipv6;
    struct gen_end ends[2];
    struct gen_burst burst;
    int64_t now_ns;
    uint32_t delay_ns;  /* between the ends */
    uint32_t bursts;    /* still to come */
    uint32_t unseen;    /* packets still to come before the capture begins */
    unsigned n_unacked; /* segments of the last burst that wait for an acknowledgement */
    bool opened, closed;
    struct gen_packet *packets;
    size_t n, at, cap; /* at: the next one to capture */
};

/** Begins connection number `id` at `now_ns`; keeps the buffers of the one before. */
void gen_flow_begin(struct gen_flow *flow, struct gen_net *net, const struct gen_protocol *protocol,
                    uint64_t seed, uint32_t id, int64_t now_ns);

/** More packets, at least one: a call, the handshake, a burst, or with `last` or after enough
 * bursts the end. */
void gen_flow_more(struct gen_flow *flow, struct gen_net *net, bool last);

#endif
