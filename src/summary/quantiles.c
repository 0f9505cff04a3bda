/* Quantiles in bounded memory: buckets that grow with the values, as HdrHistogram's. */
#include "summary/quantiles.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    EXACT_BITS = 8,            /* values of so many bits have a bucket each */
    BUCKETS = 1 << EXACT_BITS, /* of the first octave; others use the upper half of as many */
};

/* Octave 0 holds what is below BUCKETS; in octave k a bucket is 2^k wide. */
static unsigned octave_of(uint64_t v)
{
    return v < BUCKETS ? 0 : (unsigned)(64 - __builtin_clzll(v)) - EXACT_BITS;
}

/* The middle of a bucket. */
static uint64_t value_of(unsigned octave, uint64_t bucket)
{
    return (bucket << octave) + (octave ? UINT64_C(1) << (octave - 1) : 0);
}

bool ws_quantiles_add(struct ws_quantiles *q, int64_t value)
{
    uint64_t v = value < 0 ? 0 : (uint64_t)value;
    unsigned octave = octave_of(v);

    if (!q->octaves[octave])
        q->octaves[octave] = calloc(BUCKETS, sizeof(uint64_t));
    if (!q->octaves[octave])
        return false;
    q->octaves[octave][v >> octave]++;
    q->n++;
    if (v > q->max)
        q->max = v;
    return true;
}

/* The bucket's value where the `rank`-th one is, *rank less those before; UINT64_MAX: not in here.
 */
static uint64_t find(const uint64_t *buckets, unsigned octave, uint64_t *rank)
{
    for (uint64_t b = 0; b < BUCKETS; b++) {
        if (buckets[b] >= *rank)
            return value_of(octave, b);
        *rank -= buckets[b];
    }
    return UINT64_MAX;
}

uint64_t ws_quantiles_at(const struct ws_quantiles *q, unsigned per_mille)
{
    uint64_t rank = q->n / 1000 * per_mille + (q->n % 1000 * per_mille + 999) / 1000;

    if (rank == 0)
        rank = 1;
    for (unsigned octave = 0; octave < WS_QUANTILE_OCTAVES && rank < q->n; octave++) {
        uint64_t v = q->octaves[octave] ? find(q->octaves[octave], octave, &rank) : UINT64_MAX;
        if (v != UINT64_MAX)
            return v < q->max ? v : q->max;
    }
    return q->max;
}

void ws_quantiles_free(struct ws_quantiles *q)
{
    for (size_t i = 0; i < WS_QUANTILE_OCTAVES; i++)
        free(q->octaves[i]);
    *q = (struct ws_quantiles){0};
}
