#ifndef WS_SUMMARY_TABLE_H
#define WS_SUMMARY_TABLE_H

#include "message/buf.h"
#include "plugin/event.h"
#include "summary/tally.h"

enum { WS_ROWS_MAX = 1 << 16, WS_EACH_MAX = 4 };

struct ws_summary_row {
    struct ws_tally_head head; /* the cells of the columns `by` */
    uint64_t count, answered;
    int64_t first_ns, last_ns;
    struct ws_bytes each[WS_EACH_MAX]; /* cells */
    size_t n_each;
    bool more; /* values than these */
    struct ws_bytes last;
    uint8_t *last_room;
};

/** A plugin's table while events come. */
struct ws_rows {
    const struct ws_summary_table *table;
    struct ws_tally tally;
    struct ws_arena cells;
    struct ws_buf scratch;
    bool failed; /* no memory */
};

void ws_rows_init(struct ws_rows *rows, const struct ws_summary_table *table, uint64_t seed);
void ws_rows_free(struct ws_rows *rows);

/** Whether the table has messages of this name; events of this code. */
bool ws_summary_has_message(const struct ws_summary_table *table, const char *name);
bool ws_summary_has_code(const struct ws_summary_table *table, const char *code);

/** Counts an event, for its message (code NULL) or one of its codes; the row's number, or SIZE_MAX:
 * there was no place. */
size_t ws_rows_add(struct ws_rows *rows, const struct ws_event *event, const char *code);

/** Whether the row is to be shown. */
bool ws_row_shows(const struct ws_rows *rows, const struct ws_summary_row *row);

/** Events per second between the first and the last; 0: not known. */
double ws_row_rate(const struct ws_summary_row *row);

#endif
