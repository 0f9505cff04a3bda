/* Memory given back all at once. */
#include "message/arena.h"

#include <stdalign.h>
#include <string.h>

#include "test.h"

static void allocations_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct ws_arena arena;
    unsigned char *before = NULL;

    ws_arena_init(&arena, 1 << 20);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *p = ws_arena_alloc(&arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xaa, size);
        if (before && size > 7)
            assert_int_equal(before[0], 0xaa);
        before = p;
    }
    ws_arena_free(&arena);
}

static void emptied_arena_hands_out_zeroed_memory_again(void **state)
{
    (void)state;
    struct ws_arena arena;
    static const char zeros[5000];

    ws_arena_init(&arena, 1 << 20);
    memset(ws_arena_alloc(&arena, 5000), 0xff, 5000);
    void *chunk = arena.chunks;
    ws_arena_empty(&arena);
    assert_int_equal(arena.used, 0);
    assert_memory_equal(ws_arena_alloc(&arena, 5000), zeros, 5000);
    assert_ptr_equal(arena.chunks, chunk);
    ws_arena_free(&arena);
}

static void emptying_keeps_only_the_newest_and_largest_chunk(void **state)
{
    (void)state;
    struct ws_arena arena;

    ws_arena_init(&arena, 1 << 20);
    for (int i = 0; i < 100; i++)
        assert_non_null(ws_arena_alloc(&arena, 1000));
    ws_arena_empty(&arena);
    void *kept = arena.chunks;
    for (int i = 0; i < 50; i++)
        assert_non_null(ws_arena_alloc(&arena, 1000));
    assert_ptr_equal(arena.chunks, kept);
    ws_arena_free(&arena);
}

static void limit_is_never_passed(void **state)
{
    (void)state;
    struct ws_arena arena;

    ws_arena_init(&arena, 1000);
    assert_null(ws_arena_alloc(&arena, 1001));
    assert_null(ws_arena_alloc(&arena, SIZE_MAX));
    assert_non_null(ws_arena_alloc(&arena, 600));
    assert_null(ws_arena_alloc(&arena, 401));
    assert_non_null(ws_arena_alloc(&arena, 300));
    ws_arena_empty(&arena);
    assert_non_null(ws_arena_alloc(&arena, 1000));
    ws_arena_free(&arena);
    ws_arena_init(&arena, SIZE_MAX);
    assert_null(ws_arena_alloc(&arena, SIZE_MAX));
    assert_null(ws_arena_alloc(&arena, SIZE_MAX - 8));
    ws_arena_free(&arena);
}

static void texts_are_copied_with_their_nul(void **state)
{
    (void)state;
    struct ws_arena arena;

    ws_arena_init(&arena, 1000);
    assert_string_equal(ws_arena_text(&arena, "abcdef", 3), "abc");
    assert_string_equal(ws_arena_text(&arena, NULL, 0), "");
    ws_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_zeroed_aligned_and_apart),
        cmocka_unit_test(emptied_arena_hands_out_zeroed_memory_again),
        cmocka_unit_test(emptying_keeps_only_the_newest_and_largest_chunk),
        cmocka_unit_test(limit_is_never_passed),
        cmocka_unit_test(texts_are_copied_with_their_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
