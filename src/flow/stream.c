/* One direction of a TCP flow: sequence arithmetic (RFC 9293 section 3.4) and decisions. */
#include "flow/stream.h"

#include <string.h>

#include "wirespeak/err.h"
#include "wirespeak/export.h"

static uint64_t wide(uint32_t seq)
{
    return UINT64_C(1) << 32 | seq;
}

/* How far `seq` lies behind `pos`, negative: before it. */
static int64_t distance(uint32_t seq, uint64_t pos)
{
    return (int32_t)(seq - (uint32_t)pos);
}

static uint64_t position(uint32_t seq, uint64_t near)
{
    return near + (uint64_t)distance(seq, near);
}

void ws_stream_start(struct ws_stream *stream, uint32_t seq)
{
    uint32_t ahead = (uint32_t)stream->acked - seq;
    uint64_t at = wide(seq);
    stream->start = stream->next = stream->seen = at;
    stream->acked = stream->has_ack && ahead <= WS_STREAM_WINDOW ? at + ahead : at;
    stream->fin = WS_NO_POSITION;
    stream->started = true;
}

void ws_stream_start_late(struct ws_stream *stream, uint32_t seq)
{
    uint32_t acked = (uint32_t)stream->acked;
    bool from_ack = stream->has_ack && seq - acked <= WS_STREAM_WINDOW;
    ws_stream_start(stream, from_ack ? acked : seq);
}

bool ws_stream_may_start_at(const struct ws_stream *stream, uint32_t seq)
{
    uint64_t first = ws_store_first(&stream->store);
    return stream->next == stream->start && first != WS_NO_POSITION &&
           (uint32_t)first - seq <= WS_STREAM_WINDOW;
}

void ws_stream_move_start(struct ws_stream *stream, uint32_t seq)
{
    stream->start = stream->next = position(seq, stream->start);
}

bool ws_stream_carried(const struct ws_stream *stream)
{
    return stream->started &&
           (stream->next != stream->start || stream->store.n > 0 || stream->fin != WS_NO_POSITION);
}

bool ws_stream_reaches(const struct ws_stream_at *at, uint32_t seq)
{
    const struct ws_stream *stream = at->stream;
    if (!stream->started)
        return true;
    int64_t ahead = distance(seq, stream->next), window = WS_STREAM_WINDOW;
    uint64_t limit = at->context->options->max_store;
    return ahead >= -window && (ahead <= window || (uint64_t)ahead <= limit);
}

static void deliver(const struct ws_stream_at *at, struct ws_bytes in)
{
    struct ws_stream *s = at->stream;
    const struct ws_flow_handler *handler = at->context->handler;
    uint64_t offset = s->next - s->start;
    handler->data(handler->self, at->flow, at->side, in, offset);
    s->next += in.len;
    at->flow->side[at->side].offset = offset + in.len;
}

/* Gives up what is missing before `upto`. */
static void give_up(const struct ws_stream_at *at, uint64_t upto, enum ws_gap_reason why)
{
    struct ws_stream *s = at->stream;
    const struct ws_flow_handler *handler = at->context->handler;
    struct ws_side *side = &at->flow->side[at->side];
    uint64_t offset = s->next - s->start, len = upto - s->next;

    side->missed += len;
    at->context->counters->gaps++;
    at->context->counters->missed_bytes += len;
    handler->gap(handler->self, at->flow, at->side, offset, len, why);
    s->next = upto;
    side->offset = offset + len;
}

void ws_stream_close(const struct ws_stream_at *at)
{
    const struct ws_flow_handler *handler = at->context->handler;
    if (at->stream->closed)
        return;
    at->stream->closed = true;
    at->flow->side[at->side].closed = true;
    ws_store_clear(&at->stream->store, at->context->memory);
    handler->closed(handler->self, at->flow, at->side);
}

/* Delivers what has come to be in order. */
static void drain(const struct ws_stream_at *at)
{
    struct ws_stream *s = at->stream;
    while (s->next < s->fin && ws_store_first(&s->store) == s->next) {
        struct ws_bytes run = ws_store_run(&s->store);
        deliver(at, run.len > s->fin - s->next ? ws_bytes_upto(run, s->fin - s->next) : run);
        ws_store_drop(&s->store, at->context->memory, s->next);
    }
    if (s->next == s->fin)
        ws_stream_close(at);
}

/* What is behind the first hole, a byte or the FIN; `next`: there is no hole. */
static uint64_t behind_hole(const struct ws_stream *stream)
{
    uint64_t first = ws_store_first(&stream->store);
    return first < stream->fin ? first : stream->fin;
}

void ws_stream_ack(const struct ws_stream_at *at, uint32_t ack)
{
    struct ws_stream *s = at->stream;
    if (!s->started) {
        if (!s->has_ack || distance(ack, s->acked) > 0)
            s->acked = wide(ack);
        s->has_ack = true;
        return;
    }
    int64_t ahead = distance(ack, s->next), window = WS_STREAM_WINDOW;
    if (ahead < -window || ahead > window)
        return;
    uint64_t acked = s->next + (uint64_t)ahead;
    if (acked > s->acked)
        s->acked = acked;
    for (uint64_t upto = behind_hole(s); upto > s->next && upto <= acked; upto = behind_hole(s)) {
        give_up(at, upto, WS_GAP_LOST);
        drain(at);
    }
}

/* Stores bytes that come too early, or among waiting ones; all of them behind `next`. */
static int hold(const struct ws_stream_at *at, uint64_t pos, struct ws_bytes in)
{
    const struct ws_stream_context *context = at->context;
    struct ws_stream *s = at->stream;
    uint64_t differs;
    int err =
        ws_store_put(&s->store, context->memory, pos, in, context->options->overlap_last, &differs);
    if (err || differs == WS_NO_POSITION)
        return err;
    context->counters->tcp_differing++;
    context->handler->overlap(context->handler->self, at->flow, at->side, differs - s->start);
    return WS_OK;
}

static bool has_room(const struct ws_stream_at *at, uint64_t pos, size_t len)
{
    const struct ws_store *store = &at->stream->store;
    size_t used = ws_store_used(store), cost = ws_store_cost(store, pos, len);
    size_t limit = at->context->options->max_store;
    return cost == 0 || (cost <= limit && used <= limit - cost);
}

/* The store is full: gives up the first hole, or the one before `pos` where that comes first. */
static void make_room(const struct ws_stream_at *at, uint64_t pos)
{
    uint64_t upto = ws_store_first(&at->stream->store);
    if (upto > pos)
        upto = pos;
    if (upto > at->stream->next)
        give_up(at, upto, WS_GAP_LIMIT);
    drain(at);
}

/* Takes bytes that end before the FIN. Each turn of the loop delivers, stores or gives up. */
static int take_bytes(const struct ws_stream_at *at, uint64_t pos, struct ws_bytes in)
{
    struct ws_stream *s = at->stream;
    while (pos + in.len > s->next && in.len) {
        if (pos < s->next) {
            in = ws_bytes_from(in, s->next - pos);
            pos = s->next;
        }
        uint64_t first = ws_store_first(&s->store);
        if (pos == s->next && first > pos) {
            struct ws_bytes front = first - pos < in.len ? ws_bytes_upto(in, first - pos) : in;
            deliver(at, front);
            if (front.len < in.len)
                continue;
            break;
        }
        if (has_room(at, pos, in.len)) {
            int err = hold(at, pos, in);
            if (err)
                return err;
            break;
        }
        make_room(at, pos);
    }
    drain(at);
    return WS_OK;
}

static uint64_t load(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

/* Of the first and the last 16 bytes: enough to tell a forged answer, and nearly free. */
static uint32_t digest_of(struct ws_bytes in)
{
    enum { WORD = 8, ENDS = 4 * WORD };
    uint64_t sum = in.len;
    if (in.len < ENDS) {
        for (size_t i = 0; i < in.len; i++)
            sum = sum * 31 + in.data[i];
    } else {
        const uint8_t *end = in.data + in.len;
        sum ^= load(in.data) + (load(in.data + WORD) << 1 | 1) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= (load(end - WORD) + load(end - 2 * WORD) * 3) * UINT64_C(0xc2b2ae3d27d4eb4f);
    }
    return (uint32_t)(sum ^ sum >> 32);
}

static void remember(struct ws_stream *s, uint64_t pos, struct ws_bytes in)
{
    struct ws_stream_taken *taken = &s->taken[s->next_taken];
    s->next_taken = (s->next_taken + 1) % WS_LEN(s->taken);
    *taken = (struct ws_stream_taken){pos, (uint32_t)in.len, digest_of(in)};
}

/* A byte alone is a keep-alive, whatever it is. */
static void compare_repeated(const struct ws_stream_at *at, uint64_t pos, struct ws_bytes in)
{
    struct ws_stream *s = at->stream;
    for (size_t i = 0; i < WS_LEN(s->taken) && in.len > 1; i++) {
        const struct ws_stream_taken *taken = &s->taken[i];
        if (taken->pos != pos || taken->len != in.len)
            continue;
        if (taken->digest != digest_of(in)) {
            at->context->counters->tcp_differing++;
            at->context->handler->overlap(at->context->handler->self, at->flow, at->side,
                                          pos - s->start);
        }
        return;
    }
}

static void count_segment(const struct ws_stream_at *at, uint64_t pos, struct ws_bytes in)
{
    struct ws_counters *counters = at->context->counters;
    uint64_t next = at->stream->next;
    size_t len = in.len;
    if (pos > next)
        counters->tcp_out_of_order++;
    else if (pos == next)
        counters->tcp_in_order++;
    else if (pos + len <= next)
        counters->tcp_retransmitted++;
    else
        counters->tcp_overlapping++;
    if (pos + len <= next)
        compare_repeated(at, pos, in);
    else
        remember(at->stream, pos, in);
}

/* The first FIN counts: its place cannot change, nor be where data was already delivered. */
static void note_fin(const struct ws_stream_at *at, uint64_t pos)
{
    struct ws_stream *s = at->stream;
    if (s->fin != WS_NO_POSITION)
        return;
    if (pos < s->next) {
        at->context->counters->tcp_outside_window++;
        return;
    }
    s->fin = pos;
    at->flow->side[at->side].fin = true;
}

int ws_stream_segment(const struct ws_stream_at *at, uint32_t seq, const struct ws_segment *segment)
{
    struct ws_stream *s = at->stream;
    struct ws_bytes in = segment->payload;
    uint64_t pos = position(seq, s->next);

    if (pos == s->next && !segment->missing && !s->store.n && s->fin == WS_NO_POSITION &&
        !(segment->flags & WS_TCP_FIN)) {
        at->context->counters->tcp_in_order++;
        remember(s, pos, in);
        deliver(at, in);
        return WS_OK;
    }
    uint64_t end = pos + in.len + segment->missing;
    if (segment->flags & WS_TCP_FIN)
        note_fin(at, end);
    if (end > s->fin) {
        at->context->counters->tcp_after_fin++;
        end = s->fin;
        in = pos < s->fin ? ws_bytes_upto(in, s->fin - pos) : (struct ws_bytes){in.data, 0};
    }
    if (end > s->seen)
        s->seen = end;
    s->cut |= segment->missing > 0;
    if (in.len)
        count_segment(at, pos, in);
    return take_bytes(at, pos, in);
}

uint64_t ws_stream_seen(const struct ws_stream *stream)
{
    return stream->seen > stream->next ? stream->seen : stream->next;
}

/* Behind the last byte that there was, so far as known. One more acknowledged is a FIN. */
static uint64_t known_end(const struct ws_stream *stream)
{
    uint64_t end = ws_stream_seen(stream);
    if (stream->acked > end + 1)
        end = stream->acked;
    return end < stream->fin ? end : stream->fin;
}

void ws_stream_flush(const struct ws_stream_at *at)
{
    struct ws_stream *s = at->stream;
    if (!s->started)
        return;
    for (uint64_t upto = behind_hole(s); upto > s->next && upto != WS_NO_POSITION;
         upto = behind_hole(s)) {
        give_up(at, upto, s->acked >= upto || s->cut ? WS_GAP_LOST : WS_GAP_ENDED);
        drain(at);
    }
    if (known_end(s) > s->next)
        give_up(at, known_end(s), WS_GAP_LOST);
}

const char *ws_gap_reason_name(enum ws_gap_reason why)
{
    static const char *const names[] = {
#define NAME(upper, lower, doc) [WS_GAP_##upper] = #lower,
        WS_GAP_MAP(NAME)
#undef NAME
    };
    return why < WS_GAP_N_REASONS ? names[why] : "unknown";
}
