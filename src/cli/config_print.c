/* --print-config: what is in force, and where it comes from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/config.h"
#include "cli/say.h"
#include "output/json_text.h"

enum { OUTPUT_MAX = 16 << 20 };

/* Two objects that grow together: values, and the sources of those that have a name. */
struct printing {
    const struct cli_config *config;
    struct ws_buf values, sources;
};

static void put_text(struct ws_buf *out, const char *text)
{
    ws_json_string(out, (const uint8_t *)text, strlen(text), WS_UTF8);
}

/* A key on a line of its own, of an object that may have others. */
static void put_key(struct ws_buf *out, const char *indent, const char *key)
{
    if (out->len > 0 && out->data[out->len - 1] != '{')
        ws_buf_byte(out, ',');
    ws_buf_byte(out, '\n');
    ws_buf_text(out, indent);
    put_text(out, key);
    ws_buf_text(out, ": ");
}

static void put_source(struct printing *p, const char *key, const char *source)
{
    put_key(&p->sources, "    ", key);
    put_text(&p->sources, source);
}

/* The option's value as the user would write it: the choice's word, or a number. */
static void put_scalar(struct printing *p, const struct cli_option *o, const void *options,
                       const char *source)
{
    const void *at = (const char *)options + o->at;
    int choice = o->kind == CLI_CHOICE ? *(const int *)at : 0;
    const char *word = o->choices ? o->choices : "";

    if (o->kind == CLI_NUMBER && !source)
        return; /* depends on the machine */
    put_key(&p->values, "  ", o->name);
    for (int i = 0; i < choice; i++)
        word += strcspn(word, " ") + 1;
    if (o->kind == CLI_CHOICE)
        ws_json_string(&p->values, (const uint8_t *)word, strcspn(word, " "), WS_UTF8);
    else
        ws_buf_printf(&p->values, "%llu", (unsigned long long)*(const uint64_t *)at);
    put_source(p, o->name, source ? source : "default");
}

static void put_scalars(struct printing *p, const struct cli_verb *verb, const void *options)
{
    for (size_t i = 0; i < verb->n_options; i++) {
        int scalar = cli_config_scalar_of(verb->options[i].name);
        if (scalar >= 0)
            put_scalar(p, &verb->options[i], options, p->config->sources[scalar]);
    }
}

static void put_colors(struct printing *p)
{
    bool any = false;

    for (int i = 0; i < WS_N_COLORS; i++) {
        const char *name = p->config->color_names[i];
        char key[32];
        if (!name)
            continue;
        if (!any)
            put_key(&p->values, "  ", "colors");
        if (!any)
            ws_buf_byte(&p->values, '{');
        any = true;
        put_key(&p->values, "    ", cli_config_color_key((enum ws_color)i));
        put_text(&p->values, name);
        snprintf(key, sizeof(key), "colors.%s", cli_config_color_key((enum ws_color)i));
        put_source(p, key, p->config->file);
    }
    if (any)
        ws_buf_text(&p->values, "\n  }");
}

/* An item of an array, and its source by its path. */
static void put_item(struct printing *p, const char *key, size_t i, const char *text, size_t len,
                     const char *source)
{
    char path[32];

    ws_buf_text(&p->values, i ? ",\n    " : "\n    ");
    ws_json_string(&p->values, (const uint8_t *)text, len, WS_UTF8);
    snprintf(path, sizeof(path), "%s.%zu", key, i);
    put_source(p, path, source);
}

static void put_bindings(struct printing *p, const struct cli_wishes *wishes)
{
    const struct cli_list *first = wishes->bindings;
    const struct cli_list *later = &p->config->lists[CLI_CONFIG_BINDINGS];

    if (first->n + later->n == 0)
        return;
    put_key(&p->values, "  ", "decode_as");
    ws_buf_byte(&p->values, '[');
    for (size_t i = 0; i < first->n + later->n; i++) {
        const char *text = i < first->n ? first->items[i] : later->items[i - first->n];
        put_item(p, "decode_as", i, text, strlen(text),
                 i < first->n ? "command line" : p->config->file);
    }
    ws_buf_text(&p->values, "\n  ]");
}

/* In the order of the search. */
static void put_dirs(struct printing *p, const struct cli_wishes *wishes)
{
    const struct cli_list *later = &p->config->lists[CLI_CONFIG_DIRS];
    const char *list = secure_getenv("WIRESPEAK_PLUGIN_PATH");
    size_t i = 0;

    put_key(&p->values, "  ", "plugin_dirs");
    ws_buf_byte(&p->values, '[');
    for (; i < wishes->dirs->n; i++)
        put_item(p, "plugin_dirs", i, wishes->dirs->items[i], strlen(wishes->dirs->items[i]),
                 "command line");
    while (list && *list) {
        size_t len = strcspn(list, ":");
        if (len > 0)
            put_item(p, "plugin_dirs", i++, list, len, "environment: WIRESPEAK_PLUGIN_PATH");
        list += len + (list[len] == ':');
    }
    for (size_t k = 0; k < later->n; k++)
        put_item(p, "plugin_dirs", i++, later->items[k], strlen(later->items[k]), p->config->file);
    ws_buf_text(&p->values, i ? "\n  ]" : "]");
}

/* Whether the list sets this option: PLUGIN.KEY=VALUE. */
static bool is_set_by(const struct cli_list *list, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < list->n; i++)
        if (strncmp(list->items[i], name, len) == 0 && list->items[i][len] == '=')
            return true;
    return false;
}

static void put_settings(struct printing *p, const struct cli_setup *setup,
                         const struct cli_wishes *wishes)
{
    char name[128], path[160];

    put_key(&p->values, "  ", "set");
    ws_buf_byte(&p->values, '{');
    for (size_t i = 0; i < setup->n; i++) {
        const struct ws_plugin *plugin = ws_instance_plugin(setup->instances[i]);
        for (size_t k = 0; k < plugin->n_options; k++) {
            const char *value = ws_instance_option_text(setup->instances[i], k);
            if (!value)
                continue;
            snprintf(name, sizeof(name), "%s.%s", plugin->name, plugin->options[k].name);
            snprintf(path, sizeof(path), "set.%s", name);
            put_key(&p->values, "    ", name);
            put_text(&p->values, value);
            put_source(p, path,
                       is_set_by(wishes->settings, name)                         ? "command line"
                       : is_set_by(&p->config->lists[CLI_CONFIG_SETTINGS], name) ? p->config->file
                                                                                 : "default");
        }
    }
    ws_buf_text(&p->values, "\n  }");
}

int cli_config_print(const struct cli_config *config, const struct cli_verb *verb,
                     const struct cli_setup *setup, const struct cli_wishes *wishes,
                     const void *options)
{
    struct printing p = {.config = config};

    ws_buf_init(&p.values, OUTPUT_MAX);
    ws_buf_init(&p.sources, OUTPUT_MAX);
    ws_buf_byte(&p.values, '{');
    ws_buf_byte(&p.sources, '{');
    put_scalars(&p, verb, options);
    put_colors(&p);
    put_bindings(&p, wishes);
    put_dirs(&p, wishes);
    put_settings(&p, setup, wishes);
    put_key(&p.values, "  ", "sources");
    ws_buf_add(&p.values, p.sources.data, p.sources.len);
    ws_buf_text(&p.values, "\n  }\n}\n");
    bool failed = p.values.failed || p.sources.failed;
    if (!failed)
        fwrite(p.values.data, 1, p.values.len, stdout);
    ws_buf_free(&p.values);
    ws_buf_free(&p.sources);
    return failed ? cli_fail(CLI_LIMITS, "--print-config", "out of memory") : cli_close_stdout();
}
