/* NCP: heads of the HTTP tunnel, taken apart. */
#include "http.h"

#include <string.h>

#include "wirespeak/text.h"

#define VERSION "HTTP/1.1"

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool same(struct ws_bytes text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

bool ncp_same_word(struct ws_bytes text, const char *word)
{
    size_t i = 0;

    if (text.len != strlen(word))
        return false;
    while (i < text.len && lower(text.data[i]) == lower((uint8_t)word[i]))
        i++;
    return i == text.len;
}

/* Begins */

enum ncp_match ncp_is_connect(struct ws_bytes in)
{
    static const char line[] = "CONNECT ncp.service " VERSION "\r\n";
    enum { LEN = sizeof(line) - 1, METHOD = 7 };
    size_t n = in.len < LEN ? in.len : LEN;

    for (size_t i = 0; i < n; i++)
        if (in.data[i] != (uint8_t)line[i] &&
            (i >= METHOD || lower(in.data[i]) != lower((uint8_t)line[i])))
            return NCP_NO;
    return n == LEN ? NCP_YES : NCP_PERHAPS;
}

enum ncp_match ncp_is_status(struct ws_bytes in)
{
    static const char line[] = VERSION " 999 ";
    enum { LEN = sizeof(line) - 1 };
    size_t n = in.len < LEN ? in.len : LEN;

    for (size_t i = 0; i < n; i++)
        if (line[i] == '9' ? !is_digit(in.data[i]) : in.data[i] != (uint8_t)line[i])
            return NCP_NO;
    return n == LEN ? NCP_YES : NCP_PERHAPS;
}

size_t ncp_head_len(struct ws_bytes in, size_t scanned)
{
    enum { END = 4 };
    size_t from = scanned < END ? 0 : scanned - (END - 1);
    struct ws_bytes rest = ws_bytes_from(in, from);
    const uint8_t *end = rest.len ? memmem(rest.data, rest.len, "\r\n\r\n", END) : NULL;

    return end ? (size_t)(end - in.data) + END : 0;
}

/* Lines */

bool ncp_line_take(struct ws_bytes *lines, struct ws_bytes *ret)
{
    const uint8_t *end = lines->len ? memmem(lines->data, lines->len, "\r\n", 2) : NULL;

    if (!end)
        return false;
    *ret = ws_bytes_upto(*lines, (size_t)(end - lines->data));
    *lines = ws_bytes_from(*lines, ret->len + 2);
    return true;
}

struct ws_bytes ncp_trim(struct ws_bytes text)
{
    while (text.len > 0 && is_blank(text.data[0]))
        text = ws_bytes_from(text, 1);
    while (text.len > 0 && is_blank(text.data[text.len - 1]))
        text.len--;
    return text;
}

static bool read_status_line(struct ws_bytes line, struct ncp_head *ret)
{
    enum { MAX_DIGITS = 9, AT_STATUS = sizeof(VERSION) };
    size_t i = AT_STATUS;

    for (; i < line.len && is_digit(line.data[i]) && i < AT_STATUS + MAX_DIGITS; i++)
        ret->status = ret->status * 10 + (uint32_t)(line.data[i] - '0');
    if (i == AT_STATUS || i >= line.len || line.data[i] != ' ')
        return false;
    ret->reason = ws_bytes_from(line, i + 1);
    return true;
}

/** METHOD SP TARGET SP VERSION, where the target may hold blanks. */
static bool read_request_line(struct ws_bytes line, struct ncp_head *ret)
{
    enum { TAIL = sizeof(VERSION) }; /* with the blank before it */
    const uint8_t *blank = line.len ? memchr(line.data, ' ', line.len) : NULL;

    if (!blank || line.len <= TAIL || !same(ws_bytes_from(line, line.len - TAIL), " " VERSION))
        return false;
    ret->method = ws_bytes_upto(line, (size_t)(blank - line.data));
    size_t target = ret->method.len + 1;
    if (ret->method.len == 0 || target + TAIL >= line.len)
        return false;
    ret->uri = ws_bytes_upto(ws_bytes_from(line, target), line.len - TAIL - target);
    ret->version = ws_bytes_from(line, line.len - TAIL + 1);
    return true;
}

bool ncp_head_read(struct ws_bytes head, struct ncp_head *ret)
{
    struct ncp_head h = {.lines = head};
    struct ws_bytes line;
    size_t n = 0;

    if (head.len < 4 || !ncp_line_take(&h.lines, &line))
        return false;
    h.lines = ws_bytes_upto(h.lines, h.lines.len - 2);
    h.is_response = same(ws_bytes_upto(line, sizeof(VERSION)), VERSION " ");
    h.version = ws_bytes_upto(line, sizeof(VERSION) - 1);
    if (!(h.is_response ? read_status_line(line, &h) : read_request_line(line, &h)))
        return false;
    for (struct ws_bytes lines = h.lines; n < NCP_MAX_LINES && ncp_line_take(&lines, &line);)
        n++;
    *ret = h;
    return n < NCP_MAX_LINES;
}

/* Headers */

bool ncp_header_take(struct ws_bytes *lines, struct ncp_header *ret)
{
    struct ws_bytes line;

    if (!ncp_line_take(lines, &ret->first))
        return false;
    ret->rest = *lines;
    while (lines->len > 0 && is_blank(lines->data[0]) && ncp_line_take(lines, &line))
        continue;
    ret->rest.len -= lines->len;
    return true;
}

bool ncp_header_split(struct ws_bytes header, struct ws_bytes *ret_name, struct ws_bytes *ret_value)
{
    const uint8_t *colon = header.len ? memchr(header.data, ':', header.len) : NULL;

    *ret_name = ws_bytes_upto(header, colon ? (size_t)(colon - header.data) : header.len);
    *ret_value = ncp_trim(ws_bytes_from(header, ret_name->len + 1));
    return colon != NULL;
}

bool ncp_is_server_head(struct ws_bytes head)
{
    static const char realm[] = "realm=\"CRFS RFeye Node\"";
    struct ncp_head h;
    struct ncp_header header;
    struct ws_bytes name, value;

    if (ncp_is_status(head) != NCP_YES || !ncp_head_read(head, &h))
        return false;
    if (h.lines.len && memmem(h.lines.data, h.lines.len, realm, sizeof(realm) - 1))
        return true;
    while (ncp_header_take(&h.lines, &header))
        if (ncp_header_split(header.first, &name, &value) && ncp_same_word(name, "server") &&
            (same(value, "python3-ncplib") || same(value, "wirespeak")))
            return true;
    return false;
}

/* Credentials */

static int sextet(uint8_t c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/** RFC 4648 section 4, padded. Answers how many bytes; SIZE_MAX: it is none. */
static size_t base64(struct ws_bytes in, uint8_t *out)
{
    size_t n = 0, pad = 0;

    if (in.len % 4)
        return SIZE_MAX;
    while (pad < 2 && pad < in.len && in.data[in.len - 1 - pad] == '=')
        pad++;
    for (size_t i = 0; i < in.len; i += 4) {
        size_t fill = i + 4 == in.len ? pad : 0;
        uint32_t group = 0;
        for (size_t k = 0; k < 4 - fill; k++) {
            int v = sextet(in.data[i + k]);
            if (v < 0)
                return SIZE_MAX;
            group |= (uint32_t)v << (18 - 6 * k);
        }
        for (size_t k = 0; k < 3 - fill; k++)
            out[n++] = (uint8_t)(group >> (16 - 8 * k));
    }
    return n;
}

/** Exactly two words, the first of which is Basic. */
static bool token_of(struct ws_bytes value, struct ws_bytes *ret)
{
    static const char scheme[] = "basic";
    enum { LEN = sizeof(scheme) - 1 };

    if (value.len <= LEN || !is_blank(value.data[LEN]) ||
        !ncp_same_word(ws_bytes_upto(value, LEN), scheme))
        return false;
    *ret = ncp_trim(ws_bytes_from(value, LEN));
    return ret->len > 0;
}

bool ncp_basic(struct ws_bytes value, uint8_t *room, struct ws_bytes *ret_user,
               struct ws_bytes *ret_password)
{
    struct ws_bytes token;
    size_t len = token_of(value, &token) ? base64(token, room) : SIZE_MAX;
    const uint8_t *colon = len != SIZE_MAX && len ? memchr(room, ':', len) : NULL;

    if (!colon || !ws_utf8_valid(room, len))
        return false;
    size_t user = (size_t)(colon - room);
    *ret_user = (struct ws_bytes){room, user};
    *ret_password = (struct ws_bytes){room + user + 1, len - user - 1};
    return true;
}
