/* A few packets, copied so that they outlive the reader's buffers. */
#include "pipeline/batch.h"

#include <stdlib.h>
#include <string.h>

#include "capture/source.h"
#include "wirespeak/err.h"

int ws_batch_init(struct ws_batch *b, size_t n_workers)
{
    *b = (struct ws_batch){.n_pages = n_workers + 1};
    b->items = malloc(WS_BATCH_PACKETS * sizeof(*b->items));
    b->bytes = malloc(WS_BATCH_BYTES + WS_MAX_CAPLEN);
    b->pages = calloc(b->n_pages, sizeof(*b->pages));
    if (!b->items || !b->bytes || !b->pages)
        return WS_E_NOMEM;
    for (size_t i = 0; i < b->n_pages; i++)
        ws_page_init(&b->pages[i]);
    return WS_OK;
}

void ws_batch_free(struct ws_batch *b)
{
    for (size_t i = 0; b->pages && i < b->n_pages; i++)
        ws_page_free(&b->pages[i]);
    free(b->pages);
    free(b->items);
    free(b->bytes);
    free(b->facts);
}

void ws_batch_reset(struct ws_batch *b, uint64_t first_fact)
{
    b->n_items = b->n_bytes = b->n_facts = 0;
    b->first_fact = first_fact;
    b->last = false;
    for (size_t i = 0; i < b->n_pages; i++)
        ws_page_reset(&b->pages[i]);
}

bool ws_batch_is_full(const struct ws_batch *b)
{
    return b->n_items == WS_BATCH_PACKETS || b->n_bytes >= WS_BATCH_BYTES;
}

void ws_batch_add(struct ws_batch *b, const struct ws_arrival *arrival, int owner)
{
    struct ws_batch_item *item = &b->items[b->n_items++];

    item->now = arrival->now;
    item->owner = owner;
    item->facts = (uint32_t)b->n_facts;
    if (owner < 0)
        return;
    item->hash = arrival->hash;
    item->segment = arrival->segment;
    item->segment.ip = item->segment.header = NULL;
    struct ws_bytes in = arrival->segment.payload;
    item->segment.payload.data = b->bytes + b->n_bytes;
    if (in.len)
        memcpy(b->bytes + b->n_bytes, in.data, in.len);
    b->n_bytes += in.len;
}

int ws_batch_learn(struct ws_batch *b, const struct ws_fact *fact)
{
    if (b->n_facts == b->cap_facts) {
        size_t cap = b->cap_facts ? b->cap_facts * 2 : 16;
        struct ws_fact *facts = realloc(b->facts, cap * sizeof(*facts));
        if (!facts)
            return WS_E_NOMEM;
        b->facts = facts;
        b->cap_facts = cap;
    }
    b->facts[b->n_facts++] = *fact;
    b->items[b->n_items - 1].facts = (uint32_t)b->n_facts;
    return WS_OK;
}
