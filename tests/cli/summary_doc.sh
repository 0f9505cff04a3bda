#!/usr/bin/env bash
# docs/summary.md shows what comes. UPDATE=FILE writes the page with the present output there.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
page=$SRCDIR/docs/summary.md
mkdir bin
printf '#!/bin/sh\nexec "%s" "$@"\n' "$WS" >bin/wirespeak
chmod +x bin/wirespeak
ln -s "$SRCDIR/captures" captures
PATH=$PWD/bin:$PATH

# How long reading took differs.
same() { sed -E 's/read in [0-9.]+ [a-zµ]+$/read in …/'; }

run() {
    while IFS= read -r line; do
        case $line in
        '$ '*)
            printf '%s\n' "$line"
            bash -c "${line#??}" 2>&1 </dev/null | sed 's/^/> /'
            ;;
        '#') printf '#\n' ;;
        esac
    done
}

what="docs/summary.md shows what comes"
if needs jq "$what"; then
    awk -f "$SRCDIR/tests/guide/blocks" -v into=. "$page" >shown
    run <shown >now
    ok "the page has commands" grep -q '^\$ ' shown
    is "$what" "$(same <now)" "$(same <shown)"
    if [ -n "${UPDATE-}" ]; then
        awk '/^```/ { if (!inside) { print; inside = 1; if ($0 == "```console") { shown = 1; if (!blocks++) getline line <"now"
                while ((getline line <"now") > 0 && line != "#") { sub(/^> /, "", line); print line } } next }
                inside = shown = 0 } !shown { print }' "$page" >"$UPDATE"
    fi
fi
finish
