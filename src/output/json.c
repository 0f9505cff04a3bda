/* Events as NDJSON: keys, their order and meaning as in docs/events.md. */
#include "output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "message/number.h"
#include "output/address.h"
#include "output/community_id.h"
#include "output/facts.h"
#include "output/json_text.h"
#include "output/json_value.h"
#include "output/value.h"

#define PUT(out, text) ws_buf_add((out), "" text, sizeof(text) - 1)

/* Into room that was asked for: answers the text's end. */
#define ADD(at, text) ((uint8_t *)memcpy((at), "" text, sizeof(text) - 1) + sizeof(text) - 1)

static uint8_t *add(uint8_t *at, const char *text)
{
    size_t len = strlen(text);
    memcpy(at, text, len);
    return at + len;
}

static const char *const level_names[] = {
    [WS_INFO] = "info", [WS_WARNING] = "warning", [WS_ERROR] = "error"};

static void put_string(struct ws_buf *out, const char *text)
{
    ws_json_string(out, (const uint8_t *)text, strlen(text), WS_UTF8);
}

static void put_time(struct ws_print *print, int64_t ts_ns, struct ws_buf *out)
{
    char *room = (char *)ws_buf_room(out, WS_TIME_MAX);
    if (room)
        out->len += ws_clock_rfc3339(&print->clock, room, ts_ns);
}

static void put_file(const char *file, struct ws_buf *out)
{
    if (!file)
        return;
    PUT(out, ",\"file\":");
    put_string(out, file);
}

/* {"timestamp":…,"event_type":TYPE,"seq":…,"frame":…,"file":… */
static void put_head(struct ws_print *print, const struct ws_report *at, const char *type,
                     uint64_t seq, struct ws_buf *out)
{
    enum { HEAD_MAX = 96 + WS_TIME_MAX + 2 * WS_U64_TEXT_MAX };
    uint8_t *to = ws_buf_room(out, HEAD_MAX);

    if (!to)
        return;
    to = ADD(to, "{");
    if (at->any_packet) {
        to = ADD(to, "\"timestamp\":\"");
        to += ws_clock_rfc3339(&print->clock, (char *)to, at->ts_ns);
        to = ADD(to, "\",");
    }
    to = ADD(to, "\"event_type\":\"");
    to = add(to, type);
    to = ADD(to, "\",\"seq\":");
    if (seq)
        to = ws_u64_put(to, seq);
    else
        print->seq_at = (size_t)(to - out->data);
    if (at->frame > 0) {
        to = ADD(to, ",\"frame\":");
        to = ws_u64_put(to, at->frame);
    }
    out->len = (size_t)(to - out->data);
    put_file(at->file, out);
}

static size_t put(char *out, size_t at, const void *text, size_t len)
{
    memcpy(out + at, text, len);
    return at + len;
}

/* "PREFIX_ip":"…","PREFIX_port":… */
static size_t put_end(char *out, size_t at, const char *prefix, const struct ws_endpoint_view *end)
{
    size_t prefix_len = strlen(prefix);
    char number[WS_U64_TEXT_MAX];

    at = put(out, at, prefix, prefix_len);
    at = put(out, at, "_ip\":\"", 6);
    at += ws_ip_text(out + at, end->addr, end->family == 4 ? 4 : 16);
    at = put(out, at, "\"", 1);
    at = put(out, at, prefix, prefix_len);
    at = put(out, at, "_port\":", 7);
    size_t len = ws_u64_text(number, end->port);
    return put(out, at, number, len);
}

static size_t put_community_id(char *out, size_t at, const struct ws_event_flow *flow)
{
    char id[WS_COMMUNITY_ID_MAX];
    size_t len = ws_community_id(id, flow->transport, flow->ends);

    if (len == 0)
        return at;
    at = put(out, at, "\",\"community_id\":\"", 18);
    return put(out, at, id, len);
}

/* What all events of one direction share. At the most 230 bytes: IPv6, with Community ID. */
static void render_flow(const struct ws_print *print, struct ws_event_flow *flow, int side)
{
    char *out = flow->rendered[side].text;
    uint8_t id[8];
    size_t at = put(out, 0, ",\"flow_id\":\"", 12);

    ws_store_be(id, sizeof(id), flow->id);
    at += ws_hex_text(out + at, id, sizeof(id));
    if (print->community_id)
        at = put_community_id(out, at, flow);
    at = put(out, at, "\",\"proto\":\"", 11);
    at = put(out, at, flow->transport == WS_TCP ? "TCP\"" : "UDP\"", 4);
    at = put_end(out, at, ",\"src", &flow->ends[side]);
    at = put_end(out, at, ",\"dest", &flow->ends[!side]);
    flow->rendered[side].len = at;
}

static void put_flow(const struct ws_print *print, struct ws_event_flow *flow, int side,
                     struct ws_buf *out)
{
    if (flow->rendered[side].len == 0)
        render_flow(print, flow, side);
    ws_buf_add(out, flow->rendered[side].text, flow->rendered[side].len);
}

static void put_role(enum ws_role role, struct ws_buf *out)
{
    PUT(out, ",\"from\":\"");
    ws_buf_text(out, ws_role_name(role));
    ws_buf_byte(out, '"');
}

static void put_protocol(const struct ws_event *event, struct ws_buf *out)
{
    const char *name = event->plugin ? event->plugin->name : event->flow->protocol;
    if (!name)
        return;
    PUT(out, ",\"protocol\":\"");
    ws_buf_text(out, name);
    ws_buf_byte(out, '"');
}

static void put_number(struct ws_buf *out, const char *key, uint64_t v)
{
    ws_buf_text(out, key);
    ws_put_u64(out, v);
}

/* Members follow in an object that may have some already. */
static void put_comma(struct ws_buf *out)
{
    if (!out->failed && out->data[out->len - 1] != '{')
        ws_buf_byte(out, ',');
}

/* The host's own part of `context`. */
static void put_request(const struct ws_event *event, struct ws_buf *out)
{
    if (event->has_request) {
        put_comma(out);
        put_number(out, "\"request_frame\":", event->request_frame);
        put_number(out, ",\"request_offset\":", event->request_offset);
    }
    if (event->has_rtt) {
        put_comma(out);
        PUT(out, "\"rtt_ns\":");
        ws_put_i64(out, event->rtt_ns);
    }
    if (event->orphan) {
        put_comma(out);
        PUT(out, "\"orphan\":true");
    }
}

static void put_context(const struct ws_print *print, const struct ws_event *event,
                        struct ws_buf *out)
{
    bool own = event->context && event->context->len > 0;
    bool host =
        event->type == WS_EVENT_MESSAGE && (event->has_request || event->has_rtt || event->orphan);

    if (!own && !host)
        return;
    PUT(out, ",\"context\":");
    if (own)
        ws_json_value(print, event->context, out);
    else
        PUT(out, "{}");
    if (!host || out->failed)
        return;
    out->len--; /* its closing brace */
    put_request(event, out);
    ws_buf_byte(out, '}');
}

static void put_note(const struct ws_event_note *note, bool first, struct ws_buf *out)
{
    ws_buf_text(out, first ? ",\"notes\":[{\"level\":\"" : ",{\"level\":\"");
    ws_buf_text(out, level_names[note->level]);
    PUT(out, "\",\"code\":");
    put_string(out, note->code);
    PUT(out, ",\"text\":");
    put_string(out, note->text);
    ws_buf_byte(out, '}');
}

/* The message's notes, and one of our own where its arrays were shortened. */
static void put_notes(const struct ws_print *print, const struct ws_event *event,
                      struct ws_buf *out)
{
    const struct ws_cut *cut = print->cut && print->cut->from ? print->cut : NULL;
    char text[96];

    for (size_t i = 0; i < event->n_notes; i++)
        put_note(&event->notes[i], i == 0, out);
    if (cut) {
        snprintf(text, sizeof(text),
                 "an array of %" PRIu64 " elements is cut to its first %" PRIu64, cut->from,
                 cut->max);
        put_note(&(struct ws_event_note){WS_INFO, "elements_cut", text}, event->n_notes == 0, out);
    }
    if (event->n_notes > 0 || cut)
        ws_buf_byte(out, ']');
}

static void put_errors(const struct ws_event *event, struct ws_buf *out)
{
    for (size_t i = 0; i < event->n_errors; i++) {
        const struct ws_event_error *error = &event->errors[i];
        ws_buf_text(out, i == 0 ? ",\"errors\":[{\"code\":" : ",{\"code\":");
        put_string(out, error->code);
        put_number(out, ",\"offset\":", error->offset);
        PUT(out, ",\"text\":");
        put_string(out, error->text);
        ws_buf_byte(out, '}');
    }
    if (event->n_errors > 0)
        ws_buf_byte(out, ']');
}

static void put_raw(const struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    struct ws_bytes bytes = ws_event_raw(print, event);
    if (bytes.len == 0)
        return;
    PUT(out, ",\"raw\":");
    ws_json_hex(out, bytes.data, bytes.len);
}

/* ,"kind":…,"length":…,"offset":… */
static void put_place(const struct ws_event *event, struct ws_buf *out)
{
    enum { PLACE_MAX = 64 + 2 * WS_U64_TEXT_MAX };
    const char *kind = ws_kind_name(event->kind);
    uint8_t *to = ws_buf_room(out, PLACE_MAX);

    if (!to)
        return;
    if (kind) {
        to = ADD(to, ",\"kind\":\"");
        to = add(to, kind);
        to = ADD(to, "\"");
    }
    to = ADD(to, ",\"length\":");
    to = ws_u64_put(to, event->length);
    to = ADD(to, ",\"offset\":");
    to = ws_u64_put(to, event->offset);
    out->len = (size_t)(to - out->data);
}

static void put_message(const struct ws_print *print, const struct ws_event *event,
                        struct ws_buf *out)
{
    PUT(out, ",\"message\":");
    put_string(out, event->message);
    put_place(event, out);
    if (event->fields) {
        PUT(out, ",\"fields\":");
        ws_json_value(print, event->fields, out);
    }
    put_context(print, event, out);
    put_notes(print, event, out);
    put_errors(event, out);
    put_raw(print, event, out);
}

static void put_gap(const struct ws_event *event, struct ws_buf *out)
{
    put_number(out, ",\"length\":", event->gap_length);
    put_number(out, ",\"offset\":", event->offset);
    PUT(out, ",\"reason\":\"");
    ws_buf_text(out, event->reason);
    ws_buf_byte(out, '"');
    if (event->has_resync)
        put_number(out, ",\"resync_at\":", event->resync_at);
}

static void put_notice(const struct ws_print *print, const struct ws_event *event,
                       struct ws_buf *out)
{
    PUT(out, ",\"code\":");
    put_string(out, event->code);
    PUT(out, ",\"text\":");
    put_string(out, event->text);
    if (event->has_request)
        put_number(out, ",\"request_frame\":", event->request_frame);
    put_context(print, event, out);
}

/* Packets, bytes and missed bytes each way, named as in Suricata's flow events. */
static void put_flow_totals(const struct ws_event_flow *flow, struct ws_buf *out)
{
    int client = flow->roles[0] == WS_SERVER ? 1 : 0;

    put_number(out, ",\"pkts_toserver\":", flow->packets[client]);
    put_number(out, ",\"pkts_toclient\":", flow->packets[!client]);
    put_number(out, ",\"bytes_toserver\":", flow->bytes[client]);
    put_number(out, ",\"bytes_toclient\":", flow->bytes[!client]);
    put_number(out, ",\"missed_toserver\":", flow->missed[client]);
    put_number(out, ",\"missed_toclient\":", flow->missed[!client]);
}

/* What a flow is that no plugin reads. */
static void put_app(const struct ws_event_flow *flow, struct ws_buf *out)
{
    if (!flow->app_proto)
        return;
    PUT(out, ",\"app_proto\":");
    put_string(out, flow->app_proto);
    if (!flow->tls_sni)
        return;
    PUT(out, ",\"tls\":{\"sni\":");
    put_string(out, flow->tls_sni);
    ws_buf_byte(out, '}');
}

static void put_flow_state(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    const struct ws_event_flow *flow = event->flow;

    if (!event->flow_end) {
        PUT(out, ",\"flow\":{\"state\":\"begin\"}");
        return;
    }
    PUT(out, ",\"flow\":{\"state\":\"end\",\"reason\":\"");
    ws_buf_text(out, event->reason);
    PUT(out, "\",\"start\":\"");
    put_time(print, flow->first_ns, out);
    PUT(out, "\",\"end\":\"");
    put_time(print, flow->last_ns, out);
    ws_buf_byte(out, '"');
    put_flow_totals(flow, out);
    ws_buf_byte(out, '}');
    put_app(flow, out);
}

/* {"from":…,"protocol":…, or {"event_type":"notice","from":… */
static void put_alone(const struct ws_print *print, const struct ws_event *event,
                      struct ws_buf *out)
{
    bool message = event->type == WS_EVENT_MESSAGE;
    size_t begin = out->len;

    if (!message)
        PUT(out, ",\"event_type\":\"notice\"");
    put_role(event->from, out);
    if (!out->failed)
        out->data[begin] = '{';
    put_protocol(event, out);
    if (message)
        put_message(print, event, out);
    else
        put_notice(print, event, out);
    PUT(out, "}\n");
}

void ws_json_event(struct ws_print *print, const struct ws_event *event, uint64_t seq,
                   struct ws_buf *out)
{
    struct ws_report at = {true, event->ts_ns, event->frame, print->file};

    if (print->alone) { /* messages and notices */
        put_alone(print, event, out);
        return;
    }
    put_head(print, &at, ws_event_type_name(event->type), seq, out);
    put_flow(print, event->flow, ws_event_side(event), out);
    put_role(ws_event_role(event), out);
    put_protocol(event, out);
    switch (event->type) {
    case WS_EVENT_MESSAGE:
        put_message(print, event, out);
        break;
    case WS_EVENT_GAP:
        put_gap(event, out);
        break;
    case WS_EVENT_NOTICE:
        put_notice(print, event, out);
        break;
    case WS_EVENT_FLOW:
        put_flow_state(print, event, out);
        break;
    }
    PUT(out, "}\n");
}

void ws_json_error(struct ws_print *print, const struct ws_report *at, uint64_t seq,
                   const char *code, const char *text, struct ws_buf *out)
{
    put_head(print, at, "error", seq, out);
    PUT(out, ",\"code\":");
    put_string(out, code);
    PUT(out, ",\"text\":");
    put_string(out, text);
    PUT(out, "}\n");
}

void ws_json_stats_begin(struct ws_print *print, const struct ws_report *at, uint64_t seq,
                         struct ws_buf *out)
{
    put_head(print, at, "stats", seq, out);
    PUT(out, ",\"stats\":{");
}

void ws_json_stat(const char *name, uint64_t value, struct ws_buf *out)
{
    put_comma(out);
    put_string(out, name);
    ws_buf_byte(out, ':');
    ws_put_u64(out, value);
}

void ws_json_stats_end(struct ws_buf *out)
{
    PUT(out, "}}\n");
}
