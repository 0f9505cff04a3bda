#ifndef WS_CAPTURE_WRITER_H
#define WS_CAPTURE_WRITER_H

#include "capture/source.h"

/** A capture being written: pcapng, or pcap where the name ends in .pcap; times in nanoseconds. */
struct ws_writer;

/**
 * Makes the file, or empties it.
 *
 * @return  WS_OK; WS_E_IO: errno says why; WS_E_NOMEM. *ret is set on success only.
 */
int ws_writer_open(const char *path, struct ws_writer **ret);

/**
 * Appends a packet with its time, lengths and link type; comments and other options of pcapng are
 * not kept.
 *
 * @return  WS_OK; WS_E_IO: errno says why; WS_E_VALUE: pcap can't hold it, for another link type
 *          than before or a time outside 1970 to 2106.
 */
int ws_writer_packet(struct ws_writer *writer, const struct ws_packet *packet);

/** Writes what is held, closes, frees. WS_OK, or WS_E_IO: errno says why. NULL is allowed. */
int ws_writer_close(struct ws_writer *writer);

#endif
