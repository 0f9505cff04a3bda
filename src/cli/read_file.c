/* One capture being read: packets in, events out. */
#include "cli/read_private.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/source.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/signals.h"

enum { PROGRESS_EVERY = 1024 /* packets */, WHY_MAX = 512 };

/* One file being read. */
struct pass {
    struct ws_source *source;
    struct ws_pipeline *pipeline;
    struct cli_progress progress;
    bool streams; /* somebody waits for what we print */
    bool scouts;  /* nothing is printed, another pass follows */
};

static const char *shown_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

void read_keep_worst(struct reader *r, int result)
{
    if (result > r->result)
        r->result = result;
}

/* What the engine or the sink answered ends the run. */
void read_stop_by(struct reader *r, int err)
{
    r->over = true;
    if (err == WS_E_END || r->told)
        return;
    r->told = true;
    if (err == WS_E_IO)
        read_keep_worst(r, cli_fail(CLI_LIMITS, "standard output", "cannot write: %s",
                                    strerror(ws_sink_errno(r->sink))));
    else if (err == WS_E_LIMIT)
        read_keep_worst(r, cli_fail(CLI_LIMITS, "standard output", "a line is longer than 1 GiB"));
    else
        read_keep_worst(r, cli_fail(CLI_LIMITS, "read", "%s", ws_strerror(err)));
}

void read_flush(struct reader *r)
{
    int err = ws_sink_flush(r->sink);
    if (err)
        read_stop_by(r, err);
}

/* Whether the next packet may take a while. */
static bool may_block(const char *path)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    return strcmp(path, "-") != 0 || poll(&in, 1, 0) == 0;
}

static void print_statistics(const struct reader *r, struct ws_pipeline *pipeline)
{
    struct cli_totals now = {0};

    cli_totals_merge(&now, &r->totals);
    cli_totals_add(&now, pipeline);
    cli_totals_print(&now);
    cli_totals_free(&now);
}

static int take_packet(struct reader *r, struct pass *pass, const struct ws_packet *packet)
{
    if (r->packets++ == 0)
        ws_sink_set_start(r->sink, packet->ts_ns);
    r->last.any_packet = true;
    r->last.ts_ns = packet->ts_ns;
    r->last.frame = packet->frame;
    if (r->packets % PROGRESS_EVERY == 0)
        cli_progress_update(&pass->progress, ws_source_position(pass->source));
    return ws_pipeline_packet(pass->pipeline, packet);
}

/* All that was read so far, since more may take a while. */
static void show(struct reader *r, struct pass *pass)
{
    int err = ws_pipeline_drain(pass->pipeline);

    if (err)
        read_stop_by(r, err);
    read_flush(r);
}

/* Until the file ends, or the user or the sink says so. Answers what the source said last. */
static int read_packets(struct reader *r, struct pass *pass)
{
    struct ws_packet packet;
    int err = 0;

    while (!r->over && !cli_signals_stop()) {
        if (cli_signals_statistics())
            print_statistics(r, pass->pipeline);
        if (r->options->packets > 0 && r->packets == r->options->packets)
            break;
        err = ws_source_next(pass->source, &packet);
        if (err)
            break;
        int taken = take_packet(r, pass, &packet);
        if (taken)
            read_stop_by(r, taken);
        else if (pass->streams && may_block(ws_source_name(pass->source)))
            show(r, pass);
    }
    r->over |= cli_signals_stop() || (r->options->packets && r->packets == r->options->packets);
    return cli_signals_stop() ? 0 : err;
}

static void tell_damage(struct reader *r, const struct ws_source *source, int err)
{
    const char *name = shown_name(ws_source_name(source)), *why = ws_source_why(source);
    bool cut = err == WS_E_TRUNCATED;
    char text[WHY_MAX];

    snprintf(text, sizeof(text), "%s after frame %" PRIu64 ": %s", cut ? "ends early" : "damaged",
             r->last.frame, why[0] ? why : ws_strerror(err));
    read_keep_worst(r, cli_fail(CLI_INPUT, name, "%s; everything before it was read", text));
    int told = ws_sink_error(r->sink, &r->last, cut ? "truncated" : "damaged", text);
    if (told)
        read_stop_by(r, told);
}

static void read_source(struct reader *r, struct pass *pass)
{
    uint64_t before = r->packets;

    cli_progress_begin(&pass->progress, ws_source_size(pass->source));
    int err = read_packets(r, pass);
    cli_progress_wipe(&pass->progress);
    int finished = ws_pipeline_finish(pass->pipeline);
    if (finished)
        read_stop_by(r, finished);
    r->filter.given_up += ws_pipeline_given_up(pass->pipeline);
    if (pass->scouts)
        return;
    if (err && err != WS_E_END)
        tell_damage(r, pass->source, err);
    cli_totals_add(&r->totals, pass->pipeline);
    if (r->options->verbose)
        cli_say(shown_name(ws_source_name(pass->source)), "%" PRIu64 " packets",
                r->packets - before);
}

/* Reads the file once; `gate` says what becomes of its events. False: it could not be opened. */
static bool read_once(struct reader *r, const char *path, const struct ws_gate_config *gate)
{
    struct pass pass = {.scouts = gate && gate->task == WS_GATE_SCOUT};
    char why[WHY_MAX];
    const struct ws_engine_config config = {
        .instances = (const struct ws_instance *const *)r->setup.instances,
        .n_instances = r->setup.n,
        .bindings = r->setup.bindings,
        .n_bindings = r->setup.n_bindings,
        .flows = r->options->flows,
        .memory = r->options->memory,
        .overlap_last = r->options->overlap,
        .verify_checksums = r->options->verify_checksums,
    };
    if (ws_source_open(path, &pass.source, why, sizeof(why))) {
        read_keep_worst(r, cli_fail(CLI_INPUT, shown_name(path), "%s", why));
        return false;
    }
    r->last = (struct ws_report){.file = r->options->files.n > 1 ? path : NULL};
    ws_sink_set_file(r->sink, r->last.file);
    int err = ws_pipeline_new(&config, gate, r->sink, r->workers, &pass.pipeline);
    if (err) {
        read_stop_by(r, err);
    } else {
        pass.streams = ws_source_size(pass.source) == 0;
        read_source(r, &pass);
        ws_pipeline_free(pass.pipeline);
    }
    ws_source_close(pass.source);
    return true;
}

/* Which flows are kept shows at the end of the file only: it is read for that alone before. */
static bool scout(struct reader *r, const char *path, struct ws_picks *picks)
{
    const struct ws_gate_config gate = {WS_GATE_SCOUT, r->filter.filter, picks};
    uint64_t packets = r->packets;

    if (!read_once(r, path, &gate) || cli_signals_stop() || r->told)
        return false;
    r->packets = packets;
    r->over = false;
    return true;
}

static void read_again(struct reader *r, const char *path, struct ws_picks *picks)
{
    bool whole = r->options->whole_flows;
    const struct ws_gate_config gate = {whole ? WS_GATE_FLOWS : WS_GATE_KEEP, r->filter.filter,
                                        picks};

    if (whole && !scout(r, path, picks))
        return;
    if (read_once(r, path, &gate) && r->filter.writer && !r->told)
        read_keep_worst(r, read_filter_write(&r->filter, r->options, path, picks, r->last.frame));
}

void read_file(struct reader *r, const char *path)
{
    const struct ws_gate_config gate = {WS_GATE_KEEP, r->filter.filter, NULL};
    struct ws_picks *picks;

    if (!read_filter_reads_again(r->options)) {
        read_once(r, path, &gate);
    } else if (ws_picks_new(&picks)) {
        read_stop_by(r, WS_E_NOMEM);
    } else {
        read_again(r, path, picks);
        ws_picks_free(picks);
    }
}
