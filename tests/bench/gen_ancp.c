/* ANCP sessions for made-up traffic: RFC 6320 sections 3 and 6 to 9. */
#include <stdio.h>

#include "bench/gen.h"

enum { ADJACENCY = 10, PORT_MANAGEMENT = 32, PORT_UP = 80, PORT_DOWN = 81 };
enum { SYN = 1, SYNACK, ACK };
enum { NO_RESULT, ACK_ALL = 2, SUCCESS };
enum { CONFIGURE = 8, LOOPBACK = 9, SHOWTIME = 0x503 };
enum {
    CIRCUIT_ID = 1,
    LINE_ATTRIBUTES = 4,
    PROFILE = 5,
    VLANS = 6,
    TEST = 7,
    OPAQUE = 8,
    TESTED = 9
};
enum { TIMER_100MS = 100, BODY_AT = 16, N_TLVS_AT = 40, LINES_PER_NODE = 4096 };

/* What waits for an answer. */
enum { NOTHING, KEEP_ALIVE, CONFIGURED, TESTED_LINE };

static size_t open_message(struct gen_burst *out)
{
    size_t at = out->bytes.len;
    gen_put(&out->bytes, 0x880c, 2);
    gen_put(&out->bytes, 0, 2);
    return at;
}

static void close_message(struct gen_burst *out, size_t at)
{
    gen_set(&out->bytes, at + 2, out->bytes.len - at - 4, 2);
    gen_burst_end(out);
}

static void put_identity(struct gen_bytes *b, enum gen_side side, uint32_t id)
{
    gen_put(b, side == GEN_CLIENT ? 0x025e00 : 0x025eff, 3);
    gen_put(b, id, 3);
}

static void put_adjacency(const struct gen_session *s, uint8_t code, struct gen_burst *out)
{
    static const uint8_t capabilities[] = {1, 2, 4};
    struct gen_bytes *b = &out->bytes;
    enum gen_side peer = out->side == GEN_CLIENT ? GEN_SERVER : GEN_CLIENT;
    size_t at = open_message(out);

    gen_put(b, 50, 1);
    gen_put(b, ADJACENCY, 1);
    gen_put(b, TIMER_100MS, 1);
    gen_put(b, code | (code == SYN && out->side == GEN_SERVER ? 0x80 : 0), 1);
    put_identity(b, out->side, s->id);
    if (code == SYN)
        gen_put_zeros(b, 6);
    else
        put_identity(b, peer, s->id);
    gen_put_zeros(b, 8); /* ports */
    gen_put(b, 1, 1);    /* no partition, a new adjacency */
    gen_put(b, 1 + s->id % 0xffff, 3);
    gen_put(b, 0, 1);
    gen_put(b, code == SYN ? 0 : 1 + s->id % 0xffff, 3);
    gen_put(b, 0, 1);
    gen_put(b, sizeof(capabilities), 1);
    gen_put(b, 4 * sizeof(capabilities), 2);
    for (size_t i = 0; i < sizeof(capabilities); i++)
        gen_put(b, (uint64_t)capabilities[i] << 16, 4);
    close_message(out, at);
}

/* The header of all other messages. */
static size_t open_general(struct gen_burst *out, uint8_t type, unsigned result, uint32_t id)
{
    size_t at = open_message(out);

    gen_put(&out->bytes, 50, 1);
    gen_put(&out->bytes, type, 1);
    gen_put(&out->bytes, result, 2);
    gen_put(&out->bytes, 0, 1);
    gen_put(&out->bytes, id, 3);
    gen_put(&out->bytes, 0x8001, 2);
    gen_put(&out->bytes, 0, 2);
    return at;
}

/* Of a message with a counted block of TLVs. */
static void close_block(struct gen_burst *out, size_t at, unsigned n_tlvs)
{
    gen_set(&out->bytes, at + N_TLVS_AT, n_tlvs, 2);
    gen_set(&out->bytes, at + N_TLVS_AT + 2, out->bytes.len - at - N_TLVS_AT - 4, 2);
    gen_set(&out->bytes, at + BODY_AT - 2, out->bytes.len - at - 4, 2);
    close_message(out, at);
}

static size_t open_tlv(struct gen_bytes *b, uint16_t type)
{
    gen_put(b, type, 2);
    gen_put(b, 0, 2);
    return b->len;
}

static void close_tlv(struct gen_bytes *b, size_t at)
{
    gen_set(b, at - 2, b->len - at, 2);
    gen_put_zeros(b, (4 - (b->len - at) % 4) % 4);
}

static void put_u32_tlv(struct gen_bytes *b, uint16_t type, uint32_t v)
{
    gen_put(b, (uint64_t)type << 16 | 4, 4);
    gen_put(b, v, 4);
}

static void put_text_tlv(struct gen_bytes *b, uint16_t type, const char *text)
{
    size_t at = open_tlv(b, type);
    gen_put_text(b, text);
    close_tlv(b, at);
}

static void put_circuit(const struct gen_session *s, uint32_t line, struct gen_bytes *b)
{
    char text[64];
    snprintf(text, sizeof(text), "dslam-%u eth %u/%u:%u", s->id, line / 48, line % 48, 100 + line);
    put_text_tlv(b, CIRCUIT_ID, text);
}

static void put_line(struct gen_session *s, uint32_t state, struct gen_bytes *b)
{
    /* Rates, delays: type, and how large at most. */
    static const uint32_t attributes[][2] = {
        {0x81, 40000}, {0x82, 250000}, {0x83, 512}, {0x84, 1024}, {0x85, 50000}, {0x86, 300000},
        {0x87, 40000}, {0x88, 250000}, {0x8b, 20},  {0x8c, 16},   {0x8d, 20},    {0x8e, 16}};
    size_t n = gen_below(&s->random, 4) == 0 ? 2 : gen_below(&s->random, 2) ? 8 : 12;
    size_t at = open_tlv(b, LINE_ATTRIBUTES);

    put_u32_tlv(b, 0x91, 1 + gen_below(&s->random, 5));
    gen_put(b, 0x00900003, 4);
    gen_put(b, 0x01030600, 4);
    put_u32_tlv(b, 0x8f, state);
    for (size_t i = 0; i < n; i++)
        put_u32_tlv(b, (uint16_t)attributes[i][0], 1 + gen_below(&s->random, attributes[i][1]));
    close_tlv(b, at);
}

static void put_port(struct gen_session *s, uint8_t type, struct gen_burst *out)
{
    struct gen_bytes *b = &out->bytes;
    uint32_t line = gen_below(&s->random, LINES_PER_NODE);
    size_t at = open_general(out, type, NO_RESULT, 0);

    gen_put_zeros(b, 21);
    gen_put(b, type, 1);
    gen_put(b, 5, 1); /* DSL */
    gen_put_zeros(b, 5);
    put_circuit(s, line, b);
    size_t vlans = open_tlv(b, VLANS);
    gen_put(b, 1 + line % 4000, 4);
    gen_put(b, 1 + s->id % 4000, 4);
    close_tlv(b, vlans);
    put_line(s, type == PORT_UP ? 1 : 2 + gen_below(&s->random, 2), b);
    close_block(out, at, 3);
}

static size_t open_management(struct gen_burst *out, unsigned result, uint32_t id, uint8_t function)
{
    size_t at = open_general(out, PORT_MANAGEMENT, result, id);

    gen_put_zeros(&out->bytes, 14);
    gen_put(&out->bytes, function, 1);
    gen_put_zeros(&out->bytes, 6);
    gen_put(&out->bytes, PORT_MANAGEMENT, 1);
    gen_put_zeros(&out->bytes, 6);
    return at;
}

static void put_configure(const struct gen_session *s, unsigned result, uint32_t id, uint32_t line,
                          struct gen_burst *out)
{
    size_t at = open_management(out, (unsigned)result << 12, id, CONFIGURE);

    put_circuit(s, line, &out->bytes);
    put_text_tlv(&out->bytes, PROFILE, line % 3 ? "residential-50-10" : "business-100-40");
    close_block(out, at, 2);
}

static void put_loopback(const struct gen_session *s, unsigned result, uint32_t id, uint32_t line,
                         struct gen_burst *out)
{
    unsigned code = result == SUCCESS ? SHOWTIME : 0;
    size_t at = open_management(out, result << 12 | code, id, LOOPBACK);

    put_circuit(s, line, &out->bytes);
    if (result != SUCCESS) {
        size_t test = open_tlv(&out->bytes, TEST);
        gen_put(&out->bytes, 0x0503, 2);
        close_tlv(&out->bytes, test);
    }
    size_t opaque = open_tlv(&out->bytes, OPAQUE);
    gen_put(&out->bytes, id, 8);
    close_tlv(&out->bytes, opaque);
    if (result == SUCCESS)
        put_text_tlv(&out->bytes, TESTED, "5 cells sent, 5 received, rtt 2.1 ms");
    close_block(out, at, 3);
}

/* Both sides say SYN at once, and each message can answer two. */
static void shake_hands(const struct gen_session *s, struct gen_burst *out)
{
    static const struct {
        enum gen_side side;
        uint8_t codes[2];
    } bursts[] = {{GEN_CLIENT, {SYN}},
                  {GEN_SERVER, {SYN, SYNACK}},
                  {GEN_CLIENT, {SYNACK, ACK}},
                  {GEN_SERVER, {ACK}}};

    out->side = bursts[s->step].side;
    for (size_t i = 0; i < 2 && bursts[s->step].codes[i]; i++)
        put_adjacency(s, bursts[s->step].codes[i], out);
}

static void answer(const struct gen_session *s, struct gen_burst *out)
{
    out->side = s->asked == KEEP_ALIVE ? GEN_SERVER : GEN_CLIENT;
    if (s->asked == KEEP_ALIVE)
        put_adjacency(s, ACK, out);
    for (unsigned i = 0; i < s->n_asked; i++)
        (s->asked == CONFIGURED ? put_configure : put_loopback)(s, SUCCESS, s->asked_id + i,
                                                                s->asked_about + i, out);
}

static void ask(struct gen_session *s, unsigned what, struct gen_burst *out)
{
    out->side = GEN_SERVER;
    s->asked = what;
    s->asked_id = s->next_id + 1;
    s->asked_about = gen_below(&s->random, LINES_PER_NODE);
    s->n_asked = what == CONFIGURED ? gen_few(&s->random, 6) : 1;
    for (unsigned i = 0; i < s->n_asked; i++)
        (what == CONFIGURED ? put_configure : put_loopback)(s, ACK_ALL, ++s->next_id,
                                                            s->asked_about + i, out);
}

static void keep_alive(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    out->side = GEN_CLIENT;
    s->alive_ns = now_ns;
    s->asked = KEEP_ALIVE;
    s->n_asked = 0;
    put_adjacency(s, ACK, out);
}

static void talk(struct gen_session *s, struct gen_burst *out)
{
    uint32_t dice = gen_below(&s->random, 100);

    if (dice >= 80) {
        ask(s, dice < 92 ? CONFIGURED : TESTED_LINE, out);
        return;
    }
    out->side = GEN_CLIENT;
    for (uint32_t n = gen_few(&s->random, 12); n > 0; n--)
        put_port(s, dice < 60 ? PORT_UP : PORT_DOWN, out);
}

static void speak(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    enum { HANDSHAKE = 4 };

    if (s->step < HANDSHAKE) {
        shake_hands(s, out);
        s->alive_ns = now_ns;
    } else if (s->asked) {
        answer(s, out);
        s->asked = NOTHING;
    } else if (now_ns - s->alive_ns > TIMER_100MS * INT64_C(100000000)) {
        keep_alive(s, now_ns, out);
    } else {
        talk(s, out);
    }
    s->step++;
}

const struct gen_protocol gen_ancp = {.name = "ancp", .port = 6068, .n_ports = 1, .speak = speak};
