#ifndef HSMS_CONVERSATION_H
#define HSMS_CONVERSATION_H

#include "dictionary.h"

/** What the plugin remembers of a connection, and who of its files looks at what. */

/* Searching: recognise.c */

enum { HSMS_MAX_CANDIDATES = 64 };

/** Where a message may begin, as far as its bytes have been looked at. */
struct hsms_candidate {
    uint64_t offset; /* in the stream */
    uint32_t length;
    struct hsms_progress progress;
};

/** A search in one direction. */
struct hsms_search {
    bool active;
    uint64_t next; /* the first offset that was not yet tried */
    size_t n;
    struct hsms_candidate candidates[HSMS_MAX_CANDIDATES];
};

/** A message that may be answered, or rejected. */
struct hsms_open {
    struct ws_request request;
    uint16_t session_id;
    uint8_t stream, function, s_type;
    bool unasked; /* a primary without the W-bit: nobody waits for its answer, which may come */
};

/** One session (HSMS-GS: one of several on the connection). */
struct hsms_session {
    bool known; /* what follows is */
    bool selected;
    uint8_t communication; /* enum hsms_communication */
};
enum hsms_communication { HSMS_NOT_COMMUNICATING, HSMS_WAIT_CRA, HSMS_COMMUNICATING };

struct hsms_conversation {
    const struct hsms_instance *instance;
    char name[16];           /* of the message that is being read */
    struct ws_map *searches; /* by direction: made when needed */
    struct ws_map *open;     /* requests whose answer is owed */
    struct ws_map *past;     /* the latest other messages */
    struct ws_map *wait_t3, *wait_t6;
    struct ws_map *sessions; /* by session id; 65535 in HSMS-SS */
    struct ws_map *names;    /* learnt: by kind and id */
    struct ws_map *reports;  /* report id to the ids of its variables */
    struct ws_map *asked;    /* request to the ids that it asks for */
    int64_t t7_ns;           /* when it runs out; INT64_MAX: not running */
    bool started;            /* a message was seen */
    bool several;            /* HSMS-GS: sessions have ids of their own */
};

/** What one message is looked at for. */
struct hsms_seen {
    struct hsms_conversation *c;
    const struct ws_message *message;
    struct ws_host *host;
    struct hsms_header header;
    enum hsms_s_type kind;
    uint8_t stream, function; /* of data */
    bool w_bit;
    const struct ws_node *data; /* the named view, or NULL */
    bool answers;
    struct hsms_open request; /* that it answers: a copy, since maps move their entries */
};

/* transactions.c: which message answers which. */

void hsms_transactions_begin(struct hsms_conversation *c, struct ws_host *host);
/** Finds the request of a reply, and remembers a request. */
void hsms_transactions_see(struct hsms_seen *s);
/** Nothing that waits is waited for any longer. */
void hsms_transactions_lost(struct hsms_conversation *c);
/** When the next answer will be overdue; INT64_MAX: never. */
int64_t hsms_transactions_due_ns(const struct hsms_conversation *c);
void hsms_transactions_tell(struct hsms_conversation *c, int64_t now_ns, struct ws_host *host);

/* states.c: selection and GEM communication. */

/** The session of a message, or NULL. */
struct hsms_session *hsms_session_of(struct hsms_seen *s);
void hsms_states_check(struct hsms_seen *s);
void hsms_states_see(struct hsms_seen *s);

/* names.c: what ids stand for. */

void hsms_names_begin(struct hsms_conversation *c, struct ws_host *host);
/** Learns from a message. */
void hsms_names_learn(struct hsms_seen *s);
/** Adds to its context what it does not say itself. */
void hsms_names_show(struct hsms_seen *s);

#endif
