/* There and back: values to bytes to values, bytes to values to bytes. */
#include "message/trip.h"

#include <stdio.h>
#include <string.h>

#include "message/encode.h"
#include "message/scan.h"

#include "test.h"

enum { MAX_BYTES = 1 << 22, MAX_MUTATED = 4096 };

void test_trip_init(struct test_trip *t, uint64_t seed)
{
    memset(t, 0, sizeof(*t));
    t->generator.state = seed;
    ws_buf_init(&t->json, MAX_BYTES);
    ws_buf_init(&t->bytes, MAX_BYTES);
    ws_buf_init(&t->again, MAX_BYTES);
    ws_out_init(&t->given);
    ws_out_init(&t->there);
    ws_out_init(&t->back);
}

void test_trip_free(struct test_trip *t)
{
    ws_buf_free(&t->json);
    ws_buf_free(&t->bytes);
    ws_buf_free(&t->again);
    ws_out_free(&t->given);
    ws_out_free(&t->there);
    ws_out_free(&t->back);
}

static struct ws_bytes bytes_of(const struct ws_buf *buf)
{
    return (struct ws_bytes){buf->data, buf->len};
}

/* Comparing */

static bool is_computed(const struct ws_node *n)
{
    const struct ws_field *f = ws_node_field(n);
    return f && (f->purpose & (WS_DERIVED | WS_VIEW));
}

/** A member of `object` with the key of `n`. */
static const struct ws_node *same_member(const struct ws_node *object, const struct ws_node *n)
{
    struct ws_bytes key = ws_node_key(n);
    char name[300];

    snprintf(name, sizeof(name), "%.*s", (int)key.len, (const char *)key.data);
    const struct ws_node *found = ws_member(object, name);
    size_t len = strlen(name);
    if (!found && len > 4 && strcmp(name + len - 4, "_hex") == 0) {
        name[len - 4] = '\0';
        found = ws_member(object, name);
        return found && (found->flags & WS_NODE_HEX_KEY) ? found : NULL;
    }
    return found;
}

static bool is_name(const struct ws_node *object, const struct ws_node *n)
{
    struct ws_bytes key = ws_node_key(n);
    char base[300];

    if (key.len < 6 || memcmp(key.data + key.len - 5, "_name", 5) != 0)
        return false;
    snprintf(base, sizeof(base), "%.*s", (int)key.len - 5, (const char *)key.data);
    const struct ws_node *named = ws_member(object, base);
    return named && ws_node_field(named)->names;
}

/** A TLV without a value: whatever keys it was given, it has none. */
static bool is_empty_tlv(const struct ws_node *n)
{
    const struct ws_field *f = ws_node_field(n);
    const struct ws_node *length;
    return f && f->type == WS_TLVS && n->kind == WS_V_OBJECT && (length = ws_member(n, "length")) &&
           length->as.u == 0;
}

static bool covers(const struct ws_node *given, const struct ws_node *there);

static bool covers_members(const struct ws_node *given, const struct ws_node *there)
{
    bool array = given->kind == WS_V_ARRAY;
    const struct ws_node *t = ws_first(there);

    if (there->kind != given->kind || (array && there->len != given->len))
        return false;
    for (const struct ws_node *n = ws_first(given); n; n = ws_next(given, n)) {
        const struct ws_node *same = array ? t : same_member(there, n);
        if (same ? !covers(n, same) : !is_name(there, n) && !is_empty_tlv(there))
            return false;
        t = array ? ws_next(there, t) : t;
    }
    return true;
}

/** Whether all that was given is there again. */
static bool covers(const struct ws_node *given, const struct ws_node *there)
{
    char a[2 * TEST_TEXT], b[2 * TEST_TEXT];

    if (there->kind != WS_V_NUMBERS && (given->kind == WS_V_OBJECT || given->kind == WS_V_ARRAY))
        return covers_members(given, there);
    test_render(given, a, sizeof(a));
    test_render(there, b, sizeof(b));
    return strcmp(a, b) == 0;
}

/** Whether two decoded messages have the same values, computed ones aside. */
static bool same(const struct ws_out *x, const struct ws_out *y)
{
    char a[512], b[512];
    bool in_tlv = false;

    if (x->n != y->n)
        return false;
    for (uint32_t i = 0; i < x->n; i++) {
        const struct ws_node *n = &x->nodes[i], *m = &y->nodes[i];
        if (n->row != m->row || n->kind != m->kind)
            return false;
        if (n->kind == WS_V_OBJECT || n->kind == WS_V_ARRAY) {
            in_tlv = n->row && n->row->field->type == WS_TLVS;
            if (n->len != m->len || n->span != m->span)
                return false;
            continue;
        }
        test_render(n, a, sizeof(a));
        test_render(m, b, sizeof(b));
        bool length = in_tlv && strcmp(n->row->field->key, "length") == 0;
        if (!is_computed(n) && !length && strcmp(a, b) != 0)
            return false;
    }
    return true;
}

/* Trips */

static enum test_trip_end say(struct test_trip *t, enum test_trip_end end, const char *what,
                              const char *why)
{
    char hex[800], json[800];

    test_hex(bytes_of(&t->bytes), hex, sizeof(hex));
    *json = '\0';
    if (t->there.n)
        test_render(t->there.nodes, json, sizeof(json));
    snprintf(t->why, sizeof(t->why), "%s%s\n  given   %.*s\n  bytes   %s\n  decoded %s", what, why,
             (int)(t->json.len < 2000 ? t->json.len : 2000), (const char *)t->json.data, hex, json);
    return end;
}

static int encode(struct test_trip *t, const struct ws_plan *plan, const struct ws_node *fields,
                  struct ws_buf *out, char *why)
{
    struct ws_encode job = {.plan = plan,
                            .presets = t->generator.presets,
                            .n_presets = t->generator.n_presets,
                            .instance = t->instance,
                            .fields = fields};
    ws_buf_reset(out);
    return ws_encode(&job, out, why);
}

enum test_trip_end test_trip_values(struct test_trip *t, const struct ws_plan *plan)
{
    char why[TEST_TEXT] = "";

    ws_buf_reset(&t->json);
    ws_buf_reset(&t->bytes);
    t->there.n = 0;
    test_generate(&t->generator, plan, &t->json);
    if (ws_json_scan(&t->given, bytes_of(&t->json), 0, why))
        return say(t, TEST_DIFFERENT, "no JSON: ", why);
    if (encode(t, plan, t->given.nodes, &t->bytes, why))
        return say(t, TEST_REFUSED, "refused: ", why);
    assert_int_equal(ws_decode(&t->there, plan, t->instance, bytes_of(&t->bytes)), 0);
    test_render_faults(&t->there, why, sizeof(why));
    if (*why && !plan->table->error)
        return say(t, TEST_DIFFERENT, "faults: ", why);
    if (!covers(t->given.nodes, t->there.nodes))
        return say(t, TEST_DIFFERENT, "values that were given are not there", "");
    if (encode(t, plan, t->there.nodes, &t->again, why))
        return say(t, TEST_DIFFERENT, "what was decoded is refused: ", why);
    if (t->again.len != t->bytes.len ||
        (t->bytes.len && memcmp(t->again.data, t->bytes.data, t->bytes.len) != 0)) {
        test_hex(bytes_of(&t->again), why, sizeof(why));
        return say(t, TEST_DIFFERENT, "other bytes: ", why);
    }
    return TEST_SAME;
}

enum test_trip_end test_trip_bytes(struct test_trip *t, const struct ws_plan *plan,
                                   struct ws_bytes bytes)
{
    char why[TEST_TEXT] = "";

    ws_buf_reset(&t->json);
    assert_int_equal(ws_decode(&t->there, plan, t->instance, bytes), 0);
    test_render_faults(&t->there, why, sizeof(why));
    if (t->there.n_faults)
        return say(t, TEST_REFUSED, "faults: ", why);
    if (encode(t, plan, t->there.nodes, &t->again, why))
        return say(t, TEST_DIFFERENT, "what was decoded is refused: ", why);
    assert_int_equal(ws_decode(&t->back, plan, t->instance, bytes_of(&t->again)), 0);
    if (t->back.n_faults || !same(&t->there, &t->back)) {
        test_render(t->back.nodes, why, sizeof(why));
        return say(t, TEST_DIFFERENT, "other values: ", why);
    }
    return TEST_SAME;
}

void test_mutate(struct test_generator *g, struct ws_buf *bytes, size_t max)
{
    for (uint64_t n = test_below(g, 4) + 1; n > 0 && bytes->len > 0; n--) {
        size_t at = (size_t)test_below(g, bytes->len);
        size_t len = (size_t)test_below(g, bytes->len - at) % 8 + 1;
        switch (test_below(g, 6)) {
        case 0:
            bytes->data[at] = (uint8_t)test_random(g);
            break;
        case 1:
            bytes->data[at] ^= (uint8_t)(1 << test_below(g, 8));
            break;
        case 2:
            bytes->data[at] = (uint8_t)(test_below(g, 2) ? 0xff : 0);
            break;
        case 3:
            bytes->len = at;
            break;
        case 4:
            if (bytes->len + len <= max && ws_buf_room(bytes, len)) {
                memmove(bytes->data + at + len, bytes->data + at, bytes->len - at);
                bytes->len += len;
            }
            break;
        default:
            if (len < bytes->len - at) {
                memmove(bytes->data + at, bytes->data + at + len, bytes->len - at - len);
                bytes->len -= len;
            }
        }
    }
}

static void trip_variant(struct test_trip *t, const struct ws_plan *plan, size_t n)
{
    size_t refused = 0, whole = 0;

    for (size_t i = 0; i < n; i++) {
        enum test_trip_end end = test_trip_values(t, plan);
        if (end == TEST_DIFFERENT)
            fail_msg("%s", t->why);
        refused += end == TEST_REFUSED;
        if (refused > n / 2)
            fail_msg("%zu of %zu refused; %s", refused, i + 1, t->why);
        test_mutate(&t->generator, &t->bytes, MAX_MUTATED);
        end = test_trip_bytes(t, plan, bytes_of(&t->bytes));
        if (end == TEST_DIFFERENT)
            fail_msg("%s", t->why);
        whole += end == TEST_SAME;
    }
    print_message("  %zu values, %zu refused; mutated: %zu whole, %zu faulty\n", n, refused, whole,
                  n - whole);
}

void test_trip_type(const struct ws_message_type *type, const void *instance, uint64_t seed,
                    size_t n,
                    void (*hook)(struct test_generator *g, const struct ws_field *row,
                                 struct ws_buf *json))
{
    struct ws_arena arena;
    struct test_trip t;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    test_trip_init(&t, seed);
    t.instance = instance;
    t.generator.presets = type->presets;
    t.generator.n_presets = type->n_presets;
    t.generator.hook = hook;
    for (size_t i = 0; i < type->n_variants; i++) {
        print_message("type %s, variant %zu\n", type->name, i);
        trip_variant(&t, test_plan(&arena, type->variants[i]), n);
    }
    test_trip_free(&t);
    ws_arena_free(&arena);
}
