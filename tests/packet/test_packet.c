/* Frames of every link layer, whole and damaged. */
#include "packet/packet.h"

#include <string.h>

#include "capture/link.h"
#include "flow/packets.h"
#include "wirespeak/export.h"

#include "test.h"

/* Header fields as in RFC 791, RFC 8200, RFC 9293, RFC 768; 10.0.0.1:1 to 10.0.0.2:2. */
#define IPV4(total, proto) "\x45\0" total "\0\0\0\0\x40" proto "\0\0\x0a\0\0\1\x0a\0\0\2"
#define IPV6(len, next)                                                                            \
    "\x60\0\0\0" len next                                                                          \
    "\x40\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\2"
#define TCP           "\0\1\0\2\0\0\0\3\0\0\0\4\x50\x18\x01\0\0\0\0\0"
#define UDP(len)      "\0\1\0\2" len "\0\0"
#define MACS          "\2\0\0\0\0\2\2\0\0\0\0\1"
#define ETHERNET_IPV4 MACS "\x08\0"
#define SLL(type)     "\0\0\0\1\0\6\2\0\0\0\0\1\0\0" type
#define SLL2(type)    type "\0\0\0\0\0\1\0\1\0\6\2\0\0\0\0\1\0\0"
#define IPV4_TCP      IPV4("\0\x2a", "\6") TCP "hi"
#define IPV6_TCP      IPV6("\0\x16", "\6") TCP "hi"
#define FRAME(text)   text, sizeof(text) - 1

static const struct {
    const char *what;
    int link;
    const char *bytes;
    size_t len;
    uint32_t more; /* bytes on the wire behind those captured */
    enum ws_packet_outcome outcome;
    const char *payload;
    uint32_t missing;
    int32_t vlan;
} cases[] = {
    {"Ethernet", WS_LINK_EN10MB, FRAME(ETHERNET_IPV4 IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"802.1Q", WS_LINK_EN10MB, FRAME(MACS "\x81\0\x20\5\x08\0" IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     5},
    {"802.1ad, 802.1Q", WS_LINK_EN10MB, FRAME(MACS "\x88\xa8\0\7\x81\0\0\5\x86\xdd" IPV6_TCP), 0,
     WS_PACKET_TCP, "hi", 0, 7},
    {"three tags", WS_LINK_EN10MB, FRAME(MACS "\x91\0\0\1\x91\0\0\2\x81\0\0\3\x08\0" IPV4_TCP), 0,
     WS_PACKET_TCP, "hi", 0, 1},
    {"cut in a tag", WS_LINK_EN10MB, FRAME(MACS "\x81\0\0"), 60, WS_PACKET_TRUNCATED, NULL, 0, 0},
    {"Linux cooked", WS_LINK_LINUX_SLL, FRAME(SLL("\x08\0") IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"Linux cooked 2", WS_LINK_LINUX_SLL2, FRAME(SLL2("\x86\xdd") IPV6_TCP), 0, WS_PACKET_TCP, "hi",
     0, -1},
    {"raw IPv4", WS_LINK_RAW, FRAME(IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"raw IPv6", WS_LINK_RAW, FRAME(IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"IPv4 alone", WS_LINK_IPV4, FRAME(IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"IPv6 alone", WS_LINK_IPV6, FRAME(IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"raw nothing", WS_LINK_RAW, FRAME(""), 0, WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"raw version 5", WS_LINK_RAW, FRAME("\x55"), 0, WS_PACKET_NOT_IP, NULL, 0, 0},
    {"BSD loopback, little-endian", WS_LINK_NULL, FRAME("\2\0\0\0" IPV4_TCP), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"BSD loopback, big-endian", WS_LINK_NULL, FRAME("\0\0\0\x1e" IPV6_TCP), 0, WS_PACKET_TCP, "hi",
     0, -1},
    {"OpenBSD loopback", WS_LINK_LOOP, FRAME("\0\0\0\x18" IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"another link type", 147, FRAME(IPV4_TCP), 0, WS_PACKET_UNKNOWN_LINK, NULL, 0, 0},
    {"ARP", WS_LINK_EN10MB, FRAME(MACS "\x08\6"), 46, WS_PACKET_NOT_IP, NULL, 0, 0},
    {"MPLS", WS_LINK_EN10MB, FRAME(MACS "\x88\x47"), 46, WS_PACKET_TUNNEL, NULL, 0, 0},
    {"IPv6 in IPv4", WS_LINK_RAW, FRAME(IPV4("\0\x14", "\x29")), 0, WS_PACKET_TUNNEL, NULL, 0, 0},
    {"ICMP", WS_LINK_RAW, FRAME(IPV4("\0\x14", "\1")), 0, WS_PACKET_OTHER_TRANSPORT, NULL, 0, 0},

    {"case 24: padding", WS_LINK_EN10MB, FRAME(ETHERNET_IPV4 IPV4_TCP "\0\0\0\0"), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"case 24: padding behind IPv6", WS_LINK_EN10MB, FRAME(MACS "\x86\xdd" IPV6_TCP "pad"), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"case 26: total length 0", WS_LINK_EN10MB, FRAME(ETHERNET_IPV4 IPV4("\0\0", "\6") TCP "hello"),
     0, WS_PACKET_TCP, "hello", 0, -1},
    {"case 26: cut, total length 0", WS_LINK_EN10MB,
     FRAME(ETHERNET_IPV4 IPV4("\0\0", "\6") TCP "hello"), 100, WS_PACKET_TCP, "hello", 100, -1},
    {"case 26: IPv6, length 0", WS_LINK_RAW, FRAME(IPV6("\0\0", "\6") TCP "hello"), 0,
     WS_PACKET_TCP, "hello", 0, -1},
    {"case 23: cut in the payload", WS_LINK_RAW, FRAME(IPV4("\0\x34", "\6") TCP "hi"), 14,
     WS_PACKET_TCP, "hi", 10, -1},
    {"case 23: cut in the IP header", WS_LINK_RAW, FRAME("\x45\0\0\x2a"), 38, WS_PACKET_TRUNCATED,
     NULL, 0, 0},
    {"case 23: cut in the TCP header", WS_LINK_RAW, FRAME(IPV4("\0\x2a", "\6") "\0\1\0\2"), 18,
     WS_PACKET_TRUNCATED, NULL, 0, 0},
    {"case 23: cut in TCP's options", WS_LINK_RAW,
     FRAME(IPV4("\0\x34", "\6") "\0\1\0\2\0\0\0\3\0\0\0\4\x80\x18\x01\0\0\0\0\0\1\1"), 10,
     WS_PACKET_TCP, "", 0, -1},

    {"case 22: IPv4 options", WS_LINK_RAW,
     FRAME("\x46\0\0\x2e\0\0\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2\1\1\1\0" TCP "hi"), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"case 22: IPv4 header of 16", WS_LINK_RAW,
     FRAME("\x44\0\0\x2a\0\0\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2" TCP "hi"), 0, WS_PACKET_BAD_HEADER,
     NULL, 0, 0},
    {"case 22: IPv4 header longer than the packet", WS_LINK_RAW,
     FRAME("\x4f\0\0\x2a\0\0\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2" TCP "hi"), 0, WS_PACKET_BAD_HEADER,
     NULL, 0, 0},
    {"case 22: IPv4 longer than the wire had", WS_LINK_RAW, FRAME(IPV4("\1\0", "\6") TCP "hi"), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"case 22: TCP options", WS_LINK_RAW,
     FRAME(IPV4("\0\x2e", "\6") "\0\1\0\2\0\0\0\3\0\0\0\4\x60\x18\x01\0\0\0\0\0\1\1\1\0hi"), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"case 22: TCP header of 16", WS_LINK_RAW,
     FRAME(IPV4("\0\x2a", "\6") "\0\1\0\2\0\0\0\3\0\0\0\4\x40\x18\x01\0\0\0\0\0hi"), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"case 22: TCP header longer than the segment", WS_LINK_RAW,
     FRAME(IPV4("\0\x2a", "\6") "\0\1\0\2\0\0\0\3\0\0\0\4\x60\x18\x01\0\0\0\0\0hi"), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"case 22: IP packet ends in the TCP header", WS_LINK_EN10MB,
     FRAME(ETHERNET_IPV4 IPV4("\0\x18", "\6") TCP "hi"), 0, WS_PACKET_BAD_HEADER, NULL, 0, 0},

    {"case 27: first fragment", WS_LINK_RAW,
     FRAME("\x45\0\0\x2a\0\0\x20\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2" TCP "hi"), 0, WS_PACKET_FRAGMENT,
     NULL, 0, 0},
    {"case 27: do not fragment", WS_LINK_RAW,
     FRAME("\x45\0\0\x2a\0\0\x40\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2" TCP "hi"), 0, WS_PACKET_TCP, "hi",
     0, -1},
    {"case 27: IPv6 fragment", WS_LINK_RAW,
     FRAME(IPV6("\0\x1e", "\x2c") "\6\0\0\1\0\0\0\0" TCP "hi"), 0, WS_PACKET_FRAGMENT, NULL, 0, 0},
    {"case 27: atomic IPv6 fragment", WS_LINK_RAW,
     FRAME(IPV6("\0\x1e", "\x2c") "\6\0\0\0\0\0\0\1" TCP "hi"), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"hop-by-hop, destination options", WS_LINK_RAW,
     FRAME(IPV6("\0\x26", "\0") "\x3c\0\1\4\0\0\0\0\6\0\1\4\0\0\0\0" TCP "hi"), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"extension header longer than the packet", WS_LINK_RAW,
     FRAME(IPV6("\0\x08", "\0") "\6\x09\1\4\0\0\0\0"), 0, WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"IPv6 with nothing behind", WS_LINK_RAW, FRAME(IPV6("\0\0", "\x3b")), 0,
     WS_PACKET_OTHER_TRANSPORT, NULL, 0, 0},

    {"UDP", WS_LINK_RAW, FRAME(IPV4("\0\x1e", "\x11") UDP("\0\x0a") "hi"), 0, WS_PACKET_UDP, "hi",
     0, -1},
    {"UDP shorter than IP says", WS_LINK_RAW, FRAME(IPV4("\0\x20", "\x11") UDP("\0\x0a") "hixx"), 0,
     WS_PACKET_UDP, "hi", 0, -1},
    {"UDP longer than IP says", WS_LINK_RAW, FRAME(IPV4("\0\x1e", "\x11") UDP("\0\x0b") "hi"), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"UDP length 7", WS_LINK_RAW, FRAME(IPV4("\0\x1e", "\x11") UDP("\0\7") "hi"), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
};

static void frames_decode_to_their_payload_or_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        struct ws_bytes frame = {(const uint8_t *)cases[i].bytes, cases[i].len};
        struct ws_segment got;
        uint32_t wire = (uint32_t)cases[i].len + cases[i].more;
        assert_string_equal(
            ws_packet_outcome_name(ws_packet_decode(cases[i].link, frame, wire, &got)),
            ws_packet_outcome_name(cases[i].outcome));
        if (!cases[i].payload)
            continue;
        assert_int_equal(got.payload.len, strlen(cases[i].payload));
        assert_memory_equal(got.payload.data, cases[i].payload, got.payload.len);
        assert_int_equal(got.missing, cases[i].missing);
        assert_int_equal(got.vlan, cases[i].vlan);
        assert_int_equal(got.src.port, 1);
        assert_int_equal(got.dst.port, 2);
    }
}

static void header_fields_are_those_on_the_wire(void **state)
{
    (void)state;
    static const char bytes[] = IPV4_TCP;
    struct ws_bytes frame = {(const uint8_t *)bytes, sizeof(bytes) - 1};
    struct ws_segment got;
    assert_int_equal(ws_packet_decode(WS_LINK_RAW, frame, 0, &got), WS_PACKET_TCP);
    static const uint8_t src[16] = {10, 0, 0, 1}, dst[16] = {10, 0, 0, 2};
    assert_memory_equal(got.src.addr, src, 16);
    assert_memory_equal(got.dst.addr, dst, 16);
    assert_int_equal(got.family, 4);
    assert_int_equal(got.proto, WS_PROTO_TCP);
    assert_int_equal(got.seq, 3);
    assert_int_equal(got.ack, 4);
    assert_int_equal(got.flags, WS_TCP_PSH | WS_TCP_ACK);
    assert_int_equal(got.window, 256);
}

/* Copied to memory of just that size, so that a sanitizer sees every byte too many. */
static void frame_cut_at_any_length_is_never_read_past_its_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        for (size_t len = 0; len < cases[i].len; len++) {
            uint8_t *copy = test_malloc(len + 1);
            memcpy(copy + 1, cases[i].bytes, len);
            struct ws_segment got;
            struct ws_bytes frame = {copy + 1, len};
            enum ws_packet_outcome outcome =
                ws_packet_decode(cases[i].link, frame, (uint32_t)cases[i].len, &got);
            if (outcome == WS_PACKET_TCP || outcome == WS_PACKET_UDP)
                assert_true(got.payload.data + got.payload.len <= copy + 1 + len);
            test_free(copy);
        }
    }
}

static void endless_extension_headers_are_refused(void **state)
{
    (void)state;
    uint8_t bytes[40 + 8 * 40] = {0x60, [5] = 8 * 40 - 256, [4] = 1};
    struct ws_bytes frame = {bytes, sizeof(bytes)};
    struct ws_segment got;
    assert_int_equal(ws_packet_decode(WS_LINK_RAW, frame, 0, &got), WS_PACKET_BAD_HEADER);
}

static void case_30_built_frames_decode_with_and_without_a_tag(void **state)
{
    (void)state;
    static uint8_t bytes[TEST_FRAME_SIZE];
    for (int i = 0; i < 8; i++) {
        struct ws_segment want = {
            .src = {{1, 2, 3, 4}, 5},
            .dst = {{6, 7, 8, 9}, 10},
            .family = i & 1 ? 6 : 4,
            .proto = i & 2 ? WS_PROTO_UDP : WS_PROTO_TCP,
            .vlan = i & 4 ? 99 : -1,
            .missing = 3,
            .payload = {(const uint8_t *)"payload", 7},
        };
        struct ws_bytes frame = {bytes, test_frame(&want, bytes)};
        struct ws_segment got;
        enum ws_packet_outcome outcome =
            ws_packet_decode(WS_LINK_EN10MB, frame, (uint32_t)frame.len + 3, &got);
        assert_int_equal(outcome, i & 2 ? WS_PACKET_UDP : WS_PACKET_TCP);
        assert_memory_equal(&got.src, &want.src, sizeof(want.src));
        assert_memory_equal(&got.dst, &want.dst, sizeof(want.dst));
        assert_int_equal(got.vlan, want.vlan);
        assert_int_equal(got.missing, 3);
        assert_int_equal(got.payload.len, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_decode_to_their_payload_or_a_reason),
        cmocka_unit_test(header_fields_are_those_on_the_wire),
        cmocka_unit_test(frame_cut_at_any_length_is_never_read_past_its_end),
        cmocka_unit_test(endless_extension_headers_are_refused),
        cmocka_unit_test(case_30_built_frames_decode_with_and_without_a_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
