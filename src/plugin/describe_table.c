/* How a table lies on the wire, for the readable reference. */
#include "plugin/describe.h"

#include <inttypes.h>
#include <stdio.h>

enum { DEEPER = 2, FIELD_COLUMN = 2 };

static bool is_certain(const struct ws_field *f)
{
    return !f->when.row && !(f->flags & WS_IF_ANY);
}

static bool fixed_size(const struct ws_row *row, size_t *ret);

/** Bytes of a table whose rows all have fixed sizes; `union_of`: of the longest of them. */
static bool table_size(const struct ws_plan *plan, bool union_of, size_t *ret)
{
    size_t size;

    for (size_t i = 0; i < plan->n; i++) {
        const struct ws_field *f = plan->rows[i].field;
        bool fixed = !f->repeat || f->repeat == WS_TIMES;
        if (!is_certain(f) || !fixed || !fixed_size(&plan->rows[i], &size))
            return false;
        size *= f->repeat ? f->count : 1;
        *ret = !union_of ? *ret + size : size > *ret ? size : *ret;
    }
    return true;
}

/** Bytes of one, where that is known from the row alone; 0 is an answer, too. */
static bool fixed_size(const struct ws_row *row, size_t *ret)
{
    const struct ws_field *f = row->field;

    *ret = 0;
    if (f->type == WS_TIME || f->type == WS_LABEL || f->purpose & WS_VIEW)
        return true;
    if (f->type == WS_STRUCT && row->len_rule == WS_LEN_REST && row->table->in == NULL)
        return table_size(row->table, f->flags & WS_OVERLAID, ret);
    if (f->type == WS_BITS)
        *ret = f->unit_len;
    else if (row->size)
        *ret = row->size;
    else if (row->len_rule == WS_LEN_FIXED && !(f->flags & WS_LEN_BITS))
        *ret = f->len;
    else
        return false;
    return true;
}

static void advance(struct ws_place *at, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    size_t size, n = f->repeat == WS_TIMES ? f->count : 1;

    if (f->elsewhere)
        at->offset += f->mark_len;
    else if (f->type == WS_ALIGN)
        at->offset = (at->offset + f->len - 1) / f->len * f->len;
    else if (fixed_size(row, &size) && is_certain(f) && (!f->repeat || f->repeat == WS_TIMES))
        at->offset += size * n;
    else
        at->known = false;
}

static void size_cell(struct ws_grid *g, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    size_t size, n = f->repeat == WS_TIMES ? f->count : 1;
    bool known =
        fixed_size(row, &size) && f->type != WS_ALIGN && (!f->repeat || f->repeat == WS_TIMES);

    if (!known && row->len_rule == WS_LEN_PREFIXED)
        ws_grid_cell(g, "%u+n", f->prefix);
    else if (!known)
        ws_grid_cell(g, "n");
    else if (size == 0)
        ws_grid_cell(g, "%s", "");
    else
        ws_grid_cell(g, "%zu", size * n);
}

static void offset_cell(struct ws_grid *g, const struct ws_place *at, const struct ws_row *row)
{
    size_t back = row->field->type == WS_BITS && !row->field->unit_len;
    bool none = row->field->type == WS_LABEL;

    if (row->field->type == WS_TIME || row->field->purpose & WS_VIEW || back || none)
        ws_grid_cell(g, "%s", "");
    else if (row->field->elsewhere)
        ws_grid_cell(g, "+%u", row->field->elsewhere);
    else if (at->known)
        ws_grid_cell(g, at->relative ? "+%zu" : "%zu", at->offset);
    else
        ws_grid_cell(g, "%s", "…");
}

static void put_row(struct ws_page *p, const struct ws_place *at, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    char type[WS_TYPE_TEXT_MAX];

    ws_describe_type(f, type);
    ws_describe_row(p, at, row);
    ws_grid_row(&p->grid);
    offset_cell(&p->grid, at, row);
    size_cell(&p->grid, row);
    ws_grid_cell(&p->grid, "%*s%s", (int)at->indent, "", f->key ? f->key : "-");
    ws_grid_cell(&p->grid, "%s", type);
    ws_grid_text(&p->grid, (const char *)p->what.data, p->what.len);
}

static void put_rows(struct ws_page *p, struct ws_place *at);

/** The rows of a table inside; `at` goes on behind them. */
static void put_inner(struct ws_page *p, struct ws_place *at, const struct ws_plan *plan,
                      bool element)
{
    struct ws_place in = *at;

    if (!plan || at->depth == WS_MAX_DEPTH)
        return;
    in.plan = plan;
    in.outer = at->plan;
    in.depth++;
    if (element) {
        in.relative = in.known = true;
        in.offset = 0;
    }
    put_rows(p, &in);
    at->known = !element && in.known;
    at->offset = in.offset;
}

static void put_struct(struct ws_page *p, struct ws_place *at, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    bool shown = f->key || !is_certain(f);
    size_t indent = at->indent;

    if (shown) {
        put_row(p, at, row);
        at->indent += DEEPER;
    }
    struct ws_place behind = *at;
    advance(&behind, row);
    at->overlaid = f->flags & WS_OVERLAID;
    if (!(f->flags & WS_UNWRAPPED))
        put_inner(p, at, row->table, f->repeat);
    at->overlaid = false;
    at->indent = indent;
    at->known = at->known && is_certain(f);
    if (behind.known && is_certain(f))
        *at = behind;
    at->indent = indent;
}

/** A line between rows that says when those below it are there; `value` NULL: in other cases. */
static void put_case(struct ws_page *p, const struct ws_place *at, const struct ws_row *on,
                     const int64_t *value)
{
    size_t len;
    const char *name = value && on && on->field->names ? ws_row_name_of(on, *value, &len) : NULL;
    char text[256];

    if (value)
        snprintf(text, sizeof(text), "%*swhen %s is %" PRId64 "%s%s:", (int)at->indent, "",
                 ws_describe_key(on), *value, name ? " " : "", name ? name : "");
    else
        snprintf(text, sizeof(text), "%*swhen %s is another:", (int)at->indent, "",
                 ws_describe_key(on));
    ws_grid_line(&p->grid, FIELD_COLUMN, text);
}

/** Cases that can't be met, as a plugin makes values faults, are not shown. */
static bool is_fault(const struct ws_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->rows[i].field->key || plan->rows[i].field->type != WS_ALIGN)
            return false;
    return true;
}

static void put_cased(struct ws_page *p, const struct ws_place *at, const struct ws_row *on,
                      const int64_t *value, const struct ws_plan *plan)
{
    struct ws_place in = *at;

    if (is_fault(plan))
        return;
    put_case(p, at, on, value);
    in.indent += DEEPER;
    put_inner(p, &in, plan, false);
}

static void put_choice(struct ws_page *p, struct ws_place *at, const struct ws_row *row)
{
    const struct ws_choice *c = row->field->choice;
    const struct ws_row *on = ws_describe_referred(at, c->on);
    size_t indent = at->indent;

    if (row->field->key) {
        put_row(p, at, row);
        at->indent += DEEPER;
    }
    for (size_t i = 0; i < row->n_cases; i++)
        put_cased(p, at, on, &row->cases[i].value, row->cases[i].plan);
    if (row->otherwise)
        put_cased(p, at, on, NULL, row->otherwise);
    at->indent = indent;
    at->known = false;
}

static void put_hook(struct ws_page *p, struct ws_place *at, const struct ws_row *row)
{
    struct ws_place in = *at;

    put_row(p, at, row);
    in.known = false;
    in.indent += DEEPER;
    put_inner(p, &in, row->table, false);
    advance(at, row);
}

static void put_one(struct ws_page *p, struct ws_place *at, const struct ws_row *row)
{
    switch (row->field->type) {
    case WS_STRUCT:
        put_struct(p, at, row);
        return;
    case WS_CHOICE:
        put_choice(p, at, row);
        return;
    case WS_HOOK:
        put_hook(p, at, row);
        return;
    case WS_TLVS:
        put_row(p, at, row);
        ws_describe_below(p, &(struct ws_below){.tlvs = row->tlvs, .title = row->field->key});
        at->known = false;
        return;
    default:
        put_row(p, at, row);
        advance(at, row);
    }
}

static void put_rows(struct ws_page *p, struct ws_place *at)
{
    const struct ws_plan *plan = at->plan;
    bool overlaid = at->overlaid;
    size_t start = at->offset;

    at->overlaid = false;
    for (size_t i = 0; i < plan->n; i++) {
        at->offset = overlaid ? start : at->offset;
        put_one(p, at, &plan->rows[i]);
    }
}

void ws_describe_table(struct ws_page *p, const struct ws_plan *plan)
{
    static const char *const head[] = {"offset", "size", "field", "type", "what"};
    struct ws_place at = {.plan = plan, .known = true};

    ws_grid_init(&p->grid, WS_LEN(head), 1u << 0 | 1u << 1);
    ws_grid_head(&p->grid, head);
    put_rows(p, &at);
    ws_grid_print(&p->grid, WS_DESCRIBE_INDENT, p->out);
}
