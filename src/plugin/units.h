#ifndef WS_PLUGIN_UNITS_H
#define WS_PLUGIN_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/** Numbers as people write them. Those that read refuse blanks, signs and anything behind the
 * number, and what does not fit. */

/** Decimal, or hexadecimal with 0x. */
bool ws_parse_uint(const char *text, uint64_t *ret);

/** Bytes: a whole number, with k, M or G for powers of 1024. */
bool ws_parse_size(const char *text, uint64_t *ret);

/** Nanoseconds: a number with or without a fraction, and ns, us, ms, s, m or h; s when there is
 * none. */
bool ws_parse_time(const char *text, uint64_t *ret_ns);

/** true, yes, on, 1; false, no, off, 0. */
bool ws_parse_bool(const char *text, bool *ret);

/** An amount as the functions above read it, in the largest unit of which it is a whole number. */
enum ws_amount { WS_AMOUNT_PLAIN, WS_AMOUNT_SIZE, WS_AMOUNT_TIME };
enum { WS_AMOUNT_MAX = 32 };
void ws_format_amount(enum ws_amount what, uint64_t v, char out[WS_AMOUNT_MAX]);

#endif
