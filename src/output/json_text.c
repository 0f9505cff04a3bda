/* JSON values as text: RFC 8259. */
#include "output/json_text.h"

#include <math.h>
#include <string.h>

#include "message/number.h"
#include "message/text.h"
#include "message/word.h"

enum {
    STEP_MAX = 6, /* what a step (see put_step) writes at most: \u00xx */
    SLACK_MIN = STEP_MAX + 8,
    SLACK = 32, /* more than SLACK_MIN, so that not every step has to ask for room */
};

static const uint64_t exact_max = UINT64_C(1) << 53;

/*
 * Where a string stands. Its text is never shorter than its source: there is always room for as
 * many bytes as are left, and SLACK_MIN more for a step, a whole word and the quotes.
 */
struct string_writer {
    const uint8_t *in, *end;
    uint8_t *out, *limit; /* limit: end of the room */
};

static inline size_t bytes_left(const struct string_writer *w)
{
    return (size_t)(w->end - w->in);
}

/* False when the buffer has failed. */
static bool get_room(struct string_writer *w, struct ws_buf *buf)
{
    w->out = ws_buf_room(buf, bytes_left(w) + SLACK);
    if (w->out)
        w->limit = buf->data + buf->cap;
    return w->out;
}

/* Can it be copied as it is? */
static inline bool is_plain(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* Copies up to the next byte that is not plain; zeros behind the last byte stop it there. */
static inline void copy_plain(struct string_writer *w)
{
    const uint8_t *in = w->in, *end = w->end;
    uint8_t *out = w->out;
    uint64_t special = 0;

    for (; end - in >= 16; in += 16, out += 16) {
        uint64_t first = ws_word_load(in), second = ws_word_load(in + 8);
        ws_word_store(out, first);
        ws_word_store(out + 8, second);
        if (ws_json_special(first) | ws_json_special(second))
            break;
    }
    while (in < end && !special) {
        size_t left = (size_t)(end - in);
        uint64_t word = left < 8 ? ws_word_load_part(in, left) : ws_word_load(in);
        special = ws_json_special(word);
        ws_word_store(out, word);
        size_t n = special ? (size_t)__builtin_ctzll(special) / 8 : 8;
        in += n;
        out += n;
    }
    w->in = in;
    w->out = out;
}

static void put_escaped(struct string_writer *w)
{
    static const char letters[] = {['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r',
                                   ['\t'] = 't', ['"'] = '"',  ['\\'] = '\\'};
    uint8_t byte = *w->in++;

    *w->out++ = '\\';
    if (letters[byte]) {
        *w->out++ = (uint8_t)letters[byte];
        return;
    }
    memcpy(w->out, "u00", 3);
    w->out += 3 + ws_hex_text((char *)w->out + 3, &byte, 1);
}

static void put_latin1(struct string_writer *w)
{
    uint8_t byte = *w->in++;

    *w->out++ = (uint8_t)(0xc0 | byte >> 6);
    *w->out++ = (uint8_t)(0x80 | (byte & 0x3f));
}

/* A character of `n` bytes as it is, or one U+FFFD for -n bytes that are none. */
static void put_utf8(struct string_writer *w, int n)
{
    static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};
    const uint8_t *from = n < 0 ? replacement : w->in;
    int n_out = n < 0 ? 3 : n;

    for (int i = 0; i < n_out; i++)
        *w->out++ = from[i];
    w->in += n < 0 ? -n : n;
}

/* One byte that is not plain, with those that belong to it. */
static void put_step(struct string_writer *w, enum ws_charset charset)
{
    if (*w->in < 0x80) {
        put_escaped(w);
        return;
    }
    switch (charset) {
    case WS_UTF8:
        put_utf8(w, ws_utf8_next(w->in, bytes_left(w)));
        return;
    case WS_LATIN1:
        put_latin1(w);
        return;
    default: /* ASCII; no value is in another one */
        break;
    }
    put_utf8(w, -1);
}

void ws_json_string(struct ws_buf *buf, const uint8_t *bytes, size_t len, enum ws_charset charset)
{
    struct string_writer w = {.in = bytes, .end = len ? bytes + len : bytes};

    if (!get_room(&w, buf))
        return;
    *w.out++ = '"';
    while (w.in < w.end) {
        if (is_plain(*w.in)) {
            copy_plain(&w);
            continue;
        }
        put_step(&w, charset);
        if ((size_t)(w.limit - w.out) >= bytes_left(&w) + SLACK_MIN)
            continue;
        buf->len = (size_t)(w.out - buf->data);
        if (!get_room(&w, buf))
            return;
    }
    *w.out++ = '"';
    buf->len = (size_t)(w.out - buf->data);
}

/* An integer's magnitude and sign. */
static void put_integer(struct ws_buf *buf, bool negative, uint64_t magnitude,
                        enum ws_int64_mode mode)
{
    bool quoted = mode == WS_INT64_STRING || (mode == WS_INT64_AUTO && magnitude > exact_max);
    uint8_t *start = ws_buf_room(buf, WS_U64_TEXT_MAX + 3), *out = start;

    if (!start)
        return;
    if (quoted)
        *out++ = '"';
    if (negative)
        *out++ = '-';
    out += ws_u64_text((char *)out, magnitude);
    if (quoted)
        *out++ = '"';
    buf->len += (size_t)(out - start);
}

void ws_json_u64(struct ws_buf *buf, uint64_t v, enum ws_int64_mode mode)
{
    put_integer(buf, false, v, mode);
}

void ws_json_i64(struct ws_buf *buf, int64_t v, enum ws_int64_mode mode)
{
    put_integer(buf, v < 0, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, mode);
}

void ws_json_double(struct ws_buf *buf, double v)
{
    if (!isfinite(v)) {
        ws_buf_text(buf, isnan(v) ? "\"NaN\"" : v > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        return;
    }
    uint8_t *out = ws_buf_room(buf, WS_DOUBLE_TEXT_MAX);
    if (out)
        buf->len += ws_double_text((char *)out, v);
}

void ws_json_hex(struct ws_buf *buf, const uint8_t *bytes, size_t len)
{
    uint8_t *out = len <= PTRDIFF_MAX / 2 ? ws_buf_room(buf, 2 * len + 2) : NULL;

    if (!out) {
        buf->failed = true;
        return;
    }
    *out = '"';
    ws_hex_text((char *)out + 1, bytes, len);
    out[2 * len + 1] = '"';
    buf->len += 2 * len + 2;
}
