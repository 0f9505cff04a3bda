/* Private to src/packet: what the layers hand to each other. */
#ifndef WS_PACKET_LAYERS_H
#define WS_PACKET_LAYERS_H

#include "packet/packet.h"

/** What is left of a frame: the bytes captured, and how many the wire had, never fewer. */
struct ws_rest {
    struct ws_bytes in;
    size_t wire;
    unsigned depth; /* tunnels that were entered */
};

/** Enters one more tunnel; false: there are too many, and decoding goes no deeper. */
static inline bool ws_rest_enter(struct ws_rest *rest)
{
    return rest->depth++ < WS_MAX_TUNNELS;
}

/** The next `n` bytes, or NULL (and nothing is taken) when fewer were captured. */
static inline const uint8_t *ws_rest_take(struct ws_rest *rest, size_t n)
{
    if (n > rest->in.len)
        return NULL;
    const uint8_t *p = rest->in.data;
    rest->in = (struct ws_bytes){p + n, rest->in.len - n};
    rest->wire -= n;
    return p;
}

/** Why `n` bytes could not be taken. */
static inline enum ws_packet_outcome ws_rest_short(const struct ws_rest *rest, size_t n)
{
    return n > rest->wire ? WS_PACKET_BAD_HEADER : WS_PACKET_TRUNCATED;
}

/** Drops what lies behind the first `n` bytes on the wire; n <= rest->wire. */
static inline void ws_rest_cut(struct ws_rest *rest, size_t n)
{
    rest->in = ws_bytes_upto(rest->in, n);
    rest->wire = n;
}

/** Explicit, since gcc 12 does not turn ws_load_be's loop into one load at -O2. */
static inline uint16_t ws_be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t ws_be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/** From a link layer's payload, what an ethertype names, an IP packet, an IP payload on. */
enum ws_packet_outcome ws_link_decode(int linktype, struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_ethernet_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_ethertype_decode(uint16_t type, struct ws_rest *rest,
                                           struct ws_segment *ret);
enum ws_packet_outcome ws_ip_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_ipv4_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_ipv6_decode(struct ws_rest *rest, struct ws_segment *ret);
/** `proto` may be an extension header of IPv6 where ret->family is 6. */
enum ws_packet_outcome ws_ip_payload_decode(uint8_t proto, struct ws_rest *rest,
                                            struct ws_segment *ret);
enum ws_packet_outcome ws_transport_decode(uint8_t proto, struct ws_rest *rest,
                                           struct ws_segment *ret);

/** From the header of a tunnel on. */
enum ws_packet_outcome ws_mpls_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_ppp_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_pppoe_decode(struct ws_rest *rest, struct ws_segment *ret);
enum ws_packet_outcome ws_gre_decode(struct ws_rest *rest, struct ws_segment *ret);

enum { WS_VXLAN_PORT = 4789 };

/** Whether a UDP payload begins as VXLAN does, and what is inside. */
bool ws_vxlan_is(const struct ws_rest *rest);
enum ws_packet_outcome ws_vxlan_decode(struct ws_rest *rest, struct ws_segment *ret);

#endif
