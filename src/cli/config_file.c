/* A file of JSON, read strictly: RFC 8259, and no key twice. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/config.h"
#include "cli/say.h"
#include "message/scan.h"

enum { MAX_MEMBERS = 4096 };

static int read_all(int fd, const char *file, struct ws_buf *ret)
{
    for (;;) {
        uint8_t *room = ws_buf_room(ret, 4096);
        if (!room || ret->len > CLI_CONFIG_MAX_BYTES)
            return cli_fail(CLI_USAGE, file, "a configuration has at most %d KiB",
                            CLI_CONFIG_MAX_BYTES >> 10);
        ssize_t n = read(fd, room, 4096);
        if (n == 0)
            return CLI_GO_ON;
        if (n < 0 && errno != EINTR)
            return cli_fail(CLI_USAGE, file, "cannot be read: %s", strerror(errno));
        ret->len += n > 0 ? (size_t)n : 0;
    }
}

/* cJSON takes what is no JSON, and bytes that are no UTF-8. */
static int check_text(const char *file, struct ws_bytes text)
{
    static const char nul[] = "\\u0000"; /* where cJSON ends a text */
    char why[WS_JSON_WHY_MAX];
    struct ws_out out;

    ws_out_init(&out);
    int err = ws_json_scan(&out, text, 0, why);
    bool object = !err && out.nodes[0].kind == WS_V_OBJECT;
    ws_out_free(&out);
    if (err)
        return cli_fail(CLI_USAGE, file, "no JSON: %s", why);
    if (!object)
        return cli_fail(CLI_USAGE, file, "an object is expected: {\"color\":\"never\"}");
    if (text.data && memmem(text.data, text.len, nul, sizeof(nul) - 1))
        return cli_fail(CLI_USAGE, file, "no text can have the character %s", nul);
    return CLI_GO_ON;
}

static int check_keys(const char *file, const cJSON *value)
{
    const cJSON *a, *b;
    int result = CLI_GO_ON;

    if (cJSON_GetArraySize(value) > MAX_MEMBERS)
        return cli_fail(CLI_USAGE, file, "%s: more than %d members",
                        value->string ? value->string : "the object", MAX_MEMBERS);
    cJSON_ArrayForEach(a, value)
    {
        for (b = a->next; b && cJSON_IsObject(value); b = b->next)
            if (strcmp(a->string, b->string) == 0)
                return cli_fail(CLI_USAGE, file, "%s: this key comes twice", a->string);
        if (result == CLI_GO_ON)
            result = check_keys(file, a);
    }
    return result;
}

static int parse(const char *file, const struct ws_buf *text, cJSON **ret)
{
    int result = check_text(file, (struct ws_bytes){text->data, text->len});
    cJSON *json = NULL;

    if (result != CLI_GO_ON)
        return result;
    json = cJSON_ParseWithLength((const char *)text->data, text->len);
    if (!json)
        return cli_fail(CLI_USAGE, file, "is nested too deep, or there is no memory for it");
    result = check_keys(file, json);
    if (result == CLI_GO_ON)
        *ret = json;
    else
        cJSON_Delete(json);
    return result;
}

int cli_config_read(const char *file, bool may_be_missing, cJSON **ret)
{
    struct ws_buf text;
    int fd = open(file, O_RDONLY | O_CLOEXEC);

    *ret = NULL;
    if (fd < 0 && may_be_missing && (errno == ENOENT || errno == ENOTDIR))
        return CLI_GO_ON;
    if (fd < 0)
        return cli_fail(CLI_USAGE, file, "cannot be read: %s", strerror(errno));
    ws_buf_init(&text, CLI_CONFIG_MAX_BYTES + 8192);
    int result = read_all(fd, file, &text);
    if (result == CLI_GO_ON)
        result = parse(file, &text, ret);
    ws_buf_free(&text);
    close(fd);
    return result;
}
