#ifndef WS_PLUGIN_TALK_H
#define WS_PLUGIN_TALK_H

#include "flow/clock.h"
#include "flow/flow.h"
#include "message/decode.h"
#include "plugin/engine.h"
#include "plugin/event.h"
#include "plugin/map.h"

/**
 * A flow as the engine sees it: which plugin reads it, that plugin's conversation, and per
 * direction what is not yet a message. What engine.c, detect.c, direction.c, emit.c and host.c
 * share.
 */

enum { WS_HOLD_MAX = 64 << 10 /* bytes per direction kept while no plugin is chosen */ };

/** How a direction reads its bytes. */
enum ws_sync {
    WS_IN_SYNC,   /* the next byte begins a message */
    WS_SEARCHING, /* for where one may begin */
    WS_STOPPED,   /* nothing more is read */
};

/** A gap that is told when messages have been found behind it. */
struct ws_open_gap {
    bool open, midstream;
    uint64_t offset, len;
    const char *reason;
};

struct ws_direction {
    uint8_t *data; /* bytes from `offset` on that are not yet a message */
    size_t len, cap;
    uint64_t offset;
    uint64_t need;    /* as many are needed before split is asked again */
    uint64_t drain;   /* bytes to come that are dropped unseen */
    uint64_t refused; /* offset + 1 of what was no message; 0: none was */
    size_t scanned;
    enum ws_sync sync;
    bool started, from_begin, after_gap, any_gap, overlap;
    struct ws_lost lost; /* before the search that is on */
    struct {
        uint8_t head[64];
        size_t len;  /* 0: no message was cut */
        uint64_t at; /* its offset */
    } cut;
    struct ws_open_gap gap;
};

/** Bytes (or a gap, or an end) that wait until it is known who reads them. */
enum ws_held_kind { WS_HELD_DATA, WS_HELD_GAP, WS_HELD_CLOSED, WS_HELD_DATAGRAM };
struct ws_held {
    struct ws_held *next;
    enum ws_held_kind kind;
    int side;
    int64_t ts_ns;
    uint64_t frame, offset, len;
    enum ws_gap_reason why;
    uint8_t bytes[];
};

/** The first bytes of a direction that no plugin reads, until they tell what it is. */
struct ws_naming {
    uint8_t *data;
    size_t len;
    size_t ask_at; /* so many are there when they are looked at again */
    bool done;
};

struct ws_talk {
    struct ws_event_flow flow;          /* what events say of it */
    const struct ws_instance *instance; /* NULL: nobody reads it */
    const struct ws_plugin *plugin;
    void *conversation;
    struct ws_map *maps;
    bool given_up, role_guessed, any_gap, tcp;
    bool whole[2]; /* seen from its begin */
    int opener;
    struct ws_direction dir[2];
    struct ws_held *held, **held_end;
    size_t held_len[2];
    size_t ask_at; /* bytes held when the plugins are asked again */
    struct ws_naming naming[2];
    int64_t deadline_ns;
    int64_t heap_ns; /* its place among the deadlines: at or before deadline_ns */
    size_t heap_at;  /* 1 and up; 0: no deadline */
};

/** What the plugin's calls act on: one per engine. */
struct ws_host {
    struct ws_engine *engine;
    struct ws_talk *talk;
    struct ws_event *event; /* the message's; NULL in begin, tick and end */
    int64_t now_ns;
    uint64_t frame;
};

struct ws_engine_counts {
    uint64_t messages, with_errors, malformed, gaps, gap_bytes, notices, unfinished,
        unrecognised_flows, unrecognised_bytes;
};

struct ws_engine {
    struct ws_engine_config config;
    struct ws_flows *flows;
    struct ws_memory memory;
    struct ws_host host;
    struct ws_out out, context;
    struct ws_opened context_open;
    struct ws_arena texts; /* of the current event */
    struct ws_event event;
    struct ws_talk **heap; /* deadlines, the nearest first; from 1 on */
    size_t n_heap, cap_heap;
    struct ws_engine_counts counts;
    struct ws_clock clock;
    uint64_t seed; /* of all hashing */
    int err;       /* what the sink answered, or WS_E_NOMEM: ends the run */
};

/* detect.c */

/**
 * Which plugin reads the flow, by what is known of it: its ports and the first bytes of both
 * directions (of the flow's sides 0 and 1). NULL: nobody, or (*ret_wait) not yet known; never that
 * when no more bytes come (`last`).
 */
const struct ws_instance *ws_detect(const struct ws_engine *e, const struct ws_talk *t,
                                    const struct ws_bytes first[2], bool last, bool *ret_wait);
/** Sets the roles of both ends, now that it is known who reads. */
void ws_detect_roles(struct ws_talk *t, const struct ws_bytes first[2]);
/** The flow as plugins see it: the client first where that is known. */
struct ws_flow_view ws_detect_view(const struct ws_talk *t);

/* direction.c */
void ws_direction_data(struct ws_engine *e, struct ws_talk *t, int side, struct ws_bytes in,
                       uint64_t offset);
void ws_direction_gap(struct ws_engine *e, struct ws_talk *t, int side, uint64_t offset,
                      uint64_t len, enum ws_gap_reason why);
/** Nothing follows: what is unfinished is cut off, unless only the capture ends. */
void ws_direction_closed(struct ws_engine *e, struct ws_talk *t, int side, bool capture_ended);
void ws_direction_free(struct ws_direction *d);

/* emit.c */
void ws_emit_message(struct ws_engine *e, struct ws_talk *t, int side, struct ws_bytes message,
                     uint64_t offset);
void ws_emit_malformed(struct ws_engine *e, struct ws_talk *t, int side, const struct ws_split *why,
                       struct ws_bytes shown, uint64_t offset);
void ws_emit_gap(struct ws_engine *e, struct ws_talk *t, int side, const struct ws_open_gap *gap,
                 const uint64_t *resync_at);
void ws_emit_flow(struct ws_engine *e, struct ws_talk *t, const char *end_reason);

/** A clean event of this talk and side, at the present packet; its scratch memory is emptied. */
struct ws_event *ws_emit_start(struct ws_engine *e, struct ws_talk *t, int side,
                               enum ws_event_type type);
void ws_emit_send(struct ws_engine *e, const struct ws_event *event);

/* host.c */

/** Adds one of the engine's own notes. */
void ws_host_add_note(struct ws_engine *e, struct ws_event *event, enum ws_level level,
                      const char *code, const char *text);
void ws_host_finish_context(struct ws_engine *e, struct ws_event *event);

/* naming.c */

/** Bytes in stream order of a flow that no plugin reads. */
void ws_naming_data(struct ws_engine *e, struct ws_talk *t, int side, struct ws_bytes in);
/** Nothing follows them: the last word on what they are; frees them. */
void ws_naming_end(struct ws_engine *e, struct ws_talk *t, int side);

/* deadline.c */
void ws_deadline_set(struct ws_engine *e, struct ws_talk *t, int64_t at_ns);
/** Calls tick for all whose time has come by `now_ns`, in the order of their times. */
void ws_deadlines_run(struct ws_engine *e, int64_t now_ns);

#endif
