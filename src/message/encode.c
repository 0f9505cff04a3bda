/* Nodes to bytes, by field tables. */
#include "message/encode.h"

#include <string.h>

#include "message/encoder.h"
#include "wirespeak/err.h"

/** What is given for a row. An element of an array has only a value. */
struct given {
    const struct ws_node *value, *name, *hex;
    struct ws_source *source; /* of inline tables */
};

static const char *key_of(const struct ws_row *row)
{
    return row->field->key ? row->field->key : "";
}

/* Derived numbers: a place is left, and filled when what they measure is known. */

static uint64_t measure(const struct ws_encoder *e, const struct ws_patch *p,
                        const struct ws_scope *scope)
{
    const struct ws_derive *d = &p->row->field->derive;
    const struct ws_kept *of = scope ? &scope->kept[p->row->derive.slot - 1] : NULL;

    switch ((enum ws_measure)d->measure) {
    case WS_LEN_OF:
        return of->len;
    case WS_COUNT_OF:
        return of->count;
    case WS_LEN_BEHIND:
        return ws_encoder_at(e) - p->at - p->row->size;
    default:
        return ws_encoder_at(e);
    }
}

static bool fits(const struct ws_row *row, bool negative, uint64_t v)
{
    unsigned bits = row->field->type == WS_BITS ? row->field->bits : row->size * 8u;
    bool is_signed = (row->field->type >> 8) == WS_FAMILY_INT || (row->field->flags & WS_SIGNED);
    uint64_t top = UINT64_C(1) << (bits - 1);

    if (is_signed)
        return negative ? (int64_t)v >= (bits == 64 ? INT64_MIN : -(int64_t)top) : v < top;
    return !negative && (bits == 64 || v < top << 1);
}

static int patch_all(struct ws_encoder *e, const struct ws_scope *scope)
{
    size_t kept = 0;
    int err = WS_OK;

    for (size_t i = 0; i < e->n_patches; i++) {
        const struct ws_patch *p = &e->patches[i];
        if (p->scope != scope) {
            e->patches[kept++] = *p;
            continue;
        }
        const struct ws_field *f = p->row->field;
        int64_t v = (int64_t)measure(e, p, scope) + f->derive.bias,
                unit = f->derive.unit ? f->derive.unit : 1;
        if (v % unit)
            v += unit - v % unit;
        if (!fits(p->row, v < 0, (uint64_t)(v / unit)))
            err = ws_encoder_fail(e, key_of(p->row), "%lld does not fit", (long long)(v / unit));
        else
            ws_encoder_patch(e, p->at, (uint64_t)(v / unit), p->row->size, f->flags & WS_LITTLE);
    }
    e->n_patches = kept;
    return err;
}

/* Numbers */

static const struct ws_preset *preset_of(const struct ws_encoder *e, const struct ws_field *f)
{
    for (size_t i = 0; i < e->job->n_presets; i++)
        if (e->job->presets[i].row == f)
            return &e->job->presets[i];
    return NULL;
}

static int whole(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                 uint64_t *ret)
{
    bool negative;

    if ((row->field->type >> 8) == WS_FAMILY_FLOAT)
        return ws_encode_real(e, row, n, ret);
    if (!ws_node_whole(n, &negative, ret))
        return ws_encoder_fail(e, key_of(row), "a whole number is needed");
    if (!fits(row, negative, *ret))
        return ws_encoder_fail(e, key_of(row), "%s%llu is out of range", negative ? "-" : "",
                               (unsigned long long)(negative ? 0 - *ret : *ret));
    return WS_OK;
}

/** A number's value: given, by its name, preset, or default. */
static int number_of(struct ws_encoder *e, const struct ws_row *row, const struct given *g,
                     uint64_t *ret)
{
    const struct ws_field *f = row->field;
    const struct ws_node *name = g->name;
    const struct ws_preset *preset;
    int64_t v;

    if (g->value)
        return whole(e, row, g->value, ret);
    if (name && (name->kind == WS_V_TEXT || name->kind == WS_V_NAME)) {
        if (!ws_row_value_of(row, (struct ws_bytes){name->as.data, name->len}, &v))
            return ws_encoder_fail(e, key_of(row), "no value is called %.*s",
                                   (int)(name->len < 40 ? name->len : 40),
                                   (const char *)name->as.data);
        *ret = (uint64_t)v;
        return WS_OK;
    }
    preset = preset_of(e, f);
    *ret = (uint64_t)(preset ? preset->value : f->value);
    return WS_OK;
}

static void keep(struct ws_scope *scope, const struct ws_row *row, uint64_t value, size_t at)
{
    if (row->kept)
        scope->kept[row->kept - 1] = (struct ws_kept){.value = value, .at = at};
}

/** A derived number: overridden, or left open; a larger one given may be kept. */
static int put_derived(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                       const struct given *g)
{
    const struct ws_field *f = row->field;
    const struct ws_node *n = g->value;
    const struct ws_node *forced = f->key ? ws_encoder_override(e, f->key) : NULL;
    uint64_t v = 0;
    int err = WS_OK;

    if (forced && (err = whole(e, row, forced, &v)))
        return err;
    size_t at = ws_encoder_at(e);
    keep(scope, row, v, at);
    ws_encoder_number(e, v, row->size, f->flags & WS_LITTLE);
    if (forced)
        return WS_OK;
    const struct ws_scope *owner = !row->derive.slot   ? NULL
                                   : row->derive.outer ? scope->outer
                                                       : scope;
    if (e->n_patches == WS_MAX_PATCHES)
        return ws_encoder_fail(e, key_of(row), "too many computed fields within one another");
    e->patches[e->n_patches++] = (struct ws_patch){owner, row, at};
    if ((f->flags & WS_KEEP_LARGER) && n && owner) {
        bool negative;
        struct ws_kept *of = (struct ws_kept *)&owner->kept[row->derive.slot - 1];
        if (ws_node_whole(n, &negative, &v) && !negative)
            of->value = v * (f->derive.unit ? f->derive.unit : 1) -
                        (uint64_t)f->derive.bias; /* wanted bytes */
    }
    return WS_OK;
}

static int put_number(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                      const struct given *g)
{
    uint64_t v;

    if (row->field->purpose & WS_DERIVED)
        return put_derived(e, scope, row, g);
    int err = number_of(e, row, g, &v);
    if (err)
        return err;
    keep(scope, row, v, ws_encoder_at(e));
    ws_encoder_number(e, v, row->size, row->field->flags & WS_LITTLE);
    return WS_OK;
}

static int put_bits(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct given *g)
{
    const struct ws_field *f = row->field;
    uint64_t v;
    int err = number_of(e, row, g, &v);

    if (err)
        return err;
    keep(scope, row, v, ws_encoder_at(e));
    if (f->unit_len) {
        e->unit = 0;
        e->unit_len = f->unit_len;
        e->unit_left = f->unit_len * 8u;
    }
    uint64_t mask = f->bits == 64 ? UINT64_MAX : (UINT64_C(1) << f->bits) - 1;
    e->unit_left -= f->bits;
    e->unit |= (v & mask) << (f->flags & WS_LITTLE ? e->unit_len * 8u - e->unit_left - f->bits
                                                   : e->unit_left);
    if (e->unit_left == 0)
        ws_encoder_number(e, e->unit, e->unit_len, f->flags & WS_LITTLE);
    return WS_OK;
}

/* Tables in tables */

static int put_table(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_plan *plan, const struct given *g)
{
    struct ws_source inner = {.object = g->value};

    if (!row->field->key && g->source)
        return ws_encode_rows(e, plan, scope, g->source);
    if (g->value && g->value->kind != WS_V_OBJECT)
        return ws_encoder_fail(e, key_of(row), "an object is needed");
    int err = ws_encode_rows(e, plan, scope, &inner);
    return err ? err : ws_source_check(e, &inner);
}

static int put_choice(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                      const struct given *g)
{
    const struct ws_kept *on = ws_scope_kept(scope, row->on);
    const struct ws_plan *plan = ws_row_case(row, (int64_t)on->value);

    if (!plan)
        return ws_encoder_fail(e, key_of(row), "nothing is defined for %lld", (long long)on->value);
    return put_table(e, scope, row, plan, g);
}

static int put_hook(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct given *g)
{
    static const struct ws_node nothing = {.kind = WS_V_OBJECT, .span = 1};
    struct ws_source *s = g->source;

    for (size_t i = 0; i < row->table->n; i++) /* what the hook's rows name is its own */
        if (s && row->table->rows[i].field->key)
            ws_source_take(s, row->table->rows[i].field->key, "");
    if (row->field->purpose & WS_VIEW)
        return WS_OK;
    int err =
        row->field->hook->encode(e->job->instance, scope, s && s->object ? s->object : &nothing, e);
    return err && !e->err ? ws_encoder_fail(e, key_of(row), "%s", ws_strerror(err)) : err;
}

static void put_align(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row)
{
    size_t past = (ws_encoder_at(e) - scope->start) % row->field->len;
    ws_encoder_zeros(e, past ? row->field->len - past : 0);
}

static int put_once(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct given *g)
{
    switch (row->field->type) {
    case WS_BITS:
        return put_bits(e, scope, row, g);
    case WS_BYTES:
    case WS_TEXT:
    case WS_MAC:
    case WS_IP:
        return ws_encode_slice(e, scope, row, g->value, g->hex);
    case WS_TIME:
        return WS_OK;
    case WS_NUMBERS:
        return ws_encode_numbers(e, row, g->value);
    case WS_STRUCT:
        return put_table(e, scope, row, row->table, g);
    case WS_CHOICE:
        return put_choice(e, scope, row, g);
    case WS_TLVS:
        return ws_encode_tlvs(e, row, g->value);
    case WS_HOOK:
        return put_hook(e, scope, row, g);
    case WS_ALIGN:
        put_align(e, scope, row);
        return WS_OK;
    default:
        return put_number(e, scope, row, g);
    }
}

static int put_array(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_node *list)
{
    const struct ws_field *f = row->field;
    uint64_t n = 0;
    int err = WS_OK;

    if (list && list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, "", "an array is needed");
    for (const struct ws_node *i = list ? ws_first(list) : NULL; i && !err; i = ws_next(list, i)) {
        struct given g = {.value = i};
        size_t before = ws_encoder_enter(e, NULL, (int64_t)n++);
        err = put_once(e, scope, row, &g);
        ws_encoder_leave(e, before);
    }
    for (; !err && f->repeat == WS_TIMES && n < f->count; n++) /* what is not given is default */
        err = put_once(e, scope, row, &(struct given){0});
    if (!err && f->repeat == WS_TIMES && n > f->count)
        err = ws_encoder_fail(e, "", "%llu elements where %u have room", (unsigned long long)n,
                              f->count);
    return err;
}

/** What others measure: the row's bytes and how often it occurs; zeros up to a larger size that is
 * to be kept. */
static void note_extent(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                        size_t at, const struct ws_node *value)
{
    if (!row->kept)
        return;
    struct ws_kept *k = &scope->kept[row->kept - 1];
    size_t len = ws_encoder_at(e) - at;
    if (!row->size && k->value > len && k->value - len <= e->out->max) {
        ws_encoder_zeros(e, (size_t)k->value - len);
        len = (size_t)k->value;
    }
    k->at = at;
    k->len = len;
    k->count = value && (value->kind == WS_V_ARRAY || value->kind == WS_V_NUMBERS) ? value->len : 0;
}

static int put_row(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                   struct ws_source *s)
{
    const struct ws_field *f = row->field;
    bool inline_table = !f->key;
    struct given g = {.source = s};
    int err;

    if (f->key) {
        g.value = ws_source_take(s, f->key, "");
        g.name = row->n_names ? ws_source_take(s, f->key, "_name") : NULL;
        g.hex = f->type == WS_TEXT ? ws_source_take(s, f->key, "_hex") : NULL;
        if (g.value && g.value->kind == WS_V_NULL)
            g.value = NULL;
    }
    if ((f->purpose & WS_VIEW) && f->type != WS_HOOK)
        return WS_OK;
    if (f->when.row && !ws_scope_holds(scope, row))
        return WS_OK;
    if ((f->flags & WS_IF_ANY) && !g.value && !g.hex && !(inline_table && f->type == WS_STRUCT))
        return WS_OK;
    size_t at = ws_encoder_at(e), before = e->path_len;
    bool nests =
        f->key && (f->repeat || f->type == WS_STRUCT || f->type == WS_CHOICE || f->type == WS_TLVS);
    if (nests)
        ws_encoder_enter(e, f->key, 0);
    err = f->repeat && f->type != WS_NUMBERS ? put_array(e, scope, row, g.value)
                                             : put_once(e, scope, row, &g);
    ws_encoder_leave(e, before);
    if (!err)
        note_extent(e, scope, row, at, g.value);
    return err;
}

int ws_encode_rows(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                   struct ws_source *source)
{
    struct ws_scope scope;
    int err = WS_OK;

    if (e->depth == WS_MAX_DEPTH)
        return ws_encoder_fail(e, "", "nested more than %d deep", WS_MAX_DEPTH);
    e->depth++;
    scope.outer = outer;
    scope.plan = plan;
    scope.start = ws_encoder_at(e);
    scope.object = source->object;
    scope.out = NULL;
    scope.first_node = 0;
    memset(scope.kept, 0, plan->n_kept * sizeof(scope.kept[0]));
    for (size_t i = 0; i < plan->n && !err; i++)
        err = put_row(e, &scope, &plan->rows[i], source);
    e->depth--;
    return err ? err : patch_all(e, &scope);
}

int ws_encode(const struct ws_encode *job, struct ws_buf *out, char *why)
{
    struct ws_encoder e = {.job = job, .out = out, .start = out->len, .why = why};
    struct ws_source source = {.object = job->fields};

    *why = '\0';
    int err = ws_encode_rows(&e, job->plan, NULL, &source);
    err = err ? err : ws_source_check(&e, &source);
    err = err ? err : patch_all(&e, NULL);
    if (!err && out->failed)
        err = WS_E_LIMIT;
    if (err && !out->failed)
        out->len = e.start;
    return err;
}
