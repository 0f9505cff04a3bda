/* Picks: packets by number, flows by their ends from their first packet on. */
#include "filter/picks.h"

#include "flow/flow.h"
#include "test.h"
#include "wirespeak/export.h"

static struct ws_arrival arrival(uint64_t frame, uint16_t port)
{
    return (struct ws_arrival){
        .now = {.frame = frame},
        .any = true,
        .segment = {.src = {.addr = {10}, .port = port},
                    .dst = {.addr = {11}, .port = 80},
                    .family = 4,
                    .proto = WS_PROTO_TCP},
    };
}

static void packets_are_those_noted_and_no_other(void **state)
{
    (void)state;
    struct ws_picks *picks;
    size_t n = 0;

    assert_int_equal(ws_picks_new(&picks), 0);
    for (uint64_t frame = 1; frame < 1000000; frame *= 7)
        assert_int_equal(ws_picks_packet(picks, frame), 0);
    for (uint64_t frame = 0; frame < 2000000; frame++)
        n += ws_picks_has_packet(picks, frame);
    assert_int_equal(n, 8); /* 7^0 .. 7^7 = 823543 */
    assert_true(ws_picks_has_packet(picks, 823543));
    ws_picks_free(picks);
}

static void flows_stay_picked(void **state)
{
    (void)state;
    struct ws_picks *picks;

    assert_int_equal(ws_picks_new(&picks), 0);
    assert_false(ws_picks_has_flow(picks, 1));
    for (uint64_t i = 0; i < 5000; i++) {
        uint64_t id = i * UINT64_C(0x9e3779b97f4a7c15);
        assert_int_equal(ws_picks_flow(picks, id, i, i % 3 == 0), 0);
        assert_int_equal(ws_picks_flow(picks, id, i, false), 0);
    }
    for (uint64_t i = 0; i < 5000; i++)
        assert_int_equal(ws_picks_has_flow(picks, i * UINT64_C(0x9e3779b97f4a7c15)), i % 3 == 0);
    ws_picks_free(picks);
}

/* The same ends again are another flow. */
static void a_packet_belongs_to_the_flow_that_its_ends_have_then(void **state)
{
    (void)state;
    static const struct {
        uint64_t frame;
        uint16_t port;
        bool wanted;
    } packets[] = {{1, 1, false}, {2, 2, false}, {3, 1, true},  {4, 1, true},
                   {5, 2, false}, {6, 1, true},  {7, 1, false}, {8, 1, false}};
    struct ws_picks *picks;

    assert_int_equal(ws_picks_new(&picks), 0);
    assert_int_equal(ws_picks_flow(picks, 100, 1, false), 0);
    assert_int_equal(ws_picks_flow(picks, 101, 3, true), 0);
    assert_int_equal(ws_picks_flow(picks, 102, 7, false), 0);
    for (size_t i = 0; i < WS_LEN(packets); i++) {
        struct ws_arrival a = arrival(packets[i].frame, packets[i].port);
        assert_int_equal(ws_picks_has_arrival(picks, &a), packets[i].wanted);
    }
    assert_int_equal(ws_picks_has_arrival(picks, &(struct ws_arrival){.any = false}), 0);
    ws_picks_free(picks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packets_are_those_noted_and_no_other),
        cmocka_unit_test(flows_stay_picked),
        cmocka_unit_test(a_packet_belongs_to_the_flow_that_its_ends_have_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
