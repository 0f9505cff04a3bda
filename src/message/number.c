/* Integers and bytes as text. */
#include "message/number.h"

#include <string.h>

#include "message/word.h"

#define E8  WS_EIGHT_DIGITS
#define E16 (E8 * E8)

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

#define HEX_ROW(h)                                                                                 \
    h "0" h "1" h "2" h "3" h "4" h "5" h "6" h "7" h "8" h "9" h "a" h "b" h "c" h "d" h "e" h "f"

static const char hex_pairs[] = HEX_ROW("0") HEX_ROW("1") HEX_ROW("2") HEX_ROW("3") HEX_ROW("4")
    HEX_ROW("5") HEX_ROW("6") HEX_ROW("7") HEX_ROW("8") HEX_ROW("9") HEX_ROW("a") HEX_ROW("b")
        HEX_ROW("c") HEX_ROW("d") HEX_ROW("e") HEX_ROW("f");

size_t ws_hex_text(char *out, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        memcpy(out + 2 * i, hex_pairs + 2 * (size_t)bytes[i], 2);
    return 2 * n;
}
