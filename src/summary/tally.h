#ifndef WS_SUMMARY_TALLY_H
#define WS_SUMMARY_TALLY_H

#include "message/arena.h"
#include "wirespeak/bytes.h"

struct ws_map;

/** What an entry begins with. */
struct ws_tally_head {
    struct ws_bytes key;
};

/**
 * Entries by a key of any bytes, in the order of their first appearance, `max` of them; what comes
 * for further keys is counted as dropped. Entries move when new ones come.
 */
struct ws_tally {
    size_t entry_size; /* of a struct that begins with a head */
    size_t max;
    size_t n;
    uint64_t dropped; /* calls that found no place */
    bool failed;      /* no memory: the tally is not to be trusted */
    /* private */
    size_t cap;
    uint64_t seed;
    unsigned char *entries;
    struct ws_map *index;
    struct ws_arena keys;
};

/** @param seed  Keeps those who choose the keys from choosing some that collide. */
void ws_tally_init(struct ws_tally *tally, size_t entry_size, size_t max, uint64_t seed);

/** The entry of a key, made (zeroed, with its head) when it is new. NULL: full, or no memory. */
void *ws_tally_at(struct ws_tally *tally, struct ws_bytes key);

/** The i-th entry, i < n. */
void *ws_tally_entry(const struct ws_tally *tally, size_t i);

/** What number an entry is. */
size_t ws_tally_number(const struct ws_tally *tally, const void *entry);

void ws_tally_free(struct ws_tally *tally);

#endif
