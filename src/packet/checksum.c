/* The Internet checksum (RFC 1071) of IPv4 headers, TCP and UDP. */
#include "packet/packet.h"

#include "packet/layers.h"

/* Adds bytes as big-endian words of 16 bits; an odd last one is the high half. */
static uint64_t add(uint64_t sum, const uint8_t *p, size_t len)
{
    for (; len >= 2; p += 2, len -= 2)
        sum += ws_be16(p);
    return len ? sum + ((uint64_t)p[0] << 8) : sum;
}

/* A sum that covers its checksum is all ones. */
static bool holds(uint64_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff;
}

/* RFC 9293 section 3.1, RFC 8200 section 8.1. */
static uint64_t pseudo_header(const struct ws_segment *s, size_t len)
{
    size_t addr_len = s->family == 4 ? 4 : 16;
    return add(add(0, s->src.addr, addr_len), s->dst.addr, addr_len) + s->proto + len;
}

static bool transport_holds(const struct ws_segment *s)
{
    bool udp = s->proto == WS_PROTO_UDP;
    size_t len = (size_t)(s->payload.data - s->header) + s->payload.len;
    bool cut = s->missing || (!udp && len < (size_t)(s->header[12] >> 4) * 4);

    if (cut || (udp && s->udp_checksum == 0))
        return true;
    return holds(add(pseudo_header(s, len), s->header, len));
}

bool ws_packet_checksums_hold(const struct ws_segment *segment)
{
    if (segment->ip && !holds(add(0, segment->ip, (size_t)(segment->ip[0] & 0x0f) * 4)))
        return false;
    return !segment->header || transport_holds(segment);
}
