/* The summary of a capture: events are counted as they come. */
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "output/facts.h"
#include "plugin/instance.h"
#include "plugin/map.h"
#include "summary/private.h"

enum { TEXT_MAX = 160 /* bytes of a code's sentence */, TEXTS_MAX = 1 << 20 };

/* Where a request is in its file: no two begin at one place. */
struct place {
    uint64_t frame, offset;
};

/* What an answer will be counted for. */
struct open_request {
    uint32_t protocol, message, flow, table, row; /* numbers; UINT32_MAX: none */
    bool must;                                    /* be answered */
    bool request;                                 /* no handshake or keep-alive */
};

struct ws_summary *ws_summary_new(void)
{
    struct ws_summary *s = calloc(1, sizeof(*s));

    if (!s)
        return NULL;
    s->open = ws_map_make(sizeof(struct place), sizeof(struct open_request), WS_SUMMARY_REQUESTS);
    if (!s->open || getrandom(&s->seed, sizeof(s->seed), 0) < 0) {
        ws_summary_free(s);
        return NULL;
    }
    return s;
}

static void free_protocol(struct ws_protocol_sum *p)
{
    for (size_t i = 0; i < p->by_message.n; i++) {
        struct ws_message_sum *m = ws_tally_entry(&p->by_message, i);
        ws_quantiles_free(&m->times);
    }
    for (size_t i = 0; i < p->n_tables; i++)
        ws_rows_free(&p->tables[i]);
    free(p->tables);
    ws_quantiles_free(&p->times);
    ws_tally_free(&p->by_message);
    ws_tally_free(&p->codes);
    ws_tally_free(&p->flows);
    ws_arena_free(&p->texts);
}

void ws_summary_free(struct ws_summary *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n_protocols; i++)
        free_protocol(&s->protocols[i]);
    ws_map_free_all(s->open);
    free(s);
}

/* Protocols */

static bool begin_protocol(struct ws_summary *s, struct ws_protocol_sum *p,
                           const struct ws_plugin *plugin)
{
    const struct ws_summary_table *tables;
    size_t n = ws_plugin_summaries(plugin, &tables);

    p->plugin = plugin;
    p->n_tables = n < WS_SUMMARY_TABLES ? n : WS_SUMMARY_TABLES;
    p->tables = calloc(p->n_tables + 1, sizeof(*p->tables));
    if (!p->tables)
        return false;
    for (size_t i = 0; i < p->n_tables; i++)
        ws_rows_init(&p->tables[i], &tables[i], s->seed);
    ws_tally_init(&p->by_message, sizeof(struct ws_message_sum), WS_SUMMARY_MESSAGES, s->seed);
    ws_tally_init(&p->codes, sizeof(struct ws_code_sum), WS_SUMMARY_CODES, s->seed);
    ws_tally_init(&p->flows, sizeof(struct ws_flow_sum), WS_SUMMARY_FLOWS, s->seed);
    ws_arena_init(&p->texts, TEXTS_MAX);
    return true;
}

static struct ws_protocol_sum *protocol_of(struct ws_summary *s, const struct ws_plugin *plugin)
{
    for (size_t i = 0; i < s->n_protocols; i++)
        if (s->protocols[i].plugin == plugin)
            return &s->protocols[i];
    if (!plugin || s->n_protocols == WS_SUMMARY_PROTOCOLS)
        return NULL;
    struct ws_protocol_sum *p = &s->protocols[s->n_protocols];
    if (!begin_protocol(s, p, plugin)) {
        s->failed = true;
        return NULL;
    }
    s->n_protocols++;
    return p;
}

/* Parts of an event */

static struct ws_flow_sum *flow_of(struct ws_protocol_sum *p, const struct ws_event *event)
{
    const struct ws_event_flow *flow = event->flow;
    int client = flow->roles[0] == WS_SERVER ? 1 : 0;
    uint8_t id[8];

    ws_store_be(id, sizeof(id), flow->id);
    struct ws_flow_sum *f = ws_tally_at(&p->flows, (struct ws_bytes){id, sizeof(id)});
    if (!f)
        return NULL;
    if (f->messages + f->gaps == 0)
        f->first_ns = event->ts_ns;
    f->last_ns = event->ts_ns;
    f->client = flow->ends[client];
    f->server = flow->ends[!client];
    f->transport = flow->transport;
    return f;
}

static void add_code(struct ws_protocol_sum *p, enum ws_code_kind kind, enum ws_level level,
                     const char *code, const char *text)
{
    uint8_t key[128] = {(uint8_t)kind};
    size_t len = strnlen(code, sizeof(key) - 1);

    memcpy(key + 1, code, len);
    struct ws_code_sum *c = ws_tally_at(&p->codes, (struct ws_bytes){key, len + 1});
    if (!c)
        return;
    c->level = level;
    if (c->count++ == 0)
        c->text = ws_arena_text(&p->texts, text, strnlen(text, TEXT_MAX));
}

/* The message's name, and once for all which tables it is in. */
static struct ws_message_sum *message_of(struct ws_protocol_sum *p, const char *name)
{
    struct ws_message_sum *m =
        ws_tally_at(&p->by_message, (struct ws_bytes){(const uint8_t *)name, strlen(name)});

    if (m && m->count == 0)
        for (size_t i = 0; i < p->n_tables; i++)
            if (ws_summary_has_message(p->tables[i].table, name))
                m->tables |= UINT32_C(1) << i;
    return m;
}

/* Puts a message into its tables. Of those of requests without answers, the last gets word of an
 * answer. */
static void add_to_tables(struct ws_protocol_sum *p, uint32_t tables, const struct ws_event *event,
                          struct open_request *open)
{
    for (; tables; tables &= tables - 1) {
        uint32_t i = (uint32_t)__builtin_ctz(tables);
        size_t row = ws_rows_add(&p->tables[i], event, NULL);
        if (p->tables[i].table->kind == WS_SUMMARY_UNANSWERED && row != SIZE_MAX) {
            open->table = i;
            open->row = (uint32_t)row;
        }
    }
}

/* Puts an event into the tables of one of its codes. */
static void add_for_code(struct ws_protocol_sum *p, const struct ws_event *event, const char *code)
{
    for (size_t i = 0; i < p->n_tables; i++)
        if (ws_summary_has_code(p->tables[i].table, code))
            ws_rows_add(&p->tables[i], event, code);
}

static void add_codes(struct ws_protocol_sum *p, const struct ws_event *event)
{
    for (size_t i = 0; i < event->n_errors; i++)
        add_code(p, WS_CODE_ERROR, WS_ERROR, event->errors[i].code, event->errors[i].text);
    for (size_t i = 0; i < event->n_notes; i++) {
        const struct ws_event_note *note = &event->notes[i];
        add_code(p, WS_CODE_NOTE, note->level, note->code, note->text);
        add_for_code(p, event, note->code);
    }
}

/* Requests and answers */

/* What an open request is counted for, as far as there was a place. */
struct counted {
    struct ws_protocol_sum *protocol;
    struct ws_message_sum *message;
    struct ws_flow_sum *flow;
    struct ws_summary_row *row;
};

static void *entry_of(const struct ws_tally *tally, uint32_t number)
{
    return number == UINT32_MAX ? NULL : ws_tally_entry(tally, number);
}

static struct counted counted_of(struct ws_summary *s, const struct open_request *open)
{
    struct ws_protocol_sum *p = &s->protocols[open->protocol];
    struct counted c = {p, entry_of(&p->by_message, open->message), entry_of(&p->flows, open->flow),
                        NULL};

    if (open->table != UINT32_MAX)
        c.row = ws_tally_entry(&p->tables[open->table].tally, open->row);
    return c;
}

/* Whether it was answered will not be known: nobody says that it was not. */
static void forget_oldest(struct ws_summary *s)
{
    const void *place;
    const struct open_request *open = ws_map_oldest(s->open, &place);
    struct counted c = counted_of(s, open);

    if (c.row)
        c.row->answered++;
    if (!open->must)
        return;
    c.protocol->answers.forgotten++;
    if (c.message)
        c.message->answers.forgotten++;
    if (c.flow)
        c.flow->answers.forgotten++;
}

static void add_request(struct ws_summary *s, const struct open_request *open,
                        const struct ws_event *event)
{
    const struct place place = {event->frame, event->offset};
    struct counted c = counted_of(s, open);

    if (ws_map_count(s->open) == WS_SUMMARY_REQUESTS)
        forget_oldest(s);
    struct open_request *room = ws_map_put(s->open, &place);
    if (!room) {
        s->failed = true;
        return;
    }
    *room = *open;
    c.protocol->answers.asked += open->must;
    if (c.message)
        c.message->answers.asked += open->must;
    if (c.flow)
        c.flow->answers.asked += open->must;
}

/* The first answer to a request counts, for its type, its flow and its rows. */
static void add_answer(struct ws_summary *s, const struct ws_event *event)
{
    const struct place place = {event->request_frame, event->request_offset};
    const struct open_request *open = ws_map_get(s->open, &place);

    if (!open)
        return;
    struct counted c = counted_of(s, open);
    c.protocol->answers.answered += open->must;
    if (c.flow)
        c.flow->answers.answered += open->must;
    if (c.row)
        c.row->answered++;
    if (c.message) {
        c.message->answers.answered += open->must;
        s->failed |= event->has_rtt && !ws_quantiles_add(&c.message->times, event->rtt_ns);
    }
    if (event->has_rtt && open->request)
        s->failed |= !ws_quantiles_add(&c.protocol->times, event->rtt_ns);
    ws_map_remove(s->open, &place);
}

static bool may_be_answered(const struct ws_event *event)
{
    return event->kind == WS_REQUEST ||
           (event->kind == WS_CONTROL && event->msg_type && event->msg_type->answered_by);
}

static bool must_be_answered(const struct ws_event *event)
{
    return event->kind == WS_REQUEST && event->msg_type && event->msg_type->answered_by &&
           !event->no_answer;
}

/* Events */

static uint32_t number_of(const struct ws_tally *tally, const void *entry)
{
    return entry ? (uint32_t)ws_tally_number(tally, entry) : UINT32_MAX;
}

static void add_message(struct ws_summary *s, struct ws_protocol_sum *p,
                        const struct ws_event *event)
{
    bool faulty = ws_event_is_faulty(event);
    struct ws_flow_sum *flow = flow_of(p, event);
    struct ws_message_sum *m = message_of(p, event->message);
    struct open_request open = {(uint32_t)(p - s->protocols),
                                number_of(&p->by_message, m),
                                number_of(&p->flows, flow),
                                UINT32_MAX,
                                UINT32_MAX,
                                must_be_answered(event),
                                event->kind == WS_REQUEST};

    p->messages++;
    p->bytes += event->length;
    p->errors += faulty;
    p->noted += event->n_notes > 0;
    p->requests += event->kind == WS_REQUEST;
    if (flow) {
        flow->messages++;
        flow->bytes += event->length;
    }
    if (m) {
        m->count++;
        m->bytes += event->length;
        m->errors += faulty;
        add_to_tables(p, m->tables, event, &open);
    }
    add_codes(p, event);
    if (event->has_request)
        add_answer(s, event);
    if (may_be_answered(event))
        add_request(s, &open, event);
}

static void add_gap(struct ws_protocol_sum *p, const struct ws_event *event)
{
    struct ws_flow_sum *flow = flow_of(p, event);

    p->gaps++;
    p->gap_bytes += event->gap_length;
    if (flow)
        flow->gaps++;
}

static enum ws_level level_of(const struct ws_plugin *plugin, const char *code)
{
    for (size_t i = 0; i < plugin->n_notices; i++)
        if (strcmp(plugin->notices[i].code, code) == 0)
            return plugin->notices[i].level;
    return WS_WARNING;
}

static void add_notice(struct ws_protocol_sum *p, const struct ws_event *event)
{
    p->notices++;
    add_code(p, WS_CODE_NOTICE, level_of(p->plugin, event->code), event->code, event->text);
    add_for_code(p, event, event->code);
}

static bool has_failed(const struct ws_protocol_sum *p)
{
    bool failed = p->by_message.failed || p->codes.failed || p->flows.failed;
    for (size_t i = 0; i < p->n_tables; i++)
        failed |= p->tables[i].failed;
    return failed;
}

static int take_event(void *self, const struct ws_event *event)
{
    struct ws_summary *s = self;
    struct ws_protocol_sum *p = protocol_of(s, event->plugin);

    if (!p)
        return s->failed ? WS_E_NOMEM : 0;
    switch (event->type) {
    case WS_EVENT_MESSAGE:
        add_message(s, p, event);
        break;
    case WS_EVENT_GAP:
        add_gap(p, event);
        break;
    case WS_EVENT_NOTICE:
        add_notice(p, event);
        break;
    case WS_EVENT_FLOW:
        break;
    }
    return s->failed || has_failed(p) ? WS_E_NOMEM : 0;
}

struct ws_event_sink ws_summary_sink(struct ws_summary *s)
{
    return (struct ws_event_sink){.self = s, .event = take_event};
}

void ws_summary_end_file(struct ws_summary *s)
{
    ws_map_clear(s->open);
}
