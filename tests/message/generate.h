#ifndef WS_TEST_GENERATE_H
#define WS_TEST_GENERATE_H

#include "message/buf.h"
#include "message/plan.h"

/**
 * Random values for a message, from nothing but its plan: as JSON text in the form that decoding
 * shows, so that what comes back can be compared. Lengths, counts, conditions, choices and presets
 * are obeyed; computed fields, views and constants are left out; numbers lean towards the ends of
 * their range.
 */
struct test_generator {
    uint64_t state; /* the seed, not 0; the same seed makes the same values */
    const struct ws_preset *presets;
    size_t n_presets;

    /** Appends members of a hook's payload, each with a comma before it. NULL: none are given. */
    void (*hook)(struct test_generator *g, const struct ws_field *row, struct ws_buf *json);
};

/** 64 random bits; a number from 0 on below `n`, which is not 0. */
uint64_t test_random(struct test_generator *g);
uint64_t test_below(struct test_generator *g, uint64_t n);

/** Appends one JSON object. */
void test_generate(struct test_generator *g, const struct ws_plan *plan, struct ws_buf *json);

#endif
