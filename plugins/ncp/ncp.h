#ifndef NCP_H
#define NCP_H

#include "wirespeak/plugin.h"

/** NCP, the Node Communication Protocol of CRFS: numbers of the wire, and what the plugin's files
 * share. There is no public standard; all facts are those of the library ncplib for Python and of
 * traffic of its versions 1.0.0 to 6.1.0. Numbers are little-endian; sizes count words of 4 bytes,
 * the element's own head included. */

enum {
    NCP_PORT = 9999,
    NCP_WORD = 4,
    NCP_HEADER_LEN = 32, /* a packet's fields begin here */
    NCP_FOOTER_LEN = 8,  /* checksum and magic */
    NCP_MIN_WORDS = 10,
    NCP_FIELD_LEN = 12, /* a field's parameters begin here */
    NCP_PARAM_LEN = 8,  /* a parameter's value begins here */
    NCP_NAME_LEN = 4,
    NCP_MAX_SIZE = 0xffffff, /* words of a field or parameter */
    NCP_MAX_PACKET = 67108864,
    NCP_MAX_HEAD = 65536, /* bytes of an HTTP head */
    NCP_MAX_LINES = 100,  /* so many header lines are too many */
    NCP_MAX_REQUESTS = 4096,
};

/** Offsets in a packet, in a field, in a parameter. */
enum {
    NCP_AT_TYPE = 4,
    NCP_AT_SIZE = 8,
    NCP_AT_FORMAT = 16,
    NCP_AT_NANOTIME = 24,
    NCP_AT_ELEMENT_SIZE = 4, /* u24 */
    NCP_AT_ELEMENT_TYPE = 7,
    NCP_AT_FIELD_ID = 8,
};
#define NCP_HEADER_MAGIC UINT32_C(0xaabbccdd)
#define NCP_FOOTER_MAGIC UINT32_C(0xddccbbaa)

enum ncp_type_code {
    NCP_I32 = 0x00,
    NCP_U32 = 0x01,
    NCP_STRING = 0x02,
    NCP_I64 = 0x03,
    NCP_U64 = 0x04,
    NCP_F32 = 0x10,
    NCP_F64 = 0x11,
    NCP_RAW = 0x80,
    NCP_U8_ARRAY = 0x81,
    NCP_U16_ARRAY,
    NCP_U32_ARRAY,
    NCP_I8_ARRAY,
    NCP_I16_ARRAY,
    NCP_I32_ARRAY,
    NCP_U64_ARRAY,
    NCP_I64_ARRAY,
    NCP_F32_ARRAY = 0x90,
    NCP_F64_ARRAY = 0x91,
};

enum ncp_error {
    NCP_BAD_MAGIC,
    NCP_BAD_SIZE,
    NCP_OVERSIZE,
    NCP_BAD_FOOTER,
    NCP_BAD_HTTP_HEAD,
    NCP_FIELD_UNDERFLOW,
    NCP_FIELD_OVERFLOW,
    NCP_PARAM_UNDERFLOW,
    NCP_PARAM_OVERFLOW,
    NCP_N_ERRORS
};
enum ncp_note {
    NCP_FORMAT_ID,
    NCP_BAD_NANOTIME,
    NCP_EMBEDDED_FOOTER,
    NCP_VALUE_LENGTH,
    NCP_BAD_ENCODING,
    NCP_UNKNOWN_TYPE,
    NCP_N_NOTES
};
enum ncp_option { NCP_O_MAX_PACKET_BYTES, NCP_N_OPTIONS };

/** Message types by their place in ncp_types. */
enum ncp_message {
    NCP_M_PACKET,
    NCP_M_KEEPALIVE,
    NCP_M_HELO,
    NCP_M_CCRE,
    NCP_M_SCAR,
    NCP_M_CARE,
    NCP_M_SCON,
    NCP_M_ERRO,
    NCP_M_HTTP_REQUEST,
    NCP_M_HTTP_RESPONSE,
    NCP_N_TYPES
};

/** Rows of a packet. */
enum {
    PACKET_HEADER,
    PACKET_TYPE,
    PACKET_SIZE,
    PACKET_ID,
    PACKET_FORMAT_ID,
    PACKET_TIME,
    PACKET_NANOTIME,
    PACKET_TIMESTAMP,
    PACKET_INFO,
    PACKET_FIELDS,
    PACKET_CHECKSUM,
    PACKET_FOOTER,
    PACKET_N
};

struct ncp_instance {
    uint64_t max_packet; /* bytes */
};

/** What framing remembers of one direction. Offsets count from the stream's begin. */
struct ncp_direction {
    bool had_packet;    /* no HTTP heads follow */
    bool searching;     /* for the next packet */
    bool may_be_head;   /* the search is at the first byte that was seen of the direction */
    uint64_t search_at; /* nothing before it begins a packet */
};

struct ncp_conversation {
    const struct ncp_instance *instance;
    struct ncp_direction directions[3]; /* by enum ws_role */
    struct ws_map *requests;            /* struct ncp_key to struct ws_request */
};

extern const struct ws_message_type ncp_types[NCP_N_TYPES];
extern const struct ws_hook ncp_fields_hook, ncp_request_hook, ncp_response_hook;

/* dissector.c: see struct ws_plugin. */
struct ws_split ncp_split(void *conversation, enum ws_role from, struct ws_bytes in,
                          struct ws_at at);
struct ws_identity ncp_identify(void *conversation, enum ws_role from, struct ws_bytes message);

/* recognise.c */

enum ncp_match { NCP_NO, NCP_PERHAPS, NCP_YES };

/** Whether a packet's header that is worth waiting for its footer begins here; PERHAPS: too few
 * bytes. */
enum ncp_match ncp_is_header(struct ws_bytes in, uint64_t max_packet);

/** See struct ws_plugin. */
struct ws_resync ncp_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                            struct ws_at at, const struct ws_lost *lost);
enum ws_verdict ncp_probe(const void *instance, const struct ws_probe *probe);
enum ws_role ncp_guess(const void *instance, const struct ws_flow_view *flow,
                       const struct ws_probe *probe, int side);

/* observe.c: see struct ws_plugin. */
extern const struct ws_code ncp_notes[NCP_N_NOTES];
int ncp_setup(void *instance, struct ws_instance *host);
void ncp_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
               struct ws_host *host);
void ncp_observe(void *conversation, const struct ws_message *message, struct ws_host *host);

/** The request that a packet of the server answers: that of the first of its fields which one has;
 * NULL: none. */
const struct ws_request *ncp_request_find(const struct ncp_conversation *c,
                                          struct ws_bytes message);

#endif
