/* NCP on TCP: where packets and the tunnel's heads end, and which is which. */
#include "http.h"
#include "walk.h"

#include <string.h>

static const uint8_t magic[] = {0xdd, 0xcc, 0xbb, 0xaa};

static struct ws_split need(uint64_t len)
{
    return (struct ws_split){.status = WS_SPLIT_NEED, .len = len};
}

/** Not understood: `len` bytes show it, its place is `fault_at`, the search goes on `skip` bytes
 * from here. */
static struct ws_split bad(struct ncp_direction *d, struct ws_at at, enum ncp_error code,
                           size_t len, size_t fault_at, size_t skip)
{
    d->search_at = at.offset + skip;
    return (struct ws_split){.status = WS_SPLIT_BAD,
                             .code = WS_CODE(code),
                             .len = len,
                             .has_fault_at = true,
                             .fault_at = fault_at};
}

static struct ws_split cut(struct ws_bytes in)
{
    return (struct ws_split){
        .status = WS_SPLIT_BAD, .code = WS_TRUNCATED, .len = in.len, .has_fault_at = true};
}

/* Heads of the tunnel */

/** Heads that are refused, or cut, may hold credentials. */
static struct ws_split hidden(struct ws_split s)
{
    s.secret = true;
    return s;
}

static struct ws_split split_head(struct ncp_direction *d, struct ws_bytes in, struct ws_at at)
{
    struct ncp_head head;
    size_t len = ncp_head_len(ws_bytes_upto(in, NCP_MAX_HEAD), at.scanned);

    if (len == 0 && in.len < NCP_MAX_HEAD)
        return at.end ? hidden(cut(in)) : need(in.len + 1);
    if (len == 0)
        return hidden(bad(d, at, NCP_BAD_HTTP_HEAD, NCP_MAX_HEAD, 0, NCP_MAX_HEAD));
    if (!ncp_head_read(ws_bytes_upto(in, len), &head))
        return hidden(bad(d, at, NCP_BAD_HTTP_HEAD, len, 0, len));
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = len, .total = len};
}

/* Packets */

/** The whole header is there. */
static struct ws_split split_sized(struct ncp_direction *d, struct ws_bytes in, struct ws_at at,
                                   uint64_t max)
{
    uint64_t words = ws_load_le(in.data + NCP_AT_SIZE, 4), total = words * NCP_WORD;

    if (words < NCP_MIN_WORDS)
        return bad(d, at, NCP_BAD_SIZE, NCP_HEADER_LEN, NCP_AT_SIZE, NCP_HEADER_LEN);
    if (total > max)
        return bad(d, at, NCP_OVERSIZE, NCP_HEADER_LEN, NCP_AT_SIZE, NCP_HEADER_LEN);
    if (in.len < total && at.end)
        return cut(in);
    if (in.len < total)
        return (struct ws_split){.status = WS_SPLIT_NEED, .len = total, .total = total};
    if (ws_load_le(in.data + total - NCP_WORD, NCP_WORD) != NCP_FOOTER_MAGIC)
        return bad(d, at, NCP_BAD_FOOTER, (size_t)total, (size_t)total - NCP_WORD, NCP_HEADER_LEN);
    d->had_packet = true;
    return (struct ws_split){.status = WS_SPLIT_MESSAGE, .len = total, .total = total};
}

struct ws_split ncp_split(void *conversation, enum ws_role from, struct ws_bytes in,
                          struct ws_at at)
{
    struct ncp_conversation *c = conversation;
    struct ncp_direction *d = &c->directions[from];
    size_t n = in.len < sizeof(magic) ? in.len : sizeof(magic);

    if (in.len && !d->had_packet && in.data[0] > ' ' && in.data[0] <= '~')
        return split_head(d, in, at);
    if (in.len < NCP_HEADER_LEN && !at.end)
        return need(NCP_HEADER_LEN);
    if (n && memcmp(in.data, magic, n) != 0)
        return bad(d, at, NCP_BAD_MAGIC, ws_bytes_upto(in, NCP_HEADER_LEN).len, 0, 1);
    return in.len < NCP_HEADER_LEN ? cut(in) : split_sized(d, in, at, c->instance->max_packet);
}

/* Types */

static enum ncp_message link_of(struct ws_bytes packet)
{
    static const struct {
        const char *field;
        enum ncp_message message;
    } links[] = {
        {"HELO", NCP_M_HELO}, {"CCRE", NCP_M_CCRE}, {"SCAR", NCP_M_SCAR},
        {"CARE", NCP_M_CARE}, {"SCON", NCP_M_SCON}, {"ERRO", NCP_M_ERRO},
    };
    struct ncp_survey s = ncp_survey(packet);

    if (s.faulty || s.n_fields > 1)
        return NCP_M_PACKET;
    if (s.n_fields == 0)
        return NCP_M_KEEPALIVE;
    for (size_t i = 0; i < WS_LEN(links); i++)
        if (ncp_name_is(s.first_name, links[i].field))
            return links[i].message;
    return NCP_M_PACKET;
}

static enum ws_message_kind kind_of(const struct ncp_conversation *c, enum ws_role from,
                                    struct ws_bytes packet)
{
    if (from == WS_SERVER)
        return ncp_request_find(c, packet) ? WS_RESPONSE : WS_NOTIFY;
    return from == WS_CLIENT ? WS_REQUEST : WS_KIND_ABSENT;
}

struct ws_identity ncp_identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    struct ncp_head head;
    struct ws_identity id = {.type = &ncp_types[NCP_M_PACKET]};

    if (message.data[0] != magic[0]) {
        bool response = ncp_head_read(message, &head) && head.is_response;
        id.type = &ncp_types[response ? NCP_M_HTTP_RESPONSE : NCP_M_HTTP_REQUEST];
        return id;
    }
    if (ncp_name_is(message.data + NCP_AT_TYPE, "LINK"))
        id.type = &ncp_types[link_of(message)];
    if (id.type == &ncp_types[NCP_M_PACKET])
        id.kind = kind_of(conversation, from, message);
    return id;
}
