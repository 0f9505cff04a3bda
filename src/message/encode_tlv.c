/* Lists of type, length, value, written. */
#include <string.h>

#include "message/encoder.h"
#include "wirespeak/err.h"

/** One of them, as it is given. */
struct given_tlv {
    struct ws_source source;
    const struct ws_node *type, *name, *value_hex, *padding;
    bool has_value; /* any key that is the value's */
};

static const struct ws_plan_tlv *by_name(const struct ws_plan_tlvs *list,
                                         const struct ws_node *name)
{
    for (size_t i = 0; name && i < list->n; i++)
        if (strlen(list->list[i].tlv->name) == name->len &&
            memcmp(list->list[i].tlv->name, name->as.data, name->len) == 0)
            return &list->list[i];
    return NULL;
}

static int take(struct ws_encoder *e, const struct ws_plan_tlvs *list, const struct ws_node *object,
                struct given_tlv *g)
{
    uint32_t own = 0;
    const struct ws_node *taken[WS_TLV_N];

    if (object->kind != WS_V_OBJECT)
        return ws_encoder_fail(e, "", "an object is needed");
    *g = (struct given_tlv){.source = {.object = object}};
    for (size_t i = 0; i < WS_TLV_N; i++) {
        if (i == WS_TLV_VALUE)
            continue; /* the table's, or unknown types' */
        taken[i] = ws_source_take(&g->source, list->keys[i].field->key, "");
        own += taken[i] != NULL;
    }
    g->type = taken[WS_TLV_TYPE];
    g->name = taken[WS_TLV_NAME];
    g->value_hex = taken[WS_TLV_VALUE_HEX];
    g->padding = taken[WS_TLV_PADDING];
    g->has_value = object->len > own;
    return WS_OK;
}

static int type_of(struct ws_encoder *e, const struct ws_plan_tlvs *list, const struct given_tlv *g,
                   uint32_t *ret)
{
    const struct ws_plan_tlv *named;
    bool negative;
    uint64_t v;

    if (g->type) {
        if (!ws_node_whole(g->type, &negative, &v) || negative || v >> (list->tlvs->type_len * 8u))
            return ws_encoder_fail(e, "type", "out of range");
        *ret = (uint32_t)v;
        return WS_OK;
    }
    named = g->name && (g->name->kind == WS_V_TEXT || g->name->kind == WS_V_NAME)
                ? by_name(list, g->name)
                : NULL;
    if (!named)
        return ws_encoder_fail(e, "type", "neither a type nor the name of one is given");
    *ret = named->tlv->type;
    return WS_OK;
}

static int put_value(struct ws_encoder *e, const struct ws_plan_tlvs *list,
                     const struct ws_plan_tlv *known, struct given_tlv *g)
{
    const char *key = list->keys[WS_TLV_VALUE].field->key;

    if (g->value_hex)
        return ws_encode_hex(e, "value_hex", g->value_hex);
    if (!g->has_value)
        return WS_OK;
    if (known->plan)
        return ws_encode_rows(e, known->plan, NULL, &g->source);
    const struct ws_node *hex = ws_source_take(&g->source, key, "");
    return hex ? ws_encode_hex(e, key, hex) : WS_OK;
}

static int put_item(struct ws_encoder *e, const struct ws_plan_tlvs *list,
                    const struct ws_node *object)
{
    const struct ws_tlvs *t = list->tlvs;
    struct given_tlv g;
    uint32_t type = 0;
    uint64_t length;
    int err = take(e, list, object, &g);

    if (err || (err = type_of(e, list, &g, &type)))
        return err;
    const struct ws_plan_tlv *known = ws_plan_tlv_find(list, type);
    ws_encoder_number(e, type, t->type_len, t->little);
    size_t head = ws_encoder_at(e);
    ws_encoder_zeros(e, t->length_len);
    err = put_value(e, list, known, &g);
    if (err || (err = ws_source_check(e, &g.source)))
        return err;
    length = ws_encoder_at(e) - head - t->length_len;
    size_t past = t->align > 1 ? length % t->align : 0;
    const struct ws_node *forced = ws_encoder_override(e, "length");
    bool negative;
    if (forced && (!ws_node_whole(forced, &negative, &length) || negative))
        return ws_encoder_fail(e, "length", "a whole number is needed");
    if (length >> (t->length_len * 8u))
        return ws_encoder_fail(e, "length", "%llu does not fit", (unsigned long long)length);
    ws_encoder_patch(e, head, length, t->length_len, t->little);
    if (g.padding)
        return ws_encode_hex(e, "padding", g.padding);
    ws_encoder_zeros(e, past ? t->align - past : 0);
    return WS_OK;
}

int ws_encode_tlvs(struct ws_encoder *e, const struct ws_row *row, const struct ws_node *list)
{
    int64_t n = 0;
    int err = WS_OK;

    if (list && list->kind != WS_V_ARRAY)
        return ws_encoder_fail(e, "", "an array is needed");
    for (const struct ws_node *i = list ? ws_first(list) : NULL; i && !err; i = ws_next(list, i)) {
        size_t before = ws_encoder_enter(e, NULL, n++);
        err = put_item(e, row->tlvs, i);
        ws_encoder_leave(e, before);
    }
    return err;
}
