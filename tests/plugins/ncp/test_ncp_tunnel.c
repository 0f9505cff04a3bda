/* The heads of the HTTP tunnel. */
#include "ncp_test.h"

#include <stdio.h>
#include <string.h>

#define CONNECT "CONNECT ncp.service HTTP/1.1\r\n"
#define BASIC   "Proxy-Authorization: Basic "

static const struct {
    const char *what, *head, *shown;
} heads[] = {
    {"the library's request", CONNECT BASIC "YWRtaW46cmZleWU=\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"ncp.service\",\"version\":\"HTTP/1.1\",\"headers\":[{"
     "\"name\":\"Proxy-Authorization\",\"value\":\"Basic YWRtaW46cmZleWU=\"}],\"username\":"
     "\"admin\",\"password\":\"rfeye\"}"},
    {"no headers", CONNECT "\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"ncp.service\",\"version\":\"HTTP/1.1\",\"headers\":[]}"},
    {"GET", "GET / HTTP/1.1\r\n\r\n",
     "{\"method\":\"GET\",\"uri\":\"/\",\"version\":\"HTTP/1.1\",\"headers\":[]}"},
    {"another target", "CONNECT other.service HTTP/1.1\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"other.service\",\"version\":\"HTTP/1.1\",\"headers\":[]}"},
    {"a target with blanks", "CONNECT a b c HTTP/1.1\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"a b c\",\"version\":\"HTTP/1.1\",\"headers\":[]}"},
    {"a line without a colon", CONNECT "Nonsense\r\nHost: n\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"ncp.service\",\"version\":\"HTTP/1.1\",\"headers\":[{"
     "\"name\":\"Nonsense\"},{\"name\":\"Host\",\"value\":\"n\"}]}"},
    {"lines that go on", CONNECT "A: b \r\n  c\r\n\td\r\nE:f\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"ncp.service\",\"version\":\"HTTP/1.1\",\"headers\":[{"
     "\"name\":\"A\",\"value\":\"b c d\"},{\"name\":\"E\",\"value\":\"f\"}]}"},
    {"ISO 8859-1", CONNECT "N\xe9: \xff\r\n\r\n",
     "{\"method\":\"CONNECT\",\"uri\":\"ncp.service\",\"version\":\"HTTP/1.1\",\"headers\":[{"
     "\"name\":\"N\xc3\xa9\",\"value\":\"\xc3\xbf\"}]}"},
    {"a response", "HTTP/1.1 200 OK\r\nServer: python3-ncplib\r\n\r\n",
     "{\"version\":\"HTTP/1.1\",\"status\":200,\"reason\":\"OK\",\"headers\":[{\"name\":\"Server\","
     "\"value\":\"python3-ncplib\"}]}"},
    {"a response without a reason", "HTTP/1.1 401 \r\n\r\n",
     "{\"version\":\"HTTP/1.1\",\"status\":401,\"reason\":\"\",\"headers\":[]}"},
};

static void heads_are_shown_and_make_the_round_trip(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(heads); i++) {
        struct ws_bytes head = {(const uint8_t *)heads[i].head, strlen(heads[i].head)};
        print_message("case: %s\n", heads[i].what);
        assert_string_equal(bench_decode(&b, head), heads[i].shown);
        struct ws_bytes again = bench_encode_again(&b, head);
        bool canonical = !strstr(heads[i].head, "E:f");
        assert_int_equal(again.len == head.len && memcmp(again.data, head.data, head.len) == 0,
                         canonical);
        head = again;
        assert_string_equal(bench_decode(&b, head), heads[i].shown);
    }
    bench_close(&b);
}

/* Values of Proxy-Authorization, and who and what comes out of them. */
static const struct {
    const char *value, *user, *password;
} credentials[] = {
    {"Basic YWRtaW46cmZleWU=", "\"admin\"", "\"rfeye\""},
    {"bAsIc  YWRtaW46cmZleWU=", "\"admin\"", "\"rfeye\""},
    {"Basic Og==", "\"\"", "\"\""},
    {"Basic YTpiOmM=", "\"a\"", "\"b:c\""},
    {"Basic", "", ""},
    {"Basic YWRt aW46", "", ""},
    {"Basic YWRtaW46cmZleWU", "", ""},
    {"Basic YWRt=W46", "", ""},
    {"Basic /w==", "", ""},
    {"Basic YWRtaW4=", "", ""},
    {"Digest YWRtaW46cmZleWU=", "", ""},
    {"", "", ""},
};

static void credentials_are_read_where_they_are_whole(void **state)
{
    (void)state;
    struct bench b;
    char text[TEST_WHY];

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(credentials); i++) {
        snprintf(text, sizeof(text),
                 CONNECT "proxy-AUTHORIZATION: %s\r\nProxy-Authorization: Basic eDp5\r\n\r\n",
                 credentials[i].value);
        struct ws_bytes head = {(const uint8_t *)text, strlen(text)};
        print_message("case: %s\n", credentials[i].value);
        assert_string_equal(bench_field(&b, head, "username"), credentials[i].user);
        assert_string_equal(bench_field(&b, head, "password"), credentials[i].password);
    }
    bench_close(&b);
}

static void credentials_are_hidden_everywhere(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "Proxy-Authorization: Basic YTpzZWNyZXQ=",
        "proxy-authorization : secret",
        "Authorization: secret",
        "Proxy-Authorization secret",
        "Proxy-Authorization: Basic\r\n secret",
    };
    struct bench b;
    char text[TEST_WHY];

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(lines); i++) {
        snprintf(text, sizeof(text), CONNECT "%s\r\n\r\n", lines[i]);
        const char *json = bench_hidden(&b, (struct ws_bytes){(const uint8_t *)text, strlen(text)});
        print_message("case: %s: %s\n", lines[i], json);
        assert_null(strstr(json, "secret"));
        assert_null(strstr(json, "YTpz"));
        assert_non_null(strstr(json, "\"***\""));
        assert_true(b.got.secret);
    }
    bench_close(&b);
}

/* What comes on a connection to port 9999, and its events. */
static const struct {
    const char *what, *text, *event;
} streams[] = {
    {"GET", "GET / HTTP/1.1\r\n\r\n", "client http_request\n"},
    {"HTTP/1.0", "CONNECT ncp.service HTTP/1.0\r\n\r\n",
     "client malformed [32] secret !bad_http_head@0\n"},
    {"garbage", "garbage\r\n\r\n", "client malformed [11] secret !bad_http_head@0\n"},
    {"no method", " x HTTP/1.1\r\n\r\n", "client malformed [15] !bad_magic@0\n"},
    {"no target", "GET HTTP/1.1\r\n\r\n", "client malformed [16] secret !bad_http_head@0\n"},
    {"a status of letters", "HTTP/1.1 abc OK\r\n\r\n",
     "client malformed [19] secret !bad_http_head@0\n"},
    {"a status line without its second blank", "HTTP/1.1 200\r\n\r\n",
     "client malformed [16] secret !bad_http_head@0\n"},
};

static void heads_that_are_none_are_told_and_hidden(void **state)
{
    (void)state;
    static struct wire w;

    for (size_t i = 0; i < WS_LEN(streams); i++) {
        print_message("case: %s\n", streams[i].what);
        wire_start(&w, NULL, NULL);
        wire_open(&w);
        wire_say(&w, 'c', streams[i].text, 0);
        wire_send(&w, 'c', "", WIRE_FIN);
        assert_string_equal(strchr(wire_end(&w), ' ') + 1, streams[i].event);
    }
}

/** A request of `n` header lines of `len` bytes each, their CR LF included. */
static void long_head(struct ws_buf *out, size_t n, size_t len)
{
    ws_buf_reset(out);
    ws_buf_text(out, CONNECT);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 2; k < len; k++)
            ws_buf_byte(out, k == 3 ? ':' : 'x');
        ws_buf_text(out, "\r\n");
    }
    ws_buf_text(out, "\r\n");
}

static void heads_have_limits(void **state)
{
    (void)state;
    enum { LINE = 1000 };
    struct bench b;
    struct ws_buf head;
    struct ws_at at = {.from_begin = true};

    bench_open(&b, NULL, NULL);
    ws_buf_init(&head, 1 << 20);
    long_head(&head, NCP_MAX_LINES - 1, 10);
    struct ws_split s =
        ncp_split(&b.conversation, WS_CLIENT, (struct ws_bytes){head.data, head.len}, at);
    assert_int_equal(s.status, WS_SPLIT_MESSAGE);
    assert_int_equal(s.len, head.len);
    long_head(&head, NCP_MAX_LINES, 10);
    s = ncp_split(&b.conversation, WS_CLIENT, (struct ws_bytes){head.data, head.len}, at);
    assert_int_equal(s.code, WS_CODE(NCP_BAD_HTTP_HEAD));
    assert_int_equal(s.len, head.len);
    long_head(&head, 80, LINE);
    s = ncp_split(&b.conversation, WS_CLIENT, (struct ws_bytes){head.data, NCP_MAX_HEAD - 1}, at);
    assert_int_equal(s.status, WS_SPLIT_NEED);
    s = ncp_split(&b.conversation, WS_CLIENT, (struct ws_bytes){head.data, head.len}, at);
    assert_int_equal(s.code, WS_CODE(NCP_BAD_HTTP_HEAD));
    assert_int_equal(s.len, NCP_MAX_HEAD);
    ws_buf_free(&head);
    bench_close(&b);
}

#define KEEPALIVE "ddccbbaa4c494e4b0a000000000000000100000000f15365000000000102030400000000aabbccdd"

static void heads_stand_before_the_first_packet_only(void **state)
{
    (void)state;
    static struct wire w;
    wire_start(&w, NULL, NULL);
    w.ports[1] = 80;
    wire_open(&w);
    wire_say(&w, 'c', CONNECT "\r\n", 0);
    wire_say(&w, 's', "HTTP/1.1 401 Unauthorized\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 0);
    wire_send(&w, 's', KEEPALIVE, 0);
    wire_say(&w, 's', "HTTP/1.1 200 OK and more text\r\n\r\n", 0);
    assert_string_equal(wire_end(&w), "3 client http_request\n"
                                      "4 server http_response\n"
                                      "4 server http_response\n"
                                      "5 server link_keepalive\n"
                                      "6 server malformed [32] !bad_magic@0\n");
}

static const struct {
    const char *what, *name, *json, *head;
} written[] = {
    {"defaults", "http_request", "{}", CONNECT "\r\n"},
    {"an answer", "http_response",
     "{\"status\":\"403\",\"reason\":\"Forbidden\",\"headers\":[{\"name\":\"Server\",\"value\":"
     "\"wirespeak\"}]}",
     "HTTP/1.1 403 Forbidden\r\nServer: wirespeak\r\n\r\n"},
    {"a line's end", "http_request", "{\"uri\":\"a\\r\\nb\"}", NULL},
    {"another character", "http_request", "{\"method\":\"\\u20ac\"}", NULL},
    {"a header that is none", "http_request", "{\"headers\":[1]}", NULL},
    {"a status that is none", "http_response", "{\"status\":-1}", NULL},
};

static void heads_are_made_of_json(void **state)
{
    (void)state;
    struct bench b;
    char hex[TEST_WHY];

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(written); i++) {
        const char *got = bench_encode(&b, written[i].name, written[i].json);
        print_message("case: %s: %s\n", written[i].what, got);
        for (size_t k = 0; written[i].head && written[i].head[k]; k++)
            snprintf(hex + 2 * k, 3, "%02x", (unsigned char)written[i].head[k]);
        if (written[i].head)
            assert_string_equal(got, hex);
        else
            assert_int_equal(got[0], '!');
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_shown_and_make_the_round_trip),
        cmocka_unit_test(credentials_are_read_where_they_are_whole),
        cmocka_unit_test(credentials_are_hidden_everywhere),
        cmocka_unit_test(heads_that_are_none_are_told_and_hidden),
        cmocka_unit_test(heads_have_limits),
        cmocka_unit_test(heads_stand_before_the_first_packet_only),
        cmocka_unit_test(heads_are_made_of_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
