/* The configuration: what its keys mean, and what they set. */
#include "cli/config.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "cli/color.h"
#include "cli/say.h"
#include "plugin/nearest.h"
#include "plugin/units.h"

enum { WORDS_MAX = 24, SHOWN_MAX = 64 };

/* Being wrong */

/* A value in words: `shown` has SHOWN_MAX bytes. */
static const char *show(const cJSON *value, char *shown)
{
    if (cJSON_IsString(value))
        snprintf(shown, SHOWN_MAX, "'%.60s'", value->valuestring);
    else if (cJSON_IsNumber(value))
        snprintf(shown, SHOWN_MAX, "%.6g", value->valuedouble);
    else
        snprintf(shown, SHOWN_MAX, "%s",
                 cJSON_IsObject(value)  ? "an object"
                 : cJSON_IsArray(value) ? "an array"
                 : cJSON_IsBool(value)  ? "true or false"
                                        : "null");
    return shown;
}

static int fail(const struct cli_config *config, const char *path, const cJSON *value,
                const char *expected)
{
    char shown[SHOWN_MAX];
    return cli_fail(CLI_USAGE, config->file, "%s: %s, expected %s", path, show(value, shown),
                    expected);
}

/* Cuts words that blanks separate; answers how many. */
static size_t cut_words(char *text, const char **words)
{
    size_t n = 0;
    char *rest = NULL;

    for (char *w = strtok_r(text, " ", &rest); w && n < WORDS_MAX; w = strtok_r(NULL, " ", &rest))
        words[n++] = w;
    return n;
}

static int fail_choice(const struct cli_config *config, const char *path, const cJSON *value,
                       const char *choices)
{
    const char *words[WORDS_MAX], *near = NULL;
    char copy[256], shown[SHOWN_MAX], hint[SHOWN_MAX] = "";

    snprintf(copy, sizeof(copy), "%s", choices);
    size_t n = cut_words(copy, words);
    if (cJSON_IsString(value))
        near = ws_nearest(value->valuestring, words, n);
    if (near)
        snprintf(hint, sizeof(hint), "; did you mean %s?", near);
    return cli_fail(CLI_USAGE, config->file, "%s: %s, expected one of: %s%s", path,
                    show(value, shown), choices, hint);
}

static int fail_key(const struct cli_config *config, const char *before, const char *key,
                    const char *const *keys, size_t n)
{
    const char *near = ws_nearest(key, keys, n);

    if (near)
        return cli_fail(CLI_USAGE, config->file, "%s%.60s: no such key; did you mean %s?", before,
                        key, near);
    return cli_fail(CLI_USAGE, config->file,
                    "%s%.60s: no such key; man wirespeak-config lists them", before, key);
}

static int no_memory(void)
{
    return cli_fail(CLI_LIMITS, "configuration", "out of memory");
}

static bool is_choice(const char *word, const char *choices)
{
    size_t len = strlen(word);

    for (;; choices++) {
        size_t n = strcspn(choices, " ");
        if (n == len && memcmp(choices, word, n) == 0)
            return true;
        choices += n;
        if (!*choices)
            return false;
    }
}

/* Values as the command line has them */

/* A whole number that a double holds exactly, or a word: as text. False: neither. */
static bool is_plain(const cJSON *value, char text[32])
{
    if (cJSON_IsBool(value))
        snprintf(text, 32, "%s", cJSON_IsTrue(value) ? "true" : "false");
    else if (cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble) &&
             fabs(value->valuedouble) <= 9007199254740992.0)
        snprintf(text, 32, "%.0f", value->valuedouble);
    else
        return false;
    return true;
}

static int add(struct cli_list *list, char *text)
{
    if (!text)
        return no_memory();
    cli_list_add(list, text);
    return CLI_GO_ON;
}

static int take_texts(struct cli_config *config, enum cli_config_list list, const cJSON *value,
                      const char *expected)
{
    char path[SHOWN_MAX];
    const cJSON *item;
    int result = CLI_GO_ON;
    size_t i = 0;

    if (!cJSON_IsArray(value))
        return fail(config, value->string, value, "an array of texts");
    cJSON_ArrayForEach(item, value)
    {
        snprintf(path, sizeof(path), "%.40s.%zu", value->string, i++);
        if (!cJSON_IsString(item))
            return fail(config, path, item, expected);
        if (list == CLI_CONFIG_DIRS && item->valuestring[0] != '/')
            return fail(config, path, item, expected);
        if (result == CLI_GO_ON)
            /* The list owns the copy. NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
            result = add(&config->lists[list], strdup(item->valuestring));
    }
    return result;
}

static int take_dirs(struct cli_config *config, const cJSON *value)
{
    return take_texts(config, CLI_CONFIG_DIRS, value, "a folder with its full path: /opt/plugins");
}

static int take_bindings(struct cli_config *config, const cJSON *value)
{
    return take_texts(config, CLI_CONFIG_BINDINGS, value, "a text: tcp.port==5000,hsms");
}

static int take_setting(struct cli_config *config, const cJSON *value)
{
    char path[SHOWN_MAX], number[32];
    const char *text = cJSON_IsString(value) ? value->valuestring : number, *key = value->string;
    size_t dot = strcspn(key, ".");
    char *setting;

    snprintf(path, sizeof(path), "set.%.50s", key);
    if (dot == 0 || !key[dot] || !key[dot + 1] || strchr(key, '='))
        return cli_fail(CLI_USAGE, config->file, "%s: expected PLUGIN.OPTION: hsms.t3", path);
    if (!cJSON_IsString(value) && !is_plain(value, number))
        return fail(config, path, value, "a text, a whole number below 2^53, true or false");
    int n = asprintf(&setting, "%s=%s", key, text);
    return add(&config->lists[CLI_CONFIG_SETTINGS], n < 0 ? NULL : setting);
}

static int take_settings(struct cli_config *config, const cJSON *value)
{
    const cJSON *item;
    int result = CLI_GO_ON;

    if (!cJSON_IsObject(value))
        return fail(config, value->string, value, "an object: {\"hsms.t3\":\"45s\"}");
    cJSON_ArrayForEach(item, value) if (result == CLI_GO_ON) result = take_setting(config, item);
    return result;
}

static const char *const color_keys[WS_N_COLORS] = {
    [WS_PLAIN] = "plain",  [WS_CYAN] = "client", [WS_GREEN] = "server",
    [WS_YELLOW] = "notes", [WS_RED] = "errors",
};

const char *cli_config_color_key(enum ws_color color)
{
    return color_keys[color];
}

static int take_color_of(struct cli_config *config, const cJSON *value)
{
    enum { FIRST = WS_PLAIN + 1 };
    char path[SHOWN_MAX];
    size_t i = FIRST;

    while (i < WS_N_COLORS && strcmp(color_keys[i], value->string) != 0)
        i++;
    if (i == WS_N_COLORS)
        return fail_key(config, "colors.", value->string, &color_keys[FIRST], WS_N_COLORS - FIRST);
    snprintf(path, sizeof(path), "colors.%s", color_keys[i]);
    if (!cJSON_IsString(value) || !cli_color_code(value->valuestring, &config->colors[i]))
        return fail_choice(config, path, value, CLI_COLOR_NAMES);
    config->color_names[i] = strdup(value->valuestring);
    return config->color_names[i] ? CLI_GO_ON : no_memory();
}

static int take_colors(struct cli_config *config, const cJSON *value)
{
    const cJSON *item;
    int result = CLI_GO_ON;

    if (!cJSON_IsObject(value))
        return fail(config, value->string, value, "an object: {\"client\":\"blue\"}");
    cJSON_ArrayForEach(item, value) if (result == CLI_GO_ON) result = take_color_of(config, item);
    return result;
}

static int take_choice(struct cli_config *config, enum cli_config_scalar scalar, const cJSON *value,
                       const char *choices)
{
    if (!cJSON_IsString(value) || !is_choice(value->valuestring, choices))
        return fail_choice(config, value->string, value, choices);
    config->scalars[scalar] = strdup(value->valuestring);
    return config->scalars[scalar] ? CLI_GO_ON : no_memory();
}

static int take_when(struct cli_config *config, const cJSON *value)
{
    return take_choice(config, CLI_CONFIG_COLOR, value, CLI_COLOR_CHOICES);
}

static int take_time(struct cli_config *config, const cJSON *value)
{
    return take_choice(config, CLI_CONFIG_TIME, value, CLI_TIME_CHOICES);
}

static int take_jobs(struct cli_config *config, const cJSON *value)
{
    char text[32];

    if (!cJSON_IsNumber(value) || value->valuedouble < 1 || !is_plain(value, text))
        return fail(config, value->string, value, "a whole number of 1 or more");
    config->scalars[CLI_CONFIG_JOBS] = strdup(text);
    return config->scalars[CLI_CONFIG_JOBS] ? CLI_GO_ON : no_memory();
}

/* What --print-config adds: a configuration that was printed can be read. */
static int take_sources(struct cli_config *config, const cJSON *value)
{
    (void)config;
    (void)value;
    return CLI_GO_ON;
}

static int take(struct cli_config *config, const cJSON *value)
{
    static const char *const keys[] = {"color",       "colors", "decode_as", "jobs",
                                       "plugin_dirs", "set",    "sources",   "time"};
    static int (*const takes[])(struct cli_config *, const cJSON *) = {
        take_when, take_colors,   take_bindings, take_jobs,
        take_dirs, take_settings, take_sources,  take_time};

    for (size_t i = 0; i < WS_LEN(keys); i++)
        if (strcmp(keys[i], value->string) == 0)
            return takes[i](config, value);
    return fail_key(config, "", value->string, keys, WS_LEN(keys));
}

/* Where it is */

/* $XDG_CONFIG_HOME is only taken with its full path: XDG Base Directory Specification 0.8. */
static bool own_file(char path[PATH_MAX])
{
    const char *xdg = secure_getenv("XDG_CONFIG_HOME"), *home = secure_getenv("HOME");
    int n = -1;

    if (xdg && xdg[0] == '/')
        n = snprintf(path, PATH_MAX, "%s/wirespeak/config.json", xdg);
    else if (home && home[0] == '/')
        n = snprintf(path, PATH_MAX, "%s/.config/wirespeak/config.json", home);
    return n > 0 && n < PATH_MAX && !getauxval(AT_SECURE);
}

static int load(struct cli_config *config, const char *given)
{
    char path[PATH_MAX];
    cJSON *json;
    const cJSON *item;

    if (given && strcmp(given, "none") == 0)
        return CLI_GO_ON;
    if (given && getauxval(AT_SECURE))
        return cli_fail(CLI_USAGE, "--config", "is not possible with raised privileges");
    if (!given && !own_file(path))
        return CLI_GO_ON;
    int result = cli_config_read(given ? given : path, !given, &json);
    if (result != CLI_GO_ON || !json)
        return result;
    config->file = strdup(given ? given : path);
    result = config->file ? CLI_GO_ON : no_memory();
    cJSON_ArrayForEach(item, json) if (result == CLI_GO_ON) result = take(config, item);
    cJSON_Delete(json);
    return result;
}

/* What it sets */

static const char *const scalar_names[CLI_CONFIG_SCALARS] = {
    [CLI_CONFIG_COLOR] = "color", [CLI_CONFIG_JOBS] = "jobs", [CLI_CONFIG_TIME] = "time"};

int cli_config_scalar_of(const char *name)
{
    for (int i = 0; i < CLI_CONFIG_SCALARS; i++)
        if (strcmp(scalar_names[i], name) == 0)
            return i;
    return -1;
}

static const struct cli_option *option_of(const struct cli_verb *verb, const char *name)
{
    for (size_t i = 0; i < verb->n_options; i++)
        if (strcmp(verb->options[i].name, name) == 0)
            return &verb->options[i];
    return NULL;
}

static bool is_unset(const struct cli_option *o, const void *options)
{
    const void *at = (const char *)options + o->at;
    return o->kind == CLI_CHOICE ? *(const int *)at == -1 : *(const uint64_t *)at == 0;
}

/* https://no-color.org */
static bool environment_decides(enum cli_config_scalar scalar)
{
    const char *no = getenv("NO_COLOR");
    return scalar == CLI_CONFIG_COLOR && no && no[0];
}

static void apply(struct cli_config *config, const struct cli_verb *verb, void *options)
{
    for (int i = 0; i < CLI_CONFIG_SCALARS; i++) {
        const struct cli_option *o = option_of(verb, scalar_names[i]);
        if (!o)
            continue;
        if (!is_unset(o, options)) {
            config->sources[i] = "command line";
        } else if (environment_decides((enum cli_config_scalar)i)) {
            config->sources[i] = "environment: NO_COLOR";
        } else if (config->scalars[i]) {
            cli_option_set(o, config->scalars[i], options);
            config->sources[i] = config->file;
        }
    }
}

int cli_config_use(struct cli_config *config, const struct cli_verb *verb, const char *file,
                   void *options)
{
    *config = (struct cli_config){.file = NULL};
    int result = load(config, file);
    if (result == CLI_GO_ON)
        apply(config, verb, options);
    return result;
}

void cli_config_free(struct cli_config *config)
{
    for (int i = 0; i < CLI_CONFIG_LISTS; i++) {
        for (size_t k = 0; k < config->lists[i].n; k++)
            free((void *)(uintptr_t)config->lists[i].items[k]);
        cli_list_free(&config->lists[i]);
    }
    for (int i = 0; i < CLI_CONFIG_SCALARS; i++)
        free(config->scalars[i]);
    for (int i = 0; i < WS_N_COLORS; i++)
        free(config->color_names[i]);
    free(config->file);
    *config = (struct cli_config){.file = NULL};
}

void cli_config_place(const struct cli_config *config, enum cli_config_list list, size_t item,
                      char *place)
{
    const char *text = config->lists[list].items[item];

    if (list == CLI_CONFIG_SETTINGS)
        snprintf(place, CLI_PLACE_MAX, "%.400s: set.%.*s", config->file, (int)strcspn(text, "="),
                 text);
    else
        snprintf(place, CLI_PLACE_MAX, "%.400s: %s.%zu", config->file,
                 list == CLI_CONFIG_DIRS ? "plugin_dirs" : "decode_as", item);
}
