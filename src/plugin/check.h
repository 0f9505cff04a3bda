#ifndef WS_PLUGIN_CHECK_H
#define WS_PLUGIN_CHECK_H

#include "wirespeak/plugin.h"

/** Whether a plugin's head fits this host. WS_E_ABI: `why` (WS_WHY_MAX bytes) names the file, both
 * numbers, the cure. */
int ws_plugin_head_check(const char *path, const struct ws_plugin_head *head, char *why);

#endif
