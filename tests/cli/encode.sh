#!/usr/bin/env bash
# Every option of `wirespeak encode`; the line "# --NAME" stands before the tests of that option.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
encode() { "$WS" encode "$@" 2>stderr; }
# The header of SEMI E37, 8.2: length 10, session 65535, s_type 5 and 6.
request='{"message":"linktest_req","fields":{"system_bytes":7}}'
response='{"message":"linktest_rsp","fields":{"system_bytes":7}}'
hex=0000000affff0000000500000007

is "a message as an argument" "$(encode hsms "$request")" "$hex"
is "several, a line each" "$(encode hsms "$request" "$response")" "$hex
0000000affff0000000600000007"
is "on standard input, a line each, blank ones apart" "$(printf '%s\n\n%s' "$request" "$response" | encode hsms | wc -l)" 2
is "what decode prints" "$("$WS" decode hsms "$hex" | encode hsms)" "$hex"
port_up=$SRCDIR/captures/ancp/05-pyancp-nas-topology.pcap
is "whole events of read" "$("$WS" read --raw "$port_up" | encode ancp)" "$("$WS" read --raw "$port_up" | grep -oE '"raw":"[0-9a-f]+' | cut -d'"' -f4)"
is "a value by its name alone" "$(encode hsms '{"message":"select_rsp","fields":{"select_status_name":"connection_not_ready"}}')" \
    "0000000affff0002000200000000"
is "override writes a wrong length" "$(encode hsms "${request%\}},\"override\":{\"length\":99}}")" 00000063ffff0000000500000007
is "a message of a family" "$(encode hsms '{"message":"s99f1","fields":{"stream":99,"function":1}}')" 0000000a00006301000000000000

# What is wrong is told by its path; the other lines are encoded.
wrong() {
    exits "wrong: $1" 2 "$WS" encode hsms "$1" "$request"
    is "is told" "$(cat stderr)" "wirespeak: argument 1: $2"
    is "and the next one encoded" "$(cat stdout)" "$hex"
}
wrong '{"message":"linktest_rq"}' "message: 'linktest_rq' is none of hsms; did you mean linktest_req?"
wrong '{"fields":{}}' "message: the name of a message is expected"
wrong '{"message":"linktest_req","feilds":{}}' "feilds: no key of an event; did you mean fields?"
wrong '{"message":"linktest_req","fields":[]}' "fields: an object is expected"
wrong '{"message":"linktest_req","protocol":"ca"}' "protocol: 'ca', expected 'hsms'"
wrong '{"event_type":"gap","protocol":"hsms"}' "event_type: 'gap' has no bytes, only 'message' has"
wrong '{"message":"malformed","raw":"00"}' "message: 'malformed' bytes have no fields; raw has them"
wrong '{"message":"s99f1"}' "fields: their bytes are the message 's0f0', expected 's99f1'"
wrong '[]' 'an object is expected: {"message":NAME,"fields":{...}}'
wrong '{"message":}' "$(encode hsms '{"message":}' >/dev/null; sed 's/.*argument 1: //' stderr)"
exits "a value that does not fit" 2 "$WS" encode hsms '{"message":"linktest_req","fields":{"session_id":65536}}'
like "has its path" "$(cat stderr)" "^wirespeak: argument 1: fields\.session_id: "
exits "an unknown field" 2 "$WS" encode hsms '{"message":"linktest_req","fields":{"sesion_id":1}}'
like "has its path, and where all are listed" "$(cat stderr)" "fields\.sesion_id: .*wirespeak plugins hsms linktest_req"
printf '%s\n[]\n' "$request" | encode hsms >/dev/null
like "standard input is counted in lines" "$(cat stderr)" "^wirespeak: line 2: "
exits "no protocol" 2 "$WS" encode
exits "an unknown protocol" 2 "$WS" encode nosuch "$request"

# --binary
is "--binary prints bytes" "$(encode --binary hsms "$request" | od -An -tx1 | tr -d ' \n')" "$hex"
is "and decode takes them" "$(encode --binary hsms "$request" "$response" | "$WS" decode --binary hsms | wc -l)" 2

# --set
exits "--set of an unknown option" 2 "$WS" encode --set hsms.nosuch=1 hsms "$request"
is "--set of a known one" "$(encode --set hsms.t3=1s hsms "$request")" "$hex"

# --plugin-dir
mkdir broken
echo nonsense >broken/zzz.so
encode --plugin-dir broken hsms "$request" >/dev/null
like "--plugin-dir is searched" "$(cat stderr)" "^wirespeak: zzz: refused: "

# --config
echo '{"set":{"hsms.nosuch":1}}' >config.json
exits "--config sets options" 2 "$WS" encode --config config.json hsms "$request"
like "and is named" "$(cat stderr)" "^wirespeak: config.json: set.hsms.nosuch: "

# --help
exits "--help" 0 "$WS" encode --help
finish
