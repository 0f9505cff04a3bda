/* Channel Access for made-up traffic: searches and beacons, circuits with updates of scalars and
 * waveforms, reads and writes (Channel Access Protocol Specification, 4.13). */
#include <stdio.h>
#include <string.h>

#include "bench/gen.h"

enum {
    VERSION = 0,
    EVENT_ADD = 1,
    WRITE = 4,
    SEARCH = 6,
    BEACON = 13,
    READ_NOTIFY = 15,
    CREATE_CHAN = 18,
    WRITE_NOTIFY = 19,
    CLIENT_NAME = 20,
    HOST_NAME = 21,
    ACCESS_RIGHTS = 22,
    ECHO = 23
};
enum { PORT = 5064, REPEATER_PORT = 5065, BEACON_PORT = 50001, MINOR = 13 };
enum { DOUBLE = 6, TIME_DOUBLE = 20, TIME_HEAD = 16 };
enum { ECA_NORMAL = 1, DONTREPLY = 5, VALUE_AND_ALARM = 5, READ_AND_WRITE = 3 };
enum { FIRST_CID = 1, FIRST_SID = 1000, FIRST_SUBSCRIPTION = 1 };

struct header {
    uint16_t command, type;
    uint32_t size, count, p1, p2;
};

static void put_header(struct gen_bytes *b, struct header h)
{
    bool extended = h.size >= 0xffff || h.count >= 0xffff;

    gen_put(b, h.command, 2);
    gen_put(b, extended ? 0xffff : h.size, 2);
    gen_put(b, h.type, 2);
    gen_put(b, extended ? 0 : h.count, 2);
    gen_put(b, h.p1, 4);
    gen_put(b, h.p2, 4);
    if (extended) {
        gen_put(b, h.size, 4);
        gen_put(b, h.count, 4);
    }
}

/* A message without payload. */
static void put_bare(struct gen_burst *out, struct header h)
{
    put_header(&out->bytes, h);
    gen_burst_end(out);
}

static void put_text(struct gen_burst *out, struct header h, const char *text)
{
    size_t n = strlen(text);

    h.size = (uint32_t)(n / 8 + 1) * 8;
    put_header(&out->bytes, h);
    gen_put_text(&out->bytes, text);
    gen_put_zeros(&out->bytes, h.size - n);
    gen_burst_end(out);
}

/* Channels: every fourth is a waveform, the same for all of a flow's life. */

static uint32_t n_waves(const struct gen_session *s)
{
    return 2 + s->id / 4 % 4;
}

static uint32_t n_channels(const struct gen_session *s)
{
    return 4 * n_waves(s);
}

static bool is_wave(uint32_t channel)
{
    return channel % 4 == 3;
}

static uint32_t some_scalar(const struct gen_session *s, uint32_t i)
{
    i %= 3 * n_waves(s);
    return i / 3 * 4 + i % 3;
}

static uint32_t some_wave(const struct gen_session *s, uint32_t i)
{
    return i % n_waves(s) * 4 + 3;
}

/* Traces of some hundred points, spectra, now and then a whole buffer. */
static uint32_t n_values(const struct gen_session *s, uint32_t channel)
{
    struct gen_random r = {(uint64_t)s->id << 8 | channel};
    uint32_t dice = gen_below(&r, 100);

    if (!is_wave(channel))
        return 1;
    if (dice < 75)
        return 100 + gen_below(&r, 900);
    return dice < 94 ? 1024u << gen_below(&r, 3) : 8200 + gen_below(&r, 12000);
}

static void put_name(const struct gen_session *s, uint32_t channel, struct header h,
                     struct gen_burst *out)
{
    static const char *const what[] = {"BPM:X-I", "VAC:Pressure-I", "MAG:Current-RB", "SCOPE:Wf-I"};
    char text[64];

    snprintf(text, sizeof(text), "SR%02u-C%02u-%s-%u", s->id % 97, channel / 4, what[channel % 4],
             channel);
    put_text(out, h, text);
}

/* Values as devices give them: a walk and noise with all their bits, counts of a converter with 16
 * bits, readings with so many decimals as the device has. */
static double measure(struct gen_session *s, uint32_t channel)
{
    enum { WALK, COUNTS, NOISE, ROUNDED };
    static const uint8_t kinds[4][4] = {{WALK, ROUNDED, WALK, ROUNDED},
                                        {NOISE, NOISE, WALK, NOISE},
                                        {ROUNDED, COUNTS, ROUNDED, WALK},
                                        {NOISE, COUNTS, WALK, ROUNDED}};

    switch (kinds[channel % 4][channel / 4 % 4]) {
    case WALK:
        s->level += gen_uniform(&s->random) - 0.5;
        return 300 + s->level;
    case COUNTS:
        return ((double)gen_below(&s->random, 65536) - 32768) * (10.0 / 32768);
    case NOISE:
        return 2.5e-7 * (1 + gen_uniform(&s->random));
    }
    return gen_below(&s->random, 2) ? gen_below(&s->random, 100000) / 1000.0
                                    : gen_below(&s->random, 400) / 2.0;
}

static void put_doubles(struct gen_session *s, uint32_t channel, uint32_t n, struct gen_burst *out)
{
    for (uint32_t i = 0; i < n; i++) {
        double d = measure(s, channel);
        uint64_t bits;
        memcpy(&bits, &d, sizeof(d));
        gen_put(&out->bytes, bits, 8);
    }
    out->n_doubles += n;
}

/* A message with the channel's value: with its time or plain, by h.type. */
static void put_data(struct gen_session *s, uint32_t channel, int64_t now_ns, struct header h,
                     struct gen_burst *out)
{
    static const int64_t start_s = 1795212000 - 631152000; /* since 1990 */
    struct gen_bytes *b = &out->bytes;
    uint32_t head = h.type == TIME_DOUBLE ? TIME_HEAD : 0;

    h.count = n_values(s, channel);
    h.size = head + 8 * h.count;
    put_header(b, h);
    if (head) {
        gen_put(b, gen_below(&s->random, 50) ? 0 : 4 << 16 | 1, 4); /* HIGH, MINOR */
        gen_put(b, (uint64_t)(start_s + now_ns / 1000000000), 4);
        gen_put(b, (uint64_t)(now_ns % 1000000000), 4);
        gen_put_zeros(b, 4);
    }
    put_doubles(s, channel, h.count, out);
    gen_burst_end(out);
}

/* Exchanges: one message for the i-th channel of those asked about. */

static void put_update(struct gen_session *s, uint32_t channel, int64_t now_ns,
                       struct gen_burst *out)
{
    put_data(s, channel, now_ns,
             (struct header){.command = EVENT_ADD,
                             .type = TIME_DOUBLE,
                             .p1 = ECA_NORMAL,
                             .p2 = FIRST_SUBSCRIPTION + channel},
             out);
}

static void update_scalar(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    put_update(s, some_scalar(s, s->asked_about + i), now_ns, out);
}

static void update_wave(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    put_update(s, some_wave(s, s->asked_about + i), now_ns, out);
}

static void ask_read(const struct gen_session *s, uint32_t channel, uint16_t type, uint32_t i,
                     struct gen_burst *out)
{
    put_bare(out, (struct header){.command = READ_NOTIFY,
                                  .type = type,
                                  .count = n_values(s, channel),
                                  .p1 = FIRST_SID + channel,
                                  .p2 = s->asked_id + i});
}

static void answer_read(struct gen_session *s, uint32_t channel, uint16_t type, uint32_t i,
                        int64_t now_ns, struct gen_burst *out)
{
    put_data(s, channel, now_ns,
             (struct header){
                 .command = READ_NOTIFY, .type = type, .p1 = ECA_NORMAL, .p2 = s->asked_id + i},
             out);
}

static void ask_scalar(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    ask_read(s, some_scalar(s, s->asked_about + i), TIME_DOUBLE, i, out);
}

static void give_scalar(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    answer_read(s, some_scalar(s, s->asked_about + i), TIME_DOUBLE, i, now_ns, out);
}

static void ask_wave(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    ask_read(s, some_wave(s, s->asked_about + i), DOUBLE, i, out);
}

static void give_wave(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    answer_read(s, some_wave(s, s->asked_about + i), DOUBLE, i, now_ns, out);
}

static uint32_t some_output(const struct gen_session *s, uint32_t i)
{
    return (s->asked_about % 8 ? some_scalar : some_wave)(s, s->asked_about + i);
}

static void put_write(struct gen_session *s, uint16_t command, uint32_t i, struct gen_burst *out)
{
    uint32_t channel = some_output(s, i);

    put_data(
        s, channel, 0,
        (struct header){
            .command = command, .type = DOUBLE, .p1 = FIRST_SID + channel, .p2 = s->asked_id + i},
        out);
}

static void write_notify(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    put_write(s, WRITE_NOTIFY, i, out);
}

static void written(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    put_bare(out, (struct header){.command = WRITE_NOTIFY,
                                  .type = DOUBLE,
                                  .count = n_values(s, some_output(s, i)),
                                  .p1 = ECA_NORMAL,
                                  .p2 = s->asked_id + i});
}

static void write_only(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)now_ns;
    put_write(s, WRITE, i, out);
}

static void echo(struct gen_session *s, uint32_t i, int64_t now_ns, struct gen_burst *out)
{
    (void)s;
    (void)i;
    (void)now_ns;
    put_bare(out, (struct header){.command = ECHO});
}

/* How often, who begins, how many at once at most; without an answer: NULL. */
struct exchange {
    uint32_t weight;
    enum gen_side side;
    uint32_t n_max;
    void (*question)(struct gen_session *, uint32_t, int64_t, struct gen_burst *);
    void (*answer)(struct gen_session *, uint32_t, int64_t, struct gen_burst *);
};

// clang-format off
static const struct exchange exchanges[] = {
    {690, GEN_SERVER, 40, update_scalar, NULL},
    {70,  GEN_SERVER, 2,  update_wave,   NULL},
    {90,  GEN_CLIENT, 6,  ask_scalar,    give_scalar},
    {40,  GEN_CLIENT, 1,  ask_wave,      give_wave},
    {50,  GEN_CLIENT, 3,  write_notify,  written},
    {50,  GEN_CLIENT, 6,  write_only,    NULL},
    {10,  GEN_CLIENT, 1,  echo,          echo},
};
// clang-format on

enum { WEIGHT = 1000 };

/* Of all channels, for the burst that says the same of each. */

static void search(struct gen_session *s, struct gen_burst *out)
{
    out->ports[GEN_SERVER] = PORT;
    put_bare(out, (struct header){.command = VERSION, .type = 1, .count = MINOR, .p1 = s->id});
    for (uint32_t c = 0; c < n_channels(s); c++)
        put_name(s, c,
                 (struct header){.command = SEARCH,
                                 .type = DONTREPLY,
                                 .count = MINOR,
                                 .p1 = FIRST_CID + c,
                                 .p2 = FIRST_CID + c},
                 out);
}

static void found(struct gen_session *s, struct gen_burst *out)
{
    out->ports[GEN_SERVER] = PORT;
    put_bare(out, (struct header){.command = VERSION, .type = 1, .count = MINOR, .p1 = s->id});
    for (uint32_t c = 0; c < n_channels(s); c++) {
        put_header(&out->bytes, (struct header){.command = SEARCH,
                                                .type = s->port,
                                                .size = 8,
                                                .p1 = 0xffffffff,
                                                .p2 = FIRST_CID + c});
        gen_put(&out->bytes, (uint64_t)MINOR << 48, 8);
        gen_burst_end(out);
    }
}

static void create(struct gen_session *s, struct gen_burst *out)
{
    put_bare(out, (struct header){.command = VERSION, .count = MINOR});
    put_text(out, (struct header){.command = CLIENT_NAME}, "operator");
    put_text(out, (struct header){.command = HOST_NAME}, "console-07.ring.example");
    for (uint32_t c = 0; c < n_channels(s); c++)
        put_name(s, c, (struct header){.command = CREATE_CHAN, .p1 = FIRST_CID + c, .p2 = MINOR},
                 out);
}

static void created(struct gen_session *s, struct gen_burst *out)
{
    put_bare(out, (struct header){.command = VERSION, .count = MINOR});
    for (uint32_t c = 0; c < n_channels(s); c++) {
        put_bare(out, (struct header){
                          .command = ACCESS_RIGHTS, .p1 = FIRST_CID + c, .p2 = READ_AND_WRITE});
        put_bare(out, (struct header){.command = CREATE_CHAN,
                                      .type = DOUBLE,
                                      .count = n_values(s, c),
                                      .p1 = FIRST_CID + c,
                                      .p2 = FIRST_SID + c});
    }
}

static void subscribe(struct gen_session *s, struct gen_burst *out)
{
    for (uint32_t c = 0; c < n_channels(s); c++) {
        put_header(&out->bytes, (struct header){.command = EVENT_ADD,
                                                .type = TIME_DOUBLE,
                                                .size = 16,
                                                .count = n_values(s, c),
                                                .p1 = FIRST_SID + c,
                                                .p2 = FIRST_SUBSCRIPTION + c});
        gen_put_zeros(&out->bytes, 12);
        gen_put(&out->bytes, (uint64_t)VALUE_AND_ALARM << 16, 4);
        gen_burst_end(out);
    }
}

static const struct {
    enum gen_side side;
    void (*put)(struct gen_session *, struct gen_burst *);
} first[] = {{GEN_CLIENT, search},
             {GEN_SERVER, found},
             {GEN_CLIENT, create},
             {GEN_SERVER, created},
             {GEN_CLIENT, subscribe}};

enum { N_CALLS = 2, N_FIRST = sizeof(first) / sizeof(*first) };

/* To the client's repeater. */
static void announce(struct gen_session *s, struct gen_burst *out)
{
    out->side = GEN_SERVER;
    out->datagram = true;
    out->ports[GEN_SERVER] = BEACON_PORT;
    out->ports[GEN_CLIENT] = REPEATER_PORT;
    put_bare(out,
             (struct header){.command = BEACON, .type = MINOR, .count = s->port, .p1 = s->step});
}

static unsigned choose(struct gen_session *s)
{
    uint32_t dice = gen_below(&s->random, WEIGHT);
    unsigned i = 0;

    while (dice >= exchanges[i].weight)
        dice -= exchanges[i++].weight;
    return i;
}

static void talk(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    bool question = s->asked == 0;

    if (question) {
        s->asked = 1 + choose(s);
        s->n_asked = gen_few(&s->random, exchanges[s->asked - 1].n_max);
        s->asked_about = gen_below(&s->random, 64);
        s->asked_id = s->next_id;
        s->next_id += s->n_asked;
    }
    const struct exchange *x = &exchanges[s->asked - 1];
    bool from_client = (x->side == GEN_CLIENT) == question;
    out->side = from_client ? GEN_CLIENT : GEN_SERVER;
    for (uint32_t i = 0; i < s->n_asked; i++)
        (question ? x->question : x->answer)(s, i, now_ns, out);
    s->asked = question && x->answer ? s->asked : 0;
}

static void speak(struct gen_session *s, int64_t now_ns, struct gen_burst *out)
{
    static const int64_t beacon_ns = INT64_C(15000000000);

    if (s->step < N_FIRST) {
        out->side = first[s->step].side;
        out->datagram = s->step < N_CALLS;
        first[s->step].put(s, out);
    } else if (s->step == N_FIRST) {
        out->side = GEN_SERVER;
        for (uint32_t c = 0; c < n_channels(s); c++)
            put_update(s, c, now_ns, out);
    } else if (!s->asked && now_ns - s->alive_ns > beacon_ns) {
        announce(s, out);
        s->alive_ns = now_ns;
    } else {
        talk(s, now_ns, out);
    }
    s->step++;
}

const struct gen_protocol gen_ca = {.name = "ca",
                                    .port = PORT,
                                    .n_ports = 1,
                                    .n_calls = N_CALLS,
                                    .finds_ports = true,
                                    .ipv4_only = true,
                                    .speak = speak};
