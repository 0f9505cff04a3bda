#!/usr/bin/env bash
# Arrays of a megabyte and more: every value, in linear time, in memory that is a few times the longest.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

needs python3 "arrays of a million doubles" || finish
python3 "$SRCDIR/tests/plugins/ca/arrays.py" long.pcap 10 70000 1000000 >wanted.json
"$WS" read -j 1 long.pcap >events.ndjson
python3 - >compared <<'EOT'
import json
events = [json.loads(line) for line in open("events.ndjson")]
answers = [e for e in events if e["message"] == "read_notify_response"]
print([len(e["fields"]["value"]) for e in answers])
print([e["fields"]["extended"] for e in answers])
print(answers[-1]["fields"]["value"] == json.load(open("wanted.json")))
EOT
is "all values of all arrays, those above 65,534 with the long header" "$(cat compared)" "[10, 70000, 1000000]
[False, True, True]
True"
is "two threads print the same" "$("$WS" read -j 2 long.pcap | cksum)" "$(cksum <events.ndjson)"

# The resident set holds the message (8 MB, in a buffer that doubles), its line (20 MB), and not much else.
[ -n "$SANITIZERS" ] || {
    "$BUILDDIR/tests/bench/peak" measured "$WS" read -j 1 long.pcap >/dev/null
    kib=$(awk '{ print $3 }' measured)
    is "a million doubles in less than 96 MiB ($((kib / 1024)))" "$((kib < 96 * 1024))" 1
}
# Ten times as many small pieces take no more than ten times as long, with room for a busy machine.
seconds() {
    local begin=$EPOCHREALTIME
    "$WS" read -j 1 "$1" >/dev/null
    awk -v begin="$begin" -v end="$EPOCHREALTIME" 'BEGIN { print end - begin }'
}
python3 "$SRCDIR/tests/plugins/ca/arrays.py" tenth.pcap 100000 >/dev/null
python3 "$SRCDIR/tests/plugins/ca/arrays.py" whole.pcap 1000000 >/dev/null
is "ten times the array takes at most forty times as long" \
    "$(awk -v a="$(seconds tenth.pcap)" -v b="$(seconds whole.pcap)" 'BEGIN { print (b < 40 * a) }')" 1
finish
