/* Values as JSON: one pass over the nodes, straight into the buffer. */
#include "output/json_value.h"

#include "message/number.h"
#include "message/plan.h"
#include "message/word.h"
#include "output/json_text.h"
#include "output/value.h"

/* An object or array that is being written. */
struct open {
    const struct ws_node *end;
    uint64_t left; /* elements of an array still to be shown */
    bool array;
    bool holds_secret;
};

static void put_quoted(const struct ws_node *value, struct ws_buf *out)
{
    ws_buf_byte(out, '"');
    ws_value_text(value, out);
    ws_buf_byte(out, '"');
}

/* Whether the field, whatever its value now, can pass 2^53. */
static bool is_wide(const struct ws_node *value)
{
    const struct ws_field *field = value->row ? value->row->field : NULL;

    if (!field)
        return false;
    if (field->type == WS_BITS)
        return field->bits > 53;
    uint16_t type = field->type == WS_NUMBERS ? field->element : field->type;
    unsigned len = type & 0xffu, family = type >> 8;
    return len >= 7 && (family == WS_FAMILY_UINT || family == WS_FAMILY_INT);
}

/* Strings are asked for: only where a value of the field may need it, so that its type is steady.
 */
static enum ws_int64_mode mode_of(const struct ws_print *print, const struct ws_node *value)
{
    return print->int64 == WS_INT64_STRING && !is_wide(value) ? WS_INT64_AUTO : print->int64;
}

/* How many of an array's elements are shown. */
static uint64_t shown_of(const struct ws_print *print, uint64_t len)
{
    struct ws_cut *cut = print->cut;

    if (!cut)
        return len;
    if (len > cut->longest)
        cut->longest = len;
    if (cut->max == 0 || len <= cut->max)
        return len;
    if (len > cut->from)
        cut->from = len;
    return cut->max;
}

static void put_scalar(const struct ws_print *print, const struct ws_node *value,
                       struct ws_buf *out);

static void put_numbers(const struct ws_print *print, const struct ws_node *value,
                        struct ws_buf *out)
{
    uint64_t shown = shown_of(print, value->len);

    ws_buf_byte(out, '[');
    for (size_t i = 0; i < shown; i++) {
        struct ws_node element = ws_value_element(value, i);
        if (i > 0)
            ws_buf_byte(out, ',');
        put_scalar(print, &element, out);
    }
    ws_buf_byte(out, ']');
}

static void put_scalar(const struct ws_print *print, const struct ws_node *value,
                       struct ws_buf *out)
{
    switch ((enum ws_kind_of_value)value->kind) {
    case WS_V_UINT:
        ws_json_u64(out, value->as.u, mode_of(print, value));
        break;
    case WS_V_INT:
        ws_json_i64(out, value->as.i, mode_of(print, value));
        break;
    case WS_V_REAL:
        ws_json_double(out, value->as.f);
        break;
    case WS_V_TEXT:
        ws_json_string(out, value->as.data, value->len, (enum ws_charset)value->size);
        break;
    case WS_V_HEX:
        ws_json_hex(out, value->as.data, value->len);
        break;
    case WS_V_MAC:
    case WS_V_IP:
    case WS_V_TIME:
    case WS_V_NAME:
        put_quoted(value, out);
        break;
    case WS_V_NUMBERS:
        put_numbers(print, value, out);
        break;
    case WS_V_NULL:
    case WS_V_BOOL:
        ws_value_text(value, out);
        break;
    case WS_V_OBJECT:
        ws_buf_add(out, "{}", 2);
        break;
    case WS_V_ARRAY:
        ws_buf_add(out, "[]", 2);
        break;
    case WS_V_KEY:
        break;
    }
}

static void put_key(const struct ws_node *value, struct ws_buf *out)
{
    const struct ws_row *row = value->row;

    if (value->flags & WS_NODE_KEYED) {
        struct ws_bytes key = ws_node_key(value);
        ws_json_string(out, key.data, key.len, WS_UTF8);
        ws_buf_byte(out, ':');
    } else if (value->flags & WS_NODE_HEX_KEY) {
        ws_buf_add(out, row->json_key_hex, row->json_key_hex_len);
    } else {
        ws_buf_add(out, row->json_key, row->json_key_len);
    }
}

/* ,"key_name":"NAME" behind a value that has a name. */
static void put_name(const struct ws_node *value, struct ws_buf *out)
{
    const struct ws_row *row = value->row;
    size_t before = out->len;

    if (!row || !row->n_names)
        return;
    ws_buf_byte(out, ',');
    ws_buf_add(out, row->json_key_name, row->json_key_name_len);
    ws_buf_byte(out, '"');
    bool named = ws_value_name(value, out);
    ws_buf_byte(out, '"');
    if (!named && !out->failed)
        out->len = before;
}

/* A value inside `in` (NULL: the outermost). True: it was opened, and its first member follows. */
static bool put_value(const struct ws_print *print, const struct ws_node *value,
                      const struct open *in, bool may_open, struct ws_buf *out)
{
    bool container = value->kind == WS_V_OBJECT || value->kind == WS_V_ARRAY;

    if (in && !in->array)
        put_key(value, out);
    if (ws_value_is_secret(print, value) ||
        (in && in->holds_secret && !ws_value_is_tlv_head(value))) {
        ws_buf_text(out, "\"" WS_SECRET_TEXT "\"");
    } else if (container && value->len > 0) {
        if (may_open)
            ws_buf_byte(out, value->kind == WS_V_OBJECT ? '{' : '[');
        else
            ws_buf_text(out, "\"nested too deep\"");
        return may_open;
    } else {
        put_scalar(print, value, out);
        if (in && !in->array)
            put_name(value, out);
    }
    return false;
}

static uint8_t *copy_uint(uint8_t *out, uint64_t v)
{
    if (v >= 10)
        return out + ws_u64_text((char *)out, v);
    *out = (uint8_t)('0' + v);
    return out + 1;
}

/* The same as put_name's, into room that is there. */
static uint8_t *copy_name(uint8_t *out, const struct ws_row *row, const char *name, size_t len)
{
    *out++ = ',';
    out = ws_word_copy(out, row->json_key_name, row->json_key_name_len);
    *out++ = '"';
    out = ws_word_copy(out, name, len);
    *out++ = '"';
    return out;
}

/*
 * Most members are small: a table's key before a whole number, perhaps with a name, or before a
 * text of the table's. They are written with one look at the room. False: this is another one.
 */
static bool put_small_member(const struct ws_print *print, const struct ws_node *value,
                             struct ws_buf *out)
{
    enum { MARKS = 8 };
    const struct ws_row *row = value->row;
    bool is_uint = value->kind == WS_V_UINT, is_name = value->kind == WS_V_NAME;
    const char *name = NULL;
    size_t len = is_name ? value->len : 0;

    if (!row || (value->flags & (WS_NODE_KEYED | WS_NODE_HEX_KEY | WS_NODE_SECRET)) || row->secret)
        return false;
    if (is_uint && (value->as.u >> 53 || print->int64 == WS_INT64_STRING))
        return false;
    if ((!is_uint && !is_name) ||
        (row->n_names && (is_name || row->field->flags & WS_NAMES_ARE_BITS)))
        return false;
    if (row->n_names)
        name = ws_row_name_of(row, (int64_t)value->as.u, &len);
    uint8_t *at = ws_buf_room(out, row->json_key_len + row->json_key_name_len + len +
                                       WS_U64_TEXT_MAX + MARKS);
    if (!at)
        return true;
    at = ws_word_copy(at, row->json_key, row->json_key_len);
    if (is_uint) {
        at = copy_uint(at, value->as.u);
        at = name ? copy_name(at, row, name, len) : at;
    } else {
        *at++ = '"';
        at = ws_word_copy(at, value->as.data, len);
        *at++ = '"';
    }
    out->len = (size_t)(at - out->data);
    return true;
}

/* The begin of a TLV as its plan has it ready; answers how many nodes that were. */
static size_t put_tlv_head(const struct ws_node *object, struct ws_buf *out)
{
    enum { TYPE = 1, NAME, LENGTH, MEMBERS = 3 };
    const struct ws_row *row = object->row;

    if (!row || !row->json_head || object->len < MEMBERS || object[TYPE].as.u != row->tlv->type)
        return 0;
    uint8_t *at = ws_buf_room(out, row->json_head_len + WS_U64_TEXT_MAX);
    if (at) {
        at = copy_uint(ws_word_copy(at, row->json_head, row->json_head_len), object[LENGTH].as.u);
        out->len = (size_t)(at - out->data);
    }
    return MEMBERS;
}

void ws_json_value(const struct ws_print *print, const struct ws_node *value, struct ws_buf *out)
{
    struct open open[WS_JSON_DEPTH_MAX];
    size_t depth = 0;
    const struct ws_node *n = value, *end = value + value->span;

    while (n < end) {
        n += n->kind == WS_V_KEY;
        const struct open *in = depth ? &open[depth - 1] : NULL;
        bool small = in && !in->array && !in->holds_secret && put_small_member(print, n, out);
        if (!small && put_value(print, n, in, depth < WS_JSON_DEPTH_MAX, out)) {
            bool array = n->kind == WS_V_ARRAY;
            open[depth++] = (struct open){n + n->span, array ? shown_of(print, n->len) : UINT64_MAX,
                                          array, ws_value_holds_secret(print, n)};
            size_t head = put_tlv_head(n, out);
            n += 1 + head;
            if (head == 0)
                continue;
        } else {
            n += n->span;
        }
        for (; depth > 0; depth--) {
            struct open *last = &open[depth - 1];
            if (--last->left == 0)
                n = last->end;
            if (n < last->end)
                break;
            ws_buf_byte(out, last->array ? ']' : '}');
        }
        if (depth > 0)
            ws_buf_byte(out, ',');
    }
}
