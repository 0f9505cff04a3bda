/* NCP for made-up traffic: the handshake, captures and sweeps of a spectrum monitoring node, its
 * status, keep-alives (docs/ncp.md). */
#include <stdio.h>
#include <string.h>

#include "bench/gen.h"

static const uint32_t magic = 0xaabbccdd;
enum { I32 = 0, STRING = 2, U8S = 0x81, I16S = 0x85, F32S = 0x90 };
enum { PACKET_SIZE_AT = 8, SIZE_AT = 4 };
enum { TIMEOUT_S = 5, KEEP_ALIVE_S = 3 }; /* floor(0.66 * timeout) */

/* Packets, fields, parameters: each opened, filled, closed. Sizes are in words. */

static void put_id(struct gen_bytes *b, const char *name)
{
    gen_put_text(b, name);
    gen_put_zeros(b, 4 - strlen(name));
}

static size_t open_packet(struct gen_burst *out, const char *type, uint32_t id, uint32_t sender,
                          int64_t now_ns)
{
    static const int64_t start_s = 1795212000;
    struct gen_bytes *b = &out->bytes;
    size_t at = b->len;

    gen_put_le(b, magic, 4);
    put_id(b, type);
    gen_put_zeros(b, 4);
    gen_put_le(b, id, 4);
    gen_put_le(b, 1, 4); /* format */
    gen_put_le(b, (uint64_t)(start_s + now_ns / 1000000000), 4);
    gen_put_le(b, id ? (uint64_t)(now_ns % 1000000000 / 1000 * 1000) : 0, 4);
    gen_put(b, sender, 4);
    return at;
}

static void close_packet(struct gen_burst *out, size_t at)
{
    gen_put_zeros(&out->bytes, 4); /* no checksum */
    gen_put(&out->bytes, magic, 4);
    gen_set_le(&out->bytes, at + PACKET_SIZE_AT, (out->bytes.len - at) / 4, 4);
    gen_burst_end(out);
}

static size_t open_field(struct gen_bytes *b, const char *name, uint32_t id)
{
    size_t at = b->len;

    put_id(b, name);
    gen_put_zeros(b, 4);
    gen_put_le(b, id, 4);
    return at;
}

static size_t open_param(struct gen_bytes *b, const char *name, uint8_t type)
{
    size_t at = b->len;

    put_id(b, name);
    gen_put_zeros(b, 3);
    gen_put(b, type, 1);
    return at;
}

/* Of a field or a parameter. */
static void close_sized(struct gen_bytes *b, size_t at)
{
    gen_put_zeros(b, (4 - (b->len - at) % 4) % 4);
    gen_set_le(b, at + SIZE_AT, (b->len - at) / 4, 3);
}

static void put_i32(struct gen_bytes *b, const char *name, int64_t v)
{
    size_t at = open_param(b, name, I32);
    gen_put_le(b, (uint64_t)v, 4);
    close_sized(b, at);
}

static void put_string(struct gen_bytes *b, const char *name, const char *text)
{
    size_t at = open_param(b, name, STRING);
    gen_put_text(b, text);
    gen_put_zeros(b, 1);
    close_sized(b, at);
}

/* Levels in half decibels over a noise floor, with a carrier here and there. */
static void put_levels(struct gen_random *r, struct gen_bytes *b, uint32_t n)
{
    size_t at = open_param(b, "PDAT", U8S);
    uint32_t carrier = gen_below(r, n);

    for (uint32_t i = 0; i < n; i++)
        gen_put(b, (i - carrier < 12 ? 140 : 40) + gen_below(r, 24), 1);
    close_sized(b, at);
}

static void put_samples(struct gen_random *r, struct gen_bytes *b, uint32_t n)
{
    size_t at = open_param(b, "PDAT", I16S);

    for (uint32_t i = 0; i < n; i++)
        gen_put_le(b, gen_below(r, 8192) - 4096, 2);
    close_sized(b, at);
}

/* Levels in dBm, as computed. */
static void put_powers(struct gen_random *r, struct gen_bytes *b, uint32_t n)
{
    size_t at = open_param(b, "PDAT", F32S);

    for (uint32_t i = 0; i < n; i++) {
        float f = (float)(-110 + 12 * gen_uniform(r));
        uint32_t bits;
        memcpy(&bits, &f, sizeof(f));
        gen_put_le(b, bits, 4);
    }
    close_sized(b, at);
}

/* Parameters of fields. */

static void no_params(struct gen_random *r, struct gen_bytes *b)
{
    (void)r;
    (void)b;
}

static void ask_capture(struct gen_random *r, struct gen_bytes *b)
{
    put_i32(b, "SAMP", 256u << gen_below(r, 3));
    put_i32(b, "FCTR", 30 + gen_below(r, 6000));
    put_i32(b, "FCTM", gen_below(r, 1000) * 1000000);
    put_i32(b, "RBME", 20);
    put_i32(b, "RBMI", 0);
}

static void put_clock(struct gen_random *r, struct gen_bytes *b)
{
    put_i32(b, "UTIM", 1795212000 + gen_below(r, 86400));
    put_i32(b, "UNAN", gen_below(r, 1000000000));
}

static void give_capture(struct gen_random *r, struct gen_bytes *b)
{
    put_clock(r, b);
    put_i32(b, "TSDC", gen_below(r, 1u << 31));
    put_string(b, "TIMM", "gps");
    put_samples(r, b, 256u << gen_below(r, 2));
}

static void ask_sweep(struct gen_random *r, struct gen_bytes *b)
{
    uint32_t mhz = 30 + gen_below(r, 3000);

    put_i32(b, "FSTA", mhz);
    put_i32(b, "FSTP", mhz + 20 + gen_below(r, 200));
    put_i32(b, "INPT", 1 + gen_below(r, 4));
}

static void give_sweep(struct gen_random *r, struct gen_bytes *b)
{
    put_clock(r, b);
    put_i32(b, "RGAN", gen_below(r, 40));
    put_levels(r, b, 200 + gen_below(r, 1000));
}

static void give_spectrum(struct gen_random *r, struct gen_bytes *b)
{
    put_clock(r, b);
    put_i32(b, "RGAN", -(int)gen_below(r, 40));
    put_powers(r, b, 100 + gen_below(r, 400));
}

static void give_status(struct gen_random *r, struct gen_bytes *b)
{
    put_i32(b, "OCON", 1 + gen_below(r, 20));
    put_string(b, "CADD", "192.0.2.17,192.0.2.80");
    put_string(b, "CIDS", "survey-1,operator");
    put_string(b, "RGPS", "gps,ntp");
    put_i32(b, "ELOC", gen_below(r, 2));
}

static void tell_place(struct gen_random *r, struct gen_bytes *b)
{
    char text[32];

    put_i32(b, "LATI", 52204000 + gen_below(r, 1000));
    put_i32(b, "LONG", 118000 - gen_below(r, 1000));
    put_i32(b, "GFIX", 3);
    put_i32(b, "SATS", 6 + gen_below(r, 8));
    put_i32(b, "SPEE", gen_below(r, 3));
    put_i32(b, "HEAD", gen_below(r, 360000));
    put_i32(b, "ALTI", 21000 + gen_below(r, 3000));
    uint32_t second = gen_below(r, 3600);
    snprintf(text, sizeof(text), "2026-11-20 22:%02u:%02u", second / 60, second % 60);
    put_string(b, "TSTR", text);
}

static void refuse(struct gen_random *r, struct gen_bytes *b)
{
    put_string(b, "ERRO", "Invalid frequency");
    put_i32(b, "ERRC", -104 - (int)gen_below(r, 3));
}

/* Exchanges: how often, who begins, packet, field, how many fields at once at most, parameters;
 * without an answer: NULL. A loop's results repeat the id of the request that began it. */

struct exchange {
    uint32_t weight;
    enum gen_side side;
    const char *packet, *field;
    uint32_t n_max;
    void (*question)(struct gen_random *, struct gen_bytes *);
    void (*answer)(struct gen_random *, struct gen_bytes *);
    bool loop;
};

// clang-format off
static const struct exchange exchanges[] = {
    {0,   GEN_CLIENT, "DSPL", "SWEP", 1, ask_sweep,     give_sweep,    true},
    {300, GEN_SERVER, "DSPL", "SWEP", 2, give_sweep,    NULL,          true},
    {120, GEN_SERVER, "DSPL", "SPEC", 1, give_spectrum, NULL,          true},
    {160, GEN_SERVER, "STAT", "SGPS", 3, tell_place,    NULL,          false},
    {120, GEN_CLIENT, "DSPC", "TIME", 1, ask_capture,   give_capture,  false},
    {150, GEN_CLIENT, "DSPC", "SWEP", 3, ask_sweep,     give_sweep,    false},
    {120, GEN_CLIENT, "NODE", "STAT", 1, no_params,     give_status,   false},
    {30,  GEN_CLIENT, "DSPC", "SWEP", 1, ask_sweep,     refuse,        false},
};
// clang-format on

enum { WEIGHT = 1000, LOOP_ID = 3 };

static uint32_t sender(const struct gen_session *s, enum gen_side side)
{
    return side == GEN_CLIENT ? s->id + 1 : 0xff000001 + s->id % 250;
}

/* A question has its fields in one packet, each answer comes in its own. */
static void put_fields(struct gen_session *s, const struct exchange *x, bool question,
                       int64_t now_ns, struct gen_burst *out)
{
    size_t at = 0;

    for (uint32_t i = 0; i < s->n_asked; i++) {
        if (i == 0 || !question)
            at = open_packet(out, x->packet, 1, sender(s, out->side), now_ns);
        size_t field = open_field(&out->bytes, x->field, x->loop ? LOOP_ID : s->asked_id + i);
        (question ? x->question : x->answer)(&s->random, &out->bytes);
        close_sized(&out->bytes, field);
        if (i + 1 == s->n_asked || !question)
            close_packet(out, at);
    }
}

static void put_greeting(struct gen_random *r, struct gen_bytes *b)
{
    (void)r;
    put_string(b, "NCPV", "Release D04.112:Mar  3 2025, 09:12:44");
    put_string(b, "SEID", "monitor");
    put_string(b, "MACA", "00:00:5e:00:53:1f");
}

static void put_client(struct gen_random *r, struct gen_bytes *b)
{
    (void)r;
    put_string(b, "CIW", "survey-station");
    put_string(b, "CUSR", "operator");
    put_string(b, "CDOM", "LAB");
    put_i32(b, "LINK", TIMEOUT_S);
}

static void put_timeout(struct gen_random *r, struct gen_bytes *b)
{
    (void)r;
    put_i32(b, "LINK", TIMEOUT_S);
}

static void put_station(struct gen_random *r, struct gen_bytes *b)
{
    (void)r;
    put_string(b, "CAR", "survey-station");
}

// clang-format off
static const struct exchange handshake[] = {
    {0, GEN_SERVER, "LINK", "HELO", 1, put_greeting, NULL, false},
    {0, GEN_CLIENT, "LINK", "CCRE", 1, put_client,   NULL, false},
    {0, GEN_SERVER, "LINK", "SCAR", 1, put_timeout,  NULL, false},
    {0, GEN_CLIENT, "LINK", "CARE", 1, put_station,  NULL, false},
    {0, GEN_SERVER, "LINK", "SCON", 1, no_params,    NULL, false},
};
// clang-format on

enum { N_HANDSHAKE = sizeof(handshake) / sizeof(*handshake) };

static void keep_alive(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    out->side = GEN_CLIENT;
    close_packet(out, open_packet(out, "LINK", 0, sender(s, GEN_CLIENT), now_ns));
}

static const struct exchange *choose(struct gen_session *s)
{
    uint32_t dice = gen_below(&s->random, WEIGHT);
    unsigned i = 0;

    if (s->step == N_HANDSHAKE)
        return exchanges;
    while (dice >= exchanges[i].weight)
        dice -= exchanges[i++].weight;
    return exchanges + i;
}

static void begin(struct gen_session *s, const struct exchange *x)
{
    s->n_asked = gen_few(&s->random, x->n_max);
    s->asked_id = s->next_id;
    s->next_id += s->n_asked;
}

static void talk(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    bool question = s->asked == 0;
    const struct exchange *x = question ? choose(s) : exchanges + s->asked - 1;

    if (question)
        begin(s, x);
    out->side = (x->side == GEN_CLIENT) == question ? GEN_CLIENT : GEN_SERVER;
    put_fields(s, x, question, now_ns, out);
    s->asked = question && x->answer ? (unsigned)(x - exchanges) + 1 : 0;
}

static void speak(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    if (s->step < N_HANDSHAKE) {
        begin(s, &handshake[s->step]);
        out->side = handshake[s->step].side;
        put_fields(s, &handshake[s->step], true, now_ns, out);
    } else if (!s->asked && now_ns - s->alive_ns > KEEP_ALIVE_S * INT64_C(1000000000)) {
        keep_alive(s, now_ns, out);
    } else {
        talk(s, now_ns, out);
    }
    if (out->side == GEN_CLIENT)
        s->alive_ns = now_ns;
    s->step++;
}

const struct gen_protocol gen_ncp = {.name = "ncp", .port = 9999, .n_ports = 1, .speak = speak};
