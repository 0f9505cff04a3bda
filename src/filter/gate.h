#ifndef WS_FILTER_GATE_H
#define WS_FILTER_GATE_H

#include "filter/filter.h"
#include "filter/picks.h"

/** What becomes of events before they are printed. */
enum ws_gate_task {
    WS_GATE_KEEP,  /* what matches goes on, and its packet is picked */
    WS_GATE_SCOUT, /* nothing goes on, flows in which something matches are picked */
    WS_GATE_FLOWS, /* what is of a picked flow goes on */
};

struct ws_gate_config {
    enum ws_gate_task task;
    const struct ws_filter *filter; /* NULL: all match; not for WS_GATE_FLOWS */
    struct ws_picks *picks;         /* NULL: none are noted (WS_GATE_KEEP) */
};

/** Stands before a sink. One is used by one thread; zeroed it lets everything through. */
struct ws_gate {
    struct ws_gate_config config;
    struct ws_matcher *matcher;
    struct ws_print print; /* private */
    struct ws_event_sink next;
};

/**
 * @param config  NULL: everything goes on. Copied; what it points at is borrowed until
 *                ws_gate_done.
 * @param print  How events will be printed: which file they are of, whether secrets are shown.
 * @return  0 or WS_E_NOMEM; ws_gate_done in both cases.
 */
int ws_gate_init(struct ws_gate *gate, const struct ws_gate_config *config,
                 const struct ws_print *print, struct ws_event_sink next);
void ws_gate_done(struct ws_gate *gate);

/** What takes the events. Answers as the sink behind it. */
struct ws_event_sink ws_gate_events(struct ws_gate *gate);

/** Values whose regular expression was given up. */
uint64_t ws_gate_given_up(const struct ws_gate *gate);

#endif
