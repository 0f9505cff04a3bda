/* gzip: RFC 1952, through zlib. */
#include "capture/unpack.h"

#include <stdlib.h>

#include "wirespeak/err.h"

static bool is_gzip(struct ws_bytes begin)
{
    return begin.len >= 2 && begin.data[0] == 0x1f && begin.data[1] == 0x8b;
}

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>

struct gzip {
    z_stream z;
    bool in_member; /* members may follow each other */
};

static void *open_gzip(void)
{
    enum { GZIP_ONLY = 16 };
    struct gzip *g = calloc(1, sizeof(*g));

    if (g && inflateInit2(&g->z, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        free(g);
        return NULL;
    }
    return g;
}

static void close_gzip(void *state)
{
    struct gzip *g = state;
    inflateEnd(&g->z);
    free(g);
}

/* Between members: the next one begins, or what follows is padding and left alone as gzip does. */
static int begin_member(struct gzip *g, const struct ws_bytes *in, bool last)
{
    if (in->len < 2 && !last)
        return WS_OK;
    if (!is_gzip(*in))
        return WS_E_END;
    inflateReset(&g->z);
    g->in_member = true;
    return WS_OK;
}

static int inflate_some(struct gzip *g, struct ws_bytes *in, uint8_t *out, size_t room,
                        size_t *ret_n)
{
    g->z.next_in = in->data;
    g->z.avail_in = in->len < INT32_MAX ? (uInt)in->len : INT32_MAX;
    g->z.next_out = out;
    g->z.avail_out = room < INT32_MAX ? (uInt)room : INT32_MAX;
    int status = inflate(&g->z, Z_NO_FLUSH);
    *in = ws_bytes_from(*in, (size_t)(g->z.next_in - in->data));
    *ret_n = (size_t)(g->z.next_out - out);
    return status;
}

static int run_gzip(void *state, struct ws_bytes *in, bool last, uint8_t *out, size_t room,
                    size_t *ret_n, const char **why)
{
    struct gzip *g = state;

    *ret_n = 0;
    if (!g->in_member) {
        int err = begin_member(g, in, last);
        if (err || !g->in_member)
            return err;
    }
    switch (inflate_some(g, in, out, room, ret_n)) {
    case Z_STREAM_END:
        g->in_member = false;
        return WS_OK;
    case Z_OK:
    case Z_BUF_ERROR: /* nothing could be done without more input */
        return last && in->len == 0 && *ret_n == 0 ? WS_E_TRUNCATED : WS_OK;
    default:
        if (*ret_n > 0)
            return WS_OK; /* what came before the damage; inflate will refuse again */
        *why = g->z.msg ? g->z.msg : "not a gzip stream";
        return WS_E_IO;
    }
}

const struct ws_packing ws_packing_gzip = {"gzip", is_gzip, open_gzip, run_gzip, close_gzip};
#else
const struct ws_packing ws_packing_gzip = {.name = "gzip", .is = is_gzip};
#endif
