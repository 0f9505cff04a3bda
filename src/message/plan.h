#ifndef WS_MESSAGE_PLAN_H
#define WS_MESSAGE_PLAN_H

#include <string.h>

#include "message/arena.h"
#include "message/code.h"
#include "wirespeak/plugin.h"

/**
 * Field tables made ready: references resolved, keys rendered as JSON, names sorted, types told
 * apart. Made once per instance from the plugin's tables, read-only afterwards.
 */
struct ws_plan;

/** A reference to a value kept while a table is read: its place among the kept ones, and whose
 * table. */
struct ws_slot_ref {
    uint8_t slot; /* 0: none; else index + 1 */
    bool outer;
};

/** How a row's number of bytes is found. */
enum ws_len_rule { WS_LEN_FIXED, WS_LEN_REST, WS_LEN_FIELD, WS_LEN_PREFIXED };

/** What a row's type asks to be done. */
enum ws_op {
    WS_OP_UINT,
    WS_OP_INT,
    WS_OP_BOOL,
    WS_OP_REAL,
    WS_OP_BITS,
    WS_OP_SLICE,
    WS_OP_TIME,
    WS_OP_NUMBERS,
    WS_OP_STRUCT,
    WS_OP_CHOICE,
    WS_OP_TLVS,
    WS_OP_HOOK,
    WS_OP_ALIGN,
    WS_OP_LABEL,
};

/** JSON that a plan has ready. It is padded, so that it may be read (and copied) in steps of
 * WS_READY_STEP bytes: see ws_ready_copy. */
struct ws_ready {
    const char *text;
    size_t len;
};
enum { WS_READY_STEP = 32, WS_READY_SHORT = 96 };

/** What decoding and writing look at for every value stands first, within 64 bytes. */
struct ws_row {
    const struct ws_field *field;
    const char *json_key; /* `"key":`, padded */
    uint32_t n_names;
    uint16_t json_key_len, json_key_name_len, json_key_hex_len;
    uint8_t op;       /* enum ws_op */
    bool plain;       /* there always, once, and no secret */
    bool brief;       /* no secret; its key and names have at most WS_READY_SHORT bytes */
    bool secret;      /* WS_SECRET */
    bool checked;     /* a number that is compared with what it should be */
    bool little;      /* WS_LITTLE */
    uint8_t kept;     /* slot + 1 where others find its value, bytes and count; 0: nobody asks */
    uint8_t len_rule; /* enum ws_len_rule */
    uint8_t size;     /* bytes of one number; 0: no number */
    uint8_t bits;     /* bits of one number */
    uint8_t unit_len; /* WS_BITS: bytes of the unit that begins here; 0: none does */
    uint8_t kind;     /* WS_BITS: enum ws_kind_of_value */
    bool dense;       /* names[i].value is names[0].value + i */
    const struct ws_name *names;       /* sorted by value */
    const struct ws_ready *json_names; /* `"key_name":"NAME",` of each; NULL: names of bits */

    struct ws_ready json_head; /* how the object begins: `"type":1,"name":"NAME","length":` */
    const struct ws_tlv *tlv;  /* the row of a TLV object of a known type */
    const char *json_key_name; /* `"key_name":` */
    const char *json_key_hex;  /* `"key_hex":` */
    const uint16_t *name_lens;
    bool len_given; /* len_from, count_from name a row that is not computed: encoding follows it */
    bool count_given;
    struct ws_slot_ref len, count, when, on, of, of_nsec, derive;

    const struct ws_plan *table;      /* WS_STRUCT; WS_HOOK: its rows */
    const struct ws_plan_case *cases; /* WS_CHOICE, sorted by value */
    size_t n_cases;
    const struct ws_plan *otherwise;
    const struct ws_plan_tlvs *tlvs;
};

_Static_assert(offsetof(struct ws_row, json_head) <= 64, "or two lines of cache are touched");
_Static_assert(offsetof(struct ws_row, field) == offsetof(struct ws_row_head, field) &&
                   offsetof(struct ws_row, json_key) == offsetof(struct ws_row_head, quoted_key) &&
                   offsetof(struct ws_row, n_names) == offsetof(struct ws_row_head, n_names),
               "plugins see a row's begin");

struct ws_plan {
    const struct ws_table *table;
    struct ws_row *rows;
    size_t n;
    uint8_t n_kept;           /* values that are kept while it is read */
    bool lone;                /* one plain number with a key, and nobody looks at it */
    uint8_t n_checks;         /* rows that are compared with a row they measure */
    uint16_t n_outer;         /* tables around it that it can see */
    const struct ws_plan *in; /* the table around it, when it refers to that; else NULL */
};

struct ws_plan_case {
    int64_t value;
    const struct ws_plan *plan;
};

/** One known TLV type. */
struct ws_plan_tlv {
    const struct ws_tlv *tlv;
    size_t name_len;
    struct ws_row object;       /* stands for the whole object */
    const struct ws_plan *plan; /* NULL: shown as hex */
};

/** The keys that a TLV list makes by itself. */
enum {
    WS_TLV_TYPE,
    WS_TLV_NAME,
    WS_TLV_LENGTH,
    WS_TLV_VALUE,
    WS_TLV_VALUE_HEX,
    WS_TLV_PADDING,
    WS_TLV_ERROR,
    WS_TLV_N
};

enum { WS_SMALL_TYPES = 256 };

struct ws_plan_tlvs {
    const struct ws_tlvs *tlvs;
    struct ws_plan_tlv *list; /* sorted by type */
    size_t n;
    uint16_t small[WS_SMALL_TYPES]; /* by type: index in list + 1; 0: unknown */
    struct ws_plan_tlv unknown;
    struct ws_row keys[WS_TLV_N];
    const char *unknown_name;
    const char *truncated, *bad_length, *limit; /* names of the codes */
    uint16_t truncated_code, bad_length_code, limit_code;
};

/** Makes plans of tables, each table once. After a refusal it is of no use any more. */
struct ws_planner {
    struct ws_arena *arena;
    const struct ws_code *errors; /* the plugin's own codes */
    size_t n_errors;
    struct ws_planned *done, *last; /* in the order they were asked for */
    struct ws_planned *chains[64];  /* the same by table */
    char *why;        /* WS_PLAN_WHY_MAX bytes: which table and row, and what is wrong */
    bool checks_only; /* the plans are thrown away: names are not made ready */
};
enum { WS_PLAN_WHY_MAX = 256 };

/** 0; WS_E_VALUE: the table contradicts itself, `why` says how; WS_E_NOMEM. */
int ws_plan_make(struct ws_planner *planner, const struct ws_table *table,
                 const struct ws_plan **ret);

/** Copies a text that is padded, and up to WS_READY_STEP - 1 bytes more. Answers the text's end. */
static inline uint8_t *ws_ready_copy(uint8_t *out, const char *text, size_t len)
{
    memcpy(out, text, WS_READY_STEP);
    for (size_t i = WS_READY_STEP; i < len; i += WS_READY_STEP)
        memcpy(out + i, text + i, WS_READY_STEP);
    return out + len;
}

/** The place of a value among the row's names; n_names: it is not there. */
static inline size_t ws_row_name_at(const struct ws_row *row, int64_t value)
{
    size_t low = 0, high = row->n_names;

    if (row->dense) {
        uint64_t index = (uint64_t)value - (uint64_t)row->names[0].value;
        return index < high ? (size_t)index : high;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->names[middle].value < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < row->n_names && row->names[low].value == value ? low : row->n_names;
}

/** The name of a value (a text of *ret_len bytes), or NULL. Not for names of bits. */
const char *ws_row_name_of(const struct ws_row *row, int64_t value, size_t *ret_len);

/** Finds a value by its name; names of bits also joined with "|". */
bool ws_row_value_of(const struct ws_row *row, struct ws_bytes name, int64_t *ret);

/** The known type of a TLV, or the one for unknown types. */
const struct ws_plan_tlv *ws_plan_tlv_search(const struct ws_plan_tlvs *tlvs, uint32_t type);

static inline const struct ws_plan_tlv *ws_plan_tlv_find(const struct ws_plan_tlvs *tlvs,
                                                         uint32_t type)
{
    if (type >= WS_SMALL_TYPES)
        return ws_plan_tlv_search(tlvs, type);
    return tlvs->small[type] ? &tlvs->list[tlvs->small[type] - 1] : &tlvs->unknown;
}

/** The case of a value, or `otherwise` (which may be NULL). */
const struct ws_plan *ws_row_case(const struct ws_row *row, int64_t value);

/** Whether a value of this length is possible; one of length 0 always is. */
static inline bool ws_tlv_fits(const struct ws_tlv *t, uint64_t length)
{
    return !length || (length >= t->min && (!t->max || length <= t->max) &&
                       (t->step < 2 || (length - t->min) % t->step == 0));
}

/** The TLV type that an object stands for, or NULL. */
const struct ws_tlv *ws_node_tlv(const struct ws_node *node);

#endif
