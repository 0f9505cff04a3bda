/* Single values, written: hex, texts, addresses, reals, arrays of numbers. */
#include <arpa/inet.h>
#include <math.h>
#include <string.h>

#include "message/charset.h"
#include "message/encoder.h"
#include "message/text.h"
#include "message/x87.h"
#include "wirespeak/err.h"

/** Room for the longest address text. */
enum { ADDRESS_TEXT = 64 };

static bool is_raw(const struct ws_node *n)
{
    return n->kind == WS_V_HEX || n->kind == WS_V_MAC || n->kind == WS_V_IP;
}

static int nibble(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/** Hex digits in pairs, with one `between` allowed between the bytes (0: none). */
static bool put_pairs(struct ws_encoder *e, const uint8_t *p, size_t len, char between)
{
    for (size_t i = 0; i < len; i += 2) {
        if (between && i > 0 && p[i] == (uint8_t)between)
            i++;
        int high = nibble(p[i]), low = i + 1 < len ? nibble(p[i + 1]) : -1;
        if (high < 0 || low < 0)
            return false;
        ws_buf_byte(e->out, (uint8_t)(high << 4 | low));
    }
    return true;
}

int ws_encode_hex(struct ws_encoder *e, const struct ws_node *n)
{
    if (is_raw(n)) {
        ws_encoder_add(e, (struct ws_bytes){n->as.data, n->len});
        return WS_OK;
    }
    if (n->kind != WS_V_TEXT || !put_pairs(e, n->as.data, n->len, 0))
        return ws_encoder_fail(e, "an even number of hex digits is needed");
    return WS_OK;
}

static int put_mac(struct ws_encoder *e, const struct ws_node *n)
{
    size_t at = ws_encoder_at(e);

    if (n->kind != WS_V_TEXT || !put_pairs(e, n->as.data, n->len, ':') ||
        (!e->out->failed && ws_encoder_at(e) - at != 6 && ws_encoder_at(e) - at != 8))
        return ws_encoder_fail(e, "an address like 02:00:5e:10:00:01 is needed");
    return WS_OK;
}

/** Bits behind a prefix's length are dropped: only `prefix` bytes are on the wire. */
static int put_ip(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                  uint64_t prefix)
{
    const struct ws_field *f = row->field;
    char text[ADDRESS_TEXT];
    uint8_t addr[16];
    size_t len = 0;

    if (n->kind == WS_V_TEXT && n->len < sizeof(text)) {
        memcpy(text, n->as.data, n->len);
        text[n->len] = '\0';
        len = inet_pton(AF_INET, text, addr) == 1    ? 4
              : inet_pton(AF_INET6, text, addr) == 1 ? 16
                                                     : 0;
    }
    if (!len || (f->len && len != f->len))
        return ws_encoder_fail(e, "an IP%s address is needed",
                               f->len == 4    ? "v4"
                               : f->len == 16 ? "v6"
                                              : "");
    if ((f->flags & WS_LEN_BITS) && prefix < len)
        len = (size_t)prefix;
    ws_encoder_add(e, (struct ws_bytes){addr, len});
    return WS_OK;
}

static int put_converted(struct ws_encoder *e, const struct ws_field *f, const struct ws_node *n)
{
    for (size_t i = 0; i < n->len;) {
        uint8_t bytes[4];
        uint32_t c;
        i += ws_utf8_take(n->as.data + i, n->len - i, &c);
        size_t len = ws_charset_put((enum ws_charset)f->charset, bytes, c);
        if (len == 0)
            return ws_encoder_fail(e, "U+%04X has no place in %s", c,
                                   ws_charset_name((enum ws_charset)f->charset));
        ws_buf_add(e->out, bytes, len);
    }
    return WS_OK;
}

/** {"hex": "..."} */
static int put_hex_inside(struct ws_encoder *e, const struct ws_node *object)
{
    const struct ws_node *hex = ws_member(object, "hex");

    if (!hex || object->len != 1)
        return ws_encoder_fail(e, "a text, or an object with the key hex alone, is needed");
    return ws_encode_hex(e, hex);
}

static int put_x87(struct ws_encoder *e, const struct ws_node *n)
{
    uint8_t bytes[WS_X87_LEN];
    double d;

    if (!ws_node_real(n, &d))
        return ws_encoder_fail(e, "a number is needed");
    ws_x87_bytes(bytes, d);
    ws_buf_add(e->out, bytes, sizeof(bytes));
    return WS_OK;
}

/** UTF-8 to the row's charset. What was decoded is in that charset already. */
static int put_text(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n)
{
    const struct ws_field *f = row->field;

    if (n->kind != WS_V_TEXT && n->kind != WS_V_NAME)
        return ws_encoder_fail(e, "a text is needed");
    if ((f->flags & (WS_NUL_ENDED | WS_CUT_AT_NUL)) && n->len && memchr(n->as.data, 0, n->len))
        return ws_encoder_fail(e, "U+0000 would end the text");
    if (f->charset != WS_UTF8 && n->kind == WS_V_TEXT && n->size != f->charset)
        return put_converted(e, f, n);
    ws_encoder_add(e, (struct ws_bytes){n->as.data, n->len});
    return WS_OK;
}

static int put_content(struct ws_encoder *e, const struct ws_row *row, const struct ws_given *g,
                       uint64_t prefix)
{
    const struct ws_node *value = g->value;

    if (g->hex)
        return ws_encode_hex(e, g->hex);
    if (!value)
        return WS_OK;
    if (is_raw(value) || row->field->type == WS_BYTES)
        return ws_encode_hex(e, value);
    if (row->field->type == WS_MAC)
        return put_mac(e, value);
    if (row->field->type == WS_X87)
        return put_x87(e, value);
    if ((row->field->flags & WS_HEX_INSIDE) && value->kind == WS_V_OBJECT)
        return put_hex_inside(e, value);
    return row->field->type == WS_IP ? put_ip(e, row, value, prefix) : put_text(e, row, value);
}

int ws_encode_fill(struct ws_encoder *e, uint64_t have, uint64_t want, bool may_be_fewer)
{
    if (have > want || (have < want && !may_be_fewer))
        return ws_encoder_fail(e, "%llu bytes where %llu %s", (unsigned long long)have,
                               (unsigned long long)want, have > want ? "have room" : "are needed");
    ws_encoder_zeros(e, want - have);
    return WS_OK;
}

/** Bytes that a row must have when nothing is given for it; else those of its kind of address. */
static size_t least(const struct ws_row *row)
{
    if (row->len_rule != WS_LEN_REST && row->len_rule != WS_LEN_PREFIXED)
        return 0;
    return row->field->type == WS_MAC ? 6 : row->field->type == WS_IP ? 4 : 0;
}

int ws_encode_slice(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g)
{
    const struct ws_field *f = row->field;
    bool given = g->value || g->hex,
         may_be_fewer = !given || f->type == WS_TEXT || f->type == WS_X87;
    uint64_t want = f->len;
    size_t at = ws_encoder_at(e);
    int err;

    if ((f->flags & WS_LEN_BITS) || row->len_given)
        if (!ws_scope_len(scope, row, &want))
            return ws_encoder_fail(e, "its length makes no sense");
    if (row->len_rule == WS_LEN_PREFIXED)
        ws_encoder_zeros(e, f->prefix);
    size_t from = ws_encoder_at(e);
    if ((err = put_content(e, row, g, want)))
        return err;
    if (f->flags & WS_NUL_ENDED)
        ws_encoder_zeros(e, 1);
    if (!given)
        ws_encoder_zeros(e, least(row));
    size_t len = ws_encoder_at(e) - from;
    if (row->len_rule == WS_LEN_FIXED && f->type == WS_TEXT && len < want) {
        ws_encoder_pad(e, want - len);
        return WS_OK;
    }
    if (row->len_rule == WS_LEN_FIXED || (row->len_rule == WS_LEN_FIELD && row->len_given))
        return ws_encode_fill(e, len, want, may_be_fewer);
    if (row->len_rule == WS_LEN_PREFIXED) {
        if (!ws_fits(f->prefix * 8u, false, false, len))
            return ws_encoder_fail(e, "%zu bytes are too many", len);
        ws_encoder_patch(e, at, len, f->prefix, row->little);
    }
    return WS_OK;
}

/* Reals */

bool ws_node_real(const struct ws_node *n, double *ret)
{
    static const struct {
        const char *text;
        double value;
    } words[] = {
        {"NaN", (double)NAN}, {"Infinity", (double)INFINITY}, {"-Infinity", -(double)INFINITY}};

    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_REAL:
        *ret = n->as.f;
        return true;
    case WS_V_UINT:
        *ret = (double)n->as.u;
        return true;
    case WS_V_INT:
        *ret = (double)n->as.i;
        return true;
    case WS_V_TEXT:
        for (size_t i = 0; i < WS_LEN(words); i++) {
            if (strlen(words[i].text) == n->len && memcmp(words[i].text, n->as.data, n->len) == 0) {
                *ret = words[i].value;
                return true;
            }
        }
        return false;
    default:
        return false;
    }
}

static bool real_bits(const struct ws_node *n, size_t size, uint64_t *ret)
{
    double d;
    float f;
    uint32_t low;

    if (!ws_node_real(n, &d))
        return false;
    if (size == 8) {
        memcpy(ret, &d, 8);
        return true;
    }
    f = (float)d;
    if (isinf(f) && !isinf(d))
        return false;
    memcpy(&low, &f, 4);
    *ret = low;
    return true;
}

int ws_encode_real(struct ws_encoder *e, size_t size, const struct ws_node *n, uint64_t *ret)
{
    if (!real_bits(n, size, ret))
        return ws_encoder_fail(e, "a number%s is needed", size == 4 ? " that fits 32 bits" : "");
    return WS_OK;
}

/* Arrays of numbers */

static unsigned family_flag(const struct ws_row *row)
{
    static const uint8_t flags[] = {[WS_FAMILY_INT] = WS_NODE_SIGNED,
                                    [WS_FAMILY_FLOAT] = WS_NODE_FLOAT,
                                    [WS_FAMILY_BOOL] = WS_NODE_BOOL};
    return flags[row->field->element >> 8];
}

static int put_slice_of_numbers(struct ws_encoder *e, const struct ws_row *row,
                                const struct ws_node *n)
{
    bool from_little = n->flags & WS_NODE_LITTLE;

    if (n->size != row->size ||
        (n->flags & (WS_NODE_SIGNED | WS_NODE_FLOAT | WS_NODE_BOOL)) != family_flag(row))
        return ws_encoder_fail(e, "numbers of the same type are needed");
    if (row->little == from_little) {
        ws_encoder_add(e, (struct ws_bytes){n->as.data, (size_t)n->len * n->size});
        return WS_OK;
    }
    for (uint32_t i = 0; i < n->len; i++) {
        const uint8_t *p = n->as.data + (size_t)i * n->size;
        ws_encoder_number(e, from_little ? ws_load_le(p, n->size) : ws_load_be(p, n->size), n->size,
                          row->little);
    }
    return WS_OK;
}

static int put_element(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n)
{
    unsigned family = row->field->element >> 8;
    bool negative;
    uint64_t v = 0;

    if (family == WS_FAMILY_FLOAT) {
        int err = ws_encode_real(e, row->size, n, &v);
        if (err)
            return err;
    } else if (!ws_node_whole(n, &negative, &v) ||
               !ws_fits(row->bits, family == WS_FAMILY_INT, negative, v)) {
        return ws_encoder_fail(e, "no whole number, or out of range");
    }
    ws_encoder_number(e, family == WS_FAMILY_BOOL ? v != 0 : v, row->size, row->little);
    return WS_OK;
}

static int put_elements(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list)
{
    struct ws_step step = {e->place, NULL, 0};
    int err = WS_OK;

    if (list->kind == WS_V_NUMBERS)
        return put_slice_of_numbers(e, row, list);
    if (list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, "an array of numbers is needed");
    e->place = &step;
    for (const struct ws_node *n = ws_first(list); n && !err; n = ws_next(list, n), step.index++)
        err = put_element(e, row, n);
    e->place = step.up;
    return err;
}

int ws_encode_numbers(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                      const struct ws_node *list)
{
    const struct ws_field *f = row->field;
    uint64_t n = list ? list->len : 0, want = f->count;
    int err = list ? put_elements(e, row, list) : WS_OK;

    if (err || f->repeat == WS_TO_END || (f->repeat == WS_COUNTED && !row->count_given))
        return err;
    if (f->repeat == WS_COUNTED)
        want = ws_scope_kept(scope, row->count)->value;
    if (n > want)
        return ws_encoder_fail(e, "%llu numbers where %llu have room", (unsigned long long)n,
                               (unsigned long long)want);
    uint64_t bytes;
    if (__builtin_mul_overflow(want - n, row->size, &bytes))
        bytes = UINT64_MAX;
    ws_encoder_zeros(e, bytes);
    return WS_OK;
}
