/* Packets in, events out: the whole way on one thread. */
#include "plugin/engine.h"

#include <stdlib.h>

#include "plugin/stage.h"

struct ws_engine {
    struct ws_engine_config config;
    struct ws_stage *stage;
    struct ws_shard *streams;
    size_t known; /* facts that the streams were told */
};

int ws_engine_new(const struct ws_engine_config *config, struct ws_engine **ret)
{
    struct ws_engine *e = calloc(1, sizeof(*e));

    if (!e)
        return WS_E_NOMEM;
    e->config = *config;
    int err = ws_stage_new(&e->config, config->sink, &e->stage);
    if (!err)
        err = ws_stage_shard(e->stage, config->sink, 1, &e->streams);
    if (err) {
        ws_engine_free(e);
        return err;
    }
    *ret = e;
    return WS_OK;
}

void ws_engine_free(struct ws_engine *e)
{
    if (!e)
        return;
    ws_shard_free(e->streams);
    ws_stage_free(e->stage);
    free(e);
}

int ws_engine_packet(struct ws_engine *e, const struct ws_packet *packet)
{
    struct ws_arrival arrival;

    int err = ws_stage_take(e->stage, packet, &arrival);
    if (!err)
        err = ws_shard_time(e->streams, &arrival.now);
    if (err || !arrival.any)
        return err;
    if (arrival.segment.proto == WS_PROTO_TCP)
        return ws_shard_segment(e->streams, &arrival.segment, arrival.hash);
    err = ws_stage_datagram(e->stage, &arrival);
    for (const struct ws_learned *l = ws_stage_learned(e->stage); e->known < l->n && !err;
         e->known++)
        err = ws_shard_learn(e->streams, &l->list[e->known], e->known);
    return err;
}

int ws_engine_finish(struct ws_engine *e)
{
    int err = ws_stage_finish(e->stage), also = ws_shard_finish(e->streams);
    return err ? err : also;
}

void ws_engine_counts(const struct ws_engine *e, struct ws_engine_counts *ret)
{
    *ret = (struct ws_engine_counts){.messages = 0};
    ws_stage_count(e->stage, ret);
    ws_shard_count(e->streams, ret);
}
