/* SML, read: the union of what secsgem, secs4java8, secs4js and secs4net write. Iterative. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "wirespeak/err.h"
#include "writer.h"

enum { MAX_WORD = 64, NO_COUNT = -1 };

/** A list that is being read. */
struct list {
    struct hsms_head head;
    int64_t min, max; /* elements that were announced; max NO_COUNT: no word of it */
    uint32_t n;
    size_t at;
};

struct reader {
    struct hsms_writer *w;
    const char *text;
    size_t len, at;
    size_t depth;
    struct list lists[HSMS_MAX_LISTS];
};

/* Reasons */

static int complain_at(struct reader *r, size_t at, const char *what)
{
    unsigned line = 1, column = 1;

    for (size_t i = 0; i < at; i++) {
        bool end = r->text[i] == '\n';
        line += end;
        /* A character counts once, whatever its bytes. */
        column = end ? 1 : column + (((uint8_t)r->text[i] & 0xc0) != 0x80);
    }
    return ws_encoder_refuse(r->w->out, r->w->at, "line %u, column %u: %s", line, column, what);
}

static int complain(struct reader *r, const char *what)
{
    return complain_at(r, r->at, what);
}

/* Tokens */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool skip_comment(struct reader *r)
{
    const char *at = r->text + r->at, *end;
    size_t left = r->len - r->at;

    if (left < 2 || at[0] != '/' || (at[1] != '/' && at[1] != '*'))
        return false;
    if (at[1] == '/')
        end = memchr(at, '\n', left);
    else
        end = memmem(at + 2, left - 2, "*/", 2);
    r->at = !end ? r->len : (size_t)(end - r->text) + (at[1] == '/' ? 1 : 2);
    return true;
}

static void skip(struct reader *r)
{
    do
        while (r->at < r->len && is_blank(r->text[r->at]))
            r->at++;
    while (skip_comment(r));
}

/** The next character, blanks and comments left out; 0 at the end. */
static char peek(struct reader *r)
{
    skip(r);
    if (r->at == r->len)
        return '\0';
    return r->text[r->at];
}

static bool accept(struct reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

/** A word up to the next blank or sign, ended with a NUL; *ret_at its place. Empty: none. */
static void take_word(struct reader *r, char room[MAX_WORD], size_t *ret_at)
{
    size_t n = 0;

    skip(r);
    *ret_at = r->at;
    while (r->at < r->len && n < MAX_WORD - 1 && !is_blank(r->text[r->at]) &&
           !strchr("<>[]\"'", r->text[r->at]) && r->text[r->at] != '\0')
        room[n++] = r->text[r->at++];
    room[n] = '\0';
}

/* The message line: [name:] ['] S1F3 ['] [W] */

static bool take_digits(struct reader *r, unsigned *ret)
{
    size_t n = 0;

    for (*ret = 0; r->at < r->len && n < 3; r->at++, n++) {
        char c = r->text[r->at];
        if (c < '0' || c > '9')
            break;
        *ret = *ret * 10 + (unsigned)(c - '0');
    }
    return n > 0;
}

static bool accept_letter(struct reader *r, char c)
{
    if (r->at >= r->len || ((unsigned char)r->text[r->at] | 0x20u) != (unsigned char)c)
        return false;
    r->at++;
    return true;
}

/** A name before the message, up to its colon. */
static void skip_name(struct reader *r)
{
    skip(r);
    for (size_t i = r->at; i < r->len && !strchr("<>\"'\n", r->text[i]); i++) {
        if (r->text[i] == ':') {
            r->at = i + 1;
            return;
        }
    }
}

static int read_head(struct reader *r, struct hsms_sml_head *ret)
{
    unsigned stream, function;

    skip_name(r);
    bool quoted = accept(r, '\'');
    skip(r);
    size_t at = r->at;
    if (!accept_letter(r, 's') || !take_digits(r, &stream) || !accept_letter(r, 'f') ||
        !take_digits(r, &function))
        return complain_at(r, at, "a message such as S1F3 is expected");
    if (stream > 127 || function > 255)
        return complain_at(r, at, "streams go to 127, functions to 255");
    if (quoted && !accept(r, '\''))
        return complain(r, "' is expected");
    char next = peek(r);
    *ret = (struct hsms_sml_head){(uint8_t)stream, (uint8_t)function, (next | 0x20) == 'w'};
    r->at += ret->w_bit;
    return WS_OK;
}

/* Counts: [n], [n..m], [] */

static int read_count(struct reader *r, int64_t *min, int64_t *max)
{
    char word[MAX_WORD], *end;
    size_t at;

    *min = 0;
    *max = NO_COUNT;
    if (!accept(r, '['))
        return WS_OK;
    take_word(r, word, &at);
    if (*word) {
        *min = (int64_t)strtoul(word, &end, 10);
        *max = *min;
        if (strncmp(end, "..", 2) == 0)
            *max = (int64_t)strtoul(end + 2, &end, 10);
        if (*word < '0' || *word > '9' || *end || *max > HSMS_MAX_LENGTH)
            return complain_at(r, at, "a count up to 16777215 is expected");
    }
    return accept(r, ']') ? WS_OK : complain(r, "] is expected");
}

static int check_count(struct reader *r, size_t at, int64_t min, int64_t max, uint64_t n)
{
    bool unchecked = max == NO_COUNT || max == 0; /* 0 says nothing, as secsgem has it */
    if (unchecked || ((int64_t)n >= min && (int64_t)n <= max))
        return WS_OK;
    return complain_at(r, at, "the count in brackets is not that of the values");
}

/* Values */

static int read_byte(struct reader *r, uint64_t *ret_n)
{
    char word[MAX_WORD], *end;
    size_t at;

    take_word(r, word, &at);
    bool hex = word[0] == '0' && (word[1] | 0x20) == 'x';
    unsigned long v = strtoul(word, &end, hex ? 16 : 10);
    if (*word < '0' || *word > '9' || *end || v > UINT8_MAX)
        return complain_at(r, at, "a byte is expected: 0x00 to 0xff, or 0 to 255");
    ws_encoder_be(r->w->out, 1, v);
    ++*ret_n;
    return WS_OK;
}

static int read_boolean(struct reader *r)
{
    static const char *const words[] = {"F", "T", "FALSE", "TRUE", "0", "1", "0x0", "0x1"};
    char word[MAX_WORD];
    size_t at;

    take_word(r, word, &at);
    for (size_t i = 0; i < WS_LEN(words); i++) {
        if (strcasecmp(word, words[i]) == 0) {
            ws_encoder_be(r->w->out, 1, i % 2);
            return WS_OK;
        }
    }
    return complain_at(r, at, "TRUE or FALSE is expected");
}

/** Digits of a whole number, with its sign; false: it is none. */
static bool whole_of(const char *word, bool *ret_negative, uint64_t *ret)
{
    char *end;
    bool sign = *word == '-' || *word == '+';
    const char *digits = word + sign;
    bool hex = digits[0] == '0' && (digits[1] | 0x20) == 'x';

    errno = 0;
    unsigned long long v = strtoull(digits, &end, hex ? 16 : 10);
    if (*digits < '0' || *digits > '9' || *end || errno)
        return false;
    *ret_negative = *word == '-' && v > 0;
    if (*ret_negative && v > UINT64_C(1) << 63)
        return false;
    *ret = *ret_negative ? 0 - v : v;
    return true;
}

static bool real_of(const char *word, double *ret)
{
    char *end;
    *ret = strtod(word, &end);
    return *word && !*end;
}

static int read_number(struct reader *r, const struct hsms_format_info *f)
{
    char word[MAX_WORD];
    bool negative;
    uint64_t v;
    double d;
    size_t at;

    take_word(r, word, &at);
    if (f->type >> 8 == WS_FAMILY_FLOAT) {
        if (!real_of(word, &d))
            return complain_at(r, at, "a number is expected");
        return hsms_put_real(r->w, f->format, d) ? WS_OK
                                                 : complain_at(r, at, "out of the range of F4");
    }
    if (!whole_of(word, &negative, &v))
        return complain_at(r, at, "a whole number is expected");
    return hsms_put_whole(r->w, f->format, negative, v)
               ? WS_OK
               : complain_at(r, at, "out of the range of the item's format");
}

/** What a character stands for. In J the printable ones are bytes, as they are when written. */
static int byte_of(unsigned format, uint32_t c)
{
    if (format == HSMS_J && c >= 0x80)
        return hsms_jis8_of(c);
    return c < 0x100 ? (int)c : -1;
}

/** A text in quotes; its characters are counted. */
static int read_quoted(struct reader *r, unsigned format, uint64_t *ret_n)
{
    size_t at = r->at, from = ++r->at;
    const char *end = memchr(r->text + from, r->text[at], r->len - from);
    uint32_t c;

    if (!end)
        return complain_at(r, at, "the text does not end");
    struct ws_node text = {.size = r->w->at->size,
                           .as.data = (const uint8_t *)r->text + from,
                           .len = (uint32_t)(end - r->text - (ptrdiff_t)from)};
    struct hsms_chars chars = hsms_chars_of_node(&text);
    while (hsms_char_take(&chars, &c)) {
        int byte = byte_of(format, c);
        if (byte < 0)
            return complain_at(r, at, "a character that has no place in this format");
        ws_encoder_be(r->w->out, 1, (uint64_t)byte);
        ++*ret_n;
    }
    r->at = (size_t)(end - r->text) + 1;
    return WS_OK;
}

static int read_value(struct reader *r, const struct hsms_format_info *f, uint64_t *n)
{
    char next = peek(r);

    switch (f->format) {
    case HSMS_A:
    case HSMS_J:
        return next == '"' || next == '\'' ? read_quoted(r, f->format, n) : read_byte(r, n);
    case HSMS_B:
    case HSMS_C2:
        return read_byte(r, n);
    case HSMS_BOOLEAN:
        ++*n;
        return read_boolean(r);
    default:
        ++*n;
        return read_number(r, f);
    }
}

static int read_values(struct reader *r, const struct hsms_format_info *f, size_t at)
{
    int64_t min, max;
    uint64_t n = 0;
    struct hsms_head head = hsms_item_begin(r->w, f->format, 0);
    int err = read_count(r, &min, &max);

    while (!err && !accept(r, '>'))
        err = peek(r) ? read_value(r, f, &n) : complain(r, "> is expected");
    if (!err)
        err = check_count(r, at, min, max, n);
    return err ? err : hsms_item_end(r->w, head, 0);
}

/* Items */

/** Other names that tools give to formats. */
static struct ws_bytes usual_name(const char *word)
{
    static const char *const names[][2] = {
        {"LIST", "L"}, {"ASCII", "A"}, {"BINARY", "B"},   {"BOOL", "BOOLEAN"},
        {"JIS8", "J"}, {"JIS", "J"},   {"TF", "BOOLEAN"},
    };
    for (size_t i = 0; i < WS_LEN(names); i++)
        if (strcasecmp(word, names[i][0]) == 0)
            word = names[i][1];
    return (struct ws_bytes){(const uint8_t *)word, strlen(word)};
}

static int open_list(struct reader *r, size_t at)
{
    if (r->depth == HSMS_MAX_LISTS)
        return complain_at(r, at, "more than 256 lists within one another");
    struct list *l = &r->lists[r->depth++];
    *l = (struct list){.head = hsms_item_begin(r->w, HSMS_L, 0), .at = at};
    return read_count(r, &l->min, &l->max);
}

static int open_item(struct reader *r)
{
    char word[MAX_WORD];
    size_t at;

    take_word(r, word, &at);
    const struct hsms_format_info *f = hsms_format_named(usual_name(word));
    if (!*word || !f)
        return complain_at(r, at,
                           "a format is expected: L B BOOLEAN A J C2 I1 to I8 U1 to U8 F4 F8");
    if (r->depth > 0)
        r->lists[r->depth - 1].n++;
    return f->format == HSMS_L ? open_list(r, at) : read_values(r, f, at);
}

static int close_list(struct reader *r)
{
    struct list *l = &r->lists[--r->depth];
    int err = check_count(r, l->at, l->min, l->max, l->n);
    return err ? err : hsms_item_end(r->w, l->head, l->n);
}

static int read_body(struct reader *r)
{
    int err = WS_OK;

    if (!accept(r, '<'))
        return WS_OK;
    err = open_item(r);
    while (!err && r->depth > 0) {
        if (accept(r, '>'))
            err = close_list(r);
        else if (accept(r, '<'))
            err = open_item(r);
        else
            err = complain(r, "< or > is expected");
    }
    return err ? err : hsms_writer_finish(r->w);
}

int hsms_sml_write(struct hsms_writer *w, const struct ws_node *sml, struct hsms_sml_head *ret)
{
    struct reader r = {.w = w, .text = (const char *)sml->as.data, .len = sml->len};
    int err;

    if (sml->kind != WS_V_TEXT)
        return ws_encoder_refuse(w->out, sml, "a text is needed");
    if ((err = read_head(&r, ret)) || (err = read_body(&r)))
        return err;
    if (!accept(&r, '.'))
        return complain(&r, "a full stop is expected");
    return peek(&r) ? complain(&r, "nothing more is expected") : WS_OK;
}
