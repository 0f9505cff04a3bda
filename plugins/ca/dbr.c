/* Channel Access: DBR types, their metadata and values (db_access.h of EPICS base). */
#include "ca.h"

// clang-format off

/* Metadata */

#define ROWS(...) { __VA_ARGS__ }
#define PAD(n) { .doc = "padding", .type = WS_BYTES, .len = (n) }
#define ALARM(number) \
    { .key = "status", .doc = "alarm status", .type = (number), .names = WS_NAMES(ca_alarm_status) }, \
    { .key = "severity", .doc = "alarm severity", .type = (number), .names = WS_NAMES(ca_alarm_severity) }
#define STAMP { .key = "stamp", .doc = "when the value came to be", .type = WS_STRUCT, .table = &stamp_table, .purpose = WS_VOLATILE }
#define PRECISION { .key = "precision", .doc = "decimals to show", .type = WS_I16 }, PAD(2)
#define UNITS { .key = "units", .type = WS_TEXT, .charset = WS_LATIN1, .len = 8, .flags = WS_CUT_AT_NUL }
#define LIMITS(number) \
    { .key = "upper_disp_limit", .type = (number) }, { .key = "lower_disp_limit", .type = (number) }, \
    { .key = "upper_alarm_limit", .type = (number) }, { .key = "upper_warning_limit", .type = (number) }, \
    { .key = "lower_warning_limit", .type = (number) }, { .key = "lower_alarm_limit", .type = (number) }
#define CONTROL(number) LIMITS(number), \
    { .key = "upper_ctrl_limit", .type = (number) }, { .key = "lower_ctrl_limit", .type = (number) }
#define ENUM_STRINGS \
    [META_NO_STR] = { .key = "no_str", .doc = "states that have a label", .type = WS_I16, .purpose = WS_DERIVED, \
                      .flags = WS_KEEP_GIVEN, .derive = { .measure = WS_COUNT_OF, .row = WS_ROW(META_STRS) } }, \
    [META_STRS] = { .type = WS_STRUCT, .table = &strs_table, .len = 16 * 26, .flags = WS_FILLED }

enum { EPICS_EPOCH = 631152000 /* 1990-01-01T00:00:00Z */ };
enum { STAMP_SECS, STAMP_NSEC, STAMP_TEXT };
static const struct ws_field stamp[] = {
    [STAMP_SECS] = { .key = "secs_past_epoch", .doc = "since 1990-01-01T00:00:00Z", .unit = "s", .type = WS_U32, .purpose = WS_VOLATILE },
    [STAMP_NSEC] = { .key = "nsec", .unit = "ns", .type = WS_U32, .purpose = WS_VOLATILE },
    [STAMP_TEXT] = { .key = "iso8601", .type = WS_TIME, .purpose = WS_VIEW | WS_VOLATILE, .flags = WS_ANY_NSEC, .of = WS_ROW(STAMP_SECS),
                     .of_nsec = WS_ROW(STAMP_NSEC), .epoch = EPICS_EPOCH },
};
static const struct ws_table stamp_table = {.rows = stamp, .n = WS_LEN(stamp), .name = "time stamp"};

enum { META_STATUS, META_SEVERITY, META_NO_STR, META_STRS };
static const struct ws_field strs[] = {
    { .key = "enum_strings", .doc = "labels of the states, 16 at the most", .type = WS_TEXT, .charset = WS_LATIN1, .len = 26,
      .flags = WS_CUT_AT_NUL, .repeat = WS_COUNTED, .count = 16, .count_from = WS_OUTER_ROW(META_NO_STR) },
};
static const struct ws_table strs_table = {.rows = strs, .n = WS_LEN(strs), .name = "labels"};

/* Number, name, where the first value stands, rows before it. Plain types have none. */
#define STRUCTURED(X) \
    X(7,  STRING, 4,   ALARM(WS_I16)) \
    X(8,  SHORT,  4,   ALARM(WS_I16)) \
    X(9,  FLOAT,  4,   ALARM(WS_I16)) \
    X(10, ENUM,   4,   ALARM(WS_I16)) \
    X(11, CHAR,   5,   ALARM(WS_I16), PAD(1)) \
    X(12, LONG,   4,   ALARM(WS_I16)) \
    X(13, DOUBLE, 8,   ALARM(WS_I16), PAD(4)) \
    X(14, STRING, 12,  ALARM(WS_I16), STAMP) \
    X(15, SHORT,  14,  ALARM(WS_I16), STAMP, PAD(2)) \
    X(16, FLOAT,  12,  ALARM(WS_I16), STAMP) \
    X(17, ENUM,   14,  ALARM(WS_I16), STAMP, PAD(2)) \
    X(18, CHAR,   15,  ALARM(WS_I16), STAMP, PAD(3)) \
    X(19, LONG,   12,  ALARM(WS_I16), STAMP) \
    X(20, DOUBLE, 16,  ALARM(WS_I16), STAMP, PAD(4)) \
    X(21, STRING, 4,   ALARM(WS_I16)) \
    X(22, SHORT,  24,  ALARM(WS_I16), UNITS, LIMITS(WS_I16)) \
    X(23, FLOAT,  40,  ALARM(WS_I16), PRECISION, UNITS, LIMITS(WS_F32)) \
    X(24, ENUM,   422, ALARM(WS_I16), ENUM_STRINGS) \
    X(25, CHAR,   19,  ALARM(WS_I16), UNITS, LIMITS(WS_U8), PAD(1)) \
    X(26, LONG,   36,  ALARM(WS_I16), UNITS, LIMITS(WS_I32)) \
    X(27, DOUBLE, 64,  ALARM(WS_I16), PRECISION, UNITS, LIMITS(WS_F64)) \
    X(28, STRING, 4,   ALARM(WS_I16)) \
    X(29, SHORT,  28,  ALARM(WS_I16), UNITS, CONTROL(WS_I16)) \
    X(30, FLOAT,  48,  ALARM(WS_I16), PRECISION, UNITS, CONTROL(WS_F32)) \
    X(31, ENUM,   422, ALARM(WS_I16), ENUM_STRINGS) \
    X(32, CHAR,   21,  ALARM(WS_I16), UNITS, CONTROL(WS_U8), PAD(1)) \
    X(33, LONG,   44,  ALARM(WS_I16), UNITS, CONTROL(WS_I32)) \
    X(34, DOUBLE, 80,  ALARM(WS_I16), PRECISION, UNITS, CONTROL(WS_F64)) \
    X(37, STRING, 8,   ALARM(WS_U16), { .key = "ackt", .doc = "whether transient alarms are to be acknowledged", .type = WS_U16 }, \
                       { .key = "acks", .doc = "highest severity not acknowledged", .type = WS_U16, .names = WS_NAMES(ca_alarm_severity) })
#define PLAIN(X) \
    X(0, STRING) X(1, SHORT) X(2, FLOAT) X(3, ENUM) X(4, CHAR) X(5, LONG) X(6, DOUBLE) X(35, ENUM) X(36, ENUM) X(38, STRING)

#define METADATA(number, value, at, ...) \
    static const struct ws_field meta_##number[] = ROWS(__VA_ARGS__); \
    static const struct ws_table meta_##number##_table = {.rows = meta_##number, .n = WS_LEN(meta_##number), .name = "metadata", .min = (at)};
STRUCTURED(METADATA)

/* Values */

#define TIMES .repeat = WS_COUNTED, .count_from = WS_OUTER_ROW(CA_ROW_COUNT)
#define NUMBERS(number, for_what) { .key = "value", .doc = "the elements", .type = WS_NUMBERS, .element = (number), .purpose = (for_what), TIMES }
#define VALUE_STRING(for_what, trim) { .key = "value", .doc = "the elements", .type = WS_TEXT, .charset = WS_LATIN1, .len = CA_STRING_SIZE, \
                                       .purpose = (for_what), .flags = WS_CUT_AT_NUL | WS_MAY_BE_CUT | (trim), TIMES }
#define VALUE_SHORT(for_what, trim)  NUMBERS(WS_I16, for_what)
#define VALUE_FLOAT(for_what, trim)  NUMBERS(WS_F32, for_what)
#define VALUE_ENUM(for_what, trim)   NUMBERS(WS_U16, for_what)
#define VALUE_CHAR(for_what, trim)   NUMBERS(WS_U8, for_what)
#define VALUE_LONG(for_what, trim)   NUMBERS(WS_I32, for_what)
#define VALUE_DOUBLE(for_what, trim) NUMBERS(WS_F64, for_what)

#define REST { .doc = "not used", .type = WS_BYTES }, { .doc = "padding", .type = WS_ALIGN, .len = CA_ALIGN }

#define PLAIN_TABLE(set, number, value, for_what, trim) \
    static const struct ws_field set##_##number[] = { VALUE_##value(for_what, trim), REST }; \
    static const struct ws_table set##_##number##_table = {.rows = set##_##number, .n = WS_LEN(set##_##number), .name = "DBR data"};
#define STRUCTURED_TABLE(set, number, value, for_what) \
    static const struct ws_field set##_##number[] = { \
        { .key = "metadata", .type = WS_STRUCT, .table = &meta_##number##_table, .flags = WS_SKIP_SHORT }, VALUE_##value(for_what, 0), REST }; \
    static const struct ws_table set##_##number##_table = {.rows = set##_##number, .n = WS_LEN(set##_##number), .name = "DBR data"};

static const struct ws_field other[] = {
    { .key = "payload", .doc = "of a type that there is not", .type = WS_BYTES, .flags = WS_IF_ANY },
};
static const struct ws_table other_table = {.rows = other, .n = WS_LEN(other), .name = "no DBR type"};

/* One set of tables for each way in which values are written, or used. */
#define CHOICE(set) \
    static const struct ws_case set##_cases[] = { PLAIN(set##_CASE) STRUCTURED(set##_CASE) }; \
    const struct ws_choice ca_dbr_##set = {.on = WS_ROW(CA_ROW_TYPE), .cases = set##_cases, .n = WS_LEN(set##_cases), .otherwise = &other_table}

#define full_PLAIN(number, value) PLAIN_TABLE(full, number, value, 0, 0)
#define full_STRUCTURED(number, value, ...) STRUCTURED_TABLE(full, number, value, 0)
#define full_CASE(number, ...) { number, &full_##number##_table },
PLAIN(full_PLAIN)
STRUCTURED(full_STRUCTURED)
CHOICE(full);

#define trimmed_PLAIN(number, value) PLAIN_TABLE(trimmed, number, value, 0, number == CA_DBR_STRING ? WS_TRIM_SINGLE : 0)
#define trimmed_STRUCTURED(number, value, ...) STRUCTURED_TABLE(trimmed, number, value, 0)
#define trimmed_CASE(number, ...) { number, &trimmed_##number##_table },
PLAIN(trimmed_PLAIN)
STRUCTURED(trimmed_STRUCTURED)
CHOICE(trimmed);

#define written_PLAIN(number, value) PLAIN_TABLE(written, number, value, WS_KEY, number == CA_DBR_STRING ? WS_TRIM_SINGLE : 0)
#define written_STRUCTURED(number, value, ...) STRUCTURED_TABLE(written, number, value, WS_KEY)
#define written_CASE(number, ...) { number, &written_##number##_table },
PLAIN(written_PLAIN)
STRUCTURED(written_STRUCTURED)
CHOICE(written);

/* Names and sizes */

const struct ws_name ca_dbr_names[CA_DBR_LAST + 1] = {
    {0, "DBR_STRING", NULL}, {1, "DBR_SHORT", NULL}, {2, "DBR_FLOAT", NULL}, {3, "DBR_ENUM", NULL}, {4, "DBR_CHAR", NULL},
    {5, "DBR_LONG", NULL}, {6, "DBR_DOUBLE", NULL},
    {7, "DBR_STS_STRING", NULL}, {8, "DBR_STS_SHORT", NULL}, {9, "DBR_STS_FLOAT", NULL}, {10, "DBR_STS_ENUM", NULL},
    {11, "DBR_STS_CHAR", NULL}, {12, "DBR_STS_LONG", NULL}, {13, "DBR_STS_DOUBLE", NULL},
    {14, "DBR_TIME_STRING", NULL}, {15, "DBR_TIME_SHORT", NULL}, {16, "DBR_TIME_FLOAT", NULL}, {17, "DBR_TIME_ENUM", NULL},
    {18, "DBR_TIME_CHAR", NULL}, {19, "DBR_TIME_LONG", NULL}, {20, "DBR_TIME_DOUBLE", NULL},
    {21, "DBR_GR_STRING", NULL}, {22, "DBR_GR_SHORT", NULL}, {23, "DBR_GR_FLOAT", NULL}, {24, "DBR_GR_ENUM", NULL},
    {25, "DBR_GR_CHAR", NULL}, {26, "DBR_GR_LONG", NULL}, {27, "DBR_GR_DOUBLE", NULL},
    {28, "DBR_CTRL_STRING", NULL}, {29, "DBR_CTRL_SHORT", NULL}, {30, "DBR_CTRL_FLOAT", NULL}, {31, "DBR_CTRL_ENUM", NULL},
    {32, "DBR_CTRL_CHAR", NULL}, {33, "DBR_CTRL_LONG", NULL}, {34, "DBR_CTRL_DOUBLE", NULL},
    {35, "DBR_PUT_ACKT", "acknowledge transient alarms; write only"}, {36, "DBR_PUT_ACKS", "acknowledge a severity; write only"},
    {37, "DBR_STSACK_STRING", "read only"}, {38, "DBR_CLASS_NAME", "the record's type; read only"},
};

enum { SIZE_STRING = CA_STRING_SIZE, SIZE_SHORT = 2, SIZE_FLOAT = 4, SIZE_ENUM = 2, SIZE_CHAR = 1, SIZE_LONG = 4, SIZE_DOUBLE = 8 };
#define PLAIN_LAYOUT(number, value) [number] = {SIZE_##value, 0},
#define STRUCTURED_LAYOUT(number, value, at, ...) [number] = {SIZE_##value, at},
static const struct ca_layout layouts[CA_DBR_LAST + 1] = { PLAIN(PLAIN_LAYOUT) STRUCTURED(STRUCTURED_LAYOUT) };
// clang-format on

struct ca_layout ca_layout_of(uint32_t data_type)
{
    return data_type <= CA_DBR_LAST ? layouts[data_type] : (struct ca_layout){0, 0};
}

uint64_t ca_data_size(uint32_t data_type, uint32_t count)
{
    struct ca_layout l = ca_layout_of(data_type);
    return l.value_offset + (uint64_t)count * l.value_size;
}
