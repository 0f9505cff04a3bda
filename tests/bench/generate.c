/* Writes a capture of made-up sessions, the same for the same options, and says what is in it. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/gen_capture.h"

#define NS_PER_S INT64_C(1000000000)

static const char usage[] =
    "generate [OPTION]... FILE\n"
    "  --seed N          1; the same options write the same bytes on every machine\n"
    "  --size BYTES      1000000; so large at least\n"
    "  --flows N         10; so many are open all the time\n"
    "  --protocols LIST  ancp,hsms; of ancp, hsms, ca, ncp, tcpip: a flow of each in turn\n"
    "  --reorder N       of 1000 segments come behind later ones, a quarter of them after 200 ms\n"
    "  --repeat N        of 1000 segments come twice, some with a part of the one before\n"
    "  --loss N          of 1000 packets (900 at most) are not captured, and neither are their "
    "repetitions\n"
    "  --midstream N     of 1000 flows began before the capture\n"
    "  --mss BYTES       1448; largest segment\n"
    "Prints one line of JSON: what is in the file. \"whole\" are the messages each of whose bytes "
    "was captured.\n";

struct options {
    uint64_t seed, size;
    uint32_t flows;
    const struct gen_protocol *protocols[GEN_PROTOCOLS_MAX];
    unsigned n_protocols;
    const char *path;
};

/* Flows by the time of their next packet: a heap in which each parent comes before its children. */
struct world {
    const struct options *options;
    struct gen_net net;
    struct gen_capture capture;
    struct gen_flow *flows, **heap;
    size_t n;
    uint32_t next_id;
};

static _Noreturn void refuse(const char *what)
{
    fprintf(stderr, "generate: %s\n%s", what, usage);
    exit(2);
}

static const struct gen_protocol *protocol_named(const char *name)
{
    static const struct gen_protocol *const all[GEN_PROTOCOLS_MAX] = {&gen_ancp, &gen_hsms, &gen_ca,
                                                                      &gen_ncp, &gen_tcpip};

    for (size_t i = 0; i < GEN_PROTOCOLS_MAX; i++)
        if (!strcmp(all[i]->name, name))
            return all[i];
    refuse("--protocols takes a list of ancp, hsms, ca, ncp, tcpip");
}

static void read_protocols(struct options *o, char *list)
{
    o->n_protocols = 0;
    for (char *name = strtok(list, ","); name && o->n_protocols < GEN_PROTOCOLS_MAX;
         name = strtok(NULL, ","))
        o->protocols[o->n_protocols++] = protocol_named(name);
    if (o->n_protocols == 0)
        protocol_named("");
}

static uint64_t number(const char *text)
{
    char *end;
    uint64_t v = strtoull(text, &end, 10);
    if (end == text || *end)
        refuse("an option's value is not a number");
    return v;
}

static void read_options(struct options *o, struct gen_net *net, int argc, char **argv)
{
    enum { SEED = 1, SIZE, FLOWS, PROTOCOLS, REORDER, REPEAT, LOSS, MIDSTREAM, MSS };
    static const struct option names[] = {
        {"seed", 1, NULL, SEED},       {"size", 1, NULL, SIZE},
        {"flows", 1, NULL, FLOWS},     {"protocols", 1, NULL, PROTOCOLS},
        {"reorder", 1, NULL, REORDER}, {"repeat", 1, NULL, REPEAT},
        {"loss", 1, NULL, LOSS},       {"midstream", 1, NULL, MIDSTREAM},
        {"mss", 1, NULL, MSS},         {NULL, 0, NULL, 0}};
    uint64_t values[MSS + 1] = {[SEED] = 1, [SIZE] = 1000000, [FLOWS] = 10, [MSS] = 1448};
    int c;

    while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (c == '?')
            refuse("unknown option");
        if (c == PROTOCOLS)
            read_protocols(o, optarg);
        else
            values[c] = number(optarg);
    }
    if (optind + 1 != argc)
        refuse("which file?");
    if (values[FLOWS] - 1 >= 60000 || values[MSS] - 1 >= 60000 || values[LOSS] > 900 ||
        values[MIDSTREAM] > 900)
        refuse("1 to 60000 flows, segments of 1 to 60000 bytes, 0 to 900 of 1000 lost or begun "
               "before");
    o->path = argv[optind];
    o->seed = values[SEED];
    o->size = values[SIZE];
    o->flows = (uint32_t)values[FLOWS];
    net->trouble = (struct gen_trouble){(uint32_t)values[REORDER], (uint32_t)values[REPEAT],
                                        (uint32_t)values[LOSS], (uint32_t)values[MIDSTREAM]};
    net->mss = (uint32_t)values[MSS];
    net->random.state = ~values[SEED];
}

static int64_t next_ns(const struct gen_flow *flow)
{
    return flow->packets[flow->at].ts_ns;
}

/* The flow at `i` may come after its children: down with it. */
static void sift(struct world *w, size_t i)
{
    for (size_t child = 2 * i + 1; child < w->n; i = child, child = 2 * i + 1) {
        child += child + 1 < w->n && next_ns(w->heap[child + 1]) < next_ns(w->heap[child]);
        if (next_ns(w->heap[i]) <= next_ns(w->heap[child]))
            return;
        struct gen_flow *flow = w->heap[i];
        w->heap[i] = w->heap[child];
        w->heap[child] = flow;
    }
}

static void begin_flow(struct world *w, struct gen_flow *flow, int64_t now_ns)
{
    uint32_t id = w->next_id++;
    unsigned protocol = id % w->options->n_protocols;

    gen_flow_begin(flow, &w->net, w->options->protocols[protocol], w->options->seed, id, now_ns);
    flow->protocol_index = protocol;
    gen_flow_more(flow, &w->net, false);
}

/* All flows begin in the first second. */
static void begin_all(struct world *w)
{
    const struct options *o = w->options;

    w->flows = gen_alloc(NULL, o->flows, sizeof(*w->flows));
    w->heap = gen_alloc(NULL, o->flows, sizeof(struct gen_flow *));
    memset(w->flows, 0, o->flows * sizeof(*w->flows));
    for (w->n = 0; w->n < o->flows; w->n++) {
        w->heap[w->n] = &w->flows[w->n];
        begin_flow(w, w->heap[w->n], NS_PER_S * (int64_t)w->n / o->flows);
    }
}

/* What follows a flow's last packet: more of it, another flow in its place, or nothing when the
 * file is full. */
static void go_on(struct world *w, struct gen_flow *flow)
{
    bool full = w->capture.bytes >= w->options->size;

    if (!flow->closed) {
        gen_flow_more(flow, &w->net, full);
    } else if (full) {
        w->heap[0] = w->heap[--w->n];
    } else {
        begin_flow(w, flow, flow->now_ns + NS_PER_S / 2);
    }
}

static void run(struct world *w)
{
    begin_all(w);
    while (w->n > 0) {
        struct gen_flow *flow = w->heap[0];
        const struct gen_packet *packet = &flow->packets[flow->at++];
        if (!packet->lost)
            gen_capture_packet(&w->capture, flow, packet);
        if (flow->at == flow->n)
            go_on(w, flow);
        sift(w, 0);
    }
}

static void print_counts(const struct options *o, const char *key, const uint64_t *counts)
{
    printf(",\"%s\":{", key);
    for (unsigned i = 0; i < o->n_protocols; i++)
        printf("%s\"%s\":%" PRIu64, i ? "," : "", o->protocols[i]->name, counts[i]);
    printf("}");
}

static void print_truth(const struct world *w)
{
    const struct gen_truth *t = &w->net.truth;

    printf("{\"seed\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"packets\":%" PRIu64 ",\"flows\":%" PRIu64,
           w->options->seed, w->capture.bytes, w->capture.packets, t->flows);
    print_counts(w->options, "messages", t->messages);
    print_counts(w->options, "whole", t->whole);
    printf(",\"ca_doubles\":%" PRIu64, t->doubles);
    printf(",\"reordered\":%" PRIu64 ",\"repeated\":%" PRIu64 ",\"lost\":%" PRIu64 "}\n",
           t->reordered, t->repeated, t->lost);
}

static void release(struct world *w)
{
    for (size_t i = 0; i < w->options->flows; i++) {
        free(w->flows[i].packets);
        free(w->flows[i].burst.bytes.data);
        free(w->flows[i].burst.ends);
    }
    free(w->flows);
    free(w->heap);
}

int main(int argc, char **argv)
{
    struct options options = {.protocols = {&gen_ancp, &gen_hsms}, .n_protocols = 2};
    struct world world = {.options = &options};

    read_options(&options, &world.net, argc, argv);
    if (!gen_capture_open(&world.capture, options.path)) {
        perror(options.path);
        return 1;
    }
    run(&world);
    if (ferror(world.capture.file) || fclose(world.capture.file)) {
        perror(options.path);
        return 1;
    }
    print_truth(&world);
    release(&world);
    return 0;
}
