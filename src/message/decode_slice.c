/* Bytes to nodes: what is shown as a slice of the message, alignment, times. */
#include <string.h>

#include "message/charset.h"
#include "message/codepoint.h"
#include "message/reader.h"
#include "message/text.h"
#include "message/x87.h"

int ws_read_len(struct ws_reader *r, const struct ws_row *row, size_t *ret)
{
    const struct ws_field *f = row->field;
    uint64_t want = 0;

    switch ((enum ws_len_rule)row->len_rule) {
    case WS_LEN_REST:
        want = r->end - r->at;
        break;
    case WS_LEN_FIXED:
        want = f->len;
        break;
    case WS_LEN_PREFIXED:
        if (r->end - r->at < f->prefix)
            return ws_reader_short(r);
        want = ws_reader_load(r, r->at, f->prefix, row->little);
        r->at += f->prefix;
        break;
    case WS_LEN_FIELD:
        if (!ws_scope_len(r->scope, row, &want))
            return ws_reader_fault(r, WS_BAD_LENGTH, ws_scope_kept(r->scope, row->len)->at);
        break;
    }
    if (want > r->end - r->at && (f->flags & WS_MAY_BE_CUT) && r->at < r->end)
        want = r->end - r->at;
    if (want > r->end - r->at)
        return ws_reader_short(r);
    *ret = (size_t)want;
    return 0;
}

static bool all_zero(const uint8_t *p, size_t len)
{
    while (len > 0 && *p == 0)
        p++, len--;
    return len == 0;
}

/** A NUL that has to be there, and is not. */
static void check_nul(struct ws_reader *r, const uint8_t *p, size_t len)
{
    if (!len || !memchr(p, 0, len))
        ws_out_add_fault(r->out, (uint16_t)ws_reader_short(r), r->at);
}

/** {"hex": "..."} */
static void put_hex_inside(struct ws_reader *r, const struct ws_row *row, struct ws_bytes bytes,
                           size_t at)
{
    static const uint8_t key[] = {'h', 'e', 'x'};
    struct ws_out *o = r->out;
    struct ws_opened opened = ws_out_open(o, row, WS_V_OBJECT, at);
    struct ws_node *n = ws_out_push(o, NULL, WS_V_KEY, at);

    n->as.data = key;
    n->len = sizeof(key);
    o->members--; /* the value is the member */
    n = ws_out_push(o, row, WS_V_HEX, at);
    n->as.data = bytes.data;
    n->len = (uint32_t)bytes.len;
    n->flags = WS_NODE_KEYED;
    ws_out_close(o, opened);
}

/** A text that stands in the message as it is shown. */
static bool is_shown_as_is(const struct ws_field *f, const uint8_t *p, size_t len)
{
    return f->charset == WS_LATIN1 || (f->charset <= WS_LATIN1 && ws_ascii_valid(p, len)) ||
           (f->charset == WS_UTF8 && ws_utf8_valid(p, len));
}

static void put_text(struct ws_reader *r, const struct ws_row *row, const uint8_t *p, size_t len,
                     size_t at)
{
    const struct ws_field *f = row->field;
    struct ws_bytes text;

    if (f->flags & (WS_CUT_AT_NUL | WS_NUL_ENDED))
        len = ws_charset_nul((enum ws_charset)f->charset, (struct ws_bytes){p, len});
    if (f->flags & WS_STRIPPED)
        while (len > 0 && (p[len - 1] == 0 || p[len - 1] == ' '))
            len--;
    text = (struct ws_bytes){p, len};
    bool valid = f->charset > WS_LATIN1
                     ? ws_charset_decode(r->out, text, (enum ws_charset)f->charset, &text)
                     : is_shown_as_is(f, p, len);
    if (!valid && (f->flags & WS_HEX_INSIDE)) {
        put_hex_inside(r, row, (struct ws_bytes){p, len}, at);
        return;
    }
    struct ws_node *n = ws_out_push(r->out, row, valid ? WS_V_TEXT : WS_V_HEX, at);
    n->as.data = text.data;
    n->len = (uint32_t)text.len;
    n->size = f->charset > WS_LATIN1 ? (uint8_t)WS_UTF8 : f->charset;
    n->flags = valid ? 0 : WS_NODE_HEX_KEY;
}

static void put_raw(struct ws_reader *r, const struct ws_row *row, enum ws_kind_of_value kind,
                    struct ws_bytes bytes, size_t at, size_t size)
{
    struct ws_node *n = ws_out_push(r->out, row, kind, at);
    n->as.data = bytes.data;
    n->len = (uint32_t)bytes.len;
    n->size = (uint8_t)size;
}

static int put_slice(struct ws_reader *r, const struct ws_row *row, struct ws_bytes bytes,
                     size_t at)
{
    const struct ws_field *f = row->field;
    size_t whole = f->flags & WS_LEN_BITS ? f->len : bytes.len;

    switch (f->type) {
    case WS_TEXT:
        put_text(r, row, bytes.data, bytes.len, at);
        return 0;
    case WS_MAC:
        if (whole != 6 && whole != 8)
            return ws_reader_fault(r, WS_BAD_LENGTH, at);
        put_raw(r, row, WS_V_MAC, bytes, at, 0);
        return 0;
    case WS_X87:
        ws_out_push(r->out, row, WS_V_REAL, at)->as.f = ws_x87_real(bytes.data);
        return 0;
    case WS_IP:
        if (whole != 4 && whole != 16)
            return ws_reader_fault(r, WS_BAD_LENGTH, at);
        if (bytes.len) /* a prefix of 0 bits is none */
            put_raw(r, row, WS_V_IP, bytes, at, whole);
        return 0;
    default:
        put_raw(r, row, WS_V_HEX, bytes, at, 0);
        return 0;
    }
}

int ws_read_slice(struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    const uint8_t *nul;
    size_t len = 0;

    /* A prefix of more bits than its address has is the sender's mistake, not a short message. */
    if ((f->flags & WS_LEN_BITS) && f->len &&
        ws_scope_kept(r->scope, row->len)->value > f->len * UINT64_C(8))
        return ws_reader_fault(r, WS_BAD_VALUE, ws_scope_kept(r->scope, row->len)->at);
    int code = ws_read_len(r, row, &len);
    if (code)
        return code;
    size_t at = r->at;
    const uint8_t *p = ws_reader_bytes(r, at);
    if ((f->flags & WS_NUL_ENDED) && row->len_rule == WS_LEN_REST && len &&
        (nul = memchr(p, 0, len)))
        len = (size_t)(nul - p) + 1;
    r->at += len;
    ws_reader_keep(r, row, 0, at, len);
    if (f->flags & WS_NUL_ENDED)
        check_nul(r, p, len);
    if (f->flags & WS_CONSTANT) {
        if (all_zero(p, len))
            return 0;
        if (f->mismatch)
            ws_out_add_fault(r->out, f->mismatch, at);
    }
    return f->key ? put_slice(r, row, (struct ws_bytes){p, len}, at) : 0;
}

int ws_read_align(struct ws_reader *r, const struct ws_row *row)
{
    size_t past = (r->at - r->scope->start) % row->field->len, at = r->at;
    size_t pad = past || (row->field->flags & WS_NUL_ENDED) ? row->field->len - past : 0;

    r->at += pad < r->end - r->at ? pad : r->end - r->at;
    ws_reader_keep(r, row, 0, at, r->at - at);
    return 0;
}

int ws_read_label(struct ws_reader *r, const struct ws_row *row)
{
    struct ws_node *n = ws_out_push(r->out, row, WS_V_TEXT, r->at);

    n->as.data = (const uint8_t *)row->field->label;
    n->len = (uint32_t)strlen(row->field->label);
    n->size = WS_UTF8;
    return 0;
}

int ws_read_time(struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_kept *seconds = ws_scope_kept(r->scope, row->of);
    uint64_t nsec = row->of_nsec.slot ? ws_scope_kept(r->scope, row->of_nsec)->value : 0;
    int64_t since_1970;

    /* Not there, or not a time: only the numbers are shown. */
    if (!seconds->count || (nsec > 999999999 && !(row->field->flags & WS_ANY_NSEC)) ||
        __builtin_add_overflow((int64_t)seconds->value, row->field->epoch, &since_1970))
        return 0;
    struct ws_node *n = ws_out_push(r->out, row, WS_V_TIME, seconds->at);
    n->as.i = since_1970;
    n->len = (uint32_t)nsec;
    return 0;
}
