/* An expression evaluated on an event. */
#include <stdlib.h>

#include "filter/filter.h"
#include "filter/program.h"

struct ws_matcher {
    struct ws_pattern_room *room;
};

/* One test of one event. */
struct trial {
    const struct ws_filter_test *test;
    struct ws_matcher *matcher;
    bool holds;
};

static bool is_within(const struct ws_node *node, const struct ws_filter_test *test)
{
    for (size_t i = 0; i < test->n; i++) {
        const struct ws_filter_range *range = &test->ranges[i];
        if (ws_filter_value_order(node, &range->low) & (WS_EQUAL_TO | WS_GREATER_THAN) &&
            ws_filter_value_order(node, &range->high) & (WS_EQUAL_TO | WS_LESS_THAN))
            return true;
    }
    return false;
}

static bool matches(const struct ws_node *node, const struct trial *trial)
{
    uint8_t room[WS_NODE_TEXT_MAX + 1];
    enum ws_charset charset;
    struct ws_bytes text = ws_filter_node_text(node, room, &charset);

    return text.data &&
           ws_pattern_matches(trial->test->pattern, trial->matcher->room, text, charset);
}

static bool holds(const struct ws_node *node, const struct trial *trial)
{
    static const unsigned orders[] = {
        [WS_IS_EQUAL] = WS_EQUAL_TO,
        [WS_IS_NOT_EQUAL] = WS_LESS_THAN | WS_GREATER_THAN | WS_NOT_ORDERED,
        [WS_IS_LESS] = WS_LESS_THAN,
        [WS_IS_AT_MOST] = WS_LESS_THAN | WS_EQUAL_TO,
        [WS_IS_GREATER] = WS_GREATER_THAN,
        [WS_IS_AT_LEAST] = WS_GREATER_THAN | WS_EQUAL_TO,
    };
    const struct ws_filter_test *test = trial->test;

    switch (test->how) {
    case WS_IS_THERE:
        return true;
    case WS_IS_IN:
        return is_within(node, test);
    case WS_CONTAINS:
        return ws_filter_value_is_in(node, &test->ranges->low);
    case WS_MATCHES:
        return matches(node, trial);
    default:
        return (ws_filter_value_order(node, &test->ranges->low) & orders[test->how]) != 0;
    }
}

static void take(void *self, const struct ws_node *node)
{
    struct trial *trial = self;

    if (!trial->holds)
        trial->holds = holds(node, trial);
}

bool ws_filter_matches(const struct ws_filter *filter, struct ws_matcher *matcher,
                       const struct ws_subject *subject)
{
    bool verdict = false;
    size_t i = 0;

    while (i < filter->n_steps) {
        const struct ws_filter_step *step = &filter->steps[i++];
        if (step->op == WS_STEP_TEST) {
            struct trial trial = {step->test, matcher, false};
            ws_path_each(&step->test->path, subject, take, &trial);
            verdict = trial.holds;
        } else if (step->op == WS_STEP_NOT) {
            verdict = !verdict;
        } else if (verdict == (step->op == WS_STEP_OR)) {
            i = step->to;
        }
    }
    return verdict;
}

int ws_matcher_new(const struct ws_filter *filter, struct ws_matcher **ret)
{
    struct ws_matcher *matcher = calloc(1, sizeof(*matcher));

    if (matcher)
        matcher->room = ws_pattern_room_new(filter->patterns);
    if (!matcher || !matcher->room) {
        ws_matcher_free(matcher);
        return WS_E_NOMEM;
    }
    *ret = matcher;
    return 0;
}

void ws_matcher_free(struct ws_matcher *matcher)
{
    if (!matcher)
        return;
    ws_pattern_room_free(matcher->room);
    free(matcher);
}

uint64_t ws_matcher_given_up(const struct ws_matcher *matcher)
{
    return ws_pattern_given_up(matcher->room);
}
