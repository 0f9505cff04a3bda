/* Field tables made ready: references resolved, keys rendered, names sorted. */
#include "message/plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/plan_check.h"
#include "wirespeak/err.h"

/** A table that was asked for. They are filled one after the other, so that tables may hold
 * themselves and one another. */
struct ws_planned {
    struct ws_plan plan;
    struct ws_planned *next, *chain;
};

enum { OUTER = 0x4000 };

/* Keys and names */

/** Zeros for a text of `len` bytes that is to be padded. */
static char *padded(struct ws_planner *p, size_t len)
{
    return ws_arena_alloc(p->arena, (len / WS_READY_STEP + 1) * WS_READY_STEP);
}

static const char *render(struct ws_planner *p, const char *key, const char *suffix, uint16_t *len)
{
    size_t key_len = strlen(key), suffix_len = strlen(suffix), n = key_len + suffix_len + 3;
    char *text = padded(p, n);
    if (!text)
        return NULL;
    text[0] = '"';
    memcpy(text + 1, key, key_len);
    memcpy(text + 1 + key_len, suffix, suffix_len);
    memcpy(text + n - 2, "\":", 2);
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
    row->brief = row->json_key_len <= WS_READY_SHORT && !(row->field->purpose & WS_SECRET);
    return row->json_key && row->json_key_name && row->json_key_hex ? WS_OK : WS_E_NOMEM;
}

static int render_names(struct ws_planner *p, struct ws_row *row)
{
    struct ws_ready *names = ws_arena_alloc(p->arena, row->n_names * sizeof(*names));

    if (!names)
        return WS_E_NOMEM;
    for (size_t i = 0; i < row->n_names; i++) {
        size_t key_len = row->json_key_name_len, name_len = row->name_lens[i];
        size_t len = key_len + name_len + 3;
        char *text = padded(p, len);
        if (!text)
            return WS_E_NOMEM;
        memcpy(text, row->json_key_name, key_len);
        text[key_len] = '"';
        memcpy(text + key_len + 1, row->names[i].name, name_len);
        memcpy(text + len - 2, "\",", 2);
        names[i] = (struct ws_ready){text, len};
        row->brief = row->brief && len <= WS_READY_SHORT;
    }
    row->json_names = names;
    return WS_OK;
}

static int by_value(const void *a, const void *b)
{
    const struct ws_name *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

/** Most lists are written in order. */
static bool is_sorted(const struct ws_names *names)
{
    for (size_t i = 1; i < names->n; i++)
        if (names->list[i - 1].value > names->list[i].value)
            return false;
    return true;
}

static int sort_names(struct ws_planner *p, struct ws_row *row)
{
    const struct ws_names *names = row->field->names;
    if (!names || !names->n)
        return WS_OK;
    row->n_names = (uint32_t)names->n;
    if (p->checks_only)
        return WS_OK;
    struct ws_name *sorted = ws_arena_alloc(p->arena, names->n * sizeof(*sorted));
    uint16_t *lens = ws_arena_alloc(p->arena, names->n * sizeof(*lens));
    if (!sorted || !lens)
        return WS_E_NOMEM;
    memcpy(sorted, names->list, names->n * sizeof(*sorted));
    if (!is_sorted(names))
        qsort(sorted, names->n, sizeof(*sorted), by_value);
    for (size_t i = 0; i < names->n; i++)
        lens[i] = (uint16_t)strlen(sorted[i].name);
    row->names = sorted;
    row->name_lens = lens;
    row->dense = (uint64_t)sorted[names->n - 1].value - (uint64_t)sorted[0].value == names->n - 1;
    bool single = row->json_key && !(row->field->flags & WS_NAMES_ARE_BITS);
    return single ? render_names(p, row) : WS_OK;
}

/* References between rows */

enum reference { TO_NUMBER = 1, TO_ANY = 2, LATER = 4 };

/** Every reference that a row can make, and what it may refer to. */
enum { REFS = 7 };

struct refs {
    struct {
        uint16_t row;
        unsigned rules;
    } list[REFS];
};

static struct refs refs_of(const struct ws_field *f)
{
    return (struct refs){{
        {f->len_from, TO_NUMBER},
        {f->count_from, TO_NUMBER},
        {f->when.row, TO_NUMBER},
        {f->choice ? f->choice->on : (uint16_t)0, TO_NUMBER},
        {f->of, f->type == WS_HOOK ? TO_ANY : TO_NUMBER},
        {f->of_nsec, TO_NUMBER},
        {f->derive.row, TO_ANY | LATER},
    }};
}

static struct ws_slot_ref *slots_of(struct ws_row *row, size_t i)
{
    struct ws_slot_ref *const all[REFS] = {&row->len, &row->count,   &row->when,  &row->on,
                                           &row->of,  &row->of_nsec, &row->derive};
    return all[i];
}

static bool refers_outside(const struct ws_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct refs refs = refs_of(&t->rows[i]);
        for (size_t k = 0; k < REFS; k++)
            if (refs.list[k].row & OUTER)
                return true;
    }
    return false;
}

/** Rows that others look at get a place among the kept values. */
static int keep(struct ws_planner *p, struct ws_plan *plan, size_t index)
{
    struct ws_row *row = &plan->rows[index];
    if (row->kept)
        return WS_OK;
    if (plan->n_kept == WS_MAX_REFERENCED)
        return ws_plan_refuse(p, plan->table, index, "more than %d rows are referred to",
                              WS_MAX_REFERENCED);
    row->kept = ++plan->n_kept;
    return WS_OK;
}

static int resolve_one(struct ws_planner *p, struct ws_plan *plan, size_t from, uint16_t ref,
                       unsigned rules, struct ws_slot_ref *ret)
{
    bool outer = ref & OUTER;
    const struct ws_plan *in = outer ? plan->in : plan;
    size_t index = (size_t)(ref & (OUTER - 1)) - 1;

    if (!in || index >= in->n)
        return ws_plan_refuse(p, plan->table, from, "refers to row %zu%s, where there is none",
                              index, outer ? " outside" : "");
    if (!outer && (index == from || (!(rules & LATER) && index > from)))
        return ws_plan_refuse(p, plan->table, from,
                              "refers to row %zu, which is not an earlier one", index);
    const struct ws_field *to = &in->table->rows[index];
    if ((rules & TO_NUMBER) && (!ws_type_is_whole(to->type) || to->repeat))
        return ws_plan_refuse(p, plan->table, from,
                              "refers to row %zu%s, which is no single whole number", index,
                              outer ? " outside" : "");
    if (!outer) {
        int err = keep(p, plan, index);
        if (err)
            return err;
    }
    *ret = (struct ws_slot_ref){in->rows[index].kept, outer};
    return WS_OK;
}

/** What rows of tables inside refer to outside is kept here: looked at before those are filled. */
static int keep_for_inner(struct ws_planner *p, struct ws_plan *plan, size_t from,
                          const struct ws_table *inner)
{
    for (size_t i = 0; inner && i < inner->n; i++) {
        struct refs refs = refs_of(&inner->rows[i]);
        for (size_t k = 0; k < REFS; k++) {
            if (!(refs.list[k].row & OUTER))
                continue;
            size_t index = (size_t)(refs.list[k].row & (OUTER - 1)) - 1;
            if (index >= plan->n)
                return ws_plan_refuse(p, plan->table, from,
                                      "a table inside refers to row %zu, which there is not",
                                      index);
            int err = keep(p, plan, index);
            if (err)
                return err;
        }
    }
    return WS_OK;
}

static const struct ws_field *referred(const struct ws_plan *plan, uint16_t ref)
{
    return &(ref & OUTER ? plan->in : plan)->table->rows[(ref & (OUTER - 1)) - 1];
}

/** A row that is compared with what it measures is itself kept until that was read. */
static int resolve_check(struct ws_planner *p, struct ws_plan *plan, size_t i)
{
    struct ws_row *row = &plan->rows[i];

    if (!row->field->mismatch || !row->derive.slot)
        return WS_OK;
    if (row->derive.outer)
        return ws_plan_refuse(p, plan->table, i,
                              "only a row of the same table can be compared with what it measures");
    plan->n_checks++;
    return keep(p, plan, i);
}

static int resolve_row(struct ws_planner *p, struct ws_plan *plan, size_t i)
{
    struct ws_row *row = &plan->rows[i];
    const struct ws_field *f = row->field;
    const struct ws_choice *c = f->choice;
    struct refs refs = refs_of(f);
    int err = WS_OK;

    for (size_t k = 0; k < REFS; k++) {
        if (!refs.list[k].row)
            continue;
        if ((err = resolve_one(p, plan, i, refs.list[k].row, refs.list[k].rules, slots_of(row, k))))
            return err;
    }
    if (f->when.row && (referred(plan, f->when.row)->purpose & WS_DERIVED))
        return ws_plan_refuse(p, plan->table, i, "a condition on a computed row");
    row->len_given = f->len_from && !(referred(plan, f->len_from)->purpose & WS_DERIVED);
    row->count_given = f->count_from && !(referred(plan, f->count_from)->purpose & WS_DERIVED);
    if ((err = resolve_check(p, plan, i)) || (err = keep_for_inner(p, plan, i, f->table)))
        return err;
    for (size_t k = 0; c && k < c->n; k++)
        if ((err = keep_for_inner(p, plan, i, c->cases[k].table)))
            return err;
    return c ? keep_for_inner(p, plan, i, c->otherwise) : WS_OK;
}

/* Tables in tables */

/** The plan of a table, filled later; `outer` is the one around it. */
static int ask(struct ws_planner *p, const struct ws_table *table, const struct ws_plan *outer,
               const struct ws_plan **ret)
{
    const struct ws_plan *in = refers_outside(table) ? outer : NULL;
    struct ws_planned **chain = &p->chains[(uintptr_t)table / sizeof(*table) % WS_LEN(p->chains)];

    for (struct ws_planned *d = *chain; d; d = d->chain) {
        if (d->plan.table == table && d->plan.in == in) {
            *ret = &d->plan;
            return WS_OK;
        }
    }
    if (in && in->n_outer == WS_MAX_DEPTH)
        return ws_plan_refuse(p, table, 0,
                              "tables that refer outside stand in one another more "
                              "than %d deep",
                              WS_MAX_DEPTH);
    struct ws_planned *d = ws_arena_alloc(p->arena, sizeof(*d));
    struct ws_row *rows = ws_arena_alloc(p->arena, table->n * sizeof(*rows));
    if (!d || !rows)
        return WS_E_NOMEM;
    d->plan = (struct ws_plan){.table = table,
                               .rows = rows,
                               .n = table->n,
                               .in = in,
                               .n_outer = (uint16_t)(in ? in->n_outer + 1 : 0)};
    d->chain = *chain;
    *chain = d;
    if (p->last)
        p->last->next = d;
    else
        p->done = d;
    p->last = d;
    *ret = &d->plan;
    return WS_OK;
}

static int by_case(const void *a, const void *b)
{
    const struct ws_plan_case *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

static int plan_cases(struct ws_planner *p, struct ws_row *row, const struct ws_plan *around)
{
    const struct ws_choice *c = row->field->choice;
    struct ws_plan_case *cases = ws_arena_alloc(p->arena, c->n * sizeof(*cases));
    int err;

    if (!cases)
        return WS_E_NOMEM;
    for (size_t i = 0; i < c->n; i++) {
        cases[i].value = c->cases[i].value;
        if ((err = ask(p, c->cases[i].table, around, &cases[i].plan)))
            return err;
    }
    for (size_t i = 1; i < c->n; i++) {
        if (cases[i - 1].value > cases[i].value) { /* most are written in order */
            qsort(cases, c->n, sizeof(*cases), by_case);
            break;
        }
    }
    row->cases = cases;
    row->n_cases = c->n;
    return c->otherwise ? ask(p, c->otherwise, around, &row->otherwise) : WS_OK;
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

static int render_head(struct ws_planner *p, struct ws_row *object)
{
    enum { FRAME = sizeof("\"type\":4294967295,\"name\":\"\",\"length\":") };
    const struct ws_tlv *tlv = object->tlv;

    if (p->checks_only)
        return WS_OK;
    size_t room = FRAME + strlen(tlv->name);
    char *text = padded(p, room);

    if (!text)
        return WS_E_NOMEM;
    int len = snprintf(text, room, "\"type\":%" PRIu32 ",\"name\":\"%s\",\"length\":", tlv->type,
                       tlv->name);
    object->json_head = (struct ws_ready){text, (size_t)len};
    object->brief = len <= WS_READY_SHORT && !((tlv->purpose | object->field->purpose) & WS_SECRET);
    return WS_OK;
}

static int by_type(const void *a, const void *b)
{
    const struct ws_plan_tlv *x = a, *y = b;
    return x->tlv->type < y->tlv->type ? -1 : x->tlv->type > y->tlv->type;
}

static int plan_tlv_list(struct ws_planner *p, struct ws_plan_tlvs *t, const struct ws_field *field)
{
    const struct ws_tlvs *spec = t->tlvs;
    int err;

    t->list = ws_arena_alloc(p->arena, spec->n * sizeof(*t->list));
    if (!t->list)
        return WS_E_NOMEM;
    for (size_t i = 0; i < spec->n; i++) {
        const struct ws_tlv *tlv = &spec->list[i];
        t->list[i] = (struct ws_plan_tlv){
            .tlv = tlv, .name_len = strlen(tlv->name), .object = {.field = field, .tlv = tlv}};
        if ((err = render_head(p, &t->list[i].object)))
            return err;
        if (tlv->table && (err = ask(p, tlv->table, NULL, &t->list[i].plan)))
            return err;
    }
    t->n = spec->n;
    if (t->n)
        qsort(t->list, t->n, sizeof(*t->list), by_type);
    for (uint32_t type = 0; type < WS_SMALL_TYPES; type++) {
        const struct ws_plan_tlv *known = ws_plan_tlv_search(t, type);
        t->small[type] = known == &t->unknown ? 0 : (uint16_t)(known - t->list + 1);
    }
    return WS_OK;
}

static int plan_tlvs(struct ws_planner *p, struct ws_row *row)
{
    const struct ws_tlvs *spec = row->field->tlvs;
    struct ws_plan_tlvs *t = ws_arena_alloc(p->arena, sizeof(*t));
    int err;

    if (!t)
        return WS_E_NOMEM;
    t->tlvs = spec;
    t->unknown.object.field = row->field;
    t->unknown_name = spec->unknown ? spec->unknown : "unknown";
    t->unknown.name_len = strlen(t->unknown_name);
    t->truncated_code = spec->truncated ? spec->truncated : (uint16_t)WS_TRUNCATED;
    t->bad_length_code = spec->bad_length ? spec->bad_length : (uint16_t)WS_BAD_LENGTH;
    t->limit_code = spec->limit ? spec->limit : (uint16_t)WS_LIMIT;
    t->truncated = ws_code_of(p->errors, p->n_errors, t->truncated_code)->code;
    t->bad_length = ws_code_of(p->errors, p->n_errors, t->bad_length_code)->code;
    t->limit = ws_code_of(p->errors, p->n_errors, t->limit_code)->code;
    row->tlvs = t;
    err = plan_tlv_keys(p, t);
    return err ? err : plan_tlv_list(p, t, row->field);
}

static int plan_inner(struct ws_planner *p, struct ws_plan *plan, struct ws_row *row)
{
    const struct ws_field *f = row->field;
    switch (f->type) {
    case WS_STRUCT:
        return ask(p, f->table, plan, &row->table);
    case WS_CHOICE:
        return plan_cases(p, row, plan);
    case WS_TLVS:
        return plan_tlvs(p, row);
    case WS_HOOK:
        return ask(p, f->hook->rows, NULL, &row->table);
    default:
        return WS_OK;
    }
}

/* Rows */

static enum ws_len_rule len_rule(const struct ws_field *f)
{
    if (f->flags & WS_LEN_BITS)
        return WS_LEN_FIELD;
    if (f->len)
        return WS_LEN_FIXED;
    if (f->len_from)
        return WS_LEN_FIELD;
    return f->prefix ? WS_LEN_PREFIXED : WS_LEN_REST;
}

static enum ws_op op_of(uint16_t type)
{
    static const uint8_t families[] = {[WS_FAMILY_UINT] = WS_OP_UINT,
                                       [WS_FAMILY_INT] = WS_OP_INT,
                                       [WS_FAMILY_FLOAT] = WS_OP_REAL,
                                       [WS_FAMILY_BOOL] = WS_OP_BOOL};
    static const uint8_t others[] = {[0] = WS_OP_BITS,
                                     [WS_BYTES - WS_BITS] = WS_OP_SLICE,
                                     [WS_TEXT - WS_BITS] = WS_OP_SLICE,
                                     [WS_MAC - WS_BITS] = WS_OP_SLICE,
                                     [WS_IP - WS_BITS] = WS_OP_SLICE,
                                     [WS_TIME - WS_BITS] = WS_OP_TIME,
                                     [WS_NUMBERS - WS_BITS] = WS_OP_NUMBERS,
                                     [WS_STRUCT - WS_BITS] = WS_OP_STRUCT,
                                     [WS_CHOICE - WS_BITS] = WS_OP_CHOICE,
                                     [WS_TLVS - WS_BITS] = WS_OP_TLVS,
                                     [WS_HOOK - WS_BITS] = WS_OP_HOOK,
                                     [WS_ALIGN - WS_BITS] = WS_OP_ALIGN,
                                     [WS_ANY - WS_BITS] = WS_OP_UINT, /* never read */
                                     [WS_LABEL - WS_BITS] = WS_OP_LABEL,
                                     [WS_X87 - WS_BITS] = WS_OP_SLICE};
    return (enum ws_op)(ws_type_is_number(type) ? families[type >> 8] : others[type - WS_BITS]);
}

static int begin_row(struct ws_planner *p, struct ws_row *row, const struct ws_field *f)
{
    uint16_t number = f->type == WS_NUMBERS ? f->element : f->type;

    row->field = f;
    row->op = (uint8_t)op_of(f->type);
    row->len_rule = (uint8_t)len_rule(f);
    row->size = ws_type_is_number(number) ? (uint8_t)(number & 0xff) : 0;
    row->bits = f->type == WS_BITS ? f->bits : (uint8_t)(row->size * 8);
    row->unit_len = f->unit_len;
    row->kind = f->flags & WS_SIGNED ? WS_V_INT : f->flags & WS_AS_BOOL ? WS_V_BOOL : WS_V_UINT;
    row->little = f->flags & WS_LITTLE;
    row->secret = f->purpose & WS_SECRET;
    row->plain = !f->when.row && !f->repeat && !(f->flags & (WS_IF_ANY | WS_SKIP_SHORT)) &&
                 !f->elsewhere && !(row->size && f->purpose & WS_VIEW) && !row->secret;
    row->checked = (f->flags & WS_CONSTANT) || f->mismatch || f->derive.measure == WS_COPY_OF;
    int err = render_keys(p, row);
    return err ? err : sort_names(p, row);
}

static bool is_lone(const struct ws_plan *plan)
{
    const struct ws_row *row = plan->rows;
    return plan->n == 1 && row->plain && row->op <= WS_OP_REAL && row->json_key && !row->kept &&
           !row->checked;
}

static int fill(struct ws_planner *p, struct ws_plan *plan)
{
    int err = ws_plan_check_table(p, plan->table);

    for (size_t i = 0; !err && i < plan->n; i++)
        err = begin_row(p, &plan->rows[i], &plan->table->rows[i]);
    for (size_t i = 0; !err && i < plan->n; i++)
        err = resolve_row(p, plan, i);
    for (size_t i = 0; !err && i < plan->n; i++)
        err = plan_inner(p, plan, &plan->rows[i]);
    plan->lone = !err && is_lone(plan);
    return err;
}

int ws_plan_make(struct ws_planner *p, const struct ws_table *table, const struct ws_plan **ret)
{
    struct ws_planned *before = p->last;
    const struct ws_plan *plan;
    int err = ask(p, table, NULL, &plan);
    struct ws_planned *first = before ? before->next : p->done;

    for (struct ws_planned *d = first; !err && d; d = d->next)
        err = fill(p, &d->plan);
    for (struct ws_planned *d = first; !err && d; d = d->next)
        err = ws_plan_check_keys(p, &d->plan);
    if (!err)
        *ret = plan;
    return err;
}
