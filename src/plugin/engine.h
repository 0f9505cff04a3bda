#ifndef WS_PLUGIN_ENGINE_H
#define WS_PLUGIN_ENGINE_H

#include "capture/source.h"
#include "plugin/counts.h"
#include "plugin/event.h"
#include "plugin/instance.h"

/** `-d tcp.port==5000,hsms`: what runs on a port, whatever its content. */
struct ws_binding {
    enum ws_transport transport;
    uint16_t port;
    const struct ws_instance *instance;
};

struct ws_engine_config {
    const struct ws_instance *const *instances;
    size_t n_instances;
    const struct ws_binding *bindings;
    size_t n_bindings;
    bool flows; /* flow events too */

    /* The transport; where a number is 0, it is the one named here. */
    uint64_t memory;       /* bytes of all flows together, 512 MiB, an eighth of them for
                              datagrams; beyond it those idle longest are closed: reason "memory",
                              counted as "ended_memory" */
    uint64_t store;        /* bytes of out-of-order data per stream, 4 MiB */
    int64_t tcp_idle_ns;   /* without a packet for so long, a flow ends: 1 h */
    int64_t udp_idle_ns;   /* 2 min */
    bool overlap_last;     /* of differing bytes that wait for others the last win, not the first */
    bool verify_checksums; /* packets with a wrong one are counted and ignored */

    struct ws_event_sink sink; /* of ws_engine; others name theirs */
};

/**
 * Packets in, events out. One engine is used by one thread; it owns its flows, conversations and
 * buffers. The config and what it points at must live as long as the engine.
 */
struct ws_engine;

int ws_engine_new(const struct ws_engine_config *config, struct ws_engine **ret);
void ws_engine_free(struct ws_engine *engine);

/** 0, or what the sink answered, or WS_E_NOMEM. */
int ws_engine_packet(struct ws_engine *engine, const struct ws_packet *packet);

/** The capture has ended: what is open is closed and told. */
int ws_engine_finish(struct ws_engine *engine);

/** Sets what was counted so far. */
void ws_engine_counts(const struct ws_engine *engine, struct ws_engine_counts *ret);

#endif
