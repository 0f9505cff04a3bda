/* Tables that together use everything that field.h offers. */
#include "message/tables.h"

#include <string.h>

#include "message/render.h"

// clang-format off

#define AT(i, what, v) .when = { WS_ROW(i), (what), (v) }
#define NUMBER(name, t) { .key = name, .type = (t) }, { .key = name "_le", .type = (t), .flags = WS_LITTLE }
#define U8(name) { .key = name, .type = WS_U8 }

static const struct ws_name codes[] = {{0, "ZERO", NULL}, {1, "ONE", NULL}, {200, "TWO_HUNDRED", NULL}};
static const struct ws_name rights[] = {{1, "READ", NULL}, {2, "WRITE", NULL}};

/* Numbers and bits */

TEST_TABLE(numbers, NUMBER("u8", WS_U8), NUMBER("u16", WS_U16), NUMBER("u24", WS_U24), NUMBER("u32", WS_U32), NUMBER("u40", WS_U40),
    NUMBER("u48", WS_U48), NUMBER("u56", WS_U56), NUMBER("u64", WS_U64), NUMBER("i8", WS_I8), NUMBER("i16", WS_I16), NUMBER("i24", WS_I24),
    NUMBER("i32", WS_I32), NUMBER("i40", WS_I40), NUMBER("i48", WS_I48), NUMBER("i56", WS_I56), NUMBER("i64", WS_I64),
    NUMBER("f32", WS_F32), NUMBER("f64", WS_F64), NUMBER("bool8", WS_BOOL8),
    { .key = "code", .type = WS_U8, .names = WS_NAMES(codes), .value = 1 },
    { .key = "rights", .type = WS_U16, .names = WS_NAMES(rights), .flags = WS_NAMES_ARE_BITS },
    { .key = "pin", .type = WS_U16, .purpose = WS_SECRET }, { .key = "magic", .type = WS_U16, .flags = WS_CONSTANT, .value = 0x880c },
    { .key = "level", .type = WS_I8, .flags = WS_CONSTANT, .value = -2 }, { .type = WS_U24 }, { .key = "spare", .type = WS_BYTES, .len = 3, .flags = WS_CONSTANT },
    { .key = "s", .type = WS_U32, .flags = WS_LITTLE }, { .key = "ns", .type = WS_U32 },
    { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW, .of = WS_ROW(45), .of_nsec = WS_ROW(46), .epoch = 631152000 });

#define BITS(name, n, how) { .key = name, .type = WS_BITS, .bits = (n), .flags = (how) }
#define UNIT(name, n, bytes, how) { .key = name, .type = WS_BITS, .bits = (n), .unit_len = (bytes), .flags = (how) }
TEST_TABLE(bits, UNIT("a", 1, 2, WS_AS_BOOL), BITS("b", 12, WS_SIGNED), { .type = WS_BITS, .bits = 2 }, { .key = "one", .type = WS_BITS, .bits = 1, .flags = WS_CONSTANT, .value = 1 },
    UNIT("c", 3, 4, WS_LITTLE), BITS("d", 29, WS_LITTLE | WS_SIGNED), UNIT("e", 64, 8, 0), UNIT("f", 1, 8, WS_LITTLE | WS_AS_BOOL), BITS("g", 63, WS_LITTLE),
    UNIT("h", 20, 3, 0), { .key = "code", .type = WS_BITS, .bits = 4, .names = WS_NAMES(codes) });

/* Slices */

#define TEXT(name, n, set, how) { .key = name, .type = WS_TEXT, .len = (n), .charset = (set), .flags = (how) }
#define PREFIXED(name, t, n, set, how) { .key = name, .type = (t), .prefix = (n), .charset = (set), .flags = (how) }
TEST_TABLE(slices, TEXT("fixed", 9, WS_UTF8, 0), TEXT("cut", 12, WS_UTF8, WS_CUT_AT_NUL), TEXT("stripped", 7, WS_LATIN1, WS_STRIPPED), TEXT("ascii", 3, WS_ASCII, 0),
    TEXT("ended", 0, WS_UTF8, WS_NUL_ENDED), PREFIXED("p1", WS_TEXT, 1, WS_UTF8, 0), PREFIXED("p2", WS_TEXT, 2, WS_LATIN1, WS_LITTLE), PREFIXED("p4", WS_BYTES, 4, 0, 0),
    PREFIXED("p8", WS_BYTES, 8, 0, WS_LITTLE), PREFIXED("p3", WS_TEXT, 3, WS_ASCII, WS_NUL_ENDED), { .key = "mac", .type = WS_MAC, .len = 6 }, { .key = "eui", .type = WS_MAC, .len = 8 },
    PREFIXED("address", WS_IP, 1, 0, 0), PREFIXED("station", WS_MAC, 1, 0, 0), { .key = "v4", .type = WS_IP, .len = 4 }, { .key = "v6", .type = WS_IP, .len = 16 },
    U8("bits_4"), { .key = "net_4", .type = WS_IP, .len = 4, .flags = WS_LEN_BITS, .len_from = WS_ROW(16), AT(16, WS_NOT_EQUAL, 0) },
    U8("bits_6"), { .key = "net_6", .type = WS_IP, .len = 16, .flags = WS_LEN_BITS, .len_from = WS_ROW(18) },
    U8("n_bits"), { .key = "string", .type = WS_BYTES, .flags = WS_LEN_BITS, .len_from = WS_ROW(20) },
    U8("n"), { .key = "given", .type = WS_BYTES, .len_from = WS_ROW(22) }, { .type = WS_ALIGN, .len = 8 },
    { .key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY });

/* Lengths and counts */

#define DERIVED(name, t, ...) { .key = name, .type = (t), .purpose = WS_DERIVED, .derive = { __VA_ARGS__ }, .mismatch = WS_BAD_LENGTH }
#define ROUNDED(name, t, ...) { .key = name, .type = (t), .purpose = WS_DERIVED, .derive = { __VA_ARGS__ } }
#define LARGER(name, t, ...) { .key = name, .type = (t), .purpose = WS_DERIVED, .flags = WS_KEEP_LARGER, .derive = { __VA_ARGS__ } }
TEST_TABLE(lengths, DERIVED("all", WS_U32, WS_LEN_ALL, 0, 0, -4), DERIVED("behind", WS_U16, WS_LEN_BEHIND, 0, 0, 0), DERIVED("of", WS_U16, WS_LEN_OF, 0, WS_ROW(6), 0),
    DERIVED("count", WS_U8, WS_COUNT_OF, 0, WS_ROW(6), 1), { .key = "n", .type = WS_U8 }, { .key = "counted", .type = WS_U16, .repeat = WS_COUNTED, .count_from = WS_ROW(4) },
    { .key = "list", .type = WS_U24, .flags = WS_LITTLE, .repeat = WS_TO_END });
TEST_TABLE(text, { .key = "text", .type = WS_TEXT, .flags = WS_CUT_AT_NUL });
TEST_TABLE(padded_text, { .key = "text", .type = WS_TEXT, .flags = WS_CUT_AT_NUL }, { .type = WS_ALIGN, .len = 4 });
TEST_TABLE(sized, ROUNDED("words", WS_U24, WS_LEN_OF, 4, WS_ROW(2), 8), U8("form"), { .key = "value", .type = WS_TEXT, .charset = WS_LATIN1, .flags = WS_CUT_AT_NUL, .len_from = WS_ROW(0), .len_unit = 4, .len_bias = -8 },
    { .type = WS_ALIGN, .len = 4 });
TEST_TABLE(larger, LARGER("size", WS_U16, WS_LEN_OF, 0, WS_ROW(1), 0), { .key = "name", .type = WS_TEXT, .len_from = WS_ROW(0), .flags = WS_CUT_AT_NUL },
    LARGER("words", WS_U8, WS_LEN_OF, 4, WS_ROW(3), 4), { .key = "in", .type = WS_STRUCT, .table = &padded_text, .len_from = WS_ROW(2), .len_unit = 4, .len_bias = -4 },
    { .key = "n", .type = WS_U8 });
TEST_TABLE(payload, LARGER("payload_size", WS_U16, WS_LEN_BEHIND, 0, 0, -2), U8("command"), U8("zero"), { .key = "name", .type = WS_TEXT, .flags = WS_CUT_AT_NUL, .charset = WS_LATIN1 },
    { .type = WS_ALIGN, .len = 8 });
TEST_TABLE(header, DERIVED("version", WS_U8, WS_LEN_ALL, 0, 0, 0), { .key = "len", .type = WS_U16, .purpose = WS_DERIVED, .derive = { WS_LEN_OF, 0, WS_OUTER_ROW(1), 0 } }, U8("id"));
TEST_TABLE(packet, { .type = WS_STRUCT, .table = &header }, { .key = "body", .type = WS_BYTES });
TEST_TABLE(prefixed, { .key = "in", .type = WS_STRUCT, .table = &sized, .prefix = 2 }, { .key = "l", .type = WS_I16, .repeat = WS_TO_END, .prefix = 1, .flags = WS_LITTLE },
    { .key = "reals", .type = WS_NUMBERS, .element = WS_F32, .repeat = WS_TO_END, .prefix = 4 }, U8("n"));

/* Structures, arrays, choices */

TEST_TABLE(pair, U8("x"), { .key = "y", .type = WS_I16, .flags = WS_LITTLE });
TEST_TABLE(other_pair, U8("v"), { .key = "w", .type = WS_F64 });
static const struct ws_table nothing = {.n = 0, .name = "nothing"};
TEST_TABLE(arrays, { .key = "three", .type = WS_BOOL8, .repeat = WS_TIMES, .count = 3 }, DERIVED("n", WS_U8, WS_COUNT_OF, 0, WS_ROW(2), 0),
    { .key = "pairs", .type = WS_STRUCT, .table = &pair, .repeat = WS_COUNTED, .count_from = WS_ROW(1), .flags = WS_ATOMIC },
    { .key = "texts", .type = WS_TEXT, .len = 5, .flags = WS_CUT_AT_NUL, .repeat = WS_TIMES, .count = 2 },
    DERIVED("n_addresses", WS_U8, WS_COUNT_OF, 0, WS_ROW(5), 0), { .key = "addresses", .type = WS_IP, .len = 4, .repeat = WS_COUNTED, .count_from = WS_ROW(4) },
    { .key = "vector", .type = WS_NUMBERS, .element = WS_I24, .repeat = WS_TIMES, .count = 4 }, U8("n_reals"),
    { .key = "reals", .type = WS_NUMBERS, .element = WS_F64, .flags = WS_LITTLE, .repeat = WS_COUNTED, .count_from = WS_ROW(7) },
    { .key = "bools", .type = WS_NUMBERS, .element = WS_BOOL8, .repeat = WS_TIMES, .count = 2 },
    { .key = "nothings", .type = WS_STRUCT, .table = &nothing, .repeat = WS_TIMES, .count = 2 },
    { .key = "strings", .type = WS_TEXT, .prefix = 1, .repeat = WS_TO_END });
static const struct ws_case cases[] = {{-3, &pair}, {500, &other_pair}, {0, &nothing}};
static const struct ws_choice by_type = {.on = WS_ROW(0), .cases = cases, .n = WS_LEN(cases)};
static const struct ws_choice by_outer = {.on = WS_OUTER_ROW(0), .cases = cases, .n = WS_LEN(cases), .otherwise = &text};
TEST_TABLE(chosen_outside, { .type = WS_CHOICE, .choice = &by_outer });
TEST_TABLE(choices, { .key = "t", .type = WS_I16 }, { .type = WS_CHOICE, .choice = &by_type }, { .key = "object", .type = WS_CHOICE, .choice = &by_type },
    { .key = "in", .type = WS_STRUCT, .table = &chosen_outside, .prefix = 1 });
TEST_TABLE(conditions, { .key = "v", .type = WS_I8, .names = WS_NAMES(codes) }, { .key = "equal", .type = WS_U16, AT(0, WS_EQUAL, 1) }, { .key = "other", .type = WS_F32, AT(0, WS_NOT_EQUAL, 1) },
    { .key = "less", .type = WS_STRUCT, .table = &pair, AT(0, WS_LESS, 0) }, { .key = "at_least", .type = WS_MAC, .len = 6, AT(0, WS_AT_LEAST, 5) },
    { .type = WS_STRUCT, .table = &pair, AT(0, WS_HAS_BITS, 12) }, { .key = "same", .type = WS_U8, AT(0, WS_LESS, 7) }, { .key = "same", .type = WS_U32, AT(0, WS_AT_LEAST, 7) });
TEST_TABLE(tail, U8("a"), { .key = "b", .type = WS_U16, .flags = WS_IF_ANY }, { .type = WS_STRUCT, .table = &pair, .flags = WS_IF_ANY },
    { .key = "l", .type = WS_NUMBERS, .element = WS_U16, .repeat = WS_TIMES, .count = 1, .flags = WS_IF_ANY }, { .key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY });
static const struct ws_table tree;
static const struct ws_field tree_rows[] = {
    DERIVED("n", WS_U8, WS_COUNT_OF, 0, WS_ROW(1), 0), { .key = "children", .type = WS_STRUCT, .table = &tree, .repeat = WS_COUNTED, .count_from = WS_ROW(0) }, U8("leaf"),
};
static const struct ws_table tree = {.rows = tree_rows, .n = 3, .name = "tree"};

/* Lists of type, length, value */

TEST_TABLE(number, { .key = "value", .type = WS_U32 });
TEST_TABLE(value_text, { .key = "value", .type = WS_TEXT });
TEST_TABLE(values, { .key = "values", .type = WS_NUMBERS, .element = WS_U16, .repeat = WS_TO_END });
static const struct ws_tlvs all;
TEST_TABLE(container, { .key = "tlvs", .type = WS_TLVS, .tlvs = &all }, { .key = "trailing", .type = WS_BYTES, .flags = WS_IF_ANY });
static const struct ws_tlv list[] = {
    { .type = 1, .name = "number", .table = &number, .min = 4, .max = 4 }, { .type = 2, .name = "text", .table = &value_text },
    { .type = 3, .name = "container", .table = &container, .holds_tlvs = 1 }, { .type = 0x100, .type_last = 0x1ff, .name = "range" },
    { .type = 5, .name = "values", .table = &values, .min = 2, .max = 8, .step = 2 }, { .type = 6, .name = "bytes", .min = 2, .max = 3 },
    { .type = 7, .name = "nothing", .table = &nothing }, { .type = 8, .name = "packet", .table = &sized }, { .type = 9, .name = "tree", .table = &tree },
};
static const struct ws_tlvs all = {.type_len = 2, .length_len = 2, .align = 4, .max_depth = 3, .list = list, .n = WS_LEN(list)};
TEST_TABLE(tlvs, DERIVED("n", WS_U8, WS_COUNT_OF, 0, WS_ROW(2), 0), DERIVED("len", WS_U16, WS_LEN_OF, 0, WS_ROW(2), 0),
    { .key = "tlvs", .type = WS_TLVS, .tlvs = &all, .len_from = WS_ROW(1), .len_mismatch = WS_CODE(0), .count_from = WS_ROW(0), .count_mismatch = WS_CODE(1) },
    { .key = "trailing", .type = WS_BYTES, .flags = WS_IF_ANY });
static const struct ws_tlvs bare = {.type_len = 3, .length_len = 1, .align = 2, .little = 1, .bare = 1, .value_key = "data", .unknown = "other"};
static const struct ws_tlvs wide = {.type_len = 1, .length_len = 4, .little = 1, .list = list, .n = 3};
TEST_TABLE(more_tlvs, { .key = "bare", .type = WS_TLVS, .tlvs = &bare, .prefix = 2 }, { .key = "wide", .type = WS_TLVS, .tlvs = &wide });

/* A hook: a byte each, as objects of one or as numbers. */

enum { HOOK_ITEMS, HOOK_N, HOOK_SUM, HOOK_ALL };
static const struct ws_field hook_rows[HOOK_ALL] = {
    [HOOK_ITEMS] = { .key = "items", .type = WS_BYTES }, [HOOK_N] = { .key = "item", .type = WS_U8 }, [HOOK_SUM] = { .key = "seen", .type = WS_U64 },
};
static const struct ws_table hook_table = {.rows = hook_rows, .n = HOOK_ALL, .name = "items"};

// clang-format on

static int hook_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                       struct ws_bytes in)
{
    (void)instance;
    ws_put_uint(out, HOOK_SUM, ws_scope_uint(scope, WS_ROW(0)));
    if (in.len > 200) {
        ws_out_fault(out, 200);
        return WS_LIMIT;
    }
    size_t list_ = ws_put_array(out, HOOK_ITEMS);
    for (size_t i = 0; i < in.len; i++) {
        if (in.data[i] < 128) {
            ws_put_uint(out, HOOK_N, in.data[i]);
            continue;
        }
        size_t object = ws_put_object(out, HOOK_ITEMS);
        ws_put_uint(out, HOOK_N, in.data[i] & 127);
        ws_put_close(out, object);
    }
    ws_put_close(out, list_);
    return 0;
}

static int hook_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                       struct ws_encoder *out)
{
    const struct ws_node *items = ws_member(in, "items"), *seen = ws_member(in, "seen");

    (void)instance;
    if (seen && seen->as.u != ws_scope_uint(scope, WS_ROW(0)))
        return ws_encoder_refuse(out, seen, "is %d before", (int)ws_scope_uint(scope, WS_ROW(0)));
    for (const struct ws_node *n = items ? ws_first(items) : NULL; n; n = ws_next(items, n)) {
        bool object = n->kind == WS_V_OBJECT;
        const struct ws_node *v = object ? ws_member(n, "item") : n;
        ws_encoder_be(out, 1, (v ? v->as.u & 127 : 0) | (object ? 128 : 0));
    }
    return 0;
}

void test_tables_hook(struct test_generator *g, const struct ws_field *row, struct ws_buf *json)
{
    (void)row;
    ws_buf_text(json, ",\"items\":[");
    for (uint64_t n = test_below(g, 6), i = 0; i < n; i++)
        ws_buf_printf(json, test_below(g, 2) ? "%s%u" : "%s{\"item\":%u}", i ? "," : "",
                      (unsigned)test_below(g, 128));
    ws_buf_text(json, "]");
}

// clang-format off

static const struct ws_hook hook = {&hook_table, hook_decode, hook_encode};
TEST_TABLE(hooked, { .key = "id", .type = WS_U32, .names = WS_NAMES(codes) }, DERIVED("len", WS_U16, WS_LEN_OF, 0, WS_ROW(2), 0),
    { .type = WS_HOOK, .hook = &hook, .len_from = WS_ROW(1) }, U8("behind"));

#define TYPE(table) { .name = #table, .variants = (const struct ws_table *const[]){&table}, .n_variants = 1 }
static const struct ws_preset presets[] = {{&choices_rows[0], 500}};
static const struct ws_preset packet_presets[] = {{&header_rows[2], 77}};
const struct ws_message_type test_types[] = {
    TYPE(numbers), TYPE(bits), TYPE(slices), TYPE(lengths), TYPE(sized), TYPE(larger), TYPE(payload), TYPE(prefixed), TYPE(arrays), TYPE(choices),
    TYPE(conditions), TYPE(tail), TYPE(tree), TYPE(tlvs), TYPE(more_tlvs), TYPE(hooked), TYPE(nothing),
    { .name = "preset", .variants = (const struct ws_table *const[]){&choices}, .n_variants = 1, .presets = presets, .n_presets = 1 },
    { .name = "variants", .variants = (const struct ws_table *const[]){&packet, &header}, .n_variants = 1, .presets = packet_presets, .n_presets = 1 },
};
const size_t test_n_types = WS_LEN(test_types);
