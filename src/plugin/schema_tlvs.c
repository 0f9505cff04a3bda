/* Lists of TLVs as JSON Schema. */
#include "plugin/schema.h"

static void put_type_is(struct ws_schema_writer *s, const struct ws_tlv *t)
{
    if (t->type_last)
        ws_schema_put(s, "{'properties':{'type':{'minimum':%u,'maximum':%u}}}", t->type,
                      t->type_last);
    else
        ws_schema_put(s, "{'properties':{'type':{'const':%u}}}", t->type);
}

static void put_raw_value(struct ws_schema_writer *s, const struct ws_tlvs *t)
{
    ws_schema_key(s, t->value_key ? t->value_key : "value");
    ws_schema_put(s, WS_SCHEMA_HEX);
}

/** What the value of a known type may hold. */
static void put_tlv_value(struct ws_schema_writer *s, const struct ws_plan_tlvs *list,
                          const struct ws_plan_tlv *t)
{
    if (t->tlv->purpose & WS_SECRET) {
        ws_schema_put(s, ",'additionalProperties':true");
    } else if (!t->plan) {
        ws_schema_put(s, ",'allOf':[{'properties':{");
        put_raw_value(s, list->tlvs);
        ws_schema_put(s, "}}]");
    } else {
        ws_schema_put(s, ",'anyOf':[{");
        ws_schema_table_ref(s, t->plan);
        ws_schema_put(s, "},{'properties':{");
        if (list->tlvs->bare)
            put_raw_value(s, list->tlvs);
        else
            ws_schema_put(s, "'value_hex':{}},'required':['value_hex'");
        ws_schema_put(s, list->tlvs->bare ? "}}]" : "]}]");
    }
}

static void put_tlv(struct ws_schema_writer *s, const struct ws_plan_tlvs *list,
                    const struct ws_plan_tlv *t)
{
    ws_schema_comma(s);
    ws_schema_put(s, "{'if':");
    put_type_is(s, t->tlv);
    ws_schema_put(s, ",'then':{'properties':{'name':{'const':");
    ws_schema_string(s, t->tlv->name);
    ws_schema_put(s, "}}");
    put_tlv_value(s, list, t);
    ws_schema_description(s, t->tlv->doc, t->tlv->unit);
    ws_schema_put(s, "}}");
}

static void put_unknown_tlv(struct ws_schema_writer *s, const struct ws_plan_tlvs *list)
{
    const char *name = list->tlvs->unknown ? list->tlvs->unknown : "unknown";

    ws_schema_comma(s);
    ws_schema_put(s, "{'if':{'not':{'anyOf':[");
    for (size_t i = 0; i < list->n; i++) {
        ws_schema_comma(s);
        put_type_is(s, list->list[i].tlv);
    }
    ws_schema_put(s, list->n ? "]}}" : "false]}}");
    ws_schema_put(s, ",'then':{'properties':{'name':{'const':");
    ws_schema_string(s, name);
    ws_buf_byte(s->out, '}');
    put_raw_value(s, list->tlvs);
    ws_schema_put(s, "}}}");
}

static void put_tlv_errors(struct ws_schema_writer *s, const struct ws_plan_tlvs *list)
{
    ws_schema_key(s, "value_hex");
    ws_schema_put(s, WS_SCHEMA_HEX);
    ws_schema_key(s, "padding");
    ws_schema_put(s, WS_SCHEMA_HEX);
    ws_schema_key(s, "error");
    ws_schema_put(s, "{'enum':[");
    ws_schema_string(s, list->truncated);
    ws_buf_byte(s->out, ',');
    ws_schema_string(s, list->bad_length);
    ws_buf_byte(s->out, ',');
    ws_schema_string(s, list->limit);
    ws_schema_put(s, "]}");
}

void ws_schema_tlvs(struct ws_schema_writer *s, const struct ws_plan_tlvs *list)
{
    ws_schema_put(s, "'type':'array','items':{'type':'object',"
                     "'required':['type','name','length'],'properties':{'type':{");
    ws_schema_unsigned(s, list->tlvs->type_len * 8u);
    ws_schema_put(s, "},'name':{'type':'string'},'length':{");
    ws_schema_unsigned(s, list->tlvs->length_len * 8u);
    ws_buf_byte(s->out, '}');
    if (!list->tlvs->bare)
        put_tlv_errors(s, list);
    ws_schema_put(s, "},'allOf':[");
    for (size_t i = 0; i < list->n; i++)
        put_tlv(s, list, &list->list[i]);
    put_unknown_tlv(s, list);
    ws_schema_put(s, "],'unevaluatedProperties':false}");
}
