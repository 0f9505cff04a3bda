/* One conversation as a ladder of messages. */
#include "cli/follow.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "output/facts.h"
#include "output/line.h"
#include "output/text.h"
#include "summary/key.h"

enum { ID_DIGITS = 16, LINE_MAX_BYTES = 1 << 24 };

bool cli_follow_id(const char *text, uint64_t *ret)
{
    uint64_t id = 0;

    if (strlen(text) != ID_DIGITS || strspn(text, "0123456789abcdefABCDEF") != ID_DIGITS)
        return false;
    for (; *text; text++)
        id = id << 4 | (uint64_t)(*text <= '9' ? *text - '0' : (*text | 0x20) - 'a' + 10);
    *ret = id;
    return true;
}

static void put_head(struct cli_follow *f, const struct ws_event *event)
{
    const struct ws_event_flow *flow = event->flow;
    int left = flow->roles[0] == WS_SERVER ? 1 : 0;
    const char *protocol = event->plugin ? event->plugin->name : flow->protocol;
    struct ws_clock clock = {0};
    char text[WS_TIME_MAX];

    ws_cell_end(&flow->ends[left], &f->line);
    ws_buf_printf(&f->line, " (%s) ↔ ", ws_role_name(flow->roles[left]));
    ws_cell_end(&flow->ends[!left], &f->line);
    ws_buf_printf(&f->line, " (%s)  %s%s", ws_role_name(flow->roles[!left]),
                  flow->transport == WS_TCP ? "TCP" : "UDP", protocol ? "  " : "");
    ws_buf_text(&f->line, protocol ? protocol : "");
    ws_buf_printf(&f->line, "  from %.*s\n", (int)ws_clock_rfc3339(&clock, text, event->ts_ns),
                  text);
}

static void put_step(struct cli_follow *f, const struct ws_event *event)
{
    bool back = ws_event_role(event) == WS_SERVER || (event->from != WS_CLIENT && event->side == 1);

    ws_buf_printf(&f->line, "%12.6f  ", (double)(event->ts_ns - f->first_ns) / 1e9);
    ws_line_color(&f->print, ws_line_sender(event), &f->line);
    ws_buf_text(&f->line, event->type == WS_EVENT_FLOW ? "↔" : back ? "←" : "→");
    ws_line_color(&f->print, WS_PLAIN, &f->line);
    ws_buf_byte(&f->line, ' ');
    ws_text_body(&f->print, event, &f->line);
}

static int write_line(struct cli_follow *f)
{
    size_t len = f->line.len;
    bool failed = f->line.failed;
    size_t written = failed ? 0 : fwrite(f->line.data, 1, len, stdout);
    int error = errno;

    ws_buf_reset(&f->line);
    if (failed)
        return WS_E_NOMEM;
    if (written == len)
        return 0;
    return error == EPIPE ? WS_E_END : WS_E_IO;
}

static int take_event(void *self, const struct ws_event *event)
{
    struct cli_follow *f = self;

    if (event->flow->id != f->flow_id)
        return 0;
    if (f->json) {
        const struct ws_event_sink to = ws_sink_events(f->json);
        f->found = true;
        return to.event(to.self, event);
    }
    if (event->type == WS_EVENT_FLOW && !event->flow_end)
        return 0;
    if (!f->found) {
        f->print = (struct ws_print){.color = f->color};
        memcpy(f->print.colors, f->colors, sizeof(f->print.colors));
        f->first_ns = event->ts_ns;
        ws_buf_init(&f->line, LINE_MAX_BYTES);
        put_head(f, event);
    }
    f->found = true;
    put_step(f, event);
    return write_line(f);
}

struct ws_event_sink cli_follow_sink(struct cli_follow *follow)
{
    return (struct ws_event_sink){.self = follow, .event = take_event};
}

int cli_follow_end(struct cli_follow *f)
{
    ws_buf_free(&f->line);
    return f->json ? ws_sink_flush(f->json) : 0;
}
