/* A bounded table from keys of any length to entries. */
#include "summary/tally.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "plugin/map.h"

enum { FIRST = 16 };

void ws_tally_init(struct ws_tally *t, size_t entry_size, size_t max, uint64_t seed)
{
    *t = (struct ws_tally){.entry_size = entry_size, .max = max, .seed = seed};
    ws_arena_init(&t->keys, SIZE_MAX);
}

void *ws_tally_entry(const struct ws_tally *t, size_t i)
{
    return t->entries + i * t->entry_size;
}

size_t ws_tally_number(const struct ws_tally *t, const void *entry)
{
    return (size_t)((const unsigned char *)entry - t->entries) / t->entry_size;
}

static bool grow(struct ws_tally *t)
{
    size_t cap = t->cap ? 2 * t->cap : FIRST;
    unsigned char *entries = realloc(t->entries, cap * t->entry_size);

    if (entries) {
        t->entries = entries;
        t->cap = cap;
    }
    return entries;
}

static void *add(struct ws_tally *t, const XXH128_hash_t *hash, struct ws_bytes key)
{
    char *copy = ws_arena_text(&t->keys, key.data, key.len);

    if (!copy || (t->n == t->cap && !grow(t)))
        return NULL;
    uint32_t *number = ws_map_put(t->index, hash);
    if (!number)
        return NULL;
    *number = (uint32_t)t->n;
    struct ws_tally_head *head = ws_tally_entry(t, t->n++);
    memset(head, 0, t->entry_size);
    head->key = (struct ws_bytes){(const uint8_t *)copy, key.len};
    return head;
}

/* 128 bits of the key stand for it: no two keys of a run will ever have the same. */
void *ws_tally_at(struct ws_tally *t, struct ws_bytes key)
{
    XXH128_hash_t hash = XXH3_128bits_withSeed(key.data, key.len, t->seed);

    if (!t->index)
        t->index = ws_map_make(sizeof(hash), sizeof(uint32_t), t->max);
    const uint32_t *number = ws_map_get(t->index, &hash);
    if (number)
        return ws_tally_entry(t, *number);
    void *entry = t->n < t->max && !t->failed ? add(t, &hash, key) : NULL;
    t->dropped += !entry;
    t->failed |= !entry && t->n < t->max;
    return entry;
}

void ws_tally_free(struct ws_tally *t)
{
    free(t->entries);
    ws_map_free_all(t->index);
    ws_arena_free(&t->keys);
    *t = (struct ws_tally){0};
}
