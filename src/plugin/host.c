/* What a plugin may ask of its host while it looks at a message. */
#include "wirespeak/plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/talk.h"

enum { MAX_SENTENCE = 512 };

struct ws_request ws_request_of(const struct ws_message *m)
{
    return (struct ws_request){.ts_ns = m->ts_ns, .frame = m->frame, .offset = m->offset};
}

static const char *WS_PRINTF(2, 0) sentence(struct ws_shard *s, const char *fmt, va_list args)
{
    char text[MAX_SENTENCE];
    int n = vsnprintf(text, sizeof(text), fmt, args);
    size_t len = n < 0 ? 0 : n < MAX_SENTENCE ? (size_t)n : MAX_SENTENCE - 1;
    const char *copy = ws_arena_text(&s->texts, text, len);
    return copy ? copy : "";
}

void ws_host_add_note(struct ws_shard *s, struct ws_event *event, enum ws_level level,
                      const char *code, const char *text)
{
    (void)s;
    for (size_t i = 0; i < event->n_notes; i++)
        if (strcmp(event->notes[i].code, code) == 0)
            return;
    if (event->n_notes < WS_EVENT_MAX_NOTES)
        event->notes[event->n_notes++] = (struct ws_event_note){level, code, text};
}

void ws_note(struct ws_host *host, size_t code, const char *fmt, ...)
{
    struct ws_shard *s = host->shard;
    const struct ws_plugin *p = host->talk->plugin;
    va_list args;

    if (!host->event || code >= p->n_notes)
        return;
    const char *text = p->notes[code].text;
    if (fmt) {
        va_start(args, fmt);
        text = sentence(s, fmt, args);
        va_end(args);
    }
    ws_host_add_note(s, host->event, p->notes[code].level, p->notes[code].code, text);
}

void ws_answers(struct ws_host *host, const struct ws_request *request)
{
    struct ws_event *event = host->event;

    if (!event)
        return;
    event->has_request = true;
    event->request_frame = request->frame;
    event->request_offset = request->offset;
    event->has_rtt = true;
    event->rtt_ns = event->ts_ns - request->ts_ns;
}

void ws_orphan(struct ws_host *host)
{
    if (host->event)
        host->event->orphan = true;
}

void ws_no_answer(struct ws_host *host)
{
    if (host->event)
        host->event->no_answer = true;
}

void ws_kind(struct ws_host *host, enum ws_message_kind kind)
{
    if (host->event)
        host->event->kind = kind == WS_KIND_ABSENT ? WS_NO_KIND : kind;
}

/* Context: an object of the plugin's own rows, opened when the first member comes. */

static struct ws_node *context_node(struct ws_host *host, size_t row, enum ws_kind_of_value kind)
{
    struct ws_shard *s = host->shard;
    const struct ws_plan *plan = ws_instance_context(host->talk->instance);

    if (!host->event || !plan || row >= plan->n)
        return NULL;
    if (s->context.n == 0)
        s->context_open = ws_out_open(&s->context, NULL, WS_V_OBJECT, 0);
    return ws_out_push(&s->context, &plan->rows[row], kind, 0);
}

void ws_context_text(struct ws_host *host, size_t row, struct ws_bytes text)
{
    struct ws_node *n = context_node(host, row, WS_V_TEXT);
    const char *copy = n ? ws_arena_text(&host->shard->texts, text.data, text.len) : NULL;

    if (!n)
        return;
    n->as.data = (const uint8_t *)copy;
    n->len = copy ? (uint32_t)text.len : 0;
    n->size = n->row->field->charset;
}

void ws_context_uint(struct ws_host *host, size_t row, uint64_t v)
{
    struct ws_node *n = context_node(host, row, WS_V_UINT);
    if (n)
        n->as.u = v;
}

void ws_host_finish_context(struct ws_shard *s, struct ws_event *event)
{
    if (s->context.n == 0)
        return;
    ws_out_close(&s->context, s->context_open);
    event->context = s->context.nodes;
}

/* Notices have an event of their own: it may be told while a message's is being made. */
void ws_notice(struct ws_host *host, size_t code, enum ws_role from,
               const struct ws_request *request, const char *fmt, ...)
{
    struct ws_shard *s = host->shard;
    struct ws_talk *t = host->talk;
    va_list args;

    if (code >= t->plugin->n_notices)
        return;
    int side = from == WS_UNKNOWN_ROLE    ? -1
               : t->flow.roles[0] == from ? 0
               : t->flow.roles[1] == from ? 1
                                          : -1;
    struct ws_event event = {.type = WS_EVENT_NOTICE,
                             .ts_ns = host->now_ns,
                             .frame = host->frame,
                             .turn = s->turn,
                             .flow = &t->flow,
                             .side = side,
                             .from = from,
                             .plugin = t->plugin,
                             .code = t->plugin->notices[code].code,
                             .text = t->plugin->notices[code].text};
    if (fmt) {
        va_start(args, fmt);
        event.text = sentence(s, fmt, args);
        va_end(args);
    }
    if (request) {
        event.has_request = true;
        event.request_frame = request->frame;
        event.request_offset = request->offset;
    }
    s->counts.notices++;
    ws_emit_send(s, &event);
    if (!host->event)
        ws_arena_empty(&s->texts);
}

void ws_deadline(struct ws_host *host, int64_t at_ns)
{
    /* One in the past is due now: what is told of deadlines is told in the order of their times. */
    if (!host->event && at_ns < host->now_ns)
        at_ns = host->now_ns;
    ws_deadline_set(host->shard, host->talk->conversation, at_ns);
}

void ws_learn(struct ws_host *host, enum ws_transport transport, const struct ws_endpoint_view *end,
              enum ws_role role)
{
    struct ws_shard *s = host->shard;
    struct ws_fact fact = {transport, *end, host->talk->instance, role,
                           ws_fact_hash(s->config.seed, transport, end)};

    if (s->config.datagrams && s->config.learned && ws_learned_add(s->config.learned, &fact))
        s->err = WS_E_NOMEM;
}

enum ws_role ws_known_role(const struct ws_facts *facts, enum ws_transport transport,
                           const struct ws_endpoint_view *end)
{
    const struct ws_fact *f = ws_fact_find(facts->table, transport, end);
    return f && f->instance == facts->instance ? f->role : WS_UNKNOWN_ROLE;
}

struct ws_map *ws_map_new(struct ws_host *host, size_t key_size, size_t value_size, size_t max)
{
    struct ws_map *m = ws_map_make(key_size, value_size, max);
    if (m) {
        ws_map_chain(m, &host->talk->conversation->maps);
        ws_map_charge(m, &host->shard->memory, host->shard->config.seed);
    }
    return m;
}
