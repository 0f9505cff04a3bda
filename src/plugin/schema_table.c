/* Field tables as JSON Schema. */
#include "plugin/schema.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void ws_schema_comma(struct ws_schema_writer *s)
{
    uint8_t last = s->out->len ? s->out->data[s->out->len - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        ws_buf_byte(s->out, ',');
}

void ws_schema_put(struct ws_schema_writer *s, const char *fmt, ...)
{
    char text[4096];
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    for (int i = 0; i < n && i < (int)sizeof(text) - 1; i++)
        ws_buf_byte(s->out, text[i] == '\'' ? '"' : (uint8_t)text[i]);
}

void ws_schema_string(struct ws_schema_writer *s, const char *text)
{
    ws_buf_byte(s->out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            ws_buf_byte(s->out, '\\');
        if ((unsigned char)*text < 0x20)
            ws_buf_printf(s->out, "\\u%04x", (unsigned)*text);
        else
            ws_buf_byte(s->out, (uint8_t)*text);
    }
    ws_buf_byte(s->out, '"');
}

void ws_schema_key(struct ws_schema_writer *s, const char *key)
{
    ws_schema_comma(s);
    ws_schema_string(s, key);
    ws_buf_byte(s->out, ':');
}

/* References */

static bool is_of(const struct ws_definition *d, const struct ws_plan *plan,
                  const struct ws_plan_tlvs *tlvs)
{
    return d->plan == plan && (d->tlvs ? d->tlvs->tlvs : NULL) == (tlvs ? tlvs->tlvs : NULL);
}

static const struct ws_definition *define(struct ws_schema_writer *s, const struct ws_plan *plan,
                                          const struct ws_plan_tlvs *tlvs)
{
    for (const struct ws_definition *d = s->first; d; d = d->next)
        if (is_of(d, plan, tlvs))
            return d;
    struct ws_definition *d = ws_arena_alloc(&s->arena, sizeof(*d));
    if (!d) {
        s->out->failed = true;
        return NULL;
    }
    *d = (struct ws_definition){.number = ++s->n, .plan = plan, .tlvs = tlvs};
    *s->end = d;
    s->end = &d->next;
    return d;
}

static void put_ref(struct ws_schema_writer *s, const struct ws_plan *plan,
                    const struct ws_plan_tlvs *tlvs)
{
    const struct ws_definition *d = define(s, plan, tlvs);
    if (d)
        ws_schema_put(s, "'$ref':'#/$defs/%s.%zu'", ws_instance_plugin(s->instance)->name,
                      d->number);
}

void ws_schema_table_ref(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    ws_schema_comma(s);
    put_ref(s, plan, NULL);
}

/* Values */

void ws_schema_unsigned(struct ws_schema_writer *s, unsigned bits)
{
    uint64_t max = bits < 64 ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;

    ws_schema_put(s, bits > 53 ? "'type':['integer','string'],'pattern':'^[0-9]{1,20}$'"
                               : "'type':'integer'");
    ws_schema_put(s, ",'minimum':0,'maximum':%" PRIu64, max);
}

static void put_signed(struct ws_schema_writer *s, unsigned bits)
{
    uint64_t half = UINT64_C(1) << (bits - 1);

    ws_schema_put(s, bits > 53 ? "'type':['integer','string'],'pattern':'^-?[0-9]{1,19}$'"
                               : "'type':'integer'");
    ws_schema_put(s, ",'minimum':-%" PRIu64 ",'maximum':%" PRIu64, half, half - 1);
}

static void put_number(struct ws_schema_writer *s, uint16_t type)
{
    unsigned bits = (type & 0xff) * 8;

    switch (type >> 8) {
    case WS_FAMILY_INT:
        put_signed(s, bits);
        break;
    case WS_FAMILY_FLOAT:
        ws_schema_put(s, "'anyOf':[{'type':'number'},"
                         "{'enum':['NaN','Infinity','-Infinity']}]");
        break;
    case WS_FAMILY_BOOL:
        ws_schema_put(s, "'type':'boolean'");
        break;
    default:
        ws_schema_unsigned(s, bits);
    }
}

static void put_bits(struct ws_schema_writer *s, const struct ws_field *f)
{
    if (f->flags & WS_AS_BOOL)
        ws_schema_put(s, "'type':'boolean'");
    else if (f->flags & WS_SIGNED)
        put_signed(s, f->bits);
    else
        ws_schema_unsigned(s, f->bits);
}

static void put_hex(struct ws_schema_writer *s, const struct ws_row *row)
{
    enum { LONGEST = 1000 };
    uint32_t len = row->field->len;

    ws_schema_put(s, "'type':'string','pattern':'");
    if (row->len_rule == WS_LEN_FIXED && len < LONGEST)
        ws_schema_put(s, "^[0-9a-f]{%u}$'", 2 * len);
    else
        ws_schema_put(s, "^([0-9a-f]{2})*$'");
}

static void put_closed_object(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    ws_schema_put(s, "'type':'object',");
    put_ref(s, plan, NULL);
    ws_schema_put(s, ",'unevaluatedProperties':false");
}

static void put_cases(struct ws_schema_writer *s, const struct ws_row *row)
{
    ws_schema_put(s, "'anyOf':[");
    for (size_t i = 0; i <= row->n_cases; i++) {
        const struct ws_plan *plan = i < row->n_cases ? row->cases[i].plan : row->otherwise;
        if (!plan)
            continue;
        ws_schema_comma(s);
        ws_buf_byte(s->out, '{');
        put_closed_object(s, plan);
        ws_buf_byte(s->out, '}');
    }
    ws_buf_byte(s->out, ']');
}

static void put_value(struct ws_schema_writer *s, const struct ws_row *row);

/** What one value of a row may be: the inside of a schema. */
static void put_one(struct ws_schema_writer *s, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    switch (f->type) {
    case WS_BITS:
        put_bits(s, f);
        break;
    case WS_BYTES:
        put_hex(s, row);
        break;
    case WS_TEXT:
        ws_schema_put(s, f->flags & WS_HEX_INSIDE
                             ? "'anyOf':[{'type':'string'},{'type':'object','properties':{'hex':"
                               "{'type':'string'}},'required':['hex']}]"
                             : "'type':'string'");
        break;
    case WS_LABEL:
        ws_schema_key(s, "const");
        ws_schema_string(s, f->label);
        break;
    case WS_X87:
        put_number(s, WS_F64);
        break;
    case WS_MAC:
        ws_schema_put(s, "'type':'string','pattern':'^([0-9a-f]{2}(:[0-9a-f]{2})*)?$'");
        break;
    case WS_IP:
        ws_schema_put(s, "'type':'string','pattern':'^[0-9a-f.:]{2,45}$'");
        break;
    case WS_TIME:
        ws_schema_put(s, "'type':'string','pattern':'^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T"
                         "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\\\.[0-9]+)?Z$'");
        break;
    case WS_NUMBERS:
        put_number(s, f->element);
        break;
    case WS_STRUCT:
        if (f->flags & WS_UNWRAPPED)
            put_value(s, &row->table->rows[0]);
        else
            put_closed_object(s, row->table);
        break;
    case WS_CHOICE:
        put_cases(s, row);
        break;
    case WS_TLVS:
        put_ref(s, NULL, row->tlvs);
        break;
    case WS_ANY:
        ws_schema_put(s, "'type':['object','array','string','number','boolean'%s]",
                      f->flags & WS_FOREIGN_KEY ? ",'null'" : "");
        break;
    default:
        put_number(s, f->type);
    }
}

/** ...and all of them, where a row occurs more than once. */
static void put_value(struct ws_schema_writer *s, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (!f->repeat) {
        put_one(s, row);
        return;
    }
    ws_schema_put(s, "'type':'array',");
    if (f->repeat == WS_TIMES)
        ws_schema_put(s, "'maxItems':%u,", f->count);
    ws_schema_put(s, "'items':{");
    put_one(s, row);
    ws_buf_byte(s->out, '}');
}

void ws_schema_description(struct ws_schema_writer *s, const char *doc, const char *unit)
{
    char text[1024];

    if (!doc && !unit)
        return;
    snprintf(text, sizeof(text), "%s%s%s%s%s", doc ? doc : "", doc && unit ? " " : "",
             unit ? "(" : "", unit ? unit : "", unit ? ")" : "");
    ws_schema_key(s, "description");
    ws_schema_string(s, text);
}

/* Members */

static void put_name_member(struct ws_schema_writer *s, const struct ws_row *row)
{
    char key[256];

    snprintf(key, sizeof(key), "%s_name", row->field->key);
    ws_schema_key(s, key);
    if (row->field->flags & WS_NAMES_ARE_BITS) {
        ws_schema_put(s, "{'type':'string','minLength':1}");
        return;
    }
    ws_schema_put(s, "{'enum':[");
    for (size_t i = 0; i < row->n_names; i++) {
        ws_schema_comma(s);
        ws_schema_string(s, row->names[i].name);
    }
    if (row->field->names->otherwise) {
        ws_schema_comma(s);
        ws_schema_string(s, row->field->names->otherwise);
    }
    ws_schema_put(s, "]}");
}

static void put_hex_member(struct ws_schema_writer *s, const struct ws_row *row)
{
    char key[256];

    snprintf(key, sizeof(key), "%s_hex", row->field->key);
    ws_schema_key(s, key);
    ws_schema_put(s, WS_SCHEMA_HEX);
}

static void put_member(struct ws_schema_writer *s, const struct ws_row *row)
{
    const struct ws_field *f = row->field;
    bool secret = f->purpose & WS_SECRET;

    ws_schema_key(s, f->key);
    ws_schema_put(s, secret ? "{'anyOf':[{'const':'***'},{" : "{");
    put_value(s, row);
    if (secret)
        ws_schema_put(s, "}]");
    ws_schema_description(s, f->doc, f->unit);
    ws_buf_byte(s->out, '}');
    if (row->n_names && !f->repeat)
        put_name_member(s, row);
    if (f->type == WS_TEXT && !f->repeat && !(f->flags & WS_HEX_INSIDE))
        put_hex_member(s, row);
}

static bool is_inline(const struct ws_field *f)
{
    return (f->type == WS_STRUCT || f->type == WS_CHOICE) && !f->key;
}

void ws_schema_members(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct ws_field *f = plan->rows[i].field;
        if (f->key && f->type != WS_HOOK && f->type != WS_ALIGN)
            put_member(s, &plan->rows[i]);
    }
}

/** The cases of a choice whose keys stand in the same object: told apart where what they go by
 * stands there too. */
static void put_inline_choice(struct ws_schema_writer *s, const struct ws_plan *plan,
                              const struct ws_row *row)
{
    uint16_t on = row->field->choice->on;
    const char *key = on < 0x4000 ? plan->rows[on - 1].field->key : NULL;

    for (size_t i = 0; key && i < row->n_cases; i++) {
        ws_schema_comma(s);
        ws_schema_put(s, "{'if':{'properties':{");
        ws_schema_key(s, key);
        ws_schema_put(s, "{'const':%" PRId64 "}}},'then':{", row->cases[i].value);
        put_ref(s, row->cases[i].plan, NULL);
        ws_schema_put(s, "}}");
    }
    ws_schema_comma(s);
    ws_schema_put(s, "{'anyOf':[");
    for (size_t i = 0; i <= row->n_cases; i++) {
        const struct ws_plan *of = i < row->n_cases ? row->cases[i].plan : row->otherwise;
        if (!of)
            continue;
        ws_schema_comma(s);
        ws_buf_byte(s->out, '{');
        put_ref(s, of, NULL);
        ws_buf_byte(s->out, '}');
    }
    ws_schema_put(s, ",{}]}");
}

static void put_inlines(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    ws_schema_put(s, ",'allOf':[");
    for (size_t i = 0; i < plan->n; i++) {
        const struct ws_row *row = &plan->rows[i];
        if (row->field->type == WS_HOOK || (is_inline(row->field) && row->table)) {
            ws_schema_comma(s);
            ws_buf_byte(s->out, '{');
            put_ref(s, row->table, NULL);
            ws_buf_byte(s->out, '}');
        } else if (is_inline(row->field)) {
            put_inline_choice(s, plan, row);
        }
    }
    ws_buf_byte(s->out, ']');
}

static bool has_inlines(const struct ws_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        if (is_inline(plan->rows[i].field) || plan->rows[i].field->type == WS_HOOK)
            return true;
    return false;
}

static void put_table(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    if (plan->table->name) {
        ws_schema_key(s, "title");
        ws_schema_string(s, plan->table->name);
    }
    ws_schema_key(s, "properties");
    ws_buf_byte(s->out, '{');
    ws_schema_members(s, plan);
    ws_buf_byte(s->out, '}');
    if (has_inlines(plan))
        put_inlines(s, plan);
}

void ws_schema_required(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct ws_row *row = &plan->rows[i];
        const struct ws_field *f = row->field;
        unsigned maybe = WS_IF_ANY | WS_CONSTANT | WS_LEN_BITS | WS_SKIP_SHORT;
        bool certain = !f->when.row && !(f->flags & maybe) && f->derive.measure != WS_COPY_OF;
        if (!certain)
            continue;
        if (f->type == WS_STRUCT && !f->key)
            ws_schema_required(s, row->table);
        else if (f->key && f->type != WS_HOOK && f->type != WS_TIME && f->type != WS_ALIGN &&
                 (f->type != WS_TEXT || f->repeat || (f->flags & WS_HEX_INSIDE))) {
            ws_schema_comma(s);
            ws_schema_string(s, f->key);
        }
    }
}

void ws_schema_definitions(struct ws_schema_writer *s)
{
    const char *protocol = ws_instance_plugin(s->instance)->name;
    char name[128];

    for (const struct ws_definition *d = s->first; d && !s->out->failed; d = d->next) {
        snprintf(name, sizeof(name), "%s.%zu", protocol, d->number);
        ws_schema_key(s, name);
        ws_buf_byte(s->out, '{');
        if (d->plan)
            put_table(s, d->plan);
        else
            ws_schema_tlvs(s, d->tlvs);
        ws_buf_byte(s->out, '}');
    }
}
