#ifndef WS_FLOW_INTAKE_H
#define WS_FLOW_INTAKE_H

#include <stdbool.h>

#include "capture/source.h"
#include "flow/counters.h"
#include "packet/memory.h"
#include "packet/packet.h"

/** What every part of a reading must see in order: link layers, fragments, packet time. */
struct ws_intake;

/** A packet's place: all that follows from it is told as of here. */
struct ws_now {
    int64_t ts_ns;    /* its time stamp as it is */
    int64_t clock_ns; /* packet time: see flow/clock.h */
    uint64_t frame;
};

/** What a packet brought. */
struct ws_arrival {
    struct ws_now now;
    bool any;                  /* a TCP segment or a datagram, possibly put together */
    struct ws_segment segment; /* valid only then; bytes borrowed until the next packet */
    uint64_t hash;             /* of its flow, the same in both directions */
};

/**
 * @param verify_checksums  Packets with a wrong one are counted and ignored.
 * @param memory  Borrowed until ws_intake_free; counts the fragments that wait.
 * @param seed  Of all hashing; should differ from run to run. No result depends on it.
 * @return  WS_OK or WS_E_NOMEM; *ret is set on success only.
 */
int ws_intake_new(bool verify_checksums, struct ws_memory *memory, uint64_t seed,
                  struct ws_intake **ret);

/** WS_OK, whatever the packet holds, or WS_E_NOMEM. */
int ws_intake_packet(struct ws_intake *intake, const struct ws_packet *packet,
                     struct ws_arrival *ret);

/** No packet follows: fragments that wait are given up. */
void ws_intake_finish(struct ws_intake *intake);

/** NULL is allowed. */
void ws_intake_free(struct ws_intake *intake);

/** Frames, bytes, outcomes and what became of fragments. Lives as long as `intake`. */
const struct ws_counters *ws_intake_counters(const struct ws_intake *intake);

#endif
