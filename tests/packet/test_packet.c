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
#define LABEL(bottom) "\0\1" bottom "\x40"
#define PPPOE(len)    "\x11\0\0\1" len
#define VXLAN(len)    "\0\1\x12\xb5" len "\0\0\x08\0\0\0\0\0\7\0"
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

    {"PPP", WS_LINK_PPP, FRAME("\0\x21" IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0, -1},
    {"PPP in HDLC framing", WS_LINK_PPP, FRAME("\xff\3\0\x57" IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"PPP, protocol of one byte", WS_LINK_PPP_SERIAL, FRAME("\xff\3\x21" IPV4_TCP), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"PPP, link control", WS_LINK_PPP, FRAME("\xff\3\xc0\x21\1"), 0, WS_PACKET_NOT_IP, NULL, 0, 0},
    {"PPP with MPLS", WS_LINK_PPP, FRAME("\2\x81" LABEL("\1") IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"Cisco HDLC", WS_LINK_PPP_SERIAL, FRAME("\x0f\0\x08\0" IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"PPP, cut", WS_LINK_PPP, FRAME("\0"), 46, WS_PACKET_TRUNCATED, NULL, 0, 0},
    {"PPPoE", WS_LINK_EN10MB, FRAME(MACS "\x88\x64" PPPOE("\0\x2c") "\0\x21" IPV4_TCP "pad"), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"PPPoE as link", WS_LINK_PPP_ETHER, FRAME(PPPOE("\0\x2c") "\0\x21" IPV4_TCP), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"PPPoE longer than the frame", WS_LINK_PPP_ETHER, FRAME(PPPOE("\0\x2d") "\0\x21" IPV4_TCP), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"PPPoE discovery's code", WS_LINK_PPP_ETHER, FRAME("\x11\x09\0\0\0\0"), 0, WS_PACKET_TUNNEL,
     NULL, 0, 0},
    {"MPLS, cut", WS_LINK_EN10MB, FRAME(MACS "\x88\x47"), 46, WS_PACKET_TRUNCATED, NULL, 0, 0},
    {"MPLS, two labels", WS_LINK_EN10MB, FRAME(MACS "\x88\x47" LABEL("\0") LABEL("\1") IPV4_TCP), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"MPLS multicast, IPv6", WS_LINK_EN10MB, FRAME(MACS "\x88\x48" LABEL("\1") IPV6_TCP), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"MPLS, Ethernet pseudowire", WS_LINK_EN10MB,
     FRAME(MACS "\x88\x47" LABEL("\1") "\0\0\0\7" MACS "\x81\0\0\4\x08\0" IPV4_TCP), 0,
     WS_PACKET_TCP, "hi", 0, 4},
    {"MPLS with something else", WS_LINK_EN10MB, FRAME(MACS "\x88\x47" LABEL("\1") "\x10\0"), 0,
     WS_PACKET_TUNNEL, NULL, 0, 0},
    {"MPLS without a last label", WS_LINK_EN10MB, FRAME(MACS "\x88\x47" LABEL("\0") LABEL("\0")), 0,
     WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"IPv4 in IPv4", WS_LINK_RAW, FRAME(IPV4("\0\x3e", "\4") IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"IPv6 in IPv4", WS_LINK_RAW, FRAME(IPV4("\0\x52", "\x29") IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"IPv4 in IPv6", WS_LINK_RAW, FRAME(IPV6("\0\x2a", "\4") IPV4_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"IPv6 in IPv6", WS_LINK_RAW, FRAME(IPV6("\0\x3e", "\x29") IPV6_TCP), 0, WS_PACKET_TCP, "hi", 0,
     -1},
    {"nothing in IPv4", WS_LINK_RAW, FRAME(IPV4("\0\x14", "\x29")), 0, WS_PACKET_BAD_HEADER, NULL,
     0, 0},
    {"GRE", WS_LINK_RAW, FRAME(IPV4("\0\x42", "\x2f") "\0\0\x08\0" IPV4_TCP), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"GRE, key and sequence number, IPv6", WS_LINK_RAW,
     FRAME(IPV4("\0\x5e", "\x2f") "\x30\0\x86\xdd"
                                  "keyyseqq" IPV6_TCP),
     0, WS_PACKET_TCP, "hi", 0, -1},
    {"GRE, checksum, Ethernet", WS_LINK_RAW,
     FRAME(IPV4("\0\x54", "\x2f") "\x80\0\x65\x58"
                                  "summ" ETHERNET_IPV4 IPV4_TCP),
     0, WS_PACKET_TCP, "hi", 0, -1},
    {"GRE with routes", WS_LINK_RAW, FRAME(IPV4("\0\x18", "\x2f") "\x40\0\x08\0"), 0,
     WS_PACKET_TUNNEL, NULL, 0, 0},
    {"GRE version 1", WS_LINK_RAW, FRAME(IPV4("\0\x18", "\x2f") "\x20\1\x88\x0b"), 0,
     WS_PACKET_TUNNEL, NULL, 0, 0},
    {"GRE, ends in its key", WS_LINK_RAW,
     FRAME(IPV4("\0\x1a", "\x2f") "\x20\0\x08\0"
                                  "ke"),
     0, WS_PACKET_BAD_HEADER, NULL, 0, 0},
    {"VXLAN", WS_LINK_RAW, FRAME(IPV4("\0\x5c", "\x11") VXLAN("\0\x48") ETHERNET_IPV4 IPV4_TCP), 0,
     WS_PACKET_TCP, "hi", 0, -1},
    {"VXLAN with ARP", WS_LINK_RAW, FRAME(IPV4("\0\x32", "\x11") VXLAN("\0\x1e") MACS "\x08\6"), 0,
     WS_PACKET_NOT_IP, NULL, 0, 0},
    {"VXLAN, padding inside", WS_LINK_RAW,
     FRAME(IPV4("\0\x5e", "\x11") VXLAN("\0\x4a") ETHERNET_IPV4 IPV4_TCP "xx"), 0, WS_PACKET_TCP,
     "hi", 0, -1},
    {"cut in a tunnel's payload", WS_LINK_RAW,
     FRAME(IPV4("\0\x48", "\4") IPV4("\0\x34", "\6") TCP "hi"), 10, WS_PACKET_TCP, "hi", 10, -1},
    {"cut in a tunnel's header", WS_LINK_RAW, FRAME(IPV4("\0\x3e", "\4") "\x45\0"), 40,
     WS_PACKET_TRUNCATED, NULL, 0, 0},
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
    {"case 22: empty SACK, option of length 0, option 254", WS_LINK_RAW,
     FRAME(IPV4("\0\x32",
                "\6") "\0\1\0\2\0\0\0\3\0\0\0\4\x70\x18\x01\0\0\0\0\0\5\2\x1b\0\xfe\xff\0\0hi"),
     0, WS_PACKET_TCP, "hi", 0, -1},
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

/* Those rows whose name begins so; "": those of no numbered case. */
static void check_rows(const char *begin)
{
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        const char *what = cases[i].what;
        if (begin[0] ? strncmp(what, begin, strlen(begin)) != 0 : strncmp(what, "case ", 5) == 0)
            continue;
        print_message("case: %s\n", what);
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

static void frames_decode_to_their_payload_or_a_reason(void **state)
{
    (void)state;
    check_rows("");
}

static void case_22_options_and_header_lengths(void **state)
{
    (void)state;
    check_rows("case 22:");
}

static void case_23_cut_by_the_snapshot_length(void **state)
{
    (void)state;
    check_rows("case 23:");
}

static void case_24_padding_is_no_data(void **state)
{
    (void)state;
    check_rows("case 24:");
}

static void case_26_frames_before_offload(void **state)
{
    (void)state;
    check_rows("case 26:");
}

static void case_27_fragments_and_what_only_looks_like_one(void **state)
{
    (void)state;
    check_rows("case 27:");
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

/* Every byte of every row changed to some values, in memory of just that size. */
static void damaged_frames_are_never_read_past_their_end(void **state)
{
    (void)state;
    static const uint8_t values[] = {0x00, 0x01, 0x45, 0x60, 0x7f, 0x81, 0xff};
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        uint8_t *copy = test_malloc(cases[i].len + 1);
        struct ws_bytes frame = {copy + 1, cases[i].len};
        for (size_t k = 0; k < cases[i].len * WS_LEN(values); k++) {
            memcpy(copy + 1, cases[i].bytes, cases[i].len);
            copy[1 + k / WS_LEN(values)] = values[k % WS_LEN(values)];
            struct ws_segment got;
            enum ws_packet_outcome outcome =
                ws_packet_decode(cases[i].link, frame, (uint32_t)cases[i].len, &got);
            if (outcome == WS_PACKET_TCP || outcome == WS_PACKET_UDP ||
                outcome == WS_PACKET_FRAGMENT) {
                assert_true(got.payload.data + got.payload.len <= copy + 1 + cases[i].len);
                (void)ws_packet_checksums_hold(&got);
            }
        }
        test_free(copy);
    }
}

/* IPv4 in IPv4 over and over: the 16th is decoded, the 17th not. */
static void tunnels_are_followed_to_their_limit(void **state)
{
    (void)state;
    static const char inner[] = IPV4_TCP, outer[] = IPV4("\0\0", "\4");
    enum { INNER = sizeof(inner) - 1, OUTER = sizeof(outer) - 1 };
    uint8_t bytes[(WS_MAX_TUNNELS + 1) * OUTER + INNER];
    for (size_t n = WS_MAX_TUNNELS; n <= WS_MAX_TUNNELS + 1; n++) {
        for (size_t i = 0; i < n; i++) {
            memcpy(bytes + i * OUTER, outer, OUTER);
            ws_store_be(bytes + i * OUTER + 2, 2, (n - i) * OUTER + INNER);
        }
        memcpy(bytes + n * OUTER, inner, INNER);
        struct ws_segment got;
        struct ws_bytes frame = {bytes, n * OUTER + INNER};
        assert_int_equal(ws_packet_decode(WS_LINK_RAW, frame, 0, &got),
                         n == WS_MAX_TUNNELS ? WS_PACKET_TCP : WS_PACKET_TUNNEL);
    }
}

/* The sums by another implementation (Python). */
static const struct {
    const char *what;
    const char *bytes;
    size_t len;
    uint32_t more;
    bool holds;
} sums[] = {
    {"TCP, odd length",
     FRAME(
         "\x45\x00\x00\x2b\x00\x07\x00\x00\x40\x06\x66\xc4\x0a\x00\x00\x01\x0a\x00\x00\x02\x00\x01"
         "\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\xc7\x58\x00\x00\x6f\x64\x64"),
     0, true},
    {"TCP, wrong",
     FRAME(
         "\x45\x00\x00\x2b\x00\x07\x00\x00\x40\x06\x66\xc4\x0a\x00\x00\x01\x0a\x00\x00\x02\x00\x01"
         "\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\xc6\x58\x00\x00\x6f\x64\x64"),
     0, false},
    {"TCP, IPv4 header wrong",
     FRAME("\x45\x00\x00\x2c\x00\x07\x00\x00\x40\x06\x66\xc2\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\xcf\xd7\x00\x00\x65\x76"
           "\x65\x6e"),
     0, false},
    {"TCP over IPv6",
     FRAME(
         "\x60\x00\x00\x00\x00\x18\x06\x40\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
         "\x00\x01\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x00\x02"
         "\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\xe6\xd5\x00\x00\x65\x76\x65\x6e"),
     0, true},
    {"TCP over IPv6, wrong",
     FRAME(
         "\x60\x00\x00\x00\x00\x18\x06\x40\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
         "\x00\x01\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x00\x02"
         "\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\xe6\xd4\x00\x00\x65\x76\x65\x6e"),
     0, false},
    {"UDP",
     FRAME("\x45\x00\x00\x1f\x00\x07\x00\x00\x40\x11\x66\xc5\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x0b\x18\x6e\x6f\x64\x64"),
     0, true},
    {"UDP, wrong",
     FRAME("\x45\x00\x00\x1f\x00\x07\x00\x00\x40\x11\x66\xc5\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x0b\x18\x6f\x6f\x64\x64"),
     0, false},
    {"UDP, left out",
     FRAME("\x45\x00\x00\x1f\x00\x07\x00\x00\x40\x11\x66\xc5\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x0b\x00\x00\x6f\x64\x64"),
     0, true},
    {"UDP over IPv6",
     FRAME("\x60\x00\x00\x00\x00\x0b\x11\x40\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
           "\x00\x00\x01\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01"
           "\x00\x02\x00\x0b\x2f\x6c\x6f\x64\x64"),
     0, true},
    {"UDP, IP is longer",
     FRAME("\x45\x00\x00\x22\x00\x07\x00\x00\x40\x11\x66\xc2\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x0b\x18\x6e\x6f\x64\x64\x78\x79\x7a"),
     0, true},
    {"UDP whose sum is 0 is sent as ffff",
     FRAME("\x45\x00\x00\x1e\x00\x07\x00\x00\x40\x11\x66\xc6\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x0a\xff\xff\xeb\xd4"),
     0, true},
    {"cut in the payload",
     FRAME("\x45\x00\x00\x31\x00\x07\x00\x00\x40\x06\x66\xbe\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\x6c\x47\x00\x00\x63\x75"
           "\x74\x20\x73\x68"),
     3, true},
    {"fragment, IPv4 header right",
     FRAME("\x45\x00\x00\x33\x00\x07\x20\x00\x40\x06\x46\xbc\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\x5f\xb0\x00\x00\x31\x32"
           "\x33\x34\x35\x36\x37\x38\x39\x30\x31"),
     0, true},
    {"fragment, IPv4 header wrong",
     FRAME("\x45\x00\x00\x33\x00\x07\x20\x00\x40\x06\x46\xbd\x0a\x00\x00\x01\x0a\x00\x00\x02\x00"
           "\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x50\x18\x01\x00\x5f\xb0\x00\x00\x31\x32"
           "\x33\x34\x35\x36\x37\x38\x39\x30\x31"),
     0, false},
};

static void case_25_checksums_hold_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(sums); i++) {
        print_message("case: %s\n", sums[i].what);
        struct ws_bytes frame = {(const uint8_t *)sums[i].bytes, sums[i].len};
        struct ws_segment got;
        enum ws_packet_outcome outcome =
            ws_packet_decode(WS_LINK_RAW, frame, (uint32_t)sums[i].len + sums[i].more, &got);
        assert_true(outcome == WS_PACKET_TCP || outcome == WS_PACKET_UDP ||
                    outcome == WS_PACKET_FRAGMENT);
        assert_int_equal(ws_packet_checksums_hold(&got), sums[i].holds);
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
        cmocka_unit_test(case_22_options_and_header_lengths),
        cmocka_unit_test(case_23_cut_by_the_snapshot_length),
        cmocka_unit_test(case_24_padding_is_no_data),
        cmocka_unit_test(case_26_frames_before_offload),
        cmocka_unit_test(case_27_fragments_and_what_only_looks_like_one),
        cmocka_unit_test(header_fields_are_those_on_the_wire),
        cmocka_unit_test(frame_cut_at_any_length_is_never_read_past_its_end),
        cmocka_unit_test(damaged_frames_are_never_read_past_their_end),
        cmocka_unit_test(tunnels_are_followed_to_their_limit),
        cmocka_unit_test(case_25_checksums_hold_or_not),
        cmocka_unit_test(endless_extension_headers_are_refused),
        cmocka_unit_test(case_30_built_frames_decode_with_and_without_a_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
