#ifndef WS_MESSAGE_SCOPE_H
#define WS_MESSAGE_SCOPE_H

#include "message/plan.h"

/** A value that other rows look at, while its table is read or written. */
struct ws_kept {
    uint64_t value;
    size_t at, len; /* its bytes in the message */
    uint64_t count; /* how often it occurs; encoding */
};

/** One table being read or written. */
struct ws_scope {
    const struct ws_scope *outer; /* the table that holds it */
    const struct ws_plan *plan;
    size_t start;                 /* of the table in the message */
    const struct ws_node *object; /* encoding: where the values come from */
    const struct ws_out *out;     /* decoding: where the values go */
    uint32_t first_node;          /* decoding */
    struct ws_kept kept[WS_MAX_REFERENCED];
};

static inline const struct ws_kept *ws_scope_kept(const struct ws_scope *scope,
                                                  struct ws_slot_ref ref)
{
    return &(ref.outer ? scope->outer : scope)->kept[ref.slot - 1];
}

/** Whether a row's condition holds. */
bool ws_scope_holds(const struct ws_scope *scope, const struct ws_row *row);

/** What the field in len_from says, in bytes; false: it makes no sense (negative). */
bool ws_scope_len(const struct ws_scope *scope, const struct ws_row *row, uint64_t *ret);

#endif
