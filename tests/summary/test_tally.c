/* Bounded tables, and their entries by worth. */
#include "summary/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "summary/rank.h"

#include "test.h"

struct entry {
    struct ws_tally_head head;
    uint64_t count;
};

static struct ws_bytes key_of(const char *text)
{
    return (struct ws_bytes){(const uint8_t *)text, strlen(text)};
}

static void add(struct ws_tally *tally, const char *key)
{
    struct entry *e = ws_tally_at(tally, key_of(key));
    if (e)
        e->count++;
}

static void entries_are_counted_by_key_in_order(void **state)
{
    static const char *const words[] = {"a", "b", "a", "", "ab", "a", "b"};
    static const struct {
        const char *key;
        uint64_t count;
    } wanted[] = {{"a", 3}, {"b", 2}, {"", 1}, {"ab", 1}};
    struct ws_tally t;

    (void)state;
    ws_tally_init(&t, sizeof(struct entry), 10, 7);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        add(&t, words[i]);
    assert_int_equal(t.n, 4);
    for (size_t i = 0; i < t.n; i++) {
        const struct entry *e = ws_tally_entry(&t, i);
        assert_string_equal((const char *)e->head.key.data, wanted[i].key);
        assert_int_equal(e->count, wanted[i].count);
        assert_int_equal(ws_tally_number(&t, e), i);
    }
    assert_int_equal(t.dropped, 0);
    ws_tally_free(&t);
}

static void keys_may_hold_any_bytes(void **state)
{
    struct ws_tally t;

    (void)state;
    ws_tally_init(&t, sizeof(struct entry), 10, 0);
    const void *a = ws_tally_at(&t, (struct ws_bytes){(const uint8_t *)"x\0y", 3});
    assert_ptr_not_equal(a, ws_tally_at(&t, (struct ws_bytes){(const uint8_t *)"x\0z", 3}));
    assert_int_equal(t.n, 2);
    ws_tally_free(&t);
}

static void a_full_table_counts_what_it_drops(void **state)
{
    struct ws_tally t;
    char key[16];

    (void)state;
    ws_tally_init(&t, sizeof(struct entry), 100, 1);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 150; i++) {
            snprintf(key, sizeof(key), "key %d", i);
            add(&t, key);
        }
    assert_int_equal(t.n, 100);
    assert_int_equal(t.dropped, 2 * 50);
    assert_false(t.failed);
    for (size_t i = 0; i < t.n; i++)
        assert_int_equal(((const struct entry *)ws_tally_entry(&t, i))->count, 2);
    ws_tally_free(&t);
}

static uint64_t worth(const void *self, const void *entry)
{
    uint64_t count = ((const struct entry *)entry)->count;
    (void)self;
    return count == 1 ? 0 : count;
}

static void rank_puts_the_worthiest_first_and_leaves_out_the_worthless(void **state)
{
    static const char *const words[] = {"b", "c", "b", "d", "a", "c", "a", "a"};
    static const char wanted[] = "abc";
    struct ws_tally t;
    size_t *numbers;

    (void)state;
    ws_tally_init(&t, sizeof(struct entry), 10, 0);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        add(&t, words[i]);
    assert_int_equal(ws_rank(&t, worth, NULL, &numbers), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct entry *e = ws_tally_entry(&t, numbers[i]);
        assert_int_equal(e->head.key.data[0], wanted[i]);
    }
    free(numbers);
    ws_tally_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_counted_by_key_in_order),
        cmocka_unit_test(keys_may_hold_any_bytes),
        cmocka_unit_test(a_full_table_counts_what_it_drops),
        cmocka_unit_test(rank_puts_the_worthiest_first_and_leaves_out_the_worthless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
