/* JSON lines for made-up traffic, as the controllers of the Vera C. Rubin Observatory send them:
 * commands with ids and their replies (captures/tcpip/02_mtdome_json.pcap), and what sensors tell
 * unasked (03_ess_json_heartbeat.pcap). */
#include <inttypes.h>
#include <stdio.h>

#include "bench/gen.h"

/* Values */

static void put_uint(struct gen_bytes *b, uint32_t v)
{
    char text[16];
    snprintf(text, sizeof(text), "%" PRIu32, v);
    gen_put_text(b, text);
}

/* At rest, set by somebody, measured, computed: 15 decimals are as long as Python's are. */
static void put_real(struct gen_random *r, struct gen_bytes *b)
{
    static const int decimals[] = {1, 4, 15};
    uint32_t which = gen_below(r, 4);
    char text[32] = "0.0";

    if (which > 0)
        snprintf(text, sizeof(text), "%.*f", decimals[which - 1], 128 * gen_uniform(r) - 64);
    gen_put_text(b, text);
}

static void put_reals(struct gen_random *r, uint32_t n, struct gen_bytes *b)
{
    for (uint32_t i = 0; i < n; i++) {
        gen_put_text(b, i ? ", " : "[");
        put_real(r, b);
    }
    gen_put_text(b, "]");
}

/* Seconds since 1970; the capture begins at 2026-11-20T22:00:00Z. */
static void put_clock(struct gen_bytes *b, int64_t now_ns)
{
    char text[40];
    int64_t us = now_ns / 1000;
    snprintf(text, sizeof(text), "%" PRId64 ".%06" PRId64, 1795212000 + us / 1000000, us % 1000000);
    gen_put_text(b, text);
}

/* Status: numbers and arrays of them, time last. */

struct member {
    const char *before; /* text up to the value */
    uint32_t n;         /* so long an array, or one of these: */
};

enum { NUMBER = 0, CLOCK = 1000 };

#define STATUS(NAME, MODE)                                                                         \
    "\"" NAME "\": {\"status\": {\"messages\": [{\"code\": 0, \"description\": \"No Errors\"}], "  \
    "\"status\": \"" MODE "\", \"operationalMode\": \"NORMAL\"}, \"positionActual\": "

// clang-format off
static const struct member azimuth[] = {
    {STATUS("AMCS", "MOVING"), NUMBER},
    {", \"positionCommanded\": ", NUMBER},
    {", \"velocityActual\": ", NUMBER},
    {", \"velocityCommanded\": ", NUMBER},
    {", \"driveTorqueActual\": ", 5},
    {", \"driveTorqueCommanded\": ", 5},
    {", \"driveCurrentActual\": ", 5},
    {", \"encoderHeadRaw\": ", 5},
    {", \"encoderHeadCalibrated\": ", 5},
    {", \"barcodeHeadRaw\": ", 3},
    {", \"barcodeHeadCalibrated\": ", 3},
    {", \"barcodeHeadWeighted\": ", 3},
    {", \"appliedConfiguration\": {\"jmax\": ", NUMBER},
    {", \"amax\": ", NUMBER},
    {", \"vmax\": ", NUMBER},
    {"}, \"timestampUTC\": ", CLOCK},
};

static const struct member shutter[] = {
    {STATUS("ApSCS", "OPEN"), 2},
    {", \"positionCommanded\": ", 2},
    {", \"driveTorqueActual\": ", 4},
    {", \"driveTorqueCommanded\": ", 4},
    {", \"driveCurrentActual\": ", 4},
    {", \"driveTemperature\": ", 4},
    {", \"resolverHeadRaw\": ", 4},
    {", \"resolverHeadCalibrated\": ", 4},
    {", \"powerDraw\": ", NUMBER},
    {", \"timestampUTC\": ", CLOCK},
};

static const struct member louvers[] = {
    {STATUS("LCS", "STOPPED"), 34},
    {", \"positionCommanded\": ", 34},
    {", \"driveTemperature\": ", 68},
    {", \"powerDraw\": ", NUMBER},
    {", \"timestampUTC\": ", CLOCK},
};
// clang-format on

static void put_status(struct gen_random *r, const struct member *m, int64_t now_ns,
                       struct gen_bytes *b)
{
    for (; m->n != CLOCK; m++) {
        gen_put_text(b, m->before);
        if (m->n == NUMBER)
            put_real(r, b);
        else
            put_reals(r, m->n, b);
    }
    gen_put_text(b, m->before);
    put_clock(b, now_ns);
    gen_put_text(b, "}}\r\n");
}

/* Exchanges */

struct exchange {
    uint32_t weight;
    uint32_t n_max;        /* so many at once at most */
    const char *question;  /* behind its id, up to the parameter; NULL: told unasked */
    uint32_t n_parameters; /* a list of so many; 0: none */
    const struct member *status;
};

// clang-format off
static const struct exchange exchanges[] = {
    {50,  3, "moveAz\", \"parameters\": {\"position\": ",       1,  NULL},
    {50,  1, "setLouvers\", \"parameters\": {\"position\": ",   34, NULL},
    {50,  1, "stopAz\", \"parameters\": {",                     0,  NULL},
    {250, 3, "statusAMCS\", \"parameters\": {",                 0,  azimuth},
    {150, 3, "statusApSCS\", \"parameters\": {",                0,  shutter},
    {100, 1, "statusLCS\", \"parameters\": {",                  0,  louvers},
    {350, 8, NULL,                                              0,  NULL},
};
// clang-format on

enum { WEIGHT = 1000 };

static void put_question(struct gen_session *s, const struct exchange *x, uint32_t id,
                         struct gen_bytes *b)
{
    gen_put_text(b, "{\"commandId\": ");
    put_uint(b, id);
    gen_put_text(b, ", \"command\": \"");
    gen_put_text(b, x->question);
    if (x->n_parameters == 1)
        put_real(&s->random, b);
    else if (x->n_parameters > 1)
        put_reals(&s->random, x->n_parameters, b);
    gen_put_text(b, "}}\r\n");
}

static void put_answer(struct gen_session *s, const struct exchange *x, uint32_t id, int64_t now_ns,
                       struct gen_bytes *b)
{
    gen_put_text(b, "{\"commandId\": ");
    put_uint(b, id);
    gen_put_text(b, ", \"response\": 0, ");
    if (x->status)
        put_status(&s->random, x->status, now_ns, b);
    else
        gen_put_text(b, "\"timeout\": 20.0}\r\n");
}

static void put_telemetry(struct gen_session *s, int64_t now_ns, struct gen_bytes *b)
{
    gen_put_text(b, "{\"telemetry\": {\"name\": \"T");
    put_uint(b, s->id % 8);
    gen_put_text(b, "\", \"timestamp\": ");
    put_clock(b, now_ns);
    gen_put_text(b, ", \"response_code\": 0, \"sensor_telemetry\": ");
    put_reals(&s->random, 24 + gen_below(&s->random, 100), b);
    gen_put_text(b, "}}\r\n");
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
    bool first = s->asked == 0;
    if (first) {
        s->asked = 1 + choose(s);
        s->n_asked = gen_few(&s->random, exchanges[s->asked - 1].n_max);
        s->asked_id = s->next_id + 1;
        s->next_id += s->n_asked;
    }
    const struct exchange *x = &exchanges[s->asked - 1];
    out->side = first && x->question ? GEN_CLIENT : GEN_SERVER;
    for (unsigned i = 0; i < s->n_asked; i++) {
        if (!x->question)
            put_telemetry(s, now_ns, &out->bytes);
        else if (first)
            put_question(s, x, s->asked_id + i, &out->bytes);
        else
            put_answer(s, x, s->asked_id + i, now_ns, &out->bytes);
        gen_burst_end(out);
    }
    s->asked = first && x->question ? s->asked : 0;
    s->step++;
}

const struct gen_protocol gen_tcpip = {.name = "tcpip", .port = 4998, .n_ports = 1, .speak = speak};
