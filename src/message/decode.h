#ifndef WS_MESSAGE_DECODE_H
#define WS_MESSAGE_DECODE_H

#include "message/arena.h"
#include "message/plan.h"

enum {
    WS_MAX_FAULTS = 16,        /* different codes kept for one message */
    WS_MAX_NODES = 4 << 20,    /* values in one message */
    WS_MAX_SCRATCH = 64 << 20, /* bytes that hooks and JSON texts may need for one message */
    WS_MAX_EMPTY = 1024,       /* elements of arrays, in one message, that have no bytes */
};

/** What is wrong, and where: bytes from the message's first. */
struct ws_fault {
    uint16_t code;
    uint32_t offset;
};

/**
 * What decoding makes. Reused from message to message: only the first messages allocate. The nodes
 * are valid until the next use.
 */
struct ws_out {
    struct ws_node *nodes;
    uint32_t n, cap;
    uint32_t members;     /* of the object or array that is open */
    struct ws_node spare; /* takes what does not fit */
    bool full;            /* a limit was reached, or there is no memory */
    bool no_memory;
    bool secret; /* a field that is secret was decoded */
    struct ws_arena scratch;
    struct ws_bytes message;
    const void *instance;
    uint16_t depth, tlv_depth, n_empty;
    size_t n_faults;
    struct ws_fault faults[WS_MAX_FAULTS];
    size_t fault_at;            /* where rows stopped */
    const struct ws_plan *hook; /* whose rows ws_put_*() mean */
    size_t hook_at;             /* of the hook's payload in the message */
    size_t hook_fault;
};

void ws_out_init(struct ws_out *out);
void ws_out_free(struct ws_out *out);

/**
 * Reads `message` by `plan`: node 0 is an object with its fields; all that could be read is there.
 * What is wrong is in `faults`, each code once, in the order of discovery. Bytes that no row reads
 * are a fault (WS_TRAILING_BYTES). 0, also with faults; WS_E_NOMEM; WS_E_LIMIT: a message of 4 GiB
 * or more, of which nothing is read.
 */
int ws_decode(struct ws_out *out, const struct ws_plan *plan, const void *instance,
              struct ws_bytes message);

/** Starts anew: no nodes, no faults. */
void ws_out_reset(struct ws_out *out);

/* For those who fill it: decode*.c, scan.c, hooks. */

/** ws_out_push when there is no room yet. */
struct ws_node *ws_out_more(struct ws_out *out);

/** Appends a node that is its own whole; never NULL. */
static inline struct ws_node *ws_out_push(struct ws_out *out, const struct ws_row *row,
                                          enum ws_kind_of_value kind, size_t offset)
{
    struct ws_node *n = out->n < out->cap ? &out->nodes[out->n++] : ws_out_more(out);
    out->members++;
    *n = (struct ws_node){.row = row, .span = 1, .offset = (uint32_t)offset, .kind = (uint8_t)kind};
    return n;
}

/** ws_out_take when there is no room yet. */
struct ws_node *ws_out_take_more(struct ws_out *out, uint32_t n);

/** `n` (at most 16) nodes side by side for the caller to set, whose members they are not counted
 * as; NULL: a limit, or no memory. */
static inline struct ws_node *ws_out_take(struct ws_out *out, uint32_t n)
{
    if (out->cap - out->n < n)
        return ws_out_take_more(out, n);
    out->n += n;
    return &out->nodes[out->n - n];
}

/** Opens an object or array; what ws_out_close() gets. */
struct ws_opened {
    uint32_t node, members;
};
struct ws_opened ws_out_open(struct ws_out *out, const struct ws_row *row,
                             enum ws_kind_of_value kind, size_t offset);
void ws_out_close(struct ws_out *out, struct ws_opened opened);

/** Forgets all nodes from `n` on. */
void ws_out_cut(struct ws_out *out, uint32_t n, uint32_t members);

void ws_out_add_fault(struct ws_out *out, uint16_t code, size_t offset);

#endif
