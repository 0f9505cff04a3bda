#ifndef WS_MESSAGE_PLAN_H
#define WS_MESSAGE_PLAN_H

#include "message/arena.h"
#include "wirespeak/plugin.h"

/**
 * Field tables made ready: references resolved, keys rendered as JSON, names sorted. Made once per
 * instance from the plugin's tables, read-only afterwards.
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

struct ws_row {
    const struct ws_field *field;
    const char *json_key;      /* `"key":` */
    const char *json_key_name; /* `"key_name":`, when the field has names */
    const char *json_key_hex;  /* `"key_hex":`, for texts */
    uint16_t json_key_len, json_key_name_len, json_key_hex_len;

    uint8_t kept;     /* slot + 1 where others find its value, bytes and count; 0: nobody asks */
    uint8_t len_rule; /* enum ws_len_rule */
    uint8_t size;     /* bytes of one number */
    struct ws_slot_ref len, count, when, on, of, of_nsec, derive;

    const struct ws_plan *table;      /* WS_STRUCT; WS_HOOK: its rows */
    const struct ws_plan_case *cases; /* WS_CHOICE, sorted by value */
    size_t n_cases;
    const struct ws_plan *otherwise;
    const struct ws_plan_tlvs *tlvs;
    const struct ws_tlv *tlv;    /* the row of a TLV object of a known type */
    const struct ws_name *names; /* sorted by value */
    size_t n_names;
};

_Static_assert(offsetof(struct ws_row, field) == offsetof(struct ws_row_head, field),
               "plugins find a row's field at its begin");

struct ws_plan {
    const struct ws_table *table;
    struct ws_row *rows;
    size_t n;
    uint8_t n_kept; /* values that are kept while it is read */
};

struct ws_plan_case {
    int64_t value;
    const struct ws_plan *plan;
};

/** One known TLV type. */
struct ws_plan_tlv {
    const struct ws_tlv *tlv;
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

struct ws_plan_tlvs {
    const struct ws_tlvs *tlvs;
    struct ws_plan_tlv *list; /* sorted by type */
    size_t n;
    struct ws_plan_tlv unknown;
    struct ws_row keys[WS_TLV_N];
    const char *truncated, *bad_length, *limit; /* names of the codes */
};

/** Makes plans of tables, each table once. */
struct ws_planner {
    struct ws_arena *arena;
    const struct ws_code *errors; /* the plugin's own codes */
    size_t n_errors;
    struct ws_planned *done;
    int depth;
    char *why; /* WS_PLAN_WHY_MAX bytes: which table and row, and what is wrong */
};
enum { WS_PLAN_WHY_MAX = 256 };

/** 0; WS_E_VALUE: the table contradicts itself, `why` says how; WS_E_NOMEM. */
int ws_plan_make(struct ws_planner *planner, const struct ws_table *table,
                 const struct ws_plan **ret);

/** The code of an error by its number: a common one, or one of the plugin's. Never NULL. */
const struct ws_code *ws_code_of(const struct ws_code *own, size_t n_own, uint16_t code);

/** The name of a value (a text of *ret_len bytes), or NULL. Not for names of bits. */
const char *ws_row_name_of(const struct ws_row *row, int64_t value, size_t *ret_len);

/** Finds a value by its name. */
bool ws_row_value_of(const struct ws_row *row, struct ws_bytes name, int64_t *ret);

/** The known type of a TLV, or the one for unknown types. */
const struct ws_plan_tlv *ws_plan_tlv_find(const struct ws_plan_tlvs *tlvs, uint32_t type);

/** The case of a value, or `otherwise` (which may be NULL). */
const struct ws_plan *ws_row_case(const struct ws_row *row, int64_t value);

/** The TLV type that an object stands for, or NULL. */
const struct ws_tlv *ws_node_tlv(const struct ws_node *node);

#endif
