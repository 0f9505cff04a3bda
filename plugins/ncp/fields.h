#ifndef NCP_FIELDS_H
#define NCP_FIELDS_H

#include "ncp.h"

/** Keys of a packet's fields, and of their parameters. */
enum {
    FIELDS,
    NAME,
    ID,
    TYPE,
    TYPE_ID,
    SIZE,
    PARAMS,
    VALUE,
    VALUE_HEX,
    EMBEDDED_FOOTERS,
    FIELDS_N
};

extern const struct ws_field ncp_field_rows[FIELDS_N];

int ncp_fields_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                      struct ws_bytes in);
int ncp_fields_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                      struct ws_encoder *out);

#endif
