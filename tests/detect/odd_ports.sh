#!/usr/bin/env bash
# Every sample capture is recognised by its content, with all plugins there, on ports that are nobody's; and what is
# recognised on its own ports is of one protocol.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

# kinds FILE: how many messages of each protocol and name.
kinds() {
    "$WS" read "$1" 2>/dev/null | jq -r 'select(.event_type == "message") | "\(.proto) \(.protocol) \(.message)"' |
        sort | uniq -c
}

# Datagrams of ca tell by their ports who is the server: on others only how many there are is compared.
comparable() {
    awk '$2 == "UDP" { n[$2 " " $3] += $1; next } { print } END { for (k in n) print n[k], k }' | sort
}

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
    is "$name: the same messages on other ports" "$(comparable <odd)" "$(comparable <own)"
    is "$name: all of them are $protocol" "$(awk '{ print $3 }' own odd | sort -u)" "$protocol"
done
finish
