#ifndef WS_OUTPUT_JSON_VALUE_H
#define WS_OUTPUT_JSON_VALUE_H

#include "message/buf.h"
#include "output/print.h"
#include "wirespeak/message.h"

enum { WS_JSON_DEPTH_MAX = 2048 /* objects and arrays within one another */ };

/**
 * Appends a value and all that it holds as JSON. Linear in what it writes, needs no memory but the
 * buffer's. What is nested deeper than WS_JSON_DEPTH_MAX, more than any decoder makes, is written
 * as "nested too deep".
 */
void ws_json_value(const struct ws_print *print, const struct ws_node *value, struct ws_buf *out);

#endif
