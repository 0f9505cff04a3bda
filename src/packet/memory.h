#ifndef WS_PACKET_MEMORY_H
#define WS_PACKET_MEMORY_H

#include <stddef.h>

/**
 * A budget that several users share. It counts and never refuses: who owns things that can be
 * given up looks at `used` and `limit` when it is at rest, and gives them up.
 */
struct ws_memory {
    size_t used, limit; /* bytes; limit 0: none */
    /* Where bytes come from, for tests that make it fail; NULL: malloc. Released by free. */
    void *(*alloc)(struct ws_memory *memory, size_t size);
};

/** `size` bytes (1 or more), not cleared, or NULL. */
void *ws_memory_alloc(struct ws_memory *memory, size_t size);

/** Gives back what ws_memory_alloc gave, with the same `size`; NULL is allowed. */
void ws_memory_free(struct ws_memory *memory, void *p, size_t size);

#endif
