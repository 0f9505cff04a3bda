/* Doubles as text: ours against the C library, which has no shortest form and must try. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "message/number.h"

enum { N_VALUES = 1 << 18 };

static double now_ns(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/* The usual way: 15 digits if they read back, else 17, which always do. */
static size_t library_text(char *out, double v)
{
    int n = snprintf(out, WS_DOUBLE_TEXT_MAX, "%.15g", v);
    if (strtod(out, NULL) != v)
        n = snprintf(out, WS_DOUBLE_TEXT_MAX, "%.17g", v);
    return (size_t)n;
}

/* Nanoseconds per value in the best round; the sum of the lengths keeps the work alive. */
static double time_best(size_t (*text)(char *, double), const double *values, int rounds,
                        size_t *total)
{
    char out[WS_DOUBLE_TEXT_MAX];
    double best = HUGE_VAL;

    for (int r = 0; r < rounds; r++) {
        double start = now_ns();
        for (size_t i = 0; i < N_VALUES; i++)
            *total += text(out, values[i]);
        best = fmin(best, now_ns() - start);
    }
    return best / N_VALUES;
}

int main(void)
{
    static double values[N_VALUES];
    size_t total = 0;

    for (size_t i = 0; i < N_VALUES; i++)
        values[i] = i % 2 ? (double)(i % 65536) * 0.000244140625 : (double)i / 7.0;
    double ours = time_best(ws_double_text, values, 40, &total);
    double theirs = time_best(library_text, values, 4, &total);
    printf("ws_double_text      %7.1f ns per value\n", ours);
    printf("snprintf and strtod %7.1f ns per value, %.1f times as long\n", theirs, theirs / ours);
    return total == 0;
}
