/* Random values from field tables. */
#include "message/generate.h"

#include <arpa/inet.h>
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "message/charset.h"
#include "message/codepoint.h"

#include "test.h"

/** One table being filled. */
struct frame {
    const struct ws_plan *plan;
    const struct frame *outer;
    int64_t *values;  /* of whole numbers, by row */
    unsigned depth;   /* tables around it */
    unsigned in_tlvs; /* lists around it */
    size_t rest;      /* how many bytes a single row to the end has; SIZE_MAX: any */
    bool ended;       /* the rows so far take all bytes that follow */
    bool empty;       /* no member was written yet */
};

enum { OUTER = 0x4000, ENOUGH_DEPTH = 4, FEW = 4, SHORT_TEXT = 24 };

uint64_t test_random(struct test_generator *g)
{
    uint64_t x = g->state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    g->state = x;
    return x * UINT64_C(0x2545f4914f6cdd1d);
}

uint64_t test_below(struct test_generator *g, uint64_t n)
{
    return (test_random(g) >> 11) % n;
}

static bool one_in(struct test_generator *g, uint64_t n)
{
    return test_below(g, n) == 0;
}

static void begin_member(struct frame *f, const char *key, const char *suffix, struct ws_buf *json)
{
    ws_buf_printf(json, "%s\"%s%s\":", f->empty ? "" : ",", key, suffix);
    f->empty = false;
}

/* What others say of a row */

static const struct ws_field *row_at(const struct frame *f, uint16_t ref)
{
    const struct frame *in = ref & OUTER ? f->outer : f;
    return &in->plan->table->rows[(ref & (OUTER - 1)) - 1];
}

static int64_t value_at(const struct frame *f, uint16_t ref)
{
    const struct frame *in = ref & OUTER ? f->outer : f;
    assert(in->values);
    return in->values[(ref & (OUTER - 1)) - 1];
}

static bool is_given(const struct frame *f, uint16_t ref)
{
    return ref && !(row_at(f, ref)->purpose & WS_DERIVED);
}

static bool holds(const struct frame *f, const struct ws_when *when)
{
    int64_t v = when->row ? value_at(f, when->row) : 0;
    switch ((enum ws_test)when->test) {
    case WS_ALWAYS:
        return true;
    case WS_EQUAL:
        return v == when->value;
    case WS_NOT_EQUAL:
        return v != when->value;
    case WS_LESS:
        return v < when->value;
    case WS_AT_LEAST:
        return v >= when->value;
    case WS_HAS_BITS:
        return (v & when->value) != 0;
    }
    return false;
}

/** What a number is good for: values that make sense are more of use than random ones. */
struct role {
    const struct ws_row *choice, *condition;
    uint64_t max; /* 0: any */
};

static void find_role(struct role *role, const struct ws_plan *plan, uint16_t ref)
{
    for (size_t i = 0; plan && i < plan->n; i++) {
        const struct ws_row *row = &plan->rows[i];
        const struct ws_field *f = row->field;
        if (f->len_from == ref)
            role->max = f->flags & WS_LEN_BITS ? f->len ? f->len * 8 : 40 : FEW + 4;
        if (f->count_from == ref)
            role->max = FEW;
        if (f->of_nsec == ref)
            role->max = 999999999;
        if (f->choice && f->choice->on == ref)
            role->choice = row;
        if (f->when.row == ref && f->when.test)
            role->condition = row;
        if (ref & OUTER)
            continue;
        find_role(role, row->table, (uint16_t)(ref | OUTER));
        for (size_t k = 0; k < row->n_cases; k++)
            find_role(role, row->cases[k].plan, (uint16_t)(ref | OUTER));
        find_role(role, row->otherwise, (uint16_t)(ref | OUTER));
    }
}

/* Whole numbers */

static int64_t fit(uint64_t v, unsigned bits, bool is_signed)
{
    v &= UINT64_MAX >> (64 - bits);
    return is_signed ? ws_sign_extend(v, bits) : (int64_t)v;
}

static int64_t any_number(struct test_generator *g, unsigned bits, bool is_signed)
{
    uint64_t top = UINT64_C(1) << (bits - 1);
    const uint64_t edges[] = {0, 1, top - 1, top, UINT64_MAX, UINT64_MAX - 1, 2};
    uint64_t v = one_in(g, 3)   ? edges[test_below(g, WS_LEN(edges))]
                 : one_in(g, 2) ? test_below(g, 300)
                                : test_random(g);
    return fit(v, bits, is_signed);
}

static bool is_signed_row(const struct ws_row *row)
{
    return row->op == WS_OP_INT || (row->field->flags & WS_SIGNED);
}

static int64_t number_for(struct test_generator *g, const struct frame *f, const struct ws_row *row,
                          const struct role *role)
{
    const struct ws_row *c = role->choice;

    if (c && (c->n_cases && (!c->otherwise || !one_in(g, 4))))
        return fit((uint64_t)c->cases[test_below(g, c->n_cases)].value, row->bits,
                   is_signed_row(row));
    if (role->max)
        return f->depth >= ENOUGH_DEPTH && role->max == FEW ? 0
                                                            : (int64_t)test_below(g, role->max + 1);
    if (role->condition && one_in(g, 2))
        return fit((uint64_t)role->condition->field->when.value, row->bits, is_signed_row(row));
    if (row->n_names && one_in(g, 2) && !(row->field->flags & WS_NAMES_ARE_BITS))
        return fit((uint64_t)row->names[test_below(g, row->n_names)].value, row->bits,
                   is_signed_row(row));
    return any_number(g, row->bits, is_signed_row(row));
}

static void put_whole(const struct ws_row *row, int64_t v, struct ws_buf *json)
{
    if (row->op == WS_OP_BOOL || (row->field->flags & WS_AS_BOOL))
        ws_buf_text(json, v ? "true" : "false");
    else if (is_signed_row(row))
        ws_buf_printf(json, "%lld", (long long)v);
    else
        ws_buf_printf(json, "%llu", (unsigned long long)v);
}

static void put_real(struct test_generator *g, size_t size, struct ws_buf *json)
{
    uint64_t raw = test_random(g);
    uint32_t low = (uint32_t)raw;
    double d;
    float f;

    memcpy(&d, &raw, 8);
    memcpy(&f, &low, 4);
    if (size == 4)
        d = (double)f;
    if (one_in(g, 3))
        d = (double)(int64_t)test_below(g, 2000) / 8 - 100;
    if (one_in(g, 16))
        d = one_in(g, 3) ? -0.0 : one_in(g, 2) ? (double)INFINITY : -(double)INFINITY;
    if (isnan(d))
        ws_buf_text(json, "\"NaN\"");
    else if (isinf(d))
        ws_buf_text(json, d < 0 ? "\"-Infinity\"" : "\"Infinity\"");
    else
        ws_buf_printf(json, d == 0 && signbit(d) ? "-0.0" : "%.17g", d);
}

static const struct ws_preset *preset_of(const struct test_generator *g, const struct ws_field *f)
{
    for (size_t i = 0; i < g->n_presets; i++)
        if (g->presets[i].row == f)
            return &g->presets[i];
    return NULL;
}

/** The name that stands for this value alone, or NULL. */
static const char *name_of(const struct ws_row *row, int64_t value)
{
    size_t len;
    int64_t back;
    const char *name =
        row->field->flags & WS_NAMES_ARE_BITS ? NULL : ws_row_name_of(row, value, &len);
    return name && ws_row_value_of(row, (struct ws_bytes){(const uint8_t *)name, len}, &back) &&
                   back == value
               ? name
               : NULL;
}

static void put_number(struct test_generator *g, struct frame *f, size_t i, struct ws_buf *json)
{
    const struct ws_row *row = &f->plan->rows[i];
    const struct ws_field *field = row->field;
    const struct ws_preset *preset = preset_of(g, field);
    struct role role = {0};

    f->values[i] = preset ? preset->value : field->value;
    if (preset || !field->key || (field->flags & WS_CONSTANT) || (field->purpose & WS_DERIVED))
        return;
    if (row->op == WS_OP_REAL) {
        begin_member(f, field->key, "", json);
        put_real(g, row->size, json);
        return;
    }
    find_role(&role, f->plan, WS_ROW(i));
    if (!role.choice && !role.max && !(field->flags & WS_IF_ANY) && one_in(g, 8))
        return;
    f->values[i] = number_for(g, f, row, &role);
    if (row->op == WS_OP_BOOL)
        f->values[i] = f->values[i] != 0;
    const char *name = name_of(row, f->values[i]);
    if (name && one_in(g, 3)) {
        begin_member(f, field->key, "_name", json);
        ws_buf_printf(json, "\"%s\"", name);
        return;
    }
    begin_member(f, field->key, "", json);
    put_whole(row, f->values[i], json);
}

/* Slices */

static void put_hex(struct test_generator *g, size_t n, const char *between, struct ws_buf *json)
{
    ws_buf_text(json, "\"");
    for (size_t i = 0; i < n; i++)
        ws_buf_printf(json, "%s%02x", i ? between : "", (unsigned)test_below(g, 256));
    ws_buf_text(json, "\"");
}

static void put_ip(struct test_generator *g, size_t len, size_t known, struct ws_buf *json)
{
    uint8_t addr[16] = {0};
    char text[INET6_ADDRSTRLEN];

    for (size_t i = 0; i < known && i < len; i++)
        addr[i] = (uint8_t)(one_in(g, 2) ? 0 : test_random(g));
    inet_ntop(len == 4 ? AF_INET : AF_INET6, addr, text, sizeof(text));
    ws_buf_printf(json, "\"%s\"", text);
}

/** A character of at most `room` bytes in UTF-8: no NUL, no blank. */
static uint32_t any_character(struct test_generator *g, uint8_t charset, size_t room)
{
    if (charset == WS_ASCII || room < 2 || one_in(g, 2))
        return (uint32_t)(0x21 + test_below(g, 0x7f - 0x21));
    if (charset == WS_LATIN1)
        return (uint32_t)(0x80 + test_below(g, 0x80));
    if (charset == WS_CP1252)
        return (uint32_t)(0xa0 + test_below(g, 0x60));
    if (room >= 4 && one_in(g, 3))
        return (uint32_t)(0x10000 + test_below(g, 0x100000));
    return room >= 3 && one_in(g, 2) ? (uint32_t)(0x800 + test_below(g, 0xd000))
                                     : (uint32_t)(0x80 + test_below(g, 0x780));
}

/** A text that has exactly `len` bytes on the wire; in charsets of wider units nearly so. */
static void put_text(struct test_generator *g, uint8_t charset, size_t len, struct ws_buf *json)
{
    uint8_t utf8[4], wire[4];

    ws_buf_text(json, "\"");
    while (len > 0) {
        uint32_t c =
            any_character(g, charset, charset == WS_LATIN1 || charset == WS_CP1252 ? 4 : len);
        size_t n = ws_utf8_put(utf8, c), used = ws_charset_put((enum ws_charset)charset, wire, c);
        if (used > len)
            break;
        if (c < 0x80 && (c == '"' || c == '\\' || one_in(g, 16)))
            ws_buf_printf(json, "\\u%04x", c);
        else
            ws_buf_add(json, utf8, n);
        len -= used;
    }
    ws_buf_text(json, "\"");
}

static size_t slice_len(struct test_generator *g, const struct frame *f, const struct ws_row *row)
{
    const struct ws_field *field = row->field;
    bool text = field->type == WS_TEXT && (field->flags & (WS_CUT_AT_NUL | WS_STRIPPED));
    size_t any = (size_t)test_below(g, SHORT_TEXT) + ((field->flags & WS_IF_ANY) ? 1 : 0), len;

    if (row->len_rule == WS_LEN_FIELD && row->len_given) {
        int64_t v = value_at(f, field->len_from) * (field->len_unit ? field->len_unit : 1) +
                    field->len_bias;
        len = v < 0 ? 0 : (size_t)v;
    } else if (row->len_rule == WS_LEN_FIXED) {
        len = field->len;
    } else if (row->len_rule == WS_LEN_REST) {
        len = f->ended ? 0 : f->rest != SIZE_MAX ? f->rest : any;
    } else {
        len = any;
    }
    if (field->flags & WS_NUL_ENDED)
        len -= len > 0 && row->len_rule == WS_LEN_FIXED;
    return text && len ? (size_t)test_below(g, len) + 1 : len;
}

static size_t prefix_bytes(const struct frame *f, const struct ws_field *field)
{
    return (size_t)((uint64_t)value_at(f, field->len_from) + 7) / 8;
}

static void put_slice_value(struct test_generator *g, const struct frame *f,
                            const struct ws_row *row, struct ws_buf *json)
{
    const struct ws_field *field = row->field;
    bool in_bits = field->flags & WS_LEN_BITS;

    switch (field->type) {
    case WS_TEXT:
        put_text(g, field->charset, slice_len(g, f, row), json);
        break;
    case WS_X87:
        put_real(g, 8, json);
        break;
    case WS_MAC:
        put_hex(g, field->len ? field->len : one_in(g, 2) ? 6 : 8, ":", json);
        break;
    case WS_IP:
        if (in_bits)
            put_ip(g, field->len, prefix_bytes(f, field), json);
        else
            put_ip(g, field->len ? field->len : one_in(g, 2) ? 4 : 16, 16, json);
        break;
    default:
        put_hex(g, in_bits ? prefix_bytes(f, field) : slice_len(g, f, row), "", json);
    }
}

static void put_slice(struct test_generator *g, struct frame *f, const struct ws_row *row,
                      struct ws_buf *json)
{
    const struct ws_field *field = row->field;
    size_t len = field->type == WS_TEXT ? slice_len(g, f, row) : 0;

    if (!field->key || (field->flags & WS_CONSTANT))
        return;
    if (field->type == WS_IP && (field->flags & WS_LEN_BITS) && !prefix_bytes(f, field))
        return;
    if (len && !(field->flags & WS_HEX_INSIDE) && field->charset < WS_LATIN1 && one_in(g, 16)) {
        begin_member(f, field->key, "_hex", json);
        for (size_t i = 0; i < len; i++)
            ws_buf_printf(json, "%s%02x", i ? "" : "\"", 0xf8 + (unsigned)test_below(g, 8));
        ws_buf_text(json, "\"");
    } else {
        begin_member(f, field->key, "", json);
        put_slice_value(g, f, row, json);
    }
}

/* What holds others */

static void put_table(struct test_generator *g, struct frame *around, const struct ws_plan *plan,
                      bool inlined, struct ws_buf *json);

static size_t how_often(struct test_generator *g, const struct frame *f, const struct ws_row *row)
{
    const struct ws_field *field = row->field;

    if (field->repeat == WS_TIMES)
        return field->count;
    if (is_given(f, field->count_from))
        return (size_t)value_at(f, field->count_from);
    if (f->depth >= ENOUGH_DEPTH || (f->ended && row->len_rule == WS_LEN_REST))
        return 0;
    return (size_t)test_below(g, FEW) + ((field->flags & WS_IF_ANY) ? 1 : 0);
}

static void put_inner_array(struct test_generator *g, struct frame *f, const struct ws_row *row,
                            struct ws_buf *json);

static void put_number_list(struct test_generator *g, struct frame *f, const struct ws_row *row,
                            struct ws_buf *json)
{
    unsigned family = row->field->element >> 8;
    size_t n = how_often(g, f, row);

    if (f->rest != SIZE_MAX && row->len_rule == WS_LEN_REST && row->field->repeat == WS_TO_END)
        n = f->rest / row->size;
    ws_buf_text(json, "[");
    for (size_t i = 0; i < n; i++) {
        ws_buf_text(json, i ? "," : "");
        int64_t v = any_number(g, row->bits, family == WS_FAMILY_INT);
        if (family == WS_FAMILY_FLOAT)
            put_real(g, row->size, json);
        else if (family == WS_FAMILY_BOOL)
            ws_buf_text(json, v & 1 ? "true" : "false");
        else
            ws_buf_printf(json, family == WS_FAMILY_INT ? "%lld" : "%llu", (long long)v);
    }
    ws_buf_text(json, "]");
}

static void put_numbers(struct test_generator *g, struct frame *f, const struct ws_row *row,
                        struct ws_buf *json)
{
    begin_member(f, row->field->key, "", json);
    put_number_list(g, f, row, json);
}

static void put_elements(struct test_generator *g, struct frame *f, const struct ws_row *row,
                         struct ws_buf *json)
{
    size_t n = how_often(g, f, row);

    ws_buf_text(json, "[");
    for (size_t i = 0; i < n; i++) {
        ws_buf_text(json, i ? "," : "");
        if (row->field->flags & WS_UNWRAPPED)
            put_inner_array(g, f, &row->table->rows[0], json);
        else if (row->op == WS_OP_STRUCT)
            put_table(g, f, row->table, false, json);
        else if (row->op == WS_OP_SLICE)
            put_slice_value(g, f, row, json);
        else if (row->op == WS_OP_REAL)
            put_real(g, row->size, json);
        else
            put_whole(row,
                      row->op == WS_OP_BOOL ? one_in(g, 2)
                                            : any_number(g, row->bits, row->op == WS_OP_INT),
                      json);
    }
    ws_buf_text(json, "]");
}

static void put_inner_array(struct test_generator *g, struct frame *f, const struct ws_row *row,
                            struct ws_buf *json)
{
    if (row->op == WS_OP_NUMBERS)
        put_number_list(g, f, row, json);
    else
        put_elements(g, f, row, json);
}

static void put_array(struct test_generator *g, struct frame *f, const struct ws_row *row,
                      struct ws_buf *json)
{
    begin_member(f, row->field->key, "", json);
    put_elements(g, f, row, json);
}

/** A length that a TLV's value may have. */
static size_t tlv_length(struct test_generator *g, const struct ws_tlv *t)
{
    size_t step = t->step ? t->step : 1;
    size_t max = t->max ? t->max : t->min + SHORT_TEXT, steps = (max - t->min) / step;
    size_t len = t->min + step * (size_t)test_below(g, steps + 1);
    return len ? len : step;
}

static uint32_t unknown_type(struct test_generator *g, const struct ws_plan_tlvs *list)
{
    for (int tries = 0; tries < 100; tries++) {
        uint32_t type = (uint32_t)any_number(g, list->tlvs->type_len * 8u, false);
        if (!ws_plan_tlv_find(list, type)->tlv)
            return type;
    }
    return UINT32_MAX; /* there is none */
}

static void put_tlv(struct test_generator *g, struct frame *around, const struct ws_plan_tlvs *list,
                    struct ws_buf *json)
{
    const struct ws_plan_tlv *known =
        list->n && !one_in(g, 6) ? &list->list[test_below(g, list->n)] : NULL;
    uint32_t type = known ? known->tlv->type : unknown_type(g, list);
    bool deep = around->in_tlvs + 1 >= ENOUGH_DEPTH ||
                (list->tlvs->max_depth && around->in_tlvs + 1 >= list->tlvs->max_depth);
    struct frame f = {.in_tlvs = around->in_tlvs + 1, .depth = around->depth + 1, .rest = SIZE_MAX};

    if (!known && type == UINT32_MAX) {
        known = &list->list[0];
        assert(known && known->tlv);
        type = known->tlv->type;
    }
    if (known && known->tlv->type_last)
        type += (uint32_t)test_below(g, (uint64_t)known->tlv->type_last - type + 1);
    ws_buf_printf(json, "{\"type\":%u", type);
    if (known && known->plan && !one_in(g, 8) && !(deep && known->tlv->holds_tlvs)) {
        if (known->plan->n == 1)
            f.rest = tlv_length(g, known->tlv);
        put_table(g, &f, known->plan, true, json);
    } else if (!known || !known->plan) {
        ws_buf_printf(json, ",\"%s\":", list->keys[WS_TLV_VALUE].field->key);
        put_hex(g, known ? tlv_length(g, known->tlv) : (size_t)test_below(g, 9) + 1, "", json);
    }
    ws_buf_text(json, "}");
}

static void put_tlvs(struct test_generator *g, struct frame *f, const struct ws_row *row,
                     struct ws_buf *json)
{
    size_t n = how_often(g, f, row);

    begin_member(f, row->field->key, "", json);
    ws_buf_text(json, "[");
    for (size_t i = 0; i < n; i++) {
        ws_buf_text(json, i ? "," : "");
        put_tlv(g, f, row->tlvs, json);
    }
    ws_buf_text(json, "]");
}

static void put_holder(struct test_generator *g, struct frame *f, const struct ws_row *row,
                       struct ws_buf *json)
{
    const struct ws_plan *plan = row->op == WS_OP_CHOICE
                                     ? ws_row_case(row, value_at(f, row->field->choice->on))
                                     : row->table;

    if (row->field->key)
        begin_member(f, row->field->key, "", json);
    if (plan)
        put_table(g, f, plan, !row->field->key, json);
    else if (row->field->key)
        ws_buf_text(json, "{}");
}

/* Rows */

/** Whether the row takes all bytes that follow. */
static bool takes_all(const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (row->len_rule == WS_LEN_FIELD && f->len_mismatch)
        return true;
    if (row->len_rule != WS_LEN_REST)
        return false;
    return f->repeat == WS_TO_END || row->op == WS_OP_TLVS || row->op == WS_OP_HOOK ||
           (row->op == WS_OP_SLICE && !(f->flags & WS_NUL_ENDED));
}

static void put_hook(struct test_generator *g, struct frame *f, const struct ws_field *field,
                     struct ws_buf *json)
{
    size_t at = json->len;

    if (!g->hook || (field->purpose & WS_VIEW))
        return;
    g->hook(g, field, json);
    if (json->len == at)
        return;
    if (f->empty) /* no comma before the first */
        memmove(json->data + at, json->data + at + 1, --json->len - at);
    f->empty = false;
}

static void put_content(struct test_generator *g, struct frame *f, size_t i, struct ws_buf *json)
{
    const struct ws_row *row = &f->plan->rows[i];
    const struct ws_field *field = row->field;

    if (row->op == WS_OP_HOOK) {
        put_hook(g, f, field, json);
    } else if (row->op == WS_OP_NUMBERS) {
        put_numbers(g, f, row, json);
    } else if (field->repeat) {
        put_array(g, f, row, json);
    } else if (row->op == WS_OP_TLVS) {
        put_tlvs(g, f, row, json);
    } else if (row->op == WS_OP_STRUCT || row->op == WS_OP_CHOICE) {
        put_holder(g, f, row, json);
    } else if (row->op == WS_OP_SLICE) {
        put_slice(g, f, row, json);
    } else if (row->op < WS_OP_SLICE) {
        put_number(g, f, i, json);
    }
}

static void put_row(struct test_generator *g, struct frame *f, size_t i, struct ws_buf *json)
{
    const struct ws_row *row = &f->plan->rows[i];
    const struct ws_field *field = row->field;
    bool holder = row->op >= WS_OP_NUMBERS && row->op <= WS_OP_TLVS,
         own_area = holder && row->len_rule != WS_LEN_REST && !takes_all(row), before = f->ended;

    if (!holds(f, &field->when) || ((field->purpose & WS_VIEW) && row->op != WS_OP_HOOK))
        return;
    if (field->flags & WS_IF_ANY) {
        bool unsure = !field->key && row->op != WS_OP_STRUCT;
        f->ended |= unsure || f->depth >= ENOUGH_DEPTH || one_in(g, 2);
        if (f->ended)
            return;
    }
    if (own_area)
        f->ended = false;
    put_content(g, f, i, json);
    f->ended = own_area ? before : f->ended || takes_all(row);
}

static void put_table(struct test_generator *g, struct frame *around, const struct ws_plan *plan,
                      bool inlined, struct ws_buf *json)
{
    struct frame f = {.plan = plan,
                      .outer = around,
                      .values = test_calloc(plan->n + 1, sizeof(int64_t)),
                      .depth = around->depth + 1,
                      .in_tlvs = around->in_tlvs,
                      .rest = inlined ? around->rest : SIZE_MAX,
                      .ended = around->ended,
                      .empty = inlined ? around->empty : true};

    ws_buf_text(json, inlined ? "" : "{");
    for (size_t i = 0; i < plan->n; i++)
        put_row(g, &f, i, json);
    ws_buf_text(json, inlined ? "" : "}");
    if (inlined)
        around->empty = f.empty;
    around->ended = f.ended;
    test_free(f.values);
}

void test_generate(struct test_generator *g, const struct ws_plan *plan, struct ws_buf *json)
{
    struct frame nothing = {.rest = SIZE_MAX};
    put_table(g, &nothing, plan, false, json);
}
