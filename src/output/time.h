#ifndef WS_OUTPUT_TIME_H
#define WS_OUTPUT_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How times are shown to people, by the letters of `-t`. */
enum ws_time_form {
    WS_TIME_UNSET,    /* text and tree: local time; columns: RFC 3339 */
    WS_TIME_LOCAL,    /* a: local time of day */
    WS_TIME_DATE,     /* ad: local date and time */
    WS_TIME_DELTA,    /* d, dd: seconds since the event before */
    WS_TIME_RELATIVE, /* r: seconds since the first packet */
    WS_TIME_UTC,      /* u: UTC time of day */
};

enum { WS_TIME_MAX = 48 /* bytes that any time takes */ };

/** What times are relative to, and the second that was rendered last. Zeroed: nothing was seen. */
struct ws_clock {
    bool started, stepped;
    int64_t first_ns;    /* of the first packet, or else of the first event */
    int64_t previous_ns; /* of the event before, once stepped */
    int64_t second;      /* what `text` shows, when len is not 0 */
    size_t len;
    char text[WS_TIME_MAX];
};

/** Says when the first packet was; later calls change nothing. */
void ws_clock_start(struct ws_clock *clock, int64_t ts_ns);

/** An event has been printed: the next one's WS_TIME_DELTA counts from it. */
void ws_clock_step(struct ws_clock *clock, int64_t ts_ns);

/**
 * A point in time as RFC 3339, UTC, with 9 decimals; years outside 0000-9999 have as many digits as
 * they need. `out` has room for WS_TIME_MAX; no NUL.
 *
 * @param ns  Nanoseconds behind `seconds` (since 1970); a full second or more is carried over.
 * @return  Its length.
 */
size_t ws_time_rfc3339(char *out, int64_t seconds, uint32_t ns);

/** The same for nanoseconds since 1970, keeping the date part in `clock`. */
size_t ws_clock_rfc3339(struct ws_clock *clock, char *out, int64_t ts_ns);

/**
 * A time in the given form, with `digits` (1 to 9) decimals; `out` as above. WS_TIME_DELTA
 * of the first event is 0.
 */
size_t ws_clock_text(struct ws_clock *clock, char *out, enum ws_time_form form, int64_t ts_ns,
                     unsigned digits);

#endif
