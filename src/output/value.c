/* Values as plain text, and what every form of output asks about them. */
#include "output/value.h"

#include <math.h>
#include <string.h>

#include "message/number.h"
#include "message/plan.h"
#include "output/address.h"

bool ws_value_is_secret(const struct ws_print *print, const struct ws_node *value)
{
    bool row = value->row && value->row->field && value->row->field->purpose & WS_SECRET;
    return (row || value->flags & WS_NODE_SECRET) && !print->secrets;
}

bool ws_value_holds_secret(const struct ws_print *print, const struct ws_node *object)
{
    const struct ws_tlv *tlv = object->row ? ws_node_tlv(object) : NULL;
    return tlv && tlv->purpose & WS_SECRET && !print->secrets;
}

bool ws_value_is_tlv_head(const struct ws_node *member)
{
    static const char *const heads[] = {"type", "name", "length"};
    struct ws_bytes key = ws_node_key(member);

    for (size_t i = 0; i < WS_LEN(heads); i++)
        if (key.len == strlen(heads[i]) && memcmp(key.data, heads[i], key.len) == 0)
            return true;
    return false;
}

bool ws_value_int(const struct ws_node *value, int64_t *ret)
{
    if (value->kind == WS_V_INT)
        *ret = value->as.i;
    else if (value->kind == WS_V_UINT || value->kind == WS_V_BOOL)
        *ret = (int64_t)value->as.u;
    else
        return false;
    return true;
}

static bool names_are_bits(const struct ws_row *row)
{
    return row->field->flags & WS_NAMES_ARE_BITS;
}

/* A bit is named when all of its bits are set: names of several bits, and of none, are allowed. */
static bool bit_names(const struct ws_names *names, uint64_t value, struct ws_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < names->n; i++) {
        uint64_t bits = (uint64_t)names->list[i].value;
        if ((value & bits) != bits || (bits == 0 && value != 0))
            continue;
        if (out && any)
            ws_buf_byte(out, '|');
        if (out)
            ws_buf_text(out, names->list[i].name);
        any = true;
    }
    return any;
}

static bool find_name(const struct ws_node *value, struct ws_buf *out)
{
    int64_t number;
    size_t len;

    if (!value->row || !value->row->field || !value->row->field->names ||
        !ws_value_int(value, &number))
        return false;
    if (value->kind == WS_V_BOOL && value->row->field->type == WS_ANY)
        return false; /* it could have been a number, and is none */
    if (names_are_bits(value->row))
        return bit_names(value->row->field->names, (uint64_t)number, out);
    const char *name = ws_row_name_of(value->row, number, &len);
    if (name && out)
        ws_buf_add(out, name, len);
    return name != NULL;
}

bool ws_value_name(const struct ws_node *value, struct ws_buf *out)
{
    return find_name(value, out);
}

bool ws_value_has_name(const struct ws_node *value)
{
    return find_name(value, NULL);
}

static double load_real(uint64_t bits, size_t size)
{
    double wide;
    float narrow;
    uint32_t low = (uint32_t)bits;

    if (size == sizeof(wide)) {
        memcpy(&wide, &bits, sizeof(wide));
        return wide;
    }
    memcpy(&narrow, &low, sizeof(narrow));
    return (double)narrow;
}

struct ws_node ws_value_element(const struct ws_node *numbers, size_t i)
{
    size_t size = numbers->size;
    const uint8_t *at = numbers->as.data + i * size;
    uint64_t bits = numbers->flags & WS_NODE_LITTLE ? ws_load_le(at, size) : ws_load_be(at, size);
    struct ws_node element = {.row = numbers->row, .span = 1, .kind = WS_V_UINT};

    element.as.u = bits;
    if (numbers->flags & WS_NODE_FLOAT) {
        element.kind = WS_V_REAL;
        element.as.f = load_real(bits, size);
    } else if (numbers->flags & WS_NODE_SIGNED) {
        element.kind = WS_V_INT;
        element.as.i = ws_sign_extend(bits, (unsigned)size * 8);
    } else if (numbers->flags & WS_NODE_BOOL) {
        element.kind = WS_V_BOOL;
        element.as.u = bits != 0;
    }
    return element;
}

void ws_put_u64(struct ws_buf *out, uint64_t v)
{
    char *room = (char *)ws_buf_room(out, WS_U64_TEXT_MAX);
    if (room)
        out->len += ws_u64_text(room, v);
}

void ws_put_i64(struct ws_buf *out, int64_t v)
{
    char *room = (char *)ws_buf_room(out, WS_I64_TEXT_MAX);
    if (room)
        out->len += ws_i64_text(room, v);
}

void ws_put_double(struct ws_buf *out, double v)
{
    char *room = (char *)ws_buf_room(out, WS_DOUBLE_TEXT_MAX);
    if (isnan(v))
        ws_buf_text(out, "NaN");
    else if (isinf(v))
        ws_buf_text(out, v < 0 ? "-Infinity" : "Infinity");
    else if (room)
        out->len += ws_double_text(room, v);
}

void ws_put_hex_text(struct ws_buf *out, struct ws_bytes bytes)
{
    char *room = (char *)ws_buf_room(out, 2 * bytes.len);
    if (room && bytes.len > 0)
        out->len += ws_hex_text(room, bytes.data, bytes.len);
}

static void latin1_text(struct ws_bytes text, struct ws_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] >= 0x80)
            ws_buf_byte(out, (uint8_t)(0xc0 | text.data[i] >> 6));
        ws_buf_byte(out, text.data[i] < 0x80 ? text.data[i] : 0x80 | (text.data[i] & 0x3f));
    }
}

static void numbers_text(const struct ws_node *value, struct ws_buf *out)
{
    for (size_t i = 0; i < value->len; i++) {
        struct ws_node element = ws_value_element(value, i);
        if (i > 0)
            ws_buf_add(out, ", ", 2);
        ws_value_text(&element, out);
    }
}

/* A peer's time may have a second of nanoseconds or more: shown as it is, not carried over. */
static size_t time_text(char *room, int64_t seconds, uint32_t ns)
{
    enum { TAIL = 10 /* 000000000Z */ };

    if (ns < 1000000000)
        return ws_time_rfc3339(room, seconds, ns);
    size_t len = ws_time_rfc3339(room, seconds, 0) - TAIL;
    len += ws_u64_text(room + len, ns);
    room[len++] = 'Z';
    return len;
}

static void short_text(const struct ws_node *value, struct ws_buf *out)
{
    char *room = (char *)ws_buf_room(out, WS_TIME_MAX);
    if (!room)
        return;
    if (value->kind == WS_V_MAC)
        out->len += ws_mac_text(room, value->as.data, value->len < 8 ? value->len : 8);
    else
        out->len += time_text(room, value->as.i, value->len);
}

static void ip_text(const struct ws_node *value, struct ws_buf *out)
{
    uint8_t whole[16] = {0};
    char *room = (char *)ws_buf_room(out, WS_IP_TEXT_MAX);

    if (!room)
        return;
    if (value->len > 0)
        memcpy(whole, value->as.data, value->len < value->size ? value->len : value->size);
    out->len += ws_ip_text(room, whole, value->size);
}

void ws_value_text(const struct ws_node *value, struct ws_buf *out)
{
    struct ws_bytes bytes = {value->as.data, value->len};

    switch ((enum ws_kind_of_value)value->kind) {
    case WS_V_NULL:
        ws_buf_text(out, "null");
        break;
    case WS_V_UINT:
        ws_put_u64(out, value->as.u);
        break;
    case WS_V_INT:
        ws_put_i64(out, value->as.i);
        break;
    case WS_V_BOOL:
        ws_buf_text(out, value->as.u ? "true" : "false");
        break;
    case WS_V_REAL:
        ws_put_double(out, value->as.f);
        break;
    case WS_V_TEXT:
        if (value->size == WS_LATIN1)
            latin1_text(bytes, out);
        else
            ws_buf_add(out, bytes.data, bytes.len);
        break;
    case WS_V_NAME:
        ws_buf_add(out, bytes.data, bytes.len);
        break;
    case WS_V_HEX:
        ws_put_hex_text(out, bytes);
        break;
    case WS_V_MAC:
    case WS_V_TIME:
        short_text(value, out);
        break;
    case WS_V_IP:
        ip_text(value, out);
        break;
    case WS_V_NUMBERS:
        numbers_text(value, out);
        break;
    case WS_V_OBJECT:
    case WS_V_ARRAY:
    case WS_V_KEY:
        break;
    }
}
