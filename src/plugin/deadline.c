/*
 * Deadlines of conversations on packet time: a binary heap, the nearest first. Most deadlines are
 * only ever put off, with every message: such a one keeps its place, and is put behind when its
 * old time has come.
 */
#include "plugin/talk.h"

#include <stdlib.h>

static bool before(const struct ws_conversation *a, const struct ws_conversation *b)
{
    return a->heap_ns != b->heap_ns ? a->heap_ns < b->heap_ns : a->id < b->id;
}

static void place(struct ws_shard *s, struct ws_conversation *c, size_t at)
{
    s->heap[at] = c;
    c->heap_at = at;
}

static void sift_up(struct ws_shard *s, struct ws_conversation *c, size_t at)
{
    for (; at > 1 && before(c, s->heap[at / 2]); at /= 2)
        place(s, s->heap[at / 2], at);
    place(s, c, at);
}

static void sift_down(struct ws_shard *s, struct ws_conversation *c, size_t at)
{
    for (;;) {
        size_t child = at * 2;
        if (child < s->n_heap && before(s->heap[child + 1], s->heap[child]))
            child++;
        if (child > s->n_heap || !before(s->heap[child], c))
            break;
        place(s, s->heap[child], at);
        at = child;
    }
    place(s, c, at);
}

static void take_out(struct ws_shard *s, struct ws_conversation *c)
{
    size_t at = c->heap_at;
    struct ws_conversation *last = s->heap[s->n_heap--];

    c->heap_at = 0;
    if (last == c)
        return;
    if (at > 1 && before(last, s->heap[at / 2]))
        sift_up(s, last, at);
    else
        sift_down(s, last, at);
}

static bool make_room(struct ws_shard *s)
{
    if (s->n_heap + 1 < s->cap_heap)
        return true;
    size_t cap = s->cap_heap ? s->cap_heap * 2 : 64;
    struct ws_conversation **heap = realloc(s->heap, cap * sizeof(struct ws_conversation *));
    if (!heap)
        return false;
    s->heap = heap;
    s->cap_heap = cap;
    return true;
}

static void put_in(struct ws_shard *s, struct ws_conversation *c)
{
    if (!make_room(s)) {
        s->err = WS_E_NOMEM;
        return;
    }
    c->heap_ns = c->deadline_ns;
    s->n_heap++;
    sift_up(s, c, s->n_heap);
}

void ws_deadline_set(struct ws_shard *s, struct ws_conversation *c, int64_t at_ns)
{
    c->deadline_ns = at_ns;
    if (c->heap_at && at_ns >= c->heap_ns && at_ns != INT64_MAX)
        return;
    if (c->heap_at)
        take_out(s, c);
    if (at_ns != INT64_MAX)
        put_in(s, c);
}

void ws_deadlines_run(struct ws_shard *s, int64_t now_ns)
{
    while (s->n_heap > 0 && s->heap[1]->heap_ns <= now_ns && !s->err) {
        struct ws_conversation *c = s->heap[1];
        take_out(s, c);
        if (c->deadline_ns > c->heap_ns) { /* it was put off */
            put_in(s, c);
            continue;
        }
        int64_t at = c->deadline_ns;
        c->deadline_ns = INT64_MAX;
        if (!c->plugin->tick || !c->talk)
            continue;
        s->turn.place = s->config.datagrams ? WS_TURN_STAGE_DEADLINE : WS_TURN_DEADLINE;
        s->turn.major = (uint64_t)at ^ (UINT64_C(1) << 63); /* in order, also before 1970 */
        s->turn.minor = c->id;
        s->host.talk = c->talk;
        s->host.event = NULL;
        s->host.now_ns = at;
        c->plugin->tick(c->data, at, &s->host);
    }
}
