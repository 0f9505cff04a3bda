/* Looking at nodes. */
#include <string.h>

#include "message/plan.h"

struct ws_bytes ws_node_key(const struct ws_node *n)
{
    if (n->flags & WS_NODE_KEYED)
        return (struct ws_bytes){n[-1].as.data, n[-1].len};
    const char *key = n->row && n->row->field->key ? n->row->field->key : "";
    return (struct ws_bytes){(const uint8_t *)key, strlen(key)};
}

bool ws_node_is_named(const struct ws_node *n)
{
    return n->row && ws_row_name_at(n->row, n->as.i) < n->row->n_names;
}

/** Rows made ready know how long their keys are: most differ by that. */
static bool has_key(const struct ws_node *n, const char *key, size_t len)
{
    enum { MARKS = 3 }; /* "": */
    const struct ws_row *row = n->row;

    if (row && row->json_key && !(n->flags & WS_NODE_KEYED))
        return row->json_key_len == len + MARKS && memcmp(row->json_key + 1, key, len) == 0;
    struct ws_bytes own = ws_node_key(n);
    return own.len == len && memcmp(own.data, key, len) == 0;
}

const struct ws_node *ws_member(const struct ws_node *object, const char *key)
{
    size_t len = strlen(key);
    for (const struct ws_node *n = ws_first(object); n; n = ws_next(object, n))
        if (has_key(n, key, len))
            return n;
    return NULL;
}

uint64_t ws_get_uint(const struct ws_node *object, const struct ws_field *field, uint64_t otherwise)
{
    return ws_node_uint(ws_find(object, field), otherwise);
}

struct ws_bytes ws_get_bytes(const struct ws_node *object, const struct ws_field *field)
{
    const struct ws_node *n = ws_find(object, field);
    if (!n ||
        (n->kind != WS_V_TEXT && n->kind != WS_V_HEX && n->kind != WS_V_MAC && n->kind != WS_V_IP))
        return (struct ws_bytes){NULL, 0};
    return (struct ws_bytes){n->as.data, n->len};
}
