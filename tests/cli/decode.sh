#!/usr/bin/env bash
# Every option of `wirespeak decode`; the line "# --NAME" stands before the tests of that option.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
# HSMS: a length of 10, session 65535, two bytes, p_type 0, s_type 5, system bytes (SEMI E37, 8.2 and 8.3).
linktest="0000000a ffff 0000 0005 00000001"
decode() { "$WS" decode "$@" 2>stderr; }

is "keys stand in the order of read's, without packet and flow" "$(decode hsms "$linktest")" \
    '{"from":"client","protocol":"hsms","message":"linktest_req","kind":"control","length":14,"offset":0,"fields":{"length":10,"session_id":65535,"header_byte_2":0,"header_byte_3":0,"p_type":0,"s_type":5,"system_bytes":1}}'
whole=$(decode hsms "$linktest")
for form in 0x0000000affff0000000500000001 00:00:00:0a:ff:ff:00:00:00:05:00:00:00:01 "0X0000000A, FFFF0000000500000001" $'\t0000000affff\r\n0000000500000001\n'; do
    is "hex as it comes: ${form@Q}" "$(decode hsms "$form")" "$whole"
done
# shellcheck disable=SC2086 # several arguments
is "in several arguments" "$(decode hsms $linktest)" "$whole"
is "on standard input" "$(printf '%s\n' "$linktest" | decode hsms)" "$whole"
is "several messages are several lines" "$(decode hsms "$linktest" "$linktest" | grep -oE '"offset":[0-9]+' | xargs)" "offset:0 offset:14"
exits "what is cut off is no failure" 0 "$WS" decode hsms 0000000affff
like "and malformed" "$(cat stdout)" '"message":"malformed","length":6,"offset":0,"errors":\[\{"code":"truncated","offset":6,.*"raw":"0000000affff"\}$'
like "so is what is no message" "$(decode ancp 1234567890)" '^\{"from":"client","protocol":"ancp","message":"malformed",'

exits "no protocol" 2 "$WS" decode
like "is told where to find them" "$(cat stderr)" "no protocol was named; wirespeak plugins lists"
exits "an unknown protocol" 2 "$WS" decode hsm "$linktest"
like "names the nearest" "$(cat stderr)" "^wirespeak: decode: no plugin 'hsm'; did you mean hsms\? "
exits "what is no digit" 2 "$WS" decode hsms 00g0
is "is shown with its place" "$(cat stderr)" "wirespeak: 00g0: 'g' at character 3 is no hex digit"
exits "half a byte" 2 "$WS" decode hsms 000
like "is told" "$(cat stderr)" "an odd number of digits"
exits "a byte in two arguments" 2 "$WS" decode hsms 0 0
exits "no bytes" 2 "$WS" decode hsms
like "are told" "$(cat stderr)" "there are no bytes to decode"

# --from
is "--from server" "$(decode --from=server hsms "$linktest")" "${whole/client/server}"
exits "--from nobody" 2 "$WS" decode --from nobody hsms "$linktest"

# --transport
# Channel Access: command 0, which TCP answers with minor version 13, then an echo (23).
two=00000000000d000d0000000000000000
if "$WS" plugins ca >/dev/null 2>&1; then
    is "--transport tcp is a stream of messages" "$(decode --transport tcp ca "$two" 00170000000000000000000000000000 | wc -l)" 2
    like "--transport=udp is one datagram" "$(decode --transport=udp ca "$two")" '"message":"version'
fi
is "the default is that of the plugin's first port" "$(decode --transport tcp hsms "$linktest")" "$whole"

# --binary
printf '\0\0\0\12\377\377\0\0\0\5\0\0\0\1' >bytes
is "--binary takes bytes" "$(decode --binary hsms <bytes)" "$whole"
exits "--binary with hex" 2 "$WS" decode --binary hsms "$linktest"

# --format
is "-T json is what a pipe gets" "$(decode -T json hsms "$linktest")" "$whole"
is "-T text is a line" "$(decode -T text hsms "$linktest")" "→ hsms  linktest_req"
is "--format=tree has a line for each field" "$(decode --format=tree --from server hsms "$linktest" | head -n 2)" \
    "← hsms  linktest_req  control, 14 bytes
    length: 10 bytes"

# --raw
like "--raw shows the bytes" "$(decode --raw hsms "$linktest")" '"raw":"0000000affff0000000500000001"\}$'

# --int64
is "--int64=string" "$(decode --int64=string ca "$two" 2>/dev/null | wc -l)" 1

# --show-secrets
is "--show-secrets changes nothing where there are none" "$(decode --show-secrets hsms "$linktest")" "$whole"

# --color
is "--color=always" "$(decode -T text --color=always hsms "$linktest" | cat -v)" \
    "^[[36mM-bM-^FM-^R ^[[0mhsms  ^[[36mlinktest_req^[[0m"
is "NO_COLOR does not overrule it" "$(NO_COLOR=1 decode -T text --color=always hsms "$linktest" | grep -c $'\e')" 1
is "a pipe is not coloured" "$(decode -T text --color=auto hsms "$linktest" | grep -c $'\e')" 0

# --set
# S1F1 W (SEMI E37 8.2.6.3: the W-bit is the first of byte 2).
s1f1="0000000a 0000 8101 0000 00000007"
like "--set hsms.sml=true" "$(decode --set hsms.sml=true hsms "$s1f1")" '"sml":"S1F1 W\\n\."'
exits "--set of an unknown option" 2 "$WS" decode --set hsms.nosuch=1 hsms "$s1f1"

# --plugin-dir
mkdir broken
echo nonsense >broken/zzz.so
decode --plugin-dir broken hsms "$linktest" >/dev/null
like "--plugin-dir is searched" "$(cat stderr)" "^wirespeak: zzz: refused: "

# --config
echo '{"set":{"hsms.sml":true}}' >config.json
like "--config sets options" "$(decode --config config.json hsms "$s1f1")" '"sml":'
exits "--config with a mistake" 2 "$WS" decode --config bytes hsms "$s1f1"

# --help
exits "--help" 0 "$WS" decode --help
# What a plugin has to say beside messages.
layout=$SRCDIR/captures/tcpip/09_other_terminators.layout.json
is "a notice tells why nothing is read" "$("$WS" decode tcpip --set tcpip.layout="$layout" 410d | jq -r '"\(.event_type) \(.code)"')" \
    "notice no_stream"
is "and how to have it read" "$("$WS" decode tcpip --set tcpip.layout="$layout" --set tcpip.stream=otherterm_6010 410d | jq -r .fields.text)" A

finish
