#ifndef WS_PLUGIN_SHARD_H
#define WS_PLUGIN_SHARD_H

#include "flow/flow.h"
#include "plugin/counts.h"
#include "plugin/engine.h"
#include "plugin/facts.h"

/**
 * A part of the flows and all that is known of them: either those of datagrams, which teach facts,
 * or a share of the TCP ones. Every shard is told of every packet's time and of every fact, and
 * only of the segments of its own flows. Used by one thread at a time.
 */
struct ws_shard;

struct ws_shard_config {
    const struct ws_engine_config *engine; /* borrowed, as long as the shard lives */
    struct ws_event_sink sink;
    bool datagrams;
    size_t memory;              /* bytes of all of its flows together */
    uint64_t seed;              /* of all hashing */
    struct ws_learned *learned; /* where facts go; NULL: nowhere */
};

int ws_shard_new(const struct ws_shard_config *config, struct ws_shard **ret);
void ws_shard_free(struct ws_shard *shard);

/** A packet is there, of whatever flow: deadlines and expiries. 0, or as ws_engine_packet. */
int ws_shard_time(struct ws_shard *shard, const struct ws_now *now);

/** It is of a flow of this shard. */
int ws_shard_segment(struct ws_shard *shard, const struct ws_segment *segment, uint64_t hash);

/** Behind the packet: this fact, the `number`th of all, holds from now on. */
int ws_shard_learn(struct ws_shard *shard, const struct ws_fact *fact, uint64_t number);

/** The capture has ended. */
int ws_shard_finish(struct ws_shard *shard);

/** Adds what was counted. */
void ws_shard_count(const struct ws_shard *shard, struct ws_engine_counts *counts);

#endif
