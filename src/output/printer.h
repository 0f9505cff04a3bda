#ifndef WS_OUTPUT_PRINTER_H
#define WS_OUTPUT_PRINTER_H

#include "output/fields.h"
#include "output/json.h"
#include "output/print.h"
#include "plugin/event.h"

enum ws_form { WS_FORM_JSON, WS_FORM_TEXT, WS_FORM_TREE, WS_FORM_FIELDS, WS_FORM_SML };

struct ws_sink_config {
    int fd;
    enum ws_form form;
    struct ws_print print;            /* worked on as a copy */
    const struct ws_columns *columns; /* WS_FORM_FIELDS; borrowed */
    uint64_t limit;                   /* so many events at the most; 0: all */
    uint64_t max_elements;            /* of an array in JSON; 0: all */
    uint64_t max_line; /* bytes of a line of JSON: its longest arrays are shortened; 0: 256 MiB */
    bool quiet;        /* no events are printed, nor counted for the limit */
};

/** Prints events into buffers. One is used by one thread. */
struct ws_printer {
    struct ws_sink_config config;
};

void ws_printer_init(struct ws_printer *printer, const struct ws_sink_config *config);

/** Appends the event's line, or nothing where the form has none for it. `seq` 0: not yet known, its
 * place is left out and told in printer->config.print.seq_at. */
void ws_printer_event(struct ws_printer *printer, const struct ws_event *event, uint64_t seq,
                      struct ws_buf *out);

#endif
