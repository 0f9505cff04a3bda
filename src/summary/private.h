/* Private to src/summary: what was counted. */
#ifndef WS_SUMMARY_PRIVATE_H
#define WS_SUMMARY_PRIVATE_H

#include "summary/quantiles.h"
#include "summary/summary.h"
#include "summary/table.h"
#include "summary/tally.h"

enum {
    WS_SUMMARY_PROTOCOLS = 64,
    WS_SUMMARY_MESSAGES = 4096,    /* names in a protocol */
    WS_SUMMARY_CODES = 1024,       /* in a protocol */
    WS_SUMMARY_FLOWS = 1 << 16,    /* of a protocol */
    WS_SUMMARY_REQUESTS = 1 << 18, /* open at one time */
    WS_SUMMARY_TABLES = 32,        /* of a plugin, a bit each; no more are made */
};

/** Requests that must be answered, by the tie of answers to requests. */
struct ws_answers {
    uint64_t asked, answered;
    uint64_t forgotten; /* too many were open: whether it was answered is not known */
};

struct ws_message_sum {
    struct ws_tally_head head; /* its name */
    uint64_t count, bytes, errors;
    uint32_t tables; /* that it is in */
    struct ws_answers answers;
    struct ws_quantiles times; /* of the first answers to it */
};

enum ws_code_kind { WS_CODE_ERROR, WS_CODE_NOTE, WS_CODE_NOTICE };

struct ws_code_sum {
    struct ws_tally_head head; /* kind, then the code */
    uint64_t count;
    enum ws_level level;
    const char *text; /* of the first */
};

struct ws_flow_sum {
    struct ws_tally_head head; /* flow id, big-endian */
    struct ws_endpoint_view client, server;
    enum ws_transport transport;
    uint64_t messages, bytes, gaps;
    struct ws_answers answers;
    int64_t first_ns, last_ns;
};

struct ws_protocol_sum {
    const struct ws_plugin *plugin;
    uint64_t messages, bytes, errors, noted, notices, gaps, gap_bytes, requests;
    struct ws_answers answers;
    struct ws_quantiles times;
    struct ws_tally by_message, codes, flows;
    struct ws_arena texts;
    struct ws_rows *tables;
    size_t n_tables;
};

struct ws_summary {
    uint64_t seed;
    struct ws_protocol_sum protocols[WS_SUMMARY_PROTOCOLS];
    size_t n_protocols;
    struct ws_map *open; /* struct open_request by place */
    bool failed;
};

static inline uint64_t ws_unanswered(const struct ws_answers *a)
{
    return a->asked - a->answered - a->forgotten;
}

#endif
