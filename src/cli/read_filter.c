/* The filter of `read`, and the packets of what it keeps. */
#include "cli/read_filter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/say.h"
#include "output/value.h"
#include "packet/memory.h"

enum { WHY_MAX = 512 };

/* The expression, and a caret below the place: control characters are shown as one '?' each, so
 * that columns stay. */
static void show_place(const char *text, size_t at)
{
    size_t columns = 0;

    fputs("    ", stderr);
    for (const char *c = text; *c; c++) {
        fputc((unsigned char)*c < 0x20 || *c == 0x7f ? '?' : *c, stderr);
        columns += c < text + at && ((unsigned char)*c & 0xc0) != 0x80;
    }
    fprintf(stderr, "\n%*s^\n", (int)columns + 4, "");
}

static int compile(struct read_filter *f, const char *text,
                   const struct ws_instance *const *instances, size_t n)
{
    struct ws_filter_fault fault;
    int err = ws_filter_new(text, instances, n, &f->filter, &fault);

    if (err == WS_E_NOMEM)
        return cli_fail(CLI_LIMITS, "filter", "out of memory");
    if (!err)
        return CLI_GO_ON;
    cli_say("filter", "%s", fault.why);
    show_place(text, fault.at);
    return CLI_USAGE;
}

bool read_filter_reads_again(const struct read_options *options)
{
    return options->whole_flows || options->write;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* What is read twice must be a file, and not the one that is written. */
static int check_files(const struct read_options *o)
{
    const char *what = o->write ? "-w" : "--whole-flows";
    struct stat st;

    for (size_t i = 0; i < o->files.n && read_filter_reads_again(o); i++) {
        const char *path = o->files.items[i];
        if (strcmp(path, "-") == 0 || (stat(path, &st) == 0 && !S_ISREG(st.st_mode)))
            return cli_fail(CLI_USAGE, what,
                            "reads captures twice, and %s can be read only once; save it to a file",
                            strcmp(path, "-") == 0 ? "standard input" : path);
        if (o->write && is_same_file(path, o->write))
            return cli_fail(CLI_USAGE, what, "%s is a capture that is read", o->write);
    }
    return CLI_GO_ON;
}

static int open_writer(struct read_filter *f, const char *path)
{
    if (strcmp(path, "-") == 0)
        return cli_fail(CLI_USAGE, "-w", "standard output is for events; name a file");
    int err = ws_writer_open(path, &f->writer);
    if (err == WS_E_IO)
        return cli_fail(CLI_LIMITS, path, "cannot write: %s", strerror(errno));
    return err ? cli_fail(CLI_LIMITS, path, "out of memory") : CLI_GO_ON;
}

int read_filter_prepare(struct read_filter *f, const struct read_options *options,
                        const struct ws_instance *const *instances, size_t n)
{
    int result = CLI_GO_ON;

    if (options->whole_flows && !options->filter)
        return cli_fail(CLI_USAGE, "--whole-flows", "needs a filter; add -Y EXPR");
    if (options->filter)
        result = compile(f, options->filter, instances, n);
    if (result == CLI_GO_ON)
        result = check_files(options);
    if (result == CLI_GO_ON && options->write)
        result = open_writer(f, options->write);
    return result;
}

int read_filter_done(struct read_filter *f, const struct read_options *options)
{
    int result = CLI_OK;

    if (f->given_up > 0)
        cli_say("filter",
                "a pattern was too hard for %llu values, which were taken not to match; "
                "docs/filters.md tells the limits",
                (unsigned long long)f->given_up);
    if (ws_writer_close(f->writer))
        result = cli_fail(CLI_LIMITS, options->write, "cannot write: %s", strerror(errno));
    ws_filter_free(f->filter);
    *f = (struct read_filter){.filter = NULL};
    return result;
}

/* A file being read again. */
struct copying {
    struct read_filter *filter;
    const struct read_options *options;
    struct ws_picks *picks;
    struct ws_source *source;
    struct ws_intake *intake; /* of whole flows */
    uint64_t last;
};

/* 1, 0, or WS_E_NOMEM. */
static int is_wanted(const struct copying *c, const struct ws_packet *packet)
{
    struct ws_arrival arrival;

    if (!c->intake)
        return ws_picks_has_packet(c->picks, packet->frame);
    int err = ws_intake_packet(c->intake, packet, &arrival);
    return err ? err : ws_picks_has_arrival(c->picks, &arrival);
}

static int copy_packets(const struct copying *c)
{
    struct ws_packet packet = {.frame = 0};
    int wanted = 0, err = 0;

    while (packet.frame < c->last && !err && wanted >= 0 &&
           ws_source_next(c->source, &packet) == WS_OK) {
        wanted = is_wanted(c, &packet);
        if (wanted > 0)
            err = ws_writer_packet(c->filter->writer, &packet);
    }
    return wanted < 0 ? wanted : err;
}

static int tell(const struct copying *c, int err)
{
    const char *path = c->options->write;

    if (err == WS_E_IO)
        return cli_fail(CLI_LIMITS, path, "cannot write: %s", strerror(errno));
    if (err == WS_E_VALUE)
        return cli_fail(CLI_LIMITS, path,
                        "packets of several link types, or of times outside 1970 to 2106, need "
                        "pcapng: choose a name that does not end in .pcap");
    return err ? cli_fail(CLI_LIMITS, "read", "%s", ws_strerror(err)) : CLI_OK;
}

int read_filter_write(struct read_filter *f, const struct read_options *options, const char *path,
                      struct ws_picks *picks, uint64_t last)
{
    struct copying c = {.filter = f, .options = options, .picks = picks, .last = last};
    struct ws_memory memory = {.used = 0};
    char why[WHY_MAX];

    if (ws_source_open(path, &c.source, why, sizeof(why)))
        return cli_fail(CLI_INPUT, path, "%s", why);
    int err = 0;
    if (options->whole_flows)
        err = ws_intake_new(options->verify_checksums, &memory, 0, &c.intake);
    if (!err)
        err = copy_packets(&c);
    ws_intake_free(c.intake);
    ws_source_close(c.source);
    return tell(&c, err);
}
