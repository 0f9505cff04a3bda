#ifndef WS_TEST_TABLES_H
#define WS_TEST_TABLES_H

#include "message/generate.h"

/** Message types whose tables together use everything that field.h offers. */
extern const struct ws_message_type test_types[];
extern const size_t test_n_types;

/** Random members for the hook of these tables. */
void test_tables_hook(struct test_generator *g, const struct ws_field *row, struct ws_buf *json);

#endif
