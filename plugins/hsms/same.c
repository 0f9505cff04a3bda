/* Whether the forms in which a body is given say the same. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "dictionary.h"
#include "writer.h"

/* Two bodies */

static double real_of(const uint8_t *p, size_t size)
{
    uint64_t bits = ws_load_be(p, size);
    uint32_t low = (uint32_t)bits;
    double d;
    float f;

    memcpy(&d, &bits, sizeof(d));
    memcpy(&f, &low, sizeof(f));
    return size == sizeof(d) ? d : (double)f;
}

static bool same_element(unsigned format, const uint8_t *a, const uint8_t *b, size_t size)
{
    if (format == HSMS_BOOLEAN)
        return (*a != 0) == (*b != 0);
    if (memcmp(a, b, size) == 0)
        return true;
    return (format == HSMS_F4 || format == HSMS_F8) && isnan(real_of(a, size)) &&
           isnan(real_of(b, size));
}

static bool same_content(const struct hsms_item *a, const struct hsms_item *b)
{
    size_t size = hsms_format_of(a->format)->size;

    if (a->format != b->format || a->length != b->length)
        return false;
    for (size_t i = 0; i < a->content.len; i += size)
        if (!same_element(a->format, a->content.data + i, b->content.data + i, size))
            return false;
    return true;
}

bool hsms_same_items(struct ws_bytes a, struct ws_bytes b)
{
    struct ws_cursor ca = ws_cursor(a), cb = ws_cursor(b);
    struct hsms_item ia, ib;

    while (hsms_item_take(&ca, &ia))
        if (!hsms_item_take(&cb, &ib) || !same_content(&ia, &ib))
            return false;
    return ws_left(&ca) == 0 && ws_left(&cb) == 0;
}

/* A body and its named view */

static bool same_number(const struct hsms_item *item, size_t i, const struct ws_node *n)
{
    const struct hsms_format_info *f = hsms_format_of(item->format);
    const uint8_t *p = item->content.data + i * f->size;
    uint64_t bits = ws_load_be(p, f->size), v;
    unsigned family = f->type >> 8;
    bool negative;
    double d;

    if (family == WS_FAMILY_BOOL)
        return n->kind == WS_V_BOOL && n->as.u == (bits != 0);
    if (n->kind == WS_V_BOOL)
        return false;
    if (family == WS_FAMILY_FLOAT) {
        double own = real_of(p, f->size);
        return ws_node_real(n, &d) && (d == own || (isnan(d) && isnan(own)));
    }
    if (!ws_node_whole(n, &negative, &v))
        return false;
    int64_t whole = ws_sign_extend(bits, f->size * 8u);
    bool below = family == WS_FAMILY_INT && whole < 0;
    return negative == below && v == (family == WS_FAMILY_INT ? (uint64_t)whole : bits);
}

/** Numbers that were decoded: each as a value of its own. */
static struct ws_node element_of(const struct ws_node *numbers, uint32_t i)
{
    const uint8_t *p = numbers->as.data + (size_t)i * numbers->size;
    uint64_t bits = ws_load_be(p, numbers->size);
    struct ws_node n = {.kind = WS_V_UINT, .span = 1, .as.u = bits};

    assert(numbers->size > 0);
    if (numbers->flags & WS_NODE_BOOL) {
        n.kind = WS_V_BOOL;
        n.as.u = bits != 0;
    } else if (numbers->flags & WS_NODE_FLOAT) {
        n.kind = WS_V_REAL;
        n.as.f = real_of(p, numbers->size);
    } else if (numbers->flags & WS_NODE_SIGNED) {
        n.kind = WS_V_INT;
        n.as.i = ws_sign_extend(bits, numbers->size * 8u);
    }
    return n;
}

static bool same_numbers(const struct hsms_item *item, const struct ws_node *given)
{
    size_t count = item->length / hsms_format_of(item->format)->size, i = 0;

    if (given->kind == WS_V_NUMBERS) {
        for (; i < count && i < given->len; i++) {
            struct ws_node one = element_of(given, (uint32_t)i);
            if (!same_number(item, i, &one))
                return false;
        }
        return i == count && i == given->len;
    }
    if (given->kind != WS_V_ARRAY)
        return count == 1 && same_number(item, 0, given);
    for (const struct ws_node *n = ws_first(given); n; n = ws_next(given, n), i++)
        if (i >= count || !same_number(item, i, n))
            return false;
    return i == count;
}

static int nibble(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool same_hex(struct ws_bytes bytes, const struct ws_node *given)
{
    if (given->kind == WS_V_HEX)
        return given->len == bytes.len && memcmp(given->as.data, bytes.data, bytes.len) == 0;
    if (given->kind != WS_V_TEXT || given->len != 2 * bytes.len)
        return false;
    for (size_t i = 0; i < bytes.len; i++)
        if (nibble(given->as.data[2 * i]) != bytes.data[i] >> 4 ||
            nibble(given->as.data[2 * i + 1]) != (bytes.data[i] & 15))
            return false;
    return true;
}

static bool same_text(const struct hsms_item *item, const struct ws_node *given)
{
    struct hsms_chars a = hsms_chars_of(item), b = hsms_chars_of_node(given);
    uint32_t ca, cb;

    if (given->kind != WS_V_TEXT || !hsms_text_of(item).any)
        return false;
    while (hsms_char_take(&a, &ca))
        if (!hsms_char_take(&b, &cb) || ca != cb)
            return false;
    return !hsms_char_take(&b, &cb);
}

static bool same_item(const struct hsms_item *item, const struct ws_node *given)
{
    switch (item->format) {
    case HSMS_A:
    case HSMS_J:
    case HSMS_C2:
        return same_text(item, given) || same_hex(item->content, given);
    case HSMS_B:
        if (item->length == 1 && (given->kind == WS_V_UINT || given->kind == WS_V_INT))
            return given->as.u == item->content.data[0];
        return same_hex(item->content, given);
    default:
        return same_numbers(item, given);
    }
}

/* Lists within one another are at most 256: the body was checked. */
static bool same_value(struct ws_cursor *c, const struct ws_node *given)
{
    struct hsms_item item;

    if (!hsms_item_take(c, &item))
        return false;
    if (item.format != HSMS_L)
        return same_item(&item, given);
    const struct ws_node *n = given->kind == WS_V_ARRAY ? ws_first(given) : NULL;
    for (uint32_t i = 0; i < item.length; i++, n = ws_next(given, n))
        if (!n || !same_value(c, n))
            return false;
    return given->kind == WS_V_ARRAY && !n;
}

struct view {
    const struct hsms_type *type;
    struct ws_cursor c;
};

static bool same_node(struct view *v, const struct hsms_node *n, const struct ws_node *given);

static bool same_list(struct view *v, const struct hsms_node *n, const struct ws_node *given)
{
    struct hsms_item item;

    if (!hsms_item_take(&v->c, &item) || item.format != HSMS_L || given->kind != WS_V_OBJECT)
        return false;
    if (item.length == 0 && n->empty_allowed)
        return given->len == 0;
    for (uint32_t i = 0; i < n->n; i++) {
        const struct ws_node *m = ws_member(given, v->type->rows[n->inner[i].row].key);
        if (item.length != n->n || !m || !same_node(v, &n->inner[i], m))
            return false;
    }
    return item.length == n->n;
}

static bool same_array(struct view *v, const struct hsms_node *n, const struct ws_node *given)
{
    struct hsms_item item;

    if (!hsms_item_take(&v->c, &item) || item.format != HSMS_L || given->kind != WS_V_ARRAY ||
        given->len != item.length)
        return false;
    for (const struct ws_node *e = ws_first(given); e; e = ws_next(given, e))
        if (!same_node(v, n->inner, e))
            return false;
    return true;
}

/** An array that stands for one value, too. */
static bool same_vector(struct view *v, const struct ws_node *given)
{
    struct ws_cursor before = v->c;

    if (same_value(&v->c, given))
        return true;
    v->c = before;
    return given->kind == WS_V_ARRAY && given->len == 1 && same_value(&v->c, ws_first(given));
}

static bool same_node(struct view *v, const struct hsms_node *n, const struct ws_node *given)
{
    switch ((enum hsms_shape)n->shape) {
    case HSMS_LIST:
        return same_list(v, n, given);
    case HSMS_ARRAY:
        return same_array(v, n, given);
    case HSMS_VECTOR:
        return same_vector(v, given);
    case HSMS_ITEM:
    case HSMS_FREE:
        break;
    }
    return same_value(&v->c, given);
}

bool hsms_same_data(const struct hsms_instance *instance, uint64_t stream, uint64_t function,
                    struct ws_bytes body, const struct ws_node *given)
{
    struct view v = {hsms_type_find(instance, stream, function), ws_cursor(body)};

    if (given->kind != WS_V_OBJECT)
        return false;
    if (!v.type || !v.type->root)
        return body.len == 0 && given->len == 0;
    const struct hsms_node *root = v.type->root;
    const struct ws_node *value =
        root->row == HSMS_NO_ROW ? given : ws_member(given, v.type->rows[root->row].key);
    return value && same_node(&v, root, value) && ws_left(&v.c) == 0;
}
