/* Keys that would stand twice in one object. */
#include <stdlib.h>
#include <string.h>

#include "message/plan_check.h"
#include "wirespeak/err.h"

/** A key of an object, and through which row of its table it comes: an inline one brings many. */
struct key {
    const char *json;
    size_t len, row;
};

struct keys {
    struct key *list; /* NULL: they are only counted */
    size_t n;
};

static void add(struct keys *keys, const char *json, size_t len, size_t row)
{
    if (keys->list)
        keys->list[keys->n] = (struct key){json, len, row};
    keys->n++;
}

/** The keys that a row puts into its object; `depth` ends tables that stand inline in themselves.
 * False: they do. */
static bool collect(struct keys *keys, const struct ws_row *row, size_t index, unsigned depth);

static bool collect_all(struct keys *keys, const struct ws_plan *plan, size_t index, unsigned depth)
{
    for (size_t i = 0; plan && i < plan->n; i++)
        if (!collect(keys, &plan->rows[i], index, depth))
            return false;
    return true;
}

static bool collect(struct keys *keys, const struct ws_row *row, size_t index, unsigned depth)
{
    const struct ws_field *f = row->field;

    if (f->key) {
        add(keys, row->json_key, row->json_key_len, index);
        if (row->n_names)
            add(keys, row->json_key_name, row->json_key_name_len, index);
        if (f->type == WS_TEXT && !(f->flags & WS_HEX_INSIDE))
            add(keys, row->json_key_hex, row->json_key_hex_len, index);
        return true;
    }
    if (depth == WS_MAX_DEPTH)
        return false;
    if (f->type == WS_STRUCT)
        return collect_all(keys, row->table, index, depth + 1);
    for (size_t i = 0; f->type == WS_CHOICE && i < row->n_cases; i++)
        if (!collect_all(keys, row->cases[i].plan, index, depth + 1))
            return false;
    return f->type != WS_CHOICE || collect_all(keys, row->otherwise, index, depth + 1);
}

/** Whether two conditions can never hold together. */
static bool exclude(const struct ws_when *a, const struct ws_when *b)
{
    if (!a->row || a->row != b->row)
        return false;
    switch ((enum ws_test)a->test) {
    case WS_EQUAL:
        return (b->test == WS_EQUAL && a->value != b->value) ||
               (b->test == WS_NOT_EQUAL && a->value == b->value) ||
               (b->test == WS_LESS && a->value >= b->value) ||
               (b->test == WS_AT_LEAST && a->value < b->value) ||
               (b->test == WS_HAS_BITS && !(a->value & b->value));
    case WS_LESS:
        return b->test == WS_AT_LEAST && b->value >= a->value;
    default:
        return false;
    }
}

static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = strcmp(x->json, y->json);
    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

/** Keys of one inline row are looked at with its own table. */
static bool collide(const struct ws_plan *plan, const struct key *a, const struct key *b)
{
    const struct ws_field *x = plan->rows[a->row].field, *y = plan->rows[b->row].field;
    return a->row != b->row && !exclude(&x->when, &y->when) && !exclude(&y->when, &x->when);
}

static int find_twice(struct ws_planner *p, const struct ws_plan *plan, const struct keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        const struct key *a = &keys->list[i];
        for (const struct key *b = a + 1; b < keys->list + keys->n && strcmp(a->json, b->json) == 0;
             b++)
            if (collide(plan, a, b))
                return ws_plan_refuse(p, plan->table, b->row, "the key %.*s stands twice",
                                      (int)a->len - 1, a->json);
    }
    return WS_OK;
}

/** A TLV's object holds the list's keys beside those of the value. */
static int check_tlv_keys(struct ws_planner *p, const struct ws_plan *plan, size_t row)
{
    const struct ws_plan_tlvs *t = plan->rows[row].tlvs;

    for (size_t i = 0; i < t->n; i++) {
        const struct ws_plan *value = t->list[i].plan;
        for (size_t k = 0; value && k < value->n; k++) {
            const char *key = value->rows[k].json_key;
            for (size_t own = 0; key && own < WS_TLV_N; own++)
                if (own != WS_TLV_VALUE && strcmp(key, t->keys[own].json_key) == 0)
                    return ws_plan_refuse(p, value->table, k, "its key is one of every TLV's own");
        }
    }
    return WS_OK;
}

int ws_plan_check_keys(struct ws_planner *p, const struct ws_plan *plan)
{
    struct keys keys = {NULL, 0};
    int err = WS_OK;

    for (size_t i = 0; !err && i < plan->n; i++) {
        if (!collect(&keys, &plan->rows[i], i, 0))
            return ws_plan_refuse(p, plan->table, i, "it stands inline in itself");
        if (plan->rows[i].tlvs)
            err = check_tlv_keys(p, plan, i);
    }
    if (err || keys.n == 0)
        return err;
    keys.list = malloc(keys.n * sizeof(*keys.list));
    if (!keys.list)
        return WS_E_NOMEM;
    keys.n = 0;
    for (size_t i = 0; i < plan->n; i++)
        collect(&keys, &plan->rows[i], i, 0);
    qsort(keys.list, keys.n, sizeof(*keys.list), by_key);
    err = find_twice(p, plan, &keys);
    free(keys.list);
    return err;
}
