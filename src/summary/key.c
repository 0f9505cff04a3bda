/* What the rows of a summary go by: values of events as short texts. */
#include "summary/key.h"

#include <math.h>
#include <string.h>

#include "message/plan.h"
#include "output/address.h"
#include "output/facts.h"
#include "output/value.h"

enum { TEXT_MAX = 1 << 16 };

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Kind, length, bytes. */
static void add_cell(enum ws_cell_kind kind, struct ws_bytes text, struct ws_buf *out)
{
    size_t len = text.len < WS_CELL_MAX ? text.len : WS_CELL_MAX;

    while (len < text.len && len > 0 && is_continuation(text.data[len]))
        len--;
    ws_buf_byte(out, (uint8_t)kind);
    ws_buf_byte(out, (uint8_t)len);
    ws_buf_add(out, text.data, len);
}

static void add_text(const char *text, struct ws_buf *out)
{
    if (text)
        add_cell(WS_CELL_TEXT, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, out);
    else
        add_cell(WS_CELL_ABSENT, (struct ws_bytes){NULL, 0}, out);
}

struct ws_cell ws_cell_take(struct ws_cursor *cells)
{
    struct ws_cell cell = {.kind = (enum ws_cell_kind)ws_take_be(cells, 1)};
    cell.text = ws_take(cells, (size_t)ws_take_be(cells, 1));
    return cell;
}

static bool is_json_number(const struct ws_node *value)
{
    switch ((enum ws_kind_of_value)value->kind) {
    case WS_V_UINT:
        return value->as.u <= UINT64_C(1) << 53;
    case WS_V_INT:
        return value->as.i <= INT64_C(1) << 53 && value->as.i >= -(INT64_C(1) << 53);
    case WS_V_REAL:
        return isfinite(value->as.f);
    case WS_V_BOOL:
        return true;
    default:
        return false;
    }
}

/* Ends */

void ws_cell_end(const struct ws_endpoint_view *end, struct ws_buf *out)
{
    char address[WS_IP_TEXT_MAX];
    size_t len = ws_ip_text(address, end->addr, end->family == 4 ? 4 : 16);
    bool brackets = end->family != 4;

    ws_buf_text(out, brackets ? "[" : "");
    ws_buf_add(out, address, len);
    ws_buf_text(out, brackets ? "]:" : ":");
    ws_put_u64(out, end->port);
}

static void add_end(const struct ws_endpoint_view *end, struct ws_buf *out)
{
    struct ws_buf text;

    ws_buf_init(&text, TEXT_MAX);
    ws_cell_end(end, &text);
    add_cell(WS_CELL_TEXT, (struct ws_bytes){text.data, text.len}, out);
    ws_buf_free(&text);
}

/* What is no field: '@' and a word. */
static void add_special(const struct ws_event *event, const char *code, const char *word,
                        struct ws_buf *out)
{
    int side = ws_event_side(event), client = event->flow->roles[0] == WS_SERVER ? 1 : 0;
    const struct ws_endpoint_view *ends = event->flow->ends;
    const struct {
        const char *word;
        const struct ws_endpoint_view *end;
    } words[] = {{"src", &ends[side]},
                 {"dest", &ends[!side]},
                 {"client", &ends[client]},
                 {"server", &ends[!client]}};

    for (size_t i = 0; i < WS_LEN(words); i++)
        if (strcmp(word, words[i].word) == 0) {
            add_end(words[i].end, out);
            return;
        }
    if (strcmp(word, "from") == 0) {
        add_text(ws_role_name(ws_event_role(event)), out);
        return;
    }
    add_text(code ? code : event->type == WS_EVENT_MESSAGE ? event->message : NULL, out);
}

/* Fields */

/* Of a list the first element that is no list. */
static const struct ws_node *scalar_of(const struct ws_node *value)
{
    while (value && value->kind == WS_V_ARRAY)
        value = ws_first(value);
    return value;
}

/* The member that the first part of the path names; *path goes behind it. */
static const struct ws_node *step(const struct ws_node *object, const char **path)
{
    size_t len = strcspn(*path, ".");
    const struct ws_node *found = NULL;

    for (const struct ws_node *m = ws_first(object); m && !found; m = ws_next(object, m)) {
        struct ws_bytes key = ws_node_key(m);
        if (key.len == len && memcmp(key.data, *path, len) == 0)
            found = m;
    }
    *path += len + ((*path)[len] == '.');
    return found;
}

static const struct ws_node *find(const struct ws_print *print, const struct ws_node *object,
                                  const char *path)
{
    while (object && *path) {
        object = scalar_of(object);
        if (!object || object->kind != WS_V_OBJECT || ws_value_holds_secret(print, object))
            return NULL;
        object = step(object, &path);
    }
    return object;
}

/* The value of the first TLV of a name. */
static const struct ws_node *find_tlv(const struct ws_print *print, const struct ws_node *fields,
                                      const char *name)
{
    for (const struct ws_node *n = fields; n < fields + fields->span; n++) {
        const struct ws_tlv *tlv = n->row ? ws_node_tlv(n) : NULL;
        if (!tlv || strcmp(tlv->name, name) != 0 || ws_value_holds_secret(print, n))
            continue;
        for (const struct ws_node *m = ws_first(n); m; m = ws_next(n, m))
            if (!ws_value_is_tlv_head(m))
                return m;
    }
    return NULL;
}

static void add_value(const struct ws_print *print, const struct ws_node *value, bool named,
                      struct ws_buf *out)
{
    struct ws_buf text;

    value = scalar_of(value);
    if (!value || value->kind == WS_V_OBJECT) {
        add_text(NULL, out);
        return;
    }
    if (ws_value_is_secret(print, value)) {
        add_text(WS_SECRET_TEXT, out);
        return;
    }
    ws_buf_init(&text, TEXT_MAX);
    named = named && ws_value_name(value, &text);
    if (!named)
        ws_value_text(value, &text);
    add_cell(!named && is_json_number(value) ? WS_CELL_NUMBER : WS_CELL_TEXT,
             (struct ws_bytes){text.data, text.len}, out);
    ws_buf_free(&text);
}

/* KEY_name asks for the name of KEY's value. */
static void add_field(const struct ws_print *print, const struct ws_node *fields, const char *path,
                      struct ws_buf *out)
{
    char plain[128];
    size_t len = strlen(path), suffix = strlen("_name");
    const struct ws_node *value = find(print, fields, path);
    bool named =
        !value && len > suffix && len < sizeof(plain) && strcmp(path + len - suffix, "_name") == 0;

    if (named) {
        memcpy(plain, path, len - suffix);
        plain[len - suffix] = '\0';
        value = find(print, fields, plain);
    }
    add_value(print, value, named, out);
}

void ws_cell_add(const struct ws_event *event, const char *code, const char *path,
                 struct ws_buf *out)
{
    static const char of_context[] = "context.", of_tlv[] = "tlv.";
    const struct ws_print print = {0};
    bool message = event->type == WS_EVENT_MESSAGE && event->fields;

    if (path[0] == '@')
        add_special(event, code, path + 1, out);
    else if (strncmp(path, of_context, strlen(of_context)) == 0)
        add_value(&print,
                  event->context ? find(&print, event->context, path + strlen(of_context)) : NULL,
                  false, out);
    else if (!message)
        add_text(NULL, out);
    else if (strncmp(path, of_tlv, strlen(of_tlv)) == 0)
        add_value(&print, find_tlv(&print, event->fields, path + strlen(of_tlv)), false, out);
    else
        add_field(&print, event->fields, path, out);
}
