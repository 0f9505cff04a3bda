#ifndef WS_PLUGIN_REGISTRY_H
#define WS_PLUGIN_REGISTRY_H

#include "wirespeak/plugin.h"

/** The plugins that were found: loaded, or refused with a reason. */
struct ws_registry;

/** One of them. Belongs to the registry. */
struct ws_loaded {
    const char *path;
    const char *name;               /* the plugin's, or the file's when it was refused */
    const struct ws_plugin *plugin; /* NULL: refused */
    const char *refused;            /* one sentence with its cure; NULL: loaded */
};

/** NULL: no memory. */
struct ws_registry *ws_registry_new(void);
void ws_registry_free(struct ws_registry *registry);

/** Folders in the order of their search. */
struct ws_dirs {
    const char *const *list;
    size_t n;
};

/**
 * Loads every plugin of the search path: `first`, then $WIRESPEAK_PLUGIN_PATH, then `later`, then
 * the build tree when run uninstalled, then the installed ones; with raised privileges only the
 * last. The first of a name wins. What can't be loaded is kept with its reason. 0, or WS_E_NOMEM.
 */
int ws_registry_load(struct ws_registry *registry, struct ws_dirs first, struct ws_dirs later);

/** Loads one file. 0 also when it was refused: see the last entry. */
int ws_registry_load_file(struct ws_registry *registry, const char *path);

/** Takes a plugin that is linked in (tests). Checked like any other. */
int ws_registry_add(struct ws_registry *registry, const char *path, const struct ws_plugin *plugin);

size_t ws_registry_count(const struct ws_registry *registry);
const struct ws_loaded *ws_registry_at(const struct ws_registry *registry, size_t i);

/** The plugin of this name that was loaded, or NULL. */
const struct ws_loaded *ws_registry_find(const struct ws_registry *registry, const char *name);

#endif
