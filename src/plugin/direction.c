/* One direction of a stream: bytes to messages, through loss and garbage. */
#include "plugin/talk.h"

#include <stdlib.h>
#include <string.h>

/* What a direction keeps for the next message that comes in pieces. */
enum { IDLE_MAX = 4096 };

void ws_direction_free(struct ws_direction *d)
{
    free(d->data);
    d->data = NULL;
    d->len = d->cap = 0;
}

/** The present end of the flow, in words of the protocol's rules. */
enum why_end {
    NOT_ENDED,
    END_OF_STREAM, /* closed, reset, expired: what is unfinished is cut off */
    END_AT_GAP,    /* bytes are missing next */
    END_OF_CAPTURE /* nobody knows what followed */
};

static void tell_gap(struct ws_shard *s, struct ws_talk *t, int side, const uint64_t *resync_at)
{
    struct ws_direction *d = &t->dir[side];
    struct ws_open_gap *g = &d->gap;

    if (!g->open)
        return;
    g->open = false;
    if (g->midstream) {
        g->len = (resync_at ? *resync_at : d->offset) - g->offset;
        if (g->len == 0)
            return; /* the capture begins at a message */
    }
    ws_emit_gap(s, t, side, g, resync_at);
}

/** Keeps the begin of a message that will not be read whole: what follows a gap may depend on it.
 */
static void remember_cut(struct ws_direction *d, struct ws_bytes rest, uint64_t offset)
{
    d->cut.len = rest.len < sizeof(d->cut.head) ? rest.len : sizeof(d->cut.head);
    if (d->cut.len)
        memcpy(d->cut.head, rest.data, d->cut.len);
    d->cut.at = offset;
}

static struct ws_at at_of(const struct ws_direction *d, uint64_t offset, bool end)
{
    return (struct ws_at){.offset = offset,
                          .scanned = d->scanned,
                          .end = end,
                          .from_begin = d->from_begin && !d->any_gap};
}

/** Asks where messages may start again; what was just refused is no answer. */
static struct ws_resync ask(struct ws_talk *t, int side, struct ws_bytes in, uint64_t offset,
                            bool end)
{
    struct ws_direction *d = &t->dir[side];
    const struct ws_plugin *p = t->plugin;
    enum ws_role from = t->flow.roles[side];
    struct ws_resync r =
        p->resync(t->conversation->data, from, in, at_of(d, offset, end), &d->lost);

    if (!r.found || offset + r.skip + 1 != d->refused)
        return r;
    uint64_t past = r.skip + 1;
    d->scanned = 0;
    if (past >= in.len)
        return (struct ws_resync){.skip = in.len};
    r = p->resync(t->conversation->data, from, ws_bytes_from(in, (size_t)past),
                  at_of(d, offset + past, end), &d->lost);
    r.skip += past;
    return r;
}

/**
 * Looks for the next message; answers how many bytes are done with. Less than all of them only when
 * found (the sync is then WS_IN_SYNC) or when more are needed.
 */
static size_t search(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in,
                     uint64_t offset, bool end)
{
    struct ws_direction *d = &t->dir[side];
    struct ws_resync r = ask(t, side, in, offset, end);

    if (!r.found) {
        size_t skip = end || r.skip > in.len ? in.len : (size_t)r.skip;
        if (in.len - skip > t->plugin->max_message_bytes + WS_HOLD_MAX) /* enough for any head */
            skip = in.len;
        d->scanned = r.scanned < in.len - skip ? r.scanned : in.len - skip;
        return skip;
    }
    uint64_t at = offset + r.skip;
    d->sync = WS_IN_SYNC;
    d->scanned = 0;
    d->need = 0;
    d->after_gap = true;
    tell_gap(s, t, side, &at);
    if (r.skip > in.len) {
        d->drain = r.skip - in.len;
        return in.len;
    }
    return (size_t)r.skip;
}

/** Framing is lost: told once, then searched from here. */
static void lose(struct ws_shard *s, struct ws_talk *t, int side, const struct ws_split *bad,
                 struct ws_bytes in, uint64_t offset)
{
    struct ws_direction *d = &t->dir[side];

    ws_emit_malformed(s, t, side, bad, ws_bytes_upto(in, (size_t)bad->len), offset);
    d->sync = WS_SEARCHING;
    d->scanned = 0;
    d->refused = offset + 1;
    d->lost = (struct ws_lost){.bytes = 0};
}

/** One step in sync. Answers bytes done with; 0 with *ret_stop when nothing can be done now. */
static size_t step(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in,
                   uint64_t offset, enum why_end why, bool *ret_stop)
{
    struct ws_direction *d = &t->dir[side];
    struct ws_split r = t->plugin->split(t->conversation->data, t->flow.roles[side], in,
                                         at_of(d, offset, why != NOT_ENDED));

    d->scanned = 0;
    d->need = 0;
    switch (r.status) {
    case WS_SPLIT_MESSAGE:
        if (r.len == 0 || r.len > in.len || (r.partial && why == END_AT_GAP))
            break;
        if (r.partial && why != NOT_ENDED) {
            d->partial = *ret_stop = true;
            return 0;
        }
        ws_emit_message(s, t, side, ws_bytes_upto(in, (size_t)r.len), offset);
        return (size_t)r.len;
    case WS_SPLIT_NEED:
        if (why != NOT_ENDED)
            break;
        if (r.len > t->plugin->max_message_bytes) { /* more than split may ask for */
            lose(s, t, side, &(struct ws_split){.code = WS_LIMIT, .len = in.len}, in, offset);
            return 0;
        }
        d->need = r.len > in.len ? r.len : in.len + 1;
        d->scanned = in.len;
        *ret_stop = true;
        return 0;
    case WS_SPLIT_SKIP:
        if (r.len <= in.len)
            return r.len ? (size_t)r.len : (*ret_stop = true, in.len);
        remember_cut(d, in, offset);
        d->drain = r.len - in.len;
        return in.len;
    case WS_SPLIT_BAD:
        if (why == NOT_ENDED || r.code != WS_TRUNCATED) {
            lose(s, t, side, &r, in, offset);
            return 0;
        }
        break;
    }
    /* Here nothing follows and a message is cut: told unless the gap tells it, or only the capture
     * ends. */
    *ret_stop = true;
    if (r.status != WS_SPLIT_BAD)
        r = (struct ws_split){.code = WS_TRUNCATED};
    r.len = in.len;
    if (why == END_OF_STREAM)
        lose(s, t, side, &r, in, offset);
    else if (why == END_OF_CAPTURE)
        s->counts.unfinished_messages++;
    else
        remember_cut(d, in, offset);
    return in.len;
}

/** Reads what is there; answers how many bytes are done with. */
static size_t run(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in,
                  uint64_t offset, enum why_end why)
{
    struct ws_direction *d = &t->dir[side];
    size_t done = 0;
    bool stop = false;

    while (done < in.len && !stop && !s->err) {
        struct ws_bytes rest = ws_bytes_from(in, done);
        if (d->sync == WS_IN_SYNC) {
            if (why == NOT_ENDED && rest.len < d->need)
                break;
            done += step(s, t, side, rest, offset + done, why, &stop);
            continue;
        }
        done += search(s, t, side, rest, offset + done, why != NOT_ENDED);
        if (d->sync == WS_SEARCHING)
            break;
    }
    return done;
}

static bool append(struct ws_shard *s, struct ws_direction *d, struct ws_bytes in)
{
    if (in.len == 0)
        return true;
    if (in.len > d->cap - d->len) {
        size_t cap = d->cap ? d->cap : 512;
        while (cap - d->len < in.len)
            cap *= 2;
        uint8_t *data = realloc(d->data, cap);
        if (!data) {
            s->err = WS_E_NOMEM;
            return false;
        }
        s->memory.used += cap - d->cap;
        d->data = data;
        d->cap = cap;
    }
    memcpy(d->data + d->len, in.data, in.len);
    d->len += in.len;
    return true;
}

/** Large buffers are given back as soon as the large message is through. */
static void consume(struct ws_shard *s, struct ws_direction *d, size_t n)
{
    d->len -= n;
    d->offset += n;
    if (d->len)
        memmove(d->data, d->data + n, d->len);
    else if (d->cap > IDLE_MAX) {
        s->memory.used -= d->cap;
        ws_direction_free(d);
    }
}

static void begin(struct ws_shard *s, struct ws_talk *t, int side, uint64_t offset)
{
    struct ws_direction *d = &t->dir[side];

    (void)s;
    d->started = true;
    d->offset = offset;
    d->from_begin = t->whole[side];
    if (d->from_begin)
        return;
    d->sync = WS_SEARCHING;
    d->lost = (struct ws_lost){.bytes = UINT64_MAX};
    d->gap = (struct ws_open_gap){
        .open = true, .midstream = true, .offset = offset, .reason = "midstream"};
}

static struct ws_bytes drained(struct ws_direction *d, struct ws_bytes in, uint64_t *offset)
{
    size_t n = d->drain < in.len ? (size_t)d->drain : in.len;
    d->drain -= n;
    *offset += n;
    return ws_bytes_from(in, n);
}

void ws_direction_data(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in,
                       uint64_t offset)
{
    struct ws_direction *d = &t->dir[side];

    if (!d->started)
        begin(s, t, side, offset);
    if (d->sync == WS_STOPPED)
        return;
    if (d->drain)
        in = drained(d, in, &offset);
    if (d->len == 0) {
        size_t n = run(s, t, side, in, offset, NOT_ENDED);
        d->offset = offset + n;
        if (n < in.len)
            append(s, d, ws_bytes_from(in, n));
        return;
    }
    if (append(s, d, in) && (d->sync == WS_SEARCHING || d->len >= d->need))
        consume(s, d, run(s, t, side, (struct ws_bytes){d->data, d->len}, d->offset, NOT_ENDED));
}

/** Nothing follows what is buffered: the last word on it. */
static void flush(struct ws_shard *s, struct ws_talk *t, int side, enum why_end why)
{
    struct ws_direction *d = &t->dir[side];

    d->cut.len = 0;
    if (d->len)
        consume(s, d, run(s, t, side, (struct ws_bytes){d->data, d->len}, d->offset, why));
    if (!d->partial)
        d->len = 0;
}

void ws_direction_gap(struct ws_shard *s, struct ws_talk *t, int side, uint64_t offset,
                      uint64_t len, enum ws_gap_reason why)
{
    struct ws_direction *d = &t->dir[side];
    struct ws_lost lost = {.bytes = len};

    if (!d->started)
        begin(s, t, side, offset);
    if (d->sync == WS_STOPPED)
        return;
    t->any_gap = d->any_gap = true;
    s->counts.message_gaps++;
    s->counts.message_gap_bytes += len;
    if (!d->drain)
        flush(s, t, side, END_AT_GAP);
    d->drain = 0;
    lost.head_len = d->cut.len;
    memcpy(lost.head, d->cut.head, d->cut.len);
    lost.seen = d->cut.len ? offset - d->cut.at : 0;
    tell_gap(s, t, side, NULL);
    d->gap = (struct ws_open_gap){
        .open = true, .offset = offset, .len = len, .reason = ws_gap_reason_name(why)};
    d->lost = lost;
    d->sync = WS_SEARCHING;
    d->scanned = 0;
    d->need = 0;
    d->offset = offset + len;
}

/** The connection has ended: what it leaves unfinished, the client's first. */
static void tell_partial(struct ws_shard *s, struct ws_talk *t)
{
    int client = t->flow.roles[0] == WS_SERVER;

    for (int i = 0; i < 2; i++) {
        int side = i == 0 ? client : !client;
        struct ws_direction *d = &t->dir[side];
        if (d->partial && !s->err)
            ws_emit_message(s, t, side, (struct ws_bytes){d->data, d->len}, d->offset);
        if (d->partial)
            consume(s, d, d->len);
        d->partial = false;
    }
}

void ws_direction_closed(struct ws_shard *s, struct ws_talk *t, int side, bool capture_ended)
{
    struct ws_direction *d = &t->dir[side];

    d->closed = true;
    if (d->started && d->sync != WS_STOPPED) {
        flush(s, t, side, capture_ended ? END_OF_CAPTURE : END_OF_STREAM);
        tell_gap(s, t, side, NULL);
        d->sync = WS_STOPPED;
    }
    if (t->dir[!side].closed)
        tell_partial(s, t);
}
