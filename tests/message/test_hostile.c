/* Bytes and texts from nowhere: no crash, no hang, no more values than the input deserves. */
#include <string.h>

#include "message/scan.h"
#include "message/tables.h"
#include "message/trip.h"
#include "wirespeak/err.h"

#include "test.h"

enum { SEED = 4711, INPUTS = 200000, MAX_INPUT = 600 };

/** Bytes of their own size on the heap: what reads past their end is seen by a checking build. */
static uint8_t *exact(const struct ws_buf *buf)
{
    uint8_t *copy = test_malloc(buf->len + !buf->len);
    if (buf->len)
        memcpy(copy, buf->data, buf->len);
    return copy;
}

static void fill_randomly(struct test_generator *g, struct ws_buf *buf)
{
    ws_buf_reset(buf);
    for (uint64_t n = test_below(g, 80); n > 0; n--)
        ws_buf_byte(buf, (uint8_t)(test_below(g, 3) ? test_below(g, 6) : test_random(g)));
}

/** A few values for a byte, and those for elements that have none. */
static void check_nodes(const struct ws_out *out, size_t len)
{
    assert_true(out->n <= 32 * (len + 16) + 4 * WS_MAX_EMPTY);
    assert_true(out->nodes[0].span == out->n);
    for (uint32_t i = 0; i < out->n; i++)
        assert_true(out->nodes[i].span >= 1 && i + out->nodes[i].span <= out->n);
}

static void decode_hostile(struct test_trip *t, const struct ws_plan *plan, size_t n)
{
    struct test_generator *g = &t->generator;

    for (size_t i = 0; i < n; i++) {
        if (i % 8 == 0)
            test_trip_values(t, plan);
        if (i % 8 == 7)
            fill_randomly(g, &t->bytes);
        else
            test_mutate(g, &t->bytes, MAX_INPUT);
        uint8_t *bytes = exact(&t->bytes);
        assert_int_equal(ws_decode(&t->there, plan, NULL, (struct ws_bytes){bytes, t->bytes.len}),
                         WS_OK);
        check_nodes(&t->there, t->bytes.len);
        test_free(bytes);
    }
}

static void no_bytes_break_decoding(void **state)
{
    (void)state;
    struct ws_arena arena;
    struct test_trip t;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    test_trip_init(&t, SEED);
    t.generator.hook = test_tables_hook;
    for (size_t i = 0; i < test_n_types; i++)
        decode_hostile(&t, test_plan(&arena, test_types[i].variants[0]), INPUTS / test_n_types);
    test_trip_free(&t);
    ws_arena_free(&arena);
}

static void no_text_breaks_the_scanner(void **state)
{
    (void)state;
    static const char many_keys[] =
        "{\"a\":0,\"b\":1,\"c\":2,\"d\":3,\"e\":4,\"f\":5,\"g\":6,\"h\":7,\"i\":8,\"j\":9,\"k\":[{}"
        "],\"l\":1,\"a\":[1]}";
    const char *const seeds[] = {
        "{\"a\":[1,-2.5e3,true,null,\"x\\u00e4\\ud83d\\ude00\"],\"b\":{\"a\":{},\"a\":[]},\"b\":2}",
        "[[[[[[[[{\"k\":\"\\\\\\\"\",\"k\":0}]]]]]],18446744073709551616,-9223372036854775809]]",
        "\"\\ud800\\udfff\303\244\342\202\254\"",
        many_keys,
    };
    char why[WS_JSON_WHY_MAX];
    struct test_trip t;
    size_t read = 0;

    test_trip_init(&t, SEED);
    for (size_t i = 0; i < INPUTS; i++) {
        if (i % 3 == 0) {
            const char *seed = seeds[test_below(&t.generator, WS_LEN(seeds))];
            ws_buf_reset(&t.bytes);
            ws_buf_text(&t.bytes, seed);
        }
        test_mutate(&t.generator, &t.bytes, MAX_INPUT);
        uint8_t *text = exact(&t.bytes);
        if (!ws_json_scan(&t.there, (struct ws_bytes){text, t.bytes.len}, 1, why)) {
            check_nodes(&t.there, t.bytes.len);
            read++;
        }
        test_free(text);
    }
    assert_true(read > INPUTS / 100);
    test_trip_free(&t);
}

/** What was read from mutated JSON is encoded or refused, whatever it is. */
static void no_values_break_encoding(void **state)
{
    (void)state;
    char why[TEST_TEXT];
    struct ws_arena arena;
    struct test_trip t;
    size_t written = 0;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    test_trip_init(&t, SEED);
    for (size_t i = 0; i < INPUTS / 10; i++) {
        ws_arena_empty(&arena);
        const struct ws_plan *plan = test_plan(&arena, test_types[i % test_n_types].variants[0]);
        ws_buf_reset(&t.json);
        test_generate(&t.generator, plan, &t.json);
        for (int k = 0; k < 8; k++)
            t.json.data[test_below(&t.generator, t.json.len)] ^=
                test_below(&t.generator, 8) ? 0 : 1;
        if (ws_json_scan(&t.given, (struct ws_bytes){t.json.data, t.json.len}, 0, why))
            continue;
        struct ws_encode job = {.plan = plan, .fields = t.given.nodes};
        ws_buf_reset(&t.bytes);
        int err = ws_encode(&job, &t.bytes, why);
        assert_true(err == WS_OK || err == WS_E_VALUE);
        assert_true(err == WS_OK || why[0]);
        written += !err;
    }
    assert_true(written > INPUTS / 100);
    test_trip_free(&t);
    ws_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bytes_break_decoding),
        cmocka_unit_test(no_text_breaks_the_scanner),
        cmocka_unit_test(no_values_break_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
