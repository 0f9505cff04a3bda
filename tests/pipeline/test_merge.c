/* Lines of several pages in the order of their turns. */
#include "pipeline/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

/** A line of the page `page`: its turn, and its text, whose "@" is where the number goes. */
struct row {
    int page;
    struct ws_turn turn;
    const char *text;
};

static void add(struct ws_page *page, const struct row *row)
{
    const char *at = strchr(row->text, '@');
    size_t begin = page->text.len, seq_at = WS_NO_SEQ;

    if (at) {
        seq_at = begin + (size_t)(at - row->text);
        ws_buf_add(&page->text, row->text, (size_t)(at - row->text));
        ws_buf_text(&page->text, at + 1);
    } else {
        ws_buf_text(&page->text, row->text);
    }
    page->lines = realloc(page->lines, (page->n + 1) * sizeof(*page->lines));
    assert_non_null(page->lines);
    page->lines[page->n++] = (struct ws_page_line){row->turn, page->text.len, seq_at};
}

/** What the sink writes of the rows. */
static char *merged(const struct row *rows, size_t n, uint64_t limit, int *ret_err)
{
    struct ws_page pages[3];
    struct ws_sink *sink;
    struct stat st;
    FILE *file = tmpfile();
    assert_non_null(file);
    for (size_t i = 0; i < WS_LEN(pages); i++)
        ws_page_init(&pages[i]);
    for (size_t i = 0; i < n; i++)
        add(&pages[rows[i].page], &rows[i]);
    const struct ws_sink_config config = {.fd = fileno(file), .form = WS_FORM_JSON, .limit = limit};
    assert_int_equal(ws_sink_new(&config, &sink), 0);
    *ret_err = ws_merge(pages, WS_LEN(pages), sink);
    ws_sink_flush(sink);
    ws_sink_free(sink);
    for (size_t i = 0; i < WS_LEN(pages); i++)
        ws_page_free(&pages[i]);
    assert_int_equal(fstat(fileno(file), &st), 0);
    char *text = calloc(1, (size_t)st.st_size + 1);
    assert_non_null(text);
    assert_int_equal(pread(fileno(file), text, (size_t)st.st_size, 0), st.st_size);
    fclose(file);
    return text;
}

static void lines_come_in_the_order_of_their_turns(void **state)
{
    static const struct row rows[] = {
        {0, {1, WS_TURN_PACKET, 0, 0}, "1 datagram @\n"},
        {0, {7, WS_TURN_STAGE_EXPIRY, 2, 0}, "7 stage expiry @\n"},
        {0, {7, WS_TURN_STAGE_FACT, 0, 3}, "7 stage fact @\n"},
        {1, {2, WS_TURN_PACKET, 0, 0}, "2 first @\n"},
        {1, {2, WS_TURN_PACKET, 0, 0}, "2 second, unnumbered\n"},
        {1, {7, WS_TURN_DEADLINE, 50, 0}, "7 deadline 50 @\n"},
        {1, {7, WS_TURN_EXPIRY, 4, 0}, "7 expiry 4 @\n"},
        {1, {7, WS_TURN_FACT, 0, 9}, "7 fact 0 of flow 9 @\n"},
        {1, {UINT64_MAX, WS_TURN_EXPIRY, 5, 0}, "end 5 @\n"},
        {2, {7, WS_TURN_DEADLINE, 40, 8}, "7 deadline 40 @\n"},
        {2, {7, WS_TURN_DEADLINE, 50, 1}, "7 deadline 50 of another @\n"},
        {2, {7, WS_TURN_PACKET, 0, 0}, "7 packet @\n"},
        {2, {7, WS_TURN_FACT, 0, 2}, "7 fact 0 of flow 2 @\n"},
        {2, {UINT64_MAX, WS_TURN_EXPIRY, 1, 0}, "end 1 @\n"},
    };
    int err;
    (void)state;
    char *text = merged(rows, WS_LEN(rows), 0, &err);
    assert_int_equal(err, 0);
    assert_string_equal(text, "1 datagram 1\n"
                              "2 first 2\n"
                              "2 second, unnumbered\n"
                              "7 stage expiry 4\n"
                              "7 deadline 40 5\n"
                              "7 deadline 50 6\n"
                              "7 deadline 50 of another 7\n"
                              "7 expiry 4 8\n"
                              "7 packet 9\n"
                              "7 stage fact 10\n"
                              "7 fact 0 of flow 2 11\n"
                              "7 fact 0 of flow 9 12\n"
                              "end 1 13\n"
                              "end 5 14\n");
    free(text);
}

static void limit_ends_the_lines(void **state)
{
    static const struct row rows[] = {
        {0, {1, WS_TURN_PACKET, 0, 0}, "a@\n"},
        {1, {2, WS_TURN_PACKET, 0, 0}, "b@\n"},
        {2, {3, WS_TURN_PACKET, 0, 0}, "c@\n"},
    };
    int err;
    (void)state;
    char *text = merged(rows, WS_LEN(rows), 2, &err);
    assert_int_equal(err, WS_E_END);
    assert_string_equal(text, "a1\nb2\n");
    free(text);
}

static void long_line_goes_out_whole_and_in_its_place(void **state)
{
    enum { LONG = 200000 };
    static char text[LONG + 2];
    int err;
    (void)state;
    memset(text, 'x', LONG);
    text[1] = '@';
    text[LONG] = '\n';
    const struct row rows[] = {
        {0, {1, WS_TURN_PACKET, 0, 0}, "a@\n"},
        {1, {2, WS_TURN_PACKET, 0, 0}, text},
        {0, {3, WS_TURN_PACKET, 0, 0}, "c@\n"},
    };
    char *out = merged(rows, WS_LEN(rows), 0, &err);
    assert_int_equal(err, 0);
    text[1] = '2';
    assert_int_equal(strlen(out), 3 + LONG + 1 + 3);
    assert_memory_equal(out, "a1\n", 3);
    assert_memory_equal(out + 3, text, LONG + 1);
    assert_string_equal(out + 3 + LONG + 1, "c3\n");
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_the_order_of_their_turns),
        cmocka_unit_test(limit_ends_the_lines),
        cmocka_unit_test(long_line_goes_out_whole_and_in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
