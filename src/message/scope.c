/* What rows see of one another while their table is read or written. */
#include "message/scope.h"

#include "message/decode.h"
#include "message/source.h"

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
    int64_t bytes;

    if (f->flags & WS_LEN_BITS) {
        *ret = n / 8 + (n % 8 != 0);
        return true;
    }
    if (n > INT64_MAX ||
        __builtin_mul_overflow((int64_t)n, f->len_unit ? f->len_unit : 1, &bytes) ||
        __builtin_add_overflow(bytes, f->len_bias, &bytes) || bytes < 0)
        return false;
    *ret = (uint64_t)bytes;
    return true;
}

bool ws_derived_value(const struct ws_derive *derive, uint64_t measured, uint64_t *ret)
{
    uint64_t unit = derive->unit ? derive->unit : 1;
    int64_t n;

    if (measured > INT64_MAX || __builtin_add_overflow((int64_t)measured, derive->bias, &n) ||
        n < 0)
        return false;
    *ret = (uint64_t)n / unit + ((uint64_t)n % unit != 0);
    return true;
}

static uint64_t decoded_value(const struct ws_scope *s, const struct ws_row *row)
{
    const struct ws_out *out = s->out;

    for (uint32_t i = s->first_node; i < out->n; i += out->nodes[i].span) {
        const struct ws_node *n = &out->nodes[i];
        if (n->row == row && (n->kind == WS_V_UINT || n->kind == WS_V_INT || n->kind == WS_V_BOOL))
            return n->as.u;
    }
    return row->field->flags & WS_CONSTANT ? (uint64_t)row->field->value : 0;
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
    return s->job ? ws_source_uint(s->job, s->object, row) : decoded_value(s, row);
}

const struct ws_table *ws_scope_table(const struct ws_scope *scope)
{
    return scope->plan->table;
}
