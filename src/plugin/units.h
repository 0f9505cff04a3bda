#ifndef WS_PLUGIN_UNITS_H
#define WS_PLUGIN_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/** Numbers as people write them. All refuse blanks, signs and anything behind the number, and what
 * does not fit. */

/** Decimal, or hexadecimal with 0x. */
bool ws_parse_uint(const char *text, uint64_t *ret);

/** Bytes: a whole number, with k, M or G for powers of 1024. */
bool ws_parse_size(const char *text, uint64_t *ret);

/** Nanoseconds: a number with or without a fraction, and ns, us, ms, s, m or h; s when there is
 * none. */
bool ws_parse_time(const char *text, uint64_t *ret_ns);

/** true, yes, on, 1; false, no, off, 0. */
bool ws_parse_bool(const char *text, bool *ret);

#endif
