/* The ordered store: order, overlap, cost. */
#include "flow/store.h"

#include <string.h>

#include "wirespeak/err.h"
#include "wirespeak/export.h"

#include "test.h"

static struct ws_bytes bytes(const char *text)
{
    return (struct ws_bytes){(const uint8_t *)text, strlen(text)};
}

static void put(struct ws_store *store, struct ws_memory *memory, uint64_t pos, const char *text)
{
    uint64_t differs;
    assert_int_equal(ws_store_put(store, memory, pos, bytes(text), false, &differs), WS_OK);
}

/* Takes all that follows without a hole from the first position on. */
static void assert_takes(struct ws_store *store, struct ws_memory *memory, uint64_t pos,
                         const char *want)
{
    char got[256];
    size_t n = 0;
    while (ws_store_first(store) == pos + n) {
        struct ws_bytes run = ws_store_run(store);
        assert_true(n + run.len < sizeof(got));
        memcpy(got + n, run.data, run.len);
        n += run.len;
        ws_store_drop(store, memory, pos + n);
    }
    got[n] = '\0';
    assert_string_equal(got, want);
}

static void bytes_come_back_in_order_across_pages(void **state)
{
    (void)state;
    struct ws_memory memory = {0};
    struct ws_store store = {0};
    put(&store, &memory, 20000, "late");
    put(&store, &memory, 4100, "gh");
    put(&store, &memory, 4090, "abcdefghij"); /* over a page's edge, around what is there */
    assert_int_equal(ws_store_first(&store), 4090);
    assert_takes(&store, &memory, 4090, "abcdefghijgh");
    assert_takes(&store, &memory, 20000, "late");
    assert_true(ws_store_first(&store) == WS_NO_POSITION);
    assert_int_equal(ws_store_used(&store), 0);
    ws_store_clear(&store, &memory);
    assert_int_equal(memory.used, 0);
}

static const struct {
    const char *what;
    uint64_t first_at;
    const char *first;
    uint64_t second_at;
    const char *second;
    bool last_wins;
    const char *want;
    uint64_t differs;
} overlaps[] = {
    {"equal", 0, "abcdef", 2, "cd", false, "abcdef", WS_NO_POSITION},
    {"inside, first wins", 0, "abcdef", 2, "cX", false, "abcdef", 3},
    {"inside, last wins", 0, "abcdef", 2, "cX", true, "abcXef", 3},
    {"behind, first wins", 0, "abcdef", 4, "XYgh", false, "abcdefgh", 4},
    {"behind, last wins", 0, "abcdef", 4, "XYgh", true, "abcdXYgh", 4},
    {"all around", 1, "c", 0, "XcYd", true, "XcYd", WS_NO_POSITION},
};

static void overlaps_follow_the_policy_and_tell_the_first_difference(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(overlaps); i++) {
        print_message("case: %s\n", overlaps[i].what);
        struct ws_memory memory = {0};
        struct ws_store store = {0};
        uint64_t differs, at = 4096 - 3;
        put(&store, &memory, at + overlaps[i].first_at, overlaps[i].first);
        assert_int_equal(ws_store_put(&store, &memory, at + overlaps[i].second_at,
                                      bytes(overlaps[i].second), overlaps[i].last_wins, &differs),
                         WS_OK);
        uint64_t want = overlaps[i].differs;
        assert_true(differs == (want == WS_NO_POSITION ? want : at + want));
        assert_takes(&store, &memory, at, overlaps[i].want);
        ws_store_clear(&store, &memory);
    }
}

static void cost_counts_pages_that_are_not_there(void **state)
{
    (void)state;
    struct ws_memory memory = {0};
    struct ws_store store = {0};
    size_t page = sizeof(struct ws_store_page);
    assert_int_equal(ws_store_cost(&store, 4096, 4096), page);
    assert_int_equal(ws_store_cost(&store, 4095, 4098), 3 * page);
    put(&store, &memory, 5000, "x");
    assert_int_equal(ws_store_used(&store), page);
    assert_int_equal(ws_store_cost(&store, 4095, 4098), 2 * page);
    assert_int_equal(ws_store_cost(&store, 4096, 1), 0);
    ws_store_clear(&store, &memory);
}

/* The hostile order; with 4 MiB it must stay a matter of milliseconds. */
static void single_bytes_in_reverse_order_are_cheap(void **state)
{
    (void)state;
    enum { N = 4 << 20 };
    struct ws_memory memory = {0};
    struct ws_store store = {0};
    uint64_t differs, sum = 0, want = 0;
    for (size_t i = N; i > 0; i--) {
        uint8_t byte = (uint8_t)(i * 7);
        want += byte;
        struct ws_bytes one = {&byte, 1};
        assert_int_equal(ws_store_put(&store, &memory, i, one, false, &differs), WS_OK);
    }
    for (uint64_t at = 1; ws_store_first(&store) == at;) {
        struct ws_bytes run = ws_store_run(&store);
        for (size_t i = 0; i < run.len; i++)
            sum += run.data[i];
        at += run.len;
        ws_store_drop(&store, &memory, at);
    }
    assert_true(sum == want);
    ws_store_clear(&store, &memory);
    assert_int_equal(memory.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back_in_order_across_pages),
        cmocka_unit_test(overlaps_follow_the_policy_and_tell_the_first_difference),
        cmocka_unit_test(cost_counts_pages_that_are_not_there),
        cmocka_unit_test(single_bytes_in_reverse_order_are_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
