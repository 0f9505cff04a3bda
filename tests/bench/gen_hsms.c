/* HSMS sessions for made-up traffic: SEMI E37 framing, SEMI E5 items, what equipment and host say
 * in SEMI E30. */
#include <stdio.h>
#include <string.h>

#include "bench/gen.h"

/* Format codes with one length byte. */
enum {
    LIST = 0x01,
    BINARY = 0x21,
    BOOLEAN = 0x25,
    ASCII = 0x41,
    F8 = 0x81,
    F4 = 0x91,
    U1 = 0xa5,
    U4 = 0xb1
};
enum { HEADER = 14, W_BIT = 0x80 };

/* Items */

static void put_head(struct gen_bytes *b, uint8_t format, size_t len)
{
    size_t n = len > 0xffff ? 3 : len > 0xff ? 2 : 1;
    gen_put(b, format + n - 1, 1);
    gen_put(b, len, n);
}

static void put_number(struct gen_bytes *b, uint8_t format, uint64_t v, size_t size)
{
    put_head(b, format, size);
    gen_put(b, v, size);
}

static void put_u4(struct gen_bytes *b, uint64_t v)
{
    put_number(b, U4, v, 4);
}

static void put_ascii(struct gen_bytes *b, const char *text)
{
    put_head(b, ASCII, strlen(text));
    gen_put_text(b, text);
}

/* A reading with so many decimals as instruments have. */
static void put_real(struct gen_bytes *b, uint32_t v, bool wide)
{
    double d = v / 1000.0;
    float f = (float)d;
    uint64_t bits = 0;
    uint32_t bits4 = 0;

    memcpy(&bits, &d, sizeof(d));
    memcpy(&bits4, &f, sizeof(f));
    if (wide)
        put_number(b, F8, bits, 8);
    else
        put_number(b, F4, bits4, 4);
}

static void put_clock(struct gen_bytes *b, uint32_t v)
{
    char text[20];
    snprintf(text, sizeof(text), "20261121%08u", v % 24000000);
    put_ascii(b, text);
}

static void put_lot(struct gen_bytes *b, uint32_t v)
{
    char text[24];
    snprintf(text, sizeof(text), "LOT-%06u.%02u", v % 1000000, v % 25);
    put_ascii(b, text);
}

/* The value of a status variable. */
static void put_value(struct gen_random *r, struct gen_bytes *b)
{
    uint32_t v = gen_below(r, 1000000);

    switch (gen_below(r, 8)) {
    case 0:
    case 1:
        put_u4(b, v);
        break;
    case 2:
        put_real(b, v, false);
        break;
    case 3:
    case 4:
        put_real(b, v, true);
        break;
    case 5:
        put_lot(b, v);
        break;
    case 6:
        put_clock(b, v);
        break;
    case 7:
        put_number(b, v & 1 ? BOOLEAN : U1, v & 1, 1);
        break;
    }
}

static void put_values(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    put_head(b, LIST, n);
    for (uint32_t i = 0; i < n; i++)
        put_value(r, b);
}

/* Message bodies: `n` says how large, and is the same for question and answer. */

static void put_nothing(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    (void)r;
    (void)n;
    (void)b;
}

static void put_empty_list(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    (void)r;
    (void)n;
    put_head(b, LIST, 0);
}

static void put_accepted(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    (void)r;
    (void)n;
    put_number(b, BINARY, 0, 1);
}

static void put_model(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    (void)r;
    (void)n;
    put_head(b, LIST, 2);
    put_ascii(b, "ETCH-300");
    put_ascii(b, "4.2.17");
}

static void put_communicating(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    put_head(b, LIST, 2);
    put_accepted(r, n, b);
    put_model(r, n, b);
}

static void put_ids(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    put_head(b, LIST, n + 3);
    for (uint32_t i = 0; i < n + 3; i++)
        put_u4(b, 1000 + gen_below(r, 500));
}

static void put_status(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    put_values(r, n + 3, b);
}

static void put_command(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    static const char *const names[] = {"PPID", "LOTID", "SLOT", "COUNT"};

    put_head(b, LIST, 2);
    put_ascii(b, n & 1 ? "START" : "PP-SELECT");
    put_head(b, LIST, n % 5);
    for (uint32_t i = 0; i < n % 5; i++) {
        put_head(b, LIST, 2);
        put_ascii(b, names[i]);
        put_value(r, b);
    }
}

static void put_command_done(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    (void)r;
    (void)n;
    put_head(b, LIST, 2);
    put_number(b, BINARY, 4, 1);
    put_head(b, LIST, 0);
}

static void put_alarm(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    put_head(b, LIST, 3);
    put_number(b, BINARY, (n & 1 ? 0x80 : 0) | 2, 1);
    put_u4(b, gen_below(r, 2000));
    put_ascii(b, n & 2 ? "chamber over temperature" : "gas flow out of tolerance, MFC 3");
}

static void put_event(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    uint32_t n_reports = 1 + n % 3;

    put_head(b, LIST, 3);
    put_u4(b, 1);
    put_u4(b, 100 + gen_below(r, 200));
    put_head(b, LIST, n_reports);
    for (uint32_t i = 0; i < n_reports; i++) {
        put_head(b, LIST, 2);
        put_u4(b, 5000 + gen_below(r, 50));
        put_values(r, 2 + gen_below(r, 7), b);
    }
}

static void put_program(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    uint32_t len = 10000 + gen_below(r, 50000) / 8 * 8;
    char name[24];

    snprintf(name, sizeof(name), "RECIPE-%04u", n);
    put_head(b, LIST, 2);
    put_ascii(b, name);
    put_head(b, BINARY, len);
    for (uint32_t i = 0; i < len; i += 8)
        gen_put(b, gen_random(r), 8);
}

/* Exchanges: who begins, how often, how many at once at most. */

struct exchange {
    uint32_t weight;
    enum gen_side side;
    uint8_t s_type, stream, function; /* of the question; the answer's are one more */
    uint32_t n_max;
    void (*question)(struct gen_random *, uint32_t, struct gen_bytes *);
    void (*answer)(struct gen_random *, uint32_t, struct gen_bytes *);
};

// clang-format off
static const struct exchange exchanges[] = {
    {0,   GEN_CLIENT, 1, 0, 0,  1, put_nothing,    put_nothing},
    {0,   GEN_CLIENT, 0, 1, 13, 1, put_empty_list, put_communicating},
    {20,  GEN_CLIENT, 5, 0, 0,  1, put_nothing,    put_nothing},
    {20,  GEN_CLIENT, 0, 1, 1,  1, put_nothing,    put_model},
    {300, GEN_CLIENT, 0, 1, 3,  2, put_ids,        put_status},
    {100, GEN_CLIENT, 0, 2, 41, 1, put_command,    put_command_done},
    {60,  GEN_SERVER, 0, 5, 1,  3, put_alarm,      put_accepted},
    {495, GEN_SERVER, 0, 6, 11, 8, put_event,      put_accepted},
    {5,   GEN_CLIENT, 0, 7, 3,  1, put_program,    put_accepted},
};
// clang-format on

enum { N_EXCHANGES = sizeof(exchanges) / sizeof(*exchanges), WEIGHT = 1000, FIRST_BURSTS = 4 };

static void put_message(struct gen_session *s, const struct exchange *x, bool question, uint32_t id,
                        struct gen_burst *out)
{
    struct gen_bytes *b = &out->bytes;
    size_t at = b->len;
    uint8_t next = question ? 0 : 1;

    gen_put(b, 0, 4);
    gen_put(b, x->s_type ? 0xffff : 0, 2);
    gen_put(b, x->s_type ? 0 : x->stream | (question ? W_BIT : 0), 1);
    gen_put(b, x->s_type ? 0 : x->function + next, 1);
    gen_put(b, 0, 1);
    gen_put(b, x->s_type ? x->s_type + next : 0, 1);
    gen_put(b, id, 4);
    (question ? x->question : x->answer)(&s->random, s->asked_about, b);
    gen_set(b, at, b->len - at - 4, 4);
    gen_burst_end(out);
}

static unsigned choose(struct gen_session *s)
{
    uint32_t dice = gen_below(&s->random, WEIGHT);
    unsigned i = 0;

    while (dice >= exchanges[i].weight)
        dice -= exchanges[i++].weight;
    return i;
}

static void speak(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    bool question = s->asked == 0;
    if (question) {
        s->asked = 1 + (s->step < FIRST_BURSTS ? s->step / 2 : choose(s));
        s->n_asked = gen_few(&s->random, exchanges[s->asked - 1].n_max);
        s->asked_about = gen_below(&s->random, 12);
        s->asked_id = s->next_id;
        s->next_id += s->n_asked;
    }
    const struct exchange *x = &exchanges[s->asked - 1];
    bool from_client = (x->side == GEN_CLIENT) == question;
    out->side = from_client ? GEN_CLIENT : GEN_SERVER;
    for (unsigned i = 0; i < s->n_asked; i++)
        put_message(s, x, question, s->asked_id + i, out);
    s->asked = question ? s->asked : 0;
    s->step++;
}

const struct gen_protocol gen_hsms = {.name = "hsms", .port = 5000, .n_ports = 4, .speak = speak};
