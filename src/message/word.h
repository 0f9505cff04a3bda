/* Eight bytes of text at a time, in one 64-bit word. */
#ifndef WS_MESSAGE_WORD_H
#define WS_MESSAGE_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** The byte `b` in all eight places. */
#define WS_WORD_EACH(b) (UINT64_C(0x0101010101010101) * (b))

/** Eight bytes at `p`, the first one in the lowest bits whatever the machine's byte order. */
static inline uint64_t ws_word_load(const void *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap64(word);
}

static inline void ws_word_store(void *p, uint64_t word)
{
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        word = __builtin_bswap64(word);
    memcpy(p, &word, sizeof word);
}

/** The `n` (1 to 7) bytes at `p` in the lowest bits, zeros above. Reads no others. */
static inline uint64_t ws_word_load_part(const uint8_t *p, size_t n)
{
    if (n < 4)
        return p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) | (uint64_t)p[n - 1] << 8 * (n - 1);

    uint32_t front, back;
    memcpy(&front, p, sizeof front);
    memcpy(&back, p + n - sizeof back, sizeof back);
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
        front = __builtin_bswap32(front);
        back = __builtin_bswap32(back);
    }
    return front | (uint64_t)back << 8 * (n - sizeof back);
}

/** memcpy without a call for the short texts that keys and names are. Answers `out + n`. */
static inline uint8_t *ws_word_copy(uint8_t *out, const void *text, size_t n)
{
    const uint8_t *in = (const uint8_t *)text;

    if (n >= 8 && n <= 32) {
        size_t second = n < 16 ? 0 : 8, third = n < 16 ? n - 8 : n - 16;
        memcpy(out, in, 8);
        memcpy(out + second, in + second, 8);
        memcpy(out + third, in + third, 8);
        memcpy(out + n - 8, in + n - 8, 8);
    } else if (n > 0) {
        memcpy(out, in, n);
    }
    return out + n;
}

/**
 * The eight decimal digits of `v` (0 .. 99999999) as values 0..9, the highest digit in the lowest
 * byte: add WS_WORD_EACH('0') and store it for the text. Halves eight digits to two times four,
 * four times two, eight times one, in all lanes at once: q + ((x - q * 100) << 16), for one, is
 * written as (x << 16) - q * ((100 << 16) - 1). The multipliers are 2^20 / 100 and 2^10 / 10,
 * rounded up: exact for the four and the two digits that they divide.
 */
static inline uint64_t ws_word_digits(uint32_t v)
{
    uint64_t fours = ((uint64_t)v << 32) - v / 10000 * ((UINT64_C(10000) << 32) - 1);
    uint64_t hundreds = (fours * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
    uint64_t twos = (fours << 16) - hundreds * ((100 << 16) - 1);
    uint64_t tens = (twos * 103 >> 10) & UINT64_C(0x000f000f000f000f);
    return (twos << 8) - tens * ((10 << 8) - 1);
}

/** The decimal text of `v`, below WS_EIGHT_DIGITS; answers its length, stores eight bytes. The
 * added bit keeps the last digit of 0. */
#define WS_EIGHT_DIGITS UINT64_C(100000000)
static inline size_t ws_word_u64(void *out, uint64_t v)
{
    uint64_t digits = ws_word_digits((uint32_t)v);
    unsigned zeros = (unsigned)__builtin_ctzll(digits | UINT64_C(1) << 56) / 8;

    ws_word_store(out, (digits + WS_WORD_EACH('0')) >> 8 * zeros);
    return 8 - zeros;
}

#endif
