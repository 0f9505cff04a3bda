#ifndef WS_SUMMARY_QUANTILES_H
#define WS_SUMMARY_QUANTILES_H

#include <stdbool.h>
#include <stdint.h>

enum { WS_QUANTILE_OCTAVES = 57 };

/**
 * How values are spread, in bounded memory: each power of two is cut into 128 equal buckets, as
 * HdrHistogram does it. Values below 256 are exact, others within 1/256 (0.4 %), the greatest is
 * exact. Buckets of an octave are allocated when its first value comes: 1 KiB each, 57 at the most.
 * All zero is none.
 */
struct ws_quantiles {
    uint64_t n, max;
    uint64_t *octaves[WS_QUANTILE_OCTAVES]; /* owned */
};

/** Counts a value; below 0 it is 0. False: no memory, it is not counted. */
bool ws_quantiles_add(struct ws_quantiles *quantiles, int64_t value);

/**
 * The value that at least `per_mille` of 1000 values don't exceed (nearest rank); the greatest for
 * 1000. 0 when there are none.
 */
uint64_t ws_quantiles_at(const struct ws_quantiles *quantiles, unsigned per_mille);

void ws_quantiles_free(struct ws_quantiles *quantiles);

#endif
