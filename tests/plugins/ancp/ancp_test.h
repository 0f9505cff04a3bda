/* Bytes of messages, written as hex; blanks are for the reader. */
#ifndef ANCP_TEST_H
#define ANCP_TEST_H

#include "ancp.h"

#include "test.h"

enum { TEST_MAX = 1024 };

struct test_bytes {
    uint8_t data[TEST_MAX];
    size_t len;
};

static inline unsigned test_nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static inline struct test_bytes unhex(const char *hex)
{
    struct test_bytes b = {.len = 0};
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        assert_true(b.len < TEST_MAX);
        b.data[b.len++] = (uint8_t)(test_nibble(hex[0]) << 4 | test_nibble(hex[1]));
        hex++;
    }
    return b;
}

static inline struct ws_bytes slice(const struct test_bytes *b)
{
    return (struct ws_bytes){b->data, b->len};
}

/* A PyANCP 0.1.7 client's SYN and Port Up, as captured. */
#define SYN                                                                                        \
    "880c0028 320a2801 010203040506 000000000000 00000000 00000000 01000000 00000000 00 01 0004 "  \
    "00010000"
#define PORT_UP                                                                                    \
    "880c0068 32501000 00000001 80010068 0000000000000000000000000000000000000000 00500500 "       \
    "00020040 0001000d 302e302e302e302065746820 31000000 00040028 0091000400000000 "               \
    "0090000301030600 008f000400000001 0081000400000400 0082000400003e80"
#define ADJACENCY_UPDATE "880c000c 32550001 00000000 8001000c"

#endif
