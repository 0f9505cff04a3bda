/* Members of one key in a JSON object: the last counts. */
#include "message/scan_keys.h"

#include <stdlib.h>
#include <string.h>

#include "message/scan.h"
#include "wirespeak/err.h"

/** Up to so many members, comparing each with each is faster than sorting. */
enum { FEW = 12 };

static int order_of(const struct ws_node *a, const struct ws_node *b)
{
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return a->len ? memcmp(a->as.data, b->as.data, a->len) : 0;
}

static int by_key(const void *a, const void *b)
{
    const struct ws_node *const *x = a, *const *y = b;
    int order = order_of(*x, *y);
    return order ? order : *x < *y ? -1 : *x > *y;
}

static bool mark(struct ws_node *object, const struct ws_node *key)
{
    object[key - object].flags |= WS_NODE_GONE;
    object->len--;
    return true;
}

/** Most keys of one length differ in their last letter. */
static bool is_same(const struct ws_node *a, const struct ws_node *b)
{
    uint32_t n = a->len;
    return n == b->len && (n == 0 || (a->as.data[n - 1] == b->as.data[n - 1] &&
                                      memcmp(a->as.data, b->as.data, n) == 0));
}

static bool mark_few(struct ws_node *object, const struct ws_node **keys, uint32_t n)
{
    bool any = false;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++)
            if (is_same(keys[i], keys[k])) {
                any = mark(object, keys[i]);
                break;
            }
    return any;
}

static bool mark_many(struct ws_node *object, const struct ws_node **keys, uint32_t n)
{
    bool any = false;
    qsort(keys, n, sizeof(*keys), by_key);
    for (uint32_t i = 0; i + 1 < n; i++)
        if (order_of(keys[i], keys[i + 1]) == 0)
            any = mark(object, keys[i]);
    return any;
}

int ws_keys_mark(struct ws_out *out, uint32_t index, bool *ret_any)
{
    struct ws_node *object = &out->nodes[index];
    const struct ws_node *few[FEW], **keys = few;
    uint32_t n = 0;

    if (object->len < 2)
        return WS_OK;
    if (object->len > FEW && !(keys = malloc(object->len * sizeof(*keys))))
        return WS_E_NOMEM;
    for (const struct ws_node *v = ws_first(object); v; v = ws_next(object, v))
        keys[n++] = v - 1;
    if (n > FEW ? mark_many(object, keys, n) : mark_few(object, keys, n))
        *ret_any = true;
    if (keys != few)
        free(keys);
    return WS_OK;
}

/** A container that is being moved: where it ended, and where it stands now. */
struct moved {
    uint32_t end, at;
};

static bool is_container(const struct ws_node *n)
{
    return n->kind == WS_V_OBJECT || n->kind == WS_V_ARRAY;
}

void ws_keys_remove(struct ws_out *out, uint32_t first)
{
    struct moved open[WS_JSON_MAX_DEPTH + 1];
    struct ws_node *nodes = out->nodes;
    uint32_t from = first, to = first;
    size_t depth = 0;

    while (from < out->n) {
        for (; depth && open[depth - 1].end == from; depth--)
            nodes[open[depth - 1].at].span = to - open[depth - 1].at;
        if (nodes[from].flags & WS_NODE_GONE) {
            from += 1 + nodes[from + 1].span;
            continue;
        }
        if (is_container(&nodes[from]))
            open[depth++] = (struct moved){from + nodes[from].span, to};
        nodes[to++] = nodes[from++];
    }
    for (; depth; depth--)
        nodes[open[depth - 1].at].span = to - open[depth - 1].at;
    out->n = to;
}
