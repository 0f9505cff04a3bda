#ifndef WS_MESSAGE_ARENA_H
#define WS_MESSAGE_ARENA_H

#include <stddef.h>

/**
 * Memory that is given back all at once. Allocation bumps a pointer in chunks that grow; emptying
 * keeps the largest chunk, so that work of the same size again allocates nothing.
 */
struct ws_arena {
    struct ws_chunk *chunks; /* newest first */
    size_t used;             /* bytes handed out */
    size_t max;              /* not more than this; beyond it allocation answers NULL */
};

void ws_arena_init(struct ws_arena *arena, size_t max);
void ws_arena_free(struct ws_arena *arena);

/** All memory handed out becomes invalid. */
void ws_arena_empty(struct ws_arena *arena);

/** Zeroed, aligned for any type; NULL: no memory, or the limit. */
void *ws_arena_alloc(struct ws_arena *arena, size_t size);

/** A copy of `len` bytes with a NUL behind them, or NULL. */
char *ws_arena_text(struct ws_arena *arena, const void *text, size_t len);

#endif
