#ifndef WS_CLI_CONFIG_H
#define WS_CLI_CONFIG_H

#include "cli/setup.h"
#include "output/print.h"

/** Settings that hold unless the environment or the command line say otherwise: a file of JSON,
 * wirespeak-config(5). */

enum { CLI_CONFIG_MAX_BYTES = 1 << 20, CLI_PLACE_MAX = 512 };

/** The kinds of lists that a configuration has. */
enum cli_config_list {
    CLI_CONFIG_DIRS,
    CLI_CONFIG_BINDINGS,
    CLI_CONFIG_SETTINGS,
    CLI_CONFIG_LISTS
};

/** Values that are an option's, in the order of cli_config_scalars. */
enum cli_config_scalar { CLI_CONFIG_COLOR, CLI_CONFIG_JOBS, CLI_CONFIG_TIME, CLI_CONFIG_SCALARS };

struct cli_config {
    char *file;                              /* that was read; NULL: none */
    struct cli_list lists[CLI_CONFIG_LISTS]; /* owned texts, as on the command line */
    char *scalars[CLI_CONFIG_SCALARS];       /* as on the command line; NULL: not there */
    const char *sources[CLI_CONFIG_SCALARS]; /* of what is in force; NULL: the default */
    uint8_t colors[WS_N_COLORS];
    char *color_names[WS_N_COLORS]; /* NULL: not there */
};

/**
 * Reads the configuration and lets it set the verb's options that the command line left alone:
 * choices that are -1, numbers that are 0.
 *
 * @param file  Of --config: "none" for none, NULL for the user's own, which need not be there and
 *              is not read with raised privileges.
 * @param options  The verb's, after cli_parse().
 * @return  CLI_GO_ON, or the exit code, told. cli_config_free() in both cases.
 */
int cli_config_use(struct cli_config *config, const struct cli_verb *verb, const char *file,
                   void *options);
void cli_config_free(struct cli_config *config);

/** "FILE: KEY" of an item of a list, for messages: `place` has CLI_PLACE_MAX bytes. */
void cli_config_place(const struct cli_config *config, enum cli_config_list list, size_t item,
                      char *place);

/** Prints what is in force as a configuration, and where each value comes from. The exit code. */
int cli_config_print(const struct cli_config *config, const struct cli_verb *verb,
                     const struct cli_setup *setup, const struct cli_wishes *wishes,
                     const void *options);

/** Which scalar an option of this name is; -1: none. */
int cli_config_scalar_of(const char *name);

/** The key of a colour inside "colors". */
const char *cli_config_color_key(enum ws_color color);

/* config_file.c */

struct cJSON;

/**
 * Reads a file of at most CLI_CONFIG_MAX_BYTES that holds one JSON object, in whose objects no key
 * comes twice. CLI_GO_ON with *ret (of cJSON_Delete(); NULL: there is no such file, and it
 * `may_be_missing`), or the exit code, told.
 */
int cli_config_read(const char *file, bool may_be_missing, struct cJSON **ret);

#endif
