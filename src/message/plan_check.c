/* Contradictions within field tables. */
#include "message/plan_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wirespeak/err.h"
#include "wirespeak/text.h"

int ws_plan_refuse(struct ws_planner *p, const struct ws_table *t, size_t row, const char *fmt, ...)
{
    const char *key = row < t->n && t->rows[row].key ? t->rows[row].key : "no key";
    va_list args;
    int n = snprintf(p->why, WS_PLAN_WHY_MAX, "table %s, row %zu (%s): ", t->name ? t->name : "-",
                     row, key);

    if (n < 0 || n >= WS_PLAN_WHY_MAX)
        return WS_E_VALUE;
    va_start(args, fmt);
    vsnprintf(p->why + n, (size_t)(WS_PLAN_WHY_MAX - n), fmt, args);
    va_end(args);
    return WS_E_VALUE;
}

/* Rows by themselves: each function answers what is wrong, or NULL. */

static bool is_snake_case(const char *key)
{
    if (*key < 'a' || *key > 'z')
        return false;
    while ((*key >= 'a' && *key <= 'z') || (*key >= '0' && *key <= '9') || *key == '_')
        key++;
    return *key == '\0';
}

/** A key that stands in JSON without an escape. */
static bool is_plain(const char *key)
{
    size_t len = strlen(key);

    for (size_t i = 0; i < len; i++)
        if ((uint8_t)key[i] < 0x20 || key[i] == '"' || key[i] == '\\')
            return false;
    return len > 0 && ws_utf8_valid((const uint8_t *)key, len);
}

static const char *wrong_key(const struct ws_field *f)
{
    bool foreign = f->flags & WS_FOREIGN_KEY;

    if (f->key && !foreign && !is_snake_case(f->key))
        return "a key is snake_case";
    if (f->key && foreign && !is_plain(f->key))
        return "a key is a text that needs no escapes";
    if (f->key && strlen(f->key) > 255)
        return "a key has at most 255 letters";
    if (f->key && f->type == WS_HOOK)
        return "a hook has no key: its values have the keys of its own rows";
    if (f->key)
        return NULL;
    if (f->names)
        return "names without a key";
    if (f->repeat)
        return "repeated without a key";
    if (f->type == WS_NUMBERS || f->type == WS_TLVS || f->type == WS_TIME)
        return "a row of this type has a key";
    return NULL;
}

static const char *wrong_names(const struct ws_field *f)
{
    if ((f->flags & WS_NAMES_ARE_BITS) && !f->names)
        return "names of bits, and no names";
    for (size_t i = 0; f->names && i < f->names->n; i++) {
        const struct ws_name *list = f->names->list;
        if (!list[i].name || !*list[i].name || strlen(list[i].name) > 255)
            return "a name has 1 to 255 letters";
        for (size_t k = 0; k < i; k++)
            if (list[k].value == list[i].value)
                return "two names for one value";
    }
    return NULL;
}

static const char *wrong_value(const struct ws_field *f)
{
    bool bits = f->type == WS_BITS, real = f->type >> 8 == WS_FAMILY_FLOAT;
    unsigned n = bits ? f->bits : (f->type & 0xffu) * 8u;

    if (f->value && !ws_type_is_number(f->type) && !bits)
        return "only numbers have a value";
    if (!f->value || real || n >= 64)
        return NULL;
    if (f->type >> 8 == WS_FAMILY_INT || (bits && (f->flags & WS_SIGNED)))
        return f->value < -(INT64_C(1) << (n - 1)) || f->value >= INT64_C(1) << (n - 1)
                   ? "its value does not fit"
                   : NULL;
    return f->value < 0 || f->value >= INT64_C(1) << n ? "its value does not fit" : NULL;
}

static const char *wrong_purpose(const struct ws_field *f)
{
    bool view = f->purpose & WS_VIEW, derived = f->purpose & WS_DERIVED;
    uint8_t measure = f->derive.measure;

    if (view && f->type != WS_TIME && f->type != WS_HOOK && !ws_type_is_number(f->type))
        return "only a time, a hook or a number is a view";
    if (view && !f->of && !ws_type_is_number(f->type))
        return "a view of no row";
    if (derived && (!ws_type_is_whole(f->type) || f->type == WS_BITS || f->repeat))
        return "only single whole numbers are derived";
    if (derived && !measure)
        return "derived from nothing";
    if (measure > WS_COPY_OF)
        return "no such measure";
    if ((measure == WS_LEN_OF || measure == WS_COUNT_OF || measure == WS_COPY_OF) !=
        (f->derive.row != 0))
        return "WS_LEN_OF, WS_COUNT_OF and WS_COPY_OF, and only these, measure a row";
    if ((f->flags & WS_KEEP_LARGER) && (!derived || measure == WS_COUNT_OF))
        return "only a derived length can be kept larger";
    if ((f->flags & WS_KEEP_ENOUGH) && measure != WS_LEN_ALL && measure != WS_LEN_BEHIND)
        return "only the message's length is kept when it is enough";
    if ((f->flags & WS_KEEP_GIVEN) && !derived)
        return "only a derived number is kept as given";
    return NULL;
}

static const char *wrong_place(const struct ws_field *f)
{
    bool number = ws_type_is_number(f->type) && !f->repeat && !(f->purpose & WS_VIEW);

    if (f->elsewhere && !number)
        return "only single numbers stand elsewhere";
    if (f->mark_len > 4 || (f->mark_len && !f->elsewhere))
        return "a mark of at most 4 bytes, for a number that stands elsewhere";
    return NULL;
}

static const char *wrong_unwrapped(const struct ws_field *f)
{
    const struct ws_field *inner = f->type == WS_STRUCT && f->table ? f->table->rows : NULL;

    if (!inner || !f->key || !f->repeat || f->table->n != 1 || (f->flags & WS_OVERLAID))
        return "only a repeated structure of one row is unwrapped";
    return !inner->key || !inner->repeat ? "what is unwrapped is an array" : NULL;
}

static const char *wrong_flags(const struct ws_field *f)
{
    bool bits = f->type == WS_BITS;
    unsigned text = WS_NUL_ENDED | WS_CUT_AT_NUL | WS_STRIPPED;

    if ((f->flags & WS_AS_BOOL) && !bits)
        return "only bits are made a bool by a flag";
    if ((f->flags & WS_SIGNED) && !bits)
        return "only bits are made signed by a flag";
    if ((f->flags & WS_LEN_BITS) && (!f->len_from || (f->type != WS_IP && f->type != WS_BYTES)))
        return "a length in bits is that of an address or of bytes, and comes from a row";
    if ((f->flags & text) && f->type != WS_TEXT &&
        !(f->type == WS_ALIGN && (f->flags & text) == WS_NUL_ENDED))
        return "only a text ends at a NUL or is stripped";
    if ((f->flags & (WS_MAY_BE_CUT | WS_TRIM_SINGLE)) && (f->type != WS_TEXT || !f->len))
        return "only a text of given size is cut or trimmed";
    if ((f->flags & WS_SKIP_SHORT) && (f->type != WS_STRUCT || !f->table || !f->table->min))
        return "only a structure with a min is skipped";
    if ((f->flags & WS_FILLED) && (f->type != WS_STRUCT || !f->len))
        return "only a structure of given size is filled";
    if ((f->flags & WS_IN_PLACE) && !bits)
        return "only bits stand in place";
    if ((f->flags & WS_CONSTANT) && !ws_type_is_number(f->type) && !bits && f->type != WS_BYTES)
        return "only numbers, bits and bytes are constant";
    if ((f->flags & WS_ATOMIC) && f->type != WS_STRUCT && f->type != WS_CHOICE)
        return "only structures and choices are atomic";
    if ((f->flags & WS_HEX_INSIDE) && f->type != WS_TEXT)
        return "only a text may turn out not to be valid";
    if ((f->flags & WS_OVERLAID) && f->type != WS_STRUCT)
        return "only a structure is a union";
    return f->flags & WS_UNWRAPPED ? wrong_unwrapped(f) : NULL;
}

static const char *wrong_repeat(const struct ws_field *f)
{
    bool repeatable = ws_type_is_number(f->type) || f->type == WS_STRUCT || f->type == WS_NUMBERS ||
                      (f->type >= WS_BYTES && f->type <= WS_IP) || f->type == WS_X87;

    if (f->repeat > WS_TO_END)
        return "no such repetition";
    if (f->repeat && !repeatable)
        return "a row of this type occurs once";
    if (f->repeat == WS_COUNTED && !f->count_from)
        return "counted by no row";
    if (f->repeat == WS_TIMES && !f->count)
        return "repeated 0 times";
    return NULL;
}

static const char *wrong_len(const struct ws_field *f)
{
    if (f->prefix > 8)
        return "a prefix has at most 8 bytes";
    if ((f->prefix && (f->len || f->len_from)) ||
        (f->len && f->len_from && !(f->flags & WS_LEN_BITS)))
        return "two lengths";
    if (f->type == WS_MAC && f->len && f->len != 6 && f->len != 8)
        return "a MAC address has 6 or 8 bytes";
    if (f->type == WS_IP && f->len && f->len != 4 && f->len != 16)
        return "an IP address has 4 or 16 bytes";
    if (f->type == WS_IP && (f->flags & WS_LEN_BITS) && !f->len)
        return "a prefix has len 4 or 16";
    return NULL;
}

static const char *wrong_bits(const struct ws_field *f)
{
    if (f->bits < 1 || f->bits > 64 || f->unit_len > 8)
        return "1 to 64 bits in a unit of at most 8 bytes";
    if (f->when.row || (f->flags & WS_IF_ANY))
        return "bits are there always: put a unit with a condition into a table of its own";
    return NULL;
}

static const char *wrong_tlvs(const struct ws_tlvs *t)
{
    if (!t || !t->type_len || t->type_len > 4 || !t->length_len || t->length_len > 4)
        return "a list of TLVs has numbers of 1 to 4 bytes";
    return NULL;
}

static const char *wrong_choice(const struct ws_choice *c)
{
    if (!c || !c->n || !c->on)
        return "a choice has cases and a row that it looks at";
    for (size_t i = 0; i < c->n; i++) {
        if (!c->cases[i].table)
            return "a case without a table";
        for (size_t k = 0; k < i; k++)
            if (c->cases[k].value == c->cases[i].value)
                return "two cases for one value";
    }
    return NULL;
}

static const char *wrong_type(const struct ws_field *f)
{
    if (ws_type_is_number(f->type))
        return NULL;
    switch (f->type) {
    case WS_BITS:
        return wrong_bits(f);
    case WS_BYTES:
    case WS_TEXT:
    case WS_MAC:
    case WS_IP:
    case WS_ANY:
        return NULL;
    case WS_TIME:
        return f->purpose & WS_VIEW ? NULL : "a time is a view of another row";
    case WS_NUMBERS:
        return !ws_type_is_number(f->element) || !f->repeat ? "numbers have an element and repeat"
                                                            : NULL;
    case WS_STRUCT:
        return f->table ? NULL : "a structure has a table";
    case WS_CHOICE:
        return wrong_choice(f->choice);
    case WS_TLVS:
        return wrong_tlvs(f->tlvs);
    case WS_HOOK:
        return !f->hook || !f->hook->decode || !f->hook->encode || !f->hook->rows ||
                       !f->hook->rows->n
                   ? "a hook has two functions and rows"
                   : NULL;
    case WS_ALIGN:
        return f->len ? NULL : "alignment has a len";
    case WS_LABEL:
        return f->key && f->label ? NULL : "a label has a key and a text";
    case WS_X87:
        return f->key && f->len >= 10 ? NULL : "an extended real has a key, and 10 bytes or more";
    default:
        return "no such type";
    }
}

static const char *wrong_row(const struct ws_field *f)
{
    static const char *(*const checks[])(const struct ws_field *) = {
        wrong_type,   wrong_key, wrong_names,   wrong_value, wrong_flags,
        wrong_repeat, wrong_len, wrong_purpose, wrong_place,
    };
    for (size_t i = 0; i < WS_LEN(checks); i++) {
        const char *wrong = checks[i](f);
        if (wrong)
            return wrong;
    }
    return f->when.test > WS_HAS_BITS || (f->when.test && !f->when.row) ? "a condition on no row"
                                                                        : NULL;
}

/* Rows together */

static int check_bits(struct ws_planner *p, const struct ws_table *t)
{
    unsigned left = 0, little = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct ws_field *f = &t->rows[i];
        if (left && (f->type != WS_BITS || f->unit_len))
            return ws_plan_refuse(p, t, i, "%u bits of the unit before are not described", left);
        if (f->type != WS_BITS)
            continue;
        if (f->unit_len) {
            left = f->unit_len * 8u;
            little = f->flags & WS_LITTLE;
        }
        if (f->bits > left)
            return ws_plan_refuse(p, t, i, "%u bits where the unit has %u left", f->bits, left);
        if ((f->flags & WS_LITTLE) != little)
            return ws_plan_refuse(p, t, i, "the bits of one unit have one order");
        left -= f->bits;
    }
    return left ? ws_plan_refuse(p, t, t->n - 1, "%u bits of the unit are not described", left)
                : WS_OK;
}

static int check_tlv_list(struct ws_planner *p, const struct ws_table *table, size_t row)
{
    const struct ws_tlvs *t = table->rows[row].tlvs;
    uint64_t bound = UINT64_C(1) << t->type_len * 8u;

    for (size_t i = 0; i < t->n; i++) {
        const struct ws_tlv *a = &t->list[i];
        uint32_t last = a->type_last ? a->type_last : a->type;
        if (!a->name)
            return ws_plan_refuse(p, table, row, "TLV %#x has no name", a->type);
        if (last < a->type || last >= bound)
            return ws_plan_refuse(p, table, row, "TLV %#x ends before it begins, or does not fit",
                                  a->type);
        if (a->max && a->max < a->min)
            return ws_plan_refuse(p, table, row, "TLV %#x has no possible length", a->type);
        for (size_t k = 0; k < i; k++) {
            const struct ws_tlv *b = &t->list[k];
            if (a->type <= (b->type_last ? b->type_last : b->type) && b->type <= last)
                return ws_plan_refuse(p, table, row, "TLV %#x stands twice", a->type);
        }
    }
    return WS_OK;
}

int ws_plan_check_table(struct ws_planner *p, const struct ws_table *table)
{
    if (table->n > WS_MAX_ROWS)
        return ws_plan_refuse(p, table, WS_MAX_ROWS, "a table has at most %d rows", WS_MAX_ROWS);
    for (size_t i = 0; i < table->n; i++) {
        const char *wrong = wrong_row(&table->rows[i]);
        if (wrong)
            return ws_plan_refuse(p, table, i, "%s", wrong);
        if (table->rows[i].type == WS_TLVS) {
            int err = check_tlv_list(p, table, i);
            if (err)
                return err;
        }
    }
    return check_bits(p, table);
}
