#ifndef WS_OUTPUT_ADDRESS_H
#define WS_OUTPUT_ADDRESS_H

#include "wirespeak/bytes.h"

enum {
    WS_IP_TEXT_MAX = 46,  /* INET6_ADDRSTRLEN */
    WS_MAC_TEXT_MAX = 24, /* 8 bytes */
};

/** An IPv4 (4 bytes) or IPv6 (16 bytes) address as text, IPv6 as in RFC 5952. No NUL; its length.
 */
size_t ws_ip_text(char *out, const uint8_t *address, size_t len);

/** aa:bb:cc:dd:ee:ff, for 0 to 8 bytes. No NUL; its length. */
size_t ws_mac_text(char *out, const uint8_t *address, size_t len);

#endif
