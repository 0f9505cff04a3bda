#ifndef WS_MESSAGE_TEXT_H
#define WS_MESSAGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/text.h"

/**
 * The character at the start of `p` (`len` bytes, at least 1) in strict UTF-8: no overlong form, no
 * surrogate, nothing above U+10FFFF.
 *
 * @return  n > 0: a character of n bytes.
 *          n < 0: none. The first -n bytes, 1 to 3, are the longest start that could have become
 *          one ("maximal subpart"), or one byte that starts none: one U+FFFD stands for them.
 * Source: RFC 3629 section 4; The Unicode Standard, table 3-7 and section 3.9, "U+FFFD
 * Substitution of Maximal Subparts".
 */
int ws_utf8_next(const uint8_t *p, size_t len);

#endif
