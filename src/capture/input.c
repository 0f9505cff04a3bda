/* Bytes of capture files, read in large blocks and unpacked where they are compressed. */
#include "capture/input.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A window of 1 MiB is no faster. */
enum { WINDOW = 256 << 10, MAGIC_LEN = 4 };

int ws_input_fail(struct ws_input *in, int err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(in->why, sizeof(in->why), fmt, args);
    va_end(args);
    return err;
}

uint64_t ws_input_offset(const struct ws_input *in)
{
    return in->base + (uint64_t)(in->at - in->window);
}

int ws_input_cut(struct ws_input *in, int err, const char *what, uint64_t offset)
{
    if (err == WS_E_NOMEM)
        return ws_input_fail(in, err, "%s", ws_strerror(err));
    if (err != WS_E_END && err != WS_E_TRUNCATED)
        return err;
    uint64_t end = in->base + (uint64_t)(in->end - in->window);
    if (err == WS_E_END && end == offset)
        return WS_E_END;
    return ws_input_fail(in, WS_E_TRUNCATED, "%s at byte %llu is cut off by the end of the %s",
                         what, (unsigned long long)offset,
                         err == WS_E_END ? "file" : "compressed data");
}

static ptrdiff_t read_fd(struct ws_input *in, uint8_t *to, size_t room)
{
    ssize_t n = read(in->fd, to, room);
    if (n < 0)
        return ws_input_fail(in, WS_E_IO, "cannot read: %s", strerror(errno));
    in->read += (uint64_t)n;
    return n;
}

/* Fetches compressed bytes behind the few that do not yet make sense. */
static int fetch_packed(struct ws_input *in)
{
    if (in->packed_ended)
        return WS_OK;
    memmove(in->packed, in->in.data, in->in.len);
    ptrdiff_t n = read_fd(in, in->packed + in->in.len, WINDOW - in->in.len);
    if (n < 0)
        return (int)n;
    in->packed_ended = n == 0;
    in->in = (struct ws_bytes){in->packed, in->in.len + (size_t)n};
    return WS_OK;
}

/* Bytes unpacked, or an error; WS_E_END at the end. What is at hand comes before more is read. */
static ptrdiff_t unpack(struct ws_input *in, uint8_t *to, size_t room)
{
    const struct ws_packing *packing = in->unpacker.packing;
    for (;;) {
        const char *why = "";
        size_t n, before = in->in.len;
        int err = packing->run(in->unpacker.state, &in->in, in->packed_ended, to, room, &n, &why);
        if (err == WS_E_IO)
            return ws_input_fail(in, err, "damaged %s data before byte %llu: %s", packing->name,
                                 (unsigned long long)(in->read - in->in.len), why);
        if (n > 0)
            return (ptrdiff_t)n;
        if (err)
            return err;
        if (in->in.len == before && (err = fetch_packed(in)))
            return err;
    }
}

static ptrdiff_t read_plain(struct ws_input *in, uint8_t *to, size_t room)
{
    if (in->unpacker.packing)
        return unpack(in, to, room);
    ptrdiff_t n = read_fd(in, to, room);
    return n == 0 ? WS_E_END : n;
}

static void move_to_front(struct ws_input *in)
{
    size_t n = (size_t)(in->end - in->at), done = (size_t)(in->at - in->window);
    memmove(in->window, in->at, n);
    in->base += done;
    in->at = in->window;
    in->end = in->window + n;
}

/* Doubles: what is not there yet does not take memory. */
static int grow(struct ws_input *in)
{
    size_t n = (size_t)(in->end - in->at);
    assert(in->cap > 0);
    uint8_t *window = realloc(in->window, in->cap * 2);
    if (!window)
        return WS_E_NOMEM;
    in->window = window;
    in->cap *= 2;
    in->at = window;
    in->end = window + n;
    return WS_OK;
}

int ws_input_fill(struct ws_input *in, size_t n)
{
    while ((size_t)(in->end - in->at) < n) {
        if (in->err)
            return in->err;
        if ((size_t)(in->at - in->window) > in->cap / 2 || in->end == in->window + in->cap)
            move_to_front(in);
        if (in->end == in->window + in->cap && grow(in))
            return WS_E_NOMEM;
        size_t room = in->cap - (size_t)(in->end - in->window);
        ptrdiff_t got = read_plain(in, in->window + (in->end - in->window), room);
        if (got < 0)
            in->err = (int)got;
        else
            in->end += got;
    }
    return WS_OK;
}

int ws_input_skip(struct ws_input *in, uint64_t n)
{
    while (n > 0) {
        int err = ws_input_need(in, 1);
        if (err)
            return err;
        uint64_t there = (uint64_t)(in->end - in->at), part = n < there ? n : there;
        in->at += part;
        n -= part;
    }
    return WS_OK;
}

static int open_fd(struct ws_input *in, const char *path)
{
    struct stat st;

    if (strcmp(path, "-") == 0)
        in->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    else
        in->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0)
        return ws_input_fail(in, WS_E_IO, "cannot open: %s", strerror(errno));
    if (fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode))
        in->size = (uint64_t)st.st_size;
    return WS_OK;
}

/* The bytes that told of the packing become the first packed ones. */
static int begin_unpacking(struct ws_input *in, const struct ws_packing *packing)
{
    size_t n = (size_t)(in->end - in->window);

    if (!packing->open)
        return ws_input_fail(in, WS_E_FORMAT,
                             "compressed by %s, which this program was built without",
                             packing->name);
    in->packed = malloc(WINDOW);
    in->unpacker.state = packing->open();
    if (!in->packed || !in->unpacker.state)
        return WS_E_NOMEM;
    in->unpacker.packing = packing;
    memcpy(in->packed, in->window, n);
    in->in = (struct ws_bytes){in->packed, n};
    in->packed_ended = in->err == WS_E_END;
    in->err = 0;
    in->at = in->end = in->window;
    return WS_OK;
}

static int find_packing(struct ws_input *in)
{
    static const struct ws_packing *const all[] = {&ws_packing_gzip, &ws_packing_zstd};
    int err = ws_input_need(in, MAGIC_LEN);

    if (err == WS_E_END && in->at == in->end)
        return ws_input_fail(in, WS_E_TRUNCATED, "the file is empty");
    if (err && err != WS_E_END)
        return err;
    struct ws_bytes begin = {in->at, (size_t)(in->end - in->at)};
    for (size_t i = 0; i < WS_LEN(all); i++)
        if (all[i]->is(begin))
            return begin_unpacking(in, all[i]);
    return WS_OK;
}

int ws_input_open(struct ws_input *in, const char *path)
{
    *in = (struct ws_input){.fd = -1, .cap = WINDOW};
    int err = open_fd(in, path);
    if (err)
        return err;
    in->window = malloc(WINDOW);
    in->at = in->end = in->window;
    err = in->window ? find_packing(in) : WS_E_NOMEM;
    return err == WS_E_NOMEM ? ws_input_fail(in, err, "%s", ws_strerror(err)) : err;
}

void ws_input_close(struct ws_input *in)
{
    if (in->unpacker.packing)
        in->unpacker.packing->close(in->unpacker.state);
    if (in->fd >= 0)
        close(in->fd);
    free(in->packed);
    free(in->window);
}
