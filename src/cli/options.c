/* Options of the verbs: one table drives parsing and help. */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "plugin/nearest.h"
#include "plugin/units.h"
#include "wirespeak/export.h"

enum { OPTIONS_MAX = 64, LONG_ONLY = 256, NAME_COLUMN = 32 };

void cli_list_add(struct cli_list *list, const char *item)
{
    const char **items = realloc(list->items, (list->n + 1) * sizeof(*items));
    if (!items) {
        cli_say("options", "out of memory");
        exit(CLI_LIMITS);
    }
    list->items = items;
    items[list->n++] = item;
}

void cli_list_free(struct cli_list *list)
{
    free(list->items);
    *list = (struct cli_list){NULL, 0};
}

void cli_free(const struct cli_verb *verb, void *from)
{
    for (size_t i = 0; i < verb->n_options; i++)
        if (verb->options[i].kind == CLI_LIST)
            cli_list_free((struct cli_list *)((char *)from + verb->options[i].at));
}

static void print_option(const struct cli_option *o)
{
    char left[64];
    int n = o->letter ? snprintf(left, sizeof(left), "-%c, --%s", o->letter, o->name)
                      : snprintf(left, sizeof(left), "    --%s", o->name);

    if (o->arg)
        snprintf(left + n, sizeof(left) - (size_t)n, "%c%s", o->letter ? ' ' : '=', o->arg);
    printf("  %-*s%s\n", NAME_COLUMN - 2, left, o->doc);
}

static void print_help(const struct cli_verb *verb)
{
    printf("%s\n\nusage: wirespeak %s [OPTIONS] %s (man wirespeak-%s tells more)\n\n",
           verb->examples, verb->name, verb->operands, verb->name);
    for (size_t i = 0; i < verb->n_options; i++)
        print_option(&verb->options[i]);
}

static bool set_choice(const struct cli_option *o, const char *value, int *to)
{
    const char *at = o->choices;
    size_t len = strlen(value);

    for (int i = 0;; i++) {
        size_t n = strcspn(at, " ");
        if (n == len && memcmp(at, value, n) == 0) {
            *to = i;
            return true;
        }
        if (at[n] == '\0')
            return false;
        at += n + 1;
    }
}

bool cli_option_set(const struct cli_option *o, const char *value, void *into)
{
    void *at = (char *)into + o->at;

    if (o->kind == CLI_CHOICE)
        return set_choice(o, value, at);
    return o->kind == CLI_NUMBER && ws_parse_uint(value, (uint64_t *)at) && *(uint64_t *)at > 0;
}

static int refuse(const struct cli_verb *verb, const char *shown, const char *value,
                  const struct cli_option *o)
{
    if (o->kind == CLI_CHOICE)
        return cli_fail(CLI_USAGE, verb->name, "%s: '%s' is none of: %s", shown, value, o->choices);
    if (o->kind == CLI_SIZE)
        return cli_fail(CLI_USAGE, verb->name, "%s: '%s' is not a size such as 64k, 4M or 1G",
                        shown, value);
    return cli_fail(CLI_USAGE, verb->name, "%s: '%s' is not a number of 1 or more", shown, value);
}

/* Answers CLI_GO_ON or the exit code. */
static int set(const struct cli_verb *verb, const struct cli_option *o, const char *value,
               void *into)
{
    char shown[64];
    void *at = (char *)into + o->at;

    snprintf(shown, sizeof(shown), "--%s", o->name);
    switch (o->kind) {
    case CLI_FLAG:
        *(bool *)at = true;
        break;
    case CLI_NUMBER:
    case CLI_CHOICE:
        if (!cli_option_set(o, value, into))
            return refuse(verb, shown, value, o);
        break;
    case CLI_SIZE:
        if (!ws_parse_size(value, (uint64_t *)at) || *(uint64_t *)at == 0)
            return refuse(verb, shown, value, o);
        break;
    case CLI_TEXT:
        *(const char **)at = value;
        break;
    case CLI_LIST:
        cli_list_add(at, value);
        break;
    case CLI_HELP:
        print_help(verb);
        return cli_close_stdout();
    }
    return CLI_GO_ON;
}

/* getopt's own form of the table. */
struct parser {
    struct option longs[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
};

static void make_parser(const struct cli_verb *verb, struct parser *p)
{
    size_t n = 0;

    p->letters[n++] = ':'; /* tells a missing argument apart, and prints nothing */
    for (size_t i = 0; i < verb->n_options; i++) {
        const struct cli_option *o = &verb->options[i];
        p->longs[i] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL,
                                      LONG_ONLY + (int)i};
        if (o->letter)
            p->letters[n++] = o->letter;
        if (o->letter && o->arg)
            p->letters[n++] = ':';
    }
    p->longs[verb->n_options] = (struct option){NULL, 0, NULL, 0};
    p->letters[n] = '\0';
}

static const struct cli_option *find(const struct cli_verb *verb, int c)
{
    if (c >= LONG_ONLY)
        return &verb->options[c - LONG_ONLY];
    for (size_t i = 0; i < verb->n_options; i++)
        if (c != 0 && verb->options[i].letter == c)
            return &verb->options[i];
    return NULL;
}

static int fail_unknown(const struct cli_verb *verb, const char *given)
{
    const char *names[OPTIONS_MAX];
    char word[64];

    if (strncmp(given, "--", 2) != 0)
        return cli_fail(CLI_USAGE, verb->name,
                        "unknown option -%c; wirespeak %s --help lists all of them", optopt,
                        verb->name);
    snprintf(word, sizeof(word), "%.*s", (int)strcspn(given + 2, "="), given + 2);
    for (size_t i = 0; i < verb->n_options; i++)
        names[i] = verb->options[i].name;
    const char *near = ws_nearest(word, names, verb->n_options);
    if (near)
        return cli_fail(CLI_USAGE, verb->name, "unknown option --%s; did you mean --%s?", word,
                        near);
    return cli_fail(CLI_USAGE, verb->name,
                    "unknown option --%s; wirespeak %s --help lists all of them", word, verb->name);
}

/* getopt found something wrong with argv[optind - 1]. */
static int fail_option(const struct cli_verb *verb, int c, const char *given)
{
    const struct cli_option *o = find(verb, optopt);

    if (c == ':')
        return cli_fail(CLI_USAGE, verb->name, "--%s needs %s", o->name, o->arg);
    if (o && !o->arg)
        return cli_fail(CLI_USAGE, verb->name, "--%s takes no value", o->name);
    return fail_unknown(verb, given);
}

int cli_parse(const struct cli_verb *verb, int argc, char **argv, void *into,
              struct cli_list *operands)
{
    struct parser parser;
    int c, result = CLI_GO_ON;

    make_parser(verb, &parser);
    opterr = 0;
    optind = 1;
    while (result == CLI_GO_ON &&
           (c = getopt_long(argc, argv, parser.letters, parser.longs, NULL)) != -1) {
        if (c == '?' || c == ':')
            result = fail_option(verb, c, argv[optind - 1]);
        else
            result = set(verb, find(verb, c), optarg, into);
    }
    for (int i = optind; i < argc; i++)
        cli_list_add(operands, argv[i]);
    return result;
}
