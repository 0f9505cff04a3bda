/* Community ID: the published vector, and what Python's hashlib makes of the specification. */
#include "output/community_id.h"

#include "test.h"

// clang-format off
static const struct {
    const char *what;
    enum ws_transport transport;
    struct ws_endpoint_view ends[2];
    const char *wanted;
} cases[] = {
    {"specification: TCP", WS_TCP, {{4, {128, 232, 110, 120}, 34855}, {4, {66, 35, 250, 204}, 80}}, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
    {"pycommunityid: TCP", WS_TCP, {{4, {10, 0, 0, 1}, 10}, {4, {10, 0, 0, 2}, 20}}, "1:9j2Dzwrw7T9E+IZi4b4IVT66HBI="},
    {"specification: UDP", WS_UDP, {{4, {192, 168, 1, 52}, 54585}, {4, {8, 8, 8, 8}, 53}}, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
    {"hashlib: IPv6", WS_UDP, {{6, {0xfe, 0x80, [15] = 1}, 5064}, {6, {0xfe, 0x80, [15] = 2}, 5065}}, "1:8NX6br/yu3xebtCmx7ldrsLJlr4="},
};
// clang-format on

static void both_directions_have_the_published_id(void **state)
{
    (void)state;
    for (size_t i = 0; i < WS_LEN(cases); i++) {
        print_message("case: %s\n", cases[i].what);
        const struct ws_endpoint_view back[] = {cases[i].ends[1], cases[i].ends[0]};
        char id[WS_COMMUNITY_ID_MAX];
        assert_int_equal(ws_community_id(id, cases[i].transport, cases[i].ends), 30);
        assert_string_equal(id, cases[i].wanted);
        ws_community_id(id, cases[i].transport, back);
        assert_string_equal(id, cases[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_directions_have_the_published_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
