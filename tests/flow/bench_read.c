/* How long reading takes: our source, with decoding, with flows, and libpcap's loop, in turn. */
#include "capture/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pcap/pcap.h>

#include "flow/feed.h"
#include "packet/packet.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

enum { ROUNDS = 5 };

static uint64_t by_libpcap(const char *path, uint64_t *ret_bytes)
{
    char text[PCAP_ERRBUF_SIZE];
    pcap_t *pcap = pcap_open_offline(path, text);
    struct pcap_pkthdr *header;
    const u_char *data;
    uint64_t n = 0;
    if (!pcap)
        abort();
    for (; pcap_next_ex(pcap, &header, &data) == 1; n++)
        *ret_bytes += data[12] + data[header->caplen - 1];
    pcap_close(pcap);
    return n;
}

static struct ws_source *open_source(const char *path)
{
    char why[256];
    struct ws_source *source;
    if (ws_source_open(path, &source, why, sizeof(why)) != WS_OK) {
        fprintf(stderr, "%s: %s\n", path, why);
        exit(3);
    }
    return source;
}

static uint64_t by_source(const char *path, uint64_t *ret_bytes)
{
    struct ws_source *source = open_source(path);
    struct ws_packet p;
    uint64_t n = 0;
    for (; ws_source_next(source, &p) == WS_OK; n++)
        *ret_bytes += p.data[12] + p.data[p.caplen - 1];
    ws_source_close(source);
    return n;
}

static uint64_t by_decoding(const char *path, uint64_t *ret_bytes)
{
    struct ws_source *source = open_source(path);
    struct ws_packet p;
    uint64_t n = 0;
    for (; ws_source_next(source, &p) == WS_OK; n++) {
        struct ws_segment s;
        if (ws_packet_decode(p.linktype, (struct ws_bytes){p.data, p.caplen}, p.len, &s) <=
            WS_PACKET_UDP)
            *ret_bytes += s.payload.len;
    }
    ws_source_close(source);
    return n;
}

static void ignore_flow(void *self, struct ws_flow *flow)
{
    (void)self;
    (void)flow;
}

static void ignore_data(void *self, struct ws_flow *flow, int side, struct ws_bytes in,
                        uint64_t offset)
{
    (void)flow;
    (void)side;
    (void)offset;
    *(uint64_t *)self += in.len;
}

static void ignore_gap(void *self, struct ws_flow *flow, int side, uint64_t offset, uint64_t len,
                       enum ws_gap_reason why)
{
    (void)self;
    (void)flow;
    (void)side;
    (void)offset;
    (void)len;
    (void)why;
}

static void ignore_overlap(void *self, struct ws_flow *flow, int side, uint64_t offset)
{
    ignore_gap(self, flow, side, offset, 0, WS_GAP_LOST);
}

static void ignore_datagram(void *self, struct ws_flow *flow, int side, struct ws_bytes in)
{
    ignore_data(self, flow, side, in, 0);
}

static void ignore_closed(void *self, struct ws_flow *flow, int side)
{
    ignore_gap(self, flow, side, 0, 0, WS_GAP_LOST);
}

static void ignore_end(void *self, struct ws_flow *flow, enum ws_end_reason why)
{
    (void)why;
    ignore_flow(self, flow);
}

static uint64_t by_flows(const char *path, uint64_t *ret_bytes)
{
    static const struct ws_flow_options options = WS_FLOW_OPTIONS_DEFAULT;
    struct ws_flow_handler handler = {ret_bytes,      ignore_flow,     ignore_data,   ignore_gap,
                                      ignore_overlap, ignore_datagram, ignore_closed, ignore_end};
    struct ws_memory memory = {0};
    struct ws_source *source = open_source(path);
    struct feed *flows;
    struct ws_packet p;
    uint64_t n = 0;
    if (feed_new(&options, &handler, &memory, 7, &flows) != WS_OK)
        abort();
    for (; ws_source_next(source, &p) == WS_OK; n++)
        if (feed_packet(flows, &p) != WS_OK)
            abort();
    feed_finish(flows);
    feed_free(flows);
    ws_source_close(source);
    return n;
}

static double now_ns(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *what;
        uint64_t (*run)(const char *path, uint64_t *ret_bytes);
    } ways[] = {{"pcap_next_ex", by_libpcap},
                {"source", by_source},
                {"source, decode", by_decoding},
                {"source, decode, flows", by_flows}};
    double ns[WS_LEN(ways)][ROUNDS];

    if (argc != 2) {
        fprintf(stderr, "usage: bench_read FILE\n");
        return 2;
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < WS_LEN(ways); i++) {
            uint64_t bytes = 0;
            double start = now_ns();
            uint64_t n = ways[i].run(argv[1], &bytes);
            ns[i][round] = (now_ns() - start) / (double)(n ? n : 1);
        }
    }
    for (size_t i = 0; i < WS_LEN(ways); i++) {
        qsort(ns[i], ROUNDS, sizeof(double), by_value);
        printf("%-22s %6.1f ns per packet\n", ways[i].what, ns[i][ROUNDS / 2]);
    }
    return 0;
}
