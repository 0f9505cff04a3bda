/* NCP: texts and hex digits, written. */
#include "text.h"

bool ncp_put_latin1(struct ws_encoder *out, const struct ws_node *text)
{
    if (text->kind != WS_V_TEXT)
        return false;
    if (text->size == WS_LATIN1) {
        ws_encoder_add(out, (struct ws_bytes){text->as.data, text->len});
        return true;
    }
    for (size_t i = 0; i < text->len;) {
        uint32_t c;
        i += ws_utf8_take(text->as.data + i, text->len - i, &c);
        if (c > 0xff)
            return false;
        ws_encoder_le(out, 1, c);
    }
    return true;
}

static int nibble(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool ncp_put_hex(struct ws_encoder *out, const struct ws_node *hex)
{
    if (hex->kind == WS_V_HEX) {
        ws_encoder_add(out, (struct ws_bytes){hex->as.data, hex->len});
        return true;
    }
    if (hex->kind != WS_V_TEXT || hex->len % 2)
        return false;
    for (size_t i = 0; i < hex->len; i += 2) {
        int high = nibble(hex->as.data[i]), low = nibble(hex->as.data[i + 1]);
        if (high < 0 || low < 0)
            return false;
        ws_encoder_le(out, 1, (uint64_t)(high << 4 | low));
    }
    return true;
}
