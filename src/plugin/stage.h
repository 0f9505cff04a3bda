#ifndef WS_PLUGIN_STAGE_H
#define WS_PLUGIN_STAGE_H

#include "flow/intake.h"
#include "plugin/shard.h"

/**
 * The first stage of a reading, which sees all packets in order: it decodes them down to segments,
 * keeps packet time, and reads the datagrams itself, since these teach what crosses flows.
 */
struct ws_stage;

/** `config` is borrowed until ws_stage_free. WS_OK or WS_E_NOMEM. */
int ws_stage_new(const struct ws_engine_config *config, struct ws_event_sink sink,
                 struct ws_stage **ret);
void ws_stage_free(struct ws_stage *stage);

/** Makes one of `n` shards that share the streams. WS_OK or WS_E_NOMEM. */
int ws_stage_shard(const struct ws_stage *stage, struct ws_event_sink sink, size_t n,
                   struct ws_shard **ret);

/** A packet: what it brought, and what its time ends among the datagrams. 0, or as
 * ws_engine_packet. */
int ws_stage_take(struct ws_stage *stage, const struct ws_packet *packet, struct ws_arrival *ret);

/** Reads the datagram of the packet just taken. */
int ws_stage_datagram(struct ws_stage *stage, const struct ws_arrival *arrival);

/** What was learned so far; grows with datagrams. */
const struct ws_learned *ws_stage_learned(const struct ws_stage *stage);

int ws_stage_finish(struct ws_stage *stage);

/** Adds what was counted. */
void ws_stage_count(const struct ws_stage *stage, struct ws_engine_counts *counts);

#endif
