#ifndef WS_OUTPUT_SINK_H
#define WS_OUTPUT_SINK_H

#include "output/printer.h"

/** How a sink came to its end. */
enum ws_sink_end {
    WS_SINK_OPEN,
    WS_SINK_LIMIT,  /* the wanted number of events was printed */
    WS_SINK_CLOSED, /* nobody reads any longer */
    WS_SINK_FAILED, /* writing failed: ws_sink_errno() */
};

/** What was found, for the last line to a person. */
struct ws_findings {
    uint64_t messages, malformed, noted, gaps, gap_bytes, notices;
};

/**
 * Prints events into a file descriptor, numbered without holes. A line is written whole or, when
 * writing fails, cut by the system alone: lines are collected and go out at 64 KiB, or by
 * ws_sink_flush().
 */
struct ws_sink;

/** 0 or WS_E_NOMEM. */
int ws_sink_new(const struct ws_sink_config *config, struct ws_sink **ret);

/** Frees it without writing what it holds. NULL is allowed. */
void ws_sink_free(struct ws_sink *sink);

/** For the engine. The sink answers WS_E_END once it is at its end, WS_E_LIMIT for a line of more
 * than 1 GiB, WS_E_NOMEM, WS_E_IO. */
struct ws_event_sink ws_sink_events(struct ws_sink *sink);

#define WS_NO_SEQ SIZE_MAX

/** Who prints lines for ws_sink_line() does it as the sink itself would. */
struct ws_printer ws_sink_printer(const struct ws_sink *sink);

/**
 * Puts a line out that was printed elsewhere; its number goes in at `seq_at`, WS_NO_SEQ: nowhere.
 * Answers as an event does.
 */
int ws_sink_line(struct ws_sink *sink, const uint8_t *line, size_t len, size_t seq_at);

/** The capture's name in the events that follow; NULL: none. */
void ws_sink_set_file(struct ws_sink *sink, const char *file);

/** When the first packet was: what -t r counts from. */
void ws_sink_set_start(struct ws_sink *sink, int64_t ts_ns);

/** Prints an `error` event: JSON only, for people it goes to stderr. */
int ws_sink_error(struct ws_sink *sink, const struct ws_report *at, const char *code,
                  const char *text);

/** A counter: `loss` when a value other than 0 tells that something is missing. */
struct ws_total {
    const char *name;
    uint64_t value;
    bool loss;
};

/** The counters as a table for people. */
void ws_totals_table(const struct ws_total *totals, size_t n, struct ws_buf *out);

/** Prints the counters: a `stats` event, or a table; nothing among columns. */
int ws_sink_stats(struct ws_sink *sink, const struct ws_report *at, const struct ws_total *totals,
                  size_t n);

/** Writes what is held. 0, or as an event. */
int ws_sink_flush(struct ws_sink *sink);

enum ws_sink_end ws_sink_ended(const struct ws_sink *sink);
int ws_sink_errno(const struct ws_sink *sink);
const struct ws_findings *ws_sink_findings(const struct ws_sink *sink);

#endif
