#ifndef HSMS_ITEM_H
#define HSMS_ITEM_H

#include "hsms.h"

/** SECS-II items (SEMI E5 section 9): format byte, 1 to 3 length bytes, content. */

enum hsms_format {
    HSMS_L = 000,
    HSMS_B = 010,
    HSMS_BOOLEAN = 011,
    HSMS_A = 020,
    HSMS_J = 021,
    HSMS_C2 = 022,
    HSMS_I8 = 030,
    HSMS_I1 = 031,
    HSMS_I2 = 032,
    HSMS_I4 = 034,
    HSMS_F8 = 040,
    HSMS_F4 = 044,
    HSMS_U8 = 050,
    HSMS_U1 = 051,
    HSMS_U2 = 052,
    HSMS_U4 = 054,
    /* Not of the wire: what a value of the dictionary may be written as. */
    HSMS_UINT = 64, /* the smallest U that it fits, a negative one the smallest I */
    HSMS_SINT,      /* the smallest I */
    HSMS_ANY,       /* by the value */
};

enum {
    HSMS_MAX_LISTS = 256, /* lists within one another */
    HSMS_MAX_LENGTH = 0xffffff,
    HSMS_MAX_VALUES = 3 << 20, /* nodes that a body may become */
};

struct hsms_format_info {
    const char *name;
    uint8_t name_len;
    uint8_t format;
    uint8_t size;  /* bytes of an element; 0: an undefined format */
    uint16_t type; /* enum ws_type of a number, else 0 */
};

/** NULL: an undefined format. */
const struct hsms_format_info *hsms_format_of(unsigned format);
/** By name ("U4", "Boolean"), letters of any case; NULL: none. */
const struct hsms_format_info *hsms_format_named(struct ws_bytes name);

struct hsms_item {
    uint8_t format;
    uint8_t length_bytes;
    uint32_t length;         /* bytes; a list's elements */
    struct ws_bytes content; /* empty for a list: its elements follow */
};

/** The item at the cursor, which moves behind it (behind the head of a list). False: it is faulty,
 * the cursor stays; code: hsms_body_check() tells. */
bool hsms_item_take(struct ws_cursor *c, struct hsms_item *ret);

/** How many length bytes `length` needs: 1 to 3. */
unsigned hsms_length_bytes(uint32_t length);

/** Whether `body` is nothing, or one item up to its end: 0, or a code, *ret_at its offset. Linear,
 * with a stack of fixed size. */
uint16_t hsms_body_check(struct ws_bytes body, size_t *ret_at);

/** The same without the limits, a piece at a time: what a search has found out of a body so far. */
struct hsms_progress {
    uint64_t items; /* to come */
    size_t at;
};
enum hsms_outcome { HSMS_BROKEN, HSMS_INCOMPLETE, HSMS_WHOLE };

/** Goes on with `in`, the bytes of a body of `len` bytes that are there, as long as *steps lasts.
 */
enum hsms_outcome hsms_progress_run(struct hsms_progress *p, struct ws_bytes in, size_t len,
                                    size_t *steps);

/** JIS-8 and C2 as text. */
struct hsms_text {
    bool any; /* false: no text can be given */
    enum ws_charset charset;
    struct ws_bytes bytes; /* when they can be shown as they are */
    size_t len;            /* else: bytes of the text in UTF-8 */
};
/** Text of an A, J or C2 item. */
struct hsms_text hsms_text_of(const struct hsms_item *item);
/** Puts it as a value. */
void hsms_text_show(struct ws_out *out, size_t row, const struct hsms_item *item,
                    const struct hsms_text *text);
/** The characters of a text, one by one. */
enum hsms_coding { HSMS_CHARS_LATIN1, HSMS_CHARS_JIS8, HSMS_CHARS_UTF8, HSMS_CHARS_UTF16 };
struct hsms_chars {
    enum hsms_coding coding;
    struct ws_bytes in;
    size_t at;
};
/** Of an item that has a text; of a text node. */
struct hsms_chars hsms_chars_of(const struct hsms_item *item);
struct hsms_chars hsms_chars_of_node(const struct ws_node *n);
/** The next one; false: there is none. */
bool hsms_char_take(struct hsms_chars *c, uint32_t *ret);

/** The JIS-8 byte of a character; -1: there is none. */
int hsms_jis8_of(uint32_t code_point);

/* The hooks of a data message */
int hsms_body_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                     struct ws_bytes in);
int hsms_mnemonic_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                         struct ws_bytes in);
int hsms_body_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                     struct ws_encoder *out);
int hsms_data_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                     struct ws_bytes in);
int hsms_sml_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                    struct ws_bytes in);
extern const struct ws_table hsms_body_rows;

#endif
