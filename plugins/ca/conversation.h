#ifndef CA_CONVERSATION_H
#define CA_CONVERSATION_H

#include "ca.h"

/** What the plugin remembers of a circuit, or of the datagrams of one client. */

/** Framing of one direction. */
struct ca_side {
    bool boundary_known;
    uint8_t boundary; /* offsets of messages, modulo 8 */
    uint64_t drained; /* where an oversize message ends; 0: none was met */
    uint64_t next;    /* where the search goes on, unless bytes were lost again */
};

enum { CA_ROLES = 3 /* the unknown one, too */ };

struct ca_conversation {
    const struct ca_instance *instance;
    bool udp;
    bool started;          /* a message of the client was seen on the circuit */
    bool any_channel;      /* the client has asked for one */
    bool version_in_front; /* of the datagram */
    struct ca_side sides[CA_ROLES];
    struct ws_map *names;         /* by cid */
    struct ws_map *long_names;    /* by cid */
    struct ws_map *channels;      /* by sid */
    struct ws_map *subscriptions; /* by id */
    struct ws_map *requests;      /* by command and number */
    struct ws_map *queues;        /* by command: the numbers of what is answered in order */
    struct ws_map *servers;       /* by address and port: beacons */
};

/* channels.c */

/** A message that is looked at. */
struct ca_seen {
    struct ca_conversation *c;
    const struct ws_message *message;
    struct ws_host *host;
    enum ca_message type;
    struct ca_header header;
    struct ca_header quoted; /* error_response: with .len 0 when there is none */
};

void ca_channels_begin(struct ca_conversation *c, struct ws_host *host);
/** Is an event_add_response without payload the answer to a cancel? */
bool ca_is_cancel(struct ca_conversation *c, uint32_t subscription_id);
bool ca_knows_cid(struct ca_conversation *c, uint32_t cid);
/** Open: not yet cleared. */
bool ca_knows_sid(struct ca_conversation *c, uint32_t sid);
bool ca_knows_subscription(struct ca_conversation *c, uint32_t id);
/** Remembers names and requests, ties answers to requests, names the channel. */
void ca_channels_see(struct ca_seen *s);

/* checks.c: what a strict peer would not accept. */
void ca_checks_see(struct ca_seen *s);

/* servers.c: what beacons, and answers to searches, tell of servers. */
void ca_servers_begin(struct ca_conversation *c, struct ws_host *host);
void ca_servers_see(struct ca_seen *s);

#endif
