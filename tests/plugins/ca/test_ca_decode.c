/* Channel Access: what messages decode to, and how values are written. */
#include <string.h>

#include "ca_test.h"

// clang-format off
/* Real traffic of libca, rsrv and caproto: bytes, and what caproto's own classes decode. */
static const struct {
    const char *what;
    char from;
    bool udp;
    const char *hex, *wanted;
} examples[] = {
    {"H1", 's', true,
     "000d0000000d13c80000000000000000",
     "beacon {\"command\":13,\"payload_size\":0,\"extended\":false,\"version\":13,\"server_por"
     "t\":5064,\"beacon_id\":0,\"address\":\"0.0.0.0\"}"},
    {"H2", 'c', true,
     "00180000000000000000000000000000",
     "repeater_register_request {\"command\":24,\"payload_size\":0,\"extended\":false,\"client"
     "_address\":\"0.0.0.0\"}"},
    {"H3", 's', true,
     "0011000000000000000000007f000001",
     "repeater_confirm_response {\"command\":17,\"payload_size\":0,\"extended\":false,\"repeat"
     "er_address\":\"127.0.0.1\"}"},
    {"H4", 'c', true,
     "000000000000000d0000000000000000",
     "version_request {\"command\":0,\"payload_size\":0,\"extended\":false,\"sequence_valid\":"
     "false,\"version\":13,\"sequence_number\":0}"},
    {"H5", 'c', true,
     "000600100005000d000000000000000072616e646f6d5f77616c6b3a64740000",
     "search_request {\"command\":6,\"payload_size\":16,\"extended\":false,\"reply\":5,\"reply"
     "_name\":\"DONT_REPLY\",\"version\":13,\"cid\":0,\"name\":\"random_walk:dt\"}"},
    {"H6", 's', true,
     "0006000813c80000ffffffff00000000000d000000000000",
     "search_response {\"command\":6,\"payload_size\":8,\"extended\":false,\"port\":5064,\"ip"
     "\":\"255.255.255.255\",\"cid\":0,\"version\":13}"},
    {"H7", 'c', false,
     "00140008000000000000000000000000726f6f7400000000",
     "client_name_request {\"command\":20,\"payload_size\":8,\"extended\":false,\"name\":\"roo"
     "t\"}"},
    {"H8", 'c', false,
     "0012000800000000000000010000000d77733a6169000000",
     "create_chan_request {\"command\":18,\"payload_size\":8,\"extended\":false,\"cid\":1,\"ve"
     "rsion\":13,\"name\":\"ws:ai\"}"},
    {"H9", 's', false,
     "00160000000000000000000100000003",
     "access_rights_response {\"command\":22,\"payload_size\":0,\"extended\":false,\"cid\":1,"
     "\"access_rights\":3,\"access_rights_name\":\"READ|WRITE\"}"},
    {"H10", 's', false,
     "00120000000600010000000100000000",
     "create_chan_response {\"command\":18,\"payload_size\":0,\"extended\":false,\"data_type\""
     ":6,\"data_type_name\":\"DBR_DOUBLE\",\"data_count\":1,\"cid\":1,\"sid\":0}"},
    {"H11", 's', false,
     "000f001800140001000000010000000100000000456243021098bd9500000000400a000000000000",
     "read_notify_response {\"command\":15,\"payload_size\":24,\"extended\":false,\"data_type"
     "\":20,\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":1,\"status\":1,\"status_name"
     "\":\"ECA_NORMAL\",\"ioid\":1,\"metadata\":{\"status\":0,\"status_name\":\"NO_ALARM\",\"s"
     "everity\":0,\"severity_name\":\"NO_ALARM\",\"stamp\":{\"secs_past_epoch\":1164067586,\"n"
     "sec\":278445461,\"iso8601\":\"2026-11-21T00:06:26.278445461Z\"}},\"value\":[3.25]}"},
    {"H12", 'c', false,
     "000400100000000100000005000000016e657720746578740000000000000000",
     "write_request {\"command\":4,\"payload_size\":16,\"extended\":false,\"data_type\":0,\"da"
     "ta_type_name\":\"DBR_STRING\",\"data_count\":1,\"sid\":5,\"ioid\":1,\"value\":[\"new tex"
     "t\"]}"},
    {"H13", 'c', false,
     "0001001000140000000000080000000100000000000000000000000000050000",
     "event_add_request {\"command\":1,\"payload_size\":16,\"extended\":false,\"data_type\":20"
     ",\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":0,\"sid\":8,\"subscription_id\":1"
     ",\"low\":0.0,\"high\":0.0,\"to\":0.0,\"mask\":5,\"mask_name\":\"DBE_VALUE|DBE_ALARM\"}"},
    {"H14", 's', false,
     "0001001800140001000000010000000100000000456243031c7b0d5c000000084028000000000000",
     "event_add_response {\"command\":1,\"payload_size\":24,\"extended\":false,\"data_type\":2"
     "0,\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":1,\"status\":1,\"status_name\":"
     "\"ECA_NORMAL\",\"subscription_id\":1,\"metadata\":{\"status\":0,\"status_name\":\"NO_ALA"
     "RM\",\"severity\":0,\"severity_name\":\"NO_ALARM\",\"stamp\":{\"secs_past_epoch\":116406"
     "7587,\"nsec\":477826396,\"iso8601\":\"2026-11-21T00:06:27.477826396Z\"}},\"value\":[12.0"
     "]}"},
    {"H15", 'c', false,
     "000c0000000000000000000000000001",
     "clear_channel_request {\"command\":12,\"payload_size\":0,\"extended\":false,\"sid\":0,\""
     "cid\":1}"},
    {"H16", 'c', false,
     "001300080023000100000034000000020000000000000000",
     "write_notify_request {\"command\":19,\"payload_size\":8,\"extended\":false,\"data_type\""
     ":35,\"data_type_name\":\"DBR_PUT_ACKT\",\"data_count\":1,\"sid\":52,\"ioid\":2,\"value\""
     ":[0]}"},
    {"H17", 's', false,
     "00130000002300010000000100000002",
     "write_notify_response {\"command\":19,\"payload_size\":0,\"extended\":false,\"data_type"
     "\":35,\"data_type_name\":\"DBR_PUT_ACKT\",\"data_count\":1,\"status\":1,\"status_name\":"
     "\"ECA_NORMAL\",\"ioid\":2}"},
    {"H18", 's', false,
     "000b004000000000ffffffff0000008e000f0000000600010000270f00000001426164205265736f75726365"
     "204944206174202e2e2f727372762f63616d6573736167652e632e373237000000000000",
     "error_response {\"command\":11,\"payload_size\":64,\"extended\":false,\"cid\":4294967295"
     ",\"status\":142,\"status_name\":\"ECA_INTERNAL\",\"original_request\":{\"command\":15,\""
     "payload_size\":0,\"extended\":false,\"data_type\":6,\"data_count\":1,\"parameter1\":9999"
     ",\"parameter2\":1},\"error_message\":\"Bad Resource ID at ../rsrv/camessage.c.727\"}"},
    {"H19", 'c', false,
     "00020000000600010000000d0000004d",
     "event_cancel_request {\"command\":2,\"payload_size\":0,\"extended\":false,\"data_type\":"
     "6,\"data_type_name\":\"DBR_DOUBLE\",\"data_count\":1,\"sid\":13,\"subscription_id\":77}"},
    {"H20", 's', false,
     "00010000001400000000001700000003",
     "event_cancel_response {\"command\":1,\"payload_size\":0,\"extended\":false,\"data_type\""
     ":20,\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":0,\"sid\":23,\"subscription_id"
     "\":3}"},
    {"H21", 's', false,
     "001a0000000000000000000100000000",
     "create_ch_fail_response {\"command\":26,\"payload_size\":0,\"extended\":false,\"cid\":1}"},
    {"H22", 's', false,
     "000e0000000a000d0000000c0000000c",
     "not_found_response {\"command\":14,\"payload_size\":0,\"extended\":false,\"reply\":10,\""
     "reply_name\":\"DO_REPLY\",\"version\":13,\"cid\":12}"},
    {"H23", 's', false,
     "001b0000000000000000000100000000",
     "server_disconn_response {\"command\":27,\"payload_size\":0,\"extended\":false,\"cid\":1}"},
    {"H24", 's', false,
     "0012ffff0004000000000002000000010000000000011170",
     "create_chan_response {\"command\":18,\"payload_size\":0,\"extended\":true,\"data_type\":"
     "4,\"data_type_name\":\"DBR_CHAR\",\"data_count\":70000,\"cid\":2,\"sid\":1}"},
    {"H26", 's', false,
     "000f003000170001000000010000000100000000000300016d6d00000000000041200000c120000041100000"
     "41000000c1000000c11000004050000000000000",
     "read_notify_response {\"command\":15,\"payload_size\":48,\"extended\":false,\"data_type"
     "\":23,\"data_type_name\":\"DBR_GR_FLOAT\",\"data_count\":1,\"status\":1,\"status_name\":"
     "\"ECA_NORMAL\",\"ioid\":1,\"metadata\":{\"status\":0,\"status_name\":\"NO_ALARM\",\"seve"
     "rity\":0,\"severity_name\":\"NO_ALARM\",\"precision\":3,\"units\":\"mm\",\"upper_disp_li"
     "mit\":10.0,\"lower_disp_limit\":-10.0,\"upper_alarm_limit\":9.0,\"upper_warning_limit\":"
     "8.0,\"lower_warning_limit\":-8.0,\"lower_alarm_limit\":-9.0},\"value\":[3.25]}"},
};

/* Sizes and offsets of the structures in db_access.h, by compiling it. */
static const struct {
    unsigned type;
    const char *name;
    unsigned size, value_size, value_offset;
} layouts[] = {
    {0, "DBR_STRING", 40, 40, 0},
    {1, "DBR_SHORT", 2, 2, 0},
    {2, "DBR_FLOAT", 4, 4, 0},
    {3, "DBR_ENUM", 2, 2, 0},
    {4, "DBR_CHAR", 1, 1, 0},
    {5, "DBR_LONG", 4, 4, 0},
    {6, "DBR_DOUBLE", 8, 8, 0},
    {7, "DBR_STS_STRING", 44, 40, 4},
    {8, "DBR_STS_SHORT", 6, 2, 4},
    {9, "DBR_STS_FLOAT", 8, 4, 4},
    {10, "DBR_STS_ENUM", 6, 2, 4},
    {11, "DBR_STS_CHAR", 6, 1, 5},
    {12, "DBR_STS_LONG", 8, 4, 4},
    {13, "DBR_STS_DOUBLE", 16, 8, 8},
    {14, "DBR_TIME_STRING", 52, 40, 12},
    {15, "DBR_TIME_SHORT", 16, 2, 14},
    {16, "DBR_TIME_FLOAT", 16, 4, 12},
    {17, "DBR_TIME_ENUM", 16, 2, 14},
    {18, "DBR_TIME_CHAR", 16, 1, 15},
    {19, "DBR_TIME_LONG", 16, 4, 12},
    {20, "DBR_TIME_DOUBLE", 24, 8, 16},
    {21, "DBR_GR_STRING", 44, 40, 4},
    {22, "DBR_GR_SHORT", 26, 2, 24},
    {23, "DBR_GR_FLOAT", 44, 4, 40},
    {24, "DBR_GR_ENUM", 424, 2, 422},
    {25, "DBR_GR_CHAR", 20, 1, 19},
    {26, "DBR_GR_LONG", 40, 4, 36},
    {27, "DBR_GR_DOUBLE", 72, 8, 64},
    {28, "DBR_CTRL_STRING", 44, 40, 4},
    {29, "DBR_CTRL_SHORT", 30, 2, 28},
    {30, "DBR_CTRL_FLOAT", 52, 4, 48},
    {31, "DBR_CTRL_ENUM", 424, 2, 422},
    {32, "DBR_CTRL_CHAR", 22, 1, 21},
    {33, "DBR_CTRL_LONG", 48, 4, 44},
    {34, "DBR_CTRL_DOUBLE", 88, 8, 80},
    {35, "DBR_PUT_ACKT", 2, 2, 0},
    {36, "DBR_PUT_ACKS", 2, 2, 0},
    {37, "DBR_STSACK_STRING", 48, 40, 8},
    {38, "DBR_CLASS_NAME", 40, 40, 0},
};
// clang-format on

/* Input that no peer should send. */
static const struct {
    const char *what;
    char from;
    bool udp;
    const char *hex, *wanted;
} malformed[] = {
    {"a payload that is no multiple of 8", 'c', false, "000400050004000500000000000000006162636465",
     "write_request {\"command\":4,\"payload_size\":5,\"extended\":false,\"data_type\":4,"
     "\"data_type_name\":\"DBR_CHAR\",\"data_count\":5,\"sid\":0,\"ioid\":0,"
     "\"value\":[97,98,99,100,101]}"},
    {"an unknown command", 'c', false, "00630000000000000000000100000002",
     "unknown {\"command\":99,\"payload_size\":0,\"extended\":false,\"data_type\":0,"
     "\"data_count\":0,\"parameter1\":1,\"parameter2\":2}"},
    {"a server's command from a client", 'c', false, "00160000000000000000000100000003",
     "unknown {\"command\":22,\"payload_size\":0,\"extended\":false,\"data_type\":0,"
     "\"data_count\":0,\"parameter1\":1,\"parameter2\":3}"},
    {"a type that there is not", 'c', false, "000f0000006300010000000100000002",
     "read_notify_request {\"command\":15,\"payload_size\":0,\"extended\":false,\"data_type\":99,"
     "\"data_count\":1,\"sid\":1,\"ioid\":2}"},
    {"a write of a type that there is not", 'c', false,
     "00130008002800010000000100000002 3ff0000000000000",
     "write_notify_request {\"command\":19,\"payload_size\":8,\"extended\":false,\"data_type\":40,"
     "\"data_count\":1,\"sid\":1,\"ioid\":2,\"payload\":\"3ff0000000000000\"}"},
    {"a subscription of 8 bytes", 'c', false, "00010008000600010000000100000002 0000000000000000",
     "event_add_request {\"command\":1,\"payload_size\":8,\"extended\":false,\"data_type\":6,"
     "\"data_type_name\":\"DBR_DOUBLE\",\"data_count\":1,\"sid\":1,\"subscription_id\":2,"
     "\"low\":0.0,\"high\":0.0} truncated@24"},
    {"a name that is not there", 'c', false, "0012000000000000000000010000000d",
     "create_chan_request {\"command\":18,\"payload_size\":0,\"extended\":false,\"cid\":1,"
     "\"version\":13,\"name\":\"\"}"},
    {"a name of NULs", 'c', false, "0012000800000000000000010000000d 0000000000000000",
     "create_chan_request {\"command\":18,\"payload_size\":8,\"extended\":false,\"cid\":1,"
     "\"version\":13,\"name\":\"\"}"},
    {"a name without NUL", 'c', false, "0012000800000000000000010000000d 6162636465666768",
     "create_chan_request {\"command\":18,\"payload_size\":8,\"extended\":false,\"cid\":1,"
     "\"version\":13,\"name\":\"abcdefgh\"}"},
    {"fewer values than told", 'c', false, "00040008000600080000000100000002 3ff0000000000000",
     "write_request {\"command\":4,\"payload_size\":8,\"extended\":false,\"data_type\":6,"
     "\"data_type_name\":\"DBR_DOUBLE\",\"data_count\":8,\"sid\":1,\"ioid\":2,\"value\":[1.0]}"
     " truncated@24"},
    {"200 labels", 's', false,
     "000f01b0001800010000000100000002 0000 0000 00c8 41 00*415 0001 0000000000000000",
     "read_notify_response {\"command\":15,\"payload_size\":432,\"extended\":false,"
     "\"data_type\":24,\"data_type_name\":\"DBR_GR_ENUM\",\"data_count\":1,\"status\":1,"
     "\"status_name\":\"ECA_NORMAL\",\"ioid\":2,\"metadata\":{\"status\":0,"
     "\"status_name\":\"NO_ALARM\",\"severity\":0,\"severity_name\":\"NO_ALARM\",\"no_str\":200,"
     "\"enum_strings\":[\"A\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
     "\"\",\"\"]},\"value\":[1]}"},
    {"less than no label", 's', false,
     "000f01b0001800010000000100000002 0000 0000 ffff 41 00*415 0001 0000000000000000",
     "read_notify_response {\"command\":15,\"payload_size\":432,\"extended\":false,"
     "\"data_type\":24,\"data_type_name\":\"DBR_GR_ENUM\",\"data_count\":1,\"status\":1,"
     "\"status_name\":\"ECA_NORMAL\",\"ioid\":2,\"metadata\":{\"status\":0,"
     "\"status_name\":\"NO_ALARM\",\"severity\":0,\"severity_name\":\"NO_ALARM\",\"no_str\":-1,"
     "\"enum_strings\":[]},\"value\":[1]}"},
    {"less than its metadata", 's', false, "000f0008001400010000000100000002 0000000000000000",
     "read_notify_response {\"command\":15,\"payload_size\":8,\"extended\":false,"
     "\"data_type\":20,\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":1,\"status\":1,"
     "\"status_name\":\"ECA_NORMAL\",\"ioid\":2,\"value\":[]} truncated@16"},
    {"no value, and no byte", 's', false, "000f0000001400000000000100000002",
     "read_notify_response {\"command\":15,\"payload_size\":0,\"extended\":false,"
     "\"data_type\":20,\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":0,\"status\":1,"
     "\"status_name\":\"ECA_NORMAL\",\"ioid\":2,\"value\":[]}"},
    {"an error that quotes nothing", 's', false,
     "000b000800000000ffffffff0000008e 0000000000000000",
     "error_response {\"command\":11,\"payload_size\":8,\"extended\":false,\"cid\":4294967295,"
     "\"status\":142,\"status_name\":\"ECA_INTERNAL\",\"error_message\":\"\"} truncated@0"},
    {"an error that quotes half a long header", 's', false,
     "000b001000000000ffffffff0000008e 000fffff000600000000000100000002",
     "error_response {\"command\":11,\"payload_size\":16,\"extended\":false,\"cid\":4294967295,"
     "\"status\":142,\"status_name\":\"ECA_INTERNAL\",\"original_request\":{\"command\":15,"
     "\"payload_size\":65535,\"extended\":false,\"data_type\":6,\"data_count\":0,\"parameter1\":1,"
     "\"parameter2\":2},\"error_message\":\"\"} truncated@0"},
    {"an error that quotes a long header", 's', false,
     "000b002000000000000000010000008e 000fffff000600000000000100000002 0000000000010004 "
     "6e6f000000000000",
     "error_response {\"command\":11,\"payload_size\":32,\"extended\":false,\"cid\":1,"
     "\"status\":142,\"status_name\":\"ECA_INTERNAL\",\"original_request\":{\"command\":15,"
     "\"payload_size\":0,\"extended\":true,\"data_type\":6,\"data_count\":65540,\"parameter1\":1,"
     "\"parameter2\":2},\"error_message\":\"no\"}"},
    {"a second of too many nanoseconds", 's', false,
     "00010018001400010000000100000001 00000000 45624303 ffffffff 00000000 4028000000000000",
     "event_add_response {\"command\":1,\"payload_size\":24,\"extended\":false,\"data_type\":20,"
     "\"data_type_name\":\"DBR_TIME_DOUBLE\",\"data_count\":1,\"status\":1,"
     "\"status_name\":\"ECA_NORMAL\",\"subscription_id\":1,\"metadata\":{\"status\":0,"
     "\"status_name\":\"NO_ALARM\",\"severity\":0,\"severity_name\":\"NO_ALARM\",\"stamp\":{"
     "\"secs_past_epoch\":1164067587,\"nsec\":4294967295,"
     "\"iso8601\":\"2026-11-21T00:06:27.4294967295Z\"}},\"value\":[12.0]}"},
    {"the last of three texts is cut", 's', false,
     "000300580000000300000001 00000002 61 00*79 6263000000000000",
     "read_response {\"command\":3,\"payload_size\":88,\"extended\":false,\"data_type\":0,"
     "\"data_type_name\":\"DBR_STRING\",\"data_count\":3,\"sid\":1,\"ioid\":2,"
     "\"value\":[\"a\",\"\",\"bc\"]}"},
    {"reserved fields, and a payload where there is none", 'c', false,
     "00170008000100020000000300000004 3132333435363738",
     "echo_request {\"command\":23,\"payload_size\":8,\"extended\":false,\"reserved_data_type\":1,"
     "\"reserved_data_count\":2,\"reserved_parameter1\":3,\"reserved_parameter2\":4,"
     "\"payload\":\"3132333435363738\"}"},
    {"the other cid is 0", 'c', false, "000600080005000d0000000700000000 6100000000000000",
     "search_request {\"command\":6,\"payload_size\":8,\"extended\":false,\"reply\":5,"
     "\"reply_name\":\"DONT_REPLY\",\"version\":13,\"cid\":7,\"reserved_parameter2\":0,"
     "\"name\":\"a\"}"},
    {"bits of a datagram's version that are reserved", 'c', true,
     "000000000007000d0000000500000000",
     "version_request {\"command\":0,\"payload_size\":0,\"extended\":false,"
     "\"reserved_data_type\":6,\"sequence_valid\":true,\"version\":13,\"sequence_number\":5}"},
    {"an empty datagram", 'c', true, "",
     "repeater_register_request {\"command\":24,\"payload_size\":0,\"extended\":false,"
     "\"zero_length\":true}"},
    {"a mark without the count", 'c', false, "000affff000000010000000000000000 00*65535", NULL},
};

static void check(struct bench *b, char from, bool udp, const char *hex, const char *wanted)
{
    const char *got = bench_decode(b, from, udp, unhex(&b->in, hex));
    assert_string_equal(got, wanted);
}

static void real_messages_decode_as_their_peers_say(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(examples); i++) {
        print_message("case: %s\n", examples[i].what);
        check(&b, examples[i].from, examples[i].udp, examples[i].hex, examples[i].wanted);
    }
    bench_close(&b);
}

static void malformed_messages_show_what_is_there(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(malformed); i++) {
        print_message("case: %s\n", malformed[i].what);
        if (malformed[i].wanted)
            check(&b, malformed[i].from, malformed[i].udp, malformed[i].hex, malformed[i].wanted);
        else
            assert_non_null(strstr(bench_decode(&b, 'c', false, unhex(&b.in, malformed[i].hex)),
                                   "\"payload_size\":65535,\"extended\":false"));
    }
    bench_close(&b);
}

static void structures_are_laid_out_as_the_public_header_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(layouts); i++) {
        struct ca_layout l = ca_layout_of(layouts[i].type);
        print_message("case: %s\n", layouts[i].name);
        assert_string_equal(ca_dbr_names[layouts[i].type].name, layouts[i].name);
        assert_int_equal(l.value_size, layouts[i].value_size);
        assert_int_equal(l.value_offset, layouts[i].value_offset);
        assert_int_equal(ca_data_size(layouts[i].type, 1), layouts[i].size);
    }
}

static void values_stand_where_the_layout_says(void **state)
{
    (void)state;
    struct bench b;
    uint8_t message[512];
    uint64_t number;
    double real;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(layouts); i++) {
        struct ca_layout l = ca_layout_of(layouts[i].type);
        struct ws_bytes m = {message, CA_HEAD + (layouts[i].size + 7) / 8 * 8};
        memset(message, 0, sizeof(message));
        message[1] = CA_READ_NOTIFY;
        ws_store_be(message + 2, 2, m.len - CA_HEAD);
        ws_store_be(message + 4, 2, layouts[i].type);
        ws_store_be(message + 6, 2, 1);
        memset(message + CA_HEAD + l.value_offset, 0x40, l.value_size);
        const char *text = bench_decode(&b, 's', false, m);
        print_message("case: %s\n", layouts[i].name);
        const struct ws_node *value = ws_member(b.got.nodes, "value");
        assert_non_null(value);
        assert_int_equal(value->len, 1);
        assert_null(strstr(text, "truncated"));
        if (value->kind == WS_V_NUMBERS) {
            number = ws_load_be(value->as.data, value->size);
            real = (double)number;
            assert_int_equal(value->size, l.value_size);
            assert_int_equal(value->as.data[0], 0x40);
            assert_true(real > 0);
        } else {
            assert_int_equal(ws_first(value)->len, CA_STRING_SIZE);
        }
        assert_int_equal(ws_member(b.got.nodes, "metadata") != NULL, l.value_offset > 0);
    }
    bench_close(&b);
}

static const struct {
    const char *what, *name, *json, *wanted;
} writing[] = {
    {"one text is trimmed in a request", "write_request",
     "{\"data_type\":0,\"sid\":5,\"ioid\":1,\"value\":[\"new text\"]}",
     "000400100000000100000005000000016e657720746578740000000000000000"},
    {"unless its size is given", "write_request",
     "{\"payload_size\":40,\"data_type\":0,\"sid\":5,\"ioid\":1,\"value\":[\"x\"]}",
     "000400280000000100000005000000017800000000000000000000000000000000000000000000000000000000000"
     "0"
     "000000000000000000"},
    {"one text is written in full in an answer", "read_notify_response",
     "{\"data_type\":0,\"ioid\":1,\"value\":[\"x\"]}",
     "000f00280000000100000001000000017800000000000000000000000000000000000000000000000000000000000"
     "0"
     "000000000000000000"},
    {"a count is what it is said to be", "write_notify_request",
     "{\"data_type\":6,\"data_count\":3,\"sid\":1,\"ioid\":2,\"value\":[1.5]}",
     "001300080006000300000001000000023ff8000000000000"},
    {"a name may fill its payload", "create_chan_request",
     "{\"payload_size\":8,\"cid\":1,\"name\":\"abcdefgh\"}",
     "0012000800000000000000010000000d6162636465666768"},
    {"or has its NUL", "create_chan_request", "{\"cid\":1,\"name\":\"abcdefgh\"}",
     "0012001000000000000000010000000d61626364656667680000000000000000"},
    {"a size that is too small is not kept", "create_chan_request",
     "{\"payload_size\":0,\"cid\":1,\"name\":\"a\"}",
     "0012000800000000000000010000000d6100000000000000"},
    {"a long header is written when it is asked for", "create_chan_response",
     "{\"extended\":true,\"data_type\":4,\"data_count\":3,\"cid\":2,\"sid\":1}",
     "0012ffff0004000000000002000000010000000000000003"},
    {"or when the count needs it", "read_notify_request",
     "{\"data_type\":6,\"data_count\":65535,\"sid\":2,\"ioid\":1}",
     "000fffff000600000000000200000001000000000000ffff"},
    {"the second cid is the first", "search_request", "{\"cid\":7,\"name\":\"a\"}",
     "000600080005000d00000007000000076100000000000000"},
    {"unless it is given", "search_request", "{\"cid\":7,\"reserved_parameter2\":0,\"name\":\"a\"}",
     "000600080005000d00000007000000006100000000000000"},
    {"a datagram's version", "version_request", "{\"sequence_valid\":true,\"sequence_number\":5}",
     "000000000001000d0000000500000000"},
    {"a circuit's version", "version_request", "{\"priority\":10}",
     "00000000000a000d0000000000000000"},
    {"an empty datagram", "repeater_register_request", "{\"zero_length\":true}", ""},
    {"labels fill their places", "read_notify_response",
     "{\"payload_size\":424,\"data_type\":24,\"ioid\":1,\"metadata\":{\"enum_strings\":[\"A\"]},"
     "\"value\":[70000]}",
     "!value.0: no whole number, or out of range"},
};

static void values_are_written_as_peers_write_them(void **state)
{
    (void)state;
    struct bench b;

    bench_open(&b);
    for (size_t i = 0; i < WS_LEN(writing); i++) {
        print_message("case: %s\n", writing[i].what);
        assert_string_equal(bench_encode(&b, writing[i].name, writing[i].json), writing[i].wanted);
    }
    bench_close(&b);
}

static void an_array_of_a_megabyte_is_one_value(void **state)
{
    (void)state;
    enum { COUNT = 1 << 20, SIZE = COUNT * 8 };
    struct bench b;
    static uint8_t message[CA_LONG_HEAD + SIZE];

    bench_open(&b);
    message[1] = CA_READ_NOTIFY;
    ws_store_be(message + 2, 2, CA_LONG_MARK);
    ws_store_be(message + 4, 2, 6);
    ws_store_be(message + 16, 4, SIZE);
    ws_store_be(message + 20, 4, COUNT);
    struct ws_bytes m = {message, sizeof(message)};
    struct ws_identity id = ca_identify(&b.conversation, WS_SERVER, m);
    const struct ws_plan *plan = ws_instance_plans(b.instance, id.type)[id.variant];
    assert_int_equal(ws_decode(&b.got, plan, NULL, m), 0);
    const struct ws_node *value = ws_member(b.got.nodes, "value");
    assert_int_equal(value->kind, WS_V_NUMBERS);
    assert_int_equal(value->len, COUNT);
    assert_ptr_equal(value->as.data, message + CA_LONG_HEAD);
    assert_int_equal(b.got.n_faults, 0);
    assert_true(b.got.n < 32);
    bench_close(&b);
}

static void codes_are_those_of_the_public_header(void **state)
{
    (void)state;
    for (uint32_t v = 0; v < 1024; v++) {
        bool found = false;
        for (size_t i = 0; i < CA_N_STATUS; i++)
            found = found || ca_status_names[i].value == v;
        assert_int_equal(ca_is_status(v), found);
    }
    assert_false(ca_is_status(UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_messages_decode_as_their_peers_say),
        cmocka_unit_test(malformed_messages_show_what_is_there),
        cmocka_unit_test(structures_are_laid_out_as_the_public_header_says),
        cmocka_unit_test(values_stand_where_the_layout_says),
        cmocka_unit_test(values_are_written_as_peers_write_them),
        cmocka_unit_test(an_array_of_a_megabyte_is_one_value),
        cmocka_unit_test(codes_are_those_of_the_public_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
