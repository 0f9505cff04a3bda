/* pcap files (draft-ietf-opsawg-pcap), of either byte order, in microseconds or nanoseconds. */
#include "capture/files.h"

#include "capture/link.h"

#define MAGIC_MICRO    UINT32_C(0xa1b2c3d4)
#define MAGIC_NANO     UINT32_C(0xa1b23c4d)
#define MAGIC_MODIFIED UINT32_C(0xa1b2cd34) /* a libpcap of 1999: 8 more bytes per record */

enum { FILE_LEN = 24, RECORD_LEN = 16, MODIFIED_LEN = 24, VERSION = 2 };

/* Above these bits stands the length of the frame check sequence. */
enum { LINK_MASK = 0x03ffffff };

static bool magic_is_known(uint32_t magic)
{
    return magic == MAGIC_MICRO || magic == MAGIC_NANO || magic == MAGIC_MODIFIED;
}

bool ws_pcap_is(const uint8_t *p)
{
    return magic_is_known(ws_file_u32(p, false)) || magic_is_known(ws_file_u32(p, true));
}

int ws_pcap_open(struct ws_pcap *pcap, struct ws_input *in)
{
    int err = ws_input_need(in, FILE_LEN);
    if (err)
        return ws_input_cut(in, err, "the header", 0);
    const uint8_t *p = in->at;
    pcap->swapped = !magic_is_known(ws_file_u32(p, false));
    uint32_t magic = ws_file_u32(p, pcap->swapped);
    pcap->ns_per_unit = magic == MAGIC_NANO ? 1 : 1000;
    pcap->header_len = magic == MAGIC_MODIFIED ? MODIFIED_LEN : RECORD_LEN;
    unsigned version = ws_file_u16(p + 4, pcap->swapped);
    if (version != VERSION)
        return ws_input_fail(in, WS_E_FORMAT, "version %u of the pcap format, expected %d", version,
                             VERSION);
    pcap->linktype = ws_link_of_file(ws_file_u32(p + 20, pcap->swapped) & LINK_MASK);
    if (!ws_link_is_known(pcap->linktype))
        return ws_input_refuse_link(in, pcap->linktype);
    in->at += FILE_LEN;
    return WS_OK;
}

/* Seconds are unsigned: they reach to 2106. A damaged fraction may be any number of 32 bits. */
static int64_t time_of(const struct ws_pcap *pcap, const uint8_t *record)
{
    return ws_file_u32(record, pcap->swapped) * INT64_C(1000000000) +
           (int64_t)ws_file_u32(record + 4, pcap->swapped) * pcap->ns_per_unit;
}

int ws_pcap_next(struct ws_pcap *pcap, struct ws_input *in, struct ws_packet *ret)
{
    uint64_t at = ws_input_offset(in);
    int err = ws_input_need(in, pcap->header_len);
    if (err)
        return ws_input_cut(in, err, "the record", at);
    uint32_t caplen = ws_file_u32(in->at + 8, pcap->swapped);
    if (caplen > WS_MAX_CAPLEN)
        return ws_input_fail(in, WS_E_IO,
                             "the record at byte %llu tells %lu bytes, at most %d are possible",
                             (unsigned long long)at, (unsigned long)caplen, WS_MAX_CAPLEN);
    err = ws_input_need(in, pcap->header_len + caplen);
    if (err)
        return ws_input_cut(in, err, "the record", at);
    const uint8_t *record = in->at;
    ret->ts_ns = time_of(pcap, record);
    ret->caplen = caplen;
    ret->len = ws_file_u32(record + 12, pcap->swapped);
    ret->linktype = pcap->linktype;
    ret->data = record + pcap->header_len;
    in->at += pcap->header_len + caplen;
    return WS_OK;
}
