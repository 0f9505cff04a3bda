#ifndef WS_OUTPUT_TREE_H
#define WS_OUTPUT_TREE_H

#include "message/buf.h"
#include "output/print.h"
#include "plugin/event.h"

/** Appends an event as a block for people: a line as in the one-line form, then every field on a
 * line of its own, then context, notes and errors, and an empty line. */
void ws_tree_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

#endif
