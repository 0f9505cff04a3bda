#ifndef WS_PLUGIN_TLS_H
#define WS_PLUGIN_TLS_H

#include "wirespeak/bytes.h"

/** Of a direction no more is looked at. */
enum { WS_TLS_MAX_HELLO = 16 << 10, WS_TLS_MAX_NAME = 255 };

/** What the first bytes of a direction of a TCP flow are. */
struct ws_tls {
    bool is_tls; /* they begin with a TLS record (RFC 8446 section 5.1), or SSL 3.0's */
    bool more;   /* more bytes could tell more */
    char server_name[WS_TLS_MAX_NAME + 1]; /* of a ClientHello (RFC 6066 section 3); "": none */
};

/** Pure. A name with other bytes than printable ASCII is left out. */
struct ws_tls ws_tls_look(struct ws_bytes first);

#endif
