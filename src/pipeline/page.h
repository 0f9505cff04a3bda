/* Private to src/pipeline: what one thread prints of one batch. */
#ifndef WS_PIPELINE_PAGE_H
#define WS_PIPELINE_PAGE_H

#include "message/buf.h"
#include "output/printer.h"

/** A line of a page: its place among those of other pages, where its text ends, and where in the
 * page its number goes (WS_NO_SEQ: nowhere). */
struct ws_page_line {
    struct ws_turn turn;
    size_t end, seq_at;
};

/** Lines in the order of their turns. */
struct ws_page {
    struct ws_buf text;
    struct ws_page_line *lines;
    size_t n, cap;
};

/** Prints events on the page that it is turned to. */
struct ws_page_printer {
    struct ws_printer printer;
    struct ws_page *page;
};

struct ws_event_sink ws_page_events(struct ws_page_printer *printer);

void ws_page_init(struct ws_page *page);
/** Empties it; what an unusual line took is given back. */
void ws_page_reset(struct ws_page *page);
void ws_page_free(struct ws_page *page);

#endif
