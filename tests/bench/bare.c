/* The least that any reader of captures does: libpcap's loop, and the fields of the headers looked
 * at. */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdio.h>

#include "wirespeak/bytes.h"

/* A number that depends on addresses, ports and sequence number: keeps the work alive. */
static uint64_t look(const uint8_t *p, size_t len)
{
    enum { IPV4_AT = 14, IPV4_MIN = 20, TCP_MIN = 20 };

    if (len < IPV4_AT + IPV4_MIN || ws_load_be(p + 12, 2) != 0x0800)
        return 0;
    const uint8_t *ip = p + IPV4_AT;
    size_t tcp_at = IPV4_AT + (ip[0] & 15u) * 4;
    if (len < tcp_at + TCP_MIN)
        return 0;
    return ws_load_be(ip + 12, 8) + ws_load_be(p + tcp_at, 4) + ws_load_be(p + tcp_at + 4, 4);
}

int main(int argc, char **argv)
{
    char why[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *head;
    const u_char *data;
    uint64_t packets = 0, mixed = 0;

    pcap_t *pcap = argc == 2 ? pcap_open_offline(argv[1], why) : NULL;
    if (!pcap) {
        fprintf(stderr, "bare: %s\n", argc == 2 ? why : "which file?");
        return 1;
    }
    for (; pcap_next_ex(pcap, &head, &data) == 1; packets++)
        mixed += look(data, head->caplen);
    printf("%" PRIu64 " packets, %" PRIx64 "\n", packets, mixed);
    pcap_close(pcap);
    return 0;
}
