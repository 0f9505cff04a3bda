/* The growing buffer: what it holds, where it ends, and that a failure stays. */
#include "message/buf.h"

#include "test.h"

/* The sanitizer's allocator ends the program on a huge request, unless told to answer NULL. */
WS_EXPORT const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void appends_of_all_kinds_follow_each_other(void **state)
{
    (void)state;
    static const char expected[] = "abc\0de7.50|";
    struct ws_buf buf;

    ws_buf_init(&buf, 1000);
    ws_buf_add(&buf, "abc", 4);
    ws_buf_byte(&buf, 'd');
    ws_buf_text(&buf, "e");
    ws_buf_printf(&buf, "%d.%s", 7, "50");
    ws_buf_add(&buf, NULL, 0);
    uint8_t *room = ws_buf_room(&buf, 1);
    assert_non_null(room);
    *room = '|';
    buf.len++;
    assert_false(buf.failed);
    assert_int_equal(buf.len, sizeof expected - 1);
    assert_memory_equal(buf.data, expected, buf.len);
    ws_buf_free(&buf);
}

static void grows_up_to_its_maximum_and_keeps_every_byte(void **state)
{
    (void)state;
    enum { MAX = 5003 };
    struct ws_buf buf;

    ws_buf_init(&buf, MAX);
    for (size_t i = 0; i < MAX; i++)
        ws_buf_byte(&buf, (uint8_t)(i * 7));
    assert_false(buf.failed);
    assert_int_equal(buf.len, MAX);
    assert_true(buf.cap <= MAX);
    for (size_t i = 0; i < MAX; i++)
        assert_int_equal(buf.data[i], (uint8_t)(i * 7));
    ws_buf_byte(&buf, 0);
    assert_true(buf.failed);
    assert_int_equal(buf.len, MAX);
    ws_buf_free(&buf);
}

static void an_append_is_whole_or_not_at_all_and_a_failure_stays(void **state)
{
    (void)state;
    struct ws_buf buf;

    ws_buf_init(&buf, 8);
    ws_buf_text(&buf, "12345");
    ws_buf_text(&buf, "6789");
    assert_true(buf.failed);
    assert_int_equal(buf.len, 5);
    assert_null(ws_buf_room(&buf, 0));
    ws_buf_byte(&buf, '6');
    ws_buf_printf(&buf, "6");
    assert_int_equal(buf.len, 5);

    ws_buf_reset(&buf);
    assert_false(buf.failed);
    assert_int_equal(buf.len, 0);
    ws_buf_printf(&buf, "%s", "12345678");
    assert_false(buf.failed);
    assert_memory_equal(buf.data, "12345678", 8);
    ws_buf_reset(&buf);
    ws_buf_printf(&buf, "%s", "123456789");
    assert_true(buf.failed);
    assert_int_equal(buf.len, 0);
    ws_buf_free(&buf);
}

static void a_maximum_of_zero_takes_nothing(void **state)
{
    (void)state;
    struct ws_buf buf;

    ws_buf_init(&buf, 0);
    ws_buf_add(&buf, NULL, 0);
    assert_false(buf.failed);
    ws_buf_byte(&buf, 'x');
    assert_true(buf.failed);
    assert_int_equal(buf.len, 0);
    ws_buf_free(&buf);
}

static void no_memory_is_a_failure_that_keeps_what_is_there(void **state)
{
    (void)state;
    struct ws_buf buf;

    ws_buf_init(&buf, SIZE_MAX);
    ws_buf_text(&buf, "kept");
    assert_null(ws_buf_room(&buf, (size_t)1 << 50));
    assert_true(buf.failed);
    assert_int_equal(buf.len, 4);
    assert_memory_equal(buf.data, "kept", 4);
    ws_buf_reset(&buf);
    assert_null(ws_buf_room(&buf, SIZE_MAX));
    assert_true(buf.failed);
    ws_buf_free(&buf);
    assert_null(buf.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_of_all_kinds_follow_each_other),
        cmocka_unit_test(grows_up_to_its_maximum_and_keeps_every_byte),
        cmocka_unit_test(an_append_is_whole_or_not_at_all_and_a_failure_stays),
        cmocka_unit_test(a_maximum_of_zero_takes_nothing),
        cmocka_unit_test(no_memory_is_a_failure_that_keeps_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
