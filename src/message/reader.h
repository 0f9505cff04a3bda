#ifndef WS_MESSAGE_READER_H
#define WS_MESSAGE_READER_H

#include <string.h>

#include "message/decode.h"
#include "message/scope.h"
#include "message/word.h"

/** What decode*.c share: one table being read. Functions answer 0, or the code of what is wrong
 * once out->fault_at says where; reading then stops. */

/** A unit of bit fields that is being taken apart. */
struct ws_bits {
    uint64_t unit;
    unsigned left, size;
    size_t at;
};

struct ws_reader {
    struct ws_out *out;
    struct ws_scope *scope;
    size_t at, end; /* where we are, and where the area ends */
    struct ws_bits bits;
};

static inline const uint8_t *ws_reader_bytes(const struct ws_reader *r, size_t at)
{
    return r->out->message.data + at;
}

static inline int ws_reader_fault(struct ws_reader *r, uint16_t code, size_t at)
{
    r->out->fault_at = at;
    return code;
}

/** The table's own code when its bytes end too early. */
int ws_reader_short(struct ws_reader *r);

static inline void ws_reader_keep(struct ws_reader *r, const struct ws_row *row, uint64_t value,
                                  size_t at, size_t len)
{
    if (row->kept)
        r->scope->kept[row->kept - 1] = (struct ws_kept){value, at, len, 1, 0};
}

/** A number of 1 to 8 bytes, which are there. Loads eight where the message has as many: the other
 * bytes are shifted out. */
static inline uint64_t ws_load_number(struct ws_bytes message, size_t at, size_t size, bool little)
{
    const uint8_t *p = message.data + at;
    uint64_t first;

    if (message.len - at < 8)
        return little ? ws_load_le(p, size) : ws_load_be(p, size);
    first = ws_word_load(p);
    return little ? first & (UINT64_MAX >> ((64 - 8 * size) & 63))
                  : __builtin_bswap64(first) >> ((64 - 8 * size) & 63);
}

static inline uint64_t ws_reader_load(const struct ws_reader *r, size_t at, size_t size,
                                      bool little)
{
    return ws_load_number(r->out->message, at, size, little);
}

/** A number's value where its kind is real. */
static inline double ws_real_of(uint64_t raw, size_t size)
{
    uint32_t low = (uint32_t)raw;
    double d;
    float f;

    if (size == 8) {
        memcpy(&d, &raw, sizeof(d));
        return d;
    }
    memcpy(&f, &low, sizeof(f));
    return (double)f;
}

/** What a row's number is in JSON. */
static inline enum ws_kind_of_value ws_number_kind(const struct ws_row *row)
{
    _Static_assert(WS_V_INT - WS_V_UINT == WS_OP_INT - WS_OP_UINT &&
                       WS_V_BOOL - WS_V_UINT == WS_OP_BOOL - WS_OP_UINT &&
                       WS_V_REAL - WS_V_UINT == WS_OP_REAL - WS_OP_UINT,
                   "");
    return (enum ws_kind_of_value)(row->op - WS_OP_UINT + WS_V_UINT);
}

/** A number's node. The kinds of numbers stand in the order of their operations. */
static inline void ws_put_number(struct ws_out *out, const struct ws_row *row, uint64_t v,
                                 size_t at)
{
    struct ws_node *n = ws_out_push(out, row, ws_number_kind(row), at);
    if (row->op == WS_OP_REAL)
        n->as.f = ws_real_of(v, row->size);
    else
        n->as.u = row->op == WS_OP_BOOL ? v != 0 : v;
}

/** A row, once, whatever its condition and repetition. */
int ws_read_once(struct ws_reader *r, const struct ws_row *row);

/** The rows of a plan from *at on, in the table `outer` (or NULL). *at is then behind the last one
 * read. */
int ws_read_rows(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                 size_t *at, size_t end);

/** The same, of a union: each row begins at *at, which is then behind the longest. */
int ws_read_overlaid(struct ws_out *out, const struct ws_plan *plan, const struct ws_scope *outer,
                     size_t *at, size_t end);

/* decode_slice.c */

/** How many bytes the row has, its prefix being read; that many are there. */
int ws_read_len(struct ws_reader *r, const struct ws_row *row, size_t *ret);
int ws_read_slice(struct ws_reader *r, const struct ws_row *row);
int ws_read_align(struct ws_reader *r, const struct ws_row *row);
int ws_read_label(struct ws_reader *r, const struct ws_row *row);
int ws_read_time(struct ws_reader *r, const struct ws_row *row);

/* decode_area.c */

/** A row that repeats. */
int ws_read_repeated(struct ws_reader *r, const struct ws_row *row);

/** A structure, choice, list or array of numbers, hook: what holds others. */
int ws_read_holder(struct ws_reader *r, const struct ws_row *row);

/** One structure of an array. */
int ws_read_element(struct ws_reader *r, const struct ws_row *row);

#endif
