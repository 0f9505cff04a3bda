/* Lists of type, length, value. */
#include "message/decode_tlv.h"

#include <assert.h>
#include <string.h>

#include "message/reader.h"

/** One of them, while it is read. */
struct item {
    const struct ws_plan_tlvs *list;
    const struct ws_plan_tlv *known;
    uint32_t type, length;
    size_t head, value, end; /* offsets in the message; end: of the value, within the area */
    bool cut;                /* the value runs past the area */
};

static void put_name(struct ws_out *out, const struct ws_row *key, const char *name, size_t len,
                     size_t at)
{
    struct ws_node *n = ws_out_push(out, key, WS_V_NAME, at);
    n->as.data = (const uint8_t *)name;
    n->len = (uint32_t)len;
}

static void put_hex(struct ws_out *out, const struct ws_row *key, size_t at, size_t end)
{
    struct ws_node *n = ws_out_push(out, key, WS_V_HEX, at);
    n->as.data = out->message.data + at;
    n->len = (uint32_t)(end - at);
}

/** A value that can't be shown as its type says: the bytes, and why. */
static void put_bad(struct ws_out *out, const struct item *item, const char *error, uint16_t code)
{
    const struct ws_plan_tlvs *l = item->list;

    put_hex(out, &l->keys[WS_TLV_VALUE_HEX], item->value, item->end);
    put_name(out, &l->keys[WS_TLV_ERROR], error, strlen(error), item->value);
    ws_out_add_fault(out, code, item->head);
}

/** Most values are one number. */
static bool put_lone(struct ws_out *out, const struct item *item)
{
    const struct ws_row *row = item->known->plan->rows;

    if (!item->known->plan->lone || item->length != row->size)
        return false;
    uint64_t v = ws_load_number(out->message, item->value, row->size, row->little);
    if (row->op == WS_OP_INT)
        v = (uint64_t)ws_sign_extend(v, row->bits);
    ws_put_number(out, row, v, item->value);
    return true;
}

/** Keys that were read before the fault stay. */
static int put_known(struct ws_out *out, const struct item *item)
{
    const struct ws_tlvs *t = item->list->tlvs;
    const struct ws_tlv *known = item->known->tlv;
    size_t at = item->value;
    int code = WS_BAD_LENGTH;

    assert(known); /* unknown types have no plan */
    if (known->holds_tlvs && t->max_depth && out->tlv_depth >= t->max_depth) {
        put_bad(out, item, item->list->limit, item->list->limit_code);
        return 0;
    }
    if (ws_tlv_fits(known, item->length) && put_lone(out, item))
        return out->full ? WS_LIMIT : 0;
    if (ws_tlv_fits(known, item->length))
        code = ws_decode_rows(out, item->known->plan, &at, item->end);
    if (out->full)
        return WS_LIMIT;
    if (code || at != item->end)
        put_bad(out, item, item->list->bad_length, item->list->bad_length_code);
    return 0;
}

static int put_value(struct ws_out *out, const struct item *item)
{
    const struct ws_plan_tlvs *l = item->list;

    if (item->cut && !l->tlvs->bare) {
        put_bad(out, item, l->truncated, l->truncated_code);
        return 0;
    }
    if (item->known->plan && !item->cut)
        return item->length ? put_known(out, item) : 0;
    if (item->known->tlv && item->length && !item->cut &&
        !ws_tlv_fits(item->known->tlv, item->length)) {
        put_bad(out, item, l->bad_length, l->bad_length_code);
        return 0;
    }
    if (item->length || l->tlvs->bare)
        put_hex(out, &l->keys[WS_TLV_VALUE], item->value, item->end);
    if (item->cut)
        ws_out_add_fault(out, l->truncated_code, item->head);
    return 0;
}

/** Bytes behind the value up to its alignment; shown when they are not the zeros required. */
static size_t put_padding(struct ws_out *out, const struct item *item, size_t end)
{
    const struct ws_tlvs *t = item->list->tlvs;
    bool power = (t->align & (t->align - 1)) == 0;
    size_t past = t->align < 2 ? 0
                  : power      ? item->length & (t->align - 1u)
                               : item->length % t->align;
    size_t pad = past ? t->align - past : 0, there = pad;
    bool odd = false;

    if (there > end - item->end) {
        there = end - item->end;
        odd = true;
    }
    for (size_t i = 0; i < there; i++)
        odd = odd || out->message.data[item->end + i] != 0;
    if (odd && !t->bare)
        put_hex(out, &item->list->keys[WS_TLV_PADDING], item->end, item->end + there);
    return item->end + there;
}

/** The object, and the type, name and length that it begins with; NULL: there is no room. */
static struct ws_node *put_head(struct ws_out *out, const struct item *item)
{
    const struct ws_plan_tlvs *l = item->list;
    const struct ws_plan_tlv *known = item->known;
    uint32_t head = (uint32_t)item->head;
    struct ws_node *n = ws_out_take(out, 4);

    if (!n)
        return NULL;
    const char *name = known->tlv ? known->tlv->name : l->unknown_name;
    n[0] = (struct ws_node){.row = &known->object, .offset = head, .kind = WS_V_OBJECT};
    n[1] = (struct ws_node){.row = &l->keys[WS_TLV_TYPE],
                            .as.u = item->type,
                            .span = 1,
                            .offset = head,
                            .kind = WS_V_UINT};
    n[2] = (struct ws_node){.row = &l->keys[WS_TLV_NAME],
                            .as.data = (const uint8_t *)name,
                            .len = (uint32_t)known->name_len,
                            .span = 1,
                            .offset = head,
                            .kind = WS_V_NAME};
    n[3] = (struct ws_node){.row = &l->keys[WS_TLV_LENGTH],
                            .as.u = item->length,
                            .span = 1,
                            .offset = head + l->tlvs->type_len,
                            .kind = WS_V_UINT};
    return n;
}

static int read_item(struct ws_out *out, const struct ws_plan_tlvs *list, size_t *at, size_t end,
                     bool *ret_cut)
{
    const struct ws_tlvs *t = list->tlvs;
    struct item item = {.list = list, .head = *at, .value = *at + t->type_len + t->length_len};
    struct ws_opened opened = {out->n, out->members + 1};

    item.type = (uint32_t)ws_load_number(out->message, item.head, t->type_len, t->little);
    item.length =
        (uint32_t)ws_load_number(out->message, item.head + t->type_len, t->length_len, t->little);
    item.known = ws_plan_tlv_find(list, item.type);
    item.cut = item.length > end - item.value;
    item.end = item.cut ? end : item.value + item.length;

    if (item.known->tlv && (item.known->tlv->purpose & WS_SECRET))
        out->secret = true;
    if (!put_head(out, &item)) {
        out->fault_at = item.head;
        return WS_LIMIT;
    }
    out->members = 3;
    int code = put_value(out, &item);
    *at = item.cut || code ? item.end : put_padding(out, &item, end);
    ws_out_close(out, opened);
    *ret_cut = item.cut;
    return code;
}

int ws_decode_tlvs(struct ws_out *out, const struct ws_row *row, size_t *at, size_t end,
                   unsigned *ret_n)
{
    const struct ws_plan_tlvs *list = row->tlvs;
    size_t head = (size_t)list->tlvs->type_len + list->tlvs->length_len;
    struct ws_opened opened = ws_out_open(out, row, WS_V_ARRAY, *at);
    bool cut = false;
    int code = 0;

    if (out->tlv_depth >= WS_MAX_DEPTH) {
        out->fault_at = *at;
        code = WS_LIMIT;
    }

    out->tlv_depth++;
    while (!code && !cut && end - *at >= head) {
        code = read_item(out, list, at, end, &cut);
        ++*ret_n;
    }
    out->tlv_depth--;
    ws_out_close(out, opened);
    if (!code && !cut && *at < end)
        ws_out_add_fault(out, list->truncated_code, *at);
    return code;
}
