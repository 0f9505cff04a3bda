/* wirespeak plugins: which protocols there are, and their references. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/config.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/verbs.h"
#include "output/json_text.h"
#include "output/value.h"
#include "plugin/nearest.h"

enum { PORTS_MAX = 40 /* characters of the column */, OUTPUT_MAX = 1 << 28 };

struct plugins_options {
    struct cli_list plugin_dirs, settings;
    const char *config;
    bool schema, json;
};

#define AT(member) offsetof(struct plugins_options, member)

// clang-format off
static const struct cli_option table[] = {
    {0, "schema", NULL, "print the JSON Schema of the events", CLI_FLAG, AT(schema), NULL},
    {0, "json", NULL, "list as NDJSON", CLI_FLAG, AT(json), NULL},
    {0, "set", "SETTING", "NAME.key=value: an option of a plugin", CLI_LIST, AT(settings), NULL},
    {0, "plugin-dir", "DIR", "look for plugins here first", CLI_LIST, AT(plugin_dirs), NULL},
    {0, "config", "FILE", "settings (man wirespeak-config); none: not the user's own either", CLI_TEXT, AT(config), NULL},
    {'h', "help", NULL, "print this", CLI_HELP, 0, NULL},
};
// clang-format on

struct run {
    const struct cli_verb *verb;
    struct plugins_options options;
    struct cli_list operands;
    struct cli_config config;
    struct cli_setup setup;
    struct ws_buf out;
};

static bool is_file(const char *name)
{
    size_t len = strlen(name);
    return strchr(name, '/') || (len > 3 && strcmp(name + len - 3, ".so") == 0);
}

/* tcp+udp 5064, tcp 5075 … */
static void put_ports(const struct ws_plugin *plugin, char *out, size_t size)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t i = 0; i < plugin->n_ports; i++) {
        const struct ws_port *port = &plugin->ports[i];
        const char *transport = port->transport == WS_TCP ? "tcp" : "udp";
        if (at > size / 2) {
            snprintf(out + at, size - at, " …");
            return;
        }
        at +=
            (size_t)snprintf(out + at, size - at, "%s%s %u", i ? ", " : "", transport, port->port);
    }
}

/* Widths of the list's first three columns. */
struct widths {
    int name, version, title;
};

static void widen(int *width, const char *text)
{
    if ((int)strlen(text) > *width)
        *width = (int)strlen(text);
}

static struct widths measure(const struct ws_registry *registry)
{
    struct widths w = {0, 0, 0};

    for (size_t i = 0; i < ws_registry_count(registry); i++) {
        const struct ws_loaded *loaded = ws_registry_at(registry, i);
        widen(&w.name, loaded->name);
        if (!loaded->plugin)
            continue;
        widen(&w.version, loaded->plugin->version);
        widen(&w.title, loaded->plugin->title);
    }
    return w;
}

static void list_one(struct run *r, const struct ws_loaded *loaded, const struct widths *w)
{
    char ports[PORTS_MAX];

    if (!loaded->plugin) {
        ws_buf_printf(&r->out, "%-*s  refused: %s\n", w->name, loaded->name, loaded->refused);
        return;
    }
    put_ports(loaded->plugin, ports, sizeof(ports));
    ws_buf_printf(&r->out, "%-*s  %-*s  %-*s  %-*s  %s\n", w->name, loaded->name, w->version,
                  loaded->plugin->version, w->title, loaded->plugin->title, 12, ports,
                  loaded->path ? loaded->path : "");
}

static void put_member(struct ws_buf *out, const char *key, const char *value)
{
    if (!value)
        return;
    ws_buf_byte(out, out->len > 0 && out->data[out->len - 1] != '\n' ? ',' : '{');
    ws_json_string(out, (const uint8_t *)key, strlen(key), WS_UTF8);
    ws_buf_byte(out, ':');
    ws_json_string(out, (const uint8_t *)value, strlen(value), WS_UTF8);
}

static void list_json(struct run *r, const struct ws_loaded *loaded)
{
    const struct ws_plugin *plugin = loaded->plugin;
    struct ws_buf *out = &r->out;

    put_member(out, "name", loaded->name);
    put_member(out, "version", plugin ? plugin->version : NULL);
    put_member(out, "title", plugin ? plugin->title : NULL);
    for (size_t i = 0; plugin && i < plugin->n_ports; i++)
        ws_buf_printf(out, "%s{\"proto\":\"%s\",\"port\":%u}%s", i ? "," : ",\"ports\":[",
                      plugin->ports[i].transport == WS_TCP ? "TCP" : "UDP", plugin->ports[i].port,
                      i + 1 == plugin->n_ports ? "]" : "");
    put_member(out, "file", loaded->path);
    put_member(out, "refused", loaded->refused);
    ws_buf_text(out, "}\n");
}

static int list(struct run *r)
{
    size_t n = ws_registry_count(r->setup.registry);
    struct widths w = measure(r->setup.registry);

    for (size_t i = 0; i < n; i++) {
        const struct ws_loaded *loaded = ws_registry_at(r->setup.registry, i);
        if (r->options.json)
            list_json(r, loaded);
        else
            list_one(r, loaded, &w);
    }
    if (n == 0)
        return cli_fail(
            CLI_USAGE, r->verb->name,
            "none was found; --plugin-dir or WIRESPEAK_PLUGIN_PATH says where they are");
    return CLI_OK;
}

/* A plugin by its name or file, loaded. NULL: *result is the exit code, told. */
static const struct ws_loaded *find(struct run *r, const char *name, int *result)
{
    struct ws_registry *registry = r->setup.registry;
    const struct ws_loaded *loaded = NULL;

    *result = CLI_OK;
    if (is_file(name)) {
        if (ws_registry_load_file(registry, name)) {
            *result = cli_fail(CLI_LIMITS, name, "out of memory");
            return NULL;
        }
        loaded = ws_registry_at(registry, ws_registry_count(registry) - 1);
    }
    for (size_t i = 0; !loaded && i < ws_registry_count(registry); i++)
        if (strcmp(ws_registry_at(registry, i)->name, name) == 0)
            loaded = ws_registry_at(registry, i);
    if (!loaded)
        *result = cli_setup_unknown(&r->setup, r->verb->name, name);
    else if (!loaded->plugin)
        *result = cli_fail(CLI_VERDICT, loaded->name, "refused: %s", loaded->refused);
    return *result == CLI_OK ? loaded : NULL;
}

/* The chosen plugins set up; all for none. */
static int set_up(struct run *r, size_t n_names)
{
    struct cli_list none = {NULL, 0}, names = {NULL, 0};
    int result = CLI_OK;

    for (size_t i = 0; i < n_names && result == CLI_OK; i++) {
        const struct ws_loaded *loaded = find(r, r->operands.items[i], &result);
        if (loaded)
            cli_list_add(&names, loaded->name);
    }
    const struct cli_wishes wishes = {r->verb->name, &r->options.plugin_dirs,
                                      &names,        &r->options.settings,
                                      &none,         NULL,
                                      &r->config,    false};
    if (result == CLI_OK)
        result = cli_setup_instances(&r->setup, &wishes);
    cli_list_free(&names);
    return result == CLI_GO_ON ? CLI_OK : result;
}

static int describe_message(struct run *r, const struct ws_instance *instance, const char *message)
{
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(instance, &types);
    const char *protocol = ws_instance_plugin(instance)->name;
    const char **names = calloc(n + 1, sizeof(*names));
    int err = ws_describe_message(instance, message, &r->out);

    for (size_t i = 0; names && i < n; i++)
        names[i] = types[i]->name;
    const char *near = names ? ws_nearest(message, names, n) : NULL;
    free(names);
    if (err == WS_E_UNKNOWN && near)
        return cli_fail(CLI_USAGE, protocol, "no message '%s'; did you mean %s?", message, near);
    if (err == WS_E_UNKNOWN)
        return cli_fail(CLI_USAGE, protocol, "no message '%s'; wirespeak plugins %s lists them",
                        message, protocol);
    return err ? cli_fail(CLI_LIMITS, protocol, "%s", ws_strerror(err)) : CLI_OK;
}

static int describe(struct run *r)
{
    int result = set_up(r, 1);

    if (result != CLI_OK)
        return result;
    if (r->operands.n == 2)
        return describe_message(r, r->setup.instances[0], r->operands.items[1]);
    int err = ws_describe_plugin(r->setup.instances[0], &r->out);
    return err ? cli_fail(CLI_LIMITS, r->operands.items[0], "%s", ws_strerror(err)) : CLI_OK;
}

static int schema(struct run *r)
{
    int result = set_up(r, r->operands.n);

    if (result != CLI_OK)
        return result;
    int err = ws_schema((const struct ws_instance *const *)r->setup.instances, r->setup.n, &r->out);
    if (!r->out.failed && r->out.len > 0 && r->out.data[r->out.len - 1] != '\n')
        ws_buf_byte(&r->out, '\n');
    return err ? cli_fail(CLI_LIMITS, "--schema", "%s", ws_strerror(err)) : CLI_OK;
}

static int act(struct run *r)
{
    const struct cli_wishes wishes = {
        .verb = r->verb->name, .dirs = &r->options.plugin_dirs, .config = &r->config};
    int result = cli_setup_find(&r->setup, &wishes);

    if (result != CLI_GO_ON)
        return result;
    if (r->options.schema)
        return schema(r);
    if (r->operands.n > 2)
        return cli_fail(CLI_USAGE, r->verb->name, "at most a plugin and one of its messages");
    return r->operands.n > 0 ? describe(r) : list(r);
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct run r = {.verb = verb};

    ws_buf_init(&r.out, OUTPUT_MAX);
    int result = cli_parse(verb, argc, argv, &r.options, &r.operands);
    if (result == CLI_GO_ON)
        result = cli_config_use(&r.config, verb, r.options.config, &r.options);
    if (result == CLI_GO_ON) {
        result = act(&r);
        fwrite(r.out.data, 1, r.out.len, stdout);
        int closed = cli_close_stdout();
        result = result == CLI_OK ? closed : result;
    }
    ws_buf_free(&r.out);
    cli_setup_free(&r.setup);
    cli_config_free(&r.config);
    cli_list_free(&r.operands);
    cli_free(verb, &r.options);
    return result;
}

const struct cli_verb cli_plugins = {
    .name = "plugins",
    .title = "list protocols, print their references",
    .operands = "[NAME|FILE [MESSAGE]]",
    .examples = "  wirespeak plugins\n"
                "  wirespeak plugins ancp port_up\n"
                "  wirespeak plugins --schema ancp > ancp.schema.json",
    .options = table,
    .n_options = WS_LEN(table),
    .run = run,
};
