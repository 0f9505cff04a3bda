/* SML, written: the rendering that secsgem prints and reads, one item per line. */
#include "item.h"

#include <string.h>

#include "wirespeak/text.h"

enum { INDENT = 4 };

/** A text that is measured first, then written. */
struct text {
    uint8_t *out; /* NULL: only measured */
    size_t len;
};

static void put(struct text *t, const void *bytes, size_t len)
{
    if (t->out)
        memcpy(t->out + t->len, bytes, len);
    t->len += len;
}

static void put_word(struct text *t, const char *word)
{
    put(t, word, strlen(word));
}

static void put_number(struct text *t, uint64_t v)
{
    char room[WS_U64_TEXT_MAX];
    put(t, room, ws_u64_text(room, v));
}

static void put_indent(struct text *t, size_t depth)
{
    if (t->out)
        memset(t->out + t->len, ' ', depth * INDENT);
    t->len += depth * INDENT;
}

static void put_byte(struct text *t, uint8_t v)
{
    static const char digits[] = "0123456789abcdef";
    char room[] = {' ', '0', 'x', digits[v >> 4], digits[v & 15]};

    if (v < 16)
        room[3] = room[4];
    put(t, room, v < 16 ? 4 : 5);
}

/* Content */

static bool is_printable(uint8_t c)
{
    return c >= 0x20 && c <= 0x7e && c != '"';
}

static void put_text(struct text *t, struct ws_bytes in)
{
    size_t i = 0;

    while (i < in.len) {
        size_t from = i;
        while (i < in.len && is_printable(in.data[i]))
            i++;
        if (i > from) {
            put_word(t, " \"");
            put(t, in.data + from, i - from);
            put_word(t, "\"");
        } else {
            put_byte(t, in.data[i++]);
        }
    }
}

static void put_bytes(struct text *t, struct ws_bytes in)
{
    for (size_t i = 0; i < in.len; i++)
        put_byte(t, in.data[i]);
}

static double real_of(uint64_t bits, size_t size)
{
    uint32_t low = (uint32_t)bits;
    double d;
    float f;

    memcpy(&d, &bits, sizeof(d));
    memcpy(&f, &low, sizeof(f));
    return size == sizeof(d) ? d : (double)f;
}

static void put_values(struct text *t, const struct hsms_item *item)
{
    const struct hsms_format_info *f = hsms_format_of(item->format);
    char room[WS_DOUBLE_TEXT_MAX];
    size_t len;

    for (size_t i = 0; i < item->length; i += f->size) {
        uint64_t v = ws_load_be(item->content.data + i, f->size);
        if (f->type >> 8 == WS_FAMILY_FLOAT)
            len = ws_double_text(room, real_of(v, f->size));
        else if (f->type >> 8 == WS_FAMILY_INT)
            len = ws_i64_text(room, ws_sign_extend(v, f->size * 8u));
        else
            len = ws_u64_text(room, v);
        put_word(t, " ");
        put(t, room, len);
    }
}

static void put_item(struct text *t, const struct hsms_item *item)
{
    put_word(t, "< ");
    put_word(t, hsms_format_of(item->format)->name);
    switch (item->format) {
    case HSMS_A:
    case HSMS_J:
        put_text(t, item->content);
        put_word(t, ">");
        return;
    case HSMS_B:
    case HSMS_C2:
        put_bytes(t, item->content);
        break;
    case HSMS_BOOLEAN:
        for (size_t i = 0; i < item->length; i++)
            put_word(t, item->content.data[i] ? " 0x1" : " 0x0");
        break;
    default:
        put_values(t, item);
    }
    put_word(t, " >");
}

/* Messages */

static void put_list(struct text *t, const struct hsms_item *item)
{
    put_word(t, "< L");
    if (item->length) {
        put_word(t, " [");
        put_number(t, item->length);
        put_word(t, "]");
    } else {
        put_word(t, " >");
    }
}

static void put_body(struct text *t, struct ws_bytes in)
{
    uint32_t left[HSMS_MAX_LISTS + 1];
    struct ws_cursor c = ws_cursor(in);
    struct hsms_item item;
    size_t depth = 0;

    while (hsms_item_take(&c, &item)) {
        put_indent(t, depth);
        if (item.format == HSMS_L)
            put_list(t, &item);
        else
            put_item(t, &item);
        put_word(t, "\n");
        if (item.format == HSMS_L && item.length > 0)
            left[depth++] = item.length;
        else if (depth > 0)
            left[depth - 1]--;
        while (depth > 0 && left[depth - 1] == 0) {
            depth--;
            put_indent(t, depth);
            put_word(t, ">\n");
            if (depth > 0)
                left[depth - 1]--;
        }
    }
}

static void put_message(struct text *t, uint64_t stream, uint64_t function, bool w_bit,
                        struct ws_bytes body)
{
    put_word(t, "S");
    put_number(t, stream);
    put_word(t, "F");
    put_number(t, function);
    put_word(t, w_bit ? " W\n" : "\n");
    put_body(t, body);
    put_word(t, ".");
}

int hsms_sml_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                    struct ws_bytes in)
{
    const struct hsms_instance *i = instance;
    uint64_t stream = ws_scope_uint(scope, WS_ROW(DATA_STREAM)),
             function = ws_scope_uint(scope, WS_ROW(DATA_FUNCTION));
    bool w_bit = ws_scope_uint(scope, WS_ROW(DATA_W_BIT)) != 0;
    struct text t = {NULL, 0};
    size_t at;

    if (!i->sml)
        return 0;
    if (hsms_body_check(in, &at)) /* its head alone */
        in.len = 0;
    put_message(&t, stream, function, w_bit, in);
    t.out = ws_put_alloc(out, t.len);
    if (!t.out)
        return 0;
    size_t len = t.len;
    t.len = 0;
    put_message(&t, stream, function, w_bit, in);
    ws_put_text(out, 0, (struct ws_bytes){t.out, len}, WS_ASCII);
    return 0;
}
