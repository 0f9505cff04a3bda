/* SECS-II items, written. */
#include "writer.h"

#include <math.h>
#include <string.h>

#include "wirespeak/text.h"

/** A wide head: no length bytes, which is illegal on the wire, then 3 bytes of length. */
enum { WIDE_LEN = 4 };

struct hsms_writer hsms_writer(struct ws_encoder *out, const struct ws_node *at)
{
    return (struct hsms_writer){out, ws_encoder_len(out), at};
}

struct hsms_head hsms_item_begin(struct hsms_writer *w, unsigned format, unsigned length_bytes)
{
    struct hsms_head head = {ws_encoder_len(w->out), (uint8_t)length_bytes};

    ws_encoder_be(w->out, 1, format << 2 | length_bytes);
    ws_encoder_be(w->out, length_bytes ? length_bytes : WIDE_LEN - 1, 0);
    return head;
}

int hsms_item_end(struct hsms_writer *w, struct hsms_head head, uint64_t elements)
{
    uint8_t *p = ws_encoder_bytes(w->out, head.at);
    unsigned n = head.length_bytes ? head.length_bytes : WIDE_LEN - 1;

    if (!p)
        return WS_E_LIMIT;
    uint64_t length = p[0] >> 2 == HSMS_L ? elements : ws_encoder_len(w->out) - head.at - 1 - n;
    if (length >> (8 * n))
        return ws_encoder_refuse(w->out, w->at, "%llu do not fit %u length bytes",
                                 (unsigned long long)length, n);
    ws_store_be(p + 1, n, length);
    return WS_OK;
}

int hsms_writer_finish(struct hsms_writer *w)
{
    size_t len = ws_encoder_len(w->out) - w->start, from = 0, to = 0;
    uint8_t *p = ws_encoder_bytes(w->out, w->start);

    if (!p)
        return len ? WS_E_LIMIT : WS_OK;
    while (from < len) {
        unsigned n = p[from] & 3u, format = p[from] >> 2;
        size_t head = 1 + (n ? n : WIDE_LEN - 1);
        uint32_t length = (uint32_t)ws_load_be(p + from + 1, head - 1);
        if (!n)
            n = hsms_length_bytes(length);
        p[to] = (uint8_t)(format << 2 | n);
        ws_store_be(p + to + 1, n, length);
        size_t content = format == HSMS_L ? 0 : length;
        memmove(p + to + 1 + n, p + from + head, content);
        from += head + content;
        to += 1 + n + content;
    }
    ws_encoder_cut(w->out, w->start + to);
    return WS_OK;
}

struct ws_bytes hsms_written(const struct hsms_writer *w)
{
    return (struct ws_bytes){ws_encoder_bytes(w->out, w->start), ws_encoder_len(w->out) - w->start};
}

/* Numbers */

static bool whole_fits(const struct hsms_format_info *f, bool negative, uint64_t v)
{
    unsigned bits = f->size * 8u;

    if (f->type >> 8 == WS_FAMILY_INT)
        return negative ? ws_sign_extend(v, bits) == (int64_t)v : v < UINT64_C(1) << (bits - 1);
    return !negative && (bits == 64 || v < UINT64_C(1) << bits);
}

bool hsms_put_whole(struct hsms_writer *w, unsigned format, bool negative, uint64_t v)
{
    const struct hsms_format_info *f = hsms_format_of(format);

    if (format == HSMS_F4 || format == HSMS_F8)
        return hsms_put_real(w, format, negative ? (double)(int64_t)v : (double)v);
    if (!whole_fits(f, negative, v))
        return false;
    ws_encoder_be(w->out, f->size, v);
    return true;
}

bool hsms_put_real(struct hsms_writer *w, unsigned format, double v)
{
    uint64_t bits = 0;
    uint32_t low;
    float f = (float)v;

    if (isnan(v)) /* one NaN for all: SEMI E5 knows no payloads */
        bits = format == HSMS_F4 ? 0x7fc00000 : UINT64_C(0x7ff8000000000000);
    else if (format == HSMS_F4) {
        if (isinf(f) && !isinf(v))
            return false;
        memcpy(&low, &f, sizeof(low));
        bits = low;
    } else
        memcpy(&bits, &v, sizeof(bits));
    ws_encoder_be(w->out, format == HSMS_F4 ? 4 : 8, bits);
    return true;
}

bool hsms_smallest(unsigned kind, bool negative, uint64_t v, unsigned *ret)
{
    static const uint8_t ladders[2][4] = {{HSMS_U1, HSMS_U2, HSMS_U4, HSMS_U8},
                                          {HSMS_I1, HSMS_I2, HSMS_I4, HSMS_I8}};
    const uint8_t *ladder = ladders[kind == HSMS_SINT || negative];

    for (size_t i = 0; i < 4; i++) {
        if (whole_fits(hsms_format_of(ladder[i]), negative, v)) {
            *ret = ladder[i];
            return true;
        }
    }
    return false;
}

/* Texts */

static int nibble(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hsms_put_hex(struct hsms_writer *w, struct ws_bytes digits)
{
    if (digits.len % 2)
        return false;
    for (size_t i = 0; i < digits.len; i += 2) {
        int high = nibble(digits.data[i]), low = nibble(digits.data[i + 1]);
        if (high < 0 || low < 0)
            return false;
        ws_encoder_be(w->out, 1, (uint64_t)(high << 4 | low));
    }
    return true;
}

bool hsms_put_text(struct hsms_writer *w, unsigned format, const struct ws_node *text)
{
    struct hsms_chars chars = hsms_chars_of_node(text);
    uint8_t room[4];
    uint32_t c;

    if (format == HSMS_A && text->size == WS_LATIN1) {
        ws_encoder_add(w->out, (struct ws_bytes){text->as.data, text->len});
        return true;
    }
    while (hsms_char_take(&chars, &c)) {
        int byte = format == HSMS_J ? hsms_jis8_of(c) : c < 0x100 ? (int)c : -1;
        if (format == HSMS_C2)
            ws_encoder_add(w->out, (struct ws_bytes){room, ws_utf8_put(room, c)});
        else if (byte >= 0)
            ws_encoder_be(w->out, 1, (uint64_t)byte);
        else
            return false;
    }
    return true;
}
