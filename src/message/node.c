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

const struct ws_node *ws_member(const struct ws_node *object, const char *key)
{
    size_t len = strlen(key);
    for (const struct ws_node *n = ws_first(object); n; n = ws_next(object, n)) {
        struct ws_bytes k = ws_node_key(n);
        if (k.len == len && memcmp(k.data, key, len) == 0)
            return n;
    }
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
