/* Integers and bytes as text. */
#include "message/number.h"

#include <string.h>

#include "message/word.h"

#define E8  WS_EIGHT_DIGITS
#define E16 (E8 * E8)

#define DIGIT(v) (char)('0' + (v) % 10)
#define ONE(v)                                                                                     \
    {                                                                                              \
        {(v) > 99  ? DIGIT((v) / 100)                                                              \
         : (v) > 9 ? DIGIT((v) / 10)                                                               \
                   : DIGIT(v),                                                                     \
         (v) > 99 ? DIGIT((v) / 10) : DIGIT(v), DIGIT(v)},                                         \
            1 + ((v) > 9) + ((v) > 99)                                                             \
    }
#define TEN(v)                                                                                     \
    ONE(v), ONE((v) + 1), ONE((v) + 2), ONE((v) + 3), ONE((v) + 4), ONE((v) + 5), ONE((v) + 6),    \
        ONE((v) + 7), ONE((v) + 8), ONE((v) + 9)
#define HUNDRED(v)                                                                                 \
    TEN(v), TEN((v) + 10), TEN((v) + 20), TEN((v) + 30), TEN((v) + 40), TEN((v) + 50),             \
        TEN((v) + 60), TEN((v) + 70), TEN((v) + 80), TEN((v) + 90)

const struct ws_small_number ws_small_numbers[WS_SMALL_NUMBERS] = {
    HUNDRED(0),   HUNDRED(100), HUNDRED(200), HUNDRED(300), HUNDRED(400),
    HUNDRED(500), HUNDRED(600), HUNDRED(700), HUNDRED(800), HUNDRED(900)};

static void store_eight(char *out, uint64_t v)
{
    ws_word_store(out, ws_word_digits((uint32_t)v) + WS_WORD_EACH('0'));
}

size_t ws_u64_text(char *out, uint64_t v)
{
    if (v < E8)
        return ws_word_u64(out, v);

    size_t n = ws_word_u64(out, v < E16 ? v / E8 : v / E16);
    if (v >= E16) {
        store_eight(out + n, v / E8 % E8);
        n += 8;
    }
    store_eight(out + n, v % E8);
    return n + 8;
}

size_t ws_i64_text(char *out, int64_t v)
{
    if (v >= 0)
        return ws_u64_text(out, (uint64_t)v);
    *out = '-';
    return 1 + ws_u64_text(out + 1, 0 - (uint64_t)v);
}

size_t ws_u64_fixed(char *out, uint64_t v, unsigned width)
{
    unsigned left = width;
    for (; left >= 8; left -= 8, v /= E8)
        store_eight(out + left - 8, v % E8);

    uint64_t text = ws_word_digits((uint32_t)(v % E8)) + WS_WORD_EACH('0');
    for (unsigned i = 0; i < left; i++)
        out[i] = (char)(text >> 8 * (8 - left + i));
    return width;
}

static inline char hex_digit(unsigned v)
{
    return (char)(v + '0' + (v > 9 ? 'a' - '9' - 1 : 0));
}

/* Sixteen bytes at a time: compilers make vectors of that. */
size_t ws_hex_text(char *out, const uint8_t *bytes, size_t n)
{
    enum { STEP = 16 };
    size_t i = 0;

    for (; i + STEP <= n; i += STEP) {
        char high[STEP], low[STEP];
        for (size_t k = 0; k < STEP; k++) {
            high[k] = hex_digit(bytes[i + k] >> 4);
            low[k] = hex_digit(bytes[i + k] & 15);
        }
        for (size_t k = 0; k < STEP; k++) {
            out[2 * (i + k)] = high[k];
            out[2 * (i + k) + 1] = low[k];
        }
    }
    for (; i < n; i++) {
        out[2 * i] = hex_digit(bytes[i] >> 4);
        out[2 * i + 1] = hex_digit(bytes[i] & 15);
    }
    return 2 * n;
}
