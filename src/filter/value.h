/* Private to src/filter: values written in an expression. */
#ifndef WS_FILTER_VALUE_H
#define WS_FILTER_VALUE_H

#include "filter/lex.h"
#include "message/arena.h"
#include "output/path.h"

/** A value under all readings that its text allows: which one counts, the other side decides. */
struct ws_filter_value {
    unsigned can;           /* of enum ws_path_kind */
    struct ws_bytes text;   /* UTF-8 */
    struct ws_bytes narrow; /* in Latin-1; data NULL: it can't */
    long double number;     /* holds every integer of 64 bits and every double */
    struct ws_bytes bytes;  /* BYTES, MAC */
    uint8_t ip[16];
    uint8_t ip_len, ip_bits; /* 4 or 16; bits of the prefix */
    int64_t seconds;         /* TIME, since 1970, and nanoseconds */
    uint32_t ns;
};

_Static_assert(__LDBL_MANT_DIG__ >= 64, "a long double must hold a uint64_t");

/** Reads a word as it stands, or a string without its quotes and escapes. 0; WS_E_NOMEM;
 * WS_E_UNKNOWN: *ret_at is the byte of the token with a wrong escape. */
int ws_filter_value_read(const struct ws_token *token, struct ws_arena *arena,
                         struct ws_filter_value *ret, size_t *ret_at);

/** How a value and one of an event stand to each other. */
enum ws_order {
    WS_LESS_THAN = 1 << 0,
    WS_EQUAL_TO = 1 << 1,
    WS_GREATER_THAN = 1 << 2,
    WS_NOT_ORDERED = 1 << 3, /* different, neither less nor greater */
    WS_INCOMPARABLE = 1 << 4 /* of different kinds */
};

/** How `node` stands to `value`. A prefix of addresses equals every one that it holds. */
enum ws_order ws_filter_value_order(const struct ws_node *node,
                                    const struct ws_filter_value *value);

/** Whether `value` is somewhere in the text or the bytes of `node`. */
bool ws_filter_value_is_in(const struct ws_node *node, const struct ws_filter_value *value);

enum { WS_NODE_TEXT_MAX = 1024 };

/**
 * The text of `node` that can be looked into: a text, bytes, a name, an address.
 *
 * @param room  WS_NODE_TEXT_MAX + 1 bytes, may be used.
 * @return  Data NULL: it has none.
 */
struct ws_bytes ws_filter_node_text(const struct ws_node *node, uint8_t *room,
                                    enum ws_charset *ret_charset);

#endif
