/* Packets become segments: decoding, fragments, checksums, packet time. */
#include "flow/intake.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "flow/clock.h"
#include "packet/defrag.h"
#include "wirespeak/err.h"

struct ws_intake {
    struct ws_counters counters;
    struct ws_memory *memory;
    struct ws_defrag *defrag; /* made for the first fragment */
    struct ws_clock clock;
    uint64_t seed;
    bool verify_checksums;
};

/* An end as numbers in the machine's byte order; the last is its port. */
struct end_words {
    uint64_t word[3];
};

static struct end_words words_of(const struct ws_endpoint *end)
{
    struct end_words words;
    memcpy(words.word, end->addr, sizeof(end->addr));
    words.word[2] = end->port;
    return words;
}

static bool is_lower(const struct end_words *a, const struct end_words *b)
{
    for (size_t i = 0; i < 2; i++)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i];
    return a->word[2] < b->word[2];
}

/* The same for both directions, whatever order that takes. */
static uint64_t hash_of(uint64_t seed, const struct ws_segment *segment)
{
    struct end_words a = words_of(&segment->src), b = words_of(&segment->dst);
    bool in_order = is_lower(&a, &b);
    const struct end_words *low = in_order ? &a : &b, *high = in_order ? &b : &a;
    uint64_t key[5] = {
        low->word[0],
        low->word[1],
        high->word[0],
        high->word[1],
        low->word[2] << 48 | high->word[2] << 32 | (uint64_t)segment->family << 8 | segment->proto,
    };
    return XXH3_64bits_withSeed(key, sizeof(key), seed);
}

/* Asks only what the decoder has filled in. */
static bool checksums_are_bad(const struct ws_intake *in, enum ws_packet_outcome outcome,
                              const struct ws_segment *segment)
{
    return in->verify_checksums &&
           (outcome == WS_PACKET_TCP || outcome == WS_PACKET_UDP ||
            outcome == WS_PACKET_FRAGMENT) &&
           !ws_packet_checksums_hold(segment);
}

static void count_fragments(struct ws_intake *in)
{
    const struct ws_defrag_counts *counts = ws_defrag_counted(in->defrag);
    in->counters.ip_whole = counts->whole;
    in->counters.ip_incomplete = counts->incomplete;
    in->counters.ip_refused = counts->refused;
}

/* Goes on with what a fragment completes; that may be a fragment again, of a packet inside. */
static int put_together(struct ws_intake *in, struct ws_segment *segment,
                        enum ws_packet_outcome *outcome)
{
    struct ws_bytes whole;
    int err = in->defrag ? WS_OK : ws_defrag_new(in->memory, in->seed, &in->defrag);
    if (!err)
        err = ws_defrag_put(in->defrag, segment, in->clock.now_ns, &whole);
    if (err)
        return err;
    count_fragments(in);
    if (whole.len)
        *outcome = ws_packet_decode_payload(segment, whole, segment);
    return whole.len ? WS_OK : WS_E_END;
}

static int decode(struct ws_intake *in, const struct ws_packet *packet, struct ws_segment *segment,
                  enum ws_packet_outcome *ret)
{
    struct ws_bytes frame = {packet->data, packet->caplen};
    int err = WS_OK;
    *ret = ws_packet_decode(packet->linktype, frame, packet->len, segment);
    for (;;) {
        if (checksums_are_bad(in, *ret, segment))
            *ret = WS_PACKET_BAD_CHECKSUM;
        if (*ret != WS_PACKET_FRAGMENT || err)
            return err == WS_E_END ? WS_OK : err;
        err = put_together(in, segment, ret);
    }
}

int ws_intake_packet(struct ws_intake *in, const struct ws_packet *packet, struct ws_arrival *ret)
{
    enum ws_packet_outcome outcome;

    in->counters.packets++;
    in->counters.bytes += packet->caplen;
    ws_clock_take(&in->clock, packet->ts_ns);
    ret->now = (struct ws_now){packet->ts_ns, in->clock.now_ns, packet->frame};
    int err = decode(in, packet, &ret->segment, &outcome);
    in->counters.outcome[outcome]++;
    ret->any = !err && (outcome == WS_PACKET_TCP || outcome == WS_PACKET_UDP);
    if (ret->any)
        ret->hash = hash_of(in->seed, &ret->segment);
    return err;
}

int ws_intake_new(bool verify_checksums, struct ws_memory *memory, uint64_t seed,
                  struct ws_intake **ret)
{
    struct ws_intake *in = ws_memory_alloc(memory, sizeof(*in));

    if (!in)
        return WS_E_NOMEM;
    *in = (struct ws_intake){.memory = memory, .seed = seed, .verify_checksums = verify_checksums};
    *ret = in;
    return WS_OK;
}

void ws_intake_finish(struct ws_intake *in)
{
    if (!in->defrag)
        return;
    ws_defrag_finish(in->defrag);
    count_fragments(in);
}

void ws_intake_free(struct ws_intake *in)
{
    if (!in)
        return;
    ws_defrag_free(in->defrag);
    ws_memory_free(in->memory, in, sizeof(*in));
}

const struct ws_counters *ws_intake_counters(const struct ws_intake *in)
{
    return &in->counters;
}
