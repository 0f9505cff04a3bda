/* Private to src/filter: an expression being compiled. */
#ifndef WS_FILTER_PARSE_H
#define WS_FILTER_PARSE_H

#include "filter/filter.h"
#include "filter/lex.h"
#include "filter/program.h"

struct ws_parse {
    const char *text;
    const struct ws_instance *const *instances;
    size_t n;
    struct ws_filter *filter;
    struct ws_token token; /* the next one */
    size_t depth;
    struct ws_filter_fault *fault;
    int err; /* the first failure */
};

/** Remembers what is wrong at `at`, a place in the expression. False. */
bool ws_parse_fail(struct ws_parse *parse, const char *at, const char *fmt, ...) WS_PRINTF(3, 4);

/** Remembers that there is no memory. False. */
bool ws_parse_no_memory(struct ws_parse *parse);

/** Whether the values of a path can be what `value` is, which stands at `token`, by `how`: not
 * WS_IS_THERE nor WS_MATCHES. What could be hex or a number is a number where the path may be one.
 */
bool ws_check_value(struct ws_parse *parse, const struct ws_filter_test *test,
                    struct ws_filter_value *value, const struct ws_token *token);

/** Whether the values of a path can be looked into by a pattern, which stands at `token`. */
bool ws_check_pattern(struct ws_parse *parse, const struct ws_filter_test *test,
                      const struct ws_token *token);

#endif
