#!/usr/bin/env bash
# docs/codec.md shows what comes: its commands are run and their output is compared. Part of `make check`.
# UPDATE=1 writes the page with the present output to standard output instead.
. "${SRCDIR:?}/tests/cli/tap.sh"
page=$SRCDIR/docs/codec.md
what="docs/codec.md holds"
needs jq "$what" || finish
mkdir bin
ln -s "$WS" bin/wirespeak
export PATH=$PWD/bin:$PATH CAPTURES=$SRCDIR/captures LC_ALL=C.UTF-8 TZ=UTC
awk -f "$SRCDIR/tests/guide/blocks" -v into=. "$page" >commands
while IFS= read -r line; do
    case $line in
    '> '*) ;;
    '$ '*)
        printf '%s\n' "$line"
        { bash -o pipefail -c "${line#??}" </dev/null 2>&1 || echo "exit status $?"; } | sed 's/^/> /'
        ;;
    *) printf '%s\n' "$line" ;;
    esac
done <commands >now
if [ -n "${UPDATE-}" ]; then
    awk '
        !inside { print }
        /^```/ { inside = 0 }
        /^```console/ {
            inside = 1
            if (!blocks++)
                getline line <"now"
            while ((getline line <"now") > 0 && line != "#") {
                sub(/^> /, "", line)
                print line
            }
            print "```"
        }' "$page"
    exit
fi
ok "$what" diff -u commands now
finish
