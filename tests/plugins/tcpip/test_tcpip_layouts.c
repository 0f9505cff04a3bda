/* Layout files: what is wrong in one is told with its line, its path, and what was expected. */
#include "tcpip_test.h"

#include <stdio.h>
#include <string.h>

// clang-format off

#define HEAD "{\"wirespeak_tcpip_layout\": 1, "
#define STREAM(more) "{\"name\": \"x\", \"client\": {\"framing\": \"raw\"}, \"server\": {\"framing\": \"raw\"}" more "}"
#define STREAMS "\"streams\": [" STREAM("") "]}"
#define STRUCT(s) HEAD "\"structs\": {\"S\": " s "}, " STREAMS
#define FIELD(f) STRUCT("{\"fields\": [" f "]}")
#define CLIENT(c) HEAD "\"structs\": {\"H\": {\"fields\": [{\"name\": \"t\", \"type\": \"uint8\"}, {\"name\": \"d\", \"type\": \"double\"}, {\"name\": \"a\", \"type\": \"int8\", \"count\": 2}]}}, " \
    "\"streams\": [{\"name\": \"x\", \"server\": {\"framing\": \"raw\"}, \"client\": " c "}]}"

static const struct { const char *layout, *why; } refused[] = {
    {"", "1: nothing where a value should be"}, {"{\n\"a\": 1,\n}", "3: an object without a key"}, {"{\"a\": 1,\n \"a\": 2}", "1: a key that stands twice"}, {"[]", "1: expected an object"},
    {"{}", "1: expected a key \"wirespeak_tcpip_layout\""}, {"{\"wirespeak_tcpip_layout\": 2, " STREAMS, "1: wirespeak_tcpip_layout: expected 1"},
    {HEAD "\n\"abi\": \"lp32\", " STREAMS, "2: abi: expected one of: lp64 llp64 ilp32"}, {HEAD "\"abis\": 1, " STREAMS, "1: abis: no such key here; expected one of: wirespeak_tcpip_layout abi structs streams"},
    {HEAD "\"structs\": {}}", "1: expected a key \"streams\""}, {HEAD "\"streams\": {}}", "1: streams: expected an array"}, {HEAD "\"streams\": []}", "1: streams: expected at least one"},

    {FIELD("{\"name\": \"a\", \"type\": \"intt\"}"), "structs.S.fields.0.type: 'intt' is no type of ctypes and no struct"}, {FIELD("{\"name\": \"a\", \"type\": \"S\"}"), "structs.S.fields.0.type: the struct S would hold itself: recursion"},
    {STRUCT("{\"fields\": [{\"name\": \"a\", \"type\": \"T\"}]}, \"T\": {\"fields\": [{\"name\": \"a\", \"type\": \"S\"}]}"), "structs.T.fields.0.type: the struct S would hold itself"},
    {STRUCT("{\"fields\": [{\"name\": \"a\", \"type\": \"int\"}], \"size\": 5}"), "structs.S.size: the layout says 5 bytes, its fields make 4"},
    {STRUCT("{\"pack\": 3, \"fields\": [{\"name\": \"a\", \"type\": \"int\"}]}"), "structs.S.pack: expected 1, 2, 4, 8 or 16"}, {STRUCT("{\"fields\": []}"), "structs.S: expected a struct that is not empty"},
    {STRUCT("{}"), "structs.S: expected a key \"fields\""}, {STRUCT("{\"fields\": 1}"), "structs.S.fields: expected an array"}, {STRUCT("{\"feilds\": 1}"), "structs.S.feilds: no such key"}, {STRUCT("{\"union\": 1, \"fields\": []}"), "structs.S.union: expected true or false"},
    {STRUCT("{\"endian\": \"middle\", \"fields\": []}"), "structs.S.endian: expected one of: little big"}, {HEAD "\"structs\": {\"c_int\": {}}, " STREAMS, "structs.c_int: a struct may not be called like a type"},
    {FIELD("{\"type\": \"int\"}"), "structs.S.fields.0: expected a key \"name\""}, {FIELD("{\"name\": \"\", \"type\": \"int\"}"), "structs.S.fields.0.name: expected a text that is not empty"}, {FIELD("{\"name\": \"a\"}"), "structs.S.fields.0: expected a key \"type\""},
    {FIELD("{\"name\": \"a\\\"\", \"type\": \"int\"}"), "structs.S.fields.0.name: expected a name without quotation marks"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\"}, {\"name\": \"a\", \"type\": \"int\"}"), "structs.S.fields.1.name: 'a' is the name of an earlier field"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\", \"count\": 0}"), "structs.S.fields.0.count: expected a whole number from 1 on"}, {FIELD("{\"name\": \"a\", \"type\": \"int\", \"count\": [2, 0]}"), "structs.S.fields.0.count.1: expected a whole number from 1 on"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\", \"count\": []}"), "structs.S.fields.0.count: expected 1 to 8 numbers"}, {FIELD("{\"name\": \"a\", \"type\": \"pad\"}"), "structs.S.fields.0: expected a key \"count\""},
    {FIELD("{\"name\": \"a\", \"type\": \"bytes\", \"count\": [1, 2]}"), "structs.S.fields.0.count: expected one number"}, {FIELD("{\"name\": \"a\", \"type\": \"int\", \"count\": [70000, 70000]}"), "structs.S.fields.0.count.1: expected at most 16 MiB"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\", \"bits\": 33}"), "structs.S.fields.0.bits: expected 1 to 32"}, {FIELD("{\"name\": \"a\", \"type\": \"double\", \"bits\": 3}"), "structs.S.fields.0.bits: expected bits only of bool and integer types"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\", \"bits\": 3, \"count\": 2}"), "structs.S.fields.0.bits: expected bits only"}, {STRUCT("{\"pack\": 1, \"fields\": [{\"name\": \"a\", \"type\": \"int\", \"bits\": 3}]}"), "structs.S.fields.0.bits: expected no bits"},
    {STRUCT("{\"endian\": \"big\", \"fields\": [{\"name\": \"a\", \"type\": \"int\", \"bits\": 3}]}"), "expected no bits"}, {HEAD "\"abi\": \"ilp32\", \"structs\": {\"S\": {\"fields\": [{\"name\": \"a\", \"type\": \"int\", \"bits\": 3}]}}, " STREAMS, "expected no bits"},
    {STRUCT("{\"endian\": \"big\", \"fields\": [{\"name\": \"a\", \"type\": \"wchar\"}]}"), "structs.S.fields.0.type: expected no wchar"}, {STRUCT("{\"endian\": \"big\", \"fields\": [{\"name\": \"a\", \"type\": \"longdouble\"}]}"), "expected no wchar, longdouble"},
    {FIELD("{\"name\": \"a\", \"type\": \"int\", \"encoding\": \"ascii\"}"), "structs.S.fields.0.encoding: expected an encoding only of arrays of char"}, {FIELD("{\"name\": \"a\", \"type\": \"char\", \"count\": 2, \"encoding\": \"utf-16\"}"), "encoding: expected one of: utf-8 ascii latin-1 cp1252"},

    {HEAD "\"streams\": [{}]}", "streams.0: expected a key \"name\""}, {HEAD "\"streams\": [" STREAM(", \"port\": 1") "]}", "streams.0.port: no such key"}, {HEAD "\"streams\": [" STREAM("") ", " STREAM("") "]}", "streams.1.name: expected a name that no earlier stream has"},
    {HEAD "\"streams\": [" STREAM(", \"ports\": [0]") "]}", "streams.0.ports.0: expected a port from 1 to 65535"}, {HEAD "\"streams\": [" STREAM(", \"ports\": [5, 6, 5]") "]}", "streams.0.ports.2: port 5 is listed twice"},
    {HEAD "\"streams\": [{\"name\": \"a\", \"ports\": [5], \"client\": {\"framing\": \"raw\"}, \"server\": {\"framing\": \"raw\"}}, " STREAM(", \"ports\": [5]") "]}", "streams.1.ports.0: port 5 is listed twice"},
    {HEAD "\"streams\": [{\"name\": \"x\", \"client\": {\"framing\": \"raw\"}}]}", "streams.0: expected an object for each of \"client\" and \"server\""},
    {HEAD "\"streams\": [" STREAM(", \"volatile\": [\"a..b\"]") "]}", "streams.0.volatile.0: expected a path"}, {HEAD "\"streams\": [" STREAM(", \"match\": 1") "]}", "streams.0.match: expected an array"},
    {HEAD "\"streams\": [" STREAM(", \"correlate\": {}") "]}", "streams.0.correlate: expected \"request\" and \"response\""}, {HEAD "\"streams\": [" STREAM(", \"correlate\": {\"order\": 1}") "]}", "streams.0.correlate.order: expected true or false"},
    {HEAD "\"streams\": [" STREAM(", \"correlate\": {\"order\": true, \"response_struct\": \"S\"}") "]}", "streams.0.correlate.response_struct: expected the name of a struct"},

    {CLIENT("{}"), "streams.0.client: expected a key \"framing\""}, {CLIENT("{\"framing\": \"lines\"}"), "streams.0.client.framing: expected one of: line struct tagged raw"}, {CLIENT("{\"framing\": \"raw\", \"struct\": \"H\"}"), "streams.0.client.struct: no such key"},
    {CLIENT("{\"framing\": \"line\", \"terminator\": \"\"}"), "streams.0.client.terminator: expected a text of one or more characters"}, {CLIENT("{\"framing\": \"line\", \"terminator\": \"\342\202\254\"}"), "U+0000 to U+00FF"}, {CLIENT("{\"framing\": \"line\", \"terminator\": 3}"), "U+0000 to U+00FF"},
    {CLIENT("{\"framing\": \"line\", \"terminator_hex\": \"0\"}"), "streams.0.client.terminator_hex: expected bytes as pairs of hex digits"}, {CLIENT("{\"framing\": \"line\", \"terminator\": \"a\", \"terminator_hex\": \"00\"}"), "streams.0.client.terminator_hex: expected a terminator only once"},
    {CLIENT("{\"framing\": \"line\", \"encoding\": \"koi8-r\"}"), "streams.0.client.encoding: expected one of: utf-8 ascii latin-1 utf-16-le utf-16-be cp1252"}, {CLIENT("{\"framing\": \"line\", \"format\": \"xml\"}"), "streams.0.client.format: expected one of: text json auto"},
    {CLIENT("{\"framing\": \"line\", \"heartbeat\": \"\"}"), "streams.0.client.heartbeat: expected a text"}, {CLIENT("{\"framing\": \"line\", \"max_line_bytes\": 0}"), "streams.0.client.max_line_bytes: expected a whole number from 1 to 16777216"},
    {CLIENT("{\"framing\": \"struct\"}"), "streams.0.client: expected a key \"struct\""}, {CLIENT("{\"framing\": \"struct\", \"struct\": \"I\"}"), "streams.0.client.struct: expected the name of a struct"},
    {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"u\", \"cases\": {}}"), "streams.0.client.tag: expected the name of an integer field of H"}, {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"d\", \"cases\": {}}"), "expected the name of an integer field of H"},
    {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"a\", \"cases\": {}}"), "expected the name of an integer field of H, and no array"}, {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\", \"cases\": {}}"), "streams.0.client.cases: expected \"cases\""},
    {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\"}"), "streams.0.client: expected \"cases\""}, {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\", \"cases\": {\"one\": \"H\"}}"), "streams.0.client.cases.one: expected a key that is a value of the tag"},
    {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\", \"cases\": {\"256\": \"H\"}}"), "streams.0.client.cases.256: expected a key"}, {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\", \"cases\": {\"1\": \"I\"}}"), "streams.0.client.cases.1: expected the name of a struct"},
    {CLIENT("{\"framing\": \"tagged\", \"header\": \"H\", \"tag\": \"t\", \"cases\": {\"1\": \"H\", \"01\": \"H\"}}"), "streams.0.client.cases: expected each value of the tag only once"},
};

// clang-format on

static void mistakes_are_told_with_path_and_what_was_expected(void **state)
{
    (void)state;
    char why[WS_WHY_MAX];
    size_t wrong = 0;

    for (size_t i = 0; i < WS_LEN(refused); i++) {
        const char *expected = refused[i].why;
        struct ws_instance *instance = test_layout(refused[i].layout, NULL, why);
        bool told = !instance && strstr(why, expected);
        if (!told)
            print_error("%s\n  got      %s\n  expected %s\n", refused[i].layout,
                        instance ? "accepted" : why, expected);
        wrong += !told;
        ws_instance_free(instance);
    }
    assert_int_equal(wrong, 0);
}

/** A struct in a struct in a struct ... */
static struct ws_instance *nested(size_t levels, char *why)
{
    static char layout[1 << 14];
    int at = sprintf(layout, HEAD "\"structs\": {\"S0\": {\"fields\": [");

    for (size_t i = 1; i < levels; i++)
        at += sprintf(layout + at,
                      "{\"name\": \"a\", \"type\": \"S%zu\"}]}, \"S%zu\": {\"fields\": [", i, i);
    sprintf(layout + at,
            "{\"name\": \"a\", \"type\": \"int8\"}]}}, \"streams\": [{\"name\": \"x\", \"client\": "
            "{\"framing\": \"struct\", \"struct\": \"S0\"}, \"server\": {\"framing\": \"raw\"}}]}");
    return test_layout(layout, NULL, why);
}

static void structs_nest_as_deep_as_messages_do(void **state)
{
    (void)state;
    char why[WS_WHY_MAX];
    struct ws_instance *instance = nested(TCPIP_MAX_NESTED, why);

    assert_non_null(instance);
    ws_instance_free(instance);
    assert_null(nested(TCPIP_MAX_NESTED + 1, why));
    assert_non_null(strstr(why, "more than 62 deep"));
}

static void a_stream_is_chosen_by_its_name(void **state)
{
    (void)state;
    char why[WS_WHY_MAX];
    const char *layout = HEAD "\"streams\": [" STREAM("") "]}";
    struct ws_instance *instance = test_layout(layout, "x", why);

    assert_non_null(instance);
    ws_instance_free(instance);
    assert_null(test_layout(layout, "y", why));
    assert_string_equal(why, "tcpip.stream: the layout has no stream 'y'");
}

static void without_a_layout_there_are_lines(void **state)
{
    (void)state;
    char why[WS_WHY_MAX];
    struct ws_instance *instance;

    assert_int_equal(ws_instance_new(&ws_plugin, NULL, 0, &instance, why), 0);
    assert_non_null(ws_instance_type(instance, "line"));
    assert_null(ws_instance_type(instance, "struct"));
    ws_instance_free(instance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_told_with_path_and_what_was_expected),
        cmocka_unit_test(structs_nest_as_deep_as_messages_do),
        cmocka_unit_test(a_stream_is_chosen_by_its_name),
        cmocka_unit_test(without_a_layout_there_are_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
