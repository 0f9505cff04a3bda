#ifndef WS_OUTPUT_FIELDS_H
#define WS_OUTPUT_FIELDS_H

#include "message/buf.h"
#include "output/path.h"

/** -T fields: one line per event with the values of chosen paths, as tshark's. */

enum ws_occurrence { WS_ALL, WS_FIRST, WS_LAST };

/** How columns are written: `-E key=value`. */
struct ws_columns_style {
    bool header;
    char separator;  /* tab unless set */
    char quote;      /* '"', '\'' or 0 */
    char aggregator; /* between the values of one column; ',' unless set */
    enum ws_occurrence occurrence;
};

#define WS_COLUMNS_STYLE_DEFAULT                                                                   \
    {                                                                                              \
        .separator = '\t', .aggregator = ','                                                       \
    }

/** Sets one of header=y|n, separator=/t|/s|CHAR, quote=d|s|n, occurrence=f|l|a, aggregator=CHAR.
 * False: there is no such key or value; `why` (WS_WHY_MAX bytes) tells which there are. */
bool ws_columns_set(struct ws_columns_style *style, const char *setting, char *why);

struct ws_columns {
    struct ws_columns_style style;
    const struct ws_path *paths; /* n of them, borrowed */
    size_t n;
};

/** Appends the line with the paths' names. */
void ws_columns_header(const struct ws_columns *columns, struct ws_buf *out);

/** Appends an event's line. False: no column has a value, nothing was appended. */
bool ws_columns_event(const struct ws_columns *columns, const struct ws_subject *subject,
                      struct ws_buf *out);

#endif
