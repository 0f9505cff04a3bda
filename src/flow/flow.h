#ifndef WS_FLOW_FLOW_H
#define WS_FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/counters.h"
#include "flow/intake.h"
#include "packet/memory.h"
#include "packet/packet.h"
#include "wirespeak/bytes.h"

/** One direction of a flow: what its sender sent. */
struct ws_side {
    uint64_t packets;
    uint64_t bytes;  /* of payload captured, retransmitted ones counted again */
    uint64_t missed; /* bytes of gaps; of UDP, bytes cut from datagrams */
    uint64_t offset; /* TCP: stream offset behind what was delivered or given up */
    bool synced;     /* its SYN was seen, before its first data: offset 0 is its first byte */
    bool fin;        /* its FIN was seen */
    bool closed;     /* told by ws_flow_handler.closed */
};

/**
 * A flow: a 5-tuple conversation with a begin and an end. Side 0 sent the first packet.
 * Lives from ws_flow_handler.begin to the return of .end. Handlers may write `user`.
 */
struct ws_flow {
    struct ws_endpoint ends[2];
    uint8_t family; /* 4 or 6 */
    uint8_t proto;  /* WS_PROTO_TCP or WS_PROTO_UDP */
    /*
     * Which side opened the TCP connection, -1: not known. Known from a SYN or a SYN-ACK; may
     * change until the first data is delivered, when the handshake was captured out of order.
     */
    int opener;
    int64_t last_ns; /* its latest packet */
    void *user;      /* the handler's own, NULL at begin */
    struct ws_side side[2];
    uint64_t id;      /* see ws_flow_id */
    int64_t first_ns; /* its first packet, and that one's number */
    uint64_t first_frame;
    uint64_t placed_frame; /* the packet that gave it its place among those that expire in turn */
};

/** Why bytes of a stream are given up: enumerator, name in events, meaning. */
#define WS_GAP_MAP(X)                                                                              \
    X(LOST, lost, "acknowledged by the peer, or known to be cut, but not captured")                \
    X(LIMIT, limit, "too many bytes wait behind them")                                             \
    X(ENDED, ended, "not seen until the end, nor acknowledged")

enum ws_gap_reason {
#define WS_GAP_ENUM(upper, lower, doc) WS_GAP_##upper,
    WS_GAP_MAP(WS_GAP_ENUM)
#undef WS_GAP_ENUM
        WS_GAP_N_REASONS
};

const char *ws_gap_reason_name(enum ws_gap_reason why);

/**
 * What a table of flows tells. All functions must be set. They must not call the table, other
 * than ws_flows_now. Bytes are borrowed until the function returns.
 *
 * Order for each flow: begin; then any of data, gap, overlap, datagram, closed; then end. For each
 * side of TCP: data and gap follow each other without holes, `offset` being the stream offset of
 * the first byte; the first byte behind the SYN is 0, and where no SYN was seen the first byte that
 * is known to follow. After closed there is nothing more of that side.
 */
struct ws_flow_handler {
    void *self;
    void (*begin)(void *self, struct ws_flow *flow);
    void (*data)(void *self, struct ws_flow *flow, int side, struct ws_bytes in, uint64_t offset);
    void (*gap)(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                enum ws_gap_reason why);
    /*
     * The bytes from `offset` on came twice, differing: while they waited, or after they were
     * delivered. The latter is seen of one of the last four segments, of 2 bytes or more, that
     * comes again with the same bounds and other bytes among its first or last 16.
     */
    void (*overlap)(void *self, struct ws_flow *flow, int side, uint64_t offset);
    void (*datagram)(void *self, struct ws_flow *flow, int side, struct ws_bytes in);
    /* The direction ended: all up to its FIN was delivered or given up, or a RST ended it. */
    void (*closed)(void *self, struct ws_flow *flow, int side);
    void (*end)(void *self, struct ws_flow *flow, enum ws_end_reason why);
};

/**
 * All times are packet time: see flow/clock.h. A flow has ended for its own next packet exactly
 * then; it is told up to two seconds later, else.
 */
struct ws_flow_options {
    int64_t tcp_idle_ns, udp_idle_ns; /* without a packet for so long, a flow ends: idle */
    int64_t linger_ns; /* so long late packets of an ended TCP flow don't begin a new one */
    size_t max_flows;  /* at most so many at once; the one idle longest gives way */
    size_t max_store;  /* bytes of memory for out-of-order data, per stream */
    bool overlap_last; /* of differing bytes that wait, the last win, not the first */
};

#define WS_FLOW_OPTIONS_DEFAULT                                                                    \
    {                                                                                              \
        .tcp_idle_ns = INT64_C(3600000000000), .udp_idle_ns = INT64_C(120000000000),               \
        .linger_ns = INT64_C(60000000000), .max_flows = SIZE_MAX, .max_store = (size_t)4 << 20,    \
        .overlap_last = false                                                                      \
    }

/** The flows of a capture: the table, reassembly, expiry. */
struct ws_flows;

/**
 * @param options, handler  Copied.
 * @param memory  Borrowed until ws_flows_free. Checked after each packet: beyond its limit the
 *                flows idle longest are closed, reason WS_END_MEMORY.
 * @return  WS_OK or WS_E_NOMEM; *ret is set on success only.
 */
int ws_flows_new(const struct ws_flow_options *options, const struct ws_flow_handler *handler,
                 struct ws_memory *memory, struct ws_flows **ret);

/** A packet is there, of whatever flow: those that have expired by its time end. */
void ws_flows_time(struct ws_flows *flows, const struct ws_now *now);

/**
 * The segment or datagram of the packet that ws_flows_time was told of, and what follows from it.
 *
 * @param hash  Of the flow, the same for all of its segments.
 * @return  WS_OK, whatever it holds, or WS_E_NOMEM: then only ws_flows_finish and ws_flows_free
 *          make sense.
 */
int ws_flows_segment(struct ws_flows *flows, const struct ws_segment *segment, uint64_t hash);

/**
 * The end of the capture: all flows end (WS_END_CAPTURE) in the order of their first packets.
 * The table is empty then. Allocates nothing.
 */
void ws_flows_finish(struct ws_flows *flows);

/** Frees all, telling nothing: call ws_flows_finish first. NULL is allowed. */
void ws_flows_free(struct ws_flows *flows);

/** The packet that is being worked on, or the last one. */
struct ws_now ws_flows_now(const struct ws_flows *flows);

/** Counted since ws_flows_new. Lives as long as `flows`. */
const struct ws_counters *ws_flows_counters(const struct ws_flows *flows);

/** Flows that have begun and not ended. */
size_t ws_flows_open(const struct ws_flows *flows);

/**
 * The name of a flow, the same for both directions and on every machine: XXH64, seed 0, over
 * family, protocol (1 byte each), the lower endpoint, the higher one (16 bytes of address, 2 of
 * port; compared as these bytes), first_ns (8 bytes); all numbers big-endian.
 */
uint64_t ws_flow_id(const struct ws_segment *first, int64_t first_ns);

#endif
