#ifndef WS_MESSAGE_SCOPE_H
#define WS_MESSAGE_SCOPE_H

#include "message/plan.h"

struct ws_encode;

/** A value that other rows look at, while its table is read or written. */
struct ws_kept {
    uint64_t value;
    size_t at, len; /* its bytes in the message */
    uint64_t count; /* how often it occurs; 0: it is not there */
    uint64_t want;  /* encoding: bytes that it is to have at least */
};

/** One table being read or written. */
struct ws_scope {
    const struct ws_scope *outer; /* the table that holds it */
    const struct ws_plan *plan;
    size_t start;                 /* of the table in the message */
    const struct ws_encode *job;  /* encoding; NULL: decoding */
    const struct ws_node *object; /* encoding: where the values come from; NULL: nothing is given */
    const struct ws_row *left_out; /* encoding: a row that is there only when bytes are left */
    const struct ws_out *out;      /* decoding: where the values go */
    uint32_t first_node;           /* decoding */
    struct ws_kept kept[WS_MAX_REFERENCED]; /* only the plan's n_kept are set */
};

static inline const struct ws_kept *ws_scope_kept(const struct ws_scope *scope,
                                                  struct ws_slot_ref ref)
{
    return &(ref.outer ? scope->outer : scope)->kept[ref.slot - 1];
}

/** Whether a row's condition holds; the row has one. */
bool ws_scope_holds(const struct ws_scope *scope, const struct ws_row *row);

/** What the field in len_from says, in bytes; false: it makes no sense (negative, or too large). */
bool ws_scope_len(const struct ws_scope *scope, const struct ws_row *row, uint64_t *ret);

/** What a field has that is derived from so many bytes or so often: (measured + bias) / unit,
 * rounded up. False: less than 0, or too large. */
bool ws_derived_value(const struct ws_derive *derive, uint64_t measured, uint64_t *ret);

#endif
