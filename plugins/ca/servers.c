/* Channel Access: servers, as beacons and answers to searches tell of them. */
#include <string.h>

#include "conversation.h"

enum { MAX_SERVERS = 4096, COUNTED_BEACONS = 10 /* minor version */ };

struct server {
    int64_t last_ns, average_ns; /* of the time between beacons; 0: not yet known */
    uint32_t beacon_id;
    uint32_t n;
};

void ca_servers_begin(struct ca_conversation *c, struct ws_host *host)
{
    if (c->udp)
        c->servers =
            ws_map_new(host, sizeof(struct ws_endpoint_view), sizeof(struct server), MAX_SERVERS);
}

/** The end that a message names by an address (`none`: the sender's) and a port (0: 5064). */
static struct ws_endpoint_view end_of(const struct ca_seen *s, uint32_t address, uint32_t none,
                                      uint32_t port)
{
    struct ws_endpoint_view end;

    memset(&end, 0, sizeof(end)); /* a key: no bytes between the members are left open */
    if (address == none) {
        end.family = s->message->src->family;
        memcpy(end.addr, s->message->src->addr, sizeof(end.addr));
    } else {
        end.family = 4;
        ws_store_be(end.addr, 4, address);
    }
    end.port = (uint16_t)(port ? port : CA_SERVER_PORT);
    return end;
}

/** Whether a client would take this beacon for a sign that the server is new, or back: the rule of
 * libca. */
static bool is_anomaly(struct server *v, uint32_t id, uint32_t version, int64_t now_ns)
{
    uint32_t advance = id - v->beacon_id;
    int64_t period_ns = now_ns - v->last_ns, average_ns = v->average_ns;

    if (v->n && version >= COUNTED_BEACONS &&
        (advance == 0 || advance == 2 || advance == 3 || advance > UINT32_MAX - 256))
        return v->beacon_id = id, false;
    v->beacon_id = id;
    v->last_ns = now_ns;
    if (v->n++ == 0)
        return false;
    v->average_ns = average_ns ? average_ns / 8 * 7 + period_ns / 8 : period_ns;
    return average_ns && (period_ns <= average_ns / 5 * 4 || period_ns >= average_ns / 4 * 13);
}

static void see_beacon(struct ca_seen *s)
{
    const struct ca_header *h = &s->header;
    struct ws_endpoint_view end = end_of(s, h->p2, 0, h->count);
    struct server *v = ws_map_put(s->c->servers, &end);

    ws_learn(s->host, WS_TCP, &end, WS_SERVER);
    if (v && is_anomaly(v, h->p1, h->data_type, s->message->ts_ns))
        ws_note(s->host, CA_BEACON_ANOMALY, NULL);
}

static void see_found(struct ca_seen *s)
{
    struct ws_endpoint_view end = end_of(s, s->header.p1, CA_NO_ADDRESS, s->header.data_type);
    ws_learn(s->host, WS_TCP, &end, WS_SERVER);
}

void ca_servers_see(struct ca_seen *s)
{
    const struct ws_endpoint_view *to = s->message->dst;
    bool asks = s->type == CA_M_SEARCH_REQUEST || s->type == CA_M_REPEATER_REGISTER_REQUEST;

    if (!s->c->udp)
        return;
    if (s->type == CA_M_BEACON)
        see_beacon(s);
    if (s->type == CA_M_SEARCH_RESPONSE)
        see_found(s);
    if (s->message->from == WS_CLIENT &&
        (asks || to->port == CA_SERVER_PORT || to->port == CA_REPEATER_PORT))
        ws_learn(s->host, WS_UDP, s->message->src, WS_CLIENT);
}
