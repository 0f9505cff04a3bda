/* Addresses as text. */
#include "output/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "message/number.h"

static size_t ipv4_text(char *out, const uint8_t *address)
{
    char number[WS_U64_TEXT_MAX];
    size_t len = 0;

    for (int i = 0; i < 4; i++) {
        size_t n = ws_u64_text(number, address[i]);
        memcpy(out + len, number, n);
        len += n;
        if (i < 3)
            out[len++] = '.';
    }
    return len;
}

size_t ws_ip_text(char *out, const uint8_t *address, size_t len)
{
    if (len == 4)
        return ipv4_text(out, address);
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(AF_INET6, address, text, sizeof(text));
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

size_t ws_mac_text(char *out, const uint8_t *address, size_t len)
{
    if (len == 0)
        return 0;
    for (size_t i = 0; i < len; i++) {
        ws_hex_text(out + 3 * i, address + i, 1);
        out[3 * i + 2] = ':';
    }
    return 3 * len - 1;
}
