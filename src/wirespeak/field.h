#ifndef WIRESPEAK_FIELD_H
#define WIRESPEAK_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/bytes.h"
#include "wirespeak/charset.h"

/**
 * Field tables: a message, described once. A table is an array of rows, one row per field in the
 * order of the wire. The same rows decode, encode, print the reference (`wirespeak plugins NAME`),
 * make the JSON Schema, and tell replay and comparison what a field is for. Tables are constants of
 * a plugin, or made by its setup in the instance's arena; they must live as long as the instance.
 * The host checks every table before the first byte and refuses a plugin whose tables contradict
 * themselves, with the table, the row and the reason.
 *
 * A table without rows is a value of no bytes. Rows are read in their order; the first one that
 * does not fit ends the reading, and what was read before it stays. Bytes that no row reads are
 * WS_TRAILING_BYTES.
 *
 * What encoding makes of JSON: a key that no row has is refused, as is one whose row is not there
 * (its condition fails, another case is chosen); null is as if not given; a key that ends in
 * "_text" is for people and ignored. A row that is not given takes the type's preset, else .value,
 * else zeros or nothing. A number may be given as a decimal text, or by its name under KEY_name.
 */

/** The low byte of a number's type is its length in bytes. */
#define WS_TYPE(family, len) ((family) << 8 | (len))
enum { WS_FAMILY_UINT = 1, WS_FAMILY_INT, WS_FAMILY_FLOAT, WS_FAMILY_BOOL };

/** What the bytes of a field are. In brackets: what JSON shows. */
enum ws_type {
    WS_U8 = WS_TYPE(WS_FAMILY_UINT, 1), /* unsigned integers of 1 to 8 bytes [number] */
    WS_U16,
    WS_U24,
    WS_U32,
    WS_U40,
    WS_U48,
    WS_U56,
    WS_U64,
    WS_I8 = WS_TYPE(WS_FAMILY_INT, 1), /* two's complement [number] */
    WS_I16,
    WS_I24,
    WS_I32,
    WS_I40,
    WS_I48,
    WS_I56,
    WS_I64,
    WS_F32 = WS_TYPE(WS_FAMILY_FLOAT, 4), /* IEEE 754 [number, or "NaN", "Infinity", "-Infinity"] */
    WS_F64 = WS_TYPE(WS_FAMILY_FLOAT, 8),
    WS_BOOL8 =
        WS_TYPE(WS_FAMILY_BOOL, 1), /* 0 is false, all else true; written as 1 [true, false] */
    WS_BITS = 0x1000, /* .bits of a unit of whole bytes: see `bits` [number; with WS_AS_BOOL true,
                         false] */
    WS_BYTES,         /* [lower-case hex] */
    WS_TEXT,          /* in .charset [string; what is not valid in it: hex, under KEY_hex] */
    WS_MAC,           /* 6 or 8 bytes, else WS_BAD_LENGTH [aa:bb:cc:dd:ee:ff] */
    WS_IP,   /* 4 or 16 bytes, else WS_BAD_LENGTH; with WS_LEN_BITS a prefix of an address of `len`
                bytes, not shown when it has 0 bits [RFC 5952] */
    WS_TIME, /* WS_VIEW only: seconds since .epoch in row .of, nanoseconds in row .of_nsec [RFC
                3339] */
    WS_NUMBERS, /* repeated numbers of type .element as one slice [array of numbers] */
    WS_STRUCT,  /* the rows of .table; without a key they stand among the outer ones [object] */
    WS_CHOICE,  /* the rows that .choice picks by an earlier field [as WS_STRUCT] */
    WS_TLVS,    /* type, length, value, again and again, as .tlvs says [array of objects] */
    WS_HOOK,    /* bytes that no table can say: .hook decodes and encodes them; no key, its values
                   stand among the outer ones under the keys of its own rows [what the hook says] */
    WS_ALIGN,   /* zero bytes up to a multiple of .len from the first byte of the table, also of an
                   inline one; may be missing at the end, and be other than zero; never shown; with
                   WS_NUL_ENDED at least one */
    WS_ANY,     /* in a hook's table only: what the hook puts is of any kind [any value] */
    WS_LABEL, /* no bytes: .label, which says what the table is; encoding takes no other [string] */
    WS_X87,   /* .len bytes, of which the first 10 are an extended real of the x87, little-endian;
                 rounded to a double, the others dropped [as WS_F64] */
};

/** What a field is for; several may be joined. 0: plain content. */
enum ws_purpose {
    /* Computed when encoding, as .derive says; kept only when "override" names it. */
    WS_DERIVED = 1 << 0,
    /* WS_TIME, or WS_HOOK of the bytes of row .of, or a number that is always .value: has no bytes
       of its own, ignored when encoding. */
    WS_VIEW = 1 << 1,
    WS_ID = 1 << 2,       /* an identifier, as .id says: replay maps recorded to live ones */
    WS_VOLATILE = 1 << 3, /* left out when comparing */
    WS_KEY = 1 << 4,      /* a recorded request is matched by it */
    WS_SECRET = 1 << 5,   /* shown as "***" unless secrets are asked for */
    WS_SUMMARY = 1 << 6,  /* shown in the one-line form */
};

enum ws_field_flags {
    /* Little-endian (default: big-endian). WS_BITS: the lowest bits come first. */
    WS_LITTLE = 1 << 0,
    WS_AS_BOOL = 1 << 1,  /* WS_BITS: 0 is false, all else true; written as 1 */
    WS_SIGNED = 1 << 2,   /* WS_BITS: two's complement */
    WS_LEN_BITS = 1 << 3, /* .len_from counts bits: (n + 7) / 8 bytes follow */
    /* There only when bytes are left; shown only then. Written when it is given, an inline table
       when any of its keys is. Where it is left out, nothing but alignment may follow in its table.
     */
    WS_IF_ANY = 1 << 4,
    /* Always .value (WS_BYTES: zeros): shown only when it is something else. */
    WS_CONSTANT = 1 << 5,
    /* WS_TEXT: ends with a NUL, which belongs to it. Bytes behind that, but within its length, are
       dropped. Without a NUL all of it is shown, and the table's short_error. */
    WS_NUL_ENDED = 1 << 6,
    /* WS_TEXT of given size: shown up to the first NUL, written with zeros behind it. */
    WS_CUT_AT_NUL = 1 << 7,
    WS_STRIPPED = 1 << 8, /* WS_TEXT: NULs and blanks at the end are not shown; written with NULs */
    WS_ATOMIC = 1 << 9,   /* WS_STRUCT, WS_CHOICE: shown whole or not at all */
    WS_NAMES_ARE_BITS = 1 << 10, /* .names name single bits: KEY_name joins them with "|" */
    /* WS_DERIVED length: a given value above the computed one is kept, and zero bytes fill the row
       (or the message) up to it. */
    WS_KEEP_LARGER = 1 << 11,
    WS_KEEP_GIVEN = 1 << 12, /* WS_DERIVED: computed only when it is not given */
    /* WS_DERIVED length of the message: as WS_KEEP_LARGER, and a given value is kept as well when
       all but alignment and NULs behind texts at the message's end has room in it. */
    WS_KEEP_ENOUGH = 1 << 13,
    WS_MAY_BE_CUT = 1 << 14, /* WS_TEXT of given size: at the end fewer bytes do */
    /* WS_TEXT of given size that repeats: one alone is written with just one NUL behind it. */
    WS_TRIM_SINGLE = 1 << 15,
    /* WS_STRUCT: not there where fewer bytes are left than its table's min: these are skipped, with
       the short_error of the table around it. */
    WS_SKIP_SHORT = 1 << 16,
    WS_IN_PLACE = 1 << 17, /* WS_BITS: shown where they stand in their unit, zeros below */
    WS_FILLED = 1 << 19,   /* WS_STRUCT of given size: zeros fill it, what it leaves is dropped */
    WS_ANY_NSEC = 1 << 18, /* WS_TIME: also with a full second of nanoseconds or more */
    /* A repeated WS_STRUCT whose table has one row: its elements are that row's values themselves,
       of arrays in an array. */
    WS_UNWRAPPED = 1 << 20,
    /* WS_TEXT: what is not valid in its charset is shown as {"hex": "..."}, under KEY itself. */
    WS_HEX_INSIDE = 1 << 21,
    /* WS_STRUCT: a union. All rows of its table begin at its first byte, and it is as long as the
       longest. Encoding writes the first one that is given, and zeros behind it. */
    WS_OVERLAID = 1 << 22,
    /* The key is not ours: any text of 1 to 255 bytes of UTF-8 without '"', '\\' and control
       characters. WS_ANY: the keys within are not ours, and null is a value. */
    WS_FOREIGN_KEY = 1 << 23,
};

/** How often a row occurs. More than once makes a JSON array. */
enum ws_repeat {
    WS_ONCE = 0,
    WS_TIMES,   /* .count times */
    WS_COUNTED, /* as often as the field in .count_from says; with a .count at the most so often,
                   and not at all when it is negative */
    WS_TO_END,  /* until the area ends */
};

/**
 * Names another row of the same table by its index, or of the table just outside, be it inline or
 * an object (not outside a TLV's value or a hook's rows). 0 names none. What is named stands
 * earlier and is a single whole number or bits, but for derive.row (any row, earlier or later) and
 * a view's .of (any earlier row). A number that was not there counts as 0. When encoding, a derived
 * number is not yet known and counts as 0, which is why no condition may name one and no choice
 * should.
 */
#define WS_ROW(index)       ((uint16_t)((index) + 1))
#define WS_OUTER_ROW(index) ((uint16_t)(0x4000 | ((index) + 1)))

/** Reserved numbers for rows, tables and codes: what a table may hold at the most. */
enum {
    WS_MAX_ROWS = 1024,     /* rows in one table */
    WS_MAX_REFERENCED = 16, /* rows of one table that others refer to */
    WS_MAX_DEPTH = 64,      /* structures within one another, hooks' own nesting not counted */
};

/** A value and its name, as `KEY_name` shows it. */
struct ws_name {
    int64_t value;
    const char *name;
    const char *doc; /* or NULL */
};

struct ws_names {
    const struct ws_name *list;
    size_t n;
    const char *otherwise; /* the name of every other value, for none of which it can be given;
                              NULL: they have none */
};

/** Makes a struct ws_names of an array. */
#define WS_NAMES(array) (&(const struct ws_names){(array), WS_LEN(array), NULL})

/**
 * What a WS_DERIVED field is computed from. value = (measured bytes or count + bias) / unit,
 * rounded up: where there is a unit, WS_ALIGN behind (or in) what is measured writes the bytes up
 * to it. An inline table's field may measure a row outside; a structure's repeated fields, too. One
 * without .row measures the whole message, wherever its table stands. WS_COUNT_OF an inline table
 * or choice counts the last of its rows that repeats.
 */
enum ws_measure {
    WS_NOT_DERIVED = 0,
    WS_LEN_OF,     /* bytes of row .row, without its own prefix */
    WS_COUNT_OF,   /* how often row .row occurs: elements, TLVs */
    WS_LEN_BEHIND, /* bytes of the message behind this field */
    WS_LEN_ALL,    /* bytes of the whole message */
    WS_COPY_OF,    /* the same number as row .row; shown only when it differs */
};

struct ws_derive {
    uint8_t measure; /* enum ws_measure */
    uint8_t unit;    /* 0 means 1 */
    uint16_t row;    /* WS_ROW() of the same table, WS_OUTER_ROW() of the one outside */
    int16_t bias;
};

/** Who chooses an identifier, where it is known, and which messages bring a new one. */
struct ws_id {
    const char *space; /* identifiers of different spaces have nothing to do with one another */
    uint8_t by;        /* enum ws_id_by */
    uint8_t scope;     /* enum ws_id_scope */
    const char
        *first; /* names of the message types that allocate one, separated by blanks; NULL: any */
};
enum ws_id_by { WS_BY_REQUESTER, WS_BY_CLIENT, WS_BY_SERVER, WS_BY_SENDER, WS_BY_RECEIVER };
enum ws_id_scope { WS_PER_REQUEST, WS_PER_CHANNEL, WS_PER_SESSION, WS_PER_PROCESS };

/** A condition on an earlier field, as a signed number. A row whose condition fails is not there.
 * Two rows may have one key when their conditions, on one row, exclude each other. */
enum ws_test { WS_ALWAYS = 0, WS_EQUAL, WS_NOT_EQUAL, WS_LESS, WS_AT_LEAST, WS_HAS_BITS };

struct ws_when {
    uint16_t row;  /* WS_ROW() or WS_OUTER_ROW() */
    uint8_t test;  /* enum ws_test */
    int64_t value; /* WS_HAS_BITS: any of these bits */
};

struct ws_field;

/** Rows, and what may be wrong with them as a whole. */
struct ws_table {
    const struct ws_field *rows;
    size_t n;
    const char *name;     /* in the reference; NULL: none */
    uint16_t error;       /* code that a message of this form always has; 0 none */
    uint16_t short_error; /* code when the bytes end before the rows do; 0: WS_TRUNCATED */
    uint16_t min;         /* with fewer bytes left than this none of it is shown */
};

/** Picks rows by the value of an earlier field. */
struct ws_case {
    int64_t value;
    const struct ws_table *table;
};

struct ws_choice {
    uint16_t on; /* WS_ROW() or WS_OUTER_ROW() */
    const struct ws_case *cases;
    size_t n;
    const struct ws_table *otherwise; /* NULL: no case is a fault */
};

/** One type of a TLV list. `table` reads the value; a value outside the lengths gives the list's
 * bad_length. */
struct ws_tlv {
    uint32_t type;
    uint32_t type_last; /* a range: type .. type_last; 0: only `type` */
    const char *name;
    const char *doc;
    const char *unit;  /* of the value */
    const char *label; /* what the one-line form calls it; NULL: not shown there */
    const struct ws_table *table;
    uint32_t min, max, step; /* lengths: min, min + step .. max; max 0: no bound; step 0: any */
    uint8_t holds_tlvs;      /* counts for the nesting limit */
    uint16_t purpose;        /* enum ws_purpose, of the value */
};

/**
 * A list of type, length, value. Each becomes {"type", "name", "length", and the table's keys}; a
 * value of length 0 has none of these keys. Unknown types show `value` as hex. A value that its
 * table refuses shows `value_hex` and `error` behind the keys read before; one that runs past the
 * area shows only these two, and ends the list. Padding is shown only when it is not the zeros
 * required. Encoding takes `type`, or `name` instead, writes no value when no key of it is given,
 * and `value_hex` as it is, whatever other keys say; "length" can be overridden.
 */
struct ws_tlvs {
    uint8_t type_len, length_len; /* bytes of the two numbers */
    uint8_t align; /* padding behind each value to a multiple of this from its begin; 0 or 1 none */
    uint8_t little;
    uint8_t bare; /* no padding, value_hex or error is shown: a value cut short stands as it is */
    uint8_t max_depth; /* lists within lists: a holds_tlvs type at this depth is not opened; 0: no
                          such limit */
    const char *value_key; /* for unknown types; NULL: "value" */
    const char *unknown;   /* name of unknown types; NULL: "unknown" */
    uint16_t truncated;    /* codes: a value runs past the area, or bytes are left that are no head;
                              0: WS_TRUNCATED */
    uint16_t bad_length;   /* the value does not fit its type; 0: WS_BAD_LENGTH */
    uint16_t limit;        /* nested too deep; 0: WS_LIMIT */
    const struct ws_tlv *list;
    size_t n;
};

struct ws_scope;
struct ws_out;
struct ws_node;
struct ws_encoder;

/**
 * The pair of functions for a payload that no table can say.
 *
 * decode: gets the payload and says its values with ws_put_*() (wirespeak/message.h); `scope` gives
 * the fields before it. Pure but for what it puts. Answers 0 or, when the payload is faulty, an
 * error code (WS_TRUNCATED .. or the plugin's) after ws_out_fault() has told where; the rows behind
 * it are read all the same. encode: the reverse; gets the object that holds its values, from a
 * decoded message or from JSON (then texts are UTF-8 and numbers may be texts); appends bytes with
 * ws_encoder_*(); 0 or a negative ws_err after ws_encoder_refuse(). Not called for a WS_VIEW.
 *
 * `rows` name the keys, also of values inside its objects and arrays; nothing is read by them, each
 * key stands once.
 */
struct ws_hook {
    const struct ws_table *rows; /* the keys that it puts, for the reference and the schema */
    int (*decode)(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                  struct ws_bytes in);
    int (*encode)(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                  struct ws_encoder *out);
};

/** One row: one field. */
struct ws_field {
    const char *key; /* JSON key, snake_case; NULL: not shown, or (WS_STRUCT, WS_CHOICE) its rows
                        stand inline */
    const char *doc; /* one line, without a full stop */
    const char *unit;
    uint16_t type;    /* enum ws_type */
    uint16_t purpose; /* enum ws_purpose */
    uint32_t flags;   /* enum ws_field_flags */

    /* How long: the type's own length, else `len` bytes, else what the field in len_from says
       (times len_unit, 0 meaning 1, plus len_bias), else the length in `prefix` bytes before it,
       else to the end of the area. One of these at the most. Of a row of bytes, text or addresses
       that repeats it is the length of each element; of all others that of the whole row, which is
       the area that its inner rows see. Bytes of it that they leave are WS_TRAILING_BYTES. Encoding
       follows a len_from or count_from that is not derived: what is given must fit, what is not is
       filled up. */
    uint8_t bits; /* WS_BITS: 1 to 64. Rows in a row share a unit; the first of it has unit_len */
    uint8_t unit_len; /* WS_BITS: bytes of the unit that begins here, 1 to 8; 0 goes on in the one
                         before */
    uint8_t prefix;
    uint8_t len_unit;
    uint32_t len;
    uint16_t len_from;
    int16_t len_bias;

    uint8_t repeat;   /* enum ws_repeat */
    uint8_t charset;  /* enum ws_charset */
    uint16_t element; /* WS_NUMBERS: enum ws_type */
    uint32_t count;
    uint16_t count_from;

    /* A number that stands in bytes of a later row without a key, `elsewhere` bytes (not 0) from
       the table's begin; at its own place are `mark_len` bytes with the number `mark`. */
    uint16_t elsewhere;
    uint8_t mark_len;
    uint32_t mark;

    uint16_t of, of_nsec; /* WS_TIME: WS_ROW() */
    int64_t epoch;        /* WS_TIME: its 0 in seconds since 1970-01-01T00:00:00Z */
    int64_t value;        /* the value when JSON has none; WS_CONSTANT: the one expected */

    struct ws_when when;
    struct ws_derive derive;
    struct ws_id id;

    const struct ws_names *names;
    const struct ws_table *table;
    const struct ws_choice *choice;
    const struct ws_tlvs *tlvs;
    const struct ws_hook *hook;

    /* Codes of what may be wrong here; 0: not an error. */
    uint16_t mismatch;     /* the value is not what it is derived from (the message, or a row of the
                              same table), or not the constant */
    uint16_t len_mismatch; /* len_from differs from the bytes present: the smaller counts, the rest
                              follows */
    uint16_t count_mismatch; /* count_from differs from the number found */

    const char *label; /* WS_LABEL: UTF-8 */
};

/** Codes of errors that all protocols share; a plugin's own ones are WS_CODE(index in its list). */
enum ws_error_code {
    WS_NO_ERROR = 0,
    WS_TRUNCATED,
    WS_BAD_LENGTH,
    WS_BAD_VALUE,
    WS_BAD_STATE,
    WS_BAD_ENCODING,
    WS_TRAILING_BYTES,
    WS_LIMIT,
    WS_UNKNOWN_MESSAGE,
    WS_FIRST_OWN_CODE = 32
};
#define WS_CODE(index) ((uint16_t)(WS_FIRST_OWN_CODE + (index)))

#endif
