#ifndef WS_SUMMARY_KEY_H
#define WS_SUMMARY_KEY_H

#include "message/buf.h"
#include "plugin/event.h"

/** Values of events as cells: what rows of a summary go by, and what they show. */
enum ws_cell_kind { WS_CELL_ABSENT, WS_CELL_NUMBER, WS_CELL_TEXT };

/** A number is JSON as it stands (true and false too); a text is UTF-8. */
struct ws_cell {
    enum ws_cell_kind kind;
    struct ws_bytes text; /* at most WS_CELL_MAX bytes: longer ones are cut */
};

enum { WS_CELL_MAX = 200, WS_CELL_ROOM = WS_CELL_MAX + 8 };

/**
 * Appends the cell of a path (struct ws_summary_table) in the event; secrets as "***".
 *
 * @param code  The code for which the event is in the table; NULL: it is there for its message.
 */
void ws_cell_add(const struct ws_event *event, const char *code, const char *path,
                 struct ws_buf *out);

/** The next of cells that were so appended. */
struct ws_cell ws_cell_take(struct ws_cursor *cells);

/** Appends an end as ADDRESS:PORT, IPv6 in brackets. */
void ws_cell_end(const struct ws_endpoint_view *end, struct ws_buf *out);

#endif
