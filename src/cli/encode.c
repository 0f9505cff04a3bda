/* wirespeak encode: messages as JSON in, hex out. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/codec.h"
#include "cli/config.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "message/scan.h"
#include "output/value.h"
#include "plugin/compose.h"

struct encode_options {
    struct cli_list plugin_dirs, settings;
    const char *config;
    bool binary;
};

#define AT(member) offsetof(struct encode_options, member)

// clang-format off
static const struct cli_option table[] = {
    {0, "binary", NULL, "print bytes, not hex", CLI_FLAG, AT(binary), NULL},
    {0, "set", "SETTING", "NAME.key=value: an option of a plugin", CLI_LIST, AT(settings), NULL},
    {0, "plugin-dir", "DIR", "look for plugins here first", CLI_LIST, AT(plugin_dirs), NULL},
    {0, "config", "FILE", "settings (man wirespeak-config); none: not the user's own either", CLI_TEXT, AT(config), NULL},
    {'h', "help", NULL, "print this", CLI_HELP, 0, NULL},
};
// clang-format on

struct run {
    const struct cli_verb *verb;
    struct encode_options options;
    struct cli_list operands;
    struct cli_config config;
    struct cli_setup setup;
    struct ws_out json;
    struct ws_buf bytes, hex;
    int result;
};

static void put(struct run *r)
{
    if (r->options.binary) {
        fwrite(r->bytes.data, 1, r->bytes.len, stdout);
        return;
    }
    ws_buf_reset(&r->hex);
    ws_put_hex_text(&r->hex, (struct ws_bytes){r->bytes.data, r->bytes.len});
    ws_buf_byte(&r->hex, '\n');
    fwrite(r->hex.data, 1, r->hex.len, stdout);
}

/* One message; what is wrong with it is told, and the next one is looked at. */
static void encode(struct run *r, const char *place, const char *text, size_t len)
{
    char why[WS_WHY_MAX] = "";
    int err = ws_json_scan(&r->json, (struct ws_bytes){(const uint8_t *)text, len}, 0, why);

    ws_buf_reset(&r->bytes);
    err = err ? err : ws_compose(r->setup.instances[0], r->json.nodes, &r->bytes, why);
    if (!err)
        put(r);
    else if (why[0])
        r->result = cli_fail(CLI_USAGE, place, "%s", why);
    else
        r->result = cli_fail(CLI_LIMITS, place, "%s", ws_strerror(err));
}

static bool is_blank(const char *text, size_t len)
{
    return strspn(text, " \t\r\n") >= len;
}

static void encode_lines(struct run *r)
{
    char *line = NULL, place[32];
    size_t size = 0;
    ssize_t len;

    for (unsigned long n = 1; (len = getline(&line, &size, stdin)) >= 0; n++) {
        snprintf(place, sizeof(place), "line %lu", n);
        if (!is_blank(line, (size_t)len))
            encode(r, place, line, (size_t)len);
    }
    free(line);
    if (ferror(stdin))
        r->result = cli_fail(CLI_INPUT, "standard input", "cannot read: %s", strerror(errno));
}

static void encode_all(struct run *r)
{
    size_t max = ws_instance_plugin(r->setup.instances[0])->max_message_bytes;
    char place[32];

    ws_buf_init(&r->bytes, max);
    ws_buf_init(&r->hex, 2 * max + 1);
    ws_out_init(&r->json);
    for (size_t i = 1; i < r->operands.n; i++) {
        snprintf(place, sizeof(place), "argument %zu", i);
        encode(r, place, r->operands.items[i], strlen(r->operands.items[i]));
    }
    if (r->operands.n == 1)
        encode_lines(r);
    ws_buf_free(&r->bytes);
    ws_buf_free(&r->hex);
    ws_out_free(&r->json);
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct run r = {.verb = verb};
    const struct cli_wishes wishes = {.verb = verb->name,
                                      .dirs = &r.options.plugin_dirs,
                                      .settings = &r.options.settings,
                                      .config = &r.config};
    int result = cli_parse(verb, argc, argv, &r.options, &r.operands);

    if (result == CLI_GO_ON)
        result = cli_config_use(&r.config, verb, r.options.config, &r.options);
    if (result == CLI_GO_ON)
        result = cli_codec_setup(&r.setup, &r.operands, &wishes);
    if (result == CLI_GO_ON) {
        encode_all(&r);
        result = cli_close_stdout();
        result = r.result ? r.result : result;
    }
    cli_setup_free(&r.setup);
    cli_config_free(&r.config);
    cli_list_free(&r.operands);
    cli_free(verb, &r.options);
    return result;
}

const struct cli_verb cli_encode = {
    .name = "encode",
    .title = "a message as JSON to hex",
    .operands = "PROTOCOL [JSON...]",
    .examples =
        "  wirespeak encode hsms '{\"message\":\"linktest_req\",\"fields\":{\"system_bytes\":7}}'\n"
        "  wirespeak read site.pcap | head -n 1 | wirespeak encode ancp\n"
        "  wirespeak encode --binary hsms < messages.ndjson > messages.bin",
    .options = table,
    .n_options = WS_LEN(table),
    .run = run,
};
