/* Community ID version 1: the lower endpoint first, SHA-1, base64. */
#include "output/community_id.h"

#include <string.h>

#include <openssl/evp.h>

enum { SHA1_LEN = 20, INPUT_MAX = 2 + 16 + 16 + 2 + 2 + 2 };

static size_t address_len(const struct ws_endpoint_view *end)
{
    return end->family == 4 ? 4 : 16;
}

static bool in_order(const struct ws_endpoint_view *a, const struct ws_endpoint_view *b)
{
    int order = memcmp(a->addr, b->addr, address_len(a));
    return order < 0 || (order == 0 && a->port <= b->port);
}

static size_t put(uint8_t *in, size_t at, const void *bytes, size_t len)
{
    memcpy(in + at, bytes, len);
    return at + len;
}

size_t ws_community_id(char out[WS_COMMUNITY_ID_MAX], enum ws_transport transport,
                       const struct ws_endpoint_view ends[2])
{
    bool forward = in_order(&ends[0], &ends[1]);
    const struct ws_endpoint_view *low = &ends[!forward], *high = &ends[forward];
    uint8_t in[INPUT_MAX] = {0}, hash[SHA1_LEN]; /* it begins with a seed of 2 bytes: 0 */
    size_t at = 2;

    at = put(in, at, low->addr, address_len(low));
    at = put(in, at, high->addr, address_len(high));
    in[at++] = (uint8_t)transport;
    in[at++] = 0;
    ws_store_be(in + at, 2, low->port);
    ws_store_be(in + at + 2, 2, high->port);
    if (!EVP_Digest(in, at + 4, hash, NULL, EVP_sha1(), NULL))
        return 0;
    memcpy(out, "1:", 2);
    return 2 + (size_t)EVP_EncodeBlock((unsigned char *)out + 2, hash, SHA1_LEN);
}
