/* The summary as one JSON document. */
#include <stdlib.h>
#include <string.h>

#include "output/json_text.h"
#include "output/time.h"
#include "output/value.h"
#include "summary/key.h"
#include "summary/private.h"
#include "summary/rank.h"

enum { SCHEMA = 1 };

/* What is written, and with what. */
struct json {
    const struct ws_summary_view *view;
    struct ws_buf *out;
    bool failed;
};

/* A comma unless an object or array has just begun. */
static void put_comma(struct ws_buf *out)
{
    if (out->len > 0 && out->data[out->len - 1] != '{' && out->data[out->len - 1] != '[')
        ws_buf_byte(out, ',');
}

static void put_string(struct ws_buf *out, struct ws_bytes text)
{
    ws_json_string(out, text.data, text.len, WS_UTF8);
}

static void put_key(struct ws_buf *out, const char *key)
{
    put_comma(out);
    put_string(out, (struct ws_bytes){(const uint8_t *)key, strlen(key)});
    ws_buf_byte(out, ':');
}

static void put_uint(struct ws_buf *out, const char *key, uint64_t v)
{
    put_key(out, key);
    ws_json_u64(out, v, WS_INT64_AUTO);
}

static void put_text(struct ws_buf *out, const char *key, const char *text)
{
    put_key(out, key);
    put_string(out, (struct ws_bytes){(const uint8_t *)text, strlen(text)});
}

static void put_bytes(struct ws_buf *out, const char *key, struct ws_bytes text)
{
    put_key(out, key);
    put_string(out, text);
}

static void put_time(struct ws_buf *out, const char *key, int64_t ts_ns)
{
    struct ws_clock clock = {0};
    char text[WS_TIME_MAX];
    size_t len = ws_clock_rfc3339(&clock, text, ts_ns);

    put_bytes(out, key, (struct ws_bytes){(const uint8_t *)text, len});
}

static void put_end(struct ws_buf *out, const char *key, const struct ws_endpoint_view *end)
{
    put_key(out, key);
    ws_buf_byte(out, '"');
    ws_cell_end(end, out);
    ws_buf_byte(out, '"');
}

static void put_cell(struct ws_buf *out, const char *key, struct ws_cell cell)
{
    if (cell.kind == WS_CELL_ABSENT)
        return;
    if (cell.kind == WS_CELL_TEXT) {
        put_bytes(out, key, cell.text);
        return;
    }
    put_key(out, key);
    ws_buf_add(out, cell.text.data, cell.text.len);
}

static void open_list(struct ws_buf *out, const char *key)
{
    put_key(out, key);
    ws_buf_byte(out, '[');
}

static void put_times(struct ws_buf *out, const struct ws_quantiles *q)
{
    if (q->n == 0)
        return;
    put_key(out, "response_times");
    ws_buf_byte(out, '{');
    put_uint(out, "count", q->n);
    put_uint(out, "p50_ns", ws_quantiles_at(q, 500));
    put_uint(out, "p90_ns", ws_quantiles_at(q, 900));
    put_uint(out, "p99_ns", ws_quantiles_at(q, 990));
    put_uint(out, "max_ns", q->max);
    ws_buf_byte(out, '}');
}

static void put_answers(struct ws_buf *out, const struct ws_answers *a)
{
    put_uint(out, "answered", a->answered);
    put_uint(out, "unanswered", ws_unanswered(a));
    if (a->forgotten > 0)
        put_uint(out, "not_known", a->forgotten);
}

/* A list of a tally's entries: the first `top` of them, how many there are beside, and how many
 * events had no place. */
static void put_list(struct json *j, const char *key, const struct ws_tally *tally,
                     ws_worth_fn *worth, const void *self,
                     void (*put)(struct ws_buf *out, const void *self, const void *entry))
{
    struct ws_buf *out = j->out;
    size_t *numbers = NULL;
    ptrdiff_t ranked = ws_rank(tally, worth, self, &numbers);
    size_t n = ranked > 0 ? (size_t)ranked : 0, show = n;

    j->failed |= ranked < 0;
    if (j->view->top > 0 && j->view->top < n)
        show = j->view->top;
    open_list(out, key);
    for (size_t i = 0; i < show; i++) {
        put_comma(out);
        ws_buf_byte(out, '{');
        put(out, self, ws_tally_entry(tally, numbers[i]));
        ws_buf_byte(out, '}');
    }
    ws_buf_byte(out, ']');
    free(numbers);
    if (n + tally->dropped > show) {
        ws_buf_printf(out, ",\"%s_others\":", key);
        ws_buf_byte(out, '{');
        put_uint(out, "not_shown", n - show);
        put_uint(out, "dropped_events", tally->dropped);
        ws_buf_byte(out, '}');
    }
}

static uint64_t message_worth(const void *self, const void *entry)
{
    (void)self;
    return ((const struct ws_message_sum *)entry)->count;
}

static void put_message(struct ws_buf *out, const void *self, const void *entry)
{
    const struct ws_message_sum *m = entry;

    (void)self;
    put_bytes(out, "message", m->head.key);
    put_uint(out, "count", m->count);
    put_uint(out, "bytes", m->bytes);
    if (m->errors > 0)
        put_uint(out, "errors", m->errors);
    if (m->answers.asked > 0)
        put_answers(out, &m->answers);
    put_times(out, &m->times);
}

static uint64_t code_worth(const void *self, const void *entry)
{
    (void)self;
    return ((const struct ws_code_sum *)entry)->count;
}

static void put_code(struct ws_buf *out, const void *self, const void *entry)
{
    static const char *const kinds[] = {"error", "note", "notice"};
    static const char *const levels[] = {"info", "warning", "error"};
    const struct ws_code_sum *c = entry;

    (void)self;
    put_text(out, "kind", kinds[c->head.key.data[0]]);
    put_bytes(out, "code", ws_bytes_from(c->head.key, 1));
    put_text(out, "level", levels[c->level]);
    put_uint(out, "count", c->count);
    if (c->text)
        put_text(out, "text", c->text);
}

static uint64_t flow_worth(const void *self, const void *entry)
{
    const struct ws_flow_sum *f = entry;
    (void)self;
    return f->messages + f->gaps;
}

static void put_flow(struct ws_buf *out, const void *self, const void *entry)
{
    const struct ws_flow_sum *f = entry;

    (void)self;
    put_key(out, "flow_id");
    ws_json_hex(out, f->head.key.data, f->head.key.len);
    put_text(out, "proto", f->transport == WS_TCP ? "TCP" : "UDP");
    put_end(out, "client", &f->client);
    put_end(out, "server", &f->server);
    put_time(out, "first", f->first_ns);
    put_time(out, "last", f->last_ns);
    put_uint(out, "messages", f->messages);
    put_uint(out, "bytes", f->bytes);
    put_answers(out, &f->answers);
    put_uint(out, "gaps", f->gaps);
}

static uint64_t row_worth(const void *self, const void *entry)
{
    const struct ws_summary_row *row = entry;
    return ws_row_shows(self, row) ? row->count : 0;
}

static void put_row(struct ws_buf *out, const void *self, const void *entry)
{
    const struct ws_summary_table *table = ((const struct ws_rows *)self)->table;
    const struct ws_summary_row *row = entry;
    struct ws_cursor cells = ws_cursor(row->head.key), last = ws_cursor(row->last);

    for (size_t i = 0; i < table->n_by; i++)
        put_cell(out, table->by[i].key, ws_cell_take(&cells));
    put_uint(out, "count", row->count);
    if (table->kind == WS_SUMMARY_RATE && ws_row_rate(row) > 0) {
        put_key(out, "per_second");
        ws_json_double(out, ws_row_rate(row));
    }
    if (table->last.key && row->last.len > 0)
        put_cell(out, table->last.key, ws_cell_take(&last));
    if (!table->each.key)
        return;
    open_list(out, table->each.key);
    for (size_t i = 0; i < row->n_each; i++) {
        struct ws_cursor each = ws_cursor(row->each[i]);
        put_comma(out);
        put_string(out, ws_cell_take(&each).text);
    }
    ws_buf_byte(out, ']');
    if (row->more) {
        put_key(out, "more");
        ws_buf_text(out, "true");
    }
}

static void put_tables(struct json *j, const struct ws_protocol_sum *p)
{
    open_list(j->out, "tables");
    for (size_t i = 0; i < p->n_tables; i++) {
        const struct ws_rows *rows = &p->tables[i];
        put_comma(j->out);
        ws_buf_byte(j->out, '{');
        put_text(j->out, "key", rows->table->key);
        put_text(j->out, "title", rows->table->title);
        put_list(j, "rows", &rows->tally, row_worth, rows, put_row);
        ws_buf_byte(j->out, '}');
    }
    ws_buf_byte(j->out, ']');
}

static void put_protocol(struct json *j, const struct ws_protocol_sum *p)
{
    struct ws_buf *out = j->out;

    put_comma(out);
    ws_buf_byte(out, '{');
    put_text(out, "protocol", p->plugin->name);
    put_uint(out, "messages", p->messages);
    put_uint(out, "bytes", p->bytes);
    put_uint(out, "requests", p->requests);
    put_answers(out, &p->answers);
    put_times(out, &p->times);
    put_uint(out, "errors", p->errors);
    put_uint(out, "notes", p->noted);
    put_uint(out, "notices", p->notices);
    put_uint(out, "gaps", p->gaps);
    put_uint(out, "gap_bytes", p->gap_bytes);
    put_list(j, "by_message", &p->by_message, message_worth, NULL, put_message);
    put_list(j, "codes", &p->codes, code_worth, NULL, put_code);
    put_list(j, "flows", &p->flows, flow_worth, NULL, put_flow);
    put_tables(j, p);
    ws_buf_byte(out, '}');
}

static void put_file(struct ws_buf *out, const struct ws_summary_file *file)
{
    put_comma(out);
    ws_buf_byte(out, '{');
    put_text(out, "file", file->name);
    if (file->bytes > 0)
        put_uint(out, "bytes", file->bytes);
    put_uint(out, "packets", file->packets);
    if (file->packets > 0) {
        put_time(out, "first", file->first_ns);
        put_time(out, "last", file->last_ns);
    }
    if (file->error)
        put_text(out, "error", file->error);
    ws_buf_byte(out, '}');
}

int ws_summary_json(const struct ws_summary *s, const struct ws_summary_view *view,
                    struct ws_buf *out)
{
    struct json j = {.view = view, .out = out};

    ws_buf_byte(out, '{');
    put_uint(out, "schema", SCHEMA);
    open_list(out, "files");
    for (size_t i = 0; i < view->n_files; i++)
        put_file(out, &view->files[i]);
    ws_buf_byte(out, ']');
    open_list(out, "protocols");
    for (size_t i = 0; i < s->n_protocols; i++)
        put_protocol(&j, &s->protocols[i]);
    ws_buf_byte(out, ']');
    put_key(out, "stats");
    ws_buf_byte(out, '{');
    for (size_t i = 0; i < view->n_totals; i++)
        put_uint(out, view->totals[i].name, view->totals[i].value);
    ws_buf_text(out, "}}\n");
    return j.failed || out->failed ? WS_E_NOMEM : 0;
}
