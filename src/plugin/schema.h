#ifndef WS_PLUGIN_SCHEMA_H
#define WS_PLUGIN_SCHEMA_H

#include "plugin/instance.h"

/* What schema.c (events) and schema_table.c (fields) share. */

/** A string of hex. */
#define WS_SCHEMA_HEX "{'type':'string','pattern':'^([0-9a-f]{2})*$'}"

/** A definition under "$defs": of a table, or of a list of TLVs. Written once. */
struct ws_definition {
    struct ws_definition *next;
    size_t number;
    const struct ws_plan *plan;
    const struct ws_plan_tlvs *tlvs;
};

/** A schema while it is written. */
struct ws_schema_writer {
    struct ws_buf *out;
    struct ws_arena arena;
    const struct ws_instance *instance; /* whose definitions these are */
    struct ws_definition *first, **end; /* those that were referred to */
    size_t n;
};

/** Appends formatted JSON; an apostrophe stands for a quotation mark. */
void ws_schema_put(struct ws_schema_writer *s, const char *fmt, ...) WS_PRINTF(2, 3);

/** A JSON string. `text` is UTF-8. */
void ws_schema_string(struct ws_schema_writer *s, const char *text);

/** `"KEY":`, behind a comma where one is due. */
void ws_schema_key(struct ws_schema_writer *s, const char *key);

/** A comma, unless an object or array has just been opened. */
void ws_schema_comma(struct ws_schema_writer *s);

/** "KEY":SCHEMA, and those of its name and its hex, for each of the rows of a table that holds
 * scalars only, as context does. */
void ws_schema_members(struct ws_schema_writer *s, const struct ws_plan *plan);

/** A reference to a table's definition, which is open: it says nothing about other keys. */
void ws_schema_table_ref(struct ws_schema_writer *s, const struct ws_plan *plan);

/** The keys of a table that are there in every message without errors: "KEY","KEY",... */
void ws_schema_required(struct ws_schema_writer *s, const struct ws_plan *plan);

/** The inside of an unsigned number's schema; decimal strings too where 53 bits are not enough. */
void ws_schema_unsigned(struct ws_schema_writer *s, unsigned bits);

/** "description":"DOC (UNIT)"; nothing when both are NULL. */
void ws_schema_description(struct ws_schema_writer *s, const char *doc, const char *unit);

/** The inside of a list's schema. */
void ws_schema_tlvs(struct ws_schema_writer *s, const struct ws_plan_tlvs *list);

/** Writes all definitions that were referred to, and those that they refer to. */
void ws_schema_definitions(struct ws_schema_writer *s);

#endif
