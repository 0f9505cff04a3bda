/* What a row of a table is, in a few words. */
#include "plugin/describe.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OUTER = 0x4000,   /* in WS_OUTER_ROW() */
    INLINE_NAMES = 56 /* characters of names that are shown beside the field */
};

/* Types */

static const char *type_name(uint16_t type)
{
    switch (type) {
    case WS_BYTES:
        return "bytes";
    case WS_TEXT:
        return "text";
    case WS_MAC:
        return "MAC";
    case WS_IP:
        return "IP";
    case WS_TIME:
        return "time";
    case WS_STRUCT:
    case WS_CHOICE:
        return "object";
    case WS_TLVS:
        return "TLVs";
    case WS_HOOK:
        return "values";
    case WS_ANY:
        return "any";
    case WS_LABEL:
        return "name";
    case WS_X87:
        return "x87";
    default:
        return "padding";
    }
}

static void number_type(uint16_t type, bool little, char out[WS_TYPE_TEXT_MAX])
{
    static const char *const families[] = {[WS_FAMILY_UINT] = "u",
                                           [WS_FAMILY_INT] = "i",
                                           [WS_FAMILY_FLOAT] = "f",
                                           [WS_FAMILY_BOOL] = "bool"};
    snprintf(out, WS_TYPE_TEXT_MAX, "%s%u%s", families[type >> 8], (type & 0xffu) * 8,
             little && (type & 0xff) > 1 ? " LE" : "");
}

static bool is_number(uint16_t type)
{
    return type >> 8 >= WS_FAMILY_UINT && type >> 8 <= WS_FAMILY_BOOL;
}

void ws_describe_type(const struct ws_field *f, char out[WS_TYPE_TEXT_MAX])
{
    uint16_t type = f->type == WS_NUMBERS ? f->element : f->type;
    size_t len;

    if (f->flags & WS_UNWRAPPED) {
        ws_describe_type(&f->table->rows[0], out);
        len = strlen(out);
        snprintf(out + len, WS_TYPE_TEXT_MAX - len, " lists");
        return;
    }
    if (f->flags & WS_OVERLAID)
        snprintf(out, WS_TYPE_TEXT_MAX, "union");
    else if (is_number(type))
        number_type(type, f->flags & WS_LITTLE, out);
    else if (type == WS_BITS)
        snprintf(out, WS_TYPE_TEXT_MAX, "%u bit%s", f->bits, f->bits == 1 ? "" : "s");
    else
        snprintf(out, WS_TYPE_TEXT_MAX, "%s", type_name(type));
    len = strlen(out);
    if (f->repeat)
        snprintf(out + len, WS_TYPE_TEXT_MAX - len, " list");
}

/* What a row says in words */

void ws_describe_say(struct ws_page *p, const char *separator, const char *fmt, ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (p->what.len)
        ws_buf_text(&p->what, separator);
    ws_buf_text(&p->what, text);
}

/** A plan may be made several times, of the same lines of a plugin. */
static bool is_same(const struct ws_below *a, const struct ws_below *b)
{
    if (a->names && b->names)
        return a->names->field->names == b->names->field->names;
    if (a->tlvs && b->tlvs)
        return a->tlvs->tlvs == b->tlvs->tlvs;
    return a->tlv && b->tlv && a->tlv->tlv == b->tlv->tlv;
}

void ws_describe_below(struct ws_page *p, const struct ws_below *what)
{
    for (const struct ws_below *b = p->below; b; b = b->next)
        if (is_same(b, what))
            return;
    struct ws_below *b = ws_arena_alloc(&p->arena, sizeof(*b));
    if (!b) {
        p->out->failed = true;
        return;
    }
    *b = *what;
    b->next = NULL;
    *p->below_end = b;
    p->below_end = &b->next;
}

static void say_value(struct ws_page *p, const struct ws_field *f, const struct ws_name *n,
                      const char *separator)
{
    if (f->flags & WS_NAMES_ARE_BITS)
        ws_describe_say(p, separator, "%#" PRIx64 " %s", (uint64_t)n->value, n->name);
    else
        ws_describe_say(p, separator, "%" PRId64 " %s", n->value, n->name);
}

/** All when they are short, else the first and the last. Below, when more is to be said of them. */
void ws_describe_names(struct ws_page *p, const struct ws_row *row, const char *title)
{
    const char *first = p->what.len && memchr(p->what.data, ':', p->what.len) ? "; " : ": ";
    size_t len = 0, last = row->n_names - 1;
    bool docs = false;

    for (size_t i = 0; i < row->n_names; i++) {
        len += strlen(row->names[i].name) + 4;
        docs = docs || row->names[i].doc;
    }
    for (size_t i = 0; i <= last; i++)
        if (len <= INLINE_NAMES || i == 0)
            say_value(p, row->field, &row->names[i], i ? ", " : first);
    if (len > INLINE_NAMES && last > 0)
        say_value(p, row->field, &row->names[last], last == 1 ? ", " : " … ");
    if (row->field->names->otherwise)
        ws_describe_say(p, ", ", "else %s", row->field->names->otherwise);
    if (docs || len > INLINE_NAMES)
        ws_describe_below(p, &(struct ws_below){.names = row, .title = title});
}

/** The value with its name, as an author wrote it. */
static void say_number(struct ws_page *p, const struct ws_row *row, const char *word, int64_t v)
{
    size_t len;
    const char *name = row->field->names ? ws_row_name_of(row, v, &len) : NULL;

    if (row->field->flags & WS_CONSTANT && v > 9)
        ws_describe_say(p, "; ", "%s %#" PRIx64, word, (uint64_t)v);
    else
        ws_describe_say(p, "; ", "%s %" PRId64 "%s%s", word, v, name ? " " : "", name ? name : "");
}

static void say_expected(struct ws_page *p, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    for (size_t i = 0; i < p->type->n_presets; i++) {
        if (p->type->presets[i].row == f) {
            say_number(p, row, "here", p->type->presets[i].value);
            return;
        }
    }
    if (f->flags & WS_CONSTANT)
        say_number(p, row, "always", f->value);
    else if (f->value && !(f->purpose & WS_VIEW))
        say_number(p, row, "default", f->value);
}

const struct ws_row *ws_describe_referred(const struct ws_place *at, uint16_t ref)
{
    const struct ws_plan *plan = ref & OUTER ? at->outer : at->plan;
    size_t index = (size_t)(ref & ~OUTER) - 1;
    return ref && plan && index < plan->n ? &plan->rows[index] : NULL;
}

const char *ws_describe_key(const struct ws_row *row)
{
    return row && row->field->key ? row->field->key : "what follows";
}

static const char *referred(const struct ws_place *at, uint16_t ref)
{
    return ws_describe_key(ws_describe_referred(at, ref));
}

static void say_measured(struct ws_page *p, const char *by, const struct ws_field *f)
{
    char times[16] = "", bias[16] = "";

    if (f->len_unit > 1)
        snprintf(times, sizeof(times), " × %u", f->len_unit);
    if (f->len_bias)
        snprintf(bias, sizeof(bias), " %c %d", f->len_bias < 0 ? '-' : '+', abs(f->len_bias));
    ws_describe_say(p, "; ", "%s%s%s %s", by, times, bias,
                    f->flags & WS_LEN_BITS ? "bits" : "bytes");
}

/** Of arrays in arrays, the outer one first. */
static void say_dimensions(struct ws_page *p, const struct ws_field *f)
{
    char text[128];
    int len = snprintf(text, sizeof(text), "%u", f->count);

    while (f->flags & WS_UNWRAPPED && len < (int)sizeof(text) - 16) {
        f = f->table->rows;
        len += snprintf(text + len, sizeof(text) - (size_t)len, " × %u", f->count);
    }
    ws_describe_say(p, "; ", "%s times", text);
}

static void say_length(struct ws_page *p, const struct ws_place *at, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (row->len_rule == WS_LEN_FIELD)
        say_measured(p, referred(at, f->len_from), f);
    if (f->flags & WS_NUL_ENDED)
        ws_describe_say(p, "; ", "ends with a NUL");
    if (f->flags & WS_UNWRAPPED)
        say_dimensions(p, f);
    else if (f->repeat == WS_TIMES)
        ws_describe_say(p, "; ", "%u times", f->count);
    else if (f->repeat == WS_COUNTED)
        ws_describe_say(p, "; ", "%s times", referred(at, f->count_from));
    else if (f->repeat == WS_TO_END)
        ws_describe_say(p, "; ", "until the end");
}

static void say_condition(struct ws_page *p, const struct ws_place *at, const struct ws_field *f)
{
    static const char *const words[] = {
        [WS_EQUAL] = "is",
        [WS_NOT_EQUAL] = "is not",
        [WS_LESS] = "is below",
        [WS_AT_LEAST] = "is at least",
        [WS_HAS_BITS] = "has bits of",
    };
    if (f->when.row && f->when.test)
        ws_describe_say(p, "; ", "only when %s %s %" PRId64, referred(at, f->when.row),
                        words[f->when.test], f->when.value);
    if (f->flags & WS_IF_ANY)
        ws_describe_say(p, "; ", "only when bytes are left");
}

static void say_derived(struct ws_page *p, const struct ws_place *at, const struct ws_field *f)
{
    switch ((enum ws_measure)f->derive.measure) {
    case WS_LEN_OF:
        ws_describe_say(p, " ", "[derived: bytes of %s]", referred(at, f->derive.row));
        break;
    case WS_COUNT_OF:
        ws_describe_say(p, " ", "[derived: number of %s]", referred(at, f->derive.row));
        break;
    case WS_LEN_BEHIND:
        ws_describe_say(p, " ", "[derived: bytes that follow]");
        break;
    case WS_LEN_ALL:
        ws_describe_say(p, " ", "[derived: bytes of the message]");
        break;
    case WS_COPY_OF:
        ws_describe_say(p, "; ", "shown only when it is not that of %s",
                        referred(at, f->derive.row));
        break;
    case WS_NOT_DERIVED:
        break;
    }
}

void ws_describe_purposes(struct ws_page *p, unsigned purpose, const char *space)
{
    static const struct {
        unsigned purpose;
        const char *word;
    } words[] = {
        {WS_VIEW, "view"}, {WS_VOLATILE, "volatile"}, {WS_KEY, "key"}, {WS_SECRET, "secret"}};

    if (purpose & WS_ID)
        ws_describe_say(p, " ", space ? "[id %s]" : "[id]", space);
    for (size_t i = 0; i < WS_LEN(words); i++)
        if (purpose & words[i].purpose)
            ws_describe_say(p, " ", "[%s]", words[i].word);
}

void ws_describe_row(struct ws_page *p, const struct ws_place *at, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    ws_buf_reset(&p->what);
    if (f->doc)
        ws_describe_say(p, "", "%s", f->doc);
    if (f->label)
        ws_describe_say(p, "; ", "%s", f->label);
    if (f->type == WS_ALIGN)
        ws_describe_say(p, "; ", "zeros up to a multiple of %u", f->len);
    if (f->unit)
        ws_describe_say(p, " ", "(%s)", f->unit);
    if (row->n_names)
        ws_describe_names(p, row, f->key);
    say_expected(p, row);
    say_length(p, at, row);
    say_condition(p, at, f);
    say_derived(p, at, f);
    ws_describe_purposes(p, f->purpose, f->id.space);
}
