/* Bytes to nodes, by field tables: rows, numbers and bits. */
#include "message/decode.h"

#include <string.h>

#include "message/decode_tlv.h"
#include "message/reader.h"
#include "wirespeak/err.h"

int ws_reader_short(struct ws_reader *r)
{
    uint16_t code = r->scope->plan->table->short_error;
    return ws_reader_fault(r, code ? code : WS_TRUNCATED, r->at);
}

/* Numbers */

static bool is_expected(const struct ws_row *row, uint64_t v)
{
    int64_t value = row->field->value;

    if (row->op == WS_OP_REAL)
        return ws_real_of(v, row->size) == (double)value;
    return (row->op == WS_OP_BOOL ? v != 0 : v) == (uint64_t)value;
}

/** Whether the message's own length is what the row says. */
static bool is_length(const struct ws_reader *r, const struct ws_row *row, uint64_t v)
{
    const struct ws_derive *d = &row->field->derive;
    uint64_t expected, measured = r->out->message.len;

    if (d->measure == WS_LEN_BEHIND)
        measured -= r->at;
    else if (d->measure != WS_LEN_ALL)
        return true;
    return ws_derived_value(d, measured, &expected) && expected == v;
}

/** A number that a table fixes or computes; false: as expected, and not shown. */
static bool check(struct ws_reader *r, const struct ws_row *row, uint64_t v, size_t at)
{
    const struct ws_field *f = row->field;
    bool constant = f->flags & WS_CONSTANT, copy = f->derive.measure == WS_COPY_OF;

    if (constant ? is_expected(row, v)
        : copy   ? ws_scope_kept(r->scope, row->derive)->value == v
                 : is_length(r, row, v))
        return !constant && !copy;
    if (f->mismatch)
        ws_out_add_fault(r->out, f->mismatch, at);
    return true;
}

static inline __attribute__((always_inline)) int read_number(struct ws_reader *r,
                                                             const struct ws_row *row)
{
    size_t at = r->at;

    if (r->end - at < row->size)
        return ws_reader_short(r);
    uint64_t v = ws_reader_load(r, at, row->size, row->little);
    if (row->op == WS_OP_INT)
        v = (uint64_t)ws_sign_extend(v, row->bits);
    r->at = at + row->size;
    ws_reader_keep(r, row, v, at, row->size);
    if ((row->checked && !check(r, row, v, at)) || !row->json_key)
        return 0;
    ws_put_number(r->out, row, v, at);
    return 0;
}

static int read_bits(struct ws_reader *r, const struct ws_row *row)
{
    struct ws_bits *b = &r->bits;
    unsigned unit_len = row->unit_len;

    if (unit_len) {
        if (r->end - r->at < unit_len)
            return ws_reader_short(r);
        *b = (struct ws_bits){ws_reader_load(r, r->at, unit_len, row->little), unit_len * 8u,
                              unit_len * 8u, r->at};
        r->at += unit_len;
    }
    b->left -= row->bits;
    unsigned shift = row->little ? b->size - b->left - row->bits : b->left;
    uint64_t v = b->unit >> shift & (UINT64_MAX >> (64 - row->bits));
    if (row->kind == WS_V_INT)
        v = (uint64_t)ws_sign_extend(v, row->bits);
    if (row->field->flags & WS_IN_PLACE)
        v <<= shift & 63;
    ws_reader_keep(r, row, v, b->at, 0);
    if ((row->checked && !check(r, row, v, b->at)) || !row->json_key)
        return 0;
    if (row->kind == WS_V_BOOL)
        v = v != 0;
    ws_out_push(r->out, row, (enum ws_kind_of_value)row->kind, b->at)->as.u = v;
    return 0;
}

/* Rows */

int ws_read_once(struct ws_reader *r, const struct ws_row *row)
{
    switch ((enum ws_op)row->op) {
    case WS_OP_UINT:
    case WS_OP_INT:
    case WS_OP_BOOL:
    case WS_OP_REAL:
        return read_number(r, row);
    case WS_OP_BITS:
        return read_bits(r, row);
    case WS_OP_SLICE:
        return ws_read_slice(r, row);
    case WS_OP_TIME:
        return ws_read_time(r, row);
    case WS_OP_ALIGN:
        return ws_read_align(r, row);
    case WS_OP_LABEL:
        return ws_read_label(r, row);
    case WS_OP_NUMBERS:
    case WS_OP_STRUCT:
    case WS_OP_CHOICE:
    case WS_OP_TLVS:
    case WS_OP_HOOK:
        break;
    }
    return ws_read_holder(r, row);
}

/** A number whose bytes are further on; where it would stand is a mark. */
static int read_elsewhere(struct ws_reader *r, const struct ws_row *row)
{
    size_t behind = r->at + row->field->mark_len, at = r->scope->start + row->field->elsewhere;

    if (behind > r->end || at > r->end)
        return ws_reader_short(r);
    r->at = at;
    int code = read_number(r, row);
    if (!code)
        r->at = behind;
    return code;
}

/** A number of the form itself. */
static int put_fixed(struct ws_reader *r, const struct ws_row *row)
{
    struct ws_node *n = ws_out_push(r->out, row, ws_number_kind(row), r->at);

    if (row->op == WS_OP_REAL)
        n->as.f = (double)row->field->value;
    else
        n->as.i = row->field->value;
    return 0;
}

/** Too few bytes for a structure that is then left out. */
static int skip_short(struct ws_reader *r)
{
    uint16_t code = r->scope->plan->table->short_error;

    if (r->at < r->end)
        ws_out_add_fault(r->out, code ? code : WS_TRUNCATED, r->at);
    r->at = r->end;
    return 0;
}

/** One row, whatever its place. */
static int read_anywhere(struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (row->size && (f->purpose & WS_VIEW))
        return put_fixed(r, row);
    if (f->elsewhere)
        return read_elsewhere(r, row);
    if ((f->flags & WS_SKIP_SHORT) && r->end - r->at < row->table->table->min)
        return skip_short(r);
    return f->repeat && row->op != WS_OP_NUMBERS ? ws_read_repeated(r, row) : ws_read_once(r, row);
}

/** A row with a condition or a repetition, one that stands elsewhere, or is secret. Kept out of the
 * loop over rows. */
static int __attribute__((noinline)) read_special(struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    uint32_t before = r->out->n;

    if (f->when.row && !ws_scope_holds(r->scope, row))
        return 0;
    if ((f->flags & WS_IF_ANY) && r->at == r->end)
        return 0;
    int code = read_anywhere(r, row);
    if ((f->purpose & WS_SECRET) && r->out->n > before)
        r->out->secret = true;
    return code;
}

/** Lengths and counts, once the rows that they measure were read. */
static void check_measures(struct ws_out *out, const struct ws_scope *scope)
{
    for (size_t i = 0; i < scope->plan->n; i++) {
        const struct ws_row *row = &scope->plan->rows[i];
        const struct ws_field *f = row->field;
        uint64_t expected;
        if (!f->mismatch || !row->derive.slot || !scope->kept[row->kept - 1].count)
            continue;
        const struct ws_kept *of = ws_scope_kept(scope, row->derive);
        if (!ws_derived_value(&f->derive, f->derive.measure == WS_LEN_OF ? of->len : of->count,
                              &expected) ||
            expected != scope->kept[row->kept - 1].value)
            ws_out_add_fault(out, f->mismatch, scope->kept[row->kept - 1].at);
    }
}

static inline void begin_rows(struct ws_reader *r, struct ws_scope *scope, struct ws_out *out,
                              const struct ws_plan *plan, const struct ws_scope *outer, size_t at,
                              size_t end)
{
    r->out = out;
    r->scope = scope;
    r->at = at;
    r->end = end;
    r->bits = (struct ws_bits){0};
    scope->outer = outer;
    scope->plan = plan;
    scope->start = at;
    scope->job = NULL;
    scope->object = NULL;
    scope->out = out;
    scope->first_node = out->n;
    if (plan->n_kept)
        memset(scope->kept, 0, plan->n_kept * sizeof(scope->kept[0]));
}

int ws_read_overlaid(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                     size_t *at, size_t end)
{
    struct ws_scope scope;
    struct ws_reader r;
    size_t start = *at;
    int code = 0;

    begin_rows(&r, &scope, out, plan, outer, start, end);
    for (const struct ws_row *row = plan->rows; row < plan->rows + plan->n && !code; row++) {
        r.at = start;
        code = row->plain ? ws_read_once(&r, row) : read_special(&r, row);
        *at = r.at > *at ? r.at : *at;
    }
    return code ? code : out->full ? ws_reader_fault(&r, WS_LIMIT, r.at) : 0;
}

int ws_read_rows(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                 size_t *at, size_t end)
{
    struct ws_scope scope;
    struct ws_reader r;
    int code = 0;

    begin_rows(&r, &scope, out, plan, outer, *at, end);
    for (const struct ws_row *row = plan->rows; row < plan->rows + plan->n && !code; row++)
        code = !row->plain             ? read_special(&r, row)
               : row->op <= WS_OP_REAL ? read_number(&r, row) /* most rows */
                                       : ws_read_once(&r, row);
    *at = r.at;
    if (!code && plan->n_checks)
        check_measures(out, &scope);
    return code ? code : out->full ? ws_reader_fault(&r, WS_LIMIT, r.at) : 0;
}

int ws_decode_rows(struct ws_out *out, const struct ws_plan *plan, size_t *at, size_t end)
{
    return ws_read_rows(out, plan, NULL, at, end);
}

int ws_decode(struct ws_out *out, const struct ws_plan *plan, const void *instance,
              struct ws_bytes message)
{
    size_t at = 0;

    if (message.len > UINT32_MAX)
        return WS_E_LIMIT;
    ws_out_reset(out);
    out->message = message;
    out->instance = instance;
    struct ws_opened opened = ws_out_open(out, NULL, WS_V_OBJECT, 0);
    if (plan->table->error)
        ws_out_add_fault(out, plan->table->error, 0);
    int code = ws_read_rows(out, plan, NULL, &at, message.len);
    ws_out_close(out, opened);
    if (out->no_memory)
        return WS_E_NOMEM;
    if (code)
        ws_out_add_fault(out, (uint16_t)code, out->fault_at);
    else if (at < message.len)
        ws_out_add_fault(out, WS_TRAILING_BYTES, at);
    return WS_OK;
}
