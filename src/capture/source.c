/* Packets out of capture files, whatever their format and packing. */
#include "capture/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

#include "capture/files.h"
#include "wirespeak/err.h"

struct ws_source {
    struct ws_input in;
    struct ws_pcap pcap;
    struct ws_pcapng ng;
    bool is_ng;
    uint64_t frames;
    char *name;
};

int ws_input_refuse_link(struct ws_input *in, int linktype)
{
    const char *name = pcap_datalink_val_to_name(linktype);
    return ws_input_fail(in, WS_E_FORMAT, "link type %s (%d) is not supported",
                         name ? name : "unknown", linktype);
}

static int open_format(struct ws_source *s)
{
    enum { MAGIC_LEN = 4 };
    int err = ws_input_need(&s->in, MAGIC_LEN);
    if (err)
        return ws_input_cut(&s->in, err, "the header", 0);
    s->is_ng = ws_pcapng_is(s->in.at);
    if (s->is_ng)
        return ws_pcapng_open(&s->ng, &s->in);
    if (ws_pcap_is(s->in.at))
        return ws_pcap_open(&s->pcap, &s->in);
    return ws_input_fail(&s->in, WS_E_FORMAT, "not a pcap or pcapng file");
}

static int open_source(struct ws_source *s, const char *path)
{
    int err = ws_input_open(&s->in, path);
    if (!err)
        err = open_format(s);
    if (err == WS_E_END) /* compressed nothing */
        err = ws_input_fail(&s->in, WS_E_TRUNCATED, "the file is empty");
    if (err)
        return err;
    s->name = strdup(path);
    return s->name ? WS_OK : WS_E_NOMEM;
}

int ws_source_open(const char *path, struct ws_source **ret, char *why, size_t why_len)
{
    struct ws_source *s = calloc(1, sizeof(*s));
    int err = s ? open_source(s, path) : WS_E_NOMEM;

    if (!err) {
        *ret = s;
        return WS_OK;
    }
    snprintf(why, why_len, "%s", err == WS_E_NOMEM ? ws_strerror(err) : s->in.why);
    ws_source_close(s);
    return err;
}

int ws_source_next(struct ws_source *source, struct ws_packet *ret)
{
    int err = source->is_ng ? ws_pcapng_next(&source->ng, &source->in, ret)
                            : ws_pcap_next(&source->pcap, &source->in, ret);
    if (!err)
        ret->frame = ++source->frames;
    return err;
}

const char *ws_source_why(const struct ws_source *source)
{
    return source->in.why;
}

uint64_t ws_source_position(const struct ws_source *source)
{
    const struct ws_input *in = &source->in;
    return in->packed ? in->read - in->in.len : ws_input_offset(in);
}

uint64_t ws_source_size(const struct ws_source *source)
{
    return source->in.size;
}

const char *ws_source_name(const struct ws_source *source)
{
    return source->name;
}

void ws_source_close(struct ws_source *source)
{
    if (!source)
        return;
    ws_pcapng_close(&source->ng);
    ws_input_close(&source->in);
    free(source->name);
    free(source);
}
