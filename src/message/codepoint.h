#ifndef WS_MESSAGE_CODEPOINT_H
#define WS_MESSAGE_CODEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/text.h"

/** Are all bytes below 0x80? */
bool ws_ascii_valid(const uint8_t *bytes, size_t len);

#endif
