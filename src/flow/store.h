/* Private to src/flow: bytes of one stream that wait for those before them. */
#ifndef WS_FLOW_STORE_H
#define WS_FLOW_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/memory.h"
#include "wirespeak/bytes.h"

enum { WS_STORE_PAGE_BITS = 12, WS_STORE_PAGE_SIZE = 1 << WS_STORE_PAGE_BITS };

/** Greater than all positions. */
#define WS_NO_POSITION UINT64_MAX

/** 4 KiB of a stream, with a bit for each byte that is there. */
struct ws_store_page {
    uint64_t number; /* position / page size */
    uint64_t present[WS_STORE_PAGE_SIZE / 64];
    uint8_t bytes[WS_STORE_PAGE_SIZE];
};

/**
 * An ordered store: pages that hold at least one byte, sorted by position. All zero is an empty
 * one. Putting costs O(log pages) and a memmove of at most 8 bytes per page for a new page;
 * taking from the front is linear in the positions passed.
 */
struct ws_store {
    struct ws_store_page **pages; /* in use: [head, head + n) of cap */
    size_t head, n, cap;
    uint64_t first;
};

/** The first position held, or WS_NO_POSITION. O(1). */
static inline uint64_t ws_store_first(const struct ws_store *store)
{
    return store->n ? store->first : WS_NO_POSITION;
}

/** Bytes of memory that the pages take, and would take more with `len` bytes at `pos`. */
size_t ws_store_used(const struct ws_store *store);
size_t ws_store_cost(const struct ws_store *store, uint64_t pos, size_t len);

/**
 * Copies bytes in. Where bytes are already held they stay, or give way with `last_wins`.
 *
 * @param ret_differs  The first position where held and new byte differ, else WS_NO_POSITION.
 * @return  WS_OK or WS_E_NOMEM, then a part of the bytes may be held.
 */
int ws_store_put(struct ws_store *store, struct ws_memory *memory, uint64_t pos, struct ws_bytes in,
                 bool last_wins, uint64_t *ret_differs);

/** Contiguous bytes from the first position on, not always all; borrowed until the next change. */
struct ws_bytes ws_store_run(const struct ws_store *store);

/** Forgets what is before `upto`. */
void ws_store_drop(struct ws_store *store, struct ws_memory *memory, uint64_t upto);

/** Forgets all and frees it. */
void ws_store_clear(struct ws_store *store, struct ws_memory *memory);

#endif
