/* Content tells whether a flow is NCP: not by chance, and not for other web traffic. */
#include "ncp_test.h"

#include <string.h>

#define HEAD      "\xdd\xcc\xbb\xaaLINK\x0a\0\0\0"
#define KEEPALIVE HEAD "\0\0\0\0\1\0\0\0\0\xf1\x53\x65\0\0\0\0\1\2\3\4\0\0\0\0\xaa\xbb\xcc\xdd"
#define TEXT(s)                                                                                    \
    {                                                                                              \
        (const uint8_t *)(s), sizeof(s) - 1                                                        \
    }
#define SERVED "HTTP/1.1 403 Forbidden\r\nServer: "

static const struct {
    const char *what;
    struct ws_bytes first[2];
    enum ws_verdict odd_port, own_port;
    bool middle;
} flows[] = {
    {"nothing", {TEXT(""), TEXT("")}, WS_UNDECIDED, WS_UNDECIDED, false},
    {"a packet's begin", {TEXT(HEAD), TEXT("")}, WS_SURELY, WS_SURELY, false},
    {"the server speaks first", {TEXT(""), TEXT(HEAD)}, WS_SURELY, WS_SURELY, false},
    {"one byte short",
     {TEXT("\xdd\xcc\xbb\xaaLINK\x0a\0\0"), TEXT("")},
     WS_UNDECIDED,
     WS_UNDECIDED,
     false},
    {"a type of blanks alone",
     {TEXT("\xdd\xcc\xbb\xaa    \x0a\0\0\0"), TEXT("")},
     WS_UNDECIDED,
     WS_NEUTRAL,
     false},
    {"a size below 10",
     {TEXT("\xdd\xcc\xbb\xaaLINK\x09\0\0\0"), TEXT("x")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"a letter behind a NUL",
     {TEXT("\xdd\xcc\xbb\xaa"
           "A\0B\0\x0a\0\0\0"),
      TEXT("x")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"CONNECT", {TEXT("CONNECT ncp.service HTTP/1.1\r\n"), TEXT("")}, WS_SURELY, WS_SURELY, false},
    {"connect", {TEXT("connect ncp.service HTTP/1.1\r\n"), TEXT("")}, WS_SURELY, WS_SURELY, false},
    {"its begin", {TEXT("CONNECT ncp.serv"), TEXT("")}, WS_UNDECIDED, WS_UNDECIDED, false},
    {"a proxy's",
     {TEXT("CONNECT example.org:443 HTTP/1.1\r\n\r\n"), TEXT("HTTP/1.1 200 OK\r\n\r\n")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"the web",
     {TEXT("GET / HTTP/1.1\r\n\r\n"), TEXT("HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"the web, not yet answered",
     {TEXT("GET / HTTP/1.1\r\n\r\n"), TEXT("")},
     WS_UNDECIDED,
     WS_NEUTRAL,
     false},
    {"the web, half answered",
     {TEXT("GET / HTTP/1.1\r\n\r\n"), TEXT("HTTP/1.1 200 OK\r\nServer: nginx\r\n")},
     WS_UNDECIDED,
     WS_NEUTRAL,
     false},
    {"another target",
     {TEXT("CONNECT x HTTP/1.1\r\n\r\n"), TEXT(SERVED "python3-ncplib\r\n\r\n")},
     WS_SURELY,
     WS_SURELY,
     false},
    {"our own server", {TEXT(""), TEXT(SERVED "wirespeak\r\n\r\n")}, WS_SURELY, WS_SURELY, false},
    {"the realm",
     {TEXT("x"), TEXT("HTTP/1.1 401 Unauthorized\r\nProxy-Authenticate: Basic "
                      "realm=\"CRFS RFeye Node\", charset=\"utf-8\"\r\n\r\n")},
     WS_SURELY,
     WS_SURELY,
     false},
    {"TLS", {TEXT("\x16\x03\x01\x02"), TEXT("")}, WS_AGAINST, WS_AGAINST, false},
    {"SSH",
     {TEXT("SSH-2.0-OpenSSH_9.2\r\n"), TEXT("SSH-2.0-x\r\n")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"DNS",
     {TEXT("\0\x1d\x12\x34\1\0\0\1"), TEXT("\0\x1d\x12\x34\x81\x80\0\1")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"the middle of a packet, then one",
     {TEXT("1234" KEEPALIVE), TEXT("")},
     WS_SURELY,
     WS_SURELY,
     true},
    {"the same from the flow's begin",
     {TEXT("1234" KEEPALIVE), TEXT("x")},
     WS_AGAINST,
     WS_NEUTRAL,
     false},
    {"the middle of something", {TEXT("1234"), TEXT("5678")}, WS_UNDECIDED, WS_NEUTRAL, true},
    {"a keep-alive in the middle", {TEXT(KEEPALIVE), TEXT("")}, WS_SURELY, WS_SURELY, true},
    {"too little to tell a role",
     {TEXT("\xdd\xcc\xbb\xaaLINK\x0d\0\0\0"), TEXT("")},
     WS_UNDECIDED,
     WS_UNDECIDED,
     true},
};

static void content_tells_whether_it_is_ncp(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < WS_LEN(flows); i++) {
        struct ws_probe probe = {.transport = WS_TCP,
                                 .first = {flows[i].first[0], flows[i].first[1]},
                                 .from_begin = {!flows[i].middle, !flows[i].middle}};
        print_message("case: %s\n", flows[i].what);
        assert_int_equal(ncp_probe(b.conversation.instance, &probe), flows[i].odd_port);
        probe.own_port = true;
        assert_int_equal(ncp_probe(b.conversation.instance, &probe), flows[i].own_port);
    }
    bench_close(&b);
}

static void random_bytes_are_not_claimed(void **state)
{
    (void)state;
    enum { N = 1 << 16 };
    static uint8_t bytes[2][N];
    uint32_t v = 1;
    struct bench b;

    bench_open(&b, NULL, NULL);
    for (size_t i = 0; i < 2 * N; i++)
        bytes[i / N][i % N] = (uint8_t)((v = v * 1664525u + 1013904223u) >> 24);
    for (int middle = 0; middle < 2; middle++) {
        struct ws_probe probe = {.transport = WS_TCP,
                                 .first = {{bytes[0], N}, {bytes[1], N}},
                                 .from_begin = {!middle, !middle},
                                 .end = {true, true}};
        assert_int_equal(ncp_probe(b.conversation.instance, &probe), WS_AGAINST);
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_tells_whether_it_is_ncp),
        cmocka_unit_test(random_bytes_are_not_claimed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
