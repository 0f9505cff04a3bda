/* Memory that is given back all at once. */
#include "message/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 4096, ALIGNMENT = alignof(max_align_t) };

struct ws_chunk {
    struct ws_chunk *older;
    size_t size, used;
    alignas(max_align_t) uint8_t data[];
};

void ws_arena_init(struct ws_arena *arena, size_t max)
{
    *arena = (struct ws_arena){.max = max};
}

static void free_chunks(struct ws_chunk *c)
{
    while (c) {
        struct ws_chunk *older = c->older;
        free(c);
        c = older;
    }
}

void ws_arena_free(struct ws_arena *arena)
{
    free_chunks(arena->chunks);
    arena->chunks = NULL;
    arena->used = 0;
}

void ws_arena_empty(struct ws_arena *arena)
{
    struct ws_chunk *newest = arena->chunks;

    arena->used = 0;
    if (!newest)
        return;
    free_chunks(newest->older);
    newest->older = NULL;
    newest->used = 0;
}

static struct ws_chunk *add_chunk(struct ws_arena *arena, size_t at_least)
{
    size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (size < at_least)
        size = at_least;
    if (size > PTRDIFF_MAX - sizeof(struct ws_chunk))
        return NULL;
    struct ws_chunk *c = malloc(sizeof(*c) + size);
    if (!c)
        return NULL;
    c->older = arena->chunks;
    c->size = size;
    c->used = 0;
    arena->chunks = c;
    return c;
}

void *ws_arena_alloc(struct ws_arena *arena, size_t size)
{
    if (size > arena->max || arena->used > arena->max - size || size > PTRDIFF_MAX)
        return NULL;
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct ws_chunk *c = arena->chunks;
    if (!c || c->size - c->used < rounded) {
        c = add_chunk(arena, rounded);
        if (!c)
            return NULL;
    }
    void *p = c->data + c->used;
    c->used += rounded;
    arena->used += rounded;
    return memset(p, 0, size);
}

char *ws_arena_text(struct ws_arena *arena, const void *text, size_t len)
{
    char *copy = ws_arena_alloc(arena, len + 1);
    if (copy && len)
        memcpy(copy, text, len);
    return copy;
}
