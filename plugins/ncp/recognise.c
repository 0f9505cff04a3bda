/* NCP: where packets begin again after a loss, and which flows and roles are its own. */
#include <string.h>

#include "http.h"
#include "walk.h"

static const uint8_t magic[] = {0xdd, 0xcc, 0xbb, 0xaa};

/* Headers */

/** 1 to 4 printable letters, then NULs or blanks. */
static bool is_type(const uint8_t *p)
{
    size_t i = 0;

    if (p[0] <= ' ')
        return false;
    while (i < NCP_NAME_LEN && p[i] >= ' ' && p[i] <= '~')
        i++;
    while (i < NCP_NAME_LEN && (p[i] == 0 || p[i] == ' '))
        i++;
    return i == NCP_NAME_LEN;
}

/** The begin of a packet by its magic, type and size alone. */
static enum ncp_match is_begin(struct ws_bytes in)
{
    size_t n = in.len < sizeof(magic) ? in.len : sizeof(magic);

    if (n && memcmp(in.data, magic, n) != 0)
        return NCP_NO;
    if (in.len < NCP_AT_SIZE + NCP_WORD)
        return NCP_PERHAPS;
    return is_type(in.data + NCP_AT_TYPE) &&
                   ws_load_le(in.data + NCP_AT_SIZE, NCP_WORD) >= NCP_MIN_WORDS
               ? NCP_YES
               : NCP_NO;
}

enum ncp_match ncp_is_header(struct ws_bytes in, uint64_t max_packet)
{
    enum ncp_match begin = is_begin(in);

    if (begin != NCP_YES)
        return begin;
    if (ws_load_le(in.data + NCP_AT_SIZE, NCP_WORD) > max_packet / NCP_WORD)
        return NCP_NO;
    if (in.len < NCP_HEADER_LEN)
        return NCP_PERHAPS;
    return ws_load_le(in.data + NCP_AT_FORMAT, NCP_WORD) == 1 ? NCP_YES : NCP_NO;
}

/** Bytes of the packet whose header is there. */
static uint64_t total_of(struct ws_bytes in)
{
    return ws_load_le(in.data + NCP_AT_SIZE, NCP_WORD) * NCP_WORD;
}

/** A whole packet with its footer; PERHAPS: more bytes are needed to tell. */
static enum ncp_match is_packet(struct ws_bytes in, uint64_t max_packet)
{
    enum ncp_match header = ncp_is_header(in, max_packet);

    if (header != NCP_YES)
        return header;
    uint64_t total = total_of(in);
    if (in.len < total)
        return NCP_PERHAPS;
    return ws_load_le(in.data + total - NCP_WORD, NCP_WORD) == NCP_FOOTER_MAGIC ? NCP_YES : NCP_NO;
}

/** The first place from `from` on where a packet is or, unless this is the end, may be; in.len:
 * nowhere. */
static size_t search(struct ws_bytes in, size_t from, uint64_t max_packet, bool end,
                     enum ncp_match *ret)
{
    while (from < in.len) {
        const uint8_t *p = memchr(in.data + from, magic[0], in.len - from);
        if (!p)
            break;
        from = (size_t)(p - in.data);
        *ret = is_packet(ws_bytes_from(in, from), max_packet);
        if (*ret == NCP_YES || (*ret == NCP_PERHAPS && !end))
            return from;
        from++;
    }
    *ret = NCP_NO;
    return in.len;
}

/* Loss */

/** Where the packet ends that the gap cut; 0: its header was not seen, or it ends in the gap. */
static uint64_t end_of_cut(const struct ncp_conversation *c, const struct ws_lost *lost,
                           uint64_t offset)
{
    struct ws_bytes head = {lost->head, lost->head_len};

    if (lost->bytes == 0 || lost->bytes == UINT64_MAX || head.len < NCP_HEADER_LEN ||
        memcmp(head.data, magic, sizeof(magic)) != 0)
        return 0;
    uint64_t total = total_of(head), past = lost->seen + lost->bytes;
    if (total > c->instance->max_packet || total < past)
        return 0;
    return offset + (total - past);
}

static void begin_search(const struct ncp_conversation *c, struct ncp_direction *d, struct ws_at at,
                         const struct ws_lost *lost)
{
    uint64_t end = end_of_cut(c, lost, at.offset);

    d->searching = true;
    d->may_be_head = lost->bytes == UINT64_MAX && !d->had_packet;
    if (d->search_at < at.offset)
        d->search_at = at.offset;
    if (d->search_at < end)
        d->search_at = end;
}

/** A flow that was seen from its middle on may begin with a head of the tunnel. */
static enum ncp_match is_head(struct ncp_direction *d, struct ws_bytes in, bool end)
{
    enum ncp_match a = ncp_is_connect(in), b = ncp_is_status(in), match = a > b ? a : b;

    if (!d->may_be_head)
        return NCP_NO;
    if (match == NCP_PERHAPS && !end)
        return match;
    d->may_be_head = false;
    return match == NCP_YES ? NCP_YES : NCP_NO;
}

struct ws_resync ncp_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                            struct ws_at at, const struct ws_lost *lost)
{
    struct ncp_conversation *c = conversation;
    struct ncp_direction *d = &c->directions[from];
    enum ncp_match found;

    if (!d->searching)
        begin_search(c, d, at, lost);
    if ((found = is_head(d, in, at.end)) != NCP_NO) {
        d->searching = found != NCP_YES;
        return (struct ws_resync){.found = found == NCP_YES, .scanned = in.len};
    }
    uint64_t skip = d->search_at > at.offset ? d->search_at - at.offset : 0;
    if (skip < in.len)
        skip = search(in, (size_t)skip, c->instance->max_packet, at.end, &found);
    d->search_at = at.offset + skip;
    d->searching = found != NCP_YES && !at.end;
    size_t left = skip < in.len ? in.len - (size_t)skip : 0;
    return (struct ws_resync){.found = found == NCP_YES, .skip = skip, .scanned = left};
}

/* Is it NCP? */

/** The first bytes of one direction, wherever its begin was. */
static enum ncp_match judge_begin(struct ws_bytes in)
{
    enum ncp_match begin = is_begin(in), request = ncp_is_connect(in), status = ncp_is_status(in);

    if (begin == NCP_YES || request == NCP_YES)
        return NCP_YES;
    if (status == NCP_YES) {
        size_t len = ncp_head_len(ws_bytes_upto(in, NCP_MAX_HEAD), 0);
        if (len == 0)
            return in.len < NCP_MAX_HEAD ? NCP_PERHAPS : NCP_NO;
        return ncp_is_server_head(ws_bytes_upto(in, len)) ? NCP_YES : NCP_NO;
    }
    return begin == NCP_NO && request == NCP_NO && status == NCP_NO ? NCP_NO : NCP_PERHAPS;
}

/** What a flow's first packet tells of its sender's role must be there too, where nobody saw who
 * opened it; and a packet may begin later than the first byte that was seen. `begin`: what is known
 * of that byte. */
static enum ncp_match judge_middle(struct ws_bytes in, enum ncp_match begin, uint64_t max_packet)
{
    enum { FIRST_FIELD = NCP_HEADER_LEN + NCP_FOOTER_LEN + NCP_FIELD_LEN };
    enum ncp_match found;
    size_t at = 0;

    if (is_begin(in) == NCP_YES)
        return in.len < FIRST_FIELD && in.len < total_of(in) ? NCP_PERHAPS : NCP_YES;
    if (begin != NCP_NO)
        return begin;
    do
        at = search(in, at, max_packet, false, &found) + 1;
    while (found == NCP_PERHAPS); /* one that is whole may stand behind it */
    return found;
}

/** The begin of a TLS record; PERHAPS: the first byte of one. */
static enum ncp_match is_tls(struct ws_bytes in)
{
    if (in.len == 0 || in.data[0] != 0x16 || (in.len > 1 && in.data[1] != 0x03))
        return NCP_NO;
    return in.len > 1 ? NCP_YES : NCP_PERHAPS;
}

enum ws_verdict ncp_probe(const void *instance, const struct ws_probe *probe)
{
    const struct ncp_instance *i = instance;
    bool open = false, refused = false;

    for (int side = 0; side < 2; side++) {
        struct ws_bytes in = probe->first[side];
        enum ncp_match tls = is_tls(in), match = judge_begin(in);
        if (!probe->from_begin[side])
            match = judge_middle(in, match, i->max_packet);
        if (match == NCP_YES)
            return WS_SURELY;
        if (tls == NCP_YES)
            return WS_AGAINST;
        bool may_follow = match == NCP_PERHAPS || tls == NCP_PERHAPS || !probe->from_begin[side];
        refused = refused || (match == NCP_NO && tls == NCP_NO);
        open = open || (may_follow && !probe->end[side]);
    }
    if (open && !(probe->own_port && refused)) /* garbage there is told, not left alone */
        return WS_UNDECIDED;
    return probe->own_port ? WS_NEUTRAL : WS_AGAINST;
}

/* Who is the client? */

/** The sender's role by its first message; unknown where that does not tell, or is not there. */
static enum ws_role role_of(struct ws_bytes in, uint64_t max_packet)
{
    static const char *const of_server[] = {"HELO", "SCAR", "SCON"};
    static const char *const of_client[] = {"CCRE", "CARE"};
    enum ncp_match found = is_begin(in);
    size_t at = 0;

    if (ncp_is_status(in) == NCP_YES)
        return WS_SERVER;
    if (ncp_is_connect(in) == NCP_YES)
        return WS_CLIENT;
    if (found != NCP_YES)
        at = search(in, 0, max_packet, false, &found);
    in = ws_bytes_from(in, at);
    if (in.len < NCP_HEADER_LEN + NCP_FIELD_LEN || !ncp_name_is(in.data + NCP_AT_TYPE, "LINK"))
        return WS_UNKNOWN_ROLE;
    const uint8_t *field = in.data + NCP_HEADER_LEN;
    uint64_t words = ws_load_le(field + NCP_AT_ELEMENT_SIZE, 3);
    if ((words + NCP_MIN_WORDS) * NCP_WORD != total_of(in)) /* it is not the only one */
        return WS_UNKNOWN_ROLE;
    for (size_t i = 0; i < WS_LEN(of_server); i++)
        if (ncp_name_is(field, of_server[i]))
            return WS_SERVER;
    for (size_t i = 0; i < WS_LEN(of_client); i++)
        if (ncp_name_is(field, of_client[i]))
            return WS_CLIENT;
    return WS_UNKNOWN_ROLE;
}

enum ws_role ncp_guess(const void *instance, const struct ws_flow_view *flow,
                       const struct ws_probe *probe, int side)
{
    const struct ncp_instance *i = instance;
    enum ws_role own = role_of(probe->first[side], i->max_packet),
                 other = role_of(probe->first[!side], i->max_packet);

    if (own != WS_UNKNOWN_ROLE)
        return own;
    if (other != WS_UNKNOWN_ROLE)
        return other == WS_CLIENT ? WS_SERVER : WS_CLIENT;
    return flow->ends[side].port < flow->ends[!side].port ? WS_SERVER : WS_CLIENT;
}
