/* What messages look like: lines, JSON values, structures, and what is left over. */
#include "tcpip.h"

#include <string.h>

/* Those that no layout changes */

// clang-format off
static const struct ws_field raw_rows[] = {
    { .key = "raw", .doc = "the bytes", .type = WS_BYTES, .purpose = WS_SUMMARY },
};
static const struct ws_table raw_table = {.rows = raw_rows, .n = WS_LEN(raw_rows), .name = "raw"};
static const struct ws_table *const raw_forms[] = {&raw_table};

const struct ws_message_type tcpip_types[TCPIP_N_STATIC] = {
    [TCPIP_T_PARTIAL] = { .name = "partial", .title = "What an ended connection left unfinished", .variants = raw_forms, .n_variants = 1 },
    [TCPIP_T_RAW]     = { .name = "raw", .title = "Bytes of raw framing, as they came", .variants = raw_forms, .n_variants = 1 },
};

/* Lines: the hooks' rows */

enum { LINE_TEXT, LINE_RAW, LINE_JSON_ERROR };
static const struct ws_field line_rows[] = {
    [LINE_TEXT]       = { .key = "text", .doc = "without its terminator", .type = WS_TEXT, .purpose = WS_SUMMARY },
    [LINE_RAW]        = { .key = "raw", .doc = "instead, where it is not valid in its encoding", .type = WS_BYTES },
    [LINE_JSON_ERROR] = { .key = "json_error", .doc = "true where a JSON value was due", .type = WS_BOOL8 },
};
static const struct ws_table line_table = {.rows = line_rows, .n = WS_LEN(line_rows), .name = "line"};

enum { JSON_VALUE, JSON_TEXT };
static const struct ws_field json_rows[] = {
    [JSON_VALUE] = { .key = "value", .type = WS_ANY, .flags = WS_FOREIGN_KEY, .purpose = WS_SUMMARY },
    [JSON_TEXT]  = { .key = "value_text", .doc = "the line, where the value says less than it", .type = WS_TEXT },
};
static const struct ws_table json_table = {.rows = json_rows, .n = WS_LEN(json_rows), .name = "json"};

static const struct ws_field beat_rows[] = {{ .type = WS_BYTES }};
static const struct ws_table beat_table = {.rows = beat_rows, .n = WS_LEN(beat_rows), .name = "heartbeat"};
// clang-format on

static const struct tcpip_end *end_of(const struct ws_scope *scope)
{
    const char *table = (const char *)ws_scope_table(scope);
    return ((const struct tcpip_form *)(const void *)(table - offsetof(struct tcpip_form, table)))
        ->end;
}

static struct ws_bytes content(const struct tcpip_end *e, struct ws_bytes line)
{
    return ws_bytes_upto(line, line.len < e->terminator.len ? 0 : line.len - e->terminator.len);
}

static int line_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    const struct tcpip_end *e = end_of(scope);
    struct ws_bytes bytes = content(e, in), text;

    (void)instance;
    if (!ws_put_converted(out, bytes, e->charset, &text)) {
        ws_put_hex(out, LINE_RAW, bytes);
        return WS_BAD_ENCODING;
    }
    ws_put_text(out, LINE_TEXT, text, WS_UTF8);
    if (e->format != TCPIP_JSON)
        return 0;
    ws_put_bool(out, LINE_JSON_ERROR, true);
    return WS_CODE(TCPIP_E_BAD_JSON);
}

/** The terminator; what stands before it may not bring it forward. */
static int put_terminator(struct ws_encoder *out, const struct tcpip_end *e,
                          const struct ws_node *in, size_t from)
{
    ws_encoder_add(out, e->terminator);
    size_t len = ws_encoder_len(out) - from;
    const uint8_t *bytes = ws_encoder_bytes(out, from);

    if (bytes && tcpip_find_end(e, (struct ws_bytes){bytes, len}, 0) + e->terminator.len < len)
        return ws_encoder_refuse(out, in, "the line's terminator stands in its text");
    return WS_OK;
}

static int line_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    const struct tcpip_end *e = end_of(scope);
    const struct ws_node *text = ws_member(in, "text"), *raw = ws_member(in, "raw");
    size_t from = ws_encoder_len(out);
    int err = WS_OK;

    (void)instance;
    if (raw && !text) {
        err = ws_encoder_hex(out, raw);
        ws_encoder_add(out, e->terminator);
        return err;
    }
    if (text)
        err = ws_encoder_text(out, text, e->charset);
    return err ? err : put_terminator(out, e, text ? text : in, from);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool begins_json(struct ws_bytes text)
{
    while (text.len > 0 && is_space(*text.data))
        text = ws_bytes_from(text, 1);
    return text.len > 0 && (*text.data == '{' || *text.data == '[');
}

/** A fault makes it a line: see tcpip_identify. */
static int json_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    const struct tcpip_end *e = end_of(scope);
    struct ws_bytes text;
    bool lossy = false;

    (void)instance;
    if (!ws_put_converted(out, content(e, in), e->charset, &text))
        return WS_BAD_ENCODING;
    if (e->format == TCPIP_AUTO && !begins_json(text))
        return WS_CODE(TCPIP_E_BAD_JSON);
    if (ws_put_json(out, JSON_VALUE, text, &lossy))
        return WS_CODE(TCPIP_E_BAD_JSON);
    if (lossy)
        ws_put_text(out, JSON_TEXT, text, WS_UTF8);
    return 0;
}

static int json_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    static const struct ws_node null = {.kind = WS_V_NULL, .span = 1};
    const struct tcpip_end *e = end_of(scope);
    const struct ws_node *value = ws_member(in, "value"), *text = ws_member(in, "value_text");
    size_t from = ws_encoder_len(out);
    int err = ws_encoder_json(out, value ? value : &null, text, e->charset);

    (void)instance;
    return err ? err : put_terminator(out, e, in, from);
}

static int beat_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    (void)instance;
    (void)scope;
    (void)out;
    (void)in;
    return 0;
}

static int beat_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    const struct tcpip_end *e = end_of(scope);

    (void)instance;
    (void)in;
    ws_encoder_add(out, e->heartbeat);
    ws_encoder_add(out, e->terminator);
    return WS_OK;
}

static const struct ws_hook line_hook = {&line_table, line_decode, line_encode};
static const struct ws_hook json_hook = {&json_table, json_decode, json_encode};
static const struct ws_hook beat_hook = {&beat_table, beat_decode, beat_encode};
static const struct ws_field line_form[] = {{.type = WS_HOOK, .hook = &line_hook}};
static const struct ws_field json_form[] = {{.type = WS_HOOK, .hook = &json_hook}};
static const struct ws_field beat_form[] = {{.type = WS_HOOK, .hook = &beat_hook}};

/* Types: a variant for each end's lines and for each structure that is sent */

static int add_variant(struct tcpip_reader *r, enum tcpip_type type, const struct ws_table *table,
                       size_t *ret)
{
    struct ws_message_type *t = &r->instance->types[type];
    const struct ws_table **forms = (const struct ws_table **)(uintptr_t)t->variants;

    if ((t->n_variants & (t->n_variants - 1)) == 0) { /* room doubles at powers of two */
        forms = ws_instance_alloc(r->host, 2 * (t->n_variants + 1) * sizeof(*forms));
        if (!forms)
            return WS_E_NOMEM;
        if (t->n_variants)
            memcpy(forms, t->variants, t->n_variants * sizeof(*forms));
        t->variants = forms;
    }
    *ret = t->n_variants;
    forms[t->n_variants++] = table;
    return WS_OK;
}

static int add_form(struct tcpip_reader *r, enum tcpip_type type, struct tcpip_form *form,
                    const struct tcpip_end *e, const char *name)
{
    static const struct ws_field *const rows[] = {
        [TCPIP_T_LINE] = line_form, [TCPIP_T_JSON] = json_form, [TCPIP_T_HEARTBEAT] = beat_form};

    form->end = e;
    form->table = (struct ws_table){.rows = rows[type], .n = 1, .name = name};
    return add_variant(r, type, &form->table, &form->variant);
}

enum { S_STRUCT, S_HEADER_STRUCT, S_HEADER, S_VALUE, S_N };

static const struct tcpip_struct *struct_in(const struct ws_table *whole, size_t row)
{
    const struct ws_field *f = &whole->rows[row];
    return (const struct tcpip_struct *)(const void *)((const char *)f->table -
                                                       offsetof(struct tcpip_struct, table));
}

/** The variant of a header (or NULL) and a body, if there is one already. */
static bool find_whole(const struct ws_message_type *t, const struct tcpip_struct *header,
                       const struct tcpip_struct *body, size_t *ret)
{
    for (*ret = 0; *ret < t->n_variants; ++*ret) {
        const struct ws_table *whole = t->variants[*ret];
        bool tagged = whole->n == S_N;
        if (tagged == (header != NULL) && struct_in(whole, whole->n - 1) == body &&
            (!tagged || struct_in(whole, S_HEADER) == header))
            return true;
    }
    return false;
}

static struct ws_field struct_row(const char *key, const struct tcpip_struct *s)
{
    return (struct ws_field){
        .key = key, .type = WS_STRUCT, .table = &s->table, .flags = s->is_union ? WS_OVERLAID : 0};
}

static int add_whole(struct tcpip_reader *r, const struct tcpip_struct *header,
                     const struct tcpip_struct *body, size_t *ret)
{
    size_t n = 0;

    if (find_whole(&r->instance->types[TCPIP_T_STRUCT], header, body, ret))
        return WS_OK;
    struct ws_table *table = ws_instance_alloc(r->host, sizeof(*table));
    struct ws_field *rows = ws_instance_alloc(r->host, S_N * sizeof(*rows));
    if (!table || !rows)
        return WS_E_NOMEM;
    rows[n++] = (struct ws_field){
        .key = "struct", .type = WS_LABEL, .label = body->name, .purpose = WS_SUMMARY};
    if (header) {
        rows[n++] =
            (struct ws_field){.key = "header_struct", .type = WS_LABEL, .label = header->name};
        rows[n++] = struct_row("header", header);
    }
    rows[n++] = struct_row("value", body);
    *table = (struct ws_table){.rows = rows, .n = n, .name = body->name};
    return add_variant(r, TCPIP_T_STRUCT, table, ret);
}

static const char *name_of(struct tcpip_reader *r, const struct tcpip_stream *s, int role)
{
    static const char *const roles[] = {" client", " server"};
    size_t len = strlen(s->name);
    char *name = ws_instance_alloc(r->host, len + sizeof(" client"));

    if (name) {
        memcpy(name, s->name, len);
        memcpy(name + len, roles[role], sizeof(" client"));
    }
    return name;
}

static int make_lines(struct tcpip_reader *r, struct tcpip_end *e, const char *name)
{
    int err = add_form(r, TCPIP_T_LINE, &e->line, e, name);

    if (!err && e->format != TCPIP_TEXT)
        err = add_form(r, TCPIP_T_JSON, &e->json, e, name);
    if (!err && e->heartbeat.data)
        err = add_form(r, TCPIP_T_HEARTBEAT, &e->beat, e, name);
    return err;
}

static int make_end(struct tcpip_reader *r, const struct tcpip_stream *s, struct tcpip_end *e,
                    int role)
{
    const char *name = name_of(r, s, role);
    int err = name ? WS_OK : WS_E_NOMEM;

    if (!err && e->framing == TCPIP_LINE)
        return make_lines(r, e, name);
    for (size_t i = 0; i < e->n_cases && !err; i++)
        err = add_whole(r, e->header, e->cases[i].body, &e->cases[i].variant);
    if (!err && e->otherwise.body)
        err = add_whole(r, e->header, e->otherwise.body, &e->otherwise.variant);
    return err;
}

int tcpip_make_types(struct tcpip_reader *r)
{
    static const struct ws_message_type types[TCPIP_N_TYPES] = {
        [TCPIP_T_LINE] = {.name = "line", .title = "A line of text"},
        [TCPIP_T_JSON] = {.name = "json", .title = "A line that is a JSON value"},
        [TCPIP_T_HEARTBEAT] = {.name = "heartbeat",
                               .title = "A line that says that its sender is alive",
                               .kind = WS_CONTROL,
                               .flags = WS_SESSION},
        [TCPIP_T_STRUCT] = {.name = "struct",
                            .title = "A C structure, or a header and the one that it names",
                            .flags = WS_OF_THE_USER},
    };
    struct tcpip_instance *i = r->instance;
    int err = WS_OK;

    memcpy(i->types, types, sizeof(types));
    for (size_t k = 0; k < i->n_streams && !err; k++)
        for (int role = 0; role < 2 && !err; role++)
            err = make_end(r, &i->streams[k], &i->streams[k].ends[role], role);
    for (size_t k = 0; k < TCPIP_N_TYPES && !err; k++)
        if (i->types[k].n_variants)
            err = ws_instance_add_type(r->host, &i->types[k]);
    return err;
}

/* Which structure JSON means */

static bool is_label(const struct ws_node *n, const struct ws_table *t, size_t row)
{
    const char *label = t->rows[row].label;
    return n && n->kind == WS_V_TEXT && label && n->len == strlen(label) &&
           memcmp(n->as.data, label, n->len) == 0;
}

size_t tcpip_pick(const void *instance, const struct ws_message_type *type,
                  const struct ws_node *fields)
{
    const struct tcpip_instance *i = instance;
    const struct ws_node *body = ws_member(fields, "struct"),
                         *header = ws_member(fields, "header_struct");

    if (type != &i->types[TCPIP_T_STRUCT])
        return 0;
    for (size_t k = 0; k < type->n_variants; k++) {
        const struct ws_table *t = type->variants[k];
        bool tagged = t->n == S_N;
        if (is_label(body, t, S_STRUCT) && tagged == (header != NULL) &&
            (!tagged || is_label(header, t, S_HEADER_STRUCT)))
            return k;
    }
    return 0;
}
