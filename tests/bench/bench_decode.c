/* How long a message takes: 100 bytes, 20 fields of the usual kinds. Prints nanoseconds, the median
 * and the best of several rounds. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "message/decode.h"
#include "message/encode.h"

enum { ROUNDS = 15, MESSAGES = 200000 };

// clang-format off

static const struct ws_name codes[] = {{1, "SYN", NULL}, {2, "SYNACK", NULL}, {3, "ACK", NULL}};
static const struct ws_field rows[] = {
    { .type = WS_U16, .flags = WS_CONSTANT, .value = 0x880c },
    { .key = "length", .type = WS_U16, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_BEHIND } },
    { .key = "version", .type = WS_U8 },
    { .key = "message_type", .type = WS_U8 },
    { .key = "timer", .type = WS_U8 },
    { .key = "m_flag", .type = WS_BITS, .bits = 1, .unit_len = 1, .flags = WS_AS_BOOL },
    { .key = "code", .type = WS_BITS, .bits = 7, .names = WS_NAMES(codes) },
    { .key = "sender_name", .type = WS_MAC, .len = 6 },
    { .key = "receiver_name", .type = WS_MAC, .len = 6 },
    { .key = "sender_port", .type = WS_U32 },
    { .key = "receiver_port", .type = WS_U32 },
    { .key = "sender_instance", .type = WS_U24 },
    { .key = "partition_id", .type = WS_U8 },
    { .key = "position", .type = WS_F64, .flags = WS_LITTLE },
    { .key = "velocity", .type = WS_F32 },
    { .key = "offset", .type = WS_I32 },
    { .key = "counter", .type = WS_U64 },
    { .key = "state", .type = WS_TEXT, .len = 16, .flags = WS_CUT_AT_NUL },
    { .key = "name_length", .type = WS_U16, .purpose = WS_DERIVED, .derive = { .measure = WS_LEN_OF, .row = WS_ROW(19) } },
    { .key = "name", .type = WS_TEXT, .len_from = WS_ROW(18) },
};
static const struct ws_table table = {.rows = rows, .n = WS_LEN(rows), .name = "typical"};
// clang-format on

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void say(const char *what, double rounds[ROUNDS])
{
    qsort(rounds, ROUNDS, sizeof(rounds[0]), by_size);
    printf("%-8s %6.1f ns per message, best %6.1f ns\n", what, rounds[ROUNDS / 2], rounds[0]);
}

static size_t make_message(uint8_t message[100])
{
    for (size_t i = 0; i < 100; i++)
        message[i] = (uint8_t)(i * 7 + 3);
    memcpy(message, "\x88\x0c\x00\x60\x32\x0a\xfa\x81", 8);
    memcpy(message + 56, "SHOWTIME\0\0\0\0\0\0\0\0", 16);
    memcpy(message + 72, "\0\32name of twenty-six letters", 28);
    return 100;
}

static void bench_decode(const struct ws_plan *plan, struct ws_bytes in, struct ws_out *out)
{
    double rounds[ROUNDS];

    for (size_t r = 0; r < ROUNDS; r++) {
        double start = now_ns();
        for (size_t i = 0; i < MESSAGES; i++)
            ws_decode(out, plan, NULL, in);
        rounds[r] = (now_ns() - start) / MESSAGES;
    }
    printf("%u nodes, %zu faults\n", out->n, out->n_faults);
    say("decode", rounds);
}

static void bench_encode(const struct ws_plan *plan, const struct ws_node *fields)
{
    struct ws_encode job = {.plan = plan, .fields = fields};
    char why[WS_ENCODE_WHY_MAX] = "";
    double rounds[ROUNDS];
    struct ws_buf buf;

    ws_buf_init(&buf, 1 << 16);
    for (size_t r = 0; r < ROUNDS; r++) {
        double start = now_ns();
        for (size_t i = 0; i < MESSAGES; i++) {
            ws_buf_reset(&buf);
            ws_encode(&job, &buf, why);
        }
        rounds[r] = (now_ns() - start) / MESSAGES;
    }
    printf("%zu bytes %s\n", buf.len, why);
    say("encode", rounds);
    ws_buf_free(&buf);
}

int main(void)
{
    char why[WS_PLAN_WHY_MAX] = "";
    uint8_t message[100];
    const struct ws_plan *plan;
    struct ws_arena arena;
    struct ws_out out;

    ws_arena_init(&arena, WS_MAX_SCRATCH);
    ws_out_init(&out);
    struct ws_planner planner = {.arena = &arena, .why = why};
    if (ws_plan_make(&planner, &table, &plan)) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    bench_decode(plan, (struct ws_bytes){message, make_message(message)}, &out);
    bench_encode(plan, out.nodes);
    ws_out_free(&out);
    ws_arena_free(&arena);
    return 0;
}
