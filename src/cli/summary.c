/* wirespeak summary: what one opens a capture for; and one conversation of it. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/color.h"
#include "cli/say.h"
#include "cli/signals.h"
#include "cli/summary_private.h"
#include "cli/verbs.h"

enum { UNSET = -1, FORM_JSON = 0, FORM_TEXT = 1, OUTPUT_MAX = 1 << 30 };

#define AT(member) offsetof(struct summary_options, member)

// clang-format off
static const struct cli_option table[] = {
    {'r', "read", "FILE", "read this capture too; - is standard input", CLI_LIST, AT(files), NULL},
    {0, "follow-flow", "ID", "print this conversation instead: a flow_id of events or tables", CLI_TEXT, AT(flow), NULL},
    {0, "top", "N", "rows of each table (text: 10, json: all)", CLI_NUMBER, AT(top), NULL},
    {'T', "format", "FORM", "json or text (terminal: text, else json)", CLI_CHOICE, AT(form), "json text"},
    {0, "protocol", "NAMES", "use these plugins only: a,b", CLI_LIST, AT(protocols), NULL},
    {'d', "decode-as", "BINDING", "tcp.port==5000,NAME: this plugin for that port", CLI_LIST, AT(bindings), NULL},
    {0, "set", "SETTING", "NAME.key=value: an option of a plugin", CLI_LIST, AT(settings), NULL},
    {0, "plugin-dir", "DIR", "look for plugins here first", CLI_LIST, AT(plugin_dirs), NULL},
    {0, "memory", "SIZE", "beyond it the flows idle longest are closed (512M)", CLI_SIZE, AT(memory), NULL},
    {0, "color", "WHEN", "auto, always or never", CLI_CHOICE, AT(color), CLI_COLOR_CHOICES},
    {0, "config", "FILE", "settings (man wirespeak-config); none: not the user's own either", CLI_TEXT, AT(config), NULL},
    {'h', "help", NULL, "print this", CLI_HELP, 0, NULL},
};
// clang-format on

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool is_text(const struct summary_options *options)
{
    return options->form == UNSET ? isatty(STDOUT_FILENO) : options->form == FORM_TEXT;
}

static int no_memory(void)
{
    return cli_fail(CLI_LIMITS, cli_summary.name, "out of memory");
}

static int set_up(struct summary_run *run)
{
    const struct summary_options *o = run->options;
    const struct cli_wishes wishes = {cli_summary.name, &o->plugin_dirs,
                                      &o->protocols,    &o->settings,
                                      &o->bindings,     NULL,
                                      &run->config,     true};
    int result = cli_setup_find(&run->setup, &wishes);

    if (result == CLI_GO_ON)
        result = cli_setup_instances(&run->setup, &wishes);
    if (result == CLI_GO_ON)
        result = cli_setup_bindings(&run->setup, &wishes);
    if (result != CLI_GO_ON)
        return result;
    run->files = calloc(o->files.n, sizeof(*run->files));
    run->errors = calloc(o->files.n, sizeof(*run->errors));
    return run->files && run->errors ? CLI_GO_ON : no_memory();
}

static void read_all(struct summary_run *run)
{
    cli_signals_catch();
    for (size_t i = 0; i < run->options->files.n && !run->over; i++)
        summary_read_file(run, run->options->files.items[i]);
}

static void tell_loss(const struct summary_run *run)
{
    struct ws_buf loss;

    if (!cli_totals_lost(&run->totals))
        return;
    ws_buf_init(&loss, 1 << 16);
    cli_totals_loss(&run->totals, &loss);
    cli_say(cli_summary.name, "not all could be decoded: %.*s", (int)loss.len,
            (const char *)loss.data);
    ws_buf_free(&loss);
}

static void print(struct summary_run *run, int64_t took_ns)
{
    const struct ws_summary_view view = {run->files,    run->n_files, run->totals.list,
                                         run->totals.n, took_ns,      run->options->top};
    struct ws_buf out;

    ws_buf_init(&out, OUTPUT_MAX);
    int err = is_text(run->options) ? ws_summary_text(run->summary, &view, &out)
                                    : ws_summary_json(run->summary, &view, &out);
    if (err)
        summary_keep_worst(run, no_memory());
    else
        fwrite(out.data, 1, out.len, stdout);
    ws_buf_free(&out);
    summary_keep_worst(run, cli_close_stdout());
}

static void sum_up(struct summary_run *run)
{
    int64_t begun_ns = now_ns();

    run->summary = ws_summary_new();
    if (!run->summary) {
        summary_keep_worst(run, no_memory());
        return;
    }
    read_all(run);
    if (run->n_files > 0 && run->result != CLI_LIMITS)
        print(run, now_ns() - begun_ns);
    tell_loss(run);
    ws_summary_free(run->summary);
}

static int make_json(struct cli_follow *follow)
{
    const struct ws_sink_config config = {.fd = STDOUT_FILENO, .form = WS_FORM_JSON};
    return ws_sink_new(&config, &follow->json) ? no_memory() : CLI_GO_ON;
}

static void follow_flow(struct summary_run *run)
{
    struct cli_follow *follow = &run->follow;

    *follow = (struct cli_follow){.color = cli_use_color(run->options->color),
                                  .colors = run->config.colors};
    int result = CLI_GO_ON;

    if (!cli_follow_id(run->options->flow, &follow->flow_id))
        result = cli_fail(CLI_USAGE, "--follow-flow",
                          "'%s' is no flow_id: 16 hex digits, as events and the tables of flows "
                          "have them",
                          run->options->flow);
    else if (!is_text(run->options))
        result = make_json(follow);
    if (result == CLI_GO_ON) {
        run->follows = true;
        read_all(run);
        if (cli_follow_end(follow) == WS_E_IO)
            result = cli_fail(CLI_LIMITS, "standard output", "cannot write");
        else
            result = cli_close_stdout();
    }
    if (result == CLI_OK && !follow->found && run->result == CLI_OK)
        result = cli_fail(CLI_USAGE, "--follow-flow",
                          "no flow %s is there; wirespeak summary --top 1000 lists flows",
                          run->options->flow);
    ws_sink_free(follow->json);
    summary_keep_worst(run, result);
}

static void free_run(struct summary_run *run)
{
    for (size_t i = 0; i < run->n_files; i++)
        free(run->errors[i]);
    free(run->errors);
    free(run->files);
    cli_totals_free(&run->totals);
    cli_setup_free(&run->setup);
    cli_config_free(&run->config);
}

static int act(const struct cli_verb *verb, struct summary_options *options)
{
    struct summary_run run = {.options = options};
    int result = cli_config_use(&run.config, verb, options->config, options);

    if (result == CLI_GO_ON)
        result = set_up(&run);
    if (result == CLI_GO_ON) {
        if (options->flow)
            follow_flow(&run);
        else
            sum_up(&run);
        result = run.result;
    }
    free_run(&run);
    return result;
}

static int run_verb(const struct cli_verb *verb, int argc, char **argv)
{
    struct summary_options options = {.form = UNSET, .color = UNSET};
    struct cli_list operands = {NULL, 0};
    int result = cli_parse(verb, argc, argv, &options, &operands);

    for (size_t i = 0; i < operands.n; i++)
        cli_list_add(&options.files, operands.items[i]);
    if (result == CLI_GO_ON && options.files.n == 0)
        result = cli_fail(CLI_USAGE, verb->name,
                          "no capture was given; wirespeak summary FILE, or - for standard input");
    if (result == CLI_GO_ON)
        result = act(verb, &options);
    cli_list_free(&operands);
    cli_free(verb, &options);
    return result;
}

const struct cli_verb cli_summary = {
    .name = "summary",
    .title = "sum captures up, or follow one conversation",
    .operands = "[FILE...]",
    .examples = "  wirespeak summary site.pcap\n"
                "  wirespeak summary site.pcap | jq '.protocols[].codes'\n"
                "  wirespeak summary --follow-flow 33eae908b31b3f96 site.pcap",
    .options = table,
    .n_options = WS_LEN(table),
    .run = run_verb,
};
