/* Private to src/filter: UTF-8 as Latin-1. */
#ifndef WS_FILTER_LATIN1_H
#define WS_FILTER_LATIN1_H

#include "wirespeak/bytes.h"
#include "wirespeak/text.h"

/** Writes at most text.len bytes. False: `text` is no UTF-8, or has characters above U+00FF. */
static inline bool ws_latin1_of(struct ws_bytes text, uint8_t *out, size_t *ret_len)
{
    size_t n = 0;

    if (!ws_utf8_valid(text.data, text.len))
        return false;
    while (text.len > 0) {
        uint32_t code_point;
        text = ws_bytes_from(text, ws_utf8_take(text.data, text.len, &code_point));
        if (code_point > 0xff)
            return false;
        out[n++] = (uint8_t)code_point;
    }
    *ret_len = n;
    return true;
}

#endif
