/* One capture being summed up: packets in, counted events. */
#include "cli/summary_private.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/progress.h"
#include "cli/say.h"
#include "cli/signals.h"
#include "plugin/engine.h"

enum { PROGRESS_EVERY = 1024 /* packets */, WHY_MAX = 512 };

void summary_keep_worst(struct summary_run *run, int result)
{
    if (result > run->result)
        run->result = result;
}

/* The engine or the sink answered `err`. */
static void stop_by(struct summary_run *run, int err)
{
    run->over = true;
    if (err == WS_E_IO)
        summary_keep_worst(run, cli_fail(CLI_LIMITS, "standard output", "cannot write"));
    else if (err != WS_E_END)
        summary_keep_worst(run, cli_fail(CLI_LIMITS, "summary", "%s", ws_strerror(err)));
}

static void take_packet(struct summary_run *run, struct ws_engine *engine,
                        struct ws_summary_file *file, const struct ws_packet *packet)
{
    if (file->packets++ == 0)
        file->first_ns = packet->ts_ns;
    file->last_ns = packet->ts_ns;
    int err = ws_engine_packet(engine, packet);
    if (err)
        stop_by(run, err);
}

/* Until the file ends, or the user says so. Answers what the source said last. */
static int read_packets(struct summary_run *run, struct ws_engine *engine, struct ws_source *source,
                        struct ws_summary_file *file)
{
    struct cli_progress progress;
    struct ws_packet packet;
    int err = 0;

    cli_progress_begin(&progress, ws_source_size(source));
    progress.on |= progress.size > 0 && !run->follows && isatty(STDERR_FILENO);
    while (!run->over && !cli_signals_stop() && !(err = ws_source_next(source, &packet))) {
        take_packet(run, engine, file, &packet);
        if (file->packets % PROGRESS_EVERY == 0)
            cli_progress_update(&progress, ws_source_position(source));
    }
    cli_progress_wipe(&progress);
    run->over |= cli_signals_stop();
    return cli_signals_stop() || err == WS_E_END ? 0 : err;
}

static void tell_damage(struct summary_run *run, const struct ws_source *source, int err,
                        struct ws_summary_file *file)
{
    const char *why = ws_source_why(source);
    char text[WHY_MAX];

    snprintf(text, sizeof(text), "%s after frame %" PRIu64 ": %s",
             err == WS_E_TRUNCATED ? "ends early" : "damaged", file->packets,
             why[0] ? why : ws_strerror(err));
    file->error = run->errors[run->n_files] = strdup(text);
    summary_keep_worst(run,
                       cli_fail(CLI_INPUT, file->name, "%s; everything before it was read", text));
}

static void read_source(struct summary_run *run, struct ws_engine *engine, struct ws_source *source,
                        struct ws_summary_file *file)
{
    struct ws_engine_counts counts;
    int err = read_packets(run, engine, source, file), finished = ws_engine_finish(engine);

    if (finished && !run->over)
        stop_by(run, finished);
    if (err)
        tell_damage(run, source, err, file);
    if (run->summary)
        ws_summary_end_file(run->summary);
    ws_engine_counts(engine, &counts);
    cli_totals_count(&run->totals, &counts);
}

void summary_read_file(struct summary_run *run, const char *path)
{
    struct ws_summary_file *file = &run->files[run->n_files];
    struct ws_source *source;
    struct ws_engine *engine;
    char why[WHY_MAX];
    const struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)run->setup.instances,
        .n_instances = run->setup.n,
        .bindings = run->setup.bindings,
        .n_bindings = run->setup.n_bindings,
        .flows = run->follows,
        .memory = run->options->memory,
        .sink = run->follows ? cli_follow_sink(&run->follow) : ws_summary_sink(run->summary),
    };
    *file = (struct ws_summary_file){.name = strcmp(path, "-") == 0 ? "standard input" : path};
    if (ws_source_open(path, &source, why, sizeof(why))) {
        summary_keep_worst(run, cli_fail(CLI_INPUT, file->name, "%s", why));
        return;
    }
    file->bytes = ws_source_size(source);
    if (ws_engine_new(&config, &engine)) {
        stop_by(run, WS_E_NOMEM);
    } else {
        read_source(run, engine, source, file);
        run->n_files++;
        ws_engine_free(engine);
    }
    ws_source_close(source);
}
