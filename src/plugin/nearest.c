/* Which word was meant: the smallest number of letters to change, Levenshtein's. */
#include "plugin/nearest.h"

#include <string.h>

enum { LONGEST = 63 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[LONGEST + 1];

    for (size_t i = 0; i <= b_len; i++)
        row[i] = i;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b_len; k++) {
            size_t change = diagonal + (a[i - 1] != b[k - 1]);
            diagonal = row[k];
            row[k] = smaller(change, smaller(row[k], row[k - 1]) + 1);
        }
    }
    return row[b_len];
}

const char *ws_nearest(const char *word, const char *const *words, size_t n)
{
    size_t len = strlen(word), best = len / 2 + 1;
    const char *nearest = NULL;

    if (len > LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(words[i]);
        size_t d = other <= LONGEST ? distance(word, len, words[i], other) : LONGEST;
        if (d < best) {
            best = d;
            nearest = words[i];
        }
    }
    return nearest;
}
