#ifndef WS_PLUGIN_NEAREST_H
#define WS_PLUGIN_NEAREST_H

#include <stddef.h>

/** The word of `words` (n of them, none NULL) most like `word`, or NULL when none is near enough to
 * be meant. */
const char *ws_nearest(const char *word, const char *const *words, size_t n);

#endif
