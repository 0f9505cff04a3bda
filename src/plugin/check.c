/* A plugin's descriptor, checked before its first byte. */
#include "plugin/check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "message/decode.h"
#include "plugin/instance.h"
#include "wirespeak/err.h"

enum { MAX_BY = 4 /* columns that make a row of a summary */ };

static bool is_name(const char *s)
{
    if (!s || !islower((unsigned char)*s))
        return false;
    for (; *s; s++)
        if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
            return false;
    return true;
}

int ws_plugin_head_check(const char *path, const struct ws_plugin_head *head, char *why)
{
    unsigned magic = head->abi >> 16, abi = head->abi & 0xffff;

    if (magic != WS_PLUGIN_MAGIC) {
        snprintf(why, WS_WHY_MAX,
                 "%s is no wirespeak plugin: its first word is %#x, not %#x; remove it from the "
                 "plugin directory",
                 path, head->abi, WS_PLUGIN_MAGIC << 16 | WS_PLUGIN_ABI);
        return WS_E_ABI;
    }
    if (abi != WS_PLUGIN_ABI) {
        snprintf(why, WS_WHY_MAX,
                 "%s was built for plugin ABI %u, this wirespeak has ABI %u; rebuild it against "
                 "the headers of this version",
                 path, abi, WS_PLUGIN_ABI);
        return WS_E_ABI;
    }
    if (head->size > sizeof(struct ws_plugin)) {
        snprintf(why, WS_WHY_MAX,
                 "%s was built for a newer wirespeak: its descriptor has %u bytes, this one knows "
                 "%zu; update wirespeak",
                 path, head->size, sizeof(struct ws_plugin));
        return WS_E_ABI;
    }
    /* Members are appended, so an older plugin's descriptor is shorter; all that were there from
     * the start must be. */
    if (head->size < offsetof(struct ws_plugin, by_client)) {
        snprintf(why, WS_WHY_MAX, "%s has a descriptor of %u bytes, %zu are needed; rebuild it",
                 path, head->size, sizeof(struct ws_plugin));
        return WS_E_ABI;
    }
    return WS_OK;
}

static const char *wrong_codes(const struct ws_code *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_name(codes[i].code))
            return "a code is snake_case";
        if (!codes[i].text)
            return "a code without its sentence";
        for (size_t k = 0; k < i; k++)
            if (strcmp(codes[i].code, codes[k].code) == 0)
                return "a code stands twice";
    }
    return NULL;
}

static const char *wrong_options(const struct ws_plugin *p)
{
    for (size_t i = 0; i < p->n_options; i++) {
        if (!is_name(p->options[i].name))
            return "an option's name is snake_case";
        if (p->options[i].type == WS_OPT_CHOICE && !p->options[i].choices)
            return "an option without its choices";
    }
    return NULL;
}

static const char *wrong_types(const struct ws_plugin *p)
{
    for (size_t i = 0; i < p->n_types; i++) {
        if (!is_name(p->types[i].name))
            return "a message's name is snake_case";
        if (!p->types[i].variants || p->types[i].n_variants == 0)
            return "a message without a table";
        for (size_t k = 0; k < i; k++)
            if (strcmp(p->types[i].name, p->types[k].name) == 0)
                return "two messages of one name";
    }
    return NULL;
}

static bool is_path(const char *path)
{
    return path && path[0] != '\0';
}

static const char *wrong_summary(const struct ws_summary_table *t)
{
    if (!is_name(t->key) || !t->title)
        return "a summary's key is snake_case, and it has a title";
    if (!t->messages && !t->codes)
        return "a summary of neither messages nor codes";
    if (t->n_by == 0 || t->n_by > MAX_BY)
        return "a summary's rows go by 1 to 4 columns";
    for (size_t i = 0; i < t->n_by; i++)
        if (!is_name(t->by[i].key) || !is_path(t->by[i].path))
            return "a summary's column has a key in snake_case and a path";
    if ((t->each.key && !is_path(t->each.path)) || (t->last.key && !is_path(t->last.path)))
        return "a summary's column without its path";
    return NULL;
}

static const char *wrong_summaries(const struct ws_plugin *p)
{
    const struct ws_summary_table *tables;
    size_t n = ws_plugin_summaries(p, &tables);
    const char *wrong = NULL;

    for (size_t i = 0; i < n && !wrong; i++) {
        wrong = wrong_summary(&tables[i]);
        for (size_t k = 0; k < i && !wrong; k++)
            if (strcmp(tables[i].key, tables[k].key) == 0)
                wrong = "two summaries of one key";
    }
    return wrong;
}

static const char *wrong_descriptor(const struct ws_plugin *p)
{
    const char *wrong;

    if (!is_name(p->name))
        return "its name is not snake_case";
    if (!p->title || !p->version)
        return "it has no title or no version";
    if (!p->split || !p->resync || !p->identify)
        return "it lacks split, resync or identify";
    if (!p->max_message_bytes)
        return "it sets no max_message_bytes";
    if ((wrong = wrong_codes(p->errors, p->n_errors)) ||
        (wrong = wrong_codes(p->notes, p->n_notes)) ||
        (wrong = wrong_codes(p->notices, p->n_notices)) || (wrong = wrong_options(p)) ||
        (wrong = wrong_summaries(p)))
        return wrong;
    return wrong_types(p);
}

static int check_tables(const struct ws_plugin *p, struct ws_planner *planner, char *why)
{
    const struct ws_plan *plan;

    for (size_t i = 0; i < p->n_types; i++) {
        for (size_t k = 0; k < p->types[i].n_variants; k++) {
            int err = ws_plan_make(planner, p->types[i].variants[k], &plan);
            if (err) {
                snprintf(why, WS_WHY_MAX, "message %s: %s", p->types[i].name,
                         err == WS_E_NOMEM ? ws_strerror(err) : planner->why);
                return err;
            }
        }
    }
    return WS_OK;
}

size_t ws_plugin_summaries(const struct ws_plugin *plugin, const struct ws_summary_table **ret)
{
    size_t end = offsetof(struct ws_plugin, n_summaries) + sizeof(plugin->n_summaries);

    *ret = plugin->head.size < end ? NULL : plugin->summaries;
    return *ret ? plugin->n_summaries : 0;
}

int ws_plugin_check(const struct ws_plugin *plugin, char *why)
{
    const char *wrong = wrong_descriptor(plugin);
    char reason[WS_PLAN_WHY_MAX] = "";
    struct ws_arena arena;

    if (wrong) {
        snprintf(why, WS_WHY_MAX, "%s", wrong);
        return WS_E_VALUE;
    }
    ws_arena_init(&arena, WS_MAX_SCRATCH);
    struct ws_planner planner = {.arena = &arena,
                                 .why = reason,
                                 .errors = plugin->errors,
                                 .n_errors = plugin->n_errors,
                                 .checks_only = true};
    int err = check_tables(plugin, &planner, why);
    ws_arena_free(&arena);
    return err;
}
