/* Chosen values of events, one line each. */
#include "output/fields.h"

#include <stdio.h>
#include <string.h>

#include "output/json_value.h"
#include "output/value.h"

/* One column of one line. */
struct column {
    const struct ws_columns_style *style;
    struct ws_print *print;
    struct ws_buf *out;
    size_t begin; /* of the column in `out` */
    size_t n;     /* values so far */
};

/* The value is the character of `means` that stands where `value` stands in `letters`. */
static bool set_letter(char *to, const char *value, const char *letters, const char *means)
{
    const char *at = value[0] && !value[1] ? strchr(letters, value[0]) : NULL;
    if (at)
        *to = means[at - letters];
    return at != NULL;
}

static bool set_char(char *to, const char *value)
{
    if (value[0] == '/' && value[1])
        return set_letter(to, value + 1, "ts", "\t ") && !value[2];
    *to = value[0];
    return value[0] && value[0] != '\n' && !value[1];
}

static bool set_header(struct ws_columns_style *style, const char *value)
{
    char yes = 0;
    bool ok = set_letter(&yes, value, "yn", "\1");
    style->header = yes;
    return ok;
}

static bool set_separator(struct ws_columns_style *style, const char *value)
{
    return set_char(&style->separator, value);
}

static bool set_quote(struct ws_columns_style *style, const char *value)
{
    return set_letter(&style->quote, value, "dsn", "\"'");
}

static bool set_occurrence(struct ws_columns_style *style, const char *value)
{
    static const char means[] = {WS_FIRST, WS_LAST, WS_ALL};
    char occurrence = 0;
    bool ok = set_letter(&occurrence, value, "fla", means);
    style->occurrence = (enum ws_occurrence)occurrence;
    return ok;
}

static bool set_aggregator(struct ws_columns_style *style, const char *value)
{
    return set_char(&style->aggregator, value);
}

static const struct {
    const char *key;
    bool (*set)(struct ws_columns_style *style, const char *value);
} settings[] = {
    {"header=", set_header},         {"separator=", set_separator},   {"quote=", set_quote},
    {"occurrence=", set_occurrence}, {"aggregator=", set_aggregator},
};

bool ws_columns_set(struct ws_columns_style *style, const char *setting, char *why)
{
    for (size_t i = 0; i < WS_LEN(settings); i++) {
        size_t len = strlen(settings[i].key);
        struct ws_columns_style changed = *style;
        if (strncmp(setting, settings[i].key, len) != 0)
            continue;
        if (!settings[i].set(&changed, setting + len))
            break;
        *style = changed;
        return true;
    }
    snprintf(why, WS_WHY_MAX,
             "'%s' is none of header=y|n, separator=/t|/s|CHARACTER, quote=d|s|n, "
             "occurrence=f|l|a, aggregator=/s|CHARACTER",
             setting);
    return false;
}

void ws_columns_header(const struct ws_columns *columns, struct ws_buf *out)
{
    for (size_t i = 0; i < columns->n; i++) {
        if (i > 0)
            ws_buf_byte(out, (uint8_t)columns->style.separator);
        ws_buf_text(out, columns->paths[i].text);
    }
    ws_buf_byte(out, '\n');
}

/* Within a value line ends and separators would be taken for ours, and quotes for the column's end:
 * they are escaped as C does, so that a line stays a line. */
static void put_escaped(const struct column *column, struct ws_bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = (char)text.data[i];
        const char *at = c ? strchr("\n\r\t\\", c) : NULL;
        if (at)
            ws_buf_byte(column->out, '\\');
        if (column->style->quote && c == column->style->quote)
            ws_buf_byte(column->out, (uint8_t)c); /* doubled, as in CSV */
        ws_buf_byte(column->out, at ? (uint8_t) "nrt\\"[at - "\n\r\t\\"] : (uint8_t)c);
    }
}

static void put_time(const struct column *column, const struct ws_node *value)
{
    char *room = (char *)ws_buf_room(column->out, WS_TIME_MAX);
    int64_t ts_ns = value->as.i * 1000000000 + value->len;

    if (room)
        column->out->len +=
            ws_clock_text(&column->print->clock, room, column->print->time, ts_ns, 9);
}

/* What may hold any character. */
static void put_free(const struct column *column, const struct ws_node *value)
{
    struct ws_buf plain;

    ws_buf_init(&plain, column->out->max);
    if (value->kind == WS_V_OBJECT)
        ws_json_value(column->print, value, &plain);
    else
        ws_value_text(value, &plain);
    put_escaped(column, (struct ws_bytes){plain.data, plain.len});
    column->out->failed |= plain.failed;
    ws_buf_free(&plain);
}

static void put_value(const struct column *column, const struct ws_node *value)
{
    if (value->kind == WS_V_TEXT || value->kind == WS_V_OBJECT)
        put_free(column, value);
    else if (value->kind == WS_V_TIME && !value->row && column->print->time != WS_TIME_UNSET)
        put_time(column, value);
    else
        ws_value_text(value, column->out);
}

static void take(void *self, const struct ws_node *value)
{
    struct column *column = self;

    column->n++;
    if (column->n > 1 && column->style->occurrence == WS_FIRST)
        return;
    if (column->n > 1 && column->style->occurrence == WS_LAST)
        column->out->len = column->begin;
    else if (column->n > 1)
        ws_buf_byte(column->out, (uint8_t)column->style->aggregator);
    put_value(column, value);
}

static void put_quote(const struct ws_columns *columns, struct ws_buf *out)
{
    if (columns->style.quote)
        ws_buf_byte(out, (uint8_t)columns->style.quote);
}

bool ws_columns_event(const struct ws_columns *columns, const struct ws_subject *subject,
                      struct ws_buf *out)
{
    size_t begin = out->len, values = 0;

    for (size_t i = 0; i < columns->n; i++) {
        if (i > 0)
            ws_buf_byte(out, (uint8_t)columns->style.separator);
        put_quote(columns, out);
        struct column column = {&columns->style, subject->print, out, out->len, 0};
        ws_path_each(&columns->paths[i], subject, take, &column);
        values += column.n;
        put_quote(columns, out);
    }
    ws_buf_byte(out, '\n');
    ws_clock_step(&subject->print->clock, subject->event->ts_ns);
    if (values == 0 && !out->failed)
        out->len = begin;
    return values > 0;
}
