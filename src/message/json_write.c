/* Values to JSON text, as a peer sends it. RFC 8259; Python 3.11, json.dumps(). */
#include "message/json_write.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "message/charset.h"
#include "message/encoder.h"
#include "message/number.h"
#include "message/scan.h"
#include "wirespeak/err.h"

#define MOST_EXACT (UINT64_C(1) << 53)

static void put_unit(struct ws_buf *out, uint32_t unit)
{
    ws_buf_printf(out, "\\u%04x", unit);
}

static void put_character(struct ws_buf *out, uint32_t c)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *known = c && c < 0x80 ? strchr(from, (int)c) : NULL;

    if (known) {
        ws_buf_byte(out, '\\');
        ws_buf_byte(out, (uint8_t)to[known - from]);
    } else if (c >= 0x20 && c < 0x7f) {
        ws_buf_byte(out, (uint8_t)c);
    } else if (c == 0x7f) {
        ws_buf_byte(out, 0x7f);
    } else if (c < 0x10000) {
        put_unit(out, c);
    } else {
        put_unit(out, 0xd800 | (c - 0x10000) >> 10);
        put_unit(out, 0xdc00 | (c & 0x3ff));
    }
}

static void put_string(struct ws_buf *out, const struct ws_node *n)
{
    struct ws_bytes text = {n->as.data, n->len};
    size_t at = 0;
    uint32_t c;

    ws_buf_byte(out, '"');
    while (ws_charset_take((enum ws_charset)n->size, text, &at, &c))
        put_character(out, c);
    ws_buf_byte(out, '"');
}

static void put_real(struct ws_buf *out, double v)
{
    char *room = (char *)ws_buf_room(out, WS_DOUBLE_TEXT_MAX);

    if (isnan(v))
        ws_buf_text(out, "NaN");
    else if (isinf(v))
        ws_buf_text(out, v < 0 ? "-Infinity" : "Infinity");
    else if (room)
        out->len += ws_double_text(room, v);
}

static bool put_scalar(struct ws_buf *out, const struct ws_node *n)
{
    char number[WS_U64_TEXT_MAX];

    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_NULL:
        ws_buf_text(out, "null");
        return true;
    case WS_V_BOOL:
        ws_buf_text(out, n->as.u ? "true" : "false");
        return true;
    case WS_V_UINT:
        ws_buf_add(out, number, ws_u64_text(number, n->as.u));
        return true;
    case WS_V_INT:
        ws_buf_add(out, number, ws_i64_text(number, n->as.i));
        return true;
    case WS_V_REAL:
        put_real(out, n->as.f);
        return true;
    case WS_V_TEXT:
        if (n->flags & WS_NODE_NUMBER)
            ws_buf_add(out, n->as.data, n->len);
        else
            put_string(out, n);
        return true;
    default:
        return false;
    }
}

/* Objects nest as deep as the scanner reads them. */
bool ws_json_write(struct ws_buf *out, const struct ws_node *n)
{
    bool object = n->kind == WS_V_OBJECT, good = true;

    if (!object && n->kind != WS_V_ARRAY)
        return put_scalar(out, n);
    ws_buf_byte(out, object ? '{' : '[');
    for (const struct ws_node *m = ws_first(n); m && good; m = ws_next(n, m)) {
        if (m != ws_first(n))
            ws_buf_text(out, ", ");
        struct ws_bytes key = ws_node_key(m);
        if (object) {
            put_string(out, &(struct ws_node){.as.data = key.data,
                                              .len = (uint32_t)key.len,
                                              .kind = WS_V_TEXT,
                                              .size = WS_UTF8});
            ws_buf_text(out, ": ");
        }
        good = ws_json_write(out, m);
    }
    ws_buf_byte(out, object ? '}' : ']');
    return good;
}

/* Comparing what is shown */

/** A number or text as it is shown. */
struct shown {
    bool is_text;
    double number;
    char room[WS_DOUBLE_TEXT_MAX];
    struct ws_bytes text;
};

static void show_text(struct shown *s, const char *text, size_t len)
{
    s->is_text = true;
    s->text = (struct ws_bytes){(const uint8_t *)text, len};
}

static void show_real(struct shown *s, double v)
{
    const char *word = isnan(v) ? "NaN" : isinf(v) ? v < 0 ? "-Infinity" : "Infinity" : NULL;

    s->number = v;
    if (word)
        show_text(s, word, strlen(word));
}

static bool show(struct shown *s, const struct ws_node *n)
{
    uint64_t magnitude = n->kind == WS_V_INT && n->as.i < 0 ? 0 - n->as.u : n->as.u;

    s->is_text = false;
    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_UINT:
    case WS_V_INT:
        s->number = n->kind == WS_V_INT ? (double)n->as.i : (double)n->as.u;
        if (magnitude > MOST_EXACT)
            show_text(s, s->room,
                      n->kind == WS_V_INT ? ws_i64_text(s->room, n->as.i)
                                          : ws_u64_text(s->room, n->as.u));
        return true;
    case WS_V_REAL:
        show_real(s, n->as.f);
        return true;
    case WS_V_TEXT:
        show_text(s, (const char *)n->as.data, n->len);
        return true;
    default:
        return false;
    }
}

static bool same_scalar(const struct ws_node *a, const struct ws_node *b)
{
    struct shown x, y;

    if (a->kind == WS_V_NULL || a->kind == WS_V_BOOL)
        return a->kind == b->kind && (a->kind == WS_V_NULL || !a->as.u == !b->as.u);
    if (!show(&x, a) || !show(&y, b) || x.is_text != y.is_text)
        return false;
    if (!x.is_text)
        return x.number == y.number && signbit(x.number) == signbit(y.number);
    return x.text.len == y.text.len &&
           (x.text.len == 0 || memcmp(x.text.data, y.text.data, x.text.len) == 0);
}

static bool has_key(const struct ws_node *n, struct ws_bytes key)
{
    struct ws_bytes k = ws_node_key(n);
    return k.len == key.len && (k.len == 0 || memcmp(k.data, key.data, k.len) == 0);
}

/** The member with this key, which mostly stands at `hint`. */
static const struct ws_node *find(const struct ws_node *object, const struct ws_node *hint,
                                  struct ws_bytes key)
{
    const struct ws_node *n = hint;

    if (n && has_key(n, key))
        return n;
    for (n = ws_first(object); n && !has_key(n, key);)
        n = ws_next(object, n);
    return n;
}

bool ws_json_same(const struct ws_node *a, const struct ws_node *b)
{
    bool object = a->kind == WS_V_OBJECT;

    if (!object && a->kind != WS_V_ARRAY)
        return same_scalar(a, b);
    if (a->kind != b->kind || a->len != b->len)
        return false;
    const struct ws_node *m = ws_first(b);
    for (const struct ws_node *n = ws_first(a); n; n = ws_next(a, n)) {
        if (object)
            m = find(b, m, ws_node_key(n));
        if (!m || !ws_json_same(n, m))
            return false;
        m = ws_next(b, m);
    }
    return true;
}

/* What hooks call */

enum { READ_FLAGS = WS_JSON_NAN_WORDS | WS_JSON_EXACT };

int ws_put_json(struct ws_out *out, size_t row, struct ws_bytes text, bool *ret_lossy)
{
    char why[WS_JSON_WHY_MAX];
    return ws_json_scan_value(out, &out->hook->rows[row], text, READ_FLAGS | WS_JSON_VALID,
                              ret_lossy, why);
}

bool ws_put_converted(struct ws_out *out, struct ws_bytes text, enum ws_charset charset,
                      struct ws_bytes *ret)
{
    return ws_charset_decode(out, text, charset, ret);
}

static int put_converted(struct ws_encoder *e, struct ws_bytes text, enum ws_charset from,
                         enum ws_charset to)
{
    uint8_t bytes[4];
    size_t at = 0;
    uint32_t c;

    while (ws_charset_take(from, text, &at, &c)) {
        size_t n = ws_charset_put(to, bytes, c);
        if (n == 0)
            return ws_encoder_fail(e, "U+%04X has no place in %s", c, ws_charset_name(to));
        ws_buf_add(e->out, bytes, n);
    }
    return at < text.len ? ws_encoder_fail(e, "it is not valid %s", ws_charset_name(from)) : WS_OK;
}

int ws_encoder_text(struct ws_encoder *e, const struct ws_node *n, enum ws_charset charset)
{
    struct ws_bytes text = {n->as.data, n->len};

    if (n->kind != WS_V_TEXT && n->kind != WS_V_NAME)
        return ws_encoder_fail(e, "a text is needed");
    return put_converted(e, text, n->kind == WS_V_NAME ? WS_UTF8 : (enum ws_charset)n->size,
                         charset);
}

int ws_encoder_hex(struct ws_encoder *e, const struct ws_node *hex)
{
    return ws_encode_hex(e, hex);
}

/** Whether the text reads as just this value. */
static bool reads_as(const struct ws_node *text, const struct ws_node *value)
{
    char why[WS_JSON_WHY_MAX];
    struct ws_out out;

    if (text->kind != WS_V_TEXT || text->size != WS_UTF8)
        return false;
    ws_out_init(&out);
    bool same = !ws_json_scan(&out, (struct ws_bytes){text->as.data, text->len}, READ_FLAGS, why) &&
                ws_json_same(out.nodes, value);
    ws_out_free(&out);
    return same;
}

int ws_encoder_json(struct ws_encoder *e, const struct ws_node *value, const struct ws_node *text,
                    enum ws_charset charset)
{
    struct ws_buf json;

    if (text && reads_as(text, value))
        return ws_encoder_text(e, text, charset);
    ws_buf_init(&json, e->out->max);
    bool good = ws_json_write(&json, value);
    int err = !good ? ws_encoder_fail(e, "it is no JSON value")
              : json.failed
                  ? WS_E_LIMIT
                  : put_converted(e, (struct ws_bytes){json.data, json.len}, WS_UTF8, charset);
    ws_buf_free(&json);
    return err;
}
