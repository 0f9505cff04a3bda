/* Where events go: numbered lines into a file descriptor. */
#include "output/sink.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "output/facts.h"
#include "output/sml.h"
#include "output/text.h"
#include "output/tree.h"

enum { FLUSH_AT = 64 * 1024, LINE_MAX_BYTES = 1 << 30, DEFAULT_LINE = 256 << 20 };

struct ws_sink {
    struct ws_sink_config config;
    struct ws_buf out;
    struct ws_cut cut;
    uint64_t seq;
    enum ws_sink_end end;
    int error;
    struct ws_findings findings;
};

/* After the end the sink answers what ended it. */
static int answer(const struct ws_sink *sink)
{
    switch (sink->end) {
    case WS_SINK_OPEN:
        return 0;
    case WS_SINK_LIMIT:
    case WS_SINK_CLOSED:
        return WS_E_END;
    case WS_SINK_FAILED:
        return WS_E_IO;
    }
    return WS_E_INTERNAL;
}

/* A descriptor that was made non-blocking by others is waited for. */
static bool must_wait(int fd, int error)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};

    if (error == EINTR)
        return true;
    return (error == EAGAIN || error == EWOULDBLOCK) && (poll(&wait, 1, -1) >= 0 || errno == EINTR);
}

int ws_sink_flush(struct ws_sink *sink)
{
    size_t at = 0;

    while (at < sink->out.len && (sink->end == WS_SINK_OPEN || sink->end == WS_SINK_LIMIT)) {
        ssize_t n = write(sink->config.fd, sink->out.data + at, sink->out.len - at);
        if (n >= 0) {
            at += (size_t)n;
        } else if (!must_wait(sink->config.fd, errno)) {
            sink->end = errno == EPIPE ? WS_SINK_CLOSED : WS_SINK_FAILED;
            sink->error = errno;
        }
    }
    ws_buf_reset(&sink->out);
    return answer(sink);
}

/* A line is ready, or none: then `before` is where the buffer ended. */
static int end_line(struct ws_sink *sink, size_t before)
{
    if (sink->out.failed) {
        sink->out.failed = false;
        sink->out.len = before;
        return WS_E_LIMIT;
    }
    if (sink->out.len == before)
        return 0;
    sink->seq++;
    if (sink->config.limit > 0 && sink->seq >= sink->config.limit)
        sink->end = WS_SINK_LIMIT;
    if (sink->out.len >= FLUSH_AT || sink->end == WS_SINK_LIMIT)
        return ws_sink_flush(sink);
    return 0;
}

/* A line that is too long is written again with shorter arrays, in the end without its fields. */
static void put_json(struct ws_sink *sink, const struct ws_event *event)
{
    struct ws_cut *cut = sink->config.print.cut;
    size_t before = sink->out.len;
    uint64_t max = sink->config.max_elements;
    struct ws_event bare;

    for (;;) {
        *cut = (struct ws_cut){.max = max};
        ws_json_event(&sink->config.print, event, sink->seq + 1, &sink->out);
        bool fits = !sink->out.failed && sink->out.len - before <= sink->config.max_line;
        if (fits || !event->fields)
            return;
        sink->out.failed = false;
        sink->out.len = before;
        max = (max && max < cut->longest ? max : cut->longest) / 2;
        if (max == 0) {
            bare = *event;
            bare.fields = NULL;
            bare.n_errors = bare.n_errors < WS_EVENT_MAX_ERRORS ? bare.n_errors + 1 : bare.n_errors;
            bare.errors[bare.n_errors - 1] = (struct ws_event_error){
                "limit", "the line would be too long even without its arrays: no fields are shown",
                0};
            event = &bare;
        }
    }
}

static void put_event(struct ws_sink *sink, const struct ws_event *event)
{
    struct ws_print *print = &sink->config.print;

    switch (sink->config.form) {
    case WS_FORM_JSON:
        put_json(sink, event);
        break;
    case WS_FORM_TEXT:
        ws_text_event(print, event, &sink->out);
        break;
    case WS_FORM_TREE:
        ws_tree_event(print, event, &sink->out);
        break;
    case WS_FORM_SML:
        ws_sml_event(print, event, &sink->out);
        break;
    case WS_FORM_FIELDS:
        ws_columns_event(sink->config.columns, &(struct ws_subject){print, event, sink->seq + 1},
                         &sink->out);
        break;
    }
}

/* Peculiarities and guesses are told, and need nobody's attention. */
static bool has_warning(const struct ws_event *event)
{
    for (size_t i = 0; i < event->n_notes; i++)
        if (event->notes[i].level != WS_INFO)
            return true;
    return false;
}

static void count(struct ws_findings *findings, const struct ws_event *event)
{
    switch (event->type) {
    case WS_EVENT_MESSAGE:
        findings->messages++;
        findings->malformed += ws_event_is_faulty(event);
        findings->noted += has_warning(event) && !ws_event_is_faulty(event);
        break;
    case WS_EVENT_GAP:
        findings->gaps++;
        findings->gap_bytes += event->gap_length;
        break;
    case WS_EVENT_NOTICE:
        findings->notices++;
        break;
    case WS_EVENT_FLOW:
        break;
    }
}

static int take_event(void *self, const struct ws_event *event)
{
    struct ws_sink *sink = self;
    size_t before = sink->out.len;

    if (sink->end != WS_SINK_OPEN)
        return answer(sink);
    count(&sink->findings, event);
    if (sink->config.quiet)
        return 0;
    put_event(sink, event);
    return end_line(sink, before);
}

int ws_sink_new(const struct ws_sink_config *config, struct ws_sink **ret)
{
    struct ws_sink *sink = calloc(1, sizeof(*sink));

    if (!sink)
        return WS_E_NOMEM;
    sink->config = *config;
    sink->config.print.cut = &sink->cut;
    if (!config->max_line)
        sink->config.max_line = DEFAULT_LINE;
    ws_buf_init(&sink->out, LINE_MAX_BYTES);
    if (config->form == WS_FORM_FIELDS && config->columns->style.header && !config->quiet)
        ws_columns_header(config->columns, &sink->out);
    *ret = sink;
    return 0;
}

void ws_sink_free(struct ws_sink *sink)
{
    if (!sink)
        return;
    ws_buf_free(&sink->out);
    free(sink);
}

struct ws_event_sink ws_sink_events(struct ws_sink *sink)
{
    return (struct ws_event_sink){.self = sink, .event = take_event};
}

void ws_sink_set_file(struct ws_sink *sink, const char *file)
{
    sink->config.print.file = file;
}

void ws_sink_set_start(struct ws_sink *sink, int64_t ts_ns)
{
    ws_clock_start(&sink->config.print.clock, ts_ns);
}

int ws_sink_error(struct ws_sink *sink, const struct ws_report *at, const char *code,
                  const char *text)
{
    size_t before = sink->out.len;

    if (sink->config.form != WS_FORM_JSON || sink->config.quiet || sink->end != WS_SINK_OPEN)
        return answer(sink);
    ws_json_error(&sink->config.print, at, sink->seq + 1, code, text, &sink->out);
    return end_line(sink, before);
}

void ws_totals_table(const struct ws_total *totals, size_t n, struct ws_buf *out)
{
    for (size_t i = 0; i < n; i++)
        ws_buf_printf(out, "%15" PRIu64 "  %s%s\n", totals[i].value, totals[i].name,
                      totals[i].loss && totals[i].value > 0 ? "  !" : "");
}

/* The counters come last and do not count for the limit. */
int ws_sink_stats(struct ws_sink *sink, const struct ws_report *at, const struct ws_total *totals,
                  size_t n)
{
    struct ws_buf *out = &sink->out;

    if (sink->config.form == WS_FORM_JSON) {
        ws_json_stats_begin(&sink->config.print, at, ++sink->seq, out);
        for (size_t i = 0; i < n; i++)
            ws_json_stat(totals[i].name, totals[i].value, out);
        ws_json_stats_end(out);
    } else if (sink->config.form == WS_FORM_TEXT || sink->config.form == WS_FORM_TREE) {
        ws_totals_table(totals, n, out);
    }
    return ws_sink_flush(sink);
}

enum ws_sink_end ws_sink_ended(const struct ws_sink *sink)
{
    return sink->end;
}

int ws_sink_errno(const struct ws_sink *sink)
{
    return sink->error;
}

const struct ws_findings *ws_sink_findings(const struct ws_sink *sink)
{
    return &sink->findings;
}
