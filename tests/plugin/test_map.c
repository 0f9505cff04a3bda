/* Bounded maps, against a list that is searched from end to end. */
#include "plugin/map.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static void what_was_put_is_found_until_it_is_removed(void **state)
{
    (void)state;
    struct ws_map *m = ws_map_make(3, sizeof(int), 10);
    assert_null(ws_map_get(m, "abc"));
    *(int *)ws_map_put(m, "abc") = 1;
    *(int *)ws_map_put(m, "abd") = 2;
    assert_int_equal(*(int *)ws_map_get(m, "abc"), 1);
    assert_int_equal(*(int *)ws_map_get(m, "abd"), 2);
    assert_int_equal(ws_map_count(m), 2);
    assert_int_equal(*(int *)ws_map_put(m, "abc"), 1);
    assert_true(ws_map_remove(m, "abc"));
    assert_false(ws_map_remove(m, "abc"));
    assert_null(ws_map_get(m, "abc"));
    assert_int_equal(*(int *)ws_map_put(m, "abc"), 0); /* zeroed anew */
    ws_map_free_all(m);
}

static void a_full_map_drops_the_oldest(void **state)
{
    (void)state;
    struct ws_map *m = ws_map_make(1, sizeof(int), 3);
    const void *key;

    for (unsigned char c = 'a'; c != 'f'; c++)
        *(int *)ws_map_put(m, &c) = c;
    assert_int_equal(ws_map_count(m), 3);
    assert_null(ws_map_get(m, "b"));
    for (unsigned char c = 'c'; c != 'f'; c++) {
        assert_int_equal(*(int *)ws_map_oldest(m, &key), c);
        assert_int_equal(*(const unsigned char *)key, c);
        assert_true(ws_map_remove(m, key));
    }
    assert_null(ws_map_oldest(m, NULL));
    ws_map_free_all(m);
}

static void no_map_and_no_room_are_no_trouble(void **state)
{
    (void)state;
    assert_null(ws_map_make(4, 4, 0));
    assert_null(ws_map_get(NULL, "abcd"));
    assert_null(ws_map_put(NULL, "abcd"));
    assert_false(ws_map_remove(NULL, "abcd"));
    assert_null(ws_map_oldest(NULL, NULL));
    assert_int_equal(ws_map_count(NULL), 0);
    ws_map_clear(NULL);
}

enum { KEYS = 400, MAX = 150, OPERATIONS = 100000 };

/** Keys and values, the oldest first. */
struct model {
    size_t n;
    struct {
        uint32_t key, value;
    } list[MAX];
};

static size_t model_find(const struct model *m, uint32_t key)
{
    size_t i = 0;
    while (i < m->n && m->list[i].key != key)
        i++;
    return i;
}

static void model_remove(struct model *m, size_t i)
{
    memmove(&m->list[i], &m->list[i + 1], (m->n - i - 1) * sizeof(m->list[0]));
    m->n--;
}

static void model_put(struct model *m, uint32_t key, uint32_t value)
{
    size_t i = model_find(m, key);
    if (i == m->n) {
        if (m->n == MAX)
            model_remove(m, 0);
        i = m->n++;
        m->list[i].key = key;
    }
    m->list[i].value = value;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void operate(struct ws_map *map, struct model *model, uint32_t what, uint32_t key,
                    uint32_t value)
{
    size_t i = model_find(model, key);
    const uint32_t *found = ws_map_get(map, &key);

    assert_int_equal(found != NULL, i < model->n);
    if (found)
        assert_int_equal(*found, model->list[i].value);
    if (what < 60) {
        *(uint32_t *)ws_map_put(map, &key) = value;
        model_put(model, key, value);
    } else if (what < 99) {
        assert_int_equal(ws_map_remove(map, &key), i < model->n);
        if (i < model->n)
            model_remove(model, i);
    } else if (value % 64 == 0) {
        ws_map_clear(map);
        model->n = 0;
    }
}

static void random_operations_give_what_a_simple_list_gives(void **state)
{
    (void)state;
    struct model model = {0};
    struct ws_map *map = ws_map_make(sizeof(uint32_t), sizeof(uint32_t), MAX);
    uint32_t seed = 20261121;
    const void *key;

    for (int i = 0; i < OPERATIONS; i++) {
        uint32_t r = next_random(&seed);
        operate(map, &model, r % 100, r / 100 % KEYS, r / 40000);
        assert_int_equal(ws_map_count(map), model.n);
        if (model.n == 0)
            continue;
        assert_int_equal(*(uint32_t *)ws_map_oldest(map, &key), model.list[0].value);
        assert_int_equal(*(const uint32_t *)key, model.list[0].key);
    }
    ws_map_free_all(map);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found_until_it_is_removed),
        cmocka_unit_test(a_full_map_drops_the_oldest),
        cmocka_unit_test(no_map_and_no_room_are_no_trouble),
        cmocka_unit_test(random_operations_give_what_a_simple_list_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
