/* Strict UTF-8: RFC 3629 section 4. */
#include "message/text.h"

#include "message/word.h"

/* How many bytes follow the first one, 0 when it starts no character, and where the second one must
 * lie. */
struct utf8_start {
    uint8_t n_more, second_min, second_max;
};

static struct utf8_start utf8_start(uint8_t first)
{
    if (first < 0xc2 || first > 0xf4)
        return (struct utf8_start){0, 0, 0};
    if (first < 0xe0)
        return (struct utf8_start){1, 0x80, 0xbf};
    if (first < 0xf0)
        return (struct utf8_start){2, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf};
    return (struct utf8_start){3, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf};
}

int ws_utf8_next(const uint8_t *p, size_t len)
{
    if (p[0] < 0x80)
        return 1;

    struct utf8_start start = utf8_start(p[0]);
    if (start.n_more == 0 || len < 2 || p[1] < start.second_min || p[1] > start.second_max)
        return -1;
    for (int i = 2; i <= start.n_more; i++)
        if ((size_t)i >= len || (p[i] & 0xc0) != 0x80)
            return -i;
    return start.n_more + 1;
}

bool ws_utf8_valid(const uint8_t *bytes, size_t len)
{
    size_t at = 0;

    while (at < len) {
        if (len - at >= 16 &&
            !((ws_word_load(bytes + at) | ws_word_load(bytes + at + 8)) & WS_WORD_EACH(0x80))) {
            at += 16;
            continue;
        }
        int n = ws_utf8_next(bytes + at, len - at);
        if (n < 0)
            return false;
        at += (size_t)n;
    }
    return true;
}
