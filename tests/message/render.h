#ifndef WS_TEST_RENDER_H
#define WS_TEST_RENDER_H

#include "message/decode.h"
#include "message/encode.h"

/* Messages as text, for tests: written for reading and comparing, not for speed. */

/** The value and all within it as compact JSON: owes nothing to src/output. `text` has `size`
 * bytes; what does not fit is cut off. */
void test_render(const struct ws_node *value, char *text, size_t size);

/** What is wrong, as "truncated@3 bad_length@0"; a plugin's own codes as "own0@7". */
void test_render_faults(const struct ws_out *out, char *text, size_t size);

/** Bytes of hexadecimal text; blanks are ignored. At most `size`; answers how many. */
size_t test_bytes(const char *hex, uint8_t *bytes, size_t size);

/** The other way round. */
void test_hex(struct ws_bytes bytes, char *text, size_t size);

/** A table made ready, or a failed test that says why not. Lives until the arena is freed. */
const struct ws_plan *test_plan(struct ws_arena *arena, const struct ws_table *table);

enum { TEST_TEXT = 4096 }; /* room for the texts below */

/** Bytes to JSON and faults. */
void test_decode(const struct ws_table *table, const char *hex, char json[TEST_TEXT],
                 char faults[TEST_TEXT]);

/** JSON (fields, and override or NULL) to hexadecimal bytes, or to the reason of the refusal. */
void test_encode(const struct ws_table *table, const char *fields, const char *override,
                 char text[TEST_TEXT]);

/** Whether two texts are the same; prints the case and both when they are not, so that one run
 * shows all cases that fail. */
bool test_same(const char *what, const char *got, const char *expected);

/** Rows of a table, named after it: TEST_TABLE(pair, { .key = "a", .type = WS_U8 }, ...). */
#define TEST_TABLE(table, ...)                                                                     \
    static const struct ws_field table##_rows[] = {__VA_ARGS__};                                   \
    static const struct ws_table table = {                                                         \
        .rows = table##_rows, .n = WS_LEN(table##_rows), .name = #table}

#endif
