#ifndef WS_MESSAGE_ENCODER_H
#define WS_MESSAGE_ENCODER_H

#include "message/encode.h"
#include "message/scope.h"
#include "message/source.h"

/** What encode*.c share: one message being written. */

enum {
    WS_MAX_PATCHES = 64, /* computed fields whose values are not known yet */
    WS_MAX_OVERRIDES = 64,
};

/** A derived number that is known only later. */
struct ws_patch {
    const struct ws_scope *scope; /* whose row it measures; NULL: the message's length */
    const struct ws_row *row;
    size_t at;
    uint64_t given; /* kept when it is larger */
    bool known;     /* `given` is its value */
};

/** A step of a path like "tlvs.0.length", said only when somebody asks. */
struct ws_step {
    const struct ws_step *up;
    const char *key; /* NULL: the index */
    uint64_t index;
};

struct ws_encoder {
    const struct ws_encode *job;
    struct ws_buf *out;
    size_t start; /* of the message in the buffer */
    char *why;
    int err;
    const struct ws_step *place; /* of what is being written; NULL: the message */
    uint64_t overridden;         /* a bit for each member of override that was used */
    size_t n_patches;
    struct ws_patch patches[WS_MAX_PATCHES];
    uint64_t unit; /* of bit fields */
    unsigned unit_left, unit_len;
    unsigned depth;
    size_t pad_from, pad_to; /* of the message: the padding written last */
    uint64_t repeated;       /* how often the last row that repeats occurred */
};

/** What is given for a row, or for one element of an array. Any may be NULL. */
struct ws_given {
    const struct ws_node *value, *name, *hex;
    struct ws_source *source; /* of inline tables and hooks */
};

/** Bytes of the message so far. */
static inline size_t ws_encoder_at(const struct ws_encoder *e)
{
    return e->out->len - e->start;
}

/** Says why, with the place before it; answers WS_E_VALUE. The first reason stays. */
int ws_encoder_fail(struct ws_encoder *e, const char *fmt, ...) WS_PRINTF(2, 3);

/** Refuses an object that is none, or too large; fills the source. NULL gives an empty one. */
int ws_encoder_open(struct ws_encoder *e, struct ws_source *s, const struct ws_node *object);

/** Refuses members that nothing has taken. */
int ws_encoder_check(struct ws_encoder *e, const struct ws_source *s);

/** What "override" says at the present place, or NULL. */
const struct ws_node *ws_encoder_override(struct ws_encoder *e);

/** Refuses a member of "override" that names no computed field. */
int ws_encoder_check_overrides(struct ws_encoder *e);

/** Appends a number of `size` bytes. */
void ws_encoder_number(struct ws_encoder *e, uint64_t v, size_t size, bool little);
/** Writes it over bytes that are there: `at` counts from the message's start. */
void ws_encoder_patch(struct ws_encoder *e, size_t at, uint64_t v, size_t size, bool little);
void ws_encoder_zeros(struct ws_encoder *e, uint64_t n);

/** Zeros that give way to a given length of the message. */
void ws_encoder_pad(struct ws_encoder *e, uint64_t n);
/** Takes what was written from `from` on for such. */
void ws_encoder_is_padding(struct ws_encoder *e, size_t from);
/** Bytes of the message without the padding at its end. */
size_t ws_encoder_solid(const struct ws_encoder *e);

/* encode.c */

/** The rows of a plan, from `source`; `outer` as in decoding. */
int ws_encode_rows(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                   struct ws_source *source);

/** The same, of a union. */
int ws_encode_overlaid(struct ws_encoder *e, const struct ws_plan *plan, struct ws_scope *outer,
                       struct ws_source *source);

/* encode_number.c */

/** Whether a value is in a number's range: `bits` of it, two's complement when it is signed. */
bool ws_fits(unsigned bits, bool is_signed, bool negative, uint64_t v);
int ws_encode_number(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                     const struct ws_given *g);
int ws_encode_bits(struct ws_encoder *e, struct ws_scope *scope, const struct ws_row *row,
                   const struct ws_given *g);

/** Fills in the numbers that measure rows of `scope` (NULL: the message). */
int ws_encode_patches(struct ws_encoder *e, const struct ws_scope *scope);

/* encode_tlv.c */
int ws_encode_tlvs(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list);

/* encode_value.c */

/** A row of bytes, text, MAC or IP: written with its prefix or padding. */
int ws_encode_slice(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                    const struct ws_given *g);

/** Appends the bytes that hex text, or a hex value, stands for. */
int ws_encode_hex(struct ws_encoder *e, const struct ws_node *n);

int ws_encode_numbers(struct ws_encoder *e, const struct ws_scope *scope, const struct ws_row *row,
                      const struct ws_node *n);

/** The bits of a real value of 4 or 8 bytes. */
int ws_encode_real(struct ws_encoder *e, size_t size, const struct ws_node *n, uint64_t *ret);

/** `have` bytes where `want` are needed: zeros behind them where they may be fewer. */
int ws_encode_fill(struct ws_encoder *e, uint64_t have, uint64_t want, bool may_be_fewer);

#endif
