/* Single characters in UTF-8: RFC 3629 section 3. */
#include "message/codepoint.h"

#include "message/word.h"

size_t ws_utf8_put(uint8_t *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (uint8_t)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        p[i] = (uint8_t)(0x80 | (c & 0x3f));
    static const uint8_t first[] = {[2] = 0xc0, [3] = 0xe0, [4] = 0xf0};
    p[0] = (uint8_t)(first[len] | c);
    return len;
}

size_t ws_utf8_take(const uint8_t *p, size_t len, uint32_t *ret)
{
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    static const uint8_t mask[] = {[1] = 0x7f, [2] = 0x1f, [3] = 0x0f, [4] = 0x07};

    if (n > len)
        n = len;
    *ret = p[0] & mask[n];
    for (size_t i = 1; i < n; i++)
        *ret = *ret << 6 | (p[i] & 0x3f);
    return n;
}

bool ws_ascii_valid(const uint8_t *bytes, size_t len)
{
    uint64_t all = 0;

    if (len >= 8) {
        for (size_t i = 0; i + 8 < len; i += 8)
            all |= ws_word_load(bytes + i);
        all |= ws_word_load(bytes + len - 8);
    } else if (len > 0) {
        all = ws_word_load_part(bytes, len);
    }
    return !(all & WS_WORD_EACH(0x80));
}
