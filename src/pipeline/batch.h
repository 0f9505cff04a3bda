/* Private to src/pipeline: packets on their way to all workers. */
#ifndef WS_PIPELINE_BATCH_H
#define WS_PIPELINE_BATCH_H

#include "pipeline/page.h"
#include "plugin/facts.h"
#include "plugin/stage.h"

enum { WS_BATCH_PACKETS = 512, WS_BATCH_BYTES = 128 << 10 };

/** A packet that every worker is told of; one of them, if any, owns its segment. */
struct ws_batch_item {
    struct ws_now now;
    int owner;      /* -1: nobody */
    uint32_t facts; /* of the batch that hold behind this packet */
    uint64_t hash;
    struct ws_segment segment; /* valid for its owner only; its payload lies in the batch */
};

struct ws_batch {
    struct ws_batch_item *items; /* WS_BATCH_PACKETS */
    size_t n_items;
    uint8_t *bytes; /* room for WS_BATCH_BYTES and a largest packet behind them */
    size_t n_bytes;
    struct ws_fact *facts;
    size_t n_facts, cap_facts;
    uint64_t first_fact;   /* number of the first of them */
    bool last;             /* the capture ends behind it */
    size_t working;        /* workers that are not through */
    struct ws_page *pages; /* the stage's, then one of each worker */
    size_t n_pages;
};

/** WS_OK or WS_E_NOMEM; ws_batch_free in both cases. */
int ws_batch_init(struct ws_batch *batch, size_t n_workers);
void ws_batch_free(struct ws_batch *batch);
/** Empty again, its memory kept. */
void ws_batch_reset(struct ws_batch *batch, uint64_t first_fact);
bool ws_batch_is_full(const struct ws_batch *batch);

/** Adds a packet and, unless `owner` is -1, a copy of its payload. */
void ws_batch_add(struct ws_batch *batch, const struct ws_arrival *arrival, int owner);
/** Behind the packet added last holds this fact too. WS_OK or WS_E_NOMEM. */
int ws_batch_learn(struct ws_batch *batch, const struct ws_fact *fact);

#endif
