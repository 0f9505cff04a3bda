/* From bytes to events: identify, decode, observe, and out. */
#include "plugin/talk.h"

#include <string.h>

struct ws_event *ws_emit_start(struct ws_shard *s, struct ws_talk *t, int side,
                               enum ws_event_type type)
{
    struct ws_event *ev = &s->event;

    /* Only what is read without a condition: the lists are many bytes, and their counts are 0. */
    memset(ev, 0, offsetof(struct ws_event, notes));
    ev->type = type;
    ev->ts_ns = s->host.now_ns;
    ev->frame = s->host.frame;
    ev->turn = s->turn;
    ev->flow = &t->flow;
    ev->side = side;
    ev->from = side < 0 ? WS_UNKNOWN_ROLE : t->flow.roles[side];
    ev->plugin = t->plugin;
    if (s->texts.used)
        ws_arena_empty(&s->texts);
    return ev;
}

void ws_emit_send(struct ws_shard *s, const struct ws_event *event)
{
    if (s->err)
        return;
    s->err = s->config.sink.event(s->config.sink.self, event);
}

static void add_error(struct ws_event *ev, const struct ws_plugin *p, uint16_t code,
                      uint64_t offset)
{
    const struct ws_code *c = ws_code_of(p->errors, p->n_errors, code);
    if (ev->n_errors < WS_EVENT_MAX_ERRORS)
        ev->errors[ev->n_errors++] = (struct ws_event_error){c->code, c->text, offset};
}

static void note_guesses(struct ws_shard *s, struct ws_talk *t, struct ws_event *ev, bool after_gap)
{
    if (t->role_guessed && ev->from != WS_UNKNOWN_ROLE)
        ws_host_add_note(s, ev, WS_INFO, "role_guessed",
                         "the begin of the flow was not seen: the role is taken from the ports");
    if (after_gap)
        ws_host_add_note(
            s, ev, WS_INFO, "resync",
            "the first message found behind bytes that are missing or were not understood");
}

/** Decodes; a message that turns out not to be of its type is of the other that identify names. */
static int decode(struct ws_shard *s, struct ws_talk *t, struct ws_identity *id,
                  struct ws_bytes message)
{
    const void *data = ws_instance_data(t->instance);
    int err =
        ws_decode(&s->out, ws_instance_plans(t->instance, id->type)[id->variant], data, message);

    if (err || !id->otherwise || s->out.n_faults == 0)
        return err;
    id->type = id->otherwise;
    id->variant = id->otherwise_variant;
    return ws_decode(&s->out, ws_instance_plans(t->instance, id->type)[id->variant], data, message);
}

static void observe(struct ws_shard *s, struct ws_talk *t, struct ws_event *ev, bool after_gap)
{
    struct ws_message m = {.type = ev->msg_type,
                           .name = ev->message,
                           .kind = ev->kind,
                           .from = ev->from,
                           .bytes = ev->bytes,
                           .fields = ev->fields,
                           .offset = ev->offset,
                           .ts_ns = ev->ts_ns,
                           .frame = ev->frame,
                           .n_errors = ev->n_errors,
                           .after_gap = after_gap,
                           .whole_flow = t->whole[0] && t->whole[1] && !t->any_gap,
                           .src = &t->flow.ends[ev->side],
                           .dst = &t->flow.ends[!ev->side]};

    if (!t->plugin->observe)
        return;
    if (s->context.n)
        ws_out_reset(&s->context);
    s->host.talk = t;
    s->host.event = ev;
    t->plugin->observe(t->conversation->data, &m, &s->host);
    s->host.event = NULL;
    ws_host_finish_context(s, ev);
}

void ws_emit_message(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes message,
                     uint64_t offset)
{
    const struct ws_plugin *p = t->plugin;
    struct ws_event *ev = ws_emit_start(s, t, side, WS_EVENT_MESSAGE);
    struct ws_identity id = p->identify(t->conversation->data, ev->from, message);
    bool after_gap = t->tcp && t->dir[side].after_gap;

    if (decode(s, t, &id, message)) {
        s->err = WS_E_NOMEM;
        return;
    }
    if (t->tcp)
        t->dir[side].after_gap = false;
    ev->message = id.name ? id.name : id.type->name;
    ev->msg_type = id.type;
    enum ws_message_kind kind = id.kind ? id.kind : (enum ws_message_kind)id.type->kind;
    ev->kind = kind == WS_KIND_ABSENT ? WS_NO_KIND : kind;
    ev->length = message.len;
    ev->offset = offset;
    ev->bytes = message;
    ev->fields = s->out.nodes;
    ev->secret = s->out.secret;
    for (size_t i = 0; i < s->out.n_faults; i++)
        add_error(ev, p, s->out.faults[i].code, s->out.faults[i].offset);
    note_guesses(s, t, ev, after_gap);
    if (t->dir[side].overlap) {
        t->dir[side].overlap = false;
        ws_host_add_note(
            s, ev, WS_WARNING, "overlap_differs",
            "bytes of this direction came twice and differed: the first ones are shown");
    }
    observe(s, t, ev, after_gap);
    s->counts.messages++;
    s->counts.messages_with_errors += ev->n_errors > 0;
    ws_emit_send(s, ev);
}

void ws_emit_malformed(struct ws_shard *s, struct ws_talk *t, int side, const struct ws_split *why,
                       struct ws_bytes shown, uint64_t offset)
{
    struct ws_event *ev = ws_emit_start(s, t, side, WS_EVENT_MESSAGE);
    uint64_t fault_at = why->code == WS_TRUNCATED ? shown.len : 0;

    ev->message = "malformed";
    ev->length = shown.len;
    ev->offset = offset;
    ev->bytes = shown;
    ev->secret = why->secret;
    add_error(ev, t->plugin, why->code, why->has_fault_at ? why->fault_at : fault_at);
    note_guesses(s, t, ev, false);
    s->counts.malformed++;
    ws_emit_send(s, ev);
}

void ws_emit_gap(struct ws_shard *s, struct ws_talk *t, int side, const struct ws_open_gap *gap,
                 const uint64_t *resync_at)
{
    struct ws_event *ev = ws_emit_start(s, t, side, WS_EVENT_GAP);

    ev->offset = gap->offset;
    ev->gap_length = gap->len;
    ev->reason = gap->reason;
    ev->has_resync = resync_at != NULL;
    ev->resync_at = resync_at ? *resync_at : 0;
    ws_emit_send(s, ev);
}

void ws_emit_flow(struct ws_shard *s, struct ws_talk *t, const char *end_reason)
{
    if (!s->config.engine->flows)
        return;
    struct ws_event *ev = ws_emit_start(s, t, -1, WS_EVENT_FLOW);
    ev->flow_end = end_reason != NULL;
    ev->reason = end_reason;
    ws_emit_send(s, ev);
}
