/* Looking things up in plans: names, cases, TLV types. */
#include <string.h>

#include "message/plan.h"

const char *ws_row_name_of(const struct ws_row *row, int64_t value, size_t *ret_len)
{
    size_t at = ws_row_name_at(row, value);

    if (at == row->n_names) {
        const char *otherwise = row->n_names ? row->field->names->otherwise : NULL;
        *ret_len = otherwise ? strlen(otherwise) : 0;
        return otherwise;
    }
    *ret_len = row->name_lens[at];
    return row->names[at].name;
}

static bool value_of_one(const struct ws_row *row, struct ws_bytes name, int64_t *ret)
{
    for (size_t i = 0; i < row->n_names; i++) {
        if (row->name_lens[i] == name.len && memcmp(row->names[i].name, name.data, name.len) == 0) {
            *ret = row->names[i].value;
            return true;
        }
    }
    return false;
}

bool ws_row_value_of(const struct ws_row *row, struct ws_bytes name, int64_t *ret)
{
    const uint8_t *bar;
    int64_t all = 0, one;

    if (!(row->field->flags & WS_NAMES_ARE_BITS))
        return value_of_one(row, name, ret);
    for (; name.len && (bar = memchr(name.data, '|', name.len)); all |= one) {
        struct ws_bytes first = {name.data, (size_t)(bar - name.data)};
        if (!value_of_one(row, first, &one))
            return false;
        name = ws_bytes_from(name, first.len + 1);
    }
    if (!value_of_one(row, name, &one))
        return false;
    *ret = all | one;
    return true;
}

const struct ws_plan *ws_row_case(const struct ws_row *row, int64_t value)
{
    size_t low = 0, high = row->n_cases;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->cases[middle].value < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < row->n_cases && row->cases[low].value == value ? row->cases[low].plan
                                                                : row->otherwise;
}

const struct ws_plan_tlv *ws_plan_tlv_search(const struct ws_plan_tlvs *tlvs, uint32_t type)
{
    size_t low = 0, high = tlvs->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ws_tlv *t = tlvs->list[middle].tlv;
        uint32_t last = t->type_last ? t->type_last : t->type;
        if (type >= t->type && type <= last)
            return &tlvs->list[middle];
        if (type < t->type)
            high = middle;
        else
            low = middle + 1;
    }
    return &tlvs->unknown;
}

const struct ws_tlv *ws_node_tlv(const struct ws_node *node)
{
    return node->row ? node->row->tlv : NULL;
}
