/* NCP: fields and parameters, found in a packet's bytes; types of values. */
#include "walk.h"

#include <string.h>

#include "wirespeak/text.h"

static const uint8_t embedded_footer[] = {0, 0, 0, 0, 0xaa, 0xbb, 0xcc, 0xdd};

struct ws_bytes ncp_fields_of(struct ws_bytes packet)
{
    struct ws_bytes behind = ws_bytes_from(packet, NCP_HEADER_LEN);
    return ws_bytes_upto(behind, behind.len < NCP_FOOTER_LEN ? 0 : behind.len - NCP_FOOTER_LEN);
}

struct ws_bytes ncp_name(const uint8_t *name)
{
    size_t len = NCP_NAME_LEN;
    while (len > 0 && (name[len - 1] == 0 || name[len - 1] == ' '))
        len--;
    return (struct ws_bytes){name, len};
}

bool ncp_name_is(const uint8_t *name, const char *text)
{
    struct ws_bytes own = ncp_name(name);
    return own.len == strlen(text) && memcmp(own.data, text, own.len) == 0;
}

/* Elements */

/** Bytes of an element by its size in words; 0 with *ret_fault: it is too small, or too large for
 * what is left. */
static size_t extent(uint32_t words, size_t head_len, size_t left, uint16_t underflow,
                     uint16_t *ret_fault)
{
    size_t len = (size_t)words * NCP_WORD;

    if (len >= head_len && len <= left)
        return len;
    /* Each overflow follows its underflow in enum ncp_error. */
    *ret_fault = WS_CODE(len < head_len ? underflow : underflow + 1u);
    return 0;
}

/** The bytes at the cursor when there is a head of an element; NULL: the end, or too few. */
static const uint8_t *head_at(const struct ws_cursor *c, size_t head_len, uint16_t *ret_fault)
{
    *ret_fault = ws_left(c) > 0 && ws_left(c) < head_len ? WS_TRAILING_BYTES : WS_NO_ERROR;
    return ws_left(c) < head_len ? NULL : c->in.data + c->at;
}

bool ncp_field_take(struct ws_cursor *c, struct ncp_field *ret, uint16_t *ret_fault)
{
    const uint8_t *p = head_at(c, NCP_FIELD_LEN, ret_fault);

    if (!p)
        return false;
    uint32_t words = (uint32_t)ws_load_le(p + NCP_AT_ELEMENT_SIZE, 3);
    size_t len = extent(words, NCP_FIELD_LEN, ws_left(c), NCP_FIELD_UNDERFLOW, ret_fault);
    if (len == 0)
        return false;
    *ret = (struct ncp_field){.at = c->at,
                              .name = p,
                              .size = words,
                              .id = (uint32_t)ws_load_le(p + NCP_AT_FIELD_ID, 4),
                              .type_id = p[NCP_AT_ELEMENT_TYPE]};
    c->at += len;
    return true;
}

struct ncp_params ncp_params_of(struct ws_bytes fields, const struct ncp_field *field)
{
    size_t end = field->at + (size_t)field->size * NCP_WORD;
    return (struct ncp_params){.c = {ws_bytes_upto(fields, end), field->at + NCP_FIELD_LEN, false}};
}

bool ncp_param_take(struct ncp_params *params, struct ncp_param *ret, uint16_t *ret_fault)
{
    struct ws_cursor *c = &params->c;
    const uint8_t *p = head_at(c, NCP_PARAM_LEN, ret_fault);

    while (p && memcmp(p, embedded_footer, sizeof(embedded_footer)) == 0) {
        if (params->n_footers++ == 0)
            params->first_footer = c->at;
        c->at += sizeof(embedded_footer);
        p = head_at(c, NCP_PARAM_LEN, ret_fault);
    }
    if (!p)
        return false;
    uint32_t words = (uint32_t)ws_load_le(p + NCP_AT_ELEMENT_SIZE, 3);
    size_t len = extent(words, NCP_PARAM_LEN, ws_left(c), NCP_PARAM_UNDERFLOW, ret_fault);
    if (len == 0)
        return false;
    *ret = (struct ncp_param){.at = c->at,
                              .name = p,
                              .size = words,
                              .type_id = p[NCP_AT_ELEMENT_TYPE],
                              .value = {p + NCP_PARAM_LEN, len - NCP_PARAM_LEN}};
    c->at += len;
    return true;
}

/* Types */

// clang-format off
static const struct ncp_type types[] = {
    [NCP_I32]       = { "i32", NCP_SHAPE_NUMBER, WS_I32 },
    [NCP_U32]       = { "u32", NCP_SHAPE_NUMBER, WS_U32 },
    [NCP_STRING]    = { "string", NCP_SHAPE_TEXT, 0 },
    [NCP_I64]       = { "i64", NCP_SHAPE_NUMBER, WS_I64 },
    [NCP_U64]       = { "u64", NCP_SHAPE_NUMBER, WS_U64 },
    [NCP_F32]       = { "f32", NCP_SHAPE_NUMBER, WS_F32 },
    [NCP_F64]       = { "f64", NCP_SHAPE_NUMBER, WS_F64 },
    [NCP_RAW]       = { "raw", NCP_SHAPE_RAW, 0 },
    [NCP_U8_ARRAY]  = { "u8_array", NCP_SHAPE_ARRAY, WS_U8 },
    [NCP_U16_ARRAY] = { "u16_array", NCP_SHAPE_ARRAY, WS_U16 },
    [NCP_U32_ARRAY] = { "u32_array", NCP_SHAPE_ARRAY, WS_U32 },
    [NCP_I8_ARRAY]  = { "i8_array", NCP_SHAPE_ARRAY, WS_I8 },
    [NCP_I16_ARRAY] = { "i16_array", NCP_SHAPE_ARRAY, WS_I16 },
    [NCP_I32_ARRAY] = { "i32_array", NCP_SHAPE_ARRAY, WS_I32 },
    [NCP_U64_ARRAY] = { "u64_array", NCP_SHAPE_ARRAY, WS_U64 },
    [NCP_I64_ARRAY] = { "i64_array", NCP_SHAPE_ARRAY, WS_I64 },
    [NCP_F32_ARRAY] = { "f32_array", NCP_SHAPE_ARRAY, WS_F32 },
    [NCP_F64_ARRAY] = { "f64_array", NCP_SHAPE_ARRAY, WS_F64 },
};
// clang-format on

const struct ncp_type *ncp_type_of(uint8_t code)
{
    static const struct ncp_type unknown = {"unknown", NCP_SHAPE_UNKNOWN, 0};
    return code < WS_LEN(types) && types[code].name ? &types[code] : &unknown;
}

int ncp_type_named(struct ws_bytes name)
{
    for (size_t i = 0; i < WS_LEN(types); i++)
        if (types[i].name && strlen(types[i].name) == name.len &&
            memcmp(types[i].name, name.data, name.len) == 0)
            return (int)i;
    return -1;
}

struct ws_bytes ncp_text_of(struct ws_bytes value)
{
    const uint8_t *nul = value.len ? memchr(value.data, 0, value.len) : NULL;
    return ws_bytes_upto(value, nul ? (size_t)(nul - value.data) : value.len);
}

int ncp_value_check(const struct ncp_type *type, struct ws_bytes value)
{
    size_t size = type->element & 0xffu;
    struct ws_bytes text;

    switch ((enum ncp_shape)type->shape) {
    case NCP_SHAPE_UNKNOWN:
        return NCP_UNKNOWN_TYPE;
    case NCP_SHAPE_NUMBER:
        return value.len == size ? -1 : NCP_VALUE_LENGTH;
    case NCP_SHAPE_ARRAY:
        return value.len % size == 0 ? -1 : NCP_VALUE_LENGTH;
    case NCP_SHAPE_TEXT:
        text = ncp_text_of(value);
        return ws_utf8_valid(text.data, text.len) ? -1 : NCP_BAD_ENCODING;
    case NCP_SHAPE_RAW:
        break;
    }
    return -1;
}

/* Packets */

static void find(struct ncp_survey *s, enum ncp_note note, size_t at)
{
    if (s->notes[note].n++ == 0)
        s->notes[note].first = at;
}

static void survey_params(struct ncp_survey *s, struct ws_bytes fields,
                          const struct ncp_field *field)
{
    struct ncp_params params = ncp_params_of(fields, field);
    struct ncp_param p;
    uint16_t fault;

    while (ncp_param_take(&params, &p, &fault)) {
        int wrong = ncp_value_check(ncp_type_of(p.type_id), p.value);
        if (wrong >= 0)
            find(s, (enum ncp_note)wrong, NCP_HEADER_LEN + p.at);
    }
    if (params.n_footers)
        find(s, NCP_EMBEDDED_FOOTER, NCP_HEADER_LEN + params.first_footer);
    s->faulty = s->faulty || fault;
}

struct ncp_survey ncp_survey(struct ws_bytes packet)
{
    enum { MAX_NANOTIME = 999999999 };
    struct ws_bytes fields = ncp_fields_of(packet);
    struct ws_cursor c = ws_cursor(fields);
    struct ncp_survey s = {.n_fields = 0};
    struct ncp_field f;
    uint16_t fault;

    if (ws_load_le(packet.data + NCP_AT_FORMAT, 4) != 1)
        find(&s, NCP_FORMAT_ID, NCP_AT_FORMAT);
    if (ws_load_le(packet.data + NCP_AT_NANOTIME, 4) > MAX_NANOTIME)
        find(&s, NCP_BAD_NANOTIME, NCP_AT_NANOTIME);
    while (!s.faulty && ncp_field_take(&c, &f, &fault)) {
        if (s.n_fields++ == 0)
            s.first_name = f.name;
        survey_params(&s, fields, &f);
    }
    s.faulty = s.faulty || fault;
    return s;
}
