/* NCP: values to a packet's fields and parameters. */
#include <math.h>
#include <string.h>

#include "fields.h"
#include "text.h"
#include "walk.h"

/** What an object holds, by the rows of its keys; NULL: not given. */
struct members {
    const struct ws_node *of[FIELDS_N];
};

static bool ends_in_text(struct ws_bytes key)
{
    static const char suffix[] = "_text";
    enum { LEN = sizeof(suffix) - 1 };
    return key.len >= LEN && memcmp(key.data + key.len - LEN, suffix, LEN) == 0;
}

static int row_of(const struct ws_node *n)
{
    struct ws_bytes key = ws_node_key(n);
    int row = 0;

    if (n->row) /* decoded */
        return (int)(ws_node_field(n) - ncp_field_rows);
    while (row < FIELDS_N && (strlen(ncp_field_rows[row].key) != key.len ||
                              memcmp(ncp_field_rows[row].key, key.data, key.len) != 0))
        row++;
    return row;
}

/** `allowed` has a bit for each row. */
static int read_members(struct ws_encoder *out, const struct ws_node *object, unsigned allowed,
                        struct members *ret)
{
    *ret = (struct members){{NULL}};
    if (object->kind != WS_V_OBJECT)
        return ws_encoder_refuse(out, object, "an object is needed");
    for (const struct ws_node *n = ws_first(object); n; n = ws_next(object, n)) {
        int row = row_of(n);
        if (row == FIELDS_N && ends_in_text(ws_node_key(n)))
            continue;
        if (row < 0 || row >= FIELDS_N || !(allowed >> row & 1))
            return ws_encoder_refuse(out, n, "there is no such field here");
        if (n->kind != WS_V_NULL)
            ret->of[row] = n;
    }
    return WS_OK;
}

/* Heads */

static int write_name(struct ws_encoder *out, const struct ws_node *object,
                      const struct ws_node *name)
{
    size_t from = ws_encoder_len(out);

    if (!name)
        return ws_encoder_refuse(out, object, "a name is needed");
    if (!ncp_put_latin1(out, name) || ws_encoder_len(out) - from > NCP_NAME_LEN)
        return ws_encoder_refuse(out, name, "a name of at most 4 letters in ISO 8859-1 is needed");
    ws_encoder_le(out, NCP_NAME_LEN - (ws_encoder_len(out) - from), 0);
    return WS_OK;
}

/** A whole number of `bits` bits, 0 when it is not given. */
static int read_uint(struct ws_encoder *out, const struct ws_node *n, unsigned bits, uint64_t *ret)
{
    bool negative = false;

    *ret = 0;
    if (n && (!ws_node_whole(n, &negative, ret) || negative || *ret >> bits))
        return ws_encoder_refuse(out, n, "a whole number of %u bits is needed", bits);
    return WS_OK;
}

/** The size of an element that begins at `from` and ends here, which is filled up to a word. */
static int finish(struct ws_encoder *out, const struct ws_node *object, size_t from)
{
    size_t len = ws_encoder_len(out) - from;

    if (len % NCP_WORD) {
        ws_encoder_le(out, NCP_WORD - len % NCP_WORD, 0);
        len += NCP_WORD - len % NCP_WORD;
    }
    uint8_t *head = ws_encoder_bytes(out, from);
    if (!head)
        return WS_E_LIMIT;
    if (len / NCP_WORD > NCP_MAX_SIZE)
        return ws_encoder_refuse(out, object, "%zu bytes are too many", len);
    ws_store_le(head + NCP_AT_ELEMENT_SIZE, 3, len / NCP_WORD);
    return WS_OK;
}

/* Types */

/** The type of a value that comes without: by the rule of ncplib. */
static int type_by_value(struct ws_encoder *out, const struct ws_node *param,
                         const struct ws_node *value, uint8_t *ret)
{
    bool negative;
    uint64_t v;

    if (!value || value->kind == WS_V_OBJECT || value->kind == WS_V_ARRAY ||
        value->kind == WS_V_NUMBERS)
        return ws_encoder_refuse(out, value ? value : param, "its type is needed");
    if (value->kind == WS_V_TEXT)
        *ret = NCP_STRING;
    else if (value->kind == WS_V_HEX)
        *ret = NCP_RAW;
    else
        *ret = ws_node_whole(value, &negative, &v) ? NCP_I32 : NCP_F32;
    return WS_OK;
}

static int read_type(struct ws_encoder *out, const struct ws_node *param, const struct members *m,
                     uint8_t *ret)
{
    const struct ws_node *type = m->of[TYPE];
    uint64_t code;
    int err = read_uint(out, m->of[TYPE_ID], 8, &code);

    *ret = (uint8_t)code;
    if (err || m->of[TYPE_ID])
        return err;
    if (!type)
        return type_by_value(out, param, m->of[VALUE], ret);
    int named =
        type->kind == WS_V_TEXT ? ncp_type_named((struct ws_bytes){type->as.data, type->len}) : -1;
    if (named < 0)
        return ws_encoder_refuse(out, type, "no such type; type_id takes any number");
    *ret = (uint8_t)named;
    return WS_OK;
}

/* Values */

static bool fits(unsigned bits, bool is_signed, bool negative, uint64_t v)
{
    if (is_signed)
        return negative ? (int64_t)v >= -(INT64_C(1) << (bits - 2)) * 2
                        : v <= UINT64_MAX >> (65 - bits);
    return !negative && v <= UINT64_MAX >> (64 - bits);
}

static bool write_real(struct ws_encoder *out, size_t size, const struct ws_node *n)
{
    uint64_t bits;
    uint32_t low;
    double d;

    if (n->kind == WS_V_BOOL || !ws_node_real(n, &d))
        return false;
    float f = (float)d;
    if (size == sizeof(f) && isinf(f) && !isinf(d))
        return false;
    memcpy(&bits, &d, sizeof(bits));
    memcpy(&low, &f, sizeof(low));
    ws_encoder_le(out, size, size == sizeof(f) ? low : bits);
    return true;
}

static bool write_number(struct ws_encoder *out, uint16_t type, const struct ws_node *n)
{
    size_t size = type & 0xffu;
    bool negative, is_signed = type >> 8 == WS_FAMILY_INT;
    uint64_t v;

    if (type >> 8 == WS_FAMILY_FLOAT)
        return write_real(out, size, n);
    if (!ws_node_whole(n, &negative, &v) || !fits((unsigned)size * 8, is_signed, negative, v))
        return false;
    ws_encoder_le(out, size, v);
    return true;
}

static bool write_array(struct ws_encoder *out, uint16_t type, const struct ws_node *list)
{
    if (list->kind == WS_V_NUMBERS) { /* decoded: the bytes as they were */
        ws_encoder_add(out, (struct ws_bytes){list->as.data, (size_t)list->len * list->size});
        return list->size == (type & 0xffu);
    }
    if (list->kind != WS_V_ARRAY)
        return false;
    for (const struct ws_node *n = ws_first(list); n; n = ws_next(list, n))
        if (!write_number(out, type, n))
            return false;
    return true;
}

/** Every reader would cut a text at a NUL within it. */
static bool write_string(struct ws_encoder *out, const struct ws_node *text)
{
    if (text->kind != WS_V_TEXT || (text->len && memchr(text->as.data, 0, text->len)))
        return false;
    ws_encoder_add(out, (struct ws_bytes){text->as.data, text->len});
    ws_encoder_le(out, 1, 0);
    return true;
}

static bool write_value(struct ws_encoder *out, const struct ncp_type *type,
                        const struct ws_node *value)
{
    switch ((enum ncp_shape)type->shape) {
    case NCP_SHAPE_TEXT:
        return write_string(out, value);
    case NCP_SHAPE_NUMBER:
        return write_number(out, type->element, value);
    case NCP_SHAPE_ARRAY:
        return write_array(out, type->element, value);
    case NCP_SHAPE_UNKNOWN:
    case NCP_SHAPE_RAW:
        break;
    }
    return ncp_put_hex(out, value);
}

static int refuse_value(struct ws_encoder *out, const struct ncp_type *type,
                        const struct ws_node *value)
{
    static const char *const wanted[] = {
        [NCP_SHAPE_UNKNOWN] = "hex digits",       [NCP_SHAPE_RAW] = "hex digits",
        [NCP_SHAPE_NUMBER] = "a number of it",    [NCP_SHAPE_ARRAY] = "an array of its numbers",
        [NCP_SHAPE_TEXT] = "a text without NULs",
    };
    return ws_encoder_refuse(out, value, "%s has %s", type->name, wanted[type->shape]);
}

/** value_hex stands for bytes that the type can't have; a string's have no NUL. */
static int write_content(struct ws_encoder *out, const struct ncp_type *type,
                         const struct members *m)
{
    const struct ws_node *hex = m->of[VALUE_HEX];

    if (hex && m->of[VALUE])
        return ws_encoder_refuse(out, hex, "value is given too");
    if (hex && !ncp_put_hex(out, hex))
        return ws_encoder_refuse(out, hex, "an even number of hex digits is needed");
    if (hex && type->shape == NCP_SHAPE_TEXT)
        ws_encoder_le(out, 1, 0);
    if (m->of[VALUE] && !write_value(out, type, m->of[VALUE]))
        return refuse_value(out, type, m->of[VALUE]);
    return WS_OK;
}

/* Elements */

#define BIT(row) (1u << (row))

static int write_param(struct ws_encoder *out, const struct ws_node *param)
{
    const unsigned allowed =
        BIT(NAME) | BIT(TYPE) | BIT(TYPE_ID) | BIT(SIZE) | BIT(VALUE) | BIT(VALUE_HEX);
    size_t from = ws_encoder_len(out);
    struct members m;
    uint8_t code = 0;

    int err = read_members(out, param, allowed, &m);
    err = err ? err : write_name(out, param, m.of[NAME]);
    err = err ? err : read_type(out, param, &m, &code);
    if (err)
        return err;
    ws_encoder_le(out, 3, 0);
    ws_encoder_le(out, 1, code);
    err = write_content(out, ncp_type_of(code), &m);
    return err ? err : finish(out, param, from);
}

static int write_field(struct ws_encoder *out, const struct ws_node *field)
{
    const unsigned allowed =
        BIT(NAME) | BIT(ID) | BIT(TYPE_ID) | BIT(SIZE) | BIT(PARAMS) | BIT(EMBEDDED_FOOTERS);
    size_t from = ws_encoder_len(out);
    struct members m;
    uint64_t id = 0, type_id = 0;

    int err = read_members(out, field, allowed, &m);
    err = err ? err : write_name(out, field, m.of[NAME]);
    err = err ? err : read_uint(out, m.of[ID], 32, &id);
    err = err ? err : read_uint(out, m.of[TYPE_ID], 8, &type_id);
    if (err)
        return err;
    ws_encoder_le(out, 3, 0);
    ws_encoder_le(out, 1, type_id);
    ws_encoder_le(out, 4, id);
    const struct ws_node *params = m.of[PARAMS];
    if (params && params->kind != WS_V_ARRAY)
        return ws_encoder_refuse(out, params, "an array is needed");
    for (const struct ws_node *n = params ? ws_first(params) : NULL; n && !err;
         n = ws_next(params, n))
        err = write_param(out, n);
    return err ? err : finish(out, field, from);
}

int ncp_fields_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                      struct ws_encoder *out)
{
    const struct ws_node *fields = ws_member(in, "fields");
    int err = WS_OK;

    (void)instance;
    (void)scope;
    if (!fields || fields->kind == WS_V_NULL)
        return WS_OK;
    if (fields->kind != WS_V_ARRAY)
        return ws_encoder_refuse(out, fields, "an array is needed");
    for (const struct ws_node *n = ws_first(fields); n && !err; n = ws_next(fields, n))
        err = write_field(out, n);
    return err;
}
