#ifndef CA_SEARCH_H
#define CA_SEARCH_H

#include "ca.h"

/** Where a chain of plausible headers leads to the end of the bytes. */
struct ca_search {
    enum ws_role from;
    uint64_t max_message;
    size_t step;     /* 1, or 8 where the boundaries of messages are known */
    size_t begin;    /* the first candidate */
    size_t trusted;  /* a candidate for which one header is enough; SIZE_MAX: none */
    bool one_header; /* one is enough for all */
};

/** The first candidate that qualifies; in.len: none. Linear. */
size_t ca_search(const struct ca_search *how, struct ws_bytes in);

#endif
