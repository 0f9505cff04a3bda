#ifndef WS_MESSAGE_ENCODER_H
#define WS_MESSAGE_ENCODER_H

#include "message/encode.h"
#include "message/scope.h"

/** What encode*.c share: one message being written. */

enum { WS_MAX_PATCHES = 64, WS_MAX_PATH = 160 };

/** A derived number that is known only later. */
struct ws_patch {
    const struct ws_scope *scope; /* whose row it measures; NULL: the whole message */
    const struct ws_row *row;
    size_t at;
};

/** An object that values are taken from, and which of its members were. */
struct ws_source {
    const struct ws_node *object; /* may be NULL: nothing is given */
    const struct ws_node *next;   /* where the next key probably is */
    uint32_t next_index;
    uint64_t used; /* a bit for each of the first 64 members */
};

struct ws_encoder {
    const struct ws_encode *job;
    struct ws_buf *out;
    size_t start; /* of the message in the buffer */
    char *why;
    int err;
    char path[WS_MAX_PATH]; /* of what is being written: "tlvs.0." */
    size_t path_len;
    size_t n_patches;
    struct ws_patch patches[WS_MAX_PATCHES];
    uint64_t unit; /* of bit fields */
    unsigned unit_left, unit_len;
    unsigned depth;
};

/** Bytes of the message so far. */
static inline size_t ws_encoder_at(const struct ws_encoder *e)
{
    return e->out->len - e->start;
}

/** Says why, with the path before it; answers WS_E_VALUE. The first reason stays. */
int ws_encoder_fail(struct ws_encoder *e, const char *key, const char *fmt, ...) WS_PRINTF(3, 4);

/** The path grows by a key or an index; ws_encoder_leave() takes what ws_encoder_enter() gave. */
size_t ws_encoder_enter(struct ws_encoder *e, const char *key, int64_t index);
void ws_encoder_leave(struct ws_encoder *e, size_t before);

/** The member with this key (and suffix), marked as used; or NULL. */
const struct ws_node *ws_source_take(struct ws_source *s, const char *key, const char *suffix);

/** What "override" says for a key at the present path, or NULL. */
const struct ws_node *ws_encoder_override(const struct ws_encoder *e, const char *key);

/** Appends a number of `size` bytes. */
void ws_encoder_number(struct ws_encoder *e, uint64_t v, size_t size, bool little);
/** Writes it over bytes that are there: `at` counts from the message's start. */
void ws_encoder_patch(struct ws_encoder *e, size_t at, uint64_t v, size_t size, bool little);
void ws_encoder_zeros(struct ws_encoder *e, size_t n);

/** A whole number in range, from any node that holds one (a number, true, a decimal text). */
bool ws_node_whole(const struct ws_node *n, bool *ret_negative, uint64_t *ret);

/** The rows of a plan, from `source`; `outer` as in decoding. Checks for unknown keys unless
 * `inline_in_outer`. */
int ws_encode_rows(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                   struct ws_source *source);

/** Refuses members that nothing has taken. */
int ws_source_check(struct ws_encoder *e, const struct ws_source *source);

int ws_encode_tlvs(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list);

/** A row of bytes, text, MAC or IP: written with its prefix or padding. `hex`: a text given as hex;
 * both may be NULL. */
int ws_encode_slice(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_node *value, const struct ws_node *hex);

/** Appends the bytes that hex text, or a hex value, stands for. */
int ws_encode_hex(struct ws_encoder *e, const char *key, const struct ws_node *n);

int ws_encode_numbers(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n);

/** The bits of a real value. */
int ws_encode_real(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *n,
                   uint64_t *ret);

#endif
