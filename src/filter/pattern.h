/* Private to src/filter: regular expressions, by PCRE2. */
#ifndef WS_FILTER_PATTERN_H
#define WS_FILTER_PATTERN_H

#include "wirespeak/bytes.h"
#include "wirespeak/charset.h"

/** A compiled one, read-only. */
struct ws_filter_pattern;

/** What one thread matches with. */
struct ws_pattern_room;

enum {
    WS_PATTERN_SUBJECT_MAX = 65536, /* bytes of a value that a pattern sees */
    WS_PATTERN_STEPS_MAX = 100000,  /* of backtracking, from one place of the value */
};

/**
 * @param list  The pattern goes to its front; see ws_pattern_free_list.
 * @param ret_at, why  Of a failure: the byte of `text`, and a sentence (why_len bytes).
 * @return  0, WS_E_NOMEM, WS_E_UNKNOWN.
 */
int ws_pattern_new(struct ws_bytes text, struct ws_filter_pattern **list, size_t *ret_at, char *why,
                   size_t why_len);
void ws_pattern_free_list(struct ws_filter_pattern *list);

/** NULL: no memory. What `list` needs to begin with is allocated here. */
struct ws_pattern_room *ws_pattern_room_new(const struct ws_filter_pattern *list);
void ws_pattern_room_free(struct ws_pattern_room *room);

/** WS_UTF8 text, WS_LATIN1 text, or bytes (also WS_LATIN1). */
bool ws_pattern_matches(const struct ws_filter_pattern *pattern, struct ws_pattern_room *room,
                        struct ws_bytes subject, enum ws_charset charset);

uint64_t ws_pattern_given_up(const struct ws_pattern_room *room);

/** Whether the word as a whole is one of those that a plugin's expression names; true when it can't
 * be told. */
bool ws_pattern_covers(const char *expression, struct ws_bytes word);

#endif
