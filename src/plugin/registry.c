/* Finding and loading plugins. */
#include "plugin/registry.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message/arena.h"
#include "plugin/check.h"
#include "plugin/instance.h"
#include "wirespeak/err.h"

enum { MAX_PLUGINS = 256, MAX_TEXTS = 1 << 20 };

struct entry {
    struct ws_loaded loaded;
    void *handle; /* of dlopen; NULL: linked in, or refused */
};

struct ws_registry {
    struct ws_arena texts;
    size_t n;
    struct entry entries[MAX_PLUGINS];
};

struct ws_registry *ws_registry_new(void)
{
    struct ws_registry *r = calloc(1, sizeof(*r));
    if (r)
        ws_arena_init(&r->texts, MAX_TEXTS);
    return r;
}

void ws_registry_free(struct ws_registry *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n; i++)
        if (r->entries[i].handle)
            dlclose(r->entries[i].handle);
    ws_arena_free(&r->texts);
    free(r);
}

size_t ws_registry_count(const struct ws_registry *r)
{
    return r->n;
}

const struct ws_loaded *ws_registry_at(const struct ws_registry *r, size_t i)
{
    return &r->entries[i].loaded;
}

const struct ws_loaded *ws_registry_find(const struct ws_registry *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->entries[i].loaded.plugin && strcmp(r->entries[i].loaded.name, name) == 0)
            return &r->entries[i].loaded;
    return NULL;
}

/** The file's name without folder and ending: what a refused plugin is called. */
static char *name_of_file(struct ws_registry *r, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path,
               *dot = strrchr(name, '.');
    return ws_arena_text(&r->texts, name, dot ? (size_t)(dot - name) : strlen(name));
}

static int add(struct ws_registry *r, const char *path, const struct ws_plugin *plugin,
               void *handle, const char *refused)
{
    if (r->n == MAX_PLUGINS)
        return WS_E_LIMIT;
    struct entry *e = &r->entries[r->n];
    *e = (struct entry){.handle = handle};
    e->loaded.path = ws_arena_text(&r->texts, path, strlen(path));
    e->loaded.name = plugin ? plugin->name : name_of_file(r, path);
    e->loaded.plugin = plugin;
    e->loaded.refused = refused ? ws_arena_text(&r->texts, refused, strlen(refused)) : NULL;
    if (!e->loaded.path || !e->loaded.name || (refused && !e->loaded.refused))
        return WS_E_NOMEM;
    r->n++;
    return WS_OK;
}

static int check(const char *path, const struct ws_plugin *plugin, char *why)
{
    char reason[WS_WHY_MAX];
    int err = ws_plugin_head_check(path, &plugin->head, why);

    if (!err && (err = ws_plugin_check(plugin, reason)))
        snprintf(why, WS_WHY_MAX, "%.160s is faulty: %.280s; report it to its author", path,
                 reason);
    return err;
}

int ws_registry_add(struct ws_registry *r, const char *path, const struct ws_plugin *plugin)
{
    char why[WS_WHY_MAX];
    int err = check(path, plugin, why);
    return err ? add(r, path, NULL, NULL, why) : add(r, path, plugin, NULL, NULL);
}

/** Code that others could have written must not run here: the file and its folder are root's or
 * ours, and only theirs. */
static int check_owner(const char *path, const char *what, char *why)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        snprintf(why, WS_WHY_MAX, "%.300s: %s", path, strerror(errno));
        return WS_E_IO;
    }
    if ((st.st_uid != 0 && st.st_uid != geteuid()) || (st.st_mode & (S_IWGRP | S_IWOTH))) {
        snprintf(
            why, WS_WHY_MAX,
            "the %s %.300s can be written by others; let root or you own it, and chmod go-w it",
            what, path);
        return WS_E_PERMISSION;
    }
    return WS_OK;
}

static int check_trust(const char *path, char *why)
{
    char dir[PATH_MAX];

    if (snprintf(dir, sizeof(dir), "%s", path) >= (int)sizeof(dir)) {
        snprintf(why, WS_WHY_MAX, "the path %.200s… is too long", path);
        return WS_E_VALUE;
    }
    int err = check_owner(path, "file", why);
    return err ? err : check_owner(dirname(dir), "folder", why);
}

/** Opens a file; *ret_plugin stays NULL when it has no descriptor. */
static void *open_file(const char *path, const struct ws_plugin **ret_plugin, char *why)
{
    void *handle;

    if (check_trust(path, why))
        return NULL;
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(why, WS_WHY_MAX, "%.400s", dlerror());
        return NULL;
    }
    *ret_plugin = dlsym(handle, "ws_plugin");
    if (!*ret_plugin)
        snprintf(why, WS_WHY_MAX,
                 "%.300s exports no ws_plugin: it is no wirespeak plugin; remove it from the "
                 "plugin directory",
                 path);
    return handle;
}

int ws_registry_load_file(struct ws_registry *r, const char *path)
{
    char real[PATH_MAX], why[WS_WHY_MAX] = "";
    const struct ws_plugin *plugin = NULL;
    const char *file = realpath(path, real) ? real : path;
    void *handle = open_file(file, &plugin, why);

    if (plugin && check(path, plugin, why) == WS_OK)
        return add(r, path, plugin, handle, NULL);
    if (handle)
        dlclose(handle);
    return add(r, path, NULL, NULL, why);
}

/* The search path */

static bool is_plugin_file(const char *name)
{
    size_t len = strlen(name);
    return len > 3 && strcmp(name + len - 3, ".so") == 0 && strncmp(name, "lib", 3) != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int filter(const struct dirent *d)
{
    return is_plugin_file(d->d_name);
}

/** One of its name is loaded already: the first wins. A refused one hides nothing. */
static bool is_known(const struct ws_registry *r, const char *file)
{
    size_t len = strlen(file) - 3;
    for (size_t i = 0; i < r->n; i++) {
        const char *name = r->entries[i].loaded.name;
        if (r->entries[i].loaded.plugin && strlen(name) == len && strncmp(name, file, len) == 0)
            return true;
    }
    return false;
}

static int load_dir(struct ws_registry *r, const char *dir)
{
    struct dirent **files;
    int n = scandir(dir, &files, filter, by_name), err = WS_OK;

    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];
        if (!err && !is_known(r, files[i]->d_name) &&
            snprintf(path, sizeof(path), "%s/%s", dir, files[i]->d_name) < (int)sizeof(path))
            err = ws_registry_load_file(r, path);
        free(files[i]);
    }
    if (n >= 0)
        free(files);
    return err;
}

static int load_list(struct ws_registry *r, const char *list)
{
    int err = WS_OK;

    while (list && *list && !err) {
        char dir[PATH_MAX];
        size_t len = strcspn(list, ":");
        if (len > 0 && len < sizeof(dir)) {
            memcpy(dir, list, len);
            dir[len] = '\0';
            err = load_dir(r, dir);
        }
        list += len + (list[len] == ':');
    }
    return err;
}

/**
 * libtool leaves an uninstalled program in BUILD/.libs, and a plugin in BUILD/plugins/NAME/.libs;
 * config.status stands in BUILD of every configured tree and nowhere else.
 */
static int load_build_tree(struct ws_registry *r)
{
    char exe[PATH_MAX - 64], path[PATH_MAX];
    struct dirent **names;
    ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
    int err = WS_OK;

    if (len <= 0)
        return WS_OK;
    exe[len] = '\0';
    char *slash = strrchr(exe, '/');
    if (!slash)
        return WS_OK;
    *slash = '\0';
    slash = strrchr(exe, '/');
    if (!slash || strcmp(slash, "/.libs") != 0)
        return WS_OK;
    *slash = '\0';
    snprintf(path, sizeof(path), "%s/config.status", exe);
    if (access(path, F_OK) != 0)
        return WS_OK;
    snprintf(path, sizeof(path), "%s/plugins", exe);
    int n = scandir(path, &names, NULL, by_name);
    for (int i = 0; i < n; i++) {
        if (!err && names[i]->d_name[0] != '.' &&
            snprintf(path, sizeof(path), "%s/plugins/%.200s/.libs", exe, names[i]->d_name) <
                (int)sizeof(path))
            err = load_dir(r, path);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return err;
}

static int load_dirs(struct ws_registry *r, struct ws_dirs dirs)
{
    int err = WS_OK;

    for (size_t i = 0; i < dirs.n && !err; i++)
        err = load_dir(r, dirs.list[i]);
    return err;
}

int ws_registry_load(struct ws_registry *r, struct ws_dirs first, struct ws_dirs later)
{
    int err = WS_OK;

    if (!getauxval(AT_SECURE)) {
        err = load_dirs(r, first);
        err = err ? err : load_list(r, secure_getenv("WIRESPEAK_PLUGIN_PATH"));
        err = err ? err : load_dirs(r, later);
        err = err ? err : load_build_tree(r);
    }
    return err ? err : load_dir(r, WS_PLUGIN_DIR);
}
