#ifndef WIRESPEAK_BYTES_H
#define WIRESPEAK_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A slice: `len` bytes at `data`, borrowed. What owns them, and until when, the function says that
 * takes or gives one. */
struct ws_bytes {
    const uint8_t *data;
    size_t len;
};

/** The slice without its first `n` bytes; empty when there are fewer. */
static inline struct ws_bytes ws_bytes_from(struct ws_bytes b, size_t n)
{
    if (n >= b.len)
        return (struct ws_bytes){b.data ? b.data + b.len : NULL, 0};
    return (struct ws_bytes){b.data + n, b.len - n};
}

/** At most the first `n` bytes of the slice. */
static inline struct ws_bytes ws_bytes_upto(struct ws_bytes b, size_t n)
{
    return (struct ws_bytes){b.data, n < b.len ? n : b.len};
}

/**
 * Unsigned integers of 1 to 8 bytes at `p`, big-endian and little-endian. The caller has checked
 * that `len` bytes are there: use a ws_cursor where that is not yet known.
 */
static inline uint64_t ws_load_be(const uint8_t *p, size_t len)
{
    uint64_t v = 0;
    for (size_t i = 0; i < len; i++)
        v = v << 8 | p[i];
    return v;
}

static inline uint64_t ws_load_le(const uint8_t *p, size_t len)
{
    uint64_t v = 0;
    for (size_t i = len; i > 0; i--)
        v = v << 8 | p[i - 1];
    return v;
}

/** Writes the low `len` (1 to 8) bytes of `v` at `p`; higher ones are dropped. */
static inline void ws_store_be(uint8_t *p, size_t len, uint64_t v)
{
    for (size_t i = len; i > 0; i--, v >>= 8)
        p[i - 1] = (uint8_t)v;
}

static inline void ws_store_le(uint8_t *p, size_t len, uint64_t v)
{
    for (size_t i = 0; i < len; i++, v >>= 8)
        p[i] = (uint8_t)v;
}

/** `v`, the low `bits` (1 to 64) of a two's complement number, as a signed number. */
static inline int64_t ws_sign_extend(uint64_t v, unsigned bits)
{
    uint64_t sign = UINT64_C(1) << ((bits - 1) & 63);
    return (int64_t)(((bits == 64 ? v : v & ((sign << 1) - 1)) ^ sign) - sign);
}

/**
 * Reads a slice from front to back. Reading past the end gives 0 (or an empty slice), reads
 * nothing, and sets `failed`, which stays set: a decoder reads what it expects and looks at
 * `failed` once.
 */
struct ws_cursor {
    struct ws_bytes in;
    size_t at; /* 0 .. in.len: the next byte to read */
    bool failed;
};

static inline struct ws_cursor ws_cursor(struct ws_bytes in)
{
    return (struct ws_cursor){in, 0, false};
}

/** How many bytes are left. */
static inline size_t ws_left(const struct ws_cursor *c)
{
    return c->in.len - c->at;
}

/** The next `n` bytes, borrowed from the cursor's slice. */
static inline struct ws_bytes ws_take(struct ws_cursor *c, size_t n)
{
    if (c->failed || n > ws_left(c)) {
        c->failed = true;
        return (struct ws_bytes){NULL, 0};
    }
    struct ws_bytes b = {c->in.data + c->at, n};
    c->at += n;
    return b;
}

/** The next integer of `len` (1 to 8) bytes. */
static inline uint64_t ws_take_be(struct ws_cursor *c, size_t len)
{
    struct ws_bytes b = ws_take(c, len);
    return ws_load_be(b.data, b.len);
}

static inline uint64_t ws_take_le(struct ws_cursor *c, size_t len)
{
    struct ws_bytes b = ws_take(c, len);
    return ws_load_le(b.data, b.len);
}

#endif
