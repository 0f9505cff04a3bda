/* A toy protocol, and runs of the engine over it. */
#include "plugin/toy.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "capture/link.h"
#include "wirespeak/plugin.h"

#include "test.h"

/* The plugin */

enum { TEXT_LETTER, TEXT_DIGIT, TEXT_TEXT };
static const struct ws_field rows[] = {
    [TEXT_LETTER] = {.key = "letter", .type = WS_TEXT, .len = 1},
    [TEXT_DIGIT] = {.key = "digit", .type = WS_TEXT, .len = 1},
    [TEXT_TEXT] = {.key = "text", .type = WS_TEXT},
};
static const struct ws_table table = {.rows = rows, .n = WS_LEN(rows), .name = "text"};
static const struct ws_field tail_rows[] = {{.key = "text", .type = WS_TEXT}};
static const struct ws_table tail_table = {.rows = tail_rows, .n = WS_LEN(tail_rows)};
static const struct ws_table *const forms[] = {&table};
static const struct ws_table *const tail_forms[] = {&tail_table};

enum { TEXT, REQUEST, RESPONSE, TAIL };
static const struct ws_message_type types[] = {
    [TEXT] = {.name = "text", .variants = forms, .n_variants = 1},
    [REQUEST] = {.name = "request", .kind = WS_REQUEST, .variants = forms, .n_variants = 1},
    [RESPONSE] = {.name = "response", .kind = WS_RESPONSE, .variants = forms, .n_variants = 1},
    [TAIL] = {.name = "tail", .variants = tail_forms, .n_variants = 1},
};
static const struct ws_code errors[] = {{"not_toy", "no message begins so", WS_ERROR}};
enum { ODD, LONG_NOTE };
static const struct ws_code notes[] = {
    [ODD] = {"odd", "that is odd", WS_WARNING},
    [LONG_NOTE] = {"long_note", "with a sentence of its own", WS_INFO},
};
static const struct ws_code notices[] = {{"late", "the time has come", WS_WARNING}};
static const struct ws_field context[] = {
    {.key = "last", .type = WS_TEXT},
    {.key = "count", .type = WS_U32},
};
static const struct ws_port ports[] = {{WS_TCP, TOY_PORT}, {WS_UDP, TOY_PORT}};

struct conversation {
    struct ws_map *requests;
    uint64_t n;
    char last;
};

static void begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                  struct ws_host *host)
{
    struct conversation *c = conversation;
    (void)instance;
    (void)flow;
    c->requests = ws_map_new(host, 1, sizeof(struct ws_request), 4);
}

static struct ws_split bad(size_t len)
{
    return (struct ws_split){.status = WS_SPLIT_BAD, .code = WS_CODE(0), .len = len};
}

static struct ws_split need(size_t len)
{
    return (struct ws_split){.status = WS_SPLIT_NEED, .len = len};
}

static struct ws_split split(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at)
{
    (void)conversation;
    (void)from;
    int letter = in.len ? in.data[0] : 'e';
    size_t head = letter == 'o' ? 3 : 2, n = 0;

    if (letter == 'e') /* also an empty datagram */
        return at.end
                   ? (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = in.len, .partial = true}
                   : need(in.len + 1);
    if (letter == 0 || !strchr("mqro", letter))
        return bad(1);
    for (size_t i = 1; i < head && i < in.len; i++) {
        if (!isdigit(in.data[i]))
            return bad(i + 1);
        n = n * 10 + in.data[i] - '0';
    }
    if (in.len < head)
        return need(head);
    if (letter == 'o')
        return (struct ws_split){.status = WS_SPLIT_SKIP, .len = head + n};
    if (in.len < head + n)
        return (struct ws_split){.status = WS_SPLIT_NEED, .len = head + n, .total = head + n};
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = head + n};
}

/** The length of the message that was cut, as far as its head tells. */
static uint64_t length_of_cut(const struct ws_lost *lost)
{
    const uint8_t *head = lost->head;

    if (lost->head_len >= 3 && head[0] == 'o')
        return 3u + (uint64_t)(head[1] - '0') * 10 + (uint64_t)(head[2] - '0');
    if (lost->head_len >= 2 && strchr("mqr", head[0]))
        return 2u + (uint64_t)(head[1] - '0');
    return 0;
}

static struct ws_resync resync(void *conversation, enum ws_role from, struct ws_bytes in,
                               struct ws_at at, const struct ws_lost *lost)
{
    (void)conversation;
    (void)from;
    uint64_t total = length_of_cut(lost);

    if (lost->bytes != UINT64_MAX && total > lost->seen + lost->bytes)
        return (struct ws_resync){.found = true, .skip = total - lost->seen - lost->bytes};
    for (size_t i = at.scanned; i < in.len; i++)
        if (memchr("mqroL", in.data[i], 5))
            return (struct ws_resync){.found = true, .skip = i};
    return (struct ws_resync){.skip = in.len};
}

static struct ws_identity identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    (void)conversation;
    (void)from;
    switch (message.len ? message.data[0] : 'e') {
    case 'q':
        return (struct ws_identity){.type = &types[REQUEST]};
    case 'r':
        return (struct ws_identity){.type = &types[RESPONSE]};
    case 'm':
        return (struct ws_identity){.type = &types[TEXT]};
    default:
        return (struct ws_identity){.type = &types[TAIL]};
    }
}

static void on_request(struct conversation *c, const struct ws_message *m, uint8_t key)
{
    struct ws_request *r = ws_map_put(c->requests, &key);
    if (r)
        *r = ws_request_of(m);
}

static void on_response(struct conversation *c, struct ws_host *host, uint8_t key)
{
    const struct ws_request *r = ws_map_get(c->requests, &key);

    if (!r) {
        ws_orphan(host);
        return;
    }
    ws_answers(host, r);
    ws_map_remove(c->requests, &key);
}

/**
 * Of a request or response the first letter ties the two. Of a text: tN asks for a tick in N
 * seconds, x for none; n is odd, twice; w has a note of its own words; c has context; l tells a
 * notice at once.
 */
static void observe(void *conversation, const struct ws_message *m, struct ws_host *host)
{
    static const int64_t second = 1000000000;
    struct conversation *c = conversation;
    uint8_t what = m->bytes.len > 2 ? m->bytes.data[2] : 0;

    c->n++;
    if (m->kind == WS_REQUEST)
        on_request(c, m, what);
    else if (m->kind == WS_RESPONSE)
        on_response(c, host, what);
    else if (what == 't' && m->bytes.len > 3)
        ws_deadline(host, m->ts_ns + (m->bytes.data[3] - '0') * second);
    else if (what == 'x')
        ws_deadline(host, INT64_MAX);
    else if (what == 'n') {
        ws_note(host, ODD, NULL);
        ws_note(host, ODD, NULL);
    } else if (what == 'w') {
        ws_note(host, LONG_NOTE, "message %llu of %zu bytes", (unsigned long long)c->n,
                m->bytes.len);
    } else if (what == 'c') {
        ws_context_text(host, 0, ws_bytes_from(m->bytes, 3));
        ws_context_uint(host, 1, c->n);
    } else if (what == 'l') {
        struct ws_request request = ws_request_of(m);
        ws_notice(host, 0, m->from, &request, NULL);
    }
}

static void tick(void *conversation, int64_t now_ns, struct ws_host *host)
{
    struct conversation *c = conversation;
    (void)now_ns;
    ws_notice(host, 0, WS_CLIENT, NULL, "after %llu messages", (unsigned long long)c->n);
}

const struct ws_plugin toy_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "toy",
    .title = "Toy protocol",
    .version = "1",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .errors = errors,
    .n_errors = WS_LEN(errors),
    .notes = notes,
    .n_notes = WS_LEN(notes),
    .notices = notices,
    .n_notices = WS_LEN(notices),
    .context = context,
    .n_context = WS_LEN(context),
    .types = types,
    .n_types = WS_LEN(types),
    .max_message_bytes = 256,
    .conversation_size = sizeof(struct conversation),
    .begin = begin,
    .split = split,
    .resync = resync,
    .identify = identify,
    .observe = observe,
    .tick = tick,
};

/* What the engine tells, in words */

WS_PRINTF(2, 3) static void say(struct toy *t, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(t->text + t->len, sizeof(t->text) - t->len, fmt, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof(t->text) - t->len);
    t->len += (size_t)n;
}

static bool in_packet(const struct toy *t, const uint8_t *p)
{
    return p >= t->packet && p < t->packet + sizeof(t->packet);
}

static void say_context(struct toy *t, const struct ws_event *ev)
{
    const struct ws_node *n = ev->context ? ws_first(ev->context) : NULL;

    for (; n; n = ws_next(ev->context, n)) {
        if (n->kind == WS_V_TEXT)
            say(t, " {%s %.*s}", ws_node_field(n)->key, (int)n->len, (const char *)n->as.data);
        else
            say(t, " {%s %llu}", ws_node_field(n)->key, (unsigned long long)n->as.u);
    }
    if (ev->has_request)
        say(t, " {of %llu@%llu", (unsigned long long)ev->request_frame,
            (unsigned long long)ev->request_offset);
    if (ev->has_rtt)
        say(t, " rtt %llds", (long long)(ev->rtt_ns / 1000000000));
    if (ev->has_request)
        say(t, "}");
    if (ev->orphan)
        say(t, " {orphan}");
}

static void say_message(struct toy *t, const struct ws_event *ev)
{
    say(t, "%s%s@%llu %.*s", ev->message, in_packet(t, ev->bytes.data) ? "*" : "",
        (unsigned long long)ev->offset, (int)ev->bytes.len, (const char *)ev->bytes.data);
    for (size_t i = 0; i < ev->n_errors; i++)
        say(t, " (%s)", ev->errors[i].code);
    for (size_t i = 0; i < ev->n_notes; i++) {
        say(t, " +%s", ev->notes[i].code);
        if (strcmp(ev->notes[i].code, "long_note") == 0)
            say(t, "=%s", ev->notes[i].text);
    }
    say_context(t, ev);
}

static void say_gap(struct toy *t, const struct ws_event *ev)
{
    say(t, "gap@%llu+%llu %s", (unsigned long long)ev->offset, (unsigned long long)ev->gap_length,
        ev->reason);
    if (ev->has_resync)
        say(t, " resync@%llu", (unsigned long long)ev->resync_at);
}

static void say_flow(struct toy *t, const struct ws_event *ev)
{
    if (!ev->flow_end) {
        say(t, "flow begin");
        return;
    }
    say(t, "flow end %s%s%s", ev->reason, ev->flow->protocol ? " " : "",
        ev->flow->protocol ? ev->flow->protocol : "");
    if (ev->flow->app_proto)
        say(t, " %s", ev->flow->app_proto);
    if (ev->flow->tls_sni)
        say(t, " %s", ev->flow->tls_sni);
}

static int on_event(void *self, const struct ws_event *ev)
{
    static const char *const froms[] = {
        [WS_CLIENT] = "client ", [WS_SERVER] = "server ", [WS_UNKNOWN_ROLE] = "unknown "};
    struct toy *t = self;

    if (t->quiet)
        return WS_OK;
    say(t, "%llu ", (unsigned long long)ev->frame);
    if (t->with_time)
        say(t, "%llds ", (long long)(ev->ts_ns / 1000000000));
    if (ev->type != WS_EVENT_FLOW)
        say(t, "%s", froms[ev->from]);
    switch (ev->type) {
    case WS_EVENT_MESSAGE:
        say_message(t, ev);
        break;
    case WS_EVENT_GAP:
        say_gap(t, ev);
        break;
    case WS_EVENT_NOTICE:
        say(t, "notice %s: %s", ev->code, ev->text);
        say_context(t, ev);
        break;
    case WS_EVENT_FLOW:
        say_flow(t, ev);
        break;
    }
    if (ev->type != WS_EVENT_FLOW && ev->plugin && strcmp(ev->plugin->name, "toy") != 0)
        say(t, " by %s", ev->plugin->name);
    say(t, "\n");
    return WS_OK;
}

/* Runs */

void toy_start_with(struct toy *t, const struct ws_plugin *const *plugins, size_t n,
                    const struct ws_engine_config *config)
{
    struct ws_engine_config c = config ? *config : (struct ws_engine_config){0};
    char why[WS_WHY_MAX];

    memset(t, 0, sizeof(*t));
    t->n = n;
    t->port = TOY_PORT;
    t->client_port = 40000;
    t->next[0] = 1000;
    t->next[1] = 5000;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(ws_instance_new(plugins[i], NULL, 0, &t->instances[i], why), 0);
    c.instances = (const struct ws_instance *const *)t->instances;
    c.n_instances = n;
    c.sink = (struct ws_event_sink){t, on_event};
    assert_int_equal(ws_engine_new(&c, &t->engine), 0);
}

void toy_start(struct toy *t)
{
    const struct ws_plugin *const plugins[] = {&toy_plugin};
    toy_start_with(t, plugins, 1, NULL);
}

static void give(struct toy *t, char from, struct ws_segment *s)
{
    int side = from == 's';
    struct ws_endpoint client = test_endpoint(1, t->client_port),
                       server = test_endpoint(2, t->port);

    s->src = side ? server : client;
    s->dst = side ? client : server;
    s->family = 4;
    s->vlan = -1;
    s->window = 65535;
    t->frame++;
    t->ts_s++;
    uint32_t len = (uint32_t)test_frame(s, t->packet);
    struct ws_packet packet = {t->ts_s * 1000000000, t->frame, len, len, WS_LINK_EN10MB, t->packet};
    assert_int_equal(ws_engine_packet(t->engine, &packet), 0);
    memset(t->packet, '#', len); /* what was only borrowed is not used later */
}

static void give_tcp(struct toy *t, char from, uint8_t flags, struct ws_bytes data)
{
    int side = from == 's';
    struct ws_segment s = {.proto = WS_PROTO_TCP,
                           .flags = flags,
                           .seq = t->next[side],
                           .ack = t->next[!side],
                           .payload = data};
    give(t, from, &s);
    t->next[side] += (uint32_t)data.len + !!(flags & (WS_TCP_SYN | WS_TCP_FIN));
}

static const struct ws_bytes nothing;

void toy_open(struct toy *t)
{
    give_tcp(t, 'c', WS_TCP_SYN, nothing);
    give_tcp(t, 's', WS_TCP_SYN | WS_TCP_ACK, nothing);
    give_tcp(t, 'c', WS_TCP_ACK, nothing);
}

void toy_syn_ack(struct toy *t)
{
    give_tcp(t, 's', WS_TCP_SYN | WS_TCP_ACK, nothing);
}

void toy_send_bytes(struct toy *t, char from, const void *data, size_t len)
{
    give_tcp(t, from, WS_TCP_ACK | WS_TCP_PSH, (struct ws_bytes){data, len});
}

void toy_send(struct toy *t, char from, const char *data)
{
    toy_send_bytes(t, from, data, strlen(data));
}

void toy_lose(struct toy *t, char from, uint32_t len)
{
    t->next[from == 's'] += len;
}

void toy_ack(struct toy *t, char from)
{
    give_tcp(t, from, WS_TCP_ACK, nothing);
}

void toy_fin(struct toy *t, char from)
{
    give_tcp(t, from, WS_TCP_FIN | WS_TCP_ACK, nothing);
}

void toy_reset(struct toy *t, char from)
{
    give_tcp(t, from, WS_TCP_RST | WS_TCP_ACK, nothing);
}

void toy_datagram(struct toy *t, char from, const char *data)
{
    struct ws_segment s = {.proto = WS_PROTO_UDP, .payload = {(const uint8_t *)data, strlen(data)}};
    give(t, from, &s);
}

void toy_next_flow(struct toy *t)
{
    t->client_port++;
    t->next[0] = 1000;
    t->next[1] = 5000;
}

void toy_expect(struct toy *t, const char *want)
{
    assert_int_equal(ws_engine_finish(t->engine), 0);
    assert_string_equal(t->text, want);
    ws_engine_free(t->engine);
    for (size_t i = 0; i < t->n; i++)
        ws_instance_free(t->instances[i]);
}

struct wanted {
    const char *name;
    uint64_t value;
    bool found;
};

static void find_stat(void *self, const struct ws_stat *stat)
{
    struct wanted *w = self;
    if (strcmp(stat->name, w->name) == 0)
        *w = (struct wanted){w->name, stat->value, true};
}

uint64_t toy_stat(const struct toy *t, const char *name)
{
    struct wanted w = {.name = name};
    struct ws_engine_counts counts;
    ws_engine_counts(t->engine, &counts);
    ws_engine_counts_each(&counts, find_stat, &w);
    assert_true(w.found);
    return w.value;
}
