/* ANCP adjacency: both sides' state machines, by what passes between them. RFC 6320 section 3.5. */
#include "observe.h"

#include <inttypes.h>
#include <string.h>

enum { TIMER_UNIT_MS = 100, DEAD_TIMERS = 3 };
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

/** An adjacency message's content. */
struct adjacency {
    enum ancp_code code;
    struct ancp_identity sender, receiver;
    uint8_t version, timer, partition;
    uint32_t capabilities;
    size_t n_capabilities;
};

const char *ancp_state_name(enum ancp_state state)
{
    static const char *const names[] = {NULL, "SYNSENT", "SYNRCVD", "ESTAB"};
    return names[state];
}

/* Reading */

static void read_capabilities(struct adjacency *a, const struct ws_node *list)
{
    for (const struct ws_node *n = list ? ws_first(list) : NULL; n; n = ws_next(list, n)) {
        uint32_t type = ws_tlv_type(n);
        a->capabilities |= type < 32 ? UINT32_C(1) << type : 0;
        a->n_capabilities++;
    }
}

static void read_name(uint8_t name[6], const struct ws_node *n)
{
    if (n && n->kind == WS_V_MAC && n->len == 6)
        memcpy(name, n->as.data, 6);
}

static struct adjacency read_adjacency(const struct ws_node *fields)
{
    const struct ws_node *all[ADJ_N];
    struct adjacency a = {.version = (uint8_t)ws_get_uint(fields, &ancp_head[HEAD_VERSION], 0)};

    ws_find_all(fields, ancp_adjacency, ADJ_N, all);
    a.code = (enum ancp_code)ws_node_uint(all[ADJ_CODE], 0);
    a.timer = (uint8_t)ws_node_uint(all[ADJ_TIMER], 0);
    a.partition = (uint8_t)ws_node_uint(all[ADJ_PARTITION_ID], 0);
    a.sender.port = (uint32_t)ws_node_uint(all[ADJ_SENDER_PORT], 0);
    a.sender.instance = (uint32_t)ws_node_uint(all[ADJ_SENDER_INSTANCE], 0);
    a.receiver.port = (uint32_t)ws_node_uint(all[ADJ_RECEIVER_PORT], 0);
    a.receiver.instance = (uint32_t)ws_node_uint(all[ADJ_RECEIVER_INSTANCE], 0);
    read_name(a.sender.name, all[ADJ_SENDER_NAME]);
    read_name(a.receiver.name, all[ADJ_RECEIVER_NAME]);
    read_capabilities(&a, all[ADJ_CAPABILITIES]);
    return a;
}

static bool same(const struct ancp_identity *a, const struct ancp_identity *b)
{
    return memcmp(a->name, b->name, sizeof(a->name)) == 0 && a->port == b->port &&
           a->instance == b->instance;
}

/* The sender's own half */

static void note_restart(struct ancp_seen *s, struct ancp_side *side, const struct adjacency *a)
{
    if (!side->known || side->self.instance == a->sender.instance)
        return;
    ws_note(s->host, ANCP_PEER_RESTARTED,
            "the sender's instance is %" PRIu32 ", it was %" PRIu32 ": it has restarted",
            a->sender.instance, side->self.instance);
    if (a->code == ANCP_SYN)
        side->state = ANCP_SYNSENT;
}

static void note_storm(struct ancp_seen *s, struct ancp_side *side)
{
    int64_t *oldest_ns = &side->acks_ns[side->n_acks % ANCP_STORM_ACKS];
    int64_t now_ns = s->message->ts_ns;
    if (side->n_acks >= ANCP_STORM_ACKS && now_ns - *oldest_ns < NS_PER_S)
        ws_note(s->host, ANCP_ACK_STORM,
                "the fifth ACK from this side within %" PRId64 " ms; one in each period of the "
                "timer is enough",
                (now_ns - *oldest_ns) / NS_PER_MS);
    *oldest_ns = now_ns;
    side->n_acks++;
}

/** What a side's own message tells of its state: SYNACK is sent in SYNRCVD, ACK in ESTAB. Messages
 * may have crossed on the wire, so a state is never taken back for them. */
static void sent(struct ancp_seen *s, struct ancp_side *side, const struct adjacency *a)
{
    static const enum ancp_state at_least[] = {
        [ANCP_SYN] = ANCP_SYNSENT, [ANCP_SYNACK] = ANCP_SYNRCVD, [ANCP_ACK] = ANCP_ESTAB};

    if (a->code == ANCP_RSTACK)
        return;
    note_restart(s, side, a);
    if (a->code == ANCP_ACK)
        note_storm(s, side);
    if (side->state < at_least[a->code])
        side->state = at_least[a->code];
    side->known = true;
    side->self = a->sender;
    side->version = a->version;
    side->timer = a->timer;
    side->partition = a->partition;
    side->capabilities = a->capabilities;
}

/* The receiver's half: the state table */

static void record(struct ancp_side *side, const struct adjacency *a)
{
    side->recorded = true;
    side->peer = a->sender;
}

static void receive_syn(struct ancp_side *side, const struct adjacency *a)
{
    if (side->state == ANCP_ESTAB ||
        (a->version != ANCP_VERSION_RFC && a->version != ANCP_VERSION_DRAFT))
        return;
    record(side, a);
    side->state = ANCP_SYNRCVD;
}

static void receive_synack(struct ancp_side *side, const struct adjacency *a, bool c)
{
    if (side->state == ANCP_ESTAB || !c || a->n_capabilities == 0)
        return;
    record(side, a);
    side->state = ANCP_ESTAB;
}

static void receive_ack(struct ancp_side *side, const struct adjacency *a, bool c)
{
    bool b = side->recorded && same(&side->peer, &a->sender);
    if (side->state == ANCP_SYNRCVD && b && c)
        side->state = ANCP_ESTAB;
}

/** The link is reset when the message means the link that is: the side chooses a new instance. */
static bool receive_rstack(struct ancp_side *side, const struct adjacency *a, bool c)
{
    bool known_peer = side->recorded && side->peer.instance == a->sender.instance;
    if (side->state < ANCP_SYNRCVD || !known_peer || !c)
        return false;
    side->state = ANCP_SYNSENT;
    side->known = side->recorded = false;
    return true;
}

/** Conditions A, B and C are the RFC's; what a side has not said yet is not held against its peer.
 */
static bool received(struct ancp_side *side, const struct adjacency *a)
{
    bool c = !side->known || same(&side->self, &a->receiver);
    switch (a->code) {
    case ANCP_SYN:
        receive_syn(side, a);
        return false;
    case ANCP_SYNACK:
        receive_synack(side, a, c);
        return false;
    case ANCP_ACK:
        receive_ack(side, a, c);
        return false;
    case ANCP_RSTACK:
        return receive_rstack(side, a, c);
    }
    return false;
}

/* What answers what */

static bool take(struct ancp_unanswered *u, struct ws_request *ret)
{
    bool only = u->n == 1;
    if (only)
        *ret = u->last;
    u->n = 0;
    return only;
}

static void ask(struct ancp_seen *s, enum ancp_code code)
{
    struct ancp_unanswered *u = &ancp_sender(s)->unanswered[code];
    u->n++;
    u->last = ws_request_of(s->message);
}

/** An ACK answers a SYN or a SYNACK, of which there must be one alone; else another ACK. Answers
 * whether it was an answer of any kind. */
static bool answer_ack(struct ancp_seen *s, struct ancp_unanswered *open)
{
    struct ws_request request;
    uint32_t n = open[ANCP_SYN].n + open[ANCP_SYNACK].n;
    bool syn = take(&open[ANCP_SYN], &request), synack = take(&open[ANCP_SYNACK], &request);

    if (n == 0 && open[ANCP_ACK].n) {
        n = 1;
        syn = take(&open[ANCP_ACK], &request);
    }
    if (n == 1 && (syn || synack))
        ws_answers(s->host, &request);
    return n > 0;
}

static void tie(struct ancp_seen *s, enum ancp_code code)
{
    struct ancp_unanswered *open = ancp_receiver(s)->unanswered;
    struct ws_request request;

    switch (code) {
    case ANCP_SYN:
        ask(s, code);
        return;
    case ANCP_SYNACK:
        if (take(&open[ANCP_SYN], &request))
            ws_answers(s->host, &request);
        ask(s, code);
        return;
    case ANCP_ACK:
        if (!answer_ack(s, open))
            ask(s, code);
        return;
    case ANCP_RSTACK:
        memset(ancp_sender(s)->unanswered, 0, sizeof(ancp_sender(s)->unanswered));
        memset(open, 0, sizeof(ancp_receiver(s)->unanswered));
        return;
    }
}

void ancp_adjacency_see(struct ancp_seen *s)
{
    struct adjacency a = read_adjacency(s->message->fields);
    sent(s, ancp_sender(s), &a);
    bool reset = received(ancp_receiver(s), &a);
    tie(s, a.code);
    if (reset)
        ancp_requests_forget(s->c);
}

/* Silence */

int64_t ancp_dead_after_ns(const struct ancp_conversation *c)
{
    uint8_t a = c->sides[WS_CLIENT].timer, b = c->sides[WS_SERVER].timer;
    uint8_t timer = a > b ? a : b;
    return (int64_t)DEAD_TIMERS * (timer ? timer : 1) * TIMER_UNIT_MS * NS_PER_MS;
}

/** A side owes life signs to a peer that holds the adjacency for established. */
static bool owes_life(const struct ancp_conversation *c, enum ws_role role)
{
    const struct ancp_side *side = &c->sides[role], *peer = &c->sides[role ^ 1];
    return side->heard && !side->dead_told && peer->state == ANCP_ESTAB;
}

int64_t ancp_dead_at_ns(const struct ancp_conversation *c)
{
    int64_t at_ns = INT64_MAX;
    for (enum ws_role role = WS_CLIENT; role <= WS_SERVER; role++) {
        int64_t due_ns = c->sides[role].heard_ns + ancp_dead_after_ns(c) + 1;
        if (owes_life(c, role) && due_ns < at_ns)
            at_ns = due_ns;
    }
    return at_ns;
}

void ancp_dead_tell(struct ancp_conversation *c, int64_t now_ns, struct ws_host *host)
{
    int64_t after_ns = ancp_dead_after_ns(c);
    for (enum ws_role role = WS_CLIENT; role <= WS_SERVER; role++) {
        if (!owes_life(c, role) || now_ns - c->sides[role].heard_ns <= after_ns)
            continue;
        c->sides[role].dead_told = true;
        ws_notice(host, ANCP_ADJACENCY_DEAD, role, NULL,
                  "nothing from the %s for more than %" PRId64 " ms, three times the timer",
                  role == WS_CLIENT ? "client" : "server", after_ns / NS_PER_MS);
    }
}
