/* One event as text, in the form that was asked for. */
#include "output/printer.h"

#include "output/sml.h"
#include "output/text.h"
#include "output/tree.h"

enum { DEFAULT_LINE = 256 << 20 };

void ws_printer_init(struct ws_printer *p, const struct ws_sink_config *config)
{
    p->config = *config;
    if (!config->max_line)
        p->config.max_line = DEFAULT_LINE;
}

/* The number in the line does not count: it may not be known yet. */
static bool fits(const struct ws_printer *p, const struct ws_buf *out, size_t before, uint64_t seq)
{
    size_t len = out->len - before;

    for (; seq > 0 && len > p->config.max_line; seq /= 10)
        len--;
    return !out->failed && len <= p->config.max_line;
}

/* A line that is too long is written again with shorter arrays, in the end without its fields. */
static void put_json(struct ws_printer *p, const struct ws_event *event, uint64_t seq,
                     struct ws_buf *out)
{
    struct ws_cut cut;
    size_t before = out->len;
    uint64_t max = p->config.max_elements;
    struct ws_event bare;

    p->config.print.cut = &cut;
    for (;;) {
        cut = (struct ws_cut){.max = max};
        ws_json_event(&p->config.print, event, seq, out);
        if (fits(p, out, before, seq) || !event->fields)
            return;
        out->failed = false;
        out->len = before;
        max = (max && max < cut.longest ? max : cut.longest) / 2;
        if (max == 0) {
            bare = *event;
            bare.fields = NULL;
            bare.n_errors = bare.n_errors < WS_EVENT_MAX_ERRORS ? bare.n_errors + 1 : bare.n_errors;
            bare.errors[bare.n_errors - 1] = (struct ws_event_error){
                "limit", "the line would be too long even without its arrays: no fields are shown",
                0};
            event = &bare;
        }
    }
}

void ws_printer_event(struct ws_printer *p, const struct ws_event *event, uint64_t seq,
                      struct ws_buf *out)
{
    struct ws_print *print = &p->config.print;

    switch (p->config.form) {
    case WS_FORM_JSON:
        put_json(p, event, seq, out);
        print->cut = NULL;
        break;
    case WS_FORM_TEXT:
        ws_text_event(print, event, out);
        break;
    case WS_FORM_TREE:
        ws_tree_event(print, event, out);
        break;
    case WS_FORM_SML:
        ws_sml_event(print, event, out);
        break;
    case WS_FORM_FIELDS:
        ws_columns_event(p->config.columns, &(struct ws_subject){print, event, seq}, out);
        break;
    }
}
