#ifndef WS_CLI_SETUP_H
#define WS_CLI_SETUP_H

#include "cli/options.h"
#include "plugin/engine.h"
#include "plugin/instance.h"
#include "plugin/registry.h"

struct cli_config;

/** The plugins of a run: found, chosen, set up. All zero is none. */
struct cli_setup {
    struct ws_registry *registry;
    struct ws_instance **instances;
    size_t n;
    struct ws_binding *bindings;
    size_t n_bindings;
};

/** What the user said about plugins; the lists are borrowed while setting up. */
struct cli_wishes {
    const char *verb;
    const struct cli_list *dirs;      /* --plugin-dir */
    const struct cli_list *protocols; /* --protocol: names joined by commas; empty: all */
    const struct cli_list *settings;  /* --set PLUGIN.KEY=VALUE */
    const struct cli_list *bindings;  /* -d tcp.port==N,PLUGIN */
    const char *view; /* an option to switch on in plugins that have it; NULL: none */
    const struct cli_config *config; /* comes behind what is said above; NULL: none */
    bool late; /* tables of plugins without settings are made ready when flows need them */
};

/** Looks for plugins, and tells which could not be loaded. CLI_GO_ON, or the exit code, told. */
int cli_setup_find(struct cli_setup *setup, const struct cli_wishes *wishes);

/** Sets the chosen plugins up. CLI_GO_ON, or the exit code, told. */
int cli_setup_instances(struct cli_setup *setup, const struct cli_wishes *wishes);

/** Understands the bindings. CLI_GO_ON, or the exit code, told. */
int cli_setup_bindings(struct cli_setup *setup, const struct cli_wishes *wishes);

/** Tells that there is no such plugin, and which one may be meant. Answers CLI_USAGE. */
int cli_setup_unknown(const struct cli_setup *setup, const char *what, const char *name);

void cli_setup_free(struct cli_setup *setup);

#endif
