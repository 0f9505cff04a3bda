/* Lists of type, length, value, written. */
#include <string.h>

#include "message/encoder.h"
#include "wirespeak/err.h"

/** One of them, as it is given. */
struct given_tlv {
    struct ws_source source;
    const struct ws_node *taken[WS_TLV_N];
    bool has_value; /* any key that is the value's */
};

static int fail_at(struct ws_encoder *e, const struct ws_row *key, const char *what)
{
    struct ws_step step = {e->place, key->field->key, 0};

    e->place = &step;
    int err = ws_encoder_fail(e, "%s", what);
    e->place = step.up;
    return err;
}

static int put_hex(struct ws_encoder *e, const struct ws_row *key, const struct ws_node *n)
{
    struct ws_step step = {e->place, key->field->key, 0};

    e->place = &step;
    int err = ws_encode_hex(e, n);
    e->place = step.up;
    return err;
}

static const struct ws_plan_tlv *by_name(const struct ws_plan_tlvs *list,
                                         const struct ws_node *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->list[i].name_len == name->len &&
            memcmp(list->list[i].tlv->name, name->as.data, name->len) == 0)
            return &list->list[i];
    return NULL;
}

static int take(struct ws_encoder *e, const struct ws_plan_tlvs *list, const struct ws_node *object,
                struct given_tlv *g)
{
    uint32_t own = 0;
    int err = ws_encoder_open(e, &g->source, object);

    if (err)
        return err;
    memset(g->taken, 0, sizeof(g->taken));
    for (size_t i = 0; i < WS_TLV_N; i++) {
        if (i == WS_TLV_VALUE)
            continue; /* the table's, or unknown types' */
        g->taken[i] = ws_source_take(&g->source, &list->keys[i], WS_KEY_ITSELF);
        own += g->taken[i] != NULL;
        if (g->taken[i] && g->taken[i]->kind == WS_V_NULL)
            g->taken[i] = NULL;
    }
    g->has_value = object->len > own;
    return WS_OK;
}

static int type_of(struct ws_encoder *e, const struct ws_plan_tlvs *list, const struct given_tlv *g,
                   uint32_t *ret)
{
    const struct ws_node *type = g->taken[WS_TLV_TYPE], *name = g->taken[WS_TLV_NAME];
    const struct ws_plan_tlv *named = NULL;
    bool negative;
    uint64_t v;

    if (type) {
        if (!ws_node_whole(type, &negative, &v) ||
            !ws_fits(list->tlvs->type_len * 8u, false, negative, v))
            return fail_at(e, &list->keys[WS_TLV_TYPE], "no whole number, or out of range");
        *ret = (uint32_t)v;
        return WS_OK;
    }
    if (name && (name->kind == WS_V_TEXT || name->kind == WS_V_NAME))
        named = by_name(list, name);
    if (!named)
        return fail_at(e, &list->keys[WS_TLV_TYPE], "neither a type nor the name of one is given");
    *ret = named->tlv->type;
    return WS_OK;
}

static int put_value(struct ws_encoder *e, const struct ws_plan_tlvs *list,
                     const struct ws_plan_tlv *known, struct given_tlv *g)
{
    const struct ws_row *key = &list->keys[WS_TLV_VALUE];
    size_t at = ws_encoder_at(e);
    const struct ws_node *hex;
    int err = WS_OK;

    if (g->taken[WS_TLV_VALUE_HEX]) /* the value as it is, whatever other keys say */
        return put_hex(e, &list->keys[WS_TLV_VALUE_HEX], g->taken[WS_TLV_VALUE_HEX]);
    if (g->has_value && known->plan)
        err = ws_encode_rows(e, known->plan, NULL, &g->source);
    else if ((hex = ws_source_take(&g->source, key, WS_KEY_ITSELF)) && hex->kind != WS_V_NULL)
        err = put_hex(e, key, hex);
    if (err || (err = ws_encoder_check(e, &g->source)))
        return err;
    if (known->tlv && !e->out->failed && !ws_tlv_fits(known->tlv, ws_encoder_at(e) - at))
        return ws_encoder_fail(e, "%s can't have %zu bytes", known->tlv->name,
                               ws_encoder_at(e) - at);
    return WS_OK;
}

/** The number of a value's bytes, unless "override" says another. */
static int put_length(struct ws_encoder *e, const struct ws_plan_tlvs *list, size_t at,
                      uint64_t length)
{
    const struct ws_tlvs *t = list->tlvs;
    struct ws_step step = {e->place, list->keys[WS_TLV_LENGTH].field->key, 0};
    bool negative = false;

    e->place = &step;
    const struct ws_node *forced = ws_encoder_override(e);
    e->place = step.up;
    if ((forced && !ws_node_whole(forced, &negative, &length)) ||
        !ws_fits(t->length_len * 8u, false, negative, length))
        return fail_at(e, &list->keys[WS_TLV_LENGTH], "no whole number, or out of range");
    ws_encoder_patch(e, at, length, t->length_len, t->little);
    return WS_OK;
}

static int put_item(struct ws_encoder *e, const struct ws_plan_tlvs *list,
                    const struct ws_node *object)
{
    const struct ws_tlvs *t = list->tlvs;
    struct given_tlv g;
    uint32_t type = 0;
    int err = take(e, list, object, &g);

    if (err || (err = type_of(e, list, &g, &type)))
        return err;
    ws_encoder_number(e, type, t->type_len, t->little);
    size_t head = ws_encoder_at(e);
    ws_encoder_zeros(e, t->length_len);
    if ((err = put_value(e, list, ws_plan_tlv_find(list, type), &g)))
        return err;
    size_t length = ws_encoder_at(e) - head - t->length_len;
    if ((err = put_length(e, list, head, length)))
        return err;
    if (g.taken[WS_TLV_PADDING])
        return put_hex(e, &list->keys[WS_TLV_PADDING], g.taken[WS_TLV_PADDING]);
    size_t past = t->align > 1 ? length % t->align : 0;
    ws_encoder_zeros(e, past ? t->align - past : 0);
    return WS_OK;
}

int ws_encode_tlvs(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list)
{
    struct ws_step step = {e->place, NULL, 0};
    int err = WS_OK;

    if (list && list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, "an array is needed");
    e->place = &step;
    for (const struct ws_node *n = list ? ws_first(list) : NULL; n && !err;
         n = ws_next(list, n), step.index++)
        err = put_item(e, row->tlvs, n);
    e->place = step.up;
    return err;
}
