/* SECS-II items: their heads, and whether bytes are one. SEMI E5 section 9. */
#include "item.h"

#include <strings.h>

static const struct hsms_format_info formats[64] = {
    [HSMS_L] = {"L", 1, HSMS_L, 1, 0},
    [HSMS_B] = {"B", 1, HSMS_B, 1, 0},
    [HSMS_BOOLEAN] = {"BOOLEAN", 7, HSMS_BOOLEAN, 1, WS_BOOL8},
    [HSMS_A] = {"A", 1, HSMS_A, 1, 0},
    [HSMS_J] = {"J", 1, HSMS_J, 1, 0},
    [HSMS_C2] = {"C2", 2, HSMS_C2, 1, 0},
    [HSMS_I8] = {"I8", 2, HSMS_I8, 8, WS_I64},
    [HSMS_I1] = {"I1", 2, HSMS_I1, 1, WS_I8},
    [HSMS_I2] = {"I2", 2, HSMS_I2, 2, WS_I16},
    [HSMS_I4] = {"I4", 2, HSMS_I4, 4, WS_I32},
    [HSMS_F8] = {"F8", 2, HSMS_F8, 8, WS_F64},
    [HSMS_F4] = {"F4", 2, HSMS_F4, 4, WS_F32},
    [HSMS_U8] = {"U8", 2, HSMS_U8, 8, WS_U64},
    [HSMS_U1] = {"U1", 2, HSMS_U1, 1, WS_U8},
    [HSMS_U2] = {"U2", 2, HSMS_U2, 2, WS_U16},
    [HSMS_U4] = {"U4", 2, HSMS_U4, 4, WS_U32},
};

const struct hsms_format_info *hsms_format_of(unsigned format)
{
    return format < WS_LEN(formats) && formats[format].size ? &formats[format] : NULL;
}

const struct hsms_format_info *hsms_format_named(struct ws_bytes name)
{
    for (size_t i = 0; i < WS_LEN(formats); i++) {
        const char *known = formats[i].name;
        if (known && strncasecmp(known, (const char *)name.data, name.len) == 0 &&
            known[name.len] == '\0')
            return &formats[i];
    }
    return NULL;
}

unsigned hsms_length_bytes(uint32_t length)
{
    return length > 0xffff ? 3 : length > 0xff ? 2 : 1;
}

/** 1 to 3 bytes; most have one. */
static inline uint32_t length_of(const uint8_t *p, unsigned n)
{
    uint32_t first = p[0];

    if (n == 1)
        return first;
    return n == 2 ? first << 8 | p[1] : first << 16 | (uint32_t)p[1] << 8 | p[2];
}

/** The head at `at`. 0: it is all there and its format has such lengths; else a code. */
static inline uint16_t read_head(struct ws_bytes in, size_t at, struct hsms_item *ret)
{
    if (at >= in.len)
        return WS_TRUNCATED;
    const struct hsms_format_info *f = &formats[in.data[at] >> 2];
    unsigned n = in.data[at] & 3u;
    if (f->size == 0 || n == 0)
        return WS_BAD_VALUE;
    if (in.len - at - 1 < n)
        return WS_TRUNCATED;
    *ret = (struct hsms_item){
        .format = f->format, .length_bytes = (uint8_t)n, .length = length_of(in.data + at + 1, n)};
    return ret->length & (f->size - 1u) ? WS_BAD_LENGTH : 0; /* sizes are powers of two */
}

static size_t head_len(const struct hsms_item *item)
{
    return 1u + item->length_bytes;
}

static size_t content_len(const struct hsms_item *item)
{
    return item->format == HSMS_L ? 0 : item->length;
}

bool hsms_item_take(struct ws_cursor *c, struct hsms_item *ret)
{
    if (read_head(c->in, c->at, ret) || ws_left(c) - head_len(ret) < content_len(ret))
        return false;
    c->at += head_len(ret);
    ret->content = ws_take(c, content_len(ret));
    return true;
}

/** Nodes that body.c makes of an item, at the most: object, format, value, and what is odd. */
static size_t values_of(const struct hsms_item *item)
{
    size_t odd = item->length_bytes > hsms_length_bytes(item->length);
    return (item->format == HSMS_C2 ? 5 : item->format == HSMS_BOOLEAN ? 4 : 3) + odd;
}

/** Lists that are open, each with the elements that are still to come. */
struct lists {
    size_t depth;
    uint32_t left[HSMS_MAX_LISTS];
};

static uint16_t check_item(struct ws_bytes body, size_t at, struct lists *lists,
                           struct hsms_item *ret)
{
    uint16_t code = read_head(body, at, ret);
    if (code)
        return code;
    uint64_t need = ret->format == HSMS_L ? UINT64_C(2) * ret->length : ret->length;
    if (body.len - at - head_len(ret) < need)
        return WS_TRUNCATED;
    if (ret->format == HSMS_L && lists->depth == HSMS_MAX_LISTS)
        return WS_LIMIT;
    return 0;
}

uint16_t hsms_body_check(struct ws_bytes body, size_t *ret_at)
{
    struct lists lists = {.depth = 0};
    struct hsms_item item;
    size_t at = 0, values = 0;
    bool more = body.len > 0;

    while (more) {
        uint16_t code = check_item(body, at, &lists, &item);
        values += code ? 0 : values_of(&item);
        if (values > HSMS_MAX_VALUES)
            code = WS_LIMIT;
        *ret_at = at;
        if (code)
            return code;
        at += head_len(&item) + content_len(&item);
        if (item.format == HSMS_L)
            lists.left[lists.depth++] = item.length;
        while (lists.depth > 0 && lists.left[lists.depth - 1] == 0)
            lists.depth--;
        more = lists.depth > 0;
        if (more)
            lists.left[lists.depth - 1]--;
    }
    *ret_at = at;
    return at < body.len ? WS_TRAILING_BYTES : 0;
}

/** Whether an item whose head is here can stand in the rest of a body. */
static bool fits(const struct hsms_progress *p, const struct hsms_item *item, size_t len)
{
    uint64_t rest = len - p->at - head_len(item), others = 2 * (p->items - 1);
    if (item->format == HSMS_L)
        return 2 * (uint64_t)item->length + others <= rest;
    return p->items == 1 ? item->length == rest : item->length + others <= rest;
}

enum hsms_outcome hsms_progress_run(struct hsms_progress *p, struct ws_bytes in, size_t len,
                                    size_t *steps)
{
    struct hsms_item item;

    while (p->items > 0) {
        if (p->at >= len || *steps == 0)
            return HSMS_BROKEN;
        uint16_t code = read_head(in, p->at, &item);
        if (code == WS_TRUNCATED && in.len < len)
            return HSMS_INCOMPLETE;
        if (code || !fits(p, &item, len))
            return HSMS_BROKEN;
        if (in.len < len && p->at + head_len(&item) + content_len(&item) > in.len)
            return HSMS_INCOMPLETE; /* its content is still coming: look at it again then */
        p->at += head_len(&item) + content_len(&item);
        p->items += item.format == HSMS_L ? item.length : 0;
        p->items--;
        --*steps;
    }
    return p->at == len ? HSMS_WHOLE : HSMS_BROKEN;
}
