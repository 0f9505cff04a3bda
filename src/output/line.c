/* Parts of lines for people: time, ends, values, what is no message. */
#include "output/line.h"

#include <ctype.h>
#include <string.h>

#include "output/address.h"
#include "output/facts.h"
#include "output/value.h"

enum { END_MAX = WS_IP_TEXT_MAX + 8, DIGITS = 6, NAME_WIDTH = 5 };

void ws_line_color(const struct ws_print *print, enum ws_color color, struct ws_buf *out)
{
    static const uint8_t usual[WS_N_COLORS] = {0, 36, 32, 33, 31};

    if (!print->color)
        return;
    ws_buf_text(out, "\033[");
    ws_put_u64(out, print->colors[color] ? print->colors[color] : usual[color]);
    ws_buf_byte(out, 'm');
}

void ws_line_pad(size_t used, size_t width, struct ws_buf *out)
{
    size_t n = (used < width ? width - used : 0) + 2;
    uint8_t *room = ws_buf_room(out, n);
    if (!room)
        return;
    memset(room, ' ', n);
    out->len += n;
}

static void put_end(const struct ws_endpoint_view *end, struct ws_buf *out)
{
    char *room = (char *)ws_buf_room(out, END_MAX);
    size_t len = 0;

    if (!room)
        return;
    if (end->family != 4)
        room[len++] = '[';
    len += ws_ip_text(room + len, end->addr, end->family == 4 ? 4 : 16);
    if (end->family != 4)
        room[len++] = ']';
    room[len++] = ':';
    out->len += len;
    ws_put_u64(out, end->port);
}

enum ws_color ws_line_sender(const struct ws_event *event)
{
    switch (ws_event_role(event)) {
    case WS_CLIENT:
        return WS_CYAN;
    case WS_SERVER:
        return WS_GREEN;
    case WS_UNKNOWN_ROLE:
        break;
    }
    return WS_PLAIN;
}

/* The client stands on the left, the arrow shows who sent; for a whole flow it points both ways. */
static void put_ends(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    int sender = ws_event_side(event);
    bool back = ws_event_role(event) == WS_SERVER;
    const struct ws_endpoint_view *ends = event->flow->ends;
    size_t begin = out->len;

    put_end(&ends[back ? !sender : sender], out);
    size_t used = out->len - begin + 3;
    ws_line_color(print, ws_line_sender(event), out);
    ws_buf_text(out, event->type == WS_EVENT_FLOW ? " ↔ " : back ? " ← " : " → ");
    ws_line_color(print, WS_PLAIN, out);
    begin = out->len;
    put_end(&ends[back ? sender : !sender], out);
    used += out->len - begin;
    if (used > print->ends_width)
        print->ends_width = used;
    ws_line_pad(used, print->ends_width, out);
}

void ws_line_begin(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    const char *name = event->plugin ? event->plugin->name : event->flow->protocol;

    if (print->alone) {
        ws_line_color(print, ws_line_sender(event), out);
        ws_buf_text(out, event->from == WS_SERVER ? "← " : "→ ");
        ws_line_color(print, WS_PLAIN, out);
        ws_buf_text(out, name ? name : "-");
        ws_buf_add(out, "  ", 2);
        return;
    }
    if (print->file) {
        ws_terminal_text(out, (struct ws_bytes){(const uint8_t *)print->file, strlen(print->file)},
                         WS_UTF8, SIZE_MAX);
        ws_buf_add(out, "  ", 2);
    }
    char *room = (char *)ws_buf_room(out, WS_TIME_MAX);
    if (room)
        out->len += ws_clock_text(&print->clock, room, print->time, event->ts_ns, DIGITS);
    ws_clock_step(&print->clock, event->ts_ns);
    ws_buf_add(out, "  ", 2);
    put_ends(print, event, out);
    ws_buf_text(out, name ? name : "-");
    ws_line_pad(name ? strlen(name) : 1, NAME_WIDTH, out);
}

void ws_line_unit(const char *unit, struct ws_buf *out)
{
    if (!unit)
        return;
    ws_buf_text(out, isdigit((unsigned char)unit[0]) ? " × " : " ");
    ws_buf_text(out, unit);
}

/* What has only ASCII, cut short. */
static void put_plain(const struct ws_node *value, size_t max, struct ws_buf *out)
{
    size_t begin = out->len;

    ws_value_text(value, out);
    if (out->failed || out->len - begin <= max)
        return;
    out->len = begin + max;
    ws_buf_text(out, "…");
}

void ws_line_value(const struct ws_print *print, const struct ws_node *value, const char *unit,
                   size_t max, struct ws_buf *out)
{
    struct ws_bytes bytes = {value->as.data, value->len};

    if (ws_value_is_secret(print, value)) {
        ws_buf_text(out, WS_SECRET_TEXT);
    } else if (value->kind == WS_V_TEXT) {
        ws_buf_byte(out, '"');
        ws_terminal_text(out, bytes, (enum ws_charset)value->size, max);
        ws_buf_byte(out, '"');
    } else if (!ws_value_name(value, out)) {
        put_plain(value, max, out);
        ws_line_unit(unit, out);
    }
}

void ws_line_duration(int64_t ns, struct ws_buf *out)
{
    static const struct {
        double ns;
        const char *unit;
    } scales[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}};
    size_t i = 0;

    while (i + 1 < WS_LEN(scales) && (double)ns < scales[i].ns * (i == 1 ? 0.01 : 1))
        i++;
    ws_buf_printf(out, "%.*f %s", i < 2 ? 2 : 0, (double)ns / scales[i].ns, scales[i].unit);
}

static void put_bytes_of(uint64_t n, struct ws_buf *out)
{
    ws_put_u64(out, n);
    ws_buf_text(out, n == 1 ? " byte" : " bytes");
}

static void put_gap(const struct ws_event *event, struct ws_buf *out)
{
    ws_buf_text(out, "! gap of ");
    put_bytes_of(event->gap_length, out);
    ws_buf_text(out, " at offset ");
    ws_put_u64(out, event->offset);
    ws_buf_text(out, " (");
    ws_buf_text(out, event->reason);
    ws_buf_text(out, ")");
    if (event->has_resync) {
        ws_buf_text(out, ", messages again at ");
        ws_put_u64(out, event->resync_at);
    }
}

static void put_notice(const struct ws_event *event, struct ws_buf *out)
{
    ws_buf_text(out, "! ");
    ws_terminal_text(out, (struct ws_bytes){(const uint8_t *)event->text, strlen(event->text)},
                     WS_UTF8, SIZE_MAX);
    if (!event->has_request)
        return;
    ws_buf_text(out, " (frame ");
    ws_put_u64(out, event->request_frame);
    ws_buf_text(out, ")");
}

static void put_flow(const struct ws_event *event, struct ws_buf *out)
{
    const struct ws_event_flow *flow = event->flow;
    int client = flow->roles[0] == WS_SERVER ? 1 : 0;

    if (!event->flow_end) {
        ws_buf_text(out, "flow begins");
        return;
    }
    ws_buf_text(out, "flow ends (");
    ws_buf_text(out, event->reason);
    ws_buf_text(out, ")  → ");
    put_bytes_of(flow->bytes[client], out);
    ws_buf_text(out, "  ← ");
    put_bytes_of(flow->bytes[!client], out);
    if (flow->missed[0] + flow->missed[1] > 0) {
        ws_buf_text(out, "  missed ");
        put_bytes_of(flow->missed[0] + flow->missed[1], out);
    }
    if (flow->app_proto) {
        ws_buf_text(out, "  ");
        ws_buf_text(out, flow->app_proto);
    }
    if (flow->tls_sni) {
        ws_buf_text(out, " to ");
        ws_buf_text(out, flow->tls_sni);
    }
}

void ws_line_other(const struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    if (event->type != WS_EVENT_FLOW)
        ws_line_color(print, WS_YELLOW, out);
    if (event->type == WS_EVENT_GAP)
        put_gap(event, out);
    else if (event->type == WS_EVENT_NOTICE)
        put_notice(event, out);
    else
        put_flow(event, out);
    if (event->type != WS_EVENT_FLOW)
        ws_line_color(print, WS_PLAIN, out);
}
