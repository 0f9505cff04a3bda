#ifndef WS_PLUGIN_FACTS_H
#define WS_PLUGIN_FACTS_H

#include "plugin/instance.h"
#include "wirespeak/plugin.h"

/** What datagrams taught of an endpoint. */
struct ws_fact {
    enum ws_transport transport;
    struct ws_endpoint_view end;
    const struct ws_instance *instance;
    enum ws_role role;
    uint64_t hash; /* ws_fact_hash() */
};

enum { WS_FACTS_MAX = 1 << 18 };

/** Facts in the order in which they were learned: only ever appended to. */
struct ws_learned {
    struct ws_fact *list;
    size_t n, cap;
    uint64_t refused; /* beyond WS_FACTS_MAX */
};

/** Facts by endpoint, as one shard knows them: the first one of an endpoint stays. */
struct ws_fact_table {
    struct ws_fact *slots; /* instance NULL: empty */
    size_t n, cap;         /* cap: a power of two, or 0 */
    uint64_t seed;         /* of ws_fact_hash(), the same in all shards */
};

/** What `role` is given. */
struct ws_facts {
    const struct ws_fact_table *table;
    const struct ws_instance *instance;
};

uint64_t ws_fact_hash(uint64_t seed, enum ws_transport transport,
                      const struct ws_endpoint_view *end);
bool ws_same_end(const struct ws_endpoint_view *a, const struct ws_endpoint_view *b);

/** WS_OK, also when there are too many, or WS_E_NOMEM. */
int ws_learned_add(struct ws_learned *learned, const struct ws_fact *fact);
void ws_learned_free(struct ws_learned *learned);

/** True: it was not known. *ret_err: WS_OK or WS_E_NOMEM. */
bool ws_fact_put(struct ws_fact_table *table, const struct ws_fact *fact, int *ret_err);
const struct ws_fact *ws_fact_find(const struct ws_fact_table *table, enum ws_transport transport,
                                   const struct ws_endpoint_view *end);
void ws_fact_table_free(struct ws_fact_table *table);

/** An end of a flow that nobody reads yet. */
struct ws_waiting {
    struct ws_waiting *next, **link; /* link NULL: does not wait */
    struct ws_talk *talk;
    uint64_t hash;
};

/** All of them, by endpoint; of one endpoint in the order in which they came. */
struct ws_waitings {
    struct ws_waiting **first, ***last; /* `cap` chains */
    size_t n, cap;
};

/** WS_OK or WS_E_NOMEM: then it does not wait. */
int ws_waiting_add(struct ws_waitings *all, struct ws_waiting *w, struct ws_talk *talk,
                   uint64_t hash);
void ws_waiting_remove(struct ws_waitings *all, struct ws_waiting *w);
/** The next one with this hash, from `w` on (NULL: from the first); NULL: there is none. */
struct ws_waiting *ws_waiting_next(const struct ws_waitings *all, const struct ws_waiting *w,
                                   uint64_t hash);
void ws_waitings_free(struct ws_waitings *all);

#endif
