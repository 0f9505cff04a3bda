/* Lines in the order of their turns. */
#include "pipeline/merge.h"

/** Whether `a` comes before `b`. */
static bool before(const struct ws_turn *a, const struct ws_turn *b)
{
    if (a->frame != b->frame)
        return a->frame < b->frame;
    if (a->place != b->place)
        return a->place < b->place;
    return a->major != b->major ? a->major < b->major : a->minor < b->minor;
}

static int put_line(const struct ws_page *page, size_t at, struct ws_sink *sink)
{
    const struct ws_page_line *line = &page->lines[at];
    size_t begin = at > 0 ? page->lines[at - 1].end : 0;
    size_t seq_at = line->seq_at == WS_NO_SEQ ? WS_NO_SEQ : line->seq_at - begin;

    return ws_sink_line(sink, page->text.data + begin, line->end - begin, seq_at);
}

/** The page whose next line comes first, n: none has one. *ret_limit is the first turn of the
 * others, or NULL. */
static size_t first_page(const struct ws_page *pages, const size_t *at, size_t n,
                         const struct ws_turn **ret_limit)
{
    const struct ws_turn *best = NULL, *second = NULL;
    size_t first = n;

    for (size_t i = 0; i < n; i++) {
        if (at[i] == pages[i].n)
            continue;
        const struct ws_turn *turn = &pages[i].lines[at[i]].turn;
        if (!best || before(turn, best)) {
            second = best;
            best = turn;
            first = i;
        } else if (!second || before(turn, second)) {
            second = turn;
        }
    }
    *ret_limit = second;
    return first;
}

int ws_merge(const struct ws_page *pages, size_t n, struct ws_sink *sink)
{
    size_t at[WS_MERGE_MAX] = {0};
    int err = 0;

    for (;;) {
        const struct ws_turn *limit;
        size_t i = first_page(pages, at, n, &limit);
        if (i == n)
            return err;
        do {
            err = put_line(&pages[i], at[i]++, sink);
        } while (!err && at[i] < pages[i].n &&
                 (!limit || before(&pages[i].lines[at[i]].turn, limit)));
        if (err)
            return err;
    }
}
