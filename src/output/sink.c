/* Where events go: numbered lines into a file descriptor. */
#include "output/sink.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "output/facts.h"
#include "output/value.h"

enum { FLUSH_AT = 64 * 1024, LINE_MAX_BYTES = 1 << 30 };

struct ws_sink {
    struct ws_sink_config config;
    struct ws_printer printer;
    struct ws_buf out;
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

static int write_all(struct ws_sink *sink, const uint8_t *data, size_t len)
{
    size_t at = 0;

    while (at < len && (sink->end == WS_SINK_OPEN || sink->end == WS_SINK_LIMIT)) {
        ssize_t n = write(sink->config.fd, data + at, len - at);
        if (n >= 0) {
            at += (size_t)n;
        } else if (!must_wait(sink->config.fd, errno)) {
            sink->end = errno == EPIPE ? WS_SINK_CLOSED : WS_SINK_FAILED;
            sink->error = errno;
        }
    }
    return answer(sink);
}

int ws_sink_flush(struct ws_sink *sink)
{
    int err = write_all(sink, sink->out.data, sink->out.len);
    ws_buf_reset(&sink->out);
    return err;
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
    ws_printer_event(&sink->printer, event, sink->seq + 1, &sink->out);
    return end_line(sink, before);
}

int ws_sink_new(const struct ws_sink_config *config, struct ws_sink **ret)
{
    struct ws_sink *sink = calloc(1, sizeof(*sink));

    if (!sink)
        return WS_E_NOMEM;
    sink->config = *config;
    ws_printer_init(&sink->printer, config);
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
    sink->printer.config.print.file = file;
}

struct ws_printer ws_sink_printer(const struct ws_sink *sink)
{
    struct ws_printer printer;
    struct ws_sink_config config = sink->printer.config;

    ws_printer_init(&printer, &config);
    return printer;
}

int ws_sink_line(struct ws_sink *sink, const uint8_t *line, size_t len, size_t seq_at)
{
    size_t before = sink->out.len;

    if (sink->end != WS_SINK_OPEN)
        return answer(sink);
    if (seq_at != WS_NO_SEQ) {
        ws_buf_add(&sink->out, line, seq_at);
        ws_put_u64(&sink->out, sink->seq + 1);
        line += seq_at;
        len -= seq_at;
    }
    if (len < FLUSH_AT) {
        ws_buf_add(&sink->out, line, len);
        return end_line(sink, before);
    }
    /* Long ones go out where they lie. */
    sink->seq++;
    int err = ws_sink_flush(sink);
    if (!err)
        err = write_all(sink, line, len);
    if (!err && sink->config.limit > 0 && sink->seq >= sink->config.limit)
        sink->end = WS_SINK_LIMIT;
    return err ? err : answer(sink);
}

void ws_sink_set_start(struct ws_sink *sink, int64_t ts_ns)
{
    ws_clock_start(&sink->printer.config.print.clock, ts_ns);
}

int ws_sink_error(struct ws_sink *sink, const struct ws_report *at, const char *code,
                  const char *text)
{
    size_t before = sink->out.len;

    if (sink->config.form != WS_FORM_JSON || sink->config.quiet || sink->end != WS_SINK_OPEN)
        return answer(sink);
    ws_json_error(&sink->printer.config.print, at, sink->seq + 1, code, text, &sink->out);
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
        ws_json_stats_begin(&sink->printer.config.print, at, ++sink->seq, out);
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
