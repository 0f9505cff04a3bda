/* Traffic made up for benchmarks and counts: random numbers, bytes, what sessions say. */
#ifndef WS_BENCH_GEN_H
#define WS_BENCH_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/bytes.h"

/** SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine. */
struct gen_random {
    uint64_t state;
};

uint64_t gen_random(struct gen_random *r);

/** 0..n-1; n below 2^32. */
uint32_t gen_below(struct gen_random *r, uint32_t n);

/** How much is said at once: 1 three times in four, else 1..max. */
uint32_t gen_few(struct gen_random *r, uint32_t max);

/** True `permille` times in a thousand. */
bool gen_chance(struct gen_random *r, uint32_t permille);

/** 0 <= x < 1, all 53 bits of a double. */
double gen_uniform(struct gen_random *r);

/** Bytes that grow at their end. Without memory the program ends. */
struct gen_bytes {
    uint8_t *data;
    size_t len, cap;
};

/** calloc and realloc that end the program instead of failing. */
void *gen_alloc(void *old, size_t n, size_t size);

/** The low `n` bytes of a number, big-endian; _le: little-endian. */
void gen_put(struct gen_bytes *b, uint64_t v, size_t n);
void gen_put_le(struct gen_bytes *b, uint64_t v, size_t n);
void gen_put_zeros(struct gen_bytes *b, size_t n);
void gen_put_text(struct gen_bytes *b, const char *text);
/** Writes over what stands at `at`. */
void gen_set(struct gen_bytes *b, size_t at, uint64_t v, size_t n);
void gen_set_le(struct gen_bytes *b, size_t at, uint64_t v, size_t n);

enum gen_side { GEN_CLIENT, GEN_SERVER };

/** What one side says at once: whole messages, one behind the other. */
struct gen_burst {
    enum gen_side side;
    bool datagram;     /* all of it in one, beside the connection */
    uint16_t ports[2]; /* of the datagram, by side; 0: the connection's */
    uint64_t n_doubles;
    struct gen_bytes bytes;
    size_t *ends; /* offset behind each message */
    size_t n, cap;
};

/** The bytes since the last message's end are one more message. */
void gen_burst_end(struct gen_burst *burst);

/** One session, as its protocol needs it: a script of exchanges. */
struct gen_session {
    struct gen_random random;
    uint32_t id;       /* number of the flow */
    uint16_t port;     /* the server's */
    unsigned step;     /* bursts said so far */
    unsigned asked;    /* what waits for its answer, the protocol's own number; 0: nothing */
    unsigned n_asked;  /* so many of them */
    uint32_t asked_id; /* id of the first one, others follow in steps of one */
    uint32_t asked_about;
    uint32_t next_id;
    int64_t alive_ns; /* when the last keep-alive was sent */
    double level;     /* where a random walk has come to */
};

struct gen_protocol {
    const char *name;
    uint16_t port;
    unsigned n_ports; /* from `port` on */
    unsigned n_calls; /* bursts that come as datagrams before the connection is opened */
    bool finds_ports; /* the calls tell the server's port, which may be any */
    bool ipv4_only;
    /** Writes the next burst, at least one message, said at `now_ns`. */
    void (*speak)(struct gen_session *session, int64_t now_ns, struct gen_burst *burst);
};

extern const struct gen_protocol gen_ancp, gen_hsms, gen_ca, gen_ncp, gen_tcpip;

#endif
