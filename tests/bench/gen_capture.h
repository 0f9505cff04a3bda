/* Packets of made-up flows as a capture file. */
#ifndef WS_BENCH_GEN_CAPTURE_H
#define WS_BENCH_GEN_CAPTURE_H

#include <stdio.h>

#include "bench/gen_tcp.h"

struct gen_capture {
    FILE *file;
    uint64_t packets, bytes; /* bytes: of the file */
};

/** Opens the file and writes its header; false: errno says why. */
bool gen_capture_open(struct gen_capture *capture, const char *path);

/** Writes a packet of the flow, as Ethernet. */
void gen_capture_packet(struct gen_capture *capture, struct gen_flow *flow,
                        const struct gen_packet *packet);

#endif
