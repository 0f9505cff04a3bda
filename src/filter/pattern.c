/* Regular expressions, by PCRE2, within limits. */
#include "filter/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "filter/latin1.h"
#include "wirespeak/err.h"

enum { HEAP_MAX_KIB = 1024 };

struct ws_filter_pattern {
    struct ws_filter_pattern *next;
    pcre2_code *utf8;
    pcre2_code *bytes; /* for Latin-1 and bytes; NULL: it has characters that those have not */
};

struct ws_pattern_room {
    pcre2_match_data *data;
    pcre2_match_context *limits;
    uint64_t given_up;
};

/* For values of single bytes. A pattern that can only be meant for UTF-8 has none. */
static pcre2_code *compile_bytes(struct ws_bytes text)
{
    uint8_t *narrow = malloc(text.len + 1);
    pcre2_code *code = NULL;
    size_t len, at;
    int number;

    if (narrow && ws_latin1_of(text, narrow, &len))
        code = pcre2_compile(narrow, len, PCRE2_NEVER_UTF, &number, &at, NULL);
    free(narrow);
    return code;
}

int ws_pattern_new(struct ws_bytes text, struct ws_filter_pattern **list, size_t *ret_at, char *why,
                   size_t why_len)
{
    struct ws_filter_pattern *pattern = calloc(1, sizeof(*pattern));
    const uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    int number;

    if (!pattern)
        return WS_E_NOMEM;
    pattern->utf8 = pcre2_compile(text.data, text.len, options, &number, ret_at, NULL);
    if (!pattern->utf8) {
        pcre2_get_error_message(number, (PCRE2_UCHAR *)why, why_len);
        free(pattern);
        return WS_E_UNKNOWN;
    }
    pattern->bytes = compile_bytes(text);
    pattern->next = *list;
    *list = pattern;
    return 0;
}

void ws_pattern_free_list(struct ws_filter_pattern *list)
{
    while (list) {
        struct ws_filter_pattern *next = list->next;
        pcre2_code_free(list->utf8);
        pcre2_code_free(list->bytes);
        free(list);
        list = next;
    }
}

struct ws_pattern_room *ws_pattern_room_new(const struct ws_filter_pattern *list)
{
    struct ws_pattern_room *room = calloc(1, sizeof(*room));
    const struct ws_bytes nothing = {(const uint8_t *)"", 0};

    if (!room)
        return NULL;
    room->data = pcre2_match_data_create(1, NULL);
    room->limits = pcre2_match_context_create(NULL);
    if (!room->data || !room->limits) {
        ws_pattern_room_free(room);
        return NULL;
    }
    pcre2_set_match_limit(room->limits, WS_PATTERN_STEPS_MAX);
    pcre2_set_heap_limit(room->limits, HEAP_MAX_KIB);
    for (; list; list = list->next) {
        ws_pattern_matches(list, room, nothing, WS_UTF8);
        ws_pattern_matches(list, room, nothing, WS_LATIN1);
    }
    return room;
}

void ws_pattern_room_free(struct ws_pattern_room *room)
{
    if (!room)
        return;
    pcre2_match_context_free(room->limits);
    pcre2_match_data_free(room->data);
    free(room);
}

/* A longer value is looked at as far as it goes: then only a match says something. */
bool ws_pattern_matches(const struct ws_filter_pattern *pattern, struct ws_pattern_room *room,
                        struct ws_bytes subject, enum ws_charset charset)
{
    const pcre2_code *code = charset == WS_LATIN1 ? pattern->bytes : pattern->utf8;
    struct ws_bytes seen = ws_bytes_upto(subject, WS_PATTERN_SUBJECT_MAX);
    bool cut = seen.len < subject.len;

    if (!code)
        return false;
    int n =
        pcre2_match(code, seen.data, seen.len, 0, cut ? PCRE2_NOTEOL : 0, room->data, room->limits);
    if (n < 0 && (n != PCRE2_ERROR_NOMATCH || cut))
        room->given_up++;
    return n >= 0;
}

uint64_t ws_pattern_given_up(const struct ws_pattern_room *room)
{
    return room->given_up;
}

bool ws_pattern_covers(const char *expression, struct ws_bytes word)
{
    const uint32_t whole = PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    int number;
    size_t at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, whole, &number, &at, NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int n = 0;

    if (code && data && word.data)
        n = pcre2_match(code, word.data, word.len, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return n >= 0;
}
