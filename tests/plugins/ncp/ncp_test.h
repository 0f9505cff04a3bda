/* Messages written as hex, what they decode to written as JSON, and connections written as lines.
 */
#ifndef NCP_TEST_H
#define NCP_TEST_H

#include "message/buf.h"
#include "message/decode.h"
#include "ncp.h"
#include "plugin/engine.h"
#include "plugin/instance.h"

#include "test.h"

enum { TEST_WHY = 512, WIRE_TEXT = 1 << 16 };

/** The plugin set up, and what decoding and encoding need. Reused by all cases of a program. */
struct bench {
    struct ws_instance *instance;
    struct ncp_conversation conversation;
    struct ws_out got, given;
    struct ws_buf bytes, text;
    char why[TEST_WHY];
};

/** `key`, `value`: a setting, or NULL. */
void bench_open(struct bench *b, const char *key, const char *value);
void bench_close(struct bench *b);

/** Bytes of hex digits; blanks are for the reader. Valid until the next call with the same buffer.
 */
struct ws_bytes unhex(struct ws_buf *room, const char *hex);

/** Decodes; the fields as JSON, behind them each error as " CODE@OFFSET". */
const char *bench_decode(struct bench *b, struct ws_bytes message);
/** The fields as JSON with their secrets hidden. */
const char *bench_hidden(struct bench *b, struct ws_bytes message);
/** The value of one field as JSON, or "". */
const char *bench_field(struct bench *b, struct ws_bytes message, const char *key);
/** Encodes the message type `name` of JSON text; the bytes as hex, or "!WHY". */
const char *bench_encode(struct bench *b, const char *name, const char *json);
/** Encodes what was decoded last, as the type of `message`. */
struct ws_bytes bench_encode_again(struct bench *b, struct ws_bytes message);

/** A connection between 10.0.0.1:40000 and 10.0.0.2:9999, and the events that come of it. */
struct wire {
    struct ws_instance *instance;
    struct ws_engine *engine;
    uint64_t frame;
    int64_t ts_s, step_s; /* each packet a second after the one before, unless set otherwise */
    uint32_t next[2];
    uint16_t ports[2];
    size_t len;
    char text[WIRE_TEXT];
};

/** What a packet brings beside bytes: see wire_send(). */
enum wire_flags { WIRE_SYN = 1, WIRE_FIN = 2, WIRE_LOST = 4 /* the capture does not have it */ };

void wire_start(struct wire *w, const char *key, const char *value);
/** A handshake. */
void wire_open(struct wire *w);
/** A packet of 'c' or 's', its data in hex; flags of enum wire_flags. */
void wire_send(struct wire *w, char from, const char *hex, unsigned flags);
void wire_send_bytes(struct wire *w, char from, struct ws_bytes data, unsigned flags);
/** The same for text. */
void wire_say(struct wire *w, char from, const char *text, unsigned flags);
/** Ends the capture, and gives the events: one line for each,
 *   FRAME FROM NAME [KIND] [!CODE@OFFSET]... [+NOTE]... [{of FRAME}]
 * KIND but control; behind malformed ones stand [LENGTH], and "secret" where it holds one
 *   FRAME FROM gap LENGTH [at RESYNC] */
const char *wire_end(struct wire *w);

#endif
