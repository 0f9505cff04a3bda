/* Where encoding takes its values from. */
#include "message/source.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void ws_source_init(struct ws_source *s, const struct ws_node *object)
{
    s->object = object && object->len ? object : NULL;
    s->next = NULL;
    s->next_index = 0;
    if (!s->object)
        return;
    s->next = ws_first(object);
    memset(s->used, 0, (object->len + 63) / 64 * sizeof(s->used[0]));
}

/* Members */

/** What a row's member is called. */
struct name {
    const struct ws_row *row;
    enum ws_suffix suffix;
    const char *text;
    size_t len;
};

/** The rendered keys are the texts, but for `"` and `":`. */
static struct name name_of(const struct ws_row *row, enum ws_suffix suffix)
{
    switch (suffix) {
    case WS_KEY_NAME:
        return (struct name){row, suffix, row->json_key_name + 1, row->json_key_name_len - 3u};
    case WS_KEY_HEX:
        return (struct name){row, suffix, row->json_key_hex + 1, row->json_key_hex_len - 3u};
    case WS_KEY_ITSELF:
        break;
    }
    return (struct name){row, suffix, row->json_key + 1, row->json_key_len - 3u};
}

/** A decoded value has its row's key, or that with _hex; names are not among decoded values. */
static bool is_decoded(const struct ws_node *n, const struct name *name)
{
    enum ws_suffix suffix = n->flags & WS_NODE_HEX_KEY ? WS_KEY_HEX : WS_KEY_ITSELF;

    if (!n->row || suffix != name->suffix)
        return false;
    return n->row == name->row ||
           (n->row->json_key_len == name->row->json_key_len &&
            memcmp(n->row->json_key, name->row->json_key, name->row->json_key_len) == 0);
}

static bool is_called(const struct ws_node *n, const struct name *name)
{
    if (!(n->flags & WS_NODE_KEYED))
        return is_decoded(n, name);
    return n[-1].len == name->len && memcmp(n[-1].as.data, name->text, name->len) == 0;
}

/** Members mostly come in the order of the rows: begins at *at, the *index-th member, and goes
 * round once. */
static bool find(const struct ws_node *object, const struct ws_node **at, uint32_t *index,
                 struct name name)
{
    for (uint32_t tried = 0; tried < object->len; tried++) {
        if (!*at) {
            *at = ws_first(object);
            *index = 0;
        }
        assert(*at);
        if (is_called(*at, &name))
            return true;
        *at = ws_next(object, *at);
        ++*index;
    }
    return false;
}

const struct ws_node *ws_source_take(struct ws_source *s, const struct ws_row *row,
                                     enum ws_suffix suffix)
{
    const struct ws_node *n = s->next;
    uint32_t index = s->next_index;

    if (!s->object || !find(s->object, &n, &index, name_of(row, suffix)))
        return NULL;
    s->used[index / 64] |= UINT64_C(1) << index % 64;
    s->next = ws_next(s->object, n);
    s->next_index = index + 1;
    return n;
}

static bool has_key(const struct ws_source *s, const struct ws_row *row)
{
    for (enum ws_suffix suffix = WS_KEY_ITSELF; suffix <= WS_KEY_HEX; suffix++) {
        const struct ws_node *n = s->next;
        uint32_t index = 0;
        if (find(s->object, &n, &index, name_of(row, suffix)))
            return true;
    }
    return false;
}

static bool has_row(const struct ws_source *s, const struct ws_row *row)
{
    if (row->field->purpose & WS_VIEW)
        return false;
    if (row->json_key)
        return has_key(s, row);
    if (row->table)
        return ws_source_has(s, row->table);
    for (size_t i = 0; i < row->n_cases; i++)
        if (ws_source_has(s, row->cases[i].plan))
            return true;
    return row->otherwise && ws_source_has(s, row->otherwise);
}

bool ws_source_has(const struct ws_source *s, const struct ws_plan *plan)
{
    for (size_t i = 0; s->object && i < plan->n; i++)
        if (has_row(s, &plan->rows[i]))
            return true;
    return false;
}

const struct ws_node *ws_source_unused(const struct ws_source *s)
{
    uint32_t index = 0;

    for (const struct ws_node *n = s->object ? ws_first(s->object) : NULL; n;
         n = ws_next(s->object, n), index++) {
        struct ws_bytes k = ws_node_key(n);
        bool text = k.len > 5 && memcmp(k.data + k.len - 5, "_text", 5) == 0;
        if (!(s->used[index / 64] & UINT64_C(1) << index % 64) && !text && n->kind != WS_V_NULL)
            return n;
    }
    return NULL;
}

/* Whole numbers */

static bool whole_text(const struct ws_node *n, bool *ret_negative, uint64_t *ret)
{
    bool negative = n->len > 0 && n->as.data[0] == '-';
    uint64_t v = 0;

    for (uint32_t i = negative; i < n->len; i++)
        if (n->as.data[i] < '0' || n->as.data[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(n->as.data[i] - '0'), &v))
            return false;
    if (negative && v > UINT64_C(1) << 63)
        return false;
    *ret = negative ? 0 - v : v;
    *ret_negative = negative && v;
    return n->len > negative;
}

static bool whole_real(double d, bool *ret_negative, uint64_t *ret)
{
    if (d != floor(d) || fabs(d) > 9007199254740992.0)
        return false;
    *ret_negative = d < 0;
    *ret = (uint64_t)(int64_t)d;
    return true;
}

bool ws_node_whole(const struct ws_node *n, bool *ret_negative, uint64_t *ret)
{
    *ret_negative = n->kind == WS_V_INT && n->as.i < 0;
    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_UINT:
    case WS_V_BOOL:
    case WS_V_INT:
        *ret = n->as.u;
        return true;
    case WS_V_REAL:
        return whole_real(n->as.f, ret_negative, ret);
    case WS_V_TEXT:
        return whole_text(n, ret_negative, ret);
    default:
        return false;
    }
}

int64_t ws_source_default(const struct ws_encode *job, const struct ws_field *field)
{
    for (size_t i = 0; i < job->n_presets; i++)
        if (job->presets[i].row == field)
            return job->presets[i].value;
    return field->value;
}

uint64_t ws_source_uint(const struct ws_encode *job, const struct ws_node *object,
                        const struct ws_row *row)
{
    struct ws_source s;
    const struct ws_node *n;
    bool keyed = row->json_key != NULL, negative;
    uint64_t v;
    int64_t named;

    ws_source_init(&s, object);
    if (keyed && (n = ws_source_take(&s, row, WS_KEY_ITSELF)) && n->kind != WS_V_NULL)
        return ws_node_whole(n, &negative, &v) ? v : 0;
    if (keyed && (n = ws_source_take(&s, row, WS_KEY_NAME)) && n->kind == WS_V_TEXT &&
        ws_row_value_of(row, (struct ws_bytes){n->as.data, n->len}, &named))
        return (uint64_t)named;
    return (uint64_t)ws_source_default(job, row->field);
}
