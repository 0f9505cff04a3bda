#ifndef WS_CLI_OPTIONS_H
#define WS_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Texts in the order given, borrowed from argv. */
struct cli_list {
    const char **items;
    size_t n;
};

/** What an option does to its member of the verb's own struct. */
enum cli_kind {
    CLI_FLAG,   /* bool: becomes true */
    CLI_NUMBER, /* uint64_t: 1 or more */
    CLI_SIZE,   /* uint64_t: bytes, 1 or more, with k, M, G */
    CLI_TEXT,   /* const char * */
    CLI_LIST,   /* struct cli_list: gets one more */
    CLI_CHOICE, /* int: index of the word in .choices */
    CLI_HELP,   /* prints the help page */
};

/** One row drives parsing, --help, and what the manual page and the completions are checked by. */
struct cli_option {
    char letter; /* 0: none */
    const char *name;
    const char *arg; /* NULL: none */
    const char *doc;
    enum cli_kind kind;
    size_t at;           /* offsetof the member */
    const char *choices; /* separated by blanks */
};

struct cli_verb {
    const char *name;
    const char *title;    /* one line */
    const char *operands; /* as the usage line shows them */
    const char *examples; /* three lines */
    const struct cli_option *options;
    size_t n_options;
    int (*run)(const struct cli_verb *verb, int argc, char **argv); /* answers the exit code */
};

/** What cli_parse answers beside exit codes: go on. */
enum { CLI_GO_ON = -1 };

/**
 * Reads the options into `into`, the verb's own struct.
 *
 * @param operands  What is not an option.
 * @return  CLI_GO_ON, or the code to exit with: the help page was asked for, or the usage was
 *          wrong, which has been told.
 */
int cli_parse(const struct cli_verb *verb, int argc, char **argv, void *into,
              struct cli_list *operands);

/** Appends. Ends the program when there is no memory. */
void cli_list_add(struct cli_list *list, const char *item);
void cli_list_free(struct cli_list *list);

/** Sets a choice or a number as the command line would. False: the value is none. */
bool cli_option_set(const struct cli_option *option, const char *value, void *into);

/** Frees the lists of a verb's struct. */
void cli_free(const struct cli_verb *verb, void *from);

#endif
