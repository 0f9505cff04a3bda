#ifndef HSMS_DICTIONARY_H
#define HSMS_DICTIONARY_H

#include "item.h"

/**
 * What messages are called and what their bodies hold, in a notation that both the built-in table
 * and a site's own file use:
 *
 *   key       one item of any format        key<>   one item of n values, or a list of items
 *   {a b}     a list of exactly these       key[x]  a list of any number of x
 *   key{a b}  the same under a key          {..}0   a list of no elements is allowed instead
 *   -         a header only                 *       anything, under the key `value`
 */

enum {
    HSMS_TO_HOST = 1 << 0,
    HSMS_TO_EQUIPMENT = 1 << 1,
    HSMS_WANTS_REPLY = 1 << 2,
};

struct hsms_entry {
    uint8_t stream, function;
    uint8_t flags;
    const char *mnemonic, *name, *notation;
};

extern const struct hsms_entry hsms_entries[];
extern const size_t hsms_n_entries;

/** How the value of a key is shown. */
enum hsms_show {
    HSMS_SHOW_PLAIN,
    HSMS_SHOW_HEX,    /* bytes are hex, also a single one */
    HSMS_SHOW_ALCD,   /* followed by alcd_set, alcd_category */
    HSMS_SHOW_ALED,   /* followed by aled_name */
    HSMS_SHOW_HEADER, /* ten bytes: followed by KEY_header */
};

struct hsms_key {
    const char *name;
    uint8_t format; /* enum hsms_format: how a value is written */
    uint8_t show;   /* enum hsms_show */
    const struct ws_names *names;
    uint16_t purpose; /* enum ws_purpose */
    const char *doc;
};

/** NULL: a key that says nothing of its values. */
const struct hsms_key *hsms_key_find(const char *name);

/* Structures, as the notation says them. */

enum hsms_shape { HSMS_ITEM, HSMS_VECTOR, HSMS_LIST, HSMS_ARRAY, HSMS_FREE };

enum { HSMS_NO_ROW = 0 };

struct hsms_node {
    uint8_t shape; /* enum hsms_shape */
    bool empty_allowed;
    uint8_t format;                /* enum hsms_format */
    uint8_t show;                  /* enum hsms_show */
    bool named;                    /* its values have names */
    uint16_t row;                  /* of its key in the type's rows; HSMS_NO_ROW: it has none */
    uint16_t extra;                /* of the first key that is added beside it */
    uint16_t n;                    /* HSMS_LIST: members */
    const struct hsms_node *inner; /* members, or an array's element */
};

/** A data message that has a name. */
struct hsms_type {
    uint8_t stream, function;
    uint8_t flags;
    const char *mnemonic;         /* NULL: none */
    const struct hsms_node *root; /* NULL: a header only */
    const struct ws_field *rows;  /* row 0 is `data` */
    size_t n_rows;
    struct ws_field fields[DATA_N];
    struct ws_table table;
    const struct ws_table *variants[1];
    struct ws_table data_rows;
    struct ws_hook data_hook;
    char type_name[16], response[16], code[16];
    struct ws_message_type type;
};

/** The type of a data message that is listed; NULL: none. */
const struct hsms_type *hsms_type_find(const struct hsms_instance *instance, uint64_t stream,
                                       uint64_t function);

/** Why a notation can't be read. */
struct hsms_complaint {
    size_t at; /* characters before the fault */
    const char *expected;
};

/** Makes the type of an entry. 0; WS_E_VALUE: *ret_why says where the notation is wrong. */
int hsms_type_make(struct ws_instance *host, const struct hsms_entry *entry, struct hsms_type **ret,
                   struct hsms_complaint *ret_why);

/* Names of a site's variables, events and alarms */

enum hsms_id_kind { HSMS_ID_VARIABLE, HSMS_ID_EVENT, HSMS_ID_ALARM };

struct hsms_site_name {
    uint8_t kind;   /* enum hsms_id_kind */
    const char *id; /* a number in decimal, or a text */
    const char *name;
};

/** The site's name of an id; NULL: it has none. */
const char *hsms_site_name(const struct hsms_instance *instance, enum hsms_id_kind kind,
                           const char *id);

/** Reads a site's dictionary: adds its types to `types` ([stream * 256 + function]) and its names
 * to the instance. 0, or what ws_instance_refuse() answered. */
int hsms_site_read(struct hsms_instance *instance, struct hsms_type **types,
                   struct ws_instance *host);

#endif
