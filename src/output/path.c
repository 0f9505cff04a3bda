/* Paths: names of values, checked before reading starts. */
#include "output/path.h"

#include <stdio.h>
#include <string.h>

#include "output/path_private.h"
#include "plugin/nearest.h"

const struct ws_path_key ws_path_keys[] = {
#define ENVELOPE_KEY(name, kind, doc) {#name, doc},
    ENVELOPE_MAP(ENVELOPE_KEY)
#undef ENVELOPE_KEY
        {NULL, NULL}};

static const char *const context_names[] = {
#define CONTEXT_NAME(name) #name,
    CONTEXT_MAP(CONTEXT_NAME)
#undef CONTEXT_NAME
};

static const char *const finding_names[] = {[FINDING_code] = "code",
                                            [FINDING_text] = "text",
                                            [FINDING_level] = "level",
                                            [FINDING_offset] = "offset"};

bool ws_path_is_seq(const struct ws_path *path)
{
    return path->root == ROOT_ENVELOPE && path->key == KEY_seq;
}

bool ws_part_is(struct ws_bytes part, const char *word)
{
    return part.len == strlen(word) && memcmp(part.data, word, part.len) == 0;
}

bool ws_part_is_with(struct ws_bytes part, struct ws_bytes key, const char *suffix)
{
    size_t more = strlen(suffix);
    return part.len == key.len + more && memcmp(part.data, key.data, key.len) == 0 &&
           memcmp(part.data + key.len, suffix, more) == 0;
}

const char *ws_words_nearest(const struct ws_words *words, struct ws_bytes part)
{
    char word[64];
    snprintf(word, sizeof(word), "%.*s", (int)part.len, (const char *)part.data);
    return ws_nearest(word, words->list, words->n);
}

/* Cuts at the points. False: an empty part, or too many. */
static bool cut(struct ws_path *path, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, ".");
        if (len == 0 || path->n_parts == WS_PATH_PARTS_MAX)
            return false;
        path->parts[path->n_parts++] = (struct ws_bytes){(const uint8_t *)text, len};
        if (text[len] == '\0')
            return true;
        text += len + 1;
    }
}

/* `nearest` in place of the part that nothing matches. */
static int unknown(const struct ws_path *path, size_t part, const char *nearest, char *why)
{
    const char *begin = (const char *)path->parts[part].data;
    int before = (int)(begin - path->text);

    if (nearest)
        snprintf(why, WS_WHY_MAX, "no field '%s'; did you mean '%.*s%s%s'?", path->text, before,
                 path->text, nearest, begin + path->parts[part].len);
    else
        snprintf(why, WS_WHY_MAX,
                 "no field '%s'; wirespeak plugins NAME lists a protocol's, "
                 "man wirespeak-read those of all events",
                 path->text);
    return WS_E_UNKNOWN;
}

static int compile_envelope(struct ws_path *path, const struct ws_instance *const *instances,
                            size_t n, char *why)
{
    struct ws_words words = {.n = 0};

    for (uint8_t i = 0; ws_path_keys[i].name; i++) {
        if (path->n_parts == 1 && ws_part_is(path->parts[0], ws_path_keys[i].name)) {
            path->root = ROOT_ENVELOPE;
            path->key = i;
            return 0;
        }
        if (path->n_parts == 1)
            ws_words_add(&words, ws_path_keys[i].name);
    }
    for (size_t i = 0; i < n; i++)
        ws_words_add(&words, ws_instance_plugin(instances[i])->name);
    return unknown(path, 0, ws_words_nearest(&words, path->parts[0]), why);
}

/* notes.KEY and errors.KEY, which differ in their keys; alone: the codes. */
static int compile_finding(struct ws_path *path, uint8_t root, uint8_t without, char *why)
{
    path->root = root;
    path->key = FINDING_code;
    if (path->n_parts == 1)
        return 0;
    for (uint8_t i = 0; i < WS_LEN(finding_names) && path->n_parts == 2; i++)
        if (i != without && ws_part_is(path->parts[1], finding_names[i])) {
            path->key = i;
            return 0;
        }
    return unknown(path, path->n_parts - 1, path->n_parts == 2 ? "code" : NULL, why);
}

static int compile_context(struct ws_path *path, const struct ws_instance *const *instances,
                           size_t n, char *why)
{
    struct ws_words words = {.n = 0};

    path->root = ROOT_CONTEXT;
    if (path->n_parts != 2)
        return unknown(path, 0, NULL, why);
    for (path->key = 0; path->key < CONTEXT_OWN; path->key++) {
        if (ws_part_is(path->parts[1], context_names[path->key]))
            return 0;
        ws_words_add(&words, context_names[path->key]);
    }
    for (size_t i = 0; i < n; i++) {
        const struct ws_plugin *plugin = ws_instance_plugin(instances[i]);
        for (size_t k = 0; k < plugin->n_context; k++) {
            if (ws_part_is(path->parts[1], plugin->context[k].key))
                return 0;
            ws_words_add(&words, plugin->context[k].key);
        }
    }
    return unknown(path, 1, ws_words_nearest(&words, path->parts[1]), why);
}

static int compile_field(struct ws_path *path, const struct ws_instance *instance, char *why)
{
    const char *near;
    size_t part;

    path->protocol = ws_instance_plugin(instance)->name;
    if (path->n_parts == 2 && ws_part_is(path->parts[1], "message")) {
        path->root = ROOT_MESSAGE;
        return 0;
    }
    path->root = path->n_parts > 1 ? ROOT_FIELDS : ROOT_PROTOCOL;
    if (path->n_parts == 1)
        return 0;
    if (ws_path_in_tables(path, instance, &near, &part))
        return 0;
    return unknown(path, part, near, why);
}

int ws_path_compile(const char *text, const struct ws_instance *const *instances, size_t n,
                    struct ws_path *ret, char *why)
{
    struct ws_path path = {.text = text};
    int err = 0;

    if (!cut(&path, text)) {
        snprintf(why, WS_WHY_MAX, "'%s' is not of the form KEY or PROTOCOL.KEY.KEY", text);
        return WS_E_UNKNOWN;
    }
    const struct ws_instance *instance = NULL;
    for (size_t i = 0; i < n; i++)
        if (ws_part_is(path.parts[0], ws_instance_plugin(instances[i])->name))
            instance = instances[i];
    if (ws_part_is(path.parts[0], "notes"))
        err = compile_finding(&path, ROOT_NOTES, FINDING_offset, why);
    else if (ws_part_is(path.parts[0], "errors"))
        err = compile_finding(&path, ROOT_ERRORS, FINDING_level, why);
    else if (ws_part_is(path.parts[0], "context"))
        err = compile_context(&path, instances, n, why);
    else if (instance)
        err = compile_field(&path, instance, why);
    else
        err = compile_envelope(&path, instances, n, why);
    if (err == 0)
        *ret = path;
    return err;
}
