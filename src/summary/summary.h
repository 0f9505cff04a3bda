#ifndef WS_SUMMARY_SUMMARY_H
#define WS_SUMMARY_SUMMARY_H

#include "message/buf.h"
#include "output/sink.h"
#include "plugin/event.h"

/**
 * What one opens a capture for, from its events: per protocol messages by type, response times,
 * unanswered requests, errors and notes by code, gaps, flows, and the tables that the plugin
 * declares. Memory is bounded: what did not fit is counted. docs/summary.md says what it prints.
 */
struct ws_summary;

/** NULL: no memory. */
struct ws_summary *ws_summary_new(void);
void ws_summary_free(struct ws_summary *summary);

/** For the engine; answers WS_E_NOMEM or 0. Only one engine at a time. */
struct ws_event_sink ws_summary_sink(struct ws_summary *summary);

/** The capture has ended: frames of the next one are others. */
void ws_summary_end_file(struct ws_summary *summary);

/** A capture that was read. */
struct ws_summary_file {
    const char *name;
    uint64_t bytes; /* of the file; 0: not known */
    uint64_t packets;
    int64_t first_ns, last_ns; /* of its packets, when there are any */
    const char *error;         /* a sentence; NULL: it was read whole */
};

/** What is printed beside the events' summary, and how. */
struct ws_summary_view {
    const struct ws_summary_file *files;
    size_t n_files;
    const struct ws_total *totals;
    size_t n_totals;
    int64_t took_ns; /* reading; text only */
    uint64_t top;    /* rows of a table; 0: 10 in text, all in JSON */
};

/** Appends the tables for people. 0 or WS_E_NOMEM. */
int ws_summary_text(const struct ws_summary *summary, const struct ws_summary_view *view,
                    struct ws_buf *out);

/** Appends one JSON document and a newline. 0 or WS_E_NOMEM. */
int ws_summary_json(const struct ws_summary *summary, const struct ws_summary_view *view,
                    struct ws_buf *out);

#endif
