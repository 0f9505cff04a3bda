#ifndef WS_FLOW_CLOCK_H
#define WS_FLOW_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/** A greater step ahead is taken only when another packet confirms it. */
#define WS_CLOCK_DAY_NS INT64_C(86400000000000)

/**
 * Packet time: the latest time stamp so far; it never goes back. A time stamp more than a day ahead
 * of it counts only if the next packet's is not more than a day before that one: a single damaged
 * one ends no flow. All zero before the first packet.
 */
struct ws_clock {
    int64_t now_ns;
    int64_t ahead_ns; /* what waits to be confirmed */
    bool started, waits;
};

/* Unsigned, since time stamps may be as far apart as they like. */
static inline bool ws_clock_is_near(int64_t from_ns, int64_t to_ns)
{
    return to_ns <= from_ns || (uint64_t)to_ns - (uint64_t)from_ns <= (uint64_t)WS_CLOCK_DAY_NS;
}

/** Takes the next packet's time stamp; the time is clock->now_ns then. */
static inline void ws_clock_take(struct ws_clock *clock, int64_t ts_ns)
{
    if (!clock->started) {
        clock->started = true;
        clock->now_ns = ts_ns;
        return;
    }
    if (clock->waits && ws_clock_is_near(ts_ns, clock->ahead_ns))
        clock->now_ns = ts_ns < clock->ahead_ns ? ts_ns : clock->ahead_ns;
    clock->waits = !ws_clock_is_near(clock->now_ns, ts_ns);
    if (clock->waits)
        clock->ahead_ns = ts_ns;
    else if (ts_ns > clock->now_ns)
        clock->now_ns = ts_ns;
}

#endif
