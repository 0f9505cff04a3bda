/* Zstandard: RFC 8878, through libzstd; its default bounds the window to 128 MiB. */
#include "capture/unpack.h"

#include "wirespeak/err.h"

/* A frame, or a skippable one (sections 3.1.1 and 3.1.2). */
static bool is_zstd(struct ws_bytes begin)
{
    if (begin.len < 4)
        return false;
    uint64_t magic = ws_load_le(begin.data, 4);
    return magic == 0xfd2fb528 || (magic & 0xfffffff0) == 0x184d2a50;
}

#ifdef HAVE_ZSTD
#include <stdlib.h>

#include <zstd.h>

struct zstd {
    ZSTD_DStream *stream;
    bool in_frame; /* frames may follow each other */
    size_t hint;   /* bytes up to the next block's end, the next frame's header */
};

enum { FIRST_HINT = 5 }; /* magic number and descriptor of a frame */

static void close_zstd(void *state)
{
    struct zstd *z = state;
    ZSTD_freeDStream(z->stream);
    free(z);
}

static void *open_zstd(void)
{
    struct zstd *z = calloc(1, sizeof(*z));

    if (z && !(z->stream = ZSTD_createDStream())) {
        free(z);
        return NULL;
    }
    if (z)
        z->hint = FIRST_HINT;
    return z;
}

/* A block at a time: what is unpacked in a call that fails is lost. */
static int run_zstd(void *state, struct ws_bytes *in, bool last, uint8_t *out, size_t room,
                    size_t *ret_n, const char **why)
{
    struct zstd *z = state;
    ZSTD_inBuffer from = {in->data, in->len < z->hint ? in->len : z->hint, 0};
    ZSTD_outBuffer to = {out, room, 0};

    *ret_n = 0;
    if (in->len == 0 && !z->in_frame)
        return last ? WS_E_END : WS_OK;
    size_t left = ZSTD_decompressStream(z->stream, &to, &from);
    if (ZSTD_isError(left)) {
        *why = ZSTD_getErrorName(left);
        return WS_E_IO;
    }
    *in = ws_bytes_from(*in, from.pos);
    *ret_n = to.pos;
    z->in_frame = left != 0;
    z->hint = left ? left : FIRST_HINT;
    return last && in->len == 0 && to.pos == 0 && z->in_frame ? WS_E_TRUNCATED : WS_OK;
}

const struct ws_packing ws_packing_zstd = {"zstd", is_zstd, open_zstd, run_zstd, close_zstd};
#else
const struct ws_packing ws_packing_zstd = {.name = "zstd", .is = is_zstd};
#endif
