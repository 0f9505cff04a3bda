#ifndef WS_MESSAGE_SCAN_KEYS_H
#define WS_MESSAGE_SCAN_KEYS_H

#include "message/decode.h"

/**
 * In an object that was read and closed, marks all but the last of the members of one key
 * (WS_NODE_GONE on the key), and takes them off its count. *ret_any is set when there were some. 0
 * or WS_E_NOMEM. O(n log n) comparisons of keys.
 */
int ws_keys_mark(struct ws_out *out, uint32_t object, bool *ret_any);

/** Takes all marked members out of the nodes from `first` on, a value's, in one pass. */
void ws_keys_remove(struct ws_out *out, uint32_t first);

#endif
