/* HSMS: what the conversation knows beyond a message's bytes. */
#include "conversation.h"

void hsms_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
                struct ws_host *host)
{
    struct hsms_conversation *c = conversation;
    enum { DIRECTIONS = 3 /* the unknown one too */, MAX_SESSIONS = 1024 };

    (void)flow;
    c->instance = instance;
    c->t7_ns = INT64_MAX;
    c->searches = ws_map_new(host, sizeof(uint8_t), sizeof(struct hsms_search), DIRECTIONS);
    c->sessions = ws_map_new(host, sizeof(uint16_t), sizeof(struct hsms_session), MAX_SESSIONS);
    hsms_transactions_begin(c, host);
    hsms_names_begin(c, host);
}

static struct hsms_seen look(struct hsms_conversation *c, const struct ws_message *message,
                             struct ws_host *host)
{
    struct hsms_seen s = {.c = c, .message = message, .host = host};

    s.header = hsms_header_of(message->bytes);
    s.kind = hsms_kind_of(&s.header);
    if (s.kind == HSMS_DATA) {
        s.stream = s.header.byte_2 & HSMS_STREAM;
        s.function = s.header.byte_3;
        s.w_bit = s.header.byte_2 & HSMS_W_BIT;
        s.data = ws_member(message->fields, "data");
    }
    return s;
}

static void set_deadline(const struct hsms_conversation *c, struct ws_host *host)
{
    int64_t due_ns = hsms_transactions_due_ns(c);
    ws_deadline(host, c->t7_ns < due_ns ? c->t7_ns : due_ns);
}

void hsms_observe(void *conversation, const struct ws_message *message, struct ws_host *host)
{
    struct hsms_conversation *c = conversation;
    struct hsms_seen s = look(c, message, host);

    if (!message->whole_flow) { /* an answer may be among what was lost */
        hsms_transactions_lost(c);
        c->t7_ns = INT64_MAX;
        if (message->after_gap)
            ws_map_clear(c->sessions);
    }
    hsms_states_check(&s);
    hsms_transactions_see(&s);
    hsms_states_see(&s);
    hsms_names_learn(&s);
    hsms_names_show(&s);
    set_deadline(c, host);
}

void hsms_tick(void *conversation, int64_t now_ns, struct ws_host *host)
{
    struct hsms_conversation *c = conversation;

    hsms_transactions_tell(c, now_ns, host);
    if (c->t7_ns <= now_ns) {
        c->t7_ns = INT64_MAX;
        ws_notice(host, HSMS_T7_TIMEOUT, WS_UNKNOWN_ROLE, NULL, NULL);
    }
    set_deadline(c, host);
}
