/* Character sets: ASCII, ISO 8859-1, Windows-1252, UTF-8, UTF-16, UTF-32. */
#include "message/charset.h"

#include <string.h>

#include "message/codepoint.h"
#include "message/decode.h"
#include "message/text.h"

/* 80 .. 9f of Windows-1252; 0: no character. Source: Unicode, VENDORS/MICSFT/WINDOWS/CP1252.TXT. */
static const uint16_t cp1252[] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};
enum { CP1252_FIRST = 0x80 };

const char *ws_charset_name(enum ws_charset charset)
{
    static const char *const names[] = {
        [WS_UTF8] = "UTF-8",          [WS_ASCII] = "ASCII",     [WS_LATIN1] = "ISO 8859-1",
        [WS_CP1252] = "Windows-1252", [WS_UTF16_LE] = "UTF-16", [WS_UTF16_BE] = "UTF-16",
        [WS_UTF32_LE] = "UTF-32",
    };
    return names[charset];
}

static size_t unit_of(enum ws_charset charset)
{
    return charset == WS_UTF32_LE ? 4 : charset >= WS_UTF16_LE ? 2 : 1;
}

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

static bool take_byte(enum ws_charset charset, uint8_t byte, uint32_t *ret)
{
    *ret = byte;
    if (charset == WS_ASCII)
        return byte < 0x80;
    if (charset == WS_CP1252 && byte >= CP1252_FIRST && byte < CP1252_FIRST + WS_LEN(cp1252))
        *ret = cp1252[byte - CP1252_FIRST];
    return *ret != 0 || byte == 0;
}

static uint32_t load_16(enum ws_charset charset, const uint8_t *p)
{
    return (uint32_t)(charset == WS_UTF16_BE ? ws_load_be(p, 2) : ws_load_le(p, 2));
}

static bool take_16(enum ws_charset charset, struct ws_bytes in, size_t *at, uint32_t *ret)
{
    uint32_t high = load_16(charset, in.data + *at), low;

    *at += 2;
    *ret = high;
    if (!is_surrogate(high))
        return true;
    if (high > 0xdbff || in.len - *at < 2)
        return false;
    low = load_16(charset, in.data + *at);
    *at += 2;
    *ret = 0x10000 + ((high & 0x3ff) << 10 | (low & 0x3ff));
    return low >= 0xdc00 && low <= 0xdfff;
}

bool ws_charset_take(enum ws_charset charset, struct ws_bytes in, size_t *at, uint32_t *ret)
{
    if (*at >= in.len || in.len - *at < unit_of(charset))
        return false;
    switch (charset) {
    case WS_UTF8:
        if (ws_utf8_next(in.data + *at, in.len - *at) < 0)
            return false;
        *at += ws_utf8_take(in.data + *at, in.len - *at, ret);
        return true;
    case WS_UTF16_LE:
    case WS_UTF16_BE:
        return take_16(charset, in, at, ret);
    case WS_UTF32_LE:
        *ret = (uint32_t)ws_load_le(in.data + *at, 4);
        *at += 4;
        return *ret <= 0x10ffff && !is_surrogate(*ret);
    case WS_ASCII:
    case WS_LATIN1:
    case WS_CP1252:
        break;
    }
    return take_byte(charset, in.data[(*at)++], ret);
}

static size_t put_byte(enum ws_charset charset, uint8_t *out, uint32_t c)
{
    uint32_t byte = c, back;

    for (size_t i = 0; charset == WS_CP1252 && i < WS_LEN(cp1252); i++)
        if (cp1252[i] && cp1252[i] == c)
            byte = (uint32_t)(CP1252_FIRST + i);
    out[0] = (uint8_t)byte;
    return byte <= 0xff && take_byte(charset, out[0], &back) && back == c;
}

static size_t put_16(enum ws_charset charset, uint8_t *out, uint32_t c)
{
    uint32_t units[2] = {0xd800 | (c - 0x10000) >> 10, 0xdc00 | (c & 0x3ff)};
    size_t n = c >= 0x10000 ? 2 : 1;

    if (n == 1)
        units[0] = c;
    for (size_t i = 0; i < n; i++) {
        if (charset == WS_UTF16_BE)
            ws_store_be(out + 2 * i, 2, units[i]);
        else
            ws_store_le(out + 2 * i, 2, units[i]);
    }
    return 2 * n;
}

size_t ws_charset_put(enum ws_charset charset, uint8_t out[4], uint32_t c)
{
    switch (charset) {
    case WS_UTF8:
        return ws_utf8_put(out, c);
    case WS_UTF16_LE:
    case WS_UTF16_BE:
        return put_16(charset, out, c);
    case WS_UTF32_LE:
        ws_store_le(out, 4, c);
        return 4;
    case WS_ASCII:
    case WS_LATIN1:
    case WS_CP1252:
        break;
    }
    return put_byte(charset, out, c);
}

size_t ws_charset_nul(enum ws_charset charset, struct ws_bytes in)
{
    static const uint8_t zeros[4];
    size_t unit = unit_of(charset);
    const uint8_t *nul = in.len && unit == 1 ? memchr(in.data, 0, in.len) : NULL;

    if (unit == 1)
        return nul ? (size_t)(nul - in.data) : in.len;
    for (size_t i = 0; i + unit <= in.len; i += unit)
        if (memcmp(in.data + i, zeros, unit) == 0)
            return i;
    return in.len;
}

/** UTF-8 has at most three bytes for each one of the others, and for each two of UTF-16. */
static size_t room_for(enum ws_charset charset, size_t len)
{
    return charset >= WS_UTF16_LE ? len / 2 * 3 + 4 : 3 * len + 4;
}

bool ws_charset_decode(struct ws_out *out, struct ws_bytes in, enum ws_charset charset,
                       struct ws_bytes *ret)
{
    size_t at = 0, n = 0;
    uint32_t c;

    *ret = in;
    if (charset <= WS_CP1252 && ws_ascii_valid(in.data, in.len))
        return true;
    if (charset == WS_UTF8)
        return ws_utf8_valid(in.data, in.len);
    if (charset == WS_ASCII)
        return false;
    uint8_t *text = ws_put_alloc(out, room_for(charset, in.len));
    if (!text)
        return false;
    while (at < in.len) {
        if (!ws_charset_take(charset, in, &at, &c))
            return false;
        n += ws_utf8_put(text + n, c);
    }
    *ret = (struct ws_bytes){text, n};
    return true;
}
