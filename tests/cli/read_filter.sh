#!/usr/bin/env bash
# The filter of `wirespeak read`: counts against jq on all events, whole flows and packets against tshark; and that
# docs/filters.md shows what comes. UPDATE=FILE writes the page with the present output there.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
# shellcheck source=tests/cli/page.sh
. "$SRCDIR/tests/cli/page.sh"
ancp=$SRCDIR/captures/ancp
hsms=$SRCDIR/captures/hsms
malformed=$ancp/09-an-nas-malformed.pcap
port_up=$ancp/05-pyancp-nas-topology.pcap

read_() { "$WS" read "$@" 2>stderr; }
frames() { jq -c '[.file, .frame, .offset, .message, .event_type]' | sort; }

# --filter
# EXPRESSION <tab> the same for jq. `jq` counts on what comes without a filter.
cat >expressions <<'END'
ancp	.protocol == "ancp"
errors	.errors
notes	.notes
errors or notes	.errors or .notes
not errors and ancp	.protocol == "ancp" and (.errors | not)
notes.code == "orphan" or context.orphan	.context.orphan or any(.notes[]?; .code == "orphan")
hsms.stream == 6 and hsms.function == 11	.fields.stream == 6 and .fields.function == 11
hsms.stream in {1, 2, 5..7}	.protocol == "hsms" and (.fields.stream | IN(1, 2, 5, 6, 7))
hsms.w_bit == true	.protocol == "hsms" and .fields.w_bit == true
hsms.data.ceid == 50	.protocol == "hsms" and any([.fields.data] | flatten[]; .ceid? | . == 50 or (arrays | any(. == 50)))
hsms.data	.protocol == "hsms" and .fields.data != null
hsms.select_status	.protocol == "hsms" and .fields.select_status != null
hsms.system_bytes > 0x80000000	.protocol == "hsms" and .fields.system_bytes > 2147483648
message matches "^s[0-9]*f(1|13)$"	(.message // "") | test("^s[0-9]*f(1|13)$")
message contains "port"	(.message // "") | contains("port")
ancp.code == SYNACK	.fields.code_name == "SYNACK"
ancp.code_name == "SYNACK"	.fields.code_name == "SYNACK"
ancp.code != SYNACK	.protocol == "ancp" and .fields.code != null and .fields.code_name != "SYNACK"
ancp.result == FAILURE and ancp.result_code >= 80	.fields.result_name == "FAILURE" and .fields.result_code >= 80
ancp.tlvs.type == 1	.protocol == "ancp" and any(.fields.tlvs[]?; .type == 1)
ancp.tlvs.type != 1	.protocol == "ancp" and any(.fields.tlvs[]?; .type != 1)
not ancp.tlvs.type == 1	(.protocol == "ancp" and any(.fields.tlvs[]?; .type == 1)) | not
ancp.tlvs.tlvs.value > 1000	.protocol == "ancp" and any(.fields.tlvs[]?.tlvs[]?; (.value | numbers) > 1000)
ancp.sender_name == 02:00:5e:10:00:0a	.fields.sender_name == "02:00:5e:10:00:0a"
context.adjacency == "ESTAB" && from == client	.context.adjacency == "ESTAB" and .from == "client"
context.rtt_ns < 1000000	(.context.rtt_ns // 1e18) < 1000000
context.request_frame	.context.request_frame
src_ip == 192.0.2.0/29 and dest_port == 6068	(.src_ip // "" | test("^192[.]0[.]2[.][0-7]$")) and .dest_port == 6068
length > 100 or length < 20	.length and (.length > 100 or .length < 20)
timestamp >= 2026-11-21T00:16:33 and timestamp < "2026-11-21 00:30:26Z"	.timestamp >= "2026-11-21T00:16:33" and .timestamp < "2026-11-21T00:30:26"
length < 60000 and (raw matches "^\x88\x0c" or raw contains "ffff")	.length and .length < 60000 and ((.raw // "") | startswith("880c") or test("^(..)*ffff"))
event_type == flow	.event_type == "flow"
reason == "fin" or reason == rst	.reason == "fin" or .flow.reason == "fin" or .flow.reason == "rst"
kind in {request, response}	.kind == "request" or .kind == "response"
(message == port_up or message == port_down) and ! errors	(.message == "port_up" or .message == "port_down") and (.errors | not)
END
if needs jq "filters against jq"; then
    read_ --flows --raw "$ancp"/*.pcap "$hsms"/*.pcap >all
    n=0
    while IFS=$'\t' read -r filter program; do
        jq -c "select($program)" all | frames >wanted
        read_ --flows -Y "$filter" "$ancp"/*.pcap "$hsms"/*.pcap | frames >got
        is "-Y $filter, as jq: $(wc -l <wanted)" "$(diff wanted got | head -n 5)$(cat stderr)" ""
        n=$((n + $(wc -l <wanted)))
    done <expressions
    ok "which keep something" test "$n" -gt 1000
    is "-j 4 keeps the same" "$(read_ -j 4 --flows -Y 'errors or notes' "$ancp"/*.pcap "$hsms"/*.pcap | sum)" \
        "$(read_ -j 1 --flows -Y 'errors or notes' "$ancp"/*.pcap "$hsms"/*.pcap | sum)"
fi
is "what is kept is numbered without holes" "$(read_ -Y errors "$malformed" | grep -o '"seq":[0-9]*' | cut -d: -f2)" \
    "$(seq "$(read_ "$malformed" | grep -c '"errors"')")"
is "--limit counts what is kept" "$(read_ --limit 3 -Y errors "$malformed" | wc -l)" 3
is "--filter is its long form" "$(read_ --filter=errors "$malformed")" "$(read_ -Y errors "$malformed")"
is "-T text keeps the same" "$(read_ -T text -Y errors "$malformed" | wc -l)" "$(read_ -Y errors "$malformed" | wc -l)"
is "the file can be asked for" "$(read_ -Y "file contains \"05-\"" "$malformed" "$port_up" | wc -l)" "$(read_ "$port_up" | wc -l)"
exits "a mistake ends before reading" 2 "$WS" read -Y 'ancp.message = "port_up"' nosuchfile
is "with a caret below it" "$(cat stderr)" "wirespeak: filter: '=' compares nothing; did you mean '=='?
    ancp.message = \"port_up\"
                 ^"
exits "letters are counted, not bytes" 2 "$WS" read -Y 'text    == "größe" x' nosuchfile
is "for the caret's place" "$(tail -n 1 stderr)" "                       ^"
exits "control characters don't reach the terminal" 2 "$WS" read -Y $'text    == "\e[31m" x' nosuchfile
is "each is shown as one" "$(tail -n 2 stderr)" '    text    == "?[31m" x
                       ^'
read_ -Y 'file matches "(a*)*(a*)*(a*)*(a*)*(a*)*(a*)*$"' "$port_up" "$port_up" >/dev/null
ln -s "$port_up" "$(printf 'a%.0s' {1..200})!"
read_ -Y 'file matches "^(a|a|a)*$"' a*! "$port_up" >/dev/null
is "a pattern that takes too long is given up, which is told" "$(cut -c 1-56 stderr)" \
    "wirespeak: filter: a pattern was too hard for 20 values,"
is "a secret can't be guessed by a filter" "$(read_ --plugin-dir "$BUILDDIR/tests/cli/.libs" -d tcp.port==6068,demo \
    -Y 'demo.identifier == 880c or demo.identifier contains 88' "$port_up" | wc -l)" 0
ok "but with --show-secrets" test "$(read_ --plugin-dir "$BUILDDIR/tests/cli/.libs" -d tcp.port==6068,demo --show-secrets \
    -Y 'demo.identifier == 880c' "$port_up" | wc -l)" -gt 0

# --whole-flows
# Two flows that share a file: one of them has what the filter asks for.
exits "--whole-flows without a filter" 2 "$WS" read --whole-flows "$port_up"
exits "--whole-flows with standard input" 2 "$WS" read --whole-flows -Y errors -
like "is told with the cure" "$(cat stderr)" "standard input can be read only once; save it to a file"
if needs mergecap "captures with several flows" && needs jq "and jq"; then
    mergecap -F pcapng -w many.pcapng "$ancp"/*.pcap "$hsms"/*.pcap
    for filter in 'message == malformed' 'hsms.stream == 6' 'context.orphan' 'reason == fin' 'ancp.code == RSTACK'; do
        "$WS" read -j 1 --flows many.pcapng 2>/dev/null >all
        read_ -Y "$filter" --flows many.pcapng | jq .flow_id | sort -u >flows
        jq -c --slurpfile f flows 'select(.flow_id as $id | $f | index($id)) | del(.seq)' all >wanted
        read_ --whole-flows -Y "$filter" --flows many.pcapng | jq -c 'del(.seq)' >got
        is "--whole-flows -Y '$filter': $(wc -l <flows) flows, in order" "$(diff wanted got | head -n 5)" ""
    done
    read_ -j 4 --whole-flows -Y "$filter" --flows many.pcapng | jq -c 'del(.seq)' >got
    is "-j 4 keeps the same" "$(diff wanted got | head -n 5)" ""
fi
is "-c counts packets as ever" "$(read_ -c 20 --whole-flows -Y 'ancp.code == SYN' "$port_up")" "$(read_ -c 20 "$port_up")"

# --write
exits "-w of a capture that is read" 2 "$WS" read -w "$port_up" "$port_up"
exits "-w from standard input" 2 "$WS" read -w out.pcap -
exits "-w to standard output" 2 "$WS" read -w - "$port_up"
exits "-w where nothing can be written" 5 "$WS" read -w nosuchfolder/out.pcap "$port_up"
if needs tshark "packets that were written"; then
    bytes() { tshark -r "$1" -t e -T fields -e frame.time_epoch -e frame.len -e tcp.seq_raw -e tcp.ack_raw -e tcp.payload 2>/dev/null; }
    for out in out.pcapng out.pcap; do
        read_ -q -Y errors --write "$out" "$malformed"
        bytes "$malformed" | sed -n "$(read_ -Y errors "$malformed" | grep -oE '"frame":[0-9]+' | cut -d: -f2 | sort -nu | sed 's/$/p;/' | xargs)" >wanted
        is "-w $out has the packets that the events show" "$(bytes "$out")" "$(cat wanted)"
        like "in its format" "$(od -A n -t x4 -N 4 "$out")" "$([ "$out" = out.pcap ] && echo a1b23c4d || echo 0a0d0d0a)"
    done
    is "--limit counts there, too" "$(read_ -q --limit 2 -Y errors -w out.pcap "$malformed"; bytes out.pcap | wc -l)" \
        "$(bytes out.pcap | wc -l)"
    read_ -q -Y 'message == port_up' -w out.pcapng "$port_up" "$malformed"
    is "packets of several captures" "$(bytes out.pcapng | wc -l)" \
        "$(read_ -e file -e frame -Y 'message == port_up' "$port_up" "$malformed" | sort -u | wc -l)"
    read_ -q --whole-flows -Y 'message == malformed' -w flows.pcapng many.pcapng
    read_ --whole-flows -Y 'message == malformed' many.pcapng | jq -c 'del(.seq, .frame, .context.request_frame)' >wanted
    read_ flows.pcapng | jq -c 'del(.seq, .frame, .context.request_frame)' >got
    is "whole flows read again are the same" "$(diff wanted got | head -n 5)" ""
    is "with all of their packets" "$(bytes flows.pcapng | wc -l)" "$(read_ --flows many.pcapng | jq -s '
        [.[] | select(.message == "malformed").flow_id] as $f |
        [.[] | select(.flow.state == "end" and (.flow_id as $id | $f | index($id))).flow |
         .pkts_toserver + .pkts_toclient] | add')"
    read_ -q -Y 'message == s99f99' -w none.pcapng "$hsms/java_gs.pcap"
    is "a file without packets can be read" "$(bytes none.pcapng | wc -l)$("$WS" read none.pcapng 2>&1)" 0
fi

if [ -n "${UPDATE-}" ]; then
    page_now "$SRCDIR/docs/filters.md" >"$UPDATE"
fi
what="docs/filters.md shows what comes"
needs jq "$what" && is "$what" "$(diff "$SRCDIR/docs/filters.md" <(page_now "$SRCDIR/docs/filters.md"))" ""
finish
