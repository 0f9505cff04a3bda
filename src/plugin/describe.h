#ifndef WS_PLUGIN_DESCRIBE_H
#define WS_PLUGIN_DESCRIBE_H

#include "plugin/grid.h"
#include "plugin/instance.h"

/*
 * What the pages of the reference share: describe.c has that of a plugin, describe_message.c that
 * of a message; describe_table.c shows how a table lies on the wire, describe_words.c says what a
 * row is.
 */

enum { WS_DESCRIBE_INDENT = 2, WS_TYPE_TEXT_MAX = 64 };

/** "client", "server", "both", or "" where the type does not say. */
const char *ws_describe_sender(const struct ws_message_type *type);

/** "request" .. "control", or "". */
const char *ws_describe_kind(const struct ws_message_type *type);

/** A field's type in a few characters: "u16", "i32 LE", "4 bits", "MAC list". */
void ws_describe_type(const struct ws_field *field, char out[WS_TYPE_TEXT_MAX]);

/** What stands below the tables of a message: once, in the order in which they name it. */
struct ws_below {
    struct ws_below *next;
    const struct ws_row *names;      /* a long list of named values */
    const struct ws_plan_tlvs *tlvs; /* a list of TLV types */
    const struct ws_plan_tlv *tlv;   /* one of these that has more than one field */
    const char *title;
};

/** A message's page while it is made. */
struct ws_page {
    const struct ws_instance *instance;
    const struct ws_message_type *type;
    struct ws_buf *out;
    struct ws_arena arena;
    struct ws_grid grid;
    struct ws_buf what; /* the last cell of the row that is being made */
    struct ws_below *below, **below_end;
};

/** Where in a table the next row lies. */
struct ws_place {
    const struct ws_plan *plan, *outer;
    size_t offset, indent, depth;
    bool known;    /* the offset; else it depends on what is before */
    bool relative; /* it counts from the begin of an element */
    bool overlaid; /* the rows that come all lie there */
};

/** The row that another one refers to, or NULL. */
const struct ws_row *ws_describe_referred(const struct ws_place *at, uint16_t ref);

/** Its key, in words when it has none. */
const char *ws_describe_key(const struct ws_row *row);

/** Adds a part to page->what, behind `separator` unless it is the first. */
void ws_describe_say(struct ws_page *page, const char *separator, const char *fmt, ...)
    WS_PRINTF(3, 4);

/** Adds what the row's names, or a TLV's purposes, say. `title`: of the list below. */
void ws_describe_names(struct ws_page *page, const struct ws_row *row, const char *title);
void ws_describe_purposes(struct ws_page *page, unsigned purpose, const char *space);

/** Makes page->what all that is to be said of a row. */
void ws_describe_row(struct ws_page *page, const struct ws_place *at, const struct ws_row *row);

/** Puts something below, unless it is there. */
void ws_describe_below(struct ws_page *page, const struct ws_below *what);

/** Appends a table as it lies on the wire. */
void ws_describe_table(struct ws_page *page, const struct ws_plan *plan);

#endif
