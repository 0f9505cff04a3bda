#ifndef WS_CAPTURE_SOURCE_H
#define WS_CAPTURE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

/** No frame is longer: libpcap's own limit (MAXIMUM_SNAPLEN); a damaged length mostly is. */
enum { WS_MAX_CAPLEN = 256 << 10 };

/** One link-layer frame as it was captured. */
struct ws_packet {
    int64_t ts_ns;  /* since 1970, UTC; before 1970 negative; what does not fit is saturated */
    uint64_t frame; /* number in its file, from 1 */
    uint32_t caplen, len; /* bytes captured (at most WS_MAX_CAPLEN), bytes on the wire */
    int linktype;         /* libpcap's DLT_ number; not always one of enum ws_link */
    const uint8_t *data;  /* caplen bytes, borrowed until the next call on the source */
};

/** Where packets come from: a capture file or a stream. */
struct ws_source;

/**
 * Opens a pcap or pcapng file, plain or compressed by gzip or zstd (known by content, not by name).
 * Of pcapng all that comes before the first packet is read: a file is refused when none of its
 * interfaces until there has a link type that can be decoded. Packets of others are given as they
 * are.
 *
 * @param path  "-" reads standard input; a packet is given as soon as its bytes are there.
 * @param ret  The source, to be closed with ws_source_close; set on success only.
 * @param why  Takes a sentence about the failure without the path; why_len bytes, at least 1.
 * @return  WS_OK; WS_E_IO: cannot be opened or read; WS_E_TRUNCATED: empty, or ends inside its
 *          header; WS_E_FORMAT: not a capture file, of a link type that cannot be decoded, or
 *          compressed in a way that this build leaves out; WS_E_NOMEM.
 */
int ws_source_open(const char *path, struct ws_source **ret, char *why, size_t why_len);

/**
 * Reads the next packet: every one that is whole in the file, whatever follows it. A pcapng packet
 * without a time has that of 1970-01-01.
 *
 * @return  WS_OK; WS_E_END: no more packets; WS_E_TRUNCATED: the file ends inside a record, or the
 *          compressed data too early; WS_E_IO: reading failed or the file is damaged; WS_E_FORMAT:
 *          a later pcapng section of an unknown version; WS_E_NOMEM. After all but the first two
 *          ws_source_why tells more, mostly with the offset in the unpacked bytes. No packet
 *          follows any of them.
 */
int ws_source_next(struct ws_source *source, struct ws_packet *ret);

/** A sentence about the last failure of ws_source_next, "" before. Lives as long as the source. */
const char *ws_source_why(const struct ws_source *source);

/** Bytes of the file consumed so far (those read ahead not counted), and its size, as on disk. */
uint64_t ws_source_position(const struct ws_source *source);
/** 0 where the size is not known: a pipe, a terminal. */
uint64_t ws_source_size(const struct ws_source *source);

/** The path it was opened by. Lives as long as the source. */
const char *ws_source_name(const struct ws_source *source);

/** NULL is allowed. */
void ws_source_close(struct ws_source *source);

#endif
