#ifndef WS_SUMMARY_RANK_H
#define WS_SUMMARY_RANK_H

#include "summary/tally.h"

/** What an entry is worth; 0: it is left out. */
typedef uint64_t ws_worth_fn(const void *self, const void *entry);

/**
 * The numbers of a tally's entries, those of the greatest worth first, of equal ones the first
 * seen. *ret is to be freed.
 *
 * @return  How many; -1: no memory.
 */
ptrdiff_t ws_rank(const struct ws_tally *tally, ws_worth_fn *worth, const void *self, size_t **ret);

#endif
