/* Messages as text, for tests. */
#include "message/render.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "message/codepoint.h"
#include "message/scan.h"
#include "wirespeak/err.h"

#include "test.h"

/** Text that grows up to a size. */
struct text {
    char *out;
    size_t len, size;
};

static void WS_PRINTF(2, 3) add(struct text *t, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(t->out + t->len, t->size - t->len, fmt, args);
    va_end(args);
    t->len += n > 0 ? (size_t)n : 0;
    if (t->len >= t->size)
        t->len = t->size - 1;
}

static void add_hex(struct text *t, const uint8_t *p, size_t n, const char *between)
{
    for (size_t i = 0; i < n; i++)
        add(t, "%s%02x", i ? between : "", p[i]);
}

static void add_string(struct text *t, const uint8_t *p, size_t n, bool latin1)
{
    add(t, "\"");
    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0x20 || p[i] == '"' || p[i] == '\\')
            add(t, "\\u%04x", p[i]);
        else if (latin1 && p[i] >= 0x80)
            add(t, "%c%c", 0xc0 | p[i] >> 6, 0x80 | (p[i] & 0x3f));
        else
            add(t, "%c", p[i]);
    }
    add(t, "\"");
}

static void add_real(struct text *t, double d)
{
    if (isnan(d))
        add(t, "\"NaN\"");
    else if (isinf(d))
        add(t, d < 0 ? "\"-Infinity\"" : "\"Infinity\"");
    else
        add(t, "%.17g", d);
}

static void add_address(struct text *t, const struct ws_node *n)
{
    uint8_t whole[16] = {0};
    char address[INET6_ADDRSTRLEN];
    memcpy(whole, n->as.data, n->len);
    inet_ntop(n->size == 4 ? AF_INET : AF_INET6, whole, address, sizeof(address));
    add(t, "\"%s\"", address);
}

static void add_time(struct text *t, const struct ws_node *n)
{
    char text[64];
    time_t seconds = n->as.i;
    const struct tm *tm = gmtime(&seconds);
    if (tm && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", tm))
        add(t, "\"%s.%09uZ\"", text, n->len);
    else
        add(t, "\"time %lld\"", (long long)n->as.i);
}

static void add_numbers(struct text *t, const struct ws_node *n)
{
    add(t, "[");
    for (uint32_t i = 0; i < n->len; i++) {
        const uint8_t *p = n->as.data + (size_t)i * n->size;
        uint64_t raw = n->flags & WS_NODE_LITTLE ? ws_load_le(p, n->size) : ws_load_be(p, n->size);
        uint32_t low = (uint32_t)raw;
        double d;
        float f;
        memcpy(&d, &raw, 8);
        memcpy(&f, &low, 4);
        add(t, "%s", i ? "," : "");
        if (n->flags & WS_NODE_FLOAT)
            add_real(t, n->size == 4 ? (double)f : d);
        else if (n->flags & WS_NODE_SIGNED)
            add(t, "%lld", (long long)ws_sign_extend(raw, n->size * 8u));
        else if (n->flags & WS_NODE_BOOL)
            add(t, raw ? "true" : "false");
        else
            add(t, "%llu", (unsigned long long)raw);
    }
    add(t, "]");
}

static void add_value(struct text *t, const struct ws_node *n);

static void add_members(struct text *t, const struct ws_node *parent)
{
    bool object = parent->kind == WS_V_OBJECT;
    const char *between = "";

    add(t, object ? "{" : "[");
    for (const struct ws_node *n = ws_first(parent); n; n = ws_next(parent, n), between = ",") {
        struct ws_bytes key = ws_node_key(n);
        add(t, "%s", between);
        if (object)
            add(t, "\"%.*s%s\":", (int)key.len, key.len ? (const char *)key.data : "",
                n->flags & WS_NODE_HEX_KEY ? "_hex" : "");
        add_value(t, n);
    }
    add(t, object ? "}" : "]");
}

static void add_value(struct text *t, const struct ws_node *n)
{
    switch ((enum ws_kind_of_value)n->kind) {
    case WS_V_NULL:
        add(t, "null");
        break;
    case WS_V_OBJECT:
    case WS_V_ARRAY:
        add_members(t, n);
        break;
    case WS_V_UINT:
        add(t, "%llu", (unsigned long long)n->as.u);
        break;
    case WS_V_INT:
        add(t, "%lld", (long long)n->as.i);
        break;
    case WS_V_BOOL:
        add(t, n->as.u ? "true" : "false");
        break;
    case WS_V_REAL:
        add_real(t, n->as.f);
        break;
    case WS_V_TEXT:
        add_string(t, n->as.data, n->len, n->size == WS_LATIN1);
        break;
    case WS_V_NAME:
        add_string(t, n->as.data, n->len, false);
        break;
    case WS_V_HEX:
    case WS_V_MAC:
        add(t, "\"");
        add_hex(t, n->as.data, n->len, n->kind == WS_V_MAC ? ":" : "");
        add(t, "\"");
        break;
    case WS_V_IP:
        add_address(t, n);
        break;
    case WS_V_NUMBERS:
        add_numbers(t, n);
        break;
    case WS_V_TIME:
        add_time(t, n);
        break;
    case WS_V_KEY:
        add(t, "a key where a value should be");
        break;
    }
}

void test_render(const struct ws_node *value, char *text, size_t size)
{
    struct text t = {text, 0, size};
    *text = '\0';
    add_value(&t, value);
}

void test_render_faults(const struct ws_out *out, char *text, size_t size)
{
    struct text t = {text, 0, size};
    *text = '\0';
    for (size_t i = 0; i < out->n_faults; i++) {
        const struct ws_fault *f = &out->faults[i];
        add(&t, "%s", i ? " " : "");
        if (f->code >= WS_FIRST_OWN_CODE)
            add(&t, "own%d@%u", f->code - WS_FIRST_OWN_CODE, f->offset);
        else
            add(&t, "%s@%u", ws_code_of(NULL, 0, f->code)->code, f->offset);
    }
}

size_t test_bytes(const char *hex, uint8_t *bytes, size_t size)
{
    size_t n = 0;

    while (*hex) {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        char pair[3] = {hex[0], hex[1]}, *end;
        unsigned long byte = strtoul(pair, &end, 16);
        assert_ptr_equal(end, pair + 2);
        assert_true(n < size);
        bytes[n++] = (uint8_t)byte;
        hex += 2;
    }
    return n;
}

void test_hex(struct ws_bytes bytes, char *text, size_t size)
{
    struct text t = {text, 0, size};
    *text = '\0';
    add_hex(&t, bytes.data, bytes.len, "");
}

const struct ws_plan *test_plan(struct ws_arena *arena, const struct ws_table *table)
{
    char why[WS_PLAN_WHY_MAX] = "";
    struct ws_planner planner = {.arena = arena, .why = why};
    const struct ws_plan *plan = NULL;

    if (ws_plan_make(&planner, table, &plan))
        fail_msg("%s", why);
    return plan;
}

enum { MAX_BYTES = 4096, MAX_ARENA = 64 << 20 };

void test_decode(const struct ws_table *table, const char *hex, char json[TEST_TEXT],
                 char faults[TEST_TEXT])
{
    uint8_t *bytes = NULL, all[MAX_BYTES];
    struct ws_arena arena;
    struct ws_out out;
    size_t n = test_bytes(hex, all, sizeof(all));

    ws_arena_init(&arena, MAX_ARENA);
    ws_out_init(&out);
    bytes = test_malloc(n + !n); /* of this size only: reading past the end is seen */
    memcpy(bytes, all, n);
    assert_int_equal(ws_decode(&out, test_plan(&arena, table), NULL, (struct ws_bytes){bytes, n}),
                     WS_OK);
    test_render(&out.nodes[0], json, TEST_TEXT);
    test_render_faults(&out, faults, TEST_TEXT);
    test_free(bytes);
    ws_out_free(&out);
    ws_arena_free(&arena);
}

void test_encode(const struct ws_table *table, const char *fields, const char *override,
                 char text[TEST_TEXT])
{
    char why[WS_JSON_WHY_MAX + WS_ENCODE_WHY_MAX] = "";
    struct ws_arena arena;
    struct ws_out in, over;
    struct ws_buf buf;

    ws_arena_init(&arena, MAX_ARENA);
    ws_out_init(&in);
    ws_out_init(&over);
    ws_buf_init(&buf, 1 << 20);
    struct ws_bytes json = {(const uint8_t *)fields, strlen(fields)};
    if (ws_json_scan(&in, json, WS_JSON_NAN_WORDS, why))
        fail_msg("%s: %s", fields, why);
    struct ws_encode job = {.plan = test_plan(&arena, table), .fields = in.nodes};
    if (override) {
        json = (struct ws_bytes){(const uint8_t *) override, strlen(override)};
        assert_int_equal(ws_json_scan(&over, json, 0, why), WS_OK);
        job.override = over.nodes;
    }
    int err = ws_encode(&job, &buf, why);
    if (err)
        snprintf(text, TEST_TEXT, "%s", err == WS_E_VALUE ? why : ws_strerror(err));
    else
        test_hex((struct ws_bytes){buf.data, buf.len}, text, TEST_TEXT);
    ws_buf_free(&buf);
    ws_out_free(&over);
    ws_out_free(&in);
    ws_arena_free(&arena);
}

bool test_same(const char *what, const char *got, const char *expected)
{
    bool same = strcmp(got, expected) == 0;
    if (!same)
        print_message("case: %s\n  got      %s\n  expected %s\n", what, got, expected);
    return same;
}
