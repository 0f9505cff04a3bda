/* Where lines go: numbers, limits, and descriptors that refuse. */
#include "output/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

#include "sample.h"

static struct ws_sink *new_sink(int fd, uint64_t limit, bool quiet)
{
    const struct ws_sink_config config = {.fd = fd, .limit = limit, .quiet = quiet};
    struct ws_sink *sink;
    assert_int_equal(ws_sink_new(&config, &sink), 0);
    return sink;
}

static int put(struct ws_sink *sink)
{
    struct ws_event_flow flow;
    struct ws_event event = sample_event(&flow);
    struct ws_event_sink events = ws_sink_events(sink);
    return events.event(events.self, &event);
}

/* What has been written into a pipe, as text. */
static const char *written(int fd, char *text, size_t size)
{
    fcntl(fd, F_SETFL, O_NONBLOCK);
    ssize_t n = read(fd, text, size - 1);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void events_are_numbered_without_holes_and_flushed_on_demand(void **state)
{
    (void)state;
    int ends[2];
    char text[8192];

    assert_int_equal(pipe(ends), 0);
    struct ws_sink *sink = new_sink(ends[1], 0, false);
    assert_int_equal(put(sink), 0);
    assert_int_equal(put(sink), 0);
    assert_string_equal(written(ends[0], text, sizeof(text)), "");
    assert_int_equal(ws_sink_flush(sink), 0);
    written(ends[0], text, sizeof(text));
    char *second = strchr(text, '\n');
    assert_non_null(strstr(text, "\"seq\":1,"));
    assert_non_null(second);
    assert_non_null(strstr(second, "\"seq\":2,"));
    assert_int_equal(text[strlen(text) - 1], '\n');
    assert_int_equal(ws_sink_findings(sink)->messages, 2);
    ws_sink_free(sink);
    close(ends[0]);
    close(ends[1]);
}

static void a_limit_ends_the_run_with_all_lines_written(void **state)
{
    (void)state;
    int ends[2];
    char text[8192];

    assert_int_equal(pipe(ends), 0);
    struct ws_sink *sink = new_sink(ends[1], 2, false);
    assert_int_equal(put(sink), 0);
    assert_int_equal(put(sink), WS_E_END);
    assert_int_equal(put(sink), WS_E_END);
    assert_int_equal(ws_sink_ended(sink), WS_SINK_LIMIT);
    written(ends[0], text, sizeof(text));
    assert_non_null(strstr(text, "\"seq\":2,"));
    assert_null(strstr(text, "\"seq\":3,"));
    ws_sink_free(sink);
    close(ends[0]);
    close(ends[1]);
}

static void a_quiet_sink_counts_only(void **state)
{
    (void)state;
    struct ws_sink *sink = new_sink(-1, 1, true);
    assert_int_equal(put(sink), 0);
    assert_int_equal(put(sink), 0);
    assert_int_equal(ws_sink_flush(sink), 0);
    assert_int_equal(ws_sink_findings(sink)->messages, 2);
    ws_sink_free(sink);
}

static void a_closed_pipe_ends_quietly_a_full_disk_with_its_error(void **state)
{
    (void)state;
    int ends[2], full = open("/dev/full", O_WRONLY);

    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    struct ws_sink *sink = new_sink(ends[1], 0, false);
    assert_int_equal(put(sink), 0);
    assert_int_equal(ws_sink_flush(sink), WS_E_END);
    assert_int_equal(ws_sink_ended(sink), WS_SINK_CLOSED);
    ws_sink_free(sink);
    close(ends[1]);

    assert_true(full >= 0);
    sink = new_sink(full, 0, false);
    assert_int_equal(put(sink), 0);
    assert_int_equal(ws_sink_flush(sink), WS_E_IO);
    assert_int_equal(ws_sink_errno(sink), ENOSPC);
    assert_int_equal(put(sink), WS_E_IO);
    ws_sink_free(sink);
    close(full);
}

static void sixty_four_kib_go_out_by_themselves(void **state)
{
    (void)state;
    FILE *file = tmpfile();

    assert_non_null(file);
    struct ws_sink *sink = new_sink(fileno(file), 0, false);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(put(sink), 0);
    off_t size = lseek(fileno(file), 0, SEEK_END);
    assert_true(size > 128 * 1024);
    char last;
    assert_int_equal(pread(fileno(file), &last, 1, size - 1), 1);
    assert_int_equal(last, '\n');
    ws_sink_free(sink);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_numbered_without_holes_and_flushed_on_demand),
        cmocka_unit_test(a_limit_ends_the_run_with_all_lines_written),
        cmocka_unit_test(a_quiet_sink_counts_only),
        cmocka_unit_test(a_closed_pipe_ends_quietly_a_full_disk_with_its_error),
        cmocka_unit_test(sixty_four_kib_go_out_by_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
