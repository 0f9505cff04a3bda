/* Private to src/output: what path.c and its parts share. */
#ifndef WS_OUTPUT_PATH_PRIVATE_H
#define WS_OUTPUT_PATH_PRIVATE_H

#include "output/path.h"
#include "output/path_words.h"

/** What a path begins in; `key` says more. */
enum path_root {
    ROOT_ENVELOPE, /* key: enum envelope_key */
    ROOT_FIELDS,
    ROOT_MESSAGE,  /* PROTOCOL.message */
    ROOT_PROTOCOL, /* PROTOCOL */
    ROOT_CONTEXT,  /* key: enum context_key */
    ROOT_NOTES,    /* key: enum finding_key */
    ROOT_ERRORS,
};

/* Name, kind of value, what it says. */
#define ENVELOPE_MAP(X)                                                                            \
    X(timestamp, TIME, "time of the packet that completed it")                                     \
    X(event_type, TEXT, "message, gap, notice or flow")                                            \
    X(seq, NUMBER, "number in this output")                                                        \
    X(frame, NUMBER, "number of the packet in its file")                                           \
    X(file, TEXT, "the capture, when several are read")                                            \
    X(flow_id, TEXT, "name of the flow")                                                           \
    X(community_id, TEXT, "Community ID v1")                                                       \
    X(proto, TEXT, "TCP or UDP")                                                                   \
    X(src_ip, IP, "sender's address")                                                              \
    X(src_port, NUMBER, "sender's port")                                                           \
    X(dest_ip, IP, "receiver's address")                                                           \
    X(dest_port, NUMBER, "receiver's port")                                                        \
    X(from, TEXT, "client, server or unknown")                                                     \
    X(protocol, TEXT, "the plugin")                                                                \
    X(message, TEXT, "the message's name")                                                         \
    X(kind, TEXT, "request, response, notify or control")                                          \
    X(length, NUMBER, "bytes of a message or gap")                                                 \
    X(offset, NUMBER, "of its first byte in the stream")                                           \
    X(reason, TEXT, "of a gap or a flow's end")                                                    \
    X(resync_at, NUMBER, "offset at which messages begin again behind a gap")                      \
    X(code, TEXT, "of a notice")                                                                   \
    X(text, TEXT, "of a notice")                                                                   \
    X(raw, BYTES, "the message's bytes")

enum envelope_key {
#define ENVELOPE_ENUM(name, kind, doc) KEY_##name,
    ENVELOPE_MAP(ENVELOPE_ENUM)
#undef ENVELOPE_ENUM
};

#define CONTEXT_MAP(X)                                                                             \
    X(request_frame)                                                                               \
    X(request_offset)                                                                              \
    X(rtt_ns)                                                                                      \
    X(orphan)

/** The host's own keys; CONTEXT_OWN: the plugin's. */
enum context_key {
#define CONTEXT_ENUM(name) CONTEXT_##name,
    CONTEXT_MAP(CONTEXT_ENUM)
#undef CONTEXT_ENUM
        CONTEXT_OWN
};

enum finding_key { FINDING_code, FINDING_text, FINDING_level, FINDING_offset };

/**
 * Whether a plugin's tables have parts[1 ..] of the path as fields.
 *
 * @param ret_near  What the first part that nothing matches may have meant, or NULL; and that part.
 */
bool ws_path_in_tables(const struct ws_path *path, const struct ws_instance *instance,
                       const char **ret_near, size_t *ret_part);

/** Calls `each` as ws_path_kinds does, for a path that is in the tables. */
void ws_path_table_kinds(const struct ws_path *path, const struct ws_instance *instance,
                         ws_path_kind_fn *each, void *self);

enum ws_path_kind ws_path_kind_of(const struct ws_field *row);

bool ws_part_is(struct ws_bytes part, const char *word);

/** `part` is `key` followed by `suffix`. */
bool ws_part_is_with(struct ws_bytes part, struct ws_bytes key, const char *suffix);

#endif
