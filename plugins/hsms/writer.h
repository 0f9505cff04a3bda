#ifndef HSMS_WRITER_H
#define HSMS_WRITER_H

#include "item.h"

/**
 * Items written front to back, the lengths after their content: an item whose length is not yet
 * known gets a wide head, and hsms_writer_finish() makes all wide heads as short as can be.
 */
struct hsms_writer {
    struct ws_encoder *out;
    size_t start;             /* of the body in the message */
    const struct ws_node *at; /* what is being written, for reasons; may be NULL */
};

struct hsms_writer hsms_writer(struct ws_encoder *out, const struct ws_node *at);

/** Begins an item; what hsms_item_end() gets. length_bytes 0: as few as possible. */
struct hsms_head {
    size_t at;
    uint8_t length_bytes;
};
struct hsms_head hsms_item_begin(struct hsms_writer *w, unsigned format, unsigned length_bytes);
/** Ends it: `elements` of a list, else the bytes since its begin count. WS_E_VALUE: too long. */
int hsms_item_end(struct hsms_writer *w, struct hsms_head head, uint64_t elements);

/** A whole number (two's complement when negative) as an element of `format`; false: out of range.
 */
bool hsms_put_whole(struct hsms_writer *w, unsigned format, bool negative, uint64_t v);
/** A real as an element of F4 or F8; false: F4 has no such number. */
bool hsms_put_real(struct hsms_writer *w, unsigned format, double v);
/** The smallest format of one kind (HSMS_UINT, HSMS_SINT) that a whole number fits; false: none. */
bool hsms_smallest(unsigned kind, bool negative, uint64_t v, unsigned *ret);
/** Hex digits in pairs; false: they are not. */
bool hsms_put_hex(struct hsms_writer *w, struct ws_bytes digits);
/** A text node as bytes of A, J or of C2 in UTF-8; false: a character has no place there. */
bool hsms_put_text(struct hsms_writer *w, unsigned format, const struct ws_node *text);

/** The body so far is what it is: heads are made short. */
int hsms_writer_finish(struct hsms_writer *w);

/** The items that were written: borrowed until more is. */
struct ws_bytes hsms_written(const struct hsms_writer *w);

/* body.c, data_write.c, sml_read.c: what a message's body is given as. 0, or WS_E_VALUE. */
int hsms_body_write(struct hsms_writer *w, const struct ws_node *body);
int hsms_data_write(struct hsms_writer *w, const struct hsms_instance *instance, uint64_t stream,
                    uint64_t function, const struct ws_node *data);

/** What stands before the item of an SML message. */
struct hsms_sml_head {
    uint8_t stream, function;
    bool w_bit;
};
int hsms_sml_write(struct hsms_writer *w, const struct ws_node *sml, struct hsms_sml_head *ret);

/* same.c */

/** Whether two bodies say the same: formats and values, whatever the bytes of lengths, of BOOLEAN
 * and of NaN. */
bool hsms_same_items(struct ws_bytes a, struct ws_bytes b);

/** Whether a body, shown as `data`, is `given`. */
bool hsms_same_data(const struct hsms_instance *instance, uint64_t stream, uint64_t function,
                    struct ws_bytes body, const struct ws_node *given);

#endif
