/* ANCP: what the conversation knows beyond a message's bytes. */
#include "observe.h"

#include <string.h>

int ancp_setup(void *instance, struct ws_instance *host)
{
    struct ancp_instance *i = instance;
    i->request_timeout_ns = (int64_t)ws_option_uint(host, ANCP_O_REQUEST_TIMEOUT);
    return WS_OK;
}

void ancp_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                struct ws_host *host)
{
    struct ancp_conversation *c = conversation;

    (void)flow;
    c->instance = instance;
    ancp_requests_begin(c, host);
}

/* TLVs */

uint64_t ancp_tlv_uint(const struct ws_node *tlv, const char *key, uint64_t otherwise)
{
    const struct ws_node *n = ws_member(tlv, key);
    return n && n->kind == WS_V_UINT ? n->as.u : otherwise;
}

const struct ws_node *ancp_tlv_find(const struct ws_node *tlvs, uint64_t type)
{
    const struct ws_node *n = tlvs ? ws_first(tlvs) : NULL;
    while (n && ws_tlv_type(n) != type)
        n = ws_next(tlvs, n);
    return n;
}

const struct ws_node *ancp_tlv_inner(const struct ws_node *tlv)
{
    for (const struct ws_node *n = ws_first(tlv); n; n = ws_next(tlv, n))
        if (n->kind == WS_V_ARRAY && ws_node_field(n)->type == WS_TLVS)
            return n;
    return NULL;
}

/* Messages */

static bool read_header(const struct ws_node *fields, struct ancp_general_values *ret)
{
    const struct ws_node *all[GENERAL_FORMS * GENERAL_N], *const *form = all;

    ws_find_all(fields, ancp_general[0], WS_LEN(all), all);
    while (form < all + WS_LEN(all) && !form[GENERAL_RESULT])
        form += GENERAL_N;
    if (form == all + WS_LEN(all))
        return false;
    *ret = (struct ancp_general_values){
        .result = (uint8_t)ws_node_uint(form[GENERAL_RESULT], 0),
        .result_code = (uint16_t)ws_node_uint(form[GENERAL_RESULT_CODE], 0),
        .partition_id = (uint8_t)ws_node_uint(form[GENERAL_PARTITION_ID], 0),
        .transaction_id = (uint32_t)ws_node_uint(form[GENERAL_TRANSACTION_ID], 0),
        .i_flag = ws_node_uint(form[GENERAL_I_FLAG], 0) != 0,
        .submessage_number = (uint16_t)ws_node_uint(form[GENERAL_SUBMESSAGE_NUMBER], 0),
    };
    return true;
}

static struct ancp_seen look(struct ancp_conversation *c, const struct ws_message *message,
                             struct ws_host *host)
{
    struct ancp_seen s = {.c = c, .message = message, .host = host};
    s.type = (enum ancp_message)(message->type - ancp_types);
    s.wire_type = (uint8_t)ws_get_uint(message->fields, &ancp_head[HEAD_MESSAGE_TYPE], 0);
    s.general = read_header(message->fields, &s.header);
    if (s.type == ANCP_M_PORT_MANAGEMENT)
        s.function = ws_get_uint(message->fields, &ancp_port_management[PM_FUNCTION], 0);
    s.tlvs = s.general ? ancp_tlv_inner(message->fields) : NULL;
    return s;
}

static void set_deadline(const struct ancp_conversation *c, struct ws_host *host)
{
    int64_t dead = ancp_dead_at_ns(c);
    ws_deadline(host, dead < c->waiting_until_ns ? dead : c->waiting_until_ns);
}

static void see_side(struct ancp_seen *s)
{
    struct ancp_side *sender = ancp_sender(s);
    sender->heard = true;
    sender->dead_told = false;
    sender->heard_ns = s->message->ts_ns;
    if (s->type >= ANCP_M_ADJACENCY_SYN && s->type <= ANCP_M_ADJACENCY_RSTACK)
        ancp_adjacency_see(s);
    const char *state = ancp_state_name(sender->state);
    if (state)
        ws_context_text(s->host, ANCP_C_ADJACENCY,
                        (struct ws_bytes){(const uint8_t *)state, strlen(state)});
    if (s->general)
        ancp_requests_see(s);
}

void ancp_observe(void *conversation, const struct ws_message *message, struct ws_host *host)
{
    struct ancp_conversation *c = conversation;
    struct ancp_seen s = look(c, message, host);

    ancp_check(&s);
    if (ancp_has_side(&s)) {
        see_side(&s);
        set_deadline(c, host);
    }
}

void ancp_tick(void *conversation, int64_t now_ns, struct ws_host *host)
{
    struct ancp_conversation *c = conversation;

    ancp_dead_tell(c, now_ns, host);
    ancp_requests_tell(c, now_ns, host);
    set_deadline(c, host);
}
