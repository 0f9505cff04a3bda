#ifndef WS_FILTER_PICKS_H
#define WS_FILTER_PICKS_H

#include <stdbool.h>
#include <stdint.h>

#include "flow/intake.h"

/**
 * What a reading of a capture picked for another one: packets, and flows. Many threads may note at
 * the same time; reading what was noted is for when nobody notes any more.
 */
struct ws_picks;

/** 0 or WS_E_NOMEM. */
int ws_picks_new(struct ws_picks **ret);
/** NULL is allowed. */
void ws_picks_free(struct ws_picks *picks);

/** 0 or WS_E_NOMEM. */
int ws_picks_packet(struct ws_picks *picks, uint64_t frame);
bool ws_picks_has_packet(const struct ws_picks *picks, uint64_t frame);

/**
 * A flow was met; once picked it stays so.
 *
 * @param first_frame  Its first packet: from there on its addresses and ports mean this flow.
 * @return  0 or WS_E_NOMEM.
 */
int ws_picks_flow(struct ws_picks *picks, uint64_t id, uint64_t first_frame, bool picked);
bool ws_picks_has_flow(const struct ws_picks *picks, uint64_t id);

/**
 * Whether what a packet brought belongs to a picked flow. For all packets of the capture, in order,
 * as ws_intake_packet gives them; for one thread.
 *
 * @return  1, 0, or WS_E_NOMEM.
 */
int ws_picks_has_arrival(struct ws_picks *picks, const struct ws_arrival *arrival);

#endif
