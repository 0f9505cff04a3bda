/* SECS-II texts: ISO 8859-1 as it is, JIS-8 (JIS X 0201), localized strings with their encoding
 * code. */
#include "item.h"

#include "wirespeak/text.h"

/** Encoding codes of localized strings, SEMI E5 section 9.4. */
enum { CODE_UCS2 = 1, CODE_UTF8, CODE_ASCII, CODE_LATIN1 };
enum { CODE_LEN = 2 };

/* JIS-8 */

enum { KANA_FIRST = 0xa1, KANA_LAST = 0xdf, KANA = 0xff61, YEN = 0xa5, OVERLINE = 0x203e };

static uint32_t jis8_char(uint8_t c)
{
    if (c == 0x5c)
        return YEN;
    if (c == 0x7e)
        return OVERLINE;
    return c >= KANA_FIRST && c <= KANA_LAST ? KANA + c - (uint32_t)KANA_FIRST : c;
}

int hsms_jis8_of(uint32_t c)
{
    if (c == YEN)
        return 0x5c;
    if (c == OVERLINE)
        return 0x7e;
    if (c >= KANA && c <= KANA + KANA_LAST - KANA_FIRST)
        return (int)(c - KANA + KANA_FIRST);
    return c < 0x100 && jis8_char((uint8_t)c) == c ? (int)c : -1;
}

static struct hsms_text jis8_text(struct ws_bytes in)
{
    struct hsms_text text = {.any = true, .charset = WS_LATIN1, .bytes = in};
    bool same = true;

    for (size_t i = 0; i < in.len; i++) {
        uint32_t c = jis8_char(in.data[i]);
        same = same && c == in.data[i];
        text.len += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    if (same)
        text.len = 0;
    else
        text.bytes.len = 0;
    return text;
}

/* UCS-2, with the surrogate pairs of UTF-16 */

/** The character at `i`, which moves behind it; false: there is none. */
static bool utf16_take(struct ws_bytes in, size_t *i, uint32_t *ret)
{
    if (in.len - *i < 2)
        return false;
    uint32_t c = (uint32_t)ws_load_be(in.data + *i, 2);
    *i += 2;
    *ret = c;
    if (c < 0xd800 || c > 0xdfff)
        return true;
    if (c > 0xdbff || in.len - *i < 2)
        return false;
    uint32_t low = (uint32_t)ws_load_be(in.data + *i, 2);
    *i += 2;
    *ret = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    return low >= 0xdc00 && low <= 0xdfff;
}

static struct hsms_text ucs2_text(struct ws_bytes in)
{
    struct hsms_text text = {.any = in.len % 2 == 0, .charset = WS_UTF8};
    uint32_t c;

    for (size_t i = 0; i < in.len && text.any;) {
        text.any = utf16_take(in, &i, &c);
        text.len += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return text;
}

static bool is_ascii(struct ws_bytes in)
{
    size_t i = 0;
    while (i < in.len && in.data[i] < 0x80)
        i++;
    return i == in.len;
}

static struct hsms_text localized_text(struct ws_bytes in)
{
    struct hsms_text text = {.any = false};

    if (in.len < CODE_LEN)
        return text;
    text.bytes = ws_bytes_from(in, CODE_LEN);
    switch (ws_load_be(in.data, CODE_LEN)) {
    case CODE_UCS2:
        return ucs2_text(text.bytes);
    case CODE_UTF8:
        text.any = ws_utf8_valid(text.bytes.data, text.bytes.len);
        text.charset = WS_UTF8;
        break;
    case CODE_ASCII:
        text.any = is_ascii(text.bytes);
        text.charset = WS_ASCII;
        break;
    case CODE_LATIN1:
        text.any = true;
        text.charset = WS_LATIN1;
        break;
    default:
        break;
    }
    return text;
}

/* Items */

struct hsms_text hsms_text_of(const struct hsms_item *item)
{
    if (item->format == HSMS_J)
        return jis8_text(item->content);
    if (item->format == HSMS_C2)
        return localized_text(item->content);
    return (struct hsms_text){.any = true, .charset = WS_LATIN1, .bytes = item->content};
}

struct hsms_chars hsms_chars_of(const struct hsms_item *item)
{
    struct hsms_chars chars = {.coding = HSMS_CHARS_LATIN1, .in = item->content};

    if (item->format == HSMS_J)
        chars.coding = HSMS_CHARS_JIS8;
    if (item->format != HSMS_C2)
        return chars;
    uint64_t code = item->length < CODE_LEN ? 0 : ws_load_be(item->content.data, CODE_LEN);
    chars.in = ws_bytes_from(item->content, CODE_LEN);
    chars.coding = code == CODE_UCS2   ? HSMS_CHARS_UTF16
                   : code == CODE_UTF8 ? HSMS_CHARS_UTF8
                                       : HSMS_CHARS_LATIN1;
    return chars;
}

struct hsms_chars hsms_chars_of_node(const struct ws_node *n)
{
    return (struct hsms_chars){.coding = n->size == WS_UTF8 ? HSMS_CHARS_UTF8 : HSMS_CHARS_LATIN1,
                               .in = {n->as.data, n->len}};
}

bool hsms_char_take(struct hsms_chars *c, uint32_t *ret)
{
    if (c->at >= c->in.len)
        return false;
    switch (c->coding) {
    case HSMS_CHARS_UTF16:
        return utf16_take(c->in, &c->at, ret);
    case HSMS_CHARS_UTF8:
        c->at += ws_utf8_take(c->in.data + c->at, c->in.len - c->at, ret);
        return true;
    case HSMS_CHARS_JIS8:
        *ret = jis8_char(c->in.data[c->at++]);
        return true;
    case HSMS_CHARS_LATIN1:
        *ret = c->in.data[c->at++];
        return true;
    }
    return false;
}

/** The text as UTF-8. */
static void put_utf8(const struct hsms_item *item, uint8_t *out)
{
    struct hsms_chars chars = hsms_chars_of(item);
    uint32_t c;

    while (hsms_char_take(&chars, &c))
        out += ws_utf8_put(out, c);
}

void hsms_text_show(struct ws_out *out, size_t row, const struct hsms_item *item,
                    const struct hsms_text *text)
{
    struct ws_bytes bytes = text->bytes;
    enum ws_charset charset = text->charset;

    if (text->len > 0) {
        uint8_t *made = ws_put_alloc(out, text->len);
        if (!made)
            return;
        put_utf8(item, made);
        bytes = (struct ws_bytes){made, text->len};
        charset = WS_UTF8;
    }
    ws_put_text(out, row, bytes, charset);
}
