/* Bytes to nodes, by field tables. */
#include "message/decode.h"

#include <string.h>

#include "message/codepoint.h"
#include "message/decode_tlv.h"
#include "message/scope.h"
#include "message/text.h"
#include "wirespeak/err.h"

/** A unit of bit fields that is being taken apart. */
struct bits {
    uint64_t unit;
    unsigned left, size;
    size_t at;
};

/** One call's worth of state: where we are, and where the area ends. */
struct reader {
    struct ws_out *out;
    struct ws_scope *scope;
    size_t at, end;
    struct bits bits;
};

bool ws_scope_holds(const struct ws_scope *scope, const struct ws_row *row)
{
    const struct ws_when *when = &row->field->when;
    int64_t v = (int64_t)ws_scope_kept(scope, row->when)->value;

    switch ((enum ws_test)when->test) {
    case WS_ALWAYS:
        return true;
    case WS_EQUAL:
        return v == when->value;
    case WS_NOT_EQUAL:
        return v != when->value;
    case WS_LESS:
        return v < when->value;
    case WS_AT_LEAST:
        return v >= when->value;
    case WS_HAS_BITS:
        return (v & when->value) != 0;
    }
    return false;
}

bool ws_scope_len(const struct ws_scope *scope, const struct ws_row *row, uint64_t *ret)
{
    const struct ws_field *f = row->field;
    uint64_t n = ws_scope_kept(scope, row->len)->value;

    if (f->flags & WS_LEN_BITS) {
        *ret = n / 8 + (n % 8 != 0);
        return true;
    }
    int64_t bytes;
    if (__builtin_mul_overflow((int64_t)n, f->len_unit ? f->len_unit : 1, &bytes) ||
        (int64_t)n < 0 || __builtin_add_overflow(bytes, f->len_bias, &bytes) || bytes < 0)
        return false;
    *ret = (uint64_t)bytes;
    return true;
}

static int fault(struct reader *r, uint16_t code, size_t at)
{
    r->out->fault_at = at;
    return code;
}

static int too_short(struct reader *r)
{
    uint16_t code = r->scope->plan->table->short_error;
    return fault(r, code ? code : WS_TRUNCATED, r->at);
}

static void keep(struct reader *r, const struct ws_row *row, uint64_t value, size_t at, size_t len)
{
    if (row->kept)
        r->scope->kept[row->kept - 1] = (struct ws_kept){.value = value, .at = at, .len = len};
}

static const uint8_t *bytes_at(const struct reader *r, size_t at)
{
    return r->out->message.data + at;
}

/* Numbers */

static uint64_t load(const uint8_t *p, size_t size, bool little)
{
    uint64_t v8;
    uint32_t v4;
    uint16_t v2;

    switch (size) {
    case 1:
        return *p;
    case 2:
        memcpy(&v2, p, 2);
        return little ? __builtin_bswap16(__builtin_bswap16(v2)) : __builtin_bswap16(v2);
    case 4:
        memcpy(&v4, p, 4);
        return little ? v4 : __builtin_bswap32(v4);
    case 8:
        memcpy(&v8, p, 8);
        return little ? v8 : __builtin_bswap64(v8);
    default:
        return little ? ws_load_le(p, size) : ws_load_be(p, size);
    }
}
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "load() is written for little-endian machines");

static double real_of(uint64_t raw, size_t size)
{
    if (size == 8) {
        double d;
        memcpy(&d, &raw, sizeof(d));
        return d;
    }
    uint32_t low = (uint32_t)raw;
    float f;
    memcpy(&f, &low, sizeof(f));
    return (double)f;
}

static void put_number(struct reader *r, const struct ws_row *row, uint64_t raw, size_t at)
{
    struct ws_node *n;

    switch (row->field->type >> 8) {
    case WS_FAMILY_INT:
        n = ws_out_push(r->out, row, WS_V_INT, at);
        n->as.i = ws_sign_extend(raw, row->size * 8u);
        return;
    case WS_FAMILY_BOOL:
        n = ws_out_push(r->out, row, WS_V_BOOL, at);
        n->as.u = raw != 0;
        return;
    case WS_FAMILY_FLOAT:
        n = ws_out_push(r->out, row, WS_V_REAL, at);
        n->as.f = real_of(raw, row->size);
        return;
    default:
        n = ws_out_push(r->out, row, WS_V_UINT, at);
        n->as.u = raw;
    }
}

/* A value that a table computes or fixes: faults that this shows at once. */
static void check_number(struct reader *r, const struct ws_row *row, uint64_t raw, size_t at)
{
    const struct ws_field *f = row->field;
    uint64_t measured;

    if ((f->flags & WS_CONSTANT) || !f->mismatch)
        return;
    if (f->derive.measure == WS_LEN_ALL)
        measured = r->out->message.len;
    else if (f->derive.measure == WS_LEN_BEHIND)
        measured = r->out->message.len - r->at;
    else
        return;
    int64_t unit = f->derive.unit ? f->derive.unit : 1;
    if ((int64_t)raw * unit - f->derive.bias != (int64_t)measured)
        ws_out_add_fault(r->out, f->mismatch, at);
}

static int read_number(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    size_t at = r->at;

    if (r->end - r->at < row->size)
        return too_short(r);
    uint64_t raw = load(bytes_at(r, at), row->size, f->flags & WS_LITTLE);
    r->at += row->size;
    keep(r, row,
         (f->type >> 8) == WS_FAMILY_INT ? (uint64_t)ws_sign_extend(raw, row->size * 8u) : raw, at,
         row->size);
    check_number(r, row, raw, at);
    if (f->flags & WS_CONSTANT) {
        if (raw == (uint64_t)f->value)
            return 0;
        if (f->mismatch)
            ws_out_add_fault(r->out, f->mismatch, at);
    }
    if (f->key)
        put_number(r, row, raw, at);
    return 0;
}

static int read_bits(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    struct bits *b = &r->bits;

    if (f->unit_len) {
        if (r->end - r->at < f->unit_len)
            return too_short(r);
        *b = (struct bits){load(bytes_at(r, r->at), f->unit_len, f->flags & WS_LITTLE),
                           f->unit_len * 8u, f->unit_len * 8u, r->at};
        r->at += f->unit_len;
    }
    b->left -= f->bits;
    unsigned shift = f->flags & WS_LITTLE ? b->size - b->left - f->bits : b->left;
    uint64_t raw = b->unit >> shift & (f->bits == 64 ? UINT64_MAX : (UINT64_C(1) << f->bits) - 1);
    keep(r, row, raw, b->at, 0);
    if (!f->key || ((f->flags & WS_CONSTANT) && raw == (uint64_t)f->value))
        return 0;
    if (f->flags & WS_SIGNED)
        ws_out_push(r->out, row, WS_V_INT, b->at)->as.i = ws_sign_extend(raw, f->bits);
    else
        ws_out_push(r->out, row, f->flags & WS_AS_BOOL ? WS_V_BOOL : WS_V_UINT, b->at)->as.u = raw;
    return 0;
}

/* Slices */

static int slice_len(struct reader *r, const struct ws_row *row, size_t *ret)
{
    const struct ws_field *f = row->field;
    uint64_t want;

    switch ((enum ws_len_rule)row->len_rule) {
    case WS_LEN_REST:
        *ret = r->end - r->at;
        return 0;
    case WS_LEN_FIXED:
        want = f->len;
        break;
    case WS_LEN_PREFIXED:
        if (r->end - r->at < f->prefix)
            return too_short(r);
        want = load(bytes_at(r, r->at), f->prefix, f->flags & WS_LITTLE);
        r->at += f->prefix;
        break;
    case WS_LEN_FIELD:
        if (!ws_scope_len(r->scope, row, &want))
            return fault(r, WS_BAD_LENGTH, ws_scope_kept(r->scope, row->len)->at);
        break;
    default:
        return fault(r, WS_BAD_LENGTH, r->at);
    }
    if (want > r->end - r->at)
        return too_short(r);
    *ret = (size_t)want;
    return 0;
}

static bool all_zero(const uint8_t *p, size_t len)
{
    while (len > 0 && *p == 0)
        p++, len--;
    return len == 0;
}

static void put_text(struct reader *r, const struct ws_row *row, const uint8_t *p, size_t len,
                     size_t at)
{
    const struct ws_field *f = row->field;
    const uint8_t *nul;

    if ((f->flags & (WS_CUT_AT_NUL | WS_NUL_ENDED)) && len && (nul = memchr(p, 0, len)))
        len = (size_t)(nul - p);
    if (f->flags & WS_STRIPPED)
        while (len > 0 && (p[len - 1] == 0 || p[len - 1] == ' '))
            len--;
    bool valid = f->charset == WS_LATIN1 ||
                 (f->charset == WS_UTF8 ? ws_utf8_valid(p, len) : ws_ascii_valid(p, len));
    struct ws_node *n = ws_out_push(r->out, row, valid ? WS_V_TEXT : WS_V_HEX, at);
    n->as.data = p;
    n->len = (uint32_t)len;
    n->size = f->charset;
    n->flags = valid ? 0 : WS_NODE_HEX_KEY;
}

static int put_slice(struct reader *r, const struct ws_row *row, const uint8_t *p, size_t len,
                     size_t at)
{
    const struct ws_field *f = row->field;
    static const uint8_t kinds[] = {[WS_BYTES - WS_BITS] = WS_V_HEX,
                                    [WS_MAC - WS_BITS] = WS_V_MAC,
                                    [WS_IP - WS_BITS] = WS_V_IP};

    if (f->type == WS_TEXT) {
        put_text(r, row, p, len, at);
        return 0;
    }
    size_t whole = f->flags & WS_LEN_BITS ? f->len : len;
    if (f->type == WS_IP && (len > whole || (whole != 4 && whole != 16)))
        return fault(r, WS_BAD_LENGTH, at);
    if (f->type == WS_IP && (f->flags & WS_LEN_BITS) && len == 0)
        return 0;
    struct ws_node *n =
        ws_out_push(r->out, row, (enum ws_kind_of_value)kinds[f->type - WS_BITS], at);
    n->as.data = p;
    n->len = (uint32_t)len;
    n->size = (uint8_t)(f->type == WS_IP ? whole : 0);
    return 0;
}

static int read_slice(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    size_t len, at;
    const uint8_t *nul;
    int code = slice_len(r, row, &len);

    if (code)
        return code;
    at = r->at;
    const uint8_t *p = bytes_at(r, at);
    if ((f->flags & WS_NUL_ENDED) && row->len_rule == WS_LEN_REST && len &&
        (nul = memchr(p, 0, len)))
        len = (size_t)(nul - p) + 1;
    /* A prefix of more bits than its address has is the sender's mistake, not a short message. */
    if ((f->flags & WS_LEN_BITS) && ws_scope_kept(r->scope, row->len)->value > f->len * UINT64_C(8))
        return fault(r, WS_BAD_VALUE, ws_scope_kept(r->scope, row->len)->at);
    r->at += len;
    keep(r, row, len, at, len);
    if ((f->flags & WS_CONSTANT) && all_zero(p, len))
        return 0;
    if ((f->flags & WS_CONSTANT) && f->mismatch)
        ws_out_add_fault(r->out, f->mismatch, at);
    if (f->purpose & WS_SECRET)
        r->out->secret = true;
    return f->key ? put_slice(r, row, p, len, at) : 0;
}

static int read_align(struct reader *r, const struct ws_row *row)
{
    size_t past = (r->at - r->scope->start) % row->field->len;
    size_t pad = past ? row->field->len - past : 0;
    r->at += pad < r->end - r->at ? pad : r->end - r->at;
    return 0;
}

static int read_time(struct reader *r, const struct ws_row *row)
{
    const struct ws_kept *seconds = ws_scope_kept(r->scope, row->of);
    uint64_t nsec = row->of_nsec.slot ? ws_scope_kept(r->scope, row->of_nsec)->value : 0;

    if (nsec > 999999999)
        return 0; /* not a time: only the numbers are shown */
    struct ws_node *n = ws_out_push(r->out, row, WS_V_TIME, seconds->at);
    n->as.i = (int64_t)seconds->value + row->field->epoch;
    n->len = (uint32_t)nsec;
    return 0;
}

/* Tables in tables */

static int read_rows(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                     size_t *at, size_t end);

static int read_table(struct reader *r, const struct ws_row *row, const struct ws_plan *plan,
                      bool element)
{
    struct ws_out *o = r->out;
    uint32_t mark = o->n, members = o->members;
    struct ws_opened opened = {0};
    bool object = row->field->key || element;
    size_t at = r->at;

    if (o->depth == WS_MAX_DEPTH)
        return fault(r, WS_LIMIT, r->at);
    if (r->end - r->at < plan->table->min)
        return too_short(r);
    o->depth++;
    if (object)
        opened = ws_out_open(o, row, WS_V_OBJECT, at);
    int code = read_rows(o, plan, r->scope, &r->at, r->end);
    if (object)
        ws_out_close(o, opened);
    o->depth--;
    if (code && (row->field->flags & WS_ATOMIC)) {
        ws_out_cut(o, mark, members);
        r->at = at;
    }
    return code;
}

static int read_choice(struct reader *r, const struct ws_row *row)
{
    const struct ws_kept *on = ws_scope_kept(r->scope, row->on);
    const struct ws_plan *plan = ws_row_case(row, (int64_t)on->value);

    if (!plan)
        return fault(r, WS_BAD_VALUE, on->at);
    return read_table(r, row, plan, false);
}

static int read_hook(struct reader *r, const struct ws_row *row)
{
    struct ws_out *o = r->out;
    const struct ws_plan *before = o->hook;
    uint32_t mark = o->n, members = o->members;
    size_t len = 0, at = r->at;
    int code = 0;

    if (row->field->purpose & WS_VIEW) {
        const struct ws_kept *of = ws_scope_kept(r->scope, row->of);
        at = of->at;
        len = of->len;
    } else if ((code = slice_len(r, row, &len))) {
        return code;
    } else {
        at = r->at;
        r->at += len;
        keep(r, row, len, at, len);
    }
    o->hook = row->table;
    o->hook_at = at;
    o->hook_fault = 0;
    code =
        row->field->hook->decode(o->instance, r->scope, o, (struct ws_bytes){bytes_at(r, at), len});
    o->hook = before;
    o->members = members;
    for (uint32_t i = mark; i < o->n; i += o->nodes[i].span)
        o->members++;
    if (code)
        ws_out_add_fault(o, (uint16_t)code, at + o->hook_fault);
    return o->full ? fault(r, WS_LIMIT, at) : 0;
}

/* Repetition */

static int read_once(struct reader *r, const struct ws_row *row, bool element);

static int times(struct reader *r, const struct ws_row *row, uint64_t *ret)
{
    const struct ws_field *f = row->field;

    *ret = UINT64_MAX;
    if (f->repeat == WS_TIMES)
        *ret = f->count;
    else if (f->repeat == WS_COUNTED)
        *ret = ws_scope_kept(r->scope, row->count)->value;
    return 0;
}

static int read_numbers(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    uint64_t n, fit = (r->end - r->at) / row->size;

    times(r, row, &n);
    bool cut = f->repeat != WS_TO_END && n > fit;
    if (n > fit)
        n = fit;
    struct ws_node *node = ws_out_push(r->out, row, WS_V_NUMBERS, r->at);
    unsigned family = f->element >> 8;
    node->as.data = bytes_at(r, r->at);
    node->len = (uint32_t)n;
    node->size = row->size;
    node->flags = (uint16_t)((f->flags & WS_LITTLE ? WS_NODE_LITTLE : 0) |
                             (family == WS_FAMILY_INT ? WS_NODE_SIGNED : 0) |
                             (family == WS_FAMILY_FLOAT ? WS_NODE_FLOAT : 0) |
                             (family == WS_FAMILY_BOOL ? WS_NODE_BOOL : 0));
    r->at += (size_t)n * row->size;
    return cut ? too_short(r) : 0;
}

static int read_array(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    struct ws_opened opened = ws_out_open(r->out, row, WS_V_ARRAY, r->at);
    uint64_t n, i = 0;
    int code = 0;

    for (times(r, row, &n); i < n && !code; i++) {
        size_t before = r->at;
        if (f->repeat == WS_TO_END && r->at == r->end)
            break;
        code = read_once(r, row, true);
        if (!code && r->at == before &&
            n > WS_MAX_ROWS) /* elements of no bytes: there is no end to them */
            code = fault(r, WS_LIMIT, r->at);
    }
    ws_out_close(r->out, opened);
    if (f->repeat == WS_TO_END && f->count_mismatch && row->count.slot &&
        ws_scope_kept(r->scope, row->count)->value != i)
        ws_out_add_fault(r->out, f->count_mismatch, ws_scope_kept(r->scope, row->count)->at);
    return code;
}

static int read_tlvs(struct reader *r, const struct ws_row *row)
{
    unsigned n = 0;
    int code = ws_decode_tlvs(r->out, row, &r->at, r->end, &n);
    if (!code && row->field->count_mismatch && row->count.slot &&
        ws_scope_kept(r->scope, row->count)->value != n)
        ws_out_add_fault(r->out, row->field->count_mismatch,
                         ws_scope_kept(r->scope, row->count)->at);
    return code;
}

/** A list or structure whose bytes another field counts: it sees only these. */
static int read_area(struct reader *r, const struct ws_row *row,
                     int (*read)(struct reader *, const struct ws_row *))
{
    const struct ws_field *f = row->field;
    size_t end = r->end, have = r->end - r->at, at = r->at;
    uint64_t want;

    if (row->len_rule == WS_LEN_REST)
        return read(r, row);
    if (row->len_rule == WS_LEN_FIELD && f->len_mismatch) {
        if (!ws_scope_len(r->scope, row, &want))
            want = 0;
        if (want != have)
            ws_out_add_fault(r->out, f->len_mismatch, ws_scope_kept(r->scope, row->len)->at);
        r->end = r->at + (want < have ? (size_t)want : have);
        int code = read(r, row);
        r->end = end;
        return code;
    }
    size_t len;
    int code = slice_len(r, row, &len);
    if (code)
        return code;
    at = r->at;
    r->end = at + len;
    code = read(r, row);
    r->end = end;
    if (!code && r->at < at + len)
        ws_out_add_fault(r->out, WS_TRAILING_BYTES, r->at);
    r->at = code ? r->at : at + len;
    keep(r, row, len, at, len);
    return code;
}

static int read_struct(struct reader *r, const struct ws_row *row)
{
    return read_table(r, row, row->table, false);
}

static int read_once(struct reader *r, const struct ws_row *row, bool element)
{
    switch (row->field->type) {
    case WS_BITS:
        return read_bits(r, row);
    case WS_BYTES:
    case WS_TEXT:
    case WS_MAC:
    case WS_IP:
        return read_slice(r, row);
    case WS_TIME:
        return read_time(r, row);
    case WS_NUMBERS:
        return read_area(r, row, read_numbers);
    case WS_STRUCT:
        return element ? read_table(r, row, row->table, true) : read_area(r, row, read_struct);
    case WS_CHOICE:
        return read_area(r, row, read_choice);
    case WS_TLVS:
        return read_area(r, row, read_tlvs);
    case WS_HOOK:
        return read_hook(r, row);
    case WS_ALIGN:
        return read_align(r, row);
    default:
        return read_number(r, row);
    }
}

static int read_row(struct reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (f->when.row && !ws_scope_holds(r->scope, row))
        return 0;
    if ((f->flags & WS_IF_ANY) && r->at == r->end)
        return 0;
    /* The length of a repeated structure is that of all, of any other type that of one. */
    if (f->repeat && f->type != WS_NUMBERS)
        return f->type == WS_STRUCT ? read_area(r, row, read_array) : read_array(r, row);
    return read_once(r, row, false);
}

static int read_rows(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                     size_t *at, size_t end)
{
    struct ws_scope scope;
    struct reader r = {.out = out, .scope = &scope, .at = *at, .end = end};
    int code = 0;

    scope.outer = outer;
    scope.plan = plan;
    scope.start = *at;
    scope.object = NULL;
    scope.out = out;
    scope.first_node = out->n;
    memset(scope.kept, 0, plan->n_kept * sizeof(scope.kept[0]));
    for (size_t i = 0; i < plan->n && !code; i++)
        code = read_row(&r, &plan->rows[i]);
    *at = r.at;
    return code ? code : out->full ? fault(&r, WS_LIMIT, r.at) : 0;
}

int ws_decode_rows(struct ws_out *out, const struct ws_plan *plan, size_t *at, size_t end)
{
    return read_rows(out, plan, NULL, at, end);
}

int ws_decode(struct ws_out *out, const struct ws_plan *plan, const void *instance,
              struct ws_bytes message)
{
    size_t at = 0;

    ws_out_reset(out);
    out->message = message;
    out->instance = instance;
    struct ws_opened opened = ws_out_open(out, NULL, WS_V_OBJECT, 0);
    if (out->n == 0)
        return WS_E_NOMEM;
    if (plan->table->error)
        ws_out_add_fault(out, plan->table->error, 0);
    int code = read_rows(out, plan, NULL, &at, message.len);
    ws_out_close(out, opened);
    if (code)
        ws_out_add_fault(out, (uint16_t)code, out->fault_at);
    else if (at < message.len)
        ws_out_add_fault(out, WS_TRAILING_BYTES, at);
    return WS_OK;
}

uint64_t ws_scope_uint(const struct ws_scope *scope, uint16_t ref)
{
    const struct ws_scope *s = ref & 0x4000 ? scope->outer : scope;
    size_t index = (size_t)(ref & 0x3fff) - 1;

    if (!ref || !s || index >= s->plan->n)
        return 0;
    const struct ws_row *row = &s->plan->rows[index];
    if (row->kept)
        return s->kept[row->kept - 1].value;
    if (s->object)
        return ws_get_uint(s->object, row->field, 0);
    for (uint32_t i = s->first_node; s->out && i < s->out->n; i += s->out->nodes[i].span)
        if (s->out->nodes[i].row == row)
            return s->out->nodes[i].as.u;
    return 0;
}
