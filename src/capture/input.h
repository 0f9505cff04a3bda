/* Private to src/capture: the bytes of a file or a pipe; of compressed ones what is inside. */
#ifndef WS_CAPTURE_INPUT_H
#define WS_CAPTURE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/unpack.h"
#include "wirespeak/err.h"
#include "wirespeak/export.h"

enum { WS_INPUT_WHY_MAX = 256 };

struct ws_input {
    const uint8_t *at, *end; /* bytes that are there; taken by moving `at` */
    uint8_t *window;         /* of `cap` bytes, holds them */
    size_t cap;
    uint64_t base; /* offset of window[0] in the plain bytes */
    int fd;
    int err;            /* what comes behind `end`, once known: an end or a failure; 0: more */
    uint64_t size;      /* of the file; 0: not known */
    uint64_t read;      /* bytes of the file read so far */
    uint8_t *packed;    /* buffer of compressed bytes; NULL: the file is plain */
    struct ws_bytes in; /* those of them not yet unpacked */
    bool packed_ended;  /* no more of them */
    struct ws_unpacker unpacker;
    char why[WS_INPUT_WHY_MAX]; /* "" until something fails */
};

/**
 * Opens `path`, "-" being standard input, and looks whether it is compressed, by content.
 *
 * @return  WS_OK; WS_E_IO; WS_E_TRUNCATED: empty; WS_E_FORMAT: compressed in a way that this build
 *          does not know; WS_E_NOMEM. After all but the first in->why tells why; ws_input_close
 *          must be called in any case.
 */
int ws_input_open(struct ws_input *in, const char *path);
void ws_input_close(struct ws_input *in);

/** Reads until `n` bytes are there; what ws_input_need does when they are not. */
int ws_input_fill(struct ws_input *in, size_t n);

/**
 * Waits until at least `n` bytes are at in->at. Never reads more than is there already once they
 * are: a pipe's bytes are given as they come.
 *
 * @return  WS_OK; WS_E_END: there are fewer, and the input ends behind them; WS_E_TRUNCATED: the
 *          same, and the compressed data end too early; WS_E_IO; WS_E_NOMEM.
 */
static inline int ws_input_need(struct ws_input *in, size_t n)
{
    return (size_t)(in->end - in->at) >= n ? WS_OK : ws_input_fill(in, n);
}

/** Takes `n` bytes unseen, with memory for a window of them at most. As ws_input_need. */
int ws_input_skip(struct ws_input *in, uint64_t n);

/** Where in->at is, counted in plain bytes. */
uint64_t ws_input_offset(const struct ws_input *in);

/** Writes in->why, answers `err`. */
int ws_input_fail(struct ws_input *in, int err, const char *fmt, ...) WS_PRINTF(3, 4);

/**
 * What an `err` of the functions above means for the thing `what` that begins at `offset`: WS_E_END
 * stays that where nothing of it is there, else it is WS_E_TRUNCATED and told.
 */
int ws_input_cut(struct ws_input *in, int err, const char *what, uint64_t offset);

#endif
