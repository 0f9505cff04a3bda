/* HSMS by its content: where messages may begin, and whether a connection is HSMS at all. */
#include "conversation.h"

#include <string.h>

enum {
    MAX_SEARCHED = 16777216, /* length of a message that a search accepts */
    STEPS_PER_BYTE = 16,     /* items looked at for each byte that is searched */
    MAX_PROBED = 64 << 10,   /* of a first message whose body is looked at */
};

/* Heads */

enum likely { NO, OPEN, YES };

/** The first 10 bytes of a message, as many as are here. OPEN: what is here could begin one. */
static enum likely look(struct ws_bytes in, uint64_t max)
{
    uint8_t low[HSMS_LENGTH_LEN] = {0}, high[HSMS_LENGTH_LEN];
    size_t n = in.len < HSMS_LENGTH_LEN ? in.len : HSMS_LENGTH_LEN;

    memset(high, 0xff, sizeof(high));
    if (n > 0) {
        memcpy(low, in.data, n);
        memcpy(high, in.data, n);
    }
    if (ws_load_be(low, sizeof(low)) > max || ws_load_be(high, sizeof(high)) < HSMS_HEADER_LEN)
        return NO;
    if (in.len > HSMS_AT_P_TYPE && in.data[HSMS_AT_P_TYPE] != 0)
        return NO;
    if (in.len <= HSMS_AT_S_TYPE)
        return OPEN;
    uint8_t s_type = in.data[HSMS_AT_S_TYPE];
    if (s_type > HSMS_SEPARATE_REQ || s_type == HSMS_UNKNOWN_S_TYPE)
        return NO;
    return s_type == HSMS_DATA || ws_load_be(low, sizeof(low)) == HSMS_HEADER_LEN ? YES : NO;
}

/* Searching */

/** Whether a message may begin at `in`, which has at least 14 bytes. */
static bool may_begin(struct ws_bytes in, uint64_t max)
{
    return look(in, max) == YES &&
           (in.data[HSMS_AT_S_TYPE] != HSMS_DATA || (in.data[HSMS_AT_BYTE_2] & HSMS_STREAM) != 0);
}

/** Takes a candidate a piece further. */
static enum hsms_outcome advance(struct hsms_candidate *c, struct ws_bytes in, size_t *steps)
{
    size_t len = c->length - HSMS_HEADER_LEN;

    if (len == 0)
        return HSMS_WHOLE;
    return hsms_progress_run(&c->progress, ws_bytes_upto(ws_bytes_from(in, HSMS_HEAD), len), len,
                             steps);
}

static void forget(struct hsms_search *s, size_t i)
{
    s->n--;
    memmove(&s->candidates[i], &s->candidates[i + 1], (s->n - i) * sizeof(s->candidates[0]));
}

static void keep(struct hsms_search *s, const struct hsms_candidate *c)
{
    if (s->n == HSMS_MAX_CANDIDATES)
        forget(s, 0);
    s->candidates[s->n++] = *c;
}

/** Those that wait for more bytes; true: one has become a message. */
static bool try_waiting(struct hsms_search *s, struct ws_bytes in, uint64_t offset, size_t *steps,
                        uint64_t *ret)
{
    for (size_t i = 0; i < s->n;) {
        struct hsms_candidate *c = &s->candidates[i];
        enum hsms_outcome outcome =
            c->offset < offset ? HSMS_BROKEN
                               : advance(c, ws_bytes_from(in, (size_t)(c->offset - offset)), steps);
        if (outcome == HSMS_WHOLE) {
            *ret = c->offset;
            return true;
        }
        if (outcome == HSMS_BROKEN)
            forget(s, i);
        else
            i++;
    }
    return false;
}

/** Offsets that were not tried before. */
static bool try_new(struct hsms_search *s, struct ws_bytes in, uint64_t offset, size_t *steps,
                    uint64_t *ret)
{
    for (size_t i = (size_t)(s->next - offset); i < in.len && in.len - i >= HSMS_HEAD; i++) {
        struct ws_bytes rest = ws_bytes_from(in, i);
        s->next = offset + i + 1;
        if (rest.data[0] > 1 || !may_begin(rest, MAX_SEARCHED)) /* 2^24 begins with a 1 */
            continue;
        struct hsms_candidate c = {.offset = offset + i,
                                   .length = (uint32_t)ws_load_be(rest.data, HSMS_LENGTH_LEN),
                                   .progress = {.items = 1}};
        enum hsms_outcome outcome = advance(&c, rest, steps);
        if (outcome == HSMS_WHOLE) {
            *ret = c.offset;
            return true;
        }
        if (outcome == HSMS_INCOMPLETE)
            keep(s, &c);
    }
    return false;
}

/**
 * The lowest offset where a whole message begins, by the bytes at hand. Linear: it takes so many
 * steps and no more.
 */
static bool search(struct hsms_search *s, struct ws_bytes in, uint64_t offset, size_t *steps,
                   uint64_t *ret)
{
    if (s->next < offset)
        s->next = offset;
    return try_waiting(s, in, offset, steps, ret) || try_new(s, in, offset, steps, ret);
}

static size_t steps_for(uint64_t n_bytes)
{
    return HSMS_MAX_CANDIDATES + STEPS_PER_BYTE * (size_t)n_bytes;
}

/* The next message after a loss */

/** The message that the gap cut ends in or behind it: the next one begins there. */
static bool end_of_cut(const struct hsms_conversation *c, const struct ws_lost *lost, uint64_t *ret)
{
    if (lost->bytes == 0 || lost->bytes == UINT64_MAX || lost->head_len < HSMS_LENGTH_LEN)
        return false;
    uint64_t length = ws_load_be(lost->head, HSMS_LENGTH_LEN), past = lost->seen + lost->bytes;
    if (length < HSMS_HEADER_LEN || length > c->instance->max_message ||
        length + HSMS_LENGTH_LEN < past)
        return false;
    *ret = length + HSMS_LENGTH_LEN - past;
    return true;
}

struct ws_resync hsms_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at, const struct ws_lost *lost)
{
    struct hsms_conversation *c = conversation;
    const uint8_t key = (uint8_t)from;
    struct hsms_search *s = ws_map_put(c->searches, &key);
    uint64_t found;

    if (!s)
        return (struct ws_resync){.skip = in.len};
    if (!s->active && end_of_cut(c, lost, &found))
        return (struct ws_resync){.found = true, .skip = found};
    if (!s->active)
        *s = (struct hsms_search){.active = true, .next = at.offset + (lost->bytes == 0)};
    size_t steps = steps_for(in.len - (at.scanned < in.len ? at.scanned : in.len));
    if (search(s, in, at.offset, &steps, &found)) {
        s->active = false;
        return (struct ws_resync){.found = true, .skip = found - at.offset};
    }
    uint64_t wanted = s->n > 0 ? s->candidates[0].offset : s->next;
    s->active = !at.end;
    wanted = wanted < at.offset ? at.offset : wanted;
    return (struct ws_resync){.skip = wanted - at.offset,
                              .scanned = (size_t)(at.offset + in.len - wanted)};
}

/* Is it HSMS? */

static uint64_t max_of(const void *instance)
{
    return ((const struct hsms_instance *)instance)->max_message;
}

/** A side that was seen from its begin: its first message. */
static enum ws_verdict judge_begin(struct ws_bytes in, uint64_t max)
{
    enum likely head = look(in, max);
    size_t steps = MAX_PROBED;

    if (head != YES)
        return head == NO ? WS_AGAINST : WS_UNDECIDED;
    if (in.data[HSMS_AT_S_TYPE] != HSMS_DATA)
        return WS_SURELY;
    struct hsms_candidate c = {.length = (uint32_t)ws_load_be(in.data, HSMS_LENGTH_LEN),
                               .progress = {.items = 1}};
    if (c.length > MAX_PROBED - HSMS_LENGTH_LEN)
        return WS_NEUTRAL;
    if (in.len < c.length + HSMS_LENGTH_LEN)
        return WS_UNDECIDED;
    return advance(&c, in, &steps) == HSMS_WHOLE ? WS_SURELY : WS_NEUTRAL;
}

/** In the middle of a stream: a message with another behind it; on our own port without. */
static enum ws_verdict judge_middle(struct ws_bytes in, bool own_port)
{
    struct hsms_search s = {.next = 0};
    size_t steps = steps_for(in.len);
    uint64_t at;

    for (size_t done = 0; search(&s, ws_bytes_from(in, done), done, &steps, &at);) {
        struct ws_bytes message = ws_bytes_from(in, (size_t)at);
        struct ws_bytes next =
            ws_bytes_from(message, HSMS_LENGTH_LEN + (size_t)ws_load_be(message.data, 4));
        if (own_port || (next.len >= HSMS_HEAD && may_begin(next, MAX_SEARCHED)))
            return WS_SURELY;
        done = (size_t)at + 1;
        s.next = done;
    }
    return WS_UNDECIDED;
}

enum ws_verdict hsms_probe(const void *instance, const struct ws_probe *probe)
{
    enum ws_verdict sides[2];
    bool ended = probe->end[0] && probe->end[1];

    for (int i = 0; i < 2; i++) {
        sides[i] = probe->from_begin[i] ? judge_begin(probe->first[i], max_of(instance))
                                        : judge_middle(probe->first[i], probe->own_port);
        if (sides[i] == WS_SURELY)
            return WS_SURELY;
    }
    bool open = sides[0] == WS_UNDECIDED || sides[1] == WS_UNDECIDED;
    if (open && !ended && !(sides[0] == WS_AGAINST && sides[1] == WS_AGAINST))
        return WS_UNDECIDED;
    if (sides[0] == WS_AGAINST || sides[1] == WS_AGAINST)
        return WS_AGAINST;
    return WS_NEUTRAL;
}

/** Nobody saw who opened the connection, and no port tells: services have the lower ones. */
enum ws_role hsms_guess(const void *instance, const struct ws_flow_view *flow,
                        const struct ws_probe *probe, int side)
{
    uint16_t own = flow->ends[side].port, other = flow->ends[!side].port;

    (void)instance;
    (void)probe;
    if (own == other)
        return WS_UNKNOWN_ROLE;
    return own < other ? WS_SERVER : WS_CLIENT;
}
