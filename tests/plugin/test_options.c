/* A plugin set up with its options. */
#include "plugin/toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wirespeak/plugin.h"

#include "test.h"

enum { O_BOOL, O_UINT, O_SIZE, O_TIME, O_TEXT, O_CHOICE, O_FILE, O_FREE };
static const struct ws_option options[] = {
    [O_BOOL] = {"strict", WS_OPT_BOOL, "no", "", 0, 0, NULL},
    [O_UINT] = {"unit_id", WS_OPT_UINT, "7", "", 1, 247, NULL},
    [O_SIZE] = {"max_message", WS_OPT_SIZE, "64k", "", 1024, 1 << 20, NULL},
    [O_TIME] = {"timeout", WS_OPT_TIME, "5s", "", 1000000, UINT64_C(3600000000000), NULL},
    [O_TEXT] = {"label", WS_OPT_TEXT, NULL, "", 0, 0, NULL},
    [O_CHOICE] = {"mode", WS_OPT_CHOICE, "slow", "", 0, 0, "fast slow off"},
    [O_FILE] = {"layout", WS_OPT_FILE, NULL, "", 0, 0, NULL},
    [O_FREE] = {"any", WS_OPT_UINT, NULL, "", 0, 0, NULL},
};

struct seen {
    uint64_t numbers[WS_LEN(options)];
    bool set[WS_LEN(options)];
    char label[64];
    size_t file_len;
    char file[64];
};

static int setup(void *instance, struct ws_instance *host)
{
    struct seen *s = instance;
    for (size_t i = 0; i < WS_LEN(options); i++) {
        s->set[i] = ws_option_is_set(host, i);
        s->numbers[i] = ws_option_uint(host, i);
    }
    if (s->set[O_TEXT])
        snprintf(s->label, sizeof(s->label), "%s", ws_option_text(host, O_TEXT));
    struct ws_bytes file = ws_option_file(host, O_FILE);
    s->file_len = file.len;
    memcpy(s->file, file.data ? (const void *)file.data : "", file.len);
    if (strcmp(s->label, "refuse") == 0)
        return ws_instance_refuse(host, "label: %s is not allowed", s->label);
    return WS_OK;
}

static struct ws_plugin with_options(void)
{
    struct ws_plugin p = toy_plugin;
    p.options = options;
    p.n_options = WS_LEN(options);
    p.instance_size = sizeof(struct seen);
    p.setup = setup;
    return p;
}

static void defaults_hold_until_they_are_set(void **state)
{
    (void)state;
    struct ws_plugin p = with_options();
    struct ws_setting settings[] = {{"mode", "off"},
                                    {"unit_id", "0x10"},
                                    {"unit_id", "17"},
                                    {"strict", "yes"},
                                    {"label", "a b"}};
    struct ws_instance *i;
    char why[WS_WHY_MAX];

    assert_int_equal(ws_instance_new(&p, NULL, 0, &i, why), 0);
    const struct seen *s = ws_instance_data(i);
    assert_int_equal(s->numbers[O_BOOL], 0);
    assert_int_equal(s->numbers[O_UINT], 7);
    assert_int_equal(s->numbers[O_SIZE], 65536);
    assert_true(s->numbers[O_TIME] == 5000000000);
    assert_int_equal(s->numbers[O_CHOICE], 1);
    assert_false(s->set[O_TEXT]);
    assert_false(s->set[O_FILE]);
    assert_string_equal(ws_instance_option_text(i, O_TIME), "5s");
    ws_instance_free(i);

    assert_int_equal(ws_instance_new(&p, settings, WS_LEN(settings), &i, why), 0);
    s = ws_instance_data(i);
    assert_int_equal(s->numbers[O_BOOL], 1);
    assert_int_equal(s->numbers[O_UINT], 17);
    assert_int_equal(s->numbers[O_CHOICE], 2);
    assert_string_equal(s->label, "a b");
    ws_instance_free(i);
}

static void a_bad_value_is_named_with_what_is_allowed(void **state)
{
    (void)state;
    static const struct {
        struct ws_setting setting;
        const char *why;
    } cases[] = {
        {{"strict", "maybe"}, "toy.strict: 'maybe' is not true or false"},
        {{"unit_id", "0"}, "toy.unit_id: '0' is not a whole number from 1 to 247"},
        {{"unit_id", "248"}, "toy.unit_id: '248' is not a whole number from 1 to 247"},
        {{"unit_id", "x"}, "toy.unit_id: 'x' is not a whole number from 1 to 247"},
        {{"max_message", "1"}, "toy.max_message: '1' is not bytes such as 64k or 4M from 1k to 1M"},
        {{"max_message", "2M"},
         "toy.max_message: '2M' is not bytes such as 64k or 4M from 1k to 1M"},
        {{"timeout", "0s"}, "toy.timeout: '0s' is not a time such as 5s or 100ms from 1ms to 1h"},
        {{"timeout", "soon"},
         "toy.timeout: 'soon' is not a time such as 5s or 100ms from 1ms to 1h"},
        {{"mode", "quick"}, "toy.mode: 'quick' is not one of fast slow off"},
        {{"mode", ""}, "toy.mode: '' is not one of fast slow off"},
        {{"mode", "fast slow"}, "toy.mode: 'fast slow' is not one of fast slow off"},
        {{"any", "-1"}, "toy.any: '-1' is not a whole number"},
        {{"layout", "/nonexistent/x"}, "toy.layout: /nonexistent/x: No such file or directory"},
        {{"layout", "/"}, "toy.layout: /: is not a plain file"},
        {{"timeuot", "1s"},
         "toy.timeuot: no such option, did you mean timeout?; 'wirespeak plugins toy' lists them"},
        {{"zzzzzzzz", "1"}, "toy.zzzzzzzz: no such option; 'wirespeak plugins toy' lists them"},
        {{"label", "refuse"}, "label: refuse is not allowed"},
    };
    struct ws_plugin p = with_options();

    for (size_t k = 0; k < WS_LEN(cases); k++) {
        struct ws_instance *i = NULL;
        char why[WS_WHY_MAX];
        print_message("case: %s=%s\n", cases[k].setting.key, cases[k].setting.value);
        assert_int_equal(ws_instance_new(&p, &cases[k].setting, 1, &i, why), WS_E_VALUE);
        assert_string_equal(why, cases[k].why);
        assert_null(i);
    }
}

static void a_plugin_without_options_says_so(void **state)
{
    (void)state;
    struct ws_instance *i;
    char why[WS_WHY_MAX];
    assert_int_equal(ws_instance_new(&toy_plugin, &(struct ws_setting){"a", "b"}, 1, &i, why),
                     WS_E_VALUE);
    assert_string_equal(why, "toy.a: toy has no options");
}

static void a_file_is_read_whole_before_setup(void **state)
{
    (void)state;
    struct ws_plugin p = with_options();
    char path[] = "/tmp/wirespeak-test-XXXXXX", why[WS_WHY_MAX];
    struct ws_instance *i;
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, "a\0b", 3), 3);
    close(fd);
    assert_int_equal(ws_instance_new(&p, &(struct ws_setting){"layout", path}, 1, &i, why), 0);
    const struct seen *s = ws_instance_data(i);
    assert_int_equal(s->file_len, 3);
    assert_memory_equal(s->file, "a\0b", 3);
    ws_instance_free(i);
    unlink(path);
}

static void late_instance_has_its_plans_when_it_is_made_ready(void **state)
{
    (void)state;
    struct ws_instance *i;
    char why[WS_WHY_MAX];

    assert_int_equal(ws_instance_new_late(&toy_plugin, &i, why), WS_OK);
    assert_null(ws_instance_plans(i, &toy_plugin.types[0]));
    for (int twice = 0; twice < 2; twice++)
        assert_int_equal(ws_instance_get_ready(i), WS_OK);
    for (size_t k = 0; k < toy_plugin.n_types; k++)
        assert_non_null(ws_instance_plans(i, &toy_plugin.types[k]));
    assert_non_null(ws_instance_context(i));
    ws_instance_free(i);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold_until_they_are_set),
        cmocka_unit_test(a_bad_value_is_named_with_what_is_allowed),
        cmocka_unit_test(a_plugin_without_options_says_so),
        cmocka_unit_test(a_file_is_read_whole_before_setup),
        cmocka_unit_test(late_instance_has_its_plans_when_it_is_made_ready),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
