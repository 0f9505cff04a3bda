/* Lines with their turns, to be put in order later. */
#include "pipeline/page.h"

#include <stdlib.h>

#include "output/sink.h"

enum { FIRST_LINES = 64, LINE_MAX_BYTES = 1 << 30, KEEP_BYTES = 4 << 20 };

void ws_page_init(struct ws_page *page)
{
    *page = (struct ws_page){.n = 0};
    ws_buf_init(&page->text, SIZE_MAX / 2);
}

void ws_page_reset(struct ws_page *page)
{
    page->n = 0;
    if (page->text.cap > KEEP_BYTES)
        ws_buf_free(&page->text);
    else
        ws_buf_reset(&page->text);
}

void ws_page_free(struct ws_page *page)
{
    ws_buf_free(&page->text);
    free(page->lines);
}

static bool make_room(struct ws_page *page)
{
    if (page->n < page->cap)
        return true;
    size_t cap = page->cap ? page->cap * 2 : FIRST_LINES;
    struct ws_page_line *lines = realloc(page->lines, cap * sizeof(*lines));
    if (!lines)
        return false;
    page->lines = lines;
    page->cap = cap;
    return true;
}

static int print_event(void *self, const struct ws_event *event)
{
    struct ws_page_printer *p = self;
    struct ws_page *page = p->page;
    size_t before = page->text.len, *seq_at = &p->printer.config.print.seq_at;

    if (p->printer.config.quiet)
        return 0;
    if (!make_room(page))
        return WS_E_NOMEM;
    *seq_at = WS_NO_SEQ;
    ws_printer_event(&p->printer, event, 0, &page->text);
    if (page->text.failed || page->text.len - before > LINE_MAX_BYTES) {
        page->text.failed = false;
        page->text.len = before;
        return WS_E_LIMIT;
    }
    if (page->text.len > before)
        page->lines[page->n++] = (struct ws_page_line){event->turn, page->text.len, *seq_at};
    return 0;
}

struct ws_event_sink ws_page_events(struct ws_page_printer *printer)
{
    return (struct ws_event_sink){.self = printer, .event = print_event};
}
