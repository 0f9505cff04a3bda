/* Can a path have the values that it is compared with? */
#include <string.h>

#include "filter/parse.h"
#include "output/path_words.h"

/* All that a path may be, and whether one word is among its names. */
struct survey {
    unsigned kinds;       /* of enum ws_path_kind; texts of a closed list are not among them */
    struct ws_bytes word; /* the one in question */
    bool named, known;
    struct ws_words words;
};

static bool is_word(struct ws_bytes word, const char *name)
{
    return word.len == strlen(name) && memcmp(word.data, name, word.len) == 0;
}

static void take_name(struct survey *survey, const char *name)
{
    survey->known |= is_word(survey->word, name);
    ws_words_add(&survey->words, name);
}

static void take_kind(void *self, enum ws_path_kind kind, const struct ws_names *names,
                      const char *family)
{
    struct survey *survey = self;

    if (kind != WS_PATH_TEXT || !names || names->otherwise)
        survey->kinds |= kind;
    if (!names)
        return;
    survey->named = true;
    if (family)
        survey->known |= ws_pattern_covers(family, survey->word);
    for (size_t i = 0; i < names->n; i++)
        take_name(survey, names->list[i].name);
    if (names->otherwise)
        take_name(survey, names->otherwise);
}

static struct survey survey_path(const struct ws_parse *parse, const struct ws_path *path,
                                 struct ws_bytes word)
{
    struct survey survey = {.word = word};
    ws_path_kinds(path, parse->instances, parse->n, take_kind, &survey);
    return survey;
}

/* A flag's names may be joined, each must be one. */
static bool are_known(const struct ws_parse *parse, const struct ws_path *path,
                      struct ws_bytes joined)
{
    for (;;) {
        const uint8_t *bar = joined.len > 0 ? memchr(joined.data, '|', joined.len) : NULL;
        size_t len = bar ? (size_t)(bar - joined.data) : joined.len;
        struct survey one = survey_path(parse, path, ws_bytes_upto(joined, len));
        if (!one.known)
            return false;
        if (!bar)
            return true;
        joined = ws_bytes_from(joined, len + 1);
    }
}

static bool refuse_name(struct ws_parse *parse, const struct ws_filter_test *test,
                        const struct survey *survey, const struct ws_token *token)
{
    const char *near = ws_words_nearest(&survey->words, survey->word);

    if (near)
        return ws_parse_fail(parse, token->text, "%s is never %.*s; did you mean \"%s\"?",
                             test->path.text, (int)token->len, token->text, near);
    return ws_parse_fail(parse, token->text, "%s is never %.*s", test->path.text, (int)token->len,
                         token->text);
}

static bool refuse_kind(struct ws_parse *parse, const struct ws_filter_test *test, unsigned kinds,
                        const struct ws_token *token)
{
    static const struct {
        enum ws_path_kind kind;
        const char *is;
    } rows[] = {
        {WS_PATH_TEXT, "a text: put what it is compared with in quotes"},
        {WS_PATH_NUMBER, "a number, compared with one such as 12, -3 or 0x1f"},
        {WS_PATH_BOOL, "true or false"},
        {WS_PATH_BYTES, "bytes, compared with hex such as \"880c\""},
        {WS_PATH_MAC, "a MAC address, compared with one such as 02:00:5e:10:00:0a"},
        {WS_PATH_IP, "an address, compared with one such as 192.0.2.1 or 10.0.0.0/8"},
        {WS_PATH_TIME, "a time, compared with one such as \"2026-11-20T10:00:00Z\""},
        {WS_PATH_OBJECT, "an object, which is there or not; compare what it holds"},
    };
    for (size_t i = 0; i < WS_LEN(rows); i++)
        if (kinds & rows[i].kind)
            return ws_parse_fail(parse, token->text, "%s is %s", test->path.text, rows[i].is);
    return ws_parse_fail(parse, token->text, "%s is never %.*s", test->path.text, (int)token->len,
                         token->text);
}

/* Texts, names and addresses are looked into. */
static bool check_part(struct ws_parse *parse, const struct ws_filter_test *test,
                       const struct ws_filter_value *value, const struct survey *survey,
                       const struct ws_token *token)
{
    const unsigned texts = WS_PATH_TEXT | WS_PATH_MAC | WS_PATH_IP | WS_PATH_TIME | WS_PATH_ANY;
    bool text = !value || value->can & WS_PATH_TEXT;

    if ((survey->kinds & texts || survey->named) && text)
        return true;
    if (survey->kinds & (WS_PATH_BYTES | WS_PATH_ANY) && (!value || value->can & WS_PATH_BYTES))
        return true;
    if (survey->kinds & (WS_PATH_BYTES | texts))
        return refuse_kind(parse, test, survey->kinds, token);
    return ws_parse_fail(parse, token->text, "only texts and bytes are looked into, and %s is none",
                         test->path.text);
}

bool ws_check_pattern(struct ws_parse *parse, const struct ws_filter_test *test,
                      const struct ws_token *token)
{
    struct survey survey = survey_path(parse, &test->path, (struct ws_bytes){NULL, 0});
    return check_part(parse, test, NULL, &survey, token);
}

bool ws_check_value(struct ws_parse *parse, const struct ws_filter_test *test,
                    struct ws_filter_value *value, const struct ws_token *token)
{
    struct survey survey = survey_path(parse, &test->path, value->text);
    bool in_order = test->how >= WS_IS_LESS && test->how <= WS_IS_AT_LEAST;

    if (value->can & WS_PATH_NUMBER && survey.kinds & (WS_PATH_NUMBER | WS_PATH_ANY))
        value->can &= ~(unsigned)(WS_PATH_BYTES | WS_PATH_MAC);
    if (test->how == WS_CONTAINS)
        return check_part(parse, test, value, &survey, token);
    if (survey.kinds & (value->can | WS_PATH_ANY))
        return true;
    if (!survey.named || !(value->can & WS_PATH_TEXT))
        return refuse_kind(parse, test, survey.kinds, token);
    if (in_order)
        return ws_parse_fail(parse, token->text, "names have no order; compare by == != or in");
    return are_known(parse, &test->path, value->text) || refuse_name(parse, test, &survey, token);
}
