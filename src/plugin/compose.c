/* A message's event, read from JSON, back to its bytes. */
#include "plugin/compose.h"

#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/encode.h"
#include "plugin/excerpt.h"
#include "plugin/nearest.h"

enum { NAME_MAX_BYTES = 64 };

/* Keys of a message event, docs/events.md, and what is said beside them. */
static const char *const event_keys[] = {
    "timestamp", "event_type", "seq",      "frame",   "file",   "iface",        "flow_id",
    "proto",     "src_ip",     "src_port", "dest_ip", "length", "community_id", "dest_port",
    "from",      "protocol",   "message",  "kind",    "offset", "fields",       "context",
    "notes",     "errors",     "raw",      "override"};

struct job {
    const struct ws_instance *instance;
    const struct ws_node *event;
    const struct ws_message_type *type;
    char name[NAME_MAX_BYTES];
    char *why;
};

static int WS_PRINTF(2, 3) refuse(const struct job *job, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(job->why, WS_WHY_MAX, fmt, args);
    va_end(args);
    return WS_E_VALUE;
}

static bool is(const struct ws_node *n, const char *text)
{
    return n->kind == WS_V_TEXT && n->len == strlen(text) && memcmp(n->as.data, text, n->len) == 0;
}

/* A text's bytes, or of another value none, for sentences. */
static int shown_len(const struct ws_node *n)
{
    return n->kind == WS_V_TEXT && n->len < NAME_MAX_BYTES ? (int)n->len : 0;
}

static const char *shown(const struct ws_node *n)
{
    return shown_len(n) ? (const char *)n->as.data : "";
}

/* Its keys */

static int check_key(const struct job *job, struct ws_bytes key)
{
    char name[NAME_MAX_BYTES];

    snprintf(name, sizeof(name), "%.*s", key.len < sizeof(name) ? (int)key.len : 63,
             key.len ? (const char *)key.data : "");
    for (size_t i = 0; i < WS_LEN(event_keys); i++)
        if (strcmp(event_keys[i], name) == 0)
            return WS_OK;
    const char *near = ws_nearest(name, event_keys, WS_LEN(event_keys));
    if (near)
        return refuse(job, "%s: no key of an event; did you mean %s?", name, near);
    return refuse(job, "%s: no key of an event; a message's own values stand in fields", name);
}

static int check_keys(const struct job *job)
{
    int err = WS_OK;

    if (job->event->kind != WS_V_OBJECT)
        return refuse(job, "an object is expected: {\"message\":NAME,\"fields\":{...}}");
    for (const struct ws_node *n = ws_first(job->event); n && !err; n = ws_next(job->event, n))
        err = check_key(job, ws_node_key(n));
    return err;
}

/* What is there must say the same as we know. */
static int check_envelope(const struct job *job)
{
    const char *protocol = ws_instance_plugin(job->instance)->name;
    const struct ws_node *type = ws_member(job->event, "event_type");
    const struct ws_node *named = ws_member(job->event, "protocol");

    if (type && !is(type, "message"))
        return refuse(job, "event_type: '%.*s' has no bytes, only 'message' has", shown_len(type),
                      shown(type));
    if (named && !is(named, protocol))
        return refuse(job, "protocol: '%.*s', expected '%s'", shown_len(named), shown(named),
                      protocol);
    return WS_OK;
}

/* Its type */

static bool is_member(const char *family, const char *name)
{
    regex_t pattern;

    if (regcomp(&pattern, family, REG_EXTENDED | REG_NOSUB))
        return false;
    bool found = regexec(&pattern, name, 0, NULL, 0) == 0;
    regfree(&pattern);
    return found;
}

static const char *nearest_name(const struct ws_instance *instance, const char *name)
{
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(instance, &types);
    const char **names = calloc(n + 1, sizeof(*names));
    const char *near = NULL;

    for (size_t i = 0; names && i < n; i++)
        names[i] = types[i]->name;
    if (names)
        near = ws_nearest(name, names, n);
    free(names);
    return near;
}

static int fail_unknown(const struct job *job)
{
    const char *protocol = ws_instance_plugin(job->instance)->name;
    const char *near = nearest_name(job->instance, job->name);

    if (strcmp(job->name, "malformed") == 0)
        return refuse(job, "message: 'malformed' bytes have no fields; raw has them");
    if (near)
        return refuse(job, "message: '%s' is none of %s; did you mean %s?", job->name, protocol,
                      near);
    return refuse(job, "message: '%s' is none of %s; wirespeak plugins %s lists them", job->name,
                  protocol, protocol);
}

static int find_type(struct job *job)
{
    const struct ws_node *name = ws_member(job->event, "message");
    const struct ws_message_type *const *types;
    size_t n = ws_instance_types(job->instance, &types);

    if (!name || !shown_len(name))
        return refuse(job, "message: the name of a message is expected");
    snprintf(job->name, sizeof(job->name), "%.*s", shown_len(name), shown(name));
    job->type = ws_instance_type(job->instance, job->name);
    for (size_t i = 0; i < n && !job->type; i++)
        if (types[i]->family && is_member(types[i]->family, job->name))
            job->type = types[i];
    return job->type ? WS_OK : fail_unknown(job);
}

/* Its bytes */

static size_t pick(const struct job *job)
{
    const struct ws_plugin *plugin = ws_instance_plugin(job->instance);
    const struct ws_node *fields = ws_member(job->event, "fields");

    return plugin->pick && fields && fields->kind == WS_V_OBJECT
               ? plugin->pick(ws_instance_data(job->instance), job->type, fields)
               : 0;
}

static int encode(const struct job *job, size_t variant, struct ws_buf *out)
{
    static const struct ws_node nothing = {.kind = WS_V_OBJECT, .span = 1};
    const struct ws_plugin *plugin = ws_instance_plugin(job->instance);
    const struct ws_node *fields = ws_member(job->event, "fields");
    const struct ws_node *override = ws_member(job->event, "override");
    const void *data = ws_instance_data(job->instance);
    char why[WS_ENCODE_WHY_MAX];

    if (fields && fields->kind != WS_V_OBJECT)
        return refuse(job, "fields: an object is expected");
    if (override && override->kind != WS_V_OBJECT)
        return refuse(job, "override: an object is expected");
    fields = fields ? fields : &nothing;
    const struct ws_encode e = {.plan = ws_instance_plans(job->instance, job->type)[variant],
                                .presets = job->type->presets,
                                .n_presets = job->type->n_presets,
                                .instance = data,
                                .fields = fields,
                                .override = override};
    int err = ws_encode(&e, out, why);
    if (err != WS_E_VALUE)
        return err;
    return refuse(job, "%s%s; wirespeak plugins %s %s shows the fields",
                  strncmp(why, "the message: ", 13) == 0 ? "" : "fields.", why, plugin->name,
                  job->type->name);
}

/* Read back */

/* What became of the bytes. */
struct reading {
    const char *name; /* that is wanted */
    size_t n;         /* messages */
    bool same;        /* the first is of that name, and all there is */
    bool hidden;      /* a secret of it is only the stars that stand for one */
    size_t len;
    char got[NAME_MAX_BYTES];
};

static bool holds_stars(const struct ws_node *fields)
{
    for (uint32_t i = 0; fields && i < fields->span; i++) {
        const struct ws_field *f = ws_node_field(&fields[i]);
        if (f && f->purpose & WS_SECRET && is(&fields[i], "***"))
            return true;
    }
    return false;
}

static int look(void *self, const struct ws_event *event)
{
    struct reading *r = self;

    if (event->type != WS_EVENT_MESSAGE)
        return WS_OK;
    if (r->n++ > 0) {
        r->same = false;
        return WS_OK;
    }
    snprintf(r->got, sizeof(r->got), "%s", event->message);
    r->same = strcmp(event->message, r->name) == 0 && event->length == r->len;
    r->hidden = holds_stars(event->fields);
    return WS_OK;
}

static int read_as(const struct job *job, enum ws_transport transport, enum ws_role from,
                   struct ws_bytes bytes, struct reading *r)
{
    const struct ws_excerpt x = {job->instance, transport, from, bytes};

    *r = (struct reading){.name = job->name, .len = bytes.len};
    return ws_excerpt_read(&x, (struct ws_event_sink){r, look});
}

/* As sent by either side over either transport, as far as the event does not say. */
static int read_back(const struct job *job, struct ws_bytes bytes, struct reading *ret)
{
    const struct ws_node *from = ws_member(job->event, "from");
    const struct ws_node *proto = ws_member(job->event, "proto");
    enum ws_transport first = ws_excerpt_transport(job->instance);
    struct reading r;

    for (int i = 0; i < 4; i++) {
        enum ws_role role = i & 1 ? WS_SERVER : WS_CLIENT;
        enum ws_transport transport = i & 2 ? WS_TCP + WS_UDP - first : first;
        if (from && is(from, role == WS_CLIENT ? "server" : "client"))
            continue;
        if (proto && is(proto, transport == WS_TCP ? "UDP" : "TCP"))
            continue;
        int err = read_as(job, transport, role, bytes, &r);
        if (err)
            return err;
        if (r.same || ret->n == 0)
            *ret = r;
        if (r.same)
            break;
    }
    return WS_OK;
}

static int check(const struct job *job, struct ws_bytes bytes)
{
    struct reading r = {.n = 0};
    int err = read_back(job, bytes, &r);

    if (err)
        return err;
    if (r.hidden)
        return refuse(job, "fields: '***' stands for a secret that was not shown; --show-secrets "
                           "of read and decode shows it");
    if (!r.same && r.n == 1 && strcmp(r.got, job->name) != 0)
        return refuse(job, "fields: their bytes are the message '%s', expected '%s'", r.got,
                      job->name);
    return r.same ? WS_OK : refuse(job, "fields: their bytes are not one message");
}

static int compose(const struct job *job, size_t variant, struct ws_buf *out)
{
    size_t begin = out->len;
    int err = encode(job, variant, out);

    if (!err && !ws_member(job->event, "override"))
        err = check(job, (struct ws_bytes){out->data + begin, out->len - begin});
    if (err)
        out->len = begin;
    return err;
}

/** Fields may not tell of which form a message is: who sent it, or on which stream. The others are
 * tried, too; what is wrong is said of the first. */
static int compose_any(const struct job *job, struct ws_buf *out)
{
    size_t first = pick(job);
    int err = compose(job, first, out), other = err;
    char why[WS_WHY_MAX];
    struct job quiet = *job;

    quiet.why = why;
    for (size_t i = 0; i < job->type->n_variants && other == WS_E_VALUE; i++)
        if (i != first)
            other = compose(&quiet, i, out);
    return other ? err : WS_OK;
}

int ws_compose(const struct ws_instance *instance, const struct ws_node *event, struct ws_buf *out,
               char *why)
{
    struct job job = {.instance = instance, .event = event, .why = why};
    int err = check_keys(&job);

    err = err ? err : check_envelope(&job);
    err = err ? err : find_type(&job);
    return err || !job.type ? err : compose_any(&job, out);
}
