/* What `decode` and `encode` share. */
#include "cli/codec.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/say.h"

enum { STEP = 64 << 10 };

int cli_codec_setup(struct cli_setup *setup, const struct cli_list *operands,
                    const struct cli_wishes *wishes)
{
    const struct cli_list name = {operands->items, 1};
    struct cli_wishes whole = *wishes;

    whole.protocols = &name;
    if (operands->n == 0)
        return cli_fail(CLI_USAGE, wishes->verb,
                        "no protocol was named; wirespeak plugins lists those there are");
    int result = cli_setup_find(setup, wishes);
    if (result != CLI_GO_ON)
        return result;
    if (!ws_registry_find(setup->registry, name.items[0]))
        return cli_setup_unknown(setup, wishes->verb, name.items[0]);
    return cli_setup_instances(setup, &whole);
}

int cli_codec_read_stdin(struct ws_buf *ret)
{
    for (;;) {
        uint8_t *room = ws_buf_room(ret, STEP);
        if (!room)
            return cli_fail(CLI_LIMITS, "standard input", "more than %d MiB, or no memory for it",
                            CLI_STDIN_MAX >> 20);
        ssize_t n = read(STDIN_FILENO, room, STEP);
        if (n == 0)
            return CLI_GO_ON;
        if (n < 0 && errno != EINTR)
            return cli_fail(CLI_INPUT, "standard input", "cannot read: %s", strerror(errno));
        ret->len += n > 0 ? (size_t)n : 0;
    }
}
