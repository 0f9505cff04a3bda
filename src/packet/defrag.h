#ifndef WS_PACKET_DEFRAG_H
#define WS_PACKET_DEFRAG_H

#include "packet/memory.h"
#include "packet/packet.h"

/** Bounds: packets in progress, bytes of their fragments together, time from the first to the last.
 */
enum { WS_DEFRAG_MAX_PACKETS = 1024, WS_DEFRAG_MAX_BYTES = 4 << 20 };
#define WS_DEFRAG_TIMEOUT_NS INT64_C(30000000000)

struct ws_defrag_counts {
    uint64_t whole;      /* packets put together */
    uint64_t incomplete; /* given up: not all of it came in time, or others needed the room */
    uint64_t refused;    /* dropped: fragments overlap, contradict each other, or were cut */
};

/**
 * IP packets that wait for their fragments (RFC 791 section 3.2, RFC 8200 section 4.5), in any
 * order. A fragment that overlaps others is not trusted, nor is any other of its packet (RFC 5722);
 * one that repeats bytes exactly is ignored. Putting is O(its bytes).
 */
struct ws_defrag;

/**
 * @param memory  Borrowed until ws_defrag_free; what is held is counted there.
 * @param seed  Of the hash table; no result depends on it.
 * @return  WS_OK or WS_E_NOMEM.
 */
int ws_defrag_new(struct ws_memory *memory, uint64_t seed, struct ws_defrag **ret);

/**
 * Takes a fragment: what ws_packet_decode left after WS_PACKET_FRAGMENT.
 *
 * @param fragment  Its proto becomes that of the packet when it is complete.
 * @param now_ns  Packet time; never less than before.
 * @param ret_whole  The packet's payload when this completed it, borrowed until the next call; else
 *                   its len is 0.
 * @return  WS_OK or WS_E_NOMEM.
 */
int ws_defrag_put(struct ws_defrag *defrag, struct ws_segment *fragment, int64_t now_ns,
                  struct ws_bytes *ret_whole);

/** Gives up what waits. */
void ws_defrag_finish(struct ws_defrag *defrag);

/** Lives as long as `defrag`. */
const struct ws_defrag_counts *ws_defrag_counted(const struct ws_defrag *defrag);

/** NULL is allowed. */
void ws_defrag_free(struct ws_defrag *defrag);

#endif
