/* A byte buffer that grows up to a stated maximum. */
#include "message/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { CAP_MIN = 256 };

void ws_buf_init(struct ws_buf *buf, size_t max)
{
    *buf = (struct ws_buf){.max = max < PTRDIFF_MAX ? max : PTRDIFF_MAX};
}

void ws_buf_free(struct ws_buf *buf)
{
    free(buf->data);
    ws_buf_init(buf, buf->max);
}

void ws_buf_reset(struct ws_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

/* Doubling makes appends O(1) on average; the sum cannot wrap, since need <= max. */
static size_t grown_cap(const struct ws_buf *buf, size_t need)
{
    size_t cap = buf->cap > buf->max / 2 ? buf->max : buf->cap * 2;
    if (cap < CAP_MIN)
        cap = CAP_MIN;
    if (cap < need)
        cap = need;
    return cap < buf->max ? cap : buf->max;
}

uint8_t *ws_buf_grow(struct ws_buf *buf, size_t n)
{
    if (buf->failed)
        return NULL;
    if (buf->data && n <= buf->cap - buf->len)
        return buf->data + buf->len;
    if (n > buf->max - buf->len) {
        buf->failed = true;
        return NULL;
    }
    size_t cap = grown_cap(buf, buf->len + n);
    uint8_t *data = realloc(buf->data, cap + 1); /* ws_buf_printf's NUL */
    if (!data) {
        buf->failed = true;
        return NULL;
    }
    buf->data = data;
    buf->cap = cap;
    return data + buf->len;
}

void ws_buf_printf(struct ws_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    buf->failed |= n < 0;
    char *out = buf->failed ? NULL : (char *)ws_buf_room(buf, (size_t)n);
    if (!out)
        return;
    va_start(args, format);
    vsnprintf(out, (size_t)n + 1, format, args);
    va_end(args);
    buf->len += (size_t)n;
}
