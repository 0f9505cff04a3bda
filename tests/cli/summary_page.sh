#!/usr/bin/env bash
# docs/summary.md shows what comes; `page_now` writes it anew.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
# shellcheck source=tests/cli/page.sh
. "$SRCDIR/tests/cli/page.sh"

# How long reading took differs.
same() { sed -E 's/read in [0-9.]+ [a-zµ]+$/read in …/' "$@"; }

what="docs/summary.md shows what comes"
if needs jq "$what"; then
    ok "the page has commands" grep -q '^\$ ' "$SRCDIR/docs/summary.md"
    is "$what" "$(page_now "$SRCDIR/docs/summary.md" | same)" "$(same "$SRCDIR/docs/summary.md")"
fi
finish
