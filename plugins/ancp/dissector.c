/* ANCP on TCP: where messages begin and end, and which is which. RFC 6320 section 3.2. */
#include "ancp.h"

#include <assert.h>
#include <string.h>

/* Offsets in a message with its encapsulating header. */
enum {
    AT_LENGTH = 2,
    AT_TYPE = 5,
    AT_RESULT = 6,        /* 4 bits, then the result code */
    AT_CODE = 7,          /* adjacency: M flag, then 7 bits */
    AT_INNER_LENGTH = 14, /* the general header's own length */
    AT_TOTAL_LENGTH = 38, /* adjacency: of the capabilities */
    GENERAL_END = 16,
    ADJACENCY_END = 40,
};

enum { IDENTIFIER_0 = ANCP_IDENTIFIER >> 8, IDENTIFIER_1 = ANCP_IDENTIFIER & 0xff };

static size_t load16(struct ws_bytes in, size_t at)
{
    return (size_t)ws_load_be(in.data + at, 2);
}

/* Plausible headers */

enum plausible { NO, PERHAPS, YES };

static bool type_is_known(uint8_t type)
{
    return type == ANCP_ADJACENCY || ancp_message_of(type) != ANCP_M_UNKNOWN;
}

/** Whether a message may start here: its lengths must agree. PERHAPS: too few bytes to tell. */
static enum plausible look(struct ws_bytes in)
{
    if (in.len >= 1 && in.data[0] != IDENTIFIER_0)
        return NO;
    if (in.len >= 2 && in.data[1] != IDENTIFIER_1)
        return NO;
    if (in.len > AT_TYPE && !type_is_known(in.data[AT_TYPE]))
        return NO;
    bool adjacency = in.len > AT_TYPE && in.data[AT_TYPE] == ANCP_ADJACENCY;
    if (in.len < (adjacency ? ADJACENCY_END : GENERAL_END))
        return PERHAPS;
    size_t length = load16(in, AT_LENGTH);
    if (!adjacency)
        return length == load16(in, AT_INNER_LENGTH) ? YES : NO;
    uint8_t code = in.data[AT_CODE] & 0x7f;
    bool fits = length == ANCP_ADJACENCY_LEN + load16(in, AT_TOTAL_LENGTH);
    return code >= ANCP_SYN && code <= ANCP_RSTACK && fits ? YES : NO;
}

/** The first place from `from` on where a message may start; in.len: nowhere. */
static size_t search(struct ws_bytes in, size_t from, enum plausible *ret)
{
    while (from < in.len) {
        const uint8_t *p = memchr(in.data + from, IDENTIFIER_0, in.len - from);
        if (!p)
            break;
        from = (size_t)(p - in.data);
        *ret = look(ws_bytes_from(in, from));
        if (*ret != NO)
            return from;
        from++;
    }
    *ret = NO;
    return in.len;
}

struct ws_resync ancp_resync(void *conversation, enum ws_role from, struct ws_bytes in,
                             struct ws_at at, const struct ws_lost *lost)
{
    enum plausible found = NO;
    size_t place = search(in, 0, &found);

    (void)conversation;
    (void)from;
    (void)lost;
    while (at.end && found == PERHAPS) /* nothing will decide it: it is none */
        place = search(in, place + 1, &found);
    return (struct ws_resync){.found = found == YES, .skip = place};
}

/* Framing */

struct ws_split ancp_split(void *conversation, enum ws_role from, struct ws_bytes in,
                           struct ws_at at)
{
    static const uint8_t identifier[] = {IDENTIFIER_0, IDENTIFIER_1};

    (void)conversation;
    (void)from;
    for (size_t i = 0; i < sizeof(identifier) && i < in.len; i++)
        if (in.data[i] != identifier[i])
            return (struct ws_split){WS_SPLIT_BAD, .code = WS_BAD_VALUE, .len = i + 1};
    size_t total =
        in.len < ANCP_ENCAPSULATION_LEN ? 0 : ANCP_ENCAPSULATION_LEN + load16(in, AT_LENGTH);
    if (total && in.len >= total)
        return (struct ws_split){WS_SPLIT_MESSAGE, .len = total, .total = total};
    if (at.end && in.len)
        return (struct ws_split){WS_SPLIT_BAD, .code = WS_TRUNCATED, .len = in.len, .total = total};
    return (struct ws_split){WS_SPLIT_NEED, .len = total ? total : ANCP_ENCAPSULATION_LEN,
                             .total = total};
}

/* Content */

/** Of a header that look() has found whole. */
static enum ws_verdict verdict_of(struct ws_bytes header)
{
    assert(header.data);
    return header.data[AT_TYPE] == ANCP_ADJACENCY ? WS_SURELY : WS_LIKELY;
}

/** Garbage before the first message is no reason to leave the port's flow alone: it is told, and
 * searched. TLS on that port is another protocol. */
static enum ws_verdict judge_begin(struct ws_bytes in)
{
    static const uint8_t tls[] = {0x16, 0x03};
    enum plausible found = look(in);

    if (in.len >= sizeof(tls) && memcmp(in.data, tls, sizeof(tls)) == 0)
        return WS_AGAINST;
    if (found == PERHAPS)
        return WS_UNDECIDED;
    return found == YES ? verdict_of(in) : WS_NEUTRAL;
}

/** In the middle of a flow a message may begin anywhere, even behind all that is here. */
static enum ws_verdict judge_middle(struct ws_bytes in)
{
    enum plausible found = NO;
    size_t place = search(in, 0, &found);
    return found == YES ? verdict_of(ws_bytes_from(in, place)) : WS_UNDECIDED;
}

static enum ws_verdict judge(const struct ws_probe *probe, int side)
{
    struct ws_bytes in = probe->first[side];
    return probe->from_begin[side] ? judge_begin(in) : judge_middle(in);
}

enum ws_verdict ancp_probe(const void *instance, const struct ws_probe *probe)
{
    (void)instance;
    enum ws_verdict a = judge(probe, 0);
    enum ws_verdict b = judge(probe, 1);
    if (a == WS_AGAINST || b == WS_AGAINST)
        return WS_AGAINST;
    return a > b ? a : b;
}

/* Types */

static bool is_response(enum ancp_message m, uint8_t result)
{
    bool by_result = ancp_types[m].kind == WS_REQUEST || m == ANCP_M_BANDWIDTH_TRANSFER;
    return by_result && (result == ANCP_SUCCESS || result == ANCP_FAILURE);
}

static struct ws_identity identify_adjacency(struct ws_bytes message, size_t body)
{
    enum ancp_message m = ANCP_M_ADJACENCY_UNKNOWN;
    if (body < ANCP_ADJACENCY_LEN)
        return (struct ws_identity){.type = &ancp_types[m], .variant = ANCP_SHORT};
    uint8_t code = message.data[AT_CODE] & 0x7f;
    if (code >= ANCP_SYN && code <= ANCP_RSTACK)
        m = (enum ancp_message)(ANCP_M_ADJACENCY_SYN + code - ANCP_SYN);
    return (struct ws_identity){.type = &ancp_types[m], .variant = ANCP_WHOLE};
}

static bool has_extension(enum ancp_message m)
{
    return m == ANCP_M_PORT_MANAGEMENT || m == ANCP_M_PORT_UP || m == ANCP_M_PORT_DOWN;
}

struct ws_identity ancp_identify(void *conversation, enum ws_role from, struct ws_bytes message)
{
    size_t body = message.len < ANCP_ENCAPSULATION_LEN ? 0 : message.len - ANCP_ENCAPSULATION_LEN;
    struct ws_identity id = {.type = &ancp_types[ANCP_M_UNKNOWN], .kind = WS_KIND_ABSENT};

    (void)conversation;
    (void)from;
    id.variant = ANCP_TINY;
    if (body < 2)
        return id;
    if (message.data[AT_TYPE] == ANCP_ADJACENCY)
        return identify_adjacency(message, body);
    enum ancp_message m = ancp_message_of(message.data[AT_TYPE]);
    id.type = &ancp_types[m];
    id.variant = ANCP_SHORT;
    if (body < ANCP_GENERAL_LEN)
        return id;
    bool bare = has_extension(m) && body < ANCP_GENERAL_LEN + ANCP_EXTENSION_LEN;
    id.variant = bare ? ANCP_BARE : ANCP_WHOLE;
    id.kind = is_response(m, message.data[AT_RESULT] >> 4) ? WS_RESPONSE : WS_NO_KIND;
    return id;
}
