/* Numbers, written: given, named, computed; and bits. */
#include "message/encoder.h"
#include "wirespeak/err.h"

bool ws_fits(unsigned bits, bool is_signed, bool negative, uint64_t v)
{
    uint64_t top = UINT64_C(1) << (bits - 1);

    if (is_signed)
        return negative ? (int64_t)v >= (int64_t)(0 - top) : v < top;
    return !negative && (bits == 64 || v < top << 1);
}

static bool row_fits(const struct ws_row *row, bool negative, uint64_t v)
{
    bool is_signed = row->op == WS_OP_INT || (row->field->flags & WS_SIGNED);
    unsigned bits = row->field->flags & WS_IN_PLACE ? 64 : row->bits; /* those below are dropped */
    return ws_fits(bits, is_signed, negative, v);
}

static int whole(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                 uint64_t *ret)
{
    bool negative;

    if (row->op == WS_OP_REAL)
        return ws_encode_real(e, row->size, n, ret);
    if (!ws_node_whole(n, &negative, ret))
        return ws_encoder_fail(e, "a whole number is needed");
    if (!row_fits(row, negative, *ret))
        return ws_encoder_fail(e, "%s%llu is out of range", negative ? "-" : "",
                               (unsigned long long)(negative ? 0 - *ret : *ret));
    if (row->op == WS_OP_BOOL || (row->field->flags & WS_AS_BOOL))
        *ret = *ret != 0;
    return WS_OK;
}

static int named(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *name,
                 uint64_t *ret)
{
    int64_t v;

    if (name->kind != WS_V_TEXT && name->kind != WS_V_NAME)
        return ws_encoder_fail(e, "a name is a text");
    if (!ws_row_value_of(row, (struct ws_bytes){name->as.data, name->len}, &v))
        return ws_encoder_fail(e, "no value is called %.*s", (int)(name->len < 40 ? name->len : 40),
                               (const char *)name->as.data);
    *ret = (uint64_t)v;
    return WS_OK;
}

static int defaulted(struct ws_encoder *e, const struct ws_row *row, uint64_t *ret)
{
    int64_t v = ws_source_default(e->job, row->field);
    struct ws_node n = {.as.i = v, .kind = WS_V_INT, .span = 1};

    /* An unsigned 64-bit default is written as a negative number when it is above INT64_MAX. */
    if (v < 0 && row->bits == 64 && row->op != WS_OP_REAL)
        n.kind = row->op == WS_OP_INT || (row->field->flags & WS_SIGNED) ? WS_V_INT : WS_V_UINT;
    return whole(e, row, &n, ret);
}

/** A number's value: given, by its name, preset, or default. */
static int number_of(struct ws_encoder *e, const struct ws_row *row, const struct ws_given *g,
                     uint64_t *ret)
{
    if (g->value)
        return whole(e, row, g->value, ret);
    return g->name ? named(e, row, g->name, ret) : defaulted(e, row, ret);
}

static void keep(struct ws_scope *scope, const struct ws_row *row, uint64_t value)
{
    if (row->kept)
        scope->kept[row->kept - 1].value = value;
}

/* Derived numbers: a place is left, and filled when what they measure is known. */

static uint64_t measure(const struct ws_encoder *e, const struct ws_patch *p)
{
    enum ws_measure what = (enum ws_measure)p->row->field->derive.measure;

    if (p->scope) {
        const struct ws_kept *of = &p->scope->kept[p->row->derive.slot - 1];
        return what == WS_LEN_OF ? of->len : what == WS_COPY_OF ? of->value : of->count;
    }
    return ws_encoder_at(e) - (what == WS_LEN_BEHIND ? p->at + p->row->size : 0);
}

/** How many bytes a number of this value measures; false: none, or too many. */
static bool measured_by(const struct ws_derive *d, uint64_t v, uint64_t *ret)
{
    int64_t n;

    if (v > INT64_MAX || __builtin_mul_overflow((int64_t)v, d->unit ? d->unit : 1, &n) ||
        __builtin_sub_overflow(n, d->bias, &n) || n < 0)
        return false;
    *ret = (uint64_t)n;
    return true;
}

/** A larger size that was given is kept: zeros fill what is measured up to it. */
static int keep_larger(struct ws_encoder *e, struct ws_scope *owner, struct ws_patch *patch,
                       const struct ws_node *given)
{
    const struct ws_row *row = patch->row;
    uint64_t v, want;
    int err = whole(e, row, given, &v);

    if (err || !measured_by(&row->field->derive, v, &want))
        return err;
    if (owner)
        owner->kept[row->derive.slot - 1].want = want;
    else
        patch->given = want;
    return WS_OK;
}

static int add_patch(struct ws_encoder *e, const struct ws_patch *patch)
{
    if (e->n_patches == WS_MAX_PATCHES)
        return ws_encoder_fail(e, "more than %d computed fields wait for one another",
                               WS_MAX_PATCHES);
    e->patches[e->n_patches++] = *patch;
    return WS_OK;
}

/** Where the bytes of a number are, or will be. */
static size_t place_of(const struct ws_encoder *e, const struct ws_scope *scope,
                       const struct ws_row *row)
{
    return row->field->elsewhere ? scope->start + row->field->elsewhere : ws_encoder_at(e);
}

/** Writes a value that is known; elsewhere, as soon as that place is there. */
static int put_value(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     uint64_t v)
{
    const struct ws_field *f = row->field;
    struct ws_patch patch = {
        .scope = scope, .row = row, .at = place_of(e, scope, row), .given = v, .known = true};

    keep(scope, row, v);
    if (!f->elsewhere) {
        ws_encoder_number(e, v, row->size, row->little);
        return WS_OK;
    }
    ws_encoder_number(e, f->mark, f->mark_len, row->little);
    return add_patch(e, &patch);
}

static int put_derived(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                       const struct ws_given *g)
{
    const struct ws_node *forced = ws_encoder_override(e);
    /* The scopes on the way out are all ours: they are being written. */
    struct ws_scope *owner = !row->derive.slot   ? NULL
                             : row->derive.outer ? (struct ws_scope *)scope->outer
                                                 : scope;
    struct ws_patch patch = {.scope = owner, .row = row, .at = place_of(e, scope, row)};
    uint64_t v = 0;
    int err = WS_OK;

    if (!forced && (row->field->flags & WS_KEEP_GIVEN))
        forced = g->value;
    if (forced && (err = whole(e, row, forced, &v)))
        return err;
    if (forced)
        return put_value(e, scope, row, v);
    keep(scope, row, 0);
    if (row->field->elsewhere)
        ws_encoder_number(e, row->field->mark, row->field->mark_len, row->little);
    else
        ws_encoder_zeros(e, row->size);
    if ((row->field->flags & (WS_KEEP_LARGER | WS_KEEP_ENOUGH)) && g->value &&
        (err = keep_larger(e, owner, &patch, g->value)))
        return err;
    return add_patch(e, &patch);
}

static int patch_one(struct ws_encoder *e, const struct ws_patch *p)
{
    const struct ws_field *f = p->row->field;
    struct ws_step step = {e->place, f->key ? f->key : "a length", 0};
    uint64_t v = p->given;

    if (p->at + p->row->size > ws_encoder_at(e))
        return e->out->failed ? WS_OK : ws_encoder_fail(e, "there is no place for %s", step.key);
    if (p->known) {
        ws_encoder_patch(e, p->at, v, p->row->size, p->row->little);
        return WS_OK;
    }
    if (ws_derived_value(&f->derive, measure(e, p), &v) && row_fits(p->row, false, v)) {
        ws_encoder_patch(e, p->at, v, p->row->size, p->row->little);
        return WS_OK;
    }
    e->place = &step;
    int err = ws_encoder_fail(e, "what it measures (%llu) does not fit",
                              (unsigned long long)measure(e, p));
    e->place = step.up;
    return err;
}

/** Zeros at the message's end, for lengths of it that are kept larger. */
static void fill_up(struct ws_encoder *e)
{
    for (size_t i = 0; i < e->n_patches; i++) {
        const struct ws_patch *p = &e->patches[i];
        uint64_t have = p->known ? 0 : measure(e, p);
        if (p->known)
            continue;
        if (p->given > have)
            ws_encoder_zeros(e, p->given - have);
        else if (p->given && (p->row->field->flags & WS_KEEP_ENOUGH) &&
                 ws_encoder_at(e) - have + p->given >= ws_encoder_solid(e))
            ws_encoder_cut(e, ws_encoder_at(e) - (size_t)(have - p->given));
    }
}

int ws_encode_patches(struct ws_encoder *e, const struct ws_scope *scope)
{
    size_t kept = 0;
    int err = WS_OK;

    if (!scope)
        fill_up(e);
    for (size_t i = 0; i < e->n_patches; i++) {
        const struct ws_patch *p = &e->patches[i];
        if (p->scope != scope)
            e->patches[kept++] = *p;
        else if (!err)
            err = patch_one(e, p);
    }
    e->n_patches = kept;
    return err;
}

/* Rows */

int ws_encode_number(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_given *g)
{
    uint64_t v = 0;

    if (row->field->purpose & WS_DERIVED)
        return put_derived(e, scope, row, g);
    int err = number_of(e, row, g, &v);
    if (err)
        return err;
    return put_value(e, scope, row, v);
}

int ws_encode_bits(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                   const struct ws_given *g)
{
    const struct ws_field *f = row->field;
    uint64_t v = 0;
    int err = number_of(e, row, g, &v);

    if (err)
        return err;
    keep(scope, row, v);
    if (f->unit_len) {
        e->unit = 0;
        e->unit_len = f->unit_len;
        e->unit_left = f->unit_len * 8u;
    }
    e->unit_left -= row->bits;
    unsigned shift = row->little ? e->unit_len * 8u - e->unit_left - row->bits : e->unit_left;
    if (f->flags & WS_IN_PLACE)
        v >>= shift;
    e->unit |= (v & (UINT64_MAX >> (64 - row->bits))) << shift;
    if (e->unit_left == 0)
        ws_encoder_number(e, e->unit, e->unit_len, row->little);
    return WS_OK;
}
