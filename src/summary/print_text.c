/* The summary as aligned tables for people. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "output/facts.h"
#include "output/line.h"
#include "output/value.h"
#include "plugin/grid.h"
#include "summary/key.h"
#include "summary/private.h"
#include "summary/rank.h"

enum { TOP = 10, INDENT = 2, EACH_WIDTH = 60, CELL_MAX = 1 << 12 };

/* What all parts write with. */
struct text {
    const struct ws_summary_view *view;
    struct ws_buf *out;
    struct ws_buf cell; /* a cell being made */
    bool failed;
};

/* Cells */

/* 2 812 655 */
static void put_count(struct ws_buf *out, uint64_t n)
{
    if (n >= 1000) {
        put_count(out, n / 1000);
        ws_buf_printf(out, " %03u", (unsigned)(n % 1000));
    } else {
        ws_put_u64(out, n);
    }
}

static void put_size(struct ws_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    double v = (double)bytes;
    size_t i = 0;

    for (; v >= 999.5 && i + 1 < WS_LEN(units); i++)
        v /= 1000;
    ws_buf_printf(out, "%.*f %s", i > 0 && v < 9.995 ? 2 : i > 0 && v < 99.95 ? 1 : 0, v, units[i]);
}

static void put_duration(struct ws_buf *out, int64_t ns)
{
    int64_t s = ns / 1000000000;

    if (s < 60)
        ws_line_duration(ns, out);
    else if (s < 3600)
        ws_buf_printf(out, "%" PRId64 " min %" PRId64 " s", s / 60, s % 60);
    else
        ws_buf_printf(out, "%" PRId64 " h %" PRId64 " min", s / 3600, s % 3600 / 60);
}

static void end_cell(struct text *t, struct ws_grid *grid)
{
    ws_grid_text(grid, t->cell.data ? (const char *)t->cell.data : "", t->cell.len);
    t->failed |= t->cell.failed;
    ws_buf_reset(&t->cell);
}

static void count_cell(struct text *t, struct ws_grid *grid, uint64_t n)
{
    put_count(&t->cell, n);
    end_cell(t, grid);
}

static void size_cell(struct text *t, struct ws_grid *grid, uint64_t bytes)
{
    put_size(&t->cell, bytes);
    end_cell(t, grid);
}

static void quantile_cell(struct text *t, struct ws_grid *grid, const struct ws_quantiles *q,
                          unsigned per_mille)
{
    if (q->n > 0)
        ws_line_duration((int64_t)ws_quantiles_at(q, per_mille), &t->cell);
    end_cell(t, grid);
}

static void put_text(struct ws_buf *out, struct ws_bytes text, size_t max)
{
    ws_terminal_text(out, text, WS_UTF8, max);
}

static void text_cell(struct text *t, struct ws_grid *grid, const char *text)
{
    put_text(&t->cell, (struct ws_bytes){(const uint8_t *)text, strlen(text)}, SIZE_MAX);
    end_cell(t, grid);
}

/* Tables. The grid's last column is one for long texts: tables that end in numbers leave it empty.
 */

static void put_heads(struct ws_grid *grid, const char *const *heads, size_t n)
{
    ws_grid_row(grid);
    for (size_t i = 0; i < n; i++)
        ws_grid_cell(grid, "%s", heads[i]);
}

static void begin_table(struct text *t, const struct ws_protocol_sum *p, const char *title)
{
    ws_buf_printf(t->out, "\n%s: %s\n", p->plugin->name, title);
}

static size_t shown(const struct text *t, size_t n)
{
    size_t top = t->view->top ? t->view->top : TOP;
    return n < top ? n : top;
}

/* What is not shown of a table, and what there was no place for. */
static void end_table(struct text *t, struct ws_grid *grid, size_t n, uint64_t dropped)
{
    size_t more = n - shown(t, n);

    t->failed |= grid->failed;
    ws_grid_print(grid, INDENT, t->out);
    if (more > 0)
        ws_buf_printf(t->out, "%*s… %zu more (--top %zu shows them)\n", INDENT, "", more, n);
    if (dropped > 0)
        ws_buf_printf(t->out,
                      "%*s… and %" PRIu64 " events of others, for which there was no place\n",
                      INDENT, "", dropped);
}

/* The numbers of the entries worth most; NULL when there are none. */
static size_t *ranked(struct text *t, const struct ws_tally *tally, ws_worth_fn *worth,
                      const void *self, size_t *ret_n)
{
    size_t *numbers = NULL;
    ptrdiff_t n = ws_rank(tally, worth, self, &numbers);

    t->failed |= n < 0;
    *ret_n = n > 0 ? (size_t)n : 0;
    if (n > 0)
        return numbers;
    free(numbers);
    return NULL;
}

static uint64_t count_of_message(const void *self, const void *entry)
{
    (void)self;
    return ((const struct ws_message_sum *)entry)->count;
}

static void unanswered_cell(struct text *t, struct ws_grid *grid, const struct ws_answers *a)
{
    if (a->asked > 0)
        put_count(&t->cell, ws_unanswered(a));
    end_cell(t, grid);
}

static void put_messages(struct text *t, const struct ws_protocol_sum *p)
{
    static const char *const heads[] = {"message", "count", "unanswered", "p50",
                                        "p90",     "p99",   "max"};
    size_t n, *numbers = ranked(t, &p->by_message, count_of_message, NULL, &n);
    struct ws_grid grid;

    if (!numbers)
        return;
    begin_table(t, p, "messages");
    ws_grid_init(&grid, WS_LEN(heads) + 1, ~1U);
    put_heads(&grid, heads, WS_LEN(heads));
    for (size_t i = 0; i < shown(t, n); i++) {
        const struct ws_message_sum *m = ws_tally_entry(&p->by_message, numbers[i]);
        ws_grid_row(&grid);
        ws_grid_text(&grid, (const char *)m->head.key.data, m->head.key.len);
        count_cell(t, &grid, m->count);
        unanswered_cell(t, &grid, &m->answers);
        quantile_cell(t, &grid, &m->times, 500);
        quantile_cell(t, &grid, &m->times, 900);
        quantile_cell(t, &grid, &m->times, 990);
        quantile_cell(t, &grid, &m->times, 1000);
    }
    free(numbers);
    end_table(t, &grid, n, p->by_message.dropped);
}

static uint64_t count_of_code(const void *self, const void *entry)
{
    (void)self;
    return ((const struct ws_code_sum *)entry)->count;
}

static void put_codes(struct text *t, const struct ws_protocol_sum *p)
{
    static const char *const heads[] = {"", "code", "count", "such as"};
    static const char *const kinds[] = {"error", "note", "notice"};
    size_t n, *numbers = ranked(t, &p->codes, count_of_code, NULL, &n);
    struct ws_grid grid;

    if (!numbers)
        return;
    begin_table(t, p, "errors, notes and notices");
    ws_grid_init(&grid, WS_LEN(heads), 1 << 2);
    put_heads(&grid, heads, WS_LEN(heads));
    for (size_t i = 0; i < shown(t, n); i++) {
        const struct ws_code_sum *c = ws_tally_entry(&p->codes, numbers[i]);
        ws_grid_row(&grid);
        ws_grid_cell(&grid, "%s", kinds[c->head.key.data[0]]);
        ws_grid_text(&grid, (const char *)c->head.key.data + 1, c->head.key.len - 1);
        count_cell(t, &grid, c->count);
        text_cell(t, &grid, c->text ? c->text : "");
    }
    free(numbers);
    end_table(t, &grid, n, p->codes.dropped);
}

static uint64_t count_of_flow(const void *self, const void *entry)
{
    const struct ws_flow_sum *f = entry;
    (void)self;
    return f->messages + f->gaps;
}

static void put_flows(struct text *t, const struct ws_protocol_sum *p)
{
    static const char *const heads[] = {"flow", "messages", "size", "unanswered",
                                        "client and server"};
    size_t n, *numbers = ranked(t, &p->flows, count_of_flow, NULL, &n);
    struct ws_grid grid;

    if (!numbers)
        return;
    begin_table(t, p, "flows");
    ws_grid_init(&grid, WS_LEN(heads), ~1U);
    put_heads(&grid, heads, WS_LEN(heads));
    for (size_t i = 0; i < shown(t, n); i++) {
        const struct ws_flow_sum *f = ws_tally_entry(&p->flows, numbers[i]);
        ws_grid_row(&grid);
        ws_grid_cell(&grid, "%016" PRIx64, ws_load_be(f->head.key.data, 8));
        count_cell(t, &grid, f->messages);
        size_cell(t, &grid, f->bytes);
        count_cell(t, &grid, ws_unanswered(&f->answers));
        ws_cell_end(&f->client, &t->cell);
        ws_buf_text(&t->cell, " → ");
        ws_cell_end(&f->server, &t->cell);
        end_cell(t, &grid);
    }
    free(numbers);
    end_table(t, &grid, n, p->flows.dropped);
}

/* What the plugin declares */

static void head_cell(struct text *t, struct ws_grid *grid, const char *key)
{
    for (; *key; key++)
        ws_buf_byte(&t->cell, (uint8_t)(*key == '_' ? ' ' : *key));
    end_cell(t, grid);
}

static void row_head(struct text *t, struct ws_grid *grid, const struct ws_summary_table *table)
{
    ws_grid_row(grid);
    for (size_t i = 0; i < table->n_by; i++)
        head_cell(t, grid, table->by[i].key);
    ws_grid_cell(grid, "%s", "count");
    if (table->kind == WS_SUMMARY_RATE)
        ws_grid_cell(grid, "%s", "a second");
    if (table->last.key)
        head_cell(t, grid, table->last.key);
    if (table->each.key)
        head_cell(t, grid, table->each.key);
}

static void put_each(struct text *t, const struct ws_summary_row *row)
{
    for (size_t i = 0; i < row->n_each; i++) {
        struct ws_cursor c = ws_cursor(row->each[i]);
        ws_buf_text(&t->cell, i > 0 ? ", " : "");
        put_text(&t->cell, ws_cell_take(&c).text, EACH_WIDTH);
    }
    ws_buf_text(&t->cell, row->more ? ", …" : "");
}

static void put_row(struct text *t, struct ws_grid *grid, const struct ws_summary_table *table,
                    const struct ws_summary_row *row)
{
    struct ws_cursor cells = ws_cursor(row->head.key), last = ws_cursor(row->last);

    ws_grid_row(grid);
    for (size_t i = 0; i < table->n_by; i++) {
        struct ws_cell cell = ws_cell_take(&cells);
        put_text(&t->cell, cell.text, EACH_WIDTH);
        ws_buf_text(&t->cell, cell.kind == WS_CELL_ABSENT ? "-" : "");
        end_cell(t, grid);
    }
    count_cell(t, grid, row->count);
    if (table->kind == WS_SUMMARY_RATE)
        ws_grid_cell(grid, "%.4g", ws_row_rate(row));
    if (table->last.key) {
        put_text(&t->cell, ws_cell_take(&last).text, EACH_WIDTH);
        end_cell(t, grid);
    }
    if (table->each.key) {
        put_each(t, row);
        end_cell(t, grid);
    }
}

static uint64_t worth_of_row(const void *self, const void *entry)
{
    const struct ws_summary_row *row = entry;
    return ws_row_shows(self, row) ? row->count : 0;
}

static void begin_grid(struct ws_grid *grid, const struct ws_summary_table *table)
{
    bool rate = table->kind == WS_SUMMARY_RATE, last = table->last.key, each = table->each.key;

    ws_grid_init(grid, table->n_by + 1 + rate + last + each + (!last && !each),
                 (rate ? 3U : 1U) << table->n_by);
}

static void put_table(struct text *t, const struct ws_protocol_sum *p, const struct ws_rows *rows)
{
    const struct ws_summary_table *table = rows->table;
    size_t n, *numbers = ranked(t, &rows->tally, worth_of_row, rows, &n);
    struct ws_grid grid;

    if (!numbers)
        return;
    ws_buf_printf(t->out, "\n%s: %s: %zu\n", p->plugin->name, table->title, n);
    begin_grid(&grid, table);
    row_head(t, &grid, table);
    for (size_t i = 0; i < shown(t, n); i++)
        put_row(t, &grid, table, ws_tally_entry(&rows->tally, numbers[i]));
    free(numbers);
    end_table(t, &grid, n, rows->tally.dropped);
}

/* The whole */

static void put_file(struct text *t, const struct ws_summary_file *file)
{
    struct ws_buf *out = t->out;

    put_text(out, (struct ws_bytes){(const uint8_t *)file->name, strlen(file->name)}, SIZE_MAX);
    if (file->bytes > 0) {
        ws_buf_text(out, "  ");
        put_size(out, file->bytes);
    }
    ws_buf_text(out, "  ");
    put_count(out, file->packets);
    ws_buf_text(out, file->packets == 1 ? " packet" : " packets");
    if (file->packets > 0) {
        ws_buf_text(out, "  ");
        put_duration(out, file->last_ns - file->first_ns);
    }
}

static void put_files(struct text *t)
{
    for (size_t i = 0; i < t->view->n_files; i++) {
        put_file(t, &t->view->files[i]);
        if (i + 1 == t->view->n_files && t->view->took_ns > 0) {
            ws_buf_text(t->out, "    read in ");
            put_duration(t->out, t->view->took_ns);
        }
        ws_buf_byte(t->out, '\n');
    }
}

static void put_overview(struct text *t, const struct ws_summary *s)
{
    static const char *const heads[] = {"",    "messages", "requests", "unanswered",
                                        "p50", "p99",      "errors",   "gaps"};
    struct ws_grid grid;

    ws_grid_init(&grid, WS_LEN(heads) + 1, ~1U);
    put_heads(&grid, heads, WS_LEN(heads));
    for (size_t i = 0; i < s->n_protocols; i++) {
        const struct ws_protocol_sum *p = &s->protocols[i];
        ws_grid_row(&grid);
        text_cell(t, &grid, p->plugin->name);
        count_cell(t, &grid, p->messages);
        count_cell(t, &grid, p->requests);
        count_cell(t, &grid, ws_unanswered(&p->answers));
        quantile_cell(t, &grid, &p->times, 500);
        quantile_cell(t, &grid, &p->times, 990);
        count_cell(t, &grid, p->errors);
        count_cell(t, &grid, p->gaps);
    }
    t->failed |= grid.failed;
    ws_grid_print(&grid, INDENT, t->out);
}

static void put_protocol(struct text *t, const struct ws_protocol_sum *p)
{
    for (size_t i = 0; i < p->n_tables; i++)
        put_table(t, p, &p->tables[i]);
    put_codes(t, p);
    put_messages(t, p);
    put_flows(t, p);
    if (p->answers.forgotten > 0)
        ws_buf_printf(t->out,
                      "  %" PRIu64 " requests were open at a time when too many were: whether they "
                      "were answered is not known\n",
                      p->answers.forgotten);
}

int ws_summary_text(const struct ws_summary *s, const struct ws_summary_view *view,
                    struct ws_buf *out)
{
    struct text t = {.view = view, .out = out};

    ws_buf_init(&t.cell, CELL_MAX);
    put_files(&t);
    if (s->n_protocols > 0)
        put_overview(&t, s);
    else
        ws_buf_text(out, "no messages of any protocol (wirespeak plugins lists what there is)\n");
    for (size_t i = 0; i < s->n_protocols; i++)
        put_protocol(&t, &s->protocols[i]);
    ws_buf_free(&t.cell);
    return t.failed || out->failed ? WS_E_NOMEM : 0;
}
