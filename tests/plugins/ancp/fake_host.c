/* A host that writes down what the plugin asks of it, in place of the engine. */
#include "fake_host.h"

#include <stdio.h>
#include <string.h>

#include "plugin/map.h"

enum { REQUEST_TIMEOUT_S = 5 };

void fake_forget(struct ws_host *host)
{
    host->notes = 0;
    host->note_text[0] = '\0';
    host->orphan = host->no_answer = false;
    host->request_frame = 0;
    memset(host->context, 0, sizeof(host->context));
    host->n_notices = 0;
}

struct ws_request ws_request_of(const struct ws_message *m)
{
    return (struct ws_request){.ts_ns = m->ts_ns, .frame = m->frame, .offset = m->offset};
}

void ws_note(struct ws_host *host, size_t code, const char *fmt, ...)
{
    va_list args;

    assert_true(code < ANCP_N_NOTES);
    assert_false(host->notes >> code & 1); /* once each */
    host->notes |= UINT32_C(1) << code;
    va_start(args, fmt);
    vsnprintf(host->note_text, sizeof(host->note_text), fmt, args);
    va_end(args);
}

void ws_answers(struct ws_host *host, const struct ws_request *request)
{
    host->request_frame = request->frame;
}

void ws_no_answer(struct ws_host *host)
{
    host->no_answer = true;
}

void ws_orphan(struct ws_host *host)
{
    host->orphan = true;
}

void ws_context_text(struct ws_host *host, size_t row, struct ws_bytes text)
{
    assert_true(row < ANCP_N_CONTEXT && text.len < FAKE_TEXT);
    snprintf(host->context[row], FAKE_TEXT, "%.*s", (int)text.len, (const char *)text.data);
}

void ws_notice(struct ws_host *host, size_t code, enum ws_role from,
               const struct ws_request *request, const char *fmt, ...)
{
    (void)fmt;
    assert_true(code < ANCP_N_NOTICES && host->n_notices < FAKE_MAX);
    host->notices[host->n_notices++] =
        (struct fake_notice){code, from, request ? request->frame : 0};
}

void ws_deadline(struct ws_host *host, int64_t at_ns)
{
    host->deadline_ns = at_ns;
}

struct ws_map *ws_map_new(struct ws_host *host, size_t key_size, size_t value_size, size_t max)
{
    struct ws_map *m = ws_map_make(key_size, value_size, max);
    if (m)
        ws_map_chain(m, &host->maps);
    return m;
}

uint64_t ws_option_uint(const struct ws_instance *instance, size_t option)
{
    (void)instance;
    assert_int_equal(option, ANCP_O_REQUEST_TIMEOUT);
    return REQUEST_TIMEOUT_S * UINT64_C(1000000000);
}
