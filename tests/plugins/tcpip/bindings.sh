#!/usr/bin/env bash
# Which flows tcpip reads: by -d, by a layout's ports, by what looks like lines; and how it says what it can't know.
# shellcheck source=tests/cli/tap.sh
. "${SRCDIR:?}/tests/cli/tap.sh"

captures=$SRCDIR/captures
ancp=$(find "$captures/ancp" -name '*.pcap' | LC_ALL=C sort | head -n 1)
lines=$captures/tcpip/01_text_lines.pcap
raw='{"framing": "raw"}'
line='{"framing": "line"}'

# layout FILE STREAM...
layout() {
    local file=$1 streams=$2
    shift 2
    for stream; do streams+=", $stream"; done
    printf '{"wirespeak_tcpip_layout": 1, "streams": [%s]}\n' "$streams" >"$file"
}
# stream NAME PORTS END
stream() {
    printf '{"name": "%s", "ports": [%s], "client": %s, "server": %s}' "$1" "$2" "$3" "$3"
}
# read_ PRINTED OPTION...: the different values of a column.
read_() {
    local column=$1
    shift
    "$WS" read -T fields -e "$column" "$@" 2>stderr | sort -u | paste -sd,
}

layout ours.json "$(stream mine 6068 "$raw")"
is "content is known without a layout" "$(read_ protocol "$ancp")" ancp
is "a layout's port goes before content" "$(read_ protocol --set tcpip.layout=ours.json "$ancp")" tcpip
is "-d goes before a layout's port" "$(read_ protocol --set tcpip.layout=ours.json -d tcp.port==6068,ancp "$ancp")" ancp

is "without a layout -d reads lines" "$(read_ context.stream -d tcp.port==6000,tcpip "$lines")" lines
layout two.json "$(stream a 1 "$line")" "$(stream b 2 "$raw")"
is "of several streams none is taken for a port of no stream" \
    "$(read_ code -d tcp.port==6000,tcpip --set tcpip.layout=two.json "$lines")" no_stream
is "but the one that is named" \
    "$(read_ context.stream -d tcp.port==6000,tcpip --set tcpip.layout=two.json --set tcpip.stream=b "$lines")" b
layout one.json "$(stream a 1 "$line")"
is "or the only one" "$(read_ context.stream -d tcp.port==6000,tcpip --set tcpip.layout=one.json "$lines")" a

is "what looks like lines is nobody's" "$(read_ protocol "$lines")" ""
is "unless they are asked for" "$(read_ protocol --guess-lines "$lines")" tcpip
is "other content is not taken for lines" "$(read_ protocol --guess-lines "$ancp")" ancp

echo '{"wirespeak_tcpip_layout": 1, "stream": []}' >wrong.json
exits "a wrong layout is wrong usage" 2 "$WS" read --set tcpip.layout=wrong.json "$lines"
finish
