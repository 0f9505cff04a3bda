/* Tunnels: MPLS (RFC 3032), PPP (RFC 1661), PPPoE (RFC 2516), GRE (RFC 2784, 2890), VXLAN (7348).
 */
#include "packet/layers.h"

/* The payload's kind is not told: by its first half-byte (RFC 4928); 0 is the control word of an
 * Ethernet pseudowire (RFC 4448). */
static enum ws_packet_outcome after_labels(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { CONTROL_WORD_LEN = 4 };

    if (rest->in.len == 0)
        return ws_rest_short(rest, 1);
    switch (rest->in.data[0] >> 4) {
    case 4:
    case 6:
        return ws_ip_decode(rest, ret);
    case 0:
        if (!ws_rest_take(rest, CONTROL_WORD_LEN))
            return ws_rest_short(rest, CONTROL_WORD_LEN);
        return ws_ethernet_decode(rest, ret);
    default:
        return WS_PACKET_TUNNEL;
    }
}

enum ws_packet_outcome ws_mpls_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { LABEL_LEN = 4, BOTTOM = 1 };
    const uint8_t *label;

    if (!ws_rest_enter(rest))
        return WS_PACKET_TUNNEL;
    do {
        label = ws_rest_take(rest, LABEL_LEN);
        if (!label)
            return ws_rest_short(rest, LABEL_LEN);
    } while (!(label[2] & BOTTOM));
    return after_labels(rest, ret);
}

/* The protocol's number, of one byte where that is odd (RFC 1661 section 6.5); -1: not there. */
static int take_ppp_protocol(struct ws_rest *rest)
{
    const uint8_t *p = ws_rest_take(rest, 1);
    if (!p || p[0] & 1)
        return p ? p[0] : -1;
    const uint8_t *low = ws_rest_take(rest, 1);
    return low ? p[0] << 8 | low[0] : -1;
}

enum ws_packet_outcome ws_ppp_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { IPV4 = 0x0021, IPV6 = 0x0057, MPLS = 0x0281, MPLS_MULTICAST = 0x0283 };
    enum { ALL_STATIONS = 0xff, UNNUMBERED = 0x03, HDLC_LEN = 2 };

    if (rest->in.len >= HDLC_LEN && rest->in.data[0] == ALL_STATIONS &&
        rest->in.data[1] == UNNUMBERED)
        ws_rest_take(rest, HDLC_LEN);
    switch (take_ppp_protocol(rest)) {
    case -1:
        return ws_rest_short(rest, 1);
    case IPV4:
        return ws_ipv4_decode(rest, ret);
    case IPV6:
        return ws_ipv6_decode(rest, ret);
    case MPLS:
    case MPLS_MULTICAST:
        return ws_mpls_decode(rest, ret);
    default:
        return WS_PACKET_NOT_IP;
    }
}

enum ws_packet_outcome ws_pppoe_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { PPPOE_LEN = 6, VERSION_AND_TYPE = 0x11, SESSION_DATA = 0 };
    const uint8_t *header = ws_rest_take(rest, PPPOE_LEN);

    if (!header)
        return ws_rest_short(rest, PPPOE_LEN);
    if (!ws_rest_enter(rest) || header[0] != VERSION_AND_TYPE || header[1] != SESSION_DATA)
        return WS_PACKET_TUNNEL;
    size_t len = ws_be16(header + 4);
    if (len > rest->wire)
        return WS_PACKET_BAD_HEADER;
    ws_rest_cut(rest, len);
    return ws_ppp_decode(rest, ret);
}

enum ws_packet_outcome ws_gre_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    enum { CHECKSUM = 0x8000, ROUTING = 0x4000, KEY = 0x2000, SEQUENCE = 0x1000, VERSION = 7 };
    enum { GRE_LEN = 4, TRANSPARENT_ETHERNET = 0x6558 };
    const uint8_t *header = ws_rest_take(rest, GRE_LEN);

    if (!header)
        return ws_rest_short(rest, GRE_LEN);
    unsigned flags = ws_be16(header), type = ws_be16(header + 2);
    if (!ws_rest_enter(rest) || flags & (ROUTING | VERSION))
        return WS_PACKET_TUNNEL;
    size_t more = 4 * (size_t)__builtin_popcount(flags & (CHECKSUM | KEY | SEQUENCE));
    if (!ws_rest_take(rest, more))
        return ws_rest_short(rest, more);
    if (type == TRANSPARENT_ETHERNET)
        return ws_ethernet_decode(rest, ret);
    return ws_ethertype_decode((uint16_t)type, rest, ret);
}

enum { VXLAN_LEN = 8 };

/* All but flag I and the network's number are 0: others use the port by chance. */
bool ws_vxlan_is(const struct ws_rest *rest)
{
    const uint8_t *p = rest->in.data;
    return rest->in.len >= VXLAN_LEN && ws_be32(p) == UINT32_C(0x08000000) && p[7] == 0;
}

enum ws_packet_outcome ws_vxlan_decode(struct ws_rest *rest, struct ws_segment *ret)
{
    if (!ws_rest_enter(rest) || !ws_rest_take(rest, VXLAN_LEN))
        return WS_PACKET_TUNNEL;
    return ws_ethernet_decode(rest, ret);
}
