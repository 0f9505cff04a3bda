/* TCP conversations as tables of steps. */
#include "flow/script.h"

#include <string.h>

#include "flow/feed.h"
#include "flow/packets.h"
#include "wirespeak/err.h"

#include "test.h"

static uint8_t flags_of(const char *text)
{
    static const char names[] = "FSRPAU"; /* from the lowest bit on */
    uint8_t flags = 0;
    for (; *text; text++)
        flags |= (uint8_t)(1u << (strchr(names, *text) - names));
    return flags;
}

static struct ws_segment segment_of(const struct step *step)
{
    struct ws_endpoint a = test_endpoint(1, 1000), b = test_endpoint(2, 2000);
    bool from_a = step->from == 'a';
    size_t len = step->data ? strlen(step->data) : 0;
    return (struct ws_segment){
        .src = from_a ? a : b,
        .dst = from_a ? b : a,
        .family = 4,
        .proto = WS_PROTO_TCP,
        .flags = flags_of(step->flags),
        .seq = step->seq,
        .ack = step->ack,
        .vlan = -1,
        .missing = step->cut,
        .payload = {(const uint8_t *)step->data, len - step->cut},
    };
}

void play(const struct ws_flow_options *options, const char *want, const struct step *steps,
          size_t n_steps, struct ws_counters *ret_counters)
{
    static const struct ws_flow_options defaults = WS_FLOW_OPTIONS_DEFAULT;
    struct test_record record = {.len = 0};
    struct ws_flow_handler handler = test_record_handler(&record);
    struct ws_memory memory = {0};
    struct feed *flows;

    assert_int_equal(feed_new(options ? options : &defaults, &handler, &memory, 1, &flows), 0);
    for (size_t i = 0; i < n_steps; i++) {
        struct ws_segment segment = segment_of(&steps[i]);
        assert_int_equal(test_give(flows, &segment, i + 1, steps[i].at_ms * 1000000), WS_OK);
    }
    feed_finish(flows);
    if (ret_counters)
        *ret_counters = *feed_counters(flows);
    assert_int_equal(feed_open(flows), 0);
    feed_free(flows);
    assert_int_equal(memory.used, 0);
    assert_string_equal(record.text, want);
}
