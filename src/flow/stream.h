/* Private to src/flow: one direction of a TCP flow, sequence arithmetic and decisions. */
#ifndef WS_FLOW_STREAM_H
#define WS_FLOW_STREAM_H

#include "flow/flow.h"
#include "flow/store.h"

/** Sequence and acknowledgement numbers farther than this from their stream are ignored. */
#define WS_STREAM_WINDOW (UINT32_C(1) << 30)

/** A segment that was taken, to be known again. */
struct ws_stream_taken {
    uint64_t pos;
    uint32_t len, digest;
};

/**
 * One direction. A position is a sequence number of 64 bits, whose low half is that on the wire
 * and whose high half began as 1, so that positions before the start are no special case.
 */
struct ws_stream {
    uint64_t next;  /* the first position neither delivered nor given up */
    uint64_t acked; /* highest acknowledgement by the peer; until started, with has_ack only */
    uint64_t start; /* the position of offset 0 */
    uint64_t seen;  /* behind the last byte that waits or was cut; may be less than next */
    uint64_t fin;   /* the FIN's position, or WS_NO_POSITION */
    struct ws_store store;
    struct ws_stream_taken taken[4]; /* the oldest at next_taken */
    uint8_t next_taken;
    bool started; /* next, start, seen and fin are known */
    bool has_ack;
    bool cut; /* the snapshot length cut bytes: holes are lost ones */
    bool closed;
};

/** What the functions on a stream work with. */
struct ws_stream_context {
    const struct ws_flow_options *options;
    const struct ws_flow_handler *handler;
    struct ws_memory *memory;
    struct ws_counters *counters;
};

/** A stream and where it belongs. */
struct ws_stream_at {
    const struct ws_stream_context *context;
    struct ws_flow *flow;
    struct ws_stream *stream;
    int side;
};

/** Starts a stream, first or anew, whose offset 0 has the sequence number `seq`. */
void ws_stream_start(struct ws_stream *stream, uint32_t seq);

/** Starts one whose SYN was not seen, at its first data or FIN at `seq`. */
void ws_stream_start_late(struct ws_stream *stream, uint32_t seq);

/** A SYN came behind data that waits: offset 0 moves back to `seq`. Nothing was delivered. */
void ws_stream_move_start(struct ws_stream *stream, uint32_t seq);

/** Whether a SYN that starts at `seq` could be that of a stream that started late. */
bool ws_stream_may_start_at(const struct ws_stream *stream, uint32_t seq);

/** Behind the last byte known to have been on the wire. */
uint64_t ws_stream_seen(const struct ws_stream *stream);

/** Whether anything of a started stream was delivered or waits, or its end was seen. */
bool ws_stream_carried(const struct ws_stream *stream);

/** Whether `seq` is near enough to be of this stream; true before it started. */
bool ws_stream_reaches(const struct ws_stream_at *at, uint32_t seq);

/** The other side acknowledged all before `ack`: delivers what lies behind holes up to there. */
void ws_stream_ack(const struct ws_stream_at *at, uint32_t ack);

/**
 * Payload at sequence number `seq` with the bytes cut from it and a FIN behind, each may be none.
 * The stream has started and reaches `seq`.
 *
 * @return  WS_OK or WS_E_NOMEM.
 */
int ws_stream_segment(const struct ws_stream_at *at, uint32_t seq,
                      const struct ws_segment *segment);

/** The flow ends: delivers what waits behind gaps, and tells what the peer had more. */
void ws_stream_flush(const struct ws_stream_at *at);

/** Tells that the direction has ended, once, and forgets what waits. */
void ws_stream_close(const struct ws_stream_at *at);

#endif
