/* wirespeak: one program with verbs. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <pcap/pcap.h>

#include "cli/say.h"
#include "cli/verbs.h"
#include "plugin/nearest.h"
#include "wirespeak/plugin.h"

static const struct cli_verb *const verbs[] = {&cli_read, &cli_summary, &cli_decode, &cli_encode,
                                               &cli_plugins};

static void print_usage(FILE *to)
{
    fputs("  wirespeak read site.pcap\n"
          "  wirespeak read -e timestamp -e message -e ancp.transaction_id site.pcap\n"
          "  wirespeak plugins ancp\n"
          "\n"
          "usage: wirespeak VERB [OPTIONS] [ARGUMENTS]\n"
          "\n",
          to);
    for (size_t i = 0; i < WS_LEN(verbs); i++)
        fprintf(to, "  %-10s%s\n", verbs[i]->name, verbs[i]->title);
    fputs("\n"
          "  -h, --help        print this; wirespeak VERB --help tells more\n"
          "  -V, --version     print the version; with -v also of what it is built on\n"
          "  --print-config    print the settings in force, as JSON\n",
          to);
}

static int print_version(bool more)
{
    puts("wirespeak " WS_VERSION);
    if (more)
        printf("plugin interface %u, plugins in %s\n%s\n%s\n", WS_PLUGIN_ABI, WS_PLUGIN_DIR,
               pcap_lib_version(), OpenSSL_version(OPENSSL_VERSION));
    return cli_close_stdout();
}

static int fail_unknown(const char *word)
{
    const char *names[WS_LEN(verbs)];

    if (word[0] == '-')
        return cli_fail(CLI_USAGE, word, "unknown option; wirespeak --help lists verbs");
    for (size_t i = 0; i < WS_LEN(verbs); i++)
        names[i] = verbs[i]->name;
    const char *near = ws_nearest(word, names, WS_LEN(verbs));
    if (near)
        return cli_fail(CLI_USAGE, word, "no such verb; did you mean %s?", near);
    if (access(word, F_OK) == 0)
        return cli_fail(CLI_USAGE, word, "no such verb; did you mean wirespeak read %s?", word);
    return cli_fail(CLI_USAGE, word, "no such verb; wirespeak --help lists all of them");
}

static bool is(const char *word, const char *letter, const char *name)
{
    return word && (strcmp(word, letter) == 0 || strcmp(word, name) == 0);
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : NULL;

    signal(SIGPIPE, SIG_IGN);
    if (!word) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    if (is(word, "-h", "--help")) {
        print_usage(stdout);
        return cli_close_stdout();
    }
    if (strcmp(word, "--print-config") == 0) /* that of read has all there is */
        return cli_read.run(&cli_read, argc, argv);
    if (is(word, "-V", "--version"))
        return print_version(argc > 2 && is(argv[2], "-v", "--verbose"));
    for (size_t i = 0; i < WS_LEN(verbs); i++)
        if (strcmp(word, verbs[i]->name) == 0)
            return verbs[i]->run(verbs[i], argc - 1, argv + 1);
    return fail_unknown(word);
}
