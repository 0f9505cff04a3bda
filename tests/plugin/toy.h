/*
 * A toy protocol whose messages can be read, conversations of it in frames, and the events that
 * come of them, written down.
 *
 * On the wire: a letter, a digit N, N bytes. m is a message, q a request, r a response. oNN begins
 * NN bytes that are too long to be read; L is refused, but the search for messages finds it; e and
 * what follows it up to the end is one message, when that is known. All else is no message.
 *
 * What follows the digit tells the conversation what to do: see toy.c.
 */
#ifndef WS_TEST_TOY_H
#define WS_TEST_TOY_H

#include "flow/packets.h"
#include "plugin/engine.h"

extern const struct ws_plugin toy_plugin; /* "toy", TCP and UDP port 7000 */
enum { TOY_PORT = 7000 };

enum { TOY_MAX_INSTANCES = 4, TOY_TEXT = 1 << 16 };

/** A run of the engine. Client is 10.0.0.1:40000, server 10.0.0.2:`port`. */
struct toy {
    struct ws_instance *instances[TOY_MAX_INSTANCES];
    size_t n;
    struct ws_engine *engine;
    uint16_t port, client_port;
    uint64_t frame; /* of the latest packet */
    int64_t ts_s;   /* its time; each packet comes a second after the one before */
    uint32_t next[2];
    uint8_t packet[TEST_FRAME_SIZE];
    size_t packet_len;
    bool with_time, quiet; /* quiet: writes nothing down */
    size_t len;
    char text[TOY_TEXT]; /* one line for each event */
};

/** Starts a run of toy_plugin alone, or of several; `config` (or NULL) may set bindings and flows.
 */
void toy_start(struct toy *toy);
void toy_start_with(struct toy *toy, const struct ws_plugin *const *plugins, size_t n,
                    const struct ws_engine_config *config);

/** A TCP handshake; then data, of 'c' or 's', with the sequence number that is due. */
void toy_open(struct toy *toy);
void toy_syn_ack(struct toy *toy);
void toy_send(struct toy *toy, char from, const char *data);
void toy_send_bytes(struct toy *toy, char from, const void *data, size_t len);

/** `len` bytes that the capture does not have; and a side's word that it got all so far. */
void toy_lose(struct toy *toy, char from, uint32_t len);
void toy_ack(struct toy *toy, char from);

/** The end of a direction; of the connection, by reset. */
void toy_fin(struct toy *toy, char from);
void toy_reset(struct toy *toy, char from);

/** A datagram. */
void toy_datagram(struct toy *toy, char from, const char *data);

/** Another connection: its client has another port. */
void toy_next_flow(struct toy *toy);

/**
 * Ends the capture and the run, and compares its events with `want`, one line for each:
 *   FRAME FROM NAME@OFFSET BYTES [(CODE)...] [+NOTE...] [{context}]   a message; "*" behind NAME:
 *                                           decoded where it lies in the packet
 *   FRAME FROM gap@OFFSET+LENGTH REASON [resync@OFFSET]
 *   FRAME FROM notice CODE [of frame N]
 *   FRAME flow begin, FRAME flow end REASON [PROTOCOL] [what else it is] [TLS server's name]
 * with_time puts the event's seconds behind FRAME.
 */
void toy_expect(struct toy *toy, const char *want);

/** The value of a counter of the run. */
uint64_t toy_stat(const struct toy *toy, const char *name);

#endif
