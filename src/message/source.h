#ifndef WS_MESSAGE_SOURCE_H
#define WS_MESSAGE_SOURCE_H

#include "message/encode.h"
#include "message/plan.h"

enum { WS_MAX_MEMBERS = 4096 }; /* of an object that is encoded */

/** An object that values are taken from, and which of its members were. */
struct ws_source {
    const struct ws_node *object; /* NULL: nothing is given */
    const struct ws_node *next;   /* where the next key probably is */
    uint32_t next_index;
    uint64_t used[WS_MAX_MEMBERS / 64]; /* a bit for each member */
};

/** `object` is one with at most WS_MAX_MEMBERS members, or NULL. */
void ws_source_init(struct ws_source *s, const struct ws_node *object);

/** Under which of a row's keys: KEY, KEY_name, KEY_hex. */
enum ws_suffix { WS_KEY_ITSELF, WS_KEY_NAME, WS_KEY_HEX };

/** The member with the row's key, marked as used; NULL: there is none. The row has a key. */
const struct ws_node *ws_source_take(struct ws_source *s, const struct ws_row *row,
                                     enum ws_suffix suffix);

/** Whether there is a member for any of these rows, inline tables included. Marks nothing. */
bool ws_source_has(const struct ws_source *s, const struct ws_plan *plan);

/** A member that nothing has taken, or NULL. A null is nothing, and those whose key ends in "_text"
 * are for people only. */
const struct ws_node *ws_source_unused(const struct ws_source *s);

/** A whole number from any node that holds one: a number, true, a decimal text. *ret is its two's
 * complement. */
bool ws_node_whole(const struct ws_node *n, bool *ret_negative, uint64_t *ret);

/** The value that makes a message of its type, or the row's default. */
int64_t ws_source_default(const struct ws_encode *job, const struct ws_field *field);

/** What encoding will write for a row that is not derived; 0 when it is given something else than
 * a number. */
uint64_t ws_source_uint(const struct ws_encode *job, const struct ws_node *object,
                        const struct ws_row *row);

#endif
