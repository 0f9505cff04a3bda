/* Sentences for error numbers. */
#include "wirespeak/err.h"

const char *ws_strerror(int err)
{
    switch ((enum ws_err)err) {
    case WS_OK:
        return "no error";
#define WS_ERR_CASE(name, number, text)                                                            \
    case WS_E_##name:                                                                              \
        return text;
        WS_ERR_MAP(WS_ERR_CASE)
#undef WS_ERR_CASE
    }
    return "unknown error";
}
