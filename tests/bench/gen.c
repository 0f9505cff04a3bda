/* Random numbers and bytes for made-up traffic. */
#include "bench/gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t gen_random(struct gen_random *r)
{
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t gen_below(struct gen_random *r, uint32_t n)
{
    return (uint32_t)((gen_random(r) >> 32) * n >> 32);
}

uint32_t gen_few(struct gen_random *r, uint32_t max)
{
    return gen_below(r, 4) > 0 ? 1 : 1 + gen_below(r, max);
}

bool gen_chance(struct gen_random *r, uint32_t permille)
{
    return permille > 0 && gen_below(r, 1000) < permille;
}

double gen_uniform(struct gen_random *r)
{
    return (double)(gen_random(r) >> 11) * 0x1p-53;
}

void *gen_alloc(void *old, size_t n, size_t size)
{
    void *p = reallocarray(old, n, size);
    if (!p) {
        perror("generate");
        exit(1);
    }
    return p;
}

static uint8_t *room(struct gen_bytes *b, size_t n)
{
    if (n > b->cap - b->len) {
        b->cap = b->cap * 2 > b->len + n ? b->cap * 2 : b->len + n + 256;
        b->data = gen_alloc(b->data, b->cap, 1);
    }
    b->len += n;
    return b->data + b->len - n;
}

void gen_put(struct gen_bytes *b, uint64_t v, size_t n)
{
    ws_store_be(room(b, n), n, v);
}

void gen_put_le(struct gen_bytes *b, uint64_t v, size_t n)
{
    ws_store_le(room(b, n), n, v);
}

void gen_put_zeros(struct gen_bytes *b, size_t n)
{
    memset(room(b, n), 0, n);
}

void gen_put_text(struct gen_bytes *b, const char *text)
{
    size_t n = strlen(text);
    memcpy(room(b, n), text, n);
}

void gen_set(struct gen_bytes *b, size_t at, uint64_t v, size_t n)
{
    ws_store_be(b->data + at, n, v);
}

void gen_set_le(struct gen_bytes *b, size_t at, uint64_t v, size_t n)
{
    ws_store_le(b->data + at, n, v);
}

void gen_burst_end(struct gen_burst *burst)
{
    if (burst->n == burst->cap) {
        burst->cap = burst->cap * 2 + 16;
        burst->ends = gen_alloc(burst->ends, burst->cap, sizeof(*burst->ends));
    }
    burst->ends[burst->n++] = burst->bytes.len;
}
