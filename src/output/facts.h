#ifndef WS_OUTPUT_FACTS_H
#define WS_OUTPUT_FACTS_H

#include "output/print.h"
#include "plugin/event.h"

/** What every form of output asks about an event. */

/** The end shown as source: the sender's; for events of the flow as a whole ends[0]. */
static inline int ws_event_side(const struct ws_event *event)
{
    return event->side == 1 ? 1 : 0;
}

/** The role of that end. */
static inline enum ws_role ws_event_role(const struct ws_event *event)
{
    return event->type == WS_EVENT_FLOW ? event->flow->roles[ws_event_side(event)] : event->from;
}

/** "client", "server", "unknown". */
const char *ws_role_name(enum ws_role role);

/** "request" …; NULL: none. */
const char *ws_kind_name(enum ws_message_kind kind);

/** "message", "gap", "notice", "flow". */
const char *ws_event_type_name(enum ws_event_type type);

/** Whether something was wrong with the message: it has errors or was no message. */
bool ws_event_is_faulty(const struct ws_event *event);

/**
 * The bytes to be shown: all of them when the user asked, up to WS_EVENT_MAX_RAW of what is faulty,
 * else none. None of what holds a secret.
 */
struct ws_bytes ws_event_raw(const struct ws_print *print, const struct ws_event *event);

#endif
