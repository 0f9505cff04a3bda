/* Private to src/filter: what an expression is compiled to. */
#ifndef WS_FILTER_PROGRAM_H
#define WS_FILTER_PROGRAM_H

#include "filter/pattern.h"
#include "filter/value.h"
#include "message/arena.h"

enum ws_comparison {
    WS_IS_THERE,
    WS_IS_EQUAL,
    WS_IS_NOT_EQUAL,
    WS_IS_LESS,
    WS_IS_AT_MOST,
    WS_IS_GREATER,
    WS_IS_AT_LEAST,
    WS_IS_IN,
    WS_CONTAINS,
    WS_MATCHES,
};

/** Both ends belong to it. */
struct ws_filter_range {
    struct ws_filter_value low, high;
};

/** A path and what its values are compared with: of a list one that holds is enough. */
struct ws_filter_test {
    struct ws_path path;
    enum ws_comparison how;
    struct ws_filter_range *ranges; /* WS_IS_IN n of them, else one whose `low` counts */
    size_t n;
    const struct ws_filter_pattern *pattern; /* WS_MATCHES */
};

/** The verdict so far is one bit: a test sets it, NOT turns it, AND and OR skip what cannot change
 * it. */
enum ws_filter_op { WS_STEP_TEST, WS_STEP_NOT, WS_STEP_AND, WS_STEP_OR };

struct ws_filter_step {
    enum ws_filter_op op;
    size_t to; /* AND, OR: the step to go on with */
    const struct ws_filter_test *test;
};

struct ws_filter {
    struct ws_arena arena;
    struct ws_filter_step *steps;
    size_t n_steps;
    struct ws_filter_pattern *patterns; /* a list */
};

#endif
