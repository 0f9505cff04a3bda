#ifndef WS_FILTER_FILTER_H
#define WS_FILTER_FILTER_H

#include "output/path.h"

/**
 * The display filter: an expression on values of events, docs/filters.md. Compiled once against
 * the plugins' tables, read-only from then on: one filter serves all threads, each with a matcher
 * of its own.
 */
struct ws_filter;

/** What one thread needs beside it. */
struct ws_matcher;

/** Bounds of an expression; a longer or deeper one is a fault. */
enum { WS_FILTER_TEXT_MAX = 65536, WS_FILTER_DEPTH_MAX = 100 };

/** What is wrong with an expression, and at which byte of it. */
struct ws_filter_fault {
    size_t at;
    char why[WS_WHY_MAX];
};

/**
 * @param text  Copied.
 * @param instances  Must live as long as the filter.
 * @return  0, WS_E_NOMEM, or WS_E_UNKNOWN: it is no filter, `fault` says why. *ret is set on
 * success only.
 */
int ws_filter_new(const char *text, const struct ws_instance *const *instances, size_t n,
                  struct ws_filter **ret, struct ws_filter_fault *fault);
/** NULL is allowed. */
void ws_filter_free(struct ws_filter *filter);

/** `filter` must live as long. 0 or WS_E_NOMEM. */
int ws_matcher_new(const struct ws_filter *filter, struct ws_matcher **ret);
/** NULL is allowed. */
void ws_matcher_free(struct ws_matcher *matcher);

/**
 * Whether the event is what the expression asks for. Allocates nothing, but for what a regular
 * expression needs more than ever before, at most 1 MiB, which is kept. Its time is bounded, too:
 * where that bound is reached the pattern does not match, which is counted.
 */
bool ws_filter_matches(const struct ws_filter *filter, struct ws_matcher *matcher,
                       const struct ws_subject *subject);

/** Values whose regular expression was given up. */
uint64_t ws_matcher_given_up(const struct ws_matcher *matcher);

#endif
