/* IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200). */
#include "packet/layers.h"

#include <string.h>

enum { IPV4_LEN = 20, IPV6_LEN = 40 };

/* Real packets carry one to three extension headers; each kind but one may come only once. */
enum { MAX_EXTENSIONS = 16 };

enum {
    NEXT_HOP_BY_HOP = 0,
    NEXT_ROUTING = 43,
    NEXT_FRAGMENT = 44,
    NEXT_AUTHENTICATION = 51,
    NEXT_NONE = 59,
    NEXT_DESTINATION = 60,
    NEXT_MOBILITY = 135,
    NEXT_HIP = 139,
    NEXT_SHIM6 = 140,
};

/* Written as a whole: readers of 8 bytes at once would wait for a smaller write. */
static void set_ipv4(struct ws_endpoint *end, const uint8_t *addr)
{
    uint64_t words[2] = {0};
    memcpy(words, addr, 4);
    memcpy(end->addr, words, sizeof(end->addr));
}

static enum ws_packet_outcome take_fragment(uint8_t proto, struct ws_fragment fragment,
                                            const struct ws_rest *rest, struct ws_segment *ret)
{
    ret->proto = proto;
    ret->fragment = fragment;
    ret->payload = rest->in;
    ret->missing = (uint32_t)(rest->wire - rest->in.len);
    ret->depth = (uint8_t)rest->depth;
    return WS_PACKET_FRAGMENT;
}

enum ws_packet_outcome ws_ipv4_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    if (rest->in.len < IPV4_LEN)
        return ws_rest_short(rest, IPV4_LEN);
    const uint8_t *ip = rest->in.data;
    size_t header_len = (size_t)(ip[0] & 0x0f) * 4;
    size_t total = ws_be16(ip + 2);
    if (total == 0)
        total = rest->wire;
    if (ip[0] >> 4 != 4 || header_len < IPV4_LEN || header_len > total || total > rest->wire)
        return WS_PACKET_BAD_HEADER;
    ws_rest_cut(rest, total);
    if (!ws_rest_take(rest, header_len))
        return WS_PACKET_TRUNCATED;
    ret->family = 4;
    ret->ip = ip;
    ret->ip_id = ws_be16(ip + 4);
    set_ipv4(&ret->src, ip + 12);
    set_ipv4(&ret->dst, ip + 16);
    unsigned fragment = ws_be16(ip + 6);
    if (fragment & 0x3fff)
        return take_fragment(
            ip[9],
            (struct ws_fragment){ret->ip_id, (uint16_t)(fragment << 3), (fragment & 0x2000) != 0},
            rest, ret);
    return ws_transport_decode(ip[9], rest, ret);
}

/* The length of the extension header of type `next` that starts with `head`; 0: it is none. */
static size_t extension_len(uint8_t next, const uint8_t *head)
{
    switch (next) {
    case NEXT_HOP_BY_HOP:
    case NEXT_ROUTING:
    case NEXT_DESTINATION:
    case NEXT_MOBILITY:
    case NEXT_HIP:
    case NEXT_SHIM6:
        return (head[1] + 1u) * 8u;
    case NEXT_AUTHENTICATION:
        return (head[1] + 2u) * 4u;
    case NEXT_FRAGMENT:
        return 8;
    default:
        return 0;
    }
}

/* An atomic fragment (RFC 6946), offset 0 and none to follow, is a whole packet. */
static bool is_fragment(uint8_t next, const uint8_t *head)
{
    return next == NEXT_FRAGMENT && (ws_be16(head + 2) & 0xfff9) != 0;
}

static enum ws_packet_outcome after_extensions(uint8_t next, struct ws_rest *rest,
                                               struct ws_segment *ret)
{
    static const uint8_t none[2];

    for (int i = 0; i < MAX_EXTENSIONS; i++) {
        bool there = rest->in.len >= sizeof(none);
        size_t len = extension_len(next, there ? rest->in.data : none);
        if (len == 0)
            return ws_transport_decode(next, rest, ret);
        if (!there)
            return ws_rest_short(rest, len);
        const uint8_t *head = ws_rest_take(rest, len);
        if (!head)
            return ws_rest_short(rest, len);
        if (is_fragment(next, head))
            return take_fragment(
                head[0],
                (struct ws_fragment){ws_be32(head + 4), ws_be16(head + 2) & 0xfff8, head[3] & 1},
                rest, ret);
        next = head[0];
    }
    return WS_PACKET_BAD_HEADER;
}

enum ws_packet_outcome ws_ipv6_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    const uint8_t *ip = ws_rest_take(rest, IPV6_LEN);
    if (!ip)
        return ws_rest_short(rest, IPV6_LEN);
    size_t len = ws_be16(ip + 4);
    if (len == 0 && ip[6] != NEXT_NONE)
        len = rest->wire;
    if (ip[0] >> 4 != 6 || len > rest->wire)
        return WS_PACKET_BAD_HEADER;
    ws_rest_cut(rest, len);
    ret->family = 6;
    ret->ip = NULL;
    ret->ip_id = 0;
    memcpy(ret->src.addr, ip + 8, 16);
    memcpy(ret->dst.addr, ip + 24, 16);
    return after_extensions(ip[6], rest, ret);
}

enum ws_packet_outcome ws_ip_payload_decode(uint8_t proto, struct ws_rest *rest,
                                            struct ws_segment *ret)
{
    return ret->family == 6 ? after_extensions(proto, rest, ret)
                            : ws_transport_decode(proto, rest, ret);
}

enum ws_packet_outcome ws_ip_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    if (rest->in.len == 0)
        return ws_rest_short(rest, 1);
    switch (rest->in.data[0] >> 4) {
    case 4:
        return ws_ipv4_decode(rest, ret);
    case 6:
        return ws_ipv6_decode(rest, ret);
    default:
        return WS_PACKET_NOT_IP;
    }
}
