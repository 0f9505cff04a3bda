/* Field tables made ready: checked, references resolved, keys rendered, names sorted. */
#include "message/plan.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wirespeak/err.h"

struct ws_planned {
    const struct ws_table *table;
    const struct ws_plan *outer; /* for tables that refer to the one around them */
    struct ws_plan *plan;
    struct ws_planned *next;
};

enum { OUTER = 0x4000 };

static int refuse(struct ws_planner *p, const struct ws_table *t, size_t row, const char *fmt, ...)
    WS_PRINTF(4, 5);

static int refuse(struct ws_planner *p, const struct ws_table *t, size_t row, const char *fmt, ...)
{
    va_list args;
    int n = snprintf(p->why, WS_PLAN_WHY_MAX, "table %s, row %zu (%s): ", t->name ? t->name : "-",
                     row, row < t->n && t->rows[row].key ? t->rows[row].key : "no key");
    if (n < 0 || n >= WS_PLAN_WHY_MAX)
        return WS_E_VALUE;
    va_start(args, fmt);
    vsnprintf(p->why + n, (size_t)(WS_PLAN_WHY_MAX - n), fmt, args);
    va_end(args);
    return WS_E_VALUE;
}

/* Keys */

static bool is_snake_case(const char *key)
{
    if (!islower((unsigned char)*key))
        return false;
    for (; *key; key++)
        if (!islower((unsigned char)*key) && !isdigit((unsigned char)*key) && *key != '_')
            return false;
    return true;
}

static const char *render(struct ws_planner *p, const char *key, const char *suffix, uint16_t *len)
{
    size_t n = strlen(key) + strlen(suffix) + 3;
    char *text = ws_arena_alloc(p->arena, n + 1);
    if (!text)
        return NULL;
    snprintf(text, n + 1, "\"%s%s\":", key, suffix);
    *len = (uint16_t)n;
    return text;
}

static int render_keys(struct ws_planner *p, struct ws_row *row)
{
    const char *key = row->field->key;
    if (!key)
        return WS_OK;
    row->json_key = render(p, key, "", &row->json_key_len);
    row->json_key_name = render(p, key, "_name", &row->json_key_name_len);
    row->json_key_hex = render(p, key, "_hex", &row->json_key_hex_len);
    return row->json_key && row->json_key_name && row->json_key_hex ? WS_OK : WS_E_NOMEM;
}

/* Codes */

const struct ws_code *ws_code_of(const struct ws_code *own, size_t n_own, uint16_t code)
{
    static const struct ws_code common[] = {
        [WS_NO_ERROR] = {"none", "nothing is wrong", WS_INFO},
        [WS_TRUNCATED] = {"truncated", "the bytes end before the message does", WS_ERROR},
        [WS_BAD_LENGTH] = {"bad_length", "a length does not fit what it measures", WS_ERROR},
        [WS_BAD_VALUE] = {"bad_value", "a value that is not allowed here", WS_ERROR},
        [WS_BAD_STATE] = {"bad_state", "not allowed in the state of the conversation", WS_ERROR},
        [WS_BAD_ENCODING] = {"bad_encoding", "a text is not in its character set", WS_ERROR},
        [WS_TRAILING_BYTES] = {"trailing_bytes", "bytes that belong to no field", WS_ERROR},
        [WS_LIMIT] = {"limit", "a limit of this program was reached", WS_ERROR},
        [WS_UNKNOWN_MESSAGE] = {"unknown_message", "no message of the protocol", WS_ERROR},
    };
    if (code >= WS_FIRST_OWN_CODE && code - WS_FIRST_OWN_CODE < (int)n_own)
        return &own[code - WS_FIRST_OWN_CODE];
    return &common[code < WS_LEN(common) ? code : WS_NO_ERROR];
}

/* Names */

static int by_value(const void *a, const void *b)
{
    const struct ws_name *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

static int sort_names(struct ws_planner *p, struct ws_row *row)
{
    const struct ws_names *names = row->field->names;
    if (!names)
        return WS_OK;
    struct ws_name *sorted = ws_arena_alloc(p->arena, names->n * sizeof(*sorted));
    if (!sorted)
        return WS_E_NOMEM;
    memcpy(sorted, names->list, names->n * sizeof(*sorted));
    qsort(sorted, names->n, sizeof(*sorted), by_value);
    row->names = sorted;
    row->n_names = names->n;
    return WS_OK;
}

const char *ws_row_name_of(const struct ws_row *row, int64_t value, size_t *ret_len)
{
    size_t low = 0, high = row->n_names;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ws_name *n = &row->names[middle];
        if (n->value == value) {
            *ret_len = strlen(n->name);
            return n->name;
        }
        if (n->value < value)
            low = middle + 1;
        else
            high = middle;
    }
    const char *otherwise = row->n_names ? row->field->names->otherwise : NULL;
    *ret_len = otherwise ? strlen(otherwise) : 0;
    return otherwise;
}

bool ws_row_value_of(const struct ws_row *row, struct ws_bytes name, int64_t *ret)
{
    for (size_t i = 0; i < row->n_names; i++) {
        const char *known = row->names[i].name;
        if (strlen(known) == name.len && memcmp(known, name.data, name.len) == 0) {
            *ret = row->names[i].value;
            return true;
        }
    }
    return false;
}

/* References between rows */

/** Rows that others look at get a place among the kept values. */
static int keep(struct ws_planner *p, struct ws_plan *plan, size_t index, size_t *n_kept)
{
    struct ws_row *row = &plan->rows[index];
    if (row->kept)
        return WS_OK;
    if (*n_kept == WS_MAX_REFERENCED)
        return refuse(p, plan->table, index, "more than %d rows are referred to",
                      WS_MAX_REFERENCED);
    row->kept = (uint8_t)++ * n_kept;
    return WS_OK;
}

struct resolve {
    struct ws_planner *planner;
    struct ws_plan *plan;
    const struct ws_plan *outer; /* the table around an inline one, or NULL */
    size_t n_kept;
};

static int resolve(struct resolve *r, size_t from, uint16_t ref, bool later,
                   struct ws_slot_ref *ret)
{
    if (!ref)
        return WS_OK;
    if (ref & OUTER) {
        size_t index = (size_t)(ref & ~OUTER) - 1;
        if (!r->outer || index >= r->outer->n)
            return refuse(r->planner, r->plan->table, from,
                          "refers to row %zu outside, where there is none", index);
        if (!r->outer->rows[index].kept)
            return refuse(r->planner, r->plan->table, from,
                          "refers to row %zu outside, which is not kept", index);
        *ret = (struct ws_slot_ref){r->outer->rows[index].kept, true};
        return WS_OK;
    }
    size_t index = (size_t)ref - 1;
    if (index >= r->plan->n || (!later && index >= from) || (later && index == from))
        return refuse(r->planner, r->plan->table, from,
                      "refers to row %zu, which is not an earlier one", index);
    int err = keep(r->planner, r->plan, index, &r->n_kept);
    *ret = (struct ws_slot_ref){r->plan->rows[index].kept, false};
    return err;
}

enum { REFS = 7 };

static void refs_of(const struct ws_field *f, uint16_t refs[REFS])
{
    const uint16_t all[REFS] = {f->len_from,
                                f->count_from,
                                f->when.row,
                                f->of,
                                f->of_nsec,
                                f->derive.row,
                                f->choice ? f->choice->on : (uint16_t)0};
    memcpy(refs, all, sizeof(all));
}

static bool refers_outside(const struct ws_table *t)
{
    uint16_t refs[REFS];
    for (size_t i = 0; i < t->n; i++) {
        refs_of(&t->rows[i], refs);
        for (size_t k = 0; k < REFS; k++)
            if (refs[k] & OUTER)
                return true;
    }
    return false;
}

/** What rows of tables inside refer to outside must be kept there: looked at before those tables
 * are planned. */
static int keep_for_inner(struct resolve *r, size_t from, const struct ws_table *inner)
{
    for (size_t i = 0; inner && i < inner->n; i++) {
        uint16_t refs[REFS];
        refs_of(&inner->rows[i], refs);
        for (size_t k = 0; k < REFS; k++) {
            if (!(refs[k] & OUTER))
                continue;
            size_t index = (size_t)(refs[k] & ~OUTER) - 1;
            if (index >= r->plan->n)
                return refuse(r->planner, r->plan->table, from,
                              "a table inside refers to row %zu, which there is not", index);
            int err = keep(r->planner, r->plan, index, &r->n_kept);
            if (err)
                return err;
        }
    }
    return WS_OK;
}

static int resolve_row(struct resolve *r, size_t i)
{
    const struct ws_field *f = &r->plan->table->rows[i];
    struct ws_row *row = &r->plan->rows[i];
    int err;

    if ((err = resolve(r, i, f->len_from, false, &row->len)) ||
        (err = resolve(r, i, f->count_from, false, &row->count)) ||
        (err = resolve(r, i, f->when.row, false, &row->when)) ||
        (err = resolve(r, i, f->of, false, &row->of)) ||
        (err = resolve(r, i, f->of_nsec, false, &row->of_nsec)) ||
        (err = resolve(r, i, f->choice ? f->choice->on : 0, false, &row->on)) ||
        (err = resolve(r, i, f->derive.row, true, &row->derive)) ||
        (err = keep_for_inner(r, i, f->table)))
        return err;
    for (size_t k = 0; f->choice && k < f->choice->n; k++)
        if ((err = keep_for_inner(r, i, f->choice->cases[k].table)))
            return err;
    return f->choice ? keep_for_inner(r, i, f->choice->otherwise) : WS_OK;
}

/* Rows by themselves */

static bool is_number(uint16_t type)
{
    unsigned family = type >> 8, len = type & 0xff;
    switch (family) {
    case WS_FAMILY_UINT:
    case WS_FAMILY_INT:
    case WS_FAMILY_BOOL:
        return len >= 1 && len <= 8;
    case WS_FAMILY_FLOAT:
        return len == 4 || len == 8;
    default:
        return false;
    }
}

static const char *wrong_type(const struct ws_field *f)
{
    if (is_number(f->type))
        return NULL;
    switch (f->type) {
    case WS_BITS:
        return f->bits < 1 || f->bits > 64 || f->unit_len > 8
                   ? "1 to 64 bits in a unit of at most 8 bytes"
                   : NULL;
    case WS_BYTES:
    case WS_TEXT:
    case WS_MAC:
        return NULL;
    case WS_IP:
        if (f->flags & WS_LEN_BITS)
            return f->len != 4 && f->len != 16 ? "a prefix has len 4 or 16" : NULL;
        return NULL;
    case WS_TIME:
        return !(f->purpose & WS_VIEW) || !f->of ? "a time is a view of another row" : NULL;
    case WS_NUMBERS:
        return !is_number(f->element) || !f->repeat ? "numbers have an element and are repeated"
                                                    : NULL;
    case WS_STRUCT:
        return !f->table              ? "a structure has a table"
               : !f->key && f->repeat ? "an inline structure occurs once"
                                      : NULL;
    case WS_CHOICE:
        return !f->choice || !f->choice->n || f->repeat ? "a choice has cases and occurs once"
                                                        : NULL;
    case WS_TLVS:
        return !f->tlvs || !f->tlvs->type_len || f->tlvs->type_len > 4 || !f->tlvs->length_len ||
                       f->tlvs->length_len > 4
                   ? "a list of TLVs has numbers of 1 to 4 bytes"
                   : NULL;
    case WS_HOOK:
        return !f->hook || !f->hook->decode || !f->hook->encode || !f->hook->rows
                   ? "a hook has two functions and rows"
                   : NULL;
    case WS_ALIGN:
        return !f->len ? "alignment has a len" : NULL;
    default:
        return "no such type";
    }
}

static const char *wrong_row(const struct ws_field *f)
{
    if (f->key && !is_snake_case(f->key))
        return "a key is snake_case";
    if (!f->key && f->names)
        return "names without a key";
    if (f->repeat == WS_COUNTED && !f->count_from)
        return "counted by no row";
    if (f->repeat > WS_TO_END)
        return "no such repetition";
    if ((f->purpose & WS_DERIVED) && !is_number(f->type))
        return "only whole numbers are derived";
    if ((f->purpose & WS_DERIVED) && !f->derive.measure)
        return "derived from nothing";
    if ((f->derive.measure == WS_LEN_OF || f->derive.measure == WS_COUNT_OF) && !f->derive.row)
        return "derived from no row";
    return wrong_type(f);
}

static enum ws_len_rule len_rule(const struct ws_field *f)
{
    if (f->len_from)
        return WS_LEN_FIELD;
    if (f->prefix)
        return WS_LEN_PREFIXED;
    return f->len ? WS_LEN_FIXED : WS_LEN_REST;
}

/* Keys stand once in an object, inline tables included. */
static int check_keys(struct ws_planner *p, const struct ws_table *whole, const struct ws_table *t,
                      size_t upto_row)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct ws_field *f = &t->rows[i];
        if (!f->key || whole == t)
            continue;
        for (size_t k = 0; k < whole->n && k != upto_row; k++)
            if (whole->rows[k].key && strcmp(whole->rows[k].key, f->key) == 0)
                return refuse(p, whole, k, "the key %s stands twice", f->key);
    }
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < i; k++)
            if (t->rows[i].key && t->rows[k].key && strcmp(t->rows[i].key, t->rows[k].key) == 0)
                return refuse(p, t, i, "the key stands twice");
    return WS_OK;
}

static int check_bits(struct ws_planner *p, const struct ws_table *t)
{
    unsigned left = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct ws_field *f = &t->rows[i];
        if (f->type != WS_BITS || f->unit_len) {
            if (left)
                return refuse(p, t, i, "%u bits of the unit before are not described", left);
            left = f->type == WS_BITS ? f->unit_len * 8u : 0;
        }
        if (f->type != WS_BITS)
            continue;
        if (f->bits > left)
            return refuse(p, t, i, "%u bits where the unit has %u left", f->bits, left);
        left -= f->bits;
    }
    return left ? refuse(p, t, t->n - 1, "%u bits of the unit are not described", left) : WS_OK;
}

/* Plans */

static int make(struct ws_planner *p, const struct ws_table *table, const struct ws_plan *outer,
                const struct ws_plan **ret);

static int plan_cases(struct ws_planner *p, struct ws_row *row, const struct ws_plan *around)
{
    const struct ws_choice *c = row->field->choice;
    struct ws_plan_case *cases = ws_arena_alloc(p->arena, c->n * sizeof(*cases));
    int err;

    if (!cases)
        return WS_E_NOMEM;
    for (size_t i = 0; i < c->n; i++) {
        cases[i].value = c->cases[i].value;
        if ((err = make(p, c->cases[i].table, around, &cases[i].plan)))
            return err;
    }
    row->cases = cases;
    row->n_cases = c->n;
    return c->otherwise ? make(p, c->otherwise, around, &row->otherwise) : WS_OK;
}

const struct ws_plan *ws_row_case(const struct ws_row *row, int64_t value)
{
    for (size_t i = 0; i < row->n_cases; i++)
        if (row->cases[i].value == value)
            return row->cases[i].plan;
    return row->otherwise;
}

/** The keys that a list makes itself, as rows without a table. */
static int plan_tlv_keys(struct ws_planner *p, struct ws_plan_tlvs *t)
{
    const char *const keys[WS_TLV_N] = {
        [WS_TLV_TYPE] = "type",
        [WS_TLV_NAME] = "name",
        [WS_TLV_LENGTH] = "length",
        [WS_TLV_VALUE] = t->tlvs->value_key ? t->tlvs->value_key : "value",
        [WS_TLV_VALUE_HEX] = "value_hex",
        [WS_TLV_PADDING] = "padding",
        [WS_TLV_ERROR] = "error",
    };
    struct ws_field *fields = ws_arena_alloc(p->arena, WS_TLV_N * sizeof(*fields));
    if (!fields)
        return WS_E_NOMEM;
    for (size_t i = 0; i < WS_TLV_N; i++) {
        fields[i] = (struct ws_field){.key = keys[i], .type = WS_BYTES};
        t->keys[i].field = &fields[i];
        int err = render_keys(p, &t->keys[i]);
        if (err)
            return err;
    }
    return WS_OK;
}

static int by_type(const void *a, const void *b)
{
    const struct ws_plan_tlv *x = a, *y = b;
    return x->tlv->type < y->tlv->type ? -1 : x->tlv->type > y->tlv->type;
}

static int plan_tlvs(struct ws_planner *p, struct ws_row *row)
{
    const struct ws_tlvs *spec = row->field->tlvs;
    struct ws_plan_tlvs *t = ws_arena_alloc(p->arena, sizeof(*t));
    int err;

    if (!t)
        return WS_E_NOMEM;
    t->tlvs = spec;
    t->n = spec->n;
    t->unknown.object.field = row->field;
    t->list = ws_arena_alloc(p->arena, spec->n * sizeof(*t->list) + 1);
    if (!t->list)
        return WS_E_NOMEM;
    t->truncated = ws_code_of(p->errors, p->n_errors, spec->truncated)->code;
    t->bad_length = ws_code_of(p->errors, p->n_errors, spec->bad_length)->code;
    t->limit = ws_code_of(p->errors, p->n_errors, spec->limit)->code;
    row->tlvs = t;
    if ((err = plan_tlv_keys(p, t)))
        return err;
    for (size_t i = 0; i < spec->n; i++) {
        const struct ws_tlv *tlv = &spec->list[i];
        if (!tlv->name || (tlv->type_last && tlv->type_last < tlv->type))
            return refuse(p, &(struct ws_table){.n = 0}, 0,
                          "TLV %#x has no name, or a range that ends before it begins", tlv->type);
        t->list[i] = (struct ws_plan_tlv){.tlv = tlv, .object = {.field = row->field, .tlv = tlv}};
        if (tlv->table && (err = make(p, tlv->table, NULL, &t->list[i].plan)))
            return err;
    }
    qsort(t->list, t->n, sizeof(*t->list), by_type);
    return WS_OK;
}

const struct ws_plan_tlv *ws_plan_tlv_find(const struct ws_plan_tlvs *tlvs, uint32_t type)
{
    size_t low = 0, high = tlvs->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ws_tlv *t = tlvs->list[middle].tlv;
        uint32_t last = t->type_last ? t->type_last : t->type;
        if (type >= t->type && type <= last)
            return &tlvs->list[middle];
        if (type < t->type)
            high = middle;
        else
            low = middle + 1;
    }
    return &tlvs->unknown;
}

const struct ws_tlv *ws_node_tlv(const struct ws_node *node)
{
    return node->row ? node->row->tlv : NULL;
}

static int plan_inner(struct ws_planner *p, struct ws_plan *plan, struct ws_row *row)
{
    const struct ws_field *f = row->field;
    switch (f->type) {
    case WS_STRUCT:
        return make(p, f->table, plan, &row->table);
    case WS_CHOICE:
        return plan_cases(p, row, plan);
    case WS_TLVS:
        return row->tlvs ? WS_OK : plan_tlvs(p, row);
    case WS_HOOK:
        return make(p, f->hook->rows, NULL, &row->table);
    default:
        return WS_OK;
    }
}

static int check_rows(struct ws_planner *p, const struct ws_table *table)
{
    if (table->n > WS_MAX_ROWS)
        return refuse(p, table, 0, "a table has at most %d rows", WS_MAX_ROWS);
    for (size_t i = 0; i < table->n; i++) {
        const char *wrong = wrong_row(&table->rows[i]);
        if (wrong)
            return refuse(p, table, i, "%s", wrong);
        const struct ws_field *f = &table->rows[i];
        if (f->type == WS_STRUCT && !f->key) {
            int err = check_keys(p, table, f->table, i);
            if (err)
                return err;
        }
    }
    int err = check_keys(p, table, table, 0);
    return err ? err : check_bits(p, table);
}

static int fill(struct ws_planner *p, struct ws_plan *plan, const struct ws_plan *outer)
{
    struct resolve r = {.planner = p, .plan = plan, .outer = outer};
    int err = check_rows(p, plan->table);

    for (size_t i = 0; !err && i < plan->n; i++) {
        struct ws_row *row = &plan->rows[i];
        row->field = &plan->table->rows[i];
        row->len_rule = (uint8_t)len_rule(row->field);
        uint16_t number = row->field->type == WS_NUMBERS ? row->field->element : row->field->type;
        row->size = is_number(number) ? (uint8_t)(number & 0xff) : 0;
        if (!(err = render_keys(p, row)) && !(err = sort_names(p, row)))
            err = resolve_row(&r, i);
    }
    plan->n_kept = (uint8_t)r.n_kept;
    for (size_t i = 0; !err && i < plan->n; i++)
        err = plan_inner(p, plan, &plan->rows[i]);
    return err;
}

static int make(struct ws_planner *p, const struct ws_table *table, const struct ws_plan *outer,
                const struct ws_plan **ret)
{
    const struct ws_plan *around = refers_outside(table) ? outer : NULL;
    for (struct ws_planned *d = p->done; d; d = d->next) {
        if (d->table == table && d->outer == around) {
            *ret = d->plan;
            return WS_OK;
        }
    }
    if (p->depth == WS_MAX_DEPTH)
        return refuse(p, table, 0, "tables stand in one another more than %d deep", WS_MAX_DEPTH);
    struct ws_planned *done = ws_arena_alloc(p->arena, sizeof(*done));
    struct ws_plan *plan = ws_arena_alloc(p->arena, sizeof(*plan));
    struct ws_row *rows = ws_arena_alloc(p->arena, table->n * sizeof(*rows));
    if (!done || !plan || !rows)
        return WS_E_NOMEM;
    *plan = (struct ws_plan){.table = table, .rows = rows, .n = table->n};
    *done = (struct ws_planned){table, around, plan, p->done};
    p->done = done; /* before its rows: tables may hold themselves */
    p->depth++;
    int err = fill(p, plan, outer);
    p->depth--;
    if (!err)
        *ret = plan;
    return err;
}

int ws_plan_make(struct ws_planner *planner, const struct ws_table *table,
                 const struct ws_plan **ret)
{
    return make(planner, table, NULL, ret);
}
