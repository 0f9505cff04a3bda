#ifndef WS_PLUGIN_EVENT_H
#define WS_PLUGIN_EVENT_H

#include "wirespeak/plugin.h"

/** What the engine tells: one event, one line of output. docs/events.md says how each is printed.
 */
enum ws_event_type {
    WS_EVENT_MESSAGE,
    WS_EVENT_GAP,
    WS_EVENT_NOTICE,
    WS_EVENT_FLOW,
};

enum { WS_RENDER_MAX = 256 };

/** What is known of the event's flow. Lives as long as the flow; `rendered` belongs to the sink. */
struct ws_event_flow {
    uint64_t id;
    enum ws_transport transport;
    struct ws_endpoint_view ends[2];
    const char *protocol;  /* the plugin's name; NULL: not recognised */
    const char *app_proto; /* "tls": what it is, though no plugin reads it; NULL: not known */
    char *tls_sni;         /* the name that the client asks for; NULL: none; printable ASCII */
    int64_t first_ns, last_ns;
    uint64_t first_frame;                     /* its first packet */
    uint64_t packets[2], bytes[2], missed[2]; /* bytes: payload; missed: lost or never captured */
    enum ws_role roles[2];                    /* of the sender at ends[0], ends[1] */
    struct {
        char text[WS_RENDER_MAX];
        size_t len;
    } rendered[2];
};

struct ws_event_note {
    enum ws_level level;
    const char *code;
    const char *text;
};

struct ws_event_error {
    const char *code;
    const char *text;
    uint64_t offset; /* from the message's first byte */
};

enum { WS_EVENT_MAX_NOTES = 16, WS_EVENT_MAX_ERRORS = 16, WS_EVENT_MAX_RAW = 4096 };

/** What happens at one packet, in order; the stage reads the datagrams. */
enum ws_turn_place {
    WS_TURN_STAGE_DEADLINE,
    WS_TURN_STAGE_EXPIRY,
    WS_TURN_DEADLINE,
    WS_TURN_EXPIRY,
    WS_TURN_PACKET,
    WS_TURN_STAGE_FACT,
    WS_TURN_FACT,
};

/** An event's place among those of all threads; what one thread tells in one turn follows itself.
 */
struct ws_turn {
    uint64_t frame; /* of the packet that decided it; UINT64_MAX: the end of the capture */
    enum ws_turn_place place;
    uint64_t major, minor; /* a deadline's time and its flow; the packet that placed an expiring
                              flow; a fact's number and the flow's first packet */
};

struct ws_event {
    enum ws_event_type type;
    struct ws_turn turn;
    int64_t ts_ns;
    uint64_t frame;
    struct ws_event_flow *flow;
    int side; /* of the sender: an index of flow->ends; -1: of the flow as a whole */
    enum ws_role from;
    const struct ws_plugin *plugin; /* NULL: not recognised (flow events) */

    /* message */
    const char *message;                    /* its name; "malformed" has no type and no fields */
    const struct ws_message_type *msg_type; /* NULL: malformed */
    enum ws_message_kind kind;
    uint64_t length;
    uint64_t offset;              /* in the stream; also of a gap */
    struct ws_bytes bytes;        /* the message, or what shows the fault of a malformed one */
    const struct ws_node *fields; /* an object, or NULL */
    bool secret;                  /* its bytes hold a secret: no raw unless secrets are shown */

    /* message and notice */
    bool has_request, has_rtt, orphan;
    bool no_answer; /* a request that needs none */
    uint64_t request_frame, request_offset;
    int64_t rtt_ns;
    const struct ws_node *context; /* an object with the plugin's own context, or NULL */
    size_t n_notes, n_errors;
    struct ws_event_note notes[WS_EVENT_MAX_NOTES];
    struct ws_event_error errors[WS_EVENT_MAX_ERRORS];

    /* gap */
    uint64_t gap_length;
    const char *reason; /* lost, limit, ended, midstream; flow end: fin, rst, idle, reuse, memory,
                           capture */
    bool has_resync;
    uint64_t resync_at;

    /* notice */
    const char *code, *text;

    /* flow */
    bool flow_end; /* false: begin */
};

/** Takes events. `event` answers 0, or a negative ws_err, which ends the engine's run. */
struct ws_event_sink {
    void *self;
    int (*event)(void *self, const struct ws_event *event);
};

#endif
