#!/usr/bin/env bash
# Other people's traffic stays unread: HTTP, TLS, SSH, SMTP, DNS, SIP and random bytes on odd ports; and on our plugins' own
# ports it makes no message with a name of theirs.
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

ports=$("$WS" plugins --json | jq -r '.ports[]? | (.port // .) | tostring | gsub("[^0-9]"; "")' | sort -un | xargs)
is "the plugins have ports" "$((${#ports} > 0))" 1
# shellcheck disable=SC2086 # a list
python3 "$SRCDIR/tests/detect/foreign.py" own.pcap $ports
names=$("$WS" read own.pcap 2>/dev/null | jq -r 'select(.src_port != 33333 and .dest_port != 33333 and .message != "malformed") | "\(.protocol) \(.message) \(.frame)"' | head)
is "on our own ports it is malformed at most" "$names" ""
finish
