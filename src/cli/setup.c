/* Plugins as the command line wants them. */
#include "cli/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/config.h"
#include "cli/say.h"
#include "plugin/nearest.h"
#include "plugin/units.h"

enum { NAMES_MAX = 256 /* plugins that a message can name */ };

static int no_memory(const char *verb)
{
    return cli_fail(CLI_LIMITS, verb, "out of memory");
}

/* What the configuration says beside the command line. */
static const struct cli_list *configured(const struct cli_wishes *wishes, enum cli_config_list list)
{
    static const struct cli_list none;
    return wishes->config ? &wishes->config->lists[list] : &none;
}

int cli_setup_find(struct cli_setup *setup, const struct cli_wishes *wishes)
{
    const struct cli_list *later = configured(wishes, CLI_CONFIG_DIRS);

    setup->registry = ws_registry_new();
    if (!setup->registry ||
        ws_registry_load(setup->registry, (struct ws_dirs){wishes->dirs->items, wishes->dirs->n},
                         (struct ws_dirs){later->items, later->n}))
        return no_memory(wishes->verb);
    return CLI_GO_ON;
}

/* Names of the plugins that were loaded, at most as many as `names` holds. */
static size_t plugin_names(const struct cli_setup *setup, const char **names)
{
    size_t n = 0, count = ws_registry_count(setup->registry);

    for (size_t i = 0; i < count && n < NAMES_MAX; i++)
        if (ws_registry_at(setup->registry, i)->plugin)
            names[n++] = ws_registry_at(setup->registry, i)->name;
    return n;
}

static const char *nearest_plugin(const struct cli_setup *setup, const char *name)
{
    const char *names[NAMES_MAX];
    size_t n = plugin_names(setup, names);
    return ws_nearest(name, names, n);
}

int cli_setup_unknown(const struct cli_setup *setup, const char *what, const char *name)
{
    const char *names[NAMES_MAX], *near = nearest_plugin(setup, name);
    size_t n = plugin_names(setup, names), at = 0;
    char all[512] = "";

    for (size_t i = 0; i < n && at < sizeof(all); i++)
        at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s", i ? ", " : "", names[i]);
    if (near)
        return cli_fail(CLI_USAGE, what, "no plugin '%s'; did you mean %s? There are: %s", name,
                        near, all);
    if (n > 0)
        return cli_fail(CLI_USAGE, what, "no plugin '%s'; there are: %s", name, all);
    return cli_fail(CLI_USAGE, what,
                    "no plugin '%s', none was found; --plugin-dir says where to look", name);
}

static bool is_one_of(const char *names, const char *name)
{
    size_t len = strlen(name);

    for (;;) {
        size_t n = strcspn(names, ",");
        if (n == len && memcmp(names, name, n) == 0)
            return true;
        if (names[n] == '\0')
            return false;
        names += n + 1;
    }
}

static bool is_wanted(const struct cli_list *protocols, const char *name)
{
    bool wanted = protocols->n == 0;
    for (size_t i = 0; i < protocols->n; i++)
        wanted |= is_one_of(protocols->items[i], name);
    return wanted;
}

/* Every name that the user gave must be one of a plugin. */
static int check_names(const struct cli_setup *setup, const char *names)
{
    char name[64];

    for (;;) {
        size_t n = strcspn(names, ",");
        snprintf(name, sizeof(name), "%.*s", (int)n, names);
        if (!ws_registry_find(setup->registry, name))
            return cli_setup_unknown(setup, "--protocol", name);
        if (names[n] == '\0')
            return CLI_GO_ON;
        names += n + 1;
    }
}

/* PLUGIN.KEY=VALUE, cut into a copy. */
struct setting {
    char *copy;
    const char *plugin;
    struct ws_setting pair;
    char place[CLI_PLACE_MAX]; /* where it was said */
};

static int cut_setting(struct setting *s, const char *text)
{
    size_t dot = strcspn(text, ".="), equals = strcspn(text, "=");

    if (text[dot] != '.' || text[equals] != '=' || dot == 0 || equals == dot + 1)
        return cli_fail(CLI_USAGE, s->place, "'%s' is not of the form PLUGIN.KEY=VALUE", text);
    s->copy = strdup(text);
    if (!s->copy)
        return no_memory(s->place);
    s->copy[dot] = s->copy[equals] = '\0';
    s->plugin = s->copy;
    s->pair = (struct ws_setting){s->copy + dot + 1, s->copy + equals + 1};
    return CLI_GO_ON;
}

/* A misspelt name is wrong usage. A name like no other is a plugin that is not installed here: the
 * same settings serve several machines. */
static int check_setting(const struct cli_setup *setup, const struct setting *s)
{
    if (ws_registry_find(setup->registry, s->plugin))
        return CLI_GO_ON;
    if (nearest_plugin(setup, s->plugin))
        return cli_setup_unknown(setup, s->place, s->plugin);
    cli_say(s->place, "no plugin '%s' is installed, its setting %s is not used", s->plugin,
            s->pair.key);
    return CLI_GO_ON;
}

/* The configuration's settings, then the command line's, which go over them. */
static int cut_settings(const struct cli_setup *setup, const struct cli_wishes *wishes,
                        struct setting *settings)
{
    const struct cli_list *first = configured(wishes, CLI_CONFIG_SETTINGS);
    int result = CLI_GO_ON;

    for (size_t i = 0; i < first->n + wishes->settings->n && result == CLI_GO_ON; i++) {
        struct setting *s = &settings[i];
        bool given = i >= first->n;
        if (given)
            snprintf(s->place, sizeof(s->place), "--set");
        else
            cli_config_place(wishes->config, CLI_CONFIG_SETTINGS, i, s->place);
        result = cut_setting(s, given ? wishes->settings->items[i - first->n] : first->items[i]);
        if (result == CLI_GO_ON)
            result = check_setting(setup, s);
    }
    return result;
}

static bool has_option(const struct ws_plugin *plugin, const char *name)
{
    for (size_t i = 0; name && i < plugin->n_options; i++)
        if (strcmp(plugin->options[i].name, name) == 0)
            return true;
    return false;
}

/* The settings of one plugin. */
struct own {
    size_t n;
    struct ws_setting *pairs;
    const char **places; /* NULL: our own */
};

static void add_own(struct own *own, struct ws_setting pair, const char *place)
{
    own->pairs[own->n] = pair;
    own->places[own->n++] = place;
}

/* The plugin refuses its settings: the first one with which it does is named. */
static int blame(const struct ws_loaded *loaded, const struct own *own)
{
    struct ws_instance *instance;
    char why[WS_WHY_MAX];
    size_t n = 0;

    while (ws_instance_new(loaded->plugin, own->pairs, n, &instance, why) == WS_OK) {
        ws_instance_free(instance);
        if (n++ == own->n)
            return cli_fail(CLI_LIMITS, loaded->name, "refused its settings once");
    }
    const char *place = n > 0 ? own->places[n - 1] : NULL;
    if (!place || strcmp(place, "--set") == 0)
        return cli_fail(CLI_USAGE, loaded->name, "%s", why);
    return cli_fail(CLI_USAGE, place, "%s", why);
}

static int add_instance(struct cli_setup *setup, const struct cli_wishes *wishes,
                        const struct ws_loaded *loaded, const struct setting *settings,
                        struct own *own)
{
    size_t n_settings = configured(wishes, CLI_CONFIG_SETTINGS)->n + wishes->settings->n;
    char why[WS_WHY_MAX];

    own->n = 0;
    if (has_option(loaded->plugin, wishes->view)) /* first: what the user sets goes over it */
        add_own(own, (struct ws_setting){wishes->view, "true"}, NULL);
    for (size_t i = 0; i < n_settings; i++)
        if (settings[i].plugin && strcmp(settings[i].plugin, loaded->name) == 0)
            add_own(own, settings[i].pair, settings[i].place);
    struct ws_instance **ret = &setup->instances[setup->n];
    int err = wishes->late && own->n == 0
                  ? ws_instance_new_late(loaded->plugin, ret, why)
                  : ws_instance_new(loaded->plugin, own->pairs, own->n, ret, why);
    if (err == WS_E_NOMEM)
        return no_memory(loaded->name);
    if (err)
        return blame(loaded, own);
    setup->n++;
    return CLI_GO_ON;
}

static int add_instances(struct cli_setup *setup, const struct cli_wishes *wishes,
                         const struct setting *settings, struct own *own)
{
    size_t count = ws_registry_count(setup->registry);
    int result = CLI_GO_ON;

    setup->instances = calloc(count + 1, sizeof(struct ws_instance *));
    if (!setup->instances)
        return no_memory(wishes->verb);
    for (size_t i = 0; i < count && result == CLI_GO_ON; i++) {
        const struct ws_loaded *loaded = ws_registry_at(setup->registry, i);
        if (loaded->plugin && is_wanted(wishes->protocols, loaded->name))
            result = add_instance(setup, wishes, loaded, settings, own);
        else if (!loaded->plugin)
            cli_say(loaded->name, "refused: %s", loaded->refused);
    }
    if (result == CLI_GO_ON && setup->n == 0)
        result = cli_fail(CLI_USAGE, wishes->verb,
                          "no plugin was found; --plugin-dir or WIRESPEAK_PLUGIN_PATH says where "
                          "they are");
    return result;
}

static int make_instances(struct cli_setup *setup, const struct cli_wishes *wishes,
                          struct setting *settings, size_t n, struct own *own)
{
    int result = CLI_GO_ON;

    for (size_t i = 0; i < wishes->protocols->n && result == CLI_GO_ON; i++)
        result = check_names(setup, wishes->protocols->items[i]);
    if (result == CLI_GO_ON)
        result = cut_settings(setup, wishes, settings);
    if (result == CLI_GO_ON)
        result = add_instances(setup, wishes, settings, own);
    for (size_t i = 0; i < n; i++)
        free(settings[i].copy);
    return result;
}

int cli_setup_instances(struct cli_setup *setup, const struct cli_wishes *wishes)
{
    size_t n = configured(wishes, CLI_CONFIG_SETTINGS)->n + wishes->settings->n + 1; /* the view */
    struct setting *settings = calloc(n, sizeof(*settings));
    struct own own = {.pairs = calloc(n, sizeof(*own.pairs)),
                      .places = calloc(n, sizeof(*own.places))};
    int result = settings && own.pairs && own.places
                     ? make_instances(setup, wishes, settings, n, &own)
                     : no_memory(wishes->verb);

    free(settings);
    free(own.pairs);
    free(own.places);
    return result;
}

static const struct ws_instance *find_instance(const struct cli_setup *setup, const char *name)
{
    for (size_t i = 0; i < setup->n; i++)
        if (strcmp(ws_instance_plugin(setup->instances[i])->name, name) == 0)
            return setup->instances[i];
    return NULL;
}

/* tcp.port==5000,hsms */
static int cut_binding(const struct cli_setup *setup, const char *place, const char *text,
                       struct ws_binding *ret)
{
    static const struct {
        const char *prefix;
        enum ws_transport transport;
    } forms[] = {{"tcp.port==", WS_TCP}, {"udp.port==", WS_UDP}};
    enum { PREFIX_LEN = 10 };
    const char *comma = strchr(text, ',');
    char number[8];
    uint64_t port;

    for (size_t i = 0; i < WS_LEN(forms) && comma; i++) {
        if (strncmp(text, forms[i].prefix, PREFIX_LEN) != 0)
            continue;
        snprintf(number, sizeof(number), "%.*s", (int)(comma - text - PREFIX_LEN),
                 text + PREFIX_LEN);
        if (!ws_parse_uint(number, &port) || port == 0 || port > UINT16_MAX)
            return cli_fail(CLI_USAGE, place, "'%s' is not a port: 1 to 65535", number);
        *ret = (struct ws_binding){forms[i].transport, (uint16_t)port,
                                   find_instance(setup, comma + 1)};
        return ret->instance ? CLI_GO_ON : cli_setup_unknown(setup, place, comma + 1);
    }
    return cli_fail(CLI_USAGE, place,
                    "'%s' is not of the form tcp.port==PORT,PLUGIN or udp.port==PORT,PLUGIN", text);
}

/* The first binding of a port counts: the command line's, then the configuration's. */
int cli_setup_bindings(struct cli_setup *setup, const struct cli_wishes *wishes)
{
    const struct cli_list *later = configured(wishes, CLI_CONFIG_BINDINGS);
    char place[CLI_PLACE_MAX];
    int result = CLI_GO_ON;

    setup->bindings = calloc(wishes->bindings->n + later->n + 1, sizeof(*setup->bindings));
    if (!setup->bindings)
        return no_memory(wishes->verb);
    for (size_t i = 0; i < wishes->bindings->n && result == CLI_GO_ON; i++)
        result = cut_binding(setup, "-d", wishes->bindings->items[i],
                             &setup->bindings[setup->n_bindings++]);
    for (size_t i = 0; i < later->n && result == CLI_GO_ON; i++) {
        cli_config_place(wishes->config, CLI_CONFIG_BINDINGS, i, place);
        result = cut_binding(setup, place, later->items[i], &setup->bindings[setup->n_bindings++]);
    }
    return result;
}

void cli_setup_free(struct cli_setup *setup)
{
    for (size_t i = 0; i < setup->n; i++)
        ws_instance_free(setup->instances[i]);
    free(setup->instances);
    free(setup->bindings);
    ws_registry_free(setup->registry);
    *setup = (struct cli_setup){0};
}
