/* Which plugin reads a flow, and who in it is the client. */
#include "plugin/talk.h"

struct ws_flow_view ws_detect_view(const struct ws_talk *t)
{
    int first = t->opener == 1;
    return (struct ws_flow_view){.transport = t->flow.transport,
                                 .ends = {t->flow.ends[first], t->flow.ends[!first]},
                                 .opener_known = t->opener >= 0,
                                 .from_begin = {t->whole[first], t->whole[!first]}};
}

static struct ws_probe probe_of(const struct ws_talk *t, const struct ws_bytes first[2], bool last)
{
    int side = t->opener == 1;
    return (struct ws_probe){.transport = t->flow.transport,
                             .first = {first[side], first[!side]},
                             .from_begin = {t->whole[side], t->whole[!side]},
                             .end = {last, last}};
}

static bool has_port(const struct ws_instance *i, enum ws_transport transport, uint16_t port)
{
    const struct ws_port *ports;
    size_t n = ws_instance_ports(i, &ports);

    for (size_t k = 0; k < n; k++)
        if (ports[k].transport == transport && ports[k].port == port)
            return true;
    return false;
}

/** By -d, else by a plugin's own configuration. */
static const struct ws_instance *bound(const struct ws_shard *s, const struct ws_talk *t)
{
    for (size_t k = 0; k < s->config.engine->n_bindings; k++) {
        const struct ws_binding *b = &s->config.engine->bindings[k];
        if (b->transport == t->flow.transport &&
            (b->port == t->flow.ends[0].port || b->port == t->flow.ends[1].port))
            return b->instance;
    }
    for (size_t k = 0; k < s->config.engine->n_instances; k++)
        for (int side = 0; side < 2; side++)
            if (ws_instance_is_bound(s->config.engine->instances[k], t->flow.transport,
                                     t->flow.ends[side].port))
                return s->config.engine->instances[k];
    return NULL;
}

/** What facts say of an end: of its opposite only where they say nothing of it. */
static const struct ws_fact *known(const struct ws_shard *s, const struct ws_talk *t)
{
    const struct ws_fact *f = NULL;

    for (int side = 0; side < 2 && !f; side++)
        f = ws_fact_find(&s->facts, t->flow.transport, &t->flow.ends[side]);
    return f;
}

/** A protocol with ports of one transport alone is not looked for in the other. */
static bool speaks(const struct ws_instance *i, enum ws_transport transport)
{
    const struct ws_port *ports;
    size_t n = ws_instance_ports(i, &ports);
    bool any = n == 0;

    for (size_t k = 0; k < n && !any; k++)
        any = ports[k].transport == transport;
    return any;
}

static enum ws_verdict ask(const struct ws_instance *i, const struct ws_probe *probe, bool last)
{
    const struct ws_plugin *p = ws_instance_plugin(i);

    if (!speaks(i, probe->transport))
        return WS_AGAINST;
    enum ws_verdict v = p->probe ? p->probe(ws_instance_data(i), probe) : WS_NEUTRAL;
    return v == WS_UNDECIDED && last ? WS_NEUTRAL : v;
}

/**
 * Sure content wins, then likely content on the plugin's own port, then likely content, then the
 * port alone. As long as one that would come before is undecided, all wait.
 */
static int rank(enum ws_verdict v, bool own_port)
{
    switch (v) {
    case WS_SURELY:
        return own_port ? 5 : 4;
    case WS_LIKELY:
        return own_port ? 3 : 2;
    case WS_NEUTRAL:
        return own_port ? 1 : 0;
    case WS_AGAINST:
    case WS_UNDECIDED:
        break;
    }
    return 0;
}

const struct ws_instance *ws_detect(const struct ws_shard *s, struct ws_talk *t,
                                    const struct ws_bytes first[2], bool last, bool *ret_wait)
{
    const struct ws_instance *best = bound(s, t);
    struct ws_probe probe = probe_of(t, first, last);
    int best_rank = 0, may_reach = 0;

    *ret_wait = false;
    t->hopes = false;
    if (best)
        return best;
    const struct ws_fact *fact = known(s, t);
    if (fact)
        return fact->instance;
    for (size_t k = 0; k < s->config.engine->n_instances; k++) {
        const struct ws_instance *i = s->config.engine->instances[k];
        bool own_port = has_port(i, t->flow.transport, t->flow.ends[0].port) ||
                        has_port(i, t->flow.transport, t->flow.ends[1].port);
        probe.own_port = own_port;
        enum ws_verdict v = ask(i, &probe, last);
        int r = rank(v, own_port), reach = v == WS_UNDECIDED ? rank(WS_SURELY, own_port) : 0;
        t->hopes |= v != WS_AGAINST && ws_instance_plugin(i)->role;
        if (r > best_rank) {
            best_rank = r;
            best = i;
        }
        may_reach = reach > may_reach ? reach : may_reach;
    }
    /* Its own port and likely content are enough; the port alone waits for others to make up their
     * minds. */
    if (best_rank >= 3 || may_reach <= best_rank)
        return best;
    *ret_wait = true;
    return NULL;
}

/** The end with a port of the plugin is the server, unless both or neither has one. */
static int client_by_port(const struct ws_talk *t)
{
    bool port[2];

    for (int side = 0; side < 2; side++)
        port[side] = has_port(t->instance, t->flow.transport, t->flow.ends[side].port);
    return port[0] == port[1] ? -1 : port[0] ? 1 : 0;
}

/** Who is known as a server or client of the plugin that reads; -1: nobody. */
static int client_by_fact(const struct ws_shard *s, const struct ws_talk *t)
{
    struct ws_facts facts = {&s->facts, t->instance};

    for (int side = 0; side < 2; side++) {
        enum ws_role r = ws_known_role(&facts, t->flow.transport, &t->flow.ends[side]);
        if (r != WS_UNKNOWN_ROLE)
            return r == WS_CLIENT ? side : !side;
    }
    return -1;
}

void ws_detect_roles(const struct ws_shard *s, struct ws_talk *t, const struct ws_bytes first[2])
{
    const struct ws_plugin *p = t->plugin;
    int client = t->opener;

    if (client < 0 && t->flow.transport == WS_UDP)
        client = 0; /* who sent first */
    if (client < 0)
        client = client_by_fact(s, t);
    if (client < 0) {
        t->role_guessed = true;
        client = client_by_port(t);
    }
    if (client < 0 && p->guess) {
        struct ws_flow_view view = ws_detect_view(t);
        struct ws_probe probe = probe_of(t, first, false);
        enum ws_role role = p->guess(ws_instance_data(t->instance), &view, &probe, 0);
        client = role == WS_UNKNOWN_ROLE ? -1 : role == WS_CLIENT ? 0 : 1;
    }
    for (int side = 0; side < 2; side++)
        t->flow.roles[side] = client < 0 ? WS_UNKNOWN_ROLE : side == client ? WS_CLIENT : WS_SERVER;
}
