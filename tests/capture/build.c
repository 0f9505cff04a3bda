/* Capture files built in memory. */
#include "capture/build.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wirespeak/bytes.h"

#include "test.h"

void file_put(struct test_file *f, size_t len, uint64_t v)
{
    assert_true(f->len + len <= sizeof(f->bytes));
    if (f->big)
        ws_store_be(f->bytes + f->len, len, v);
    else
        ws_store_le(f->bytes + f->len, len, v);
    f->len += len;
}

void file_text(struct test_file *f, const char *text)
{
    for (; *text; text++)
        file_put(f, 1, (uint8_t)*text);
}

void file_pcap(struct test_file *f, uint32_t linktype)
{
    file_put(f, 4, 0xa1b2c3d4);
    file_put(f, 2, 2);
    file_put(f, 2, 4);
    file_put(f, 8, 0);
    file_put(f, 4, 262144);
    file_put(f, 4, linktype);
}

void file_record(struct test_file *f, uint32_t s, uint32_t us, const char *text)
{
    file_put(f, 4, s);
    file_put(f, 4, us);
    file_put(f, 4, strlen(text));
    file_put(f, 4, strlen(text) + 10);
    file_text(f, text);
}

void file_block(struct test_file *f, uint32_t type)
{
    f->block_at = f->len;
    file_put(f, 4, type);
    file_put(f, 4, 0);
}

void file_block_end(struct test_file *f)
{
    while (f->len % 4)
        file_put(f, 1, 0);
    size_t len = f->len + 4 - f->block_at;
    file_put(f, 4, len);
    f->len = f->block_at + 4;
    file_put(f, 4, len);
    f->len = f->block_at + len;
}

void file_section(struct test_file *f, bool big)
{
    f->big = big;
    file_block(f, 0x0a0d0d0a);
    file_put(f, 4, 0x1a2b3c4d);
    file_put(f, 2, 1);
    file_put(f, 2, 0);
    file_put(f, 8, UINT64_MAX);
    file_block_end(f);
}

void file_interface(struct test_file *f, uint32_t linktype, uint32_t snaplen, int resolution,
                    int64_t offset_s)
{
    file_block(f, 1);
    file_put(f, 2, linktype);
    file_put(f, 2, 0);
    file_put(f, 4, snaplen);
    if (resolution >= 0) {
        file_put(f, 2, 9);
        file_put(f, 2, 1);
        file_put(f, 1, (uint8_t)resolution);
        while (f->len % 4)
            file_put(f, 1, 0);
    }
    if (offset_s) {
        file_put(f, 2, 14);
        file_put(f, 2, 8);
        file_put(f, 8, (uint64_t)offset_s);
    }
    file_put(f, 4, 0);
    file_block_end(f);
}

void file_enhanced(struct test_file *f, uint32_t interface, uint64_t ts, const char *text)
{
    file_block(f, 6);
    file_put(f, 4, interface);
    file_put(f, 4, ts >> 32);
    file_put(f, 4, ts & UINT32_MAX);
    file_put(f, 4, strlen(text));
    file_put(f, 4, strlen(text) + 10);
    file_text(f, text);
    file_block_end(f);
}

void file_write(const void *bytes, size_t len, char *path)
{
    memcpy(path, "test_capture_XXXXXX", sizeof("test_capture_XXXXXX"));
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
}
