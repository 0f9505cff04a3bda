/* Values written in an expression, read in every way that makes sense. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "filter/latin1.h"
#include "filter/value.h"
#include "wirespeak/err.h"

enum { SHORT_MAX = 64 /* no number, address or time has more characters */ };

/* C's escapes. Answers how many characters the one at `at` has, behind its backslash; 0: there is
 * no such. */
static size_t read_escape(const char *at, uint8_t *ret)
{
    static const char letters[] = "abfnrtv\\\"'?", means[] = "\a\b\f\n\r\t\v\\\"'?";
    const char *letter = *at ? strchr(letters, *at) : NULL;
    char digits[4] = "";
    unsigned long value;
    size_t n;

    if (letter) {
        *ret = (uint8_t)means[letter - letters];
        return 1;
    }
    bool hex = *at == 'x';
    n = strspn(at + hex, hex ? "0123456789abcdefABCDEF" : "01234567");
    n = n > (hex ? 2u : 3u) ? (hex ? 2u : 3u) : n;
    memcpy(digits, at + hex, n);
    value = strtoul(digits, NULL, hex ? 16 : 8);
    *ret = (uint8_t)value;
    return n > 0 && value <= 0xff ? hex + n : 0;
}

static int read_string(const struct ws_token *token, struct ws_arena *arena, struct ws_bytes *ret,
                       size_t *ret_at)
{
    uint8_t *out = ws_arena_alloc(arena, token->len);
    size_t n = 0;

    if (!out)
        return WS_E_NOMEM;
    for (size_t i = 1; i + 1 < token->len; i++) {
        if (token->text[i] != '\\') {
            out[n++] = (uint8_t)token->text[i];
            continue;
        }
        size_t used = read_escape(token->text + i + 1, &out[n++]);
        *ret_at = i;
        if (used == 0)
            return WS_E_UNKNOWN;
        i += used;
    }
    *ret = (struct ws_bytes){out, n};
    return 0;
}

static bool read_number(const char *text, long double *ret)
{
    const char *digits = text + (*text == '-' || *text == '+');
    bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    char *end;

    if (digits[strspn(digits, hex ? "xX0123456789abcdefABCDEF" : "0123456789.eE+-")] ||
        !strchr("0123456789.", *digits))
        return false;
    errno = 0;
    unsigned long long whole = strtoull(digits, &end, hex ? 16 : 10);
    bool is_whole = end > digits && !*end && !errno;
    double real = is_whole ? 0 : strtod(digits, &end);
    *ret = is_whole ? (long double)whole : (long double)real;
    if (*text == '-')
        *ret = -*ret;
    return end > digits && !*end;
}

/* Hex digits, also with ':' or '-' between the bytes. */
static bool read_bytes(const char *text, uint8_t *out, size_t *ret_len)
{
    size_t n = 0;

    while (*text) {
        char pair[3] = {text[0], text[1], 0};
        if (strspn(pair, "0123456789abcdefABCDEF") != 2)
            return false;
        out[n++] = (uint8_t)strtoul(pair, NULL, 16);
        text += 2;
        if ((*text == ':' || *text == '-') && text[1])
            text++;
    }
    *ret_len = n;
    return n > 0;
}

static bool read_ip(const char *text, struct ws_filter_value *v)
{
    char address[SHORT_MAX];
    const char *slash = strchr(text, '/');
    size_t len = slash ? (size_t)(slash - text) : strlen(text);

    snprintf(address, sizeof(address), "%.*s", (int)len, text);
    v->ip_len = strchr(address, ':') ? 16 : 4;
    if (inet_pton(v->ip_len == 4 ? AF_INET : AF_INET6, address, v->ip) != 1)
        return false;
    v->ip_bits = (uint8_t)(v->ip_len * 8);
    if (!slash)
        return true;
    char *end;
    unsigned long bits = strtoul(slash + 1, &end, 10);
    bool right = slash[1] >= '0' && slash[1] <= '9' && !*end && bits <= v->ip_bits;
    v->ip_bits = (uint8_t)bits;
    return right;
}

/** The value of `n` characters that were found to be digits. */
static int digits_at(const char *at, size_t n)
{
    int v = 0;

    for (size_t i = 0; i < n; i++)
        v = v * 10 + (at[i] - '0');
    return v;
}

/* Decimals of a second, and what stands behind: Z, +hh:mm, or nothing, which is UTC too. */
static bool read_zone(const char *at, struct ws_filter_value *v)
{
    static const char digits[] = "0123456789";

    if (*at == '.') {
        size_t n = strspn(++at, digits);
        for (size_t i = 0; i < 9; i++)
            v->ns = v->ns * 10 + (i < n ? (uint32_t)(at[i] - '0') : 0);
        if (n == 0 || n > 9)
            return false;
        at += n;
    }
    if (!*at || strcmp(at, "Z") == 0)
        return true;
    if ((*at != '+' && *at != '-') || strspn(at + 1, digits) != 2 || at[3] != ':' ||
        strspn(at + 4, digits) != 2 || at[6])
        return false;
    v->seconds -= (*at == '-' ? -1 : 1) * (digits_at(at + 1, 2) * 3600 + digits_at(at + 4, 2) * 60);
    return true;
}

/* RFC 3339, its date alone, or down to minutes. */
static bool read_time(const char *text, struct ws_filter_value *v)
{
    static const struct {
        const char *form; /* 0: a digit */
        size_t len;
    } forms[] = {{"0000-00-00T00:00:00", 19}, {"0000-00-00T00:00", 16}, {"0000-00-00", 10}};
    char plain[SHORT_MAX];

    for (size_t i = 0; i < WS_LEN(forms); i++) {
        snprintf(plain, sizeof(plain), "%.*s", (int)forms[i].len, text);
        if (strlen(plain) > 10 && (plain[10] == ' ' || plain[10] == 't'))
            plain[10] = 'T';
        for (char *c = plain; *c; c++)
            if (*c >= '0' && *c <= '9')
                *c = '0';
        if (strcmp(plain, forms[i].form) != 0)
            continue;
        struct tm tm = {.tm_year = digits_at(text, 4),
                        .tm_mon = digits_at(text + 5, 2),
                        .tm_mday = digits_at(text + 8, 2)};
        if (forms[i].len > 10) {
            tm.tm_hour = digits_at(text + 11, 2);
            tm.tm_min = digits_at(text + 14, 2);
        }
        if (forms[i].len > 16)
            tm.tm_sec = digits_at(text + 17, 2);
        if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 || tm.tm_mday > 31 ||
            tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
            return false;
        tm.tm_year -= 1900;
        tm.tm_mon--;
        v->seconds = timegm(&tm);
        return read_zone(text + forms[i].len, v);
    }
    return false;
}

/* Readings of texts that are short. */
static void read_short(const char *text, bool quoted, struct ws_filter_value *v)
{
    bool truth = strcmp(text, "true") == 0;

    if (!quoted && read_number(text, &v->number)) {
        v->can |= WS_PATH_NUMBER;
        if (v->number == 0 || v->number == 1)
            v->can |= WS_PATH_BOOL;
    } else if (!quoted && (truth || strcmp(text, "false") == 0)) {
        v->can |= WS_PATH_BOOL;
        v->number = truth;
    }
    if (read_ip(text, v))
        v->can |= WS_PATH_IP;
    if (read_time(text, v))
        v->can |= WS_PATH_TIME;
}

int ws_filter_value_read(const struct ws_token *token, struct ws_arena *arena,
                         struct ws_filter_value *ret, size_t *ret_at)
{
    struct ws_filter_value v = {.text = {(const uint8_t *)token->text, token->len}};
    bool quoted = token->kind == WS_TOKEN_STRING;
    int err = quoted ? read_string(token, arena, &v.text, ret_at) : 0;
    if (err)
        return err;
    char *text = ws_arena_text(arena, v.text.data, v.text.len);
    uint8_t *narrow = ws_arena_alloc(arena, v.text.len + 1);
    uint8_t *bytes = ws_arena_alloc(arena, v.text.len / 2 + 1);
    if (!text || !narrow || !bytes)
        return WS_E_NOMEM;

    if (ws_latin1_of(v.text, narrow, &v.narrow.len))
        v.narrow.data = narrow;
    if (strlen(text) == v.text.len && read_bytes(text, bytes, &v.bytes.len)) {
        v.bytes.data = bytes;
        v.can |= WS_PATH_BYTES | (v.bytes.len == 6 || v.bytes.len == 8 ? WS_PATH_MAC : 0);
    }
    if (strlen(text) == v.text.len && v.text.len < SHORT_MAX)
        read_short(text, quoted, &v);
    if (!(v.can & WS_PATH_NUMBER))
        v.can |= WS_PATH_TEXT;
    *ret = v;
    return 0;
}
