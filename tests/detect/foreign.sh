#!/usr/bin/env bash
# Other people's traffic stays unread: HTTP, TLS, SSH, SMTP, DNS, SIP and random bytes.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

for tool in jq python3; do
    needs "$tool" "foreign traffic" || finish
done
python3 "$SRCDIR/tests/detect/foreign.py" odd.pcap
is "nobody claims it on odd ports" "$("$WS" read odd.pcap 2>stderr | jq -r '"\(.protocol) \(.message) \(.frame)"' | head)" ""
flows=$("$WS" read -q --stats odd.pcap 2>/dev/null | jq '.stats | "\(.flows) \(.unrecognised_flows)"')
is "all flows are counted as unrecognised" "${flows% *}\"" "\"${flows#* }"
is "that of TLS is named" "$("$WS" read --flows odd.pcap 2>/dev/null | grep -c '"app_proto":"tls"')" 1

# On a port of our own the port counts, where content does not speak against it: there is no name in what TLS, SSH, SMTP
# and the like send. (HTTP is how ncp's tunnel begins, and 16 zero bytes are a message of ca.)
ports=$("$WS" plugins --json | jq -r '.ports[]? | (.port // .) | tostring | gsub("[^0-9]"; "")' | sort -un | xargs)
is "the plugins have ports" "$((${#ports} > 0))" 1
# shellcheck disable=SC2086 # a list
python3 "$SRCDIR/tests/detect/foreign.py" own.pcap $ports
names=$("$WS" read --raw own.pcap 2>/dev/null |
    jq -r 'select(.message != "malformed" and (.message | startswith("http_") | not) and (.raw | test("^0+$") | not)) |
        "\(.protocol) \(.message) \(.frame)"' | head)
is "on our own ports it is malformed at most" "$names" ""
finish
