/* What every form of output asks about an event. */
#include "output/facts.h"

const char *ws_role_name(enum ws_role role)
{
    switch (role) {
    case WS_CLIENT:
        return "client";
    case WS_SERVER:
        return "server";
    case WS_UNKNOWN_ROLE:
        break;
    }
    return "unknown";
}

const char *ws_kind_name(enum ws_message_kind kind)
{
    switch (kind) {
    case WS_REQUEST:
        return "request";
    case WS_RESPONSE:
        return "response";
    case WS_NOTIFY:
        return "notify";
    case WS_CONTROL:
        return "control";
    case WS_NO_KIND:
    case WS_KIND_ABSENT:
        break;
    }
    return NULL;
}

const char *ws_event_type_name(enum ws_event_type type)
{
    switch (type) {
    case WS_EVENT_MESSAGE:
        return "message";
    case WS_EVENT_GAP:
        return "gap";
    case WS_EVENT_NOTICE:
        return "notice";
    case WS_EVENT_FLOW:
        return "flow";
    }
    return "unknown";
}

bool ws_event_is_faulty(const struct ws_event *event)
{
    return event->type == WS_EVENT_MESSAGE && (event->n_errors > 0 || !event->msg_type);
}

struct ws_bytes ws_event_raw(const struct ws_print *print, const struct ws_event *event)
{
    if (event->type != WS_EVENT_MESSAGE || (event->secret && !print->secrets))
        return (struct ws_bytes){NULL, 0};
    if (print->raw)
        return event->bytes;
    return ws_bytes_upto(event->bytes, ws_event_is_faulty(event) ? WS_EVENT_MAX_RAW : 0);
}
