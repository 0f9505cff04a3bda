/* Capture files built in memory. */
#ifndef WS_TEST_BUILD_H
#define WS_TEST_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/source.h"

enum { TEST_FILE_MAX = 1 << 16 };

struct test_file {
    uint8_t bytes[TEST_FILE_MAX];
    size_t len;
    bool big;        /* byte order of what is put next */
    size_t block_at; /* of the pcapng block that is open */
};

void file_put(struct test_file *f, size_t len, uint64_t v);
void file_text(struct test_file *f, const char *text);

/** A pcap header (microseconds), and a record of it with `text` as its packet. */
void file_pcap(struct test_file *f, uint32_t linktype);
void file_record(struct test_file *f, uint32_t s, uint32_t us, const char *text);

/** A pcapng block; what is put between is its body, padded by end. */
void file_block(struct test_file *f, uint32_t type);
void file_block_end(struct test_file *f);
void file_section(struct test_file *f, bool big);
/** if_tsresol as the format has it, -1: not there; if_tsoffset 0: not there. */
void file_interface(struct test_file *f, uint32_t linktype, uint32_t snaplen, int resolution,
                    int64_t offset_s);
void file_enhanced(struct test_file *f, uint32_t interface, uint64_t ts, const char *text);

/** Writes it to the present folder's file `path` of 32 bytes, made up here. */
void file_write(const void *bytes, size_t len, char *path);

#endif
