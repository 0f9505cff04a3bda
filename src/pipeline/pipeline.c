/* The threads of a reading, and the batches that go round between them. */
#include "pipeline/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

#include "pipeline/batch.h"
#include "pipeline/merge.h"
#include "plugin/stage.h"

enum { N_BATCHES = 8 };

struct worker {
    struct ws_pipeline *pipeline;
    size_t index; /* from 0; its page is the next */
    struct ws_shard *shard;
    struct ws_gate gate;
    struct ws_page_printer printer;
    pthread_t thread;
    int err; /* what its shard answered */
};

struct ws_pipeline {
    struct ws_engine_config config;
    struct ws_engine *engine; /* 1 worker: all of it; the rest is not used */
    struct ws_sink *sink;
    struct ws_stage *stage;
    struct ws_gate gate;            /* the stage's or the engine's */
    struct ws_page_printer printer; /* the stage's */
    struct worker *workers;
    size_t n_workers, n_started;
    size_t known;   /* facts that went into batches */
    bool filling;   /* the batch number `given` is being filled */
    bool may_print; /* the printers are as the sink's */

    pthread_mutex_t lock; /* of all below, and of who may touch which batch */
    pthread_cond_t more, room;
    struct ws_batch batches[N_BATCHES]; /* number n is batches[n % N_BATCHES] */
    uint64_t given;                     /* batches handed to the workers */
    uint64_t merged;                    /* and those whose lines are out */
    bool merging, stop;
    int err; /* of a worker or of the output: the first */
};

static struct ws_batch *batch_of(struct ws_pipeline *p, uint64_t number)
{
    return &p->batches[number % N_BATCHES];
}

/* Workers */

static int work_on(struct worker *w, struct ws_batch *b)
{
    uint32_t known = 0;
    int err = w->err;

    w->printer.page = &b->pages[w->index + 1];
    for (size_t i = 0; i < b->n_items && !err; i++) {
        const struct ws_batch_item *item = &b->items[i];
        err = ws_shard_time(w->shard, &item->now);
        if (!err && item->owner == (int)w->index)
            err = ws_shard_segment(w->shard, &item->segment, item->hash);
        for (; known < item->facts && !err; known++)
            err = ws_shard_learn(w->shard, &b->facts[known], b->first_fact + known);
    }
    if (b->last && !err)
        err = ws_shard_finish(w->shard);
    return err;
}

/** Puts out what is ready, in the order of the batches. The lock is held, but not while writing. */
static void merge_ready(struct ws_pipeline *p)
{
    if (p->merging)
        return; /* who merges looks again */
    p->merging = true;
    while (p->merged < p->given && batch_of(p, p->merged)->working == 0) {
        const struct ws_batch *b = batch_of(p, p->merged);
        pthread_mutex_unlock(&p->lock);
        int err = ws_merge(b->pages, b->n_pages, p->sink);
        pthread_mutex_lock(&p->lock);
        p->err = p->err ? p->err : err;
        p->merged++;
        pthread_cond_signal(&p->room);
    }
    p->merging = false;
}

static void *work(void *self)
{
    struct worker *w = self;
    struct ws_pipeline *p = w->pipeline;
    uint64_t next = 0;

    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (next == p->given && !p->stop)
            pthread_cond_wait(&p->more, &p->lock);
        if (p->stop)
            break;
        struct ws_batch *b = batch_of(p, next++);
        pthread_mutex_unlock(&p->lock);
        w->err = work_on(w, b);
        pthread_mutex_lock(&p->lock);
        p->err = p->err ? p->err : w->err;
        b->working--;
        merge_ready(p);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* The caller's side */

static int start(struct ws_pipeline *p)
{
    while (p->n_started < p->n_workers) {
        struct worker *w = &p->workers[p->n_started];
        if (pthread_create(&w->thread, NULL, work, w))
            return WS_E_LIMIT;
        p->n_started++;
    }
    return WS_OK;
}

/** As late as possible: what lines are measured by may begin with the first packet. */
static void make_printers(struct ws_pipeline *p)
{
    p->may_print = true;
    p->printer.printer = ws_sink_printer(p->sink);
    for (size_t i = 0; i < p->n_workers; i++)
        p->workers[i].printer.printer = p->printer.printer;
}

/** The batch that is being filled; waits until there is one. */
static struct ws_batch *current(struct ws_pipeline *p)
{
    struct ws_batch *b = batch_of(p, p->given);

    if (p->filling)
        return b;
    if (!p->may_print)
        make_printers(p);
    pthread_mutex_lock(&p->lock);
    while (p->given - p->merged == N_BATCHES)
        pthread_cond_wait(&p->room, &p->lock);
    pthread_mutex_unlock(&p->lock);
    ws_batch_reset(b, p->known);
    p->printer.page = &b->pages[0];
    p->filling = true;
    return b;
}

/** Hands the batch over. Threads start with the second one: a small capture needs none. */
static int give(struct ws_pipeline *p)
{
    struct ws_batch *b = current(p);

    p->filling = false;
    if (p->n_started == 0 && b->last) {
        for (size_t i = 0; i < p->n_workers && !p->err; i++)
            p->err = work_on(&p->workers[i], b);
        int err = ws_merge(b->pages, b->n_pages, p->sink);
        p->err = p->err ? p->err : err;
        p->given++;
        p->merged++;
        return p->err;
    }
    int err = start(p);
    pthread_mutex_lock(&p->lock);
    b->working = p->n_workers;
    p->given++;
    pthread_cond_broadcast(&p->more);
    err = err ? err : p->err;
    pthread_mutex_unlock(&p->lock);
    return err;
}

int ws_pipeline_drain(struct ws_pipeline *p)
{
    if (p->engine)
        return 0;
    int err = p->filling && p->stage ? give(p) : 0;
    pthread_mutex_lock(&p->lock);
    while (p->merged < p->given)
        pthread_cond_wait(&p->room, &p->lock);
    err = err ? err : p->err;
    pthread_mutex_unlock(&p->lock);
    return err;
}

int ws_pipeline_packet(struct ws_pipeline *p, const struct ws_packet *packet)
{
    struct ws_arrival arrival;

    if (p->engine)
        return ws_engine_packet(p->engine, packet);
    struct ws_batch *b = current(p);
    int err = ws_stage_take(p->stage, packet, &arrival);
    if (err)
        return err;
    bool stream = arrival.any && arrival.segment.proto == WS_PROTO_TCP;
    ws_batch_add(b, &arrival, stream ? (int)((arrival.hash >> 32) % p->n_workers) : -1);
    if (arrival.any && !stream)
        err = ws_stage_datagram(p->stage, &arrival);
    for (const struct ws_learned *l = ws_stage_learned(p->stage); p->known < l->n && !err;
         p->known++)
        err = ws_batch_learn(b, &l->list[p->known]);
    if (!err && ws_batch_is_full(b))
        err = give(p);
    return err;
}

int ws_pipeline_finish(struct ws_pipeline *p)
{
    if (p->engine)
        return ws_engine_finish(p->engine);
    current(p)->last = true;
    int err = ws_stage_finish(p->stage), given = give(p), drained = ws_pipeline_drain(p);
    return err ? err : given ? given : drained;
}

void ws_pipeline_counts(struct ws_pipeline *p, struct ws_engine_counts *ret)
{
    if (p->engine) {
        ws_engine_counts(p->engine, ret);
        return;
    }
    ws_pipeline_drain(p);
    *ret = (struct ws_engine_counts){.messages = 0};
    ws_stage_count(p->stage, ret);
    for (size_t i = 0; i < p->n_workers; i++)
        ws_shard_count(p->workers[i].shard, ret);
}

uint64_t ws_pipeline_given_up(const struct ws_pipeline *p)
{
    uint64_t n = ws_gate_given_up(&p->gate);

    for (size_t i = 0; i < p->n_workers; i++)
        n += ws_gate_given_up(&p->workers[i].gate);
    return n;
}

bool ws_pipeline_can_share(const struct ws_sink_config *config)
{
    const struct ws_columns *columns = config->columns;
    bool numbered = false, delta = config->print.time == WS_TIME_DELTA;

    for (size_t i = 0; config->form == WS_FORM_FIELDS && i < columns->n; i++)
        numbered = numbered || ws_path_is_seq(&columns->paths[i]);
    return (config->form == WS_FORM_JSON || config->form == WS_FORM_FIELDS) &&

           !numbered && config->limit == 0 && !(delta && config->form == WS_FORM_FIELDS);
}

/* Making and freeing */

static int make_engine(struct ws_pipeline *p, const struct ws_gate_config *gate,
                       const struct ws_print *print)
{
    int err = ws_gate_init(&p->gate, gate, print, ws_sink_events(p->sink));

    p->config.sink = ws_gate_events(&p->gate);
    return err ? err : ws_engine_new(&p->config, &p->engine);
}

static int make_worker(struct ws_pipeline *p, size_t i, size_t n, const struct ws_gate_config *gate,
                       const struct ws_print *print)
{
    struct worker *w = &p->workers[i];
    int err = ws_gate_init(&w->gate, gate, print, ws_page_events(&w->printer));

    w->pipeline = p;
    w->index = i;
    return err ? err : ws_stage_shard(p->stage, ws_gate_events(&w->gate), n, &w->shard);
}

static int make_workers(struct ws_pipeline *p, size_t n, const struct ws_gate_config *gate,
                        const struct ws_print *print)
{
    int err = ws_gate_init(&p->gate, gate, print, ws_page_events(&p->printer));

    if (!err)
        err = ws_stage_new(&p->config, ws_gate_events(&p->gate), &p->stage);
    p->workers = calloc(n, sizeof(*p->workers));
    if (!p->workers)
        err = WS_E_NOMEM;
    for (size_t i = 0; i < N_BATCHES && !err; i++)
        err = ws_batch_init(&p->batches[i], n);
    while (p->n_workers < n && !err)
        err = make_worker(p, p->n_workers++, n, gate, print);
    return err;
}

int ws_pipeline_new(const struct ws_engine_config *config, const struct ws_gate_config *gate,
                    struct ws_sink *sink, size_t workers, struct ws_pipeline **ret)
{
    const struct ws_printer printer = ws_sink_printer(sink);
    const struct ws_print *print = &printer.config.print;
    struct ws_pipeline *p = calloc(1, sizeof(*p));
    int err;

    if (!p)
        return WS_E_NOMEM;
    p->config = *config;
    p->sink = sink;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->more, NULL);
    pthread_cond_init(&p->room, NULL);
    if (workers <= 1)
        err = make_engine(p, gate, print);
    else
        err = make_workers(p, workers, gate, print);
    if (err) {
        ws_pipeline_free(p);
        return err;
    }
    *ret = p;
    return WS_OK;
}

static void join(struct ws_pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->more);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->n_started; i++)
        pthread_join(p->workers[i].thread, NULL);
}

void ws_pipeline_free(struct ws_pipeline *p)
{
    if (!p)
        return;
    join(p);
    for (size_t i = 0; i < p->n_workers; i++) {
        ws_shard_free(p->workers[i].shard);
        ws_gate_done(&p->workers[i].gate);
    }
    free(p->workers);
    for (size_t i = 0; i < N_BATCHES; i++)
        ws_batch_free(&p->batches[i]);
    ws_stage_free(p->stage);
    ws_engine_free(p->engine);
    ws_gate_done(&p->gate);
    pthread_cond_destroy(&p->room);
    pthread_cond_destroy(&p->more);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
