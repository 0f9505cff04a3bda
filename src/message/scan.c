/* Reads JSON: RFC 8259, into the same nodes that decoding makes. */
#include "message/scan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/codepoint.h"
#include "message/scan_keys.h"
#include "message/text.h"
#include "message/word.h"
#include "wirespeak/err.h"

struct scan {
    struct ws_out *out;
    const uint8_t *text;
    size_t len, at;
    unsigned flags, depth;
    bool twice; /* some member's key comes again */
    bool lossy; /* something is shown that says less than the text */
    char *why;
};

static int refuse(struct scan *s, size_t at, const char *what)
{
    snprintf(s->why, WS_JSON_WHY_MAX, "%s at byte %zu", what, at + 1);
    return WS_E_MALFORMED;
}

static int limit(struct scan *s, size_t at, const char *what)
{
    snprintf(s->why, WS_JSON_WHY_MAX, "%s at byte %zu", what, at + 1);
    return WS_E_LIMIT;
}

static int peek(const struct scan *s)
{
    return s->at < s->len ? s->text[s->at] : -1;
}

static void skip_space(struct scan *s)
{
    while (s->at < s->len && (s->text[s->at] == ' ' || s->text[s->at] == '\t' ||
                              s->text[s->at] == '\n' || s->text[s->at] == '\r'))
        s->at++;
}

/* Texts */

static int hex4(const uint8_t *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = p[i] | 0x20, d = c >= '0' && c <= '9'   ? c - '0'
                                 : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                        : -1;
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

/** A \u escape, the backslash at s->at; a surrogate without its partner becomes U+FFFD. */
static int scan_unicode(struct scan *s, uint32_t *ret)
{
    int high = s->len - s->at >= 6 ? hex4(s->text + s->at + 2) : -1, low;

    if (high < 0)
        return refuse(s, s->at, "an escape without four hexadecimal digits");
    s->at += 6;
    *ret = (uint32_t)high;
    if (high < 0xd800 || high > 0xdfff)
        return WS_OK;
    *ret = 0xfffd;
    bool paired = high <= 0xdbff && s->len - s->at >= 6 && s->text[s->at] == '\\' &&
                  s->text[s->at + 1] == 'u';
    low = paired ? hex4(s->text + s->at + 2) : -1;
    if (low >= 0xdc00 && low <= 0xdfff) {
        *ret = 0x10000 + (((uint32_t)high & 0x3ff) << 10 | ((uint32_t)low & 0x3ff));
        s->at += 6;
    } else {
        s->lossy = true;
    }
    return WS_OK;
}

static int scan_escape(struct scan *s, uint32_t *ret)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    int c = s->at + 1 < s->len ? s->text[s->at + 1] : -1;
    const char *known = c > 0 ? strchr(from, c) : NULL;

    if (c == 'u')
        return scan_unicode(s, ret);
    if (!known)
        return refuse(s, s->at, "an unknown escape");
    s->at += 2;
    *ret = (uint8_t)to[known - from];
    return WS_OK;
}

/** Copies a text with escapes; `end` is its closing quote. Escapes only ever shrink. */
static int unescape(struct scan *s, size_t end, struct ws_bytes *ret)
{
    uint8_t *copy = ws_put_alloc(s->out, end - s->at + 1);
    size_t n = 0;

    if (!copy)
        return limit(s, s->at, "too long a text");
    while (s->at < end) {
        uint32_t c = 0;
        if (s->text[s->at] != '\\') {
            copy[n++] = s->text[s->at++];
            continue;
        }
        int err = scan_escape(s, &c);
        if (err)
            return err;
        n += ws_utf8_put(copy + n, c);
    }
    *ret = (struct ws_bytes){copy, n};
    return WS_OK;
}

/** A bit in each byte that is a quotation mark, a backslash or a control character; perhaps also in
 * bytes behind the first such one. */
static uint64_t special(uint64_t w)
{
    uint64_t quote = w ^ WS_WORD_EACH('"'), slash = w ^ WS_WORD_EACH('\\');
    uint64_t found = ((quote - WS_WORD_EACH(1)) & ~quote) | ((slash - WS_WORD_EACH(1)) & ~slash) |
                     ((w - WS_WORD_EACH(0x20)) & ~w);
    return found & WS_WORD_EACH(0x80);
}

/** The first byte from `at` on that is not plain; the text's length when all are. */
static size_t plain_end(const struct scan *s, size_t at)
{
    for (; at + 8 <= s->len; at += 8) {
        uint64_t found = special(ws_word_load(s->text + at));
        if (found)
            return at + (size_t)__builtin_ctzll(found) / 8;
    }
    while (at < s->len && s->text[at] != '"' && s->text[at] != '\\' && s->text[at] >= 0x20)
        at++;
    return at;
}

static int scan_text(struct scan *s, struct ws_bytes *ret)
{
    size_t start = ++s->at, end = plain_end(s, start);
    bool escaped = false;

    for (; end < s->len && s->text[end] != '"'; end = plain_end(s, end + 1)) {
        if (s->text[end] < 0x20)
            return refuse(s, end, "a control character in a text");
        escaped = true;
        end++; /* the backslash */
    }
    if (end >= s->len)
        return refuse(s, start - 1, "a text without its end");
    if (!(s->flags & WS_JSON_VALID) && !ws_utf8_valid(s->text + start, end - start))
        return refuse(s, start, "a text that is not UTF-8");
    *ret = (struct ws_bytes){s->text + start, end - start};
    int err = escaped ? unescape(s, end, ret) : WS_OK;
    s->at = end + 1;
    return err;
}

static struct ws_node *push_text(struct scan *s, enum ws_kind_of_value kind, struct ws_bytes text,
                                 size_t at)
{
    struct ws_node *n = ws_out_push(s->out, NULL, kind, at);
    n->as.data = text.data;
    n->len = (uint32_t)text.len;
    n->size = WS_UTF8;
    return n;
}

/* Numbers */

static size_t digits(struct scan *s)
{
    size_t start = s->at;
    while (s->at < s->len && s->text[s->at] >= '0' && s->text[s->at] <= '9')
        s->at++;
    return s->at - start;
}

static bool to_integer(const uint8_t *p, size_t len, uint64_t *ret)
{
    uint64_t v = 0;
    for (size_t i = 0; i < len; i++)
        if (__builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(p[i] - '0'), &v))
            return false;
    *ret = v;
    return true;
}

/** Few digits and a small power of ten, both exact as doubles: their product or quotient is rounded
 * once. Source: W. D. Clinger, "How to read floating point numbers accurately". */
static bool small_real(const uint8_t *p, size_t len, double *ret)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    bool negative = *p == '-';
    uint64_t digits = 0;
    size_t behind = 0;
    bool point = false;

    if (len > 19) /* more digits may not fit 64 bits */
        return false;
    for (size_t i = negative; i < len; i++) {
        if (p[i] == '.') {
            point = true;
            continue;
        }
        if (p[i] < '0' || p[i] > '9')
            return false;
        digits = 10 * digits + (uint64_t)(p[i] - '0');
        behind += point;
    }
    if (digits >> 53)
        return false;
    *ret = (double)digits / powers[behind];
    *ret = negative ? -*ret : *ret;
    return true;
}

/** An integer that no number of ours holds. */
static int push_digits(struct scan *s, size_t start)
{
    struct ws_node *n = ws_out_push(s->out, NULL, WS_V_TEXT, start);

    n->as.data = s->text + start;
    n->len = (uint32_t)(s->at - start);
    n->size = WS_UTF8;
    n->flags = WS_NODE_NUMBER;
    s->lossy = true;
    return WS_OK;
}

/** Text that the grammar has passed. */
static int push_real(struct scan *s, size_t start)
{
    double small;

    if (small_real(s->text + start, s->at - start, &small)) {
        ws_out_push(s->out, NULL, WS_V_REAL, start)->as.f = small;
        return WS_OK;
    }
    char few[64], *copy = few;
    size_t len = s->at - start;

    if (len >= sizeof(few) && !(copy = (char *)ws_put_alloc(s->out, len + 1)))
        return limit(s, start, "too long a number");
    memcpy(copy, s->text + start, len);
    copy[len] = '\0';
    small = strtod(copy, NULL);
    s->lossy |= isinf(small) != 0;
    ws_out_push(s->out, NULL, WS_V_REAL, start)->as.f = small;
    return WS_OK;
}

/** The largest magnitude up to which JSON's readers agree on every integer. */
#define MOST_EXACT (UINT64_C(1) << 53)

static int scan_number(struct scan *s)
{
    size_t start = s->at, first;
    bool negative = peek(s) == '-', real = false;
    uint64_t v;

    s->at += negative;
    first = s->at;
    size_t n = digits(s);
    if (n == 0 || (n > 1 && s->text[first] == '0'))
        return refuse(s, start, "a number without digits, or with leading zeros");
    size_t whole_end = s->at;
    if (peek(s) == '.') {
        s->at++;
        real = true;
        if (digits(s) == 0)
            return refuse(s, start, "a number without digits behind its point");
    }
    if ((peek(s) | 0x20) == 'e') {
        s->at++;
        s->at += peek(s) == '+' || peek(s) == '-';
        real = true;
        if (digits(s) == 0)
            return refuse(s, start, "a number without digits in its exponent");
    }
    bool whole = !real && to_integer(s->text + first, whole_end - first, &v) &&
                 !(negative && v > UINT64_C(1) << 63);
    if (!whole)
        return !real && (s->flags & WS_JSON_EXACT) ? push_digits(s, start) : push_real(s, start);
    s->lossy |= v > MOST_EXACT;
    if (negative)
        ws_out_push(s->out, NULL, WS_V_INT, start)->as.i = (int64_t)(0 - v);
    else
        ws_out_push(s->out, NULL, WS_V_UINT, start)->as.u = v;
    return WS_OK;
}

/* Values */

static const struct {
    const char *word;
    enum ws_kind_of_value kind;
    unsigned flag;
    uint64_t value;
    double real;
} words[] = {
    {"true", WS_V_BOOL, 0, 1, 0},
    {"false", WS_V_BOOL, 0, 0, 0},
    {"null", WS_V_NULL, 0, 0, 0},
    {"NaN", WS_V_REAL, WS_JSON_NAN_WORDS, 0, (double)NAN},
    {"Infinity", WS_V_REAL, WS_JSON_NAN_WORDS, 0, (double)INFINITY},
    {"-Infinity", WS_V_REAL, WS_JSON_NAN_WORDS, 0, -(double)INFINITY},
};

static bool scan_word(struct scan *s)
{
    for (size_t i = 0; i < WS_LEN(words); i++) {
        size_t n = strlen(words[i].word);
        if ((words[i].flag & ~s->flags) || s->len - s->at < n ||
            memcmp(s->text + s->at, words[i].word, n) != 0)
            continue;
        struct ws_node *node = ws_out_push(s->out, NULL, words[i].kind, s->at);
        s->lossy |= words[i].kind == WS_V_REAL;
        if (words[i].kind == WS_V_REAL)
            node->as.f = words[i].real;
        else
            node->as.u = words[i].value;
        s->at += n;
        return true;
    }
    return false;
}

/** What a word begins with. */
static bool is_letter_or_minus(int c)
{
    return c == '-' || c >= 'A';
}

static int scan_value(struct scan *s, bool keyed);

static int scan_member(struct scan *s)
{
    struct ws_bytes key;
    size_t at = s->at;

    if (peek(s) != '"')
        return refuse(s, s->at, "an object without a key");
    int err = scan_text(s, &key);
    if (err)
        return err;
    push_text(s, WS_V_KEY, key, at);
    s->out->members--; /* the value is the member */
    skip_space(s);
    if (peek(s) != ':')
        return refuse(s, s->at, "a key without ':'");
    s->at++;
    skip_space(s);
    return scan_value(s, true);
}

/** An object or an array: everything between its brackets. */
static int scan_items(struct scan *s, char close, int (*item)(struct scan *))
{
    skip_space(s);
    if (peek(s) == close)
        return WS_OK;
    for (;;) {
        int err = item(s);
        if (err)
            return err;
        skip_space(s);
        if (peek(s) == close)
            return WS_OK;
        if (peek(s) != ',')
            return refuse(s, s->at,
                          s->at < s->len ? "something that is no ','"
                                         : "an end inside an object or array");
        s->at++;
        skip_space(s);
    }
}

static int scan_element(struct scan *s)
{
    return scan_value(s, false);
}

static int scan_nested(struct scan *s, bool object)
{
    struct ws_opened opened = ws_out_open(s->out, NULL, object ? WS_V_OBJECT : WS_V_ARRAY, s->at);

    if (s->depth == WS_JSON_MAX_DEPTH || s->out->full)
        return limit(s, s->at, s->out->full ? "more values than allowed" : "nested too deep");
    s->at++;
    s->depth++;
    int err = object ? scan_items(s, '}', scan_member) : scan_items(s, ']', scan_element);
    s->depth--;
    s->at++;
    ws_out_close(s->out, opened);
    if (!err && object && !s->out->full)
        err = ws_keys_mark(s->out, opened.node, &s->twice);
    return err;
}

static int scan_value(struct scan *s, bool keyed)
{
    uint32_t at = s->out->n;
    struct ws_bytes text;
    int err = WS_OK;
    size_t start = s->at;

    switch (peek(s)) {
    case '{':
        err = scan_nested(s, true);
        break;
    case '[':
        err = scan_nested(s, false);
        break;
    case '"':
        if (!(err = scan_text(s, &text)))
            push_text(s, WS_V_TEXT, text, start);
        break;
    default:
        if (is_letter_or_minus(peek(s)) && scan_word(s))
            break;
        if (peek(s) != '-' && (peek(s) < '0' || peek(s) > '9'))
            return refuse(s, s->at,
                          s->at < s->len ? "no JSON value" : "nothing where a value should be");
        err = scan_number(s);
    }
    if (keyed && at < s->out->n)
        s->out->nodes[at].flags |= WS_NODE_KEYED;
    return err;
}

/** Where in the text a key stands that stands again behind it. */
static size_t first_twice(const struct ws_out *out, uint32_t from)
{
    while (from + 1 < out->n && !(out->nodes[from].flags & WS_NODE_GONE))
        from++;
    return out->nodes[from].offset;
}

static int scan_all(struct scan *s)
{
    struct ws_out *out = s->out;
    uint32_t from = out->n;

    *s->why = '\0';
    skip_space(s);
    int err = scan_value(s, false);
    skip_space(s);
    if (!err && s->at < s->len)
        err = refuse(s, s->at, "something behind the value");
    if (!err && out->full && !out->no_memory)
        err = limit(s, s->at, "more values than allowed");
    if (!err && s->twice && (s->flags & WS_JSON_ONCE))
        err = refuse(s, first_twice(out, from), "a key that stands twice");
    if (out->no_memory)
        err = WS_E_NOMEM;
    if (err == WS_E_NOMEM)
        snprintf(s->why, WS_JSON_WHY_MAX, "%s", ws_strerror(err));
    if (!err && s->twice)
        ws_keys_remove(out, from);
    return err;
}

int ws_json_scan(struct ws_out *out, struct ws_bytes text, unsigned flags, char *why)
{
    struct scan s = {.out = out, .text = text.data, .len = text.len, .flags = flags, .why = why};

    ws_out_reset(out);
    out->message = text;
    return scan_all(&s);
}

int ws_json_scan_value(struct ws_out *out, const struct ws_row *row, struct ws_bytes text,
                       unsigned flags, bool *ret_lossy, char *why)
{
    struct scan s = {.out = out, .text = text.data, .len = text.len, .flags = flags, .why = why};
    uint32_t from = out->n, members = out->members;
    bool full = out->full;
    int err = scan_all(&s);

    if (err) {
        ws_out_cut(out, from, members);
        out->full = full || out->no_memory;
        return err;
    }
    out->nodes[from].row = row;
    *ret_lossy = s.lossy || s.twice;
    return WS_OK;
}
