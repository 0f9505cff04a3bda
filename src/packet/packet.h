#ifndef WS_PACKET_PACKET_H
#define WS_PACKET_PACKET_H

#include <stdint.h>

#include "wirespeak/bytes.h"

/** One end of a flow. IPv4 addresses fill the first 4 bytes, the rest is zero. */
struct ws_endpoint {
    uint8_t addr[16];
    uint16_t port;
};

/** TCP flags (RFC 9293 section 3.1). */
enum {
    WS_TCP_FIN = 0x01,
    WS_TCP_SYN = 0x02,
    WS_TCP_RST = 0x04,
    WS_TCP_PSH = 0x08,
    WS_TCP_ACK = 0x10,
    WS_TCP_URG = 0x20,
};

enum { WS_PROTO_TCP = 6, WS_PROTO_UDP = 17 };

/** Headers of tunnels that may stand around a packet. */
enum { WS_MAX_TUNNELS = 16 };

/** A TCP segment or a UDP datagram with the addresses around it, those of the innermost IP. */
struct ws_segment {
    struct ws_endpoint src, dst;
    uint8_t family; /* 4 or 6 */
    uint8_t proto;  /* WS_PROTO_TCP or WS_PROTO_UDP; of a fragment any */
    uint8_t flags;  /* TCP only, like the next three */
    uint16_t window;
    uint32_t seq, ack;
    int32_t vlan;            /* the outermost VLAN's id, -1: none */
    uint32_t missing;        /* bytes behind payload that were on the wire but not captured */
    struct ws_bytes payload; /* borrowed from the frame */
    uint16_t udp_checksum;   /* UDP only: 0 where the sender left it out */
    uint16_t ip_id;          /* IPv4's identification, often 0; 0 with IPv6 */
    uint8_t depth;           /* tunnels around it */
    const uint8_t *ip;       /* the IPv4 header; NULL: IPv6, or put together from fragments */
    const uint8_t *header;   /* of TCP or UDP */
    struct ws_fragment {     /* valid after WS_PACKET_FRAGMENT only */
        uint32_t id;
        uint16_t offset; /* of payload in the IP packet's own, a multiple of 8 */
        bool more;       /* others follow behind it */
    } fragment;
};

/** What became of a frame: enumerator, name in statistics, meaning. The first two are decoded. */
#define WS_PACKET_OUTCOME_MAP(X)                                                                   \
    X(TCP, tcp, "TCP segments")                                                                    \
    X(UDP, udp, "UDP datagrams")                                                                   \
    X(NOT_IP, not_ip, "frames that carry neither IPv4 nor IPv6")                                   \
    X(OTHER_TRANSPORT, other_transport, "IP packets with neither TCP nor UDP")                     \
    X(FRAGMENT, fragment, "fragments of IP packets, but for those that complete one")              \
    X(TRUNCATED, truncated, "frames captured too short for their headers")                         \
    X(BAD_HEADER, bad_header, "frames whose headers contradict themselves")                        \
    X(TUNNEL, tunnel, "frames inside a tunnel that is not decoded")                                \
    X(BAD_CHECKSUM, bad_checksum, "frames with a wrong checksum, ignored")                         \
    X(UNKNOWN_LINK, unknown_link, "frames of a link type that is not decoded")

enum ws_packet_outcome {
#define WS_PACKET_ENUM(upper, lower, doc) WS_PACKET_##upper,
    WS_PACKET_OUTCOME_MAP(WS_PACKET_ENUM)
#undef WS_PACKET_ENUM
        WS_PACKET_N_OUTCOMES
};

/**
 * Finds the TCP segment or UDP datagram in a frame. Pure; reads no byte outside `frame`.
 *
 * @param linktype  An enum ws_link; any other number gives WS_PACKET_UNKNOWN_LINK.
 * @param wire_len  The frame's length on the wire; less than frame.len counts as frame.len.
 * @param ret  Valid only after WS_PACKET_TCP and WS_PACKET_UDP.
 *
 * Of packets in tunnels (IP in IP, GRE, VXLAN, MPLS, PPPoE) the innermost counts; more than
 * WS_MAX_TUNNELS give WS_PACKET_TUNNEL. After WS_PACKET_FRAGMENT `ret` holds family, addresses
 * without ports, proto (what the fragments carry), payload, missing and fragment.
 *
 * A header that runs past the captured bytes is TRUNCATED where the wire had more, else
 * BAD_HEADER. Bytes behind the length that IP tells are padding and dropped; a length of 0 is a
 * frame captured before segmentation offload: all that is there belongs to it.
 */
enum ws_packet_outcome ws_packet_decode(int linktype, struct ws_bytes frame, uint32_t wire_len,
                                        struct ws_segment *ret);

/**
 * Goes on behind the IP header of `fragment` with `payload`, which its packet's fragments add up
 * to. As above; `ret` may be `fragment`.
 */
enum ws_packet_outcome ws_packet_decode_payload(const struct ws_segment *fragment,
                                                struct ws_bytes payload, struct ws_segment *ret);

/**
 * Whether the checksums of IPv4's header and of TCP or UDP hold, of what was decoded or of a
 * fragment; those that were not captured whole, or left out by the sender, do. A sending host's
 * own frames are often captured before its network card fills them in: that cannot be told from
 * damage. Under an IPv6 routing header the last address is not known, and TCP's fails.
 */
bool ws_packet_checksums_hold(const struct ws_segment *segment);

/** The name in statistics, never NULL. Static. */
const char *ws_packet_outcome_name(enum ws_packet_outcome outcome);

#endif
