#ifndef WS_MESSAGE_ENCODE_H
#define WS_MESSAGE_ENCODE_H

#include "message/buf.h"
#include "message/plan.h"
#include "wirespeak/plugin.h"

enum { WS_ENCODE_WHY_MAX = 256 };

struct ws_encode {
    const struct ws_plan *plan;
    const struct ws_preset *presets; /* what makes it a message of its type */
    size_t n_presets;
    const void *instance;
    const struct ws_node
        *fields; /* an object: from a decoded message or from JSON; NULL: all defaults */
    const struct ws_node
        *override; /* an object of paths ("tlvs.0.length") to values for derived fields; or NULL */
};

/**
 * Appends the message that `fields` describes. Missing fields take presets and defaults, derived
 * ones are computed, views are ignored; a key that no row has is refused. 0; WS_E_VALUE: `why`
 * (WS_ENCODE_WHY_MAX bytes) names the path, the value and what was expected; WS_E_LIMIT: the buffer
 * is full, or found no memory. On failure the buffer's content is as before.
 *
 * An override that names no derived field is refused, as are more than 64. Objects have at most
 * 4096 members, and structures nest to WS_MAX_DEPTH.
 */
int ws_encode(const struct ws_encode *e, struct ws_buf *out, char *why);

#endif
