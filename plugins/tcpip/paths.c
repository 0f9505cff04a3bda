/* Paths into a message's fields: "value.axes.0.pos", "text.1". */
#include "tcpip.h"

#include <string.h>

#include "wirespeak/text.h"

enum { MAX_PARTS = 16 };

/* Reading them */

static struct tcpip_part part_of(struct ws_bytes name)
{
    struct tcpip_part p = {.name = name,
                           .is_index = name.len > 0 && name.len < 10,
                           .is_any = name.len == 1 && name.data[0] == '*'};

    for (size_t i = 0; i < name.len && p.is_index; i++) {
        p.is_index = name.data[i] >= '0' && name.data[i] <= '9';
        p.index = p.index * 10 + (uint64_t)(name.data[i] - '0');
    }
    return p;
}

static int read_path(struct tcpip_reader *r, const struct ws_node *n, struct tcpip_path *ret)
{
    struct tcpip_part *parts = ws_instance_alloc(r->host, MAX_PARTS * sizeof(*parts));
    char *text = n->kind == WS_V_TEXT ? tcpip_copy(r, (struct ws_bytes){n->as.data, n->len}) : NULL;
    bool good = text && n->len;

    if (!parts || (n->kind == WS_V_TEXT && !text))
        return WS_E_NOMEM;
    *ret = (struct tcpip_path){parts, 0};
    for (size_t at = 0; good && at <= n->len;) {
        size_t len = strcspn(text + at, ".");
        good = len > 0 && ret->n < MAX_PARTS;
        if (good)
            parts[ret->n++] = part_of((struct ws_bytes){(const uint8_t *)text + at, len});
        at += len + 1;
    }
    return good ? WS_OK : tcpip_expect(r, n, "a path: 1 to 16 names joined by dots");
}

int tcpip_get_path(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   struct tcpip_path *ret)
{
    const struct ws_node *n = ws_member(object, key);
    return n ? read_path(r, n, ret) : WS_OK;
}

int tcpip_check_paths(struct tcpip_reader *r, const struct ws_node *object, const char *key)
{
    const struct ws_node *list = NULL;
    struct tcpip_path path;
    int err = tcpip_get_array(r, object, key, false, &list);

    for (const struct ws_node *n = list ? ws_first(list) : NULL; n && !err; n = ws_next(list, n))
        err = read_path(r, n, &path);
    return err;
}

/* Following them */

static void take_text(struct tcpip_key *key, const void *text, size_t len)
{
    const uint8_t *p = text;

    memset(key, 0, sizeof(*key));
    key->len = (uint32_t)len;
    key->hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < len; i++)
        key->hash = (key->hash ^ p[i]) * UINT64_C(0x100000001b3);
    if (len)
        memcpy(key->text, text, len < sizeof(key->text) ? len : sizeof(key->text));
}

static void take_uint(struct tcpip_key *key, uint64_t v)
{
    char text[WS_U64_TEXT_MAX];
    size_t len = ws_u64_text(text, v);
    take_text(key, text, len);
}

static void take_int(struct tcpip_key *key, int64_t v)
{
    char text[WS_I64_TEXT_MAX];
    size_t len = ws_i64_text(text, v);
    take_text(key, text, len);
}

/** Whole ones as integers are. */
static void take_real(struct tcpip_key *key, double v)
{
    char text[WS_DOUBLE_TEXT_MAX];

    if (v > -9007199254740992.0 && v < 9007199254740992.0 && v == (double)(int64_t)v) {
        take_int(key, (int64_t)v);
        return;
    }
    size_t len = ws_double_text(text, v);
    take_text(key, text, len);
}

static bool take_value(struct tcpip_key *key, const struct ws_node *n)
{
    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_UINT:
        take_uint(key, n->as.u);
        return true;
    case WS_V_INT:
        take_int(key, n->as.i);
        return true;
    case WS_V_BOOL:
        take_text(key, n->as.u ? "true" : "false", n->as.u ? 4 : 5);
        return true;
    case WS_V_REAL:
        take_real(key, n->as.f);
        return true;
    case WS_V_TEXT:
    case WS_V_HEX:
        take_text(key, n->as.data, n->len);
        return true;
    default:
        return false;
    }
}

static bool take_element(struct tcpip_key *key, const struct ws_node *n, uint64_t index)
{
    const uint8_t *p = n->as.data + index * n->size;
    double d;
    float f;

    if (index >= n->len)
        return false;
    uint64_t v = n->flags & WS_NODE_LITTLE ? ws_load_le(p, n->size) : ws_load_be(p, n->size);
    uint32_t low = (uint32_t)v;
    memcpy(&d, &v, sizeof(d));
    memcpy(&f, &low, sizeof(f));
    if (n->flags & WS_NODE_FLOAT)
        take_real(key, n->size == sizeof(d) ? d : (double)f);
    else if (n->flags & WS_NODE_SIGNED)
        take_int(key, ws_sign_extend(v, n->size * 8u));
    else
        take_uint(key, v);
    return true;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool take_word(struct tcpip_key *key, const struct ws_node *n, uint64_t index)
{
    size_t at = 0, begin;

    for (;; index--) {
        while (at < n->len && is_blank(n->as.data[at]))
            at++;
        for (begin = at; at < n->len && !is_blank(n->as.data[at]); at++)
            ;
        if (begin == at)
            return false;
        if (index == 0)
            break;
    }
    take_text(key, n->as.data + begin, at - begin);
    return true;
}

static bool follow(const struct tcpip_path *path, size_t part, const struct ws_node *n,
                   struct tcpip_key *ret);

static bool follow_any(const struct tcpip_path *path, size_t part, const struct ws_node *n,
                       struct tcpip_key *ret)
{
    const struct tcpip_part *p = &path->parts[part];
    uint64_t index = 0;

    for (const struct ws_node *m = ws_first(n); m; m = ws_next(n, m), index++) {
        struct ws_bytes key = ws_node_key(m);
        bool named = n->kind == WS_V_OBJECT && key.len == p->name.len &&
                     memcmp(key.data, p->name.data, key.len) == 0;
        bool counted = n->kind == WS_V_ARRAY && p->is_index && p->index == index;
        if ((named || counted || p->is_any) && follow(path, part + 1, m, ret))
            return true;
    }
    return false;
}

static bool follow(const struct tcpip_path *path, size_t part, const struct ws_node *n,
                   struct tcpip_key *ret)
{
    if (part == path->n)
        return take_value(ret, n);
    const struct tcpip_part *p = &path->parts[part];
    bool last = part + 1 == path->n;
    if (n->kind == WS_V_OBJECT || n->kind == WS_V_ARRAY)
        return follow_any(path, part, n, ret);
    if (!last || !(p->is_index || p->is_any))
        return false;
    if (n->kind == WS_V_NUMBERS)
        return take_element(ret, n, p->index);
    return n->kind == WS_V_TEXT && take_word(ret, n, p->index);
}

bool tcpip_path_key(const struct tcpip_path *path, const struct ws_node *fields,
                    struct tcpip_key *ret)
{
    return path->n > 0 && follow(path, 0, fields, ret);
}
