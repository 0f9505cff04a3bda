#!/usr/bin/env bash
# Every sample capture is recognised by its content, with all plugins there, on ports that are nobody's; and what is
# recognised on its own ports is of one protocol.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

# kinds FILE: how many messages of each protocol and name. Empty datagrams register with a repeater by the port alone.
kinds() {
    "$WS" read "$1" 2>/dev/null | jq -r 'select(.event_type == "message" and .length > 0) | "\(.proto) \(.protocol) \(.message)"' |
        sort | uniq -c
}

# differences: what own and odd differ in, without line numbers, blanks made single.
differences() {
    diff own odd | grep '^[<>]' | tr -s ' '
}

# What content alone does not tell, by capture.
declare -A known=(
    # empty datagrams; a version alone, whose sender only its port names
    [ca/07-broadcast-repeater-restart.pcap]="< 1 UDP ca repeater_register_request
< 2 UDP ca version_request
< 3 UDP ca version_response
> 3 UDP ca version_request
> 2 UDP ca version_response"
)

for tool in jq python3; do
    needs "$tool" "sample captures on other ports" || finish
done
for capture in "$SRCDIR"/captures/*/*.pcap; do
    name=${capture#"$SRCDIR"/captures/}
    protocol=${name%%/*}
    [ "$protocol" != tcpip ] || continue # lines are nobody's: they are read where one says so
    changed=$(python3 "$SRCDIR/tests/detect/ports.py" "$capture" odd.pcap)
    is "$name: its packets got other ports" "$((changed > 0))" 1
    kinds "$capture" >own
    kinds odd.pcap >odd
    is "$name: the same messages on other ports" "$(differences)" "${known[$name]-}"
    is "$name: all of them are $protocol" "$(awk '{ print $3 }' own odd | sort -u)" "$protocol"
done
finish
