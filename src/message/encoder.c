/* What encoding is made of: paths and reasons, the values' source, bytes. */
#include "message/encoder.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wirespeak/err.h"

static int WS_PRINTF(3, 0)
    fail(struct ws_encoder *e, const char *key, const char *fmt, va_list args)
{
    if (e->err)
        return e->err;
    int n =
        snprintf(e->why, WS_ENCODE_WHY_MAX, "%.*s%s: ", (int)e->path_len, e->path, key ? key : "");
    if (n > 0 && n < WS_ENCODE_WHY_MAX)
        vsnprintf(e->why + n, (size_t)(WS_ENCODE_WHY_MAX - n), fmt, args);
    return e->err = WS_E_VALUE;
}

int ws_encoder_fail(struct ws_encoder *e, const char *key, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int err = fail(e, key, fmt, args);
    va_end(args);
    return err;
}

int ws_encoder_refuse(struct ws_encoder *e, const struct ws_node *at, const char *fmt, ...)
{
    struct ws_bytes key = at ? ws_node_key(at) : (struct ws_bytes){NULL, 0};
    char name[64];
    va_list args;

    snprintf(name, sizeof(name), "%.*s", (int)(key.len < 63 ? key.len : 63),
             key.len ? (const char *)key.data : "");
    va_start(args, fmt);
    int err = fail(e, name, fmt, args);
    va_end(args);
    return err;
}

size_t ws_encoder_enter(struct ws_encoder *e, const char *key, int64_t index)
{
    size_t before = e->path_len, room = sizeof(e->path) - before;
    int n = key ? snprintf(e->path + before, room, "%s.", key)
                : snprintf(e->path + before, room, "%lld.", (long long)index);
    if (n > 0 && (size_t)n < room)
        e->path_len += (size_t)n;
    return before;
}

void ws_encoder_leave(struct ws_encoder *e, size_t before)
{
    e->path_len = before;
}

/* Sources */

static bool is_key(const struct ws_node *n, const char *key, size_t len, const char *suffix,
                   size_t suffix_len)
{
    struct ws_bytes k = ws_node_key(n);
    static const struct ws_bytes hex = {(const uint8_t *)"_hex", 4};

    /* A decoded text that was not valid stands under KEY_hex. */
    if (n->flags & WS_NODE_HEX_KEY)
        return suffix_len == hex.len && memcmp(suffix, hex.data, hex.len) == 0 && k.len == len &&
               memcmp(k.data, key, len) == 0;
    return k.len == len + suffix_len && memcmp(k.data, key, len) == 0 &&
           (suffix_len == 0 || memcmp(k.data + len, suffix, suffix_len) == 0);
}

const struct ws_node *ws_source_take(struct ws_source *s, const char *key, const char *suffix)
{
    size_t len = strlen(key), suffix_len = strlen(suffix);
    const struct ws_node *n;

    if (!s->object || s->object->len == 0)
        return NULL;
    if (!s->next) {
        s->next = ws_first(s->object);
        s->next_index = 0;
    }
    /* Members mostly come in the order of the rows: begin behind the last one found, and go round
     * once. */
    uint32_t index = s->next_index, tried = 0;
    for (n = s->next; tried < s->object->len; tried++) {
        if (is_key(n, key, len, suffix, suffix_len))
            break;
        n = ws_next(s->object, n);
        index++;
        if (!n) {
            n = ws_first(s->object);
            index = 0;
        }
    }
    if (tried == s->object->len)
        return NULL;
    if (index < 64)
        s->used |= UINT64_C(1) << index;
    s->next = ws_next(s->object, n);
    s->next_index = index + 1;
    return n;
}

int ws_source_check(struct ws_encoder *e, const struct ws_source *s)
{
    uint32_t index = 0;

    if (!s->object)
        return WS_OK;
    for (const struct ws_node *n = ws_first(s->object); n && index < 64;
         n = ws_next(s->object, n), index++) {
        struct ws_bytes k = ws_node_key(n);
        bool text = k.len > 5 && memcmp(k.data + k.len - 5, "_text", 5) == 0;
        if (!(s->used & UINT64_C(1) << index) && !text)
            return ws_encoder_refuse(e, n, "there is no such field here");
    }
    return WS_OK;
}

const struct ws_node *ws_encoder_override(const struct ws_encoder *e, const char *key)
{
    const struct ws_node *o = e->job->override;
    size_t len = strlen(key);

    for (const struct ws_node *n = o ? ws_first(o) : NULL; n; n = ws_next(o, n)) {
        struct ws_bytes k = ws_node_key(n);
        if (k.len == e->path_len + len && memcmp(k.data, e->path, e->path_len) == 0 &&
            memcmp(k.data + e->path_len, key, len) == 0)
            return n;
    }
    return NULL;
}

/* Values */

static bool whole_text(const struct ws_node *n, bool *ret_negative, uint64_t *ret)
{
    uint64_t v = 0;
    uint32_t i = 0;

    *ret_negative = n->len > 0 && n->as.data[0] == '-';
    for (i = *ret_negative; i < n->len; i++)
        if (n->as.data[i] < '0' || n->as.data[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(n->as.data[i] - '0'), &v))
            return false;
    *ret = *ret_negative ? 0 - v : v;
    return n->len > *ret_negative;
}

bool ws_node_whole(const struct ws_node *n, bool *ret_negative, uint64_t *ret)
{
    *ret_negative = false;
    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_UINT:
    case WS_V_BOOL:
        *ret = n->as.u;
        return true;
    case WS_V_INT:
        *ret = n->as.u;
        *ret_negative = n->as.i < 0;
        return true;
    case WS_V_REAL:
        if (n->as.f != floor(n->as.f) || fabs(n->as.f) > 9007199254740992.0)
            return false;
        *ret_negative = n->as.f < 0;
        *ret = (uint64_t)(int64_t)n->as.f;
        return true;
    case WS_V_TEXT:
        return whole_text(n, ret_negative, ret);
    default:
        return false;
    }
}

/* Bytes */

void ws_encoder_number(struct ws_encoder *e, uint64_t v, size_t size, bool little)
{
    uint8_t *p = ws_buf_room(e->out, size);
    if (!p)
        return;
    if (little)
        ws_store_le(p, size, v);
    else
        ws_store_be(p, size, v);
    e->out->len += size;
}

void ws_encoder_patch(struct ws_encoder *e, size_t at, uint64_t v, size_t size, bool little)
{
    if (e->out->failed)
        return;
    uint8_t *p = e->out->data + e->start + at;
    if (little)
        ws_store_le(p, size, v);
    else
        ws_store_be(p, size, v);
}

void ws_encoder_zeros(struct ws_encoder *e, size_t n)
{
    uint8_t *p = n ? ws_buf_room(e->out, n) : NULL;
    if (!p)
        return;
    memset(p, 0, n);
    e->out->len += n;
}

void ws_encoder_add(struct ws_encoder *e, struct ws_bytes bytes)
{
    ws_buf_add(e->out, bytes.data, bytes.len);
}

void ws_encoder_be(struct ws_encoder *e, size_t len, uint64_t v)
{
    ws_encoder_number(e, v, len, false);
}

void ws_encoder_le(struct ws_encoder *e, size_t len, uint64_t v)
{
    ws_encoder_number(e, v, len, true);
}
