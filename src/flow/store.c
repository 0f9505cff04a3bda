/* The ordered store of a stream's bytes that came too early. */
#include "flow/store.h"

#include <string.h>

#include "wirespeak/err.h"

enum { PAGE_SIZE = WS_STORE_PAGE_SIZE, FIRST_CAP = 16 };

static uint64_t page_number(uint64_t pos)
{
    return pos >> WS_STORE_PAGE_BITS;
}

static size_t in_page(uint64_t pos)
{
    return (size_t)(pos & (PAGE_SIZE - 1));
}

/* The first bit from `from` on that is set, or clear; PAGE_SIZE: none. */
static size_t find_bit(const struct ws_store_page *page, size_t from, bool set)
{
    uint64_t flip = set ? 0 : UINT64_MAX;
    for (size_t at = from; at < PAGE_SIZE; at = (at | 63) + 1) {
        uint64_t bits = (page->present[at / 64] ^ flip) >> (at % 64);
        if (bits)
            return at + (size_t)__builtin_ctzll(bits);
    }
    return PAGE_SIZE;
}

/* The index, counted from head, of the first page whose number is not below `number`. */
static size_t lower_bound(const struct ws_store *store, uint64_t number)
{
    size_t low = 0, high = store->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (store->pages[store->head + middle]->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int grow(struct ws_store *store, struct ws_memory *memory)
{
    size_t cap = store->cap ? store->cap * 2 : FIRST_CAP;
    struct ws_store_page **pages = ws_memory_alloc(memory, cap * sizeof(struct ws_store_page *));
    if (!pages)
        return WS_E_NOMEM;
    if (store->n)
        memcpy(pages, store->pages + store->head, store->n * sizeof(*pages));
    ws_memory_free(memory, store->pages, store->cap * sizeof(*pages));
    store->pages = pages;
    store->head = 0;
    store->cap = cap;
    return WS_OK;
}

/* Makes room for one page at `index`, which thereby may get another place, not another number. */
static int open_slot(struct ws_store *store, struct ws_memory *memory, size_t index)
{
    if (store->head + store->n == store->cap && store->head == 0) {
        int err = grow(store, memory);
        if (err)
            return err;
    }
    struct ws_store_page **base = store->pages + store->head;
    bool to_front =
        store->head > 0 && (index < store->n / 2 || store->head + store->n == store->cap);
    if (to_front) {
        memmove(base - 1, base, index * sizeof(*base));
        store->head--;
    } else {
        memmove(base + index + 1, base + index, (store->n - index) * sizeof(*base));
    }
    store->n++;
    return WS_OK;
}

static struct ws_store_page *page_for(struct ws_store *store, struct ws_memory *memory,
                                      uint64_t number)
{
    size_t index = lower_bound(store, number);
    if (index < store->n && store->pages[store->head + index]->number == number)
        return store->pages[store->head + index];
    struct ws_store_page *page = ws_memory_alloc(memory, sizeof(*page));
    if (!page)
        return NULL;
    if (open_slot(store, memory, index)) {
        ws_memory_free(memory, page, sizeof(*page));
        return NULL;
    }
    page->number = number;
    memset(page->present, 0, sizeof(page->present));
    store->pages[store->head + index] = page;
    return page;
}

size_t ws_store_used(const struct ws_store *store)
{
    return store->n * sizeof(struct ws_store_page);
}

size_t ws_store_cost(const struct ws_store *store, uint64_t pos, size_t len)
{
    uint64_t from = page_number(pos), upto = page_number(pos + len - 1);
    size_t missing = (size_t)(upto - from) + 1;
    for (size_t i = lower_bound(store, from); i < store->n; i++) {
        if (store->pages[store->head + i]->number > upto)
            break;
        missing--;
    }
    return missing * sizeof(struct ws_store_page);
}

/* Writes over the held ones among n <= 64 bytes; the index of the first that differs, or n. */
static size_t merge(uint8_t *to, const uint8_t *in, size_t n, uint64_t held, bool last_wins)
{
    size_t differs = n;
    for (size_t i = 0; i < n; i++) {
        bool is_held = held >> i & 1;
        if (is_held && to[i] != in[i] && differs == n)
            differs = i;
        if (!is_held || last_wins)
            to[i] = in[i];
    }
    return differs;
}

/* Writes within one page, word of the bitmap by word; the first offset that differs, or PAGE_SIZE.
 */
static size_t write_page(struct ws_store_page *page, size_t at, struct ws_bytes in, bool last_wins)
{
    size_t differs = PAGE_SIZE;
    while (in.len) {
        size_t bit = at % 64, n = 64 - bit < in.len ? 64 - bit : in.len;
        uint64_t mask = (n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1) << bit;
        uint64_t held = page->present[at / 64] & mask;
        if (!held) {
            memcpy(page->bytes + at, in.data, n);
        } else {
            size_t d = merge(page->bytes + at, in.data, n, held >> bit, last_wins);
            if (d < n && differs == PAGE_SIZE)
                differs = at + d;
        }
        page->present[at / 64] |= mask;
        at += n;
        in = ws_bytes_from(in, n);
    }
    return differs;
}

int ws_store_put(struct ws_store *store, struct ws_memory *memory, uint64_t pos, struct ws_bytes in,
                 bool last_wins, uint64_t *ret_differs)
{
    *ret_differs = WS_NO_POSITION;
    while (in.len) {
        uint64_t first = ws_store_first(store);
        struct ws_store_page *page = page_for(store, memory, page_number(pos));
        if (!page)
            return WS_E_NOMEM;
        store->first = pos < first ? pos : first;
        struct ws_bytes part = ws_bytes_upto(in, PAGE_SIZE - in_page(pos));
        size_t differs = write_page(page, in_page(pos), part, last_wins);
        if (differs < PAGE_SIZE && *ret_differs == WS_NO_POSITION)
            *ret_differs = (page->number << WS_STORE_PAGE_BITS) + differs;
        pos += part.len;
        in = ws_bytes_from(in, part.len);
    }
    return WS_OK;
}

struct ws_bytes ws_store_run(const struct ws_store *store)
{
    if (!store->n)
        return (struct ws_bytes){NULL, 0};
    const struct ws_store_page *page = store->pages[store->head];
    size_t from = in_page(store->first);
    return (struct ws_bytes){page->bytes + from, find_bit(page, from, false) - from};
}

void ws_store_drop(struct ws_store *store, struct ws_memory *memory, uint64_t upto)
{
    while (store->n) {
        struct ws_store_page *page = store->pages[store->head];
        uint64_t base = page->number << WS_STORE_PAGE_BITS;
        uint64_t from = upto > base ? upto - base : 0;
        size_t bit = from < PAGE_SIZE ? find_bit(page, (size_t)from, true) : PAGE_SIZE;
        if (bit < PAGE_SIZE) {
            store->first = base + bit;
            return;
        }
        ws_memory_free(memory, page, sizeof(*page));
        store->head++;
        store->n--;
    }
    store->head = 0;
}

void ws_store_clear(struct ws_store *store, struct ws_memory *memory)
{
    ws_store_drop(store, memory, WS_NO_POSITION);
    ws_memory_free(memory, store->pages, store->cap * sizeof(struct ws_store_page *));
    *store = (struct ws_store){0};
}
