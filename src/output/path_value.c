/* The values of a path in an event. */
#include <string.h>

#include "message/number.h"
#include "output/address.h"
#include "output/community_id.h"
#include "output/facts.h"
#include "output/path_private.h"
#include "output/value.h"

enum { NAMES_MAX = 1024 /* bytes of all names of a field of flags */ };

/* Who takes the values. */
struct taker {
    const struct ws_path *path;
    const struct ws_print *print;
    void (*each)(void *self, const struct ws_node *value);
    void *self;
};

static void give_text(const struct taker *taker, const char *text, size_t len)
{
    struct ws_node node = {.span = 1, .kind = WS_V_TEXT, .size = WS_UTF8, .len = (uint32_t)len};
    node.as.data = (const uint8_t *)text;
    taker->each(taker->self, &node);
}

static void give_word(const struct taker *taker, const char *text)
{
    if (text)
        give_text(taker, text, strlen(text));
}

static void give_uint(const struct taker *taker, uint64_t v)
{
    struct ws_node node = {.as.u = v, .span = 1, .kind = WS_V_UINT};
    taker->each(taker->self, &node);
}

static void give_ip(const struct taker *taker, const struct ws_endpoint_view *end)
{
    uint8_t len = end->family == 4 ? 4 : 16;
    struct ws_node node = {.span = 1, .kind = WS_V_IP, .size = len, .len = len};
    node.as.data = end->addr;
    taker->each(taker->self, &node);
}

static void give_time(const struct taker *taker, int64_t ts_ns)
{
    int64_t ns = ts_ns % 1000000000, second = ts_ns / 1000000000;
    struct ws_node node = {.span = 1, .kind = WS_V_TIME};

    node.as.i = second - (ns < 0);
    node.len = (uint32_t)(ns < 0 ? ns + 1000000000 : ns);
    taker->each(taker->self, &node);
}

static void give_bytes(const struct taker *taker, struct ws_bytes bytes)
{
    struct ws_node node = {.span = 1, .kind = WS_V_HEX, .len = (uint32_t)bytes.len};
    node.as.data = bytes.data;
    if (bytes.len > 0)
        taker->each(taker->self, &node);
}

static void give_flow_id(const struct taker *taker, uint64_t id)
{
    uint8_t bytes[8];
    char text[16];

    ws_store_be(bytes, sizeof(bytes), id);
    give_text(taker, text, ws_hex_text(text, bytes, sizeof(bytes)));
}

static void give_community_id(const struct taker *taker, const struct ws_event_flow *flow)
{
    char text[WS_COMMUNITY_ID_MAX];
    size_t len = ws_community_id(text, flow->transport, flow->ends);
    if (len > 0)
        give_text(taker, text, len);
}

static const char *protocol_of(const struct ws_event *event)
{
    return event->plugin ? event->plugin->name : event->flow->protocol;
}

static void give_envelope(const struct taker *taker, const struct ws_subject *subject)
{
    const struct ws_event *event = subject->event;
    bool message = event->type == WS_EVENT_MESSAGE, gap = event->type == WS_EVENT_GAP;
    const struct ws_endpoint_view *src = &event->flow->ends[ws_event_side(event)],
                                  *dest = &event->flow->ends[!ws_event_side(event)];

    switch ((enum envelope_key)taker->path->key) {
    case KEY_timestamp:
        give_time(taker, event->ts_ns);
        break;
    case KEY_event_type:
        give_word(taker, ws_event_type_name(event->type));
        break;
    case KEY_seq:
        give_uint(taker, subject->seq);
        break;
    case KEY_frame:
        give_uint(taker, event->frame);
        break;
    case KEY_file:
        give_word(taker, taker->print->file);
        break;
    case KEY_flow_id:
        give_flow_id(taker, event->flow->id);
        break;
    case KEY_community_id:
        give_community_id(taker, event->flow);
        break;
    case KEY_proto:
        give_word(taker, event->flow->transport == WS_TCP ? "TCP" : "UDP");
        break;
    case KEY_src_ip:
        give_ip(taker, src);
        break;
    case KEY_src_port:
        give_uint(taker, src->port);
        break;
    case KEY_dest_ip:
        give_ip(taker, dest);
        break;
    case KEY_dest_port:
        give_uint(taker, dest->port);
        break;
    case KEY_from:
        give_word(taker, ws_role_name(ws_event_role(event)));
        break;
    case KEY_protocol:
        give_word(taker, protocol_of(event));
        break;
    case KEY_message:
        give_word(taker, message ? event->message : NULL);
        break;
    case KEY_kind:
        give_word(taker, message ? ws_kind_name(event->kind) : NULL);
        break;
    case KEY_length:
        if (message || gap)
            give_uint(taker, gap ? event->gap_length : event->length);
        break;
    case KEY_offset:
        if (message || gap)
            give_uint(taker, event->offset);
        break;
    case KEY_reason:
        give_word(taker,
                  gap || (event->type == WS_EVENT_FLOW && event->flow_end) ? event->reason : NULL);
        break;
    case KEY_resync_at:
        if (gap && event->has_resync)
            give_uint(taker, event->resync_at);
        break;
    case KEY_code:
        give_word(taker, event->type == WS_EVENT_NOTICE ? event->code : NULL);
        break;
    case KEY_text:
        give_word(taker, event->type == WS_EVENT_NOTICE ? event->text : NULL);
        break;
    case KEY_raw:
        give_bytes(taker, ws_event_raw(taker->print, event));
        break;
    }
}

static void give_notes(const struct taker *taker, const struct ws_event *event)
{
    static const char *const levels[] = {"info", "warning", "error"};

    for (size_t i = 0; i < event->n_notes; i++) {
        const struct ws_event_note *note = &event->notes[i];
        if (taker->path->key == FINDING_level)
            give_word(taker, levels[note->level]);
        else
            give_word(taker, taker->path->key == FINDING_code ? note->code : note->text);
    }
}

static void give_errors(const struct taker *taker, const struct ws_event *event)
{
    for (size_t i = 0; i < event->n_errors; i++) {
        const struct ws_event_error *error = &event->errors[i];
        if (taker->path->key == FINDING_offset)
            give_uint(taker, error->offset);
        else
            give_word(taker, taker->path->key == FINDING_code ? error->code : error->text);
    }
}

/* A value that was found; of a list each element. */
static void give_value(const struct taker *taker, const struct ws_node *value)
{
    if (ws_value_is_secret(taker->print, value)) {
        give_word(taker, WS_SECRET_TEXT);
    } else if (value->kind == WS_V_ARRAY) {
        for (const struct ws_node *e = ws_first(value); e; e = ws_next(value, e))
            give_value(taker, e);
    } else if (value->kind == WS_V_NUMBERS) {
        for (size_t i = 0; i < value->len; i++) {
            struct ws_node element = ws_value_element(value, i);
            taker->each(taker->self, &element);
        }
    } else {
        taker->each(taker->self, value);
    }
}

/* The names are in the stack's buffer, which never grows: there is no allocation. */
static void give_name(const struct taker *taker, const struct ws_node *value)
{
    uint8_t text[NAMES_MAX + 1];
    struct ws_buf name = {.data = text, .cap = sizeof(text), .max = sizeof(text)};

    if (!ws_value_is_secret(taker->print, value) && ws_value_name(value, &name))
        give_text(taker, (const char *)text, name.len);
}

static bool is_key(const struct ws_node *member, struct ws_bytes part)
{
    struct ws_bytes key = ws_node_key(member);
    if (member->flags & WS_NODE_HEX_KEY)
        return ws_part_is_with(part, key, "_hex");
    return part.len == key.len && memcmp(part.data, key.data, key.len) == 0;
}

static void descend(const struct taker *taker, const struct ws_node *value, size_t part);

/* False for most of what is another: this is where a search spends its time. */
static bool begins_alike(const struct ws_node *member, struct ws_bytes part)
{
    const struct ws_field *field = member->flags & WS_NODE_KEYED ? NULL : ws_node_field(member);
    return !field || !field->key || (uint8_t)field->key[0] == part.data[0];
}

static void match(const struct taker *taker, const struct ws_node *member, size_t part, bool hidden)
{
    const struct ws_path *path = taker->path;
    bool last = part + 1 == path->n_parts;

    if (!begins_alike(member, path->parts[part]))
        return;
    if (is_key(member, path->parts[part])) {
        if (hidden && !ws_value_is_tlv_head(member))
            give_word(taker, WS_SECRET_TEXT);
        else if (last)
            give_value(taker, member);
        else
            descend(taker, member, part + 1);
    } else if (last && !hidden && ws_part_is_with(path->parts[part], ws_node_key(member), "_name"))
        give_name(taker, member);
}

/* The members of an object, or of the objects in a list, that part `part` names. */
static void descend(const struct taker *taker, const struct ws_node *value, size_t part)
{
    bool hidden = ws_value_holds_secret(taker->print, value);

    if (ws_value_is_secret(taker->print, value)) {
        give_word(taker, WS_SECRET_TEXT);
        return;
    }
    for (const struct ws_node *m = ws_first(value); m; m = ws_next(value, m)) {
        if (value->kind == WS_V_OBJECT)
            match(taker, m, part, hidden);
        else if (m->kind == WS_V_OBJECT || m->kind == WS_V_ARRAY)
            descend(taker, m, part);
    }
}

static void give_context(const struct taker *taker, const struct ws_event *event)
{
    switch ((enum context_key)taker->path->key) {
    case CONTEXT_request_frame:
        if (event->has_request)
            give_uint(taker, event->request_frame);
        break;
    case CONTEXT_request_offset:
        if (event->has_request)
            give_uint(taker, event->request_offset);
        break;
    case CONTEXT_rtt_ns:
        if (event->has_rtt) {
            struct ws_node node = {.as.i = event->rtt_ns, .span = 1, .kind = WS_V_INT};
            taker->each(taker->self, &node);
        }
        break;
    case CONTEXT_orphan:
        if (event->orphan) {
            struct ws_node node = {.as.u = 1, .span = 1, .kind = WS_V_BOOL};
            taker->each(taker->self, &node);
        }
        break;
    case CONTEXT_OWN:
        if (event->context)
            descend(taker, event->context, 1);
        break;
    }
}

static bool is_of(const struct ws_event *event, const char *protocol)
{
    return event->type == WS_EVENT_MESSAGE && event->plugin &&
           strcmp(event->plugin->name, protocol) == 0;
}

void ws_path_each(const struct ws_path *path, const struct ws_subject *subject,
                  void (*each)(void *self, const struct ws_node *value), void *self)
{
    struct taker taker = {path, subject->print, each, self};
    const struct ws_event *event = subject->event;

    switch ((enum path_root)path->root) {
    case ROOT_ENVELOPE:
        give_envelope(&taker, subject);
        break;
    case ROOT_FIELDS:
        if (is_of(event, path->protocol) && event->fields)
            descend(&taker, event->fields, 1);
        break;
    case ROOT_MESSAGE:
        if (is_of(event, path->protocol))
            give_word(&taker, event->message);
        break;
    case ROOT_PROTOCOL:
        if (protocol_of(event) && strcmp(protocol_of(event), path->protocol) == 0)
            give_word(&taker, path->protocol);
        break;
    case ROOT_CONTEXT:
        give_context(&taker, event);
        break;
    case ROOT_NOTES:
        give_notes(&taker, event);
        break;
    case ROOT_ERRORS:
        give_errors(&taker, event);
        break;
    }
}
