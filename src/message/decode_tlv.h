#ifndef WS_MESSAGE_DECODE_TLV_H
#define WS_MESSAGE_DECODE_TLV_H

#include "message/decode.h"

/**
 * Reads a list of type, length, value from *at to `end`. What is wrong with one of them stands in
 * it, and among the faults. Stops before bytes that are no head. *ret_n counts them, a truncated
 * one too. 0, or WS_LIMIT.
 */
int ws_decode_tlvs(struct ws_out *out, const struct ws_row *row, size_t *at, size_t end,
                   unsigned *ret_n);

/** The rows of a table, from *at on; *at is then behind the last one read. A code when they do not
 * fit. */
int ws_decode_rows(struct ws_out *out, const struct ws_plan *plan, size_t *at, size_t end);

#endif
