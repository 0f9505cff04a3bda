/* `body`: the items of a SECS-II message as a tree that gives back the same bytes. */
#include "writer.h"

#include <stdio.h>
#include <string.h>

// clang-format off
enum { BODY, FORMAT, VALUE, LENGTH_BYTES, RAW, ENCODING, TEXT, PAYLOAD, N_ROWS };

static const struct ws_field rows[N_ROWS] = {
    [BODY]         = { .key = "body", .doc = "the message's item, whole; absent: a header only", .type = WS_ANY, .purpose = WS_KEY },
    [FORMAT]       = { .key = "format", .doc = "of an item: L, B, BOOLEAN, A, J, C2, I1 to I8, U1 to U8, F4, F8", .type = WS_TEXT },
    [VALUE]        = { .key = "value", .doc = "L: items; B, C2: hex; A, J: text; else an array", .type = WS_ANY },
    [LENGTH_BYTES] = { .key = "length_bytes", .doc = "where the sender used more than needed", .type = WS_U8 },
    [RAW]          = { .key = "raw", .doc = "BOOLEAN: bytes that are not 00 and 01 alone", .type = WS_BYTES },
    [ENCODING]     = { .key = "encoding", .doc = "C2: the encoding code", .type = WS_U16 },
    [TEXT]         = { .key = "text", .doc = "C2: the text, where it can be decoded", .type = WS_TEXT },
    [PAYLOAD]      = { .key = "payload", .doc = "a body that is no item", .type = WS_BYTES },
};
const struct ws_table hsms_body_rows = {.rows = rows, .n = N_ROWS, .name = "body"};
// clang-format on

/* Items to values */

static bool has_odd_boolean(struct ws_bytes content)
{
    size_t i = 0;
    while (i < content.len && content.data[i] < 2)
        i++;
    return i < content.len;
}

static void show_c2(struct ws_out *out, const struct hsms_item *item)
{
    struct hsms_text text = hsms_text_of(item);

    ws_put_hex(out, VALUE, item->content);
    if (item->length >= 2)
        ws_put_uint(out, ENCODING, ws_load_be(item->content.data, 2));
    if (text.any)
        hsms_text_show(out, TEXT, item, &text);
}

static void show_value(struct ws_out *out, const struct hsms_item *item)
{
    struct hsms_text text;

    switch (item->format) {
    case HSMS_B:
        ws_put_hex(out, VALUE, item->content);
        break;
    case HSMS_A:
    case HSMS_J:
        text = hsms_text_of(item);
        hsms_text_show(out, VALUE, item, &text);
        break;
    case HSMS_C2:
        show_c2(out, item);
        break;
    default:
        ws_put_numbers(out, VALUE, (enum ws_type)hsms_format_of(item->format)->type, false,
                       item->content);
        if (item->format == HSMS_BOOLEAN && has_odd_boolean(item->content))
            ws_put_hex(out, RAW, item->content);
    }
}

static void show_length_bytes(struct ws_out *out, const struct hsms_item *item)
{
    if (item->length_bytes > hsms_length_bytes(item->length))
        ws_put_uint(out, LENGTH_BYTES, item->length_bytes);
}

static size_t open_item(struct ws_out *out, size_t row, const struct hsms_item *item)
{
    const struct hsms_format_info *f = hsms_format_of(item->format);
    size_t object = ws_put_object(out, row);

    ws_put_text(out, FORMAT, (struct ws_bytes){(const uint8_t *)f->name, f->name_len}, WS_ASCII);
    return object;
}

static void show_items(struct ws_out *out, struct ws_bytes in)
{
    struct {
        struct hsms_item item;
        size_t object, array;
        uint32_t left;
    } lists[HSMS_MAX_LISTS + 1];
    struct ws_cursor c = ws_cursor(in);
    struct hsms_item item;
    size_t depth = 0;

    while (hsms_item_take(&c, &item)) {
        size_t object = open_item(out, depth ? VALUE : BODY, &item);
        if (item.format == HSMS_L) {
            lists[depth].item = item;
            lists[depth].object = object;
            lists[depth].array = ws_put_array(out, VALUE);
            lists[depth++].left = item.length;
        } else {
            show_value(out, &item);
            show_length_bytes(out, &item);
            ws_put_close(out, object);
        }
        for (; depth > 0 && lists[depth - 1].left == 0; depth--) {
            ws_put_close(out, lists[depth - 1].array);
            show_length_bytes(out, &lists[depth - 1].item);
            ws_put_close(out, lists[depth - 1].object);
        }
        if (depth > 0)
            lists[depth - 1].left--;
    }
}

int hsms_body_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                     struct ws_bytes in)
{
    size_t at;
    uint16_t code = hsms_body_check(in, &at);

    (void)instance;
    (void)scope;
    if (code) {
        ws_put_hex(out, PAYLOAD, in);
        ws_out_fault(out, at);
        return code;
    }
    show_items(out, in);
    return 0;
}

/* Values to items */

enum { PATH_TEXT = 64 };

/** Lists that are being written. */
struct lists {
    size_t depth;
    struct {
        const struct ws_node *array, *next;
        struct hsms_head head;
        uint32_t index;
    } open[HSMS_MAX_LISTS];
};

/** `item 2.1: KEY: WHAT`, where the numbers lead through the lists. */
static int refuse(struct hsms_writer *w, const struct lists *lists, const char *key,
                  const char *what)
{
    char path[PATH_TEXT] = "";
    size_t len = 0;

    for (size_t i = 0; i < lists->depth && len + 12 < sizeof(path); i++)
        len += (size_t)snprintf(path + len, sizeof(path) - len, "%s%u", i ? "." : " ",
                                lists->open[i].index);
    return ws_encoder_refuse(w->out, w->at, "item%s: %s: %s", path, key, what);
}

static struct ws_bytes bytes_of(const struct ws_node *n)
{
    return (struct ws_bytes){n->as.data, n->len};
}

static bool write_hex(struct hsms_writer *w, const struct ws_node *n)
{
    if (n->kind == WS_V_HEX) {
        ws_encoder_add(w->out, bytes_of(n));
        return true;
    }
    return n->kind == WS_V_TEXT && hsms_put_hex(w, bytes_of(n));
}

static bool write_number(struct hsms_writer *w, unsigned format, const struct ws_node *n)
{
    bool negative;
    uint64_t v;
    double d;

    if (format == HSMS_F4 || format == HSMS_F8)
        return n->kind != WS_V_BOOL && ws_node_real(n, &d) && hsms_put_real(w, format, d);
    if (format == HSMS_BOOLEAN) {
        if (!ws_node_whole(n, &negative, &v) || v > 1)
            return false;
        ws_encoder_be(w->out, 1, v);
        return true;
    }
    return n->kind != WS_V_BOOL && ws_node_whole(n, &negative, &v) &&
           hsms_put_whole(w, format, negative, v);
}

static bool write_numbers(struct hsms_writer *w, const struct hsms_format_info *f,
                          const struct ws_node *value)
{
    if (value->kind == WS_V_NUMBERS) {
        if (value->size != f->size)
            return false;
        ws_encoder_add(w->out, (struct ws_bytes){value->as.data, (size_t)value->len * f->size});
        return true;
    }
    if (value->kind != WS_V_ARRAY)
        return write_number(w, f->format, value);
    for (const struct ws_node *n = ws_first(value); n; n = ws_next(value, n))
        if (!write_number(w, f->format, n))
            return false;
    return true;
}

static bool write_value(struct hsms_writer *w, const struct hsms_format_info *f,
                        const struct ws_node *value, const struct ws_node *raw)
{
    switch (f->format) {
    case HSMS_B:
    case HSMS_C2:
        return write_hex(w, value);
    case HSMS_A:
    case HSMS_J:
        return value->kind == WS_V_TEXT && hsms_put_text(w, f->format, value);
    case HSMS_BOOLEAN:
        return raw ? write_hex(w, raw) : write_numbers(w, f, value);
    default:
        return write_numbers(w, f, value);
    }
}

static const char *wanted_of(unsigned format)
{
    switch (format) {
    case HSMS_L:
        return "an array of items";
    case HSMS_B:
    case HSMS_C2:
        return "an even number of hex digits";
    case HSMS_A:
        return "a text in ISO 8859-1";
    case HSMS_J:
        return "a text in JIS-8";
    case HSMS_BOOLEAN:
        return "an array of true and false";
    case HSMS_F4:
    case HSMS_F8:
        return "an array of numbers that fit it";
    default:
        return "an array of whole numbers in its range";
    }
}

static int refuse_value(struct hsms_writer *w, const struct lists *lists,
                        const struct hsms_format_info *f)
{
    char what[PATH_TEXT];
    snprintf(what, sizeof(what), "%s has %s", f->name, wanted_of(f->format));
    return refuse(w, lists, "value", what);
}

/** 0: as few as possible. False: no such number. */
static bool read_length_bytes(const struct ws_node *item, unsigned *ret)
{
    const struct ws_node *n = ws_member(item, rows[LENGTH_BYTES].key);
    bool negative = false;
    uint64_t v = 0;

    if (n && (!ws_node_whole(n, &negative, &v) || negative || v < 1 || v > 3))
        return false;
    *ret = (unsigned)v;
    return true;
}

/** One item; a list is only opened. */
static int write_item(struct hsms_writer *w, struct lists *lists, const struct ws_node *n)
{
    const struct ws_node *format = n->kind == WS_V_OBJECT ? ws_member(n, "format") : NULL;
    const struct ws_node *value = n->kind == WS_V_OBJECT ? ws_member(n, "value") : NULL;
    unsigned length_bytes;

    if (!format || format->kind != WS_V_TEXT || !value)
        return refuse(w, lists, "body", "an object with format and value is needed");
    const struct hsms_format_info *f = hsms_format_named(bytes_of(format));
    if (!f)
        return refuse(w, lists, "format",
                      "none of L B BOOLEAN A J C2 I1 I2 I4 I8 U1 U2 U4 U8 F4 F8");
    if (!read_length_bytes(n, &length_bytes))
        return refuse(w, lists, "length_bytes", "1 to 3 are possible");
    struct hsms_head head = hsms_item_begin(w, f->format, length_bytes);
    if (f->format != HSMS_L)
        return write_value(w, f, value, ws_member(n, "raw")) ? hsms_item_end(w, head, 0)
                                                             : refuse_value(w, lists, f);
    if (value->kind != WS_V_ARRAY)
        return refuse_value(w, lists, f);
    if (lists->depth == HSMS_MAX_LISTS)
        return refuse(w, lists, "value", "more than 256 lists within one another");
    lists->open[lists->depth].array = value;
    lists->open[lists->depth].next = ws_first(value);
    lists->open[lists->depth].head = head;
    lists->open[lists->depth++].index = UINT32_MAX;
    return WS_OK;
}

int hsms_body_write(struct hsms_writer *w, const struct ws_node *body)
{
    struct lists lists = {.depth = 0};
    const struct ws_node *n = body;
    int err = WS_OK;

    while (n && !err) {
        err = write_item(w, &lists, n);
        while (!err && lists.depth > 0 && !lists.open[lists.depth - 1].next) {
            lists.depth--;
            err =
                hsms_item_end(w, lists.open[lists.depth].head, lists.open[lists.depth].array->len);
        }
        n = lists.depth > 0 ? lists.open[lists.depth - 1].next : NULL;
        if (n) {
            lists.open[lists.depth - 1].next = ws_next(lists.open[lists.depth - 1].array, n);
            lists.open[lists.depth - 1].index++;
        }
    }
    return err ? err : hsms_writer_finish(w);
}

/* What a message's body is given as */

static const struct ws_node *given(const struct ws_node *in, const char *key)
{
    const struct ws_node *n = ws_member(in, key);
    return n && n->kind != WS_V_NULL ? n : NULL;
}

static int differ(struct hsms_writer *w, const char *a, const char *b)
{
    w->at = NULL;
    return ws_encoder_refuse(w->out, NULL, "%s and %s are not the same; give one of them", a, b);
}

/** What the SML says before its item must be what the message is; where that is not given, it makes
 * it so. */
static int apply_sml_head(const struct ws_scope *scope, const struct ws_node *in,
                          struct ws_encoder *out, const struct hsms_sml_head *head)
{
    uint64_t stream = ws_scope_uint(scope, WS_ROW(DATA_STREAM)),
             function = ws_scope_uint(scope, WS_ROW(DATA_FUNCTION)),
             w_bit = ws_scope_uint(scope, WS_ROW(DATA_W_BIT));
    uint8_t *header = ws_encoder_bytes(out, 0);
    bool unnamed = !stream && !function && !given(in, "stream") && !given(in, "function");

    if (!header)
        return WS_E_LIMIT;
    if (unnamed) {
        header[HSMS_AT_BYTE_2] = head->stream;
        header[HSMS_AT_BYTE_3] = head->function;
    } else if (stream != head->stream || function != head->function)
        return ws_encoder_refuse(out, NULL, "sml: S%uF%u where the message is S%lluF%llu",
                                 head->stream, head->function, (unsigned long long)stream,
                                 (unsigned long long)function);
    if (!given(in, "w_bit"))
        header[HSMS_AT_BYTE_2] =
            (uint8_t)((header[HSMS_AT_BYTE_2] & HSMS_STREAM) | (head->w_bit ? HSMS_W_BIT : 0));
    else if (w_bit != head->w_bit)
        return ws_encoder_refuse(out, NULL, "sml: %s W where w_bit is %s",
                                 head->w_bit ? "with" : "without", w_bit ? "true" : "false");
    return WS_OK;
}

static int write_sml(const struct ws_scope *scope, const struct ws_node *in, struct hsms_writer *w,
                     const struct ws_node *sml)
{
    struct hsms_sml_head head = {0};
    int err = hsms_sml_write(w, sml, &head);
    return err ? err : apply_sml_head(scope, in, w->out, &head);
}

int hsms_body_encode(const void *instance, const struct ws_scope *scope, const struct ws_node *in,
                     struct ws_encoder *out)
{
    const struct ws_node *body = given(in, "body"), *sml = given(in, "sml"),
                         *data = given(in, "data"), *payload = given(in, "payload");
    uint64_t stream = ws_scope_uint(scope, WS_ROW(DATA_STREAM)),
             function = ws_scope_uint(scope, WS_ROW(DATA_FUNCTION));
    const char *first = body ? "body" : "sml";
    struct hsms_writer w = hsms_writer(out, body ? body : sml ? sml : data);
    int err = WS_OK;

    if (payload && !body) /* a body that was no item: nothing is known of it */
        return write_hex(&w, payload) ? WS_OK
                                      : ws_encoder_refuse(out, payload, "hex digits are needed");
    if (body)
        err = hsms_body_write(&w, body);
    if (!err && sml) {
        struct hsms_writer second = hsms_writer(out, sml);
        err = write_sml(scope, in, &second, sml);
        size_t cut = second.start - w.start;
        struct ws_bytes both = hsms_written(&w);
        if (!err && body && !hsms_same_items(ws_bytes_upto(both, cut), ws_bytes_from(both, cut)))
            err = differ(&w, "body", "sml");
        if (!err && body)
            ws_encoder_cut(out, second.start);
    }
    if (err || !data)
        return err;
    if (!body && !sml)
        return hsms_data_write(&w, instance, stream, function, data);
    return hsms_same_data(instance, stream, function, hsms_written(&w), data)
               ? WS_OK
               : differ(&w, first, "data");
}
