/* The codes of errors that all protocols share. */
#include "message/code.h"

// clang-format off
static const struct ws_code common[] = {
    [WS_NO_ERROR]        = {"none", "nothing is wrong", WS_INFO},
    [WS_TRUNCATED]       = {"truncated", "the bytes end before the message does", WS_ERROR},
    [WS_BAD_LENGTH]      = {"bad_length", "a length does not fit what it measures", WS_ERROR},
    [WS_BAD_VALUE]       = {"bad_value", "a value that is not allowed here", WS_ERROR},
    [WS_BAD_STATE]       = {"bad_state", "not allowed in the state of the conversation", WS_ERROR},
    [WS_BAD_ENCODING]    = {"bad_encoding", "a text is not in its character set", WS_ERROR},
    [WS_TRAILING_BYTES]  = {"trailing_bytes", "bytes that belong to no field", WS_ERROR},
    [WS_LIMIT]           = {"limit", "a limit of this program was reached", WS_ERROR},
    [WS_UNKNOWN_MESSAGE] = {"unknown_message", "no message of the protocol", WS_ERROR},
};
// clang-format on

const struct ws_code *ws_code_of(const struct ws_code *own, size_t n_own, uint16_t code)
{
    if (code >= WS_FIRST_OWN_CODE && (size_t)(code - WS_FIRST_OWN_CODE) < n_own)
        return &own[code - WS_FIRST_OWN_CODE];
    return &common[code < WS_LEN(common) ? code : WS_NO_ERROR];
}
