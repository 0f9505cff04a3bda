/* The readable reference, compared with pages written by hand. */
#include "plugin/instance.h"

#include <string.h>

#include "plugin/grid.h"

#include "test.h"

static const char plugin_page[] =
    "fields 2.1  Rows of every kind\n"
    "  ports  tcp 9, udp 10\n"
    "FILE\n"
    "\n"
    "Options: --set fields.NAME=VALUE\n"
    "  name     type    default  range      what\n"
    "  timeout  time    5s       1ms to 1h  how long an answer may take\n"
    "  mode     choice  fast     fast slow  how thorough\n"
    "\n"
    "Messages: wirespeak plugins fields NAME shows what is in one\n"
    "  name       on the wire  from    kind     what\n"
    "  all_of_it  kind 1       client  request  All of It; answered by all_of_it\n"
    "\n"
    "Errors: why a message could not be decoded whole\n"
    "  cut_short  less than a message\n"
    "\n"
    "Errors that all protocols share\n"
    "  truncated        the bytes end before the message does\n"
    "  bad_length       a length does not fit what it measures\n"
    "  bad_value        a value that is not allowed here\n"
    "  bad_state        not allowed in the state of the conversation\n"
    "  bad_encoding     a text is not in its character set\n"
    "  trailing_bytes   bytes that belong to no field\n"
    "  limit            a limit of this program was reached\n"
    "  unknown_message  no message of the protocol\n"
    "\n"
    "Notes: what a strict peer would say of a message\n"
    "  odd_level  warning  such a level should not be\n"
    "\n"
    "Notices: what time shows\n"
    "  unanswered  warning  no answer came\n"
    "\n"
    "Context: what is known of a message beyond its bytes\n"
    "  name  text  of the point\n";

static const char message_page[] =
    "all_of_it  All of It: kind 1, client to server, request, answered by all_of_it\n"
    "  every kind of row\n"
    "\n"
    "  offset  size  field     type         what\n"
    "       0     1  kind      u8           what it is: 1 ONE, 2 TWO; here 1 ONE\n"
    "       1     2  len       u16 LE       [derived: bytes that follow]\n"
    "       3     1  select    u8           1 ONE, 2 TWO; default 2 TWO\n"
    "       4     1  high      3 bits       top: bits; 0 LOWEST_OF_ALL … 9 NOT_KNOWN_TO_ANY\n"
    "                flags     4 bits       0x1 READ, 0x2 WRITE\n"
    "                odd       1 bit\n"
    "       5     8  big       u64\n"
    "      13     6  mac       MAC          [id station] [volatile]\n"
    "      19     1  n_points  u8           [derived: number of points]\n"
    "      20     n  points    object list  a path; n_points times\n"
    "      +0     2    x       i16          (mm)\n"
    "      +2     4    y       f32          only when x is not 0\n"
    "       …   1+n  password  text         [secret]\n"
    "       …    12  three     i32 LE list  3 times\n"
    "                when select is 1 ONE:\n"
    "       …     4    one     u32\n"
    "                when select is 2 TWO:\n"
    "       …     4    two     text\n"
    "       …     n  -         padding      zeros up to a multiple of 4\n"
    "       …     n  tlvs      TLVs\n"
    "\n"
    "Another form: cut short (always with the error cut_short)\n"
    "  offset  size  field  type    what\n"
    "       0     1  kind   u8      what it is: 1 ONE, 2 TWO; here 1 ONE\n"
    "       1     2  len    u16 LE  [derived: bytes that follow]\n"
    "       3     n  raw    bytes\n"
    "\n"
    "Values of high\n"
    "  0  LOWEST_OF_ALL\n"
    "  1  IN_THE_MIDDLE      neither\n"
    "  2  HIGHEST_OF_ALL\n"
    "  3  BEYOND_EVERYTHING\n"
    "  9  NOT_KNOWN_TO_ANY\n"
    "\n"
    "Types of tlvs: type of 1 byte, length of 1, value, zeros up to a multiple of 4\n"
    "  type  name   bytes  holds      what\n"
    "   0x1  rate       4  u32        (kbit/s)\n"
    "   0x2  group         see below  of others\n"
    "   0x3  token         bytes      [secret]\n"
    "\n"
    "group\n"
    "  offset  size  field  type   what\n"
    "       0     n  tlvs   TLVs\n"
    "       …     n  rest   bytes  only when bytes are left\n";

static struct ws_instance *make(void)
{
    struct ws_instance *i;
    char why[WS_WHY_MAX];
    int err = ws_instance_new(&ws_plugin, NULL, 0, &i, why);
    if (err)
        print_message("%s\n", why);
    assert_int_equal(err, 0);
    return i;
}

/** The page without what depends on where the test was built. */
static void without_file(struct ws_buf *page)
{
    char *line, *end;
    ws_buf_byte(page, '\0');
    line = strstr((char *)page->data, "  file   ");
    assert_non_null(line);
    end = strchr(line, '\n');
    memcpy(line, "FILE", 4);
    memmove(line + 4, end, strlen(end) + 1);
}

static void the_page_of_a_plugin_tells_all_of_its_descriptor(void **state)
{
    (void)state;
    struct ws_instance *i = make();
    struct ws_buf page;
    ws_buf_init(&page, 1 << 20);
    assert_int_equal(ws_describe_plugin(i, &page), 0);
    without_file(&page);
    assert_string_equal((char *)page.data, plugin_page);
    ws_buf_free(&page);
    ws_instance_free(i);
}

static void the_page_of_a_message_shows_how_it_lies_on_the_wire(void **state)
{
    (void)state;
    struct ws_instance *i = make();
    struct ws_buf page;
    ws_buf_init(&page, 1 << 20);
    assert_int_equal(ws_describe_message(i, "nothing", &page), WS_E_UNKNOWN);
    assert_int_equal(page.len, 0);
    assert_int_equal(ws_describe_message(i, "all_of_it", &page), 0);
    ws_buf_byte(&page, '\0');
    assert_string_equal((char *)page.data, message_page);
    ws_buf_free(&page);
    ws_instance_free(i);
}

static void a_page_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct ws_instance *i = make();
    for (size_t max = 0; max < 3000; max += 37) {
        struct ws_buf page;
        ws_buf_init(&page, max);
        int err = ws_describe_message(i, "all_of_it", &page);
        assert_int_equal(err, page.failed ? WS_E_NOMEM : 0);
        ws_buf_reset(&page);
        assert_int_equal(ws_schema((const struct ws_instance *const *)&i, 1, &page), WS_E_NOMEM);
        ws_buf_free(&page);
    }
    ws_instance_free(i);
}

static void no_line_of_a_grid_is_too_long(void **state)
{
    (void)state;
    static const size_t widths[] = {3, 40, 90, 98, 99, 100, 101, 150, 300};
    char word[301];

    for (size_t k = 0; k < WS_LEN(widths); k++) {
        struct ws_grid g;
        struct ws_buf out;
        memset(word, 'w', sizeof(word));
        word[widths[k]] = '\0';
        ws_buf_init(&out, 1 << 16);
        ws_grid_init(&g, 3, 0);
        ws_grid_row(&g);
        ws_grid_cell(&g, "%s", word);
        ws_grid_cell(&g, "second");
        ws_grid_cell(&g,
                     "%s and a text of many words, which goes on and on and must be wrapped at "
                     "some place, with … in it",
                     word);
        ws_grid_print(&g, 2, &out);
        ws_buf_byte(&out, '\0');
        print_message("case: %zu\n", widths[k]);
        for (char *line = strtok((char *)out.data, "\n"); line; line = strtok(NULL, "\n")) {
            size_t n = 0;
            for (const char *c = line; *c; c++)
                n += ((unsigned char)*c & 0xc0) != 0x80;
            assert_true(n <= WS_GRID_WIDTH);
            assert_true(line[strlen(line) - 1] != ' ');
        }
        ws_buf_free(&out);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_of_a_plugin_tells_all_of_its_descriptor),
        cmocka_unit_test(the_page_of_a_message_shows_how_it_lies_on_the_wire),
        cmocka_unit_test(a_page_that_does_not_fit_is_an_error),
        cmocka_unit_test(no_line_of_a_grid_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
