/*
 * Deadlines of conversations on packet time: a binary heap, the nearest first. Most deadlines are
 * only ever put off, with every message: such a talk keeps its place, and is put behind when its
 * old time has come.
 */
#include "plugin/talk.h"

#include <stdlib.h>

static bool before(const struct ws_talk *a, const struct ws_talk *b)
{
    return a->heap_ns != b->heap_ns ? a->heap_ns < b->heap_ns : a->flow.id < b->flow.id;
}

static void place(struct ws_engine *e, struct ws_talk *t, size_t at)
{
    e->heap[at] = t;
    t->heap_at = at;
}

static void sift_up(struct ws_engine *e, struct ws_talk *t, size_t at)
{
    for (; at > 1 && before(t, e->heap[at / 2]); at /= 2)
        place(e, e->heap[at / 2], at);
    place(e, t, at);
}

static void sift_down(struct ws_engine *e, struct ws_talk *t, size_t at)
{
    for (;;) {
        size_t child = at * 2;
        if (child < e->n_heap && before(e->heap[child + 1], e->heap[child]))
            child++;
        if (child > e->n_heap || !before(e->heap[child], t))
            break;
        place(e, e->heap[child], at);
        at = child;
    }
    place(e, t, at);
}

static void take_out(struct ws_engine *e, struct ws_talk *t)
{
    size_t at = t->heap_at;
    struct ws_talk *last = e->heap[e->n_heap--];

    t->heap_at = 0;
    if (last == t)
        return;
    if (at > 1 && before(last, e->heap[at / 2]))
        sift_up(e, last, at);
    else
        sift_down(e, last, at);
}

static bool make_room(struct ws_engine *e)
{
    if (e->n_heap + 1 < e->cap_heap)
        return true;
    size_t cap = e->cap_heap ? e->cap_heap * 2 : 64;
    struct ws_talk **heap = realloc(e->heap, cap * sizeof(struct ws_talk *));
    if (!heap)
        return false;
    e->heap = heap;
    e->cap_heap = cap;
    return true;
}

static void put_in(struct ws_engine *e, struct ws_talk *t)
{
    if (!make_room(e)) {
        e->err = WS_E_NOMEM;
        return;
    }
    t->heap_ns = t->deadline_ns;
    e->n_heap++;
    sift_up(e, t, e->n_heap);
}

void ws_deadline_set(struct ws_engine *e, struct ws_talk *t, int64_t at_ns)
{
    t->deadline_ns = at_ns;
    if (t->heap_at && at_ns >= t->heap_ns && at_ns != INT64_MAX)
        return;
    if (t->heap_at)
        take_out(e, t);
    if (at_ns != INT64_MAX)
        put_in(e, t);
}

void ws_deadlines_run(struct ws_engine *e, int64_t now_ns)
{
    while (e->n_heap > 0 && e->heap[1]->heap_ns <= now_ns && !e->err) {
        struct ws_talk *t = e->heap[1];
        take_out(e, t);
        if (t->deadline_ns > t->heap_ns) { /* it was put off */
            put_in(e, t);
            continue;
        }
        int64_t at = t->deadline_ns;
        t->deadline_ns = INT64_MAX;
        if (!t->plugin->tick)
            continue;
        e->host.talk = t;
        e->host.event = NULL;
        e->host.now_ns = at;
        t->plugin->tick(t->conversation, at, &e->host);
    }
}
