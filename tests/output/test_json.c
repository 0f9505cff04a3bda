/* Events as NDJSON: expected lines are written by hand from docs/events.md. */
#include "output/json.h"

#include <stdio.h>
#include <string.h>

#include "output/json_value.h"

#include "test.h"

#include "sample.h"

#define FLOW "\"flow_id\":\"7f3a9c01d2e4b856\",\"proto\":\"TCP\","
#define SERVER                                                                                     \
    "\"src_ip\":\"127.0.0.1\",\"src_port\":5064,\"dest_ip\":\"127.0.0.1\",\"dest_port\":40000,"    \
    "\"from\":\"server\",\"protocol\":\"ca\","
#define HEAD(type, seq)                                                                            \
    "{\"timestamp\":\"2026-11-20T10:00:00.123456789Z\",\"event_type\":\"" type "\",\"seq\":" seq   \
    ",\"frame\":12,"
#define MESSAGE(name) "\"message\":\"" name "\",\"kind\":\"response\",\"length\":40,\"offset\":16"

static void expect(struct ws_print *print, const struct ws_event *event, const char *wanted)
{
    struct ws_buf out;

    ws_buf_init(&out, 1 << 20);
    ws_json_event(print, event, 42, &out);
    assert_false(out.failed);
    ws_buf_byte(&out, 0);
    assert_string_equal((const char *)out.data, wanted);
    ws_buf_free(&out);
}

static const struct ws_node two_fields[] = {
    {.kind = WS_V_OBJECT, .len = 2, .span = 3}, UINT_NODE(S_COMMAND, 15), UINT_NODE(S_STATUS, 1)};
static const struct ws_node own_context[] = {{.kind = WS_V_OBJECT, .len = 1, .span = 2},
                                             TEXT_NODE(S_NAME, "random_walk:dt", WS_UTF8)};

static void a_response_has_its_fields_names_and_context(void **state)
{
    (void)state;
    struct ws_print print = {0};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.fields = two_fields;
    event.context = own_context;
    event.has_request = event.has_rtt = true;
    event.request_frame = 10;
    event.request_offset = 32;
    event.rtt_ns = 120345;
    const char *wanted = HEAD("message", "42") FLOW SERVER MESSAGE(
        "read_notify_response") ",\"fields\":{\"command\":15,\"status\":1,\"status_name\":\"ECA_"
                                "NORMAL\"},\"context\":{\"name\":\"random_walk:dt\",\"request_"
                                "frame\":10,\"request_offset\":32,\"rtt_ns\":120345}}\n";
    expect(&print, &event, wanted);
    expect(&print, &event, wanted); /* the second time from what was kept of the flow */
}

static void an_orphan_has_a_context_of_its_own(void **state)
{
    (void)state;
    struct ws_print print = {.file = "a \"b\".pcap"};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.orphan = true;
    event.kind = WS_NO_KIND;
    expect(&print, &event,
           HEAD("message", "42") "\"file\":\"a \\\"b\\\".pcap\"," FLOW SERVER
                                 "\"message\":\"read_notify_response\",\"length\":40,\"offset\":16,"
                                 "\"context\":{\"orphan\":true}}\n");
}

static void what_is_wrong_follows_the_fields_with_raw_last(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x88, 0x0c};
    struct ws_print print = {0};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.bytes = (struct ws_bytes){bytes, 2};
    event.n_notes = 2;
    event.notes[0] = (struct ws_event_note){WS_INFO, "role_guessed", "a \"guess\""};
    event.notes[1] = (struct ws_event_note){WS_ERROR, "late", "too late"};
    event.n_errors = 1;
    event.errors[0] = (struct ws_event_error){"truncated", "the bytes end", 2};
    expect(&print, &event,
           HEAD("message", "42") FLOW SERVER MESSAGE(
               "read_notify_response") ",\"notes\":[{\"level\":\"info\",\"code\":\"role_guessed\","
                                       "\"text\":\"a "
                                       "\\\"guess\\\"\"},{\"level\":\"error\",\"code\":\"late\","
                                       "\"text\":\"too late\"}],"
                                       "\"errors\":[{\"code\":\"truncated\",\"offset\":2,\"text\":"
                                       "\"the bytes "
                                       "end\"}],\"raw\":\"880c\"}\n");
}

/* What stands behind "offset" of a message with these bytes. */
static const struct {
    const char *what;
    bool raw, secret, show, faulty;
    const char *wanted;
} raw_cases[] = {
    {"nothing asks for it", false, false, false, false, ""},
    {"--raw", true, false, false, false, ",\"raw\":\"0102\""},
    {"a malformed one", false, false, false, true, ",\"raw\":\"0102\""},
    {"--raw of a secret", true, true, false, false, ""},
    {"a malformed secret", false, true, false, true, ""},
    {"a secret that is shown", true, true, true, false, ",\"raw\":\"0102\""},
};

static void raw_is_shown_when_asked_for_or_faulty_but_not_secret(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {1, 2};

    for (size_t i = 0; i < WS_LEN(raw_cases); i++) {
        print_message("case: %s\n", raw_cases[i].what);
        struct ws_print print = {.raw = raw_cases[i].raw, .secrets = raw_cases[i].show};
        struct ws_event_flow flow;
        struct ws_event event = sample_event(&flow);
        char wanted[512];
        event.bytes = (struct ws_bytes){bytes, 2};
        event.secret = raw_cases[i].secret;
        if (raw_cases[i].faulty)
            event.msg_type = NULL;
        snprintf(wanted, sizeof(wanted), "%s%s}\n",
                 HEAD("message", "42") FLOW SERVER MESSAGE("read_notify_response"),
                 raw_cases[i].wanted);
        expect(&print, &event, wanted);
    }
}

static void raw_of_a_faulty_message_ends_at_4_kib(void **state)
{
    (void)state;
    static const uint8_t bytes[5000];
    struct ws_print print = {0};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_buf out;

    event.bytes = (struct ws_bytes){bytes, sizeof(bytes)};
    event.msg_type = NULL;
    ws_buf_init(&out, 1 << 20);
    ws_json_event(&print, &event, 1, &out);
    ws_buf_byte(&out, 0);
    const char *raw = strstr((const char *)out.data, "\"raw\":\"");
    assert_non_null(raw);
    assert_int_equal(strspn(raw + 7, "0"), 2 * 4096);
    ws_buf_free(&out);
}

static void gaps_notices_and_flows_have_their_own_keys(void **state)
{
    (void)state;
    struct ws_print print = {0};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.type = WS_EVENT_GAP;
    event.gap_length = 1448;
    event.reason = "lost";
    expect(&print, &event,
           HEAD("gap", "42") FLOW SERVER "\"length\":1448,\"offset\":16,\"reason\":\"lost\"}\n");
    event.has_resync = true;
    event.resync_at = 1500;
    expect(&print, &event,
           HEAD("gap", "42") FLOW SERVER "\"length\":1448,\"offset\":16,\"reason\":\"lost\","
                                         "\"resync_at\":1500}\n");
    event.type = WS_EVENT_NOTICE;
    event.code = "unanswered";
    event.text = "no reply";
    event.has_request = true;
    event.request_frame = 7;
    expect(&print, &event,
           HEAD("notice", "42") FLOW SERVER "\"code\":\"unanswered\",\"text\":\"no reply\","
                                            "\"request_frame\":7}\n");
}

#define WHOLE                                                                                      \
    "\"src_ip\":\"127.0.0.1\",\"src_port\":40000,\"dest_ip\":\"127.0.0.1\",\"dest_port\":5064,"

static void flow_events_count_by_direction_to_the_server(void **state)
{
    (void)state;
    struct ws_print print = {0};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    event.type = WS_EVENT_FLOW;
    event.side = -1;
    event.plugin = NULL;
    flow.protocol = NULL;
    expect(&print, &event,
           HEAD("flow", "42") FLOW WHOLE "\"from\":\"client\",\"flow\":{\"state\":\"begin\"}}\n");
    event.flow_end = true;
    event.reason = "fin";
    flow.protocol = "ca";
    expect(
        &print, &event,
        HEAD("flow", "42") FLOW WHOLE
        "\"from\":\"client\",\"protocol\":\"ca\",\"flow\":{\"state\":\"end\",\"reason\":\"fin\","
        "\"start\":\"2026-11-20T10:00:00.123456789Z\",\"end\":\"2026-11-20T10:00:00.123456790Z\","
        "\"pkts_toserver\":3,\"pkts_toclient\":2,\"bytes_toserver\":100,\"bytes_toclient\":40,"
        "\"missed_toserver\":0,\"missed_toclient\":7}}\n");
    flow.roles[0] = WS_SERVER;
    flow.roles[1] = WS_CLIENT;
    struct ws_buf out;
    ws_buf_init(&out, 1 << 20);
    ws_json_event(&print, &event, 1, &out);
    ws_buf_byte(&out, 0);
    assert_non_null(strstr((const char *)out.data, "\"from\":\"server\""));
    assert_non_null(strstr((const char *)out.data, "\"pkts_toserver\":2,\"pkts_toclient\":3"));
    ws_buf_free(&out);
}

/* The longest there is: it must fit into what a flow keeps. */
static void long_addresses_and_community_ids_fit(void **state)
{
    (void)state;
    struct ws_print print = {.community_id = true};
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);

    for (int side = 0; side < 2; side++) {
        flow.ends[side].family = 6;
        memset(flow.ends[side].addr, 0xfe, 16);
        flow.ends[side].port = 65535;
    }
    expect(
        &print, &event,
        HEAD("message", "42") "\"flow_id\":\"7f3a9c01d2e4b856\",\"community_id\":\"1:"
                              "bD9hvfFT1FaaMweVfvxsq3E3/k0=\",\"proto\":\"TCP\",\"src_ip\":\"fefe:"
                              "fefe:fefe:fefe:fefe:fefe:fefe:fefe\",\"src_port\":65535,\"dest_"
                              "ip\":\"fefe:fefe:fefe:fefe:fefe:fefe:fefe:fefe\",\"dest_port\":"
                              "65535,\"from\":\"server\",\"protocol\":\"ca\"," MESSAGE(
                                  "read_notify_response") "}\n");
    assert_true(flow.rendered[1].len < WS_RENDER_MAX);
}

static void damage_and_counters_are_events_too(void **state)
{
    (void)state;
    struct ws_print print = {0};
    struct ws_report at = {true, SAMPLE_NS, 12, NULL}, none = {false, 0, 0, "x.pcap"};
    struct ws_buf out;

    ws_buf_init(&out, 1 << 20);
    ws_json_error(&print, &at, 3, "truncated", "ends early", &out);
    ws_json_stats_begin(&print, &none, 4, &out);
    ws_json_stat("packets", 5, &out);
    ws_json_stat("gaps", 0, &out);
    ws_json_stats_end(&out);
    ws_buf_byte(&out, 0);
    assert_string_equal(
        (const char *)out.data,
        "{\"timestamp\":\"2026-11-20T10:00:00.123456789Z\",\"event_type\":\"error\",\"seq\":3,"
        "\"frame\":12,\"code\":\"truncated\",\"text\":\"ends early\"}\n"
        "{\"event_type\":\"stats\",\"seq\":4,\"file\":\"x.pcap\",\"stats\":{\"packets\":5,"
        "\"gaps\":0}}\n");
    ws_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_has_its_fields_names_and_context),
        cmocka_unit_test(an_orphan_has_a_context_of_its_own),
        cmocka_unit_test(what_is_wrong_follows_the_fields_with_raw_last),
        cmocka_unit_test(raw_is_shown_when_asked_for_or_faulty_but_not_secret),
        cmocka_unit_test(raw_of_a_faulty_message_ends_at_4_kib),
        cmocka_unit_test(gaps_notices_and_flows_have_their_own_keys),
        cmocka_unit_test(flow_events_count_by_direction_to_the_server),
        cmocka_unit_test(long_addresses_and_community_ids_fit),
        cmocka_unit_test(damage_and_counters_are_events_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
