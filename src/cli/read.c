/* wirespeak read: captures in, events out. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/read_private.h"
#include "cli/say.h"
#include "cli/signals.h"
#include "cli/verbs.h"

static void tell_loss(struct reader *r)
{
    struct ws_buf loss;

    if (!cli_totals_lost(&r->totals))
        return;
    ws_buf_init(&loss, 1 << 16);
    cli_totals_loss(&r->totals, &loss);
    cli_say("read", "not all could be decoded: %.*s (--stats tells more)", (int)loss.len,
            (const char *)loss.data);
    ws_buf_free(&loss);
    if (r->options->strict)
        read_keep_worst(r, CLI_INPUT);
}

/* The last line for a person. */
static void tell_findings(const struct reader *r)
{
    const struct ws_findings *f = ws_sink_findings(r->sink);

    if ((r->form != WS_FORM_TEXT && r->form != WS_FORM_TREE) ||
        f->malformed + f->noted + f->notices == 0)
        return;
    cli_say("read",
            "%" PRIu64 " of %" PRIu64 " messages need attention: %" PRIu64 " malformed, %" PRIu64
            " with notes; %" PRIu64 " notices%s",
            f->malformed + f->noted, f->messages, f->malformed, f->noted, f->notices,
            r->form == WS_FORM_TEXT ? " (-T tree shows them whole)" : "");
}

static void print_statistics(struct reader *r)
{
    if (r->form == WS_FORM_FIELDS || r->form == WS_FORM_SML) {
        cli_totals_print(&r->totals);
        return;
    }
    int err = ws_sink_stats(r->sink, &r->last, r->totals.list, r->totals.n);
    if (err)
        read_stop_by(r, err);
}

static void finish(struct reader *r)
{
    read_flush(r);
    if (r->options->stats && r->result != CLI_LIMITS)
        print_statistics(r);
    tell_loss(r);
    tell_findings(r);
}

static int prepare(struct reader *r)
{
    const struct read_options *o = r->options;
    const struct cli_wishes wishes = {cli_read.name, &o->plugin_dirs,
                                      &o->protocols, &o->settings,
                                      &o->bindings,  o->form == WS_FORM_SML ? "sml" : NULL,
                                      &r->config,    true};
    struct ws_sink_config config;
    int result = cli_setup_find(&r->setup, &wishes);

    if (result == CLI_GO_ON)
        result = cli_setup_instances(&r->setup, &wishes);
    if (result == CLI_GO_ON)
        result = cli_setup_bindings(&r->setup, &wishes);
    if (result == CLI_GO_ON && o->print_config)
        return cli_config_print(&r->config, &cli_read, &r->setup, &wishes, o);
    r->paths = calloc(o->fields.n + 1, sizeof(*r->paths));
    if (!r->paths)
        return cli_fail(CLI_LIMITS, cli_read.name, "out of memory");
    if (result == CLI_GO_ON)
        result = read_options_output(o, (const struct ws_instance *const *)r->setup.instances,
                                     r->setup.n, &r->columns, r->paths, &config);
    if (result != CLI_GO_ON)
        return result;
    result = read_filter_prepare(&r->filter, o,
                                 (const struct ws_instance *const *)r->setup.instances, r->setup.n);
    if (result != CLI_GO_ON)
        return result;
    memcpy(config.print.colors, r->config.colors, sizeof(config.print.colors));
    r->form = config.form;
    r->workers = ws_pipeline_can_share(&config) ? read_options_workers(o) : 1;
    if (ws_sink_new(&config, &r->sink))
        return cli_fail(CLI_LIMITS, cli_read.name, "out of memory");
    return CLI_GO_ON;
}

static void read_all(struct reader *r)
{
    if (r->options->verbose)
        for (size_t i = 0; i < r->setup.n; i++)
            cli_say("plugin", "%s", ws_instance_plugin(r->setup.instances[i])->name);
    for (size_t i = 0; i < r->options->files.n && !r->over; i++)
        read_file(r, r->options->files.items[i]);
    finish(r);
}

int cli_read_run(const struct cli_verb *verb, int argc, char **argv)
{
    struct read_options options;
    struct reader reader = {.options = &options};
    struct cli_list operands = {NULL, 0};

    read_options_init(&options);
    int result = cli_parse(verb, argc, argv, &options, &operands);
    for (size_t i = 0; i < operands.n; i++)
        cli_list_add(&options.files, operands.items[i]);
    if (options.guess_lines)
        cli_list_add(&options.settings, "tcpip.guess_lines=true");
    if (result == CLI_GO_ON)
        result = cli_config_use(&reader.config, verb, options.config, &options);
    if (result == CLI_GO_ON && options.files.n == 0 && !options.print_config)
        result = cli_fail(CLI_USAGE, verb->name,
                          "no capture was given; wirespeak read FILE, or - for standard input");
    if (result == CLI_GO_ON)
        result = prepare(&reader);
    if (result == CLI_GO_ON) {
        cli_signals_catch();
        read_all(&reader);
        result = reader.result;
    }
    int written = read_filter_done(&reader.filter, &options);
    if (written > result)
        result = written;
    ws_sink_free(reader.sink);
    free(reader.paths);
    cli_setup_free(&reader.setup);
    cli_config_free(&reader.config);
    cli_totals_free(&reader.totals);
    cli_list_free(&operands);
    cli_free(verb, &options);
    return result;
}
