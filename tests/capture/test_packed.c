/* Compressed captures: whole, cut, damaged, as a stream. Numbers are those of the cases. */
#include "capture/source.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#include "capture/build.h"
#include "wirespeak/err.h"

#include "test.h"

enum { WHY_MAX = 256, N_PACKETS = 300, PACKED_MAX = 1 << 16 };

struct packed {
    uint8_t bytes[PACKED_MAX];
    size_t len;
};

/* Some bytes in, some out; `end` closes a member or frame. Kept simple: all at once. */
typedef void pack_function(struct packed *to, const void *bytes, size_t len, bool end);

#ifdef HAVE_ZLIB
static void run_gzip(struct packed *to, const void *bytes, size_t len, bool end)
{
    static z_stream z;
    if (!z.state)
        assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, 0), Z_OK);
    z.next_in = bytes;
    z.avail_in = (uInt)len;
    z.next_out = to->bytes + to->len;
    z.avail_out = (uInt)(sizeof(to->bytes) - to->len);
    deflate(&z, end ? Z_FINISH : Z_SYNC_FLUSH);
    assert_int_equal(z.avail_in, 0);
    to->len = (size_t)(z.next_out - to->bytes);
    if (end) {
        deflateEnd(&z);
        z = (z_stream){0};
    }
}

static pack_function *const pack_gzip = run_gzip;
#else
static pack_function *const pack_gzip = NULL;
#endif

#ifdef HAVE_ZSTD
static void run_zstd(struct packed *to, const void *bytes, size_t len, bool end)
{
    static ZSTD_CCtx *context;
    if (!context)
        context = ZSTD_createCCtx();
    ZSTD_inBuffer in = {bytes, len, 0};
    ZSTD_outBuffer out = {to->bytes, sizeof(to->bytes), to->len};
    size_t left = ZSTD_compressStream2(context, &out, &in, end ? ZSTD_e_end : ZSTD_e_flush);
    assert_int_equal(left, 0);
    assert_int_equal(in.pos, len);
    to->len = out.pos;
    if (end) {
        ZSTD_freeCCtx(context);
        context = NULL;
    }
}

static pack_function *const pack_zstd = run_zstd;
#else
static pack_function *const pack_zstd = NULL;
#endif

static void make_capture(struct test_file *f)
{
    f->len = 0;
    f->big = false;
    file_pcap(f, 1);
    for (uint32_t i = 0; i < N_PACKETS; i++)
        file_record(f, i, i * 7, "some data of a packet");
}

/* Reads all; the number of packets, and how it ended. */
static size_t read_all(const void *bytes, size_t len, int *ret_err, char *why)
{
    char path[32], open_why[WHY_MAX] = "";
    struct ws_source *source;
    struct ws_packet packet;
    size_t n = 0;
    file_write(bytes, len, path);
    *ret_err = ws_source_open(path, &source, open_why, sizeof(open_why));
    unlink(path);
    snprintf(why, WHY_MAX, "%s", open_why);
    if (*ret_err)
        return 0;
    assert_int_equal(ws_source_size(source), len);
    while (!(*ret_err = ws_source_next(source, &packet))) {
        assert_int_equal(packet.ts_ns, (int64_t)n * INT64_C(1000007000));
        assert_memory_equal(packet.data, "some data of a packet", 21);
        n++;
    }
    snprintf(why, WHY_MAX, "%s", ws_source_why(source));
    assert_true(ws_source_position(source) <= len);
    ws_source_close(source);
    return n;
}

static void check_whole(pack_function *pack, size_t members)
{
    static struct test_file f;
    static struct packed p;
    char why[WHY_MAX];
    int err;
    if (!pack) {
        print_message("built without the library\n");
        skip();
        return;
    }
    make_capture(&f);
    p.len = 0;
    for (size_t i = 0; i < members; i++) {
        size_t from = f.len * i / members, upto = f.len * (i + 1) / members;
        pack(&p, f.bytes + from, upto - from, true);
    }
    assert_int_equal(read_all(p.bytes, p.len, &err, why), N_PACKETS);
    assert_int_equal(err, WS_E_END);
    assert_string_equal(why, "");
}

/* The bytes are packed in small portions, so that packets lie before every cut. */
static void check_cut(pack_function *pack, const char *name)
{
    static struct test_file f;
    static struct packed p;
    char why[WHY_MAX];
    size_t last = 0, n = 0;
    int err;
    if (!pack) {
        print_message("built without the library\n");
        skip();
        return;
    }
    make_capture(&f);
    p.len = 0;
    for (size_t at = 0; at < f.len; at += 1000)
        pack(&p, f.bytes + at, f.len - at < 1000 ? f.len - at : 1000, at + 1000 >= f.len);
    for (size_t len = 4; len < p.len; len++) {
        n = read_all(p.bytes, len, &err, why);
        assert_true(n >= last);
        assert_int_equal(err, WS_E_TRUNCATED);
        assert_non_null(strstr(why, "cut off by the end of the compressed data"));
        last = n;
    }
    assert_true(n >= N_PACKETS - 30); /* all but those of the last portion */
    /* Damaged in the middle: what came before is read, and the packing is named. */
    memset(p.bytes + p.len / 2, 0xff, 64);
    n = read_all(p.bytes, p.len, &err, why);
    assert_true(n > 0 && n < N_PACKETS);
    assert_int_equal(err, WS_E_IO);
    assert_non_null(strstr(why, name));
}

static void check_stream(pack_function *pack)
{
    static struct test_file f;
    static struct packed p;
    int ends[2], saved = dup(STDIN_FILENO);
    char why[WHY_MAX];
    struct ws_source *source;
    struct ws_packet packet;
    if (!pack) {
        print_message("built without the library\n");
        skip();
        return;
    }
    assert_int_equal(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    f.len = p.len = 0;
    file_pcap(&f, 1);
    pack(&p, f.bytes, f.len, false);
    assert_int_equal(write(ends[1], p.bytes, p.len), p.len);
    assert_int_equal(ws_source_open("-", &source, why, sizeof(why)), WS_OK);
    for (uint64_t n = 1; n <= 3; n++) {
        f.len = p.len = 0;
        file_record(&f, 1, 1, "as it comes");
        pack(&p, f.bytes, f.len, false);
        assert_int_equal(write(ends[1], p.bytes, p.len), p.len);
        assert_int_equal(ws_source_next(source, &packet), WS_OK); /* would hang */
        assert_int_equal(packet.frame, n);
    }
    p.len = 0;
    pack(&p, "", 0, true);
    assert_int_equal(write(ends[1], p.bytes, p.len), p.len);
    close(ends[1]);
    assert_int_equal(ws_source_next(source, &packet), WS_E_END);
    ws_source_close(source);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void gzip_is_read(void **state)
{
    (void)state;
    check_whole(pack_gzip, 1);
}

static void gzip_of_several_members_is_read(void **state)
{
    (void)state;
    check_whole(pack_gzip, 5);
}

static void zstd_is_read(void **state)
{
    (void)state;
    check_whole(pack_zstd, 1);
}

static void zstd_of_several_frames_is_read(void **state)
{
    (void)state;
    check_whole(pack_zstd, 5);
}

static void case_36_cut_and_damaged_gzip_gives_what_is_before(void **state)
{
    (void)state;
    check_cut(pack_gzip, "damaged gzip data before byte");
}

static void case_36_cut_and_damaged_zstd_gives_what_is_before(void **state)
{
    (void)state;
    check_cut(pack_zstd, "damaged zstd data before byte");
}

static void gzip_through_a_pipe_gives_packets_as_they_come(void **state)
{
    (void)state;
    check_stream(pack_gzip);
}

static void zstd_through_a_pipe_gives_packets_as_they_come(void **state)
{
    (void)state;
    check_stream(pack_zstd);
}

static void packing_that_was_left_out_is_named(void **state)
{
    (void)state;
    char why[WHY_MAX];
    int err;
    read_all("\x1f\x8b\x08\0", 4, &err, why);
    assert_int_equal(err, pack_gzip ? WS_E_TRUNCATED : WS_E_FORMAT);
    assert_non_null(strstr(why, pack_gzip ? "cut off" : "compressed by gzip"));
    read_all("\x28\xb5\x2f\xfd", 4, &err, why);
    assert_int_equal(err, pack_zstd ? WS_E_TRUNCATED : WS_E_FORMAT);
    assert_non_null(strstr(why, pack_zstd ? "cut off" : "compressed by zstd"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_read),
        cmocka_unit_test(gzip_of_several_members_is_read),
        cmocka_unit_test(zstd_is_read),
        cmocka_unit_test(zstd_of_several_frames_is_read),
        cmocka_unit_test(case_36_cut_and_damaged_gzip_gives_what_is_before),
        cmocka_unit_test(case_36_cut_and_damaged_zstd_gives_what_is_before),
        cmocka_unit_test(gzip_through_a_pipe_gives_packets_as_they_come),
        cmocka_unit_test(zstd_through_a_pipe_gives_packets_as_they_come),
        cmocka_unit_test(packing_that_was_left_out_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
