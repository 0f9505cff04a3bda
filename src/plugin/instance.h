#ifndef WS_PLUGIN_INSTANCE_H
#define WS_PLUGIN_INSTANCE_H

#include "message/buf.h"
#include "message/plan.h"
#include "wirespeak/plugin.h"

/** A plugin set up with its options: read-only from then on, shared by all threads. */
struct ws_instance;

/** One `--set plugin.key=value`. */
struct ws_setting {
    const char *key;
    const char *value;
};

enum { WS_WHY_MAX = 512 };

/**
 * Sets a plugin up: defaults, then `settings`, then its setup function; its tables are made ready.
 * On failure `why` (WS_WHY_MAX bytes) holds a sentence that names the option and, for an unknown
 * one, the nearest.
 */
int ws_instance_new(const struct ws_plugin *plugin, const struct ws_setting *settings, size_t n,
                    struct ws_instance **ret, char *why);
/**
 * The same without settings; its tables are made ready by ws_instance_get_ready(), before which
 * there are no plans: most captures need few of the plugins.
 */
int ws_instance_new_late(const struct ws_plugin *plugin, struct ws_instance **ret, char *why);

/** Makes its tables ready if that is still to be done; by any thread. WS_OK, WS_E_NOMEM, or
 * WS_E_VALUE: they contradict themselves. */
int ws_instance_get_ready(const struct ws_instance *instance);

void ws_instance_free(struct ws_instance *instance);

const struct ws_plugin *ws_instance_plugin(const struct ws_instance *instance);

/** What the plugin knows the flow by. */
size_t ws_instance_ports(const struct ws_instance *instance, const struct ws_port **ret);
/** Whether the user's configuration gives the plugin this port. */
bool ws_instance_is_bound(const struct ws_instance *instance, enum ws_transport transport,
                          uint16_t port);
const struct ws_message_type *ws_instance_type(const struct ws_instance *instance,
                                               const char *name);
size_t ws_instance_types(const struct ws_instance *instance,
                         const struct ws_message_type *const **ret);

/** The tables of a message type, made ready: one plan for each variant. NULL: not of this plugin.
 */
const struct ws_plan *const *ws_instance_plans(const struct ws_instance *instance,
                                               const struct ws_message_type *type);

/** The plugin's own context keys, made ready; NULL when it has none. */
const struct ws_plan *ws_instance_context(const struct ws_instance *instance);

/** What the plugin's functions get as `instance`. */
const void *ws_instance_data(const struct ws_instance *instance);

/** The option's value as text, for people; NULL: not set. */
const char *ws_instance_option_text(const struct ws_instance *instance, size_t option);

/** The plugin's tables for the summary; none for one that was built before there were any. */
size_t ws_plugin_summaries(const struct ws_plugin *plugin, const struct ws_summary_table **ret);

/** Checks a plugin's tables as loading does; `why` as above. */
int ws_plugin_check(const struct ws_plugin *plugin, char *why);

/** The readable reference of a plugin, or of one of its messages (WS_E_UNKNOWN: no such message).
 */
int ws_describe_plugin(const struct ws_instance *instance, struct ws_buf *out);
int ws_describe_message(const struct ws_instance *instance, const char *message,
                        struct ws_buf *out);

/** The JSON Schema (draft 2020-12) of all events of these plugins: one JSON document. */
int ws_schema(const struct ws_instance *const *instances, size_t n, struct ws_buf *out);

#endif
