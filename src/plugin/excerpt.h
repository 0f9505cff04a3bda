#ifndef WS_PLUGIN_EXCERPT_H
#define WS_PLUGIN_EXCERPT_H

#include "plugin/event.h"
#include "plugin/instance.h"

/** Bytes without a capture around them: what one side sent. */
struct ws_excerpt {
    const struct ws_instance *instance;
    enum ws_transport transport;
    enum ws_role from;     /* client or server */
    struct ws_bytes bytes; /* TCP: a stream from a message's first byte on; UDP: one datagram */
};

/** The transport of the plugin's first port; TCP when it has none. */
enum ws_transport ws_excerpt_transport(const struct ws_instance *instance);

/**
 * Tells the messages in the bytes as reading would, from an empty conversation whose other side is
 * not seen: what is no message is a `malformed`, and so is one that is cut off at the end. Their
 * events have time and frame 0 and no addresses; no other events are told. 0, what the sink
 * answered, or WS_E_NOMEM.
 */
int ws_excerpt_read(const struct ws_excerpt *excerpt, struct ws_event_sink sink);

#endif
