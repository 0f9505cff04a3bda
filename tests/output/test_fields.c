/* Paths and columns, with a plugin made for the test. */
#include "output/fields.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

#include "sample.h"

/* Tables for checking paths; the nodes of the events come from sample.h. */
enum { T_COMMAND, T_STATUS, T_NAME, T_INNER, T_TLVS, T_N };
// clang-format off
static const struct ws_field value_rows[] = {{.key = "rate", .type = WS_U32}};
static const struct ws_table value_table = {.rows = value_rows, .n = 1};
static const struct ws_tlv tlv_list[] = {{.type = 1, .name = "rate", .table = &value_table}};
static const struct ws_tlvs tlvs = {.type_len = 2, .length_len = 2, .list = tlv_list, .n = 1};
static const struct ws_field inner_rows[] = {{.key = "depth", .type = WS_U8}};
static const struct ws_table inner_table = {.rows = inner_rows, .n = 1};
static const struct ws_field rows[T_N] = {
    [T_COMMAND] = {.key = "command", .type = WS_U16},
    [T_STATUS] = {.key = "status", .type = WS_U32, .names = WS_NAMES(sample_status)},
    [T_NAME] = {.key = "name", .type = WS_TEXT, .len = 4},
    [T_INNER] = {.key = "inner", .type = WS_STRUCT, .table = &inner_table},
    [T_TLVS] = {.key = "tlvs", .type = WS_TLVS, .tlvs = &tlvs},
};
static const struct ws_table table = {.rows = rows, .n = T_N};
static const struct ws_table *const variants[] = {&table};
static const struct ws_message_type types[] = {{.name = "hello", .variants = variants, .n_variants = 1}};
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

static const struct {
    const char *path;
    const char *why; /* NULL: right */
} paths[] = {
    {"timestamp", NULL}, {"raw", NULL}, {"ca.message", NULL}, {"ca.command", NULL}, {"ca.status_name", NULL},
    {"ca.name_hex", NULL}, {"ca.inner", NULL}, {"ca.inner.depth", NULL}, {"ca.tlvs.type", NULL}, {"ca.tlvs.rate", NULL},
    {"ca.tlvs.value_hex", NULL}, {"context.channel", NULL}, {"context.rtt_ns", NULL}, {"notes.code", NULL},
    {"notes.level", NULL}, {"errors.offset", NULL},
    {"timestmap", "no field 'timestmap'; did you mean 'timestamp'?"},
    {"ca.comand", "no field 'ca.comand'; did you mean 'ca.command'?"},
    {"ca.tlvs.rte", "no field 'ca.tlvs.rte'; did you mean 'ca.tlvs.rate'?"},
    {"ca.inner.dept", "no field 'ca.inner.dept'; did you mean 'ca.inner.depth'?"},
    {"cs.command", "no field 'cs.command'; did you mean 'ca.command'?"},
    {"context.chanel", "no field 'context.chanel'; did you mean 'context.channel'?"},
    {"errors.level", "no field 'errors.level'; did you mean 'errors.code'?"},
    {"ca..x", "'ca..x' is not of the form KEY or PROTOCOL.KEY.KEY"},
    {"", "'' is not of the form KEY or PROTOCOL.KEY.KEY"},
    {"ca.command.x", "no field 'ca.command.x'; wirespeak plugins NAME lists a protocol's, man wirespeak-read those of all events"},
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

static void paths_are_checked_and_the_nearest_is_named(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};

    for (size_t i = 0; i < WS_LEN(paths); i++) {
        struct ws_path path;
        char why[WS_WHY_MAX] = "";
        print_message("case: %s\n", paths[i].path);
        int err = ws_path_compile(paths[i].path, list, 1, &path, why);
        assert_int_equal(err, paths[i].why ? WS_E_UNKNOWN : 0);
        assert_string_equal(why, paths[i].why ? paths[i].why : "");
    }
    ws_instance_free(instance);
}

static const struct ws_node fields[] = {
    {.kind = WS_V_OBJECT, .len = 4, .span = 12},
    UINT_NODE(S_COMMAND, 15),
    UINT_NODE(S_STATUS, 1),
    TEXT_NODE(S_NAME, "a\tb\"", WS_UTF8),
    {.row = &sample_rows[S_TLVS], .kind = WS_V_ARRAY, .len = 2, .span = 8},
    {.row = &sample_rate_row, .kind = WS_V_OBJECT, .len = 2, .span = 3},
    UINT_NODE(S_TYPE, 8),
    UINT_NODE(S_STATUS, 72),
    {.row = &sample_secret_row, .kind = WS_V_OBJECT, .len = 3, .span = 4},
    UINT_NODE(S_TYPE, 7),
    UINT_NODE(S_STATUS, 99),
    UINT_NODE(S_BIG, 99),
};

// clang-format off
static const struct {
    const char *path;
    const char *wanted;
} values[] = {
    {"timestamp", "2026-11-20T10:00:00.123456789Z"}, {"event_type", "message"}, {"seq", "42"}, {"frame", "12"},
    {"flow_id", "7f3a9c01d2e4b856"}, {"proto", "TCP"}, {"src_ip", "127.0.0.1"}, {"src_port", "5064"},
    {"dest_port", "40000"}, {"from", "server"}, {"protocol", "ca"}, {"message", "read_notify_response"},
    {"kind", "response"}, {"length", "40"}, {"offset", "16"}, {"file", ""}, {"reason", ""}, {"raw", "0102"},
    {"ca.message", "read_notify_response"}, {"ca.command", "15"}, {"ca.status", "1"}, {"ca.status_name", "ECA_NORMAL"},
    {"ca.name", "a\\tb\""}, {"ca.tlvs.type", "8,7"},
    {"ca.tlvs", "{\"type\":8,\"status\":72,\"status_name\":\"ECA_IODONE\"},{\"type\":7,\"status\":\"***\",\"big\":\"***\"}"},
    {"context.request_frame", "10"}, {"context.rtt_ns", "5"}, {"context.orphan", ""}, {"notes.code", "a,b"},
    {"notes.level", "info,error"}, {"errors.code", "truncated"}, {"errors.offset", "3"},
};
// clang-format on

static struct ws_event full_event(struct ws_event_flow *flow)
{
    static const uint8_t bytes[] = {1, 2};
    struct ws_event event = sample_event(flow);

    event.fields = fields;
    event.has_request = event.has_rtt = true;
    event.request_frame = 10;
    event.rtt_ns = 5;
    event.bytes = (struct ws_bytes){bytes, 2};
    event.n_notes = 2;
    event.notes[0] = (struct ws_event_note){WS_INFO, "a", "first"};
    event.notes[1] = (struct ws_event_note){WS_ERROR, "b", "second"};
    event.n_errors = 1;
    event.errors[0] = (struct ws_event_error){"truncated", "it ends", 3};
    return event;
}

/* The line of these paths; the header's first when the style says so. */
static void expect(const struct ws_columns *columns, const struct ws_event *event,
                   const char *wanted)
{
    struct ws_print print = {0};
    const struct ws_subject subject = {&print, event, 42};
    struct ws_buf out;

    ws_buf_init(&out, 1 << 20);
    if (columns->style.header)
        ws_columns_header(columns, &out);
    ws_columns_event(columns, &subject, &out);
    ws_buf_byte(&out, 0);
    assert_string_equal((const char *)out.data, wanted);
    ws_buf_free(&out);
}

static void every_path_finds_its_values(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);

    for (size_t i = 0; i < WS_LEN(values); i++) {
        struct ws_path two[2];
        char why[WS_WHY_MAX], wanted[256];
        print_message("case: %s\n", values[i].path);
        assert_int_equal(ws_path_compile("from", list, 1, &two[0], why), 0);
        assert_int_equal(ws_path_compile(values[i].path, list, 1, &two[1], why), 0);
        struct ws_columns columns = {WS_COLUMNS_STYLE_DEFAULT, two, 2};
        snprintf(wanted, sizeof(wanted), "server\t%s\n", values[i].wanted);
        expect(&columns, &event, wanted);
    }
    ws_instance_free(instance);
}

// clang-format off
static const struct {
    const char *setting, *wanted; /* of the columns ca.tlvs.type and ca.name */
} styles[] = {
    {"header=y", "ca.tlvs.type\tca.name\n8,7\ta\\tb\"\n"},
    {"header=n", "8,7\ta\\tb\"\n"},
    {"separator=;", "8,7;a\\tb\"\n"},
    {"separator=/s", "8,7 a\\tb\"\n"},
    {"separator=/t", "8,7\ta\\tb\"\n"},
    {"quote=d", "\"8,7\"\t\"a\\tb\"\"\"\n"},
    {"quote=s", "'8,7'\t'a\\tb\"'\n"},
    {"quote=n", "8,7\ta\\tb\"\n"},
    {"occurrence=f", "8\ta\\tb\"\n"},
    {"occurrence=l", "7\ta\\tb\"\n"},
    {"occurrence=a", "8,7\ta\\tb\"\n"},
    {"aggregator=|", "8|7\ta\\tb\"\n"},
    {"separator=", NULL}, {"separator=ab", NULL}, {"separator=/x", NULL}, {"header=x", NULL}, {"header=", NULL},
    {"quote=x", NULL}, {"occurrence=", NULL}, {"colour=y", NULL}, {"header", NULL}, {"aggregator=\n", NULL},
};
// clang-format on

static void styles_are_those_of_tshark(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_path two[2];
    char why[WS_WHY_MAX];

    assert_int_equal(ws_path_compile("ca.tlvs.type", list, 1, &two[0], why), 0);
    assert_int_equal(ws_path_compile("ca.name", list, 1, &two[1], why), 0);
    for (size_t i = 0; i < WS_LEN(styles); i++) {
        print_message("case: %s\n", styles[i].setting);
        struct ws_columns columns = {WS_COLUMNS_STYLE_DEFAULT, two, 2};
        bool ok = ws_columns_set(&columns.style, styles[i].setting, why);
        assert_int_equal(ok, styles[i].wanted != NULL);
        if (ok)
            expect(&columns, &event, styles[i].wanted);
        else
            assert_non_null(strstr(why, "occurrence=f|l|a"));
    }
    ws_instance_free(instance);
}

static void an_event_without_any_of_the_values_has_no_line(void **state)
{
    (void)state;
    struct ws_instance *instance = new_instance();
    const struct ws_instance *const list[] = {instance};
    struct ws_event_flow flow;
    struct ws_event event = full_event(&flow);
    struct ws_path path;
    char why[WS_WHY_MAX];

    event.type = WS_EVENT_GAP;
    event.reason = "lost";
    assert_int_equal(ws_path_compile("ca.command", list, 1, &path, why), 0);
    struct ws_columns columns = {WS_COLUMNS_STYLE_DEFAULT, &path, 1};
    expect(&columns, &event, "");
    assert_int_equal(ws_path_compile("reason", list, 1, &path, why), 0);
    expect(&columns, &event, "lost\n");
    ws_instance_free(instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_checked_and_the_nearest_is_named),
        cmocka_unit_test(every_path_finds_its_values),
        cmocka_unit_test(styles_are_those_of_tshark),
        cmocka_unit_test(an_event_without_any_of_the_values_has_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
