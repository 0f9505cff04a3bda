#ifndef WS_MESSAGE_CHARSET_H
#define WS_MESSAGE_CHARSET_H

#include "wirespeak/bytes.h"
#include "wirespeak/charset.h"

struct ws_out;

/** Character sets, one character at a time. All are strict: what Python's codecs of these names
 * refuse is refused. */

/** For people: "UTF-8". Static. */
const char *ws_charset_name(enum ws_charset charset);

/** Reads the character at in's `*at`, which is moved behind it; false: there is none. */
bool ws_charset_take(enum ws_charset charset, struct ws_bytes in, size_t *at, uint32_t *ret);

/** Writes a character (no surrogate, at most U+10FFFF): 1 to 4 bytes; 0: it has no place there. */
size_t ws_charset_put(enum ws_charset charset, uint8_t out[4], uint32_t c);

/** How many bytes stand before the first NUL character: all when there is none. */
size_t ws_charset_nul(enum ws_charset charset, struct ws_bytes in);

/** The text in UTF-8: the bytes themselves, or scratch memory of `out`. False: it is not valid in
 * this charset, or there is no memory (out->full). */
bool ws_charset_decode(struct ws_out *out, struct ws_bytes in, enum ws_charset charset,
                       struct ws_bytes *ret);

#endif
