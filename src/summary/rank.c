/* Entries of a tally by their worth. */
#include "summary/rank.h"

#include <stdlib.h>

struct ranked {
    uint64_t worth;
    size_t number;
};

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->number > y->number ? 1 : -1;
}

ptrdiff_t ws_rank(const struct ws_tally *tally, ws_worth_fn *worth, const void *self, size_t **ret)
{
    struct ranked *list = calloc(tally->n + 1, sizeof(*list));
    size_t *numbers = calloc(tally->n + 1, sizeof(*numbers)), n = 0;

    if (!list || !numbers) {
        free(list);
        free(numbers);
        return -1;
    }
    for (size_t i = 0; i < tally->n; i++) {
        list[n] = (struct ranked){worth(self, ws_tally_entry(tally, i)), i};
        n += list[n].worth > 0;
    }
    qsort(list, n, sizeof(*list), compare);
    for (size_t i = 0; i < n; i++)
        numbers[i] = list[i].number;
    free(list);
    *ret = numbers;
    return (ptrdiff_t)n;
}
