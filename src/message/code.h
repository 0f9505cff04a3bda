#ifndef WS_MESSAGE_CODE_H
#define WS_MESSAGE_CODE_H

#include "wirespeak/plugin.h"

/** The code of an error by its number: a common one (enum ws_error_code), or one of the plugin's
 * `n_own`. A number that is neither gives that of WS_NO_ERROR. Never NULL. */
const struct ws_code *ws_code_of(const struct ws_code *own, size_t n_own, uint16_t code);

#endif
