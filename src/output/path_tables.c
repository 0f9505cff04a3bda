/* Does a field path name anything that a plugin's tables can make? */
#include <string.h>

#include "output/path_private.h"

enum { INLINE_MAX = WS_MAX_DEPTH };

/* A search: how far it came, and what was there where it ended. */
struct search {
    const struct ws_path *path;
    size_t furthest;
    struct ws_words words;
    ws_path_kind_fn *each; /* NULL: only whether there is anything is asked */
    void *self;
};

static bool in_table(struct search *search, const struct ws_table *table, size_t part, int depth);

static bool is_last(const struct search *search, size_t part)
{
    return part + 1 == search->path->n_parts;
}

/* The search has come to `part`. */
static void reach(struct search *search, size_t part)
{
    if (part <= search->furthest)
        return;
    search->furthest = part;
    search->words.n = 0;
}

/* A value was found. */
static void tell(const struct search *search, enum ws_path_kind kind, const struct ws_names *names)
{
    if (search->each)
        search->each(search->self, kind, names, NULL);
}

/* At `part`, `key` would be right. */
static void offer(struct search *search, size_t part, const char *key)
{
    reach(search, part);
    if (part == search->furthest)
        ws_words_add(&search->words, key);
}

static bool in_choice(struct search *search, const struct ws_choice *choice, size_t part, int depth)
{
    bool found = in_table(search, choice->otherwise, part, depth);

    for (size_t i = 0; i < choice->n; i++)
        found |= in_table(search, choice->cases[i].table, part, depth);
    return found;
}

/* Beside its types' own keys an element has those of the list. */
static bool in_tlvs(struct search *search, const struct ws_tlvs *tlvs, size_t part, int depth)
{
    const struct {
        const char *key;
        enum ws_path_kind kind;
    } keys[] = {{"type", WS_PATH_NUMBER},
                {"name", WS_PATH_TEXT},
                {"length", WS_PATH_NUMBER},
                {"value_hex", WS_PATH_BYTES},
                {"padding", WS_PATH_BYTES},
                {"error", WS_PATH_TEXT},
                {tlvs->value_key ? tlvs->value_key : "value", WS_PATH_BYTES}};
    bool found = false;

    for (size_t i = 0; i < WS_LEN(keys); i++) {
        offer(search, part, keys[i].key);
        if (!is_last(search, part) || !ws_part_is(search->path->parts[part], keys[i].key))
            continue;
        tell(search, keys[i].kind, NULL);
        found = true;
    }
    for (size_t i = 0; i < tlvs->n; i++)
        found |= in_table(search, tlvs->list[i].table, part, depth);
    return found;
}

/* Whatever the rest of the path is: what is there shows when there is a value. */
static bool anything(const struct search *search)
{
    tell(search, WS_PATH_ANY, NULL);
    return true;
}

/* A hook nests the rows of its table as it likes, and any keys in those of type WS_ANY; without
 * rows it makes any key. */
static bool in_hook(struct search *search, const struct ws_hook *hook, size_t part, int depth)
{
    if (!hook->rows || hook->rows->n == 0)
        return anything(search);
    if (in_table(search, hook->rows, part, depth))
        return true;
    for (; part < search->path->n_parts; part++) {
        struct ws_path one = *search->path;
        struct search here = {.path = &one};
        one.n_parts = part + 1;
        if (!in_table(&here, hook->rows, part, depth))
            return in_table(search, hook->rows, part, depth);
    }
    return anything(search);
}

/* What a row holds, from `part` on. */
static bool inside(struct search *search, const struct ws_field *row, size_t part, int depth)
{
    switch (row->type) {
    case WS_STRUCT:
        if (row->flags & WS_UNWRAPPED)
            return inside(search, &row->table->rows[0], part, depth);
        return in_table(search, row->table, part, depth);
    case WS_CHOICE:
        return in_choice(search, row->choice, part, depth);
    case WS_TLVS:
        return in_tlvs(search, row->tlvs, part, depth);
    case WS_HOOK:
        return row->hook && in_hook(search, row->hook, part, depth);
    case WS_ANY:
        return anything(search);
    default:
        reach(search, part);
        return false;
    }
}

/* The row is the path's last part. */
static bool is_row(const struct search *search, const struct ws_field *row, struct ws_bytes word)
{
    struct ws_bytes key = {(const uint8_t *)row->key, strlen(row->key)};

    if (ws_part_is(word, row->key))
        tell(search, ws_path_kind_of(row), row->names);
    else if (row->names && ws_part_is_with(word, key, "_name"))
        tell(search, WS_PATH_TEXT, row->flags & WS_NAMES_ARE_BITS ? NULL : row->names);
    else if (row->type == WS_TEXT && ws_part_is_with(word, key, "_hex"))
        tell(search, WS_PATH_BYTES, NULL);
    else
        return false;
    return true;
}

static bool in_row(struct search *search, const struct ws_field *row, size_t part, int depth)
{
    struct ws_bytes word = search->path->parts[part];

    if (!row->key)
        return (row->type == WS_STRUCT || row->type == WS_CHOICE || row->type == WS_HOOK) &&
               inside(search, row, part, depth);
    offer(search, part, row->key);
    if (is_last(search, part))
        return is_row(search, row, word);
    return ws_part_is(word, row->key) && inside(search, row, part + 1, depth);
}

static bool in_table(struct search *search, const struct ws_table *table, size_t part, int depth)
{
    bool found = false;

    if (!table || depth >= INLINE_MAX)
        return false;
    for (size_t i = 0; i < table->n; i++)
        found |= in_row(search, &table->rows[i], part, depth + 1);
    return found;
}

static bool in_types(struct search *search, const struct ws_instance *instance)
{
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(instance, &types);
    bool found = false;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < types[i]->n_variants; k++)
            found |= in_table(search, types[i]->variants[k], 1, 0);
    return found;
}

bool ws_path_in_tables(const struct ws_path *path, const struct ws_instance *instance,
                       const char **ret_near, size_t *ret_part)
{
    struct search search = {.path = path, .furthest = 1};

    if (in_types(&search, instance))
        return true;
    offer(&search, 1, "message");
    *ret_near = ws_words_nearest(&search.words, path->parts[search.furthest]);
    *ret_part = search.furthest;
    return false;
}

void ws_path_table_kinds(const struct ws_path *path, const struct ws_instance *instance,
                         ws_path_kind_fn *each, void *self)
{
    struct search search = {.path = path, .furthest = 1, .each = each, .self = self};
    in_types(&search, instance);
}
