#ifndef HSMS_H
#define HSMS_H

#include "wirespeak/plugin.h"

/** HSMS (SEMI E37, E37.1, E37.2) with SECS-II (SEMI E5): numbers of the wire, and what the plugin's
 * files share. The client is the side that opened the connection ("active"); which side is host and
 * which equipment is another matter. */

enum {
    HSMS_PORT = 5000, /* customary, not registered */
    HSMS_LENGTH_LEN = 4,
    HSMS_HEADER_LEN = 10,
    HSMS_HEAD = HSMS_LENGTH_LEN + HSMS_HEADER_LEN, /* the body begins here */
    HSMS_MAX_MESSAGE = 33554432,                   /* of option max_message_bytes */
    HSMS_NO_SESSION = 0xffff,
};

/** Offsets in a message. */
enum {
    HSMS_AT_SESSION = 4,
    HSMS_AT_BYTE_2 = 6,
    HSMS_AT_BYTE_3 = 7,
    HSMS_AT_P_TYPE = 8,
    HSMS_AT_S_TYPE = 9,
    HSMS_AT_SYSTEM = 10,
};
enum { HSMS_W_BIT = 0x80, HSMS_STREAM = 0x7f };

enum hsms_s_type {
    HSMS_DATA,
    HSMS_SELECT_REQ,
    HSMS_SELECT_RSP,
    HSMS_DESELECT_REQ,
    HSMS_DESELECT_RSP,
    HSMS_LINKTEST_REQ,
    HSMS_LINKTEST_RSP,
    HSMS_REJECT_REQ,
    HSMS_UNKNOWN_S_TYPE, /* 8 is not used; our place for all that are unknown */
    HSMS_SEPARATE_REQ,
    HSMS_UNKNOWN_P_TYPE, /* likewise */
    HSMS_N_CONTROL
};

enum hsms_note {
    HSMS_W_ON_SECONDARY,
    HSMS_W_ON_S9,
    HSMS_NOT_SELECTED,
    HSMS_ALREADY_SELECTED,
    HSMS_SESSION_ID,
    HSMS_N_NOTES
};
enum hsms_notice { HSMS_T3_TIMEOUT, HSMS_T6_TIMEOUT, HSMS_T7_TIMEOUT, HSMS_N_NOTICES };
enum hsms_context {
    HSMS_C_SELECTION,
    HSMS_C_COMMUNICATION,
    HSMS_C_EVENT,
    HSMS_C_ALARM,
    HSMS_C_NAMES,
    HSMS_N_CONTEXT
};
enum hsms_option {
    HSMS_O_SML,
    HSMS_O_DICTIONARY,
    HSMS_O_MAX_MESSAGE_BYTES,
    HSMS_O_T3,
    HSMS_O_T6,
    HSMS_O_T7,
    HSMS_N_OPTIONS
};

/** Rows of a data message. */
enum {
    DATA_LENGTH,
    DATA_SESSION_ID,
    DATA_W_BIT,
    DATA_STREAM,
    DATA_FUNCTION,
    DATA_P_TYPE,
    DATA_S_TYPE,
    DATA_SYSTEM_BYTES,
    DATA_MNEMONIC,
    DATA_BODY,
    DATA_DATA,
    DATA_SML,
    DATA_N
};
/** Rows of a control message. */
enum {
    CONTROL_LENGTH,
    CONTROL_SESSION_ID,
    CONTROL_BYTE_2,
    CONTROL_BYTE_3,
    CONTROL_P_TYPE,
    CONTROL_S_TYPE,
    CONTROL_SYSTEM_BYTES,
    CONTROL_PAYLOAD,
    CONTROL_N
};

struct hsms_type;

/** What setup made; read-only afterwards. */
struct hsms_instance {
    bool sml;
    uint64_t max_message;
    int64_t t3_ns, t6_ns, t7_ns;            /* 0: not watched */
    const struct hsms_type *const *by_code; /* [stream * 256 + function]; NULL: not listed */
    const struct hsms_type *any;            /* data messages that are not listed */
    const struct hsms_site_name *names;     /* of the site's variables, events and alarms */
    size_t n_names;
};

/** The header's values. */
struct hsms_header {
    uint16_t session_id;
    uint8_t byte_2, byte_3, p_type, s_type;
    uint32_t system_bytes;
};

/** Of a message with at least its header. */
struct hsms_header hsms_header_of(struct ws_bytes message);

struct hsms_conversation;

/** Which control message it is, HSMS_DATA included; p_type is looked at first. */
enum hsms_s_type hsms_kind_of(const struct hsms_header *h);

/* dissector.c: see struct ws_plugin. */
struct ws_split hsms_split(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at);
struct ws_identity hsms_identify(void *conversation, enum ws_role from, struct ws_bytes message);

/* recognise.c: see struct ws_plugin. */
enum ws_verdict hsms_probe(const void *instance, const struct ws_probe *probe);
enum ws_role hsms_guess(const void *instance, const struct ws_flow_view *flow,
                        const struct ws_probe *probe, int side);
struct ws_resync hsms_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at, const struct ws_lost *lost);

/* messages.c */
extern const struct ws_field hsms_control[CONTROL_N];
extern const struct ws_field hsms_data[DATA_N]; /* of those not listed; the others' are copies */
extern const struct ws_message_type hsms_control_types[HSMS_N_CONTROL - 1]; /* without HSMS_DATA */
const struct ws_message_type *hsms_control_type(enum hsms_s_type kind);

/* setup.c, observe.c: see struct ws_plugin. */
int hsms_setup(void *instance, struct ws_instance *host);
void hsms_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                struct ws_host *host);
void hsms_observe(void *conversation, const struct ws_message *message, struct ws_host *host);
void hsms_tick(void *conversation, int64_t now_ns, struct ws_host *host);

#endif
