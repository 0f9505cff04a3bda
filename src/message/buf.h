#ifndef WS_MESSAGE_BUF_H
#define WS_MESSAGE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wirespeak/export.h"

/**
 * Bytes that grow at their end. An append that would pass `max` bytes, or finds no memory, sets
 * `failed` and adds nothing; from then on every append does nothing, so that a writer looks at
 * `failed` once, at the end. What stands in the buffer then may end anywhere.
 */
struct ws_buf {
    uint8_t *data; /* owned: ws_buf_free; NULL before the first append; moves when it grows */
    size_t len;    /* bytes written */
    size_t cap;    /* bytes allocated, at most max */
    size_t max;
    bool failed;
};

/** An empty buffer of at most `max` bytes, never more than PTRDIFF_MAX. Allocates nothing yet. */
void ws_buf_init(struct ws_buf *buf, size_t max);

/** Releases the memory; the buffer is then as ws_buf_init left it. */
void ws_buf_free(struct ws_buf *buf);

/** Empties the buffer and forgets a failure; keeps the memory. */
void ws_buf_reset(struct ws_buf *buf);

/** ws_buf_room when there is not enough yet. */
uint8_t *ws_buf_grow(struct ws_buf *buf, size_t n);

/**
 * At least `n` free bytes behind the `len` written ones, valid until the next append. The caller
 * writes there and adds to `len` what it used. NULL when the buffer has failed, also when it fails
 * here.
 */
static inline uint8_t *ws_buf_room(struct ws_buf *buf, size_t n)
{
    if (n < buf->cap - buf->len && !buf->failed)
        return buf->data + buf->len;
    return ws_buf_grow(buf, n);
}

/** Appends `n` bytes; `p` may be NULL when n is 0. All or nothing. */
static inline void ws_buf_add(struct ws_buf *buf, const void *p, size_t n)
{
    uint8_t *out = ws_buf_room(buf, n);
    if (!out || n == 0)
        return;
    memcpy(out, p, n);
    buf->len += n;
}

static inline void ws_buf_byte(struct ws_buf *buf, uint8_t byte)
{
    uint8_t *out = ws_buf_room(buf, 1);
    if (!out)
        return;
    *out = byte;
    buf->len++;
}

/** Appends a string without its NUL. */
static inline void ws_buf_text(struct ws_buf *buf, const char *text)
{
    ws_buf_add(buf, text, strlen(text));
}

/** Appends formatted text, all or nothing. For cold paths: slow, and in the process's locale. */
void ws_buf_printf(struct ws_buf *buf, const char *format, ...) WS_PRINTF(2, 3);

#endif
