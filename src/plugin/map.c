/* Bounded maps of conversations: hashing, and an order by age. */
#include "plugin/map.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FIRST_ENTRIES = 4, ALIGNMENT = 8 };
static const uint32_t NONE = UINT32_MAX;

/** Before each key and value. */
struct link {
    uint32_t in_bucket;      /* next of the same bucket, or of the free ones */
    uint32_t older, younger; /* by age */
    uint32_t hash;           /* of the key */
};

struct ws_map {
    struct ws_map *next; /* of the conversation's maps */
    size_t key_size, value_at, stride;
    uint32_t max, cap, n, n_buckets;
    uint32_t oldest, youngest, free;
    uint8_t *entries;
    uint32_t *buckets;
    uint64_t seed;
    struct ws_memory *memory; /* NULL: not counted */
    size_t counted;
};

static struct link *link_at(const struct ws_map *m, uint32_t i)
{
    return (struct link *)(void *)(m->entries + i * m->stride);
}

static uint8_t *key_at(const struct ws_map *m, uint32_t i)
{
    return m->entries + i * m->stride + sizeof(struct link);
}

static uint32_t hash_of(const struct ws_map *m, const void *key)
{
    return (uint32_t)XXH3_64bits_withSeed(key, m->key_size, m->seed);
}

static uint32_t *bucket_of(const struct ws_map *m, uint32_t hash)
{
    return &m->buckets[hash & (m->n_buckets - 1)];
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

struct ws_map *ws_map_make(size_t key_size, size_t value_size, size_t max)
{
    struct ws_map *m = calloc(1, sizeof(*m));
    if (!m || max == 0 || max >= NONE)
        return free(m), NULL;
    m->key_size = key_size;
    m->value_at = aligned(sizeof(struct link) + key_size);
    m->stride = aligned(m->value_at + value_size);
    m->max = (uint32_t)max;
    m->oldest = m->youngest = m->free = NONE;
    return m;
}

void ws_map_free_all(struct ws_map *m)
{
    while (m) {
        struct ws_map *next = m->next;
        if (m->memory)
            m->memory->used -= m->counted;
        free(m->entries);
        free(m->buckets);
        free(m);
        m = next;
    }
}

/** Sets what it takes by now. */
static void count(struct ws_map *m)
{
    size_t now = sizeof(*m) + m->cap * m->stride + m->n_buckets * sizeof(*m->buckets);
    if (m->memory)
        m->memory->used += now - m->counted;
    m->counted = now;
}

void ws_map_charge(struct ws_map *m, struct ws_memory *memory, uint64_t seed)
{
    m->memory = memory;
    m->seed = seed;
    count(m);
}

void ws_map_chain(struct ws_map *m, struct ws_map **first)
{
    m->next = *first;
    *first = m;
}

static void index_entry(struct ws_map *m, uint32_t i)
{
    uint32_t *bucket = bucket_of(m, link_at(m, i)->hash);
    link_at(m, i)->in_bucket = *bucket;
    *bucket = i;
}

/** Twice the entries (at most `max`) and buckets; those in use are indexed anew. */
static bool grow(struct ws_map *m)
{
    uint32_t cap = m->cap ? m->cap * 2 : FIRST_ENTRIES,
             n_buckets = m->n_buckets ? m->n_buckets * 2 : FIRST_ENTRIES;
    if (cap > m->max)
        cap = m->max;
    uint8_t *entries = realloc(m->entries, cap * m->stride);
    if (!entries)
        return false;
    m->entries = entries;
    uint32_t *buckets = realloc(m->buckets, n_buckets * sizeof(*buckets));
    if (!buckets)
        return false;
    m->buckets = buckets;
    m->n_buckets = n_buckets;
    memset(buckets, 0xff, n_buckets * sizeof(*buckets));
    for (uint32_t i = m->oldest; i != NONE; i = link_at(m, i)->younger)
        index_entry(m, i);
    for (uint32_t i = cap; i > m->cap; i--) {
        link_at(m, i - 1)->in_bucket = m->free;
        m->free = i - 1;
    }
    m->cap = cap;
    count(m);
    return true;
}

static uint32_t find(const struct ws_map *m, const void *key, uint32_t hash)
{
    if (m->n == 0)
        return NONE;
    uint32_t i = *bucket_of(m, hash);
    while (i != NONE &&
           (link_at(m, i)->hash != hash || memcmp(key_at(m, i), key, m->key_size) != 0))
        i = link_at(m, i)->in_bucket;
    return i;
}

static void unlink_entry(struct ws_map *m, uint32_t i)
{
    struct link *l = link_at(m, i);
    uint32_t *at = bucket_of(m, l->hash);

    while (*at != i)
        at = &link_at(m, *at)->in_bucket;
    *at = l->in_bucket;
    *(l->older == NONE ? &m->oldest : &link_at(m, l->older)->younger) = l->younger;
    *(l->younger == NONE ? &m->youngest : &link_at(m, l->younger)->older) = l->older;
    l->in_bucket = m->free;
    m->free = i;
    m->n--;
}

static void *value_at(const struct ws_map *m, uint32_t i)
{
    return m->entries + i * m->stride + m->value_at;
}

void *ws_map_get(struct ws_map *m, const void *key)
{
    if (!m || m->n == 0)
        return NULL;
    uint32_t i = find(m, key, hash_of(m, key));
    return i == NONE ? NULL : value_at(m, i);
}

void *ws_map_put(struct ws_map *m, const void *key)
{
    if (!m)
        return NULL;
    uint32_t hash = hash_of(m, key), i = find(m, key, hash);
    if (i != NONE)
        return value_at(m, i);
    if (m->n == m->max)
        unlink_entry(m, m->oldest);
    if (m->free == NONE && !grow(m))
        return NULL;
    i = m->free;
    struct link *l = link_at(m, i);
    m->free = l->in_bucket;
    memset(l, 0, m->stride);
    memcpy(key_at(m, i), key, m->key_size);
    l->hash = hash;
    index_entry(m, i);
    l->older = m->youngest;
    l->younger = NONE;
    *(m->youngest == NONE ? &m->oldest : &link_at(m, m->youngest)->younger) = i;
    m->youngest = i;
    m->n++;
    return value_at(m, i);
}

bool ws_map_remove(struct ws_map *m, const void *key)
{
    if (!m || m->n == 0)
        return false;
    uint32_t i = find(m, key, hash_of(m, key));
    if (i == NONE)
        return false;
    unlink_entry(m, i);
    return true;
}

void *ws_map_oldest(struct ws_map *m, const void **ret_key)
{
    if (!m || m->oldest == NONE)
        return NULL;
    if (ret_key)
        *ret_key = key_at(m, m->oldest);
    return value_at(m, m->oldest);
}

size_t ws_map_count(const struct ws_map *m)
{
    return m ? m->n : 0;
}

void ws_map_clear(struct ws_map *m)
{
    while (m && m->oldest != NONE)
        unlink_entry(m, m->oldest);
}
