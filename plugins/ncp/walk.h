#ifndef NCP_WALK_H
#define NCP_WALK_H

#include "ncp.h"

/** A packet's fields and their parameters, one after the other. Nothing is allocated, each step
 * goes on by 8 bytes or more. */

struct ncp_field {
    size_t at;           /* in the fields' bytes, as all places here */
    const uint8_t *name; /* NCP_NAME_LEN bytes */
    uint32_t size;       /* words */
    uint32_t id;
    uint8_t type_id;
};
struct ncp_param {
    size_t at;
    const uint8_t *name;
    uint32_t size;
    uint8_t type_id;
    struct ws_bytes value; /* with its padding */
};

/** The bytes of a packet's fields. The packet has its header and footer. */
struct ws_bytes ncp_fields_of(struct ws_bytes packet);

/** An identifier without the NULs and blanks at its end. */
struct ws_bytes ncp_name(const uint8_t *name);
/** Is it `text`, of 1 to 4 letters? */
bool ncp_name_is(const uint8_t *name, const char *text);

/** The field at the cursor, which moves behind it. False: there is none, or with *ret_fault one
 * that is faulty; the cursor stays. */
bool ncp_field_take(struct ws_cursor *c, struct ncp_field *ret, uint16_t *ret_fault);

/** A field's parameters; `c` covers the fields' bytes up to the field's end. */
struct ncp_params {
    struct ws_cursor c;
    uint32_t n_footers;  /* packet footers that stand among them: a bug of "Axis" nodes */
    size_t first_footer; /* its place */
};
struct ncp_params ncp_params_of(struct ws_bytes fields, const struct ncp_field *field);
/** As ncp_field_take(); passes by embedded footers. */
bool ncp_param_take(struct ncp_params *p, struct ncp_param *ret, uint16_t *ret_fault);

/* Types of values */

enum ncp_shape {
    NCP_SHAPE_UNKNOWN,
    NCP_SHAPE_NUMBER,
    NCP_SHAPE_TEXT,
    NCP_SHAPE_RAW,
    NCP_SHAPE_ARRAY
};

struct ncp_type {
    const char *name;
    uint8_t shape;    /* enum ncp_shape */
    uint16_t element; /* enum ws_type of a number */
};

/** Never NULL: there is one for unknown codes. */
const struct ncp_type *ncp_type_of(uint8_t code);
/** The code of a type; -1: there is no such name. */
int ncp_type_named(struct ws_bytes name);

/** Whether a value's bytes can be of the type: -1, or what is wrong (enum ncp_note). */
int ncp_value_check(const struct ncp_type *type, struct ws_bytes value);
/** A string without its NUL and what follows it. */
struct ws_bytes ncp_text_of(struct ws_bytes value);

/* A packet as a whole */

/** The first place of something; n 0: nowhere. Places count from the packet's first byte. */
struct ncp_found {
    size_t n, first;
};

struct ncp_survey {
    size_t n_fields;
    const uint8_t *first_name; /* of the first field; NULL: none */
    bool faulty;
    struct ncp_found notes[NCP_N_NOTES];
};

/** What a look at all fields and parameters of a packet tells. Linear. */
struct ncp_survey ncp_survey(struct ws_bytes packet);

#endif
