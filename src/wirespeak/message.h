#ifndef WIRESPEAK_MESSAGE_H
#define WIRESPEAK_MESSAGE_H

#include <string.h>

#include "wirespeak/bytes.h"
#include "wirespeak/export.h"
#include "wirespeak/field.h"

/**
 * Values. A decoded message, and a JSON text that was read, are one array of nodes in depth-first
 * order: an object or an array is followed by what it holds. Nodes and what they point at are
 * borrowed: they live until the message's event has been written.
 */
enum ws_kind_of_value {
    WS_V_NULL = 0,
    WS_V_OBJECT,  /* len members */
    WS_V_ARRAY,   /* len elements */
    WS_V_UINT,    /* as.u */
    WS_V_INT,     /* as.i */
    WS_V_BOOL,    /* as.u */
    WS_V_REAL,    /* as.f */
    WS_V_TEXT,    /* len bytes at as.data, in the charset .size */
    WS_V_HEX,     /* len bytes at as.data, shown as hex */
    WS_V_MAC,     /* len bytes */
    WS_V_IP,      /* len bytes there, the rest of .size (4 or 16) is zero */
    WS_V_NUMBERS, /* len numbers of .size bytes at as.data; WS_NODE_LITTLE, _SIGNED, _FLOAT say how
                   */
    WS_V_TIME,    /* as.i seconds since 1970-01-01T00:00:00Z, len nanoseconds */
    WS_V_NAME,    /* a table's own text of len bytes at as.data: plain ASCII, nothing to escape */
    WS_V_KEY,     /* read from JSON: the key of the value that follows */
};

enum ws_node_flags {
    WS_NODE_LITTLE = 1 << 0,
    WS_NODE_SIGNED = 1 << 1,
    WS_NODE_FLOAT = 1 << 2,
    WS_NODE_BOOL = 1 << 3,
    WS_NODE_KEYED = 1 << 4,   /* the node before it is its key */
    WS_NODE_HEX_KEY = 1 << 5, /* its key is the row's with _hex behind it: the text was not valid */
    WS_NODE_GONE = 1 << 6,    /* used while JSON is read */
    WS_NODE_SECRET = 1 << 7,  /* shown as that of a WS_SECRET row is */
    /* of WS_V_TEXT, read from JSON: an integer beyond 64 bits */
    WS_NODE_NUMBER = 1 << 0,
};

/** A row made ready by the host begins so; the rest is the host's. */
struct ws_row;
struct ws_row_head {
    const struct ws_field *field;
    const char *quoted_key; /* `"key":`; NULL: it has none */
    uint32_t n_names;       /* of its values, or of their bits */
};

struct ws_node {
    const struct ws_row *row; /* what it is; NULL in JSON that was read */
    union {
        uint64_t u;
        int64_t i;
        double f;
        const uint8_t *data;
    } as;
    uint32_t len;
    uint32_t span;   /* nodes of it and all within it; the next one is node + span */
    uint32_t offset; /* of its first byte in the message; JSON: in the text */
    uint8_t kind;    /* enum ws_kind_of_value */
    uint8_t size;    /* WS_V_TEXT: enum ws_charset; WS_V_IP: 4 or 16; WS_V_NUMBERS: bytes of one */
    uint16_t flags;  /* enum ws_node_flags */
};

/** The first value inside an object or array, or NULL. */
static inline const struct ws_node *ws_first(const struct ws_node *parent)
{
    const struct ws_node *n = parent + 1;
    if (parent->len == 0 || (parent->kind != WS_V_OBJECT && parent->kind != WS_V_ARRAY))
        return NULL;
    return n->kind == WS_V_KEY ? n + 1 : n;
}

/** The value behind `n` inside `parent`, or NULL. */
static inline const struct ws_node *ws_next(const struct ws_node *parent, const struct ws_node *n)
{
    n += n->span;
    if (n >= parent + parent->span)
        return NULL;
    return n->kind == WS_V_KEY ? n + 1 : n;
}

/** The row that a node stands for; NULL in JSON that was read. */
static inline const struct ws_field *ws_node_field(const struct ws_node *n)
{
    return n->row ? ((const struct ws_row_head *)(const void *)n->row)->field : NULL;
}

/** The node's key, borrowed; empty for an array's element. */
WS_EXPORT struct ws_bytes ws_node_key(const struct ws_node *n);

/** The member of `object` that `field` (a row of a table) made, or NULL. Compares pointers: cheap.
 */
static inline const struct ws_node *ws_find(const struct ws_node *object,
                                            const struct ws_field *field)
{
    const struct ws_node *n = ws_first(object);
    while (n && ws_node_field(n) != field)
        n = ws_next(object, n);
    return n;
}

/** The members that the `n` rows of one table made, in one pass: ret[i] is that of rows[i], or
 * NULL.
 */
static inline void ws_find_all(const struct ws_node *object, const struct ws_field *rows, size_t n,
                               const struct ws_node **ret)
{
    memset(ret, 0, n * sizeof(*ret));
    for (const struct ws_node *m = ws_first(object); m; m = ws_next(object, m)) {
        uintptr_t at = (uintptr_t)ws_node_field(m) - (uintptr_t)rows;
        if (at < n * sizeof(*rows) && !ret[at / sizeof(*rows)])
            ret[at / sizeof(*rows)] = m;
    }
}

/** A node's value, `otherwise` when it is no whole number in range; it may be NULL. */
static inline uint64_t ws_node_uint(const struct ws_node *n, uint64_t otherwise)
{
    if (!n ||
        (n->kind != WS_V_UINT && n->kind != WS_V_BOOL && (n->kind != WS_V_INT || n->as.i < 0)))
        return otherwise;
    return n->as.u;
}

/** What the host has ready of a node's row; NULL in JSON that was read. */
static inline const struct ws_row_head *ws_node_head(const struct ws_node *n)
{
    return (const struct ws_row_head *)(const void *)n->row;
}

/** Whether a whole number is among its row's names. Not for names of bits. */
WS_EXPORT bool ws_node_is_named(const struct ws_node *n);

/** The type and the length of a TLV: its object begins with type, name and length. */
static inline uint32_t ws_tlv_type(const struct ws_node *tlv)
{
    return (uint32_t)tlv[1].as.u;
}

static inline uint32_t ws_tlv_length(const struct ws_node *tlv)
{
    return (uint32_t)tlv[3].as.u;
}

/** The member of `object` with this key, or NULL. */
WS_EXPORT const struct ws_node *ws_member(const struct ws_node *object, const char *key);

/** A number's value, `otherwise` when there is no such member or it is no whole number in range. */
WS_EXPORT uint64_t ws_get_uint(const struct ws_node *object, const struct ws_field *field,
                               uint64_t otherwise);

/** The bytes of a text or bytes member; empty when there is none. */
WS_EXPORT struct ws_bytes ws_get_bytes(const struct ws_node *object, const struct ws_field *field);

/** A whole number that a node holds: a number, true or false, a decimal text. *ret is in two's
 * complement when *ret_negative. */
WS_EXPORT bool ws_node_whole(const struct ws_node *n, bool *ret_negative, uint64_t *ret);

/** A number that a node holds: a number, or "NaN", "Infinity", "-Infinity". */
WS_EXPORT bool ws_node_real(const struct ws_node *n, double *ret);

/* What a hook's decode gets. */

/** The value of an earlier whole number of the table that holds the hook (or, with WS_OUTER_ROW, of
 * the one outside): one that has a key, is constant, or that rows refer to. 0 when it is not there;
 * when encoding, also for a derived one. */
WS_EXPORT uint64_t ws_scope_uint(const struct ws_scope *scope, uint16_t row);

/** The table that holds the hook: where a plugin makes tables at setup, what it keeps around them.
 */
WS_EXPORT const struct ws_table *ws_scope_table(const struct ws_scope *scope);

/**
 * Puts values, in order. `row` is the index of the row in the hook's own table that a value stands
 * for; its key is used inside objects. All slices must live as long as the payload, or be of
 * ws_put_alloc().
 */
WS_EXPORT void ws_put_uint(struct ws_out *out, size_t row, uint64_t v);
WS_EXPORT void ws_put_int(struct ws_out *out, size_t row, int64_t v);
WS_EXPORT void ws_put_bool(struct ws_out *out, size_t row, bool v);
WS_EXPORT void ws_put_real(struct ws_out *out, size_t row, double v);
WS_EXPORT void ws_put_text(struct ws_out *out, size_t row, struct ws_bytes text,
                           enum ws_charset charset);
WS_EXPORT void ws_put_hex(struct ws_out *out, size_t row, struct ws_bytes bytes);
WS_EXPORT void ws_put_numbers(struct ws_out *out, size_t row, enum ws_type element, bool little,
                              struct ws_bytes bytes);

/** Says that the value put last is a secret, where not all of its row are: a header's value. */
WS_EXPORT void ws_put_secret(struct ws_out *out);
/** The text in UTF-8, for the puts; false: it is not valid in this charset. */
WS_EXPORT bool ws_put_converted(struct ws_out *out, struct ws_bytes text, enum ws_charset charset,
                                struct ws_bytes *ret);

/**
 * Puts the value of a JSON text (valid UTF-8): RFC 8259 and the bare words NaN, Infinity,
 * -Infinity; nested to 1000. The row is of type WS_ANY. *ret_lossy: the text says more than what is
 * shown: integers beyond 2^53, numbers that are not finite, keys that come twice (the last counts),
 * lone surrogates. 0; WS_E_MALFORMED, WS_E_LIMIT, WS_E_NOMEM: nothing was put.
 */
WS_EXPORT int ws_put_json(struct ws_out *out, size_t row, struct ws_bytes text, bool *ret_lossy);

/** Opens an object or array; the answer goes to ws_put_close(). */
WS_EXPORT size_t ws_put_object(struct ws_out *out, size_t row);
WS_EXPORT size_t ws_put_array(struct ws_out *out, size_t row);
WS_EXPORT void ws_put_close(struct ws_out *out, size_t opened);

/** `len` bytes that live as long as the message's event; NULL when the limit is reached. */
WS_EXPORT uint8_t *ws_put_alloc(struct ws_out *out, size_t len);

/** Says where (bytes from the payload's begin) the payload is faulty; the code follows as decode's
 * answer. */
WS_EXPORT void ws_out_fault(struct ws_out *out, size_t offset);

/* What a hook's encode gets. */
WS_EXPORT void ws_encoder_add(struct ws_encoder *out, struct ws_bytes bytes);
WS_EXPORT void ws_encoder_be(struct ws_encoder *out, size_t len, uint64_t v);
WS_EXPORT void ws_encoder_le(struct ws_encoder *out, size_t len, uint64_t v);

/** A text in this charset; refuses what is no text and characters that have no place there. */
WS_EXPORT int ws_encoder_text(struct ws_encoder *out, const struct ws_node *text,
                              enum ws_charset charset);
/** Bytes, given in hex. */
WS_EXPORT int ws_encoder_hex(struct ws_encoder *out, const struct ws_node *hex);
/** A value as JSON, as Python's json.dumps() writes it: ASCII, ", " and ": ". `text` (or NULL) is
 * written instead when it reads as just this value. */
WS_EXPORT int ws_encoder_json(struct ws_encoder *out, const struct ws_node *value,
                              const struct ws_node *text, enum ws_charset charset);

/** Bytes of the message so far. */
WS_EXPORT size_t ws_encoder_len(const struct ws_encoder *out);

/** The message's bytes from the `from`-th on, which may be changed; they move with the next that
 * are added. NULL: the message is too long, nothing can be done with it. */
WS_EXPORT uint8_t *ws_encoder_bytes(struct ws_encoder *out, size_t from);

/** Takes back what was added behind the first `len` bytes of the message. */
WS_EXPORT void ws_encoder_cut(struct ws_encoder *out, size_t len);

/** Says in words why a value can't be encoded; answers WS_E_VALUE. */
WS_EXPORT int ws_encoder_refuse(struct ws_encoder *out, const struct ws_node *at, const char *fmt,
                                ...) WS_PRINTF(3, 4);

#endif
