/* `data` to items: formats as the dictionary says, whole numbers as short as they fit. */
#include <string.h>

#include "dictionary.h"
#include "wirespeak/err.h"
#include "writer.h"

/* Any value. Arrays within one another are lists: at most 256 of them. */

static int write_any(struct hsms_writer *w, unsigned format, const struct ws_node *n, int depth);

static int refuse(struct hsms_writer *w, const struct ws_node *n, const char *why)
{
    return ws_encoder_refuse(w->out, ws_node_key(n).len ? n : w->at, "%s", why);
}

static int write_whole(struct hsms_writer *w, unsigned format, const struct ws_node *n)
{
    bool negative;
    uint64_t v;
    unsigned chosen = format;

    ws_node_whole(n, &negative, &v);
    bool kind = format == HSMS_UINT || format == HSMS_SINT || format == HSMS_ANY ||
                format == HSMS_A || format == HSMS_BOOLEAN;
    if (kind && !hsms_smallest(format == HSMS_SINT ? HSMS_SINT : HSMS_UINT, negative, v, &chosen))
        return refuse(w, n, "out of range");
    struct hsms_head head = hsms_item_begin(w, chosen, 0);
    if (chosen == HSMS_B) {
        if (negative || v > UINT8_MAX)
            return refuse(w, n, "one byte is needed: 0 to 255");
        ws_encoder_be(w->out, 1, v);
    } else if (!hsms_put_whole(w, chosen, negative, v)) {
        return refuse(w, n, "out of range");
    }
    return hsms_item_end(w, head, 0);
}

static bool is_latin1(const struct ws_node *n)
{
    bool wide = false;
    for (uint32_t i = 0; i < n->len && n->size == WS_UTF8; i++)
        wide = wide || n->as.data[i] > 0xc3; /* U+0100 begins with C4 80 */
    return !wide;
}

enum { LOCALIZED_UTF8 = 2 };

static int write_text(struct hsms_writer *w, unsigned format, const struct ws_node *n)
{
    struct ws_bytes digits = {n->as.data, n->len};
    unsigned chosen = format == HSMS_B ? HSMS_B : is_latin1(n) ? HSMS_A : HSMS_C2;
    struct hsms_head head = hsms_item_begin(w, chosen, 0);

    if (chosen == HSMS_C2)
        ws_encoder_be(w->out, 2, LOCALIZED_UTF8);
    bool ok = chosen == HSMS_B ? hsms_put_hex(w, digits) : hsms_put_text(w, chosen, n);
    return ok ? hsms_item_end(w, head, 0)
              : refuse(w, n, "an even number of hex digits is needed, or one byte as a number");
}

/** A format whose elements may stand in one item. */
static bool is_vector(unsigned format)
{
    return format == HSMS_SINT ||
           (format != HSMS_L && format < HSMS_UINT && hsms_format_of(format)->type);
}

/** Numbers in one item, in the smallest format that all of them fit. */
static int write_vector(struct hsms_writer *w, unsigned kind, const struct ws_node *list)
{
    unsigned chosen = kind, one;
    bool negative, any_negative = false;
    uint64_t v, most = 0;

    for (const struct ws_node *n = ws_first(list); n; n = ws_next(list, n)) {
        if (!ws_node_whole(n, &negative, &v))
            return refuse(w, list, "whole numbers are needed");
        any_negative = any_negative || negative;
        /* What a negative number needs, its complement needs too. */
        uint64_t size = negative ? ~v : v;
        most = size > most ? size : most;
    }
    bool choose = kind == HSMS_UINT || kind == HSMS_SINT;
    if (choose && !hsms_smallest(any_negative ? HSMS_SINT : kind, false, most, &one))
        return refuse(w, list, "out of range");
    chosen = choose ? one : kind;
    struct hsms_head head = hsms_item_begin(w, chosen, 0);
    for (const struct ws_node *n = ws_first(list); n; n = ws_next(list, n)) {
        ws_node_whole(n, &negative, &v);
        if (!hsms_put_whole(w, chosen, negative, v))
            return refuse(w, list, "out of range");
    }
    return hsms_item_end(w, head, 0);
}

static int write_array(struct hsms_writer *w, unsigned format, const struct ws_node *list,
                       int depth)
{
    int err = WS_OK;

    if (depth == HSMS_MAX_LISTS)
        return refuse(w, list, "more than 256 lists within one another");
    if (format != HSMS_BOOLEAN && is_vector(format))
        return write_vector(w, format, list);
    struct hsms_head head = hsms_item_begin(w, HSMS_L, 0);
    for (const struct ws_node *n = ws_first(list); n && !err; n = ws_next(list, n))
        err = write_any(w, format, n, depth + 1);
    return err ? err : hsms_item_end(w, head, list->len);
}

static const struct hsms_format_info *format_of_type(unsigned family, unsigned size)
{
    for (unsigned i = 0; i < HSMS_UINT; i++) {
        const struct hsms_format_info *f = hsms_format_of(i);
        if (f && f->type == WS_TYPE(family, size))
            return f;
    }
    return NULL;
}

/** Numbers as they were decoded: their own format. */
static int write_slice(struct hsms_writer *w, const struct ws_node *n)
{
    unsigned family = n->flags & WS_NODE_FLOAT    ? WS_FAMILY_FLOAT
                      : n->flags & WS_NODE_BOOL   ? WS_FAMILY_BOOL
                      : n->flags & WS_NODE_SIGNED ? WS_FAMILY_INT
                                                  : WS_FAMILY_UINT;
    const struct hsms_format_info *f = format_of_type(family, n->size);
    if (!f)
        return refuse(w, n, "no such numbers");
    struct hsms_head head = hsms_item_begin(w, f->format, 0);
    ws_encoder_add(w->out, (struct ws_bytes){n->as.data, (size_t)n->len * n->size});
    return hsms_item_end(w, head, 0);
}

static int write_any(struct hsms_writer *w, unsigned format, const struct ws_node *n, int depth)
{
    struct hsms_head head;
    bool negative;
    uint64_t v;

    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_BOOL:
        head = hsms_item_begin(w, HSMS_BOOLEAN, 0);
        ws_encoder_be(w->out, 1, n->as.u);
        return hsms_item_end(w, head, 0);
    case WS_V_UINT:
    case WS_V_INT:
        return write_whole(w, format, n);
    case WS_V_REAL:
        if (format < HSMS_UINT && ws_node_whole(n, &negative, &v))
            return write_whole(w, format, n);
        head = hsms_item_begin(w, HSMS_F8, 0);
        hsms_put_real(w, HSMS_F8, n->as.f);
        return hsms_item_end(w, head, 0);
    case WS_V_TEXT:
        return write_text(w, format, n);
    case WS_V_HEX:
        head = hsms_item_begin(w, HSMS_B, 0);
        ws_encoder_add(w->out, (struct ws_bytes){n->as.data, n->len});
        return hsms_item_end(w, head, 0);
    case WS_V_NUMBERS:
        return write_slice(w, n);
    case WS_V_ARRAY:
        return write_array(w, format, n, depth);
    default:
        return refuse(w, n, "no item can be made of this");
    }
}

/* Structures: as deep as notations are */

static int write_node(struct hsms_writer *w, const struct hsms_type *t, const struct hsms_node *n,
                      const struct ws_node *value);

/** The value of a member by its own key, or by the name of its value. */
static int write_member(struct hsms_writer *w, const struct hsms_type *t, const struct hsms_node *n,
                        const struct ws_node *object)
{
    const struct ws_field *row = &t->rows[n->row];
    const struct ws_node *value = ws_member(object, row->key);

    if (value && value->kind != WS_V_NULL)
        return write_node(w, t, n, value);
    return ws_encoder_refuse(w->out, w->at, "%s is missing", row->key);
}

static bool is_key_of(const struct hsms_type *t, const struct hsms_node *n, struct ws_bytes key)
{
    static const char *const views[] = {"_name", "_set", "_category", "_category_name", "_header"};

    for (uint32_t i = 0; i < n->n; i++) {
        const char *known = t->rows[n->inner[i].row].key;
        size_t len = strlen(known);
        if (key.len < len || memcmp(key.data, known, len) != 0)
            continue;
        bool view = key.len == len;
        for (size_t k = 0; k < WS_LEN(views); k++)
            view = view || (strlen(views[k]) == key.len - len &&
                            memcmp(views[k], key.data + len, key.len - len) == 0);
        if (view)
            return true;
    }
    return false;
}

static int check_keys(struct hsms_writer *w, const struct hsms_type *t, const struct hsms_node *n,
                      const struct ws_node *object)
{
    for (const struct ws_node *m = ws_first(object); m; m = ws_next(object, m))
        if (!is_key_of(t, n, ws_node_key(m)))
            return refuse(w, m, "there is no such data item in this message");
    return WS_OK;
}

static int write_list(struct hsms_writer *w, const struct hsms_type *t, const struct hsms_node *n,
                      const struct ws_node *object)
{
    if (object->kind != WS_V_OBJECT)
        return refuse(w, object, "an object is needed");
    bool empty = n->empty_allowed && object->len == 0;
    struct hsms_head head = hsms_item_begin(w, HSMS_L, 0);
    int err = check_keys(w, t, n, object);

    for (uint32_t i = 0; i < n->n && !empty && !err; i++)
        err = write_member(w, t, &n->inner[i], object);
    return err ? err : hsms_item_end(w, head, empty ? 0 : n->n);
}

static int write_elements(struct hsms_writer *w, const struct hsms_type *t,
                          const struct hsms_node *n, const struct ws_node *list)
{
    struct hsms_head head = hsms_item_begin(w, HSMS_L, 0);
    int err = WS_OK;

    if (list->kind != WS_V_ARRAY)
        return refuse(w, list, "an array is needed");
    for (const struct ws_node *e = ws_first(list); e && !err; e = ws_next(list, e))
        err = write_node(w, t, n->inner, e);
    return err ? err : hsms_item_end(w, head, list->len);
}

static int write_values(struct hsms_writer *w, const struct hsms_node *n,
                        const struct ws_node *value)
{
    bool whole = value->kind == WS_V_ARRAY, negative;
    uint64_t v;

    for (const struct ws_node *e = whole ? ws_first(value) : NULL; e && whole;
         e = ws_next(value, e))
        whole = e->kind != WS_V_TEXT && e->kind != WS_V_BOOL && ws_node_whole(e, &negative, &v);
    return whole ? write_vector(w, HSMS_UINT, value) : write_any(w, n->format, value, 1);
}

static int write_node(struct hsms_writer *w, const struct hsms_type *t, const struct hsms_node *n,
                      const struct ws_node *value)
{
    switch ((enum hsms_shape)n->shape) {
    case HSMS_LIST:
        return write_list(w, t, n, value);
    case HSMS_ARRAY:
        return write_elements(w, t, n, value);
    case HSMS_VECTOR:
        return write_values(w, n, value);
    case HSMS_ITEM:
    case HSMS_FREE:
        break;
    }
    return write_any(w, n->format, value, 1);
}

int hsms_data_write(struct hsms_writer *w, const struct hsms_instance *instance, uint64_t stream,
                    uint64_t function, const struct ws_node *data)
{
    const struct hsms_type *t = hsms_type_find(instance, stream, function);
    int err;

    if (data->kind != WS_V_OBJECT)
        return refuse(w, data, "an object is needed");
    if (!t && function != 0)
        return refuse(w, data, "the dictionary does not have this message: give body or sml");
    if (!t || !t->root)
        return data->len == 0 ? WS_OK : refuse(w, data, "this message is a header only: {}");
    if (t->root->row == HSMS_NO_ROW)
        err = write_list(w, t, t->root, data);
    else if (!(err = check_keys(w, t, &(struct hsms_node){.n = 1, .inner = t->root}, data)))
        err = write_member(w, t, t->root, data);
    return err ? err : hsms_writer_finish(w);
}
