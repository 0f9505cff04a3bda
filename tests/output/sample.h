/* Events made by hand, for the tests of the forms of output. */
#ifndef WS_TEST_OUTPUT_SAMPLE_H
#define WS_TEST_OUTPUT_SAMPLE_H

#include "message/plan.h"
#include "plugin/event.h"

/* 2026-11-20T10:00:00.123456789Z: seconds by `date -u -d 2026-11-20T10:00:00Z +%s`. */
#define SAMPLE_NS INT64_C(1795168800123456789)

#define SAMPLE_KEY(key)                                                                            \
    .json_key = "\"" key "\":", .json_key_len = sizeof("\"" key "\":") - 1,                        \
    .json_key_name = "\"" key "_name\":", .json_key_name_len = sizeof("\"" key "_name\":") - 1,    \
    .json_key_hex = "\"" key "_hex\":", .json_key_hex_len = sizeof("\"" key "_hex\":") - 1

static const struct ws_name sample_status[] = {{1, "ECA_NORMAL", NULL}, {72, "ECA_IODONE", NULL}};
static const uint16_t sample_status_lens[] = {10, 10};
static const struct ws_name sample_bits[] = {{1, "READ", NULL}, {2, "WRITE", NULL}};
static const uint16_t sample_bits_lens[] = {4, 5};

enum {
    S_ROOT,
    S_COMMAND,
    S_STATUS,
    S_RIGHTS,
    S_NAME,
    S_PASSWORD,
    S_VALUE,
    S_TLVS,
    S_TYPE,
    S_BIG,
    S_MAC,
    S_IP,
    S_TIME,
    S_N
};

// clang-format off
static const struct ws_field sample_fields[S_N] = {
    [S_COMMAND] = {.key = "command", .type = WS_U16},
    [S_STATUS] = {.key = "status", .type = WS_U32, .purpose = WS_SUMMARY, .names = WS_NAMES(sample_status)},
    [S_RIGHTS] = {.key = "rights", .type = WS_U8, .flags = WS_NAMES_ARE_BITS, .names = WS_NAMES(sample_bits)},
    [S_NAME] = {.key = "name", .type = WS_TEXT, .purpose = WS_SUMMARY},
    [S_PASSWORD] = {.key = "password", .type = WS_TEXT, .purpose = WS_SECRET},
    [S_VALUE] = {.key = "value", .type = WS_NUMBERS, .element = WS_F64, .unit = "mA"},
    [S_TLVS] = {.key = "tlvs", .type = WS_TLVS},
    [S_TYPE] = {.key = "type", .type = WS_U16},
    [S_BIG] = {.key = "big", .type = WS_U64, .unit = "100 ms"},
    [S_MAC] = {.key = "mac", .type = WS_MAC},
    [S_IP] = {.key = "ip", .type = WS_IP},
    [S_TIME] = {.key = "time", .type = WS_TIME},
};
static const struct ws_row sample_rows[S_N] = {
    [S_COMMAND] = {.field = &sample_fields[S_COMMAND], SAMPLE_KEY("command")},
    [S_STATUS] = {.field = &sample_fields[S_STATUS], SAMPLE_KEY("status"), .names = sample_status, .name_lens = sample_status_lens, .n_names = 2},
    [S_RIGHTS] = {.field = &sample_fields[S_RIGHTS], SAMPLE_KEY("rights"), .names = sample_bits, .name_lens = sample_bits_lens, .n_names = 2},
    [S_NAME] = {.field = &sample_fields[S_NAME], SAMPLE_KEY("name")},
    [S_PASSWORD] = {.field = &sample_fields[S_PASSWORD], SAMPLE_KEY("password")},
    [S_VALUE] = {.field = &sample_fields[S_VALUE], SAMPLE_KEY("value")},
    [S_TLVS] = {.field = &sample_fields[S_TLVS], SAMPLE_KEY("tlvs")},
    [S_TYPE] = {.field = &sample_fields[S_TYPE], SAMPLE_KEY("type")},
    [S_BIG] = {.field = &sample_fields[S_BIG], SAMPLE_KEY("big")},
    [S_MAC] = {.field = &sample_fields[S_MAC], SAMPLE_KEY("mac")},
    [S_IP] = {.field = &sample_fields[S_IP], SAMPLE_KEY("ip")},
    [S_TIME] = {.field = &sample_fields[S_TIME], SAMPLE_KEY("time")},
};
static const struct ws_tlv sample_secret_tlv = {.type = 7, .name = "key", .purpose = WS_SECRET, .label = "key"};
static const struct ws_tlv sample_rate_tlv = {.type = 8, .name = "rate", .unit = "kbit/s", .label = "up"};
static const struct ws_row sample_secret_row = {.tlv = &sample_secret_tlv};
static const struct ws_row sample_rate_row = {.tlv = &sample_rate_tlv};

static const struct ws_plugin sample_plugin = {.name = "ca"};
static const struct ws_message_type sample_type = {.name = "read_notify_response", .kind = WS_RESPONSE};
// clang-format on

#define TEXT_NODE(row_, text_, charset_)                                                           \
    {                                                                                              \
        .row = &sample_rows[row_], .as.data = (const uint8_t *)(text_), .len = sizeof(text_) - 1,  \
        .span = 1, .kind = WS_V_TEXT, .size = (charset_)                                           \
    }
#define UINT_NODE(row_, v)                                                                         \
    {                                                                                              \
        .row = &sample_rows[row_], .as.u = (v), .span = 1, .kind = WS_V_UINT                       \
    }

/* An event of a server that answers a client. */
static inline struct ws_event sample_event(struct ws_event_flow *flow)
{
    *flow = (struct ws_event_flow){
        .id = UINT64_C(0x7f3a9c01d2e4b856),
        .transport = WS_TCP,
        .ends = {{.family = 4, .addr = {127, 0, 0, 1}, .port = 40000},
                 {.family = 4, .addr = {127, 0, 0, 1}, .port = 5064}},
        .protocol = "ca",
        .first_ns = SAMPLE_NS,
        .last_ns = SAMPLE_NS + 1,
        .packets = {3, 2},
        .bytes = {100, 40},
        .missed = {0, 7},
        .roles = {WS_CLIENT, WS_SERVER},
    };
    return (struct ws_event){
        .type = WS_EVENT_MESSAGE,
        .ts_ns = SAMPLE_NS,
        .frame = 12,
        .flow = flow,
        .side = 1,
        .from = WS_SERVER,
        .plugin = &sample_plugin,
        .message = "read_notify_response",
        .msg_type = &sample_type,
        .kind = WS_RESPONSE,
        .length = 40,
        .offset = 16,
    };
}

#endif
