/* Streams of a layout: ports, and what each end sends. */
#include "tcpip.h"

#include <stdlib.h>
#include <string.h>

/* Lines */

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/** Characters up to U+00FF, a byte each. */
static size_t text_bytes(const struct ws_node *n, uint8_t *out)
{
    size_t len = 0;

    for (size_t i = 0; i < n->len; i++) {
        uint8_t c = n->as.data[i];
        if (c >= 0x80) {
            if (c > 0xc3)
                return 0;
            c = (uint8_t)(c << 6 | (n->as.data[++i] & 0x3f));
        }
        out[len++] = c;
    }
    return len;
}

static size_t hex_bytes(const struct ws_node *n, uint8_t *out)
{
    for (size_t i = 0; i < n->len / 2; i++) {
        int high = hex_digit(n->as.data[2 * i]), low = hex_digit(n->as.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return 0;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return n->len % 2 ? 0 : n->len / 2;
}

static int read_bytes(struct tcpip_reader *r, const struct ws_node *n, bool hex,
                      struct ws_bytes *ret)
{
    uint8_t *bytes = ws_instance_alloc(r->host, n->len + 1);

    if (!bytes)
        return WS_E_NOMEM;
    ret->data = bytes;
    ret->len = n->kind != WS_V_TEXT ? 0 : hex ? hex_bytes(n, bytes) : text_bytes(n, bytes);
    if (ret->len > 0)
        return WS_OK;
    return tcpip_expect(r, n,
                        hex ? "bytes as pairs of hex digits"
                            : "a text of one or more characters from U+0000 to U+00FF");
}

static int read_terminator(struct tcpip_reader *r, const struct ws_node *end, struct tcpip_end *e)
{
    static const uint8_t crlf[] = {'\r', '\n'};
    const struct ws_node *text = ws_member(end, "terminator"),
                         *hex = ws_member(end, "terminator_hex");

    if (text && hex)
        return tcpip_expect(r, hex, "a terminator only once");
    e->terminator = (struct ws_bytes){crlf, sizeof(crlf)};
    if (text || hex)
        return read_bytes(r, text ? text : hex, hex != NULL, &e->terminator);
    return WS_OK;
}

static int read_line(struct tcpip_reader *r, const struct ws_node *end, struct tcpip_end *e)
{
    static const enum ws_charset charsets[] = {WS_UTF8,     WS_ASCII,    WS_LATIN1,
                                               WS_UTF16_LE, WS_UTF16_BE, WS_CP1252};
    const struct ws_node *beat = ws_member(end, "heartbeat");
    uint64_t max = TCPIP_DEFAULT_LINE;
    unsigned charset = 0, format = 0;
    int err;

    if ((err = tcpip_check_keys(
             r, end,
             "framing terminator terminator_hex encoding format heartbeat max_line_bytes")) ||
        (err = read_terminator(r, end, e)) ||
        (err = tcpip_get_choice(r, end, "encoding",
                                "utf-8 ascii latin-1 utf-16-le utf-16-be cp1252", &charset)) ||
        (err = tcpip_get_choice(r, end, "format", "text json auto", &format)) ||
        (err = tcpip_get_uint(r, end, "max_line_bytes", 1, TCPIP_MAX_STRUCT, &max)))
        return err;
    e->charset = charsets[charset];
    e->format = (enum tcpip_format)format;
    e->max_line = max;
    return beat ? read_bytes(r, beat, false, &e->heartbeat) : WS_OK;
}

/* Structures */

static int read_single(struct tcpip_reader *r, const struct ws_node *end, struct tcpip_end *e)
{
    int err = tcpip_check_keys(r, end, "framing struct");

    e->cases = ws_instance_alloc(r->host, sizeof(*e->cases));
    if (!e->cases)
        return WS_E_NOMEM;
    e->n_cases = 1;
    return err ? err : tcpip_get_struct(r, end, "struct", true, &e->cases->body);
}

/** A tag as a key is: decimal. */
static bool read_tag(struct ws_bytes key, const struct tcpip_number *number, int64_t *ret)
{
    char text[24] = "";
    char *stop;

    if (key.len == 0 || key.len >= sizeof(text) || key.data[0] == '+' || key.data[0] == ' ')
        return false;
    memcpy(text, key.data, key.len);
    long long v = text[0] == '-' ? strtoll(text, &stop, 10) : (long long)strtoull(text, &stop, 10);
    *ret = v;
    if (*stop)
        return false;
    uint64_t top = UINT64_C(1) << (number->bits - 1);
    if (number->is_signed)
        return text[0] == '-' ? (uint64_t)-v <= top : (uint64_t)v < top;
    return text[0] != '-' && (number->bits == 64 || (uint64_t)v < top << 1);
}

static int by_tag(const void *a, const void *b)
{
    const struct tcpip_case *x = a, *y = b;
    return x->tag < y->tag ? -1 : x->tag > y->tag;
}

static int read_cases(struct tcpip_reader *r, const struct ws_node *cases, struct tcpip_end *e)
{
    int err = WS_OK;

    if (cases->kind != WS_V_OBJECT)
        return tcpip_expect(r, cases, "an object");
    e->cases = ws_instance_alloc(r->host, (cases->len + 1) * sizeof(*e->cases));
    if (!e->cases)
        return WS_E_NOMEM;
    for (const struct ws_node *n = ws_first(cases); n && !err; n = ws_next(cases, n)) {
        struct tcpip_case *c = &e->cases[e->n_cases++];
        struct ws_bytes key = ws_node_key(n);
        char *name = tcpip_copy(r, key);
        if (!name)
            return WS_E_NOMEM;
        if (!read_tag(key, &e->tag, &c->tag))
            return tcpip_expect(r, n, "a key that is a value of the tag, in decimal");
        err = tcpip_get_struct(r, cases, name, true, &c->body);
    }
    qsort(e->cases, e->n_cases, sizeof(*e->cases), by_tag);
    for (size_t i = 1; i < e->n_cases && !err; i++)
        if (e->cases[i].tag == e->cases[i - 1].tag)
            err = tcpip_expect(r, cases, "each value of the tag only once");
    return err;
}

static int read_tagged(struct tcpip_reader *r, const struct ws_node *end, struct tcpip_end *e)
{
    const struct ws_node *tag = ws_member(end, "tag"), *cases = ws_member(end, "cases");
    const char *unused;
    int err;

    if ((err = tcpip_check_keys(r, end, "framing header tag cases default")) ||
        (err = tcpip_get_struct(r, end, "header", true, &e->header)) ||
        (err = tcpip_get_text(r, end, "tag", true, &unused)) ||
        (err = tcpip_find_number(r, e->header, tag, &e->tag)) ||
        (err = tcpip_get_struct(r, end, "default", false, &e->otherwise.body)))
        return err;
    if (!cases || (cases->kind == WS_V_OBJECT && cases->len == 0 && !e->otherwise.body))
        return tcpip_expect(r, cases ? cases : end, "\"cases\" that name a struct for a tag");
    return read_cases(r, cases, e);
}

/* Ends */

static int read_end(struct tcpip_reader *r, const struct ws_node *stream, const char *key,
                    struct tcpip_end *e)
{
    static int (*const readers[])(struct tcpip_reader *, const struct ws_node *,
                                  struct tcpip_end *) = {
        [TCPIP_LINE] = read_line, [TCPIP_STRUCT] = read_single, [TCPIP_TAGGED] = read_tagged};
    const struct ws_node *end = ws_member(stream, key);
    unsigned framing = 0;
    const char *unused;
    int err;

    if (!end || end->kind != WS_V_OBJECT)
        return tcpip_expect(r, end ? end : stream,
                            "an object for each of \"client\" and \"server\": what that end sends");
    if ((err = tcpip_get_text(r, end, "framing", true, &unused)) ||
        (err = tcpip_get_choice(r, end, "framing", "line struct tagged raw", &framing)))
        return err;
    e->framing = (enum tcpip_framing)framing;
    return framing == TCPIP_RAW ? tcpip_check_keys(r, end, "framing") : readers[framing](r, end, e);
}

/* Streams */

static bool has_port(const struct tcpip_stream *s, size_t n, uint64_t port)
{
    for (size_t i = 0; i < n; i++)
        if (s->ports[i] == port)
            return true;
    return false;
}

static int read_ports(struct tcpip_reader *r, const struct ws_node *stream, struct tcpip_stream *s)
{
    const struct tcpip_instance *i = r->instance;
    const struct ws_node *ports = NULL;
    uint64_t port = 0;
    int err = tcpip_get_array(r, stream, "ports", false, &ports);

    if (err || !ports)
        return err;
    uint16_t *list = ws_instance_alloc(r->host, (ports->len + 1) * sizeof(*list));
    if (!list)
        return WS_E_NOMEM;
    s->ports = list;
    for (const struct ws_node *n = ws_first(ports); n && !err; n = ws_next(ports, n)) {
        if (!tcpip_whole(n, 1, UINT16_MAX, &port))
            return tcpip_expect(r, n, "a port from 1 to 65535");
        bool twice = has_port(s, s->n_ports, port);
        for (const struct tcpip_stream *other = i->streams; other < s; other++)
            twice = twice || has_port(other, other->n_ports, port);
        if (twice)
            return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n, "port %u is listed twice",
                                    (unsigned)port);
        list[s->n_ports++] = (uint16_t)port;
        err = ws_instance_bind_port(r->host, (struct ws_port){WS_TCP, (uint16_t)port});
    }
    return err;
}

static int read_correlate(struct tcpip_reader *r, const struct ws_node *stream,
                          struct tcpip_stream *s)
{
    const struct ws_node *c = ws_member(stream, "correlate");
    int err;

    if (!c)
        return WS_OK;
    s->correlates = true;
    if ((err = tcpip_check_keys(r, c, "request response order response_struct")) ||
        (err = tcpip_get_path(r, c, "request", &s->request)) ||
        (err = tcpip_get_path(r, c, "response", &s->response)) ||
        (err = tcpip_get_bool(r, c, "order", &s->in_order)) ||
        (err = tcpip_get_struct(r, c, "response_struct", false, &s->response_struct)))
        return err;
    if (!s->in_order && (!s->request.n || !s->response.n))
        return tcpip_expect(r, c, "\"request\" and \"response\", or \"order\": true");
    return WS_OK;
}

static int read_stream(struct tcpip_reader *r, const struct ws_node *node, struct tcpip_stream *s)
{
    int err;

    if ((err = tcpip_check_keys(r, node, "name ports client server volatile match correlate")) ||
        (err = tcpip_get_text(r, node, "name", true, &s->name)))
        return err;
    for (const struct tcpip_stream *other = r->instance->streams; other < s; other++)
        if (strcmp(other->name, s->name) == 0)
            return tcpip_expect(r, ws_member(node, "name"), "a name that no earlier stream has");
    if ((err = read_ports(r, node, s)) ||
        (err = read_end(r, node, "client", &s->ends[WS_CLIENT])) ||
        (err = read_end(r, node, "server", &s->ends[WS_SERVER])) ||
        (err = tcpip_check_paths(r, node, "volatile")) ||
        (err = tcpip_check_paths(r, node, "match")))
        return err;
    return read_correlate(r, node, s);
}

int tcpip_read_streams(struct tcpip_reader *r, const struct ws_node *streams)
{
    struct tcpip_instance *i = r->instance;
    int err = WS_OK;

    if (streams->len == 0)
        return tcpip_expect(r, streams, "at least one stream");
    i->streams = ws_instance_alloc(r->host, streams->len * sizeof(*i->streams));
    if (!i->streams)
        return WS_E_NOMEM;
    for (const struct ws_node *n = ws_first(streams); n && !err; n = ws_next(streams, n)) {
        err = read_stream(r, n, &i->streams[i->n_streams]);
        i->n_streams++;
    }
    return err;
}
