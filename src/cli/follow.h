#ifndef WS_CLI_FOLLOW_H
#define WS_CLI_FOLLOW_H

#include "output/sink.h"

/** One conversation, both sides: of all events those of one flow, as a ladder of messages with
 * times, or as JSON. */
struct cli_follow {
    uint64_t flow_id;
    struct ws_sink *json; /* NULL: the ladder; borrowed */
    bool color;
    const uint8_t *colors; /* WS_N_COLORS of them */
    bool found;
    /* private */
    int64_t first_ns;
    struct ws_print print;
    struct ws_buf line;
};

/** Reads a flow's id: 16 hex digits. */
bool cli_follow_id(const char *text, uint64_t *ret);

/** For the engine; answers 0, or what ends the run. */
struct ws_event_sink cli_follow_sink(struct cli_follow *follow);

/** Writes what is held. 0, WS_E_END when nobody reads, WS_E_IO. */
int cli_follow_end(struct cli_follow *follow);

#endif
