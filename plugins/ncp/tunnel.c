/* NCP: the heads of the HTTP tunnel as values, and back. */
#include <string.h>

#include "http.h"
#include "text.h"

// clang-format off

/* Both heads have the rows from HEADERS to VALUE at the same places. */
enum { METHOD, URI, REQUEST_VERSION, HEADERS, NAME, VALUE, USERNAME, PASSWORD, N_REQUEST };
enum { VERSION, STATUS, REASON, N_RESPONSE = VALUE + 1 };

#define HEADER_ROWS \
    [HEADERS] = { .key = "headers", .doc = "in the order of the wire; a line without a colon has a name only", .type = WS_ANY, \
                  .purpose = WS_VOLATILE }, \
    [NAME]    = { .key = "name", .doc = "of a header", .type = WS_TEXT, .charset = WS_LATIN1 }, \
    [VALUE]   = { .key = "value", .doc = "without blanks around it; credentials are a secret", .type = WS_TEXT, .charset = WS_LATIN1 }

static const struct ws_field request_rows[N_REQUEST] = {
    [METHOD]          = { .key = "method", .type = WS_TEXT, .charset = WS_LATIN1, .purpose = WS_KEY | WS_SUMMARY },
    [URI]             = { .key = "uri", .doc = "ncp.service", .type = WS_TEXT, .charset = WS_LATIN1, .purpose = WS_KEY | WS_SUMMARY },
    [REQUEST_VERSION] = { .key = "version", .doc = "HTTP/1.1", .type = WS_TEXT, .charset = WS_LATIN1 },
    HEADER_ROWS,
    [USERNAME]        = { .key = "username", .doc = "from Proxy-Authorization; ignored when encoding", .type = WS_TEXT,
                          .purpose = WS_VOLATILE | WS_SUMMARY },
    [PASSWORD]        = { .key = "password", .doc = "likewise", .type = WS_TEXT, .purpose = WS_VOLATILE | WS_SECRET },
};
static const struct ws_field response_rows[N_RESPONSE] = {
    [VERSION] = { .key = "version", .doc = "HTTP/1.1", .type = WS_TEXT, .charset = WS_LATIN1 },
    [STATUS]  = { .key = "status", .doc = "200: the tunnel stands", .type = WS_U32, .purpose = WS_SUMMARY },
    [REASON]  = { .key = "reason", .type = WS_TEXT, .charset = WS_LATIN1, .purpose = WS_VOLATILE | WS_SUMMARY },
    HEADER_ROWS,
};
static const struct ws_table request_table = { .rows = request_rows, .n = N_REQUEST, .name = "tunnel request" };
static const struct ws_table response_table = { .rows = response_rows, .n = N_RESPONSE, .name = "tunnel response" };
// clang-format on

/* Bytes to values */

static void put_text(struct ws_out *out, size_t row, struct ws_bytes text)
{
    ws_put_text(out, row, text, WS_LATIN1);
}

/** A header's lines joined by blanks; most have one line, which needs no copy. */
static struct ws_bytes joined(struct ws_out *out, const struct ncp_header *header)
{
    struct ws_bytes rest = header->rest, line = header->first, part;
    uint8_t *room = rest.len ? ws_put_alloc(out, line.len + rest.len) : NULL;
    size_t len;

    if (!room)
        return line;
    while (line.len > 0 && ncp_trim((struct ws_bytes){line.data + line.len - 1, 1}).len == 0)
        line.len--;
    len = line.len;
    if (len)
        memcpy(room, line.data, len);
    while (ncp_line_take(&rest, &line)) {
        part = ncp_trim(line);
        room[len++] = ' ';
        if (part.len)
            memcpy(room + len, part.data, part.len);
        len += part.len;
    }
    return (struct ws_bytes){room, len};
}

/** Headers that hold credentials; also when the colon is missing. */
static bool holds_secret(struct ws_bytes name)
{
    static const char *const names[] = {"proxy-authorization", "authorization"};

    for (size_t i = 0; i < WS_LEN(names); i++)
        if (ncp_same_word(ws_bytes_upto(name, strlen(names[i])), names[i]))
            return true;
    return false;
}

/** Of several, the first Proxy-Authorization counts. */
static void put_header(struct ws_out *out, struct ws_bytes header, struct ws_bytes *authorization)
{
    struct ws_bytes name, value;
    bool any_value = ncp_header_split(header, &name, &value);
    size_t object = ws_put_object(out, HEADERS);

    put_text(out, NAME, name);
    if (!any_value && holds_secret(name))
        ws_put_secret(out);
    if (any_value) {
        put_text(out, VALUE, value);
        if (holds_secret(ncp_trim(name)))
            ws_put_secret(out);
        if (!authorization->data && ncp_same_word(name, "proxy-authorization"))
            *authorization = value;
    }
    ws_put_close(out, object);
}

/** Answers the value of Proxy-Authorization; no data: there is none. */
static struct ws_bytes put_headers(struct ws_out *out, struct ws_bytes lines)
{
    struct ws_bytes authorization = {NULL, 0};
    size_t array = ws_put_array(out, HEADERS);
    struct ncp_header header;

    while (ncp_header_take(&lines, &header))
        put_header(out, joined(out, &header), &authorization);
    ws_put_close(out, array);
    return authorization;
}

static void put_credentials(struct ws_out *out, struct ws_bytes authorization)
{
    uint8_t *room = authorization.len ? ws_put_alloc(out, authorization.len) : NULL;
    struct ws_bytes user, password;

    if (!room || !ncp_basic(authorization, room, &user, &password))
        return;
    ws_put_text(out, USERNAME, user, WS_UTF8);
    ws_put_text(out, PASSWORD, password, WS_UTF8);
}

static int read_request(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                        struct ws_bytes in)
{
    struct ncp_head h;

    (void)instance;
    (void)scope;
    if (!ncp_head_read(in, &h) || h.is_response || ncp_head_len(in, 0) != in.len)
        return WS_CODE(NCP_BAD_HTTP_HEAD);
    put_text(out, METHOD, h.method);
    put_text(out, URI, h.uri);
    put_text(out, REQUEST_VERSION, h.version);
    put_credentials(out, put_headers(out, h.lines));
    return 0;
}

static int read_response(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                         struct ws_bytes in)
{
    struct ncp_head h;

    (void)instance;
    (void)scope;
    if (!ncp_head_read(in, &h) || !h.is_response || ncp_head_len(in, 0) != in.len)
        return WS_CODE(NCP_BAD_HTTP_HEAD);
    put_text(out, VERSION, h.version);
    ws_put_uint(out, STATUS, h.status);
    put_text(out, REASON, h.reason);
    put_headers(out, h.lines);
    return 0;
}

/* Values to bytes */

static void add(struct ws_encoder *out, const char *text)
{
    ws_encoder_add(out, (struct ws_bytes){(const uint8_t *)text, strlen(text)});
}

/** A text that a line of its own can hold. */
static int write_text(struct ws_encoder *out, const struct ws_node *n, const char *otherwise)
{
    size_t from = ws_encoder_len(out);

    if (!n || n->kind == WS_V_NULL) {
        add(out, otherwise);
        return WS_OK;
    }
    if (!ncp_put_latin1(out, n))
        return ws_encoder_refuse(out, n, "a text in ISO 8859-1 is needed");
    size_t len = ws_encoder_len(out) - from;
    const uint8_t *p = ws_encoder_bytes(out, from);
    if (p && len && memmem(p, len, "\r\n", 2))
        return ws_encoder_refuse(out, n, "a line's end can't stand in it");
    return WS_OK;
}

static int write_header(struct ws_encoder *out, const struct ws_node *header)
{
    bool object = header->kind == WS_V_OBJECT;
    const struct ws_node *name = object ? ws_member(header, "name") : NULL,
                         *value = object ? ws_member(header, "value") : NULL;

    if (!name || name->kind != WS_V_TEXT || (name->len == 0 && !value))
        return ws_encoder_refuse(out, header, "an object with name and value is needed");
    int err = write_text(out, name, "");
    if (!err && value) {
        add(out, ": ");
        err = write_text(out, value, "");
    }
    add(out, "\r\n");
    return err;
}

static int write_headers(struct ws_encoder *out, const struct ws_node *in)
{
    const struct ws_node *headers = ws_member(in, "headers");
    int err = WS_OK;

    if (headers && headers->kind != WS_V_NULL && headers->kind != WS_V_ARRAY)
        return ws_encoder_refuse(out, headers, "an array is needed");
    for (const struct ws_node *n = headers ? ws_first(headers) : NULL; n && !err;
         n = ws_next(headers, n))
        err = write_header(out, n);
    add(out, "\r\n");
    return err;
}

static int write_request(const void *instance, const struct ws_scope *scope,
                         const struct ws_node *in, struct ws_encoder *out)
{
    (void)instance;
    (void)scope;
    int err = write_text(out, ws_member(in, "method"), "CONNECT");
    add(out, " ");
    err = err ? err : write_text(out, ws_member(in, "uri"), "ncp.service");
    add(out, " ");
    err = err ? err : write_text(out, ws_member(in, "version"), "HTTP/1.1");
    add(out, "\r\n");
    return err ? err : write_headers(out, in);
}

/** At least three digits, as all statuses have. */
static int write_status(struct ws_encoder *out, const struct ws_node *n)
{
    enum { MAX_STATUS = 999999999 };
    char digits[WS_U64_TEXT_MAX + 1];
    bool negative = false;
    uint64_t v = 200;

    if (n && n->kind != WS_V_NULL && (!ws_node_whole(n, &negative, &v) || negative))
        return ws_encoder_refuse(out, n, "a whole number is needed");
    if (v > MAX_STATUS)
        return ws_encoder_refuse(out, n, "a status has at most nine digits");
    digits[ws_u64_text(digits, v)] = '\0';
    for (size_t len = strlen(digits); len < 3; len++)
        add(out, "0");
    add(out, digits);
    return WS_OK;
}

static int write_response(const void *instance, const struct ws_scope *scope,
                          const struct ws_node *in, struct ws_encoder *out)
{
    (void)instance;
    (void)scope;
    int err = write_text(out, ws_member(in, "version"), "HTTP/1.1");
    add(out, " ");
    err = err ? err : write_status(out, ws_member(in, "status"));
    add(out, " ");
    err = err ? err : write_text(out, ws_member(in, "reason"), "OK");
    add(out, "\r\n");
    return err ? err : write_headers(out, in);
}

const struct ws_hook ncp_request_hook = {&request_table, read_request, write_request};
const struct ws_hook ncp_response_hook = {&response_table, read_response, write_response};
