#ifndef WIRESPEAK_PLUGIN_H
#define WIRESPEAK_PLUGIN_H

#include "wirespeak/bytes.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"
#include "wirespeak/field.h"
#include "wirespeak/message.h"

/**
 * A plugin: one shared object that exports one symbol, `const struct ws_plugin ws_plugin`. It does
 * no I/O and keeps no state outside what the host hands it. Functions of one instance are called
 * from several threads, those of one conversation never at the same time.
 */

/** Changes with every incompatible change of these headers; between them members are only appended.
 */
#define WS_PLUGIN_ABI   1u
#define WS_PLUGIN_MAGIC 0x5753u /* "WS" */

/** The first word of every plugin, of this and all other interfaces: what lets a host refuse in
 * words. */
struct ws_plugin_head {
    uint32_t abi;  /* WS_PLUGIN_MAGIC << 16 | WS_PLUGIN_ABI */
    uint32_t size; /* sizeof(struct ws_plugin) where the plugin was built */
};
#define WS_PLUGIN_HEAD                                                                             \
    {                                                                                              \
        WS_PLUGIN_MAGIC << 16 | WS_PLUGIN_ABI, sizeof(struct ws_plugin)                            \
    }

enum ws_role { WS_CLIENT, WS_SERVER, WS_UNKNOWN_ROLE };
enum ws_transport { WS_TCP = 6, WS_UDP = 17 };

struct ws_port {
    enum ws_transport transport;
    uint16_t port;
};

/** A code of an error, note or notice: stable, snake_case; `text` is a sentence without its full
 * stop. */
enum ws_level { WS_INFO, WS_WARNING, WS_ERROR };

struct ws_code {
    const char *code;
    const char *text;
    enum ws_level level; /* notes and notices */
};

/** An option of the plugin: `--set PLUGIN.NAME=VALUE`. */
enum ws_option_type {
    WS_OPT_BOOL, /* true, false, yes, no, on, off, 1, 0 */
    WS_OPT_UINT, /* min .. max */
    WS_OPT_SIZE, /* bytes, with k, M, G; min .. max */
    WS_OPT_TIME, /* nanoseconds, given as 5s, 100ms, 1m; min .. max in nanoseconds */
    WS_OPT_TEXT,
    WS_OPT_CHOICE, /* one of .choices, separated by blanks; read as its index */
    WS_OPT_FILE,   /* a file, read whole by the host before setup */
};

struct ws_option {
    const char *name;
    enum ws_option_type type;
    const char *otherwise; /* the default, as a user would write it; NULL: not set */
    const char *doc;
    uint64_t min, max; /* max 0: no bound */
    const char *choices;
};

/** An end of a flow: an address in network order (of IPv4 the first 4 bytes, the others are 0) and
 * a port. */
struct ws_endpoint_view {
    uint8_t family; /* 4 or 6 */
    uint8_t addr[16];
    uint16_t port;
};

/* Messages */

enum ws_message_kind { WS_NO_KIND, WS_REQUEST, WS_RESPONSE, WS_NOTIFY, WS_CONTROL, WS_KIND_ABSENT };
enum ws_message_flags {
    WS_FROM_CLIENT = 1 << 0,
    WS_FROM_SERVER = 1 << 1,
    WS_SESSION =
        1
        << 2, /* handshake or keep-alive: done by the session itself, never replayed or compared */
    WS_UNSOLICITED = 1 << 3, /* answers nothing */
    WS_UNORDERED = 1 << 4,   /* its place among others says nothing */
    WS_OF_THE_USER =
        1 << 5, /* made of the user's configuration: the plugin's page shows it whole */
};

/** A value that makes a message of its type when JSON does not say otherwise: `row` of the first
 * variant's table. */
struct ws_preset {
    const struct ws_field *row;
    int64_t value;
};

struct ws_message_type {
    const char *name;        /* JSON `message` */
    const char *title;       /* the standard's name */
    const char *doc;         /* one line, or NULL */
    const char *code;        /* how the wire names it, for people: "type 80"; or NULL */
    const char *answered_by; /* name of the response's type, or NULL */
    uint8_t kind;            /* enum ws_message_kind */
    uint8_t flags;           /* enum ws_message_flags */
    const struct ws_table *const
        *variants; /* forms of it; the first is what is encoded unless `pick` says otherwise */
    size_t n_variants;
    const struct ws_preset *presets;
    size_t n_presets;
    const char *family;      /* names that identify gives it beside its own, as a regular expression
                                (ECMA 262) for the schema; NULL: none */
    const char *const *line; /* what one line of text shows of it, without keys, in this order:
                                paths among its fields, "context.KEY"; NULL-terminated. NULL: all
                                fields with their keys */
};

/** A message, as `observe` sees it. Everything is borrowed until observe returns. */
struct ws_message {
    const struct ws_message_type *type;
    const char *name; /* type->name, or a member of its family */
    enum ws_message_kind kind;
    enum ws_role from;
    struct ws_bytes bytes;
    const struct ws_node *fields; /* an object */
    uint64_t offset;              /* of its first byte in the stream */
    int64_t ts_ns;                /* of the packet that completed it */
    uint64_t frame;
    size_t n_errors;
    bool after_gap;  /* the first message behind a gap or a search */
    bool whole_flow; /* both directions were seen from their begin and nothing was lost so far */
    const struct ws_endpoint_view *src, *dst; /* who sent it, and to whom */
};

/* Dissector */

/** What is known of a flow at `begin`. Side 0 is the client where `opener_known`, else who was seen
 * first. */
struct ws_flow_view {
    enum ws_transport transport;
    struct ws_endpoint_view ends[2];
    bool opener_known;  /* a SYN told who the client is */
    bool from_begin[2]; /* this side was seen from its SYN */
};

/** Where the bytes given to split and resync stand. */
struct ws_at {
    uint64_t offset;  /* of in's first byte in this direction's stream */
    size_t scanned;   /* bytes of `in` that an earlier call has already looked at */
    bool end;         /* nothing follows: closed, lost, expired, or the end of a datagram */
    bool from_begin;  /* every byte of this direction was seen so far */
    uint16_t to_port; /* a datagram: the one it was sent to; 0 in a stream */
};

enum ws_split_status { WS_SPLIT_MESSAGE, WS_SPLIT_NEED, WS_SPLIT_SKIP, WS_SPLIT_BAD };

/**
 * Where the first message in the bytes ends.
 * MESSAGE: it has `len` bytes (0 only for an empty datagram); `partial`: it ends because nothing
 * follows, which is all that is left; told when the whole connection has ended, and not at a gap.
 * NEED: call again with at least `len` bytes, more than there are; `total`: of the whole message
 * where its head tells, else 0. SKIP: drop `len` bytes, more than are here if need be, without a
 * word. BAD: no message starts here; `code` says why, `len` bytes from the start show it; resync
 * follows. Where in them the fault lies, `fault_at` says if `has_fault_at`; else it is their first
 * byte, or their end when they are cut short. `secret`: they may hold a secret, and are not shown
 * unless secrets are.
 */
struct ws_split {
    enum ws_split_status status;
    bool partial, has_fault_at, secret;
    uint16_t code;
    uint64_t len;
    uint64_t total;
    uint64_t fault_at;
};

/** What was lost before the bytes given to resync. */
struct ws_lost {
    uint64_t
        bytes; /* missing; 0 after garbage; UINT64_MAX: unknown, the capture starts in mid-stream */
    uint8_t head[64]; /* the first bytes of the message that the gap cut */
    size_t head_len;
    uint64_t seen; /* bytes of that message before the gap */
};

/**
 * Where messages may start again. found: `skip` bytes are no message, one starts behind them.
 * Otherwise more bytes are needed (at.end: there is none): the first `skip` bytes can be dropped;
 * `scanned` bytes behind these were looked at.
 */
struct ws_resync {
    bool found;
    uint64_t skip; /* found: may be more than there are */
    size_t scanned;
};

struct ws_identity {
    const struct ws_message_type *type;
    size_t variant;
    enum ws_message_kind kind; /* WS_NO_KIND: the type's; WS_KIND_ABSENT: none */
    const char *name;          /* NULL: the type's; else borrowed until the event is written */
    /* Where only decoding can tell: the type when the message has faults as `type`; or NULL. */
    const struct ws_message_type *otherwise;
    size_t otherwise_variant;
};

/** UNDECIDED: ask again with more bytes. NEUTRAL: the content does not tell, the port decides. */
enum ws_verdict { WS_UNDECIDED, WS_AGAINST, WS_NEUTRAL, WS_LIKELY, WS_SURELY };

/** The first bytes of both directions, at most 64 KiB each. */
struct ws_probe {
    enum ws_transport transport;
    struct ws_bytes first[2];
    bool from_begin[2];
    bool end[2];   /* nothing follows in this direction */
    bool own_port; /* an end of the flow has a port of the plugin */
};

/* What observe, tick and begin may ask of the host. */
struct ws_host;
struct ws_instance;
struct ws_map;

/** A request to which a later message may be tied: plain data, to be kept in a map. */
struct ws_request {
    int64_t ts_ns;
    uint64_t frame;
    uint64_t offset;
};

/** What ties a response to this message. */
WS_EXPORT struct ws_request ws_request_of(const struct ws_message *message);

/** Adds a note to the message's event: `code` is an index in the plugin's notes, `fmt` (or NULL) a
 * better sentence. */
WS_EXPORT void ws_note(struct ws_host *host, size_t code, const char *fmt, ...) WS_PRINTF(3, 4);

/** Says that the message answers `request`: context gets request_frame, request_offset and rtt_ns.
 */
WS_EXPORT void ws_answers(struct ws_host *host, const struct ws_request *request);

/** Says of which kind the message is, where only its values tell. */
WS_EXPORT void ws_kind(struct ws_host *host, enum ws_message_kind kind);

/** Says that the message is a response without a request. */
WS_EXPORT void ws_orphan(struct ws_host *host);

/** Adds to the event's context: `row` is an index in the plugin's context rows. The text is copied.
 */
WS_EXPORT void ws_context_text(struct ws_host *host, size_t row, struct ws_bytes text);
WS_EXPORT void ws_context_uint(struct ws_host *host, size_t row, uint64_t v);

/** Writes a notice event now (from tick or observe); `code` is an index in the plugin's notices. */
WS_EXPORT void ws_notice(struct ws_host *host, size_t code, enum ws_role from,
                         const struct ws_request *request, const char *fmt, ...) WS_PRINTF(5, 6);

/**
 * Facts: what datagrams teach about the ends of other flows. A flow with an end that is known as a
 * server or client of a plugin is that plugin's, whatever its ports; what is learned from a message
 * holds for what comes behind its packet.
 */
struct ws_facts;

/** Learns that the endpoint plays this role in our protocol. Only datagrams teach: without effect
 * in a TCP flow. The first word on an endpoint counts. */
WS_EXPORT void ws_learn(struct ws_host *host, enum ws_transport transport,
                        const struct ws_endpoint_view *end, enum ws_role role);

/** What is known of an endpoint in our protocol: WS_UNKNOWN_ROLE where nothing is. */
WS_EXPORT enum ws_role ws_known_role(const struct ws_facts *facts, enum ws_transport transport,
                                     const struct ws_endpoint_view *end);

/** A datagram before it is known who sent it. */
struct ws_datagram {
    const struct ws_endpoint_view *src, *dst;
    struct ws_bytes bytes;
};

/** Asks for `tick` at this packet time (once; a later call moves it; INT64_MAX: not at all). */
WS_EXPORT void ws_deadline(struct ws_host *host, int64_t at_ns);

/**
 * A bounded map in the conversation's memory: fixed-size keys to fixed-size values, oldest first.
 * When it is full the oldest entry makes room. Freed with the conversation. NULL when there is no
 * memory: all calls take that.
 */
WS_EXPORT struct ws_map *ws_map_new(struct ws_host *host, size_t key_size, size_t value_size,
                                    size_t max);
/** The value behind the key, or NULL. */
WS_EXPORT void *ws_map_get(struct ws_map *map, const void *key);
/** The value behind the key, made (zeroed, as the newest) when it is not there. NULL: no memory. */
WS_EXPORT void *ws_map_put(struct ws_map *map, const void *key);
WS_EXPORT bool ws_map_remove(struct ws_map *map, const void *key);
/** The oldest entry: its value, and its key by *ret_key (or NULL); NULL when the map is empty. */
WS_EXPORT void *ws_map_oldest(struct ws_map *map, const void **ret_key);
WS_EXPORT size_t ws_map_count(const struct ws_map *map);
WS_EXPORT void ws_map_clear(struct ws_map *map);

/** The request that is looked at has no answer by the protocol, but perhaps an error: nobody misses
 * it. Of requests whose type has no `answered_by` that is so without a word. */
WS_EXPORT void ws_no_answer(struct ws_host *host);

/* Instance: what setup may use. */

/** Memory that lives as long as the instance, zeroed; NULL: no memory. */
WS_EXPORT void *ws_instance_alloc(struct ws_instance *instance, size_t size);

/** The value of an option, by its index in the plugin's list. Of the option's type. */
WS_EXPORT bool ws_option_is_set(const struct ws_instance *instance, size_t option);
WS_EXPORT uint64_t ws_option_uint(const struct ws_instance *instance, size_t option);
WS_EXPORT const char *ws_option_text(const struct ws_instance *instance, size_t option);
WS_EXPORT struct ws_bytes ws_option_file(const struct ws_instance *instance, size_t option);

/** A WS_OPT_FILE option's file, read as one JSON document in which no key stands twice: its value,
 * which lives as long as the instance. NULL: it is none; setup then returns WS_E_VALUE. */
WS_EXPORT const struct ws_node *ws_option_json(struct ws_instance *instance, size_t option);

/** Why setup refuses a value of that document: file, line and path ("streams.0.name") go before
 * the words. Answers WS_E_VALUE. */
WS_EXPORT int ws_option_refuse(struct ws_instance *instance, size_t option,
                               const struct ws_node *at, const char *fmt, ...) WS_PRINTF(4, 5);

/** A port that the user's configuration names: its flows are ours before facts and content are
 * asked.
 */
WS_EXPORT int ws_instance_bind_port(struct ws_instance *instance, struct ws_port port);

/** Adds a message type (with its tables), or a port, at setup. They must live as long as the
 * instance. */
WS_EXPORT int ws_instance_add_type(struct ws_instance *instance,
                                   const struct ws_message_type *type);
WS_EXPORT int ws_instance_add_port(struct ws_instance *instance, struct ws_port port);

/** Why setup refuses; answers WS_E_VALUE for setup to return. */
WS_EXPORT int ws_instance_refuse(struct ws_instance *instance, const char *fmt, ...)
    WS_PRINTF(2, 3);

/**
 * A table of `wirespeak summary`: events that go together are one row. Which events: messages by
 * name, notices and messages with a note by code.
 *
 * A path is one of a message's fields ("name", "data.ceid", KEY_name for a value's name; of a list
 * the first element), "context.KEY", "tlv.NAME" (the value of the first TLV of that name, however
 * deep), "@what" (the code, or without one the message's name), "@from" (client, server, unknown),
 * or an end as ADDRESS:PORT: "@src", "@dest", "@client", "@server".
 */
enum ws_summary_kind {
    WS_SUMMARY_COUNT,
    WS_SUMMARY_RATE,       /* events per second, too */
    WS_SUMMARY_UNANSWERED, /* of requests: the rows of which none was answered */
};

struct ws_summary_column {
    const char *key; /* JSON key and heading: snake_case */
    const char *path;
};

struct ws_summary_table {
    const char *key;   /* snake_case, one of a kind in the plugin */
    const char *title; /* for people */
    enum ws_summary_kind kind;
    const char *const *messages; /* names, NULL-terminated; "s9f*": all that begin so. Or NULL */
    const char *const *codes;    /* NULL-terminated, or NULL */
    const struct ws_summary_column *by; /* what makes a row: equal values of these */
    size_t n_by;
    struct ws_summary_column
        each; /* the different values in a row, the first few; key NULL: none */
    struct ws_summary_column last; /* the last value in a row; key NULL: none */
};

struct ws_plugin {
    struct ws_plugin_head head;
    const char *name;    /* snake_case: JSON `protocol`, `--set NAME.option` */
    const char *title;   /* one line: protocol and standard */
    const char *version; /* of the plugin */

    const struct ws_port *ports;
    size_t n_ports;
    const struct ws_option *options;
    size_t n_options;
    const struct ws_code *errors; /* own codes: WS_CODE(index) */
    size_t n_errors;
    const struct ws_code *notes;
    size_t n_notes;
    const struct ws_code *notices;
    size_t n_notices;
    const struct ws_field *context; /* keys of an event's context, beside the host's own */
    size_t n_context;
    const struct ws_message_type *types;
    size_t n_types;

    size_t max_message_bytes; /* the longest message, with its head; longer ones are refused by
                                 split */
    size_t instance_size;     /* zeroed, handed to setup and all others as `instance` */
    size_t conversation_size; /* zeroed, one for each flow */

    /** Once, before the first byte. After it the instance is read-only. Optional. 0, or
     * ws_instance_refuse(). */
    int (*setup)(void *instance, struct ws_instance *host);

    /** Does this look like our protocol? Asked again with more bytes while undecided. Optional. */
    enum ws_verdict (*probe)(const void *instance, const struct ws_probe *probe);

    /** A flow begins. Optional. */
    void (*begin)(void *conversation, const void *instance, const struct ws_flow_view *flow,
                  struct ws_host *host);

    /** Required for TCP. Pure but for the conversation. */
    struct ws_split (*split)(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at);

    /** Required for TCP. Amortised linear: `at.scanned` bytes need not be looked at again. */
    struct ws_resync (*resync)(void *conversation, enum ws_role from, struct ws_bytes in,
                               struct ws_at at, const struct ws_lost *lost);

    /** The message's type. Never fails: there is a type for what is unknown. */
    struct ws_identity (*identify)(void *conversation, enum ws_role from, struct ws_bytes message);

    /** Before the event is written. Optional. */
    void (*observe)(void *conversation, const struct ws_message *message, struct ws_host *host);

    /** The time asked for by ws_deadline() has come. Optional. */
    void (*tick)(void *conversation, int64_t now_ns, struct ws_host *host);

    /** The flow has ended. Optional; memory and maps are freed by the host. */
    void (*end)(void *conversation, struct ws_host *host);

    /** Which variant encodes these fields; without it the first. Optional. */
    size_t (*pick)(const void *instance, const struct ws_message_type *type,
                   const struct ws_node *fields);

    /** The sender's role in a TCP flow whose begin was not seen, by content; ports decide without
     * it. Optional. */
    enum ws_role (*guess)(const void *instance, const struct ws_flow_view *flow,
                          const struct ws_probe *probe, int side);

    /** The sender's role for each datagram, where neither ports nor who spoke first tells.
     * Optional.
     */
    enum ws_role (*role)(const void *instance, const struct ws_facts *facts,
                         const struct ws_datagram *datagram);

    /** Datagrams of one client endpoint share a conversation, whoever answers: for protocols whose
     * requests are broadcast. `begin` then gets the flow of the first of them. */
    bool by_client;

    const struct ws_summary_table *summaries; /* optional */
    size_t n_summaries;
};

#ifndef WS_PLUGIN_HOST
/** What a plugin defines. */
extern WS_EXPORT const struct ws_plugin ws_plugin;
#endif

#endif
