#ifndef WS_OUTPUT_PRINT_H
#define WS_OUTPUT_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "output/json_text.h"
#include "output/time.h"

/** Arrays that are shortened, in one event. */
struct ws_cut {
    uint64_t max;     /* elements shown of one; 0: all */
    uint64_t longest; /* elements of the longest there was */
    uint64_t from;    /* elements of the longest that was shortened; 0: none was */
};

enum ws_color { WS_PLAIN, WS_CYAN, WS_GREEN, WS_YELLOW, WS_RED, WS_N_COLORS };

/** What all forms of output share: how to print, and what is remembered from line to line. Zeroed
 * it prints JSON's defaults. One is used by one thread. */
struct ws_print {
    /* set by the user */
    enum ws_int64_mode int64; /* WS_INT64_STRING: of fields that can pass 2^53 */
    enum ws_time_form time;   /* of text, tree and fields */
    bool raw;                 /* the bytes of every message */
    bool secrets;             /* show them */
    bool community_id;
    bool color;
    uint8_t colors[WS_N_COLORS]; /* the codes that terminals know; 0: the usual ones */
    bool alone;         /* messages that no packet brought: nothing is said of time and flow */
    const char *file;   /* shown in every event; NULL: not */
    struct ws_cut *cut; /* JSON: shortens arrays; NULL: all is shown */

    /* kept */
    struct ws_clock clock;
    size_t seq_at;                    /* where an event's number goes that was not known */
    size_t ends_width, message_width; /* of text's columns: columns only ever grow */
};

#endif
