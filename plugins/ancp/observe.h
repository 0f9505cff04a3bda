#ifndef ANCP_OBSERVE_H
#define ANCP_OBSERVE_H

#include "ancp.h"

/** What the plugin remembers of a connection, and who of its files looks at what. */

struct ancp_instance {
    int64_t request_timeout_ns;
};

/** Who a side says that it is. */
struct ancp_identity {
    uint8_t name[6];
    uint32_t port;
    uint32_t instance;
};

enum ancp_state { ANCP_UNSEEN, ANCP_SYNSENT, ANCP_SYNRCVD, ANCP_ESTAB };

enum { ANCP_STORM_ACKS = 4 }; /* more of them within a second are a storm */

/** Messages of one code that wait for their answer. */
struct ancp_unanswered {
    uint32_t n;
    struct ws_request last;
};

/** One side's half of the adjacency, by its own messages and those that it got. */
struct ancp_side {
    enum ancp_state state;
    bool known;                /* it has said who it is */
    struct ancp_identity self; /* as it said last */
    bool recorded;             /* it has accepted a peer */
    struct ancp_identity peer;
    uint8_t version, timer, partition; /* as it said last; timer in 100 ms */
    uint32_t capabilities;             /* bit n: capability n */
    bool heard, dead_told;
    int64_t heard_ns;
    int64_t acks_ns[ANCP_STORM_ACKS]; /* a ring: the last ones */
    uint32_t n_acks;
    struct ancp_unanswered unanswered[ANCP_ACK + 1]; /* by code */
};

struct ancp_conversation {
    const struct ancp_instance *instance;
    struct ancp_side sides[2]; /* by enum ws_role */
    struct ws_map *open;       /* requests that may be answered */
    struct ws_map *waiting;    /* those that must be, and when */
    int64_t waiting_until_ns;  /* the earliest of them; INT64_MAX: none */
    uint32_t asked[2][8];      /* bits: message types that a side has asked with */
};

/** The general header's values. */
struct ancp_general_values {
    uint8_t result, partition_id;
    uint16_t result_code, submessage_number;
    uint32_t transaction_id;
    bool i_flag;
};

/** What one message is looked at for. */
struct ancp_seen {
    struct ancp_conversation *c;
    const struct ws_message *message;
    struct ws_host *host;
    enum ancp_message type;
    uint8_t wire_type;
    bool draft;   /* of the drafts' version */
    bool general; /* it has a general header */
    struct ancp_general_values header;
    uint64_t function;          /* port_management; else 0 */
    const struct ws_node *tlvs; /* or NULL */
    uint32_t noted;             /* bits: notes that it has already */
};

static inline bool ancp_has_side(const struct ancp_seen *s)
{
    return s->message->from == WS_CLIENT || s->message->from == WS_SERVER;
}

static inline struct ancp_side *ancp_sender(const struct ancp_seen *s)
{
    return &s->c->sides[s->message->from];
}

static inline struct ancp_side *ancp_receiver(const struct ancp_seen *s)
{
    return &s->c->sides[s->message->from == WS_CLIENT ? WS_SERVER : WS_CLIENT];
}

static inline bool ancp_is_response(const struct ancp_seen *s)
{
    return s->header.result == ANCP_SUCCESS || s->header.result == ANCP_FAILURE;
}

/** True the first time for each code: a message has a note once. */
static inline bool ancp_once(struct ancp_seen *s, enum ancp_note code)
{
    bool first = !(s->noted & UINT32_C(1) << code);
    s->noted |= UINT32_C(1) << code;
    return first;
}

/** The first TLV of a type in a list (not within others), or NULL. */
const struct ws_node *ancp_tlv_find(const struct ws_node *tlvs, uint64_t type);
/** The list inside a TLV or a message, or NULL. */
const struct ws_node *ancp_tlv_inner(const struct ws_node *tlv);
/** What a TLV object says under `key`, `otherwise` when it has no such number. */
uint64_t ancp_tlv_uint(const struct ws_node *tlv, const char *key, uint64_t otherwise);

/* adjacency.c: RFC 6320 section 3.5, both sides' state machines, by what passes between them. */

/** Takes an adjacency message with code SYN .. RSTACK: states, notes, what answers what. */
void ancp_adjacency_see(struct ancp_seen *s);
/** How long a side may be silent, in ns. */
int64_t ancp_dead_after_ns(const struct ancp_conversation *c);
/** When the next side will have been silent for too long; INT64_MAX: never. */
int64_t ancp_dead_at_ns(const struct ancp_conversation *c);
/** Tells of sides that have been silent for too long, each once. */
void ancp_dead_tell(struct ancp_conversation *c, int64_t now_ns, struct ws_host *host);
const char *ancp_state_name(enum ancp_state state);

/* requests.c: which response answers which request. */

void ancp_requests_begin(struct ancp_conversation *c, struct ws_host *host);
void ancp_requests_see(struct ancp_seen *s);
/** Forgets all requests: the link was reset. */
void ancp_requests_forget(struct ancp_conversation *c);
/** Tells of requests that have waited for too long, each once. */
void ancp_requests_tell(struct ancp_conversation *c, int64_t now_ns, struct ws_host *host);

/* checks.c: notes on what a strict peer would reject. */

/** Before the adjacency takes the message: by its bytes, and by what was agreed before. */
void ancp_check(struct ancp_seen *s);

/* observe.c: see struct ws_plugin. */
int ancp_setup(void *instance, struct ws_instance *host);
void ancp_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                struct ws_host *host);
void ancp_observe(void *conversation, const struct ws_message *message, struct ws_host *host);
void ancp_tick(void *conversation, int64_t now_ns, struct ws_host *host);

#endif
