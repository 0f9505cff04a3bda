#ifndef WS_MESSAGE_JSON_WRITE_H
#define WS_MESSAGE_JSON_WRITE_H

#include "message/buf.h"
#include "wirespeak/message.h"

/** Appends a value as Python's json.dumps() writes it: ASCII, ", " and ": ", reals with the
 * shortest digits, NaN and Infinity as bare words. False: it holds something that is not JSON's. */
bool ws_json_write(struct ws_buf *out, const struct ws_node *value);

/** Whether two values are shown alike: a big integer as the text of its digits, 1 as 1.0; members
 * in any order. */
bool ws_json_same(const struct ws_node *a, const struct ws_node *b);

#endif
