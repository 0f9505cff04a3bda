/* Streams of lines and C structures, as a layout file describes them. docs/tcpip.md,
 * docs/layouts.md. */
#ifndef TCPIP_H
#define TCPIP_H

#include "wirespeak/plugin.h"

enum {
    TCPIP_MAX_STRUCT = 16 << 20,         /* bytes of a structure, or of a line */
    TCPIP_DEFAULT_LINE = 65536,          /* asyncio's limit: bytes before the terminator */
    TCPIP_SHOWN = 64,                    /* bytes of a line or header that is not understood */
    TCPIP_MAX_OPEN = 4096,               /* requests that wait for an answer */
    TCPIP_MAX_NESTED = WS_MAX_DEPTH - 2, /* structures and arrays of arrays within one another */
};

enum { TCPIP_O_LAYOUT, TCPIP_O_STREAM, TCPIP_O_GUESS_LINES, TCPIP_N_OPTIONS };
enum { TCPIP_E_OVERSIZE, TCPIP_E_UNKNOWN_TAG, TCPIP_E_BAD_JSON, TCPIP_N_ERRORS };
enum { TCPIP_N_START_GUESSED, TCPIP_N_NOTES };
enum { TCPIP_NO_STREAM, TCPIP_N_NOTICES };
enum { TCPIP_C_STREAM, TCPIP_N_CONTEXT };

extern const struct ws_option tcpip_options[TCPIP_N_OPTIONS];

/* Structures */

/** A member that is a whole number, where a tag may be read. */
struct tcpip_number {
    size_t at;     /* its first byte in the structure */
    uint8_t len;   /* bytes to load */
    uint8_t shift; /* bits below it */
    uint8_t bits;
    bool is_signed, little;
};

struct tcpip_member;
struct tcpip_struct {
    struct ws_table table;
    const char *name;
    const struct ws_node *node; /* in the layout */
    const struct tcpip_member *members;
    size_t n_members;
    uint32_t size, align;
    size_t levels; /* structures and arrays of arrays within one another, itself counted */
    bool is_union, is_big;
    enum { TCPIP_UNREAD, TCPIP_BEING_READ, TCPIP_READ } state;
};

/* Ends: what one side sends. */

enum tcpip_framing { TCPIP_LINE, TCPIP_STRUCT, TCPIP_TAGGED, TCPIP_RAW };
enum tcpip_format { TCPIP_TEXT, TCPIP_JSON, TCPIP_AUTO };

struct tcpip_end;

/** A table whose hook finds its end around it. */
struct tcpip_form {
    struct ws_table table;
    const struct tcpip_end *end;
    size_t variant; /* of its message type */
};

struct tcpip_case {
    int64_t tag;
    const struct tcpip_struct *body;
    size_t variant;
};

struct tcpip_end {
    enum tcpip_framing framing;
    /* line */
    struct ws_bytes terminator, heartbeat; /* heartbeat.data NULL: there is none */
    enum ws_charset charset;
    enum tcpip_format format;
    size_t max_line;
    struct tcpip_form line, json, beat;
    /* struct, tagged */
    const struct tcpip_struct *header; /* tagged */
    struct tcpip_number tag;
    struct tcpip_case *cases; /* tagged: sorted by tag; struct: the only one */
    size_t n_cases;
    struct tcpip_case otherwise; /* .body NULL: other tags are unknown */
};

/* Streams */

/** "value.axes.0.pos" */
struct tcpip_part {
    struct ws_bytes name;
    bool is_index, is_any;
    uint64_t index;
};
struct tcpip_path {
    const struct tcpip_part *parts;
    size_t n; /* 0: no path was given */
};

struct tcpip_stream {
    const char *name;
    const uint16_t *ports;
    size_t n_ports;
    struct tcpip_end ends[2]; /* by enum ws_role */
    bool correlates, in_order;
    struct tcpip_path request, response;
    const struct tcpip_struct *response_struct; /* NULL: any */
};

enum tcpip_type { TCPIP_T_LINE, TCPIP_T_JSON, TCPIP_T_HEARTBEAT, TCPIP_T_STRUCT, TCPIP_N_TYPES };
enum { TCPIP_T_PARTIAL, TCPIP_T_RAW, TCPIP_N_STATIC };
extern const struct ws_message_type tcpip_types[TCPIP_N_STATIC];

struct tcpip_instance {
    struct tcpip_stream *streams;
    size_t n_streams;
    const struct tcpip_stream *other; /* of flows at ports that no stream has; NULL: not known */
    bool guess_lines;
    struct ws_message_type types[TCPIP_N_TYPES];
};

struct tcpip_conversation {
    const struct tcpip_instance *instance;
    const struct tcpip_stream *stream; /* NULL: nothing is read */
    bool guessed[2];                   /* the next message was found by a guess; by role */
    bool midstream[2];                 /* searching since the flow's begin */
    struct ws_map *requests;           /* by value, or by number: struct ws_request */
    uint64_t asked;                    /* number of the next request */
};

/* layout.c, streams.c, structs.c: reading a layout */

struct tcpip_reader {
    struct ws_instance *host;
    struct tcpip_instance *instance;
    unsigned abi; /* column of the table of types */
    struct tcpip_struct *structs;
    size_t n_structs;
    unsigned depth; /* structures within one another while they are read */
};

int tcpip_setup(void *instance, struct ws_instance *host);

/** All answer 0, or WS_E_VALUE once the layout was refused, or WS_E_NOMEM. A member that is not
 * there leaves *ret as it was; with `required` it is a mistake. */
int tcpip_check_keys(struct tcpip_reader *r, const struct ws_node *object, const char *known);
int tcpip_expect(struct tcpip_reader *r, const struct ws_node *at, const char *what);
int tcpip_get_text(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   bool required, const char **ret);
int tcpip_get_uint(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   uint64_t min, uint64_t max, uint64_t *ret);
int tcpip_get_bool(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   bool *ret);
/** The index of a member's word among `words`, separated by blanks. */
int tcpip_get_choice(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                     const char *words, unsigned *ret);
int tcpip_get_array(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                    bool required, const struct ws_node **ret);
/** A whole number that a node holds, within bounds. */
bool tcpip_whole(const struct ws_node *n, uint64_t min, uint64_t max, uint64_t *ret);
/** A text of the layout, with a NUL behind it; NULL: no memory. */
char *tcpip_copy(struct tcpip_reader *r, struct ws_bytes text);

int tcpip_read_structs(struct tcpip_reader *r, const struct ws_node *structs);
/** The structure that a member names, made ready. */
int tcpip_get_struct(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                     bool required, const struct tcpip_struct **ret);
/** Where the whole number that a member names lies in a structure. */
int tcpip_find_number(struct tcpip_reader *r, const struct tcpip_struct *s,
                      const struct ws_node *name, struct tcpip_number *ret);
int64_t tcpip_number_of(const struct tcpip_number *n, const uint8_t *bytes);

int tcpip_read_streams(struct tcpip_reader *r, const struct ws_node *streams);

/* messages.c: the tables of lines and of whole messages */

/** What an end's lines and structures look like; after all streams were read. */
int tcpip_make_types(struct tcpip_reader *r);

/* paths.c */
int tcpip_get_path(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   struct tcpip_path *ret);
/** Checks an array of paths. */
int tcpip_check_paths(struct tcpip_reader *r, const struct ws_node *object, const char *key);

/** A value by which messages are tied together: its text. */
struct tcpip_key {
    uint64_t hash; /* of all of it */
    uint32_t len;
    char text[52]; /* its begin, zeros behind it */
};
/** The value at a path in a message's fields; false: there is none. */
bool tcpip_path_key(const struct tcpip_path *path, const struct ws_node *fields,
                    struct tcpip_key *ret);

/* dissector.c, resync.c, observe.c */
enum ws_verdict tcpip_probe(const void *instance, const struct ws_probe *probe);
enum ws_role tcpip_guess(const void *instance, const struct ws_flow_view *flow,
                         const struct ws_probe *probe, int side);
void tcpip_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                 struct ws_host *host);
struct ws_split tcpip_split(void *conversation, enum ws_role from, struct ws_bytes in,
                            struct ws_at at);
struct ws_resync tcpip_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                              struct ws_at at, const struct ws_lost *lost);
struct ws_identity tcpip_identify(void *conversation, enum ws_role from, struct ws_bytes message);
void tcpip_observe(void *conversation, const struct ws_message *message, struct ws_host *host);
size_t tcpip_pick(const void *instance, const struct ws_message_type *type,
                  const struct ws_node *fields);

static inline const struct tcpip_end *tcpip_end_of(const struct tcpip_conversation *c,
                                                   enum ws_role from)
{
    return &c->stream->ends[from == WS_SERVER ? WS_SERVER : WS_CLIENT];
}

/** Where the terminator begins, from `from` on; in.len when it is not there. */
size_t tcpip_find_end(const struct tcpip_end *e, struct ws_bytes in, size_t from);
/** Bytes at the end of `in` that may begin the terminator. */
size_t tcpip_half_end(const struct tcpip_end *e, struct ws_bytes in);
/** The case of a header's tag; NULL: it is unknown. */
const struct tcpip_case *tcpip_case_of(const struct tcpip_end *e, const uint8_t *header);

#endif
