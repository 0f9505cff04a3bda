#ifndef WS_OUTPUT_COMMUNITY_ID_H
#define WS_OUTPUT_COMMUNITY_ID_H

#include "wirespeak/plugin.h"

enum { WS_COMMUNITY_ID_MAX = 31 }; /* "1:", 28 bytes of base64, a NUL */

/**
 * The Community ID, version 1, seed 0, of a TCP or UDP flow; both directions have the same. Joins
 * our events with the logs of Zeek and Suricata.
 * Source: https://github.com/corelight/community-id-spec.
 *
 * @return  The length of `out`, which ends with a NUL; 0 when the library refuses SHA-1.
 */
size_t ws_community_id(char out[WS_COMMUNITY_ID_MAX], enum ws_transport transport,
                       const struct ws_endpoint_view ends[2]);

#endif
