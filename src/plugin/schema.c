/* Events as JSON Schema, draft 2020-12, from the plugins' tables. */
#include "plugin/schema.h"

#include <stdio.h>

#include "wirespeak/err.h"

enum { MAX_DEFINITIONS = 64 << 20 };

#define NATURAL "{'type':'integer','minimum':0}"
#define ORDINAL "{'type':'integer','minimum':1}"
#define STRING  "{'type':'string'}"
#define PORT    "{'type':'integer','minimum':0,'maximum':65535}"
#define CODE    "{'type':'string','pattern':'^[a-z][a-z0-9_]*$'}"
#define ADDRESS "{'type':'string','pattern':'^[0-9a-f.:]{2,45}$'}"
#define TIME                                                                                       \
    "{'type':'string','pattern':'^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"        \
    "\\\\.[0-9]{9}Z$'}"

/** A key that an event may have, and what it may be. */
struct member {
    const char *key, *schema;
};

static void put_members(struct ws_schema_writer *s, const struct member *members, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ws_schema_key(s, members[i].key);
        ws_schema_put(s, "%s", members[i].schema);
    }
}

/* The events, apart from what is in them */

static const struct member head[] = {
    {"timestamp", TIME}, {"seq", ORDINAL}, {"frame", ORDINAL}, {"file", STRING}, {"iface", STRING},
};
static const struct member flow_head[] = {
    {"flow_id", "{'type':'string','pattern':'^[0-9a-f]{16}$'}"},
    {"community_id", "{'type':'string','pattern':'^1:[A-Za-z0-9+/]+=*$'}"},
    {"proto", "{'enum':['TCP','UDP']}"},
    {"src_ip", ADDRESS},
    {"src_port", PORT},
    {"dest_ip", ADDRESS},
    {"dest_port", PORT},
    {"from", "{'enum':['client','server','unknown']}"},
};
#define HEAD_KEYS "'event_type','seq'"
#define FLOW_KEYS                                                                                  \
    HEAD_KEYS ",'timestamp','frame','flow_id','proto','src_ip','src_port','dest_ip'"               \
              ",'dest_port','from'"

static const struct member message[] = {
    {"message", CODE},
    {"kind", "{'enum':['request','response','notify','control']}"},
    {"length", NATURAL},
    {"offset", NATURAL},
    {"fields", "{'type':'object'}"},
    {"context", "{'type':'object'}"},
    {"notes", "{'type':'array','minItems':1,'items':{'type':'object','properties':{"
              "'level':{'enum':['info','warning','error']},'code':" CODE ",'text':" STRING
              "},'required':['level','code','text'],'additionalProperties':false}}"},
    {"errors", "{'type':'array','minItems':1,'items':{'type':'object','properties':{"
               "'code':" CODE ",'offset':" NATURAL ",'text':" STRING
               "},'required':['code','offset','text'],'additionalProperties':false}}"},
    {"raw", WS_SCHEMA_HEX},
};
static const struct member gap[] = {
    {"length", NATURAL},
    {"offset", NATURAL},
    {"reason", "{'enum':['lost','limit','ended','midstream']}"},
    {"resync_at", NATURAL},
};
static const struct member notice[] = {
    {"code", CODE},
    {"text", STRING},
    {"request_frame", ORDINAL},
    {"context", "{'type':'object'}"},
};
static const struct member flow[] = {
    {"flow", "{'type':'object','properties':{'state':{'enum':['begin','end']},"
             "'reason':" CODE ",'start':" TIME ",'end':" TIME ",'pkts_toserver':" NATURAL
             ",'pkts_toclient':" NATURAL ",'bytes_toserver':" NATURAL ",'bytes_toclient':" NATURAL
             ",'missed_toserver':" NATURAL ",'missed_toclient':" NATURAL
             "},'required':['state'],'additionalProperties':false}"},
    {"app_proto", "{'enum':['tls']}"},
    {"tls", "{'type':'object','properties':{'sni':" STRING "},'additionalProperties':false}"},
};
static const struct member stats[] = {
    {"stats", "{'type':'object','propertyNames':{'pattern':'^[a-z][a-z0-9_]*$'},"
              "'additionalProperties':" NATURAL "}"},
};
static const struct member error[] = {{"code", CODE}, {"text", STRING}};

/** A kind of event: what it has beside the head. */
struct event {
    const char *type;
    const struct member *members;
    size_t n;
    bool of_flow;
    const char *required;
};
static const struct event events[] = {
    {"message", message, WS_LEN(message), true,
     FLOW_KEYS ",'protocol','message','length','offset'"},
    {"gap", gap, WS_LEN(gap), true, FLOW_KEYS ",'protocol','length','offset','reason'"},
    {"notice", notice, WS_LEN(notice), true, FLOW_KEYS ",'protocol','code','text'"},
    {"flow", flow, WS_LEN(flow), true, FLOW_KEYS ",'flow'"},
    {"stats", stats, WS_LEN(stats), false, HEAD_KEYS ",'stats'"},
    {"error", error, WS_LEN(error), false, HEAD_KEYS ",'code','text'"},
};

static void put_event(struct ws_schema_writer *s, const struct event *e)
{
    ws_schema_key(s, e->type);
    ws_schema_put(s, "{'type':'object','properties':{'event_type':{'const':'%s'}", e->type);
    put_members(s, head, WS_LEN(head));
    if (e->of_flow) {
        put_members(s, flow_head, WS_LEN(flow_head));
        ws_schema_put(s, ",'protocol':%s", "{'$ref':'#/$defs/protocol'}");
    }
    put_members(s, e->members, e->n);
    ws_schema_put(s, "},'required':[%s],'additionalProperties':false", e->required);
    if (e->members == message || e->members == notice)
        ws_schema_put(s, ",'$ref':'#/$defs/%s_of_protocol'", e->type);
    ws_buf_byte(s->out, '}');
}

/* What the plugins' tables say of them */

static void put_codes(struct ws_schema_writer *s, const struct ws_code *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ws_schema_comma(s);
        ws_schema_string(s, codes[i].code);
    }
}

static void put_context(struct ws_schema_writer *s)
{
    const struct ws_plan *plan = ws_instance_context(s->instance);

    ws_schema_put(s, "'context':{'properties':{");
    if (plan)
        ws_schema_members(s, plan);
    ws_schema_comma(s);
    ws_schema_put(s, "'request_frame':" ORDINAL ",'request_offset':" NATURAL
                     ",'rtt_ns':{'type':'integer'},'orphan':{'const':true}}"
                     ",'additionalProperties':false}");
}

static void put_error_codes(struct ws_schema_writer *s)
{
    const struct ws_plugin *p = ws_instance_plugin(s->instance);

    ws_schema_put(s, "'errors':{'items':{'properties':{'code':{'enum':[");
    for (unsigned code = WS_TRUNCATED; code <= WS_UNKNOWN_MESSAGE; code++)
        put_codes(s, ws_code_of(NULL, 0, (uint16_t)code), 1);
    put_codes(s, p->errors, p->n_errors);
    ws_schema_put(s, "]}}}}");
}

static void put_form(struct ws_schema_writer *s, const struct ws_plan *plan)
{
    ws_schema_put(s, "{'unevaluatedProperties':false");
    ws_schema_table_ref(s, plan);
    ws_buf_byte(s->out, '}');
}

/** The forms of a message; what a form without errors must have is asked for where there are none.
 */
static void put_fields(struct ws_schema_writer *s, const struct ws_message_type *t)
{
    const struct ws_plan *const *plans = ws_instance_plans(s->instance, t);

    ws_schema_put(s, "'properties':{'fields':{'anyOf':[");
    for (size_t i = 0; i < t->n_variants; i++) {
        ws_schema_comma(s);
        put_form(s, plans[i]);
    }
    ws_schema_put(s, "]}},'if':{'not':{'required':['errors']}},'then':{'properties':{'fields':"
                     "{'anyOf':[");
    for (size_t i = 0; i < t->n_variants; i++) {
        if (plans[i]->table->error)
            continue;
        ws_schema_comma(s);
        ws_schema_put(s, "{'required':[");
        ws_schema_required(s, plans[i]);
        ws_schema_put(s, "]}");
    }
    ws_schema_comma(s);
    ws_schema_put(s, "false");
    ws_schema_put(s, "]}}},'required':['fields']");
}

static void put_type(struct ws_schema_writer *s, const struct ws_message_type *t)
{
    ws_schema_comma(s);
    if (t->family)
        ws_schema_put(s, "{'if':{'properties':{'message':{'pattern':'%s'}}},'then':{", t->family);
    else
        ws_schema_put(s, "{'if':{'properties':{'message':{'const':'%s'}}},'then':{", t->name);
    if (t->title) {
        ws_schema_key(s, "title");
        ws_schema_string(s, t->title);
        ws_buf_byte(s->out, ',');
    }
    put_fields(s, t);
    ws_schema_put(s, "}}");
}

static void put_protocol_messages(struct ws_schema_writer *s)
{
    const struct ws_plugin *p = ws_instance_plugin(s->instance);
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(s->instance, &types);
    char name[128];

    snprintf(name, sizeof(name), "%s.message", p->name);
    ws_schema_key(s, name);
    ws_schema_put(s, "{'properties':{");
    put_context(s);
    ws_buf_byte(s->out, ',');
    put_error_codes(s);
    ws_schema_put(s, "},'allOf':[{'if':{'properties':{'message':{'const':'malformed'}}},"
                     "'then':{'required':['errors'],'properties':{'fields':false}}}");
    for (size_t i = 0; i < n; i++)
        put_type(s, types[i]);
    ws_schema_put(s, "]}");
}

static void put_protocol_notices(struct ws_schema_writer *s)
{
    const struct ws_plugin *p = ws_instance_plugin(s->instance);
    char name[128];

    snprintf(name, sizeof(name), "%s.notice", p->name);
    ws_schema_key(s, name);
    ws_schema_put(s, "{'properties':{'code':{'enum':[");
    put_codes(s, p->notices, p->n_notices);
    ws_schema_put(s, "]},");
    put_context(s);
    ws_schema_put(s, "}}");
}

static void put_protocol(struct ws_schema_writer *s, const struct ws_instance *instance)
{
    s->instance = instance;
    s->first = NULL;
    s->end = &s->first;
    s->n = 0;
    ws_arena_empty(&s->arena);
    put_protocol_messages(s);
    put_protocol_notices(s);
    ws_schema_definitions(s);
}

/** Which of the protocols' definitions holds for an event. */
static void put_dispatch(struct ws_schema_writer *s, const char *what,
                         const struct ws_instance *const *instances, size_t n)
{
    ws_schema_put(s, ",'%s_of_protocol':{'allOf':[true", what);
    for (size_t i = 0; i < n; i++) {
        const char *name = ws_instance_plugin(instances[i])->name;
        ws_schema_put(s,
                      ",{'if':{'properties':{'protocol':{'const':'%s'}}},'then':"
                      "{'$ref':'#/$defs/%s.%s'}}",
                      name, name, what);
    }
    ws_schema_put(s, "]}");
}

static void put_protocols(struct ws_schema_writer *s, const struct ws_instance *const *instances,
                          size_t n)
{
    ws_schema_put(s, "'protocol':{'enum':[");
    for (size_t i = 0; i < n; i++) {
        ws_schema_comma(s);
        ws_schema_string(s, ws_instance_plugin(instances[i])->name);
    }
    ws_schema_put(s, "]}");
    put_dispatch(s, "message", instances, n);
    put_dispatch(s, "notice", instances, n);
    for (size_t i = 0; i < n; i++)
        put_protocol(s, instances[i]);
}

int ws_schema(const struct ws_instance *const *instances, size_t n, struct ws_buf *out)
{
    struct ws_schema_writer s = {.out = out};

    ws_arena_init(&s.arena, MAX_DEFINITIONS);
    ws_schema_put(&s, "{'$schema':'https://json-schema.org/draft/2020-12/schema',"
                      "'title':'Events of wirespeak','type':'object','required':['event_type'],"
                      "'properties':{'event_type':{'enum':[");
    for (size_t i = 0; i < WS_LEN(events); i++)
        ws_schema_put(&s, "%s'%s'", i ? "," : "", events[i].type);
    ws_schema_put(&s, "]}},'allOf':[");
    for (size_t i = 0; i < WS_LEN(events); i++)
        ws_schema_put(&s,
                      "%s{'if':{'properties':{'event_type':{'const':'%s'}}},"
                      "'then':{'$ref':'#/$defs/%s'}}",
                      i ? "," : "", events[i].type, events[i].type);
    ws_schema_put(&s, "],'$defs':{");
    for (size_t i = 0; i < WS_LEN(events); i++)
        put_event(&s, &events[i]);
    ws_buf_byte(out, ',');
    put_protocols(&s, instances, n);
    ws_schema_put(&s, "}}\n");
    ws_arena_free(&s.arena);
    return out->failed ? WS_E_NOMEM : WS_OK;
}
