/* A layout file: the whole of it, and how its members are read. */
#include "tcpip.h"

#include <string.h>

/* Members */

static bool is_word(const char *words, struct ws_bytes word)
{
    for (;;) {
        size_t n = strcspn(words, " ");
        if (n == word.len && memcmp(words, word.data, n) == 0)
            return true;
        if (words[n] == '\0')
            return false;
        words += n + 1;
    }
}

int tcpip_expect(struct tcpip_reader *r, const struct ws_node *at, const char *what)
{
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, at, "expected %s", what);
}

int tcpip_check_keys(struct tcpip_reader *r, const struct ws_node *object, const char *known)
{
    if (object->kind != WS_V_OBJECT)
        return tcpip_expect(r, object, "an object");
    for (const struct ws_node *n = ws_first(object); n; n = ws_next(object, n))
        if (!is_word(known, ws_node_key(n)))
            return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n,
                                    "no such key here; expected one of: %s", known);
    return WS_OK;
}

static int missing(struct tcpip_reader *r, const struct ws_node *object, const char *key)
{
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, object, "expected a key \"%s\"", key);
}

char *tcpip_copy(struct tcpip_reader *r, struct ws_bytes text)
{
    char *copy = ws_instance_alloc(r->host, text.len + 1);
    if (copy && text.len)
        memcpy(copy, text.data, text.len);
    return copy;
}

int tcpip_get_text(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   bool required, const char **ret)
{
    const struct ws_node *n = ws_member(object, key);

    if (!n)
        return required ? missing(r, object, key) : WS_OK;
    if (n->kind != WS_V_TEXT || !n->len || memchr(n->as.data, 0, n->len))
        return tcpip_expect(r, n, "a text that is not empty");
    *ret = tcpip_copy(r, (struct ws_bytes){n->as.data, n->len});
    return *ret ? WS_OK : WS_E_NOMEM;
}

bool tcpip_whole(const struct ws_node *n, uint64_t min, uint64_t max, uint64_t *ret)
{
    if (n->kind != WS_V_UINT || n->as.u < min || n->as.u > max)
        return false;
    *ret = n->as.u;
    return true;
}

int tcpip_get_uint(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                   uint64_t min, uint64_t max, uint64_t *ret)
{
    const struct ws_node *n = ws_member(object, key);

    if (!n || tcpip_whole(n, min, max, ret))
        return WS_OK;
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n, "expected a whole number from %llu to %llu",
                            (unsigned long long)min, (unsigned long long)max);
}

int tcpip_get_bool(struct tcpip_reader *r, const struct ws_node *object, const char *key, bool *ret)
{
    const struct ws_node *n = ws_member(object, key);

    if (n && n->kind != WS_V_BOOL)
        return tcpip_expect(r, n, "true or false");
    if (n)
        *ret = n->as.u != 0;
    return WS_OK;
}

int tcpip_get_choice(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                     const char *words, unsigned *ret)
{
    const struct ws_node *n = ws_member(object, key);
    unsigned i = 0;

    if (!n)
        return WS_OK;
    for (const char *w = words; n->kind == WS_V_TEXT; w++, i++) {
        size_t len = strcspn(w, " ");
        if (len == n->len && memcmp(w, n->as.data, len) == 0) {
            *ret = i;
            return WS_OK;
        }
        w += len;
        if (*w == '\0')
            break;
    }
    return ws_option_refuse(r->host, TCPIP_O_LAYOUT, n, "expected one of: %s", words);
}

int tcpip_get_array(struct tcpip_reader *r, const struct ws_node *object, const char *key,
                    bool required, const struct ws_node **ret)
{
    const struct ws_node *n = ws_member(object, key);

    if (!n)
        return required ? missing(r, object, key) : WS_OK;
    if (n->kind != WS_V_ARRAY)
        return tcpip_expect(r, n, "an array");
    *ret = n;
    return WS_OK;
}

/* The document */

static int read_layout(struct tcpip_reader *r, const struct ws_node *doc)
{
    const struct ws_node *version, *streams = NULL;
    uint64_t v;
    int err = tcpip_check_keys(r, doc, "wirespeak_tcpip_layout abi structs streams");

    if (err)
        return err;
    if (!(version = ws_member(doc, "wirespeak_tcpip_layout")))
        return missing(r, doc, "wirespeak_tcpip_layout");
    if (!tcpip_whole(version, 1, 1, &v))
        return tcpip_expect(r, version, "1, the version of layouts that is known here");
    if ((err = tcpip_get_choice(r, doc, "abi", "lp64 llp64 ilp32", &r->abi)) ||
        (err = tcpip_read_structs(r, ws_member(doc, "structs"))) ||
        (err = tcpip_get_array(r, doc, "streams", true, &streams)))
        return err;
    return tcpip_read_streams(r, streams);
}

/** Without a layout: lines as the defaults have them. */
static int make_default(struct tcpip_reader *r)
{
    static const uint8_t crlf[] = {'\r', '\n'};
    struct tcpip_stream *s = ws_instance_alloc(r->host, sizeof(*s));

    if (!s)
        return WS_E_NOMEM;
    s->name = "lines";
    for (int i = 0; i < 2; i++)
        s->ends[i] =
            (struct tcpip_end){.terminator = {crlf, sizeof(crlf)}, .max_line = TCPIP_DEFAULT_LINE};
    r->instance->streams = s;
    r->instance->n_streams = 1;
    return WS_OK;
}

/** The stream of flows at other ports. */
static int choose_other(struct tcpip_reader *r)
{
    struct tcpip_instance *i = r->instance;
    const char *name =
        ws_option_is_set(r->host, TCPIP_O_STREAM) ? ws_option_text(r->host, TCPIP_O_STREAM) : NULL;

    if (!name) {
        i->other = i->n_streams == 1 ? i->streams : NULL;
        return WS_OK;
    }
    for (size_t k = 0; k < i->n_streams; k++)
        if (strcmp(i->streams[k].name, name) == 0)
            i->other = &i->streams[k];
    return i->other ? WS_OK
                    : ws_instance_refuse(r->host, "tcpip.stream: the layout has no stream '%.100s'",
                                         name);
}

int tcpip_setup(void *instance, struct ws_instance *host)
{
    struct tcpip_reader r = {.host = host, .instance = instance};
    const struct ws_node *doc;
    int err;

    r.instance->guess_lines = ws_option_uint(host, TCPIP_O_GUESS_LINES) != 0;
    if (ws_option_is_set(host, TCPIP_O_LAYOUT)) {
        doc = ws_option_json(host, TCPIP_O_LAYOUT);
        err = doc ? read_layout(&r, doc) : WS_E_VALUE;
    } else {
        err = make_default(&r);
    }
    if (err || (err = choose_other(&r)))
        return err;
    return tcpip_make_types(&r);
}
