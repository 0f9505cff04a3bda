/* Values of events beside those of an expression. */
#include "filter/value.h"

#include <math.h>
#include <string.h>

#include "message/plan.h"
#include "output/address.h"
#include "output/time.h"
#include "output/value.h"

static enum ws_order order_of(int sign)
{
    return sign < 0 ? WS_LESS_THAN : sign > 0 ? WS_GREATER_THAN : WS_EQUAL_TO;
}

static enum ws_order order_numbers(long double a, long double b)
{
    if (isnan(a) || isnan(b))
        return WS_NOT_ORDERED;
    return order_of((a > b) - (a < b));
}

static enum ws_order order_bytes(struct ws_bytes a, struct ws_bytes b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int sign = len > 0 ? memcmp(a.data, b.data, len) : 0;
    return order_of(sign ? sign : (a.len > b.len) - (a.len < b.len));
}

static struct ws_bytes bytes_of(const struct ws_node *node)
{
    return (struct ws_bytes){node->len > 0 ? node->as.data : (const uint8_t *)"", node->len};
}

static long double number_of(const struct ws_node *node)
{
    switch ((enum ws_kind_of_value)node->kind) {
    case WS_V_INT:
        return (long double)node->as.i;
    case WS_V_REAL:
        return (long double)node->as.f;
    default:
        return (long double)node->as.u;
    }
}

static bool has_names(const struct ws_node *node)
{
    return node->row && node->row->field && node->row->field->names;
}

static enum ws_order order_number(const struct ws_node *node, const struct ws_filter_value *value)
{
    unsigned kind = node->kind == WS_V_BOOL ? WS_PATH_NUMBER | WS_PATH_BOOL : WS_PATH_NUMBER;
    uint8_t room[WS_NODE_TEXT_MAX + 1];
    enum ws_charset charset;

    if (value->can & kind)
        return order_numbers(number_of(node), value->number);
    if (!has_names(node) || !(value->can & WS_PATH_TEXT))
        return WS_INCOMPARABLE;
    struct ws_bytes name = ws_filter_node_text(node, room, &charset);
    bool equal = name.data && order_bytes(name, value->text) == WS_EQUAL_TO;
    return equal ? WS_EQUAL_TO : WS_NOT_ORDERED;
}

static enum ws_order order_text(const struct ws_node *node, const struct ws_filter_value *value)
{
    bool narrow = node->kind == WS_V_TEXT && node->size == WS_LATIN1;

    if (!(value->can & WS_PATH_TEXT))
        return WS_INCOMPARABLE;
    if (narrow && !value->narrow.data)
        return WS_NOT_ORDERED;
    return order_bytes(bytes_of(node), narrow ? value->narrow : value->text);
}

/* The address whole: a prefix of one may have come with fewer bytes. */
static void fill_ip(const struct ws_node *node, uint8_t whole[16])
{
    memset(whole, 0, 16);
    if (node->len > 0)
        memcpy(whole, node->as.data, node->len < 16 ? node->len : 16);
}

static enum ws_order order_ip(const struct ws_node *node, const struct ws_filter_value *value)
{
    uint8_t whole[16];
    size_t bytes = value->ip_bits / 8, rest = value->ip_bits % 8;

    if (!(value->can & WS_PATH_IP) || node->size != value->ip_len)
        return value->can & WS_PATH_IP ? WS_NOT_ORDERED : WS_INCOMPARABLE;
    fill_ip(node, whole);
    int sign = memcmp(whole, value->ip, bytes);
    if (sign == 0 && rest > 0)
        sign = (whole[bytes] >> (8 - rest)) - (value->ip[bytes] >> (8 - rest));
    return order_of(sign);
}

static enum ws_order order_time(const struct ws_node *node, const struct ws_filter_value *value)
{
    if (!(value->can & WS_PATH_TIME))
        return WS_INCOMPARABLE;
    int sign = (node->as.i > value->seconds) - (node->as.i < value->seconds);
    return order_of(sign ? sign : (node->len > value->ns) - (node->len < value->ns));
}

enum ws_order ws_filter_value_order(const struct ws_node *node, const struct ws_filter_value *value)
{
    switch ((enum ws_kind_of_value)node->kind) {
    case WS_V_UINT:
    case WS_V_INT:
    case WS_V_BOOL:
    case WS_V_REAL:
        return order_number(node, value);
    case WS_V_TEXT:
    case WS_V_NAME:
        return order_text(node, value);
    case WS_V_HEX:
        return value->can & WS_PATH_BYTES ? order_bytes(bytes_of(node), value->bytes)
                                          : WS_INCOMPARABLE;
    case WS_V_MAC:
        return value->can & WS_PATH_MAC ? order_bytes(bytes_of(node), value->bytes)
                                        : WS_INCOMPARABLE;
    case WS_V_IP:
        return order_ip(node, value);
    case WS_V_TIME:
        return order_time(node, value);
    case WS_V_NULL:
    case WS_V_OBJECT:
    case WS_V_ARRAY:
    case WS_V_NUMBERS:
    case WS_V_KEY:
        break;
    }
    return WS_INCOMPARABLE;
}

static bool holds(struct ws_bytes all, struct ws_bytes part)
{
    return part.len == 0 || (all.len > 0 && memmem(all.data, all.len, part.data, part.len));
}

bool ws_filter_value_is_in(const struct ws_node *node, const struct ws_filter_value *value)
{
    uint8_t room[WS_NODE_TEXT_MAX + 1];
    enum ws_charset charset = WS_UTF8;
    struct ws_bytes text = ws_filter_node_text(node, room, &charset);

    if (!text.data)
        return false;
    if (node->kind == WS_V_HEX)
        return value->can & WS_PATH_BYTES && holds(text, value->bytes);
    if (charset == WS_LATIN1)
        return value->narrow.data && holds(text, value->narrow);
    return holds(text, value->text);
}

static struct ws_bytes short_text(const struct ws_node *node, uint8_t *room)
{
    uint8_t whole[16];
    char *out = (char *)room;
    size_t len;

    if (node->kind == WS_V_MAC) {
        len = ws_mac_text(out, node->as.data, node->len < 8 ? node->len : 8);
    } else if (node->kind == WS_V_IP) {
        fill_ip(node, whole);
        len = ws_ip_text(out, whole, node->size);
    } else {
        len = ws_time_rfc3339(out, node->as.i, node->len);
    }
    return (struct ws_bytes){room, len};
}

struct ws_bytes ws_filter_node_text(const struct ws_node *node, uint8_t *room,
                                    enum ws_charset *ret_charset)
{
    struct ws_buf name = {.data = room, .cap = WS_NODE_TEXT_MAX + 1, .max = WS_NODE_TEXT_MAX + 1};

    *ret_charset = WS_UTF8;
    switch ((enum ws_kind_of_value)node->kind) {
    case WS_V_HEX:
        *ret_charset = WS_LATIN1;
        return bytes_of(node);
    case WS_V_TEXT:
        *ret_charset = node->size == WS_LATIN1 ? WS_LATIN1 : WS_UTF8;
        return bytes_of(node);
    case WS_V_NAME:
        return bytes_of(node);
    case WS_V_MAC:
    case WS_V_IP:
    case WS_V_TIME:
        return short_text(node, room);
    default:
        return (struct ws_bytes){ws_value_name(node, &name) ? room : NULL, name.len};
    }
}
