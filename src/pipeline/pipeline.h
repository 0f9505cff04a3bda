#ifndef WS_PIPELINE_PIPELINE_H
#define WS_PIPELINE_PIPELINE_H

#include "capture/source.h"
#include "filter/gate.h"
#include "output/sink.h"
#include "plugin/counts.h"
#include "plugin/engine.h"

/**
 * Packets in, lines out, on several threads: the caller's is the first stage, which sees all
 * packets in order and reads datagrams; workers own the TCP flows, each its share; who finishes a
 * batch of packets last puts its lines out. The output is the same for every number of workers,
 * unless the memory limit closes flows.
 *
 * Batches are bounded: when the workers do not keep up, ws_pipeline_packet waits. All functions are
 * for one thread, the same that owns the sink: the sink is the pipeline's while packets come, the
 * caller's again behind ws_pipeline_drain and ws_pipeline_finish.
 */
struct ws_pipeline;

enum { WS_PIPELINE_MAX_WORKERS = 64 };

/**
 * @param config  Copied; what it points at, and the sink, live as long as the pipeline. Its own
 *                sink is not used.
 * @param gate  What becomes of events before they are printed; NULL: all are. What it points at
 *              lives as long as the pipeline.
 * @param workers  1: everything on the caller's thread. Forms whose lines depend on those before
 *                 them (ws_pipeline_can_share) need 1.
 * @return  WS_OK or WS_E_NOMEM.
 */
int ws_pipeline_new(const struct ws_engine_config *config, const struct ws_gate_config *gate,
                    struct ws_sink *sink, size_t workers, struct ws_pipeline **ret);

/** Frees it; what has not been put out is lost. NULL is allowed. */
void ws_pipeline_free(struct ws_pipeline *pipeline);

/** Whether lines so printed can be made apart from each other. */
bool ws_pipeline_can_share(const struct ws_sink_config *config);

/** 0, or as ws_engine_packet; WS_E_LIMIT where threads cannot be started. What a worker meets is
 * told with a later packet, or at the end. */
int ws_pipeline_packet(struct ws_pipeline *pipeline, const struct ws_packet *packet);

/** All packets so far are through, their lines in the sink. */
int ws_pipeline_drain(struct ws_pipeline *pipeline);

/** The capture has ended: what is open is closed, told, and in the sink. */
int ws_pipeline_finish(struct ws_pipeline *pipeline);

/** Sets what was counted, after draining. */
void ws_pipeline_counts(struct ws_pipeline *pipeline, struct ws_engine_counts *ret);

/** Values whose regular expression was given up, after draining. */
uint64_t ws_pipeline_given_up(const struct ws_pipeline *pipeline);

#endif
