#ifndef WS_MESSAGE_X87_H
#define WS_MESSAGE_X87_H

#include <stdint.h>

/** Extended reals of the x87, as they lie in memory: 64 bits with an explicit integer bit, then 15
 * of the exponent (bias 16383) and the sign, little-endian. Source: Intel SDM volume 1,
 * section 4.2.2.
 */
enum { WS_X87_LEN = 10 };

/** The nearest double, ties to even; infinity when it is too large. */
double ws_x87_real(const uint8_t bytes[WS_X87_LEN]);

/** Exact. */
void ws_x87_bytes(uint8_t bytes[WS_X87_LEN], double v);

#endif
