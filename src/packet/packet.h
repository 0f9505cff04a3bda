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

/** A TCP segment or a UDP datagram with the addresses around it. */
struct ws_segment {
    struct ws_endpoint src, dst;
    uint8_t family; /* 4 or 6 */
    uint8_t proto;  /* WS_PROTO_TCP or WS_PROTO_UDP */
    uint8_t flags;  /* TCP only, like the next three */
    uint16_t window;
    uint32_t seq, ack;
    int32_t vlan;            /* the outermost VLAN's id, -1: none */
    uint32_t missing;        /* bytes behind payload that were on the wire but not captured */
    struct ws_bytes payload; /* borrowed from the frame */
};

/** What became of a frame: enumerator, name in statistics, meaning. The first two are decoded. */
#define WS_PACKET_OUTCOME_MAP(X)                                                                   \
    X(TCP, tcp, "TCP segments")                                                                    \
    X(UDP, udp, "UDP datagrams")                                                                   \
    X(NOT_IP, not_ip, "frames that carry neither IPv4 nor IPv6")                                   \
    X(OTHER_TRANSPORT, other_transport, "IP packets with neither TCP nor UDP")                     \
    X(FRAGMENT, fragment, "fragments of IP packets")                                               \
    X(TRUNCATED, truncated, "frames captured too short for their headers")                         \
    X(BAD_HEADER, bad_header, "frames whose headers contradict themselves")                        \
    X(TUNNEL, tunnel, "frames inside a tunnel that is not decoded")                                \
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
 * A header that runs past the captured bytes is TRUNCATED where the wire had more, else
 * BAD_HEADER. Bytes behind the length that IP tells are padding and dropped; a length of 0 is a
 * frame captured before segmentation offload: all that is there belongs to it. Checksums are not
 * verified: those of a sending host's own frames are often not yet filled in.
 */
enum ws_packet_outcome ws_packet_decode(int linktype, struct ws_bytes frame, uint32_t wire_len,
                                        struct ws_segment *ret);

/** The name in statistics, never NULL. Static. */
const char *ws_packet_outcome_name(enum ws_packet_outcome outcome);

#endif
