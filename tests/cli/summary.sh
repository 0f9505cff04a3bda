#!/usr/bin/env bash
# wirespeak summary: what it counts, how it prints, one conversation.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
ancp=$SRCDIR/captures/ancp/07-an-nas-portmgmt.pcap
hsms=$SRCDIR/captures/hsms/secsgem_gem.pcap
flow=33eae908b31b3f96 # the one of $ancp
summary() { "$WS" summary "$@" 2>stderr; }

# What `read` prints of all sample captures, counted again.
if needs python3 "the summary of all captures is what their events come to"; then
    for p in ancp ca hsms ncp; do
        "$WS" plugins "$p" | sed -n '/^Messages/,/^$/p' | awk -v p="$p" '
            /^  [a-z]/ { name = $1; text = "" }
            { text = text " " $0; gsub(/ +/, " ", text) }
            text ~ /; answered by / && name != last { print p, name; last = name }'
    done >requests
    for p in ancp ca hsms ncp; do
        set -- "$SRCDIR/captures/$p"/*.pcap
        "$WS" summary "$@" >sum.json 2>/dev/null
        "$WS" read "$@" >events.ndjson 2>/dev/null
        is "$p: the summary is what the events come to" "$(python3 "$SRCDIR/tests/cli/summary.py" sum.json events.ndjson requests 2>&1)" ""
    done
fi

# ANCP's own rule: a request whose result is AckAll, or a call for bandwidth, must be answered; by hand in capture 06, frame 19.
is "an answer that is owed and does not come" \
    "$(summary "$SRCDIR/captures/ancp/06-pyancp-nas-replies.pcap" | jq -c '.protocols[0] | [.requests, .unanswered]')" "[3,1]"

# --read
is "--read reads a capture too" "$(summary -r "$ancp" "$hsms" | jq -c '[.protocols[].protocol] | sort')" '["ancp","hsms"]'
is "several are summed up" "$(summary "$ancp" "$ancp" | jq '.protocols[0].messages')" 58
is "one from standard input" "$(summary - <"$ancp" | jq -c '[.files[0].file, .protocols[0].messages]')" '["standard input",29]'
exits "none is wrong usage" 2 "$WS" summary

# --format
is "-T json: one document" "$(summary -T json "$ancp" | jq -s 'length')" 1
is "a pipe gets it without being asked" "$(summary "$ancp")" "$(summary --format json "$ancp")"
like "-T text begins with the file" "$(summary -T text "$ancp" | head -n 1)" "07-an-nas-portmgmt.pcap  5.79 kB  45 packets  574.54 ms"
like "then the protocols" "$(summary -T text "$ancp" | sed -n 2,3p)" \
    "messages  requests  unanswered .* errors  gaps.*  ancp +29 +9 +0 +50.20 ms  50.34 ms +0 +0"
exits "an unknown form" 2 "$WS" summary -T yaml "$ancp"

# --top
is "--top cuts the tables" "$(summary --top 2 "$ancp" | jq '.protocols[0] | .by_message | length')" 2
is "and says what is left out" "$(summary --top 2 "$ancp" | jq -c '.protocols[0].by_message_others')" '{"not_shown":8,"dropped_events":0}'
like "in text, too" "$(summary --top 2 -T text "$ancp")" "… 8 more \(--top 10 shows them\)"
is "json has all without it" "$(summary "$ancp" | jq '.protocols[0] | .by_message_others')" null

# --protocol
is "--protocol uses these plugins only" "$(summary --protocol hsms "$ancp" | jq -c .protocols)" "[]"
like "nothing found is said" "$(summary --protocol hsms -T text "$ancp")" "no messages of any protocol"

# --decode-as
is "-d: this plugin for that port" "$(summary -d tcp.port==6068,hsms "$ancp" | jq -c '[.protocols[].protocol]')" '["hsms"]'

# --set
is "--set changes a plugin's option" \
    "$(summary --set ancp.request_timeout=1ms "$ancp" | jq '.protocols[0].notices > 0')" true
exits "an unknown one" 2 "$WS" summary --set ancp.nosuch=1 "$ancp"

# --plugin-dir
mkdir broken
echo nonsense >broken/zzz.so
summary --plugin-dir broken "$ancp" >/dev/null
like "--plugin-dir is searched: what is broken there is named" "$(cat stderr)" "^wirespeak: zzz: refused: "

# --memory
is "--memory closes the flows idle longest" "$(summary --memory 1 "$ancp" | jq '.stats.ended_memory > 0')" true
like "which is told" "$(cat stderr)" "not all could be decoded: .*ended_memory"

# --follow-flow
summary -T text --follow-flow "$flow" "$ancp" >ladder
is "--follow-flow has a line for each event and one for the ends" "$(wc -l <ladder)" \
    "$(("$("$WS" read --flows "$ancp" | jq -c 'select(.flow.state != "begin")' | wc -l)" + 1))"
like "the ends" "$(head -n 1 ladder)" \
    "^192\.0\.2\.10:53996 \(client\) ↔ 192\.0\.2\.1:6068 \(server\)  TCP  ancp  from 2026-11-21T00:11:14\.[0-9]{9}Z$"
like "the first at 0, the client's arrow to the right" "$(sed -n 2p ladder)" "^    0\.000000  → adjacency_syn "
is "the same names in the same order" "$(sed 1d ladder | awk '$2 == "→" || $2 == "←" { print $2, $3 }')" "$("$WS" read "$ancp" |
    jq -r 'select(.message) | (if .from == "server" then "←" else "→" end) + " " + .message')"
is "-T json has the flow's events" "$(summary -T json --follow-flow "$flow" "$hsms" "$ancp")" "$("$WS" read --flows "$ancp")"
is "an id is of any case" "$(summary -T text --follow-flow "${flow^^}" "$ancp")" "$(cat ladder)"
exits "no such flow" 2 "$WS" summary --follow-flow 0123456789abcdef "$ancp"
is "is told" "$(cat stderr)" \
    "wirespeak: --follow-flow: no flow 0123456789abcdef is there; wirespeak summary --top 1000 lists flows"
exits "no id" 2 "$WS" summary --follow-flow 12 "$ancp"

# --color
esc=$'\033'
like "--color colours the arrows" "$(summary -T text --color always --follow-flow "$flow" "$ancp")" "$esc\[36m→"
is "not into a file" "$(summary -T text --follow-flow "$flow" "$ancp" | grep -c "$esc")" 0
is "nor in tables" "$(summary -T text --color always "$ancp" | grep -c "$esc")" 0

# --config
printf '{"decode_as": ["tcp.port==5000,ancp"], "color": "always", "colors": {"client": "red"}}' >settings.json
LC_ALL=C sed 's/\x17\xb4/\x13\x88/g' "$ancp" >port5000.pcap
is "--config binds ports" "$(summary -T json --config settings.json --protocol ancp,hsms port5000.pcap | jq -r '.protocols[0].protocol')" ancp
like "and sets colours" "$(summary -T text --config settings.json --follow-flow "$flow" "$ancp")" "$esc\[31m→"
exits "one that is not there" 2 "$WS" summary --config nosuch.json "$ancp"

# Damaged captures
head -c 3000 "$ancp" >short.pcap
exits "a capture cut off" 3 "$WS" summary short.pcap
is "what was before the end is counted" "$(jq '.protocols[0].messages' stdout)" "$("$WS" read short.pcap 2>/dev/null | jq -c 'select(.message)' | wc -l)"
like "why is told" "$(jq -r '.files[0].error' stdout)" "^ends early after frame [0-9]+: "
exits "no such file" 3 "$WS" summary nosuch.pcap
is "nothing is printed" "$(cat stdout)" ""
exits "one of two" 3 "$WS" summary nosuch.pcap "$ancp"
is "the other is summed up" "$(jq '.protocols[0].messages' stdout)" 29

if needs editcap "gaps"; then
    editcap "$ancp" hole.pcap 14
    is "gaps are counted" "$(summary hole.pcap | jq -c '.protocols[0] | [.gaps, .gap_bytes]')" \
        "$("$WS" read hole.pcap 2>/dev/null | jq -sc 'map(select(.event_type == "gap")) | [length, (map(.length) | add)]')"
fi

# A name as it comes from the wire can't steer the terminal; docs/summary.md shows what comes.
# --help
like "--help" "$("$WS" summary --help)" "usage: wirespeak summary"
finish
