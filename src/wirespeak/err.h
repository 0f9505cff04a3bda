#ifndef WIRESPEAK_ERR_H
#define WIRESPEAK_ERR_H

#include "wirespeak/export.h"

/**
 * What can go wrong in a call: enumerator, number, sentence. Functions answer 0 or one of these
 * negative numbers; those that count answer a ptrdiff_t with the same negatives. Numbers of -100
 * and below end the whole engine (no memory, a broken invariant), all others one message, one flow
 * or one file.
 */
#define WS_ERR_MAP(X)                                                                              \
    X(MALFORMED, -1, "the bytes are not what the protocol allows")                                 \
    X(TRUNCATED, -2, "the bytes end too early")                                                    \
    X(LIMIT, -3, "a limit was reached")                                                            \
    X(STATE, -4, "not allowed in this state")                                                      \
    X(VALUE, -5, "a value is out of its range or of the wrong type")                               \
    X(MISSING, -6, "something required is missing")                                                \
    X(UNKNOWN, -7, "no such name")                                                                 \
    X(IO, -8, "reading or writing failed")                                                         \
    X(FORMAT, -9, "the file is of a kind that is not supported")                                   \
    X(PERMISSION, -10, "not permitted")                                                            \
    X(ABI, -11, "built for another interface")                                                     \
    X(END, -12, "nothing follows")                                                                 \
    X(NOMEM, -100, "out of memory")                                                                \
    X(INTERNAL, -101, "internal error")

enum ws_err {
    WS_OK = 0,
#define WS_ERR_ENUM(name, number, text) WS_E_##name = (number),
    WS_ERR_MAP(WS_ERR_ENUM)
#undef WS_ERR_ENUM
};

/** The sentence for an error number, without a full stop; never NULL. Static. */
WS_EXPORT const char *ws_strerror(int err);

#endif
