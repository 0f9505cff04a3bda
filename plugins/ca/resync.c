/* Channel Access: where messages begin again behind a hole, and in the middle of a stream. */
#include "conversation.h"
#include "search.h"

enum { WINDOW = 65536 };

/** What is known of an offset, from the end of the bytes backwards. */
enum chain { BROKEN, CUT_HEADER, ONE_HEADER, MORE_HEADERS };

static uint8_t chain_at(const struct ca_search *how, struct ws_bytes in, size_t at,
                        const uint8_t *chains)
{
    struct ca_header h;

    if (!ca_header_read(ws_bytes_from(in, at), &h))
        return CUT_HEADER;
    if (!ca_is_plausible(how->from, &h, how->max_message))
        return BROKEN;
    uint64_t next = at + (uint64_t)h.len + h.size;
    if (next >= in.len)
        return ONE_HEADER;
    uint8_t behind = chains[next];
    return behind == BROKEN ? BROKEN : behind == CUT_HEADER ? ONE_HEADER : MORE_HEADERS;
}

/** One window: all that follows it counts as not yet there. */
static size_t search_window(const struct ca_search *how, struct ws_bytes in)
{
    uint8_t chains[WINDOW];
    size_t found = in.len;

    if (how->begin >= in.len)
        return in.len;
    size_t last = how->begin + (in.len - 1 - how->begin) / how->step * how->step;
    for (size_t at = last + how->step; at > how->begin; at -= how->step) {
        size_t i = at - how->step;
        chains[i] = chain_at(how, in, i, chains);
        if (chains[i] == MORE_HEADERS ||
            (chains[i] == ONE_HEADER && (how->one_header || i == how->trusted)))
            found = i;
    }
    return found;
}

size_t ca_search(const struct ca_search *how, struct ws_bytes in)
{
    struct ca_search window = *how;
    size_t base = 0;

    for (;;) {
        struct ws_bytes rest = ws_bytes_from(in, base);
        struct ws_bytes some = ws_bytes_upto(rest, WINDOW);
        size_t at = search_window(&window, some);
        if (at < some.len)
            return base + at;
        if (some.len == rest.len)
            return in.len;
        size_t done = WINDOW - CA_HEAD; /* a multiple of every step */
        base += done;
        window.trusted =
            window.trusted != SIZE_MAX && window.trusted >= done ? window.trusted - done : SIZE_MAX;
    }
}

/* After a loss */

/** The end of the message that the hole cut, where its header was whole; 0: unknown. */
static uint64_t end_of_cut(const struct ws_lost *lost, uint64_t offset)
{
    struct ca_header h;

    if (lost->bytes == 0 || lost->bytes == UINT64_MAX ||
        !ca_header_read((struct ws_bytes){lost->head, lost->head_len}, &h))
        return 0;
    return offset - lost->bytes - lost->seen + h.len + h.size;
}

/** The first offset to be tried in bytes at `offset` of the stream. */
static size_t first_try(const struct ca_side *side, uint64_t offset)
{
    if (!side->boundary_known)
        return 0;
    return (size_t)((side->boundary + CA_ALIGN - offset % CA_ALIGN) % CA_ALIGN);
}

/** Nothing found: what may still be the begin of a header stays. */
static struct ws_resync more(const struct ca_search *how, struct ws_bytes in)
{
    size_t keep = in.len < CA_HEAD ? in.len : CA_HEAD - 1;
    size_t skip = in.len - keep;

    if (how->step > 1 && skip > how->begin)
        skip = how->begin + (skip - how->begin + how->step - 1) / how->step * how->step;
    else if (how->step > 1)
        skip = how->begin < in.len ? how->begin : in.len;
    return (struct ws_resync){.skip = skip, .scanned = in.len - skip};
}

struct ws_resync ca_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at, const struct ws_lost *lost)
{
    struct ca_conversation *c = conversation;
    struct ca_side *side = &c->sides[from];
    bool first = at.offset != side->next;
    uint64_t cut = first && side->drained == 0 ? end_of_cut(lost, at.offset) : side->drained;

    if (cut >= at.offset &&
        cut > 0) /* a hole may come before that end: what is drained stays known */
        return (struct ws_resync){.found = true, .skip = cut - at.offset};
    side->drained = 0;
    side->next = at.offset;
    if (in.len < CA_HEAD)
        return (struct ws_resync){.scanned = at.scanned};
    struct ca_search how = {.from = from,
                            .max_message = c->instance->max_message,
                            .step = side->boundary_known ? CA_ALIGN : 1,
                            .begin = first_try(side, at.offset),
                            .trusted = at.scanned,
                            .one_header = side->boundary_known};
    size_t found = ca_search(&how, in);
    if (found < in.len)
        return (struct ws_resync){.found = true, .skip = found};
    struct ws_resync r = more(&how, in);
    side->next = at.offset + r.skip;
    return r;
}
