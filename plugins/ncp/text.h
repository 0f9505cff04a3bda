#ifndef NCP_TEXT_H
#define NCP_TEXT_H

#include "wirespeak/message.h"
#include "wirespeak/text.h"

/** Appends a text node in ISO 8859-1; false: it is no text, or a character has no place there. */
bool ncp_put_latin1(struct ws_encoder *out, const struct ws_node *text);

/** Appends the bytes of a hex value, or of a text of hex digits in pairs; false: it is none. */
bool ncp_put_hex(struct ws_encoder *out, const struct ws_node *hex);

#endif
