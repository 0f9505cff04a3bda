/* The array of nodes that decoding fills, and how hooks fill it. */
#include "message/decode.h"

#include <stdlib.h>
#include <string.h>

#include "wirespeak/err.h"

void ws_out_init(struct ws_out *out)
{
    *out = (struct ws_out){0};
    ws_arena_init(&out->scratch, WS_MAX_SCRATCH);
}

void ws_out_free(struct ws_out *out)
{
    free(out->nodes);
    ws_arena_free(&out->scratch);
    ws_out_init(out);
}

void ws_out_reset(struct ws_out *out)
{
    out->n = out->members = 0;
    out->full = out->secret = out->no_memory = false;
    out->depth = out->tlv_depth = 0;
    out->n_empty = 0;
    out->n_faults = 0;
    out->hook = NULL;
    if (out->scratch.used)
        ws_arena_empty(&out->scratch);
}

/** Twice as many nodes as there are. */
static bool grow(struct ws_out *out)
{
    uint32_t cap = out->cap ? out->cap * 2 : 256;

    if (out->full || cap > WS_MAX_NODES) {
        out->full = true;
        return false;
    }
    struct ws_node *nodes = realloc(out->nodes, cap * sizeof(*nodes));
    if (!nodes) {
        out->full = out->no_memory = true;
        return false;
    }
    out->nodes = nodes;
    out->cap = cap;
    return true;
}

struct ws_node *ws_out_more(struct ws_out *out)
{
    return grow(out) ? &out->nodes[out->n++] : &out->spare;
}

struct ws_node *ws_out_take_more(struct ws_out *out, uint32_t n)
{
    return grow(out) ? ws_out_take(out, n) : NULL;
}

struct ws_opened ws_out_open(struct ws_out *out, const struct ws_row *row,
                             enum ws_kind_of_value kind, size_t offset)
{
    struct ws_opened opened = {out->n, out->members + 1};
    ws_out_push(out, row, kind, offset);
    out->members = 0;
    return opened;
}

void ws_out_close(struct ws_out *out, struct ws_opened opened)
{
    if (opened.node < out->n) {
        out->nodes[opened.node].len = out->members;
        out->nodes[opened.node].span = out->n - opened.node;
    }
    out->members = opened.members;
}

void ws_out_cut(struct ws_out *out, uint32_t n, uint32_t members)
{
    out->n = n;
    out->members = members;
}

void ws_out_add_fault(struct ws_out *out, uint16_t code, size_t offset)
{
    for (size_t i = 0; i < out->n_faults; i++)
        if (out->faults[i].code == code)
            return;
    if (code == WS_NO_ERROR)
        return;
    if (out->n_faults < WS_MAX_FAULTS)
        out->faults[out->n_faults++] = (struct ws_fault){code, (uint32_t)offset};
}

/* What hooks call */

static struct ws_node *put(struct ws_out *out, size_t row, enum ws_kind_of_value kind)
{
    const struct ws_row *r = &out->hook->rows[row < out->hook->n ? row : 0];
    if (r->field->purpose & WS_SECRET)
        out->secret = true;
    return ws_out_push(out, r, kind, out->hook_at);
}

void ws_put_uint(struct ws_out *out, size_t row, uint64_t v)
{
    put(out, row, WS_V_UINT)->as.u = v;
}

void ws_put_int(struct ws_out *out, size_t row, int64_t v)
{
    put(out, row, WS_V_INT)->as.i = v;
}

void ws_put_bool(struct ws_out *out, size_t row, bool v)
{
    put(out, row, WS_V_BOOL)->as.u = v;
}

void ws_put_real(struct ws_out *out, size_t row, double v)
{
    put(out, row, WS_V_REAL)->as.f = v;
}

static struct ws_node *put_slice(struct ws_out *out, size_t row, enum ws_kind_of_value kind,
                                 struct ws_bytes b)
{
    struct ws_node *n = put(out, row, kind);
    n->as.data = b.data;
    n->len = (uint32_t)b.len;
    return n;
}

void ws_put_text(struct ws_out *out, size_t row, struct ws_bytes text, enum ws_charset charset)
{
    put_slice(out, row, WS_V_TEXT, text)->size = (uint8_t)charset;
}

void ws_put_hex(struct ws_out *out, size_t row, struct ws_bytes bytes)
{
    put_slice(out, row, WS_V_HEX, bytes);
}

void ws_put_numbers(struct ws_out *out, size_t row, enum ws_type element, bool little,
                    struct ws_bytes bytes)
{
    static const uint16_t flags[] = {[WS_FAMILY_INT] = WS_NODE_SIGNED,
                                     [WS_FAMILY_FLOAT] = WS_NODE_FLOAT,
                                     [WS_FAMILY_BOOL] = WS_NODE_BOOL};
    size_t size = (size_t)element & 0xff;
    struct ws_node *n = put_slice(out, row, WS_V_NUMBERS, bytes);
    n->len = (uint32_t)(bytes.len / size);
    n->size = (uint8_t)size;
    n->flags = (uint16_t)(flags[element >> 8] | (little ? WS_NODE_LITTLE : 0));
}

void ws_put_secret(struct ws_out *out)
{
    out->secret = true;
    if (out->n > 0)
        out->nodes[out->n - 1].flags |= WS_NODE_SECRET;
}

size_t ws_put_object(struct ws_out *out, size_t row)
{
    size_t at = out->n;
    put(out, row, WS_V_OBJECT);
    return at;
}

size_t ws_put_array(struct ws_out *out, size_t row)
{
    size_t at = out->n;
    put(out, row, WS_V_ARRAY);
    return at;
}

/* Members are counted here: a hook may nest without bound, and keeps no counts. */
void ws_put_close(struct ws_out *out, size_t opened)
{
    uint32_t n = 0;
    if (opened >= out->n)
        return;
    struct ws_node *parent = &out->nodes[opened];
    parent->span = out->n - (uint32_t)opened;
    for (const struct ws_node *c = parent + 1; c < parent + parent->span; c += c->span)
        n++;
    parent->len = n;
}

uint8_t *ws_put_alloc(struct ws_out *out, size_t len)
{
    uint8_t *p = ws_arena_alloc(&out->scratch, len);
    if (!p) {
        out->full = true;
        out->no_memory = len <= out->scratch.max - out->scratch.used;
    }
    return p;
}

void ws_out_fault(struct ws_out *out, size_t offset)
{
    out->hook_fault = offset;
}
