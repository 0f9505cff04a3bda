/* ANCP's TLVs: RFC 6320 section 4 to 6, RFC 7256 section 5,
 * draft-lihawi-ancp-protocol-access-extension-14. */
#include "ancp.h"

// clang-format off

/* Names of values */

static const struct ws_name data_links[] = {
    {0, "ATM_AAL5", NULL},
    {1, "ETHERNET", NULL},
};
static const struct ws_name encapsulations_1[] = {
    {0, "NA", "not available"},
    {1, "UNTAGGED_ETHERNET", NULL},
    {2, "SINGLE_TAGGED_ETHERNET", NULL},
    {3, "DOUBLE_TAGGED_ETHERNET", NULL},
};
static const struct ws_name encapsulations_2[] = {
    {0, "NA", "not available"},
    {1, "PPPOA_LLC", NULL},
    {2, "PPPOA_NULL", NULL},
    {3, "IPOA_LLC", NULL},
    {4, "IPOA_NULL", NULL},
    {5, "EOAAL5_LLC_WITH_FCS", "Ethernet over AAL5"},
    {6, "EOAAL5_LLC_WITHOUT_FCS", "Ethernet over AAL5"},
    {7, "EOAAL5_NULL_WITH_FCS", "Ethernet over AAL5"},
    {8, "EOAAL5_NULL_WITHOUT_FCS", "Ethernet over AAL5"},
};
static const struct ws_name command_codes[] = {
    {1, "ADD", NULL},
    {2, "DELETE", NULL},
    {3, "DELETE_ALL", "holds no flow"},
    {4, "ADMISSION_CONTROL_REJECT", NULL},
    {5, "CONDITIONAL_ACCESS_REJECT", NULL},
    {6, "BOTH_REJECTS", NULL},
};
static const struct ws_name operations[] = {
    {1, "ADD", NULL},
    {2, "DELETE", "needs an exact match"},
    {3, "REPLACE", NULL},
};
static const struct ws_name list_types[] = {
    {1, "WHITE", "the AN decides by itself"},
    {2, "BLACK", "never replicated"},
    {3, "GREY", "the NAS is asked"},
};
static const struct ws_name flow_types[] = {
    {1, "ASM", "any source"},
    {2, "SSM", "these sources"},
};
enum { IPV4 = 1, IPV6 = 2 };
static const struct ws_name address_families[] = {
    {IPV4, "IPV4", NULL},
    {IPV6, "IPV6", NULL},
};
static const struct ws_name dsl_line_states[] = {
    {1, "SHOWTIME", "in use"},
    {2, "IDLE", NULL},
    {3, "SILENT", NULL},
};
static const struct ws_name dsl_types[] = {
    {0, "OTHER", NULL},
    {1, "ADSL1", NULL},
    {2, "ADSL2", NULL},
    {3, "ADSL2_PLUS", NULL},
    {4, "VDSL1", NULL},
    {5, "VDSL2", NULL},
    {6, "SDSL", NULL},
    {7, "UNKNOWN", "draft"},
    {8, "G_FAST", "draft"},
    {9, "VDSL2_ANNEX_Q", "draft"},
    {10, "SDSL_BONDED", "draft"},
    {11, "VDSL2_BONDED", "draft"},
    {12, "G_FAST_BONDED", "draft"},
    {13, "VDSL2_ANNEX_Q_BONDED", "draft"},
};
static const struct ws_name pon_types[] = {
    {0, "OTHER", NULL},
    {1, "GPON", NULL},
    {2, "XG_PON1", NULL},
    {3, "TWDM_PON", NULL},
    {4, "XGS_PON", NULL},
    {5, "WDM_PON", NULL},
    {7, "UNKNOWN", NULL},
    {8, "25GS_PON", NULL},
    {9, "50G_PON", NULL},
};

/* Values */

#define TABLE(table, title) static const struct ws_table table##_table = {.rows = table, .n = WS_LEN(table), .name = title}

#define TLVS(text)  { .key = "tlvs", .doc = text, .type = WS_TLVS, .tlvs = &ancp_tlvs }
#define TRAILING    { .key = "trailing", .doc = "1 to 3 bytes that are no TLV", .type = WS_BYTES, .flags = WS_IF_ANY }

static const struct ws_field text[] = {
    { .key = "value", .doc = "UTF-8, without a zero behind it", .type = WS_TEXT, .charset = WS_UTF8 },
};
TABLE(text, "text");

static const struct ws_field number[] = {
    { .key = "value", .doc = "the number", .type = WS_U32 },
};
TABLE(number, "number");

static const struct ws_field container[] = {
    TLVS("what it holds"),
    TRAILING,
};
TABLE(container, "container");

/* Every byte is one too many. */
static const struct ws_field nothing[] = {
    { .doc = "no value: being there says it", .type = WS_ALIGN, .len = 1 },
};
TABLE(nothing, "nothing");

static const struct ws_field vlans[] = {
    { .key = "values", .doc = "one VLAN; or the inner one (or VCI), then the outer one (or VPI)", .type = WS_NUMBERS,
      .element = WS_U32, .repeat = WS_TO_END },
};
TABLE(vlans, "access_aggregation_circuit_id_binary");

static const struct ws_field opaque_data[] = {
    { .key = "values", .doc = "the NAS's own; the AN sends it back", .type = WS_NUMBERS, .element = WS_U32,
      .repeat = WS_TO_END, .purpose = WS_ID,
      .id = { .space = "opaque_data", .by = WS_BY_REQUESTER, .scope = WS_PER_REQUEST } },
};
TABLE(opaque_data, "opaque_data");

static const struct ws_field oam_parameters[] = {
    { .key = "count", .doc = "loopback cells to send, 1 to 32", .type = WS_U8, .value = 1 },
    { .key = "timeout", .doc = "for the whole test; 0: the AN decides", .unit = "s", .type = WS_U8 },
};
TABLE(oam_parameters, "oam_loopback_test_parameters");

static const struct ws_field encapsulation[] = {
    { .key = "data_link", .doc = "what the line carries", .type = WS_U8, .value = 1, .names = WS_NAMES(data_links) },
    { .key = "encapsulation_1", .doc = "VLAN tags", .type = WS_U8, .names = WS_NAMES(encapsulations_1) },
    { .key = "encapsulation_2", .doc = "what ATM carries", .type = WS_U8, .names = WS_NAMES(encapsulations_2) },
};
TABLE(encapsulation, "access_loop_encapsulation");

static const struct ws_field dsl_line_state[] = {
    { .key = "value", .doc = "whether the line is in use", .type = WS_U32, .value = 1, .names = WS_NAMES(dsl_line_states) },
};
TABLE(dsl_line_state, "dsl_line_state");

static const struct ws_field dsl_type[] = {
    { .key = "value", .doc = "how the line is modulated", .type = WS_U32, .names = WS_NAMES(dsl_types) },
};
TABLE(dsl_type, "dsl_type");

static const struct ws_field pon_type[] = {
    { .key = "value", .doc = "kind of passive optical network", .type = WS_U32, .names = WS_NAMES(pon_types) },
};
TABLE(pon_type, "pon_access_type");

static const struct ws_field command[] = {
    { .key = "command_code", .doc = "what becomes of the flow", .type = WS_U8, .value = 1, .purpose = WS_KEY | WS_SUMMARY,
      .names = WS_NAMES(command_codes) },
    { .key = "accounting", .doc = "1: count octets (only with Add)", .type = WS_U8 },
    { .key = "reserved", .doc = "0", .type = WS_U16, .purpose = WS_VOLATILE },
    TLVS("the flow, and in an admission request who asks for it"),
    TRAILING,
};
TABLE(command, "command");

static const struct ws_field bandwidth_request[] = {
    { .key = "required_amount", .doc = "in all, not in addition", .unit = "kbit/s", .type = WS_U32, .purpose = WS_SUMMARY },
    { .key = "preferred_amount", .doc = "in all, not in addition", .unit = "kbit/s", .type = WS_U32, .purpose = WS_SUMMARY },
};
TABLE(bandwidth_request, "bandwidth_request");

static const struct ws_field committed_bandwidth[] = {
    { .key = "committed_bandwidth", .doc = "in use by multicast on the line", .unit = "kbit/s", .type = WS_U32,
      .purpose = WS_SUMMARY },
    TLVS("the line, in a target"),
    TRAILING,
};
TABLE(committed_bandwidth, "committed_bandwidth");

static const struct ws_field source_ip[] = {
    { .key = "value", .doc = "who sent the join", .type = WS_IP },
};
TABLE(source_ip, "request_source_ip");

static const struct ws_field source_mac[] = {
    { .key = "value", .doc = "who sent the join", .type = WS_MAC },
};
TABLE(source_mac, "request_source_mac");

enum { STATUS_RESERVED, STATUS_MESSAGE_TYPE, STATUS_LENGTH, STATUS_MESSAGE };
static const struct ws_field status_info[] = {
    [STATUS_RESERVED] = { .key = "reserved", .doc = "0", .type = WS_U8, .purpose = WS_VOLATILE },
    [STATUS_MESSAGE_TYPE] = { .key = "message_type", .doc = "of the request that failed; 0: none", .type = WS_U8,
      .purpose = WS_SUMMARY },
    [STATUS_LENGTH] = { .key = "error_message_length", .doc = "without padding", .type = WS_U16, .purpose = WS_DERIVED,
      .derive = { .measure = WS_LEN_OF, .row = WS_ROW(STATUS_MESSAGE) } },
    [STATUS_MESSAGE] = { .key = "error_message", .doc = "for people: language tag, colon, text", .type = WS_TEXT,
      .charset = WS_UTF8, .len_from = WS_ROW(STATUS_LENGTH), .purpose = WS_VOLATILE | WS_SUMMARY },
    { .type = WS_ALIGN, .len = 4 },
    TLVS("the line, and the TLVs that are missing or wrong"),
    TRAILING,
};
TABLE(status_info, "status_info");

/* Multicast flow: RFC 7256 section 5.12 */

/* A row that makes the value a fault: -1 is no number of sources and no family. */
static const struct ws_table no_such_table = {.rows = nothing, .n = WS_LEN(nothing)};
static const struct ws_case no_such_case[] = {{-1, &no_such_table}};

enum { FLOW_NUMBER, FLOW_ADDRESSES };

#define NUMBER_OF_SOURCES(size) \
    [FLOW_NUMBER] = { .key = "number_of_source_addresses", .doc = "0: any source", .type = WS_U16, .purpose = WS_DERIVED, \
      .derive = { .measure = WS_LEN_OF, .row = WS_ROW(FLOW_ADDRESSES), .bias = -(size), .unit = (size) } }

/* Addresses are shown only when they fill the value exactly. */
static const struct ws_choice too_many_bytes = {
    .on = WS_OUTER_ROW(FLOW_NUMBER), .cases = no_such_case, .n = WS_LEN(no_such_case),
};

#define ADDRESSES(size) \
    { .key = "group_address", .doc = "multicast group", .type = WS_IP, .len = (size) }, \
    { .key = "source_addresses", .doc = "senders to the group", .type = WS_IP, .len = (size), .repeat = WS_COUNTED, \
      .count_from = WS_OUTER_ROW(FLOW_NUMBER) }, \
    { .type = WS_CHOICE, .flags = WS_IF_ANY, .choice = &too_many_bytes }

static const struct ws_field addresses_4[] = { ADDRESSES(4) };
TABLE(addresses_4, "IPv4 flow");
static const struct ws_field addresses_6[] = { ADDRESSES(16) };
TABLE(addresses_6, "IPv6 flow");

static const struct ws_field flow_4[] = {
    NUMBER_OF_SOURCES(4),
    [FLOW_ADDRESSES] = { .type = WS_STRUCT, .flags = WS_ATOMIC, .table = &addresses_4_table },
};
TABLE(flow_4, NULL);
static const struct ws_field flow_6[] = {
    NUMBER_OF_SOURCES(16),
    [FLOW_ADDRESSES] = { .type = WS_STRUCT, .flags = WS_ATOMIC, .table = &addresses_6_table },
};
TABLE(flow_6, NULL);

static const struct ws_choice no_such_family = {
    .on = WS_ROW(FLOW_NUMBER), .cases = no_such_case, .n = WS_LEN(no_such_case),
};
static const struct ws_field flow_unknown[] = {
    [FLOW_NUMBER] = { .key = "number_of_source_addresses", .doc = "of a family that is not known", .type = WS_U16 },
    [FLOW_ADDRESSES] = { .type = WS_CHOICE, .choice = &no_such_family },
};
TABLE(flow_unknown, NULL);

static const struct ws_case flow_cases[] = {{IPV4, &flow_4_table}, {IPV6, &flow_6_table}};
enum { FLOW_TYPE, FLOW_FAMILY, FLOW_REST };
static const struct ws_choice flow_choice = {
    .on = WS_ROW(FLOW_FAMILY), .cases = flow_cases, .n = WS_LEN(flow_cases), .otherwise = &flow_unknown_table,
};
static const struct ws_field multicast_flow[] = {
    [FLOW_TYPE] = { .key = "flow_type", .doc = "whether sources are named", .type = WS_U8, .value = 1, .purpose = WS_KEY,
      .names = WS_NAMES(flow_types) },
    [FLOW_FAMILY] = { .key = "address_family", .doc = "of all addresses of the flow", .type = WS_U8, .value = IPV4,
      .purpose = WS_KEY, .names = WS_NAMES(address_families) },
    [FLOW_REST] = { .type = WS_CHOICE, .choice = &flow_choice },
};
TABLE(multicast_flow, "multicast_flow");

/* List-Action: RFC 7256 section 5.3 */

enum { PREFIX_GROUP_LEN, PREFIX_SOURCE_LEN, PREFIX_GROUP, PREFIX_SOURCE };
#define PREFIXES(size) \
    [PREFIX_GROUP_LEN] = { .key = "group_prefix_length", .doc = "0: any group", .unit = "bits", .type = WS_U8 }, \
    [PREFIX_SOURCE_LEN] = { .key = "source_prefix_length", .doc = "0: any source", .unit = "bits", .type = WS_U8 }, \
    [PREFIX_GROUP] = { .key = "group_prefix", .doc = "filled up with zero bits", .type = WS_IP, .len = (size), \
      .flags = WS_LEN_BITS, .len_from = WS_ROW(PREFIX_GROUP_LEN), \
      .when = { .row = WS_ROW(PREFIX_GROUP_LEN), .test = WS_NOT_EQUAL, .value = 0 } }, \
    [PREFIX_SOURCE] = { .key = "source_prefix", .doc = "filled up with zero bits", .type = WS_IP, .len = (size), \
      .flags = WS_LEN_BITS, .len_from = WS_ROW(PREFIX_SOURCE_LEN), \
      .when = { .row = WS_ROW(PREFIX_SOURCE_LEN), .test = WS_NOT_EQUAL, .value = 0 } }

static const struct ws_field prefixes_4[] = { PREFIXES(4) };
TABLE(prefixes_4, "IPv4 flow field");
static const struct ws_field prefixes_6[] = { PREFIXES(16) };
TABLE(prefixes_6, "IPv6 flow field");

enum { GROUP_NUMBER, GROUP_FLOWS, GROUP_FAULT };
#define GROUP(prefixes) \
    [GROUP_NUMBER] = { .key = "number_of_flow_fields", .doc = "in this group", .type = WS_U16, .purpose = WS_DERIVED, \
      .derive = { .measure = WS_COUNT_OF, .row = WS_ROW(GROUP_FLOWS) } }, \
    [GROUP_FLOWS] = { .key = "flows", .doc = "pairs of prefixes", .type = WS_STRUCT, .flags = WS_ATOMIC, \
      .repeat = WS_COUNTED, .count_from = WS_ROW(GROUP_NUMBER), .table = (prefixes) }

static const struct ws_field group_4[] = { GROUP(&prefixes_4_table) };
TABLE(group_4, NULL);
static const struct ws_field group_6[] = { GROUP(&prefixes_6_table) };
TABLE(group_6, NULL);

/* No flow of an unknown family can be read, and the group is a fault even without one. */
static const struct ws_choice no_such_flow = {
    .on = WS_OUTER_ROW(GROUP_NUMBER), .cases = no_such_case, .n = WS_LEN(no_such_case),
};
static const struct ws_field prefixes_unknown[] = { { .type = WS_CHOICE, .choice = &no_such_flow } };
TABLE(prefixes_unknown, NULL);
static const struct ws_choice no_such_group = {
    .on = WS_ROW(GROUP_NUMBER), .cases = no_such_case, .n = WS_LEN(no_such_case),
};
static const struct ws_field group_unknown[] = {
    GROUP(&prefixes_unknown_table),
    [GROUP_FAULT] = { .type = WS_CHOICE, .choice = &no_such_group },
};
TABLE(group_unknown, NULL);

static const struct ws_case group_cases[] = {{IPV4, &group_4_table}, {IPV6, &group_6_table}};
enum { GROUP_FAMILY, GROUP_REST };
static const struct ws_choice group_choice = {
    .on = WS_ROW(GROUP_FAMILY), .cases = group_cases, .n = WS_LEN(group_cases), .otherwise = &group_unknown_table,
};
static const struct ws_field group[] = {
    [GROUP_FAMILY] = { .key = "address_family", .doc = "of all addresses of the group", .type = WS_U16, .value = IPV4,
      .names = WS_NAMES(address_families) },
    [GROUP_REST] = { .type = WS_CHOICE, .choice = &group_choice },
};
static const struct ws_table group_table = {.rows = group, .n = WS_LEN(group), .name = "group of flow fields", .min = 4};

static const struct ws_field list_action[] = {
    { .key = "operation", .doc = "what becomes of the list", .type = WS_U8, .value = 1, .purpose = WS_SUMMARY,
      .names = WS_NAMES(operations) },
    { .key = "list_type", .doc = "which list", .type = WS_U8, .value = 1, .purpose = WS_SUMMARY, .names = WS_NAMES(list_types) },
    { .key = "reserved", .doc = "0", .type = WS_U16, .purpose = WS_VOLATILE },
    { .key = "flow_lists", .doc = "taken in this order", .type = WS_STRUCT, .repeat = WS_TO_END, .table = &group_table },
};
TABLE(list_action, "list_action");

/* The list of all */

#define LINE_ID(code, key, what, shown, values) \
    { .type = (code), .name = (key), .doc = (what), .label = (shown), .table = (values), .purpose = WS_KEY }
#define TEXT(code, key, what, shown) \
    { .type = (code), .name = (key), .doc = (what), .label = (shown), .table = &text_table }
#define NUMBER(code, key, what, of, shown) \
    { .type = (code), .name = (key), .doc = (what), .unit = (of), .label = (shown), .table = &number_table, .min = 4, .max = 4 }
#define RATE(code, key, what, shown) \
    { .type = (code), .name = (key), .doc = (what), .unit = "kbit/s", .label = (shown), .table = &number_table, \
      .min = 4, .max = 4, .purpose = WS_VOLATILE }
#define DELAY(code, key, what) \
    { .type = (code), .name = (key), .doc = (what), .unit = "ms", .table = &number_table, .min = 4, .max = 4, \
      .purpose = WS_VOLATILE }
#define CONTAINER(code, key, what) \
    { .type = (code), .name = (key), .doc = (what), .table = &container_table, .holds_tlvs = 1 }

static const struct ws_tlv tlv_types[] = {
    LINE_ID(ANCP_TLV_CIRCUIT_ID, "access_loop_circuit_id", "the line, as the AN names it; up to 63 bytes", "circuit", &text_table),
    LINE_ID(ANCP_TLV_REMOTE_ID, "access_loop_remote_id", "the subscriber; up to 63 bytes", "remote", &text_table),
    LINE_ID(ANCP_TLV_AGGREGATION_ASCII, "access_aggregation_circuit_id_ascii", "the uplink's circuit; up to 63 bytes",
            "aggregation", &text_table),
    CONTAINER(ANCP_TLV_DSL_LINE_ATTRIBUTES, "dsl_line_attributes", "state and rates of a DSL line"),
    TEXT(ANCP_TLV_SERVICE_PROFILE, "service_profile_name", "what the line is set to; up to 64 bytes", "profile"),
    { .type = ANCP_TLV_AGGREGATION_BINARY, .name = "access_aggregation_circuit_id_binary", .doc = "the uplink's VLANs or PVC",
      .label = "vlan", .table = &vlans_table, .min = 4, .max = 8, .step = 4, .purpose = WS_KEY },
    { .type = ANCP_TLV_OAM_PARAMETERS, .name = "oam_loopback_test_parameters", .doc = "how to test the line",
      .table = &oam_parameters_table, .min = 2, .max = 2 },
    { .type = ANCP_TLV_OPAQUE_DATA, .name = "opaque_data", .doc = "sent back with the test's outcome",
      .table = &opaque_data_table, .min = 4, .max = 8, .step = 4 },
    { .type = ANCP_TLV_OAM_RESPONSE, .name = "oam_loopback_test_response_string", .doc = "the test's outcome; up to 128 bytes",
      .label = "test", .table = &text_table, .purpose = WS_VOLATILE },
    { .type = ANCP_TLV_COMMAND, .name = "command", .doc = "one step of multicast control", .table = &command_table, .min = 4,
      .holds_tlvs = 1 },
    CONTAINER(ANCP_TLV_PON_LINE_ATTRIBUTES, "pon_access_line_attributes", "type and rates of an optical line (draft)"),
    CONTAINER(ANCP_TLV_MULTICAST_PROFILE, "multicast_service_profile", "a named set of white, black and grey lists"),
    NUMBER(ANCP_TLV_BANDWIDTH_ALLOCATION, "bandwidth_allocation", "what the AN may give to multicast on the line", "kbit/s",
           "bandwidth"),
    { .type = ANCP_TLV_BANDWIDTH_REQUEST, .name = "bandwidth_request", .doc = "what is wanted instead",
      .table = &bandwidth_request_table, .min = 8, .max = 8 },
    { .type = ANCP_TLV_MULTICAST_PROFILE_NAME, .name = "multicast_service_profile_name", .doc = "bytes of any kind; up to 255",
      .label = "multicast profile", .purpose = WS_KEY },
    { .type = ANCP_TLV_MULTICAST_FLOW, .name = "multicast_flow", .doc = "a group, and its sources", .table = &multicast_flow_table,
      .min = 4, .purpose = WS_KEY },
    { .type = ANCP_TLV_LIST_ACTION, .name = "list_action", .doc = "changes one list of a profile", .table = &list_action_table,
      .min = 4 },
    NUMBER(ANCP_TLV_SEQUENCE_NUMBER, "sequence_number", "which command failed, from 1", NULL, "command"),
    { .type = ANCP_TLV_WHITE_LIST_CAC, .name = "white_list_cac", .doc = "white-listed flows need bandwidth too",
      .table = &nothing_table },
    { .type = ANCP_TLV_MREPCTL_CAC, .name = "mrepctl_cac", .doc = "flows that the NAS commands need bandwidth too",
      .table = &nothing_table },

    RATE(0x81, "actual_net_data_rate_upstream", "now", "up"),
    RATE(0x82, "actual_net_data_rate_downstream", "now", "down"),
    RATE(0x83, "minimum_net_data_rate_upstream", "the least that the operator wants", NULL),
    RATE(0x84, "minimum_net_data_rate_downstream", "the least that the operator wants", NULL),
    RATE(0x85, "attainable_net_data_rate_upstream", "the most that the line could do", NULL),
    RATE(0x86, "attainable_net_data_rate_downstream", "the most that the line could do", NULL),
    RATE(0x87, "maximum_net_data_rate_upstream", "the most that the operator allows", NULL),
    RATE(0x88, "maximum_net_data_rate_downstream", "the most that the operator allows", NULL),
    RATE(0x89, "minimum_net_low_power_data_rate_upstream", "the least in low-power state", NULL),
    RATE(0x8a, "minimum_net_low_power_data_rate_downstream", "the least in low-power state", NULL),
    DELAY(0x8b, "maximum_interleaving_delay_upstream", "the most that the operator allows"),
    DELAY(0x8c, "actual_interleaving_delay_upstream", "now"),
    DELAY(0x8d, "maximum_interleaving_delay_downstream", "the most that the operator allows"),
    DELAY(0x8e, "actual_interleaving_delay_downstream", "now"),
    { .type = ANCP_TLV_DSL_LINE_STATE, .name = "dsl_line_state", .doc = "whether the line is in use", .label = "state",
      .table = &dsl_line_state_table, .min = 4, .max = 4 },
    { .type = ANCP_TLV_ENCAPSULATION, .name = "access_loop_encapsulation", .doc = "what the line carries",
      .table = &encapsulation_table, .min = 3, .max = 3 },
    { .type = ANCP_TLV_DSL_TYPE, .name = "dsl_type", .doc = "how the line is modulated", .label = "type",
      .table = &dsl_type_table, .min = 4, .max = 4 },
    { .type = ANCP_TLV_SOURCE_IP, .name = "request_source_ip", .doc = "who sent the join", .table = &source_ip_table,
      .min = 4, .max = 16, .step = 12 },
    { .type = ANCP_TLV_SOURCE_MAC, .name = "request_source_mac", .doc = "who sent the join", .table = &source_mac_table,
      .min = 6, .max = 8, .step = 2 },
    NUMBER(ANCP_TLV_BUFFERING_TIME, "report_buffering_time", "how long the AN gathers changes before it reports them", "ms", NULL),
    { .type = ANCP_TLV_COMMITTED_BANDWIDTH, .name = "committed_bandwidth", .doc = "of one line",
      .table = &committed_bandwidth_table, .min = 4, .holds_tlvs = 1 },
    NUMBER(ANCP_TLV_SOURCE_DEVICE, "request_source_device_id", "who sent the join", NULL, NULL),
    { .type = ANCP_TLV_PON_TYPE, .name = "pon_access_type", .doc = "kind of passive optical network (draft)", .label = "type",
      .table = &pon_type_table, .min = 4, .max = 4 },
    RATE(0x9b, "expected_throughput_upstream", "ETR (draft)", NULL),
    RATE(0x9c, "expected_throughput_downstream", "ETR (draft)", NULL),
    RATE(0x9d, "attainable_expected_throughput_upstream", "ATTETR (draft)", NULL),
    RATE(0x9e, "attainable_expected_throughput_downstream", "ATTETR (draft)", NULL),
    RATE(0x9f, "gamma_data_rate_upstream", "GDR (draft)", NULL),
    RATE(0xa0, "gamma_data_rate_downstream", "GDR (draft)", NULL),
    RATE(0xa1, "attainable_gamma_data_rate_upstream", "ATTGDR (draft)", NULL),
    RATE(0xa2, "attainable_gamma_data_rate_downstream", "ATTGDR (draft)", NULL),
    RATE(0xb0, "ont_onu_average_data_rate_downstream", "(draft)", NULL),
    RATE(0xb1, "ont_onu_peak_data_rate_downstream", "(draft)", "down"),
    RATE(0xb2, "ont_onu_maximum_data_rate_upstream", "(draft)", "up"),
    RATE(0xb3, "ont_onu_assured_data_rate_upstream", "(draft)", NULL),
    RATE(0xb4, "pon_tree_maximum_data_rate_upstream", "of the whole tree (draft)", NULL),
    RATE(0xb5, "pon_tree_maximum_data_rate_downstream", "of the whole tree (draft)", NULL),

    { .type = ANCP_TLV_STATUS_INFO, .name = "status_info", .doc = "what was wrong with a request", .table = &status_info_table,
      .min = 4, .holds_tlvs = 1 },
    CONTAINER(ANCP_TLV_TARGET, "target", "a line"),
    { .type = 0x1001, .type_last = 0x1020, .name = "target", .doc = "reserved for other kinds of targets" },
};

const struct ws_tlvs ancp_tlvs = {
    .type_len = 2,
    .length_len = 2,
    .align = 4,
    .max_depth = ANCP_MAX_DEPTH,
    .truncated = WS_CODE(ANCP_TLV_TRUNCATED),
    .bad_length = WS_CODE(ANCP_BAD_TLV_LENGTH),
    .limit = WS_LIMIT,
    .list = tlv_types,
    .n = WS_LEN(tlv_types),
};
// clang-format on

const char *ancp_tlv_name(uint32_t type)
{
    for (size_t i = 0; i < WS_LEN(tlv_types); i++)
        if (tlv_types[i].type == type)
            return tlv_types[i].name;
    return "unknown";
}
