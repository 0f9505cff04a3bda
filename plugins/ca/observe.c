/* Channel Access: what the conversation knows beyond a message's bytes. */
#include "conversation.h"

void ca_begin(void *conversation, const void *instance, const struct ws_flow_view *flow,
              struct ws_host *host)
{
    struct ca_conversation *c = conversation;

    c->instance = instance;
    c->udp = flow->transport == WS_UDP;
    for (size_t i = 0; i < CA_ROLES; i++)
        c->sides[i].next = UINT64_MAX;
    ca_channels_begin(c, host);
    ca_servers_begin(c, host);
}

void ca_observe(void *conversation, const struct ws_message *message, struct ws_host *host)
{
    struct ca_seen s = {.c = conversation,
                        .message = message,
                        .host = host,
                        .type = (enum ca_message)(message->type - ca_types)};

    if (ca_header_read(message->bytes, &s.header) && s.type == CA_M_ERROR_RESPONSE)
        (void)!ca_header_read(ws_bytes_from(message->bytes, s.header.len), &s.quoted);
    ca_checks_see(&s);
    ca_channels_see(&s);
    ca_servers_see(&s);
}
