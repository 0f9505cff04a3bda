/* Where messages may start again: behind bytes that are missing, and where a capture begins late.
 */
#include "tcpip.h"

#include <string.h>

static struct ws_resync found(uint64_t skip)
{
    return (struct ws_resync){.found = true, .skip = skip};
}

/** What is left of a line, and its terminator: it may be the whole of the next one. */
static struct ws_resync resync_line(const struct tcpip_end *e, struct ws_bytes in, struct ws_at at)
{
    size_t back = e->terminator.len - 1;
    size_t end = tcpip_find_end(e, in, at.scanned > back ? at.scanned - back : 0);

    if (end < in.len)
        return found(end + e->terminator.len);
    size_t keep = tcpip_half_end(e, in);
    return (struct ws_resync){.skip = in.len - keep, .scanned = keep};
}

/** Structures follow one another from the stream's begin, or from the first byte that was seen. */
static struct ws_resync resync_struct(uint64_t size, struct ws_at at)
{
    uint64_t past = at.offset % size;
    return found(past ? size - past : 0);
}

/** The message that was cut is known, and no other one was. */
static bool ends_inside(const struct tcpip_end *e, const struct ws_lost *lost, uint64_t *ret_skip)
{
    size_t head = e->header->size;
    uint64_t gone;

    if (!lost->bytes || lost->bytes == UINT64_MAX || lost->seen < head ||
        lost->head_len < e->tag.at + e->tag.len)
        return false;
    const struct tcpip_case *c = tcpip_case_of(e, lost->head);
    if (!c || __builtin_add_overflow(lost->seen, lost->bytes, &gone) || gone > head + c->body->size)
        return false;
    *ret_skip = head + c->body->size - gone;
    return true;
}

enum plausible { NO, PERHAPS, YES };

/**
 * A message whose tag is known, whole, and two more headers behind it. One would not do: a body
 * that begins with such a number looks like a header, and the header behind it ends where the body
 * of the next would begin. At the end only the headers that are there are asked for.
 */
static enum plausible look(const struct tcpip_end *e, struct ws_bytes in, bool end)
{
    size_t head = e->header->size;
    uint64_t at = 0;

    for (int headers = 0; headers < 3; headers++) {
        if (at + head > in.len) {
            if (!end)
                return PERHAPS;
            return headers == 0 || at > in.len ? NO : YES;
        }
        const struct tcpip_case *c = tcpip_case_of(e, in.data + at);
        if (!c)
            return NO;
        at += head + c->body->size;
    }
    return YES;
}

static struct ws_resync search(const struct tcpip_end *e, struct ws_bytes in, struct ws_at at)
{
    for (size_t i = 0; i < in.len; i++) {
        enum plausible p = look(e, ws_bytes_from(in, i), at.end);
        if (p == YES)
            return found(i);
        if (p == PERHAPS)
            return (struct ws_resync){.skip = i};
    }
    return (struct ws_resync){.skip = in.len};
}

static struct ws_resync resync_tagged(struct tcpip_conversation *c, enum ws_role role,
                                      struct ws_bytes in, struct ws_at at,
                                      const struct ws_lost *lost)
{
    const struct tcpip_end *e = tcpip_end_of(c, role);
    uint64_t skip;

    if (ends_inside(e, lost, &skip))
        return found(skip);
    struct ws_resync r = search(e, in, at);
    c->guessed[role] = r.found;
    return r;
}

struct ws_resync tcpip_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                              struct ws_at at, const struct ws_lost *lost)
{
    struct tcpip_conversation *c = conversation;
    enum ws_role role = from == WS_SERVER ? WS_SERVER : WS_CLIENT;

    if (!c->stream)
        return found(0);
    const struct tcpip_end *e = tcpip_end_of(c, role);
    switch (e->framing) {
    case TCPIP_LINE:
        return resync_line(e, in, at);
    case TCPIP_STRUCT:
        c->guessed[role] = lost->bytes == UINT64_MAX;
        return resync_struct(e->cases[0].body->size, at);
    case TCPIP_TAGGED:
        return resync_tagged(c, role, in, at, lost);
    case TCPIP_RAW:
        break;
    }
    return found(0);
}
