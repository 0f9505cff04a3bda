/* Requests and the responses that belong to them, as the layout's `correlate` says. */
#include "tcpip.h"

#include <string.h>

static bool is_content(const struct tcpip_instance *i, const struct ws_message_type *t)
{
    return t == &i->types[TCPIP_T_LINE] || t == &i->types[TCPIP_T_JSON] ||
           t == &i->types[TCPIP_T_STRUCT];
}

/** Whether a path that was given leads anywhere; none chooses every message. */
static bool is_chosen(const struct tcpip_stream *s, const struct tcpip_path *path,
                      const struct ws_node *fields, struct tcpip_key *key)
{
    return s->in_order && path->n == 0 ? true : tcpip_path_key(path, fields, key);
}

static void on_request(struct tcpip_conversation *c, const struct ws_message *m,
                       const struct tcpip_key *key, struct ws_host *host)
{
    uint64_t number = c->asked++;
    struct ws_request *r =
        c->stream->in_order ? ws_map_put(c->requests, &number) : ws_map_put(c->requests, key);

    ws_kind(host, WS_REQUEST);
    if (r)
        *r = ws_request_of(m);
}

/** The oldest request is answered by it; what comes while none waits is unasked. */
static void on_next_response(struct tcpip_conversation *c, struct ws_host *host)
{
    const void *key;
    const struct ws_request *r = ws_map_oldest(c->requests, &key);
    uint64_t number;

    ws_kind(host, r ? WS_RESPONSE : WS_NOTIFY);
    if (!r)
        return;
    ws_answers(host, r);
    memcpy(&number, key, sizeof(number));
    ws_map_remove(c->requests, &number);
}

static void on_response(struct tcpip_conversation *c, const struct ws_message *m,
                        const struct tcpip_key *key, struct ws_host *host)
{
    const struct ws_request *r = ws_map_get(c->requests, key);

    ws_kind(host, WS_RESPONSE);
    if (r)
        ws_answers(host, r);
    else if (m->whole_flow)
        ws_orphan(host);
}

static bool is_response_struct(const struct tcpip_stream *s, const struct ws_message *m)
{
    const struct ws_node *name = ws_member(m->fields, "struct");
    const char *wanted = s->response_struct ? s->response_struct->name : NULL;

    return !wanted || (name && name->kind == WS_V_TEXT && name->len == strlen(wanted) &&
                       memcmp(name->as.data, wanted, name->len) == 0);
}

static void correlate(struct tcpip_conversation *c, const struct ws_message *m,
                      struct ws_host *host)
{
    const struct tcpip_stream *s = c->stream;
    struct tcpip_key key;

    if (m->from == WS_CLIENT) {
        if (is_chosen(s, &s->request, m->fields, &key))
            on_request(c, m, &key, host);
    } else if (!is_response_struct(s, m) || !is_chosen(s, &s->response, m->fields, &key)) {
        ws_kind(host, WS_NOTIFY);
    } else if (s->in_order) {
        on_next_response(c, host);
    } else {
        on_response(c, m, &key, host);
    }
}

void tcpip_observe(void *conversation, const struct ws_message *m, struct ws_host *host)
{
    struct tcpip_conversation *c = conversation;
    const char *name = c->stream->name;
    bool *guessed = &c->guessed[m->from == WS_SERVER];

    ws_context_text(host, TCPIP_C_STREAM, (struct ws_bytes){(const uint8_t *)name, strlen(name)});
    if (*guessed)
        ws_note(host, TCPIP_N_START_GUESSED, NULL);
    *guessed = false;
    if (c->stream->correlates && is_content(c->instance, m->type))
        correlate(c, m, host);
}
