/* Channel Access: the messages, each with a short and a long ("extended") header.
 * Specification 4.13. */
#include "ca.h"

// clang-format off

/* Names of values */

static const struct ws_name replies[] = { {CA_DONT_REPLY, "DONT_REPLY", NULL}, {CA_DO_REPLY, "DO_REPLY", "also when there is no such name"} };
static const struct ws_name masks[] = { {1, "DBE_VALUE", NULL}, {2, "DBE_LOG", NULL}, {4, "DBE_ALARM", NULL}, {8, "DBE_PROPERTY", NULL} };
static const struct ws_name rights[] = { {1, "READ", NULL}, {2, "WRITE", NULL} };

/* The header. The long one has 0xffff and 0 where the short one has size and count, and these behind it. */

#define SHORT_16 .type = WS_U16
#define LONG_32  .type = WS_U32, .elsewhere = CA_HEAD + 4, .mark_len = 2
#define SIZE_ROW .key = "payload_size", .doc = "of what follows the header", .unit = "bytes", .purpose = WS_DERIVED, .flags = WS_KEEP_ENOUGH, \
    .mismatch = WS_BAD_LENGTH
#define SHORT_SIZE { SIZE_ROW, .type = WS_U16, .derive = { .measure = WS_LEN_ALL, .bias = -CA_HEAD } }
#define LONG_SIZE { SIZE_ROW, .type = WS_U32, .elsewhere = CA_HEAD, .mark_len = 2, .mark = CA_LONG_MARK, \
                    .derive = { .measure = WS_LEN_ALL, .bias = -CA_LONG_HEAD } }
#define FORM(is) { .key = "extended", .doc = "size and count have 32 bits", .type = WS_BOOL8, .purpose = WS_VIEW, .value = (is) }
#define SHORT_GAP { .type = WS_STRUCT, .table = &nothing }
#define LONG_GAP { .doc = "payload size and count", .type = WS_BYTES, .len = CA_LONG_HEAD - CA_HEAD }
#define COMMAND { .type = WS_STRUCT, .table = &command_table } /* one row for all, so that presets find it */
static const struct ws_field command[] = { { .key = "command", .type = WS_U16 } };
static const struct ws_table command_table = {.rows = command, .n = WS_LEN(command), .name = "command"};
static const struct ws_table nothing = {.name = "nothing"};

#define RESERVED(name) .key = "reserved_" name, .purpose = WS_VOLATILE, .flags = WS_CONSTANT

/* What the fields of the header are used for: data_type, */
#define DT_ROW .key = "data_type", .type = WS_U16, .names = WS_NAMES(ca_dbr_names)
#define DT          { DT_ROW }
#define DT_KEY      { DT_ROW, .purpose = WS_KEY }
#define DT_RAW      { .key = "data_type", .type = WS_U16 }
#define DT_RESERVED { RESERVED("data_type"), .type = WS_U16 }
#define DT_PRIORITY { .key = "priority", .doc = "of the circuit, 0 to 99", .type = WS_U16 }
#define DT_REPLY    { .key = "reply", .type = WS_U16, .names = WS_NAMES(replies), .value = CA_DONT_REPLY }
#define DT_PORT     { .key = "port", .doc = "of the server, TCP", .type = WS_U16, .purpose = WS_VOLATILE }
#define DT_VERSION  { VERSION_ROW, .type = WS_U16 }

/* data_count, */
#define COUNT_ROW .key = "data_count", .doc = "number of elements"
#define N_COUNT(width)     { COUNT_ROW, width }
#define N_ALL(width)       { .key = "data_count", .doc = "number of elements; 0: as many as there are", width, .purpose = WS_KEY }
#define N_ECHOED(width)    { COUNT_ROW, width, .purpose = WS_VOLATILE }
#define N_DATA(width)      { COUNT_ROW, width, .purpose = WS_DERIVED, .flags = WS_KEEP_GIVEN, \
                             .derive = { .measure = WS_COUNT_OF, .row = WS_ROW(CA_ROW_PAYLOAD) } }
#define N_DATA_KEY(width)  { COUNT_ROW, width, .purpose = WS_DERIVED | WS_KEY, .flags = WS_KEEP_GIVEN, \
                             .derive = { .measure = WS_COUNT_OF, .row = WS_ROW(CA_ROW_PAYLOAD) } }
#define N_RAW(width)       { .key = "data_count", width }
#define N_RESERVED(width)  { RESERVED("data_count"), width }
#define VERSION_ROW .key = "version", .doc = "minor version: 13 is 4.13", .purpose = WS_VOLATILE, .value = CA_MINOR
#define N_VERSION(width)   { VERSION_ROW, width }
#define N_PORT(width)      { .key = "server_port", .doc = "TCP; 0: 5064", width, .purpose = WS_VOLATILE }

/* the two parameters, */
#define ADDRESS(name, text) .key = name, .doc = text, .type = WS_IP, .len = 4, .purpose = WS_VOLATILE
#define CID { .key = "cid", .doc = "the client's number of the channel", .type = WS_U32, .purpose = WS_ID, \
              .id = { "cid", WS_BY_CLIENT, WS_PER_PROCESS, "search_request create_chan_request" } }
#define SID { .key = "sid", .doc = "the server's number of the channel", .type = WS_U32, .purpose = WS_ID, \
              .id = { "sid", WS_BY_SERVER, WS_PER_PROCESS, "create_chan_response" } }
#define SID_KEY { .key = "sid", .doc = "the server's number of the channel", .type = WS_U32, .purpose = WS_ID | WS_KEY, \
              .id = { "sid", WS_BY_SERVER, WS_PER_PROCESS, "create_chan_response" } }
#define IOID { .key = "ioid", .doc = "the client's number of the operation", .type = WS_U32, .purpose = WS_ID, \
               .id = { "ioid", WS_BY_CLIENT, WS_PER_CHANNEL, "read_request read_notify_request write_request write_notify_request" } }
#define SUBSCRIPTION { .key = "subscription_id", .doc = "the client's number of the subscription", .type = WS_U32, .purpose = WS_ID, \
                       .id = { "subscription", WS_BY_CLIENT, WS_PER_CHANNEL, "event_add_request" } }
#define STATUS { .key = "status", .type = WS_U32, .names = WS_NAMES(ca_status_names), .value = 1 }
#define READ_P1 { .key = "sid", .doc = "as the peer fills it: its own number, the client's, or a status", .type = WS_U32, .purpose = WS_VOLATILE }
#define RIGHTS { .key = "access_rights", .type = WS_U32, .names = WS_NAMES(rights), .flags = WS_NAMES_ARE_BITS }
#define SEQUENCE { .key = "sequence_number", .doc = "of the datagram", .type = WS_U32, .purpose = WS_VOLATILE }
#define BEACON_ID { .key = "beacon_id", .doc = "counts up", .type = WS_U32, .purpose = WS_VOLATILE }
#define P_VERSION { VERSION_ROW, .type = WS_U32 }
#define SERVER_IP { ADDRESS("ip", "of the server; 255.255.255.255: the sender") }
#define BEACON_IP { ADDRESS("address", "of the server; 0.0.0.0: the sender") }
#define REPEATER_IP { ADDRESS("repeater_address", "the client's, as the repeater sees it") }
#define CLIENT_IP { ADDRESS("client_address", "or 0.0.0.0") }
#define P1_RAW { .key = "parameter1", .type = WS_U32 }
#define P2_RAW { .key = "parameter2", .type = WS_U32 }
#define P1_RESERVED { RESERVED("parameter1"), .type = WS_U32 }
#define P2_RESERVED { RESERVED("parameter2"), .type = WS_U32 }
#define P2_CID_COPY { .key = "reserved_parameter2", .doc = "cid once more", .type = WS_U32, .purpose = WS_DERIVED | WS_VOLATILE, \
                      .flags = WS_KEEP_GIVEN, .derive = { .measure = WS_COPY_OF, .row = WS_ROW(CA_ROW_P1) } }

/* and the payload. */
#define ALIGN   { .doc = "padding", .type = WS_ALIGN, .len = CA_ALIGN }
#define REST    { .doc = "not used", .type = WS_BYTES }
#define EMPTY   { .key = "payload", .doc = "this message has none", .type = WS_BYTES, .flags = WS_IF_ANY }
#define RAW     { .key = "payload", .type = WS_BYTES, .flags = WS_IF_ANY }
#define TEXT(name, text, what) { .key = name, .doc = text, .type = WS_TEXT, .charset = WS_LATIN1, .flags = WS_CUT_AT_NUL, .purpose = (what) }, \
                { .doc = "NUL and padding", .type = WS_ALIGN, .len = CA_ALIGN, .flags = WS_NUL_ENDED }
#define PV      TEXT("name", "of the process variable", WS_KEY | WS_SUMMARY)
#define PERSON  TEXT("name", "of the user or the host", WS_SUMMARY)
#define DATA(set) { .type = WS_CHOICE, .choice = &ca_dbr_##set }
#define MONITOR { .key = "low", .doc = "not used", .type = WS_F32 }, { .key = "high", .doc = "not used", .type = WS_F32 }, \
                { .key = "to", .doc = "not used", .type = WS_F32 }, \
                { .key = "mask", .doc = "what is told", .type = WS_U16, .names = WS_NAMES(masks), .flags = WS_NAMES_ARE_BITS, \
                  .value = 5, .purpose = WS_KEY }, REST, ALIGN
#define FOUND   { VERSION_ROW, .type = WS_U16, .flags = WS_IF_ANY }, REST, ALIGN

#define TABLE(id, title, fault) static const struct ws_table id##_table = {.rows = id, .n = WS_LEN(id), .name = title, .error = (fault)}
/* Not nested in another macro: these arguments must be expanded only here. */
#define FORMS(id, title, fault, dt, n, p1, p2, ...) \
    static const struct ws_field id##_short[] = { \
        [CA_ROW_COMMAND] = COMMAND, [CA_ROW_SIZE] = SHORT_SIZE, [CA_ROW_EXTENDED] = FORM(0), [CA_ROW_TYPE] = dt, \
        [CA_ROW_COUNT] = n(SHORT_16), [CA_ROW_P1] = p1, [CA_ROW_P2] = p2, [CA_ROW_GAP] = SHORT_GAP, [CA_ROW_PAYLOAD] = __VA_ARGS__ }; \
    static const struct ws_field id##_long[] = { \
        [CA_ROW_COMMAND] = COMMAND, [CA_ROW_SIZE] = LONG_SIZE, [CA_ROW_EXTENDED] = FORM(1), [CA_ROW_TYPE] = dt, \
        [CA_ROW_COUNT] = n(LONG_32), [CA_ROW_P1] = p1, [CA_ROW_P2] = p2, [CA_ROW_GAP] = LONG_GAP, [CA_ROW_PAYLOAD] = __VA_ARGS__ }; \
    TABLE(id##_short, title, fault); \
    TABLE(id##_long, title ", long header", fault)
#define TWO(id) static const struct ws_table *const id##_forms[] = { [CA_SHORT] = &id##_short_table, [CA_LONG] = &id##_long_table }

FORMS(priority, "version on a circuit", 0, DT_PRIORITY, N_VERSION, P1_RESERVED, P2_RESERVED, EMPTY);
FORMS(accepted, "version on a circuit", 0, DT_RESERVED, N_VERSION, P1_RESERVED, P2_RESERVED, EMPTY);

/* Version in a datagram: bit 0 of data_type says whether the sequence number counts. */
static const struct ws_field udp_short[] = { COMMAND, SHORT_SIZE, FORM(0),
    { .key = "reserved_data_type", .type = WS_BITS, .bits = 15, .unit_len = 2, .purpose = WS_VOLATILE, .flags = WS_CONSTANT | WS_IN_PLACE },
    { .key = "sequence_valid", .doc = "sequence_number counts", .type = WS_BITS, .bits = 1, .flags = WS_AS_BOOL },
    N_VERSION(SHORT_16), SEQUENCE, P2_RESERVED, SHORT_GAP, EMPTY };
static const struct ws_field udp_long[] = { COMMAND, LONG_SIZE, FORM(1),
    { .key = "reserved_data_type", .type = WS_BITS, .bits = 15, .unit_len = 2, .purpose = WS_VOLATILE, .flags = WS_CONSTANT | WS_IN_PLACE },
    { .key = "sequence_valid", .doc = "sequence_number counts", .type = WS_BITS, .bits = 1, .flags = WS_AS_BOOL },
    N_VERSION(LONG_32), SEQUENCE, P2_RESERVED, LONG_GAP, EMPTY };
TABLE(udp_short, "version in a datagram", 0);
TABLE(udp_long, "version in a datagram, long header", 0);
static const struct ws_table *const priority_forms[] = {
    [CA_SHORT] = &priority_short_table, [CA_LONG] = &priority_long_table, [CA_UDP] = &udp_short_table, [CA_UDP_LONG] = &udp_long_table };
static const struct ws_table *const accepted_forms[] = {
    [CA_SHORT] = &accepted_short_table, [CA_LONG] = &accepted_long_table, [CA_UDP] = &udp_short_table, [CA_UDP_LONG] = &udp_long_table };

FORMS(event_add, "event_add_request", 0, DT_KEY, N_ALL, SID_KEY, SUBSCRIPTION, MONITOR);
TWO(event_add);
FORMS(update, "event_add_response", 0, DT, N_DATA, STATUS, SUBSCRIPTION, DATA(full));
TWO(update);
FORMS(cancel, "event_cancel_request", 0, DT, N_COUNT, SID, SUBSCRIPTION, EMPTY);
TWO(cancel);
FORMS(cancelled, "event_cancel_response", 0, DT, N_ECHOED, SID, SUBSCRIPTION, EMPTY);
TWO(cancelled);
FORMS(read, "read_request", 0, DT_KEY, N_ALL, SID_KEY, IOID, EMPTY);
TWO(read);
FORMS(read_response, "read_response", 0, DT, N_DATA, READ_P1, IOID, DATA(trimmed));
TWO(read_response);
FORMS(read_notify_response, "read_notify_response", 0, DT, N_DATA, STATUS, IOID, DATA(full));
TWO(read_notify_response);
FORMS(write, "write_request", 0, DT_KEY, N_DATA_KEY, SID_KEY, IOID, DATA(written));
TWO(write);
FORMS(write_response, "write_notify_response", 0, DT, N_COUNT, STATUS, IOID, EMPTY);
TWO(write_response);
FORMS(search, "search_request", 0, DT_REPLY, N_VERSION, CID, P2_CID_COPY, PV);
TWO(search);
FORMS(found, "search_response", 0, DT_PORT, N_RESERVED, SERVER_IP, CID, FOUND);
TWO(found);
FORMS(not_found, "not_found_response", 0, DT_REPLY, N_VERSION, CID, P2_CID_COPY, EMPTY);
TWO(not_found);
FORMS(bare, "header", 0, DT_RESERVED, N_RESERVED, P1_RESERVED, P2_RESERVED, EMPTY);
TWO(bare);
FORMS(clear, "clear_channel", 0, DT_RESERVED, N_RESERVED, SID, CID, EMPTY);
TWO(clear);
FORMS(clear_request, "clear_channel_request", 0, DT_RESERVED, N_RESERVED, SID_KEY, CID, EMPTY);
TWO(clear_request);
FORMS(beacon, "beacon", 0, DT_VERSION, N_PORT, BEACON_ID, BEACON_IP, EMPTY);
TWO(beacon);
FORMS(confirm, "repeater_confirm_response", 0, DT_RESERVED, N_RESERVED, P1_RESERVED, REPEATER_IP, EMPTY);
TWO(confirm);
FORMS(register, "repeater_register_request", 0, DT_RESERVED, N_RESERVED, P1_RESERVED, CLIENT_IP, EMPTY);
FORMS(create, "create_chan_request", 0, DT_RESERVED, N_RESERVED, CID, P_VERSION, PV);
TWO(create);
FORMS(created, "create_chan_response", 0, DT, N_COUNT, CID, SID, EMPTY);
TWO(created);
FORMS(person, "name", 0, DT_RESERVED, N_RESERVED, P1_RESERVED, P2_RESERVED, PERSON);
TWO(person);
FORMS(rights, "access_rights_response", 0, DT_RESERVED, N_RESERVED, CID, RIGHTS, EMPTY);
TWO(rights);
FORMS(channel, "channel", 0, DT_RESERVED, N_RESERVED, CID, P2_RESERVED, EMPTY);
TWO(channel);
FORMS(raw, "raw", 0, DT_RAW, N_RAW, P1_RAW, P2_RAW, RAW);
TWO(raw);

/* An empty datagram registers, too. */
static const struct ws_field empty[] = {
    { .key = "command", .type = WS_U16, .purpose = WS_VIEW, .value = CA_REPEATER_REGISTER },
    { .key = "payload_size", .type = WS_U16, .purpose = WS_VIEW },
    FORM(0),
    { .key = "zero_length", .doc = "an empty datagram", .type = WS_BOOL8, .purpose = WS_VIEW, .value = 1 },
};
TABLE(empty, "empty datagram", 0);
static const struct ws_table *const register_forms[] = {
    [CA_SHORT] = &register_short_table, [CA_LONG] = &register_long_table, [CA_EMPTY] = &empty_table };

/* Errors quote the header of the request, and go on with a text. */
static const struct ws_field short_quote[] = {
    { .key = "command", .type = WS_U16 }, { .key = "payload_size", .type = WS_U16 }, FORM(0), DT_RAW, N_RAW(SHORT_16), P1_RAW, P2_RAW };
static const struct ws_field long_quote[] = {
    { .key = "command", .type = WS_U16 }, { .key = "payload_size", .type = WS_U32, .elsewhere = CA_HEAD, .mark_len = 2, .mark = CA_LONG_MARK }, FORM(1), DT_RAW,
    N_RAW(LONG_32), P1_RAW, P2_RAW, LONG_GAP };
TABLE(short_quote, "quoted header", 0);
TABLE(long_quote, "quoted header, long", 0);

#define QUOTE(of) { .key = "original_request", .doc = "the header of what was refused", .type = WS_STRUCT, .table = &of##_quote_table }
#define NO_QUOTE { .type = WS_BYTES, .doc = "too short for a header" }
#define MESSAGE TEXT("error_message", "for people", WS_VOLATILE | WS_SUMMARY)
FORMS(error, "error_response", 0, DT_RESERVED, N_RESERVED, CID, STATUS, QUOTE(short), MESSAGE);
FORMS(long_error, "error_response about a long header", 0, DT_RESERVED, N_RESERVED, CID, STATUS, QUOTE(long), MESSAGE);
FORMS(error_none, "error_response without a header", WS_TRUNCATED, DT_RESERVED, N_RESERVED, CID, STATUS, NO_QUOTE, MESSAGE);
#define CUT(id) static const struct ws_table id##_cut_table = {.rows = id, .n = WS_LEN(id), .name = "error_response, cut", .error = WS_TRUNCATED}
CUT(error_short);
CUT(error_long);
#define QUOTED(quote, form) (2 * CA_QUOTE_##quote + CA_##form)
static const struct ws_table *const error_forms[] = {
    [QUOTED(SHORT, SHORT)] = &error_short_table,       [QUOTED(SHORT, LONG)] = &error_long_table,
    [QUOTED(LONG, SHORT)]  = &long_error_short_table,  [QUOTED(LONG, LONG)]  = &long_error_long_table,
    [QUOTED(CUT, SHORT)]   = &error_short_cut_table,   [QUOTED(CUT, LONG)]   = &error_long_cut_table,
    [QUOTED(NONE, SHORT)]  = &error_none_short_table, [QUOTED(NONE, LONG)] = &error_none_long_table,
};

/* Types */

#define LINE(id, ...) static const char *const id##_line[] = { __VA_ARGS__, NULL }
LINE(update, "context.channel", "metadata.stamp.iso8601", "value", "metadata.status?", "metadata.severity?");
LINE(read_response, "context.channel", "value", "metadata.status?", "metadata.severity?");
LINE(reply, "context.channel", "status?");
LINE(answer, "context.channel", "status?", "value", "metadata.status?", "metadata.severity?");
LINE(asked, "context.channel", "data_type", "data_count");
LINE(written, "context.channel", "value");
LINE(channel, "context.channel");
LINE(created, "context.channel", "data_type", "data_count");
LINE(search, "name");
LINE(found, "context.channel", "ip", "port");
LINE(rights, "context.channel", "access_rights");
LINE(version, "version");
LINE(beacon, "address", "server_port", "beacon_id");
LINE(error, "context.channel", "status", "error_message");

#define PRESET(of) static const struct ws_preset of##_preset[] = { {&command[0], CA_##of} }
PRESET(VERSION);
PRESET(EVENT_ADD);
PRESET(EVENT_CANCEL);
PRESET(READ);
PRESET(WRITE);
PRESET(SNAPSHOT);
PRESET(SEARCH);
PRESET(BUILD);
PRESET(EVENTS_OFF);
PRESET(EVENTS_ON);
PRESET(READ_SYNC);
PRESET(ERROR);
PRESET(CLEAR_CHANNEL);
PRESET(BEACON);
PRESET(NOT_FOUND);
PRESET(READ_NOTIFY);
PRESET(READ_BUILD);
PRESET(REPEATER_CONFIRM);
PRESET(CREATE_CHAN);
PRESET(WRITE_NOTIFY);
PRESET(CLIENT_NAME);
PRESET(HOST_NAME);
PRESET(ACCESS_RIGHTS);
PRESET(ECHO);
PRESET(REPEATER_REGISTER);
PRESET(SIGNAL);
PRESET(CREATE_CH_FAIL);
PRESET(SERVER_DISCONN);

#define FROM_C WS_FROM_CLIENT
#define FROM_S WS_FROM_SERVER
#define AS(the_name, symbol, wire, id, of) .name = the_name, .title = symbol, .code = wire, .variants = id##_forms, .n_variants = WS_LEN(id##_forms), \
    .presets = of##_preset, .n_presets = WS_LEN(of##_preset)

const struct ws_message_type ca_types[CA_N_MESSAGES] = {
    [CA_M_VERSION_REQUEST] = { AS("version_request", "CA_PROTO_VERSION", "command 0", priority, VERSION),
        .doc = "what the client speaks; on a circuit with its priority", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .answered_by = "version_response", .line = version_line },
    [CA_M_VERSION_RESPONSE] = { AS("version_response", "CA_PROTO_VERSION", "command 0", accepted, VERSION),
        .doc = "what the server speaks", .kind = WS_CONTROL, .flags = FROM_S | WS_SESSION | WS_UNSOLICITED, .line = version_line },
    [CA_M_EVENT_ADD_REQUEST] = { AS("event_add_request", "CA_PROTO_EVENT_ADD", "command 1", event_add, EVENT_ADD),
        .doc = "subscribes to a channel", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "event_add_response", .line = asked_line },
    [CA_M_EVENT_ADD_RESPONSE] = { AS("event_add_response", "CA_PROTO_EVENT_ADD", "command 1", update, EVENT_ADD),
        .doc = "an update of a subscription", .kind = WS_NOTIFY, .flags = FROM_S | WS_UNSOLICITED | WS_UNORDERED, .line = update_line },
    [CA_M_EVENT_CANCEL_REQUEST] = { AS("event_cancel_request", "CA_PROTO_EVENT_CANCEL", "command 2", cancel, EVENT_CANCEL),
        .doc = "ends a subscription", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "event_cancel_response", .line = channel_line },
    [CA_M_EVENT_CANCEL_RESPONSE] = { AS("event_cancel_response", "CA_PROTO_EVENT_ADD", "command 1", cancelled, EVENT_ADD),
        .doc = "the subscription's last message: command 1 without a payload", .kind = WS_RESPONSE, .flags = FROM_S, .line = channel_line },
    [CA_M_READ_REQUEST] = { AS("read_request", "CA_PROTO_READ", "command 3", read, READ),
        .doc = "asks for a value; deprecated", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "read_response", .line = asked_line },
    [CA_M_READ_RESPONSE] = { AS("read_response", "CA_PROTO_READ", "command 3", read_response, READ),
        .doc = "the value; deprecated", .kind = WS_RESPONSE, .flags = FROM_S, .line = read_response_line },
    [CA_M_WRITE_REQUEST] = { AS("write_request", "CA_PROTO_WRITE", "command 4", write, WRITE),
        .doc = "sets a value; answered only when it is refused", .kind = WS_NOTIFY, .flags = FROM_C, .line = written_line },
    [CA_M_SNAPSHOT_REQUEST] = { AS("snapshot_request", "CA_PROTO_SNAPSHOT", "command 5", raw, SNAPSHOT),
        .doc = "obsolete", .flags = FROM_C },
    [CA_M_SEARCH_REQUEST] = { AS("search_request", "CA_PROTO_SEARCH", "command 6", search, SEARCH),
        .doc = "who has this process variable?", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "search_response", .line = search_line },
    [CA_M_SEARCH_RESPONSE] = { AS("search_response", "CA_PROTO_SEARCH", "command 6", found, SEARCH),
        .doc = "where to connect to", .kind = WS_RESPONSE, .flags = FROM_S, .line = found_line },
    [CA_M_BUILD_REQUEST] = { AS("build_request", "CA_PROTO_BUILD", "command 7", raw, BUILD),
        .doc = "obsolete", .flags = FROM_C },
    [CA_M_EVENTS_OFF_REQUEST] = { AS("events_off_request", "CA_PROTO_EVENTS_OFF", "command 8", bare, EVENTS_OFF),
        .doc = "no updates for now", .kind = WS_NOTIFY, .flags = FROM_C },
    [CA_M_EVENTS_ON_REQUEST] = { AS("events_on_request", "CA_PROTO_EVENTS_ON", "command 9", bare, EVENTS_ON),
        .doc = "updates again", .kind = WS_NOTIFY, .flags = FROM_C },
    [CA_M_READ_SYNC_REQUEST] = { AS("read_sync_request", "CA_PROTO_READ_SYNC", "command 10", bare, READ_SYNC),
        .doc = "the echo of old; deprecated", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .answered_by = "read_sync_response" },
    [CA_M_READ_SYNC_RESPONSE] = { AS("read_sync_response", "CA_PROTO_READ_SYNC", "command 10", bare, READ_SYNC),
        .doc = "deprecated", .kind = WS_CONTROL, .flags = FROM_S | WS_SESSION },
    [CA_M_ERROR_RESPONSE] = { AS("error_response", "CA_PROTO_ERROR", "command 11", error, ERROR),
        .doc = "why a request was refused", .kind = WS_RESPONSE, .flags = FROM_S, .line = error_line },
    [CA_M_CLEAR_CHANNEL_REQUEST] = { AS("clear_channel_request", "CA_PROTO_CLEAR_CHANNEL", "command 12", clear_request, CLEAR_CHANNEL),
        .doc = "closes a channel", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "clear_channel_response", .line = channel_line },
    [CA_M_CLEAR_CHANNEL_RESPONSE] = { AS("clear_channel_response", "CA_PROTO_CLEAR_CHANNEL", "command 12", clear, CLEAR_CHANNEL),
        .doc = "the channel is closed", .kind = WS_RESPONSE, .flags = FROM_S, .line = channel_line },
    [CA_M_BEACON] = { AS("beacon", "CA_PROTO_RSRV_IS_UP", "command 13", beacon, BEACON),
        .doc = "a server is up", .kind = WS_NOTIFY, .flags = FROM_S | WS_SESSION | WS_UNSOLICITED, .line = beacon_line },
    [CA_M_NOT_FOUND_RESPONSE] = { AS("not_found_response", "CA_PROTO_NOT_FOUND", "command 14", not_found, NOT_FOUND),
        .doc = "there is no such process variable here", .kind = WS_RESPONSE, .flags = FROM_S, .line = channel_line },
    [CA_M_READ_NOTIFY_REQUEST] = { AS("read_notify_request", "CA_PROTO_READ_NOTIFY", "command 15", read, READ_NOTIFY),
        .doc = "asks for a value", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "read_notify_response", .line = asked_line },
    [CA_M_READ_NOTIFY_RESPONSE] = { AS("read_notify_response", "CA_PROTO_READ_NOTIFY", "command 15", read_notify_response, READ_NOTIFY),
        .doc = "the value", .kind = WS_RESPONSE, .flags = FROM_S, .line = answer_line },
    [CA_M_READ_BUILD_REQUEST] = { AS("read_build_request", "CA_PROTO_READ_BUILD", "command 16", raw, READ_BUILD),
        .doc = "obsolete", .flags = FROM_C },
    [CA_M_REPEATER_CONFIRM_RESPONSE] = { AS("repeater_confirm_response", "REPEATER_CONFIRM", "command 17", confirm, REPEATER_CONFIRM),
        .doc = "the repeater has the client on its list", .kind = WS_CONTROL, .flags = FROM_S | WS_SESSION },
    [CA_M_CREATE_CHAN_REQUEST] = { AS("create_chan_request", "CA_PROTO_CREATE_CHAN", "command 18", create, CREATE_CHAN),
        .doc = "opens a channel to a process variable", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "create_chan_response", .line = search_line },
    [CA_M_CREATE_CHAN_RESPONSE] = { AS("create_chan_response", "CA_PROTO_CREATE_CHAN", "command 18", created, CREATE_CHAN),
        .doc = "the channel is open", .kind = WS_RESPONSE, .flags = FROM_S | WS_UNORDERED, .line = created_line },
    [CA_M_WRITE_NOTIFY_REQUEST] = { AS("write_notify_request", "CA_PROTO_WRITE_NOTIFY", "command 19", write, WRITE_NOTIFY),
        .doc = "sets a value, to be told when that is done", .kind = WS_REQUEST, .flags = FROM_C, .answered_by = "write_notify_response", .line = written_line },
    [CA_M_WRITE_NOTIFY_RESPONSE] = { AS("write_notify_response", "CA_PROTO_WRITE_NOTIFY", "command 19", write_response, WRITE_NOTIFY),
        .doc = "the write is done", .kind = WS_RESPONSE, .flags = FROM_S | WS_UNORDERED, .line = reply_line },
    [CA_M_CLIENT_NAME_REQUEST] = { AS("client_name_request", "CA_PROTO_CLIENT_NAME", "command 20", person, CLIENT_NAME),
        .doc = "who is at the client", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .line = search_line },
    [CA_M_HOST_NAME_REQUEST] = { AS("host_name_request", "CA_PROTO_HOST_NAME", "command 21", person, HOST_NAME),
        .doc = "the client's host", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .line = search_line },
    [CA_M_ACCESS_RIGHTS_RESPONSE] = { AS("access_rights_response", "CA_PROTO_ACCESS_RIGHTS", "command 22", rights, ACCESS_RIGHTS),
        .doc = "what the client may do with a channel", .kind = WS_NOTIFY, .flags = FROM_S | WS_UNSOLICITED | WS_UNORDERED, .line = rights_line },
    [CA_M_ECHO_REQUEST] = { AS("echo_request", "CA_PROTO_ECHO", "command 23", bare, ECHO),
        .doc = "are you there?", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .answered_by = "echo_response" },
    [CA_M_ECHO_RESPONSE] = { AS("echo_response", "CA_PROTO_ECHO", "command 23", bare, ECHO),
        .doc = "here I am", .kind = WS_CONTROL, .flags = FROM_S | WS_SESSION },
    [CA_M_REPEATER_REGISTER_REQUEST] = { AS("repeater_register_request", "REPEATER_REGISTER", "command 24", register, REPEATER_REGISTER),
        .doc = "asks the repeater for beacons", .kind = WS_CONTROL, .flags = FROM_C | WS_SESSION, .answered_by = "repeater_confirm_response" },
    [CA_M_SIGNAL_REQUEST] = { AS("signal_request", "CA_PROTO_SIGNAL", "command 25", raw, SIGNAL),
        .doc = "obsolete", .flags = FROM_C },
    [CA_M_CREATE_CH_FAIL_RESPONSE] = { AS("create_ch_fail_response", "CA_PROTO_CREATE_CH_FAIL", "command 26", channel, CREATE_CH_FAIL),
        .doc = "the channel can't be opened", .kind = WS_RESPONSE, .flags = FROM_S, .line = channel_line },
    [CA_M_SERVER_DISCONN_RESPONSE] = { AS("server_disconn_response", "CA_PROTO_SERVER_DISCONN", "command 27", channel, SERVER_DISCONN),
        .doc = "the server has closed the channel", .kind = WS_NOTIFY, .flags = FROM_S | WS_UNSOLICITED, .line = channel_line },
    [CA_M_UNKNOWN] = { .name = "unknown", .title = "Unknown command", .variants = raw_forms, .n_variants = WS_LEN(raw_forms),
        .doc = "or one that this side does not send" },
};
// clang-format on
