/* Channel Access: is it, and who is who? Ports of circuits are often others than 5064. */
#include <string.h>

#include "conversation.h"
#include "search.h"

static uint64_t max_of(const void *instance)
{
    return ((const struct ca_instance *)instance)->max_message;
}

/* Circuits */

static bool is_version(enum ws_role from, const struct ca_header *h)
{
    return h->command == CA_VERSION && ca_is_plausible(from, h, UINT64_MAX);
}

/** Peers older than 4.4, and those that begin in a wrong way, are believed on our own port, or when
 * the other side speaks as it should. */
static enum ws_verdict judge_other(const struct ca_header *h)
{
    bool old_version = h->command == CA_VERSION && h->size == 0 && h->count > 0;
    bool ours = old_version || ca_is_plausible(WS_UNKNOWN_ROLE, h, UINT64_MAX);
    return ours ? WS_NEUTRAL : WS_AGAINST;
}

/** The first bytes of a side: both say their version first, on a circuit that was seen from its
 * begin. */
static enum ws_verdict judge_begin(struct ws_bytes in, enum ws_role from, bool own_port)
{
    static const uint8_t begin[] = {0, 0, 0, 0, 0};
    struct ca_header h, next;

    if (in.len < CA_HEAD) {
        size_t n = in.len < sizeof(begin) ? in.len : sizeof(begin);
        return own_port || n == 0 || memcmp(in.data, begin, n) == 0 ? WS_UNDECIDED : WS_AGAINST;
    }
    if (!ca_header_read(in, &h))
        return WS_AGAINST;
    if (!is_version(from, &h))
        return judge_other(&h);
    if (!ca_header_read(ws_bytes_from(in, h.len), &next))
        return WS_LIKELY;
    return ca_is_plausible(from, &next, UINT64_MAX) ? WS_SURELY : WS_LIKELY;
}

static bool holds_chain(struct ws_bytes in, enum ws_role from, uint64_t max)
{
    struct ca_search how = {.from = from, .max_message = max, .step = 1, .trusted = SIZE_MAX};
    return in.len >= CA_HEAD && ca_search(&how, in) < in.len;
}

static enum ws_verdict judge_middle(struct ws_bytes in, uint64_t max, bool own_port)
{
    if (holds_chain(in, WS_CLIENT, max) || holds_chain(in, WS_SERVER, max))
        return own_port ? WS_SURELY : WS_LIKELY;
    return WS_UNDECIDED;
}

static enum ws_verdict judge_circuit(const struct ws_probe *probe, uint64_t max)
{
    enum ws_verdict v[2];
    bool ended = probe->end[0] && probe->end[1];

    for (int side = 0; side < 2; side++)
        v[side] = probe->from_begin[side]
                      ? judge_begin(probe->first[side], side == 0 ? WS_CLIENT : WS_SERVER,
                                    probe->own_port)
                      : judge_middle(probe->first[side], max, probe->own_port);
    if (v[0] == WS_SURELY || v[1] == WS_SURELY || (v[0] == WS_LIKELY && v[1] == WS_LIKELY))
        return WS_SURELY;
    bool likely = v[0] == WS_LIKELY || v[1] == WS_LIKELY;
    bool neutral = v[0] == WS_NEUTRAL || v[1] == WS_NEUTRAL;
    if (likely && neutral)
        return WS_LIKELY;
    if (likely && (probe->own_port || !probe->from_begin[v[1] == WS_LIKELY]))
        return WS_LIKELY;
    if (!likely && (v[0] == WS_AGAINST || v[1] == WS_AGAINST))
        return WS_AGAINST;
    if (neutral && probe->own_port)
        return WS_NEUTRAL;
    if ((v[0] == WS_UNDECIDED || v[1] == WS_UNDECIDED || likely) && !ended)
        return WS_UNDECIDED;
    return v[0] == WS_AGAINST || v[1] == WS_AGAINST ? WS_AGAINST : WS_NEUTRAL;
}

/* Datagrams */

/** What the datagrams of one side hold, one behind the other. */
struct content {
    bool asks, answers;  /* searches: all are a client's, a server's */
    bool version;        /* one came before */
    size_t n, n_strange; /* messages that tell; and that don't belong there */
};

static bool is_zero(const struct ca_header *h)
{
    return !h->command && !h->size && !h->data_type && !h->count && !h->p1 && !h->p2;
}

static bool is_single(const struct ca_header *h)
{
    bool swapped = h->data_type == CA_SERVER_PORT && h->count == 0; /* CAJ's server, JCA 2.4.12 */

    if (h->size)
        return false;
    if (h->command == CA_BEACON)
        return (h->data_type >= CA_OLDEST && h->data_type <= CA_HIGHEST) || swapped;
    return (h->command == CA_REPEATER_CONFIRM || h->command == CA_REPEATER_REGISTER) &&
           !h->data_type && !h->count && !h->p1;
}

static void look_at(struct content *c, const struct ca_header *h)
{
    if (is_zero(h)) /* proves nothing */
        return;
    bool asks = h->command == CA_SEARCH && ca_is_plausible(WS_CLIENT, h, UINT64_MAX);
    bool answers = h->command == CA_SEARCH && ca_is_plausible(WS_SERVER, h, UINT64_MAX);
    if (h->command == CA_VERSION && !h->size && !h->p2 && h->count <= CA_HIGHEST) {
        c->version = true;
    } else if (asks || (c->version && answers)) { /* an answer alone says too little */
        c->asks = c->asks && asks;
        c->answers = c->answers && answers;
        c->n++;
    } else if (is_single(h)) {
        c->n++;
    } else {
        c->n_strange++;
    }
}

/** On our own ports older clients, and those that begin in a wrong way, are believed, too. */
static enum ws_verdict judge_strange(struct ws_bytes in, bool own_port)
{
    struct ca_header h;

    if (!own_port)
        return WS_AGAINST;
    if (!ca_header_read(in, &h))
        return WS_LIKELY; /* cut */
    bool known = h.command < CA_N_COMMANDS && h.size <= UINT16_MAX / 2 && !is_zero(&h);
    return known || in.len == (uint64_t)h.len + h.size ? WS_LIKELY : WS_AGAINST;
}

static enum ws_verdict judge_datagrams(struct ws_bytes in, bool own_port, bool end)
{
    struct content c = {.asks = true, .answers = true};
    struct ws_bytes rest = in;
    struct ca_header h;

    while (ca_header_read(rest, &h) && rest.len >= (uint64_t)h.len + h.size) {
        look_at(&c, &h);
        rest = ws_bytes_from(rest, h.len + (size_t)h.size);
    }
    if (rest.len || c.n_strange || !(c.asks || c.answers))
        return judge_strange(in, own_port);
    if (c.n)
        return WS_SURELY;
    if (c.version || in.len == 0)
        return own_port ? WS_LIKELY : WS_AGAINST;
    return in.len > CA_HEAD || end ? WS_AGAINST : WS_UNDECIDED;
}

enum ws_verdict ca_probe(const void *instance, const struct ws_probe *probe)
{
    if (probe->transport != WS_UDP)
        return judge_circuit(probe, max_of(instance));
    enum ws_verdict a = judge_datagrams(probe->first[0], probe->own_port, probe->end[0]);
    enum ws_verdict b = judge_datagrams(probe->first[1], probe->own_port, probe->end[1]);
    if (probe->first[0].len == 0 || probe->first[1].len == 0)
        return probe->first[0].len ? a : b;
    return a > b ? a : b;
}

/* Who is who */

enum ws_role ca_guess(const void *instance, const struct ws_flow_view *flow,
                      const struct ws_probe *probe, int side)
{
    struct ws_bytes own = probe->first[side], other = probe->first[!side];
    uint64_t max = max_of(instance);
    int client = holds_chain(own, WS_CLIENT, max) + holds_chain(other, WS_SERVER, max);
    int server = holds_chain(own, WS_SERVER, max) + holds_chain(other, WS_CLIENT, max);

    if (client != server)
        return client > server ? WS_CLIENT : WS_SERVER;
    if (flow->ends[side].port == flow->ends[!side].port)
        return WS_UNKNOWN_ROLE;
    return flow->ends[side].port < flow->ends[!side].port ? WS_SERVER : WS_CLIENT;
}

/** An answer to searches, on whatever port: what it says no request does. */
static bool is_found(struct ws_bytes in)
{
    struct ca_header h;

    if (ca_header_read(in, &h) && h.command == CA_VERSION)
        in = ws_bytes_from(in, h.len);
    return ca_header_read(in, &h) && h.command == CA_SEARCH &&
           ca_is_plausible(WS_SERVER, &h, UINT64_MAX) &&
           !ca_is_plausible(WS_CLIENT, &h, UINT64_MAX);
}

static bool is_ours(uint16_t port)
{
    return port == CA_SERVER_PORT || port == CA_REPEATER_PORT;
}

static bool same_end(const struct ws_endpoint_view *a, const struct ws_endpoint_view *b)
{
    return a->family == b->family && a->port == b->port &&
           memcmp(a->addr, b->addr, sizeof(a->addr)) == 0;
}

/** A repeater passes beacons on from ports of its own, servers answer from 5064, and searches are
 * broadcast: what is sent to a known client comes from a server. */
enum ws_role ca_role(const void *instance, const struct ws_facts *facts,
                     const struct ws_datagram *d)
{
    struct ca_header h;
    bool read = ca_header_read(d->bytes, &h);

    (void)instance;
    if (is_ours(d->src->port))
        return WS_SERVER;
    if (read &&
        (h.command == CA_BEACON || h.command == CA_NOT_FOUND || h.command == CA_REPEATER_CONFIRM))
        return WS_SERVER;
    if (is_ours(d->dst->port) || same_end(d->src, d->dst))
        return WS_CLIENT;
    if (is_found(d->bytes))
        return WS_SERVER;
    return ws_known_role(facts, WS_UDP, d->dst) == WS_CLIENT ? WS_SERVER : WS_CLIENT;
}
