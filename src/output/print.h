#ifndef WS_OUTPUT_PRINT_H
#define WS_OUTPUT_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "output/json_text.h"
#include "output/time.h"

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
    const char *file; /* shown in every event; NULL: not */

    /* kept */
    struct ws_clock clock;
    size_t ends_width, message_width; /* of text's columns: columns only ever grow */
};

#endif
