/* Frames built in memory, and what a table of flows tells about them, written as text. */
#ifndef WS_TEST_PACKETS_H
#define WS_TEST_PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"
#include "packet/packet.h"

enum { TEST_FRAME_SIZE = 14 + 4 + 40 + 20 + 65535 };

/**
 * Writes an Ethernet frame that ws_packet_decode turns into `segment` (VLAN tag unless -1, then
 * IPv4 or IPv6, then TCP or UDP; checksums 0) into TEST_FRAME_SIZE bytes at `out`. Its lengths
 * count `missing` bytes that are not written. Returns the bytes written.
 */
size_t test_frame(const struct ws_segment *segment, uint8_t *out);

/** 10.0.0.LAST:PORT. */
struct ws_endpoint test_endpoint(uint8_t last, uint16_t port);

/**
 * What a handler was told, words separated by blanks. S is the side: a, the lower address, or b.
 *   begin:O      O the opener's side, ? for unknown
 *   SN=bytes     data from offset N on, one word for adjoining pieces; S~N: the SYN was not seen
 *   SN+M:reason  gap of M bytes
 *   SN!          overlap with other bytes
 *   S:bytes      datagram
 *   S.           closed
 *   opener:O     before end, where it is not that of begin
 *   end:reason
 */
struct test_record {
    char text[4096];
    size_t len;
    char open_word; /* the side whose data the last word is, 0: none */
    struct ws_flow *open_flow;
    char openers[3]; /* flows point at one of them: the opener at begin */
};

struct ws_flow_handler test_record_handler(struct test_record *record);

#endif
