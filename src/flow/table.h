/* Private to src/flow: the table's insides, and what a TCP segment does to a flow. */
#ifndef WS_FLOW_TABLE_H
#define WS_FLOW_TABLE_H

#include "flow/flow.h"
#include "flow/stream.h"

/** A member of a ring; a list is a ring with one link that belongs to no flow. */
struct ws_flow_link {
    struct ws_flow_link *prev, *next;
};

/** The last datagrams of a side: a mirrored port gives each of them twice. */
struct ws_copies {
    struct {
        int64_t ts_ns;
        uint32_t len;
        uint16_t ip_id, checksum;
    } last[4];
    uint8_t next;
};

/** A flow and what only the table knows of it. What every packet needs stands together. */
struct ws_flow_entry {
    struct ws_flow_link by_use;   /* in its list, the one idle longest first */
    struct ws_flow_link by_birth; /* in the order of first packets */
    struct ws_flow_entry *chain;  /* the next in its bucket */
    uint64_t hash;
    int64_t touched_ns; /* packet time of its last use */
    int64_t placed_ns;  /* the second in which it was moved to its list's end */
    bool ended;         /* end was told; lingers */
    bool opener_sure;   /* by a SYN rather than a SYN-ACK */
    struct ws_flow flow;
    union {
        struct ws_stream stream[2]; /* TCP */
        struct ws_copies copies[2]; /* UDP */
    };
};

/** What a segment was to its flow. */
enum ws_tcp_verdict { WS_TCP_GOES_ON, WS_TCP_ENDED_FIN, WS_TCP_ENDED_RST };

/**
 * Whether a segment belongs to a new connection between the same ends: a SYN with another sequence
 * number on a flow that has carried data, or on one that has ended.
 */
bool ws_tcp_is_reuse(const struct ws_flow_entry *entry, int side, const struct ws_segment *segment);

/**
 * A segment of a flow that has not ended, and not a reuse of it.
 *
 * @param ret_err  WS_OK or WS_E_NOMEM.
 */
enum ws_tcp_verdict ws_tcp_segment(const struct ws_stream_context *context,
                                   struct ws_flow_entry *entry, int side,
                                   const struct ws_segment *segment, int *ret_err);

/** What the first segment of a flow tells about its opener. */
void ws_tcp_note_opener(struct ws_flow_entry *entry, int side, uint8_t flags);

/** Delivers what waits in both directions. */
void ws_tcp_flush(const struct ws_stream_context *context, struct ws_flow_entry *entry);

#endif
