/* Packets and flows that were picked: bits by number, and a hash table. */
#include "filter/picks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "flow/flow.h"
#include "wirespeak/err.h"

enum { FIRST_WORDS = 1024, FIRST_SLOTS = 256 };

struct bits {
    uint64_t *words;
    uint64_t n;
};

/* Numbers that are well spread, each with a mark. */
struct marks {
    struct mark {
        uint64_t id;
        bool used, on;
    } * slots;
    size_t n, cap; /* cap: a power of two, or 0 */
};

struct ws_picks {
    pthread_mutex_t lock;
    struct bits packets;
    struct bits begins, picked_begins; /* first packets of all flows, of those picked */
    struct marks flows;
    struct marks ends; /* addresses and ports whose present flow is picked */
};

static int set_bit(struct bits *bits, uint64_t i)
{
    if (i / 64 >= bits->n) {
        uint64_t n = bits->n ? bits->n : FIRST_WORDS;
        while (i / 64 >= n)
            n *= 2;
        uint64_t *words = realloc(bits->words, n * sizeof(*words));
        if (!words)
            return WS_E_NOMEM;
        memset(words + bits->n, 0, (n - bits->n) * sizeof(*words));
        *bits = (struct bits){words, n};
    }
    bits->words[i / 64] |= UINT64_C(1) << i % 64;
    return 0;
}

static bool get_bit(const struct bits *bits, uint64_t i)
{
    return i / 64 < bits->n && bits->words[i / 64] >> i % 64 & 1;
}

/* Its slot, or the free one where it belongs; there is one. */
static struct mark *find_slot(const struct marks *marks, uint64_t id)
{
    size_t i = (size_t)id & (marks->cap - 1);

    while (marks->slots[i].used && marks->slots[i].id != id)
        i = (i + 1) & (marks->cap - 1);
    return &marks->slots[i];
}

static int grow(struct marks *marks)
{
    struct marks wider = {.n = marks->n, .cap = marks->cap ? marks->cap * 2 : FIRST_SLOTS};

    wider.slots = calloc(wider.cap, sizeof(*wider.slots));
    if (!wider.slots)
        return WS_E_NOMEM;
    for (size_t i = 0; i < marks->cap; i++)
        if (marks->slots[i].used)
            *find_slot(&wider, marks->slots[i].id) = marks->slots[i];
    free(marks->slots);
    *marks = wider;
    return 0;
}

static int set_mark(struct marks *marks, uint64_t id, bool on)
{
    if (2 * marks->n >= marks->cap && grow(marks))
        return WS_E_NOMEM;
    struct mark *slot = find_slot(marks, id);
    marks->n += !slot->used;
    *slot = (struct mark){id, true, on};
    return 0;
}

static bool get_mark(const struct marks *marks, uint64_t id)
{
    return marks->cap > 0 && find_slot(marks, id)->on;
}

int ws_picks_new(struct ws_picks **ret)
{
    struct ws_picks *picks = calloc(1, sizeof(*picks));

    if (!picks)
        return WS_E_NOMEM;
    pthread_mutex_init(&picks->lock, NULL);
    *ret = picks;
    return 0;
}

void ws_picks_free(struct ws_picks *picks)
{
    if (!picks)
        return;
    pthread_mutex_destroy(&picks->lock);
    free(picks->packets.words);
    free(picks->begins.words);
    free(picks->picked_begins.words);
    free(picks->flows.slots);
    free(picks->ends.slots);
    free(picks);
}

int ws_picks_packet(struct ws_picks *picks, uint64_t frame)
{
    pthread_mutex_lock(&picks->lock);
    int err = set_bit(&picks->packets, frame);
    pthread_mutex_unlock(&picks->lock);
    return err;
}

bool ws_picks_has_packet(const struct ws_picks *picks, uint64_t frame)
{
    return get_bit(&picks->packets, frame);
}

int ws_picks_flow(struct ws_picks *picks, uint64_t id, uint64_t first_frame, bool picked)
{
    pthread_mutex_lock(&picks->lock);
    int err = set_bit(&picks->begins, first_frame);
    if (!err && picked)
        err = set_bit(&picks->picked_begins, first_frame);
    if (!err && picked)
        err = set_mark(&picks->flows, id, true);
    pthread_mutex_unlock(&picks->lock);
    return err;
}

bool ws_picks_has_flow(const struct ws_picks *picks, uint64_t id)
{
    return get_mark(&picks->flows, id);
}

int ws_picks_has_arrival(struct ws_picks *picks, const struct ws_arrival *arrival)
{
    if (!arrival->any)
        return 0;
    uint64_t frame = arrival->now.frame, ends = ws_flow_id(&arrival->segment, 0);
    if (get_bit(&picks->begins, frame) &&
        set_mark(&picks->ends, ends, get_bit(&picks->picked_begins, frame)))
        return WS_E_NOMEM;
    return get_mark(&picks->ends, ends);
}
