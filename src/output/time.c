/* Times as text: RFC 3339 for programs, the forms of -t for people. */
#include "output/time.h"

#include <string.h>
#include <time.h>

#include "message/number.h"
#include "message/word.h"

enum { NS_PER_S = 1000000000, S_PER_DAY = 86400 };

struct date {
    int64_t year;
    unsigned month, day;
};

/* Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
static struct date date_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned day_of_era = (unsigned)(days - era * 146097);
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted = (5 * day_of_year + 2) / 153;
    unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (struct date){year_of_era + era * 400 + (month <= 2), month,
                         day_of_year - (153 * shifted + 2) / 5 + 1};
}

/* Division that rounds down, so that what is left is never negative. */
static int64_t split(int64_t v, int64_t by, int64_t *ret_rest)
{
    int64_t quotient = v / by, rest = v % by;
    if (rest < 0) {
        rest += by;
        quotient--;
    }
    *ret_rest = rest;
    return quotient;
}

static size_t put_year(char *out, int64_t year)
{
    if (year >= 0 && year <= 9999)
        return ws_u64_fixed(out, (uint64_t)year, 4);
    return ws_i64_text(out, year);
}

static size_t put_day(char *out, unsigned hour, unsigned minute, unsigned second)
{
    ws_u64_fixed(out, hour, 2);
    out[2] = ':';
    ws_u64_fixed(out + 3, minute, 2);
    out[5] = ':';
    ws_u64_fixed(out + 6, second, 2);
    return 8;
}

/* 2026-11-20T10:00:00 */
static size_t put_second(char *out, int64_t second)
{
    int64_t rest;
    struct date date = date_of(split(second, S_PER_DAY, &rest));
    unsigned s = (unsigned)rest;

    size_t len = put_year(out, date.year);
    out[len++] = '-';
    len += ws_u64_fixed(out + len, date.month, 2);
    out[len++] = '-';
    len += ws_u64_fixed(out + len, date.day, 2);
    out[len++] = 'T';
    return len + put_day(out + len, s / 3600, s / 60 % 60, s % 60);
}

static size_t put_fraction(char *out, int64_t ns, unsigned digits)
{
    char all[9];
    ws_u64_fixed(all, (uint64_t)ns, 9);
    out[0] = '.';
    memcpy(out + 1, all, digits);
    return digits + 1;
}

/* .123456789Z */
static size_t put_nanoseconds(char *out, uint32_t ns)
{
    out[0] = '.';
    ws_word_store(out + 1, ws_word_digits(ns / 10) + WS_WORD_EACH('0'));
    out[9] = (char)('0' + ns % 10);
    out[10] = 'Z';
    return 11;
}

void ws_clock_start(struct ws_clock *clock, int64_t ts_ns)
{
    if (clock->started)
        return;
    clock->started = true;
    clock->first_ns = ts_ns;
}

void ws_clock_step(struct ws_clock *clock, int64_t ts_ns)
{
    clock->stepped = true;
    clock->previous_ns = ts_ns;
}

size_t ws_time_rfc3339(char *out, int64_t seconds, uint32_t ns)
{
    int64_t carried;
    if (__builtin_add_overflow(seconds, ns / NS_PER_S, &carried))
        carried = seconds;
    size_t len = put_second(out, carried);
    return len + put_nanoseconds(out + len, ns % NS_PER_S);
}

size_t ws_clock_rfc3339(struct ws_clock *clock, char *out, int64_t ts_ns)
{
    int64_t ns, second = split(ts_ns, NS_PER_S, &ns);
    if (clock->len == 0 || clock->second != second) {
        clock->len = put_second(clock->text, second);
        clock->second = second;
    }
    memcpy(out, clock->text, clock->len);
    return clock->len + put_nanoseconds(out + clock->len, (uint32_t)ns);
}

static size_t put_local(char *out, int64_t ts_ns, bool date, unsigned digits)
{
    int64_t ns;
    time_t second = (time_t)split(ts_ns, NS_PER_S, &ns);
    struct tm tm;
    size_t len = 0;

    if (!localtime_r(&second, &tm))
        return ws_time_rfc3339(out, second, (uint32_t)ns);
    if (date) {
        len = put_year(out, tm.tm_year + INT64_C(1900));
        out[len++] = '-';
        len += ws_u64_fixed(out + len, (uint64_t)tm.tm_mon + 1, 2);
        out[len++] = '-';
        len += ws_u64_fixed(out + len, (uint64_t)tm.tm_mday, 2);
        out[len++] = ' ';
    }
    len += put_day(out + len, (unsigned)tm.tm_hour, (unsigned)tm.tm_min, (unsigned)tm.tm_sec);
    return len + put_fraction(out + len, ns, digits);
}

static size_t put_utc(char *out, int64_t ts_ns, unsigned digits)
{
    int64_t ns, of_day;
    split(split(ts_ns, NS_PER_S, &ns), S_PER_DAY, &of_day);
    unsigned s = (unsigned)of_day;
    size_t len = put_day(out, s / 3600, s / 60 % 60, s % 60);
    return len + put_fraction(out + len, ns, digits);
}

/* Seconds between two times, -0.5 being half a second back. */
static size_t put_span(char *out, int64_t from_ns, int64_t to_ns, unsigned digits)
{
    bool back = to_ns < from_ns;
    uint64_t ns = back ? (uint64_t)from_ns - (uint64_t)to_ns : (uint64_t)to_ns - (uint64_t)from_ns;
    size_t len = 0;

    if (back)
        out[len++] = '-';
    len += ws_u64_text(out + len, ns / NS_PER_S);
    return len + put_fraction(out + len, (int64_t)(ns % NS_PER_S), digits);
}

size_t ws_clock_text(struct ws_clock *clock, char *out, enum ws_time_form form, int64_t ts_ns,
                     unsigned digits)
{
    ws_clock_start(clock, ts_ns);
    switch (form) {
    case WS_TIME_UNSET:
    case WS_TIME_LOCAL:
        return put_local(out, ts_ns, false, digits);
    case WS_TIME_DATE:
        return put_local(out, ts_ns, true, digits);
    case WS_TIME_DELTA:
        return put_span(out, clock->stepped ? clock->previous_ns : ts_ns, ts_ns, digits);
    case WS_TIME_RELATIVE:
        return put_span(out, clock->first_ns, ts_ns, digits);
    case WS_TIME_UTC:
        return put_utc(out, ts_ns, digits);
    }
    return 0;
}
