#ifndef WS_PLUGIN_COMPOSE_H
#define WS_PLUGIN_COMPOSE_H

#include "message/buf.h"
#include "plugin/instance.h"

/**
 * Appends the message that an event stands for. `event` is a JSON value that was read: an object
 * with `message` and `fields`, all keys of a message event of docs/events.md allowed, of which
 * `protocol`, `from` and `proto` must fit when they are there; `override` gives computed fields
 * another value, as in ws_encode(). The bytes are read back: they must be one message of that name.
 * 0; WS_E_VALUE: `why` (WS_WHY_MAX bytes) says at which path of the JSON what was expected;
 * WS_E_LIMIT: longer than the protocol's messages can be; WS_E_NOMEM. On failure the buffer's
 * content is as before.
 */
int ws_compose(const struct ws_instance *instance, const struct ws_node *event, struct ws_buf *out,
               char *why);

#endif
