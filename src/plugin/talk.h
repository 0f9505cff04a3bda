#ifndef WS_PLUGIN_TALK_H
#define WS_PLUGIN_TALK_H

#include "flow/flow.h"
#include "message/decode.h"
#include "plugin/engine.h"
#include "plugin/event.h"
#include "plugin/facts.h"
#include "plugin/map.h"
#include "plugin/shard.h"

/**
 * A flow as a shard sees it: which plugin reads it, that plugin's conversation, and per direction
 * what is not yet a message. What the files of this folder that read packets share.
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
    bool closed;  /* nothing follows */
    bool partial; /* what is buffered then is a message, told when the other side has ended too */
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

/** A plugin's view of a flow, or of all datagrams of a client. */
struct ws_conversation {
    const struct ws_instance *instance;
    const struct ws_plugin *plugin;
    struct ws_talk *talk; /* its flow, or that of its last message; NULL: that has ended */
    struct ws_map *maps;
    uint64_t id; /* of its first flow */
    int64_t deadline_ns;
    int64_t heap_ns; /* its place among the deadlines: at or before deadline_ns */
    size_t heap_at;  /* 1 and up; 0: no deadline */
    size_t users;    /* flow sides that hold it */
    bool shared;     /* found by `client` in a chain of the shard's */
    struct ws_endpoint_view client;
    struct ws_conversation *chain;
    max_align_t data[]; /* the plugin's own */
};

struct ws_talk {
    struct ws_event_flow flow;          /* what events say of it */
    const struct ws_instance *instance; /* NULL: nobody reads it */
    const struct ws_plugin *plugin;
    struct ws_conversation *conversation; /* the present one; set while a plugin reads */
    struct ws_conversation *sides[2];     /* by client: each sender's */
    struct ws_waiting waiting[2];         /* for a fact about either end */
    bool given_up, hopes, dropped, role_guessed, any_gap, tcp;
    bool role_given; /* the plugin is not asked who sent a datagram */
    bool whole[2];   /* seen from its begin */
    int opener;
    struct ws_direction dir[2];
    struct ws_held *held, **held_end;
    size_t held_len[2];
    size_t ask_at; /* bytes held when the plugins are asked again */
    struct ws_naming naming[2];
    uint64_t first_frame;
};

/** What the plugin's calls act on: one per shard. */
struct ws_host {
    struct ws_shard *shard;
    struct ws_talk *talk;
    struct ws_event *event; /* the message's; NULL in begin, tick and end */
    int64_t now_ns;
    uint64_t frame;
};

enum { WS_CLIENT_BUCKETS = 1024 };

struct ws_shard {
    struct ws_shard_config config;
    struct ws_flows *flows;
    struct ws_memory memory;
    struct ws_host host;
    struct ws_out out, context;
    struct ws_opened context_open;
    struct ws_arena texts; /* of the current event */
    struct ws_event event;
    struct ws_turn turn;
    struct ws_conversation **heap; /* deadlines, the nearest first; from 1 on */
    size_t n_heap, cap_heap;
    struct ws_fact_table facts;
    struct ws_waitings waitings;
    struct ws_conversation **clients; /* WS_CLIENT_BUCKETS chains; NULL: none is shared */
    struct ws_engine_counts counts;   /* less what the flow table counts */
    bool hopes;                       /* a plugin learns facts */
    int err;                          /* what the sink answered, or WS_E_NOMEM: ends the run */
};

/* detect.c */

/**
 * Which plugin reads the flow, by what is known of it: its ports and the first bytes of both
 * directions (of the flow's sides 0 and 1). NULL: nobody, or (*ret_wait) not yet known; never that
 * when no more bytes come (`last`). Sets t->hopes: a fact might still tell.
 */
const struct ws_instance *ws_detect(const struct ws_shard *s, struct ws_talk *t,
                                    const struct ws_bytes first[2], bool last, bool *ret_wait);
/** Sets the roles of both ends, now that it is known who reads. */
void ws_detect_roles(const struct ws_shard *s, struct ws_talk *t, const struct ws_bytes first[2]);
/** The flow as plugins see it: the client first where that is known. */
struct ws_flow_view ws_detect_view(const struct ws_talk *t);

/* direction.c */
void ws_direction_data(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in,
                       uint64_t offset);
void ws_direction_gap(struct ws_shard *s, struct ws_talk *t, int side, uint64_t offset,
                      uint64_t len, enum ws_gap_reason why);
/** Nothing follows: what is unfinished is cut off, unless only the capture ends. */
void ws_direction_closed(struct ws_shard *s, struct ws_talk *t, int side, bool capture_ended);
void ws_direction_free(struct ws_direction *d);

/* emit.c */
void ws_emit_message(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes message,
                     uint64_t offset);
void ws_emit_malformed(struct ws_shard *s, struct ws_talk *t, int side, const struct ws_split *why,
                       struct ws_bytes shown, uint64_t offset);
void ws_emit_gap(struct ws_shard *s, struct ws_talk *t, int side, const struct ws_open_gap *gap,
                 const uint64_t *resync_at);
void ws_emit_flow(struct ws_shard *s, struct ws_talk *t, const char *end_reason);

/** A clean event of this talk and side, at the present packet; its scratch memory is emptied. */
struct ws_event *ws_emit_start(struct ws_shard *s, struct ws_talk *t, int side,
                               enum ws_event_type type);
void ws_emit_send(struct ws_shard *s, const struct ws_event *event);

/* host.c */

/** Adds one of the engine's own notes. */
void ws_host_add_note(struct ws_shard *s, struct ws_event *event, enum ws_level level,
                      const char *code, const char *text);
void ws_host_finish_context(struct ws_shard *s, struct ws_event *event);

/* naming.c */

/** Bytes in stream order of a flow that no plugin reads. */
void ws_naming_data(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in);
/** Nothing follows them: the last word on what they are; frees them. */
void ws_naming_end(struct ws_shard *s, struct ws_talk *t, int side);

/* held.c */

/** What the flow table tells, on its way to the plugin or to the held ones. */
void ws_held_tell(struct ws_shard *s, struct ws_talk *t, struct ws_held *what, struct ws_bytes in);
/** The flow ends: the last chance to learn who reads it. */
void ws_held_last(struct ws_shard *s, struct ws_talk *t);
/** A fact tells who reads it: what is held goes there. */
void ws_held_learn(struct ws_shard *s, struct ws_talk *t, const struct ws_instance *instance);
void ws_held_drop(struct ws_shard *s, struct ws_talk *t);
/** Hands bytes, a gap or an end to the plugin that reads. */
void ws_held_give(struct ws_shard *s, struct ws_talk *t, const struct ws_held *h,
                  struct ws_bytes in);

/* conversation.c */

/** A flow is bound: its conversation is made, or found. False: no memory, told in s->err. */
bool ws_conversation_open(struct ws_shard *s, struct ws_talk *t);
/** Sets the sender's role and the conversation for a datagram. False: no memory. */
bool ws_conversation_turn(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in);
/** The flow has ended: its last user ends a conversation. */
void ws_conversation_close(struct ws_shard *s, struct ws_talk *t);

/* deadline.c */
void ws_deadline_set(struct ws_shard *s, struct ws_conversation *c, int64_t at_ns);
/** Calls tick for all whose time has come by `now_ns`, in the order of their times. */
void ws_deadlines_run(struct ws_shard *s, int64_t now_ns);

/* shard.c */
void ws_shard_set_now(struct ws_shard *s);

#endif
