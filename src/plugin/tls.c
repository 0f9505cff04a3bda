/* TLS flows named, and no more: the record layer, and the server's name in a ClientHello. */
#include "plugin/tls.h"

#include <string.h>

enum {
    RECORD_LEN = 5,
    CONTENT_FIRST = 20, /* change_cipher_spec, alert, handshake, application_data */
    CONTENT_HANDSHAKE = 22,
    CONTENT_LAST = 23,
    VERSION_MAJOR = 3,
    VERSION_MINOR_LAST = 4,
    MAX_RECORD = (16 << 10) + 2048, /* RFC 5246 section 6.2.3: the longest of all versions */
};

enum { CLIENT_HELLO = 1, EXTENSION_SERVER_NAME = 0, NAME_HOST = 0 };

/* Whether a record begins so, as far as there are bytes. */
static bool is_record(struct ws_bytes in)
{
    const uint8_t *p = in.data;
    if (in.len > 0 && (p[0] < CONTENT_FIRST || p[0] > CONTENT_LAST))
        return false;
    if (in.len > 1 && p[1] != VERSION_MAJOR)
        return false;
    if (in.len > 2 && p[2] > VERSION_MINOR_LAST)
        return false;
    uint64_t len = in.len >= RECORD_LEN ? ws_load_be(p + 3, 2) : 1;
    return len > 0 && len <= MAX_RECORD;
}

/* Joins what the handshake records hold in `to`; its length. */
static size_t join_records(struct ws_bytes in, uint8_t *to)
{
    size_t n = 0;
    while (in.len > RECORD_LEN && is_record(in) && in.data[0] == CONTENT_HANDSHAKE) {
        struct ws_bytes part =
            ws_bytes_upto(ws_bytes_from(in, RECORD_LEN), (size_t)ws_load_be(in.data + 3, 2));
        part = ws_bytes_upto(part, WS_TLS_MAX_HELLO - n);
        memcpy(to + n, part.data, part.len);
        n += part.len;
        in = ws_bytes_from(in, RECORD_LEN + part.len);
    }
    return n;
}

/* A vector whose length comes first, in `size` bytes. */
static struct ws_cursor take_vector(struct ws_cursor *c, size_t size)
{
    size_t len = (size_t)ws_take_be(c, size);
    struct ws_cursor in = ws_cursor(ws_take(c, len));
    in.failed = c->failed;
    return in;
}

static void take_name(struct ws_cursor list, char *to)
{
    struct ws_cursor names = take_vector(&list, 2);
    uint64_t type = ws_take_be(&names, 1);
    struct ws_bytes name = take_vector(&names, 2).in;
    if (names.failed || type != NAME_HOST || name.len == 0 || name.len > WS_TLS_MAX_NAME)
        return;
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] <= ' ' || name.data[i] > '~')
            return;
    memcpy(to, name.data, name.len);
    to[name.len] = '\0';
}

/* RFC 8446 section 4.1.2, the same in all versions since SSL 3.0. */
static void read_hello(struct ws_bytes hello, char *server_name)
{
    enum { VERSION_AND_RANDOM = 2 + 32 };
    struct ws_cursor c = ws_cursor(hello);
    ws_take(&c, VERSION_AND_RANDOM);
    take_vector(&c, 1); /* session */
    take_vector(&c, 2); /* cipher suites */
    take_vector(&c, 1); /* compression */
    struct ws_cursor extensions = take_vector(&c, 2);
    while (!extensions.failed && ws_left(&extensions) > 0) {
        uint64_t type = ws_take_be(&extensions, 2);
        struct ws_cursor body = take_vector(&extensions, 2);
        if (type == EXTENSION_SERVER_NAME && !extensions.failed) {
            take_name(body, server_name);
            return;
        }
    }
}

struct ws_tls ws_tls_look(struct ws_bytes first)
{
    enum { HEAD_LEN = 4 };
    uint8_t hello[WS_TLS_MAX_HELLO];
    struct ws_tls tls = {.is_tls = first.len >= RECORD_LEN && is_record(first)};

    if (!tls.is_tls) {
        tls.more = first.len < RECORD_LEN && is_record(first);
        return tls;
    }
    if (first.data[0] != CONTENT_HANDSHAKE ||
        (first.len > RECORD_LEN && first.data[5] != CLIENT_HELLO))
        return tls;
    size_t n = join_records(first, hello);
    size_t whole = n < HEAD_LEN ? HEAD_LEN : HEAD_LEN + (size_t)ws_load_be(hello + 1, 3);
    if (n >= whole)
        read_hello((struct ws_bytes){hello + HEAD_LEN, whole - HEAD_LEN}, tls.server_name);
    else
        tls.more = whole <= WS_TLS_MAX_HELLO && first.len < WS_TLS_MAX_HELLO;
    return tls;
}
