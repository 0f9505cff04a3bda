/* Where messages end, and which is which: lines, structures, headers with a tag. */
#include "tcpip.h"

#include <string.h>

#include "wirespeak/text.h"

/* Terminators */

size_t tcpip_find_end(const struct tcpip_end *e, struct ws_bytes in, size_t from)
{
    struct ws_bytes end = e->terminator;

    while (from + end.len <= in.len) {
        const uint8_t *p = memchr(in.data + from, end.data[0], in.len - from - end.len + 1);
        if (!p)
            break;
        if (memcmp(p, end.data, end.len) == 0)
            return (size_t)(p - in.data);
        from = (size_t)(p - in.data) + 1;
    }
    return in.len;
}

size_t tcpip_half_end(const struct tcpip_end *e, struct ws_bytes in)
{
    size_t n = e->terminator.len - 1 < in.len ? e->terminator.len - 1 : in.len;

    while (n > 0 && memcmp(in.data + in.len - n, e->terminator.data, n) != 0)
        n--;
    return n;
}

/* Tags */

const struct tcpip_case *tcpip_case_of(const struct tcpip_end *e, const uint8_t *header)
{
    int64_t tag = tcpip_number_of(&e->tag, header);
    size_t low = 0, high = e->n_cases;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (e->cases[mid].tag == tag)
            return &e->cases[mid];
        if (e->cases[mid].tag < tag)
            low = mid + 1;
        else
            high = mid;
    }
    return e->otherwise.body ? &e->otherwise : NULL;
}

/* Messages */

static struct ws_split whole_or_rest(struct ws_bytes in, size_t size, struct ws_at at)
{
    if (in.len >= size)
        return (struct ws_split){WS_SPLIT_MESSAGE, .len = size, .total = size};
    if (at.end)
        return (struct ws_split){WS_SPLIT_MESSAGE, .len = in.len, .partial = true};
    return (struct ws_split){WS_SPLIT_NEED, .len = size, .total = size};
}

static struct ws_split split_line(const struct tcpip_end *e, struct ws_bytes in, struct ws_at at)
{
    size_t back = e->terminator.len - 1;
    size_t found = tcpip_find_end(e, in, at.scanned > back ? at.scanned - back : 0);
    bool whole = found < in.len;

    if ((whole ? found : in.len - tcpip_half_end(e, in)) > e->max_line)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_CODE(TCPIP_E_OVERSIZE),
                                 .len = TCPIP_SHOWN};
    if (whole)
        return (struct ws_split){WS_SPLIT_MESSAGE, .len = found + e->terminator.len};
    return whole_or_rest(in, in.len + 1, at);
}

static struct ws_split split_tagged(const struct tcpip_end *e, struct ws_bytes in, struct ws_at at)
{
    size_t head = e->header->size;

    if (in.len < head)
        return whole_or_rest(in, head, at);
    const struct tcpip_case *c = tcpip_case_of(e, in.data);
    if (!c)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_CODE(TCPIP_E_UNKNOWN_TAG),
                                 .len = head < TCPIP_SHOWN ? head : TCPIP_SHOWN};
    return whole_or_rest(in, head + c->body->size, at);
}

struct ws_split tcpip_split(void *conversation, enum ws_role from, struct ws_bytes in,
                            struct ws_at at)
{
    const struct tcpip_conversation *c = conversation;

    if (!c->stream)
        return (struct ws_split){WS_SPLIT_SKIP, .len = in.len};
    const struct tcpip_end *e = tcpip_end_of(c, from);
    switch (e->framing) {
    case TCPIP_LINE:
        return split_line(e, in, at);
    case TCPIP_STRUCT:
        return whole_or_rest(in, e->cases[0].body->size, at);
    case TCPIP_TAGGED:
        return split_tagged(e, in, at);
    case TCPIP_RAW:
        break;
    }
    return (struct ws_split){WS_SPLIT_MESSAGE, .len = in.len};
}

/* Which is which */

static struct ws_identity identify_line(const struct tcpip_instance *i, const struct tcpip_end *e,
                                        struct ws_bytes line)
{
    size_t len = line.len - e->terminator.len;
    const struct ws_message_type *text = &i->types[TCPIP_T_LINE];

    if (e->heartbeat.data && len == e->heartbeat.len &&
        memcmp(line.data, e->heartbeat.data, len) == 0)
        return (struct ws_identity){.type = &i->types[TCPIP_T_HEARTBEAT],
                                    .variant = e->beat.variant};
    if (e->format == TCPIP_TEXT)
        return (struct ws_identity){.type = text, .variant = e->line.variant};
    return (struct ws_identity){.type = &i->types[TCPIP_T_JSON],
                                .variant = e->json.variant,
                                .otherwise = text,
                                .otherwise_variant = e->line.variant};
}

struct ws_identity tcpip_identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    const struct tcpip_conversation *c = conversation;
    const struct tcpip_end *e = tcpip_end_of(c, from);
    const struct ws_identity partial = {.type = &tcpip_types[TCPIP_T_PARTIAL]};
    const struct ws_message_type *type = &c->instance->types[TCPIP_T_STRUCT];
    const struct tcpip_case *found;
    struct ws_bytes end = e->terminator;

    switch (e->framing) {
    case TCPIP_LINE:
        if (message.len < end.len ||
            memcmp(message.data + message.len - end.len, end.data, end.len) != 0)
            return partial;
        return identify_line(c->instance, e, message);
    case TCPIP_STRUCT:
        if (message.len < e->cases[0].body->size)
            return partial;
        return (struct ws_identity){.type = type, .variant = e->cases[0].variant};
    case TCPIP_TAGGED:
        if (message.len < e->header->size || !(found = tcpip_case_of(e, message.data)) ||
            message.len < e->header->size + found->body->size)
            return partial;
        return (struct ws_identity){.type = type, .variant = found->variant};
    case TCPIP_RAW:
        break;
    }
    return (struct ws_identity){.type = &tcpip_types[TCPIP_T_RAW]};
}

/* Flows */

/** Lines as our default has them: text, CR LF behind it. */
static enum ws_verdict looks_like_lines(struct ws_bytes in)
{
    enum ws_verdict v = WS_UNDECIDED;
    size_t at = 0;

    for (; at < in.len; at++) {
        uint8_t c = in.data[at];
        if (c == '\n' && at > 0 && in.data[at - 1] == '\r')
            v = WS_LIKELY;
        else if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\r' && c != '\n'))
            return WS_AGAINST;
    }
    while (at > 0 && in.len - at < 4 && !ws_utf8_valid(in.data, at)) /* a character may be cut */
        at--;
    return ws_utf8_valid(in.data, at) ? v : WS_AGAINST;
}

enum ws_verdict tcpip_probe(const void *instance, const struct ws_probe *probe)
{
    const struct tcpip_instance *i = instance;
    enum ws_verdict v = WS_UNDECIDED;

    if (!i->guess_lines || probe->transport != WS_TCP)
        return WS_AGAINST;
    for (int side = 0; side < 2; side++) {
        enum ws_verdict one = looks_like_lines(probe->first[side]);
        if (one == WS_AGAINST)
            return one;
        v = one == WS_LIKELY ? one : v;
    }
    return v;
}

/** Who sent first is the client. */
enum ws_role tcpip_guess(const void *instance, const struct ws_flow_view *flow,
                         const struct ws_probe *probe, int side)
{
    int first = probe->first[0].len == 0 && probe->first[1].len > 0;

    (void)instance;
    (void)flow;
    return side == first ? WS_CLIENT : WS_SERVER;
}

static bool has_port(const struct tcpip_stream *s, uint16_t port)
{
    for (size_t i = 0; i < s->n_ports; i++)
        if (s->ports[i] == port)
            return true;
    return false;
}

/** The server's port goes first: the client's may be another stream's by chance. */
static const struct tcpip_stream *stream_of(const struct tcpip_instance *i,
                                            const struct ws_flow_view *flow)
{
    for (int end = 1; end >= 0; end--)
        for (size_t k = 0; k < i->n_streams; k++)
            if (has_port(&i->streams[k], flow->ends[end].port))
                return &i->streams[k];
    return i->other;
}

void tcpip_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                 struct ws_host *host)
{
    struct tcpip_conversation *c = conversation;

    c->instance = instance;
    c->stream = stream_of(c->instance, flow);
    if (!c->stream) {
        ws_notice(host, TCPIP_NO_STREAM, WS_UNKNOWN_ROLE, NULL, NULL);
        return;
    }
    if (c->stream->correlates)
        c->requests = c->stream->in_order ? ws_map_new(host, sizeof(uint64_t),
                                                       sizeof(struct ws_request), TCPIP_MAX_OPEN)
                                          : ws_map_new(host, sizeof(struct tcpip_key),
                                                       sizeof(struct ws_request), TCPIP_MAX_OPEN);
}
