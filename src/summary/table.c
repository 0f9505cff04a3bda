/* The tables that plugins declare for the summary: events that go together are one row. */
#include "summary/table.h"

#include <string.h>

#include "summary/key.h"

enum { CELLS_MAX = 64 << 20 /* bytes of a table's values */, KEY_MAX = 1 << 16 };

void ws_rows_init(struct ws_rows *r, const struct ws_summary_table *table, uint64_t seed)
{
    *r = (struct ws_rows){.table = table};
    ws_tally_init(&r->tally, sizeof(struct ws_summary_row), WS_ROWS_MAX, seed);
    ws_arena_init(&r->cells, CELLS_MAX);
    ws_buf_init(&r->scratch, KEY_MAX);
}

void ws_rows_free(struct ws_rows *r)
{
    ws_tally_free(&r->tally);
    ws_arena_free(&r->cells);
    ws_buf_free(&r->scratch);
}

static bool fits(const char *pattern, const char *name)
{
    size_t len = strlen(pattern);

    if (len > 0 && pattern[len - 1] == '*')
        return strncmp(pattern, name, len - 1) == 0;
    return strcmp(pattern, name) == 0;
}

static bool has(const char *const *list, const char *name)
{
    for (; list && *list; list++)
        if (fits(*list, name))
            return true;
    return false;
}

bool ws_summary_has_message(const struct ws_summary_table *table, const char *name)
{
    return has(table->messages, name);
}

bool ws_summary_has_code(const struct ws_summary_table *table, const char *code)
{
    return has(table->codes, code);
}

/* The cell of one path, borrowed until the next. */
static struct ws_bytes cell_of(struct ws_rows *r, const struct ws_event *event, const char *code,
                               const char *path)
{
    ws_buf_reset(&r->scratch);
    ws_cell_add(event, code, path, &r->scratch);
    r->failed |= r->scratch.failed;
    return (struct ws_bytes){r->scratch.data, r->scratch.len};
}

static bool is_absent(struct ws_bytes cell)
{
    return cell.len == 0 || cell.data[0] == WS_CELL_ABSENT;
}

static bool same(struct ws_bytes a, struct ws_bytes b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static void add_each(struct ws_rows *r, struct ws_summary_row *row, struct ws_bytes cell)
{
    if (is_absent(cell))
        return;
    for (size_t i = 0; i < row->n_each; i++)
        if (same(row->each[i], cell))
            return;
    char *copy = row->n_each < WS_EACH_MAX ? ws_arena_text(&r->cells, cell.data, cell.len) : NULL;
    if (copy)
        row->each[row->n_each++] = (struct ws_bytes){(const uint8_t *)copy, cell.len};
    else
        row->more = true;
}

static void set_last(struct ws_rows *r, struct ws_summary_row *row, struct ws_bytes cell)
{
    if (is_absent(cell))
        return;
    if (!row->last_room)
        row->last_room = ws_arena_alloc(&r->cells, WS_CELL_ROOM);
    if (!row->last_room)
        return;
    memcpy(row->last_room, cell.data, cell.len);
    row->last = (struct ws_bytes){row->last_room, cell.len};
}

size_t ws_rows_add(struct ws_rows *r, const struct ws_event *event, const char *code)
{
    const struct ws_summary_table *t = r->table;

    ws_buf_reset(&r->scratch);
    for (size_t i = 0; i < t->n_by; i++)
        ws_cell_add(event, code, t->by[i].path, &r->scratch);
    struct ws_summary_row *row =
        r->scratch.failed
            ? NULL
            : ws_tally_at(&r->tally, (struct ws_bytes){r->scratch.data, r->scratch.len});
    r->failed |= r->scratch.failed || r->tally.failed;
    if (!row)
        return SIZE_MAX;
    if (row->count++ == 0)
        row->first_ns = event->ts_ns;
    row->last_ns = event->ts_ns;
    if (t->each.key)
        add_each(r, row, cell_of(r, event, code, t->each.path));
    if (t->last.key)
        set_last(r, row, cell_of(r, event, code, t->last.path));
    return ws_tally_number(&r->tally, row);
}

bool ws_row_shows(const struct ws_rows *r, const struct ws_summary_row *row)
{
    return r->table->kind != WS_SUMMARY_UNANSWERED || row->answered == 0;
}

double ws_row_rate(const struct ws_summary_row *row)
{
    int64_t ns = row->last_ns - row->first_ns;
    return row->count > 1 && ns > 0 ? (double)(row->count - 1) * 1e9 / (double)ns : 0;
}
