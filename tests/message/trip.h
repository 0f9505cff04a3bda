#ifndef WS_TEST_TRIP_H
#define WS_TEST_TRIP_H

#include "message/generate.h"
#include "message/render.h"

/** What is needed to bring values there and back; reused, so that thousands of trips allocate
 * little. */
struct test_trip {
    struct test_generator generator;
    const void *instance; /* for hooks */
    struct ws_buf json, bytes, again;
    struct ws_out given, there, back;
    char why[2 * TEST_TEXT]; /* the values, their bytes and what came back, when they differ */
};

void test_trip_init(struct test_trip *t, uint64_t seed);
void test_trip_free(struct test_trip *t);

enum test_trip_end {
    TEST_SAME,
    TEST_REFUSED,   /* encoding refused the values, or decoding found the bytes faulty: `why` */
    TEST_DIFFERENT, /* `why` */
};

/** Random values: encode, decode (what was given is there again, no faults), encode (the same
 * bytes). */
enum test_trip_end test_trip_values(struct test_trip *t, const struct ws_plan *plan);

/** Any bytes: decode; when they are not faulty, encode, decode: the same values but for computed
 * ones. */
enum test_trip_end test_trip_bytes(struct test_trip *t, const struct ws_plan *plan,
                                   struct ws_bytes bytes);

/** Changes some of the bytes, cuts or doubles a part: at most `max` bytes come of it. */
void test_mutate(struct test_generator *g, struct ws_buf *bytes, size_t max);

/**
 * Brings `n` random values of every variant of a message type, and mutations of their bytes, there
 * and back. Fails the test when something differs, or when more than half of the values are
 * refused. `hook` as in the generator.
 */
void test_trip_type(const struct ws_message_type *type, const void *instance, uint64_t seed,
                    size_t n,
                    void (*hook)(struct test_generator *g, const struct ws_field *row,
                                 struct ws_buf *json));

#endif
