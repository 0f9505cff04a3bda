/* Quantiles from buckets, against those of the sorted values themselves. */
#include "summary/quantiles.h"

#include <stdlib.h>

#include "test.h"

enum { MANY = 20000 };

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* By the definition: the smallest value that so many of 1000 don't exceed. */
static uint64_t nearest_rank(const uint64_t *sorted, size_t n, unsigned per_mille)
{
    size_t rank = (n * per_mille + 999) / 1000;
    return sorted[rank > 0 ? rank - 1 : 0];
}

static void expect_near(uint64_t got, uint64_t wanted)
{
    uint64_t off = got > wanted ? got - wanted : wanted - got;
    if (off > wanted / 256)
        fail_msg("got %llu, wanted %llu within 1/256", (unsigned long long)got,
                 (unsigned long long)wanted);
}

/* xorshift64: Marsaglia, 2003. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static const struct {
    const char *what;
    unsigned shift, spread; /* values below 2^(64 - shift), shifted further by up to spread */
    size_t n;
} cases[] = {
    {"one value", 40, 0, 1},
    {"two values", 40, 0, 2},
    {"three values", 40, 0, 3},
    {"below 256: exact", 57, 0, 1000},
    {"about a millisecond", 44, 0, MANY},
    {"from nanoseconds to years", 1, 60, MANY},
    {"a number that 1000 does not divide", 34, 20, 1777},
};

static void quantiles_are_those_of_the_sorted_values(void **state)
{
    static const unsigned wanted[] = {1, 10, 250, 500, 900, 990, 999, 1000};
    uint64_t seed = 88172645463325252, *values = calloc(MANY, sizeof(*values));

    (void)state;
    for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
        struct ws_quantiles q = {0};
        print_message("case: %s\n", cases[c].what);
        for (size_t i = 0; i < cases[c].n; i++) {
            uint64_t v = next(&seed) >> cases[c].shift;
            values[i] = v >> (cases[c].spread ? next(&seed) % cases[c].spread : 0);
            assert_true(ws_quantiles_add(&q, (int64_t)values[i]));
        }
        qsort(values, cases[c].n, sizeof(*values), compare);
        assert_int_equal(q.n, cases[c].n);
        assert_true(q.max == values[cases[c].n - 1]);
        for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
            expect_near(ws_quantiles_at(&q, wanted[i]),
                        nearest_rank(values, cases[c].n, wanted[i]));
        assert_true(ws_quantiles_at(&q, 1000) == q.max);
        ws_quantiles_free(&q);
    }
    free(values);
}

static void small_values_are_exact(void **state)
{
    struct ws_quantiles q = {0};

    (void)state;
    for (int64_t v = 1; v <= 100; v++)
        ws_quantiles_add(&q, v);
    assert_int_equal(ws_quantiles_at(&q, 500), 50);
    assert_int_equal(ws_quantiles_at(&q, 990), 99);
    assert_int_equal(ws_quantiles_at(&q, 1), 1);
    ws_quantiles_free(&q);
}

static void odd_values_have_their_place(void **state)
{
    struct ws_quantiles q = {0};

    (void)state;
    assert_int_equal(ws_quantiles_at(&q, 500), 0);
    ws_quantiles_add(&q, -5);
    assert_int_equal(ws_quantiles_at(&q, 1000), 0);
    ws_quantiles_add(&q, INT64_MAX);
    assert_true(ws_quantiles_at(&q, 1000) == INT64_MAX);
    assert_int_equal(ws_quantiles_at(&q, 500), 0);
    ws_quantiles_free(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_sorted_values),
        cmocka_unit_test(small_values_are_exact),
        cmocka_unit_test(odd_values_have_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
