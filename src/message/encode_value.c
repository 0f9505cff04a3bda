/* Single values, written: hex, texts, addresses, reals, arrays of numbers. */
#include <arpa/inet.h>
#include <math.h>
#include <string.h>

#include "message/codepoint.h"
#include "message/encoder.h"
#include "message/text.h"
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

int ws_encode_hex(struct ws_encoder *e, const char *key, const struct ws_node *n)
{
    if (is_raw(n)) {
        ws_encoder_add(e, (struct ws_bytes){n->as.data, n->len});
        return WS_OK;
    }
    if (n->kind != WS_V_TEXT || !put_pairs(e, n->as.data, n->len, 0))
        return ws_encoder_fail(e, key, "an even number of hex digits is needed");
    return WS_OK;
}

static int put_mac(struct ws_encoder *e, const char *key, const struct ws_node *n)
{
    if (n->kind != WS_V_TEXT || !put_pairs(e, n->as.data, n->len, ':'))
        return ws_encoder_fail(e, key, "an address like 02:00:5e:10:00:01 is needed");
    return WS_OK;
}

static int put_ip(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                  size_t prefix)
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
        return ws_encoder_fail(e, f->key, "an IP%s address is needed",
                               f->len == 4    ? "v4"
                               : f->len == 16 ? "v6"
                                              : "");
    ws_encoder_add(e,
                   (struct ws_bytes){addr, f->flags & WS_LEN_BITS && prefix < len ? prefix : len});
    return WS_OK;
}

/** UTF-8 to the row's charset. What was decoded is in that charset already. */
static int put_text(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n)
{
    const struct ws_field *f = row->field;

    if (n->kind != WS_V_TEXT && n->kind != WS_V_NAME)
        return ws_encoder_fail(e, f->key, "a text is needed");
    if (f->charset == WS_UTF8 || n->kind == WS_V_NAME || n->size == f->charset) {
        ws_encoder_add(e, (struct ws_bytes){n->as.data, n->len});
        return WS_OK;
    }
    for (size_t i = 0; i < n->len;) {
        uint32_t c;
        i += ws_utf8_take(n->as.data + i, n->len - i, &c);
        if (c > (f->charset == WS_LATIN1 ? 0xffu : 0x7fu))
            return ws_encoder_fail(e, f->key, "U+%04X has no place in %s", c,
                                   f->charset == WS_LATIN1 ? "ISO 8859-1" : "ASCII");
        ws_buf_byte(e->out, (uint8_t)c);
    }
    return WS_OK;
}

static int put_content(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *value,
                       const struct ws_node *hex, size_t prefix)
{
    if (hex)
        return ws_encode_hex(e, row->field->key, hex);
    if (!value)
        return WS_OK;
    if (is_raw(value) || row->field->type == WS_BYTES)
        return ws_encode_hex(e, row->field->key, value);
    if (row->field->type == WS_MAC)
        return put_mac(e, row->field->key, value);
    if (row->field->type == WS_IP)
        return put_ip(e, row, value, prefix);
    return put_text(e, row, value);
}

/** Zeros behind content of fixed size; a text may be shorter, the others not, unless nothing was
 * given. */
static int fill(struct ws_encoder *e, const struct ws_row *row, size_t len, size_t want,
                bool was_given)
{
    if (len > want)
        return ws_encoder_fail(e, row->field->key, "%zu bytes where %zu have room", len, want);
    if (len < want && was_given && row->field->type != WS_TEXT)
        return ws_encoder_fail(e, row->field->key, "%zu bytes where %zu are needed", len, want);
    ws_encoder_zeros(e, want - len);
    return WS_OK;
}

int ws_encode_slice(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_node *value, const struct ws_node *hex)
{
    const struct ws_field *f = row->field;
    uint64_t bits = 0;
    size_t at = ws_encoder_at(e);
    int err;

    if (f->flags & WS_LEN_BITS)
        ws_scope_len(scope, row, &bits);
    if (row->len_rule == WS_LEN_PREFIXED)
        ws_encoder_zeros(e, f->prefix);
    size_t from = ws_encoder_at(e);
    if ((err = put_content(e, row, value, hex, (size_t)bits)))
        return err;
    if (f->flags & WS_NUL_ENDED)
        ws_encoder_zeros(e, 1);
    size_t len = ws_encoder_at(e) - from;
    if (f->flags & WS_LEN_BITS)
        return fill(e, row, len, (size_t)bits, value != NULL);
    if (row->len_rule == WS_LEN_FIXED)
        return fill(e, row, len, f->len, value || hex);
    if (row->len_rule == WS_LEN_PREFIXED) {
        if (f->prefix < 8 && len >> (f->prefix * 8u))
            return ws_encoder_fail(e, f->key, "%zu bytes are too many", len);
        ws_encoder_patch(e, at, len, f->prefix, f->flags & WS_LITTLE);
    }
    return WS_OK;
}

/* Reals */

static bool real_of(const struct ws_node *n, double *ret)
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

    if (!real_of(n, &d))
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

int ws_encode_real(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                   uint64_t *ret)
{
    if (!real_bits(n, row->size, ret))
        return ws_encoder_fail(e, row->field->key, "a number%s is needed",
                               row->size == 4 ? " that fits 32 bits" : "");
    return WS_OK;
}

/* Arrays of numbers */

static int put_slice_of_numbers(struct ws_encoder *e, const struct ws_row *row,
                                const struct ws_node *n)
{
    bool little = row->field->flags & WS_LITTLE, from_little = n->flags & WS_NODE_LITTLE;

    if (n->size != row->size)
        return ws_encoder_fail(e, row->field->key, "numbers of %u bytes are needed", row->size);
    if (little == from_little) {
        ws_encoder_add(e, (struct ws_bytes){n->as.data, (size_t)n->len * n->size});
        return WS_OK;
    }
    for (uint32_t i = 0; i < n->len; i++) {
        const uint8_t *p = n->as.data + (size_t)i * n->size;
        ws_encoder_number(e, from_little ? ws_load_le(p, n->size) : ws_load_be(p, n->size), n->size,
                          little);
    }
    return WS_OK;
}

static bool element_bits(const struct ws_row *row, const struct ws_node *n, uint64_t *ret)
{
    unsigned family = row->field->element >> 8, bits = row->size * 8u;
    bool negative;

    if (family == WS_FAMILY_FLOAT)
        return real_bits(n, row->size, ret);
    if (!ws_node_whole(n, &negative, ret))
        return false;
    if (family == WS_FAMILY_INT)
        return negative ? ws_sign_extend(*ret, bits) == (int64_t)*ret
                        : *ret < UINT64_C(1) << (bits - 1);
    return !negative && (bits == 64 || *ret < UINT64_C(1) << bits);
}

int ws_encode_numbers(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list)
{
    const struct ws_field *f = row->field;
    uint64_t v, n = 0;

    if (list && list->kind == WS_V_NUMBERS)
        return put_slice_of_numbers(e, row, list);
    if (list && list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, f->key, "an array of numbers is needed");
    for (const struct ws_node *i = list ? ws_first(list) : NULL; i; i = ws_next(list, i), n++) {
        if (!element_bits(row, i, &v))
            return ws_encoder_fail(e, f->key, "element %llu is no number, or out of range",
                                   (unsigned long long)n);
        ws_encoder_number(e, v, row->size, f->flags & WS_LITTLE);
    }
    if (f->repeat != WS_TIMES)
        return WS_OK;
    if (n > f->count)
        return ws_encoder_fail(e, f->key, "%llu numbers where %u have room", (unsigned long long)n,
                               f->count);
    ws_encoder_zeros(e, (size_t)(f->count - n) * row->size);
    return WS_OK;
}
