/* Values as JSON: one pass over the nodes, straight into the buffer. */
#include "output/json_value.h"

#include <math.h>
#include <string.h>

#include "message/number.h"
#include "message/plan.h"
#include "message/word.h"
#include "output/json_text.h"
#include "output/value.h"

/*
 * Where the text goes. Each value is followed by a comma, over which the closing bracket is
 * written; before each there is room for ROOM bytes at `at`, which is all that a brief one takes.
 */
struct writer {
    const struct ws_print *print;
    struct ws_buf *out;
    uint8_t *at, *limit; /* beyond limit there is less room */
};

enum { BRIEF_BYTES = 96, BRIEF_NUMBERS = 8, ROOM = 640 };

_Static_assert(ROOM > 2 * (WS_READY_SHORT + WS_READY_STEP) + 2 * BRIEF_BYTES + 8 &&
                   ROOM > WS_READY_SHORT + WS_READY_STEP + BRIEF_NUMBERS * (WS_DOUBLE_TEXT_MAX + 2),
               "a key, a name, and a value that is brief");

/* An object or array that is being written. */
struct open {
    const struct ws_node *end;
    uint64_t left; /* elements of an array still to be shown */
    bool array;
    bool holds_secret;
};

/* The buffer, up to where the text goes. */
static struct ws_buf *written(const struct writer *w)
{
    w->out->len = (size_t)(w->at - w->out->data);
    return w->out;
}

/* Goes on behind what is in the buffer. False: it has failed. */
static bool get_room(struct writer *w)
{
    w->at = ws_buf_room(w->out, ROOM);
    if (w->at)
        w->limit = w->out->data + w->out->cap - ROOM;
    return w->at;
}

static inline bool has_room(struct writer *w)
{
    return w->at <= w->limit || (written(w), get_room(w));
}

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

/* "key_name":"NAME", behind a value that has a name. */
static void put_name(const struct ws_node *value, struct ws_buf *out)
{
    const struct ws_row *row = value->row;
    size_t before = out->len;

    if (!row || !row->n_names)
        return;
    ws_buf_add(out, row->json_key_name, row->json_key_name_len);
    ws_buf_byte(out, '"');
    bool named = ws_value_name(value, out);
    ws_buf_add(out, "\",", 2);
    if (!named && !out->failed)
        out->len = before;
}

static inline bool is_container(const struct ws_node *value)
{
    return (value->kind == WS_V_OBJECT || value->kind == WS_V_ARRAY) && value->len > 0;
}

/* Whether the value may not be shown. */
static bool is_hidden(const struct ws_print *print, const struct ws_node *value,
                      const struct open *in)
{
    return ws_value_is_secret(print, value) || (in->holds_secret && !ws_value_is_tlv_head(value));
}

/* Any key, value and name. True: a container was opened, and its first member follows. */
static bool put_value(const struct ws_print *print, const struct ws_node *value,
                      const struct open *in, bool may_open, struct ws_buf *out)
{
    if (!in->array)
        put_key(value, out);
    if (is_hidden(print, value, in)) {
        ws_buf_text(out, "\"" WS_SECRET_TEXT "\",");
    } else if (is_container(value)) {
        if (may_open)
            ws_buf_byte(out, value->kind == WS_V_OBJECT ? '{' : '[');
        else
            ws_buf_text(out, "\"nested too deep\",");
        return may_open;
    } else {
        put_scalar(print, value, out);
        ws_buf_byte(out, ',');
        if (!in->array)
            put_name(value, out);
    }
    return false;
}

/* Brief values, into room that is there. NULL: the value is none of them. */

static inline uint8_t *brief_bool(uint8_t *out, bool v)
{
    memcpy(out, v ? "true    " : "false   ", 8);
    return out + (v ? 4 : 5);
}

/* Text without a character to escape. */
static uint8_t *brief_text(uint8_t *out, const uint8_t *in, size_t len)
{
    uint64_t special = 0, word;

    *out++ = '"';
    for (; len >= 8; in += 8, out += 8, len -= 8) {
        word = ws_word_load(in);
        special |= ws_json_special(word);
        ws_word_store(out, word);
    }
    if (len > 0) {
        word = ws_word_load_part(in, len);
        ws_word_store(out, word);
        special |= ws_json_special(word | WS_WORD_EACH(' ') << 8 * len);
        out += len;
    }
    *out++ = '"';
    return special ? NULL : out;
}

static uint8_t *brief_hex(uint8_t *out, const uint8_t *in, size_t len)
{
    *out++ = '"';
    out += ws_hex_text((char *)out, in, len);
    *out++ = '"';
    return out;
}

static uint8_t *brief_int(uint8_t *out, int64_t v)
{
    uint64_t magnitude = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    if (magnitude >> 53)
        return NULL;
    if (v < 0)
        *out++ = '-';
    return ws_u64_put(out, magnitude);
}

static uint8_t *brief_real(uint8_t *out, double v)
{
    return isfinite(v) ? out + ws_double_text((char *)out, v) : NULL;
}

static uint8_t *brief_element(uint8_t *out, const struct ws_node *numbers, size_t i)
{
    struct ws_node n = ws_value_element(numbers, i);

    switch ((enum ws_kind_of_value)n.kind) {
    case WS_V_INT:
        return brief_int(out, n.as.i);
    case WS_V_REAL:
        return brief_real(out, n.as.f);
    case WS_V_BOOL:
        return brief_bool(out, n.as.u);
    default:
        return n.as.u >> 53 ? NULL : ws_u64_put(out, n.as.u);
    }
}

static uint8_t *brief_numbers(const struct ws_print *print, uint8_t *out,
                              const struct ws_node *value)
{
    if (value->len == 0 || value->len > BRIEF_NUMBERS || shown_of(print, value->len) < value->len)
        return NULL;
    *out++ = '[';
    for (size_t i = 0; i < value->len && out; i++) {
        if (value->size == 4 && value->flags == 0)
            out = ws_u64_put(out, ws_load_be(value->as.data + 4 * i, 4));
        else
            out = brief_element(out, value, i);
        if (out)
            *out++ = ',';
    }
    if (out)
        out[-1] = ']';
    return out;
}

static uint8_t *brief_value(const struct ws_print *print, uint8_t *out, const struct ws_node *value)
{
    switch ((enum ws_kind_of_value)value->kind) {
    case WS_V_UINT:
        return value->as.u >> 53 ? NULL : ws_u64_put(out, value->as.u);
    case WS_V_INT:
        return brief_int(out, value->as.i);
    case WS_V_REAL:
        return brief_real(out, value->as.f);
    case WS_V_BOOL:
        return brief_bool(out, value->as.u);
    case WS_V_TEXT:
        return value->len > BRIEF_BYTES ? NULL : brief_text(out, value->as.data, value->len);
    case WS_V_HEX:
        return value->len > BRIEF_BYTES ? NULL : brief_hex(out, value->as.data, value->len);
    case WS_V_NAME:
        if (value->len > BRIEF_BYTES)
            return NULL;
        *out++ = '"';
        out = ws_word_copy(out, value->as.data, value->len);
        *out++ = '"';
        return out;
    case WS_V_NUMBERS:
        return brief_numbers(print, out, value);
    case WS_V_OBJECT: /* an empty one */
        memcpy(out, "{}", 2);
        return out + 2;
    case WS_V_ARRAY:
        memcpy(out, "[]", 2);
        return out + 2;
    default:
        return NULL;
    }
}

/* "key_name":"NAME", if there is one. */
static inline uint8_t *brief_name(uint8_t *out, const struct ws_node *value)
{
    const struct ws_row *row = value->row;

    if (!row->json_names || value->kind != WS_V_UINT)
        return NULL;
    size_t i = ws_row_name_at(row, value->as.i);
    if (i < row->n_names)
        return ws_ready_copy(out, row->json_names[i].text, row->json_names[i].len);
    return row->field->names->otherwise ? NULL : out;
}

static inline bool is_brief(const struct ws_node *value)
{
    return value->row && value->row->brief &&
           !(value->flags & (WS_NODE_KEYED | WS_NODE_HEX_KEY | WS_NODE_SECRET)) &&
           !is_container(value);
}

/* Writes members of an object as long as they are brief; answers the first that is not, or end. */
static const struct ws_node *put_members(struct writer *w, const struct ws_node *n,
                                         const struct ws_node *end)
{
    uint8_t *at = w->at, *limit = w->limit;

    for (; n < end && at <= limit && is_brief(n); n++) {
        const struct ws_row *row = n->row;
        uint8_t *next = ws_ready_copy(at, row->json_key, row->json_key_len);
        if (n->kind == WS_V_UINT && n->as.u >> 53 == 0) /* the most of them */
            next = ws_u64_put(next, n->as.u);
        else
            next = brief_value(w->print, next, n);
        if (!next)
            break;
        *next++ = ',';
        if (row->n_names)
            next = brief_name(next, n);
        if (!next)
            break;
        at = next;
    }
    w->at = at;
    return n;
}

/* An element of an array. */
static inline bool put_element(struct writer *w, const struct ws_node *value)
{
    uint8_t *at = is_brief(value) ? brief_value(w->print, w->at, value) : NULL;

    if (!at)
        return false;
    *at++ = ',';
    w->at = at;
    return true;
}

/* Opens a container whose key is brief and which holds no secret. False: this is none. */
static inline bool open_brief(struct writer *w, const struct ws_node *value, bool array)
{
    const struct ws_row *row = value->row;
    uint8_t *at = w->at;

    if (!is_container(value) || (value->flags & WS_NODE_KEYED) || !row || !row->brief)
        return false;
    if (!array)
        at = ws_ready_copy(at, row->json_key, row->json_key_len);
    *at++ = value->kind == WS_V_OBJECT ? '{' : '[';
    w->at = at;
    return true;
}

/* The begin of a TLV as its plan has it ready; answers how many nodes that were. */
static inline size_t put_tlv_head(struct writer *w, const struct ws_node *object)
{
    enum { TYPE = 1, NAME, LENGTH, MEMBERS = 3 };
    const struct ws_row *row = object->row;

    if (!row || !row->json_head.text || !row->brief || object->len < MEMBERS ||
        object[TYPE].as.u != row->tlv->type)
        return 0;
    uint8_t *at = ws_ready_copy(w->at, row->json_head.text, row->json_head.len);
    at = ws_u64_put(at, object[LENGTH].as.u);
    *at++ = ',';
    w->at = at;
    return MEMBERS;
}

static inline struct open opened(const struct ws_print *print, const struct ws_node *value)
{
    bool array = value->kind == WS_V_ARRAY;
    return (struct open){value + value->span, array ? shown_of(print, value->len) : UINT64_MAX,
                         array,
                         !(value->row && value->row->brief) && ws_value_holds_secret(print, value)};
}

void ws_json_value(const struct ws_print *print, const struct ws_node *value, struct ws_buf *out)
{
    struct open open[WS_JSON_DEPTH_MAX + 1], *in = open, *deepest = open + WS_JSON_DEPTH_MAX;
    struct writer w = {.print = print, .out = out};
    const struct ws_node *n = value;
    bool ok = get_room(&w), quick = print->int64 != WS_INT64_STRING;

    *in = (struct open){.end = value + value->span, .left = 1, .array = true};
    while (ok) {
        bool brief = quick && !in->holds_secret, may_open = in < deepest;
        if (brief && !in->array)
            n = put_members(&w, n, in->end);
        if (n < in->end) {
            if (!has_room(&w))
                return;
            n += n->kind == WS_V_KEY;
            bool opens = brief && may_open && open_brief(&w, n, in->array);
            if (!opens && !(brief && in->array && put_element(&w, n))) {
                opens = put_value(print, n, in, may_open, written(&w));
                ok = get_room(&w);
            }
            if (opens && ok) {
                *++in = opened(print, n);
                n += 1 + put_tlv_head(&w, n);
                if (n < in->end)
                    continue;
            } else {
                n += n->span;
            }
        }
        while (n >= in->end || --in->left == 0) {
            n = in->end;
            if (!ok)
                return;
            if (in == open) {
                written(&w)->len--; /* without the comma */
                return;
            }
            w.at[-1] = in->array ? ']' : '}';
            *w.at++ = ',';
            in--;
            ok = has_room(&w);
        }
    }
}
