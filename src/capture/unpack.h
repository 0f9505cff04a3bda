/* Private to src/capture: decompression, one implementation per format. */
#ifndef WS_CAPTURE_UNPACK_H
#define WS_CAPTURE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirespeak/bytes.h"

/** A way of compressing; the functions are NULL where this build leaves it out. */
struct ws_packing {
    const char *name;
    bool (*is)(struct ws_bytes begin); /* of 4 bytes, or fewer when there are no more */

    /** NULL: no memory. */
    void *(*open)(void);

    /**
     * Unpacks from the front of *in, which it shortens, into `room` (1 or more) bytes at `out`.
     *
     * @param last  Nothing follows *in.
     * @param ret_n  Bytes written; 0 when more of the input is needed.
     * @param why  Set to a static text with WS_E_IO.
     * @return  WS_OK; WS_E_END: no more bytes; WS_E_TRUNCATED: the input ends too early; WS_E_IO:
     *          it is damaged.
     */
    int (*run)(void *state, struct ws_bytes *in, bool last, uint8_t *out, size_t room,
               size_t *ret_n, const char **why);

    void (*close)(void *state);
};

struct ws_unpacker {
    const struct ws_packing *packing; /* NULL: the file is not compressed */
    void *state;
};

extern const struct ws_packing ws_packing_gzip, ws_packing_zstd;

#endif
