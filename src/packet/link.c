/* Link layers: Ethernet with VLAN tags, Linux cooked, BSD loopback, PPP, raw IP. */
#include "packet/layers.h"

#include "capture/link.h"

/* IEEE 802 Numbers (IANA). */
enum {
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_IPV6 = 0x86dd,
    ETHERTYPE_8021Q = 0x8100,
    ETHERTYPE_8021AD = 0x88a8,
    ETHERTYPE_QINQ = 0x9100,
    ETHERTYPE_MPLS = 0x8847,
    ETHERTYPE_MPLS_MULTICAST = 0x8848,
    ETHERTYPE_PPPOE_SESSION = 0x8864,
};

enum { ETHERNET_LEN = 14, VLAN_LEN = 4, SLL_LEN = 16, SLL2_LEN = 20, LOOPBACK_LEN = 4 };

enum ws_packet_outcome ws_ethertype_decode(uint16_t type, struct ws_rest *rest,
                                           struct ws_segment *ret)
{
    while (type == ETHERTYPE_8021Q || type == ETHERTYPE_8021AD || type == ETHERTYPE_QINQ) {
        const uint8_t *tag = ws_rest_take(rest, VLAN_LEN);
        if (!tag)
            return ws_rest_short(rest, VLAN_LEN);
        if (ret->vlan < 0)
            ret->vlan = ws_be16(tag) & 0x0fff;
        type = ws_be16(tag + 2);
    }
    switch (type) {
    case ETHERTYPE_IPV4:
        return ws_ipv4_decode(rest, ret);
    case ETHERTYPE_IPV6:
        return ws_ipv6_decode(rest, ret);
    case ETHERTYPE_MPLS:
    case ETHERTYPE_MPLS_MULTICAST:
        return ws_mpls_decode(rest, ret);
    case ETHERTYPE_PPPOE_SESSION:
        return ws_pppoe_decode(rest, ret);
    default:
        return WS_PACKET_NOT_IP;
    }
}

/* A header of `len` bytes with an ethertype `at` its offset. */
static enum ws_packet_outcome with_ethertype(size_t len, size_t at, struct ws_rest *rest,
                                             struct ws_segment *ret)
{
    const uint8_t *header = ws_rest_take(rest, len);
    if (!header)
        return ws_rest_short(rest, len);
    return ws_ethertype_decode(ws_be16(header + at), rest, ret);
}

enum ws_packet_outcome ws_ethernet_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    return with_ethertype(ETHERNET_LEN, 12, rest, ret);
}

/* The address family is in the capturing host's byte order, and IPv6's number is that host's. */
static enum ws_packet_outcome loopback(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { INET = 2, INET6_LINUX = 10, INET6_BSD = 24, INET6_FREEBSD = 28, INET6_DARWIN = 30 };
    const uint8_t *header = ws_rest_take(rest, LOOPBACK_LEN);
    if (!header)
        return ws_rest_short(rest, LOOPBACK_LEN);
    uint32_t family = ws_be32(header);
    if (family > 0xffff)
        family = __builtin_bswap32(family);
    switch (family) {
    case INET:
        return ws_ipv4_decode(rest, ret);
    case INET6_LINUX:
    case INET6_BSD:
    case INET6_FREEBSD:
    case INET6_DARWIN:
        return ws_ipv6_decode(rest, ret);
    default:
        return WS_PACKET_NOT_IP;
    }
}

/* PPP in HDLC-like framing (RFC 1662), or Cisco's HDLC, which has an ethertype. */
static enum ws_packet_outcome serial(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { CISCO_LEN = 4, CISCO_UNICAST = 0x0f, CISCO_MULTICAST = 0x8f };
    uint8_t address = rest->in.len ? rest->in.data[0] : 0;
    if (address == CISCO_UNICAST || address == CISCO_MULTICAST)
        return with_ethertype(CISCO_LEN, 2, rest, ret);
    return ws_ppp_decode(rest, ret);
}

enum ws_packet_outcome ws_link_decode(int linktype, struct ws_rest *rest, struct ws_segment *ret)
{
    switch ((enum ws_link)linktype) {
    case WS_LINK_EN10MB:
        return ws_ethernet_decode(rest, ret);
    case WS_LINK_LINUX_SLL:
        return with_ethertype(SLL_LEN, 14, rest, ret);
    case WS_LINK_LINUX_SLL2:
        return with_ethertype(SLL2_LEN, 0, rest, ret);
    case WS_LINK_NULL:
    case WS_LINK_LOOP:
        return loopback(rest, ret);
    case WS_LINK_RAW:
    case WS_LINK_IPV4:
    case WS_LINK_IPV6:
        return ws_ip_decode(rest, ret);
    case WS_LINK_PPP:
        return ws_ppp_decode(rest, ret);
    case WS_LINK_PPP_SERIAL:
        return serial(rest, ret);
    case WS_LINK_PPP_ETHER:
        return ws_pppoe_decode(rest, ret);
    }
    return WS_PACKET_UNKNOWN_LINK;
}
