/* The readable reference of a plugin, from its descriptor. */
#include "plugin/describe.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "plugin/units.h"
#include "wirespeak/err.h"

const char *ws_describe_sender(const struct ws_message_type *type)
{
    static const char *const senders[] = {
        [WS_FROM_CLIENT] = "client",
        [WS_FROM_SERVER] = "server",
        [WS_FROM_CLIENT | WS_FROM_SERVER] = "both",
    };
    const char *sender = senders[type->flags & (WS_FROM_CLIENT | WS_FROM_SERVER)];
    return sender ? sender : "";
}

const char *ws_describe_kind(const struct ws_message_type *type)
{
    static const char *const kinds[] = {
        [WS_REQUEST] = "request",
        [WS_RESPONSE] = "response",
        [WS_NOTIFY] = "notify",
        [WS_CONTROL] = "control",
    };
    const char *kind = type->kind < WS_LEN(kinds) ? kinds[type->kind] : NULL;
    return kind ? kind : "";
}

static void heading(struct ws_buf *out, const char *text)
{
    ws_buf_byte(out, '\n');
    ws_text_wrap(out, 0, 0, text);
}

/* Options */

static const char *option_type(enum ws_option_type type)
{
    static const char *const names[] = {
        [WS_OPT_BOOL] = "true or false", [WS_OPT_UINT] = "number", [WS_OPT_SIZE] = "size",
        [WS_OPT_TIME] = "time",          [WS_OPT_TEXT] = "text",   [WS_OPT_CHOICE] = "choice",
        [WS_OPT_FILE] = "file",
    };
    return names[type];
}

static void put_amount(const struct ws_option *o, uint64_t v, char out[WS_AMOUNT_MAX])
{
    ws_format_amount(o->type == WS_OPT_SIZE   ? WS_AMOUNT_SIZE
                     : o->type == WS_OPT_TIME ? WS_AMOUNT_TIME
                                              : WS_AMOUNT_PLAIN,
                     v, out);
}

static void range_cell(struct ws_grid *g, const struct ws_option *o)
{
    char min[WS_AMOUNT_MAX], max[WS_AMOUNT_MAX];

    put_amount(o, o->min, min);
    put_amount(o, o->max, max);
    if (o->type == WS_OPT_CHOICE)
        ws_grid_cell(g, "%s", o->choices);
    else if (o->max)
        ws_grid_cell(g, "%s to %s", min, max);
    else if (o->min)
        ws_grid_cell(g, "from %s", min);
    else
        ws_grid_cell(g, "%s", "");
}

static void put_options(const struct ws_plugin *p, struct ws_buf *out)
{
    static const char *const head[] = {"name", "type", "default", "range", "what"};
    struct ws_grid g;

    if (p->n_options == 0)
        return;
    ws_buf_printf(out, "\nOptions: --set %s.NAME=VALUE\n", p->name);
    ws_grid_init(&g, WS_LEN(head), 0);
    ws_grid_head(&g, head);
    for (size_t i = 0; i < p->n_options; i++) {
        const struct ws_option *o = &p->options[i];
        ws_grid_row(&g);
        ws_grid_cell(&g, "%s", o->name);
        ws_grid_cell(&g, "%s", option_type(o->type));
        ws_grid_cell(&g, "%s", o->otherwise ? o->otherwise : "");
        range_cell(&g, o);
        ws_grid_cell(&g, "%s", o->doc ? o->doc : "");
    }
    ws_grid_print(&g, WS_DESCRIBE_INDENT, out);
}

/* Messages */

static void message_row(struct ws_grid *g, const struct ws_message_type *t)
{
    ws_grid_row(g);
    ws_grid_cell(g, "%s", t->name);
    ws_grid_cell(g, "%s", t->code ? t->code : "");
    ws_grid_cell(g, "%s", ws_describe_sender(t));
    ws_grid_cell(g, "%s", ws_describe_kind(t));
    ws_grid_cell(g, "%s%s%s", t->title ? t->title : "", t->answered_by ? "; answered by " : "",
                 t->answered_by ? t->answered_by : "");
}

static void put_messages(const struct ws_instance *i, struct ws_buf *out)
{
    static const char *const head[] = {"name", "on the wire", "from", "kind", "what"};
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(i, &types);
    struct ws_grid g;

    ws_buf_printf(out, "\nMessages: wirespeak plugins %s NAME shows what is in one\n",
                  ws_instance_plugin(i)->name);
    ws_grid_init(&g, WS_LEN(head), 0);
    ws_grid_head(&g, head);
    for (size_t k = 0; k < n; k++)
        message_row(&g, types[k]);
    ws_grid_print(&g, WS_DESCRIBE_INDENT, out);
}

/* Codes */

static const char *level_name(enum ws_level level)
{
    static const char *const names[] = {
        [WS_INFO] = "info", [WS_WARNING] = "warning", [WS_ERROR] = "error"};
    return names[level];
}

static void code_row(struct ws_grid *g, const struct ws_code *c, bool levels)
{
    ws_grid_row(g);
    ws_grid_cell(g, "%s", c->code);
    ws_grid_cell(g, "%s", levels ? level_name(c->level) : "");
    ws_grid_cell(g, "%s", c->text);
}

static void put_codes(const char *title, const struct ws_code *codes, size_t n, bool levels,
                      struct ws_buf *out)
{
    struct ws_grid g;

    if (n == 0)
        return;
    heading(out, title);
    ws_grid_init(&g, 3, 0);
    for (size_t i = 0; i < n; i++)
        code_row(&g, &codes[i], levels);
    ws_grid_print(&g, WS_DESCRIBE_INDENT, out);
}

static void put_common_errors(struct ws_buf *out)
{
    struct ws_grid g;

    heading(out, "Errors that all protocols share");
    ws_grid_init(&g, 3, 0);
    for (unsigned code = WS_TRUNCATED; code <= WS_UNKNOWN_MESSAGE; code++)
        code_row(&g, ws_code_of(NULL, 0, (uint16_t)code), false);
    ws_grid_print(&g, WS_DESCRIBE_INDENT, out);
}

static void put_context(const struct ws_plugin *p, struct ws_buf *out)
{
    char type[WS_TYPE_TEXT_MAX];
    struct ws_grid g;

    if (p->n_context == 0)
        return;
    heading(out, "Context: what is known of a message beyond its bytes");
    ws_grid_init(&g, 3, 0);
    for (size_t i = 0; i < p->n_context; i++) {
        ws_describe_type(&p->context[i], type);
        ws_grid_row(&g);
        ws_grid_cell(&g, "%s", p->context[i].key);
        ws_grid_cell(&g, "%s", type);
        ws_grid_cell(&g, "%s", p->context[i].doc ? p->context[i].doc : "");
    }
    ws_grid_print(&g, WS_DESCRIBE_INDENT, out);
}

/* The page */

static void put_ports(const struct ws_instance *i, struct ws_buf *out)
{
    const struct ws_port *ports;
    size_t n = ws_instance_ports(i, &ports);
    char text[512];
    int len = 0;

    for (size_t k = 0; k < n && len < (int)sizeof(text) - 16; k++)
        len += snprintf(text + len, sizeof(text) - (size_t)len, "%s%s %u", k ? ", " : "",
                        ports[k].transport == WS_TCP ? "tcp" : "udp", ports[k].port);
    if (n == 0)
        return;
    ws_buf_text(out, "  ports  ");
    ws_text_wrap(out, 9, 9, text);
}

/** The shared object that the descriptor lies in. */
static void put_file(const struct ws_plugin *p, struct ws_buf *out)
{
    Dl_info info;
    if (dladdr(p, &info) && info.dli_fname)
        ws_buf_printf(out, "  file   %s\n", info.dli_fname);
}

/** What the user's configuration makes has no other page that names it. */
static void put_own(const struct ws_instance *i, struct ws_buf *out)
{
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(i, &types);

    for (size_t k = 0; k < n; k++) {
        if (!(types[k]->flags & WS_OF_THE_USER))
            continue;
        ws_buf_byte(out, '\n');
        ws_describe_message(i, types[k]->name, out);
    }
}

int ws_describe_plugin(const struct ws_instance *instance, struct ws_buf *out)
{
    const struct ws_plugin *p = ws_instance_plugin(instance);

    ws_buf_printf(out, "%s %s  ", p->name, p->version);
    size_t at = strlen(p->name) + strlen(p->version) + 3;
    ws_text_wrap(out, at, at, p->title);
    put_ports(instance, out);
    put_file(p, out);
    put_options(p, out);
    put_messages(instance, out);
    put_own(instance, out);
    put_codes("Errors: why a message could not be decoded whole", p->errors, p->n_errors, false,
              out);
    put_common_errors(out);
    put_codes("Notes: what a strict peer would say of a message", p->notes, p->n_notes, true, out);
    put_codes("Notices: what time shows", p->notices, p->n_notices, true, out);
    put_context(p, out);
    return out->failed ? WS_E_NOMEM : WS_OK;
}
