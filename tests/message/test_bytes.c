/* Slices, loads and stores, and the cursor that cannot read past the end. */
#include "wirespeak/bytes.h"

#include <string.h>

#include "wirespeak/err.h"

#include "test.h"

static const uint8_t digits[] = {1, 2, 3, 4, 5, 6, 7, 0xf8};

static void integers_of_every_length_load_and_store_in_both_orders(void **state)
{
    (void)state;
    for (size_t len = 1; len <= 8; len++) {
        uint8_t big[8] = {0}, little[8] = {0};
        uint64_t be = ws_load_be(digits, len), le = ws_load_le(digits, len);
        ws_store_be(big, len, be);
        ws_store_le(little, len, le);
        assert_memory_equal(big, digits, len);
        assert_memory_equal(little, digits, len);
    }
    assert_true(ws_load_be(digits, 3) == 0x010203);
    assert_true(ws_load_le(digits, 3) == 0x030201);
    assert_true(ws_load_be(digits, 8) == UINT64_C(0x01020304050607f8));
}

static void sign_extension_keeps_value(void **state)
{
    (void)state;
    assert_true(ws_sign_extend(0x80, 8) == -128);
    assert_true(ws_sign_extend(0x7f, 8) == 127);
    assert_true(ws_sign_extend(0xffffff, 24) == -1);
    assert_true(ws_sign_extend(0xf5, 4) == 5);
    assert_true(ws_sign_extend(UINT64_MAX, 64) == -1);
    assert_true(ws_sign_extend(1, 1) == -1);
}

static void cursor_past_the_end_fails_for_good_and_gives_zero(void **state)
{
    (void)state;
    struct ws_cursor c = ws_cursor((struct ws_bytes){digits, 3});
    assert_int_equal(ws_take_be(&c, 2), 0x0102);
    assert_int_equal(ws_take_be(&c, 2), 0);
    assert_true(c.failed);
    assert_int_equal(ws_take_be(&c, 1), 0);
    assert_int_equal(c.at, 2);
}

static void slices_never_leave_their_bytes(void **state)
{
    (void)state;
    struct ws_bytes b = {digits, 3};
    assert_int_equal(ws_bytes_from(b, 1).len, 2);
    assert_int_equal(ws_bytes_from(b, 9).len, 0);
    assert_int_equal(ws_bytes_upto(b, 9).len, 3);
    assert_int_equal(ws_bytes_upto(b, 1).len, 1);
}

static void every_error_has_its_own_sentence(void **state)
{
    (void)state;
    static const int errors[] = {
#define NUMBER(name, number, text) number,
        WS_ERR_MAP(NUMBER)};
    for (size_t i = 0; i < WS_LEN(errors); i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(ws_strerror(errors[i]), ws_strerror(errors[k]));
    assert_string_equal(ws_strerror(12345), "unknown error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_of_every_length_load_and_store_in_both_orders),
        cmocka_unit_test(sign_extension_keeps_value),
        cmocka_unit_test(cursor_past_the_end_fails_for_good_and_gives_zero),
        cmocka_unit_test(slices_never_leave_their_bytes),
        cmocka_unit_test(every_error_has_its_own_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
