/* An expression compiled: not binds closer than and, and closer than or. */
#include "filter/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse_or(struct ws_parse *parse);

bool ws_parse_fail(struct ws_parse *parse, const char *at, const char *fmt, ...)
{
    va_list args;

    if (parse->err)
        return false;
    parse->err = WS_E_UNKNOWN;
    parse->fault->at = (size_t)(at - parse->text);
    va_start(args, fmt);
    vsnprintf(parse->fault->why, WS_WHY_MAX, fmt, args);
    va_end(args);
    return false;
}

bool ws_parse_no_memory(struct ws_parse *parse)
{
    parse->err = WS_E_NOMEM;
    return false;
}

static void advance(struct ws_parse *parse)
{
    parse->token = ws_lex(parse->token.text + parse->token.len);
}

static bool next_is(const struct ws_parse *parse, const char *word, const char *sign)
{
    return ws_token_is(&parse->token, word) || ws_token_is(&parse->token, sign);
}

/* There is room: an expression has more characters than steps. */
static size_t add_step(struct ws_parse *parse, enum ws_filter_op op,
                       const struct ws_filter_test *test)
{
    parse->filter->steps[parse->filter->n_steps] = (struct ws_filter_step){op, 0, test};
    return parse->filter->n_steps++;
}

/* What a wrong sign may have been meant for. */
static bool refuse_sign(struct ws_parse *parse)
{
    static const struct {
        const char *sign, *why;
    } signs[] = {
        {"=", "'=' compares nothing; did you mean '=='?"},
        {"&", "'&' joins nothing; did you mean '&&'?"},
        {"|", "'|' joins nothing; did you mean '||'?"},
        {")", "there is no '(' for this"},
        {"{", "a set stands behind 'in' only"},
    };
    const struct ws_token *token = &parse->token;

    if (token->kind == WS_TOKEN_OPEN_STRING)
        return ws_parse_fail(parse, token->text, "this string is never closed");
    for (size_t i = 0; i < WS_LEN(signs); i++)
        if (ws_token_is(token, signs[i].sign))
            return ws_parse_fail(parse, token->text, "%s", signs[i].why);
    if (token->kind == WS_TOKEN_SIGN)
        return ws_parse_fail(parse, token->text, "'%.*s' has no meaning here", (int)token->len,
                             token->text);
    return ws_parse_fail(parse, token->text, "'and' or 'or' is missing before this");
}

static bool is_value(const struct ws_token *token)
{
    return token->kind == WS_TOKEN_WORD || token->kind == WS_TOKEN_STRING;
}

static bool read_value(struct ws_parse *parse, const struct ws_filter_test *test,
                       const struct ws_token *token, struct ws_filter_value *ret)
{
    size_t at = 0;

    if (token->kind == WS_TOKEN_OPEN_STRING)
        return refuse_sign(parse);
    if (!is_value(token) || token->len == 0)
        return ws_parse_fail(parse, token->text, "a value is missing here");
    int err = ws_filter_value_read(token, &parse->filter->arena, ret, &at);
    if (err == WS_E_NOMEM)
        return ws_parse_no_memory(parse);
    if (err)
        return ws_parse_fail(parse, token->text + at,
                             "there is no such escape; \\\\ is a backslash");
    return ws_check_value(parse, test, ret, token);
}

static struct ws_filter_range *new_ranges(struct ws_parse *parse, size_t n)
{
    struct ws_filter_range *ranges = ws_arena_alloc(&parse->filter->arena, n * sizeof(*ranges));
    if (!ranges)
        ws_parse_no_memory(parse);
    return ranges;
}

static bool parse_value(struct ws_parse *parse, struct ws_filter_test *test)
{
    test->ranges = new_ranges(parse, 1);
    if (!test->ranges || !read_value(parse, test, &parse->token, &test->ranges->low))
        return false;
    advance(parse);
    return true;
}

/* 5, or 5..9. */
static bool read_range(struct ws_parse *parse, const struct ws_filter_test *test,
                       struct ws_filter_range *ret)
{
    struct ws_token low = parse->token, high;
    const char *dots = low.kind == WS_TOKEN_WORD ? memmem(low.text, low.len, "..", 2) : NULL;

    if (!dots) {
        bool read = read_value(parse, test, &low, &ret->low);
        ret->high = ret->low;
        return read;
    }
    high = (struct ws_token){WS_TOKEN_WORD, dots + 2, low.len - 2 - (size_t)(dots - low.text)};
    low.len = (size_t)(dots - low.text);
    return read_value(parse, test, &low, &ret->low) && read_value(parse, test, &high, &ret->high);
}

/* Elements of the set, one more than commas. */
static size_t count_elements(const struct ws_parse *parse)
{
    size_t n = 1;
    struct ws_token token = parse->token;

    while (token.kind != WS_TOKEN_END && !ws_token_is(&token, "}")) {
        n += ws_token_is(&token, ",");
        token = ws_lex(token.text + token.len);
    }
    return n;
}

static bool parse_set(struct ws_parse *parse, struct ws_filter_test *test)
{
    if (!ws_token_is(&parse->token, "{"))
        return ws_parse_fail(parse, parse->token.text, "a set is missing here, as in {1, 2, 5..9}");
    advance(parse);
    size_t n = count_elements(parse);
    test->ranges = new_ranges(parse, n);
    if (!test->ranges)
        return false;
    for (;;) {
        if (!read_range(parse, test, &test->ranges[test->n]))
            return false;
        test->n++;
        advance(parse);
        if (!ws_token_is(&parse->token, ",") || test->n == n)
            break;
        advance(parse);
    }
    if (!ws_token_is(&parse->token, "}"))
        return ws_parse_fail(parse, parse->token.text, "a ',' or '}' is missing here");
    advance(parse);
    return true;
}

/* PCRE2 knows its own escapes: what stands between the quotes is the pattern. */
static bool parse_pattern(struct ws_parse *parse, struct ws_filter_test *test)
{
    const struct ws_token token = parse->token;
    struct ws_bytes text = {(const uint8_t *)token.text + 1, token.len - 2};
    char why[WS_WHY_MAX];
    size_t at = 0;

    if (token.kind == WS_TOKEN_OPEN_STRING)
        return refuse_sign(parse);
    if (token.kind != WS_TOKEN_STRING)
        return ws_parse_fail(parse, token.text, "a pattern in quotes is missing here");
    if (!ws_check_pattern(parse, test, &token))
        return false;
    int err = ws_pattern_new(text, &parse->filter->patterns, &at, why, sizeof(why));
    if (err == WS_E_NOMEM)
        return ws_parse_no_memory(parse);
    if (err)
        return ws_parse_fail(parse, token.text + 1 + at, "in the pattern: %.200s", why);
    test->pattern = parse->filter->patterns;
    advance(parse);
    return true;
}

static enum ws_comparison comparison(const struct ws_token *token)
{
    static const struct {
        const char *sign, *word;
        enum ws_comparison how;
    } rows[] = {
        {"==", "eq", WS_IS_EQUAL},
        {"!=", "ne", WS_IS_NOT_EQUAL},
        {"<", "lt", WS_IS_LESS},
        {"<=", "le", WS_IS_AT_MOST},
        {">", "gt", WS_IS_GREATER},
        {">=", "ge", WS_IS_AT_LEAST},
        {"in", "in", WS_IS_IN},
        {"~", "matches", WS_MATCHES},
        {"contains", "contains", WS_CONTAINS},
    };
    for (size_t i = 0; i < WS_LEN(rows); i++)
        if (ws_token_is(token, rows[i].sign) || ws_token_is(token, rows[i].word))
            return rows[i].how;
    return WS_IS_THERE;
}

static bool parse_path(struct ws_parse *parse, struct ws_filter_test *test)
{
    const struct ws_token token = parse->token;
    char why[WS_WHY_MAX];

    if (token.kind == WS_TOKEN_STRING)
        return ws_parse_fail(parse, token.text,
                             "a field stands on the left, as in message == \"hello\"");
    if (token.kind != WS_TOKEN_WORD)
        return token.kind == WS_TOKEN_SIGN && !ws_token_is(&token, ")")
                   ? refuse_sign(parse)
                   : ws_parse_fail(parse, token.text, "a field is missing here");
    const char *text = ws_arena_text(&parse->filter->arena, token.text, token.len);
    if (!text)
        return ws_parse_no_memory(parse);
    if (ws_path_compile(text, parse->instances, parse->n, &test->path, why))
        return ws_parse_fail(parse, token.text, "%s", why);
    if (ws_path_is_seq(&test->path))
        return ws_parse_fail(parse, token.text, "seq numbers what is kept; frame is the packet's");
    advance(parse);
    return true;
}

static bool parse_test(struct ws_parse *parse)
{
    struct ws_filter_test *test = ws_arena_alloc(&parse->filter->arena, sizeof(*test));

    if (!test)
        return ws_parse_no_memory(parse);
    if (!parse_path(parse, test))
        return false;
    test->how = comparison(&parse->token);
    add_step(parse, WS_STEP_TEST, test);
    if (test->how == WS_IS_THERE)
        return true;
    advance(parse);
    if (test->how == WS_IS_IN)
        return parse_set(parse, test);
    return test->how == WS_MATCHES ? parse_pattern(parse, test) : parse_value(parse, test);
}

static bool parse_group(struct ws_parse *parse)
{
    if (!ws_token_is(&parse->token, "("))
        return parse_test(parse);
    if (++parse->depth > WS_FILTER_DEPTH_MAX)
        return ws_parse_fail(parse, parse->token.text, "more than %d parentheses are open",
                             WS_FILTER_DEPTH_MAX);
    advance(parse);
    if (!parse_or(parse))
        return false;
    if (parse->token.kind == WS_TOKEN_END)
        return ws_parse_fail(parse, parse->token.text, "a ')' is missing here");
    if (!ws_token_is(&parse->token, ")"))
        return refuse_sign(parse);
    parse->depth--;
    advance(parse);
    return true;
}

static bool parse_not(struct ws_parse *parse)
{
    bool turned = false;

    for (; next_is(parse, "not", "!"); advance(parse))
        turned = !turned;
    if (!parse_group(parse))
        return false;
    if (turned)
        add_step(parse, WS_STEP_NOT, NULL);
    return true;
}

static bool parse_and(struct ws_parse *parse)
{
    if (!parse_not(parse))
        return false;
    while (next_is(parse, "and", "&&")) {
        size_t step = add_step(parse, WS_STEP_AND, NULL);
        advance(parse);
        if (!parse_not(parse))
            return false;
        parse->filter->steps[step].to = parse->filter->n_steps;
    }
    return true;
}

static bool parse_or(struct ws_parse *parse)
{
    if (!parse_and(parse))
        return false;
    while (next_is(parse, "or", "||")) {
        size_t step = add_step(parse, WS_STEP_OR, NULL);
        advance(parse);
        if (!parse_and(parse))
            return false;
        parse->filter->steps[step].to = parse->filter->n_steps;
    }
    return true;
}

static void parse_all(struct ws_parse *parse)
{
    if (parse->token.kind == WS_TOKEN_END)
        ws_parse_fail(parse, parse->text, "there is nothing to filter by");
    else if (parse_or(parse) && parse->token.kind != WS_TOKEN_END)
        refuse_sign(parse);
}

int ws_filter_new(const char *text, const struct ws_instance *const *instances, size_t n,
                  struct ws_filter **ret, struct ws_filter_fault *fault)
{
    struct ws_filter *filter = calloc(1, sizeof(*filter));
    size_t len = strlen(text);

    if (!filter)
        return WS_E_NOMEM;
    struct ws_parse parse = {
        .text = text, .instances = instances, .n = n, .filter = filter, .fault = fault};
    ws_arena_init(&filter->arena, SIZE_MAX);
    char *copy = ws_arena_text(&filter->arena, text, len);
    filter->steps = calloc(len + 1, sizeof(*filter->steps));
    if (!copy || !filter->steps) {
        ws_filter_free(filter);
        return WS_E_NOMEM;
    }
    parse.text = copy;
    parse.token = ws_lex(copy);
    if (len > WS_FILTER_TEXT_MAX)
        ws_parse_fail(&parse, copy, "the filter has more than %d bytes", WS_FILTER_TEXT_MAX);
    else
        parse_all(&parse);
    if (parse.err) {
        ws_filter_free(filter);
        return parse.err;
    }
    *ret = filter;
    return 0;
}

void ws_filter_free(struct ws_filter *filter)
{
    if (!filter)
        return;
    ws_pattern_free_list(filter->patterns);
    ws_arena_free(&filter->arena);
    free(filter->steps);
    free(filter);
}
