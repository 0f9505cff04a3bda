#!/usr/bin/env bash
# Every sample capture against what its peer's own decoder, or a second one, made of it.
. "${SRCDIR:?}/tests/cli/tap.sh"

n=0
for capture in "$SRCDIR"/captures/*/*.pcap*; do
    expected=${capture%.pcap*}.expected.ndjson
    [ -f "$expected" ] || continue
    n=$((n + 1))
    options=()
    case $capture in
    */hsms/*) options=(--set hsms.sml=true) ;;
    */tcpip/*) options=(--set "tcpip.layout=${capture%.pcap*}.layout.json") ;;
    esac
    ok "${capture#"$SRCDIR"/captures/} decodes as its oracle says" \
        "$SRCDIR/tests/oracle/compare.py" "$WS" "$capture" "$expected" "${options[@]}"
done
ok "there are captures with oracles" test "$n" -gt 0

# The comparison itself must see what differs.
set -- "$SRCDIR"/captures/ancp/*.pcap
expected=${1%.pcap}.expected.ndjson
sed '2s/"code":1/"code":2/' "$expected" >changed
exits "a changed value is seen" 1 "$SRCDIR/tests/oracle/compare.py" "$WS" "$1" changed
sed 2d "$expected" >shorter
exits "a message too many is seen" 1 "$SRCDIR/tests/oracle/compare.py" "$WS" "$1" shorter
finish
