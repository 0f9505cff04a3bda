#ifndef WS_OUTPUT_JSON_H
#define WS_OUTPUT_JSON_H

#include "message/buf.h"
#include "output/print.h"
#include "plugin/event.h"

/**
 * Appends an event as one line of NDJSON, newline included: docs/events.md. Writes
 * event->flow->rendered. With print->alone a message begins with its sender: nothing of packet and
 * flow.
 *
 * @param seq  The event's number in this output; 0: not yet known, print->seq_at is where in `out`
 * it goes.
 */
void ws_json_event(struct ws_print *print, const struct ws_event *event, uint64_t seq,
                   struct ws_buf *out);

/** What is known of a capture when it turns out to be damaged, or has been read. */
struct ws_report {
    bool any_packet;
    int64_t ts_ns;  /* of the last packet */
    uint64_t frame; /* its number */
    const char *file;
};

/** A damaged capture as an `error` event. */
void ws_json_error(struct ws_print *print, const struct ws_report *at, uint64_t seq,
                   const char *code, const char *text, struct ws_buf *out);

/** A `stats` event is opened, gets its counters, and is closed. */
void ws_json_stats_begin(struct ws_print *print, const struct ws_report *at, uint64_t seq,
                         struct ws_buf *out);
void ws_json_stat(const char *name, uint64_t value, struct ws_buf *out);
void ws_json_stats_end(struct ws_buf *out);

#endif
