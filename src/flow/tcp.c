/* Both directions of a TCP flow: handshake, port reuse, resets (RFC 9293 sections 3.5 and 3.10). */
#include "flow/table.h"

#include "wirespeak/err.h"

static struct ws_stream_at stream_at(const struct ws_stream_context *context,
                                     struct ws_flow_entry *entry, int side)
{
    return (struct ws_stream_at){context, &entry->flow, &entry->stream[side], side};
}

static bool carried(const struct ws_flow_entry *entry)
{
    return ws_stream_carried(&entry->stream[0]) || ws_stream_carried(&entry->stream[1]);
}

/* A SYN's word counts more than a SYN-ACK's; among SYNs (simultaneous open) the first. */
void ws_tcp_note_opener(struct ws_flow_entry *entry, int side, uint8_t flags)
{
    if (!(flags & WS_TCP_SYN) || entry->opener_sure)
        return;
    bool sure = !(flags & WS_TCP_ACK);
    if (entry->flow.opener >= 0 && (!sure || carried(entry)))
        return;
    entry->flow.opener = sure ? side : !side;
    entry->opener_sure = sure;
}

enum syn { SYN_STARTS, SYN_REPEATED, SYN_LATE, SYN_REUSES };

/* What a SYN, whose first byte of data has number `first`, is to its direction. */
static enum syn judge_syn(const struct ws_flow_entry *entry, int side, uint32_t first,
                          size_t payload_len)
{
    const struct ws_stream *stream = &entry->stream[side];
    if (stream->started && first == (uint32_t)stream->start)
        return SYN_REPEATED;
    if (stream->started && !entry->flow.side[side].synced && ws_stream_may_start_at(stream, first))
        return SYN_LATE;
    bool fits_ack = !stream->has_ack || (uint32_t)stream->acked - first <= payload_len;
    if (!stream->started && fits_ack)
        return SYN_STARTS;
    return carried(entry) ? SYN_REUSES : SYN_STARTS;
}

static void take_syn(struct ws_flow_entry *entry, int side, const struct ws_segment *segment)
{
    struct ws_stream *stream = &entry->stream[side];
    uint32_t first = segment->seq + 1;

    ws_tcp_note_opener(entry, side, segment->flags);
    switch (judge_syn(entry, side, first, segment->payload.len)) {
    case SYN_STARTS:
        stream->has_ack &= !stream->started;
        ws_stream_start(stream, first);
        break;
    case SYN_LATE:
        ws_stream_move_start(stream, first);
        break;
    case SYN_REPEATED:
    case SYN_REUSES:
        break;
    }
    if (stream->next == stream->start)
        entry->flow.side[side].synced = true;
}

bool ws_tcp_is_reuse(const struct ws_flow_entry *entry, int side, const struct ws_segment *segment)
{
    if (!(segment->flags & WS_TCP_SYN) || segment->flags & WS_TCP_RST)
        return false;
    enum syn syn = judge_syn(entry, side, segment->seq + 1, segment->payload.len);
    if (entry->ended)
        return syn != SYN_REPEATED || !carried(entry);
    return syn == SYN_REUSES;
}

/* RFC 9293 section 3.10.7.3: a SYN not yet answered is refused by acknowledging it. */
static bool reset_is_valid(const struct ws_flow_entry *entry, int side,
                           const struct ws_segment *segment)
{
    const struct ws_stream *stream = &entry->stream[side], *peer = &entry->stream[!side];
    if (stream->started)
        return segment->seq - (uint32_t)stream->next < WS_STREAM_WINDOW;
    if (stream->has_ack)
        return segment->seq - (uint32_t)stream->acked < WS_STREAM_WINDOW;
    if (!peer->started)
        return true;
    uint32_t acked = segment->ack - (uint32_t)peer->start;
    return (segment->flags & WS_TCP_ACK) && acked <= ws_stream_seen(peer) - peer->start;
}

void ws_tcp_flush(const struct ws_stream_context *context, struct ws_flow_entry *entry)
{
    for (int side = 0; side < 2; side++) {
        struct ws_stream_at at = stream_at(context, entry, side);
        ws_stream_flush(&at);
    }
}

/* Data in a reset is a diagnostic text, not part of the stream (RFC 9293 section 3.10.7.3). */
static enum ws_tcp_verdict take_reset(const struct ws_stream_context *context,
                                      struct ws_flow_entry *entry, int side,
                                      const struct ws_segment *segment)
{
    if (!reset_is_valid(entry, side, segment)) {
        context->counters->tcp_bad_rst++;
        return WS_TCP_GOES_ON;
    }
    struct ws_stream_at peer = stream_at(context, entry, !side);
    if (segment->flags & WS_TCP_ACK)
        ws_stream_ack(&peer, segment->ack);
    ws_tcp_flush(context, entry);
    for (int i = 0; i < 2; i++) {
        struct ws_stream_at at = stream_at(context, entry, i);
        ws_stream_close(&at);
    }
    return WS_TCP_ENDED_RST;
}

enum ws_tcp_verdict ws_tcp_segment(const struct ws_stream_context *context,
                                   struct ws_flow_entry *entry, int side,
                                   const struct ws_segment *segment, int *ret_err)
{
    struct ws_stream_at at = stream_at(context, entry, side);
    struct ws_stream_at peer = stream_at(context, entry, !side);
    uint8_t flags = segment->flags;
    uint32_t seq = segment->seq;

    *ret_err = WS_OK;
    if (flags & WS_TCP_RST)
        return take_reset(context, entry, side, segment);
    if (flags & WS_TCP_SYN) {
        take_syn(entry, side, segment);
        seq++;
    }
    if (!ws_stream_reaches(&at, seq)) {
        context->counters->tcp_outside_window++;
        return WS_TCP_GOES_ON;
    }
    if (flags & WS_TCP_ACK)
        ws_stream_ack(&peer, segment->ack);
    if (segment->payload.len || segment->missing || flags & WS_TCP_FIN) {
        if (!at.stream->started)
            ws_stream_start_late(at.stream, seq);
        *ret_err = ws_stream_segment(&at, seq, segment);
    }
    return at.stream->closed && peer.stream->closed ? WS_TCP_ENDED_FIN : WS_TCP_GOES_ON;
}
