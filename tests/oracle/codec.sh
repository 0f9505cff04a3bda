#!/usr/bin/env bash
# Every message of the sample captures through `decode` and `encode`, against its peer's own decoding.
. "${SRCDIR:?}/tests/cli/tap.sh"

n=0
for capture in "$SRCDIR"/captures/*/*.pcap*; do
    expected=${capture%.pcap*}.expected.ndjson
    [ -f "$expected" ] || continue
    n=$((n + 1))
    options=()
    case $capture in
    */hsms/*) options=(--set hsms.sml=true) ;;
    */tcpip/*)
        layout=${capture%.pcap*}.layout.json
        options=(--set "tcpip.layout=$layout")
        if [ "$(grep -c '"framing"' "$layout")" -gt 2 ]; then
            skip "${capture#"$SRCDIR"/captures/}: messages alone, to JSON and back" \
                "its layout has several streams: bytes alone do not tell which one they are of"
            continue
        fi
        ;;
    esac
    ok "${capture#"$SRCDIR"/captures/}: messages alone, to JSON and back" \
        "$SRCDIR/tests/oracle/codec.py" "$WS" "$capture" "$expected" "${options[@]}"
done
ok "there are captures with oracles" test "$n" -gt 0

# The comparison itself must see what differs.
set -- "$SRCDIR"/captures/ancp/*.pcap
expected=${1%.pcap}.expected.ndjson
sed '2s/"code":1/"code":2/' "$expected" >changed
exits "a changed value is seen" 1 "$SRCDIR/tests/oracle/codec.py" "$WS" "$1" changed
like "in decoding and in encoding" "$(cat stdout)" "fields.code: 1, not 2.*expected: refused"
finish
