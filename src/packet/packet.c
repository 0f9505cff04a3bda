/* Frames to segments: TCP (RFC 9293) and UDP (RFC 768) headers. */
#include "packet/packet.h"

#include "packet/layers.h"

enum { TCP_LEN = 20, UDP_LEN = 8 };

enum { PROTO_IPV4 = 4, PROTO_IPV6 = 41, PROTO_GRE = 47 };

static void set_payload(struct ws_segment *ret, const struct ws_rest *rest)
{
    ret->payload = rest->in;
    ret->missing = (uint32_t)(rest->wire - rest->in.len);
}

static void set_ports(struct ws_segment *ret, const uint8_t *header)
{
    ret->src.port = ws_be16(header);
    ret->dst.port = ws_be16(header + 2);
}

/* Options are skipped; where the snapshot cut them off, all the payload is missing. */
static enum ws_packet_outcome decode_tcp(struct ws_rest *rest, struct ws_segment *ret)
{
    const uint8_t *tcp = ws_rest_take(rest, TCP_LEN);
    if (!tcp)
        return ws_rest_short(rest, TCP_LEN);
    size_t header_len = (size_t)(tcp[12] >> 4) * 4;
    if (header_len < TCP_LEN || header_len - TCP_LEN > rest->wire)
        return WS_PACKET_BAD_HEADER;
    size_t options = header_len - TCP_LEN;
    rest->in = ws_bytes_from(rest->in, options);
    rest->wire -= options;

    ret->proto = WS_PROTO_TCP;
    ret->header = tcp;
    ret->seq = ws_be32(tcp + 4);
    ret->ack = ws_be32(tcp + 8);
    ret->flags = tcp[13];
    ret->window = ws_be16(tcp + 14);
    set_ports(ret, tcp);
    set_payload(ret, rest);
    return WS_PACKET_TCP;
}

static enum ws_packet_outcome decode_udp(struct ws_rest *rest, struct ws_segment *ret)
{
    const uint8_t *udp = ws_rest_take(rest, UDP_LEN);
    if (!udp)
        return ws_rest_short(rest, UDP_LEN);
    size_t len = ws_be16(udp + 4);
    if (len < UDP_LEN || len - UDP_LEN > rest->wire)
        return WS_PACKET_BAD_HEADER;
    ws_rest_cut(rest, len - UDP_LEN);

    if (ws_be16(udp + 2) == WS_VXLAN_PORT && ws_vxlan_is(rest))
        return ws_vxlan_decode(rest, ret);

    ret->proto = WS_PROTO_UDP;
    ret->header = udp;
    ret->udp_checksum = ws_be16(udp + 6);
    ret->seq = ret->ack = 0;
    ret->flags = 0;
    ret->window = 0;
    set_ports(ret, udp);
    set_payload(ret, rest);
    return WS_PACKET_UDP;
}

enum ws_packet_outcome ws_transport_decode(uint8_t proto, struct ws_rest *rest,
                                           struct ws_segment *ret)
{
    switch (proto) {
    case WS_PROTO_TCP:
        return decode_tcp(rest, ret);
    case WS_PROTO_UDP:
        return decode_udp(rest, ret);
    case PROTO_IPV4:
        return ws_rest_enter(rest) ? ws_ipv4_decode(rest, ret) : WS_PACKET_TUNNEL;
    case PROTO_IPV6:
        return ws_rest_enter(rest) ? ws_ipv6_decode(rest, ret) : WS_PACKET_TUNNEL;
    case PROTO_GRE:
        return ws_gre_decode(rest, ret);
    default:
        return WS_PACKET_OTHER_TRANSPORT;
    }
}

enum ws_packet_outcome ws_packet_decode(int linktype, struct ws_bytes frame, uint32_t wire_len,
                                        struct ws_segment *ret)
{
    struct ws_rest rest = {frame, wire_len > frame.len ? wire_len : frame.len, 0};
    ret->vlan = -1;
    ret->header = NULL; /* stays so for fragments */
    return ws_link_decode(linktype, &rest, ret);
}

enum ws_packet_outcome ws_packet_decode_payload(const struct ws_segment *fragment,
                                                struct ws_bytes payload, struct ws_segment *ret)
{
    struct ws_rest rest = {payload, payload.len, fragment->depth};
    *ret = *fragment;
    ret->ip = NULL;
    return ws_rest_enter(&rest) ? ws_ip_payload_decode(fragment->proto, &rest, ret)
                                : WS_PACKET_TUNNEL;
}

const char *ws_packet_outcome_name(enum ws_packet_outcome outcome)
{
    static const char *const names[] = {
#define NAME(upper, lower, doc) [WS_PACKET_##upper] = #lower,
        WS_PACKET_OUTCOME_MAP(NAME)
#undef NAME
    };
    return outcome < WS_PACKET_N_OUTCOMES ? names[outcome] : "unknown";
}
