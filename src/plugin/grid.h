#ifndef WS_PLUGIN_GRID_H
#define WS_PLUGIN_GRID_H

#include "message/arena.h"
#include "message/buf.h"

/**
 * Text for people in aligned columns, two blanks between them. No line is longer than WS_GRID_WIDTH
 * characters (of UTF-8): the last column wraps, and where too little room is left for it, it stands
 * below the others.
 */
enum { WS_GRID_WIDTH = 100, WS_GRID_COLUMNS = 10 };

struct ws_grid_row;

struct ws_grid {
    struct ws_arena arena;
    struct ws_grid_row *first, *last;
    size_t n_columns;
    unsigned right; /* 1 << column: aligned to the right */
    bool failed;    /* no memory */
};

/** An empty grid of up to WS_GRID_COLUMNS columns. */
void ws_grid_init(struct ws_grid *grid, size_t n_columns, unsigned right);

/** Begins a row; its cells follow, from left to right. Missing ones are empty. */
void ws_grid_row(struct ws_grid *grid);
void ws_grid_cell(struct ws_grid *grid, const char *fmt, ...) WS_PRINTF(2, 3);
void ws_grid_text(struct ws_grid *grid, const char *text, size_t len);

/** A line of its own that begins where `column` does, whose width it leaves alone. */
void ws_grid_line(struct ws_grid *grid, size_t column, const char *text);

/** Begins a row of the texts of all columns. */
void ws_grid_head(struct ws_grid *grid, const char *const *texts);

/** Appends all rows, `indent` blanks before each, and frees the grid. */
void ws_grid_print(struct ws_grid *grid, size_t indent, struct ws_buf *out);

/** Appends `text` where column `at` of a line is reached, going on at column `indent` of new lines,
 * and ends the line. */
void ws_text_wrap(struct ws_buf *out, size_t at, size_t indent, const char *text);

#endif
