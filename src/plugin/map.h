#ifndef WS_PLUGIN_MAP_H
#define WS_PLUGIN_MAP_H

#include "packet/memory.h"
#include "wirespeak/plugin.h"

/** A map by itself; ws_map_new() (wirespeak/plugin.h) chains one to its conversation. NULL: no
 * memory, or max is 0. */
struct ws_map *ws_map_make(size_t key_size, size_t value_size, size_t max);

/** Puts it before the first of a chain. */
void ws_map_chain(struct ws_map *map, struct ws_map **first);

/**
 * Counts what it takes in `memory`, which outlives it; `seed` keeps peers from choosing keys that
 * collide. Before the first key.
 */
void ws_map_charge(struct ws_map *map, struct ws_memory *memory, uint64_t seed);

/** Frees a whole chain. */
void ws_map_free_all(struct ws_map *first);

#endif
