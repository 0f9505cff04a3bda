/* Private to src/filter: the words of an expression. */
#ifndef WS_FILTER_LEX_H
#define WS_FILTER_LEX_H

#include <stdbool.h>
#include <stddef.h>

enum ws_token_kind {
    WS_TOKEN_END,
    WS_TOKEN_WORD,        /* a path, a number, an unquoted value, a word such as `and` */
    WS_TOKEN_STRING,      /* with its quotes */
    WS_TOKEN_SIGN,        /* == && ( { , and the like, also wrong ones */
    WS_TOKEN_OPEN_STRING, /* its quote is never closed */
};

struct ws_token {
    enum ws_token_kind kind;
    const char *text; /* in the expression */
    size_t len;
};

/** The token that begins at `at` or behind the blanks there. */
struct ws_token ws_lex(const char *at);

bool ws_token_is(const struct ws_token *token, const char *text);

#endif
