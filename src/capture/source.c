/* Packets out of pcap and pcapng files, through libpcap. */
#include "capture/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pcap/pcap.h>

#include "capture/link.h"
#include "wirespeak/err.h"

enum { BUFFER_SIZE = 1 << 20 };

struct ws_source {
    FILE *file; /* the pcap handle's own once there is one */
    char *buffer;
    pcap_t *pcap;
    uint64_t frames;
    uint64_t size;
    int linktype;
    char *name;
};

/* Not stdin itself: its buffer must be ours, and must go when the source is closed. */
static FILE *open_stream(const char *path)
{
    if (strcmp(path, "-") != 0)
        return fopen(path, "rbe");
    int fd = dup(STDIN_FILENO);
    if (fd < 0)
        return NULL;
    FILE *file = fdopen(fd, "rb");
    if (!file)
        close(fd);
    return file;
}

static int open_file(struct ws_source *s, const char *path, char *why, size_t why_len)
{
    s->name = strdup(path);
    s->buffer = malloc(BUFFER_SIZE);
    if (!s->name || !s->buffer)
        return WS_E_NOMEM;
    s->file = open_stream(path);
    if (!s->file) {
        snprintf(why, why_len, "cannot open: %s", strerror(errno));
        return WS_E_IO;
    }
    setvbuf(s->file, s->buffer, _IOFBF, BUFFER_SIZE);
    struct stat st;
    if (fstat(fileno(s->file), &st) == 0 && S_ISREG(st.st_mode))
        s->size = (uint64_t)st.st_size;
    return WS_OK;
}

static int check_not_empty(struct ws_source *s, char *why, size_t why_len)
{
    int c = getc(s->file);
    if (c != EOF) {
        ungetc(c, s->file);
        return WS_OK;
    }
    if (ferror(s->file)) {
        snprintf(why, why_len, "cannot read: %s", strerror(errno));
        return WS_E_IO;
    }
    snprintf(why, why_len, "the file is empty");
    return WS_E_TRUNCATED;
}

static int open_pcap(struct ws_source *s, char *why, size_t why_len)
{
    char text[PCAP_ERRBUF_SIZE] = "";
    s->pcap = pcap_fopen_offline_with_tstamp_precision(s->file, PCAP_TSTAMP_PRECISION_NANO, text);
    if (!s->pcap) {
        snprintf(why, why_len, "%s", text);
        return ferror(s->file) ? WS_E_IO : feof(s->file) ? WS_E_TRUNCATED : WS_E_FORMAT;
    }
    s->linktype = pcap_datalink(s->pcap);
    if (ws_link_is_known(s->linktype))
        return WS_OK;
    const char *link = pcap_datalink_val_to_name(s->linktype);
    snprintf(why, why_len, "link type %s (%d) is not supported", link ? link : "unknown",
             s->linktype);
    return WS_E_FORMAT;
}

int ws_source_open(const char *path, struct ws_source **ret, char *why, size_t why_len)
{
    struct ws_source *s = calloc(1, sizeof(*s));
    int err = s ? open_file(s, path, why, why_len) : WS_E_NOMEM;
    if (!err)
        err = check_not_empty(s, why, why_len);
    if (!err)
        err = open_pcap(s, why, why_len);
    if (!err) {
        *ret = s;
        return WS_OK;
    }
    if (err == WS_E_NOMEM)
        snprintf(why, why_len, "%s", ws_strerror(err));
    ws_source_close(s);
    return err;
}

/* With nanosecond precision libpcap puts nanoseconds into tv_usec; a damaged file any number. */
static int64_t time_of(const struct pcap_pkthdr *header)
{
    int64_t ns;
    if (!__builtin_mul_overflow((int64_t)header->ts.tv_sec, INT64_C(1000000000), &ns) &&
        !__builtin_add_overflow(ns, (int64_t)header->ts.tv_usec, &ns))
        return ns;
    return header->ts.tv_sec < 0 ? INT64_MIN : INT64_MAX;
}

int ws_source_next(struct ws_source *source, struct ws_packet *ret)
{
    struct pcap_pkthdr *header;
    const u_char *data;

    switch (pcap_next_ex(source->pcap, &header, &data)) {
    case 1:
        break;
    case PCAP_ERROR_BREAK:
        return WS_E_END;
    default:
        return feof(source->file) && !ferror(source->file) ? WS_E_TRUNCATED : WS_E_IO;
    }
    *ret = (struct ws_packet){
        .ts_ns = time_of(header),
        .frame = ++source->frames,
        .caplen = header->caplen,
        .len = header->len,
        .linktype = source->linktype,
        .data = data,
    };
    return WS_OK;
}

const char *ws_source_why(const struct ws_source *source)
{
    return pcap_geterr(source->pcap);
}

uint64_t ws_source_position(const struct ws_source *source)
{
    off_t at = ftello(source->file);
    return at < 0 ? 0 : (uint64_t)at;
}

uint64_t ws_source_size(const struct ws_source *source)
{
    return source->size;
}

const char *ws_source_name(const struct ws_source *source)
{
    return source->name;
}

void ws_source_close(struct ws_source *source)
{
    if (!source)
        return;
    if (source->pcap)
        pcap_close(source->pcap);
    else if (source->file)
        fclose(source->file);
    free(source->buffer);
    free(source->name);
    free(source);
}
