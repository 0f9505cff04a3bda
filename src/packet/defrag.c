/* Fragments of IP packets, put together: RFC 791 section 3.2, RFC 8200 section 4.5, RFC 5722. */
#include "packet/defrag.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "wirespeak/err.h"

enum {
    UNIT = 8, /* offsets count these */
    MAX_LEN = 65535,
    N_UNITS = (MAX_LEN + 1) / UNIT,
    PAGE_LEN = 4096,
    N_PAGES = (MAX_LEN + 1) / PAGE_LEN,
    N_BUCKETS = 1024,
    N_DONE = 16,
    COPY_NS = 1000000,
};

/* What fragments of one packet have in common; all bytes are set. */
struct key {
    uint8_t src[16], dst[16];
    uint32_t id;
    uint8_t family, proto; /* proto: IPv4 only */
    uint8_t zero[2];
};

struct pending {
    struct pending *chain, *younger;
    struct pending **by_age; /* what points to it in the order of age */
    struct key key;
    uint32_t bucket;
    int64_t begin_ns;
    uint32_t total, highest, got; /* bytes; total 0: the last fragment did not come yet */
    uint8_t proto;                /* by the first fragment */
    bool refused;                 /* stays until its time is over, for the rest of it */
    uint64_t present[N_UNITS / 64];
    uint8_t *pages[N_PAGES];
};

struct ws_defrag {
    struct ws_memory *memory;
    uint64_t seed;
    struct ws_defrag_counts counts;
    struct pending *buckets[N_BUCKETS];
    struct pending *oldest, **youngest; /* in the order of their begin */
    struct {
        struct key key;
        int64_t at_ns;
    } done[N_DONE]; /* of late, the oldest at next_done */
    size_t next_done;
    size_t n, bytes;
    uint8_t joined[MAX_LEN + 1];
};

int ws_defrag_new(struct ws_memory *memory, uint64_t seed, struct ws_defrag **ret)
{
    struct ws_defrag *d = ws_memory_alloc(memory, sizeof(*d));
    if (!d)
        return WS_E_NOMEM;
    memset(d, 0, sizeof(*d));
    d->memory = memory;
    d->seed = seed;
    d->youngest = &d->oldest;
    *ret = d;
    return WS_OK;
}

static void free_pages(struct ws_defrag *d, struct pending *p)
{
    for (size_t i = 0; i < N_PAGES; i++) {
        if (!p->pages[i])
            continue;
        ws_memory_free(d->memory, p->pages[i], PAGE_LEN);
        p->pages[i] = NULL;
        d->bytes -= PAGE_LEN;
    }
}

static void unlink_and_free(struct ws_defrag *d, struct pending *p)
{
    struct pending **by_key = &d->buckets[p->bucket];
    while (*by_key != p)
        by_key = &(*by_key)->chain;
    *by_key = p->chain;
    *p->by_age = p->younger;
    if (p->younger)
        p->younger->by_age = p->by_age;
    else
        d->youngest = p->by_age;
    free_pages(d, p);
    ws_memory_free(d->memory, p, sizeof(*p));
    d->n--;
}

static void drop_oldest(struct ws_defrag *d)
{
    d->counts.incomplete += !d->oldest->refused;
    unlink_and_free(d, d->oldest);
}

static struct key key_of(const struct ws_segment *s)
{
    struct key key = {.id = s->fragment.id, .family = s->family};
    memcpy(key.src, s->src.addr, sizeof(key.src));
    memcpy(key.dst, s->dst.addr, sizeof(key.dst));
    key.proto = s->family == 4 ? s->proto : 0;
    return key;
}

static struct pending *begin(struct ws_defrag *d, const struct key *key, uint32_t bucket,
                             int64_t now_ns)
{
    if (d->n == WS_DEFRAG_MAX_PACKETS)
        drop_oldest(d);
    struct pending *p = ws_memory_alloc(d->memory, sizeof(*p));
    if (!p)
        return NULL;
    memset(p, 0, sizeof(*p));
    p->key = *key;
    p->bucket = bucket;
    p->begin_ns = now_ns;
    p->chain = d->buckets[bucket];
    d->buckets[bucket] = p;
    p->by_age = d->youngest;
    *d->youngest = p;
    d->youngest = &p->younger;
    d->n++;
    return p;
}

/* A mirrored port repeats fragments of packets that are complete already. */
static bool is_copy(const struct ws_defrag *d, const struct key *key, int64_t now_ns)
{
    for (size_t i = 0; i < N_DONE; i++)
        if (memcmp(&d->done[i].key, key, sizeof(*key)) == 0 && now_ns - d->done[i].at_ns <= COPY_NS)
            return true;
    return false;
}

static void note_done(struct ws_defrag *d, const struct key *key, int64_t now_ns)
{
    d->done[d->next_done].key = *key;
    d->done[d->next_done].at_ns = now_ns;
    d->next_done = (d->next_done + 1) % N_DONE;
}

/* WS_OK and NULL: the fragment is a copy. */
static int find(struct ws_defrag *d, const struct ws_segment *s, int64_t now_ns,
                struct pending **ret)
{
    struct key key = key_of(s);
    uint32_t bucket = (uint32_t)XXH3_64bits_withSeed(&key, sizeof(key), d->seed) % N_BUCKETS;
    for (*ret = d->buckets[bucket]; *ret; *ret = (*ret)->chain)
        if (memcmp(&(*ret)->key, &key, sizeof(key)) == 0)
            return WS_OK;
    if (is_copy(d, &key, now_ns))
        return WS_OK;
    *ret = begin(d, &key, bucket, now_ns);
    return *ret ? WS_OK : WS_E_NOMEM;
}

/* How many of the units that a fragment covers are there. */
static size_t units_there(const struct pending *p, size_t from, size_t upto)
{
    size_t n = 0;
    for (size_t i = from; i < upto; i++)
        n += p->present[i / 64] >> (i % 64) & 1;
    return n;
}

/* Part by part of the pages that the fragment lies in. */
static size_t part_len(size_t offset, size_t len)
{
    size_t room = PAGE_LEN - offset % PAGE_LEN;
    return len < room ? len : room;
}

static bool same_bytes(const struct pending *p, size_t offset, struct ws_bytes in)
{
    while (in.len) {
        size_t n = part_len(offset, in.len);
        if (memcmp(p->pages[offset / PAGE_LEN] + offset % PAGE_LEN, in.data, n) != 0)
            return false;
        offset += n;
        in = ws_bytes_from(in, n);
    }
    return true;
}

static int copy_in(struct ws_defrag *d, struct pending *p, size_t offset, struct ws_bytes in)
{
    for (size_t i = offset / UNIT; i < (offset + in.len + UNIT - 1) / UNIT; i++)
        p->present[i / 64] |= UINT64_C(1) << (i % 64);
    p->got += (uint32_t)in.len;
    while (in.len) {
        uint8_t **page = &p->pages[offset / PAGE_LEN];
        if (!*page) {
            *page = ws_memory_alloc(d->memory, PAGE_LEN);
            if (!*page)
                return WS_E_NOMEM;
            d->bytes += PAGE_LEN;
        }
        size_t n = part_len(offset, in.len);
        memcpy(*page + offset % PAGE_LEN, in.data, n);
        offset += n;
        in = ws_bytes_from(in, n);
    }
    return WS_OK;
}

/* Whether the fragment's place contradicts what is known of the packet. */
static bool is_impossible(const struct pending *p, const struct ws_segment *s)
{
    size_t len = s->payload.len, end = s->fragment.offset + len;
    if (s->missing || len == 0 || end > MAX_LEN || (s->fragment.more && len % UNIT))
        return true;
    if (p->total && (end > p->total || (!s->fragment.more && end != p->total)))
        return true;
    return !s->fragment.more && p->highest > end;
}

static void refuse(struct ws_defrag *d, struct pending *p)
{
    p->refused = true;
    d->counts.refused++;
    free_pages(d, p);
}

static int add(struct ws_defrag *d, struct pending *p, const struct ws_segment *s)
{
    size_t offset = s->fragment.offset, end = offset + s->payload.len;
    if (is_impossible(p, s)) {
        refuse(d, p);
        return WS_OK;
    }
    size_t from = offset / UNIT, upto = (end + UNIT - 1) / UNIT;
    size_t there = units_there(p, from, upto);
    if (there) {
        if (there < upto - from || !same_bytes(p, offset, s->payload))
            refuse(d, p);
        return WS_OK;
    }
    if (!s->fragment.more)
        p->total = (uint32_t)end;
    if (offset == 0)
        p->proto = s->proto;
    p->highest = end > p->highest ? (uint32_t)end : p->highest;
    return copy_in(d, p, offset, s->payload);
}

static struct ws_bytes join(struct ws_defrag *d, const struct pending *p)
{
    for (size_t at = 0; at < p->total; at += PAGE_LEN)
        memcpy(d->joined + at, p->pages[at / PAGE_LEN], part_len(at, p->total - at));
    return (struct ws_bytes){d->joined, p->total};
}

int ws_defrag_put(struct ws_defrag *d, struct ws_segment *fragment, int64_t now_ns,
                  struct ws_bytes *ret_whole)
{
    *ret_whole = (struct ws_bytes){NULL, 0};
    while (d->oldest && (uint64_t)now_ns - (uint64_t)d->oldest->begin_ns >= WS_DEFRAG_TIMEOUT_NS)
        drop_oldest(d);
    struct pending *p;
    int err = find(d, fragment, now_ns, &p);
    if (err || !p || p->refused)
        return err;
    err = add(d, p, fragment);
    if (!err && !p->refused && p->total && p->got == p->total) {
        *ret_whole = join(d, p);
        fragment->proto = p->proto;
        d->counts.whole++;
        note_done(d, &p->key, now_ns);
        unlink_and_free(d, p);
    }
    while (d->bytes > WS_DEFRAG_MAX_BYTES)
        drop_oldest(d);
    return err;
}

void ws_defrag_finish(struct ws_defrag *d)
{
    while (d->oldest)
        drop_oldest(d);
}

const struct ws_defrag_counts *ws_defrag_counted(const struct ws_defrag *d)
{
    return &d->counts;
}

void ws_defrag_free(struct ws_defrag *d)
{
    if (!d)
        return;
    while (d->oldest)
        unlink_and_free(d, d->oldest);
    ws_memory_free(d->memory, d, sizeof(*d));
}
