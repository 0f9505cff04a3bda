/* No memory: every allocation fails once, nothing leaks and nothing breaks. Linked with the sources
 * themselves, so that their calls of malloc can be wrapped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/encode.h"
#include "message/render.h"
#include "message/scan.h"
#include "message/tables.h"
#include "wirespeak/err.h"

#include "test.h"

void *__real_malloc(size_t size);
void *__real_realloc(void *p, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *p, size_t size);
void __wrap_free(void *p);

static size_t n_calls, fail_at, n_live;

static bool fails(void)
{
    return ++n_calls == fail_at;
}

void *__wrap_malloc(size_t size)
{
    void *p = fails() ? NULL : __real_malloc(size);
    n_live += p != NULL;
    return p;
}

void *__wrap_realloc(void *p, size_t size)
{
    void *moved = fails() ? NULL : __real_realloc(p, size);
    n_live += moved && !p;
    return moved;
}

void __wrap_free(void *p)
{
    n_live -= p != NULL;
    __real_free(p);
}

/** What one run needs; the tables are large enough for several chunks of the arena. */
struct run {
    struct ws_arena arena;
    struct ws_out in, out;
    struct ws_buf buf;
    char why[TEST_TEXT];
};

static int plan_all(struct run *r, const struct ws_plan **ret)
{
    struct ws_planner planner = {.arena = &r->arena, .why = r->why};
    int err = WS_OK;

    for (size_t i = 0; !err && i < test_n_types; i++)
        err = ws_plan_make(&planner, test_types[i].variants[0], &ret[i]);
    return err;
}

static int scan_large(struct run *r)
{
    static char text[40000];
    size_t n = 0;

    if (!*text) { /* many values, escapes, a long number, and an object of many keys */
        for (int i = 0; i < 1000; i++)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\"k%d\":\"\\u00e4x\"",
                                  i ? "," : "{", i % 900);
        snprintf(text + n, sizeof(text) - n, ",\"r\":1%0200d.5}", 0);
    }
    return ws_json_scan(&r->in, (struct ws_bytes){(uint8_t *)text, strlen(text)}, 0, r->why);
}

/** The first type, whose defaults are encoded and decoded again; then one with many values. */
static int there_and_back(struct run *r, const struct ws_plan *const *plans)
{
    struct ws_encode job = {.plan = plans[0]};
    uint8_t tree[600] = {0};
    int err = ws_encode(&job, &r->buf, r->why);

    if (err)
        return err == WS_E_LIMIT ? WS_E_NOMEM : err;
    err = ws_decode(&r->out, plans[0], NULL, (struct ws_bytes){r->buf.data, r->buf.len});
    if (err)
        return err;
    assert_int_equal(r->out.n_faults, 0);
    tree[0] = 200; /* children, each of two bytes: n, leaf */
    return ws_decode(&r->out, plans[12], NULL, (struct ws_bytes){tree, 402});
}

static int run_all(void)
{
    const struct ws_plan *plans[64] = {NULL};
    struct run r = {.why = ""};

    assert_true(test_n_types <= WS_LEN(plans));
    ws_arena_init(&r.arena, WS_MAX_SCRATCH);
    ws_out_init(&r.in);
    ws_out_init(&r.out);
    ws_buf_init(&r.buf, 1 << 16);
    int err = plan_all(&r, plans);
    err = err ? err : scan_large(&r);
    err = err ? err : there_and_back(&r, plans);
    if (!err)
        assert_int_equal(r.out.n_faults, 0);
    ws_buf_free(&r.buf);
    ws_out_free(&r.out);
    ws_out_free(&r.in);
    ws_arena_free(&r.arena);
    return err;
}

static void each_failing_allocation_is_told_and_leaks_nothing(void **state)
{
    (void)state;
    int err = WS_E_NOMEM;

    for (size_t n = 1; err; n++) {
        size_t before = n_live;
        n_calls = 0;
        fail_at = n;
        err = run_all();
        bool failed = n_calls >= n;
        fail_at = 0;
        assert_int_equal(err, failed ? WS_E_NOMEM : WS_OK);
        assert_int_equal(n_live, before);
    }
    print_message("%zu allocations\n", n_calls);
    assert_true(n_calls > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_failing_allocation_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
