/* What a flow is that no plugin reads, for its flow event. */
#include "plugin/talk.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/tls.h"

/** True: more bytes could tell more. */
static bool look(struct ws_shard *s, struct ws_talk *t, struct ws_bytes first)
{
    struct ws_tls tls = ws_tls_look(first);

    if (tls.is_tls)
        t->flow.app_proto = "tls";
    if (tls.server_name[0] && !t->flow.tls_sni) {
        t->flow.tls_sni = strdup(tls.server_name);
        if (!t->flow.tls_sni)
            s->err = WS_E_NOMEM;
    }
    return tls.more;
}

static void keep(struct ws_shard *s, struct ws_naming *n, struct ws_bytes in)
{
    in = ws_bytes_upto(in, WS_TLS_MAX_HELLO - n->len);
    uint8_t *data = realloc(n->data, n->len + in.len);
    if (!data) {
        s->err = WS_E_NOMEM;
        return;
    }
    s->memory.used += in.len;
    memcpy(data + n->len, in.data, in.len);
    n->data = data;
    n->len += in.len;
}

static void done(struct ws_shard *s, struct ws_naming *n)
{
    s->memory.used -= n->len;
    free(n->data);
    *n = (struct ws_naming){.done = true};
}

void ws_naming_data(struct ws_shard *s, struct ws_talk *t, int side, struct ws_bytes in)
{
    struct ws_naming *n = &t->naming[side];

    if (n->done || in.len == 0)
        return;
    if (n->len == 0 && !look(s, t, in)) {
        done(s, n);
        return;
    }
    keep(s, n, in);
    /* Not with every byte that trickles in: that would be quadratic. */
    if (n->len < n->ask_at)
        return;
    n->ask_at = n->len + n->len / 4;
    if (!look(s, t, (struct ws_bytes){n->data, n->len}))
        done(s, n);
}

void ws_naming_end(struct ws_shard *s, struct ws_talk *t, int side)
{
    struct ws_naming *n = &t->naming[side];

    if (n->len)
        look(s, t, (struct ws_bytes){n->data, n->len});
    done(s, n);
}
