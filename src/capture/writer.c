/* pcapng and pcap files, written (draft-ietf-opsawg-pcapng, draft-ietf-opsawg-pcap). */
#include "capture/writer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/dlt.h>

#include "wirespeak/bytes.h"
#include "wirespeak/err.h"

enum { MAX_LINKS = 64 };

struct ws_writer {
    FILE *file;
    bool pcap;
    int links[MAX_LINKS]; /* DLT_ of the interfaces written */
    size_t n_links;
};

/* The reverse of ws_link_of_file. */
static uint32_t file_link(int dlt)
{
    enum { LINKTYPE_RAW = 101, LINKTYPE_LOOP = 108 };
    return dlt == DLT_RAW ? LINKTYPE_RAW : dlt == DLT_LOOP ? LINKTYPE_LOOP : (uint32_t)dlt;
}

static int put(struct ws_writer *w, const void *bytes, size_t len)
{
    return fwrite(bytes, 1, len, w->file) == len ? WS_OK : WS_E_IO;
}

/* Numbers of 32 bits in this machine's order, which both formats allow. */
static int put_words(struct ws_writer *w, const uint32_t *words, size_t n)
{
    return put(w, words, n * sizeof(*words));
}

static int put_section(struct ws_writer *w)
{
    const uint32_t block[] = {0x0a0d0d0a, 28, 0x1a2b3c4d, 0, UINT32_MAX, UINT32_MAX, 28};
    uint32_t words[WS_LEN(block)];
    const uint16_t version[] = {1, 0};

    memcpy(words, block, sizeof(words));
    memcpy(&words[3], version, sizeof(version));
    return put_words(w, words, WS_LEN(words));
}

/* An interface with the option if_tsresol 9: nanoseconds. */
static int put_interface(struct ws_writer *w, int dlt)
{
    const uint16_t link[] = {(uint16_t)file_link(dlt), 0}, option[] = {9, 1};
    const uint8_t resolution[] = {9, 0, 0, 0};
    uint32_t words[] = {1, 32, 0, 0, 0, 0, 0, 32};

    memcpy(&words[2], link, sizeof(link));
    memcpy(&words[4], option, sizeof(option));
    memcpy(&words[5], resolution, sizeof(resolution));
    return put_words(w, words, WS_LEN(words));
}

/* The packet's interface, described before its first packet. */
static int find_interface(struct ws_writer *w, int dlt, uint32_t *ret)
{
    size_t i = 0;

    while (i < w->n_links && w->links[i] != dlt)
        i++;
    *ret = (uint32_t)i;
    if (i < w->n_links)
        return WS_OK;
    if (i == MAX_LINKS)
        return WS_E_VALUE;
    w->links[w->n_links++] = dlt;
    return put_interface(w, dlt);
}

static int put_pcapng(struct ws_writer *w, const struct ws_packet *packet)
{
    static const uint8_t zeros[4] = {0};
    uint32_t padding = (4 - packet->caplen % 4) % 4, len = 32 + packet->caplen + padding, interface;
    uint64_t ts = (uint64_t)packet->ts_ns;
    int err = find_interface(w, packet->linktype, &interface);
    const uint32_t head[] = {
        6, len, interface, (uint32_t)(ts >> 32), (uint32_t)ts, packet->caplen, packet->len};

    if (err || put_words(w, head, WS_LEN(head)) || put(w, packet->data, packet->caplen) ||
        put(w, zeros, padding))
        return err ? err : WS_E_IO;
    return put_words(w, &len, 1);
}

static int put_pcap_header(struct ws_writer *w, int dlt)
{
    uint32_t words[] = {0xa1b23c4d, 0, 0, 0, WS_MAX_CAPLEN, file_link(dlt)};
    const uint16_t version[] = {2, 4};

    memcpy(&words[1], version, sizeof(version));
    w->links[w->n_links++] = dlt;
    return put_words(w, words, WS_LEN(words));
}

static int put_pcap(struct ws_writer *w, const struct ws_packet *packet)
{
    int64_t second = packet->ts_ns / 1000000000;
    const uint32_t head[] = {(uint32_t)second, (uint32_t)(packet->ts_ns % 1000000000),
                             packet->caplen, packet->len};
    int err = w->n_links == 0 ? put_pcap_header(w, packet->linktype) : WS_OK;

    if (w->links[0] != packet->linktype || packet->ts_ns < 0 || second > UINT32_MAX)
        return WS_E_VALUE;
    err = err ? err : put_words(w, head, WS_LEN(head));
    return err ? err : put(w, packet->data, packet->caplen);
}

int ws_writer_open(const char *path, struct ws_writer **ret)
{
    struct ws_writer *w = calloc(1, sizeof(*w));
    size_t len = strlen(path);

    if (!w)
        return WS_E_NOMEM;
    w->pcap = len >= 5 && strcmp(path + len - 5, ".pcap") == 0;
    w->file = fopen(path, "wbe");
    if (!w->file) {
        free(w);
        return WS_E_IO;
    }
    *ret = w;
    return WS_OK;
}

int ws_writer_packet(struct ws_writer *w, const struct ws_packet *packet)
{
    if (w->pcap)
        return put_pcap(w, packet);
    int err = w->n_links == 0 ? put_section(w) : WS_OK;
    return err ? err : put_pcapng(w, packet);
}

/* A file without packets is one nevertheless. */
int ws_writer_close(struct ws_writer *w)
{
    int err = WS_OK;

    if (!w)
        return WS_OK;
    if (w->n_links == 0)
        err = w->pcap ? put_pcap_header(w, DLT_EN10MB) : put_section(w);
    if (w->n_links == 0 && !w->pcap && !err)
        err = put_interface(w, DLT_EN10MB);
    if (fclose(w->file))
        err = WS_E_IO;
    free(w);
    return err;
}
