/* NCP: a packet's fields and parameters as values. */
#include "fields.h"

#include <string.h>

#include "walk.h"

// clang-format off
const struct ws_field ncp_field_rows[FIELDS_N] = {
    [FIELDS]           = { .key = "fields", .doc = "objects with name, id, type_id, size, params", .type = WS_ANY },
    [NAME]             = { .key = "name", .doc = "of a field, of a parameter: up to 4 letters", .type = WS_TEXT, .charset = WS_LATIN1,
                           .purpose = WS_KEY | WS_SUMMARY },
    [ID]               = { .key = "id", .doc = "of a field: ties replies to a request", .type = WS_U32, .purpose = WS_ID,
                           .id = { "field_id", WS_BY_REQUESTER, WS_PER_PROCESS, "packet" } },
    [TYPE]             = { .key = "type", .doc = "of a parameter, by name; type_id goes first", .type = WS_TEXT },
    [TYPE_ID]          = { .key = "type_id", .doc = "of a field 0", .type = WS_U8, .purpose = WS_KEY },
    [SIZE]             = { .key = "size", .doc = "with its head", .unit = "words", .type = WS_U24, .purpose = WS_DERIVED,
                           .derive = { .measure = WS_LEN_OF, .unit = NCP_WORD, .row = WS_ROW(PARAMS), .bias = NCP_FIELD_LEN } },
    [PARAMS]           = { .key = "params", .doc = "objects with name, type, type_id, size, value", .type = WS_ANY },
    [VALUE]            = { .key = "value", .doc = "a number, text, hex digits or an array", .type = WS_ANY, .purpose = WS_KEY | WS_SUMMARY },
    [VALUE_HEX]        = { .key = "value_hex", .doc = "instead of it, where the bytes can't be of the type", .type = WS_BYTES,
                           .purpose = WS_KEY },
    [EMBEDDED_FOOTERS] = { .key = "embedded_footers", .doc = "packet footers among a field's parameters", .type = WS_U32 },
};
static const struct ws_table rows = { .rows = ncp_field_rows, .n = FIELDS_N, .name = "fields" };
const struct ws_hook ncp_fields_hook = { &rows, ncp_fields_decode, ncp_fields_encode };
// clang-format on

static void put_number(struct ws_out *out, uint16_t type, struct ws_bytes value)
{
    uint64_t bits = ws_load_le(value.data, value.len);
    uint32_t low = (uint32_t)bits;
    double d;
    float f;

    switch (type >> 8) {
    case WS_FAMILY_INT:
        ws_put_int(out, VALUE, ws_sign_extend(bits, (unsigned)value.len * 8));
        break;
    case WS_FAMILY_UINT:
        ws_put_uint(out, VALUE, bits);
        break;
    default:
        memcpy(&d, &bits, sizeof(d));
        memcpy(&f, &low, sizeof(f));
        ws_put_real(out, VALUE, value.len == sizeof(d) ? d : (double)f);
    }
}

static void put_value(struct ws_out *out, const struct ncp_type *type, struct ws_bytes value)
{
    int wrong = ncp_value_check(type, value);
    struct ws_bytes text = type->shape == NCP_SHAPE_TEXT ? ncp_text_of(value) : value;

    if (wrong >= 0 && wrong != NCP_UNKNOWN_TYPE) {
        ws_put_hex(out, VALUE_HEX, text);
        return;
    }
    switch ((enum ncp_shape)type->shape) {
    case NCP_SHAPE_UNKNOWN:
    case NCP_SHAPE_RAW:
        ws_put_hex(out, VALUE, value);
        break;
    case NCP_SHAPE_TEXT:
        ws_put_text(out, VALUE, text, WS_UTF8);
        break;
    case NCP_SHAPE_NUMBER:
        put_number(out, type->element, value);
        break;
    case NCP_SHAPE_ARRAY:
        ws_put_numbers(out, VALUE, (enum ws_type)type->element, true, value);
        break;
    }
}

static void put_param(struct ws_out *out, const struct ncp_param *p)
{
    const struct ncp_type *type = ncp_type_of(p->type_id);
    struct ws_bytes name = {(const uint8_t *)type->name, strlen(type->name)};
    size_t object = ws_put_object(out, PARAMS);

    ws_put_text(out, NAME, ncp_name(p->name), WS_LATIN1);
    ws_put_text(out, TYPE, name, WS_ASCII);
    ws_put_uint(out, TYPE_ID, p->type_id);
    ws_put_uint(out, SIZE, p->size);
    put_value(out, type, p->value);
    ws_put_close(out, object);
}

/** Puts a field with the parameters before any damage; answers its code, and its place. */
static uint16_t put_field(struct ws_out *out, struct ws_bytes fields, const struct ncp_field *f,
                          size_t *ret_at)
{
    struct ncp_params params = ncp_params_of(fields, f);
    struct ncp_param p;
    uint16_t fault;
    size_t object = ws_put_object(out, FIELDS);

    ws_put_text(out, NAME, ncp_name(f->name), WS_LATIN1);
    ws_put_uint(out, ID, f->id);
    ws_put_uint(out, TYPE_ID, f->type_id);
    ws_put_uint(out, SIZE, f->size);
    size_t array = ws_put_array(out, PARAMS);
    while (ncp_param_take(&params, &p, &fault))
        put_param(out, &p);
    ws_put_close(out, array);
    if (params.n_footers)
        ws_put_uint(out, EMBEDDED_FOOTERS, params.n_footers);
    ws_put_close(out, object);
    *ret_at = params.c.at;
    return fault;
}

int ncp_fields_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                      struct ws_bytes in)
{
    size_t array = ws_put_array(out, FIELDS), at = 0;
    struct ws_cursor c = ws_cursor(in);
    struct ncp_field f;
    uint16_t fault = 0;

    (void)instance;
    (void)scope;
    while (!fault && ncp_field_take(&c, &f, &fault))
        if (!(fault = put_field(out, in, &f, &at)))
            at = c.at;
    ws_put_close(out, array);
    ws_out_fault(out, at);
    return fault;
}
