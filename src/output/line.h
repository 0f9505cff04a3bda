#ifndef WS_OUTPUT_LINE_H
#define WS_OUTPUT_LINE_H

#include "message/buf.h"
#include "output/print.h"
#include "plugin/event.h"

/** Parts of lines for people, shared by the one-line form and the tree. */

/** Switches the colour when colours are on. */
void ws_line_color(const struct ws_print *print, enum ws_color color, struct ws_buf *out);

/** Blanks up to `width` columns of a text that has taken `used`, and two more. */
void ws_line_pad(size_t used, size_t width, struct ws_buf *out);

/** File, time, both ends with the client on the left, and protocol. */
void ws_line_begin(struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

/** The colour of who sent the event. */
enum ws_color ws_line_sender(const struct ws_event *event);

/** A value: its name rather than its number, with its unit; texts in quotes and, like hex, at most
 * `max` characters of them. Nothing of objects. */
void ws_line_value(const struct ws_print *print, const struct ws_node *value, const char *unit,
                   size_t max, struct ws_buf *out);

/** The unit behind a number; "100 ms" is a step of which there are so many: 250 × 100 ms. NULL:
 * none.
 */
void ws_line_unit(const char *unit, struct ws_buf *out);

/** A gap, a notice or a flow's state in words, coloured. */
void ws_line_other(const struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

/** 1.66 ms */
void ws_line_duration(int64_t ns, struct ws_buf *out);

#endif
