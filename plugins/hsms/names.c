/* HSMS: what the numbers in messages stand for, as the connection itself and the site's dictionary
 * tell. */
#include <string.h>

#include "conversation.h"
#include "wirespeak/text.h"

enum {
    ID_TEXT = 29, /* of an id that is remembered; longer ones are texts that speak for themselves */
    NAME_TEXT = 63,  /* of a name; the rest is cut off */
    LIST_TEXT = 510, /* ids of one report, or of one request */
    SHOWN_TEXT = 1024,
    MAX_NAMES = 4096,
    MAX_REPORTS = 1024,
    MAX_ASKED = 256,
};

struct id {
    uint8_t kind; /* enum hsms_id_kind */
    uint8_t len;
    char text[ID_TEXT];
};

struct name {
    uint8_t len;
    char text[NAME_TEXT];
};

/** Ids one behind the other: a length, then as many bytes. */
struct list {
    uint16_t len;
    char text[LIST_TEXT];
};

struct asked_key {
    uint64_t offset; /* of the request in its direction */
    uint64_t from;   /* enum ws_role */
};

void hsms_names_begin(struct hsms_conversation *c, struct ws_host *host)
{
    c->names = ws_map_new(host, sizeof(struct id), sizeof(struct name), MAX_NAMES);
    c->reports = ws_map_new(host, sizeof(struct id), sizeof(struct list), MAX_REPORTS);
    c->asked = ws_map_new(host, sizeof(struct asked_key), sizeof(struct list), MAX_ASKED);
}

/* Ids */

static size_t number_text(const struct ws_node *n, char room[WS_I64_TEXT_MAX])
{
    return n->kind == WS_V_INT ? ws_i64_text(room, n->as.i) : ws_u64_text(room, n->as.u);
}

/** An id is a number, whatever its format, or a text. */
static bool id_of(enum hsms_id_kind kind, const struct ws_node *n, struct id *ret)
{
    char room[WS_I64_TEXT_MAX];

    *ret = (struct id){.kind = (uint8_t)kind};
    if (!n)
        return false;
    if (n->kind == WS_V_UINT || n->kind == WS_V_INT) {
        ret->len = (uint8_t)number_text(n, room);
        memcpy(ret->text, room, ret->len);
        return true;
    }
    if (n->kind != WS_V_TEXT || n->len == 0 || n->len > ID_TEXT)
        return false;
    ret->len = (uint8_t)n->len;
    memcpy(ret->text, n->as.data, n->len);
    return true;
}

static struct ws_bytes bytes_of(const char *text, size_t len)
{
    return (struct ws_bytes){(const uint8_t *)text, len};
}

/** The site's own names go first. Empty: none is known. */
static struct ws_bytes name_of(struct hsms_conversation *c, const struct id *id)
{
    char text[ID_TEXT + 1];

    memcpy(text, id->text, id->len);
    text[id->len] = '\0';
    const char *own = hsms_site_name(c->instance, (enum hsms_id_kind)id->kind, text);
    if (own)
        return bytes_of(own, strlen(own));
    const struct name *n = ws_map_get(c->names, id);
    return n ? bytes_of(n->text, n->len) : bytes_of("", 0);
}

/* Learning */

/** Texts of the wire are ISO 8859-1, ours are UTF-8. */
static void set_name(struct name *name, const struct ws_node *text)
{
    struct hsms_chars chars = hsms_chars_of_node(text);
    uint8_t room[4];
    uint32_t c;

    name->len = 0;
    while (hsms_char_take(&chars, &c)) {
        size_t n = ws_utf8_put(room, c);
        if (n > NAME_TEXT - (size_t)name->len)
            return;
        memcpy(name->text + name->len, room, n);
        name->len = (uint8_t)(name->len + n);
    }
}

static void learn_name(struct hsms_conversation *c, enum hsms_id_kind kind,
                       const struct ws_node *id, const struct ws_node *name)
{
    struct id key;
    struct name *n;

    if (name && name->kind == WS_V_TEXT && name->len > 0 && id_of(kind, id, &key) &&
        (n = ws_map_put(c->names, &key)))
        set_name(n, name);
}

static void learn_names(struct hsms_seen *s, const char *list, enum hsms_id_kind kind,
                        const char *id, const char *name)
{
    const struct ws_node *array = ws_member(s->data, list);

    if (!array || array->kind != WS_V_ARRAY)
        return;
    for (const struct ws_node *n = ws_first(array); n; n = ws_next(array, n))
        learn_name(s->c, kind, ws_member(n, id), ws_member(n, name));
}

static void add_id(struct list *list, const struct ws_node *n)
{
    struct id id;

    if (!id_of(HSMS_ID_VARIABLE, n, &id))
        id.len = 0;
    if (list->len + 1u + id.len > LIST_TEXT)
        return;
    list->text[list->len] = (char)id.len;
    memcpy(list->text + list->len + 1, id.text, id.len);
    list->len = (uint16_t)(list->len + 1u + id.len);
}

static void set_list(struct list *list, const struct ws_node *array)
{
    list->len = 0;
    for (const struct ws_node *n = ws_first(array); n; n = ws_next(array, n))
        add_id(list, n);
}

/** S2F33: an empty list of reports deletes all, an empty list of variables that report. */
static void learn_reports(struct hsms_seen *s)
{
    const struct ws_node *reports = ws_member(s->data, "reports");
    struct id key;

    if (!reports || reports->kind != WS_V_ARRAY)
        return;
    if (reports->len == 0)
        ws_map_clear(s->c->reports);
    for (const struct ws_node *n = ws_first(reports); n; n = ws_next(reports, n)) {
        const struct ws_node *vids = ws_member(n, "vids");
        struct list *list;
        if (!vids || !id_of(HSMS_ID_VARIABLE, ws_member(n, "rptid"), &key))
            continue;
        if (vids->len == 0)
            ws_map_remove(s->c->reports, &key);
        else if ((list = ws_map_put(s->c->reports, &key)))
            set_list(list, vids);
    }
}

static void remember_asked(struct hsms_seen *s, const char *key)
{
    const struct ws_node *ids = ws_member(s->data, key);
    struct asked_key at = {s->message->offset, s->message->from};
    struct list *list;

    if (ids && ids->kind == WS_V_ARRAY && ids->len > 0 && (list = ws_map_put(s->c->asked, &at)))
        set_list(list, ids);
}

#define CODE(stream, function) ((stream) << 8 | (function))

void hsms_names_learn(struct hsms_seen *s)
{
    if (s->kind != HSMS_DATA || !s->data)
        return;
    switch (CODE(s->stream, s->function)) {
    case CODE(1, 3):
        remember_asked(s, "svids");
        break;
    case CODE(2, 13):
        remember_asked(s, "ecids");
        break;
    case CODE(1, 12):
        learn_names(s, "svs", HSMS_ID_VARIABLE, "svid", "svname");
        break;
    case CODE(1, 22):
        learn_names(s, "dvs", HSMS_ID_VARIABLE, "vid", "dvvalname");
        break;
    case CODE(1, 24):
        learn_names(s, "events", HSMS_ID_EVENT, "ceid", "cename");
        break;
    case CODE(2, 30):
        learn_names(s, "ecs", HSMS_ID_VARIABLE, "ecid", "ecname");
        break;
    case CODE(2, 33):
        learn_reports(s);
        break;
    case CODE(5, 6):
    case CODE(5, 8):
        learn_names(s, "alarms", HSMS_ID_ALARM, "alid", "altx");
        break;
    default:
        break;
    }
}

/* Showing */

struct shown {
    size_t len;
    bool any, full; /* a name is known; no more fits */
    char text[SHOWN_TEXT];
};

static void add_text(struct shown *t, struct ws_bytes text)
{
    size_t comma = t->len > 0 ? 2 : 0;

    if (t->full || comma + text.len > sizeof(t->text) - t->len) {
        t->full = true;
        return;
    }
    memcpy(t->text + t->len, ", ", comma);
    memcpy(t->text + t->len + comma, text.data, text.len);
    t->len += comma + text.len;
}

/** An id without a name stands for itself. */
static void add_named(struct hsms_conversation *c, struct shown *t, const char *text, uint8_t len)
{
    struct id id = {.kind = HSMS_ID_VARIABLE, .len = len};
    memcpy(id.text, text, len);
    struct ws_bytes name = name_of(c, &id);
    t->any = t->any || name.len > 0;
    add_text(t, name.len ? name : bytes_of(text, len));
}

static void add_list(struct hsms_conversation *c, struct shown *t, const struct list *list)
{
    for (size_t i = 0; i < list->len; i += 1u + (uint8_t)list->text[i])
        add_named(c, t, list->text + i + 1, (uint8_t)list->text[i]);
}

static void show_reports(struct hsms_seen *s, struct shown *t)
{
    const struct ws_node *reports = ws_member(s->data, "reports");
    struct id key;

    if (!reports || reports->kind != WS_V_ARRAY)
        return;
    for (const struct ws_node *n = ws_first(reports); n; n = ws_next(reports, n)) {
        const struct list *list = id_of(HSMS_ID_VARIABLE, ws_member(n, "rptid"), &key)
                                      ? ws_map_get(s->c->reports, &key)
                                      : NULL;
        if (list)
            add_list(s->c, t, list);
    }
}

static void show_name(struct hsms_seen *s, size_t row, enum hsms_id_kind kind, const char *key)
{
    struct id id;

    if (!id_of(kind, ws_member(s->data, key), &id))
        return;
    struct ws_bytes name = name_of(s->c, &id);
    if (name.len > 0)
        ws_context_text(s->host, row, name);
}

void hsms_names_show(struct hsms_seen *s)
{
    struct shown t = {.len = 0};
    const struct list *list = NULL;
    struct asked_key asked = {s->request.request.offset,
                              s->message->from == WS_CLIENT ? WS_SERVER : WS_CLIENT};

    if (s->kind != HSMS_DATA || !s->data)
        return;
    show_name(s, HSMS_C_EVENT, HSMS_ID_EVENT, "ceid");
    show_name(s, HSMS_C_ALARM, HSMS_ID_ALARM, "alid");
    if (s->answers)
        list = ws_map_get(s->c->asked, &asked);
    if (list && s->function != 0)
        add_list(s->c, &t, list);
    else if (s->stream == 6 && s->function % 2 == 1)
        show_reports(s, &t);
    if (t.any)
        ws_context_text(s->host, HSMS_C_NAMES, bytes_of(t.text, t.len));
    if (list)
        ws_map_remove(s->c->asked, &asked);
}
