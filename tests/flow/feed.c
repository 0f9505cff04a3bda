/* An intake and a table of flows as one. */
#include "flow/feed.h"

#include <stdlib.h>

#include "capture/link.h"
#include "flow/packets.h"
#include "wirespeak/err.h"

struct feed {
    struct ws_intake *intake;
    struct ws_flows *flows;
    struct ws_memory *memory;
    struct ws_counters counters;
};

int feed_new(const struct ws_flow_options *options, const struct ws_flow_handler *handler,
             struct ws_memory *memory, uint64_t seed, struct feed **ret)
{
    struct feed *f = calloc(1, sizeof(*f));

    if (!f)
        return WS_E_NOMEM;
    f->memory = memory;
    if (ws_intake_new(false, memory, seed, &f->intake) ||
        ws_flows_new(options, handler, memory, &f->flows)) {
        feed_free(f);
        return WS_E_NOMEM;
    }
    *ret = f;
    return WS_OK;
}

int feed_verify_checksums(struct feed *f)
{
    ws_intake_free(f->intake);
    f->intake = NULL;
    return ws_intake_new(true, f->memory, 1, &f->intake);
}

int feed_packet(struct feed *f, const struct ws_packet *packet)
{
    struct ws_arrival arrival;
    int err = ws_intake_packet(f->intake, packet, &arrival);

    if (err)
        return err;
    ws_flows_time(f->flows, &arrival.now);
    return arrival.any ? ws_flows_segment(f->flows, &arrival.segment, arrival.hash) : WS_OK;
}

void feed_finish(struct feed *f)
{
    ws_intake_finish(f->intake);
    ws_flows_finish(f->flows);
}

void feed_free(struct feed *f)
{
    if (!f)
        return;
    ws_flows_free(f->flows);
    ws_intake_free(f->intake);
    free(f);
}

const struct ws_counters *feed_counters(struct feed *f)
{
    f->counters = *ws_flows_counters(f->flows);
    ws_counters_add(&f->counters, ws_intake_counters(f->intake));
    return &f->counters;
}

struct ws_now feed_now(const struct feed *f)
{
    return ws_flows_now(f->flows);
}

size_t feed_open(const struct feed *f)
{
    return ws_flows_open(f->flows);
}

int test_give(struct feed *flows, const struct ws_segment *segment, uint64_t frame, int64_t ts_ns)
{
    uint8_t bytes[TEST_FRAME_SIZE];
    uint32_t len = (uint32_t)test_frame(segment, bytes);
    struct ws_packet packet = {ts_ns, frame, len, len + segment->missing, WS_LINK_EN10MB, bytes};
    return feed_packet(flows, &packet);
}
