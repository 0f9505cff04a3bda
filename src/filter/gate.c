/* The filter before the sink. */
#include "filter/gate.h"

static bool matches(struct ws_gate *gate, const struct ws_event *event)
{
    const struct ws_subject subject = {&gate->print, event, 0};
    return !gate->config.filter || ws_filter_matches(gate->config.filter, gate->matcher, &subject);
}

static int keep(struct ws_gate *gate, const struct ws_event *event)
{
    int err = 0;

    if (!matches(gate, event))
        return 0;
    if (gate->config.picks)
        err = ws_picks_packet(gate->config.picks, event->frame);
    return err ? err : gate->next.event(gate->next.self, event);
}

static int take_event(void *self, const struct ws_event *event)
{
    struct ws_gate *gate = self;
    const struct ws_event_flow *flow = event->flow;

    switch (gate->config.task) {
    case WS_GATE_KEEP:
        return keep(gate, event);
    case WS_GATE_SCOUT:
        return ws_picks_flow(gate->config.picks, flow->id, flow->first_frame, matches(gate, event));
    case WS_GATE_FLOWS:
        if (ws_picks_has_flow(gate->config.picks, flow->id))
            return gate->next.event(gate->next.self, event);
        return 0;
    }
    return WS_E_INTERNAL;
}

int ws_gate_init(struct ws_gate *gate, const struct ws_gate_config *config,
                 const struct ws_print *print, struct ws_event_sink next)
{
    *gate = (struct ws_gate){.next = next};
    if (!config)
        return 0;
    gate->config = *config;
    gate->print = *print;
    gate->print.raw = true; /* a filter may ask for bytes that are not printed */
    return config->filter ? ws_matcher_new(config->filter, &gate->matcher) : 0;
}

void ws_gate_done(struct ws_gate *gate)
{
    ws_matcher_free(gate->matcher);
    *gate = (struct ws_gate){.matcher = NULL};
}

struct ws_event_sink ws_gate_events(struct ws_gate *gate)
{
    if (!gate->config.filter && !gate->config.picks)
        return gate->next;
    return (struct ws_event_sink){.self = gate, .event = take_event};
}

uint64_t ws_gate_given_up(const struct ws_gate *gate)
{
    return gate->matcher ? ws_matcher_given_up(gate->matcher) : 0;
}
