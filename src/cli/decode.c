/* wirespeak decode: hex in, messages out. */
#include <string.h>
#include <unistd.h>

#include "cli/codec.h"
#include "cli/color.h"
#include "cli/config.h"
#include "cli/hex.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "output/sink.h"
#include "plugin/excerpt.h"

enum { UNSET = -1 };

struct decode_options {
    struct cli_list plugin_dirs, settings;
    const char *config;
    int from, transport, form, int64, color;
    bool binary, raw, secrets;
};

#define AT(member) offsetof(struct decode_options, member)

// clang-format off
static const struct cli_option table[] = {
    {0, "from", "WHO", "who sent the bytes: client (the default) or server", CLI_CHOICE, AT(from), "client server"},
    {0, "transport", "NAME", "tcp: a stream; udp: a datagram (default: as the plugin's first port)", CLI_CHOICE, AT(transport), "tcp udp"},
    {0, "binary", NULL, "standard input is bytes, not hex", CLI_FLAG, AT(binary), NULL},
    {'T', "format", "FORM", "json, text or tree (terminal: tree, else json)", CLI_CHOICE, AT(form), "json text tree"},
    {0, "raw", NULL, "every message's bytes too", CLI_FLAG, AT(raw), NULL},
    {0, "int64", "MODE", "64-bit integers as auto, string or number", CLI_CHOICE, AT(int64), "auto string number"},
    {0, "show-secrets", NULL, "print passwords and the like", CLI_FLAG, AT(secrets), NULL},
    {0, "color", "WHEN", "auto, always or never", CLI_CHOICE, AT(color), CLI_COLOR_CHOICES},
    {0, "set", "SETTING", "NAME.key=value: an option of a plugin", CLI_LIST, AT(settings), NULL},
    {0, "plugin-dir", "DIR", "look for plugins here first", CLI_LIST, AT(plugin_dirs), NULL},
    {0, "config", "FILE", "settings (man wirespeak-config); none: not the user's own either", CLI_TEXT, AT(config), NULL},
    {'h', "help", NULL, "print this", CLI_HELP, 0, NULL},
};
// clang-format on

struct run {
    const struct cli_verb *verb;
    struct decode_options options;
    struct cli_list operands;
    struct cli_config config;
    struct cli_setup setup;
    struct ws_buf text, bytes;
};

static int add_hex(struct run *r, const char *what, const void *text, size_t len)
{
    char why[CLI_HEX_WHY_MAX];

    if (cli_hex_read(text, len, &r->bytes, why))
        return CLI_GO_ON;
    return cli_fail(CLI_USAGE, what, "%s", why);
}

static int take_bytes(struct run *r)
{
    const struct cli_list *operands = &r->operands;
    int result = CLI_GO_ON;

    if (operands->n > 1 && r->options.binary)
        return cli_fail(CLI_USAGE, "--binary", "is for standard input; hex was given, too");
    if (operands->n == 1) {
        result = cli_codec_read_stdin(r->options.binary ? &r->bytes : &r->text);
        if (result == CLI_GO_ON)
            result = add_hex(r, "standard input", r->text.data, r->text.len);
    }
    for (size_t i = 1; i < operands->n && result == CLI_GO_ON; i++)
        result = add_hex(r, operands->items[i], operands->items[i], strlen(operands->items[i]));
    if (result == CLI_GO_ON && r->bytes.len == 0)
        result = cli_fail(CLI_USAGE, r->verb->name, "there are no bytes to decode");
    return result;
}

static enum ws_form form_of(const struct decode_options *options)
{
    static const enum ws_form forms[] = {WS_FORM_JSON, WS_FORM_TEXT, WS_FORM_TREE};

    if (options->form != UNSET)
        return forms[options->form];
    return isatty(STDOUT_FILENO) ? WS_FORM_TREE : WS_FORM_JSON;
}

static int fail_output(const struct run *r, const struct ws_sink *sink, int err)
{
    if (ws_sink_ended(sink) == WS_SINK_CLOSED)
        return CLI_OK;
    if (err == WS_E_IO)
        return cli_fail(CLI_LIMITS, "standard output", "cannot write: %s",
                        strerror(ws_sink_errno(sink)));
    return cli_fail(CLI_LIMITS, r->verb->name, "%s", ws_strerror(err));
}

static int print(struct run *r, struct ws_sink *sink)
{
    const struct decode_options *o = &r->options;
    const struct ws_instance *instance = r->setup.instances[0];
    enum ws_transport otherwise = ws_excerpt_transport(instance);
    const struct ws_excerpt excerpt = {
        .instance = instance,
        .transport = o->transport == UNSET ? otherwise
                     : o->transport == 0   ? WS_TCP
                                           : WS_UDP,
        .from = o->from ? WS_SERVER : WS_CLIENT,
        .bytes = {r->bytes.data, r->bytes.len},
    };
    int err = ws_excerpt_read(&excerpt, ws_sink_events(sink));

    err = err ? err : ws_sink_flush(sink);
    return err ? fail_output(r, sink, err) : CLI_OK;
}

static int decode(struct run *r)
{
    const struct decode_options *o = &r->options;
    const struct cli_wishes wishes = {.verb = r->verb->name,
                                      .dirs = &o->plugin_dirs,
                                      .settings = &o->settings,
                                      .config = &r->config};
    struct ws_sink_config config = {
        .fd = STDOUT_FILENO,
        .form = form_of(o),
        .print = {.int64 = (enum ws_int64_mode)o->int64,
                  .raw = o->raw,
                  .secrets = o->secrets,
                  .color = cli_use_color(o->color),
                  .alone = true},
    };
    struct ws_sink *sink;
    int result = cli_codec_setup(&r->setup, &r->operands, &wishes);

    if (result == CLI_GO_ON)
        result = take_bytes(r);
    if (result != CLI_GO_ON)
        return result;
    memcpy(config.print.colors, r->config.colors, sizeof(config.print.colors));
    if (ws_sink_new(&config, &sink))
        return cli_fail(CLI_LIMITS, r->verb->name, "out of memory");
    result = print(r, sink);
    ws_sink_free(sink);
    return result;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct run r = {.verb = verb, .options = {.form = UNSET, .transport = UNSET, .color = UNSET}};

    ws_buf_init(&r.text, CLI_STDIN_MAX);
    ws_buf_init(&r.bytes, CLI_STDIN_MAX);
    int result = cli_parse(verb, argc, argv, &r.options, &r.operands);
    if (result == CLI_GO_ON)
        result = cli_config_use(&r.config, verb, r.options.config, &r.options);
    if (result == CLI_GO_ON)
        result = decode(&r);
    ws_buf_free(&r.text);
    ws_buf_free(&r.bytes);
    cli_setup_free(&r.setup);
    cli_config_free(&r.config);
    cli_list_free(&r.operands);
    cli_free(verb, &r.options);
    return result;
}

const struct cli_verb cli_decode = {
    .name = "decode",
    .title = "hex to a message",
    .operands = "PROTOCOL [HEX...]",
    .examples = "  wirespeak decode hsms 0000000a ffff 00000005 00000001\n"
                "  wirespeak decode ancp --from server -T tree < message.hex\n"
                "  xxd -r -p message.hex | wirespeak decode --binary hsms",
    .options = table,
    .n_options = WS_LEN(table),
    .run = run,
};
