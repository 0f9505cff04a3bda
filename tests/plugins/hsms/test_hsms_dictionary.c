/* The dictionary: against a second copy of it in another form, its notation, and files of a site.
 */
#include "hsms_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "message/scan.h"

struct source {
    struct bench bench;
    struct ws_out out;
    uint8_t *text;
    size_t len;
};

static int set_up(void **state)
{
    static struct source s;
    char path[4096], why[WS_JSON_WHY_MAX];
    const char *root = getenv("SRCDIR");

    snprintf(path, sizeof(path), "%s/tests/plugins/hsms/hsms-dictionary.json", root ? root : "..");
    FILE *f = fopen(path, "rbe");
    if (!f) {
        print_error("%s: cannot be opened\n", path);
        return -1;
    }
    s.text = malloc(1 << 20);
    s.len = fread(s.text, 1, 1 << 20, f);
    fclose(f);
    ws_out_init(&s.out);
    if (ws_json_scan(&s.out, (struct ws_bytes){s.text, s.len}, 0, why)) {
        print_error("%s: %s\n", path, why);
        return -1;
    }
    bench_open(&s.bench, NULL, NULL);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    struct source *s = *state;
    bench_close(&s->bench);
    ws_out_free(&s->out);
    free(s->text);
    return 0;
}

static const struct hsms_type *type_of(struct source *s, const struct ws_node *message)
{
    char name[16] = "", *end;
    struct ws_bytes key = ws_node_key(message);
    memcpy(name, key.data, key.len);
    unsigned long stream = strtoul(name + 1, &end, 10), function = strtoul(end + 1, NULL, 10);
    return hsms_type_find(ws_instance_data(s->bench.instance), stream, function);
}

static void assert_text(const struct ws_node *n, const char *want)
{
    assert_non_null(n);
    assert_int_equal(n->len, strlen(want));
    assert_memory_equal(n->as.data, want, n->len);
}

static void messages_are_those_of_the_second_source(void **state)
{
    struct source *s = *state;
    const struct ws_node *messages = ws_member(s->out.nodes, "messages");
    size_t n = 0;

    for (const struct ws_node *m = ws_first(messages); m; m = ws_next(messages, m), n++) {
        const struct hsms_type *t = type_of(s, m);
        assert_non_null(t);
        assert_text(ws_member(m, "name"), t->type.title);
        assert_text(ws_member(m, "mnemonic"), t->mnemonic);
        assert_int_equal(ws_member(m, "to_host")->as.u, (t->flags & HSMS_TO_HOST) != 0);
        assert_int_equal(ws_member(m, "to_equipment")->as.u, (t->flags & HSMS_TO_EQUIPMENT) != 0);
        assert_int_equal(ws_member(m, "w_bit")->as.u, (t->flags & HSMS_WANTS_REPLY) != 0);
    }
    assert_int_equal(n, hsms_n_entries);
}

static void assert_structure(const struct hsms_type *t, const struct hsms_node *got,
                             const struct ws_node *want)
{
    static const char *const kinds[] = {[HSMS_ITEM] = "item",
                                        [HSMS_VECTOR] = "vector",
                                        [HSMS_LIST] = "list",
                                        [HSMS_ARRAY] = "array",
                                        [HSMS_FREE] = "any"};
    const struct ws_node *key = ws_member(want, "key"), *members = ws_member(want, "members"),
                         *empty = ws_member(want, "empty_allowed");

    assert_text(ws_member(want, "kind"), kinds[got->shape]);
    if (key)
        assert_text(key, t->rows[got->row].key);
    else if (got->shape != HSMS_FREE)
        assert_int_equal(got->row, HSMS_NO_ROW);
    assert_int_equal(empty && empty->as.u, got->empty_allowed);
    assert_int_equal(members ? members->len : 0, got->n);
    size_t i = 0;
    for (const struct ws_node *m = members ? ws_first(members) : NULL; m; m = ws_next(members, m))
        assert_structure(t, &got->inner[i++], m);
    if (got->shape == HSMS_ARRAY)
        assert_structure(t, got->inner, ws_member(want, "element"));
}

static void structures_are_those_of_the_second_source(void **state)
{
    struct source *s = *state;
    const struct ws_node *messages = ws_member(s->out.nodes, "messages");

    for (const struct ws_node *m = ws_first(messages); m; m = ws_next(messages, m)) {
        const struct hsms_type *t = type_of(s, m);
        const struct ws_node *structure = ws_member(m, "structure");
        if (structure->kind == WS_V_NULL)
            assert_null(t->root);
        else
            assert_structure(t, t->root, structure);
    }
}

static size_t count_named(void)
{
    static const char *const keys[] = {
        "ackc10", "ackc5",   "ackc6", "ackc7",  "ackc7a", "attrreln", "cepack",
        "cmda",   "commack", "cpack", "drack",  "eac",    "erack",    "errcode",
        "grant",  "grant6",  "grnt1", "hcack",  "idtyp",  "limitack", "lrack",
        "lvack",  "maper",   "mapft", "mdack",  "objack", "oflack",   "onlack",
        "orloc",  "ppgnt",   "praxi", "rac",    "ric",    "rsda",     "rsdc",
        "rspack", "sdack",   "sdbin", "strack", "tiaack", "tiack",    "vlaack"};
    size_t n = 0;
    for (size_t i = 0; i < WS_LEN(keys); i++)
        n += hsms_key_find(keys[i])->names != NULL;
    return n;
}

static void enumerations_are_those_of_the_second_source(void **state)
{
    struct source *s = *state;
    const struct ws_node *all = ws_member(s->out.nodes, "enumerations");

    for (const struct ws_node *e = ws_first(all); e; e = ws_next(all, e)) {
        char key[32] = "", number[16];
        struct ws_bytes name = ws_node_key(e);
        memcpy(key, name.data, name.len);
        const struct hsms_key *k = hsms_key_find(key);
        assert_non_null(k);
        assert_non_null(k->names);
        assert_string_equal(k->names->otherwise, "reserved");
        assert_int_equal(k->names->n, e->len);
        for (size_t i = 0; i < k->names->n; i++) {
            snprintf(number, sizeof(number), "%lld", (long long)k->names->list[i].value);
            assert_text(ws_member(e, number), k->names->list[i].name);
        }
    }
    assert_int_equal(all->len, count_named());
}

static void items_that_are_always_hex_are_those_of_the_second_source(void **state)
{
    struct source *s = *state;
    const struct ws_node *all = ws_member(s->out.nodes, "blob_items");

    for (const struct ws_node *e = ws_first(all); e; e = ws_next(all, e)) {
        char key[32] = "";
        memcpy(key, e->as.data, e->len);
        uint8_t show = hsms_key_find(key)->show;
        assert_true(show == HSMS_SHOW_HEX || show == HSMS_SHOW_HEADER);
    }
    assert_int_equal(all->len, 8);
}

/* A site's own file */

static char *write_file(const char *text)
{
    static char path[] = "/tmp/hsms-site-XXXXXX";
    strcpy(path, "/tmp/hsms-site-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static const struct {
    const char *what, *text, *why; /* behind the file's name */
} bad_files[] = {
    {"unknown word", "# a comment\n\nmesage S64F1",
     ":3: expected message, svid, ecid, dvid, vid, "
     "ceid, alid, or # and a comment, found "
     "'mesage'"},
    {"no message", "message S128F1 X H->E - \"x\" -",
     ":1: expected a message such as S64F1, found 'S128F1'"},
    {"no direction", "message S64F1 X H->H - \"x\" -",
     ":1: expected E->H, H->E or H<->E, found 'H->H'"},
    {"no W", "message S64F1 X H->E \"x\" -",
     ":1: expected W, or - for a message without a reply, "
     "found 'x'"},
    {"no name", "message S64F1 X H->E W", ":1: expected a name in quotes, found ''"},
    {"list that does not end", "message S64F1 X H->E W \"x\" {a b",
     ":1: expected } that ends the list, found ''"},
    {"no key", "message S64F1 X H->E W \"x\" {a {b c}}",
     ":1: expected a key for every member of a list, found '}'"},
    {"upper case", "message S64F1 X H->E W \"x\" SVID",
     ":1: expected a key in lower case, or {, found 'SVID'"},
    {"half a vector", "message S64F1 X H->E W \"x\" {a<}", ":1: expected > behind <, found '}'"},
    {"array without its end", "message S64F1 X H->E W \"x\" a[b",
     ":1: expected ] behind the element, found ''"},
    {"rubbish behind it", "message S64F1 X H->E W \"x\" {a} b",
     ":1: expected nothing more, found 'b'"},
    {"twice", "message S64F1 X H->E W \"x\" a\nmessage S64F1 X H->E W \"x\" a",
     ":2: expected each message once, found 'x'"},
    {"id without a name", "svid 5", ":1: expected a name, found ''"},
    {"name without quotes", "ceid 20 Start done",
     ":1: expected nothing more (a name with blanks stands in quotes), found 'done'"},
    {"no UTF-8", "svid 5 \xff", ":1: expected a line of UTF-8 of less than 4096 bytes, found ''"},
};

static void a_bad_file_is_refused_with_its_line_and_what_was_expected(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(bad_files); i++) {
        char why[WS_WHY_MAX], want[WS_WHY_MAX];
        struct ws_instance *instance = NULL;
        char *path = write_file(bad_files[i].text);
        struct ws_setting setting = {"dictionary", path};
        print_message("case: %s\n", bad_files[i].what);
        assert_int_not_equal(ws_instance_new(&ws_plugin, &setting, 1, &instance, why), 0);
        snprintf(want, sizeof(want), "%s%s", path, bad_files[i].why);
        assert_string_equal(why, want);
        unlink(path);
    }
}

static void a_site_adds_messages_and_replaces_ours(void **state)
{
    (void)state;
    struct bench b;
    struct ws_buf room;
    char *path = write_file("message s64f1 LOT E->H W \"Lot Report\" {lot wafers[{slot id}]}\n"
                            "message S2F21 RCS H->E W \"Remote Command Send\" {rcmd args<>}\n");
    bench_open(&b, "dictionary", path);
    unlink(path);
    ws_buf_init(&room, 4096);
    assert_string_equal(
        bench_field(&b, message_of(&room, 64, 1, true, "0102 41024c31 0101 0102 a50101 410157"),
                    "data"),
        "{\"lot\":\"L1\",\"wafers\":[{\"slot\":1,\"id\":\"W\"}]}");
    assert_string_equal(
        bench_field(&b, message_of(&room, 2, 21, true, "0102 410147 a5020102"), "data"),
        "{\"rcmd\":\"G\",\"args\":[1,2]}");
    assert_string_equal(ws_instance_type(b.instance, "s64f1")->title, "Lot Report");
    ws_buf_free(&room);
    bench_close(&b);
}

static void a_site_names_its_variables_events_and_alarms(void **state)
{
    (void)state;
    static struct wire w;
    struct ws_buf room;
    char *path = write_file("# tool 7\r\n"
                            "ceid 21 \"lot end\"\r\n"
                            "  alid 25 Heater   \r\n"
                            "svid 31 Count\nceid lot-start LotStart\nceid 20 \"lot start\"\n");
    wire_start(&w, "dictionary", path);
    unlink(path);
    ws_buf_init(&room, 4096);
    wire_open(&w);
    w.step_s = 0;
    wire_send_bytes(&w, 's', message_of(&room, 6, 11, false, "0103 a50101 a9020014 0100"), 0);
    wire_send_bytes(&w, 's', message_of(&room, 6, 11, false, "0103 a50101 650115 0100"), 0);
    wire_send_bytes(&w, 's',
                    message_of(&room, 6, 11, false, "0103 a50101 41096c6f742d7374617274 0100"), 0);
    wire_send_bytes(&w, 's', message_of(&room, 5, 1, false, "0103 210182 a50119 4100"), 0);
    wire_send_bytes(&w, 'c', message_of(&room, 1, 3, false, "0102 a5011f a50120"), 0);
    wire_send_bytes(&w, 's', message_of(&room, 1, 4, false, "0102 a50101 a50101"), 0);
#define NOT_SELECTED " +not_selected {selection not_selected}"
    assert_string_equal(wire_end(&w), "3 server s6f11" NOT_SELECTED " {event lot start}\n"
                                      "4 server s6f11" NOT_SELECTED " {event lot end}\n"
                                      "5 server s6f11" NOT_SELECTED " {event LotStart}\n"
                                      "6 server s5f1" NOT_SELECTED " {alarm Heater}\n"
                                      "7 client s1f3" NOT_SELECTED "\n"
                                      "8 server s1f4" NOT_SELECTED " {names Count, 32} {of 7}\n");
    ws_buf_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_those_of_the_second_source),
        cmocka_unit_test(structures_are_those_of_the_second_source),
        cmocka_unit_test(enumerations_are_those_of_the_second_source),
        cmocka_unit_test(items_that_are_always_hex_are_those_of_the_second_source),
        cmocka_unit_test(a_bad_file_is_refused_with_its_line_and_what_was_expected),
        cmocka_unit_test(a_site_adds_messages_and_replaces_ours),
        cmocka_unit_test(a_site_names_its_variables_events_and_alarms),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
