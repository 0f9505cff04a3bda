/* Lines, structures and tags on connections, as docs/tcpip.md says: whole, cut, lost, late, broken.
 */
#include "tcpip_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/encode.h"
#include "message/scan.h"

// clang-format off

#define LINE "{\"framing\": \"line\"}"
#define JSON_LINE "{\"framing\": \"line\", \"format\": \"json\"}"
#define AUTO_LINE "{\"framing\": \"line\", \"format\": \"auto\"}"
#define ENDED(t) "{\"framing\": \"line\", \"terminator\": \"" t "\"}"
#define IN(e) "{\"framing\": \"line\", \"encoding\": \"" e "\"}"
#define RAW "{\"framing\": \"raw\"}"
#define PAIR "{\"framing\": \"struct\", \"struct\": \"Pair\"}"
#define TAGGED "{\"framing\": \"tagged\", \"header\": \"Head\", \"tag\": \"tag\", \"cases\": {\"1\": \"One\", \"2\": \"Two\"}}"
#define BEAT "{\"framing\": \"line\", \"format\": \"json\", \"heartbeat\": \"heartbeat\"}"
static const char structs[] =
    "{\"Pair\": {\"pack\": 1, \"fields\": [{\"name\": \"a\", \"type\": \"uint8\"}, {\"name\": \"b\", \"type\": \"int16\"}]},"
    " \"Head\": {\"pack\": 1, \"fields\": [{\"name\": \"tag\", \"type\": \"uint16\"}, {\"name\": \"n\", \"type\": \"uint8\"}]},"
    " \"One\": {\"fields\": [{\"name\": \"x\", \"type\": \"uint8\"}]},"
    " \"Two\": {\"fields\": [{\"name\": \"y\", \"type\": \"uint32\"}]}}";

#define ONE(n, x) "\x01\x00" n x
#define TWO(n, y) "\x02\x00" n y "\x00\x00\x00"
#define H1(n) "\"struct\":\"One\",\"header_struct\":\"Head\",\"header\":{\"tag\":1,\"n\":" n "}"
#define H2(n) "\"struct\":\"Two\",\"header_struct\":\"Head\",\"header\":{\"tag\":2,\"n\":" n "}"

static const struct {
    const char *what, *client, *server;
    bool midstream;
    struct step steps[TEST_STEPS];
    const char *expected;
} cases[] = {
    {"lines, one in pieces", LINE, LINE, false, {C("ab\r\ncd\r"), C("\ne"), C("f\r\n"), S("\r\n")},
        "client line {\"text\":\"ab\"}\nclient line {\"text\":\"cd\"}\nclient line {\"text\":\"ef\"}\nserver line {\"text\":\"\"}\n"},
    {"CR CR LF, LF alone, NUL", LINE, LINE, false, {C("a\r\r\nab\n\r\na\0b\r\n")},
        "client line {\"text\":\"a\\r\"}\nclient line {\"text\":\"ab\\n\"}\nclient line {\"text\":\"a\\u0000b\"}\n"},
    {"not valid UTF-8, overlong, a surrogate", LINE, JSON_LINE, false, {C("\xff\xfe\r\n\xc0\xaf\r\n"), S("\xed\xa0\x80\r\n")},
        "client line {\"raw\":\"fffe\"} !bad_encoding\nclient line {\"raw\":\"c0af\"} !bad_encoding\nserver line {\"raw\":\"eda080\"} !bad_encoding\n"},
    {"a byte order mark is kept", LINE, JSON_LINE, false, {C("\xef\xbb\xbf" "a\r\n"), S("\xef\xbb\xbf{}\r\n")},
        "client line {\"text\":\"\xef\xbb\xbf" "a\"}\nserver line {\"text\":\"\xef\xbb\xbf{}\",\"json_error\":true} !bad_json\n"},
    {"terminators of one and of five bytes", ENDED(">"), ENDED("<EOM>"), false, {C("a>>b>"), S("a<EO<EOM><EOM"), S("><E"), S("OM>")},
        "client line {\"text\":\"a\"}\nclient line {\"text\":\"\"}\nclient line {\"text\":\"b\"}\nserver line {\"text\":\"a<EO\"}\nserver line {\"text\":\"\"}\nserver line {\"text\":\"\"}\n"},
    {"the terminator NUL, and bytes in hex", ENDED("\\u0000"), "{\"framing\": \"line\", \"terminator_hex\": \"00ff\"}", false, {C("a\0b\0"), S("a\0\0\xff")},
        "client line {\"text\":\"a\"}\nclient line {\"text\":\"b\"}\nserver line {\"text\":\"a\\u0000\"}\n"},
    {"UTF-16: two single bytes end it, an odd one is broken", IN("utf-16-le"), IN("utf-16-be"), false, {C("a\0\xa9\x03\r\na\0b\r\n"), S("\0a\r\n")},
        "client line {\"text\":\"a\316\251\"}\nclient line {\"raw\":\"610062\"} !bad_encoding\nserver line {\"text\":\"a\"}\n"},
    {"UTF-16 with U+0A0D ends early", IN("utf-16-le"), IN("utf-16-le"), false, {C("a\0\r\nb\0\r\n")},
        "client line {\"text\":\"a\"}\nclient line {\"text\":\"b\"}\n"},
    {"lone surrogates in UTF-16", IN("utf-16-le"), IN("utf-16-le"), false, {C("\0\xd8\r\n\x3d\xd8\0\xde\r\n")},
        "client line {\"raw\":\"00d8\"} !bad_encoding\nclient line {\"text\":\"\360\237\230\200\"}\n"},
    {"ASCII, Windows-1252, Latin-1", IN("ascii"), IN("cp1252"), false, {C("a\x7f\r\n\x80\r\n"), S("\x80\xe4\r\n\x81\r\n")},
        "client line {\"text\":\"a\177\"}\nclient line {\"raw\":\"80\"} !bad_encoding\nserver line {\"text\":\"\342\202\254\303\244\"}\nserver line {\"raw\":\"81\"} !bad_encoding\n"},
    {"no end, then FIN: partial, when both have ended", LINE, LINE, false, {C("no end"), C_FIN, S("x\r\ny"), S_FIN},
        "server line {\"text\":\"x\"}\nclient partial {\"raw\":\"6e6f20656e64\"}\nserver partial {\"raw\":\"79\"}\n"},
    {"the capture ends", LINE, LINE, false, {S("b"), C("a")}, "client partial {\"raw\":\"61\"}\nserver partial {\"raw\":\"62\"}\n"},
    {"lines after a loss: the rest of one, and the whole next one", LINE, LINE, false, {C("a\r\nb"), C_LOST("c"), C("d\r\ne\r\n"), S("x\r\n"), C_LOST("f\r\n"), C("g\r\nh\r\n"), S("y\r\n")},
        "client line {\"text\":\"a\"}\nclient gap 1 at 8\nclient line {\"text\":\"e\"} +resync\nserver line {\"text\":\"x\"}\nclient gap 3 at 17\nclient line {\"text\":\"h\"} +resync\nserver line {\"text\":\"y\"}\n"},
    {"the last bytes are lost: no partial", LINE, LINE, false, {C("a\r\nb"), C_LOST("c"), C_FIN, S_FIN}, "client line {\"text\":\"a\"}\nclient gap 1\n"},
    {"lines in the middle", LINE, LINE, true, {C("b\r\nc\r\n"), S("y\r\nz\r\n")},
        "client gap 3 at 3\nclient line {\"text\":\"c\"} +role_guessed +resync\nserver gap 3 at 3\nserver line {\"text\":\"z\"} +role_guessed +resync\n"},

    {"JSON and what is none", JSON_LINE, JSON_LINE, false, {C("{\"a\": [1, 2.0, null]}\r\n 5 \r\n{broken\r\n\r\n"), S("{} {}\r\n01\r\n1.\r\n-NaN\r\n\"a\tb\"\r\n")},
        "client json {\"value\":{\"a\":[1,2.0,null]}}\nclient json {\"value\":5}\nclient line {\"text\":\"{broken\",\"json_error\":true} !bad_json\nclient line {\"text\":\"\",\"json_error\":true} !bad_json\n"
        "server line {\"text\":\"{} {}\",\"json_error\":true} !bad_json\nserver line {\"text\":\"01\",\"json_error\":true} !bad_json\nserver line {\"text\":\"1.\",\"json_error\":true} !bad_json\n"
        "server line {\"text\":\"-NaN\",\"json_error\":true} !bad_json\nserver line {\"text\":\"\\\"a\\tb\\\"\",\"json_error\":true} !bad_json\n"},
    {"JSON whose value says less", JSON_LINE, JSON_LINE, false, {C("NaN\r\n[Infinity]\r\n1e999\r\n\"\\ud800\"\r\n"), S("9007199254740992\r\n-9007199254740993\r\n123456789012345678901234567890\r\n{\"a\": 1, \"a\": 2}\r\n")},
        "client json {\"value\":\"NaN\",\"value_text\":\"NaN\"}\nclient json {\"value\":[\"Infinity\"],\"value_text\":\"[Infinity]\"}\nclient json {\"value\":\"Infinity\",\"value_text\":\"1e999\"}\n"
        "client json {\"value\":\"\357\277\275\",\"value_text\":\"\\\"\\\\ud800\\\"\"}\nserver json {\"value\":9007199254740992}\nserver json {\"value\":\"-9007199254740993\",\"value_text\":\"-9007199254740993\"}\n"
        "server json {\"value\":\"123456789012345678901234567890\",\"value_text\":\"123456789012345678901234567890\"}\nserver json {\"value\":{\"a\":2},\"value_text\":\"{\\\"a\\\": 1, \\\"a\\\": 2}\"}\n"},
    {"-0 and -0.0", JSON_LINE, JSON_LINE, false, {C("[-0, -0.0]\r\n")}, "client json {\"value\":[0,-0.0]}\n"},
    {"JSON only where it is an object or array", AUTO_LINE, AUTO_LINE, false, {C(" {\"a\": 1}\r\n5\r\n{broken\r\n\r\n")},
        "client json {\"value\":{\"a\":1}}\nclient line {\"text\":\"5\"}\nclient line {\"text\":\"{broken\"}\nclient line {\"text\":\"\"}\n"},
    {"heartbeats, of the end that has them", BEAT, LINE, false, {C("heartbeat\r\nheartbeats\r\n"), S("heartbeat\r\n")},
        "client heartbeat {} control\nclient line {\"text\":\"heartbeats\",\"json_error\":true} !bad_json\nserver line {\"text\":\"heartbeat\"}\n"},
    {"raw pieces", RAW, LINE, false, {C("ab"), C("c"), S("x\r\n")}, "client raw {\"raw\":\"6162\"}\nclient raw {\"raw\":\"63\"}\nserver line {\"text\":\"x\"}\n"},

    {"structures, three and a half", PAIR, RAW, false, {C("\1\2\0\2\3\0\3\4"), C("\0\4")},
        "client struct {\"struct\":\"Pair\",\"value\":{\"a\":1,\"b\":2}}\nclient struct {\"struct\":\"Pair\",\"value\":{\"a\":2,\"b\":3}}\nclient struct {\"struct\":\"Pair\",\"value\":{\"a\":3,\"b\":4}}\nclient partial {\"raw\":\"04\"}\n"},
    {"structures after a loss", PAIR, RAW, false, {C("\1\2\0\2"), C_LOST("\3\0\3\4"), C("\0\4\5\0"), S("x"), C_LOST("\5\6\0"), C("\6\7\0"), S("y")},
        "client struct {\"struct\":\"Pair\",\"value\":{\"a\":1,\"b\":2}}\nclient gap 4 at 9\nclient struct {\"struct\":\"Pair\",\"value\":{\"a\":4,\"b\":5}} +resync\nserver raw {\"raw\":\"78\"}\n"
        "client gap 3 at 15\nclient struct {\"struct\":\"Pair\",\"value\":{\"a\":6,\"b\":7}} +resync\nserver raw {\"raw\":\"79\"}\n"},
    {"structures in the middle", PAIR, RAW, true, {C("\1\2\0\2\3\0")},
        "client struct {\"struct\":\"Pair\",\"value\":{\"a\":1,\"b\":2}} +role_guessed +resync +start_guessed\nclient struct {\"struct\":\"Pair\",\"value\":{\"a\":2,\"b\":3}} +role_guessed\n"},

    {"tags, a header in pieces", RAW, TAGGED, false, {S("\x01"), S("\0\x05" "A" TWO("\6", "\x07"))},
        "server struct {" H1("5") ",\"value\":{\"x\":65}}\nserver struct {" H2("6") ",\"value\":{\"y\":7}}\n"},
    {"an unknown tag, then three known ones", RAW, TAGGED, false, {S(ONE("\1", "A") "\7\0\1" ONE("\2", "B") TWO("\3", "\4") ONE("\5", "C"))},
        "server struct {" H1("1") ",\"value\":{\"x\":65}}\nserver malformed 070001 !unknown_tag\nserver struct {" H1("2") ",\"value\":{\"x\":66}} +resync +start_guessed\n"
        "server struct {" H2("3") ",\"value\":{\"y\":4}}\nserver struct {" H1("5") ",\"value\":{\"x\":67}}\n"},
    {"a loss that ends inside the message whose header was seen", RAW, TAGGED, false, {S(ONE("\1", "A") "\2\0\2\1"), S_LOST("\0"), S("\0\0" ONE("\3", "B")), C("x")},
        "server struct {" H1("1") ",\"value\":{\"x\":65}}\nserver gap 1 at 11\nserver struct {" H1("3") ",\"value\":{\"x\":66}} +resync\nclient raw {\"raw\":\"78\"}\n"},
    {"a loss between messages: searched", RAW, TAGGED, false, {S(ONE("\1", "A")), S_LOST(ONE("\2", "B")), S("\0\1\0" ONE("\3", "\3") ONE("\4", "\4") ONE("\5", "\5")), C("x")},
        "server struct {" H1("1") ",\"value\":{\"x\":65}}\nserver gap 4 at 11\nserver struct {" H1("3") ",\"value\":{\"x\":3}} +resync +start_guessed\n"
        "server struct {" H1("4") ",\"value\":{\"x\":4}}\nserver struct {" H1("5") ",\"value\":{\"x\":5}}\nclient raw {\"raw\":\"78\"}\n"},
    {"a body that looks like a header", RAW, TAGGED, true, {S("\1\0\0\0" TWO("\1", "\1") TWO("\2", "\2") TWO("\3", "\3"))},
        "server struct {\"struct\":\"One\",\"header_struct\":\"Head\",\"header\":{\"tag\":1,\"n\":0},\"value\":{\"x\":0}} +role_guessed +resync +start_guessed\n"
        "server struct {" H2("1") ",\"value\":{\"y\":1}} +role_guessed\nserver struct {" H2("2") ",\"value\":{\"y\":2}} +role_guessed\nserver struct {" H2("3") ",\"value\":{\"y\":3}} +role_guessed\n"},
    {"a late capture that begins with a body", RAW, TAGGED, true, {S("\1\0\0" TWO("\1", "\1") ONE("\2", "B") TWO("\3", "\3"))},
        "server gap 3 at 3\nserver struct {" H2("1") ",\"value\":{\"y\":1}} +role_guessed +resync +start_guessed\nserver struct {" H1("2") ",\"value\":{\"x\":66}} +role_guessed\nserver struct {" H2("3") ",\"value\":{\"y\":3}} +role_guessed\n"},
};

// clang-format on

static bool same(const char *what, const char *got, const char *expected)
{
    bool equal = strcmp(got, expected) == 0;
    if (!equal)
        print_error("%s\n  got      %s\n  expected %s\n", what, got, expected);
    return equal;
}

static void streams_hold_what_the_layout_says(void **state)
{
    (void)state;
    static char got[TEST_LINES];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        struct ws_instance *instance = test_stream(structs, cases[i].client, cases[i].server, NULL);
        test_play(instance, cases[i].steps, cases[i].midstream, got);
        wrong += !same(cases[i].what, got, cases[i].expected);
    }
    assert_int_equal(wrong, 0);
}

/** Every byte in a segment of its own: the same events, where no step says that bytes are lost. */
static void events_do_not_depend_on_segments(void **state)
{
    (void)state;
    static char got[TEST_LINES];
    static struct step bytes[4096];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(cases); i++) {
        size_t n = 0;
        bool lossy = cases[i].midstream || strstr(cases[i].expected, "raw {") != NULL;
        for (const struct step *s = cases[i].steps; s->from; s++) {
            lossy |= s->how == STEP_LOST;
            for (size_t k = 0; k < s->len; k++)
                bytes[n++] = (struct step){s->from, s->how, s->bytes + k, 1};
            if (s->how == STEP_FIN)
                bytes[n++] = *s;
        }
        bytes[n].from = 0;
        if (lossy)
            continue;
        test_play(test_stream(structs, cases[i].client, cases[i].server, NULL), bytes, false, got);
        wrong += !same(cases[i].what, got, cases[i].expected);
    }
    assert_int_equal(wrong, 0);
}

/** `n` bytes of 'a', then CR LF, then "ok" CR LF; the begin of what comes. */
static void play_long(size_t n, const char *first, char got[TEST_LINES])
{
    char *text = test_malloc(n + 6);
    const struct step steps[] = {{'c', STEP_SENT, text, n + 6}, {0}};

    memset(text, 'a', n);
    memcpy(text + n, "\r\nok\r\n", 6);
    test_play(test_stream(NULL, LINE, LINE, NULL), steps, false, got);
    test_free(text);
    assert_memory_equal(got, first, strlen(first));
    char *end = strstr(got, "\nclient line {\"text\":\"ok\"}");
    assert_non_null(end);
}

static void lines_end_at_the_limit(void **state)
{
    (void)state;
    static char got[TEST_LINES];

    play_long(65536, "client line {\"text\":\"aaaa", got);
    play_long(65537,
              "client malformed "
              "616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
              "61616161616161616161616161616161616161616161 !oversize\n",
              got);
    play_long(1 << 20, "client malformed 6161", got);
}

static void json_nests_to_a_thousand(void **state)
{
    (void)state;
    static char got[TEST_LINES], text[2 * 1001 + 2];
    for (size_t depth = 1000; depth <= 1001; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        memcpy(text + 2 * depth, "\r\n", 2);
        const struct step steps[] = {{'c', STEP_SENT, text, 2 * depth + 2}, {0}};
        test_play(test_stream(NULL, JSON_LINE, LINE, NULL), steps, false, got);
        const char *expected = depth == 1000 ? "client json " : "client line ";
        assert_memory_equal(got, expected, strlen(expected));
    }
}

// clang-format off
#define BY(request, response) ", \"correlate\": {\"request\": \"" request "\", \"response\": \"" response "\"}"
static const struct {
    const char *what, *client, *server, *more;
    struct step steps[TEST_STEPS];
    const char *expected;
} correlations[] = {
    {"by a member", JSON_LINE, JSON_LINE, BY("value.id", "value.id"), {C("{\"id\": 7}\r\n"), S("{\"id\": 7}\r\n{\"id\": \"7\"}\r\n{\"id\": 8}\r\n{}\r\n"), C("{}\r\n")},
        "client json {\"value\":{\"id\":7}} request\nserver json {\"value\":{\"id\":7}} response of 3\nserver json {\"value\":{\"id\":\"7\"}} response of 3\nserver json {\"value\":{\"id\":8}} response orphan\n"
        "server json {\"value\":{}} notify\nclient json {\"value\":{}}\n"},
    {"by a word of a line", LINE, JSON_LINE, BY("text.0", "value.p.seq"), {C(" 101\n2103\r\n"), S("{\"p\": {\"seq\": 101}}\r\n")},
        "client line {\"text\":\" 101\\n2103\"} request\nserver json {\"value\":{\"p\":{\"seq\":101}}} response of 3\n"},
    {"by an element", JSON_LINE, JSON_LINE, BY("value.1", "value.*.id"), {C("[0, 5]\r\n"), S("[{}, {\"id\": 5.0}]\r\n")},
        "client json {\"value\":[0,5]} request\nserver json {\"value\":[{},{\"id\":5.0}]} response of 3\n"},
    {"in order", LINE, ENDED(">"), ", \"correlate\": {\"order\": true}", {S("hi>"), C("a\r\nb\r\n"), S("1>2>3>")},
        "server line {\"text\":\"hi\"} notify\nclient line {\"text\":\"a\"} request\nclient line {\"text\":\"b\"} request\nserver line {\"text\":\"1\"} response of 4\nserver line {\"text\":\"2\"} response of 4\nserver line {\"text\":\"3\"} notify\n"},
    {"in order, chosen by paths", JSON_LINE, JSON_LINE, ", \"correlate\": {\"order\": true, \"request\": \"value.c\", \"response\": \"value.r\"}", {C("{\"c\": 1}\r\n"), S("{\"t\": 0}\r\n{\"r\": 0}\r\n")},
        "client json {\"value\":{\"c\":1}} request\nserver json {\"value\":{\"t\":0}} notify\nserver json {\"value\":{\"r\":0}} response of 3\n"},
    {"of one struct", PAIR, TAGGED, ", \"correlate\": {\"request\": \"value.a\", \"response\": \"header.n\", \"response_struct\": \"One\"}", {C("\5\0\0"), S(TWO("\5", "\1") ONE("\5", "B"))},
        "client struct {\"struct\":\"Pair\",\"value\":{\"a\":5,\"b\":0}} request\nserver struct {" H2("5") ",\"value\":{\"y\":1}} notify\nserver struct {" H1("5") ",\"value\":{\"x\":66}} response of 3\n"},
};
// clang-format on

static void responses_find_their_requests(void **state)
{
    (void)state;
    static char got[TEST_LINES];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(correlations); i++) {
        print_message("case: %s\n", correlations[i].what);
        struct ws_instance *instance = test_stream(structs, correlations[i].client,
                                                   correlations[i].server, correlations[i].more);
        test_play(instance, correlations[i].steps, false, got);
        wrong += !same(correlations[i].what, got, correlations[i].expected);
    }
    assert_int_equal(wrong, 0);
}

/** A line type's JSON as bytes in hex, or the reason of a refusal. */
static void encode_line(struct ws_instance *instance, const char *name, const char *json,
                        char out[512])
{
    const struct ws_message_type *type = ws_instance_type(instance, name);
    struct ws_encode job = {.plan = ws_instance_plans(instance, type)[0],
                            .instance = ws_instance_data(instance)};
    char why[WS_ENCODE_WHY_MAX];
    struct ws_buf bytes;
    struct ws_out fields;

    ws_out_init(&fields);
    ws_buf_init(&bytes, 4096);
    assert_int_equal(ws_json_scan(&fields, (struct ws_bytes){(const uint8_t *)json, strlen(json)},
                                  WS_JSON_NAN_WORDS | WS_JSON_EXACT, why),
                     0);
    job.fields = fields.nodes;
    if (ws_encode(&job, &bytes, why))
        snprintf(out, 512, "!%s", why);
    else
        snprintf(out, 512, "%.*s", (int)bytes.len, (const char *)bytes.data);
    ws_out_free(&fields);
    ws_buf_free(&bytes);
}

// clang-format off
static const struct { const char *end, *type, *json, *bytes; } sent[] = {
    {JSON_LINE, "line", "{\"text\": \"ab\"}", "ab\r\n"}, {JSON_LINE, "line", "{\"raw\": \"616263\"}", "abc\r\n"}, {JSON_LINE, "line", "{\"text\": \"a\\r\"}", "a\r\r\n"},
    {JSON_LINE, "json", "{\"value\": {\"a\": [1, 2.0, null, true], \"\\u00e4\": \"\\ud83d\\ude00\\n\"}}", "{\"a\": [1, 2.0, null, true], \"\\u00e4\": \"\\ud83d\\ude00\\n\"}\r\n"},
    {JSON_LINE, "json", "{\"value\": [NaN, -Infinity, \"NaN\", 123456789012345678901234567890, 1e300, -0.0]}", "[NaN, -Infinity, \"NaN\", 123456789012345678901234567890, 1e+300, -0.0]\r\n"},
    {JSON_LINE, "json", "{\"value\": [\"NaN\", \"9007199254740993\"], \"value_text\": \"[ NaN,9007199254740993 ]\"}", "[ NaN,9007199254740993 ]\r\n"},
    {JSON_LINE, "json", "{\"value\": [\"NaN\", 1], \"value_text\": \"[NaN, 2]\"}", "[\"NaN\", 1]\r\n"}, {JSON_LINE, "json", "{\"value\": {\"a\": 2}, \"value_text\": \"{\\\"a\\\":1,\\\"a\\\":2}\"}", "{\"a\":1,\"a\":2}\r\n"},
    {BEAT, "heartbeat", "{}", "heartbeat\r\n"}, {IN("latin-1"), "line", "{\"text\": \"\\u00e4\"}", "\xe4\r\n"}, {IN("cp1252"), "line", "{\"text\": \"\\u20ac\"}", "\x80\r\n"},
    {IN("latin-1"), "line", "{\"text\": \"\\u20ac\"}", "!U+20AC has no place in ISO 8859-1"}, {IN("ascii"), "line", "{\"text\": \"\\u00e4\"}", "!U+00E4 has no place in ASCII"},
    {LINE, "line", "{\"text\": \"a\\r\\nb\"}", "!the line's terminator stands in its text"}, {ENDED(">"), "line", "{\"text\": \"a>\"}", "!the line's terminator stands in its text"}, {ENDED("aa"), "line", "{\"text\": \"a\"}", "!the line's terminator stands in its text"},
    {"{\"framing\": \"line\", \"format\": \"json\", \"terminator\": \"}\"}", "json", "{\"value\": {}}", "!the line's terminator stands in its text"},
};
// clang-format on

static void lines_are_written_and_terminators_in_them_refused(void **state)
{
    (void)state;
    char got[512];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(sent); i++) {
        struct ws_instance *instance = test_stream(NULL, sent[i].end, RAW, NULL);
        encode_line(instance, sent[i].type, sent[i].json, got);
        char *place = *got == '!' ? strstr(got, ": ") : NULL;
        if (place) /* what is refused stands before */
            memmove(got + 1, place + 2, strlen(place + 2) + 1);
        wrong += !same(sent[i].json, got, sent[i].bytes);
        ws_instance_free(instance);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_hold_what_the_layout_says),
        cmocka_unit_test(events_do_not_depend_on_segments),
        cmocka_unit_test(lines_end_at_the_limit),
        cmocka_unit_test(json_nests_to_a_thousand),
        cmocka_unit_test(responses_find_their_requests),
        cmocka_unit_test(lines_are_written_and_terminators_in_them_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
