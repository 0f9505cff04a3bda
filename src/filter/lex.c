/* The words of an expression. */
#include "filter/lex.h"

#include <string.h>

static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80 || (c && strchr("_.:/+-", c));
}

static struct ws_token lex_string(const char *at)
{
    size_t len = 1;

    while (at[len] && at[len] != at[0])
        len += at[len] == '\\' && at[len + 1] ? 2 : 1;
    if (!at[len])
        return (struct ws_token){WS_TOKEN_OPEN_STRING, at, len};
    return (struct ws_token){WS_TOKEN_STRING, at, len + 1};
}

static struct ws_token lex_sign(const char *at)
{
    static const char *const pairs[] = {"==", "!=", "<=", ">=", "&&", "||"};

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        if (strncmp(at, pairs[i], 2) == 0)
            return (struct ws_token){WS_TOKEN_SIGN, at, 2};
    return (struct ws_token){WS_TOKEN_SIGN, at, 1};
}

struct ws_token ws_lex(const char *at)
{
    size_t len = 0;

    at += strspn(at, " \t\r\n");
    if (!*at)
        return (struct ws_token){WS_TOKEN_END, at, 0};
    if (*at == '"' || *at == '\'')
        return lex_string(at);
    while (in_word(at[len]))
        len++;
    return len > 0 ? (struct ws_token){WS_TOKEN_WORD, at, len} : lex_sign(at);
}

bool ws_token_is(const struct ws_token *token, const char *text)
{
    return (token->kind == WS_TOKEN_WORD || token->kind == WS_TOKEN_SIGN) &&
           token->len == strlen(text) && memcmp(token->text, text, token->len) == 0;
}
