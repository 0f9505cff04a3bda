/* Events as one line each, for people. */
#include "output/text.h"

#include <string.h>

#include "message/plan.h"
#include "output/facts.h"
#include "output/line.h"
#include "output/value.h"

enum {
    MESSAGE_WIDTH = 20, /* of the column, at least */
    SUMMARY_WIDTH = 36,
    SUMMARY_MAX = 160, /* bytes after which no further field is begun */
    VALUE_MAX = 40,
    ELEMENTS_MAX = 8,
};

/* A list's elements, as far as they are scalars. */
static void put_elements(const struct ws_print *print, const struct ws_node *array,
                         struct ws_buf *out)
{
    size_t n = 0;

    for (const struct ws_node *e = ws_first(array); e; e = ws_next(array, e), n++) {
        if (n > 0)
            ws_buf_text(out, ", ");
        if (n == ELEMENTS_MAX) {
            ws_buf_text(out, "…");
            return;
        }
        if (e->kind != WS_V_OBJECT && e->kind != WS_V_ARRAY)
            ws_line_value(print, e, NULL, VALUE_MAX, out);
    }
}

static void put_value(const struct ws_print *print, const struct ws_node *value, const char *unit,
                      struct ws_buf *out)
{
    if (value->kind == WS_V_ARRAY && !ws_value_is_secret(print, value))
        put_elements(print, value, out);
    else if (value->kind == WS_V_OBJECT && !ws_value_is_secret(print, value))
        ws_put_u64(out, value->len);
    else
        ws_line_value(print, value, unit, VALUE_MAX, out);
}

static const char *unit_of(const struct ws_node *value)
{
    const struct ws_field *field = ws_node_field(value);
    return field ? field->unit : NULL;
}

/* label value unit, for a TLV. */
static void put_tlv(const struct ws_print *print, const struct ws_node *object,
                    const struct ws_tlv *tlv, struct ws_buf *out)
{
    ws_buf_text(out, tlv->label);
    for (const struct ws_node *m = ws_first(object); m; m = ws_next(object, m)) {
        if (ws_value_is_tlv_head(m))
            continue;
        ws_buf_byte(out, ' ');
        if (ws_value_holds_secret(print, object))
            ws_buf_text(out, WS_SECRET_TEXT);
        else
            put_value(print, m, tlv->unit ? tlv->unit : unit_of(m), out);
    }
}

/* key value unit, for a row. */
static void put_field(const struct ws_print *print, const struct ws_node *value, struct ws_buf *out)
{
    struct ws_bytes key = ws_node_key(value);

    ws_buf_add(out, key.data, key.len);
    ws_buf_byte(out, ' ');
    put_value(print, value, unit_of(value), out);
}

/* One node, when the line shows it; answers whether what it holds has been dealt with. */
static bool put_node(const struct ws_print *print, const struct ws_node *n, size_t begin,
                     struct ws_buf *out)
{
    const struct ws_tlv *tlv = n->row ? ws_node_tlv(n) : NULL;
    bool field = n->row && n->row->field && n->row->field->purpose & WS_SUMMARY;

    if (!(tlv && tlv->label) && !field)
        return false;
    if (out->len > begin)
        ws_buf_text(out, "  ");
    if (tlv && tlv->label)
        put_tlv(print, n, tlv, out);
    else
        put_field(print, n, out);
    return true;
}

/* The member that a path of keys and dots leads to, or NULL. */
static const struct ws_node *follow(const struct ws_node *object, const char *path, size_t len)
{
    while (object) {
        const char *dot = memchr(path, '.', len);
        size_t part = dot ? (size_t)(dot - path) : len;
        const struct ws_node *n = ws_first(object);
        for (; n; n = ws_next(object, n)) {
            struct ws_bytes key = ws_node_key(n);
            if (key.len == part && memcmp(key.data, path, part) == 0)
                break;
        }
        if (!dot || !n)
            return n;
        object = n;
        path += part + 1;
        len -= part + 1;
    }
    return NULL;
}

/* What a type's line names: in `fields`, or in the context; with "?" behind it not when it is 0. */
static const struct ws_node *find_value(const struct ws_event *event, const char *path)
{
    static const char context[] = "context.";
    size_t len = strlen(path), skip = sizeof(context) - 1;
    bool unless_zero = len > 0 && path[len - 1] == '?';
    const struct ws_node *n;

    len -= unless_zero;
    if (strncmp(path, context, skip) == 0)
        n = follow(event->context, path + skip, len - skip);
    else
        n = follow(event->fields, path, len);
    bool number = n && (n->kind == WS_V_UINT || n->kind == WS_V_INT);
    return number && unless_zero && n->as.u == 0 ? NULL : n;
}

/* Values without their keys, texts without quotes. Answers how many bytes it took. */
static size_t put_line(const struct ws_print *print, const struct ws_event *event,
                       struct ws_buf *out)
{
    size_t begin = out->len;

    for (const char *const *path = event->msg_type->line; *path; path++) {
        const struct ws_node *n = find_value(event, *path);
        if (!n)
            continue;
        if (out->len > begin)
            ws_buf_text(out, "  ");
        if (n->kind == WS_V_TEXT && !ws_value_is_secret(print, n))
            ws_terminal_text(out, (struct ws_bytes){n->as.data, n->len}, (enum ws_charset)n->size,
                             VALUE_MAX);
        else
            put_value(print, n, unit_of(n), out);
    }
    return out->len - begin;
}

/* Answers how many bytes it took. */
static size_t put_summary(const struct ws_print *print, const struct ws_node *fields,
                          struct ws_buf *out)
{
    size_t begin = out->len;
    const struct ws_node *n = fields + 1, *end = fields + fields->span;

    while (n < end) {
        if (out->len - begin > SUMMARY_MAX) {
            ws_buf_text(out, "  …");
            break;
        }
        n += put_node(print, n, begin, out) ? n->span : 1;
    }
    return out->len - begin;
}

static void put_sentence(const struct ws_print *print, enum ws_color color, const char *text,
                         struct ws_buf *out)
{
    ws_buf_text(out, "  ");
    ws_line_color(print, color, out);
    ws_buf_text(out, "! ");
    ws_terminal_text(out, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, WS_UTF8,
                     SIZE_MAX);
    ws_line_color(print, WS_PLAIN, out);
}

static void put_trouble(const struct ws_print *print, const struct ws_event *event,
                        struct ws_buf *out)
{
    if (event->orphan)
        put_sentence(print, WS_YELLOW, "no request was seen", out);
    for (size_t i = 0; i < event->n_notes; i++)
        put_sentence(print, WS_YELLOW, event->notes[i].text, out);
    for (size_t i = 0; i < event->n_errors; i++)
        put_sentence(print, WS_RED, event->errors[i].text, out);
}

static void put_message(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    size_t width = strlen(event->message);

    if (width > print->message_width)
        print->message_width = width;
    if (print->message_width < MESSAGE_WIDTH)
        print->message_width = MESSAGE_WIDTH;
    ws_line_color(print, event->msg_type ? ws_line_sender(event) : WS_RED, out);
    ws_buf_text(out, event->message);
    ws_line_color(print, WS_PLAIN, out);
    ws_line_pad(width, print->message_width, out);
    if (event->fields && event->msg_type && event->msg_type->line)
        width = put_line(print, event, out);
    else
        width = event->fields ? put_summary(print, event->fields, out) : 0;
    if (event->has_rtt) {
        ws_line_pad(width, SUMMARY_WIDTH, out);
        ws_line_duration(event->rtt_ns, out);
    }
    put_trouble(print, event, out);
}

/* Columns leave blanks where the last ones are empty. */
static void end_line(struct ws_buf *out)
{
    while (!out->failed && out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
    ws_buf_byte(out, '\n');
}

void ws_text_body(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    if (event->type == WS_EVENT_MESSAGE)
        put_message(print, event, out);
    else
        ws_line_other(print, event, out);
    end_line(out);
}

void ws_text_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    ws_line_begin(print, event, out);
    ws_text_body(print, event, out);
}
