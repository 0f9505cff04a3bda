#!/usr/bin/env bash
# One capture that mixes all protocols: each message is what it is in a capture of its own.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

for tool in jq mergecap; do
    needs "$tool" "all protocols in one capture" || finish
done
captures=("$SRCDIR"/captures/ancp/05-*.pcap "$SRCDIR"/captures/hsms/secsgem_gem.pcap
    "$SRCDIR"/captures/ca/03-*.pcap "$SRCDIR"/captures/ncp/0[13]_*.pcap)
mergecap -F pcapng -w mixed.pcapng "${captures[@]}"

# messages FILE...: what does not depend on where a message stands in its file.
messages() {
    for file; do
        "$WS" read "$file" 2>/dev/null
    done | jq -cS 'select(.event_type == "message") | del(.seq, .frame, .context.request_frame)' | sort
}

messages "${captures[@]}" >alone
messages mixed.pcapng >mixed
is "four protocols are there" "$(jq -r .protocol mixed | sort -u | xargs)" "ancp ca hsms ncp"
is "many messages" "$(($(wc -l <mixed) > 400))" 1
is "each as in a capture of its own" "$(diff alone mixed | head -n 4)" ""
finish
