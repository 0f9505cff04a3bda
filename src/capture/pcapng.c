/* pcapng files (draft-ietf-opsawg-pcapng): sections, interfaces, packets. */
#include "capture/files.h"

#include <stdlib.h>

#include "capture/link.h"

/* Section 11.1, and the obsolete packet block of appendix A. */
enum block {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2,
    BLOCK_SIMPLE = 3,
    BLOCK_ENHANCED = 6,
};

enum {
    ORDER_MAGIC = 0x1a2b3c4d,
    HEAD_LEN = 8,   /* type and length */
    FRAME_LEN = 12, /* and the length again, at the end */
    SECTION_LEN = 28,
    INTERFACE_LEN = 20,
    SIMPLE_LEN = 16,
    PACKET_LEN = 32, /* enhanced and obsolete */
    VERSION = 1,
    MAX_INTERFACES = 65536,
    MAX_BLOCK = 16 << 20, /* of those that must be seen whole */
};

/* Resolutions as option if_tsresol says them. */
enum { RESOLUTION_BINARY = 0x80, MICRO = 6 };

enum { OPTION_END = 0, OPTION_TSRESOL = 9, OPTION_TSOFFSET = 14 };

struct ws_interface {
    int linktype;
    uint32_t snaplen;   /* 0: no limit */
    uint8_t resolution; /* as option if_tsresol says it */
    int64_t offset_s;
};

static int damaged(struct ws_pcapng *ng, struct ws_input *in, const char *what)
{
    return ws_input_fail(in, WS_E_IO, "the block at byte %llu %s", (unsigned long long)ng->block_at,
                         what);
}

static int cut(struct ws_pcapng *ng, struct ws_input *in, int err)
{
    return ws_input_cut(in, err, "the block", ng->block_at);
}

bool ws_pcapng_is(const uint8_t *p)
{
    return ws_file_u32(p, false) == BLOCK_SECTION; /* the same in both orders */
}

/* Time */

/* Units of 2^-bits s; what is finer than 2^-34 s is far below 1 ns. */
static int64_t ns_of_binary(uint64_t fraction, unsigned bits)
{
    enum { ENOUGH = 34 };
    if (bits > ENOUGH) {
        fraction >>= bits - ENOUGH;
        bits = ENOUGH;
    }
    return (int64_t)(fraction * UINT64_C(1000000000) >> bits);
}

/* Splits a time in units of 2^-bits s. */
static uint64_t split_binary(uint64_t ts, unsigned bits, int64_t *ret_ns)
{
    if (bits > 63) {
        *ret_ns = bits - 63 > 63 ? 0 : ns_of_binary(ts >> (bits - 63), 63);
        return 0;
    }
    *ret_ns = ns_of_binary(ts & ((UINT64_C(1) << bits) - 1), bits);
    return ts >> bits;
}

/* Splits a time in units of 10^-digits s. */
static uint64_t split_decimal(uint64_t ts, unsigned digits, int64_t *ret_ns)
{
    uint64_t per_s = 1, scale = 1;
    for (; digits > 19; digits--)
        ts /= 10;
    for (unsigned i = 0; i < digits; i++)
        per_s *= 10;
    for (unsigned i = 0; i < (digits < 9 ? 9 - digits : digits - 9); i++)
        scale *= 10;
    *ret_ns = (int64_t)(digits <= 9 ? ts % per_s * scale : ts % per_s / scale);
    return ts / per_s;
}

static int64_t time_of(const struct ws_interface *interface, uint32_t high, uint32_t low)
{
    uint64_t ts = (uint64_t)high << 32 | low, s;
    int64_t part, s_since, ns;

    if (interface->resolution == MICRO) { /* the usual one: divided by a constant */
        s = ts / 1000000;
        part = (int64_t)(ts % 1000000) * 1000;
    } else if (interface->resolution & RESOLUTION_BINARY) {
        s = split_binary(ts, interface->resolution & ~(unsigned)RESOLUTION_BINARY, &part);
    } else {
        s = split_decimal(ts, interface->resolution, &part);
    }
    if (s > INT64_MAX || __builtin_add_overflow((int64_t)s, interface->offset_s, &s_since))
        return INT64_MAX;
    if (!__builtin_mul_overflow(s_since, INT64_C(1000000000), &ns) &&
        !__builtin_add_overflow(ns, part, &ns))
        return ns;
    return s_since < 0 ? INT64_MIN : INT64_MAX;
}

/* Sections and interfaces */

/* The value may lie at any address. */
static int64_t take_i64(const struct ws_pcapng *ng, const uint8_t *p)
{
    uint64_t v;
    __builtin_memcpy(&v, p, sizeof(v));
    return (int64_t)(ng->swapped ? __builtin_bswap64(v) : v);
}

static void take_options(const struct ws_pcapng *ng, struct ws_bytes in,
                         struct ws_interface *interface)
{
    while (in.len >= 4) {
        uint16_t code = ws_file_u16(in.data, ng->swapped);
        size_t len = ws_file_u16(in.data + 2, ng->swapped);
        struct ws_bytes value = ws_bytes_upto(ws_bytes_from(in, 4), len);
        if (code == OPTION_END)
            break;
        if (code == OPTION_TSRESOL && value.len == 1)
            interface->resolution = value.data[0];
        if (code == OPTION_TSOFFSET && value.len == 8)
            interface->offset_s = take_i64(ng, value.data);
        in = ws_bytes_from(in, 4 + (len + 3) / 4 * 4);
    }
}

static int add_interface(struct ws_pcapng *ng, struct ws_input *in, uint32_t len)
{
    if (len < INTERFACE_LEN)
        return damaged(ng, in, "is too short for an interface");
    if (ng->n == MAX_INTERFACES)
        return damaged(ng, in, "describes one interface too many");
    if (ng->n == ng->cap) {
        uint32_t cap = ng->cap ? ng->cap * 2 : 4;
        struct ws_interface *more = realloc(ng->interfaces, cap * sizeof(*more));
        if (!more)
            return WS_E_NOMEM;
        ng->interfaces = more;
        ng->cap = cap;
    }
    struct ws_interface *interface = &ng->interfaces[ng->n++];
    *interface = (struct ws_interface){
        .linktype = ws_link_of_file(ws_file_u16(in->at + 8, ng->swapped)),
        .snaplen = ws_file_u32(in->at + 12, ng->swapped),
        .resolution = MICRO,
    };
    take_options(ng, (struct ws_bytes){in->at + 16, len - INTERFACE_LEN}, interface);
    in->at += len;
    return WS_OK;
}

static int check_trailer(struct ws_pcapng *ng, struct ws_input *in, const uint8_t *trailer,
                         uint32_t len)
{
    if (ws_file_u32(trailer, ng->swapped) == len)
        return WS_OK;
    return damaged(ng, in, "has another length at its end than at its begin");
}

/* Leaves a block out without holding it: it may be as long as it likes. */
static int skip_block(struct ws_pcapng *ng, struct ws_input *in, uint32_t len)
{
    int err = ws_input_skip(in, len - 4);
    if (!err)
        err = ws_input_need(in, 4);
    if (err)
        return cut(ng, in, err);
    err = check_trailer(ng, in, in->at, len);
    in->at += 4;
    return err;
}

static int begin_section(struct ws_pcapng *ng, struct ws_input *in)
{
    int err = ws_input_need(in, SECTION_LEN);
    if (err)
        return cut(ng, in, err);
    ng->swapped = ws_file_u32(in->at + 8, false) != ORDER_MAGIC;
    if (ws_file_u32(in->at + 8, ng->swapped) != ORDER_MAGIC)
        return damaged(ng, in, "begins a section of unknown byte order");
    uint32_t len = ws_file_u32(in->at + 4, ng->swapped);
    unsigned version = ws_file_u16(in->at + 12, ng->swapped);
    if (version != VERSION)
        return ws_input_fail(in, WS_E_FORMAT, "version %u of the pcapng format, expected %d",
                             version, VERSION);
    if (len < SECTION_LEN || len % 4)
        return damaged(ng, in, "has an impossible length");
    ng->n = 0;
    return skip_block(ng, in, len);
}

/* Packets */

static bool holds_packet(uint32_t type)
{
    return type == BLOCK_ENHANCED || type == BLOCK_SIMPLE || type == BLOCK_PACKET;
}

/* Brings a block whole to in->at. */
static int fetch(struct ws_pcapng *ng, struct ws_input *in, uint32_t len)
{
    if (len > MAX_BLOCK)
        return damaged(ng, in, "is longer than 16 MiB");
    int err = ws_input_need(in, len);
    if (err)
        return cut(ng, in, err);
    return check_trailer(ng, in, in->at + len - 4, len);
}

/* Reads up to the next block with a packet, which is whole at in->at then. */
static int to_packet(struct ws_pcapng *ng, struct ws_input *in, uint32_t *ret_type,
                     uint32_t *ret_len)
{
    for (;;) {
        ng->block_at = ws_input_offset(in);
        int err = ws_input_need(in, HEAD_LEN);
        if (err)
            return cut(ng, in, err);
        uint32_t type = ws_file_u32(in->at, ng->swapped);
        uint32_t len = ws_file_u32(in->at + 4, ng->swapped);
        if (type != BLOCK_SECTION && (len < FRAME_LEN || len % 4))
            return damaged(ng, in, "has an impossible length");
        if (holds_packet(type)) {
            *ret_type = type;
            *ret_len = len;
            return fetch(ng, in, len);
        }
        if (type == BLOCK_SECTION)
            err = begin_section(ng, in);
        else if (type != BLOCK_INTERFACE)
            err = skip_block(ng, in, len);
        else if (!(err = fetch(ng, in, len)))
            err = add_interface(ng, in, len);
        if (err)
            return err;
    }
}

static int give(struct ws_pcapng *ng, struct ws_input *in, uint32_t interface,
                struct ws_packet *packet, uint32_t room)
{
    if (interface >= ng->n)
        return damaged(ng, in, "is of an interface that was not described");
    if (packet->caplen > room)
        return damaged(ng, in, "is shorter than its packet");
    if (packet->caplen > WS_MAX_CAPLEN)
        return damaged(ng, in, "holds a packet of more than 256 KiB");
    packet->linktype = ng->interfaces[interface].linktype;
    return WS_OK;
}

/* It has no time, and is of the first interface, whose snapshot length cut it (section 4.4). */
static int take_simple(struct ws_pcapng *ng, struct ws_input *in, uint32_t len,
                       struct ws_packet *ret)
{
    if (len < SIMPLE_LEN)
        return damaged(ng, in, "is shorter than its packet");
    uint32_t wire = ws_file_u32(in->at + 8, ng->swapped);
    uint32_t snaplen = ng->n ? ng->interfaces[0].snaplen : 0;
    *ret = (struct ws_packet){
        .caplen = snaplen && snaplen < wire ? snaplen : wire,
        .len = wire,
        .data = in->at + 12,
    };
    return give(ng, in, 0, ret, len - SIMPLE_LEN);
}

/* The obsolete block differs in the interface's number alone. */
static int take_packet(struct ws_pcapng *ng, struct ws_input *in, uint32_t type, uint32_t len,
                       struct ws_packet *ret)
{
    const uint8_t *p = in->at;
    if (len < PACKET_LEN)
        return damaged(ng, in, "is shorter than its packet");
    uint32_t interface =
        type == BLOCK_ENHANCED ? ws_file_u32(p + 8, ng->swapped) : ws_file_u16(p + 8, ng->swapped);
    *ret = (struct ws_packet){
        .caplen = ws_file_u32(p + 20, ng->swapped),
        .len = ws_file_u32(p + 24, ng->swapped),
        .data = p + 28,
    };
    int err = give(ng, in, interface, ret, len - PACKET_LEN);
    if (!err)
        ret->ts_ns = time_of(&ng->interfaces[interface], ws_file_u32(p + 12, ng->swapped),
                             ws_file_u32(p + 16, ng->swapped));
    return err;
}

int ws_pcapng_next(struct ws_pcapng *ng, struct ws_input *in, struct ws_packet *ret)
{
    uint32_t type = 0, len = 0;
    int err = ng->err ? ng->err : to_packet(ng, in, &type, &len);
    if (!err)
        err = type == BLOCK_SIMPLE ? take_simple(ng, in, len, ret)
                                   : take_packet(ng, in, type, len, ret);
    if (err)
        return ng->err = err;
    in->at += len;
    return WS_OK;
}

/* A file all of whose interfaces are unknown gives nothing: refused by name. */
static int check_links(const struct ws_pcapng *ng, struct ws_input *in)
{
    for (uint32_t i = 0; i < ng->n; i++)
        if (ws_link_is_known(ng->interfaces[i].linktype))
            return WS_OK;
    return ng->n ? ws_input_refuse_link(in, ng->interfaces[0].linktype) : WS_OK;
}

int ws_pcapng_open(struct ws_pcapng *ng, struct ws_input *in)
{
    uint32_t type, len;
    *ng = (struct ws_pcapng){.swapped = false};
    int err = begin_section(ng, in);
    if (err)
        return err == WS_E_IO ? WS_E_FORMAT : err;
    err = to_packet(ng, in, &type, &len);
    if (err == WS_E_NOMEM)
        return err;
    ng->err = err; /* told when the packets before it, none, were read */
    return err && err != WS_E_END ? WS_OK : check_links(ng, in);
}

void ws_pcapng_close(struct ws_pcapng *ng)
{
    free(ng->interfaces);
}
