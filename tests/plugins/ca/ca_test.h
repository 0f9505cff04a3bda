/* Messages written as hex, what they decode to written as JSON, and traffic written as lines. */
#ifndef CA_TEST_H
#define CA_TEST_H

#include "conversation.h"
#include "message/buf.h"
#include "message/decode.h"
#include "plugin/engine.h"
#include "plugin/instance.h"

#include "test.h"

enum { TEST_WHY = 512, TEST_TEXT = 1 << 16 };

/** The plugin set up, and what decoding and encoding need. Reused by all cases of a program. */
struct bench {
    struct ws_instance *instance;
    struct ca_conversation conversation;
    struct ws_out got, given;
    struct ws_buf in, bytes, text;
    char why[TEST_WHY];
};

void bench_open(struct bench *b);
void bench_close(struct bench *b);

/** Bytes of hex digits; blanks are for the reader, "*N" repeats the byte before N times. Valid
 * until the next call with the same buffer. */
struct ws_bytes unhex(struct ws_buf *room, const char *hex);

/** Decodes a message of 'c' or 's', on a circuit or in a datagram: its name, the fields as JSON,
 * each error as " CODE@OFFSET". */
const char *bench_decode(struct bench *b, char from, bool udp, struct ws_bytes message);

/** Encodes the fields as the plugin picks the form; hex, or "!WHY". */
const char *bench_encode(struct bench *b, const char *name, const char *json);

/** Traffic, and the events that come of it. */
struct wire {
    struct ws_instance *instance;
    struct ws_engine *engine;
    uint64_t frame;
    int64_t ts_ms, step_ms;
    uint32_t next[2];
    uint16_t ports[2]; /* of the circuit 10.0.0.1 to 10.0.0.2 */
    size_t len;
    char text[TEST_TEXT];
};

enum wire_flags { WIRE_SYN = 1, WIRE_FIN = 2, WIRE_LOST = 4 /* the capture does not have it */ };

void wire_start(struct wire *w, const char *key, const char *value);
/** A handshake. */
void wire_open(struct wire *w);
/** A packet of 'c' or 's' on the circuit; flags of enum wire_flags. */
void wire_send(struct wire *w, char from, const char *hex, unsigned flags);
void wire_send_bytes(struct wire *w, char from, struct ws_bytes data, unsigned flags);
/** A datagram between 10.0.0.FROM:PORT and 10.0.0.TO:PORT. */
void wire_datagram(struct wire *w, uint8_t from, uint16_t from_port, uint8_t to, uint16_t to_port,
                   const char *hex);
/** Ends the capture, and gives the events: one line for each,
 *   FRAME FROM NAME [!CODE@OFFSET]... [+NOTE]... [{KEY VALUE}]... [{of FRAME}] [{orphan}]
 *   FRAME FROM gap LENGTH [at RESYNC] */
const char *wire_end(struct wire *w);

/** Asserts that the wire's events are these. */
void wire_expect(struct wire *w, const char *wanted);

#endif
