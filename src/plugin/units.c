/* Numbers as people write them: sizes and times with their units. */
#include "plugin/units.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wirespeak/export.h"

/** The number at the start of `text`; *ret_end is behind it. */
static bool leading_uint(const char *text, uint64_t *ret, const char **ret_end)
{
    char *end;

    if (!isdigit((unsigned char)*text))
        return false;
    bool hex = text[0] == '0' && (text[1] | 0x20) == 'x' && isxdigit((unsigned char)text[2]);
    errno = 0;
    *ret = strtoull(text, &end, hex ? 16 : 10);
    *ret_end = end;
    return errno == 0;
}

bool ws_parse_uint(const char *text, uint64_t *ret)
{
    const char *end;
    return leading_uint(text, ret, &end) && *end == '\0';
}

bool ws_parse_size(const char *text, uint64_t *ret)
{
    static const char units[] = "kMG";
    const char *end, *unit;
    uint64_t v;

    if (!leading_uint(text, &v, &end))
        return false;
    if (*end) {
        unit = strchr(units, *end);
        if (!unit || end[1])
            return false;
        for (const char *u = units; u <= unit; u++)
            if (__builtin_mul_overflow(v, 1024, &v))
                return false;
    }
    *ret = v;
    return true;
}

bool ws_parse_time(const char *text, uint64_t *ret_ns)
{
    static const struct {
        const char *unit;
        double ns;
    } units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6},  {"s", 1e9},
                 {"", 1e9}, {"m", 60e9}, {"h", 3600e9}};
    char *end;

    if (!isdigit((unsigned char)*text))
        return false;
    double v = strtod(text, &end);
    if (end != text + strspn(text, "0123456789.")) /* no hexadecimal, no exponent */
        return false;
    for (size_t i = 0; i < WS_LEN(units); i++) {
        if (strcmp(end, units[i].unit) != 0)
            continue;
        v = v * units[i].ns + 0.5;
        if (v >= 9.2e18)
            return false;
        *ret_ns = (uint64_t)v;
        return true;
    }
    return false;
}

bool ws_parse_bool(const char *text, bool *ret)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

    for (size_t i = 0; i < WS_LEN(words); i++) {
        if (strcmp(text, words[i]) == 0) {
            *ret = i % 2;
            return true;
        }
    }
    return false;
}

struct unit {
    uint64_t factor;
    const char *name;
};

static const struct unit plain_units[] = {{1, ""}};
static const struct unit size_units[] = {{1 << 30, "G"}, {1 << 20, "M"}, {1 << 10, "k"}, {1, ""}};
static const struct unit time_units[] = {{UINT64_C(3600000000000), "h"},
                                         {UINT64_C(60000000000), "m"},
                                         {1000000000, "s"},
                                         {1000000, "ms"},
                                         {1000, "us"},
                                         {1, "ns"}};

void ws_format_amount(enum ws_amount what, uint64_t v, char out[WS_AMOUNT_MAX])
{
    static const struct {
        const struct unit *list;
        size_t n;
    } units[] = {
        [WS_AMOUNT_PLAIN] = {plain_units, WS_LEN(plain_units)},
        [WS_AMOUNT_SIZE] = {size_units, WS_LEN(size_units)},
        [WS_AMOUNT_TIME] = {time_units, WS_LEN(time_units)},
    };
    const struct unit *u = units[what].list, *last = u + units[what].n - 1;

    while (u < last && (v == 0 || v % u->factor != 0))
        u++;
    snprintf(out, WS_AMOUNT_MAX, "%" PRIu64 "%s", v / u->factor, v ? u->name : "");
}
