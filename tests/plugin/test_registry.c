/* Finding and loading plugins. A program with raised privileges can't be tested here. */
#include "plugin/registry.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static void copy(const char *from, const char *to)
{
    static char data[1 << 20];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");

    assert_non_null(in);
    assert_non_null(out);
    size_t n = fread(data, 1, sizeof(data), in);
    assert_true(n > 0 && n < sizeof(data));
    assert_int_equal(fwrite(data, 1, n, out), n);
    fclose(in);
    fclose(out);
    assert_int_equal(chmod(to, 0644), 0);
}

/** The scratch folder of a test. */
static void scratch(char path[PATH_MAX], const char *name)
{
    const char *root = getenv("WIRESPEAK_TEST_DIR");
    snprintf(path, PATH_MAX, "%s/%s", root, name);
    assert_true(mkdir(path, 0755) == 0 || errno == EEXIST);
    assert_int_equal(chmod(path, 0755), 0);
}

/** Puts the module `sample` into a folder under another name; its path by `path`. */
static void place(char path[PATH_MAX], const char *sample, const char *folder, const char *name)
{
    const char *build = getenv("BUILDDIR");
    char from[PATH_MAX], dir[PATH_MAX];

    scratch(dir, folder);
    snprintf(from, sizeof(from), "%s/tests/plugin/.libs/%s.so", build ? build : ".", sample);
    assert_true(snprintf(path, PATH_MAX, "%.2000s/%s.so", dir, name) < PATH_MAX);
    copy(from, path);
}

/** The sentence that a file is refused with. */
static void refusal(const char *path, char out[1024])
{
    struct ws_registry *r = ws_registry_new();
    assert_int_equal(ws_registry_load_file(r, path), 0);
    assert_int_equal(ws_registry_count(r), 1);
    const struct ws_loaded *l = ws_registry_at(r, 0);
    assert_null(l->plugin);
    snprintf(out, 1024, "%s: %s", l->name, l->refused);
    ws_registry_free(r);
}

static void a_good_plugin_is_loaded(void **state)
{
    (void)state;
    char path[PATH_MAX];
    struct ws_registry *r = ws_registry_new();

    place(path, "sample", "good", "any_name");
    assert_int_equal(ws_registry_load_file(r, path), 0);
    const struct ws_loaded *l = ws_registry_find(r, "sample");
    assert_non_null(l);
    assert_string_equal(l->plugin->version, "1.0");
    assert_string_equal(l->path, path);
    assert_null(l->refused);
    assert_null(ws_registry_find(r, "any_name"));
    ws_registry_free(r);
}

static void what_does_not_fit_is_refused_with_its_cure(void **state)
{
    (void)state;
    static const struct {
        const char *sample, *why; /* %s: the path */
    } cases[] = {
        {"other_abi", "other_abi: %s was built for plugin ABI 2, this wirespeak has ABI 1; rebuild "
                      "it against the headers of this version"},
        {"other_magic", "other_magic: %s is no wirespeak plugin: its first word is 0x12340001, not "
                        "0x57530001; remove it from the plugin directory"},
        {"no_plugin", "no_plugin: %s exports no ws_plugin: it is no wirespeak plugin; remove it "
                      "from the plugin directory"},
        {"bad_table", "bad_table: %s is faulty: message all: table all, row 0 (value): 4 bits of "
                      "the unit are not described; report it to its author"},
    };
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        char path[PATH_MAX], want[PATH_MAX + 512], got[1024];
        print_message("case: %s\n", cases[i].sample);
        place(path, cases[i].sample, "refused", cases[i].sample);
        refusal(path, got);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(want, sizeof(want), cases[i].why, path);
#pragma GCC diagnostic pop
        assert_string_equal(got, want);
    }
}

static void another_size_is_refused_with_both_numbers(void **state)
{
    (void)state;
    char path[PATH_MAX], want[PATH_MAX + 512], got[1024];
    size_t size = sizeof(struct ws_plugin);

    place(path, "larger", "refused", "larger");
    refusal(path, got);
    snprintf(want, sizeof(want),
             "larger: %s was built for a newer wirespeak: its descriptor has %zu bytes, this one "
             "knows %zu; update wirespeak",
             path, size + 8, size);
    assert_string_equal(got, want);
    place(path, "smaller", "refused", "smaller");
    refusal(path, got);
    snprintf(want, sizeof(want),
             "smaller: %s has a descriptor of 64 bytes, %zu are needed; rebuild it", path, size);
    assert_string_equal(got, want);
}

static void what_is_no_shared_object_is_refused(void **state)
{
    (void)state;
    char path[PATH_MAX], got[1024];
    place(path, "sample", "refused", "text");
    FILE *f = fopen(path, "wb");
    fputs("not an ELF file\n", f);
    fclose(f);
    refusal(path, got);
    assert_non_null(strstr(got, path));
    assert_non_null(strstr(got, "file too short"));
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    char got[1024];
    refusal("/nonexistent/plugin.so", got);
    assert_string_equal(got, "plugin: /nonexistent/plugin.so: No such file or directory");
}

static void what_others_can_write_is_not_loaded(void **state)
{
    (void)state;
    static const mode_t modes[] = {0664, 0646, 0666};
    char path[PATH_MAX], dir[PATH_MAX], want[PATH_MAX + 512], got[1024];

    place(path, "sample", "trust", "sample");
    for (size_t i = 0; i < WS_LEN(modes); i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        refusal(path, got);
        snprintf(want, sizeof(want),
                 "sample: the file %s can be written by others; let root or you own it, and chmod "
                 "go-w it",
                 path);
        assert_string_equal(got, want);
    }
    assert_int_equal(chmod(path, 0644), 0);
    scratch(dir, "trust");
    assert_int_equal(chmod(dir, 0775), 0);
    refusal(path, got);
    snprintf(want, sizeof(want),
             "sample: the folder %s can be written by others; let root or you "
             "own it, and chmod go-w it",
             dir);
    assert_string_equal(got, want);
    chmod(dir, 0755);
}

static void what_another_user_owns_is_not_loaded(void **state)
{
    (void)state;
    char path[PATH_MAX], got[1024];
    if (geteuid() != 0) {
        print_message("only root can give files away\n");
        skip();
    }
    place(path, "sample", "owner", "sample");
    assert_int_equal(chown(path, 65534, 65534), 0);
    refusal(path, got);
    assert_non_null(strstr(got, "can be written by others"));
}

static void folders_are_searched_in_order_and_the_first_of_a_name_wins(void **state)
{
    (void)state;
    char first[PATH_MAX], second[PATH_MAX], third[PATH_MAX], path[PATH_MAX], kept[PATH_MAX];
    struct ws_registry *r = ws_registry_new();

    place(path, "second", "dir_a", "second");
    place(path, "bad_table", "dir_a", "broken");
    place(path, "sample", "dir_a", "libsample"); /* a library, no plugin */
    place(path, "sample", "dir_b", "sample");
    place(path, "second", "dir_b", "second");
    place(kept, "third", "dir_c", "third");
    place(path, "sample", "dir_c", "sample");
    scratch(first, "dir_a");
    scratch(second, "dir_b");
    scratch(third, "dir_c");
    const char *const dirs[] = {first, "/nonexistent", second};
    assert_int_equal(setenv("WIRESPEAK_PLUGIN_PATH", third, 1), 0);
    assert_int_equal(
        ws_registry_load(r, (struct ws_dirs){dirs, WS_LEN(dirs)}, (struct ws_dirs){NULL, 0}), 0);
    unsetenv("WIRESPEAK_PLUGIN_PATH");

    static const char *const names[] = {"broken", "second", "sample", "third"};
    const char *const folders[] = {first, first, second, third};
    assert_true(ws_registry_count(r) >= WS_LEN(names));
    for (size_t i = 0; i < WS_LEN(names); i++) {
        const struct ws_loaded *l = ws_registry_at(r, i);
        print_message("case: %s\n", names[i]);
        assert_string_equal(l->name, names[i]);
        assert_int_equal(l->plugin == NULL, i == 0);
        assert_int_equal(strncmp(l->path, folders[i], strlen(folders[i])), 0);
    }
    assert_string_equal(ws_registry_find(r, "third")->path, kept);
    assert_null(ws_registry_find(r, "broken"));
    ws_registry_free(r);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static char root[] = "/tmp/wirespeak-registry-XXXXXX";

static int make_root(void **state)
{
    char real[PATH_MAX];
    (void)state;
    return !mkdtemp(root) || !realpath(root, real) || setenv("WIRESPEAK_TEST_DIR", real, 1);
}

static int remove_root(void **state)
{
    (void)state;
    return nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_plugin_is_loaded),
        cmocka_unit_test(what_does_not_fit_is_refused_with_its_cure),
        cmocka_unit_test(another_size_is_refused_with_both_numbers),
        cmocka_unit_test(what_is_no_shared_object_is_refused),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(what_others_can_write_is_not_loaded),
        cmocka_unit_test(what_another_user_owns_is_not_loaded),
        cmocka_unit_test(folders_are_searched_in_order_and_the_first_of_a_name_wins),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
