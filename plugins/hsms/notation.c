/* The dictionary's notation, made message types: structures, keys, field tables. */
#include "dictionary.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "wirespeak/err.h"

enum {
    MAX_DEPTH = 16,   /* structures within one another */
    MAX_MEMBERS = 64, /* of one list */
    MAX_ROWS = 128,   /* different keys of one message */
    MAX_KEY = 48,
};

struct parser {
    struct ws_instance *host;
    const char *text;
    size_t at;
    struct hsms_complaint why;
    int err;
    size_t n_rows;
    struct ws_field rows[MAX_ROWS];
};

static int complain(struct parser *p, const char *expected)
{
    if (!p->err)
        p->why = (struct hsms_complaint){p->at, expected};
    p->err = p->err ? p->err : WS_E_VALUE;
    return p->err;
}

static void *take_memory(struct parser *p, size_t size)
{
    void *memory = ws_instance_alloc(p->host, size);
    if (!memory)
        p->err = WS_E_NOMEM;
    return memory;
}

static void skip_blanks(struct parser *p)
{
    while (p->text[p->at] == ' ' || p->text[p->at] == '\t')
        p->at++;
}

/** Right here. */
static bool accept_here(struct parser *p, char c)
{
    if (p->text[p->at] != c)
        return false;
    p->at++;
    return true;
}

static bool accept(struct parser *p, char c)
{
    skip_blanks(p);
    return accept_here(p, c);
}

/* Keys */

/** The row of a key: one for each name, however often it comes. */
static size_t row_of(struct parser *p, const char *key, const struct ws_field *like)
{
    for (size_t i = 0; i < p->n_rows; i++)
        if (strcmp(p->rows[i].key, key) == 0)
            return i;
    if (p->n_rows == MAX_ROWS) {
        complain(p, "at most 128 different keys");
        return 0;
    }
    p->rows[p->n_rows] = *like;
    p->rows[p->n_rows].key = key;
    return p->n_rows++;
}

static const char *joined(struct parser *p, const char *key, const char *suffix)
{
    size_t size = strlen(key) + strlen(suffix) + 1;
    char *text = take_memory(p, size);
    if (text)
        snprintf(text, size, "%s%s", key, suffix);
    return text ? text : "";
}

static size_t alcd_rows(struct parser *p)
{
    static const struct ws_name list[] = {
        {0, "not_used", NULL},
        {1, "personal_safety", NULL},
        {2, "equipment_safety", NULL},
        {3, "parameter_control_warning", NULL},
        {4, "parameter_control_error", NULL},
        {5, "irrecoverable_error", NULL},
        {6, "equipment_status_warning", NULL},
        {7, "attention_flags", NULL},
        {8, "data_integrity", NULL},
    };
    static const struct ws_names categories = {list, WS_LEN(list), "other"};
    size_t row =
        row_of(p, "alcd_set", &(struct ws_field){.type = WS_BOOL8, .doc = "bit 8 of alcd"});
    row_of(p, "alcd_category",
           &(struct ws_field){.type = WS_U8, .doc = "low 7 bits of alcd", .names = &categories});
    return row;
}

static size_t header_rows(struct parser *p, const char *key)
{
    static const struct ws_field inner[] = {
        {.key = "session_id", .type = WS_U16},
        {.key = "w_bit", .type = WS_BOOL8},
        {.key = "stream", .type = WS_U8},
        {.key = "function", .type = WS_U8},
        {.key = "p_type", .type = WS_U8},
        {.key = "s_type", .type = WS_U8},
        {.key = "system_bytes",
         .type = WS_U32,
         .purpose = WS_ID,
         .id = {"system_bytes", WS_BY_REQUESTER, WS_PER_REQUEST, NULL}},
    };
    size_t row = row_of(p, joined(p, key, "_header"),
                        &(struct ws_field){.type = WS_ANY, .doc = "these ten bytes"});
    for (size_t i = 0; i < WS_LEN(inner); i++)
        row_of(p, inner[i].key, &inner[i]);
    return row;
}

static void add_rows(struct parser *p, struct hsms_node *node, const char *name)
{
    const struct hsms_key *key = hsms_key_find(name);
    struct ws_field like = {.type = WS_ANY};

    node->format = HSMS_ANY;
    if (key) {
        like.doc = key->doc;
        like.names = key->names;
        like.purpose = key->purpose;
        node->format = key->format;
        node->show = key->show;
        node->named = key->names != NULL;
    }
    node->row = (uint16_t)row_of(p, name, &like);
    if (node->show == HSMS_SHOW_ALCD)
        node->extra = (uint16_t)alcd_rows(p);
    else if (node->show == HSMS_SHOW_ALED)
        node->extra = (uint16_t)row_of(p, "aled_name", &(struct ws_field){.type = WS_TEXT});
    else if (node->show == HSMS_SHOW_HEADER)
        node->extra = (uint16_t)header_rows(p, name);
}

/** A key at the present place; NULL: there is none. */
static const char *take_key(struct parser *p)
{
    char name[MAX_KEY];
    size_t n = 0;

    skip_blanks(p);
    for (const char *c = p->text + p->at; n < sizeof(name) - 1; c++) {
        bool ok =
            islower((unsigned char)*c) || (n > 0 && (isdigit((unsigned char)*c) || *c == '_'));
        if (!ok)
            break;
        name[n++] = *c;
    }
    name[n] = '\0';
    p->at += n;
    return n ? joined(p, name, "") : NULL;
}

/* Structures */

static void parse_node(struct parser *p, struct hsms_node *node, int depth);

static void parse_list(struct parser *p, struct hsms_node *node, int depth)
{
    struct hsms_node members[MAX_MEMBERS];

    node->shape = HSMS_LIST;
    while (!p->err && !accept(p, '}')) {
        if (node->n == MAX_MEMBERS || p->text[p->at] == '\0') {
            complain(p, node->n == MAX_MEMBERS ? "at most 64 members" : "} that ends the list");
            return;
        }
        members[node->n] = (struct hsms_node){0};
        parse_node(p, &members[node->n], depth + 1);
        if (!p->err && members[node->n].row == HSMS_NO_ROW)
            complain(p, "a key for every member of a list");
        node->n++;
    }
    struct hsms_node *inner = take_memory(p, node->n * sizeof(*inner) + 1);
    if (!inner)
        return;
    memcpy(inner, members, node->n * sizeof(*inner));
    node->inner = inner;
    node->empty_allowed = accept_here(p, '0');
}

static void parse_array(struct parser *p, struct hsms_node *node, int depth)
{
    struct hsms_node *element = take_memory(p, sizeof(*element));

    node->shape = HSMS_ARRAY;
    node->inner = element;
    if (!element)
        return;
    parse_node(p, element, depth + 1);
    if (!accept(p, ']'))
        complain(p, "] behind the element");
}

static void end_vector(struct parser *p, struct hsms_node *node)
{
    node->shape = HSMS_VECTOR;
    if (!accept(p, '>'))
        complain(p, "> behind <");
}

static void parse_node(struct parser *p, struct hsms_node *node, int depth)
{
    const char *key = depth < MAX_DEPTH ? take_key(p) : NULL;

    if (depth == MAX_DEPTH) {
        complain(p, "at most 16 structures within one another");
        return;
    }
    if (key)
        add_rows(p, node, key);
    if (accept_here(p, '{'))
        parse_list(p, node, depth);
    else if (key && accept_here(p, '['))
        parse_array(p, node, depth);
    else if (key && accept_here(p, '<'))
        end_vector(p, node);
    else if (!key)
        complain(p, "a key in lower case, or {");
}

/** The one-line form shows what stands outermost. */
static void mark_summary(struct parser *p, const struct hsms_node *root)
{
    const struct hsms_node *outer = root->row == HSMS_NO_ROW ? root->inner : root;

    for (size_t i = 0; outer && i < (outer == root ? 1 : root->n); i++)
        p->rows[outer[i].row].purpose |= WS_SUMMARY;
}

static const struct hsms_node *parse(struct parser *p)
{
    struct hsms_node *root = take_memory(p, sizeof(*root));

    p->rows[p->n_rows++] =
        (struct ws_field){.key = "data", .type = WS_ANY, .doc = "the body under its names"};
    if (!root || accept(p, '-'))
        return NULL;
    if (accept(p, '*')) {
        root->shape = HSMS_FREE;
        root->format = HSMS_ANY;
        root->row = (uint16_t)row_of(p, "value", &(struct ws_field){.type = WS_ANY});
    } else {
        parse_node(p, root, 0);
    }
    if (!p->err)
        mark_summary(p, root);
    return root;
}

/* Types */

static void fill_fields(struct hsms_type *t, const struct hsms_entry *e)
{
    memcpy(t->fields, hsms_data, sizeof(t->fields));
    t->data_rows = (struct ws_table){.rows = t->rows, .n = t->n_rows, .name = e->notation};
    t->data_hook = *hsms_data[DATA_DATA].hook;
    t->data_hook.rows = &t->data_rows;
    t->fields[DATA_DATA].hook = &t->data_hook;
    t->fields[DATA_STREAM].value = e->stream;
    t->fields[DATA_FUNCTION].value = e->function;
    t->fields[DATA_W_BIT].value = (e->flags & HSMS_WANTS_REPLY) != 0;
    t->table = (struct ws_table){.rows = t->fields, .n = DATA_N, .name = "data message"};
    t->variants[0] = &t->table;
}

/** What equipment sends by itself: alarms, exceptions, traces, event reports, errors, terminal
 * requests. */
static bool is_unsolicited(const struct hsms_entry *e)
{
    static const uint8_t list[][2] = {{5, 1}, {5, 9},  {5, 11}, {5, 15}, {6, 1}, {6, 3},
                                      {6, 9}, {6, 11}, {6, 13}, {6, 25}, {10, 1}};
    for (size_t i = 0; i < WS_LEN(list); i++)
        if (list[i][0] == e->stream && list[i][1] == e->function)
            return true;
    return e->stream == 9 && e->function % 2;
}

static void fill_type(struct hsms_type *t, const struct hsms_entry *e)
{
    bool odd = e->function % 2, wants = e->flags & HSMS_WANTS_REPLY;
    unsigned flags = WS_FROM_CLIENT | WS_FROM_SERVER;

    snprintf(t->type_name, sizeof(t->type_name), "s%uf%u", e->stream, e->function);
    snprintf(t->response, sizeof(t->response), "s%uf%u", e->stream, e->function + 1u);
    snprintf(t->code, sizeof(t->code), "S%uF%u %s", e->stream, e->function,
             (e->flags & 3u) == 3      ? "H<->E"
             : e->flags & HSMS_TO_HOST ? "E->H"
                                       : "H->E");
    t->type = (struct ws_message_type){
        .name = t->type_name,
        .title = e->name,
        .code = t->code,
        .answered_by = odd && wants ? t->response : NULL,
        .kind = (uint8_t)(!odd    ? WS_RESPONSE
                          : wants ? WS_REQUEST
                                  : WS_NOTIFY),
        .flags = (uint8_t)(is_unsolicited(e) ? flags | WS_UNSOLICITED : flags),
        .variants = t->variants,
        .n_variants = 1,
    };
}

int hsms_type_make(struct ws_instance *host, const struct hsms_entry *e, struct hsms_type **ret,
                   struct hsms_complaint *ret_why)
{
    struct parser p; /* its rows are many, and are set as they come */
    p.host = host;
    p.text = e->notation;
    p.at = p.n_rows = 0;
    p.why = (struct hsms_complaint){0};
    p.err = WS_OK;
    struct hsms_type *t = take_memory(&p, sizeof(*t));

    if (!t)
        return WS_E_NOMEM;
    const struct hsms_node *root = parse(&p);
    skip_blanks(&p);
    if (!p.err && p.text[p.at])
        complain(&p, "nothing more");
    struct ws_field *rows = p.err ? NULL : take_memory(&p, p.n_rows * sizeof(*rows));
    *ret_why = p.why;
    if (p.err)
        return p.err;
    memcpy(rows, p.rows, p.n_rows * sizeof(*rows));
    t->stream = e->stream;
    t->function = e->function;
    t->flags = e->flags;
    t->mnemonic = e->mnemonic;
    t->root = root;
    t->rows = rows;
    t->n_rows = p.n_rows;
    fill_fields(t, e);
    fill_type(t, e);
    *ret = t;
    return WS_OK;
}
