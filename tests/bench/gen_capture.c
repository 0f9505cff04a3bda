/* Made-up packets as pcap with nanoseconds (draft-ietf-opsawg-pcap): Ethernet, IPv4, IPv6, TCP,
 * UDP. */
#include "bench/gen_capture.h"

#include <string.h>

enum {
    ETHERNET = 14,
    IPV4 = 20,
    IPV6 = 40,
    TCP = 20,
    UDP = 8,
    RECORD = 16,
    HEADERS_MAX = RECORD + ETHERNET + IPV6 + TCP + 20
};
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17, WINDOW = 502, DONT_FRAGMENT = 0x4000 };

bool gen_capture_open(struct gen_capture *capture, const char *path)
{
    static const uint32_t head[] = {0xa1b23c4d, 4 << 16 | 2, 0, 0, 262144, 1};
    uint8_t bytes[sizeof(head)];

    for (size_t i = 0; i < sizeof(head) / 4; i++)
        ws_store_le(bytes + 4 * i, 4, head[i]);
    capture->file = fopen(path, "wb");
    capture->packets = 0;
    capture->bytes = sizeof(bytes);
    return capture->file && fwrite(bytes, sizeof(bytes), 1, capture->file) == 1;
}

static uint32_t sum(const uint8_t *p, size_t n)
{
    uint64_t total = 0;

    for (; n >= 4; p += 4, n -= 4)
        total += ws_load_be(p, 4);
    if (n > 0)
        total += ws_load_be(p, n) << 8 * (4 - n);
    total = (total & 0xffffffff) + (total >> 32);
    total = (total & 0xffff) + (total >> 16);
    return (uint32_t)((total & 0xffff) + (total >> 16));
}

static uint16_t folded(uint32_t total)
{
    total = (total & 0xffff) + (total >> 16);
    return (uint16_t) ~((total & 0xffff) + (total >> 16));
}

static size_t put_ethernet(uint8_t *p, const struct gen_flow *flow, enum gen_side from)
{
    static const uint8_t macs[2][6] = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}};

    memcpy(p, macs[!from], 6);
    memcpy(p + 6, macs[from], 6);
    ws_store_be(p + 12, 2, flow->ipv6 ? 0x86dd : 0x0800);
    return ETHERNET;
}

static size_t put_ip(uint8_t *p, struct gen_flow *flow, const struct gen_packet *packet, size_t len)
{
    struct gen_end *a = &flow->ends[packet->side], *b = &flow->ends[!packet->side];
    unsigned protocol = packet->datagram ? PROTOCOL_UDP : PROTOCOL_TCP;

    if (flow->ipv6) {
        ws_store_be(p, 4, 0x60000000);
        ws_store_be(p + 4, 2, len);
        ws_store_be(p + 6, 2, protocol << 8 | 64);
        memcpy(p + 8, a->addr, 16);
        memcpy(p + 24, b->addr, 16);
        return IPV6;
    }
    ws_store_be(p, 2, 0x4500);
    ws_store_be(p + 2, 2, IPV4 + len);
    ws_store_be(p + 4, 2, a->ip_id++);
    ws_store_be(p + 6, 2, DONT_FRAGMENT);
    ws_store_be(p + 8, 4, 64u << 24 | protocol << 16);
    memcpy(p + 12, a->addr, 4);
    memcpy(p + 16, b->addr, 4);
    ws_store_be(p + 10, 2, folded(sum(p, IPV4)));
    return IPV4;
}

/* Options as Linux sends them: with SYN maximum segment size, SACK, timestamps, window scale; else
 * timestamps. */
static size_t put_options(uint8_t *p, const struct gen_packet *packet)
{
    static const uint8_t syn[] = {2, 4, 5, 0xb4, 4, 2, 8, 10}, syn_end[] = {1, 3, 3, 7},
                         other[] = {1, 1, 8, 10};
    bool is_syn = packet->flags & GEN_SYN;
    size_t n = is_syn ? sizeof(syn) : sizeof(other);
    uint32_t ms = (uint32_t)(packet->ts_ns / 1000000);

    memcpy(p, is_syn ? syn : other, n);
    ws_store_be(p + n, 4, ms + (packet->side ? 77 : 0));
    ws_store_be(p + n + 4, 4, packet->flags & GEN_ACK ? ms - 1 : 0);
    if (!is_syn)
        return n + 8;
    memcpy(p + n + 8, syn_end, sizeof(syn_end));
    return n + 8 + sizeof(syn_end);
}

/* Of addresses, protocol, length, `n` bytes of header at `p` and the payload. */
static uint16_t checksum(const uint8_t *p, size_t n, const struct gen_flow *flow,
                         const struct gen_packet *packet)
{
    size_t n_addr = flow->ipv6 ? 16 : 4;
    uint32_t total = sum(flow->ends[0].addr, n_addr) + sum(flow->ends[1].addr, n_addr) +
                     (packet->datagram ? PROTOCOL_UDP : PROTOCOL_TCP) +
                     (uint32_t)(n + packet->len) + sum(p, n);

    return folded(total +
                  (packet->len ? sum(flow->burst.bytes.data + packet->at, packet->len) : 0));
}

static size_t put_udp(uint8_t *p, const struct gen_flow *flow, const struct gen_packet *packet)
{
    const uint16_t *ports = flow->burst.ports;

    for (int to = 0; to < 2; to++) {
        enum gen_side side = to ? !packet->side : packet->side;
        ws_store_be(p + 2 * to, 2, ports[side] ? ports[side] : flow->ends[side].port);
    }
    ws_store_be(p + 4, 4, (uint64_t)(UDP + packet->len) << 16);
    uint16_t check = checksum(p, UDP, flow, packet);
    ws_store_be(p + 6, 2, check ? check : 0xffff);
    return UDP;
}

static size_t put_tcp(uint8_t *p, const struct gen_flow *flow, const struct gen_packet *packet)
{
    const struct gen_end *a = &flow->ends[packet->side], *b = &flow->ends[!packet->side];

    ws_store_be(p, 2, a->port);
    ws_store_be(p + 2, 2, b->port);
    ws_store_be(p + 4, 4, packet->seq);
    ws_store_be(p + 8, 4, packet->ack);
    ws_store_be(p + 14, 6, (uint64_t)(packet->flags & GEN_SYN ? 64240 : WINDOW) << 32);
    size_t n = TCP + put_options(p + TCP, packet);
    ws_store_be(p + 12, 2, n / 4 << 12 | packet->flags);
    ws_store_be(p + 16, 2, checksum(p, n, flow, packet));
    return n;
}

void gen_capture_packet(struct gen_capture *capture, struct gen_flow *flow,
                        const struct gen_packet *packet)
{
    static const int64_t start_s = 1795212000; /* 2026-11-20T22:00:00Z */
    uint8_t head[HEADERS_MAX], *ip = head + RECORD + ETHERNET;
    size_t ip_len = flow->ipv6 ? IPV6 : IPV4;

    size_t above = (packet->datagram ? put_udp : put_tcp)(ip + ip_len, flow, packet);
    put_ip(ip, flow, packet, above + packet->len);
    put_ethernet(head + RECORD, flow, packet->side);
    size_t n = ETHERNET + ip_len + above;
    ws_store_le(head, 4, (uint64_t)(start_s + packet->ts_ns / 1000000000));
    ws_store_le(head + 4, 4, (uint64_t)(packet->ts_ns % 1000000000));
    ws_store_le(head + 8, 4, n + packet->len);
    ws_store_le(head + 12, 4, n + packet->len);
    fwrite(head, RECORD + n, 1, capture->file);
    if (packet->len)
        fwrite(flow->burst.bytes.data + packet->at, packet->len, 1, capture->file);
    capture->packets++;
    capture->bytes += RECORD + n + packet->len;
}
