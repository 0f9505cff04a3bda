/* The options of `read`, and what they mean for the output. */
#include "cli/read_options.h"

#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/color.h"
#include "cli/say.h"
#include "cli/verbs.h"

enum { UNSET = -1, MOST_BY_DEFAULT = 8 };

#define AT(member) offsetof(struct read_options, member)

// clang-format off
static const struct cli_option table[] = {
    {'r', "read", "FILE", "read this capture too; - is standard input", CLI_LIST, AT(files), NULL},
    {'c', "packets", "N", "stop after N packets", CLI_NUMBER, AT(packets), NULL},
    {0, "limit", "N", "stop after N events", CLI_NUMBER, AT(limit), NULL},
    {'Y', "filter", "EXPR", "keep events like 'hsms.stream == 6 and errors': docs/filters.md", CLI_TEXT, AT(filter), NULL},
    {0, "whole-flows", NULL, "keep all of a flow in which an event is kept", CLI_FLAG, AT(whole_flows), NULL},
    {'w', "write", "FILE", "write the packets of what is kept, as pcapng or .pcap", CLI_TEXT, AT(write), NULL},
    {0, "protocol", "NAMES", "use these plugins only: a,b", CLI_LIST, AT(protocols), NULL},
    {'d', "decode-as", "BINDING", "tcp.port==5000,NAME: this plugin for that port", CLI_LIST, AT(bindings), NULL},
    {0, "set", "SETTING", "NAME.key=value: an option of a plugin", CLI_LIST, AT(settings), NULL},
    {0, "plugin-dir", "DIR", "look for plugins here first", CLI_LIST, AT(plugin_dirs), NULL},
    {'T', "format", "FORM", "json, text, tree, fields or sml (terminal: text, else json)", CLI_CHOICE, AT(form), "json text tree fields sml"},
    {'e', "field", "PATH", "a column of -T fields: message, ancp.transaction_id", CLI_LIST, AT(fields), NULL},
    {'E', "field-style", "STYLE", "header=y separator=, quote=d occurrence=f aggregator=;", CLI_LIST, AT(styles), NULL},
    {'t', "time", "FORM", "a, ad, u: time of day, with date, UTC; r, d: since begin, event", CLI_CHOICE, AT(time), CLI_TIME_CHOICES},
    {0, "raw", NULL, "every message's bytes too", CLI_FLAG, AT(raw), NULL},
    {0, "flows", NULL, "begin and end of flows too", CLI_FLAG, AT(flows), NULL},
    {0, "stats", NULL, "counters at the end", CLI_FLAG, AT(stats), NULL},
    {0, "community-id", NULL, "add the Community ID, to join with Zeek and Suricata", CLI_FLAG, AT(community_id), NULL},
    {0, "int64", "MODE", "64-bit integers as auto, string or number", CLI_CHOICE, AT(int64), "auto string number"},
    {0, "show-secrets", NULL, "print passwords and the like", CLI_FLAG, AT(secrets), NULL},
    {0, "guess-lines", NULL, "take what looks like lines of text for such (tcpip)", CLI_FLAG, AT(guess_lines), NULL},
    {0, "color", "WHEN", "auto, always or never", CLI_CHOICE, AT(color), CLI_COLOR_CHOICES},
    {0, "strict", NULL, "exit 3 when something is missing in the capture", CLI_FLAG, AT(strict), NULL},
    {0, "max-elements", "N", "cut longer arrays, with a note (json)", CLI_NUMBER, AT(max_elements), NULL},
    {0, "max-line", "SIZE", "cut the longest arrays of longer lines (json; 256M)", CLI_SIZE, AT(max_line), NULL},
    {0, "memory", "SIZE", "beyond it the flows idle longest are closed (512M)", CLI_SIZE, AT(memory), NULL},
    {0, "overlap", "WHICH", "of bytes that came twice, the first or the last count", CLI_CHOICE, AT(overlap), "first last"},
    {0, "verify-checksums", NULL, "ignore packets with a wrong checksum", CLI_FLAG, AT(verify_checksums), NULL},
    {'j', "jobs", "N", "threads that decode; by default one per processor, at most 8", CLI_NUMBER, AT(jobs), NULL},
    {0, "config", "FILE", "settings (man wirespeak-config); none: not the user's own either", CLI_TEXT, AT(config), NULL},
    {0, "print-config", NULL, "print the settings in force and where they come from", CLI_FLAG, AT(print_config), NULL},
    {'q', "quiet", NULL, "print no events", CLI_FLAG, AT(quiet), NULL},
    {'v', "verbose", NULL, "say what is read, and by which plugins", CLI_FLAG, AT(verbose), NULL},
    {'h', "help", NULL, "print this", CLI_HELP, 0, NULL},
};
// clang-format on

void read_options_init(struct read_options *options)
{
    *options = (struct read_options){.form = UNSET, .time = UNSET, .color = UNSET};
}

/* The table's choices of -t, in their order. */
static enum ws_time_form time_form(int choice)
{
    static const enum ws_time_form forms[] = {WS_TIME_LOCAL, WS_TIME_DATE,     WS_TIME_DELTA,
                                              WS_TIME_DELTA, WS_TIME_RELATIVE, WS_TIME_UTC};
    return choice == UNSET ? WS_TIME_UNSET : forms[choice];
}

static enum ws_form form_of(const struct read_options *options)
{
    if (options->form != UNSET)
        return (enum ws_form)options->form;
    if (options->fields.n > 0)
        return WS_FORM_FIELDS;
    return isatty(STDOUT_FILENO) ? WS_FORM_TEXT : WS_FORM_JSON;
}

static int make_columns(const struct read_options *options,
                        const struct ws_instance *const *instances, size_t n,
                        struct ws_columns *columns, struct ws_path *paths)
{
    char why[WS_WHY_MAX];

    *columns = (struct ws_columns){WS_COLUMNS_STYLE_DEFAULT, paths, options->fields.n};
    for (size_t i = 0; i < options->styles.n; i++)
        if (!ws_columns_set(&columns->style, options->styles.items[i], why))
            return cli_fail(CLI_USAGE, "-E", "%s", why);
    for (size_t i = 0; i < options->fields.n; i++)
        if (ws_path_compile(options->fields.items[i], instances, n, &paths[i], why))
            return cli_fail(CLI_USAGE, "-e", "%s", why);
    return CLI_GO_ON;
}

static int check(const struct read_options *options, enum ws_form form)
{
    if (form == WS_FORM_FIELDS && options->fields.n == 0)
        return cli_fail(CLI_USAGE, "-T fields", "no column was asked for; -e message is one");
    if (form != WS_FORM_FIELDS && options->fields.n + options->styles.n > 0)
        return cli_fail(CLI_USAGE, options->fields.n ? "-e" : "-E",
                        "is for columns only; add -T fields");
    return CLI_GO_ON;
}

int read_options_output(const struct read_options *options,
                        const struct ws_instance *const *instances, size_t n,
                        struct ws_columns *columns, struct ws_path *paths,
                        struct ws_sink_config *ret)
{
    enum ws_form form = form_of(options);
    int result = check(options, form);

    if (result == CLI_GO_ON)
        result = make_columns(options, instances, n, columns, paths);
    *ret = (struct ws_sink_config){
        .fd = STDOUT_FILENO,
        .form = form,
        .columns = columns,
        .limit = options->limit,
        .quiet = options->quiet,
        .max_elements = options->max_elements,
        .max_line = options->max_line,
        .print = {.int64 = (enum ws_int64_mode)options->int64,
                  .time = time_form(options->time),
                  .raw = options->raw,
                  .secrets = options->secrets,
                  .community_id = options->community_id,
                  .color = cli_use_color(options->color)},
    };
    return result;
}

size_t read_options_workers(const struct read_options *options)
{
    cpu_set_t set;

    if (options->jobs > 0)
        return options->jobs < WS_PIPELINE_MAX_WORKERS ? (size_t)options->jobs
                                                       : WS_PIPELINE_MAX_WORKERS;
    int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < MOST_BY_DEFAULT ? (size_t)n : MOST_BY_DEFAULT;
}

const struct cli_verb cli_read = {
    .name = "read",
    .title = "decode captures into events",
    .operands = "[FILE...]",
    .examples = "  wirespeak read site.pcap\n"
                "  tcpdump -i eth0 -w - tcp port 6068 | wirespeak read -T text -\n"
                "  wirespeak read -e timestamp -e message -e ancp.transaction_id site.pcap",
    .options = table,
    .n_options = WS_LEN(table),
    .run = cli_read_run,
};
