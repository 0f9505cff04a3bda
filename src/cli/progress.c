/* The progress bar. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { CELLS = 20, NS_PER_MS = 1000000, FIRST_MS = 500, EVERY_MS = 100 };

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void cli_progress_begin(struct cli_progress *progress, uint64_t size)
{
    *progress = (struct cli_progress){
        .on = size > 0 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
        .size = size,
        .begun_ns = now_ns(),
    };
}

static void put_left(int64_t seconds, struct ws_buf *out)
{
    if (seconds >= 60)
        ws_buf_printf(out, "%d min %d s left", (int)(seconds / 60), (int)(seconds % 60));
    else
        ws_buf_printf(out, "%d s left", (int)seconds);
}

void cli_progress_text(uint64_t done, uint64_t size, int64_t elapsed_ns, struct ws_buf *out)
{
    double part = (double)done / (double)size, seconds = (double)elapsed_ns / 1e9;
    double rate = (double)done / seconds;

    if (part > 1)
        part = 1;
    for (int i = 0; i < CELLS; i++)
        ws_buf_text(out, i < (int)(part * CELLS) ? "━" : "─");
    ws_buf_printf(out, "  %3d %%  %.0f MB/s  ", (int)(part * 100), rate / 1e6);
    if (done > 0)
        put_left((int64_t)((double)size * (1 - part) / rate + 0.5), out);
}

void cli_progress_update(struct cli_progress *progress, uint64_t done)
{
    if (!progress->on)
        return;
    int64_t now = now_ns(), elapsed = now - progress->begun_ns;
    if (elapsed < FIRST_MS * (int64_t)NS_PER_MS ||
        now - progress->drawn_ns < EVERY_MS * (int64_t)NS_PER_MS)
        return;
    struct ws_buf text;
    ws_buf_init(&text, 512);
    cli_progress_text(done, progress->size, elapsed, &text);
    fprintf(stderr, "\r%.*s\033[K", (int)text.len, (const char *)text.data);
    ws_buf_free(&text);
    progress->drawn_ns = now;
    progress->shown = true;
}

void cli_progress_wipe(struct cli_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
