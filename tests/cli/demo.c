/* A plugin for tests of the program: what ancp has not, a secret, a wide number, an option. */
#include "wirespeak/plugin.h"

enum { R_IDENTIFIER, R_LENGTH, R_BIG, R_REST, R_N };

// clang-format off
static const struct ws_field rows[R_N] = {
    [R_IDENTIFIER] = {.key = "identifier", .type = WS_BYTES, .len = 2, .purpose = WS_SECRET},
    [R_LENGTH] = {.key = "length", .type = WS_U16},
    [R_BIG] = {.key = "big", .type = WS_U64},
    [R_REST] = {.key = "rest", .type = WS_BYTES},
};
static const struct ws_table table = {.rows = rows, .n = R_N};
static const struct ws_table *const variants[] = {&table};
static const struct ws_message_type types[] = {
    {.name = "block", .variants = variants, .n_variants = 1, .flags = WS_FROM_CLIENT | WS_FROM_SERVER},
};
static const struct ws_option options[] = {{.name = "level", .type = WS_OPT_UINT, .otherwise = "1", .max = 9, .min = 1}};
// clang-format on

static struct ws_split split(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at)
{
    (void)conversation;
    (void)from;
    (void)at;
    if (in.len < 4)
        return (struct ws_split){.status = WS_SPLIT_NEED, .len = 4};
    uint64_t len = 4 + ws_load_be(in.data + 2, 2);
    if (in.len < len)
        return (struct ws_split){.status = WS_SPLIT_NEED, .len = len, .total = len};
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = len};
}

static struct ws_resync resync(void *conversation, enum ws_role from, struct ws_bytes in,
                               struct ws_at at, const struct ws_lost *lost)
{
    (void)conversation;
    (void)from;
    (void)in;
    (void)at;
    (void)lost;
    return (struct ws_resync){.found = true};
}

static struct ws_identity identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    (void)conversation;
    (void)from;
    (void)message;
    return (struct ws_identity){.type = &types[0]};
}

const struct ws_plugin ws_plugin = {
    .head = WS_PLUGIN_HEAD,
    .name = "demo",
    .title = "Length-prefixed blocks",
    .version = "1",
    .options = options,
    .n_options = WS_LEN(options),
    .types = types,
    .n_types = WS_LEN(types),
    .max_message_bytes = 65539,
    .split = split,
    .resync = resync,
    .identify = identify,
};
