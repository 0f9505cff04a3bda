/* Text from the wire for a terminal, which must not obey it. */
#include "message/text.h"
#include "output/value.h"

/* What a terminal would obey instead of showing: C0, C1, line separators, direction marks. */
static bool is_control(uint32_t v)
{
    return v < 0x20 || (v >= 0x7f && v < 0xa0) || (v >= 0x200e && v <= 0x200f) ||
           (v >= 0x2028 && v <= 0x202e) || (v >= 0x2066 && v <= 0x2069);
}

static void put_escape(struct ws_buf *out, uint32_t v)
{
    uint8_t bytes[2] = {(uint8_t)(v >> 8), (uint8_t)v};
    size_t skip = v < 0x100;

    ws_buf_add(out, skip ? "\\x" : "\\u", 2);
    ws_put_hex_text(out, (struct ws_bytes){bytes + skip, 2 - skip});
}

/* The code point of a character of `len` bytes that are known to be one. */
static uint32_t code_point(const uint8_t *p, int len)
{
    uint32_t v = len == 1 ? p[0] : p[0] & (0xffu >> (len + 1));

    for (int i = 1; i < len; i++)
        v = v << 6 | (p[i] & 0x3f);
    return v;
}

static void put_latin1(struct ws_buf *out, uint8_t byte)
{
    if (is_control(byte)) {
        put_escape(out, byte);
        return;
    }
    if (byte >= 0x80)
        ws_buf_byte(out, (uint8_t)(0xc0 | byte >> 6));
    ws_buf_byte(out, byte >= 0x80 ? 0x80 | (byte & 0x3f) : byte);
}

/* One character; answers how many bytes it had. */
static size_t put_one(struct ws_buf *out, struct ws_bytes text, enum ws_charset charset)
{
    int len = charset == WS_LATIN1 ? 0 : ws_utf8_next(text.data, text.len);

    if (charset == WS_LATIN1)
        put_latin1(out, text.data[0]);
    else if (len <= 0)
        put_escape(out, text.data[0]);
    else if (is_control(code_point(text.data, len)))
        put_escape(out, code_point(text.data, len));
    else
        ws_buf_add(out, text.data, (size_t)len);
    return len > 0 ? (size_t)len : 1;
}

void ws_terminal_text(struct ws_buf *out, struct ws_bytes text, enum ws_charset charset, size_t max)
{
    for (size_t n = 0; text.len > 0; n++) {
        if (n == max) {
            ws_buf_text(out, "…");
            return;
        }
        text = ws_bytes_from(text, put_one(out, text, charset));
    }
}
