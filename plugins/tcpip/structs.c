/* C structures of a layout as field tables: sizes and alignment as ctypes and the System V ABI have
 * them. */
#include "tcpip.h"

#include <string.h>

#include "wirespeak/text.h"

/* Types */

enum kind { BOOL, CHAR, WCHAR, INT, UINT, REAL, X87, POINTER, BYTES, PAD, STRUCT };

/** Sizes and alignments by ABI: lp64, llp64, ilp32. */
struct ctype {
    const char *name;
    enum kind kind;
    uint8_t size[3], align[3];
};

// clang-format off
#define SAME(n) {n, n, n}, {n, n, n}
#define WIDE    {8, 8, 8}, {8, 8, 4}
#define WORD    {8, 8, 4}, {8, 8, 4}
#define LONG    {8, 4, 4}, {8, 4, 4}
static const struct ctype types[] = {
    {"bool", BOOL, SAME(1)}, {"char", CHAR, SAME(1)}, {"wchar", WCHAR, {4, 2, 4}, {4, 2, 4}},
    {"byte", INT, SAME(1)}, {"int8", INT, SAME(1)}, {"ubyte", UINT, SAME(1)}, {"uint8", UINT, SAME(1)},
    {"short", INT, SAME(2)}, {"int16", INT, SAME(2)}, {"ushort", UINT, SAME(2)}, {"uint16", UINT, SAME(2)},
    {"int", INT, SAME(4)}, {"int32", INT, SAME(4)}, {"uint", UINT, SAME(4)}, {"uint32", UINT, SAME(4)},
    {"long", INT, LONG}, {"ulong", UINT, LONG},
    {"longlong", INT, WIDE}, {"int64", INT, WIDE}, {"ulonglong", UINT, WIDE}, {"uint64", UINT, WIDE},
    {"size_t", UINT, WORD}, {"ssize_t", INT, WORD},
    {"float", REAL, SAME(4)}, {"double", REAL, WIDE}, {"longdouble", X87, {16, 8, 12}, {16, 8, 4}},
    {"void_p", POINTER, WORD}, {"char_p", POINTER, WORD}, {"wchar_p", POINTER, WORD}, {"py_object", POINTER, WORD},
    {"bytes", BYTES, SAME(1)}, {"pad", PAD, SAME(1)},
};
// clang-format on

/** With the prefix that ctypes has, or without. */
static const struct ctype *find_type(struct ws_bytes name)
{
    for (size_t prefixed = 0; prefixed < 2; prefixed++) {
        size_t skip = prefixed ? 2 : 0;
        if (prefixed && (name.len < 2 || memcmp(name.data, "c_", 2) != 0))
            return NULL;
        for (size_t i = 0; i < WS_LEN(types); i++)
            if (strlen(types[i].name) == name.len - skip &&
                memcmp(types[i].name, name.data + skip, name.len - skip) == 0 &&
                !(prefixed && types[i].kind >= BYTES))
                return &types[i];
    }
    return NULL;
}

/* Members */

enum { MAX_DIMS = 8, MAX_FIELDS = 1000, WORD_BITS = 64 };

struct tcpip_member {
    const struct ws_node *node;
    const char *key;
    enum kind kind;
    const struct tcpip_struct *inner; /* STRUCT */
    uint32_t size, align;             /* of one */
    uint32_t dims[MAX_DIMS];          /* outer first */
    size_t n_dims;
    uint8_t bits;    /* 0: no bit-field */
    uint64_t bit_at; /* from the structure's first bit */
    uint64_t total;  /* bytes of all */
    enum ws_charset charset;
};

static int make_ready(struct tcpip_reader *r, struct tcpip_struct *s);

static struct tcpip_struct *find_struct(const struct tcpip_reader *r, struct ws_bytes name)
{
    for (size_t i = 0; i < r->n_structs; i++)
        if (strlen(r->structs[i].name) == name.len &&
            memcmp(r->structs[i].name, name.data, name.len) == 0)
            return &r->structs[i];
    return NULL;
}

static int read_inner(struct tcpip_reader *r, const struct ws_node *type, struct tcpip_member *m)
{
    struct tcpip_struct *inner = find_struct(r, (struct ws_bytes){type->as.data, type->len});

    if (!inner)
        return ws_option_refuse(r->host, TCPIP_O_LAYOUT, type,
                                "'%.*s' is no type of ctypes and no struct of this layout",
                                (int)type->len, (const char *)type->as.data);
    if (inner->state == TCPIP_BEING_READ)
        return ws_option_refuse(r->host, TCPIP_O_LAYOUT, type,
                                "the struct %s would hold itself: recursion", inner->name);
    int err = make_ready(r, inner);
    m->kind = STRUCT;
    m->inner = inner;
    m->size = inner->size;
    m->align = inner->align;
    return err;
}

static int read_type(struct tcpip_reader *r, const struct ws_node *field, struct tcpip_member *m)
{
    const struct ws_node *type = ws_member(field, "type");
    const char *unused;
    int err = tcpip_get_text(r, field, "type", true, &unused);

    if (err)
        return err;
    const struct ctype *t = find_type((struct ws_bytes){type->as.data, type->len});
    if (!t)
        return read_inner(r, type, m);
    m->kind = t->kind == X87 && t->size[r->abi] == 8 ? REAL : t->kind;
    m->size = t->size[r->abi];
    m->align = t->align[r->abi];
    return WS_OK;
}

static int read_count(struct tcpip_reader *r, const struct ws_node *field, struct tcpip_member *m)
{
    const struct ws_node *count = ws_member(field, "count"), *n = count;
    bool one = m->kind == BYTES || m->kind == PAD, list = n && n->kind == WS_V_ARRAY;
    uint64_t v = 0;

    m->total = m->size;
    if (!count)
        return one ? ws_option_refuse(r->host, TCPIP_O_LAYOUT, field,
                                      "expected a key \"count\": bytes and pad have one")
                   : WS_OK;
    if (list && (one || !count->len || count->len > MAX_DIMS))
        return tcpip_expect(r, count, one ? "one number" : "1 to 8 numbers, the outer one first");
    for (n = list ? ws_first(count) : count; n; n = list ? ws_next(count, n) : NULL) {
        if (!tcpip_whole(n, 1, TCPIP_MAX_STRUCT, &v))
            return tcpip_expect(r, n, "a whole number from 1 on");
        m->dims[m->n_dims++] = (uint32_t)v;
        m->total *= v;
        if (m->total > TCPIP_MAX_STRUCT)
            return tcpip_expect(r, n, "at most 16 MiB");
    }
    return WS_OK;
}

static int read_bits(struct tcpip_reader *r, const struct tcpip_struct *s,
                     const struct ws_node *field, struct tcpip_member *m)
{
    const struct ws_node *n = ws_member(field, "bits");
    bool whole = m->kind == BOOL || m->kind == INT || m->kind == UINT;
    uint64_t v = 0;

    if (!n)
        return WS_OK;
    if (!whole || m->n_dims)
        return tcpip_expect(r, n, "bits only of bool and integer types without a count");
    if (r->abi != 0 || s->is_big || ws_member(s->node, "pack"))
        return tcpip_expect(r, n,
                            "no bits: they are known for abi lp64 without pack and endian big");
    if (!tcpip_whole(n, 1, m->size * 8u, &v))
        return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n, "expected 1 to %u, the type's bits",
                                m->size * 8u);
    m->bits = (uint8_t)v;
    return WS_OK;
}

static int read_encoding(struct tcpip_reader *r, const struct ws_node *field,
                         struct tcpip_member *m)
{
    static const enum ws_charset charsets[] = {WS_UTF8, WS_ASCII, WS_LATIN1, WS_CP1252};
    const struct ws_node *n = ws_member(field, "encoding");
    unsigned i = 0;

    if (n && (m->kind != CHAR || !m->n_dims))
        return tcpip_expect(r, n, "an encoding only of arrays of char");
    int err = tcpip_get_choice(r, field, "encoding", "utf-8 ascii latin-1 cp1252", &i);
    m->charset = charsets[i];
    return err;
}

static int check_name(struct tcpip_reader *r, const struct ws_node *fields,
                      const struct ws_node *field)
{
    const struct ws_node *name = ws_member(field, "name"), *other;
    struct ws_bytes text = {name->as.data, name->len};

    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < 0x20 || text.data[i] == '"' || text.data[i] == '\\')
            return tcpip_expect(
                r, name, "a name without quotation marks, backslashes and control characters");
    if (text.len > 255)
        return tcpip_expect(r, name, "a name of at most 255 bytes");
    for (const struct ws_node *f = ws_first(fields); f != field; f = ws_next(fields, f))
        if ((other = ws_member(f, "name")) && other->len == text.len &&
            memcmp(other->as.data, text.data, text.len) == 0)
            return ws_option_refuse(r->host, TCPIP_O_LAYOUT, name,
                                    "'%.*s' is the name of an earlier field", (int)text.len,
                                    (const char *)text.data);
    return WS_OK;
}

static int read_member(struct tcpip_reader *r, const struct tcpip_struct *s,
                       const struct ws_node *fields, const struct ws_node *field,
                       struct tcpip_member *m)
{
    int err;

    m->node = field;
    if ((err = tcpip_check_keys(r, field, "name type count bits encoding")) ||
        (err = tcpip_get_text(r, field, "name", true, &m->key)) ||
        (err = check_name(r, fields, field)) || (err = read_type(r, field, m)) ||
        (err = read_count(r, field, m)) || (err = read_bits(r, s, field, m)))
        return err;
    if (s->is_big && (m->kind == WCHAR || m->kind == X87 || m->kind == POINTER))
        return tcpip_expect(r, ws_member(field, "type"),
                            "no wchar, longdouble or pointer where endian is big");
    return read_encoding(r, field, m);
}

/* Where members lie */

static uint64_t round_up(uint64_t v, uint64_t to)
{
    return (v + to - 1) / to * to;
}

/** System V ABI, 3.1.2: a bit-field goes on at the next bit unless it would cross a multiple of its
 * type. */
static uint64_t place_bits(const struct tcpip_member *m, uint64_t at)
{
    uint64_t unit = m->size * 8u;
    return at / unit == (at + m->bits - 1) / unit ? at : round_up(at, unit);
}

static int refuse_nested(struct tcpip_reader *r, const struct tcpip_struct *s)
{
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, s->node,
                            "structs and arrays stand in one another more than %d deep",
                            TCPIP_MAX_NESTED);
}

static size_t levels_of(const struct tcpip_member *m)
{
    return 1 + (m->inner ? m->inner->levels : 0) + (m->n_dims > 1 ? m->n_dims - 1 : 0);
}

static int place(struct tcpip_reader *r, struct tcpip_struct *s, struct tcpip_member *members,
                 size_t n)
{
    uint64_t pack = 16, at = 0, end = 0;
    const struct ws_node *p = ws_member(s->node, "pack");

    if (p && (!tcpip_whole(p, 1, 16, &pack) || (pack & (pack - 1))))
        return tcpip_expect(r, p, "1, 2, 4, 8 or 16");
    s->align = 1;
    for (size_t i = 0; i < n; i++) {
        struct tcpip_member *m = &members[i];
        uint32_t align = m->align < pack ? m->align : (uint32_t)pack;
        s->align = align > s->align ? align : s->align;
        at = s->is_union ? 0 : at;
        m->bit_at = m->bits ? place_bits(m, at) : round_up((at + 7) / 8, align) * 8;
        at = m->bit_at + (m->bits ? m->bits : m->total * 8);
        end = at > end ? at : end;
        s->levels = levels_of(m) > s->levels ? levels_of(m) : s->levels;
        if (end / 8 > TCPIP_MAX_STRUCT)
            return tcpip_expect(r, m->node, "a struct of at most 16 MiB");
    }
    s->size = (uint32_t)round_up((end + 7) / 8, s->align);
    return s->levels > TCPIP_MAX_NESTED ? refuse_nested(r, s) : WS_OK;
}

/* Rows */

static struct ws_field number_row(const struct tcpip_member *m, bool big)
{
    static const uint8_t families[] = {[BOOL] = WS_FAMILY_BOOL,
                                       [INT] = WS_FAMILY_INT,
                                       [UINT] = WS_FAMILY_UINT,
                                       [REAL] = WS_FAMILY_FLOAT};
    uint16_t type = (uint16_t)WS_TYPE((unsigned)families[m->kind], m->size);

    if (m->n_dims == 0)
        return (struct ws_field){.type = type, .flags = big ? 0 : WS_LITTLE};
    return (struct ws_field){.type = WS_NUMBERS, .element = type, .flags = big ? 0 : WS_LITTLE};
}

static struct ws_field text_row(const struct tcpip_member *m)
{
    bool wide = m->kind == WCHAR;
    uint32_t n = m->n_dims ? m->dims[m->n_dims - 1] : 1;

    return (struct ws_field){
        .type = WS_TEXT,
        .len = n * m->size,
        .charset = (uint8_t)(!wide          ? m->n_dims ? m->charset : WS_LATIN1
                             : m->size == 2 ? WS_UTF16_LE
                                            : WS_UTF32_LE),
        .flags = WS_HEX_INSIDE | (m->n_dims ? WS_CUT_AT_NUL : 0),
    };
}

/** The row of one, without its repetition; *ret_used: dimensions that are part of it. */
static struct ws_field one_row(const struct tcpip_member *m, bool big, size_t *ret_used)
{
    *ret_used = 0;
    switch (m->kind) {
    case CHAR:
    case WCHAR:
        *ret_used = m->n_dims > 0;
        return text_row(m);
    case X87:
        return (struct ws_field){.type = WS_X87, .len = m->size};
    case POINTER:
        return (struct ws_field){.type = WS_BYTES, .len = m->size};
    case BYTES:
    case PAD:
        *ret_used = 1;
        return (struct ws_field){.type = WS_BYTES, .len = m->dims[0]};
    case STRUCT:
        return (struct ws_field){.type = WS_STRUCT,
                                 .table = &m->inner->table,
                                 .flags = m->inner->is_union ? WS_OVERLAID : 0};
    default:
        return number_row(m, big);
    }
}

/** The rows of a table while they are made. */
struct rows {
    struct tcpip_reader *r;
    struct ws_field *list;
    size_t n;
    uint64_t at; /* bytes so far */
};

static void add_pad(struct rows *rows, uint64_t to)
{
    if (to > rows->at)
        rows->list[rows->n++] =
            (struct ws_field){.doc = "padding", .type = WS_BYTES, .len = (uint32_t)(to - rows->at)};
    rows->at = to;
}

static int add_member(struct rows *rows, const struct tcpip_member *m, bool big)
{
    size_t used, left;
    struct ws_field row = one_row(m, big, &used);

    row.key = m->kind == PAD ? NULL : m->key;
    row.doc = m->kind == PAD ? m->key : NULL;
    row.flags |= row.key ? WS_FOREIGN_KEY : 0;
    for (left = m->n_dims - used; left > 0; left--) {
        bool inner = left == m->n_dims - used;
        if (!inner) { /* arrays of what is an array already */
            struct ws_field *one = ws_instance_alloc(rows->r->host, sizeof(*one));
            struct ws_table *table = ws_instance_alloc(rows->r->host, sizeof(*table));
            if (!one || !table)
                return WS_E_NOMEM;
            *one = row;
            *table = (struct ws_table){.rows = one, .n = 1, .name = m->key};
            row = (struct ws_field){.key = m->key,
                                    .type = WS_STRUCT,
                                    .table = table,
                                    .flags = WS_UNWRAPPED | WS_FOREIGN_KEY};
        }
        row.repeat = WS_TIMES;
        row.count = m->dims[left - 1];
    }
    rows->list[rows->n++] = row;
    rows->at += m->total;
    return WS_OK;
}

static struct ws_field bits_row(const struct tcpip_member *m)
{
    unsigned flags = WS_LITTLE | WS_FOREIGN_KEY;

    flags |= m->kind == BOOL ? WS_AS_BOOL : m->kind == INT ? WS_SIGNED : 0;
    return (struct ws_field){.key = m->key, .type = WS_BITS, .bits = m->bits, .flags = flags};
}

/** Bits of a unit from `at` on, up to a member's or its end, that nobody names. */
static void add_spare_bits(struct rows *rows, uint64_t n)
{
    if (n)
        rows->list[rows->n++] =
            (struct ws_field){.type = WS_BITS, .bits = (uint8_t)n, .flags = WS_LITTLE};
}

/** Bit-fields that stand side by side, in units that end at multiples of 8 bytes: none crosses one.
 */
static void add_bits(struct rows *rows, const struct tcpip_member *members, size_t n)
{
    const struct tcpip_member *m = members, *end = members + n;
    uint64_t stop = (end[-1].bit_at + end[-1].bits + 7) / 8;

    while (m < end) {
        uint64_t first = m->bit_at / 8;
        add_pad(rows, first);
        uint64_t last = (first / 8 + 1) * 8, bit = first * 8;
        last = last < stop ? last : stop;
        struct ws_field *unit = &rows->list[rows->n];
        for (; m < end && m->bit_at < last * 8; m++) {
            add_spare_bits(rows, m->bit_at - bit);
            rows->list[rows->n++] = bits_row(m);
            bit = m->bit_at + m->bits;
        }
        add_spare_bits(rows, last * 8 - bit);
        unit->unit_len = (uint8_t)(last - first);
        rows->at = last;
    }
}

static int add_rows(struct rows *rows, const struct tcpip_struct *s,
                    const struct tcpip_member *members, size_t n)
{
    int err = WS_OK;

    for (size_t i = 0, run; i < n && !err; i += run) {
        rows->at = s->is_union ? 0 : rows->at;
        for (run = 0; i + run < n && members[i + run].bits && (run == 0 || !s->is_union); run++)
            ;
        if (run > 0) {
            add_bits(rows, members + i, run);
            continue;
        }
        run = 1;
        add_pad(rows, members[i].bit_at / 8);
        err = add_member(rows, &members[i], s->is_big);
    }
    rows->at = s->is_union ? 0 : rows->at;
    add_pad(rows, s->size);
    return err;
}

static int make_table(struct tcpip_reader *r, struct tcpip_struct *s,
                      const struct tcpip_member *members, size_t n)
{
    struct rows rows = {.r = r};

    rows.list = ws_instance_alloc(r->host, (4 * n + 4) * sizeof(*rows.list));
    if (!rows.list)
        return WS_E_NOMEM;
    int err = add_rows(&rows, s, members, n);
    if (!err && rows.n > WS_MAX_ROWS)
        return ws_option_refuse(r->host, TCPIP_O_LAYOUT, s->node,
                                "its fields and the gaps between them are more than %d",
                                WS_MAX_ROWS);
    s->members = members;
    s->n_members = n;
    s->table = (struct ws_table){.rows = rows.list, .n = rows.n, .name = s->name};
    return err;
}

/* Structures */

static int check_size(struct tcpip_reader *r, const struct tcpip_struct *s)
{
    const struct ws_node *size = ws_member(s->node, "size");
    uint64_t v;

    if (s->size == 0)
        return tcpip_expect(r, s->node, "a struct that is not empty");
    if (!size || (tcpip_whole(size, 0, UINT64_MAX, &v) && v == s->size))
        return WS_OK;
    if (size->kind != WS_V_UINT)
        return tcpip_expect(r, size, "a whole number");
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, size,
                            "the layout says %llu bytes, its fields make %u",
                            (unsigned long long)size->as.u, s->size);
}

static int read_struct(struct tcpip_reader *r, struct tcpip_struct *s)
{
    const struct ws_node *fields = NULL;
    unsigned big = 0;
    size_t n = 0;
    int err;

    if ((err = tcpip_check_keys(r, s->node, "pack endian union fields size")) ||
        (err = tcpip_get_choice(r, s->node, "endian", "little big", &big)) ||
        (err = tcpip_get_bool(r, s->node, "union", &s->is_union)) ||
        (err = tcpip_get_array(r, s->node, "fields", true, &fields)))
        return err;
    s->is_big = big;
    if (fields->len > MAX_FIELDS)
        return ws_option_refuse(r->host, TCPIP_O_LAYOUT, fields, "expected at most %d fields",
                                MAX_FIELDS);
    struct tcpip_member *members = ws_instance_alloc(r->host, (fields->len + 1) * sizeof(*members));
    if (!members)
        return WS_E_NOMEM;
    for (const struct ws_node *f = ws_first(fields); f && !err; f = ws_next(fields, f))
        err = read_member(r, s, fields, f, &members[n++]);
    if (err || (err = place(r, s, members, n)) || (err = check_size(r, s)))
        return err;
    return make_table(r, s, members, n);
}

static int make_ready(struct tcpip_reader *r, struct tcpip_struct *s)
{
    if (s->state == TCPIP_READ)
        return WS_OK;
    if (r->depth == TCPIP_MAX_NESTED)
        return refuse_nested(r, s);
    s->state = TCPIP_BEING_READ;
    r->depth++;
    int err = read_struct(r, s);
    r->depth--;
    s->state = TCPIP_READ;
    return err;
}

int tcpip_read_structs(struct tcpip_reader *r, const struct ws_node *structs)
{
    int err = WS_OK;

    if (!structs)
        return WS_OK;
    if (structs->kind != WS_V_OBJECT)
        return tcpip_expect(r, structs, "an object");
    r->structs = ws_instance_alloc(r->host, (structs->len + 1) * sizeof(*r->structs));
    if (!r->structs)
        return WS_E_NOMEM;
    for (const struct ws_node *n = ws_first(structs); n; n = ws_next(structs, n)) {
        struct tcpip_struct *s = &r->structs[r->n_structs++];
        struct ws_bytes name = ws_node_key(n);
        s->node = n;
        s->name = tcpip_copy(r, name);
        if (!s->name)
            return WS_E_NOMEM;
        if (find_type(name))
            return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n,
                                    "a struct may not be called like a type of ctypes");
    }
    for (size_t i = 0; i < r->n_structs && !err; i++)
        err = make_ready(r, &r->structs[i]);
    return err;
}

int tcpip_get_struct(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                     bool required, const struct tcpip_struct **ret)
{
    const struct ws_node *n = ws_member(object, key);
    const char *name = NULL;
    int err = tcpip_get_text(r, object, key, required, &name);

    if (err || !n)
        return err;
    *ret = find_struct(r, (struct ws_bytes){n->as.data, n->len});
    return *ret ? WS_OK : tcpip_expect(r, n, "the name of a struct of this layout");
}

/* Numbers in them */

int tcpip_find_number(struct tcpip_reader *r, const struct tcpip_struct *s,
                      const struct ws_node *name, struct tcpip_number *ret)
{
    for (size_t i = 0; name->kind == WS_V_TEXT && i < s->n_members; i++) {
        const struct tcpip_member *m = &s->members[i];
        bool whole = m->kind == INT || m->kind == UINT;
        if (strlen(m->key) != name->len || memcmp(m->key, name->as.data, name->len) != 0)
            continue;
        if (!whole || m->n_dims)
            break;
        unsigned bits = m->bits ? m->bits : m->size * 8u;
        *ret = (struct tcpip_number){
            .at = (size_t)(m->bit_at / 8),
            .len = (uint8_t)((m->bit_at % 8 + bits + 7) / 8),
            .shift = (uint8_t)(m->bit_at % 8),
            .bits = (uint8_t)bits,
            .is_signed = m->kind == INT,
            .little = !s->is_big,
        };
        return WS_OK;
    }
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, name,
                            "expected the name of an integer field of %s, and no array", s->name);
}

int64_t tcpip_number_of(const struct tcpip_number *n, const uint8_t *bytes)
{
    uint64_t v = n->little ? ws_load_le(bytes + n->at, n->len) : ws_load_be(bytes + n->at, n->len);

    v >>= n->shift;
    if (n->bits < WORD_BITS)
        v &= (UINT64_C(1) << n->bits) - 1;
    return n->is_signed ? ws_sign_extend(v, n->bits) : (int64_t)v;
}
