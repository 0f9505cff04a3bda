/* A plugin with rows of every kind, for the reference and the schema: never fed with bytes. */
#include "wirespeak/plugin.h"

enum { HEAD_KIND, HEAD_LEN };
static const struct ws_name kinds[] = {{1, "ONE", NULL}, {2, "TWO", NULL}};
static const struct ws_field head[] = {
    [HEAD_KIND] = {.key = "kind", .doc = "what it is", .type = WS_U8, .names = WS_NAMES(kinds)},
    [HEAD_LEN] = {.key = "len",
                  .type = WS_U16,
                  .flags = WS_LITTLE,
                  .purpose = WS_DERIVED,
                  .derive = {.measure = WS_LEN_BEHIND}},
};
static const struct ws_table head_table = {.rows = head, .n = WS_LEN(head), .name = "head"};

static const struct ws_name levels[] = {{0, "LOWEST_OF_ALL", NULL},
                                        {1, "IN_THE_MIDDLE", "neither"},
                                        {2, "HIGHEST_OF_ALL", NULL},
                                        {3, "BEYOND_EVERYTHING", NULL},
                                        {9, "NOT_KNOWN_TO_ANY", NULL}};
static const struct ws_name bits[] = {{1, "READ", NULL}, {2, "WRITE", NULL}};

enum { POINT_X };
static const struct ws_field point[] = {
    [POINT_X] = {.key = "x", .type = WS_I16, .unit = "mm"},
    {.key = "y", .type = WS_F32, .when = {WS_ROW(POINT_X), WS_NOT_EQUAL, 0}},
};
static const struct ws_table point_table = {.rows = point, .n = WS_LEN(point), .name = "point"};

static const struct ws_field case_one[] = {{.key = "one", .type = WS_U32}};
static const struct ws_table one_table = {.rows = case_one, .n = 1, .name = "one"};
static const struct ws_field case_two[] = {{.key = "two", .type = WS_TEXT, .len = 4}};
static const struct ws_table two_table = {.rows = case_two, .n = 1, .name = "two"};
static const struct ws_case cases[] = {{1, &one_table}, {2, &two_table}};
enum { ALL_HEAD, ALL_SELECT, ALL_COUNT = 7 };
static const struct ws_choice choice = {.on = WS_ROW(ALL_SELECT), .cases = cases, .n = 2};

static const struct ws_tlvs tlvs;
static const struct ws_field tlv_number[] = {{.key = "value", .type = WS_U32}};
static const struct ws_table tlv_number_table = {.rows = tlv_number, .n = 1, .name = "number"};
static const struct ws_field tlv_group[] = {{.key = "tlvs", .type = WS_TLVS, .tlvs = &tlvs},
                                            {.key = "rest", .type = WS_BYTES, .flags = WS_IF_ANY}};
static const struct ws_table tlv_group_table = {.rows = tlv_group, .n = 2, .name = "group"};
static const struct ws_tlv tlv_list[] = {
    {.type = 1, .name = "rate", .unit = "kbit/s", .table = &tlv_number_table, .min = 4, .max = 4},
    {.type = 2, .name = "group", .doc = "of others", .table = &tlv_group_table, .holds_tlvs = 1},
    {.type = 3, .name = "token", .purpose = WS_SECRET},
};
static const struct ws_tlvs tlvs = {.type_len = 1,
                                    .length_len = 1,
                                    .align = 4,
                                    .truncated = WS_TRUNCATED,
                                    .bad_length = WS_BAD_LENGTH,
                                    .limit = WS_LIMIT,
                                    .list = tlv_list,
                                    .n = WS_LEN(tlv_list)};

static const struct ws_field all[] = {
    [ALL_HEAD] = {.type = WS_STRUCT, .table = &head_table},
    [ALL_SELECT] = {.key = "select", .type = WS_U8, .names = WS_NAMES(kinds), .value = 2},
    {.key = "high",
     .doc = "top: bits",
     .type = WS_BITS,
     .bits = 3,
     .unit_len = 1,
     .names = WS_NAMES(levels)},
    {.key = "flags",
     .type = WS_BITS,
     .bits = 4,
     .flags = WS_NAMES_ARE_BITS,
     .names = WS_NAMES(bits)},
    {.key = "odd", .type = WS_BITS, .bits = 1, .flags = WS_AS_BOOL},
    {.key = "big", .type = WS_U64},
    {.key = "mac",
     .type = WS_MAC,
     .len = 6,
     .purpose = WS_ID | WS_VOLATILE,
     .id = {.space = "station"}},
    [ALL_COUNT] = {.key = "n_points",
                   .type = WS_U8,
                   .purpose = WS_DERIVED,
                   .derive = {.measure = WS_COUNT_OF, .row = WS_ROW(ALL_COUNT + 1)}},
    {.key = "points",
     .doc = "a path",
     .type = WS_STRUCT,
     .table = &point_table,
     .repeat = WS_COUNTED,
     .count_from = WS_ROW(ALL_COUNT)},
    {.key = "password", .type = WS_TEXT, .prefix = 1, .purpose = WS_SECRET},
    {.key = "three",
     .type = WS_NUMBERS,
     .element = WS_I32,
     .flags = WS_LITTLE,
     .repeat = WS_TIMES,
     .count = 3},
    {.type = WS_CHOICE, .choice = &choice},
    {.type = WS_ALIGN, .len = 4},
    {.key = "tlvs", .type = WS_TLVS, .tlvs = &tlvs},
};
static const struct ws_table all_table = {.rows = all, .n = WS_LEN(all), .name = "all"};
static const struct ws_field cut[] = {{.type = WS_STRUCT, .table = &head_table},
                                      {.key = "raw", .type = WS_BYTES}};
static const struct ws_table cut_table = {
    .rows = cut, .n = WS_LEN(cut), .name = "cut short", .error = WS_CODE(0)};
static const struct ws_table *const forms[] = {&all_table, &cut_table};
static const struct ws_preset presets[] = {{&head[HEAD_KIND], 1}};
static const struct ws_message_type types[] = {
    {.name = "all_of_it",
     .title = "All of It",
     .doc = "every kind of row",
     .code = "kind 1",
     .answered_by = "all_of_it",
     .kind = WS_REQUEST,
     .flags = WS_FROM_CLIENT,
     .variants = forms,
     .n_variants = 2,
     .presets = presets,
     .n_presets = 1},
};

static const struct ws_port ports[] = {{WS_TCP, 9}, {WS_UDP, 10}};
static const struct ws_option options[] = {
    {"timeout", WS_OPT_TIME, "5s", "how long an answer may take", 1000000, 3600000000000, NULL},
    {"mode", WS_OPT_CHOICE, "fast", "how thorough", 0, 0, "fast slow"},
};
static const struct ws_code errors[] = {{"cut_short", "less than a message", WS_ERROR}};
static const struct ws_code notes[] = {{"odd_level", "such a level should not be", WS_WARNING}};
static const struct ws_code notices[] = {{"unanswered", "no answer came", WS_WARNING}};
static const struct ws_field context[] = {{.key = "name", .doc = "of the point", .type = WS_TEXT}};

static struct ws_split split(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at)
{
    (void)conversation, (void)from, (void)at;
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = in.len};
}

static struct ws_resync resync(void *conversation, enum ws_role from, struct ws_bytes in,
                               struct ws_at at, const struct ws_lost *lost)
{
    (void)conversation, (void)from, (void)in, (void)at, (void)lost;
    return (struct ws_resync){.found = true};
}

static struct ws_identity identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    (void)conversation, (void)from, (void)message;
    return (struct ws_identity){.type = &types[0]};
}

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "fields",
    .title = "Rows of every kind",
    .version = "2.1",
    .ports = ports,
    .n_ports = WS_LEN(ports),
    .options = options,
    .n_options = WS_LEN(options),
    .errors = errors,
    .n_errors = WS_LEN(errors),
    .notes = notes,
    .n_notes = WS_LEN(notes),
    .notices = notices,
    .n_notices = WS_LEN(notices),
    .context = context,
    .n_context = WS_LEN(context),
    .types = types,
    .n_types = WS_LEN(types),
    .max_message_bytes = 65536,
    .split = split,
    .resync = resync,
    .identify = identify,
};
