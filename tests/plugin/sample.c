/* A plugin that does nothing, built in several ways: good, and such that must be refused. */
#include "wirespeak/plugin.h"

#ifndef SAMPLE_HEAD
#define SAMPLE_HEAD WS_PLUGIN_HEAD
#endif
#ifndef SAMPLE_NAME
#define SAMPLE_NAME "sample"
#endif
#ifndef SAMPLE_BITS
#define SAMPLE_BITS 8
#endif

static const struct ws_field rows[] = {
    {.key = "value", .type = WS_BITS, .unit_len = 1, .bits = SAMPLE_BITS},
};
static const struct ws_table table = {.rows = rows, .n = WS_LEN(rows), .name = "all"};
static const struct ws_table *const forms[] = {&table};
static const struct ws_message_type types[] = {
    {.name = "all", .title = "All", .variants = forms, .n_variants = WS_LEN(forms)},
};

static struct ws_split split(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at)
{
    (void)conversation;
    (void)from;
    (void)at;
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = in.len};
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
    .head = SAMPLE_HEAD,
    .name = SAMPLE_NAME,
    .title = "Sample",
    .version = "1.0",
    .types = types,
    .n_types = WS_LEN(types),
    .max_message_bytes = 65536,
    .split = split,
    .resync = resync,
    .identify = identify,
};
