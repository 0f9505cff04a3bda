#ifndef WS_OUTPUT_TEXT_H
#define WS_OUTPUT_TEXT_H

#include "message/buf.h"
#include "output/print.h"
#include "plugin/event.h"

/**
 * Appends an event as one aligned line for people: time, client and server, protocol, message, the
 * fields that matter (WS_SUMMARY, and TLVs with a label), round-trip time, notes and errors. What
 * came from the wire can't steer the terminal.
 */
void ws_text_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

/** The part of it behind the protocol. */
void ws_text_body(struct ws_print *print, const struct ws_event *event, struct ws_buf *out);

#endif
