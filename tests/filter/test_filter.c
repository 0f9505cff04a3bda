/* Filters on an event made by hand: verdicts, refusals with their places, and their bounds. */
#include "filter/filter.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "test.h"

#include "output/sample.h"

/* What the events' fields may be; their nodes come from sample.h, under the same keys. */
// clang-format off
enum { T_COMMAND, T_STATUS, T_RIGHTS, T_NAME, T_PASSWORD, T_VALUE, T_FLAG, T_BYTES, T_MAC, T_IP, T_BIG, T_TLVS, T_N };
static const struct ws_tlv tlv_list[] = {{.type = 1, .name = "rate"}};
static const struct ws_tlvs tlvs = {.type_len = 2, .length_len = 2, .list = tlv_list, .n = 1};
static const struct ws_field rows[T_N] = {
    [T_COMMAND] = {.key = "command", .type = WS_U16},
    [T_STATUS] = {.key = "status", .type = WS_U32, .names = WS_NAMES(sample_status)},
    [T_RIGHTS] = {.key = "rights", .type = WS_U8, .flags = WS_NAMES_ARE_BITS, .names = WS_NAMES(sample_bits)},
    [T_NAME] = {.key = "name", .type = WS_TEXT, .len = 4},
    [T_PASSWORD] = {.key = "password", .type = WS_TEXT, .len = 4},
    [T_VALUE] = {.key = "value", .type = WS_NUMBERS, .element = WS_F64, .repeat = WS_TIMES, .count = 2},
    [T_FLAG] = {.key = "flag", .type = WS_BOOL8},
    [T_BYTES] = {.key = "bytes", .type = WS_BYTES, .len = 2},
    [T_MAC] = {.key = "mac", .type = WS_MAC, .len = 6},
    [T_IP] = {.key = "ip", .type = WS_IP, .len = 16},
    [T_BIG] = {.key = "big", .type = WS_U64},
    [T_TLVS] = {.key = "tlvs", .type = WS_TLVS, .tlvs = &tlvs},
};
static const struct ws_table table = {.rows = rows, .n = T_N};
static const struct ws_table *const variants[] = {&table};
static const struct ws_message_type types[] = {{.name = "read_notify_response", .variants = variants, .n_variants = 1}};
static const struct ws_field context_rows[] = {{.key = "channel", .type = WS_TEXT}};

static struct ws_split split(void *c, enum ws_role from, struct ws_bytes in, struct ws_at at)
{
    (void)c; (void)from; (void)at;
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = in.len};
}
static struct ws_resync resync(void *c, enum ws_role from, struct ws_bytes in, struct ws_at at, const struct ws_lost *lost)
{
    (void)c; (void)from; (void)in; (void)at; (void)lost;
    return (struct ws_resync){.found = true};
}
static struct ws_identity identify(void *c, enum ws_role from, struct ws_bytes message)
{
    (void)c; (void)from; (void)message;
    return (struct ws_identity){.type = &types[0]};
}
static const struct ws_plugin plugin = {
    .head = WS_PLUGIN_HEAD, .name = "ca", .title = "test", .version = "1",
    .context = context_rows, .n_context = 1, .types = types, .n_types = 1,
    .max_message_bytes = 1000, .split = split, .resync = resync, .identify = identify,
};

static const struct ws_row flag_row = {.field = &rows[T_FLAG], SAMPLE_KEY("flag")};
static const struct ws_row bytes_row = {.field = &rows[T_BYTES], SAMPLE_KEY("bytes")};
static const uint8_t doubles[] = {0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0}; /* 1.5, -2 */
static const uint8_t mac[] = {0x02, 0, 0x5e, 0x10, 0, 0x0a};
static const uint8_t ip[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
static const struct ws_node fields[] = {
    {.kind = WS_V_OBJECT, .len = 12, .span = 18},
    UINT_NODE(S_COMMAND, 15),
    UINT_NODE(S_STATUS, 1),
    UINT_NODE(S_RIGHTS, 3),
    TEXT_NODE(S_NAME, "caf\xe9", WS_LATIN1),
    TEXT_NODE(S_PASSWORD, "hush", WS_UTF8),
    {.row = &sample_rows[S_VALUE], .kind = WS_V_NUMBERS, .as.data = doubles, .len = 2, .size = 8, .flags = WS_NODE_FLOAT, .span = 1},
    {.row = &flag_row, .kind = WS_V_BOOL, .as.u = 1, .span = 1},
    {.row = &bytes_row, .kind = WS_V_HEX, .as.data = (const uint8_t *)"\x88\x0c\x00", .len = 3, .span = 1},
    {.row = &sample_rows[S_MAC], .kind = WS_V_MAC, .as.data = mac, .len = 6, .span = 1},
    {.row = &sample_rows[S_IP], .kind = WS_V_IP, .as.data = ip, .len = 16, .size = 16, .span = 1},
    UINT_NODE(S_BIG, UINT64_MAX),
    {.row = &sample_rows[S_TLVS], .kind = WS_V_ARRAY, .len = 2, .span = 6},
    {.row = &sample_rate_row, .kind = WS_V_OBJECT, .len = 1, .span = 2},
    UINT_NODE(S_TYPE, 8),
    {.row = &sample_rate_row, .kind = WS_V_OBJECT, .len = 2, .span = 3},
    UINT_NODE(S_TYPE, 9),
    {.kind = WS_V_NULL, .row = &sample_rows[S_NAME], .span = 1},
};

static const struct ws_node context[] = {
    {.kind = WS_V_OBJECT, .len = 1, .span = 3},
    {.kind = WS_V_KEY, .as.data = (const uint8_t *)"channel", .len = 7, .span = 1},
    {.kind = WS_V_TEXT, .as.data = (const uint8_t *)"SR:C01:BPM:X", .len = 12, .span = 1, .flags = WS_NODE_KEYED},
};

/* Verdicts are what docs/filters.md says of the values above. */
static const struct {
    const char *text;
    bool verdict;
} verdicts[] = {
    /* presence */
    {"ca", true}, {"ca.command", true}, {"ca.tlvs.type", true}, {"reason", false}, {"errors", true}, {"notes", true},
    {"context.orphan", false}, {"context.rtt_ns", true}, {"ca.flag", true},
    /* numbers */
    {"ca.command == 15", true}, {"ca.command == 0xF", true}, {"ca.command == 15.0", true}, {"ca.command != 15", false},
    {"ca.command < 16", true}, {"ca.command <= 15", true}, {"ca.command < 15", false}, {"ca.command > -1", true},
    {"ca.command >= 15.5", false}, {"ca.command eq 15", true}, {"ca.command ne 15", false}, {"ca.command lt 16", true},
    {"ca.command le 14", false}, {"ca.command gt 14", true}, {"ca.command ge 16", false},
    {"ca.big == 18446744073709551615", true}, {"ca.big == 18446744073709551614", false},
    {"ca.big > 9223372036854775807", true}, {"ca.big == 0xffffffffffffffff", true},
    {"ca.value == 1.5", true}, {"ca.value == -2", true}, {"ca.value == -2.0e0", true}, {"ca.value < -2", false},
    {"frame == 12", true}, {"length in {1, 40}", true}, {"src_port == 5064", true},
    /* sets */
    {"ca.command in {1, 2, 15}", true}, {"ca.command in {1,2}", false}, {"ca.command in {10..20}", true},
    {"ca.command in {16..20}", false}, {"ca.command in {15..15}", true}, {"ca.value in {-3..-1}", true},
    {"ca.status in {ECA_IODONE, \"ECA_NORMAL\"}", true}, {"message in {\"malformed\"}", false},
    /* lists mean any */
    {"ca.tlvs.type == 8", true}, {"ca.tlvs.type == 9", true}, {"ca.tlvs.type == 7", false}, {"ca.tlvs.type != 8", true},
    {"not ca.tlvs.type == 8", false}, {"ca.tlvs.type > 8 and ca.tlvs.type < 9", true},
    /* what is not there has no value */
    {"reason == \"lost\"", false}, {"reason != \"lost\"", false}, {"not reason == \"lost\"", true},
    /* names */
    {"ca.status == ECA_NORMAL", true}, {"ca.status == \"ECA_NORMAL\"", true}, {"ca.status == 1", true},
    {"ca.status != ECA_IODONE", true}, {"ca.status_name == ECA_NORMAL", true}, {"ca.status contains \"NORM\"", true},
    {"ca.status matches \"^ECA_\"", true}, {"ca.rights == \"READ|WRITE\"", true}, {"ca.rights == READ", false},
    {"ca.rights contains \"READ\"", true}, {"ca.rights == 3", true},
    {"event_type == message", true}, {"from == server", true}, {"proto == TCP", true}, {"kind != request", true},
    {"notes.level == error", true}, {"notes.level == warning", false},
    /* texts */
    {"message == \"read_notify_response\"", true}, {"message == read_notify_response", true},
    {"ca.message == read_notify_response", true}, {"message contains \"notify\"", true}, {"message contains notify", true},
    {"message contains \"NOTIFY\"", false}, {"context.channel > \"SR\"", true}, {"context.channel < S", false},
    {"context.channel matches \"^SR:\"", true}, {"context.channel ~ '^SR:C\\d+:'", true}, {"context.channel matches \"^sr:\"", false},
    {"context.channel matches \"(?i)^sr:\"", true}, {"context.channel == \"SR:C01:BPM:X\"", true},
    {"context.channel == 'SR\\x3aC01\\072BPM:X'", true}, {"context.channel contains \"\"", true},
    {"notes.code == \"a\"", true}, {"notes.code == b and errors.code == truncated", true}, {"errors.offset == 3", true},
    {"ca.name == \"caf\xc3\xa9\"", true}, {"ca.name matches \"^caf\xc3\xa9$\"", true}, {"ca.name contains \"\xc3\xa9\"", true},
    {"ca.name != \"caf\xe2\x82\xac\"", true}, {"ca.name > \"cafe\"", true},
    /* a secret is the stars that are shown */
    {"ca.password == \"hush\"", false}, {"ca.password == \"***\"", true}, {"ca.password matches \"u\"", false},
    /* true and false */
    {"ca.flag == true", true}, {"ca.flag == false", false}, {"ca.flag == 1", true}, {"ca.flag != true", false},
    /* bytes and addresses */
    {"ca.bytes == 880c00", true}, {"ca.bytes == \"88:0C:00\"", true}, {"ca.bytes contains 0c00", true}, {"ca.bytes contains \"80\"", false},
    {"ca.bytes matches \"^\\x88.\\x00$\"", true}, {"raw contains 0102", true}, {"ca.bytes > 88", true},
    {"ca.mac == 02:00:5e:10:00:0a", true}, {"ca.mac == \"02-00-5E-10-00-0A\"", true}, {"ca.mac contains \"5e:10\"", true},
    {"ca.mac == 02:00:5e:10:00:0b", false},
    {"src_ip == 127.0.0.1", true}, {"src_ip == \"127.0.0.1\"", true}, {"src_ip == 127.0.0.0/8", true}, {"src_ip == 127.128.0.0/9", false},
    {"src_ip == 126.0.0.0/7", true}, {"src_ip == 0.0.0.0/0", true}, {"src_ip == ::/0", false}, {"src_ip in {10.0.0.0/8, 127.0.0.1}", true},
    {"src_ip in {127.0.0.0..127.0.0.9}", true}, {"ca.ip == 2001:db8::1", true}, {"ca.ip == 2001:db8::/32", true},
    {"ca.ip == 2001:db9::/32", false}, {"ca.ip matches \"^2001:db8::1$\"", true}, {"src_ip != 127.0.0.1", false},
    /* times */
    {"timestamp >= 2026-11-20", true}, {"timestamp < \"2026-11-20\"", false}, {"timestamp == \"2026-11-20T10:00:00.123456789Z\"", true},
    {"timestamp == \"2026-11-20 11:00:00.123456789+01:00\"", true}, {"timestamp > 2026-11-20T10:00:00.123456788", true},
    {"timestamp in {2026-11-20T10:00..2026-11-20T10:01}", true},
    /* joining: not, then and, then or */
    {"ca && frame == 12", true}, {"reason || frame == 12", true}, {"!reason", true}, {"not not ca", true}, {"! ! reason", false},
    {"ca or ca and reason", true}, {"(ca or ca) and reason", false}, {"reason and ca or ca", true}, {"reason and (ca or ca)", false},
    {"not reason and ca", true}, {"not (reason or ca)", false}, {"not ca or ca", true}, {"reason or reason or ca", true},
    {"ca and ca and reason", false}, {"not(reason)and(ca)", true},
};

/* Where '^' stands in `mark`, the fault is said to be. */
static const struct {
    const char *text, *mark, *why;
} faults[] = {
    {"ca.message = \"hello\"",
     "           ^", "'=' compares nothing; did you mean '=='?"},
    {"", "^", "there is nothing to filter by"},
    {"ca.comand == 1",
     "^", "no field 'ca.comand'; did you mean 'ca.command'?"},
    {"frame == 1 and timestmap",
     "               ^", "no field 'timestmap'; did you mean 'timestamp'?"},
    {"ca.command == \"x\"",
     "              ^", "ca.command is a number, compared with one such as 12, -3 or 0x1f"},
    {"ca.command == true",
     "              ^", "ca.command is a number, compared with one such as 12, -3 or 0x1f"},
    {"ca.command == 0x", "              ^", "ca.command is a number, compared with one such as 12, -3 or 0x1f"},
    {"ca.status == ECA_NORML",
     "             ^", "ca.status is never ECA_NORML; did you mean \"ECA_NORMAL\"?"},
    {"ca.status < ECA_NORMAL",
     "            ^", "names have no order; compare by == != or in"},
    {"ca.rights == \"READ|WRIT\"",
     "             ^", "ca.rights is never \"READ|WRIT\""},
    {"message == red_notify_response",
     "           ^", "message is never red_notify_response; did you mean \"read_notify_response\"?"},
    {"message > \"read\"", "          ^", "names have no order; compare by == != or in"},
    {"from == sever", "        ^", "from is never sever; did you mean \"server\"?"},
    {"message == 5", "           ^", "message is never 5"},
    {"text == 5", "        ^", "text is a text: put what it is compared with in quotes"},
    {"ca.flag == 2", "           ^", "ca.flag is true or false"},
    {"ca.bytes == \"xyz\"", "            ^", "ca.bytes is bytes, compared with hex such as \"880c\""},
    {"ca.mac == 02:00", "          ^", "ca.mac is a MAC address, compared with one such as 02:00:5e:10:00:0a"},
    {"src_ip == 10.0.0.0/33", "          ^", "src_ip is an address, compared with one such as 192.0.2.1 or 10.0.0.0/8"},
    {"timestamp > 2026-13-01", "            ^", "timestamp is a time, compared with one such as \"2026-11-20T10:00:00Z\""},
    {"ca.tlvs == 1", "           ^", "ca.tlvs is an object, which is there or not; compare what it holds"},
    {"ca.command contains 1", "                    ^", "only texts and bytes are looked into, and ca.command is none"},
    {"ca.command matches \"1\"", "                   ^", "only texts and bytes are looked into, and ca.command is none"},
    {"text matches \"a(b\"", "                 ^", "in the pattern: missing closing parenthesis"},
    {"text matches \"a{2,1}\"", "                   ^", "in the pattern: numbers out of order in {} quantifier"},
    {"text matches x", "             ^", "a pattern in quotes is missing here"},
    {"text == \"a\\qb\"", "          ^", "there is no such escape; \\\\ is a backslash"},
    {"text == \"\\400\"", "         ^", "there is no such escape; \\\\ is a backslash"},
    {"text == \"abc", "        ^", "this string is never closed"},
    {"text ==", "       ^", "a value is missing here"},
    {"frame in 5", "         ^", "a set is missing here, as in {1, 2, 5..9}"},
    {"frame in {}", "          ^", "a value is missing here"},
    {"frame in {1, 2", "              ^", "a ',' or '}' is missing here"},
    {"frame in {1 2}", "            ^", "a ',' or '}' is missing here"},
    {"frame in {1..}", "             ^", "a value is missing here"},
    {"(ca", "   ^", "a ')' is missing here"},
    {"ca)", "  ^", "there is no '(' for this"},
    {"()", " ^", "a field is missing here"},
    {"ca and", "      ^", "a field is missing here"},
    {"ca ca", "   ^", "'and' or 'or' is missing before this"},
    {"ca & ca", "   ^", "'&' joins nothing; did you mean '&&'?"},
    {"ca | ca", "   ^", "'|' joins nothing; did you mean '||'?"},
    {"ca ; ca", "   ^", "';' has no meaning here"},
    {"\"a\" == text", "^", "a field stands on the left, as in message == \"hello\""},
    {"seq > 5", "^", "seq numbers what is kept; frame is the packet's"},
};
// clang-format on

static struct ws_instance *new_instance(void)
{
    struct ws_instance *instance;
    char why[WS_WHY_MAX] = "";
    int err = ws_instance_new(&plugin, NULL, 0, &instance, why);
    assert_string_equal(why, "");
    assert_int_equal(err, 0);
    return instance;
}

static struct ws_event full_event(struct ws_event_flow *flow)
{
    struct ws_event event = sample_event(flow);

    event.plugin = &plugin;
    event.fields = fields;
    event.context = context;
    event.has_rtt = true;
    event.rtt_ns = 5;
    event.bytes = (struct ws_bytes){(const uint8_t *)"\1\2", 2};
    event.n_notes = 2;
    event.notes[0] = (struct ws_event_note){WS_INFO, "a", "first"};
    event.notes[1] = (struct ws_event_note){WS_ERROR, "b", "second"};
    event.n_errors = 1;
    event.errors[0] = (struct ws_event_error){"truncated", "it ends", 3};
    return event;
}

/* A filter that is right, with its matcher. */
struct ready {
    struct ws_instance *instance;
    struct ws_filter *filter;
    struct ws_matcher *matcher;
};

static struct ready make_ready(const char *text)
{
    struct ready r = {.instance = new_instance()};
    const struct ws_instance *const list[] = {r.instance};
    struct ws_filter_fault fault = {.why = ""};

    int err = ws_filter_new(text, list, 1, &r.filter, &fault);
    assert_string_equal(fault.why, "");
    assert_int_equal(err, 0);
    assert_int_equal(ws_matcher_new(r.filter, &r.matcher), 0);
    return r;
}

static void end(struct ready *r)
{
    ws_matcher_free(r->matcher);
    ws_filter_free(r->filter);
    ws_instance_free(r->instance);
}

static void an_expression_holds_or_not(void **state)
{
    (void)state;
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_print print = {.raw = true};
    const struct ws_subject subject = {&print, &event, 0};

    for (size_t i = 0; i < WS_LEN(verdicts); i++) {
        print_message("case: %s\n", verdicts[i].text);
        struct ready r = make_ready(verdicts[i].text);
        assert_int_equal(ws_filter_matches(r.filter, r.matcher, &subject), verdicts[i].verdict);
        assert_int_equal(ws_matcher_given_up(r.matcher), 0);
        end(&r);
    }
}

static void a_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};

    for (size_t i = 0; i < WS_LEN(faults); i++) {
        struct ws_filter *filter;
        struct ws_filter_fault fault = {.why = ""};
        print_message("case: %s\n", faults[i].text);
        assert_int_equal(ws_filter_new(faults[i].text, list, 1, &filter, &fault), WS_E_UNKNOWN);
        assert_string_equal(fault.why, faults[i].why);
        assert_int_equal(fault.at, strlen(faults[i].mark) - 1);
    }
    ws_instance_free(instance);
}

static void what_is_too_long_or_too_deep_is_refused(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};
    static char text[WS_FILTER_TEXT_MAX + 2];
    struct ws_filter *filter;
    struct ws_filter_fault fault;

    memset(text, '(', WS_FILTER_TEXT_MAX);
    assert_int_equal(ws_filter_new(text, list, 1, &filter, &fault), WS_E_UNKNOWN);
    assert_int_equal(fault.at, WS_FILTER_DEPTH_MAX);
    memset(text, '!', WS_FILTER_TEXT_MAX);
    memcpy(text + WS_FILTER_TEXT_MAX - 2, "ca", 2);
    assert_int_equal(ws_filter_new(text, list, 1, &filter, &fault), 0);
    ws_filter_free(filter);
    text[WS_FILTER_TEXT_MAX] = ' ';
    assert_int_equal(ws_filter_new(text, list, 1, &filter, &fault), WS_E_UNKNOWN);
    assert_string_equal(fault.why, "the filter has more than 65536 bytes");
    ws_instance_free(instance);
}

static void evaluating_allocates_nothing(void **state)
{
    (void)state;
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_print print = {.raw = true};
    const struct ws_subject subject = {&print, &event, 0};

    for (size_t i = 0; i < WS_LEN(verdicts); i++) {
        struct ready r = make_ready(verdicts[i].text);
        size_t before = mallinfo2().uordblks;
        for (int k = 0; k < 10; k++)
            ws_filter_matches(r.filter, r.matcher, &subject);
        size_t after = mallinfo2().uordblks;
        assert_int_equal(after, before);
        end(&r);
    }
}

/* Each would take years, or gigabytes, without limits. */
static void a_hostile_pattern_is_given_up_and_counted(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "text matches \"(a+)+$\"",
        "text matches \"(a|aa)+$\"",
        "text matches \"^(((a|a)*)*)*$\"",
        "text matches \"(.*)*(.*)*(.*)*[0-9]\"",
    };
    static char text[50001];
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_print print = {.raw = true};
    const struct ws_subject subject = {&print, &event, 0};

    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 2] = '!';
    event.type = WS_EVENT_NOTICE;
    event.text = text;
    for (size_t i = 0; i < WS_LEN(patterns); i++) {
        print_message("case: %s\n", patterns[i]);
        struct ready r = make_ready(patterns[i]);
        clock_t begin = clock();
        assert_false(ws_filter_matches(r.filter, r.matcher, &subject));
        assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
        assert_int_equal(ws_matcher_given_up(r.matcher), 1);
        end(&r);
    }
}

static void a_value_too_long_for_a_pattern_is_counted_unless_it_matches(void **state)
{
    (void)state;
    static char text[100001];
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_print print = {.raw = true};
    const struct ws_subject subject = {&print, &event, 0};
    struct ready r = make_ready("text matches \"b\"");

    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 2] = 'b';
    event.type = WS_EVENT_NOTICE;
    event.text = text;
    assert_false(ws_filter_matches(r.filter, r.matcher, &subject));
    assert_int_equal(ws_matcher_given_up(r.matcher), 1);
    text[10] = 'b';
    assert_true(ws_filter_matches(r.filter, r.matcher, &subject));
    assert_int_equal(ws_matcher_given_up(r.matcher), 1);
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_expression_holds_or_not),
        cmocka_unit_test(a_mistake_is_told_with_its_place),
        cmocka_unit_test(what_is_too_long_or_too_deep_is_refused),
        cmocka_unit_test(evaluating_allocates_nothing),
        cmocka_unit_test(a_hostile_pattern_is_given_up_and_counted),
        cmocka_unit_test(a_value_too_long_for_a_pattern_is_counted_unless_it_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
