/* A site's dictionary: its own messages, and names of its variables, events and alarms.
 * docs/hsms.md describes the format. */
#include "dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "wirespeak/text.h"

enum { MAX_LINE = 4096 };

/** One line that is being read. */
struct line {
    struct ws_instance *host;
    const char *file;
    unsigned number;
    char *at;         /* what is left of it */
    const char *seen; /* the word that was taken last */
};

static int expected(const struct line *l, const char *what)
{
    return ws_instance_refuse(l->host, "%.200s:%u: expected %s, found '%.40s'", l->file, l->number,
                              what, l->seen);
}

/** The next word, or a text in quotes, which is cut out; NULL: none. */
static char *take_word(struct line *l)
{
    char *word = l->at + strspn(l->at, " \t");
    bool quoted = *word == '"';
    l->seen = word + quoted;
    char *end = quoted ? strchr(word + 1, '"') : word + strcspn(word, " \t");

    if (!*word || !end)
        return NULL;
    l->at = end + (*end != '\0');
    *end = '\0';
    return quoted ? word + 1 : word;
}

static const char *kept(struct ws_instance *host, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = ws_instance_alloc(host, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* Messages: message S64F1 MNEMONIC H->E W "Name" {notation} */

static bool take_number(const char **at, unsigned max, uint8_t *ret)
{
    char *end;
    unsigned long v = strtoul(*at, &end, 10);

    if (**at < '0' || **at > '9' || v > max)
        return false;
    *at = end;
    *ret = (uint8_t)v;
    return true;
}

static bool take_code(const char *word, struct hsms_entry *e)
{
    return word && (*word++ | 0x20) == 's' && take_number(&word, 127, &e->stream) &&
           (*word++ | 0x20) == 'f' && take_number(&word, 255, &e->function) && !*word;
}

static bool take_direction(const char *word, struct hsms_entry *e)
{
    static const char *const words[] = {[HSMS_TO_HOST] = "E->H",
                                        [HSMS_TO_EQUIPMENT] = "H->E",
                                        [HSMS_TO_HOST | HSMS_TO_EQUIPMENT] = "H<->E"};
    for (unsigned i = 1; word && i < WS_LEN(words); i++) {
        if (strcmp(word, words[i]) == 0) {
            e->flags = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static bool take_w(const char *word, struct hsms_entry *e)
{
    if (!word || (strcmp(word, "W") != 0 && strcmp(word, "-") != 0))
        return false;
    e->flags |= *word == 'W' ? HSMS_WANTS_REPLY : 0;
    return true;
}

static int read_message(struct hsms_instance *i, struct hsms_type **types, struct line *l)
{
    struct hsms_entry e = {0};
    struct hsms_complaint why = {0};

    (void)i;
    if (!take_code(take_word(l), &e))
        return expected(l, "a message such as S64F1");
    if (!(e.mnemonic = take_word(l)))
        return expected(l, "a mnemonic");
    if (!take_direction(take_word(l), &e))
        return expected(l, "E->H, H->E or H<->E");
    if (!take_w(take_word(l), &e))
        return expected(l, "W, or - for a message without a reply");
    if (!(e.name = take_word(l)))
        return expected(l, "a name in quotes");
    l->at += strspn(l->at, " \t");
    e.notation = kept(l->host, *l->at ? l->at : "-");
    e.mnemonic = kept(l->host, e.mnemonic);
    e.name = kept(l->host, e.name);
    struct hsms_type **place = &types[e.stream << 8 | e.function];
    if (!e.notation || !e.mnemonic || !e.name)
        return WS_E_NOMEM;
    if (*place)
        return expected(l, "each message once");
    int err = hsms_type_make(l->host, &e, place, &why);
    l->seen = e.notation + why.at;
    return err == WS_E_VALUE ? expected(l, why.expected) : err;
}

/* Names: svid 1001 Clock */

static const struct {
    const char *word;
    enum hsms_id_kind kind;
} id_words[] = {
    {"svid", HSMS_ID_VARIABLE}, {"ecid", HSMS_ID_VARIABLE}, {"dvid", HSMS_ID_VARIABLE},
    {"vid", HSMS_ID_VARIABLE},  {"ceid", HSMS_ID_EVENT},    {"alid", HSMS_ID_ALARM},
};

static int read_name(struct hsms_instance *i, struct hsms_site_name *names, enum hsms_id_kind kind,
                     struct line *l)
{
    const char *id = take_word(l), *name = id ? take_word(l) : NULL;

    if (!id)
        return expected(l, "an id");
    if (!name)
        return expected(l, "a name");
    l->seen = l->at + strspn(l->at, " \t");
    if (*l->seen)
        return expected(l, "nothing more (a name with blanks stands in quotes)");
    id = kept(l->host, id);
    name = kept(l->host, name);
    if (!id || !name)
        return WS_E_NOMEM;
    names[i->n_names++] = (struct hsms_site_name){(uint8_t)kind, id, name};
    return WS_OK;
}

/* Lines */

static int read_line(struct hsms_instance *i, struct hsms_type **types,
                     struct hsms_site_name *names, struct line *l)
{
    l->at += strspn(l->at, " \t");
    if (!*l->at || *l->at == '#')
        return WS_OK;
    const char *word = take_word(l);
    if (word && strcmp(word, "message") == 0)
        return read_message(i, types, l);
    for (size_t k = 0; word && k < WS_LEN(id_words); k++)
        if (strcmp(word, id_words[k].word) == 0)
            return read_name(i, names, id_words[k].kind, l);
    return expected(l, "message, svid, ecid, dvid, vid, ceid, alid, or # and a comment");
}

/** The line at the front of `in`, without its end, as a text. */
static bool take_line(struct ws_bytes *in, char room[MAX_LINE])
{
    const uint8_t *end = memchr(in->data, '\n', in->len);
    size_t len = end ? (size_t)(end - in->data) : in->len;
    bool fits = len < MAX_LINE && !memchr(in->data, 0, len) && ws_utf8_valid(in->data, len);

    len = fits ? len : 0;
    memcpy(room, in->data, len);
    while (len > 0 && (room[len - 1] == '\r' || room[len - 1] == ' ' || room[len - 1] == '\t'))
        len--;
    room[len] = '\0';
    *in = ws_bytes_from(*in, end ? (size_t)(end - in->data) + 1 : in->len);
    return fits;
}

static size_t count_lines(struct ws_bytes in)
{
    size_t n = 1;
    for (size_t i = 0; i < in.len; i++)
        n += in.data[i] == '\n';
    return n;
}

static int by_id(const void *a, const void *b)
{
    const struct hsms_site_name *x = a, *y = b;
    return x->kind != y->kind ? x->kind - y->kind : strcmp(x->id, y->id);
}

const char *hsms_site_name(const struct hsms_instance *instance, enum hsms_id_kind kind,
                           const char *id)
{
    const struct hsms_site_name key = {.kind = (uint8_t)kind, .id = id}, *found = NULL;

    if (instance->n_names > 0)
        found = bsearch(&key, instance->names, instance->n_names, sizeof(key), by_id);
    return found ? found->name : NULL;
}

int hsms_site_read(struct hsms_instance *instance, struct hsms_type **types,
                   struct ws_instance *host)
{
    char room[MAX_LINE];
    int err = WS_OK;

    if (!ws_option_is_set(host, HSMS_O_DICTIONARY))
        return WS_OK;
    struct ws_bytes in = ws_option_file(host, HSMS_O_DICTIONARY);
    struct hsms_site_name *names = ws_instance_alloc(host, count_lines(in) * sizeof(*names));
    if (!names)
        return WS_E_NOMEM;
    instance->names = names;
    struct line l = {.host = host, .file = ws_option_text(host, HSMS_O_DICTIONARY)};
    for (l.number = 1; in.len > 0 && !err; l.number++) {
        l.at = room;
        l.seen = room;
        bool ok = take_line(&in, room);
        err = ok ? read_line(instance, types, names, &l)
                 : expected(&l, "a line of UTF-8 of less than 4096 bytes");
    }
    qsort(names, instance->n_names, sizeof(*names), by_id);
    return err;
}
