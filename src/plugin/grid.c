/* Text for people in aligned columns. */
#include "plugin/grid.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    GAP = 2,
    LAST_MIN = 20, /* characters that the last column needs beside the others */
    BELOW = 4,     /* how far it is indented below them */
    MAX_CELL = 512,
    MAX_GRID = 16 << 20,
};

struct ws_grid_row {
    struct ws_grid_row *next;
    size_t n;
    bool line; /* its one cell begins at .column and is no part of that */
    size_t column;
    const char *cells[WS_GRID_COLUMNS];
};

struct layout {
    size_t width[WS_GRID_COLUMNS];
    size_t indent, last_at; /* where the last column begins */
};

static bool is_first_byte(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

static size_t characters(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += is_first_byte(text[i]);
    return n;
}

static void blanks(struct ws_buf *out, size_t n)
{
    while (n-- > 0)
        ws_buf_byte(out, ' ');
}

/** Bytes of the first `max` characters. */
static size_t bytes_of(const char *text, size_t len, size_t max)
{
    size_t i = 0;
    while (i < len && (max > 0 || !is_first_byte(text[i])))
        max -= is_first_byte(text[i++]);
    return i;
}

void ws_text_wrap(struct ws_buf *out, size_t at, size_t indent, const char *text)
{
    size_t begin = at;

    while (*text) {
        size_t len = strcspn(text, " "), n = characters(text, len), room = WS_GRID_WIDTH - at;
        bool blank = at > begin;
        if (n + blank > room && blank) {
            ws_buf_byte(out, '\n');
            blanks(out, indent);
            at = begin = indent;
            continue;
        }
        if (blank)
            ws_buf_byte(out, ' ');
        if (n > room) {
            len = bytes_of(text, len, room);
            n = room;
        }
        ws_buf_add(out, text, len);
        at += n + blank;
        text += len;
        text += *text == ' ';
    }
    ws_buf_byte(out, '\n');
}

void ws_grid_init(struct ws_grid *g, size_t n_columns, unsigned right)
{
    *g = (struct ws_grid){.n_columns = n_columns, .right = right};
    ws_arena_init(&g->arena, MAX_GRID);
}

void ws_grid_row(struct ws_grid *g)
{
    struct ws_grid_row *row = ws_arena_alloc(&g->arena, sizeof(*row));

    if (!row) {
        g->failed = true;
        return;
    }
    if (g->last)
        g->last->next = row;
    else
        g->first = row;
    g->last = row;
}

void ws_grid_text(struct ws_grid *g, const char *text, size_t len)
{
    struct ws_grid_row *row = g->last;
    const char *copy = row && row->n < g->n_columns ? ws_arena_text(&g->arena, text, len) : NULL;

    if (!copy)
        g->failed = true;
    else
        row->cells[row->n++] = copy;
}

void ws_grid_cell(struct ws_grid *g, const char *fmt, ...)
{
    char text[MAX_CELL];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    ws_grid_text(g, text, strlen(text));
}

void ws_grid_line(struct ws_grid *g, size_t column, const char *text)
{
    ws_grid_row(g);
    ws_grid_text(g, text, strlen(text));
    if (g->last && !g->failed) {
        g->last->line = true;
        g->last->column = column;
    }
}

void ws_grid_head(struct ws_grid *g, const char *const *texts)
{
    ws_grid_row(g);
    for (size_t i = 0; i < g->n_columns; i++)
        ws_grid_text(g, texts[i], strlen(texts[i]));
}

static struct layout measure(const struct ws_grid *g, size_t indent)
{
    struct layout l = {.indent = indent, .last_at = indent};

    for (const struct ws_grid_row *row = g->first; row; row = row->next) {
        for (size_t i = 0; i + 1 < g->n_columns && i < row->n && !row->line; i++) {
            size_t n = characters(row->cells[i], strlen(row->cells[i]));
            l.width[i] = n > l.width[i] ? n : l.width[i];
        }
    }
    for (size_t i = 0; i + 1 < g->n_columns; i++)
        l.last_at += l.width[i] ? l.width[i] + GAP : 0; /* a column without any text is not there */
    return l;
}

/** All columns but the last; answers how many blanks lead to that. */
static size_t print_cells(const struct ws_grid *g, const struct ws_grid_row *row,
                          const struct layout *l, struct ws_buf *out)
{
    size_t owed = l->indent;

    for (size_t i = 0; i + 1 < g->n_columns && i < row->n; i++) {
        size_t n = characters(row->cells[i], strlen(row->cells[i])), left = l->width[i] - n;
        bool right = g->right & 1u << i;
        if (!l->width[i])
            continue;
        if (n > 0) {
            blanks(out, owed + (right ? left : 0));
            ws_buf_text(out, row->cells[i]);
        }
        owed = (n == 0 ? owed + left : right ? 0 : left) + GAP;
    }
    return owed;
}

/** Columns that together are too wide: one below the other. */
static void print_stacked(const struct ws_grid_row *row, const struct layout *l, struct ws_buf *out)
{
    for (size_t i = 0; i < row->n; i++) {
        size_t at = l->indent + (i ? BELOW : 0);
        if (!*row->cells[i])
            continue;
        blanks(out, at);
        ws_text_wrap(out, at, at, row->cells[i]);
    }
}

static void print_line(const struct ws_grid_row *row, const struct layout *l, struct ws_buf *out)
{
    size_t at = l->indent;

    for (size_t i = 0; i < row->column; i++)
        at += l->width[i] ? l->width[i] + GAP : 0;
    blanks(out, at);
    ws_text_wrap(out, at, at, row->cells[0]);
}

static void print_row(const struct ws_grid *g, const struct ws_grid_row *row,
                      const struct layout *l, struct ws_buf *out)
{
    const char *last = row->n == g->n_columns ? row->cells[row->n - 1] : "";

    if (row->line) {
        print_line(row, l, out);
        return;
    }
    if (l->last_at > WS_GRID_WIDTH + GAP) {
        print_stacked(row, l, out);
        return;
    }
    size_t owed = print_cells(g, row, l, out), at = l->last_at;
    if (!*last) {
        ws_buf_byte(out, '\n');
        return;
    }
    if (at + LAST_MIN > WS_GRID_WIDTH) {
        ws_buf_byte(out, '\n');
        owed = at = l->indent + BELOW;
    }
    blanks(out, owed);
    ws_text_wrap(out, at, at, last);
}

void ws_grid_print(struct ws_grid *g, size_t indent, struct ws_buf *out)
{
    struct layout l = measure(g, indent);

    for (const struct ws_grid_row *row = g->first; row && !g->failed; row = row->next)
        print_row(g, row, &l, out);
    if (g->failed)
        out->failed = true;
    ws_arena_free(&g->arena);
}
