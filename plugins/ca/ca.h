#ifndef CA_H
#define CA_H

#include "wirespeak/plugin.h"

/** EPICS Channel Access (specification 4.13; caProto.h, db_access.h, caerr.h of EPICS base):
 * numbers of the wire, and what the plugin's files share. */

enum {
    CA_SERVER_PORT = 5064,
    CA_REPEATER_PORT = 5065,
    CA_HEAD = 16,
    CA_LONG_HEAD = 24, /* extended: payload size and count have 32 bits */
    CA_LONG_MARK = 0xffff,
    CA_MAX_MESSAGE = 64 << 20, /* of option max_message_bytes */
    CA_MAX_NAME = 500,         /* longer ones are refused by libca */
    CA_ALIGN = 8,
};

enum ca_command {
    CA_VERSION,
    CA_EVENT_ADD,
    CA_EVENT_CANCEL,
    CA_READ,
    CA_WRITE,
    CA_SNAPSHOT,
    CA_SEARCH,
    CA_BUILD,
    CA_EVENTS_OFF,
    CA_EVENTS_ON,
    CA_READ_SYNC,
    CA_ERROR,
    CA_CLEAR_CHANNEL,
    CA_BEACON,
    CA_NOT_FOUND,
    CA_READ_NOTIFY,
    CA_READ_BUILD,
    CA_REPEATER_CONFIRM,
    CA_CREATE_CHAN,
    CA_WRITE_NOTIFY,
    CA_CLIENT_NAME,
    CA_HOST_NAME,
    CA_ACCESS_RIGHTS,
    CA_ECHO,
    CA_REPEATER_REGISTER,
    CA_SIGNAL,
    CA_CREATE_CH_FAIL,
    CA_SERVER_DISCONN,
    CA_N_COMMANDS
};

/** The DBR types: five classes of the seven native types, and four more. */
enum {
    CA_DBR_STRING = 0,
    CA_DBR_NATIVE = 7, /* so many native types */
    CA_DBR_STSACK_STRING = 37,
    CA_DBR_LAST = 38,
    CA_STRING_SIZE = 40,
};

/** Search: whether a name that is not there is to be answered. */
enum { CA_DONT_REPLY = 5, CA_DO_REPLY = 10 };

/** Minor versions. */
enum { CA_OLDEST = 4, CA_HIGHEST = 32, CA_MINOR = 13, CA_MAX_PRIORITY = 99 };

#define CA_NO_ADDRESS UINT32_C(0xffffffff)

/** A header's values, of either form. */
struct ca_header {
    uint16_t command, data_type;
    bool extended;
    uint8_t len; /* CA_HEAD or CA_LONG_HEAD */
    uint32_t size, count, p1, p2;
};

/** Reads a header. False: fewer bytes than it has. */
bool ca_header_read(struct ws_bytes in, struct ca_header *ret);

/** Bytes of a DBR type's value, and where the first one stands: table b.3. 0, 0: no such type. */
struct ca_layout {
    uint16_t value_size, value_offset;
};
struct ca_layout ca_layout_of(uint32_t data_type);

/** Bytes that `count` values of a DBR type have, before they are filled up to 8. */
uint64_t ca_data_size(uint32_t data_type, uint32_t count);

/** Whether a number is a status code of caerr.h. */
bool ca_is_status(uint32_t v);

enum ca_note {
    CA_MISALIGNED,
    CA_UNKNOWN_COMMAND,
    CA_WRONG_DIRECTION,
    CA_UNKNOWN_SID,
    CA_UNKNOWN_CID,
    CA_UNKNOWN_SUBSCRIPTION,
    CA_BAD_TYPE,
    CA_COUNT_MISMATCH,
    CA_NAME_UNTERMINATED,
    CA_NAME_TOO_LONG,
    CA_BAD_PRIORITY,
    CA_OLD_VERSION,
    CA_VERSION_MISSING,
    CA_MASK_ZERO,
    CA_LATE_NAME,
    CA_ENUM_COUNT,
    CA_BAD_NSEC,
    CA_RESERVED_NONZERO,
    CA_BEACON_ANOMALY,
    CA_N_NOTES
};
enum ca_context { CA_C_CHANNEL, CA_N_CONTEXT };
enum ca_option { CA_O_MAX_MESSAGE_BYTES, CA_N_OPTIONS };

/** The message types: `message` in JSON. */
enum ca_message {
    CA_M_VERSION_REQUEST,
    CA_M_VERSION_RESPONSE,
    CA_M_EVENT_ADD_REQUEST,
    CA_M_EVENT_ADD_RESPONSE,
    CA_M_EVENT_CANCEL_REQUEST,
    CA_M_EVENT_CANCEL_RESPONSE,
    CA_M_READ_REQUEST,
    CA_M_READ_RESPONSE,
    CA_M_WRITE_REQUEST,
    CA_M_SNAPSHOT_REQUEST,
    CA_M_SEARCH_REQUEST,
    CA_M_SEARCH_RESPONSE,
    CA_M_BUILD_REQUEST,
    CA_M_EVENTS_OFF_REQUEST,
    CA_M_EVENTS_ON_REQUEST,
    CA_M_READ_SYNC_REQUEST,
    CA_M_READ_SYNC_RESPONSE,
    CA_M_ERROR_RESPONSE,
    CA_M_CLEAR_CHANNEL_REQUEST,
    CA_M_CLEAR_CHANNEL_RESPONSE,
    CA_M_BEACON,
    CA_M_NOT_FOUND_RESPONSE,
    CA_M_READ_NOTIFY_REQUEST,
    CA_M_READ_NOTIFY_RESPONSE,
    CA_M_READ_BUILD_REQUEST,
    CA_M_REPEATER_CONFIRM_RESPONSE,
    CA_M_CREATE_CHAN_REQUEST,
    CA_M_CREATE_CHAN_RESPONSE,
    CA_M_WRITE_NOTIFY_REQUEST,
    CA_M_WRITE_NOTIFY_RESPONSE,
    CA_M_CLIENT_NAME_REQUEST,
    CA_M_HOST_NAME_REQUEST,
    CA_M_ACCESS_RIGHTS_RESPONSE,
    CA_M_ECHO_REQUEST,
    CA_M_ECHO_RESPONSE,
    CA_M_REPEATER_REGISTER_REQUEST,
    CA_M_SIGNAL_REQUEST,
    CA_M_CREATE_CH_FAIL_RESPONSE,
    CA_M_SERVER_DISCONN_RESPONSE,
    CA_M_UNKNOWN,
    CA_N_MESSAGES
};

/** Variants. Every type has the two forms of the header; some have more. */
enum {
    CA_SHORT,
    CA_LONG,
    CA_UDP, /* version_*: in a datagram; added to the form of the header */
    CA_UDP_LONG,
    CA_EMPTY = 2, /* repeater_register_request: an empty datagram */
};
/** error_response: what it quotes; times two, added to the form of the header. */
enum ca_quote { CA_QUOTE_SHORT, CA_QUOTE_LONG, CA_QUOTE_CUT, CA_QUOTE_NONE, CA_N_QUOTES };

/** Rows that every message has. */
enum {
    CA_ROW_COMMAND,
    CA_ROW_SIZE,
    CA_ROW_EXTENDED,
    CA_ROW_TYPE,
    CA_ROW_COUNT,
    CA_ROW_P1,
    CA_ROW_P2,
    CA_ROW_GAP, /* where the long header keeps its numbers */
    CA_ROW_PAYLOAD,
};

/* messages.c */
extern const struct ws_message_type ca_types[CA_N_MESSAGES];

/* dbr.c: the payloads of DBR data, chosen by data_type; values are shown in full, or cut when they
 * stand alone. */
extern const struct ws_name ca_dbr_names[CA_DBR_LAST + 1];
extern const struct ws_choice ca_dbr_full, ca_dbr_trimmed, ca_dbr_written;

/* status.c */
enum { CA_N_STATUS = 61, CA_N_ALARM_STATUS = 22, CA_N_ALARM_SEVERITY = 4 };
extern const struct ws_name ca_status_names[CA_N_STATUS];
extern const struct ws_name ca_alarm_status[CA_N_ALARM_STATUS];
extern const struct ws_name ca_alarm_severity[CA_N_ALARM_SEVERITY];

/** What setup made; read-only afterwards. */
struct ca_instance {
    uint64_t max_message;
};

/* header.c */

/** Which messages may follow: table b.7. WS_UNKNOWN_ROLE: from either side. */
bool ca_is_plausible(enum ws_role from, const struct ca_header *h, uint64_t max_message);

/* dissector.c, resync.c, recognise.c, observe.c: see struct ws_plugin. */
int ca_setup(void *instance, struct ws_instance *host);
struct ws_split ca_split(void *conversation, enum ws_role from, struct ws_bytes in,
                         struct ws_at at);
struct ws_identity ca_identify(void *conversation, enum ws_role from, struct ws_bytes message);
size_t ca_pick(const void *instance, const struct ws_message_type *type,
               const struct ws_node *fields);
struct ws_resync ca_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at, const struct ws_lost *lost);
enum ws_verdict ca_probe(const void *instance, const struct ws_probe *probe);
enum ws_role ca_guess(const void *instance, const struct ws_flow_view *flow,
                      const struct ws_probe *probe, int side);
enum ws_role ca_role(const void *instance, const struct ws_facts *facts,
                     const struct ws_datagram *datagram);
void ca_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
              struct ws_host *host);
void ca_observe(void *conversation, const struct ws_message *message, struct ws_host *host);

#endif
