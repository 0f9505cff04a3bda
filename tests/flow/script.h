/* TCP conversations as tables of steps, played against a table of flows. */
#ifndef WS_TEST_SCRIPT_H
#define WS_TEST_SCRIPT_H

#include "flow/flow.h"

/** One segment between A = 10.0.0.1:1000 and B = 10.0.0.2:2000. */
struct step {
    char from;         /* 'a' or 'b' */
    const char *flags; /* of "SFRPA" */
    uint32_t seq, ack;
    const char *data; /* NULL: none */
    uint32_t cut;     /* so many of its last bytes were not captured */
    int64_t at_ms;
};

// clang-format off
/** A's first byte of data is number 1000, B's 5000. */
#define A_SYN           {.from = 'a', .flags = "S", .seq = 999}
#define B_SYNACK        {.from = 'b', .flags = "SA", .seq = 4999, .ack = 1000}
#define HANDSHAKE       A_SYN, B_SYNACK, ACK_A(5000)

#define ACK_A(a)        {.from = 'a', .flags = "A", .seq = 1000, .ack = (a)}
#define ACK_B(a)        {.from = 'b', .flags = "A", .seq = 5000, .ack = (a)}
#define DATA_A(n, text) {.from = 'a', .flags = "PA", .seq = (n), .ack = 5000, .data = (text)}
#define DATA_B(n, text) {.from = 'b', .flags = "PA", .seq = (n), .ack = 1000, .data = (text)}
#define FIN_A(n, a)     {.from = 'a', .flags = "FA", .seq = (n), .ack = (a)}
#define FIN_B(n, a)     {.from = 'b', .flags = "FA", .seq = (n), .ack = (a)}
// clang-format on

/** Plays all steps and the end of the capture, compares what was told, checks for leaks. */
void play(const struct ws_flow_options *options, const char *want, const struct step *steps,
          size_t n_steps, struct ws_counters *ret_counters);

/** Plays with default options. */
#define PLAY(want, ...)                                                                            \
    do {                                                                                           \
        static const struct step steps_[] = {__VA_ARGS__};                                         \
        play(NULL, want, steps_, WS_LEN(steps_), NULL);                                            \
    } while (0)

/** The same, and leaves the counters in `counters`, a struct ws_counters. */
#define PLAY_COUNTING(counters, want, ...)                                                         \
    do {                                                                                           \
        static const struct step steps_[] = {__VA_ARGS__};                                         \
        play(NULL, want, steps_, WS_LEN(steps_), &(counters));                                     \
    } while (0)

#endif
