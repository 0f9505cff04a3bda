/* Messages in bytes that no packet brought. */
#include "plugin/excerpt.h"

#include <stdlib.h>

#include "plugin/talk.h"

enum { MEMORY = 1 << 30 };

/* Of flows and gaps there is nothing to tell. */
static int tell_message(void *self, const struct ws_event *event)
{
    const struct ws_event_sink *sink = self;
    bool told = event->type == WS_EVENT_MESSAGE || event->type == WS_EVENT_NOTICE;
    return told ? sink->event(sink->self, event) : WS_OK;
}

enum ws_transport ws_excerpt_transport(const struct ws_instance *instance)
{
    const struct ws_port *ports;
    return ws_instance_ports(instance, &ports) ? ports[0].transport : WS_TCP;
}

/* Side 0 sent the bytes, and was seen from its begin. */
static void set_up(struct ws_talk *t, const struct ws_excerpt *x)
{
    t->tcp = x->transport == WS_TCP;
    t->opener = x->from == WS_SERVER;
    t->held_end = &t->held;
    t->instance = x->instance;
    t->plugin = ws_instance_plugin(x->instance);
    t->whole[0] = true;
    t->role_given = true;
    t->flow.transport = x->transport;
    t->flow.protocol = t->plugin->name;
    t->flow.ends[0].family = t->flow.ends[1].family = 4;
    t->flow.roles[0] = x->from;
    t->flow.roles[1] = x->from == WS_SERVER ? WS_CLIENT : WS_SERVER;
}

static void read_bytes(struct ws_shard *s, struct ws_talk *t, struct ws_bytes in)
{
    if (t->tcp) {
        ws_direction_data(s, t, 0, in, 0);
        ws_direction_closed(s, t, 0, false);
        ws_direction_closed(s, t, 1, false);
    } else {
        ws_held_give(s, t, &(struct ws_held){.kind = WS_HELD_DATAGRAM}, in);
    }
}

int ws_excerpt_read(const struct ws_excerpt *x, struct ws_event_sink sink)
{
    const struct ws_engine_config engine = {.instances = &x->instance, .n_instances = 1};
    const struct ws_shard_config config = {.engine = &engine,
                                           .sink = {&sink, tell_message},
                                           .datagrams = x->transport == WS_UDP,
                                           .memory = MEMORY};
    struct ws_talk *t = calloc(1, sizeof(*t));
    struct ws_shard *s = NULL;
    int err = t ? ws_shard_new(&config, &s) : WS_E_NOMEM;

    if (!err) {
        set_up(t, x);
        if (ws_conversation_open(s, t)) {
            read_bytes(s, t, x->bytes);
            ws_conversation_close(s, t);
        }
        err = s->err;
        ws_direction_free(&t->dir[0]);
        ws_shard_free(s);
    }
    free(t);
    return err;
}
