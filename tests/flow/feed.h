/* An intake and a table of flows as one: packets in, what the flows tell out. */
#ifndef WS_TEST_FEED_H
#define WS_TEST_FEED_H

#include "flow/flow.h"

struct feed;

int feed_new(const struct ws_flow_options *options, const struct ws_flow_handler *handler,
             struct ws_memory *memory, uint64_t seed, struct feed **ret);
int feed_packet(struct feed *feed, const struct ws_packet *packet);
void feed_finish(struct feed *feed);
void feed_free(struct feed *feed);

/** What both counted. Lives until the next call. */
const struct ws_counters *feed_counters(struct feed *feed);
size_t feed_open(const struct feed *feed);

/** Gives a segment to the table as the packet number `frame` at `ts_ns`. */
int test_give(struct feed *flows, const struct ws_segment *segment, uint64_t frame, int64_t ts_ns);

/** The packet that was worked on last. */
struct ws_now feed_now(const struct feed *feed);

/** From now on packets with a wrong checksum are ignored. */
int feed_verify_checksums(struct feed *feed);

#endif
