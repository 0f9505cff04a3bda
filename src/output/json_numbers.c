/* Arrays of numbers in JSON, some dozens at a time: loaded by one loop, written by another. */
#include "output/json_numbers.h"

#include <math.h>
#include <string.h>

#include "message/number.h"
#include "wirespeak/bytes.h"

enum { CHUNK = 64, WIDEST_EXACT = 6 /* bytes of an integer that never passes 2^53 */ };

/* With a constant size a load and a swap of bytes, which compilers make of no loop over bytes. */
static inline __attribute__((always_inline)) uint64_t load_one(const uint8_t *from, size_t size,
                                                               bool little)
{
    bool swap = little != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
    uint16_t v16;
    uint32_t v32;
    uint64_t v64;

    switch (size) {
    case 1:
        return *from;
    case 2:
        memcpy(&v16, from, sizeof(v16));
        return swap ? __builtin_bswap16(v16) : v16;
    case 4:
        memcpy(&v32, from, sizeof(v32));
        return swap ? __builtin_bswap32(v32) : v32;
    case 8:
        memcpy(&v64, from, sizeof(v64));
        return swap ? __builtin_bswap64(v64) : v64;
    default:
        return little ? ws_load_le(from, size) : ws_load_be(from, size);
    }
}

static inline __attribute__((always_inline)) void load(uint64_t *to, const uint8_t *from, size_t n,
                                                       size_t size, bool little)
{
    for (size_t i = 0; i < n; i++)
        to[i] = load_one(from + i * size, size, little);
}

/* The common sizes have loops of their own, in which the size is a constant. */
static void load_chunk(uint64_t *to, const struct ws_node *numbers, size_t at, size_t n)
{
    size_t size = numbers->size;
    const uint8_t *from = numbers->as.data + at * size;
    bool little = numbers->flags & WS_NODE_LITTLE;

    switch (size << 1 | little) {
    case 1 << 1:
    case 1 << 1 | 1:
        load(to, from, n, 1, false);
        break;
    case 2 << 1:
        load(to, from, n, 2, false);
        break;
    case 2 << 1 | 1:
        load(to, from, n, 2, true);
        break;
    case 4 << 1:
        load(to, from, n, 4, false);
        break;
    case 4 << 1 | 1:
        load(to, from, n, 4, true);
        break;
    case 8 << 1:
        load(to, from, n, 8, false);
        break;
    case 8 << 1 | 1:
        load(to, from, n, 8, true);
        break;
    default:
        load(to, from, n, size, little);
    }
}

static uint8_t *put_unsigned(uint8_t *out, const uint64_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out = ws_u64_put(out, v[i]);
        *out++ = ',';
    }
    return out;
}

static uint8_t *put_signed(uint8_t *out, const uint64_t *v, size_t n, unsigned bits)
{
    for (size_t i = 0; i < n; i++) {
        int64_t x = ws_sign_extend(v[i], bits);
        *out = '-';
        out = ws_u64_put(out + (x < 0), x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
        *out++ = ',';
    }
    return out;
}

static uint8_t *put_odd_real(uint8_t *out, double v)
{
    static const char *const texts[] = {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""};
    const char *text = texts[isnan(v) ? 0 : v > 0 ? 1 : 2];
    size_t len = strlen(text);

    memcpy(out, text, len);
    return out + len;
}

static uint8_t *put_reals(uint8_t *out, const uint64_t *v, size_t n, size_t size)
{
    for (size_t i = 0; i < n; i++) {
        double x;
        float narrow;
        if (size == sizeof(x)) {
            memcpy(&x, &v[i], sizeof(x));
        } else {
            uint32_t bits = (uint32_t)v[i];
            memcpy(&narrow, &bits, sizeof(narrow));
            x = (double)narrow;
        }
        if (isfinite(x))
            out += ws_double_text((char *)out, x);
        else
            out = put_odd_real(out, x);
        *out++ = ',';
    }
    return out;
}

bool ws_json_numbers(const struct ws_node *numbers, size_t n, struct ws_buf *out)
{
    bool real = numbers->flags & WS_NODE_FLOAT, is_signed = numbers->flags & WS_NODE_SIGNED;
    size_t size = numbers->size;
    uint64_t v[CHUNK];

    if ((!real && size > WIDEST_EXACT) || numbers->flags & WS_NODE_BOOL || n == 0)
        return false;
    ws_buf_byte(out, '[');
    for (size_t at = 0; at < n; at += CHUNK) {
        size_t some = n - at < CHUNK ? n - at : CHUNK;
        uint8_t *to = ws_buf_room(out, CHUNK * (WS_DOUBLE_TEXT_MAX + 1));
        if (!to)
            return true;
        load_chunk(v, numbers, at, some);
        to = real        ? put_reals(to, v, some, size)
             : is_signed ? put_signed(to, v, some, (unsigned)size * 8)
                         : put_unsigned(to, v, some);
        out->len = (size_t)(to - out->data);
    }
    out->data[out->len - 1] = ']';
    return true;
}
