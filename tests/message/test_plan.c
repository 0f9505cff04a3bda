/* Field tables made ready: what is refused, and what is found in them. */
#include "message/plan.h"

#include <string.h>

#include "message/decode.h"
#include "message/render.h"
#include "wirespeak/err.h"

#include "test.h"

// clang-format off

static int hook_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out, struct ws_bytes in)
{
    (void)instance, (void)scope, (void)out, (void)in;
    return 0;
}
static int hook_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in, struct ws_encoder *out)
{
    (void)instance, (void)scope, (void)in, (void)out;
    return 0;
}

TEST_TABLE(one, { .key = "a", .type = WS_U8 });
TEST_TABLE(two_bytes, { .key = "a", .type = WS_U8 }, { .key = "b", .type = WS_U8 });
TEST_TABLE(other, { .key = "x", .type = WS_U8 });
TEST_TABLE(outside, { .key = "z", .type = WS_BYTES, .len_from = WS_OUTER_ROW(0) });
TEST_TABLE(far_outside, { .key = "z", .type = WS_BYTES, .len_from = WS_OUTER_ROW(9) });
static const struct ws_table no_rows = {.n = 0, .name = "no_rows"};
static const struct ws_field many_rows[WS_MAX_ROWS + 1];
static const struct ws_table too_long = {.rows = many_rows, .n = WS_MAX_ROWS + 1, .name = "too_long"};

static const struct ws_name names_twice[] = {{1, "ONE", NULL}, {2, "TWO", NULL}, {1, "UNO", NULL}};
static const struct ws_name names_empty[] = {{1, "", NULL}};
static const struct ws_name names[] = {{1, "ONE", NULL}};

static const struct ws_case cases[] = {{1, &one}, {2, &other}};
static const struct ws_case cases_twice[] = {{1, &one}, {1, &other}};
static const struct ws_case cases_empty[] = {{1, NULL}};
#define CHOICE(list, row) &(const struct ws_choice){.on = (row), .cases = (list), .n = WS_LEN(list)}

static const struct ws_tlv tlv_overlap[] = {{.type = 1, .type_last = 5, .name = "a"}, {.type = 5, .name = "b"}};
static const struct ws_tlv tlv_backwards[] = {{.type = 9, .type_last = 5, .name = "a"}};
static const struct ws_tlv tlv_large[] = {{.type = 256, .name = "a"}};
static const struct ws_tlv tlv_nameless[] = {{.type = 1}};
static const struct ws_tlv tlv_lengths[] = {{.type = 1, .name = "a", .min = 4, .max = 2}};
TEST_TABLE(says_type, { .key = "type", .type = WS_U8 });
static const struct ws_tlv tlv_own_key[] = {{.type = 1, .name = "a", .table = &says_type}};
static const struct ws_tlv tlv_outside[] = {{.type = 1, .name = "a", .table = &outside}};
#define TLVS(entries) &(const struct ws_tlvs){.type_len = 1, .length_len = 1, .list = (entries), .n = WS_LEN(entries)}

static const struct ws_hook good_hook = {&one, hook_decode, hook_encode};
static const struct ws_hook bad_hook = {&one, hook_decode, NULL};

static const struct ws_table inline_self;
static const struct ws_field inline_self_rows[] = {{ .type = WS_STRUCT, .table = &inline_self }};
static const struct ws_table inline_self = {inline_self_rows, 1, "inline_self", 0, 0, 0};

static const struct ws_table sees_itself;
static const struct ws_field sees_itself_rows[] = {
    { .key = "n", .type = WS_U8 },
    { .key = "more", .type = WS_STRUCT, .table = &sees_itself, .when = { .row = WS_OUTER_ROW(0), .test = WS_EQUAL, .value = 1 } },
};
static const struct ws_table sees_itself = {sees_itself_rows, 2, "sees_itself", 0, 0, 0};

#define U8(name) { .key = name, .type = WS_U8 }
#define REFERRED(name, i) U8(name), { .key = name "_data", .type = WS_BYTES, .len_from = WS_ROW(i) }

#define BAD(label, ...) TEST_TABLE(label, __VA_ARGS__)
BAD(no_type, { .key = "a" });
BAD(camel, U8("aB"));
BAD(digit_first, U8("1a"));
BAD(empty_key, U8(""));
BAD(key_twice, U8("a"), U8("b"), U8("a"));
BAD(key_twice_inline, U8("a"), { .type = WS_STRUCT, .table = &two_bytes });
BAD(key_twice_two_inline, { .type = WS_STRUCT, .table = &one }, { .type = WS_STRUCT, .table = &two_bytes });
BAD(key_twice_choice, U8("x"), { .type = WS_CHOICE, .choice = CHOICE(cases, WS_ROW(0)) });
BAD(key_of_name, { .key = "a", .type = WS_U8, .names = WS_NAMES(names) }, U8("a_name"));
BAD(key_of_hex, { .key = "a", .type = WS_TEXT, .len = 2 }, U8("a_hex"));
BAD(key_twice_same_condition, U8("n"), { .key = "a", .type = WS_U8, .when = { WS_ROW(0), WS_EQUAL, 1 } },
    { .key = "a", .type = WS_U16, .when = { WS_ROW(0), WS_AT_LEAST, 1 } });
BAD(names_keyless, { .type = WS_U8, .names = WS_NAMES(names) });
BAD(name_twice, { .key = "a", .type = WS_U8, .names = WS_NAMES(names_twice) });
BAD(name_empty, { .key = "a", .type = WS_U8, .names = WS_NAMES(names_empty) });
BAD(bit_names_none, { .key = "a", .type = WS_U8, .flags = WS_NAMES_ARE_BITS });
BAD(value_large, { .key = "a", .type = WS_U8, .value = 256 });
BAD(value_negative, { .key = "a", .type = WS_U32, .value = -1 });
BAD(value_signed, { .key = "a", .type = WS_I8, .value = 128 });
BAD(value_bits, { .key = "a", .type = WS_BITS, .bits = 3, .unit_len = 1, .value = 8 });
BAD(value_text, { .key = "a", .type = WS_TEXT, .value = 1 });
BAD(bits_left, { .key = "a", .type = WS_BITS, .bits = 3, .unit_len = 1 }, U8("b"));
BAD(bits_left_at_end, { .key = "a", .type = WS_BITS, .bits = 3, .unit_len = 1 });
BAD(bits_too_many, { .key = "a", .type = WS_BITS, .bits = 9, .unit_len = 1 });
BAD(bits_no_unit, { .key = "a", .type = WS_BITS, .bits = 8 });
BAD(bits_none, { .key = "a", .type = WS_BITS, .unit_len = 1 });
BAD(bits_order, { .key = "a", .type = WS_BITS, .bits = 4, .unit_len = 1, .flags = WS_LITTLE }, { .key = "b", .type = WS_BITS, .bits = 4 });
BAD(bits_condition, U8("n"), { .key = "a", .type = WS_BITS, .bits = 8, .unit_len = 1, .when = { WS_ROW(0), WS_EQUAL, 1 } });
BAD(bits_repeat, { .key = "a", .type = WS_BITS, .bits = 8, .unit_len = 1, .repeat = WS_TIMES, .count = 2 });
BAD(bool_of_number, { .key = "a", .type = WS_U8, .flags = WS_AS_BOOL });
BAD(union_of_number, { .key = "a", .type = WS_U8, .flags = WS_OVERLAID });
BAD(hex_in_bytes, { .key = "a", .type = WS_BYTES, .len = 1, .flags = WS_HEX_INSIDE });
static const struct ws_field one_number[] = {{ .key = "a", .type = WS_U8 }};
static const struct ws_table one_number_table = {.rows = one_number, .n = 1, .name = "one_number"};
BAD(unwrapped_number, { .key = "a", .type = WS_STRUCT, .table = &one_number_table, .repeat = WS_TIMES, .count = 2, .flags = WS_UNWRAPPED });
BAD(foreign_quote, { .key = "a\"b", .type = WS_U8, .flags = WS_FOREIGN_KEY });
BAD(foreign_empty, { .key = "", .type = WS_U8, .flags = WS_FOREIGN_KEY });
BAD(foreign_bad, { .key = "\377", .type = WS_U8, .flags = WS_FOREIGN_KEY });
BAD(label_none, { .key = "a", .type = WS_LABEL });
BAD(x87_short, { .key = "a", .type = WS_X87, .len = 8 });
BAD(signed_number, { .key = "a", .type = WS_U8, .flags = WS_SIGNED });
BAD(text_flag, { .key = "a", .type = WS_BYTES, .flags = WS_NUL_ENDED });
BAD(constant_text, { .key = "a", .type = WS_TEXT, .flags = WS_CONSTANT });
BAD(atomic_number, { .key = "a", .type = WS_U8, .flags = WS_ATOMIC });
BAD(len_bits_alone, { .key = "a", .type = WS_IP, .len = 4, .flags = WS_LEN_BITS });
BAD(len_bits_no_len, U8("n"), { .key = "a", .type = WS_IP, .len_from = WS_ROW(0), .flags = WS_LEN_BITS });
BAD(mac_len, { .key = "a", .type = WS_MAC, .len = 7 });
BAD(ip_len, { .key = "a", .type = WS_IP, .len = 6 });
BAD(two_lengths, U8("n"), { .key = "a", .type = WS_BYTES, .len_from = WS_ROW(0), .len = 3 });
BAD(long_prefix, { .key = "a", .type = WS_BYTES, .prefix = 9 });
BAD(time_alone, { .key = "a", .type = WS_TIME, .purpose = WS_VIEW });
BAD(time_no_view, U8("n"), { .key = "a", .type = WS_TIME, .of = WS_ROW(0) });
BAD(view_text, { .key = "a", .type = WS_TEXT, .purpose = WS_VIEW });
BAD(numbers_once, { .key = "a", .type = WS_NUMBERS, .element = WS_U8 });
BAD(numbers_of_text, { .key = "a", .type = WS_NUMBERS, .element = WS_TEXT, .repeat = WS_TO_END });
BAD(struct_none, { .key = "a", .type = WS_STRUCT });
BAD(struct_inline_array, { .type = WS_STRUCT, .table = &one, .repeat = WS_TO_END });
BAD(choice_none, { .key = "a", .type = WS_CHOICE });
BAD(choice_on_none, { .key = "a", .type = WS_CHOICE, .choice = CHOICE(cases, 0) });
BAD(choice_twice, U8("n"), { .type = WS_CHOICE, .choice = CHOICE(cases_twice, WS_ROW(0)) });
BAD(choice_empty, U8("n"), { .type = WS_CHOICE, .choice = CHOICE(cases_empty, WS_ROW(0)) });
BAD(choice_later, { .type = WS_CHOICE, .choice = CHOICE(cases, WS_ROW(1)) }, U8("n"));
BAD(repeat_keyless, { .type = WS_U8, .repeat = WS_TIMES, .count = 2 });
BAD(repeat_never, { .key = "a", .type = WS_U8, .repeat = WS_TIMES });
BAD(repeat_uncounted, { .key = "a", .type = WS_U8, .repeat = WS_COUNTED });
BAD(repeat_odd, { .key = "a", .type = WS_U8, .repeat = WS_TO_END + 1 });
BAD(repeat_choice, U8("n"), { .key = "a", .type = WS_CHOICE, .choice = CHOICE(cases, WS_ROW(0)), .repeat = WS_TO_END });
BAD(align_none, { .type = WS_ALIGN });
BAD(hook_half, { .type = WS_HOOK, .hook = &bad_hook });
BAD(hook_keyed, { .key = "h", .type = WS_HOOK, .hook = &good_hook });
BAD(tlvs_none, { .key = "a", .type = WS_TLVS });
BAD(tlvs_keyless, { .type = WS_TLVS, .tlvs = TLVS(tlv_overlap) });
BAD(tlvs_overlap, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_overlap) });
BAD(tlvs_backwards, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_backwards) });
BAD(tlvs_large, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_large) });
BAD(tlvs_nameless, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_nameless) });
BAD(tlvs_lengths, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_lengths) });
BAD(tlvs_own_key, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_own_key) });
BAD(tlvs_outside, { .key = "a", .type = WS_TLVS, .tlvs = TLVS(tlv_outside) });
BAD(derived_from_nothing, { .key = "a", .type = WS_U8, .purpose = WS_DERIVED });
BAD(derived_from_no_row, { .key = "a", .type = WS_U8, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_OF } });
BAD(derived_from_itself, { .key = "a", .type = WS_U8, .purpose = WS_DERIVED, .derive = { WS_LEN_OF, 0, WS_ROW(0), 0 } });
BAD(derived_real, { .key = "a", .type = WS_F32, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL } });
BAD(derived_bits, { .key = "a", .type = WS_BITS, .bits = 8, .unit_len = 1, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL } });
BAD(larger_count, { .key = "a", .type = WS_U8, .purpose = WS_DERIVED, .flags = WS_KEEP_LARGER, .derive = { WS_COUNT_OF, 0, WS_ROW(1), 0 } },
    { .key = "b", .type = WS_BYTES });
BAD(condition_on_derived, { .key = "a", .type = WS_U8, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_ALL } },
    { .key = "b", .type = WS_U8, .when = { WS_ROW(0), WS_EQUAL, 1 } });
BAD(condition_on_none, { .key = "b", .type = WS_U8, .when = { 0, WS_EQUAL, 1 } });
BAD(condition_later, { .key = "b", .type = WS_U8, .when = { WS_ROW(1), WS_EQUAL, 1 } }, U8("a"));
BAD(condition_on_text, { .key = "a", .type = WS_TEXT, .len = 1 }, { .key = "b", .type = WS_U8, .when = { WS_ROW(0), WS_EQUAL, 1 } });
BAD(len_from_array, { .key = "a", .type = WS_U8, .repeat = WS_TIMES, .count = 2 }, { .key = "b", .type = WS_BYTES, .len_from = WS_ROW(0) });
BAD(len_from_real, { .key = "a", .type = WS_F32 }, { .key = "b", .type = WS_BYTES, .len_from = WS_ROW(0) });
BAD(ref_past_end, U8("a"), { .key = "b", .type = WS_BYTES, .len_from = WS_ROW(7) });
BAD(no_outside, { .key = "b", .type = WS_BYTES, .len_from = WS_OUTER_ROW(0) });
BAD(outside_past_end, U8("a"), { .type = WS_STRUCT, .table = &far_outside });
BAD(outside_text, { .key = "t", .type = WS_TEXT, .len = 1 }, { .type = WS_STRUCT, .table = &outside });
BAD(mismatch_beyond, { .key = "len", .type = WS_U8, .purpose = WS_DERIVED, .mismatch = WS_BAD_LENGTH, .derive = { WS_LEN_OF, 0, WS_OUTER_ROW(1), 0 } });
BAD(mismatch_outside, { .type = WS_STRUCT, .table = &mismatch_beyond }, { .key = "b", .type = WS_BYTES });
BAD(inner_is_bad, { .key = "in", .type = WS_STRUCT, .table = &camel });
BAD(too_many_refs,
    REFERRED("a", 0), REFERRED("b", 2), REFERRED("c", 4), REFERRED("d", 6), REFERRED("e", 8), REFERRED("f", 10),
    REFERRED("g", 12), REFERRED("h", 14), REFERRED("i", 16), REFERRED("j", 18), REFERRED("k", 20), REFERRED("l", 22),
    REFERRED("m", 24), REFERRED("n", 26), REFERRED("o", 28), REFERRED("p", 30), REFERRED("q", 32));

static const struct {
    const struct ws_table *table;
    const char *where; /* the sentence begins with it */
    const char *why;   /* and holds this */
} refusals[] = {
    {&no_type, "table no_type, row 0 (a): ", "no such type"},
    {&too_long, "table too_long, row 1024 (no key): ", "1024 rows"},
    {&camel, "table camel, row 0 (aB): ", "snake_case"},
    {&digit_first, "table digit_first, row 0 (1a): ", "snake_case"},
    {&empty_key, "table empty_key, row 0 (): ", "snake_case"},
    {&key_twice, "table key_twice, row 2 (a): ", "\"a\" stands twice"},
    {&key_twice_inline, "table key_twice_inline, row 1 (no key): ", "\"a\" stands twice"},
    {&key_twice_two_inline, "table key_twice_two_inline, row 1 (no key): ", "\"a\" stands twice"},
    {&key_twice_choice, "table key_twice_choice, row 1 (no key): ", "\"x\" stands twice"},
    {&key_of_name, "table key_of_name, row 1 (a_name): ", "\"a_name\" stands twice"},
    {&key_of_hex, "table key_of_hex, row 1 (a_hex): ", "\"a_hex\" stands twice"},
    {&key_twice_same_condition, "table key_twice_same_condition, row 2 (a): ", "stands twice"},
    {&names_keyless, "table names_keyless, row 0 (no key): ", "names without a key"},
    {&name_twice, "table name_twice, row 0 (a): ", "two names for one value"},
    {&name_empty, "table name_empty, row 0 (a): ", "1 to 255 letters"},
    {&bit_names_none, "table bit_names_none, row 0 (a): ", "no names"},
    {&value_large, "table value_large, row 0 (a): ", "does not fit"},
    {&value_negative, "table value_negative, row 0 (a): ", "does not fit"},
    {&value_signed, "table value_signed, row 0 (a): ", "does not fit"},
    {&value_bits, "table value_bits, row 0 (a): ", "does not fit"},
    {&value_text, "table value_text, row 0 (a): ", "only numbers"},
    {&bits_left, "table bits_left, row 1 (b): ", "5 bits of the unit before"},
    {&bits_left_at_end, "table bits_left_at_end, row 0 (a): ", "5 bits of the unit"},
    {&bits_too_many, "table bits_too_many, row 0 (a): ", "9 bits where the unit has 8 left"},
    {&bits_no_unit, "table bits_no_unit, row 0 (a): ", "8 bits where the unit has 0 left"},
    {&bits_none, "table bits_none, row 0 (a): ", "1 to 64 bits"},
    {&bits_order, "table bits_order, row 1 (b): ", "one order"},
    {&bits_condition, "table bits_condition, row 1 (a): ", "there always"},
    {&bits_repeat, "table bits_repeat, row 0 (a): ", "occurs once"},
    {&bool_of_number, "table bool_of_number, row 0 (a): ", "only bits"},
    {&union_of_number, "table union_of_number, row 0 (a): ", "only a structure"},
    {&hex_in_bytes, "table hex_in_bytes, row 0 (a): ", "only a text"},
    {&unwrapped_number, "table unwrapped_number, row 0 (a): ", "an array"},
    {&foreign_quote, "table foreign_quote, row 0 (a\"b): ", "no escapes"},
    {&foreign_empty, "table foreign_empty, row 0 (): ", "no escapes"},
    {&foreign_bad, "table foreign_bad, row 0 (\377): ", "no escapes"},
    {&label_none, "table label_none, row 0 (a): ", "a text"},
    {&x87_short, "table x87_short, row 0 (a): ", "10 bytes"},
    {&signed_number, "table signed_number, row 0 (a): ", "signed by a flag"},
    {&text_flag, "table text_flag, row 0 (a): ", "only a text"},
    {&constant_text, "table constant_text, row 0 (a): ", "are constant"},
    {&atomic_number, "table atomic_number, row 0 (a): ", "are atomic"},
    {&len_bits_alone, "table len_bits_alone, row 0 (a): ", "length in bits"},
    {&len_bits_no_len, "table len_bits_no_len, row 1 (a): ", "len 4 or 16"},
    {&mac_len, "table mac_len, row 0 (a): ", "6 or 8 bytes"},
    {&ip_len, "table ip_len, row 0 (a): ", "4 or 16 bytes"},
    {&two_lengths, "table two_lengths, row 1 (a): ", "two lengths"},
    {&long_prefix, "table long_prefix, row 0 (a): ", "at most 8 bytes"},
    {&time_alone, "table time_alone, row 0 (a): ", "a view of no row"},
    {&time_no_view, "table time_no_view, row 1 (a): ", "a view of another row"},
    {&view_text, "table view_text, row 0 (a): ", "is a view"},
    {&numbers_once, "table numbers_once, row 0 (a): ", "numbers have an element"},
    {&numbers_of_text, "table numbers_of_text, row 0 (a): ", "numbers have an element"},
    {&struct_none, "table struct_none, row 0 (a): ", "has a table"},
    {&struct_inline_array, "table struct_inline_array, row 0 (no key): ", "repeated without a key"},
    {&choice_none, "table choice_none, row 0 (a): ", "a choice has cases"},
    {&choice_on_none, "table choice_on_none, row 0 (a): ", "a row that it looks at"},
    {&choice_twice, "table choice_twice, row 1 (no key): ", "two cases"},
    {&choice_empty, "table choice_empty, row 1 (no key): ", "a case without a table"},
    {&choice_later, "table choice_later, row 0 (no key): ", "not an earlier one"},
    {&repeat_keyless, "table repeat_keyless, row 0 (no key): ", "repeated without a key"},
    {&repeat_never, "table repeat_never, row 0 (a): ", "0 times"},
    {&repeat_uncounted, "table repeat_uncounted, row 0 (a): ", "counted by no row"},
    {&repeat_odd, "table repeat_odd, row 0 (a): ", "no such repetition"},
    {&repeat_choice, "table repeat_choice, row 1 (a): ", "occurs once"},
    {&align_none, "table align_none, row 0 (no key): ", "alignment has a len"},
    {&hook_half, "table hook_half, row 0 (no key): ", "two functions"},
    {&hook_keyed, "table hook_keyed, row 0 (h): ", "a hook has no key"},
    {&tlvs_none, "table tlvs_none, row 0 (a): ", "1 to 4 bytes"},
    {&tlvs_keyless, "table tlvs_keyless, row 0 (no key): ", "has a key"},
    {&tlvs_overlap, "table tlvs_overlap, row 0 (a): ", "TLV 0x5 stands twice"},
    {&tlvs_backwards, "table tlvs_backwards, row 0 (a): ", "TLV 0x9 ends before"},
    {&tlvs_large, "table tlvs_large, row 0 (a): ", "TLV 0x100 ends before it begins, or does not fit"},
    {&tlvs_nameless, "table tlvs_nameless, row 0 (a): ", "TLV 0x1 has no name"},
    {&tlvs_lengths, "table tlvs_lengths, row 0 (a): ", "no possible length"},
    {&tlvs_own_key, "table says_type, row 0 (type): ", "every TLV's own"},
    {&tlvs_outside, "table outside, row 0 (z): ", "row 0 outside, where there is none"},
    {&derived_from_nothing, "table derived_from_nothing, row 0 (a): ", "derived from nothing"},
    {&derived_from_no_row, "table derived_from_no_row, row 0 (a): ", "measure a row"},
    {&derived_from_itself, "table derived_from_itself, row 0 (a): ", "not an earlier one"},
    {&derived_real, "table derived_real, row 0 (a): ", "whole numbers are derived"},
    {&derived_bits, "table derived_bits, row 0 (a): ", "whole numbers are derived"},
    {&larger_count, "table larger_count, row 0 (a): ", "kept larger"},
    {&condition_on_derived, "table condition_on_derived, row 1 (b): ", "computed row"},
    {&condition_on_none, "table condition_on_none, row 0 (b): ", "a condition on no row"},
    {&condition_later, "table condition_later, row 0 (b): ", "row 1, which is not an earlier one"},
    {&condition_on_text, "table condition_on_text, row 1 (b): ", "no single whole number"},
    {&len_from_array, "table len_from_array, row 1 (b): ", "no single whole number"},
    {&len_from_real, "table len_from_real, row 1 (b): ", "no single whole number"},
    {&ref_past_end, "table ref_past_end, row 1 (b): ", "row 7, where there is none"},
    {&no_outside, "table no_outside, row 0 (b): ", "row 0 outside, where there is none"},
    {&outside_past_end, "table outside_past_end, row 1 (no key): ", "row 9, which there is not"},
    {&outside_text, "table outside, row 0 (z): ", "row 0 outside, which is no single whole number"},
    {&mismatch_outside, "table mismatch_beyond, row 0 (len): ", "of the same table"},
    {&inner_is_bad, "table camel, row 0 (aB): ", "snake_case"},
    {&too_many_refs, "table too_many_refs, row 32 (q): ", "more than 16 rows"},
    {&inline_self, "table inline_self, row 0 (no key): ", "inline in itself"},
    {&sees_itself, "table sees_itself, row 1 (more): ", "where there is none"},
};

// clang-format on

static void contradiction_is_refused_in_a_sentence_with_table_and_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(refusals); i++) {
        char why[WS_PLAN_WHY_MAX] = "";
        struct ws_arena arena;
        const struct ws_plan *plan = NULL;

        ws_arena_init(&arena, WS_MAX_SCRATCH);
        struct ws_planner planner = {.arena = &arena, .why = why};
        print_message("case: %s\n", refusals[i].table->name);
        assert_int_equal(ws_plan_make(&planner, refusals[i].table, &plan), WS_E_VALUE);
        assert_null(plan);
        if (strncmp(why, refusals[i].where, strlen(refusals[i].where)) != 0 ||
            !strstr(why, refusals[i].why))
            fail_msg("%s", why);
        ws_arena_free(&arena);
    }
}

// clang-format off
BAD(exclusive, U8("n"),
    { .key = "a", .type = WS_U8, .when = { WS_ROW(0), WS_EQUAL, 1 } },
    { .key = "a", .type = WS_U16, .when = { WS_ROW(0), WS_EQUAL, 2 } },
    { .key = "b", .type = WS_U8, .when = { WS_ROW(0), WS_LESS, 3 } },
    { .type = WS_STRUCT, .table = &two_bytes, .when = { WS_ROW(0), WS_AT_LEAST, 3 } });
BAD(same_key_in_cases, U8("n"), { .type = WS_CHOICE, .choice = CHOICE(cases, WS_ROW(0)) });
BAD(same_key_nested, U8("a"), { .key = "in", .type = WS_STRUCT, .table = &one });
BAD(holds_nothing, { .key = "none", .type = WS_STRUCT, .table = &no_rows });
BAD(sees_outer, U8("n"), { .type = WS_STRUCT, .table = &outside });
BAD(views_hook, { .key = "b", .type = WS_BYTES }, { .type = WS_HOOK, .hook = &good_hook, .purpose = WS_VIEW, .of = WS_ROW(0) });
BAD(most_of_u64, { .key = "a", .type = WS_U64, .value = -1 }, { .key = "b", .type = WS_I8, .value = -128 });
// clang-format on

static const struct ws_table recursive;
static const struct ws_field recursive_rows[] = {
    {.key = "n", .type = WS_U8},
    {.key = "children",
     .type = WS_STRUCT,
     .table = &recursive,
     .repeat = WS_COUNTED,
     .count_from = WS_ROW(0)},
};
static const struct ws_table recursive = {recursive_rows, 2, "recursive", 0, 0, 0};

static void tables_without_contradiction_are_accepted(void **state)
{
    (void)state;
    static const struct ws_table *const good[] = {
        &exclusive,  &same_key_in_cases, &same_key_nested, &holds_nothing, &sees_outer,
        &views_hook, &most_of_u64,       &recursive,       &no_rows,
    };
    struct ws_arena arena;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    for (size_t i = 0; i < WS_LEN(good); i++) {
        print_message("case: %s\n", good[i]->name);
        assert_non_null(test_plan(&arena, good[i]));
    }
    ws_arena_free(&arena);
}

static void table_is_planned_once_and_may_hold_itself(void **state)
{
    (void)state;
    char why[WS_PLAN_WHY_MAX];
    const struct ws_plan *first, *second;
    struct ws_arena arena;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    struct ws_planner planner = {.arena = &arena, .why = why};
    assert_int_equal(ws_plan_make(&planner, &recursive, &first), WS_OK);
    assert_int_equal(ws_plan_make(&planner, &recursive, &second), WS_OK);
    assert_ptr_equal(first, second);
    assert_ptr_equal(first->rows[1].table, first);
    ws_arena_free(&arena);
}

static void keys_are_ready_for_json(void **state)
{
    (void)state;
    struct ws_arena arena;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    const struct ws_row *row = &test_plan(&arena, &recursive)->rows[1];
    assert_string_equal(row->json_key, "\"children\":");
    assert_int_equal(row->json_key_len, 11);
    assert_string_equal(row->json_key_name, "\"children_name\":");
    assert_int_equal(row->json_key_name_len, 16);
    assert_string_equal(row->json_key_hex, "\"children_hex\":");
    assert_int_equal(row->json_key_hex_len, 15);
    ws_arena_free(&arena);
}

static const struct ws_name sparse[] = {
    {700, "MANY", NULL}, {-5, "LESS", NULL}, {3, "THREE", NULL}, {INT64_MIN, "LEAST", NULL}};
static const struct ws_name dense[] = {{12, "C", NULL}, {10, "A", NULL}, {11, "B", NULL}};
static const struct ws_name bits[] = {{1, "READ", NULL}, {2, "WRITE", NULL}, {4, "RUN", NULL}};
TEST_TABLE(named, {.key = "sparse", .type = WS_I64, .names = WS_NAMES(sparse)},
           {.key = "dense", .type = WS_U8, .names = WS_NAMES(dense)},
           {.key = "bits", .type = WS_U8, .names = WS_NAMES(bits), .flags = WS_NAMES_ARE_BITS});

static void names_are_found_by_value_and_values_by_name(void **state)
{
    (void)state;
    static const struct {
        size_t row;
        int64_t value;
        const char *name; /* NULL: it has none */
    } cases_[] = {
        {0, -5, "LESS"}, {0, 3, "THREE"}, {0, 700, "MANY"}, {0, INT64_MIN, "LEAST"},
        {0, 4, NULL},    {0, 701, NULL},  {1, 10, "A"},     {1, 12, "C"},
        {1, 9, NULL},    {1, 13, NULL},   {1, -1, NULL},
    };
    struct ws_arena arena;
    int64_t value;
    size_t len;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    const struct ws_plan *plan = test_plan(&arena, &named);
    for (size_t i = 0; i < WS_LEN(cases_); i++) {
        const struct ws_row *row = &plan->rows[cases_[i].row];
        const char *name = ws_row_name_of(row, cases_[i].value, &len);
        if (!cases_[i].name) {
            assert_null(name);
            continue;
        }
        assert_string_equal(name, cases_[i].name);
        assert_int_equal(len, strlen(name));
        assert_true(ws_row_value_of(row, (struct ws_bytes){(const uint8_t *)name, len}, &value));
        assert_true(value == cases_[i].value);
    }
    ws_arena_free(&arena);
}

static void names_of_bits_are_found_joined(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value; /* -1: no such name */
    } cases_[] = {{"READ", 1},   {"READ|RUN", 5}, {"RUN|WRITE|READ", 7}, {"", -1},
                  {"READ|", -1}, {"|READ", -1},   {"READ|WALK", -1},     {"read", -1}};
    struct ws_arena arena;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    const struct ws_row *row = &test_plan(&arena, &named)->rows[2];
    for (size_t i = 0; i < WS_LEN(cases_); i++) {
        struct ws_bytes text = {(const uint8_t *)cases_[i].text, strlen(cases_[i].text)};
        int64_t value = -1;
        print_message("case: %s\n", cases_[i].text);
        assert_int_equal(ws_row_value_of(row, text, &value), cases_[i].value >= 0);
        if (cases_[i].value >= 0)
            assert_int_equal(value, cases_[i].value);
    }
    ws_arena_free(&arena);
}

static void codes_are_the_common_ones_or_the_plugins_own(void **state)
{
    (void)state;
    static const struct ws_code own[] = {{"mine", "", WS_ERROR}, {"yours", "", WS_ERROR}};
    assert_string_equal(ws_code_of(own, 2, WS_TRUNCATED)->code, "truncated");
    assert_string_equal(ws_code_of(own, 2, WS_UNKNOWN_MESSAGE)->code, "unknown_message");
    assert_string_equal(ws_code_of(own, 2, WS_CODE(1))->code, "yours");
    assert_string_equal(ws_code_of(own, 2, WS_CODE(2))->code, "none");
    assert_string_equal(ws_code_of(NULL, 0, 20)->code, "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contradiction_is_refused_in_a_sentence_with_table_and_row),
        cmocka_unit_test(tables_without_contradiction_are_accepted),
        cmocka_unit_test(table_is_planned_once_and_may_hold_itself),
        cmocka_unit_test(keys_are_ready_for_json),
        cmocka_unit_test(names_are_found_by_value_and_values_by_name),
        cmocka_unit_test(names_of_bits_are_found_joined),
        cmocka_unit_test(codes_are_the_common_ones_or_the_plugins_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
