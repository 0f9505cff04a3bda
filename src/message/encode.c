/* Nodes to bytes, by field tables: rows, and tables in tables. */
#include "message/encode.h"

#include <string.h>

#include "message/encoder.h"
#include "wirespeak/err.h"

static int put_once(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g);
static int put_value(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_given *g);

/* Tables in tables */

static int put_rows(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_plan *plan, struct ws_source *source)
{
    return row->field->flags & WS_OVERLAID ? ws_encode_overlaid(e, plan, scope, source)
                                           : ws_encode_rows(e, plan, scope, source);
}

static int put_table(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_plan *plan, const struct ws_given *g)
{
    struct ws_source inner;

    if (row->field->flags & WS_UNWRAPPED)
        return put_value(e, scope, &plan->rows[0], g);
    if (!row->json_key)
        return put_rows(e, scope, row, plan, g->source);
    int err = ws_encoder_open(e, &inner, g->value);
    err = err ? err : put_rows(e, scope, row, plan, &inner);
    return err ? err : ws_encoder_check(e, &inner);
}

static int put_choice(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                      const struct ws_given *g)
{
    int64_t on = (int64_t)ws_scope_kept(scope, row->on)->value;
    const struct ws_plan *plan = ws_row_case(row, on);

    if (!plan)
        return ws_encoder_fail(e, "nothing is defined for %lld", (long long)on);
    return put_table(e, scope, row, plan, g);
}

static int put_hook(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g)
{
    static const struct ws_node nothing = {.kind = WS_V_OBJECT, .span = 1};
    struct ws_source *s = g->source;

    for (size_t i = 0; i < row->table->n; i++) /* what the hook's rows name is its own */
        for (enum ws_suffix k = WS_KEY_ITSELF; k <= WS_KEY_HEX; k++)
            if (row->table->rows[i].json_key)
                ws_source_take(s, &row->table->rows[i], k);
    if (row->field->purpose & WS_VIEW)
        return WS_OK;
    int err =
        row->field->hook->encode(e->job->instance, scope, s->object ? s->object : &nothing, e);
    return err && !e->err ? ws_encoder_fail(e, "%s", ws_strerror(err)) : err;
}

/** It says what the table is: another one is another table's. */
static int put_label(struct ws_encoder *e, const struct ws_row *row, const struct ws_given *g)
{
    const char *label = row->field->label;
    size_t len = strlen(label);

    if (g->value && (g->value->kind != WS_V_TEXT || g->value->len != len ||
                     memcmp(g->value->as.data, label, len) != 0))
        return ws_encoder_fail(e, "it is %s here", label);
    return WS_OK;
}

static int put_align(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row)
{
    size_t past = (ws_encoder_at(e) - scope->start) % row->field->len;
    bool pad = past || (row->field->flags & WS_NUL_ENDED);
    ws_encoder_pad(e, pad ? row->field->len - past : 0);
    return WS_OK;
}

/* Arrays */

static int put_element(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                       const struct ws_node *value, uint64_t index)
{
    struct ws_step step = {e->place, NULL, index};
    struct ws_given g = {.value = value};

    e->place = &step;
    int err = put_once(e, scope, row, &g);
    e->place = step.up;
    return err;
}

/** One text alone goes without the zeros that fill its size, but for one. */
static void trim(struct ws_encoder *e, size_t from)
{
    size_t solid = ws_encoder_solid(e);

    if (solid < from)
        solid = from;
    if (solid + 1 < ws_encoder_at(e)) {
        ws_encoder_cut(e, solid + 1);
        e->pad_to = solid + 1;
    }
}

/** How many elements there must be, when that is known before. */
static bool wanted(const struct ws_scope *scope, const struct ws_row *row, uint64_t *ret)
{
    if (row->field->repeat == WS_TIMES)
        *ret = row->field->count;
    else if (row->field->repeat == WS_COUNTED && row->count_given)
        *ret = ws_scope_kept(scope, row->count)->value;
    else
        return false;
    return true;
}

static int put_array(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_node *list)
{
    size_t from = ws_encoder_at(e);
    uint64_t n = 0, want;
    int err = WS_OK;

    if (list && list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, "an array is needed");
    for (const struct ws_node *i = list ? ws_first(list) : NULL; i && !err; i = ws_next(list, i))
        err = put_element(e, scope, row, i, n++);
    if (!err && n == 1 && (row->field->flags & WS_TRIM_SINGLE))
        trim(e, from);
    if (err || !wanted(scope, row, &want))
        return err;
    if (n > want)
        return ws_encoder_fail(e, "%llu elements where %llu have room", (unsigned long long)n,
                               (unsigned long long)want);
    while (!err && n < want) { /* what is not given is default */
        size_t before = ws_encoder_at(e);
        err = put_element(e, scope, row, NULL, n++);
        if (!err && ws_encoder_at(e) == before)
            break; /* no bytes, or no room */
    }
    return err;
}

/* Areas: what holds others has a prefix, or a length that it must fill. */

static int finish_area(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                       size_t from)
{
    const struct ws_field *f = row->field;
    size_t len = ws_encoder_at(e) - from;
    uint64_t want;

    if (row->len_rule == WS_LEN_PREFIXED) {
        if (!ws_fits(f->prefix * 8u, false, false, len))
            return ws_encoder_fail(e, "%zu bytes are too many", len);
        ws_encoder_patch(e, from - f->prefix, len, f->prefix, row->little);
    } else if (row->len_rule == WS_LEN_FIXED) {
        return ws_encode_fill(e, len, f->len, f->flags & WS_FILLED);
    } else if (row->len_given && !f->len_mismatch && ws_scope_len(scope, row, &want)) {
        return ws_encode_fill(e, len, want, false);
    }
    return WS_OK;
}

static int put_area(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g)
{
    size_t from = ws_encoder_at(e);
    int err;

    if (row->op == WS_OP_SLICE) /* its length is that of each element */
        return put_array(e, scope, row, g->value);
    if (row->len_rule == WS_LEN_PREFIXED) {
        ws_encoder_zeros(e, row->field->prefix);
        from += row->field->prefix;
    }
    if (row->field->repeat && row->op != WS_OP_NUMBERS)
        err = put_array(e, scope, row, g->value);
    else
        err = put_once(e, scope, row, g);
    return err ? err : finish_area(e, scope, row, from);
}

/* Rows */

static int put_once(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g)
{
    switch ((enum ws_op)row->op) {
    case WS_OP_UINT:
    case WS_OP_INT:
    case WS_OP_BOOL:
    case WS_OP_REAL:
        return ws_encode_number(e, scope, row, g);
    case WS_OP_BITS:
        return ws_encode_bits(e, scope, row, g);
    case WS_OP_SLICE:
        return ws_encode_slice(e, scope, row, g);
    case WS_OP_TIME:
        return WS_OK;
    case WS_OP_NUMBERS:
        return ws_encode_numbers(e, scope, row, g->value);
    case WS_OP_STRUCT:
        return put_table(e, scope, row, row->table, g);
    case WS_OP_CHOICE:
        return put_choice(e, scope, row, g);
    case WS_OP_TLVS:
        return ws_encode_tlvs(e, row, g->value);
    case WS_OP_HOOK:
        return put_hook(e, scope, row, g);
    case WS_OP_ALIGN:
        return put_align(e, scope, row);
    case WS_OP_LABEL:
        return put_label(e, row, g);
    }
    return WS_E_INTERNAL;
}

/** Takes what is given for a row. */
static struct ws_given take(struct ws_source *s, const struct ws_row *row)
{
    struct ws_given g = {.source = s};

    if (!row->json_key)
        return g;
    g.value = ws_source_take(s, row, WS_KEY_ITSELF);
    if (row->n_names && !(g.value && g.value->row)) /* decoded values have none beside them */
        g.name = ws_source_take(s, row, WS_KEY_NAME);
    if (row->field->type == WS_TEXT && !(row->field->flags & WS_HEX_INSIDE) &&
        !(g.value && g.value->row))
        g.hex = ws_source_take(s, row, WS_KEY_HEX);
    if (g.value && g.value->kind == WS_V_NULL)
        g.value = NULL;
    if (g.name && g.name->kind == WS_V_NULL)
        g.name = NULL;
    return g;
}

/** Whether a row that is there only when bytes are left has any. */
static bool is_given(const struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_given *g)
{
    const struct ws_plan *plan = row->table;

    if (row->json_key)
        return g->value || g->name || g->hex;
    if (row->op == WS_OP_CHOICE)
        plan = ws_row_case(row, (int64_t)ws_scope_kept(scope, row->on)->value);
    return plan && ws_source_has(g->source, plan);
}

/** What others measure: the row's bytes without its prefix, and how often it occurs; zeros up to a
 * larger size that is to be kept. */
static void note_extent(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                        size_t at, const struct ws_node *value)
{
    struct ws_kept *k = row->kept ? &scope->kept[row->kept - 1] : NULL;
    bool holds = !row->json_key && (row->op == WS_OP_STRUCT || row->op == WS_OP_CHOICE);

    if (row->field->repeat)
        e->repeated = value ? value->len : 0;
    if (!k)
        return;
    if (row->len_rule == WS_LEN_PREFIXED && !(row->op == WS_OP_SLICE && row->field->repeat))
        at += row->field->prefix;
    k->at = at;
    k->len = ws_encoder_at(e) - at;
    if (k->want > k->len) {
        ws_encoder_zeros(e, k->want - k->len);
        k->len = k->want;
    }
    k->count = holds ? e->repeated : 1;
    if (row->field->repeat || row->op == WS_OP_TLVS)
        k->count =
            value && (value->kind == WS_V_ARRAY || value->kind == WS_V_NUMBERS) ? value->len : 0;
    if (row->field->repeat == WS_TIMES)
        k->count = row->field->count;
}

static int put_value(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_given *g)
{
    bool area = row->op >= WS_OP_NUMBERS && row->op <= WS_OP_TLVS;

    return area || row->field->repeat ? put_area(e, scope, row, g) : put_once(e, scope, row, g);
}

static int put_row(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                   struct ws_source *s)
{
    const struct ws_field *f = row->field;

    if (f->when.row && !ws_scope_holds(scope, row))
        return WS_OK;
    struct ws_given g = take(s, row);
    if ((f->purpose & WS_VIEW) && row->op != WS_OP_HOOK)
        return WS_OK;
    if ((f->flags & WS_IF_ANY) && !is_given(scope, row, &g)) {
        scope->left_out = row;
        return WS_OK;
    }
    size_t at = ws_encoder_at(e);
    if (!row->json_key && (row->op == WS_OP_STRUCT || row->op == WS_OP_CHOICE))
        e->repeated = 0;
    int err = put_value(e, scope, row, &g);
    if (err)
        return err;
    if ((f->flags & WS_SKIP_SHORT) && !g.value)
        ws_encoder_is_padding(e, at);
    if (scope->left_out && ws_encoder_at(e) > at && row->op != WS_OP_ALIGN)
        return ws_encoder_fail(e, "nothing can stand behind %s, which is left out",
                               scope->left_out->json_key ? scope->left_out->field->key
                                                         : "a structure");
    note_extent(e, scope, row, at, g.value);
    return WS_OK;
}

static int put_at(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                  struct ws_source *s)
{
    struct ws_step step = {e->place, row->field->key, 0};

    if (row->json_key)
        e->place = &step;
    int err = put_row(e, scope, row, s);
    e->place = step.up;
    return err;
}

static void begin_rows(const struct ws_encoder *e, struct ws_scope *scope,
                       const struct ws_plan *plan, struct ws_scope *outer,
                       const struct ws_source *source)
{
    scope->outer = outer;
    scope->plan = plan;
    scope->start = ws_encoder_at(e);
    scope->job = e->job;
    scope->object = source->object;
    scope->left_out = NULL;
    scope->out = NULL;
    scope->first_node = 0;
    memset(scope->kept, 0, plan->n_kept * sizeof(scope->kept[0]));
}

int ws_encode_rows(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                   struct ws_source *source)
{
    struct ws_scope scope;
    int err = WS_OK;

    if (e->depth == WS_MAX_DEPTH)
        return ws_encoder_fail(e, "nested more than %d deep", WS_MAX_DEPTH);
    e->depth++;
    begin_rows(e, &scope, plan, outer, source);
    for (size_t i = 0; i < plan->n && !err; i++)
        err = put_at(e, &scope, &plan->rows[i], source);
    e->depth--;
    return err ? err : ws_encode_patches(e, &scope);
}

/** Rows without a key follow the one that is written: the rest of its unit of bits, or bytes up to
 * the union's length. */
int ws_encode_overlaid(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                       struct ws_source *source)
{
    struct ws_scope scope;
    bool written = false, in_unit = false;
    int err = WS_OK;

    begin_rows(e, &scope, plan, outer, source);
    for (size_t i = 0; i < plan->n && !err; i++) {
        const struct ws_row *row = &plan->rows[i];
        const struct ws_field *f = row->field;
        size_t len = ws_encoder_at(e) - scope.start;
        struct ws_given g = take(source, row);
        bool first = !written && (g.value || g.name || g.hex);
        in_unit = first || (in_unit && f->type == WS_BITS && !f->unit_len);
        struct ws_step step = {e->place, f->key, 0};
        e->place = f->key ? &step : step.up;
        if (in_unit)
            err = put_value(e, &scope, row, &g);
        else if (!f->key && f->type == WS_BYTES && f->len > len)
            ws_encoder_zeros(e, f->len - len);
        e->place = step.up;
        written |= first;
    }
    return err;
}

int ws_encode(const struct ws_encode *job, struct ws_buf *out, char *why)
{
    struct ws_encoder e = {.job = job, .out = out, .start = out->len, .why = why};
    struct ws_source source;
    size_t n_overrides = job->override ? job->override->len : 0;

    *why = '\0';
    int err = ws_encoder_open(&e, &source, job->fields);
    if (!err && n_overrides > WS_MAX_OVERRIDES)
        err = ws_encoder_fail(&e, "more than %d overrides", WS_MAX_OVERRIDES);
    err = err ? err : ws_encode_rows(&e, job->plan, NULL, &source);
    err = err ? err : ws_encoder_check(&e, &source);
    err = err ? err : ws_encoder_check_overrides(&e);
    err = err ? err : ws_encode_patches(&e, NULL);
    if (!err && out->failed)
        err = WS_E_LIMIT;
    if (err)
        out->len = e.start;
    return err;
}
