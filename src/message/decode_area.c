/* Bytes to nodes: structures, choices, lists, arrays, hooks. */
#include <string.h>

#include "message/decode_tlv.h"
#include "message/reader.h"

typedef int read_function(struct ws_reader *r, const struct ws_row *row);

static int read_table(struct ws_reader *r, const struct ws_row *row, const struct ws_plan *plan)
{
    struct ws_out *o = r->out;
    uint32_t mark = o->n, members = o->members;
    struct ws_opened opened = {0};
    size_t at = r->at;
    unsigned flags = row->field->flags;
    bool shown = row->json_key && !(flags & WS_UNWRAPPED);

    if (o->depth >= WS_MAX_DEPTH)
        return ws_reader_fault(r, WS_LIMIT, r->at);
    if (r->end - r->at < plan->table->min)
        return ws_reader_short(r);
    o->depth++;
    if (shown)
        opened = ws_out_open(o, row, WS_V_OBJECT, at);
    int code = flags & WS_OVERLAID ? ws_read_overlaid(o, plan, r->scope, &r->at, r->end)
                                   : ws_read_rows(o, plan, r->scope, &r->at, r->end);
    if (shown)
        ws_out_close(o, opened);
    o->depth--;
    if (code && (flags & WS_ATOMIC)) {
        ws_out_cut(o, mark, members);
        r->at = at;
    }
    return code;
}

int ws_read_element(struct ws_reader *r, const struct ws_row *row)
{
    return read_table(r, row, row->table);
}

static int read_choice(struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_kept *on = ws_scope_kept(r->scope, row->on);
    const struct ws_plan *plan = ws_row_case(row, (int64_t)on->value);

    return plan ? read_table(r, row, plan) : ws_reader_fault(r, WS_BAD_VALUE, on->at);
}

/* Hooks */

/** The bytes of a hook: its own, or with WS_VIEW those of the row that it looks at. */
static int payload(struct ws_reader *r, const struct ws_row *row, size_t *ret_at, size_t *ret_len)
{
    if (row->field->purpose & WS_VIEW) {
        const struct ws_kept *of = ws_scope_kept(r->scope, row->of);
        *ret_at = of->at;
        *ret_len = of->len;
        return 0;
    }
    int code = ws_read_len(r, row, ret_len);
    if (code)
        return code;
    *ret_at = r->at;
    r->at += *ret_len;
    ws_reader_keep(r, row, 0, *ret_at, *ret_len);
    return 0;
}

static int read_hook(struct ws_reader *r, const struct ws_row *row)
{
    struct ws_out *o = r->out;
    uint32_t mark = o->n, members = o->members;
    size_t at, len;
    int code = payload(r, row, &at, &len);

    if (code)
        return code;
    o->hook = row->table;
    o->hook_at = at;
    o->hook_fault = 0;
    struct ws_bytes in = {ws_reader_bytes(r, at), len};
    code = row->field->hook->decode(o->instance, r->scope, o, in);
    o->members = members;
    for (uint32_t i = mark; i < o->n; i += o->nodes[i].span)
        o->members++;
    if (code > 0)
        ws_out_add_fault(o, (uint16_t)code, at + o->hook_fault);
    return o->full ? ws_reader_fault(r, WS_LIMIT, at) : 0;
}

/* Repetition */

/** How often a row occurs at the most. */
static uint64_t times(const struct ws_reader *r, const struct ws_row *row)
{
    const struct ws_field *f = row->field;

    if (f->repeat == WS_TIMES)
        return f->count;
    if (f->repeat != WS_COUNTED)
        return UINT64_MAX;
    uint64_t n = ws_scope_kept(r->scope, row->count)->value;
    if (!f->count)
        return n;
    return (int64_t)n < 0 ? 0 : n < f->count ? n : f->count;
}

/** Whether there were as many as another field says, where that only tells. */
static void check_count(struct ws_reader *r, const struct ws_row *row, uint64_t n)
{
    if (row->kept)
        r->scope->kept[row->kept - 1].count = n;
    if (!row->field->count_mismatch || !row->count.slot || row->field->repeat == WS_COUNTED)
        return;
    const struct ws_kept *said = ws_scope_kept(r->scope, row->count);
    if (said->value != n)
        ws_out_add_fault(r->out, row->field->count_mismatch, said->at);
}

static int read_numbers(struct ws_reader *r, const struct ws_row *row)
{
    static const uint8_t flags[] = {[WS_FAMILY_INT] = WS_NODE_SIGNED,
                                    [WS_FAMILY_FLOAT] = WS_NODE_FLOAT,
                                    [WS_FAMILY_BOOL] = WS_NODE_BOOL};
    uint64_t n = times(r, row), fit = (r->end - r->at) / row->size;
    bool cut = n > fit && row->field->repeat != WS_TO_END;

    if (n > fit)
        n = fit;
    struct ws_node *node = ws_out_push(r->out, row, WS_V_NUMBERS, r->at);
    node->as.data = ws_reader_bytes(r, r->at);
    node->len = (uint32_t)n;
    node->size = row->size;
    node->flags = (uint16_t)(flags[row->field->element >> 8] | (row->little ? WS_NODE_LITTLE : 0));
    r->at += (size_t)n * row->size;
    check_count(r, row, n);
    return cut ? ws_reader_short(r) : 0;
}

/** An element without a byte may come again without end. */
static bool is_too_empty(struct ws_reader *r, size_t before)
{
    return r->at == before && ++r->out->n_empty > WS_MAX_EMPTY;
}

static int read_array(struct ws_reader *r, const struct ws_row *row)
{
    read_function *element = row->op == WS_OP_STRUCT ? ws_read_element : ws_read_once;
    struct ws_opened opened = ws_out_open(r->out, row, WS_V_ARRAY, r->at);
    uint64_t n = times(r, row), i = 0;
    int code = 0;

    while (i < n && !code && !(row->field->repeat == WS_TO_END && r->at == r->end)) {
        size_t before = r->at;
        code = element(r, row);
        if (!code && is_too_empty(r, before))
            code = ws_reader_fault(r, WS_LIMIT, r->at);
        i += !code;
    }
    ws_out_close(r->out, opened);
    check_count(r, row, i);
    return code;
}

static int read_tlvs(struct ws_reader *r, const struct ws_row *row)
{
    unsigned n = 0;
    int code = ws_decode_tlvs(r->out, row, &r->at, r->end, &n);
    if (!code)
        check_count(r, row, n);
    return code;
}

/* Areas: what holds others sees only its own bytes. */

/** The area where its length is only told: the smaller counts. */
static size_t told_end(struct ws_reader *r, const struct ws_row *row)
{
    size_t have = r->end - r->at;
    uint64_t want;

    if (!ws_scope_len(r->scope, row, &want))
        want = 0;
    if (want != have)
        ws_out_add_fault(r->out, row->field->len_mismatch, ws_scope_kept(r->scope, row->len)->at);
    return r->at + (want < have ? (size_t)want : have);
}

static int read_within(struct ws_reader *r, const struct ws_row *row, read_function *read,
                       size_t *ret_at)
{
    size_t end = r->end, len;
    bool told = row->len_rule == WS_LEN_FIELD && row->field->len_mismatch;
    int code = told ? 0 : ws_read_len(r, row, &len);

    *ret_at = r->at;
    if (code)
        return code;
    r->end = told ? told_end(r, row) : r->at + len;
    code = read(r, row);
    if (!code && !told && r->at < r->end) {
        if (!(row->field->flags & WS_FILLED))
            ws_out_add_fault(r->out, WS_TRAILING_BYTES, r->at);
        r->at = r->end;
    }
    r->end = end;
    return code;
}

static int read_area(struct ws_reader *r, const struct ws_row *row, read_function *read)
{
    size_t at = r->at;

    ws_reader_keep(r, row, 0, at, 0);
    int code = row->len_rule == WS_LEN_REST ? read(r, row) : read_within(r, row, read, &at);
    if (row->kept) {
        r->scope->kept[row->kept - 1].at = at;
        r->scope->kept[row->kept - 1].len = r->at - at;
    }
    return code;
}

int ws_read_repeated(struct ws_reader *r, const struct ws_row *row)
{
    size_t at = r->at;

    if (row->op != WS_OP_SLICE)
        return read_area(r, row, read_array);
    /* Its length is that of each. */
    int code = read_array(r, row);
    if (row->kept) {
        r->scope->kept[row->kept - 1].at = at;
        r->scope->kept[row->kept - 1].len = r->at - at;
    }
    return code;
}

int ws_read_holder(struct ws_reader *r, const struct ws_row *row)
{
    switch ((enum ws_op)row->op) {
    case WS_OP_NUMBERS:
        return read_area(r, row, read_numbers);
    case WS_OP_STRUCT:
        return read_area(r, row, ws_read_element);
    case WS_OP_CHOICE:
        return read_area(r, row, read_choice);
    case WS_OP_TLVS:
        return read_area(r, row, read_tlvs);
    default:
        return read_hook(r, row);
    }
}
