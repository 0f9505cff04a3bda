/* What kinds of values a path may have. */
#include "output/path_private.h"

/* Words that a key of the host may say; their numbers mean nothing. */
#define WORD(word)                                                                                 \
    {                                                                                              \
        .name = (word)                                                                             \
    }
static const struct ws_name event_types[] = {WORD("message"), WORD("gap"), WORD("notice"),
                                             WORD("flow")};
static const struct ws_name protos[] = {WORD("TCP"), WORD("UDP")};
static const struct ws_name senders[] = {WORD("client"), WORD("server"), WORD("unknown")};
static const struct ws_name kinds[] = {WORD("request"), WORD("response"), WORD("notify"),
                                       WORD("control")};
static const struct ws_name levels[] = {WORD("info"), WORD("warning"), WORD("error")};

static enum ws_path_kind number_kind(unsigned family)
{
    return family == WS_FAMILY_BOOL ? WS_PATH_BOOL : WS_PATH_NUMBER;
}

enum ws_path_kind ws_path_kind_of(const struct ws_field *row)
{
    switch (row->type) {
    case WS_BITS:
        return row->flags & WS_AS_BOOL ? WS_PATH_BOOL : WS_PATH_NUMBER;
    case WS_BYTES:
        return WS_PATH_BYTES;
    case WS_TEXT:
        return WS_PATH_TEXT;
    case WS_MAC:
        return WS_PATH_MAC;
    case WS_IP:
        return WS_PATH_IP;
    case WS_TIME:
        return WS_PATH_TIME;
    case WS_NUMBERS:
        return number_kind((unsigned)row->element >> 8);
    case WS_STRUCT:
    case WS_CHOICE:
    case WS_TLVS:
        return WS_PATH_OBJECT;
    case WS_ANY:
        return WS_PATH_ANY;
    default:
        return number_kind((unsigned)row->type >> 8);
    }
}

static void envelope_kind(enum envelope_key key, ws_path_kind_fn *each, void *self)
{
    static const enum ws_path_kind of[] = {
#define ENVELOPE_KIND(name, kind, doc) [KEY_##name] = WS_PATH_##kind,
        ENVELOPE_MAP(ENVELOPE_KIND)
#undef ENVELOPE_KIND
    };
    const struct ws_names *const names[KEY_raw + 1] = {
        [KEY_event_type] = WS_NAMES(event_types),
        [KEY_proto] = WS_NAMES(protos),
        [KEY_from] = WS_NAMES(senders),
        [KEY_kind] = WS_NAMES(kinds),
    };
    each(self, of[key], names[key], NULL);
}

static void type_names(const struct ws_instance *instance, ws_path_kind_fn *each, void *self)
{
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(instance, &types);

    for (size_t i = 0; i < n; i++) {
        const struct ws_name name = {.name = types[i]->name};
        const struct ws_names names = {.list = &name, .n = 1};
        each(self, WS_PATH_TEXT, &names, types[i]->family);
    }
}

/* Names of messages: of one protocol, or (NULL) of all. */
static void message_kind(const char *protocol, const struct ws_instance *const *instances, size_t n,
                         ws_path_kind_fn *each, void *self)
{
    static const struct ws_name malformed[] = {WORD("malformed")};

    for (size_t i = 0; i < n; i++)
        if (!protocol || ws_instance_plugin(instances[i])->name == protocol)
            type_names(instances[i], each, self);
    each(self, WS_PATH_TEXT, WS_NAMES(malformed), NULL);
}

static void finding_kind(enum finding_key key, ws_path_kind_fn *each, void *self)
{
    each(self, key == FINDING_offset ? WS_PATH_NUMBER : WS_PATH_TEXT,
         key == FINDING_level ? WS_NAMES(levels) : NULL, NULL);
}

static void context_kind(const struct ws_path *path, const struct ws_instance *const *instances,
                         size_t n, ws_path_kind_fn *each, void *self)
{
    if (path->key != CONTEXT_OWN) {
        each(self, path->key == CONTEXT_orphan ? WS_PATH_BOOL : WS_PATH_NUMBER, NULL, NULL);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct ws_plugin *plugin = ws_instance_plugin(instances[i]);
        for (size_t k = 0; k < plugin->n_context; k++)
            if (ws_part_is(path->parts[1], plugin->context[k].key))
                each(self, ws_path_kind_of(&plugin->context[k]), plugin->context[k].names, NULL);
    }
}

static const struct ws_instance *instance_of(const struct ws_path *path,
                                             const struct ws_instance *const *instances, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ws_instance_plugin(instances[i])->name == path->protocol)
            return instances[i];
    return NULL;
}

void ws_path_kinds(const struct ws_path *path, const struct ws_instance *const *instances, size_t n,
                   ws_path_kind_fn *each, void *self)
{
    switch ((enum path_root)path->root) {
    case ROOT_ENVELOPE:
        if (path->key == KEY_message)
            message_kind(NULL, instances, n, each, self);
        else
            envelope_kind((enum envelope_key)path->key, each, self);
        break;
    case ROOT_FIELDS:
        ws_path_table_kinds(path, instance_of(path, instances, n), each, self);
        break;
    case ROOT_MESSAGE:
        message_kind(path->protocol, instances, n, each, self);
        break;
    case ROOT_PROTOCOL:
        each(self, WS_PATH_TEXT, NULL, NULL);
        break;
    case ROOT_CONTEXT:
        context_kind(path, instances, n, each, self);
        break;
    case ROOT_NOTES:
    case ROOT_ERRORS:
        finding_kind((enum finding_key)path->key, each, self);
        break;
    }
}
