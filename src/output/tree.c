/* Events as trees, for people. */
#include "output/tree.h"

#include <string.h>

#include "message/plan.h"
#include "output/facts.h"
#include "output/line.h"
#include "output/value.h"

enum { INDENT = 4, DEPTH_MAX = 64, TEXT_MAX = 4096 };

/* An object or array whose members are being written. */
struct open {
    const struct ws_node *end;
    bool array;
    bool holds_secret;
};

struct tree {
    const struct ws_print *print;
    struct ws_buf *out;
    struct open open[DEPTH_MAX];
    size_t depth;
    bool bullet; /* the next line begins an element of a list */
};

static bool is_container(const struct ws_node *value)
{
    return value->kind == WS_V_OBJECT || value->kind == WS_V_ARRAY;
}

static bool holds_containers(const struct ws_node *array)
{
    for (const struct ws_node *e = ws_first(array); e; e = ws_next(array, e))
        if (is_container(e))
            return true;
    return false;
}

/* A list and its elements share one step. */
static void put_indent(struct tree *tree)
{
    size_t steps = tree->open[tree->depth - 1].array;

    for (size_t i = 0; i < tree->depth; i++)
        steps += !tree->open[i].array;
    for (size_t i = 0; i < steps; i++)
        ws_buf_text(tree->out, i + 1 == steps && tree->bullet ? "  - " : "    ");
    tree->bullet = false;
}

/* 1 (NAME) unit */
static void put_scalar(struct tree *tree, const struct ws_node *value)
{
    struct ws_buf *out = tree->out;

    if (ws_value_is_secret(tree->print, value)) {
        ws_buf_text(out, WS_SECRET_TEXT);
        return;
    }
    if (value->kind == WS_V_TEXT) {
        ws_line_value(tree->print, value, NULL, TEXT_MAX, out);
        return;
    }
    ws_value_text(value, out);
    if (ws_value_has_name(value)) {
        ws_buf_text(out, " (");
        ws_value_name(value, out);
        ws_buf_byte(out, ')');
    }
    if (value->row && value->row->field)
        ws_line_unit(value->row->field->unit, out);
}

static void put_list(struct tree *tree, const struct ws_node *array)
{
    const struct ws_node *first = ws_first(array);

    for (const struct ws_node *e = first; e; e = ws_next(array, e)) {
        if (e != first)
            ws_buf_text(tree->out, ", ");
        put_scalar(tree, e);
    }
    if (!first)
        ws_buf_text(tree->out, "(none)");
}

static void put_key(const struct ws_node *value, struct ws_buf *out)
{
    struct ws_bytes key = ws_node_key(value);

    ws_terminal_text(out, key, WS_UTF8, SIZE_MAX);
    if (value->flags & WS_NODE_HEX_KEY)
        ws_buf_text(out, "_hex");
}

/* Whether what the value holds goes on lines of its own. */
static bool must_open(const struct tree *tree, const struct ws_node *value)
{
    if (!is_container(value) || value->len == 0 || tree->depth + 1 >= DEPTH_MAX)
        return false;
    return !ws_value_is_secret(tree->print, value) &&
           (value->kind == WS_V_OBJECT || holds_containers(value));
}

static void put_closed(struct tree *tree, const struct ws_node *value, bool hidden)
{
    if (hidden)
        ws_buf_text(tree->out, WS_SECRET_TEXT);
    else if (value->kind == WS_V_ARRAY && !holds_containers(value) &&
             !ws_value_is_secret(tree->print, value))
        put_list(tree, value);
    else if (is_container(value) && value->len > 0)
        ws_buf_text(tree->out, ws_value_is_secret(tree->print, value) ? WS_SECRET_TEXT : "…");
    else if (is_container(value))
        ws_buf_text(tree->out, "(none)");
    else
        put_scalar(tree, value);
}

/* One node's line; answers how many nodes are dealt with. */
static size_t put_node(struct tree *tree, const struct ws_node *n)
{
    const struct open *in = &tree->open[tree->depth - 1];
    bool hidden = in->holds_secret && !ws_value_is_tlv_head(n);
    bool opens = !hidden && must_open(tree, n);
    bool element = in->array;

    if (!(element && opens)) {
        tree->bullet |= element;
        put_indent(tree);
    }
    if (!element) {
        put_key(n, tree->out);
        ws_buf_text(tree->out, opens ? ":\n" : ": ");
    }
    if (opens) {
        tree->open[tree->depth++] = (struct open){n + n->span, n->kind == WS_V_ARRAY,
                                                  ws_value_holds_secret(tree->print, n)};
        tree->bullet = element;
        return 1;
    }
    put_closed(tree, n, hidden);
    ws_buf_byte(tree->out, '\n');
    return n->span;
}

static void put_members(const struct ws_print *print, const struct ws_node *object, size_t depth,
                        struct ws_buf *out)
{
    struct tree tree = {.print = print, .out = out, .depth = depth};
    const struct ws_node *n = object + 1, *end = object + object->span;

    for (size_t i = 0; i < depth; i++)
        tree.open[i] = (struct open){end, false, false};
    while (n < end) {
        n += n->kind == WS_V_KEY;
        n += put_node(&tree, n);
        while (tree.depth > depth && n >= tree.open[tree.depth - 1].end)
            tree.depth--;
    }
}

static void put_context(const struct ws_print *print, const struct ws_event *event,
                        struct ws_buf *out)
{
    if (event->context && event->context->len > 0) {
        ws_buf_text(out, "    context:\n");
        put_members(print, event->context, 2, out);
    }
    if (event->has_request) {
        ws_buf_text(out, "    answers frame ");
        ws_put_u64(out, event->request_frame);
        if (event->has_rtt) {
            ws_buf_text(out, " after ");
            ws_line_duration(event->rtt_ns, out);
        }
        ws_buf_byte(out, '\n');
    }
    if (event->orphan)
        ws_buf_text(out, "    orphan: no request was seen\n");
}

static void put_finding(const struct ws_print *print, enum ws_color color, const char *code,
                        const char *text, struct ws_buf *out)
{
    ws_buf_text(out, "    ");
    ws_line_color(print, color, out);
    ws_buf_text(out, "! ");
    ws_buf_text(out, code);
    ws_buf_text(out, ": ");
    ws_terminal_text(out, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, WS_UTF8,
                     SIZE_MAX);
    ws_line_color(print, WS_PLAIN, out);
}

static void put_findings(const struct ws_print *print, const struct ws_event *event,
                         struct ws_buf *out)
{
    for (size_t i = 0; i < event->n_notes; i++) {
        put_finding(print, WS_YELLOW, event->notes[i].code, event->notes[i].text, out);
        ws_buf_byte(out, '\n');
    }
    for (size_t i = 0; i < event->n_errors; i++) {
        put_finding(print, WS_RED, event->errors[i].code, event->errors[i].text, out);
        ws_buf_text(out, " (at byte ");
        ws_put_u64(out, event->errors[i].offset);
        ws_buf_text(out, ")\n");
    }
}

static void put_raw(const struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    struct ws_bytes bytes = ws_event_raw(print, event);

    if (bytes.len == 0)
        return;
    ws_buf_text(out, "    raw: ");
    ws_put_hex_text(out, bytes);
    ws_buf_byte(out, '\n');
}

static void put_message(const struct ws_print *print, const struct ws_event *event,
                        struct ws_buf *out)
{
    const char *kind = ws_kind_name(event->kind);

    ws_line_color(print, event->msg_type ? ws_line_sender(event) : WS_RED, out);
    ws_buf_text(out, event->message);
    ws_line_color(print, WS_PLAIN, out);
    ws_buf_text(out, "  ");
    ws_buf_text(out, kind ? kind : "");
    ws_buf_text(out, kind ? ", " : "");
    ws_put_u64(out, event->length);
    ws_buf_text(out, event->length == 1 ? " byte" : " bytes");
    if (!print->alone) {
        ws_buf_text(out, ", frame ");
        ws_put_u64(out, event->frame);
    }
    ws_buf_byte(out, '\n');
    if (event->fields)
        put_members(print, event->fields, 1, out);
    put_context(print, event, out);
    put_findings(print, event, out);
    put_raw(print, event, out);
}

void ws_tree_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    ws_line_begin(print, event, out);
    if (event->type == WS_EVENT_MESSAGE) {
        put_message(print, event, out);
    } else {
        ws_line_other(print, event, out);
        ws_buf_byte(out, '\n');
    }
    ws_buf_byte(out, '\n');
}
