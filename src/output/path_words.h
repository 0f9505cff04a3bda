#ifndef WS_OUTPUT_PATH_WORDS_H
#define WS_OUTPUT_PATH_WORDS_H

#include "wirespeak/bytes.h"
#include "wirespeak/plugin.h"

/** Words that would have been right; when there are too many the last ones are not suggested. */
struct ws_words {
    const char *list[256];
    size_t n;
};

static inline void ws_words_add(struct ws_words *words, const char *word)
{
    if (words->n < WS_LEN(words->list))
        words->list[words->n++] = word;
}

/** The word most like the part, or NULL. */
const char *ws_words_nearest(const struct ws_words *words, struct ws_bytes part);

#endif
