#ifndef WS_OUTPUT_JSON_NUMBERS_H
#define WS_OUTPUT_JSON_NUMBERS_H

#include "message/buf.h"
#include "wirespeak/message.h"

/**
 * The first `n` elements of a WS_V_NUMBERS as a JSON array: where the bytes of most captures are.
 * False, and nothing is written: their integers can pass 2^53, so that each is looked at by itself,
 * or they are truth values.
 */
bool ws_json_numbers(const struct ws_node *numbers, size_t n, struct ws_buf *out);

#endif
