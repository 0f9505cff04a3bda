#ifndef WS_MESSAGE_SCAN_H
#define WS_MESSAGE_SCAN_H

#include "message/decode.h"

enum { WS_JSON_MAX_DEPTH = 1000, WS_JSON_WHY_MAX = 128 };

/** Extras that a JSON text may have. */
enum ws_json_flags {
    WS_JSON_NAN_WORDS = 1 << 0, /* the bare words NaN, Infinity, -Infinity */
    WS_JSON_EXACT = 1 << 1,     /* integers beyond 64 bits are texts: WS_NODE_NUMBER */
    WS_JSON_ONCE = 1 << 2,      /* members of one key are refused */
    WS_JSON_VALID = 1 << 3,     /* the text is known to be UTF-8 */
};

/**
 * Reads one JSON text (RFC 8259) into out's nodes: node 0 is its value. Integers that fit 64 bits
 * are exact, others and fractions become doubles (infinity when too large). A lone surrogate
 * becomes U+FFFD; bytes that are no UTF-8 are refused. Of members with one key the last counts.
 * Linear but for objects of many members, whose keys are sorted; nests to WS_JSON_MAX_DEPTH. Texts
 * without escapes are borrowed from `text`; LC_NUMERIC must be one whose decimal point is ".".
 * 0; WS_E_MALFORMED, WS_E_LIMIT, WS_E_NOMEM: `why` (WS_JSON_WHY_MAX bytes) says what, and at which
 * byte (from 1); the nodes are then of no use.
 */
int ws_json_scan(struct ws_out *out, struct ws_bytes text, unsigned flags, char *why);

/** The same, as one value of `row` behind what out has already; on failure out's nodes are as
 * before. *ret_lossy: what is shown says less than the text (wirespeak/message.h: ws_put_json). */
int ws_json_scan_value(struct ws_out *out, const struct ws_row *row, struct ws_bytes text,
                       unsigned flags, bool *ret_lossy, char *why);

#endif
