/* Facts that cross flows, and the flows that wait for one. */
#include "plugin/facts.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { FIRST_FACTS = 64, FIRST_CHAINS = 256 };

uint64_t ws_fact_hash(uint64_t seed, enum ws_transport transport,
                      const struct ws_endpoint_view *end)
{
    uint8_t key[20] = {end->family, (uint8_t)transport, (uint8_t)(end->port >> 8),
                       (uint8_t)end->port};
    memcpy(key + 4, end->addr, sizeof(end->addr));
    return XXH3_64bits_withSeed(key, sizeof(key), seed);
}

int ws_learned_add(struct ws_learned *learned, const struct ws_fact *fact)
{
    if (learned->n == WS_FACTS_MAX) {
        learned->refused++;
        return WS_OK;
    }
    if (learned->n == learned->cap) {
        size_t cap = learned->cap ? learned->cap * 2 : FIRST_FACTS;
        struct ws_fact *list = realloc(learned->list, cap * sizeof(*list));
        if (!list)
            return WS_E_NOMEM;
        learned->list = list;
        learned->cap = cap;
    }
    learned->list[learned->n++] = *fact;
    return WS_OK;
}

void ws_learned_free(struct ws_learned *learned)
{
    free(learned->list);
    *learned = (struct ws_learned){.n = 0};
}

bool ws_same_end(const struct ws_endpoint_view *a, const struct ws_endpoint_view *b)
{
    return a->port == b->port && a->family == b->family &&
           memcmp(a->addr, b->addr, sizeof(a->addr)) == 0;
}

/** Its slot, or the empty one where it belongs. */
static struct ws_fact *slot_of(const struct ws_fact_table *table, uint64_t hash,
                               enum ws_transport transport, const struct ws_endpoint_view *end)
{
    size_t mask = table->cap - 1, at = hash & mask;

    while (table->slots[at].instance &&
           !(table->slots[at].transport == transport && ws_same_end(&table->slots[at].end, end)))
        at = (at + 1) & mask;
    return &table->slots[at];
}

static int grow(struct ws_fact_table *table)
{
    struct ws_fact_table old = *table;

    table->cap = old.cap ? old.cap * 2 : FIRST_FACTS;
    table->slots = calloc(table->cap, sizeof(*table->slots));
    if (!table->slots) {
        *table = old;
        return WS_E_NOMEM;
    }
    for (size_t i = 0; i < old.cap; i++) {
        const struct ws_fact *f = &old.slots[i];
        if (f->instance)
            *slot_of(table, f->hash, f->transport, &f->end) = *f;
    }
    free(old.slots);
    return WS_OK;
}

bool ws_fact_put(struct ws_fact_table *table, const struct ws_fact *fact, int *ret_err)
{
    *ret_err = table->n * 2 >= table->cap ? grow(table) : WS_OK;
    if (*ret_err)
        return false;
    struct ws_fact *slot = slot_of(table, fact->hash, fact->transport, &fact->end);
    if (slot->instance)
        return false;
    *slot = *fact;
    table->n++;
    return true;
}

const struct ws_fact *ws_fact_find(const struct ws_fact_table *table, enum ws_transport transport,
                                   const struct ws_endpoint_view *end)
{
    if (table->n == 0)
        return NULL;
    const struct ws_fact *slot =
        slot_of(table, ws_fact_hash(table->seed, transport, end), transport, end);
    return slot->instance ? slot : NULL;
}

void ws_fact_table_free(struct ws_fact_table *table)
{
    free(table->slots);
    *table = (struct ws_fact_table){.seed = table->seed};
}

static void append(struct ws_waitings *all, struct ws_waiting *w)
{
    size_t chain = w->hash & (all->cap - 1);

    w->next = NULL;
    w->link = all->last[chain];
    *w->link = w;
    all->last[chain] = &w->next;
}

/** Twice the chains; of each the order stays. */
static int make_chains(struct ws_waitings *all)
{
    struct ws_waitings old = *all;

    all->cap = old.cap ? old.cap * 2 : FIRST_CHAINS;
    all->first = calloc(all->cap, sizeof(*all->first));
    all->last = calloc(all->cap, sizeof(*all->last));
    if (!all->first || !all->last) {
        free(all->first);
        free(all->last);
        *all = old;
        return WS_E_NOMEM;
    }
    for (size_t i = 0; i < all->cap; i++)
        all->last[i] = &all->first[i];
    for (size_t i = 0; i < old.cap; i++) {
        for (struct ws_waiting *w = old.first[i], *next; w; w = next) {
            next = w->next;
            append(all, w);
        }
    }
    free(old.first);
    free(old.last);
    return WS_OK;
}

int ws_waiting_add(struct ws_waitings *all, struct ws_waiting *w, struct ws_talk *talk,
                   uint64_t hash)
{
    if (all->n >= all->cap && make_chains(all))
        return WS_E_NOMEM;
    w->talk = talk;
    w->hash = hash;
    append(all, w);
    all->n++;
    return WS_OK;
}

void ws_waiting_remove(struct ws_waitings *all, struct ws_waiting *w)
{
    if (!w->link)
        return;
    *w->link = w->next;
    if (w->next)
        w->next->link = w->link;
    else
        all->last[w->hash & (all->cap - 1)] = w->link;
    w->link = NULL;
    all->n--;
}

struct ws_waiting *ws_waiting_next(const struct ws_waitings *all, const struct ws_waiting *w,
                                   uint64_t hash)
{
    struct ws_waiting *next = w ? w->next : all->cap ? all->first[hash & (all->cap - 1)] : NULL;

    while (next && next->hash != hash)
        next = next->next;
    return next;
}

void ws_waitings_free(struct ws_waitings *all)
{
    free(all->first);
    free(all->last);
    *all = (struct ws_waitings){.n = 0};
}
