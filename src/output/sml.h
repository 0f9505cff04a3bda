#ifndef WS_OUTPUT_SML_H
#define WS_OUTPUT_SML_H

#include "message/buf.h"
#include "output/print.h"
#include "plugin/event.h"

/**
 * Appends an event in the form of a log of SECS Message Language: the one-line form as a comment,
 * and behind it the text of the message's field `sml` where it has one. What is written can be read
 * back by what reads such logs.
 */
void ws_sml_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

#endif
