/* Private to src/capture: the two formats of capture files. */
#ifndef WS_CAPTURE_FILES_H
#define WS_CAPTURE_FILES_H

#include "capture/input.h"
#include "capture/source.h"

/** Numbers of 2 and 4 bytes in a file whose byte order may be the other one. */
static inline uint16_t ws_file_u16(const uint8_t *p, bool swapped)
{
    uint16_t v;
    __builtin_memcpy(&v, p, sizeof(v));
    return swapped ? __builtin_bswap16(v) : v;
}

static inline uint32_t ws_file_u32(const uint8_t *p, bool swapped)
{
    uint32_t v;
    __builtin_memcpy(&v, p, sizeof(v));
    return swapped ? __builtin_bswap32(v) : v;
}

/** Refuses a link type by name: answers WS_E_FORMAT. */
int ws_input_refuse_link(struct ws_input *in, int linktype);

/** The classic format (draft-ietf-opsawg-pcap). */
struct ws_pcap {
    bool swapped;
    uint32_t ns_per_unit; /* of the fraction of a second */
    uint32_t header_len;  /* of a record */
    int linktype;
};

/** Whether the 4 bytes at `p` begin such a file. */
bool ws_pcap_is(const uint8_t *p);
int ws_pcap_open(struct ws_pcap *pcap, struct ws_input *in);
/** As ws_source_next, but for the number of the frame. */
int ws_pcap_next(struct ws_pcap *pcap, struct ws_input *in, struct ws_packet *ret);

/** The next generation (draft-ietf-opsawg-pcapng). */
struct ws_interface;

struct ws_pcapng {
    bool swapped;
    struct ws_interface *interfaces; /* of the section */
    uint32_t n, cap;
    uint64_t block_at; /* offset of the block that is worked on */
    int err;           /* what ended the packets */
};

bool ws_pcapng_is(const uint8_t *p);
/** Reads up to the first packet: only then it is known whether a link type can be decoded. */
int ws_pcapng_open(struct ws_pcapng *ng, struct ws_input *in);
int ws_pcapng_next(struct ws_pcapng *ng, struct ws_input *in, struct ws_packet *ret);
void ws_pcapng_close(struct ws_pcapng *ng);

#endif
