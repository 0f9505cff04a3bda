/* The readable reference of a message: title, forms, and the lists that these name. */
#include "plugin/describe.h"

#include <inttypes.h>
#include <string.h>

#include "wirespeak/err.h"

enum { MAX_WHAT = 4096, MAX_PAGE = 16 << 20 };

/* What stands below */

static void put_names(struct ws_page *p, const struct ws_below *b)
{
    const struct ws_row *row = b->names;
    struct ws_grid g;

    ws_buf_printf(p->out, "\nValues of %s\n", b->title);
    ws_grid_init(&g, 3, 1u << 0);
    for (size_t i = 0; i < row->n_names; i++) {
        ws_grid_row(&g);
        ws_grid_cell(&g, row->field->flags & WS_NAMES_ARE_BITS ? "%#" PRIx64 : "%" PRId64,
                     row->names[i].value);
        ws_grid_cell(&g, "%s", row->names[i].name);
        ws_grid_cell(&g, "%s", row->names[i].doc ? row->names[i].doc : "");
    }
    ws_grid_print(&g, WS_DESCRIBE_INDENT, p->out);
}

static void lengths_cell(struct ws_grid *g, const struct ws_tlv *t)
{
    if (t->max && t->min == t->max)
        ws_grid_cell(g, "%u", t->min);
    else if (t->max)
        ws_grid_cell(g, "%u-%u", t->min, t->max);
    else if (t->min)
        ws_grid_cell(g, "%u+", t->min);
    else
        ws_grid_cell(g, "%s", "");
}

/** One field is said in the list of types, more have a table of their own. */
static const struct ws_row *only_row(const struct ws_plan *plan)
{
    const struct ws_row *row = plan && plan->n == 1 ? &plan->rows[0] : NULL;
    bool simple = row && row->field->type != WS_STRUCT && row->field->type != WS_CHOICE &&
                  row->field->type != WS_HOOK;
    return simple ? row : NULL;
}

static void holds_cell(struct ws_page *p, struct ws_grid *g, const struct ws_plan_tlv *t)
{
    const struct ws_row *row = only_row(t->plan);
    char type[WS_TYPE_TEXT_MAX];

    if (!t->plan) {
        ws_grid_cell(g, "%s", "bytes");
    } else if (!row) {
        ws_grid_cell(g, "%s", "see below");
        ws_describe_below(p, &(struct ws_below){.tlv = t, .title = t->tlv->name});
    } else if (row->field->type == WS_ALIGN) {
        ws_grid_cell(g, "%s", "nothing");
    } else {
        ws_describe_type(row->field, type);
        ws_grid_cell(g, "%s", type);
    }
}

static void tlv_row(struct ws_page *p, struct ws_grid *g, const struct ws_plan_tlv *t)
{
    const struct ws_row *row = only_row(t->plan);

    ws_grid_row(g);
    if (t->tlv->type_last)
        ws_grid_cell(g, "%#x-%#x", t->tlv->type, t->tlv->type_last);
    else
        ws_grid_cell(g, "%#x", t->tlv->type);
    ws_grid_cell(g, "%s", t->tlv->name);
    lengths_cell(g, t->tlv);
    holds_cell(p, g, t);
    ws_buf_reset(&p->what);
    if (t->tlv->doc)
        ws_describe_say(p, "", "%s", t->tlv->doc);
    if (t->tlv->unit)
        ws_describe_say(p, " ", "(%s)", t->tlv->unit);
    if (row && row->n_names)
        ws_describe_names(p, row, t->tlv->name);
    if (row && row->field->type == WS_TLVS)
        ws_describe_below(p, &(struct ws_below){.tlvs = row->tlvs, .title = row->field->key});
    ws_describe_purposes(p, t->tlv->purpose, NULL);
    if (row)
        ws_describe_purposes(p, row->field->purpose & ~t->tlv->purpose, row->field->id.space);
    ws_grid_text(g, (const char *)p->what.data, p->what.len);
}

static void put_tlvs(struct ws_page *p, const struct ws_below *b)
{
    static const char *const head[] = {"type", "name", "bytes", "holds", "what"};
    const struct ws_tlvs *t = b->tlvs->tlvs;
    struct ws_grid g;

    ws_buf_printf(p->out, "\nTypes of %s: type of %u byte%s, length of %u, value", b->title,
                  t->type_len, t->type_len == 1 ? "" : "s", t->length_len);
    if (t->align > 1)
        ws_buf_printf(p->out, ", zeros up to a multiple of %u", t->align);
    ws_buf_text(p->out, t->little ? "; little-endian\n" : "\n");
    ws_grid_init(&g, WS_LEN(head), 1u << 0 | 1u << 2);
    ws_grid_head(&g, head);
    for (size_t i = 0; i < b->tlvs->n; i++)
        tlv_row(p, &g, &b->tlvs->list[i]);
    ws_grid_print(&g, WS_DESCRIBE_INDENT, p->out);
}

static void put_tlv(struct ws_page *p, const struct ws_below *b)
{
    ws_buf_printf(p->out, "\n%s\n", b->title);
    ws_describe_table(p, b->tlv->plan);
}

static void put_below(struct ws_page *p)
{
    for (const struct ws_below *b = p->below; b; b = b->next) {
        if (b->names)
            put_names(p, b);
        else if (b->tlvs)
            put_tlvs(p, b);
        else
            put_tlv(p, b);
    }
}

/* The page */

static void put_title(struct ws_page *p)
{
    static const char *const directions[] = {
        [WS_FROM_CLIENT] = ", client to server",
        [WS_FROM_SERVER] = ", server to client",
        [WS_FROM_CLIENT | WS_FROM_SERVER] = ", both ways",
    };
    const struct ws_message_type *t = p->type;
    const char *direction = directions[t->flags & (WS_FROM_CLIENT | WS_FROM_SERVER)];
    const char *kind = ws_describe_kind(t);

    ws_buf_reset(&p->what);
    ws_describe_say(p, "", "%s", t->title ? t->title : "");
    if (t->code)
        ws_describe_say(p, ": ", "%s", t->code);
    if (direction)
        ws_describe_say(p, "", "%s", direction);
    if (*kind)
        ws_describe_say(p, ", ", "%s", kind);
    if (t->answered_by)
        ws_describe_say(p, ", ", "answered by %s", t->answered_by);
    ws_buf_byte(&p->what, '\0');
    ws_buf_printf(p->out, "%s  ", t->name);
    size_t at = strlen(t->name) + 2;
    ws_text_wrap(p->out, at, at, p->what.failed ? "" : (const char *)p->what.data);
    if (!t->doc)
        return;
    ws_buf_text(p->out, "  ");
    ws_text_wrap(p->out, WS_DESCRIBE_INDENT, WS_DESCRIBE_INDENT, t->doc);
}

static void put_variant(struct ws_page *p, const struct ws_plan *plan, size_t i)
{
    const struct ws_plugin *plugin = ws_instance_plugin(p->instance);
    const struct ws_table *t = plan->table;

    ws_buf_byte(p->out, '\n');
    if (i > 0)
        ws_buf_printf(p->out, "Another form: %s", t->name ? t->name : "without a name");
    if (i > 0 && t->error)
        ws_buf_printf(p->out, " (always with the error %s)",
                      ws_code_of(plugin->errors, plugin->n_errors, t->error)->code);
    if (i > 0)
        ws_buf_byte(p->out, '\n');
    ws_describe_table(p, plan);
}

int ws_describe_message(const struct ws_instance *instance, const char *message, struct ws_buf *out)
{
    const struct ws_message_type *type = ws_instance_type(instance, message);
    struct ws_page p = {.instance = instance, .type = type, .out = out};

    if (!type)
        return WS_E_UNKNOWN;
    const struct ws_plan *const *plans = ws_instance_plans(instance, type);
    p.below_end = &p.below;
    ws_arena_init(&p.arena, MAX_PAGE);
    ws_buf_init(&p.what, MAX_WHAT);
    put_title(&p);
    for (size_t i = 0; i < type->n_variants; i++)
        put_variant(&p, plans[i], i);
    put_below(&p);
    ws_buf_free(&p.what);
    ws_arena_free(&p.arena);
    return out->failed ? WS_E_NOMEM : WS_OK;
}
