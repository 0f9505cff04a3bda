#ifndef WS_OUTPUT_VALUE_H
#define WS_OUTPUT_VALUE_H

#include "message/buf.h"
#include "output/print.h"
#include "wirespeak/message.h"

/** What stands for a value that is a secret. */
#define WS_SECRET_TEXT "***"

/** Whether the value, or one of a TLV whose value it is, may not be shown. O(1). */
bool ws_value_is_secret(const struct ws_print *print, const struct ws_node *value);

/** Whether it is an object whose members but type, name and length may not be shown. */
bool ws_value_holds_secret(const struct ws_print *print, const struct ws_node *object);

/** Whether it is one of those three. */
bool ws_value_is_tlv_head(const struct ws_node *member);

/** A whole number's value as names go by it; false: it is none. */
bool ws_value_int(const struct ws_node *value, int64_t *ret);

/** Appends the name of an enumerated value, of flags joined by "|". False: it has none. */
bool ws_value_name(const struct ws_node *value, struct ws_buf *out);

/** Whether ws_value_name would append something. */
bool ws_value_has_name(const struct ws_node *value);

/** Element `i` of WS_V_NUMBERS as a node of its own. */
struct ws_node ws_value_element(const struct ws_node *numbers, size_t i);

/**
 * Appends a scalar as plain text: what JSON shows without its quotes and escapes, texts as UTF-8.
 * Of an array of numbers the elements with ", " between; of objects and arrays nothing.
 */
void ws_value_text(const struct ws_node *value, struct ws_buf *out);

/**
 * Appends text for a terminal, as UTF-8: control characters, those that turn the writing direction,
 * and what is not valid in the charset become \x1b, \u202e. After `max` characters follows "…".
 */
void ws_terminal_text(struct ws_buf *out, struct ws_bytes text, enum ws_charset charset,
                      size_t max);

/** Appends a number in decimal; a double with the fewest digits, or NaN, Infinity, -Infinity. */
void ws_put_u64(struct ws_buf *out, uint64_t v);
void ws_put_i64(struct ws_buf *out, int64_t v);
void ws_put_double(struct ws_buf *out, double v);

/** Appends lower-case hex. */
void ws_put_hex_text(struct ws_buf *out, struct ws_bytes bytes);

#endif
