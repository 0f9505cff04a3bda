/* A plugin set up with its options. */
#include "plugin/instance.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "message/arena.h"
#include "message/scan.h"
#include "plugin/nearest.h"
#include "plugin/units.h"
#include "wirespeak/err.h"

enum { MAX_TYPES = 4096, MAX_PORTS = 256, MAX_INSTANCE = 256 << 20, MAX_FILE = 64 << 20 };

struct option {
    bool set;
    uint64_t number;
    const char *text;
    struct ws_bytes file;
    struct ws_out json; /* the file, read; no nodes: it was not */
};

struct type {
    const struct ws_message_type *type;
    const struct ws_plan **plans;
};

/** Tables that are made ready when they are first needed. */
struct late {
    struct ws_instance *instance;
    pthread_mutex_t lock;
    atomic_bool done;
    int err;
};

struct ws_instance {
    const struct ws_plugin *plugin;
    struct late *late; /* NULL: ready from the begin */
    struct ws_arena arena;
    void *data;
    struct option *options;
    struct ws_planner planner;
    const struct ws_message_type **types; /* the plugin's, then those that setup added */
    struct type *planned;                 /* the same, sorted by address */
    size_t n_types;
    struct ws_port *ports;
    size_t n_ports;
    struct ws_port bound[MAX_PORTS]; /* some of these: the user's */
    size_t n_bound;
    const struct ws_plan *context;
    struct ws_table context_table;
    char *why;
};

/* What setup and the other functions of a plugin may ask */

void *ws_instance_alloc(struct ws_instance *i, size_t size)
{
    return ws_arena_alloc(&i->arena, size);
}

bool ws_option_is_set(const struct ws_instance *i, size_t option)
{
    return i->options[option].set;
}

uint64_t ws_option_uint(const struct ws_instance *i, size_t option)
{
    return i->options[option].number;
}

const char *ws_option_text(const struct ws_instance *i, size_t option)
{
    return i->options[option].text;
}

struct ws_bytes ws_option_file(const struct ws_instance *i, size_t option)
{
    return i->options[option].file;
}

int ws_instance_add_type(struct ws_instance *i, const struct ws_message_type *type)
{
    if (i->n_types == MAX_TYPES)
        return ws_instance_refuse(i, "more than %d message types", MAX_TYPES);
    i->types[i->n_types++] = type;
    return WS_OK;
}

int ws_instance_add_port(struct ws_instance *i, struct ws_port port)
{
    if (i->n_ports == MAX_PORTS)
        return ws_instance_refuse(i, "more than %d ports", MAX_PORTS);
    i->ports[i->n_ports++] = port;
    return WS_OK;
}

int ws_instance_bind_port(struct ws_instance *i, struct ws_port port)
{
    int err = ws_instance_add_port(i, port);
    if (!err)
        i->bound[i->n_bound++] = port;
    return err;
}

int ws_instance_refuse(struct ws_instance *i, const char *fmt, ...)
{
    va_list args;

    if (*i->why)
        return WS_E_VALUE;
    va_start(args, fmt);
    vsnprintf(i->why, WS_WHY_MAX, fmt, args);
    va_end(args);
    return WS_E_VALUE;
}

/* JSON documents */

static size_t line_of(struct ws_bytes text, size_t at)
{
    size_t line = 1;
    for (size_t k = 0; k < at && k < text.len; k++)
        line += text.data[k] == '\n';
    return line;
}

const struct ws_node *ws_option_json(struct ws_instance *i, size_t option)
{
    struct option *o = &i->options[option];
    const char *name = i->plugin->options[option].name;
    char why[WS_JSON_WHY_MAX];

    if (!o->set || o->json.n)
        return o->json.n ? o->json.nodes : NULL;
    ws_out_init(&o->json);
    if (!ws_json_scan(&o->json, o->file, WS_JSON_ONCE, why))
        return o->json.nodes;
    const char *byte = strstr(why, " at byte ");
    size_t at = byte ? strtoul(byte + strlen(" at byte "), NULL, 10) - 1 : 0;
    ws_out_free(&o->json);
    ws_instance_refuse(i, "%s.%s: %.200s:%zu: %s", i->plugin->name, name, o->text,
                       line_of(o->file, at), why);
    return NULL;
}

/** "streams.0.name"; of the document itself "". */
static void put_path(const struct ws_node *in, const struct ws_node *at, char *out, size_t size)
{
    size_t len = 0;

    *out = '\0';
    while (in != at && len < size) {
        size_t index = 0;
        const struct ws_node *n = ws_first(in);
        while (n && !(at >= n && at < n + n->span)) {
            n = ws_next(in, n);
            index++;
        }
        if (!n)
            return;
        struct ws_bytes key = ws_node_key(n);
        const char *dot = len ? "." : "";
        int more = in->kind == WS_V_ARRAY ? snprintf(out + len, size - len, "%s%zu", dot, index)
                                          : snprintf(out + len, size - len, "%s%.*s", dot,
                                                     (int)key.len, (const char *)key.data);
        len += more > 0 ? (size_t)more : 0;
        in = n;
    }
}

int ws_option_refuse(struct ws_instance *i, size_t option, const struct ws_node *at,
                     const char *fmt, ...)
{
    const struct option *o = &i->options[option];
    char path[160], what[WS_WHY_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    put_path(o->json.nodes, at, path, sizeof(path));
    return ws_instance_refuse(i, "%s.%s: %.160s:%zu: %s%s%s", i->plugin->name,
                              i->plugin->options[option].name, o->text,
                              line_of(o->file, at->offset), path, *path ? ": " : "", what);
}

/* Options */

static bool in_range(const struct ws_option *o, uint64_t v)
{
    return v >= o->min && (!o->max || v <= o->max);
}

static bool read_choice(const char *choices, const char *value, uint64_t *ret)
{
    size_t len = strlen(value);

    for (*ret = 0; *choices; ++*ret) {
        size_t n = strcspn(choices, " ");
        if (n == len && memcmp(choices, value, n) == 0)
            return true;
        choices += n + (choices[n] == ' ');
    }
    return false;
}

/** Why a file can't be read: NULL, or a few words. */
static const char *read_whole(struct ws_instance *i, FILE *f, struct ws_bytes *ret)
{
    struct stat st;

    if (fstat(fileno(f), &st) != 0)
        return strerror(errno);
    if (!S_ISREG(st.st_mode))
        return "is not a plain file";
    if (st.st_size > MAX_FILE)
        return "is larger than 64 MiB";
    uint8_t *data = ws_arena_alloc(&i->arena, (size_t)st.st_size + 1);
    if (!data)
        return ws_strerror(WS_E_NOMEM);
    if (fread(data, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
        return ferror(f) ? strerror(errno) : "became shorter while it was read";
    *ret = (struct ws_bytes){data, (size_t)st.st_size};
    return NULL;
}

static int read_file(struct ws_instance *i, const struct ws_option *o, const char *path,
                     struct ws_bytes *ret)
{
    FILE *f = fopen(path, "rbe");
    const char *why = f ? read_whole(i, f, ret) : strerror(errno);

    if (f)
        fclose(f);
    return why ? ws_instance_refuse(i, "%s.%s: %.300s: %s", i->plugin->name, o->name, path, why)
               : WS_OK;
}

static int refuse_value(struct ws_instance *i, const struct ws_option *o, const char *value)
{
    static const struct {
        const char *wanted;
        enum ws_amount amount;
    } types[] = {
        [WS_OPT_BOOL] = {"true or false", WS_AMOUNT_PLAIN},
        [WS_OPT_UINT] = {"a whole number", WS_AMOUNT_PLAIN},
        [WS_OPT_SIZE] = {"bytes such as 64k or 4M", WS_AMOUNT_SIZE},
        [WS_OPT_TIME] = {"a time such as 5s or 100ms", WS_AMOUNT_TIME},
        [WS_OPT_CHOICE] = {"one of", WS_AMOUNT_PLAIN},
    };
    char range[3 * WS_AMOUNT_MAX] = "", min[WS_AMOUNT_MAX], max[WS_AMOUNT_MAX];

    ws_format_amount(types[o->type].amount, o->min, min);
    ws_format_amount(types[o->type].amount, o->max, max);
    if (o->max)
        snprintf(range, sizeof(range), " from %s to %s", min, max);
    else if (o->min)
        snprintf(range, sizeof(range), " from %s on", min);
    return ws_instance_refuse(i, "%s.%s: '%.100s' is not %s%s%s%s", i->plugin->name, o->name, value,
                              types[o->type].wanted, o->choices ? " " : "",
                              o->choices ? o->choices : "", range);
}

static int set_option(struct ws_instance *i, size_t index, const char *value)
{
    const struct ws_option *o = &i->plugin->options[index];
    struct option *ret = &i->options[index];
    bool ok = true, yes = false;

    switch (o->type) {
    case WS_OPT_BOOL:
        ok = ws_parse_bool(value, &yes);
        ret->number = yes;
        break;
    case WS_OPT_UINT:
        ok = ws_parse_uint(value, &ret->number) && in_range(o, ret->number);
        break;
    case WS_OPT_SIZE:
        ok = ws_parse_size(value, &ret->number) && in_range(o, ret->number);
        break;
    case WS_OPT_TIME:
        ok = ws_parse_time(value, &ret->number) && in_range(o, ret->number);
        break;
    case WS_OPT_CHOICE:
        ok = read_choice(o->choices, value, &ret->number);
        break;
    case WS_OPT_FILE:
        if (read_file(i, o, value, &ret->file))
            return WS_E_VALUE;
        break;
    case WS_OPT_TEXT:
        break;
    }
    if (!ok)
        return refuse_value(i, o, value);
    ret->set = true;
    ret->text = ws_arena_text(&i->arena, value, strlen(value));
    return ret->text ? WS_OK : WS_E_NOMEM;
}

static int find_option(struct ws_instance *i, const char *key, size_t *ret)
{
    const struct ws_plugin *p = i->plugin;
    const char *names[64];
    size_t n = 0;

    for (*ret = 0; *ret < p->n_options; ++*ret) {
        if (strcmp(p->options[*ret].name, key) == 0)
            return WS_OK;
        if (n < WS_LEN(names))
            names[n++] = p->options[*ret].name;
    }
    if (!n)
        return ws_instance_refuse(i, "%s.%.100s: %s has no options", p->name, key, p->name);
    const char *nearest = ws_nearest(key, names, n);
    return ws_instance_refuse(
        i, "%s.%.100s: no such option%s%s%s; 'wirespeak plugins %s' lists them", p->name, key,
        nearest ? ", did you mean " : "", nearest ? nearest : "", nearest ? "?" : "", p->name);
}

static int set_options(struct ws_instance *i, const struct ws_setting *settings, size_t n)
{
    int err = WS_OK;
    size_t index;

    for (size_t k = 0; k < i->plugin->n_options && !err; k++)
        if (i->plugin->options[k].otherwise)
            err = set_option(i, k, i->plugin->options[k].otherwise);
    for (size_t k = 0; k < n && !err; k++) {
        err = find_option(i, settings[k].key, &index);
        err = err ? err : set_option(i, index, settings[k].value);
    }
    return err;
}

/* Tables */

static int by_address(const void *a, const void *b)
{
    const struct type *x = a, *y = b;
    return x->type < y->type ? -1 : x->type > y->type;
}

static int plan_type(struct ws_instance *i, struct type *t)
{
    int err = WS_OK;

    t->plans = ws_arena_alloc(&i->arena, t->type->n_variants * sizeof(*t->plans));
    if (!t->plans)
        return WS_E_NOMEM;
    for (size_t k = 0; k < t->type->n_variants && !err; k++)
        err = ws_plan_make(&i->planner, t->type->variants[k], &t->plans[k]);
    return err;
}

static int plan_all(struct ws_instance *i)
{
    char why[WS_PLAN_WHY_MAX] = "";
    int err = WS_OK;

    i->planner.why = why;
    i->planned = ws_arena_alloc(&i->arena, i->n_types * sizeof(*i->planned) + 1);
    if (!i->planned)
        return WS_E_NOMEM;
    for (size_t k = 0; k < i->n_types && !err; k++) {
        i->planned[k].type = i->types[k];
        err = plan_type(i, &i->planned[k]);
    }
    qsort(i->planned, i->n_types, sizeof(*i->planned), by_address);
    if (!err && i->plugin->n_context) {
        i->context_table = (struct ws_table){
            .rows = i->plugin->context, .n = i->plugin->n_context, .name = "context"};
        err = ws_plan_make(&i->planner, &i->context_table, &i->context);
    }
    return err == WS_E_VALUE ? ws_instance_refuse(i, "%s: %s", i->plugin->name, why) : err;
}

/* Life */

static int make_late(struct ws_instance *i)
{
    i->late = calloc(1, sizeof(*i->late));
    if (!i->late)
        return WS_E_NOMEM;
    i->late->instance = i;
    pthread_mutex_init(&i->late->lock, NULL);
    return WS_OK;
}

static int fill(struct ws_instance *i, const struct ws_setting *settings, size_t n, bool late)
{
    const struct ws_plugin *p = i->plugin;
    int err;

    i->data = ws_arena_alloc(&i->arena, p->instance_size + 1);
    i->options = ws_arena_alloc(&i->arena, p->n_options * sizeof(*i->options) + 1);
    i->types = ws_arena_alloc(&i->arena, MAX_TYPES * sizeof(*i->types));
    i->ports = ws_arena_alloc(&i->arena, MAX_PORTS * sizeof(*i->ports));
    if (!i->data || !i->options || !i->types || !i->ports)
        return WS_E_NOMEM;
    for (size_t k = 0; k < p->n_types; k++)
        if ((err = ws_instance_add_type(i, &p->types[k])))
            return err;
    for (size_t k = 0; k < p->n_ports; k++)
        if ((err = ws_instance_add_port(i, p->ports[k])))
            return err;
    if ((err = set_options(i, settings, n)))
        return err;
    if (p->setup && (err = p->setup(i->data, i)))
        return err;
    return late ? make_late(i) : plan_all(i);
}

static int make(const struct ws_plugin *plugin, const struct ws_setting *settings, size_t n,
                bool late, struct ws_instance **ret, char *why)
{
    struct ws_instance *i = calloc(1, sizeof(*i));

    *why = '\0';
    if (!i)
        return WS_E_NOMEM;
    i->plugin = plugin;
    i->why = why;
    ws_arena_init(&i->arena, MAX_INSTANCE);
    i->planner = (struct ws_planner){
        .arena = &i->arena, .errors = plugin->errors, .n_errors = plugin->n_errors};
    int err = fill(i, settings, n, late);
    if (err) {
        if (!*why)
            snprintf(why, WS_WHY_MAX, "%s: %s", plugin->name, ws_strerror(err));
        ws_instance_free(i);
        return err;
    }
    i->why = NULL;
    *ret = i;
    return WS_OK;
}

int ws_instance_new(const struct ws_plugin *plugin, const struct ws_setting *settings, size_t n,
                    struct ws_instance **ret, char *why)
{
    return make(plugin, settings, n, false, ret, why);
}

int ws_instance_new_late(const struct ws_plugin *plugin, struct ws_instance **ret, char *why)
{
    return make(plugin, NULL, 0, true, ret, why);
}

int ws_instance_get_ready(const struct ws_instance *i)
{
    struct late *late = i->late;
    char why[WS_WHY_MAX];

    if (!late || atomic_load_explicit(&late->done, memory_order_acquire))
        return late ? late->err : WS_OK;
    pthread_mutex_lock(&late->lock);
    if (!atomic_load_explicit(&late->done, memory_order_relaxed)) {
        late->instance->why = why;
        late->err = plan_all(late->instance);
        late->instance->why = NULL;
        atomic_store_explicit(&late->done, true, memory_order_release);
    }
    pthread_mutex_unlock(&late->lock);
    return late->err;
}

void ws_instance_free(struct ws_instance *i)
{
    if (!i)
        return;
    if (i->late)
        pthread_mutex_destroy(&i->late->lock);
    free(i->late);
    for (size_t k = 0; i->options && k < i->plugin->n_options; k++)
        if (i->options[k].json.n)
            ws_out_free(&i->options[k].json);
    ws_arena_free(&i->arena);
    free(i);
}

/* Looking at it */

const struct ws_plugin *ws_instance_plugin(const struct ws_instance *i)
{
    return i->plugin;
}

const void *ws_instance_data(const struct ws_instance *i)
{
    return i->data;
}

const struct ws_plan *ws_instance_context(const struct ws_instance *i)
{
    return i->context;
}

const char *ws_instance_option_text(const struct ws_instance *i, size_t option)
{
    return i->options[option].text;
}

size_t ws_instance_ports(const struct ws_instance *i, const struct ws_port **ret)
{
    *ret = i->ports;
    return i->n_ports;
}

bool ws_instance_is_bound(const struct ws_instance *i, enum ws_transport transport, uint16_t port)
{
    for (size_t k = 0; k < i->n_bound; k++)
        if (i->bound[k].transport == transport && i->bound[k].port == port)
            return true;
    return false;
}

size_t ws_instance_types(const struct ws_instance *i, const struct ws_message_type *const **ret)
{
    *ret = i->types;
    return i->n_types;
}

const struct ws_message_type *ws_instance_type(const struct ws_instance *i, const char *name)
{
    for (size_t k = 0; k < i->n_types; k++)
        if (strcmp(i->types[k]->name, name) == 0)
            return i->types[k];
    return NULL;
}

const struct ws_plan *const *ws_instance_plans(const struct ws_instance *i,
                                               const struct ws_message_type *type)
{
    struct type key = {.type = type};
    const struct type *found =
        i->planned ? bsearch(&key, i->planned, i->n_types, sizeof(key), by_address) : NULL;
    return found ? found->plans : NULL;
}
