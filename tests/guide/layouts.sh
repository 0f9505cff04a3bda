#!/usr/bin/env bash
# docs/layouts.md, done as it says: its layouts are written, its commands run, and their output is what the page shows.
# UPDATE=1 writes a page with the present output to standard output instead.
# shellcheck source=tests/cli/tap.sh
. "${SRCDIR:?}/tests/cli/tap.sh"
page=$SRCDIR/docs/layouts.md
root=$PWD
mkdir -p bin page && ln -sf "$SRCDIR/captures" page/captures
# shellcheck disable=SC2016 # for the script that is written
printf '#!/bin/sh\nexec "%s" "$@"\n' "$WS" >bin/wirespeak
chmod +x bin/wirespeak
export PATH=$root/bin:$PATH

present() {
    cd "$root/page" || return
    while IFS= read -r line; do
        case $line in
        '> '*) ;;
        '$ '*)
            printf '%s\n' "$line"
            bash -c "${line#??}" </dev/null 2>&1 | sed 's/^/> /'
            ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
}

if needs jq "docs/layouts.md shows what comes"; then
    awk -f "$SRCDIR/tests/guide/blocks" -v into=page "$page" >commands
    (present <commands) >now
    if [ -n "${UPDATE-}" ]; then
        awk -v now="$PWD/now" '
            !inside { print }
            /^```/ { inside = 0 }
            /^```console/ {
                inside = 1
                if (!blocks++)
                    getline line <now
                while ((getline line <now) > 0 && line != "#") {
                    sub(/^> /, "", line)
                    print line
                }
                print "```"
            }' "$page"
        exit
    fi
    ok "docs/layouts.md shows what comes" diff -u commands now
fi
finish
