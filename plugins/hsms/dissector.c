/* HSMS on TCP: where messages end, and which is which. SEMI E37 section 8. */
#include "dictionary.h"

#include <stdio.h>

#include "conversation.h"

struct hsms_header hsms_header_of(struct ws_bytes m)
{
    return (struct hsms_header){
        .session_id = (uint16_t)ws_load_be(m.data + HSMS_AT_SESSION, 2),
        .byte_2 = m.data[HSMS_AT_BYTE_2],
        .byte_3 = m.data[HSMS_AT_BYTE_3],
        .p_type = m.data[HSMS_AT_P_TYPE],
        .s_type = m.data[HSMS_AT_S_TYPE],
        .system_bytes = (uint32_t)ws_load_be(m.data + HSMS_AT_SYSTEM, 4),
    };
}

enum hsms_s_type hsms_kind_of(const struct hsms_header *h)
{
    if (h->p_type != 0)
        return HSMS_UNKNOWN_P_TYPE;
    return h->s_type <= HSMS_SEPARATE_REQ ? (enum hsms_s_type)h->s_type : HSMS_UNKNOWN_S_TYPE;
}

struct ws_split hsms_split(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at)
{
    const struct hsms_conversation *c = conversation;

    (void)from;
    if (in.len < HSMS_LENGTH_LEN && !at.end)
        return (struct ws_split){WS_SPLIT_NEED, .len = HSMS_LENGTH_LEN};
    uint64_t length = in.len < HSMS_LENGTH_LEN ? 0 : ws_load_be(in.data, HSMS_LENGTH_LEN);
    uint64_t total = length + HSMS_LENGTH_LEN;
    if (in.len >= HSMS_LENGTH_LEN && length < HSMS_HEADER_LEN)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_BAD_LENGTH, .len = HSMS_LENGTH_LEN};
    if (length > c->instance->max_message)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_LIMIT, .len = HSMS_LENGTH_LEN};
    if (length && in.len >= total)
        return (struct ws_split){WS_SPLIT_MESSAGE, .len = total, .total = total};
    if (at.end)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_TRUNCATED, .len = in.len};
    return (struct ws_split){WS_SPLIT_NEED, .len = total, .total = total};
}

static enum ws_message_kind kind_of(const struct hsms_header *h)
{
    if (h->byte_3 % 2 == 0)
        return WS_RESPONSE;
    return h->byte_2 & HSMS_W_BIT ? WS_REQUEST : WS_NOTIFY;
}

struct ws_identity hsms_identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    struct hsms_conversation *c = conversation;
    struct hsms_header h = hsms_header_of(message);
    enum hsms_s_type kind = hsms_kind_of(&h);

    (void)from;
    if (kind != HSMS_DATA)
        return (struct ws_identity){.type = hsms_control_type(kind)};
    unsigned stream = h.byte_2 & HSMS_STREAM;
    const struct hsms_type *type = hsms_type_find(c->instance, stream, h.byte_3);
    if (type)
        return (struct ws_identity){.type = &type->type, .kind = kind_of(&h)};
    snprintf(c->name, sizeof(c->name), "s%uf%u", stream, h.byte_3);
    return (struct ws_identity){
        .type = &c->instance->any->type, .kind = kind_of(&h), .name = c->name};
}
