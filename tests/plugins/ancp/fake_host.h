/* A host that writes down what the plugin asks of it, in place of the engine. */
#ifndef ANCP_FAKE_HOST_H
#define ANCP_FAKE_HOST_H

#include "ancp_test.h"
#include "observe.h"

enum { FAKE_MAX = 16, FAKE_TEXT = 256 };

struct fake_notice {
    size_t code;
    enum ws_role from;
    uint64_t frame; /* of the request; 0: none */
};

/** What the last message led to; notices are kept until fake_forget(). */
struct ws_host {
    struct ws_map *maps;
    int64_t deadline_ns;
    uint32_t notes;            /* bits */
    char note_text[FAKE_TEXT]; /* of the last one */
    bool orphan, no_answer;
    uint64_t request_frame; /* 0: answers nothing */
    char context[ANCP_N_CONTEXT][FAKE_TEXT];
    size_t n_notices;
    struct fake_notice notices[FAKE_MAX];
};

void fake_forget(struct ws_host *host);

#endif
