/* What encoding is made of: places and reasons, overrides, bytes. */
#include "message/encoder.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wirespeak/err.h"

enum { MAX_PATH = 160, MAX_STEPS = 3 * WS_MAX_DEPTH };

/* Places */

/** Writes the path of a place, its steps joined by dots; what does not fit is cut off. */
static size_t render(const struct ws_step *place, char path[MAX_PATH])
{
    const struct ws_step *steps[MAX_STEPS];
    size_t n = 0, len = 0;

    for (; place && n < MAX_STEPS; place = place->up)
        steps[n++] = place;
    path[0] = '\0';
    while (n > 0 && len < MAX_PATH - 1) {
        const struct ws_step *s = steps[--n];
        const char *dot = len ? "." : "";
        int added = s->key ? snprintf(path + len, MAX_PATH - len, "%s%s", dot, s->key)
                           : snprintf(path + len, MAX_PATH - len, "%s%llu", dot,
                                      (unsigned long long)s->index);
        len += added > 0 ? (size_t)added : 0;
    }
    return len < MAX_PATH ? len : MAX_PATH - 1;
}

static int WS_PRINTF(2, 0) fail(struct ws_encoder *e, const char *fmt, va_list args)
{
    char path[MAX_PATH];

    if (e->err)
        return e->err;
    int n = render(e->place, path) ? snprintf(e->why, WS_ENCODE_WHY_MAX, "%s: ", path)
                                   : snprintf(e->why, WS_ENCODE_WHY_MAX, "the message: ");
    vsnprintf(e->why + n, (size_t)(WS_ENCODE_WHY_MAX - n), fmt, args);
    return e->err = WS_E_VALUE;
}

int ws_encoder_fail(struct ws_encoder *e, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int err = fail(e, fmt, args);
    va_end(args);
    return err;
}

int ws_encoder_refuse(struct ws_encoder *e, const struct ws_node *at, const char *fmt, ...)
{
    struct ws_bytes key = at ? ws_node_key(at) : (struct ws_bytes){NULL, 0};
    const struct ws_step *before = e->place;
    char name[64];
    va_list args;

    snprintf(name, sizeof(name), "%.*s", (int)(key.len < 63 ? key.len : 63),
             key.len ? (const char *)key.data : "");
    struct ws_step step = {before, name, 0};
    if (key.len)
        e->place = &step;
    va_start(args, fmt);
    int err = fail(e, fmt, args);
    va_end(args);
    e->place = before;
    return err;
}

int ws_encoder_open(struct ws_encoder *e, struct ws_source *s, const struct ws_node *object)
{
    if (object && object->kind != WS_V_OBJECT)
        return ws_encoder_fail(e, "an object is needed");
    if (object && object->len > WS_MAX_MEMBERS)
        return ws_encoder_fail(e, "more than %d members", WS_MAX_MEMBERS);
    ws_source_init(s, object);
    return WS_OK;
}

int ws_encoder_check(struct ws_encoder *e, const struct ws_source *s)
{
    const struct ws_node *n = ws_source_unused(s);
    return n ? ws_encoder_refuse(e, n, "there is no such field here") : WS_OK;
}

/* Overrides */

const struct ws_node *ws_encoder_override(struct ws_encoder *e)
{
    const struct ws_node *o = e->job->override;
    char path[MAX_PATH];
    uint64_t bit = 1;

    if (!o)
        return NULL;
    size_t len = render(e->place, path);
    for (const struct ws_node *n = ws_first(o); n; n = ws_next(o, n), bit <<= 1) {
        struct ws_bytes k = ws_node_key(n);
        if (k.len == len && memcmp(k.data, path, len) == 0) {
            e->overridden |= bit;
            return n;
        }
    }
    return NULL;
}

int ws_encoder_check_overrides(struct ws_encoder *e)
{
    const struct ws_node *o = e->job->override;
    uint64_t bit = 1;

    for (const struct ws_node *n = o ? ws_first(o) : NULL; n; n = ws_next(o, n), bit <<= 1)
        if (!(e->overridden & bit))
            return ws_encoder_refuse(e, n, "no computed field to override");
    return WS_OK;
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

void ws_encoder_zeros(struct ws_encoder *e, uint64_t n)
{
    uint8_t *p = n ? ws_buf_room(e->out, n) : NULL;
    if (!p)
        return;
    memset(p, 0, n);
    e->out->len += n;
}

void ws_encoder_is_padding(struct ws_encoder *e, size_t from)
{
    if (e->pad_to != from)
        e->pad_from = from;
    e->pad_to = ws_encoder_at(e);
}

void ws_encoder_pad(struct ws_encoder *e, uint64_t n)
{
    size_t from = ws_encoder_at(e);
    ws_encoder_zeros(e, n);
    ws_encoder_is_padding(e, from);
}

size_t ws_encoder_solid(const struct ws_encoder *e)
{
    return e->pad_to == ws_encoder_at(e) ? e->pad_from : ws_encoder_at(e);
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

size_t ws_encoder_len(const struct ws_encoder *e)
{
    return ws_encoder_at(e);
}

uint8_t *ws_encoder_bytes(struct ws_encoder *e, size_t from)
{
    return e->out->failed || !e->out->data ? NULL : e->out->data + e->start + from;
}

void ws_encoder_cut(struct ws_encoder *e, size_t len)
{
    if (!e->out->failed && len < ws_encoder_at(e))
        e->out->len = e->start + len;
}
