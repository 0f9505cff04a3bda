/* The first stage: packets to segments, and datagrams to events and facts. */
#include "plugin/stage.h"

#include <stdlib.h>
#include <sys/random.h>

enum { DEFAULT_MEMORY = 512 << 20, DATAGRAM_SHARE = 8 };

struct ws_stage {
    const struct ws_engine_config *config;
    struct ws_intake *intake;
    struct ws_memory memory; /* of fragments, which are bounded by themselves */
    struct ws_shard *datagrams;
    struct ws_learned learned;
    size_t known; /* facts that the datagrams were told */
    uint64_t seed;
};

/** Never 0, which would be no limit. */
static size_t share_of_datagrams(const struct ws_engine_config *config)
{
    return (config->memory ? (size_t)config->memory : DEFAULT_MEMORY) / DATAGRAM_SHARE + 1;
}

int ws_stage_new(const struct ws_engine_config *config, struct ws_event_sink sink,
                 struct ws_stage **ret)
{
    struct ws_stage *s = calloc(1, sizeof(*s));

    if (!s)
        return WS_E_NOMEM;
    s->config = config;
    /* A guessed seed lets an attacker choose colliding flows; without entropy we still work. */
    (void)!getrandom(&s->seed, sizeof(s->seed), GRND_NONBLOCK);
    const struct ws_shard_config datagrams = {.engine = config,
                                              .sink = sink,
                                              .datagrams = true,
                                              .memory = share_of_datagrams(config),
                                              .seed = s->seed,
                                              .learned = &s->learned};
    int err = ws_intake_new(config->verify_checksums, &s->memory, s->seed, &s->intake);
    if (!err)
        err = ws_shard_new(&datagrams, &s->datagrams);
    if (err) {
        ws_stage_free(s);
        return err;
    }
    *ret = s;
    return WS_OK;
}

void ws_stage_free(struct ws_stage *s)
{
    if (!s)
        return;
    ws_shard_free(s->datagrams);
    ws_intake_free(s->intake);
    ws_learned_free(&s->learned);
    free(s);
}

int ws_stage_shard(const struct ws_stage *s, struct ws_event_sink sink, size_t n,
                   struct ws_shard **ret)
{
    const struct ws_shard_config streams = {.engine = s->config,
                                            .sink = sink,
                                            .memory = share_of_datagrams(s->config) *
                                                      (DATAGRAM_SHARE - 1) / n,
                                            .seed = s->seed};
    return ws_shard_new(&streams, ret);
}

int ws_stage_take(struct ws_stage *s, const struct ws_packet *packet, struct ws_arrival *ret)
{
    int err = ws_intake_packet(s->intake, packet, ret);
    return err ? err : ws_shard_time(s->datagrams, &ret->now);
}

int ws_stage_datagram(struct ws_stage *s, const struct ws_arrival *arrival)
{
    int err = ws_shard_segment(s->datagrams, &arrival->segment, arrival->hash);

    /* A flow that a fact wakes may teach others. */
    for (; s->known < s->learned.n && !err; s->known++) {
        struct ws_fact fact = s->learned.list[s->known];
        err = ws_shard_learn(s->datagrams, &fact, s->known);
    }
    return err;
}

const struct ws_learned *ws_stage_learned(const struct ws_stage *s)
{
    return &s->learned;
}

int ws_stage_finish(struct ws_stage *s)
{
    ws_intake_finish(s->intake);
    return ws_shard_finish(s->datagrams);
}

void ws_stage_count(const struct ws_stage *s, struct ws_engine_counts *counts)
{
    ws_counters_add(&counts->transport, ws_intake_counters(s->intake));
    ws_shard_count(s->datagrams, counts);
    counts->facts += s->learned.n;
    counts->facts_refused += s->learned.refused;
}
