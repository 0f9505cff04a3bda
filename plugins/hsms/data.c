/* `data`: a SECS-II body under the names of its data items, where it has the form that the
 * dictionary says. */
#include "dictionary.h"

#include <string.h>

#include "wirespeak/text.h"

/* Does the body have the form? Notations nest a few levels only: see notation.c. */

/** A body that is being gone through. */
struct walk {
    struct ws_cursor c;
    size_t n_lists;
};

static bool take(struct walk *w, struct hsms_item *ret)
{
    if (!hsms_item_take(&w->c, ret))
        return false;
    w->n_lists += ret->format == HSMS_L;
    return true;
}

/** The next item with all within it. */
static bool skip(struct walk *w)
{
    struct hsms_item item;

    for (uint64_t n = 1; n > 0; n--) {
        if (!take(w, &item))
            return false;
        n += item.format == HSMS_L ? item.length : 0;
    }
    return true;
}

static bool matches(const struct hsms_node *n, struct walk *w)
{
    struct hsms_item item;

    if (n->shape != HSMS_LIST && n->shape != HSMS_ARRAY)
        return skip(w);
    if (!take(w, &item) || item.format != HSMS_L)
        return false;
    if (n->shape == HSMS_ARRAY) {
        for (uint32_t i = 0; i < item.length; i++)
            if (!matches(n->inner, w))
                return false;
        return true;
    }
    if (item.length == 0 && n->empty_allowed)
        return true;
    for (uint32_t i = 0; i < n->n; i++)
        if (item.length != n->n || !matches(&n->inner[i], w))
            return false;
    return item.length == n->n;
}

/* Values */

static double real_of(struct ws_bytes in)
{
    uint64_t bits = ws_load_be(in.data, in.len);
    double d;
    float f;

    if (in.len == sizeof(d)) {
        memcpy(&d, &bits, sizeof(d));
        return d;
    }
    uint32_t low = (uint32_t)bits;
    memcpy(&f, &low, sizeof(f));
    return (double)f;
}

/** A number that JSON can't hold stands as text, and then has no name. */
static bool show_wide(struct ws_out *out, const struct hsms_node *n, bool negative, uint64_t v)
{
    const uint64_t max = UINT64_C(1) << 53;
    uint8_t *text;

    if (!n->named || (negative ? 0 - v : v) <= max || !(text = ws_put_alloc(out, WS_U64_TEXT_MAX)))
        return false;
    size_t len = negative ? ws_i64_text((char *)text, (int64_t)v) : ws_u64_text((char *)text, v);
    ws_put_text(out, n->row, (struct ws_bytes){text, len}, WS_ASCII);
    return true;
}

static void show_one(struct ws_out *out, const struct hsms_node *n, size_t row,
                     const struct hsms_item *item, unsigned type)
{
    uint64_t v = ws_load_be(item->content.data, item->content.len);
    int64_t whole = ws_sign_extend(v, (type & 0xffu) * 8);

    switch (type >> 8) {
    case WS_FAMILY_BOOL:
        ws_put_bool(out, row, v != 0);
        break;
    case WS_FAMILY_FLOAT:
        ws_put_real(out, row, real_of(item->content));
        break;
    case WS_FAMILY_INT:
        if (!show_wide(out, n, whole < 0, (uint64_t)whole))
            ws_put_int(out, row, whole);
        break;
    default:
        if (!show_wide(out, n, false, v))
            ws_put_uint(out, row, v);
    }
}

/** An item that is no list. */
static void show_item(struct ws_out *out, const struct hsms_node *n, size_t row,
                      const struct hsms_item *item)
{
    const struct hsms_format_info *f = hsms_format_of(item->format);
    struct hsms_text text;
    bool single = f->type && item->length == f->size;

    switch (item->format) {
    case HSMS_A:
    case HSMS_J:
    case HSMS_C2:
        text = hsms_text_of(item);
        if (text.any)
            hsms_text_show(out, row, item, &text);
        else
            ws_put_hex(out, row, item->content);
        break;
    case HSMS_B:
        if (item->length == 1 && n->show != HSMS_SHOW_HEX && n->show != HSMS_SHOW_HEADER)
            ws_put_uint(out, row, item->content.data[0]);
        else
            ws_put_hex(out, row, item->content);
        break;
    default:
        if (single)
            show_one(out, n, row, item, f->type);
        else
            ws_put_numbers(out, row, (enum ws_type)f->type, false, item->content);
    }
}

/** The next item with all within it: lists become arrays. What is inside follows the general rule.
 */
static void show_value(struct ws_out *out, const struct hsms_node *n, size_t row,
                       struct ws_cursor *c)
{
    static const struct hsms_node plain = {.shape = HSMS_ITEM};
    struct {
        size_t array;
        uint32_t left;
    } lists[HSMS_MAX_LISTS + 1];
    struct hsms_item item;
    size_t depth = 0;

    while (hsms_item_take(c, &item)) {
        if (item.format == HSMS_L) {
            lists[depth].array = ws_put_array(out, row);
            lists[depth++].left = item.length;
        } else {
            show_item(out, depth ? &plain : n, row, &item);
        }
        for (; depth > 0 && lists[depth - 1].left == 0; depth--)
            ws_put_close(out, lists[depth - 1].array);
        if (depth == 0)
            return;
        lists[depth - 1].left--;
    }
}

/* Keys that are added beside a value */

static void show_alcd(struct ws_out *out, size_t row, uint64_t v)
{
    if (v > UINT8_MAX)
        return;
    ws_put_bool(out, row, v & 0x80);
    ws_put_uint(out, row + 1, v & 0x7f);
}

static void show_aled(struct ws_out *out, size_t row, uint64_t v)
{
    static const char *const names[] = {"disable", "enable"};
    const char *name = names[(v & 0x80) != 0];
    ws_put_text(out, row, (struct ws_bytes){(const uint8_t *)name, strlen(name)}, WS_ASCII);
}

static void show_header(struct ws_out *out, size_t row, const struct hsms_item *item)
{
    uint8_t message[HSMS_HEAD] = {0};

    if (item->format != HSMS_B || item->length != HSMS_HEADER_LEN)
        return;
    memcpy(message + HSMS_LENGTH_LEN, item->content.data, HSMS_HEADER_LEN);
    struct hsms_header h = hsms_header_of((struct ws_bytes){message, sizeof(message)});
    size_t object = ws_put_object(out, row++);
    ws_put_uint(out, row++, h.session_id);
    ws_put_bool(out, row++, h.byte_2 & HSMS_W_BIT);
    ws_put_uint(out, row++, h.byte_2 & HSMS_STREAM);
    ws_put_uint(out, row++, h.byte_3);
    ws_put_uint(out, row++, h.p_type);
    ws_put_uint(out, row++, h.s_type);
    ws_put_uint(out, row, h.system_bytes);
    ws_put_close(out, object);
}

/** The value of an item that shows as one whole number, not negative; false: it does not. */
static bool number_of(const struct hsms_item *item, uint64_t *ret)
{
    const struct hsms_format_info *f = hsms_format_of(item->format);
    unsigned family = f->type >> 8;

    if (item->length != f->size)
        return false;
    *ret = ws_load_be(item->content.data, item->content.len);
    bool negative = item->content.len > 0 && item->content.data[0] & 0x80;
    return item->format == HSMS_B || family == WS_FAMILY_UINT ||
           (family == WS_FAMILY_INT && !negative);
}

static void show_extra(struct ws_out *out, const struct hsms_node *n, struct ws_cursor at)
{
    struct hsms_item item;
    uint64_t v;

    if (n->show < HSMS_SHOW_ALCD || !hsms_item_take(&at, &item) || item.format == HSMS_L)
        return;
    if (n->show == HSMS_SHOW_HEADER)
        show_header(out, n->extra, &item);
    else if (number_of(&item, &v) && n->show == HSMS_SHOW_ALCD)
        show_alcd(out, n->extra, v);
    else if (number_of(&item, &v))
        show_aled(out, n->extra, v);
}

/* Structures */

static void show(struct ws_out *out, const struct hsms_node *n, size_t row, struct ws_cursor *c);

static void show_members(struct ws_out *out, const struct hsms_node *n, struct ws_cursor *c)
{
    struct hsms_item list;

    if (!hsms_item_take(c, &list) || list.length == 0)
        return;
    for (uint32_t i = 0; i < n->n; i++) {
        struct ws_cursor at = *c;
        show(out, &n->inner[i], n->inner[i].row, c);
        show_extra(out, &n->inner[i], at);
    }
}

static void show_array(struct ws_out *out, const struct hsms_node *n, size_t row,
                       struct ws_cursor *c)
{
    size_t array = ws_put_array(out, row);
    struct hsms_item list;

    if (hsms_item_take(c, &list))
        for (uint32_t i = 0; i < list.length; i++)
            show(out, n->inner, n->inner->row, c);
    ws_put_close(out, array);
}

/** One item of n values, or a list: an array in any case. */
static void show_vector(struct ws_out *out, const struct hsms_node *n, size_t row,
                        struct ws_cursor *c)
{
    struct ws_cursor at = *c;
    struct hsms_item item;
    bool is_array = hsms_item_take(&at, &item) &&
                    (item.format == HSMS_L || (hsms_format_of(item.format)->type &&
                                               item.length != hsms_format_of(item.format)->size));
    size_t array = is_array ? 0 : ws_put_array(out, row);
    show_value(out, n, row, c);
    if (!is_array)
        ws_put_close(out, array);
}

static void show(struct ws_out *out, const struct hsms_node *n, size_t row, struct ws_cursor *c)
{
    size_t object;

    switch ((enum hsms_shape)n->shape) {
    case HSMS_LIST:
        object = ws_put_object(out, row);
        show_members(out, n, c);
        ws_put_close(out, object);
        break;
    case HSMS_ARRAY:
        show_array(out, n, row, c);
        break;
    case HSMS_VECTOR:
        show_vector(out, n, row, c);
        break;
    case HSMS_ITEM:
    case HSMS_FREE:
        show_value(out, n, row, c);
        break;
    }
}

/** Going through the items tells whether they are well-formed; what is so large that it may pass a
 * limit is checked apart. */
static bool fits(const struct hsms_type *type, uint64_t function, struct ws_bytes body)
{
    enum { NEVER_TOO_MANY = 1 << 16 };
    struct walk w = {.c = ws_cursor(body)};
    size_t at;

    if (!type || !type->root)
        return body.len == 0 && (type || function == 0);
    if (body.len == 0 || !matches(type->root, &w) || ws_left(&w.c) > 0)
        return false;
    bool small = body.len <= NEVER_TOO_MANY && w.n_lists <= HSMS_MAX_LISTS;
    return small || hsms_body_check(body, &at) == 0;
}

int hsms_data_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                     struct ws_bytes in)
{
    uint64_t stream = ws_scope_uint(scope, WS_ROW(DATA_STREAM)),
             function = ws_scope_uint(scope, WS_ROW(DATA_FUNCTION));
    const struct hsms_type *type = hsms_type_find(instance, stream, function);
    struct ws_cursor c = ws_cursor(in);

    if (!fits(type, function, in))
        return 0;
    size_t object = ws_put_object(out, 0);
    const struct hsms_node *root = type ? type->root : NULL;
    if (root && root->row == HSMS_NO_ROW) {
        show_members(out, root, &c);
    } else if (root) {
        show(out, root, root->row, &c);
        show_extra(out, root, ws_cursor(in));
    }
    ws_put_close(out, object);
    return 0;
}
