#ifndef ANCP_H
#define ANCP_H

#include "wirespeak/plugin.h"

/** ANCP, RFC 6320 and RFC 7256: numbers of the wire, and what the plugin's files share. AN is the
 * access node, always the TCP client; NAS the server. */

enum {
    ANCP_PORT = 6068,
    ANCP_IDENTIFIER = 0x880c,
    ANCP_ENCAPSULATION_LEN = 4, /* identifier and length, before every message */
    ANCP_GENERAL_LEN = 12,      /* version .. message_length */
    ANCP_ADJACENCY_LEN = 36,    /* version .. total_length */
    ANCP_EXTENSION_LEN = 28,    /* what types 32, 80 and 81 have before their TLVs */
    ANCP_MAX_MESSAGE = 4 + 65535,
    ANCP_MAX_DEPTH = 16, /* TLVs within TLVs; legal messages need 4 */
};

enum ancp_version { ANCP_VERSION_DRAFT = 49, ANCP_VERSION_RFC = 50 };

enum ancp_wire_type {
    ANCP_ADJACENCY = 10,
    ANCP_PORT_MANAGEMENT = 32,
    ANCP_PORT_UP = 80,
    ANCP_PORT_DOWN = 81,
    ANCP_ADJACENCY_UPDATE = 85,
    ANCP_GENERIC_RESPONSE = 91,
    ANCP_PROVISIONING = 93,
    ANCP_MULTICAST_REPLICATION_CONTROL = 144,
    ANCP_MULTICAST_ADMISSION_CONTROL,
    ANCP_BANDWIDTH_REALLOCATION_REQUEST,
    ANCP_BANDWIDTH_TRANSFER,
    ANCP_DELEGATED_BANDWIDTH_QUERY,
    ANCP_MULTICAST_FLOW_QUERY,
    ANCP_COMMITTED_BANDWIDTH_REPORT,
};

enum ancp_code { ANCP_SYN = 1, ANCP_SYNACK, ANCP_ACK, ANCP_RSTACK };

enum ancp_result { ANCP_IGNORE, ANCP_NACK, ANCP_ACK_ALL, ANCP_SUCCESS, ANCP_FAILURE };

enum ancp_function { ANCP_CONFIGURE = 8, ANCP_LOOPBACK = 9 };

enum ancp_tlv_type {
    ANCP_TLV_CIRCUIT_ID = 0x01,
    ANCP_TLV_REMOTE_ID = 0x02,
    ANCP_TLV_AGGREGATION_ASCII = 0x03,
    ANCP_TLV_DSL_LINE_ATTRIBUTES = 0x04,
    ANCP_TLV_SERVICE_PROFILE = 0x05,
    ANCP_TLV_AGGREGATION_BINARY = 0x06,
    ANCP_TLV_OAM_PARAMETERS = 0x07,
    ANCP_TLV_OPAQUE_DATA = 0x08,
    ANCP_TLV_OAM_RESPONSE = 0x09,
    ANCP_TLV_COMMAND = 0x11,
    ANCP_TLV_PON_LINE_ATTRIBUTES = 0x12,
    ANCP_TLV_MULTICAST_PROFILE = 0x13,
    ANCP_TLV_BANDWIDTH_ALLOCATION = 0x15,
    ANCP_TLV_BANDWIDTH_REQUEST = 0x16,
    ANCP_TLV_MULTICAST_PROFILE_NAME = 0x18,
    ANCP_TLV_MULTICAST_FLOW = 0x19,
    ANCP_TLV_LIST_ACTION = 0x21,
    ANCP_TLV_SEQUENCE_NUMBER = 0x22,
    ANCP_TLV_WHITE_LIST_CAC = 0x24,
    ANCP_TLV_MREPCTL_CAC = 0x25,
    ANCP_TLV_DSL_LINE_STATE = 0x8f,
    ANCP_TLV_ENCAPSULATION = 0x90,
    ANCP_TLV_DSL_TYPE = 0x91,
    ANCP_TLV_SOURCE_IP = 0x92,
    ANCP_TLV_SOURCE_MAC = 0x93,
    ANCP_TLV_BUFFERING_TIME = 0x94,
    ANCP_TLV_COMMITTED_BANDWIDTH = 0x95,
    ANCP_TLV_SOURCE_DEVICE = 0x96,
    ANCP_TLV_PON_TYPE = 0x97,
    ANCP_TLV_STATUS_INFO = 0x106,
    ANCP_TLV_TARGET = 0x1000,
};

/** Message types by their place in ancp_types: the unknown one first, so that 0 means it. */
enum ancp_message {
    ANCP_M_UNKNOWN,
    ANCP_M_ADJACENCY_UNKNOWN,
    ANCP_M_ADJACENCY_SYN, /* + code - ANCP_SYN */
    ANCP_M_ADJACENCY_SYNACK,
    ANCP_M_ADJACENCY_ACK,
    ANCP_M_ADJACENCY_RSTACK,
    ANCP_M_PORT_MANAGEMENT,
    ANCP_M_PORT_UP,
    ANCP_M_PORT_DOWN,
    ANCP_M_ADJACENCY_UPDATE,
    ANCP_M_GENERIC_RESPONSE,
    ANCP_M_PROVISIONING,
    ANCP_M_MULTICAST_REPLICATION_CONTROL,
    ANCP_M_MULTICAST_ADMISSION_CONTROL,
    ANCP_M_BANDWIDTH_REALLOCATION_REQUEST,
    ANCP_M_BANDWIDTH_TRANSFER,
    ANCP_M_DELEGATED_BANDWIDTH_QUERY,
    ANCP_M_MULTICAST_FLOW_QUERY,
    ANCP_M_COMMITTED_BANDWIDTH_REPORT,
    ANCP_N_TYPES
};

/** Forms of a message: whole, or too short for its header, or for what follows it. */
enum ancp_variant {
    ANCP_WHOLE,
    ANCP_SHORT,
    ANCP_BARE,            /* types 32, 80, 81: the general header and less than 28 bytes */
    ANCP_TINY = ANCP_BARE /* unknown: not even a message type */
};

enum ancp_error {
    ANCP_HEADER_TRUNCATED,
    ANCP_BODY_TRUNCATED,
    ANCP_LENGTH_MISMATCH,
    ANCP_CAPS_LENGTH_MISMATCH,
    ANCP_CAPS_TRUNCATED,
    ANCP_CAPS_COUNT_MISMATCH,
    ANCP_EXTENSION_BLOCK_LENGTH_MISMATCH,
    ANCP_TLV_COUNT_MISMATCH,
    ANCP_TLV_TRUNCATED,
    ANCP_BAD_TLV_LENGTH,
    ANCP_N_ERRORS
};

enum ancp_note {
    ANCP_VERSION_IS_DRAFT,
    ANCP_VERSION_UNKNOWN,
    ANCP_VERSION_MISMATCH,
    ANCP_M_FLAG,
    ANCP_INSTANCE_ZERO,
    ANCP_PARTITION_MISMATCH,
    ANCP_RESULT_UNEXPECTED,
    ANCP_TRANSACTION_ID_UNEXPECTED,
    ANCP_NOT_ESTABLISHED,
    ANCP_WRONG_DIRECTION,
    ANCP_CAPABILITY_MISSING,
    ANCP_MANDATORY_TLV_MISSING,
    ANCP_I_FLAG,
    ANCP_RESERVED_NOT_ZERO,
    ANCP_VALUE_UNKNOWN,
    ANCP_TEXT_TOO_LONG,
    ANCP_PEER_RESTARTED,
    ANCP_ACK_STORM,
    ANCP_N_NOTES
};

enum ancp_notice { ANCP_ADJACENCY_DEAD, ANCP_REQUEST_UNANSWERED, ANCP_N_NOTICES };
enum ancp_context { ANCP_C_ADJACENCY, ANCP_C_CIRCUIT_ID, ANCP_N_CONTEXT };
enum ancp_option { ANCP_O_REQUEST_TIMEOUT, ANCP_N_OPTIONS };

/** Rows that others than the tables themselves look at. */
enum { HEAD_IDENTIFIER, HEAD_LENGTH, HEAD_VERSION, HEAD_MESSAGE_TYPE, HEAD_N };
enum {
    GENERAL_RESULT,
    GENERAL_RESULT_CODE,
    GENERAL_PARTITION_ID,
    GENERAL_TRANSACTION_ID,
    GENERAL_I_FLAG,
    GENERAL_SUBMESSAGE_NUMBER,
    GENERAL_MESSAGE_LENGTH,
    GENERAL_N
};
/** The general header is the same everywhere, but for how its result is shown. */
enum ancp_general_form {
    GENERAL_ANSWERED,   /* results matter */
    GENERAL_UNANSWERED, /* they say nothing: left out of the one-line form */
    GENERAL_COUNTING,   /* result_code is a count */
    GENERAL_FORMS
};
enum {
    ADJ_HEAD,
    ADJ_TIMER,
    ADJ_M_FLAG,
    ADJ_CODE,
    ADJ_SENDER_NAME,
    ADJ_RECEIVER_NAME,
    ADJ_SENDER_PORT,
    ADJ_RECEIVER_PORT,
    ADJ_PTYPE,
    ADJ_P_FLAG,
    ADJ_SENDER_INSTANCE,
    ADJ_PARTITION_ID,
    ADJ_RECEIVER_INSTANCE,
    ADJ_RESERVED,
    ADJ_NUM_CAPS,
    ADJ_TOTAL_LENGTH,
    ADJ_CAPABILITIES,
    ADJ_TRAILING,
    ADJ_N
};
enum {
    PM_HEAD,
    PM_GENERAL,
    PM_UNUSED_1,
    PM_FUNCTION,
    PM_X_FUNCTION,
    PM_UNUSED_2,
    PM_EXTENSION_FLAGS,
    PM_EXTENSION_MESSAGE_TYPE,
    PM_RESERVED,
    PM_NUM_TLVS,
    PM_EXTENSION_BLOCK_LENGTH,
    PM_TLVS,
    PM_TRAILING,
    PM_N
};

extern const struct ws_field ancp_head[HEAD_N];
extern const struct ws_field ancp_general[GENERAL_FORMS][GENERAL_N];
extern const struct ws_field ancp_adjacency[ADJ_N];
extern const struct ws_field ancp_port_management[PM_N];
extern const struct ws_tlvs ancp_tlvs; /* RFC 6320 section 3.6.2: every list but the capabilities */
/** The name of a TLV that has one. */
const char *ancp_tlv_name(uint32_t type);
extern const struct ws_message_type ancp_types[ANCP_N_TYPES];

/** The message type's place in ancp_types by the number on the wire; ANCP_M_UNKNOWN for adjacency
 * messages too. */
enum ancp_message ancp_message_of(uint8_t wire_type);

/* dissector.c: see struct ws_plugin. All are pure and keep nothing between calls. */
enum ws_verdict ancp_probe(const void *instance, const struct ws_probe *probe);
struct ws_split ancp_split(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at);
struct ws_resync ancp_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at, const struct ws_lost *lost);
struct ws_identity ancp_identify(void *conversation, enum ws_role from, struct ws_bytes message);

#endif
