#!/usr/bin/env bash
# Every option of `wirespeak read`: what it does, against the same run without it. The line "# --NAME" stands before
# the tests of that option: help.sh wants one for each.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
port_up=$SRCDIR/captures/ancp/05-pyancp-nas-topology.pcap
malformed=$SRCDIR/captures/ancp/09-an-nas-malformed.pcap
tunnel=$SRCDIR/captures/ncp/07_http_tunnel_auth.pcap

read_() { "$WS" read "$@" 2>stderr; }
lines() { read_ "$@" | wc -l; }

all=$(lines "$port_up")
is "all messages of a capture, one a line" "$all" 20

# --read
is "-r names a capture" "$(lines -r "$port_up")" "$all"
is "--read may come again, beside files" "$(lines --read "$port_up" --read "$port_up" "$port_up")" $((3 * all))

# --packets
frame=$(read_ "$port_up" | sed -nE '3s/.*"frame":([0-9]+).*/\1/p')
packets=$(read_ -q --stats "$port_up" | sed -E 's/.*"packets":([0-9]+).*/\1/')
is "-c stops behind so many packets" "$(lines -c "$frame" "$port_up")" 3
is "--packets counts over all files" "$(lines --packets=$((packets + frame)) "$port_up" "$port_up")" $((all + 3))

# --limit
is "--limit stops after so many events" "$(lines --limit 7 "$port_up")" 7
is "--limit counts over all files" "$(lines --limit $((all + 2)) "$port_up" "$port_up")" $((all + 2))

# --protocol
is "--protocol keeps the plugins named" "$(lines --protocol nosuch,ancp "$port_up")" 0
like "an unknown one is named, and those there are" "$(cat stderr)" "--protocol: no plugin 'nosuch'; there are: .*ancp"
is "--protocol ancp decodes ancp" "$(lines --protocol ancp "$port_up")" "$all"

# --decode-as
# Port 6068 = 0x17b4 becomes 5000 = 0x1388, in packets whose bytes do not hold it elsewhere.
LC_ALL=C sed 's/\x17\xb4/\x13\x88/g' "$port_up" >port5000.pcap
is "-d binds a port to a plugin" "$(lines -d tcp.port==5000,ancp port5000.pcap)" "$all"
is "--decode-as is its long form" "$(lines --decode-as=tcp.port==5000,ancp port5000.pcap)" "$all"
exits "-d with a plugin that is not there" 2 "$WS" read -d tcp.port==5000,anpc port5000.pcap
is "names the nearest, and all" "$(head -c 54 stderr)" "wirespeak: -d: no plugin 'anpc'; did you mean ancp? Th"
for bad in tcp.port=5000,ancp tcp.port==0,ancp tcp.port==70000,ancp tcp.port==x,ancp tcp.port==5000 sctp.port==1,ancp; do
    exits "-d $bad is wrong usage" 2 "$WS" read -d "$bad" port5000.pcap
done

# --set
exits "--set of an option" 0 "$WS" read --plugin-dir "$BUILDDIR/tests/cli/.libs" --set demo.level=3 "$port_up"
exits "--set of a value out of its range" 2 "$WS" read --plugin-dir "$BUILDDIR/tests/cli/.libs" --set demo.level=10 "$port_up"
like "is told" "$(cat stderr)" "^wirespeak: demo: .*level"
exits "--set of an unknown option" 2 "$WS" read --set ancp.nosuch=1 "$port_up"
like "names plugin and option" "$(cat stderr)" "^wirespeak: ancp: .*nosuch"
exits "--set without a value" 2 "$WS" read --set ancp.x "$port_up"
exits "--set of a misspelt plugin" 2 "$WS" read --set anpc.x=1 "$port_up"
exits "--set of a plugin that is not installed is only told" 0 "$WS" read --set quitedifferent.x=1 "$port_up"
like "and named" "$(cat stderr)" "no plugin 'quitedifferent' is installed"

# --plugin-dir
mkdir empty broken
echo nonsense >broken/zzz.so
read_ --plugin-dir broken "$port_up" >/dev/null
like "--plugin-dir is searched: what is broken there is named" "$(cat stderr)" "^wirespeak: zzz: refused: "
is "and the others work" "$(lines --plugin-dir broken "$port_up")" "$all"

# --format
like "-T json" "$(read_ -T json "$port_up" | head -n 1)" '^\{"timestamp":"20'
is "a pipe gets JSON without being asked" "$(read_ "$port_up")" "$(read_ -T json "$port_up")"
like "-T text: client left, arrow, protocol, message" "$(read_ -T text "$port_up" | head -n 1)" \
    '^[0-9:.]{15}  192\.0\.2\.10:[0-9]+ (→|←) 192\.0\.2\.1:6068  ancp   adjacency_syn'
is "-T text has one line for each" "$(lines -T text "$port_up")" "$all"
like "--format=tree has one for each field" "$(read_ --format=tree "$port_up")" $'\n'"    message_type: 80"$'\n'
exits "an unknown form" 2 "$WS" read -T yaml "$port_up"
is "lists the forms" "$(cat stderr)" "wirespeak: read: --format: 'yaml' is none of: json text tree fields sml"

# --field
is "-T fields -e prints columns" "$(read_ -T fields -e from -e message -e ancp.timer "$port_up" | head -n 2 | tail -n 1)" \
    "$(read_ "$port_up" | sed -n 2p | sed -E 's/.*"from":"([a-z]+)".*"message":"([a-z_]+)".*"timer":([0-9]+).*/\1\t\2\t\3/')"
is "--field alone means columns" "$(read_ --field message "$port_up" | head -n 1)" adjacency_syn
is "lists join their elements" "$(read_ -e ancp.capabilities.type "$port_up" | head -n 1 | tr -cd ', \n0-9')" \
    "$(read_ "$port_up" | head -n 1 | sed 's/.*"capabilities"//' | grep -oE '"type":[0-9]+' | cut -d: -f2 | paste -sd,)"
is "what hooks put can be columns" "$(read_ -e ncp.fields.name -e ncp.fields.params.value "$tunnel" | sed -n 2p)" \
    "CCRE"$'\t'"wirespeak-test,operator,LAB,60"
exits "an unknown column ends before reading" 2 "$WS" read -T fields -e ancp.transaction_di nosuchfile
is "and names the nearest" "$(cat stderr)" \
    "wirespeak: -e: no field 'ancp.transaction_di'; did you mean 'ancp.transaction_id'?"
exits "-T fields without a column" 2 "$WS" read -T fields "$port_up"
exits "-e with another form" 2 "$WS" read -T json -e message "$port_up"

# --field-style
is "-E header=y begins with the names" "$(read_ -e dest_port -e message -E header=y -E separator=, "$malformed" | head -n 2)" \
    "dest_port,message
6068,adjacency_syn"
is "--field-style quote=d" "$(read_ -e message --field-style quote=d "$port_up" | head -n 1)" '"adjacency_syn"'
exits "an unknown style" 2 "$WS" read -e message -E colour=y "$port_up"

# --time
first() { read_ -T text "$@" "$port_up" | sed -n 2p | cut -c 1-29; }
export TZ=EST5
utc=$(first -t u | cut -c 1-2)
is "-t a is local" "$(first -t a | cut -c 1-2)" "$(printf %02d $(((10#$utc + 19) % 24)))"
like "--time=ad has the date" "$(first --time=ad)" '^20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:.]{15}'
like "-t r counts from the first packet" "$(first -t r)" '^0\.[0-9]{6}  '
like "-t d counts from the event before" "$(read_ -T text -t d "$port_up" | head -n 1)" '^0\.000000  '
is "-t dd does too" "$(first -t dd)" "$(first -t d)"
unset TZ
like "columns have nine decimals" "$(read_ -e timestamp -t u "$port_up" | head -n 1)" '^[0-9:]{8}\.[0-9]{9}$'

# --raw
like "--raw shows the bytes" "$(read_ --raw "$port_up" | head -n 1)" '"raw":"880c[0-9a-f]+"\}$'
is "without it there are none" "$(read_ "$port_up" | grep -c '"raw"')" 0
is "but for what has errors" "$(read_ "$malformed" | grep '"errors"' | grep -vc '"raw"')" 0

# --flows
is "--flows tells begin and end" \
    "$(read_ --flows "$port_up" | grep '"event_type":"flow"' | grep -oE '"state":"[a-z]+"' | xargs)" "state:begin state:end"

# --stats
like "--stats ends with a stats event" "$(read_ --stats "$port_up" | tail -n 1)" \
    '^\{"timestamp":.*"event_type":"stats","seq":21,.*"stats":\{"packets":[1-9]'
like "a table for people" "$(read_ -T text --stats "$port_up")" $'\n +[0-9]+  packets\n'
read_ -e message --stats "$port_up" >columns
is "not among columns" "$(wc -l <columns)" "$all"
like "there it goes to stderr" "$(cat stderr)" "[0-9]  packets"

# --community-id
ends=$(read_ -e src_ip -e src_port -e dest_ip -e dest_port -e proto "$port_up" | head -n 1)
like "--community-id stands behind flow_id" "$(read_ --community-id "$port_up" | head -n 1)" \
    '"flow_id":"[0-9a-f]{16}","community_id":"1:[A-Za-z0-9+/]{27}=","proto"'
if needs tshark "--community-id is what tshark finds"; then
    is "--community-id is what tshark finds for $ends" \
        "$(read_ --community-id "$port_up" | grep -oE '1:[A-Za-z0-9+/]{27}=' | sort -u)" \
        "$(tshark --enable-protocol communityid -r "$port_up" -T fields -e communityid 2>/dev/null | sort -u)"
fi

# --guess-lines
lines=$SRCDIR/captures/tcpip/01_text_lines.pcap
is "lines of text are nobody's unless asked for" "$(read_ -e text "$lines" | wc -l)" 0
is "--guess-lines reads them" "$(read_ --guess-lines -e tcpip.text "$lines" | grep -c '^some data$')" \
    "$(grep -c '"text": "some data"' "${lines%.pcap}.expected.ndjson")"

# tests/cli/demo.c reads the same bytes as a secret and a wide number.
demo() { read_ --plugin-dir "$BUILDDIR/tests/cli/.libs" -d tcp.port==6068,demo "$@"; }

# --int64
is "numbers of 64 bits are strings beyond 2^53" "$(demo --limit 1 "$port_up" | grep -oE '"big":[^,]*' | sed 's/[0-9]\+/N/')" '"big":"N"'
is "--int64=number: never" "$(demo --int64=number --limit 1 "$port_up" | grep -oE '"big":[^,]*' | sed 's/[0-9]\+/N/')" '"big":N'
is "--int64=string: narrow fields stay numbers" "$(demo --int64=string --limit 1 "$port_up" | grep -oE '"length":[^,]*' | head -n 1)" \
    "$(demo --limit 1 "$port_up" | grep -oE '"length":[^,]*' | head -n 1)"
exits "--int64=hex is wrong" 2 "$WS" read --int64=hex "$port_up"

# --show-secrets
like "a secret is hidden" "$(demo --limit 1 "$port_up")" '"identifier":"\*\*\*"'
like "--show-secrets shows it" "$(demo --show-secrets --limit 1 "$port_up")" '"identifier":"880c",'
is "a secret's bytes are hidden, too" "$(demo --raw "$port_up" | grep -c '"raw"')" 0
like "--show-secrets shows them" "$(demo --raw --show-secrets "$port_up" | head -n 1)" '"raw":"880c'
is "-T text hides it" "$(demo -T tree "$port_up" | grep -c 'identifier: [^*]')" 0
for form in json text tree "fields -e ncp.password -e ncp.headers.value"; do
    # shellcheck disable=SC2086 # options
    is "-T $form hides the tunnel's credentials" "$(read_ --raw -T $form "$tunnel" | grep -cE 'rfeye|YWRtaW46cmZleWU')" 0
done
like "--show-secrets shows them" "$(read_ --show-secrets -e ncp.headers.value "$tunnel")" 'YWRtaW46cmZleWU='

# --color
escape=$(printf '\033')
like "--color=always colours text" "$(read_ -T text --color=always "$port_up")" "$escape\[36m"
for when in auto never; do
    is "--color=$when does not, into a pipe" "$(read_ -T text --color=$when "$port_up" | grep -c "$escape")" 0
done
if needs script "a terminal gets colours"; then
    on_terminal() { script -qec "$1" /dev/null | tr -d '\r'; }
    like "a terminal gets text in colours" "$(on_terminal "'$WS' read '$port_up'")" "$escape\[36madjacency_syn"
    is "but not with NO_COLOR" "$(on_terminal "NO_COLOR=1 '$WS' read '$port_up'" | grep -c "$escape")" 0
    is "nor with --color=never" "$(on_terminal "'$WS' read --color=never '$port_up'" | grep -c "$escape")" 0
fi

# --jobs
# tasks_of JOBS: the threads of a reading that waits for more.
tasks_of() {
    mkfifo feed
    "$WS" read -j "$1" - <feed >/dev/null 2>&1 &
    local reader=$!
    exec 9>feed
    cat "$port_up" >&9
    for _ in {1..100}; do
        tasks=("/proc/$reader/task"/*)
        [ ${#tasks[@]} = 1 ] || break
        [ "$1" != 1 ] || break
        sleep 0.05
    done
    exec 9>&-
    wait "$reader"
    rm feed
    echo ${#tasks[@]}
}
is "-j 1 is one thread" "$(tasks_of 1)" 1
is "-j 3 is three, and the one that reads" "$(tasks_of 3)" 4
exits "--jobs=0 is wrong usage" 2 "$WS" read --jobs=0 "$port_up"

# --quiet
is "-q prints no events" "$(lines -q "$port_up")" 0
is "--quiet --stats prints counters alone" "$(lines --quiet --stats "$port_up")" 1

# --verbose
read_ -v "$port_up" >/dev/null
like "-v says what is read, and the plugins" "$(cat stderr)" "plugin: ancp.*05-pyancp-nas-topology.pcap: [0-9]+ packets"
read_ "$port_up" >/dev/null
is "without it nothing is said" "$(cat stderr)" ""

# --strict
# Without the segment of frame 4, which holds the client's first message, bytes are missing.
if needs editcap "a capture with a hole"; then
    editcap "$port_up" hole.pcap 8
    exits "a gap is a finding" 0 "$WS" read hole.pcap
    like "told on one line" "$(cat stderr)" "^wirespeak: read: not all could be decoded: .*[1-9]"
    is "and an event" "$(read_ hole.pcap | grep -c '"event_type":"gap"')" 1
    exits "--strict makes it exit 3" 3 "$WS" read --strict hole.pcap
    exits "but not where nothing is missing" 0 "$WS" read --strict "$port_up"
fi

# --max-elements
read_ --max-elements 1 "$port_up" >shorter
is "--max-elements cuts arrays" "$(jq -c 'select(.message == "port_up") | .fields.tlvs | length' shorter | sort -u)" 1
is "the note tells how many there are" \
    "$(jq -r 'select(.seq == 7) | .notes[] | select(.code == "elements_cut").text' shorter)" \
    "an array of 2 elements is cut to its first 1"
is "without it nothing is cut" "$(read_ "$port_up" | grep -c elements_cut)" 0

# --max-line
read_ --max-line 1300 "$port_up" >shorter
is "--max-line: no line is longer" "$(awk 'length > 1300' shorter | wc -l)" 0
is "none is missing" "$(wc -l <shorter)" "$all"
like "the longest arrays are cut" "$(cat shorter)" 'elements_cut'
ok "without it lines are longer" test "$(read_ "$port_up" | awk 'length > 1300' | wc -l)" -gt 0

# --memory
is "--memory closes the flows idle longest" "$(read_ --memory 1 --flows "$port_up" | grep -c '"reason":"memory"')" "$(
    read_ --memory 1 --stats -q "$port_up" | jq '.stats.ended_memory')"
like "which is told" "$(cat stderr)" "ended_memory"
is "without it none is" "$(read_ --stats -q "$port_up" | jq '.stats.ended_memory')" 0
exits "what is no size" 2 "$WS" read --memory lots "$port_up"
is "is told with examples" "$(cat stderr)" "wirespeak: read: --memory: 'lots' is not a size such as 64k, 4M or 1G"

# --overlap
# --verify-checksums
# change.py IN OUT WHAT: flip a byte in frame 14's payload; or show frame 14 too early, twice, differing.
cat >change.py <<'EOF'
import struct, sys
data = open(sys.argv[1], "rb").read()
frames, at = [], 24
while at < len(data):
    length = struct.unpack_from("<I", data, at + 8)[0]
    frames.append(bytearray(data[at:at + 16 + length]))
    at += 16 + length
if sys.argv[3] == "flip":
    frames[13][-1] ^= 0xff
else:  # its last part comes before its first, with two different last bytes
    whole = frames[13]
    ip = 16 + 14
    tcp = ip + 20
    start = tcp + (whole[tcp + 12] >> 4) * 4
    def part(begin, end, last):
        out = bytearray(whole[:start] + whole[start + begin:start + end])
        struct.pack_into(">I", out, tcp + 4, struct.unpack_from(">I", whole, tcp + 4)[0] + begin)
        struct.pack_into(">H", out, ip + 2, len(out) - ip)
        struct.pack_into("<II", out, 8, len(out) - 16, len(out) - 16)
        out[-1] ^= last
        return out
    size = len(whole) - start
    frames[13:14] = [part(size - 4, size, 0), part(size - 4, size, 0xff), part(0, size - 4, 0)]
open(sys.argv[2], "wb").write(data[:24] + b"".join(frames))
EOF
if needs python3 "captures with wrong bytes"; then
    python3 change.py "$port_up" flipped.pcap flip
    is "a wrong checksum is not looked at" "$(read_ --stats -q flipped.pcap | jq '.stats.packets_bad_checksum')" 0
    is "--verify-checksums counts it" "$(read_ --verify-checksums --stats -q flipped.pcap | jq '.stats.packets_bad_checksum')" 1
    is "and ignores the packet" "$(lines --verify-checksums flipped.pcap | head -n 1)" "$((all))"
    like "whose bytes are then missing" "$(read_ --verify-checksums flipped.pcap)" '"event_type":"gap"'

    python3 change.py "$port_up" twice.pcap twice
    rate='select(.seq == 7) | .fields.tlvs[1].tlvs[4].value'
    is "the first of two copies counts" "$(read_ twice.pcap | jq "$rate")" "$(read_ "$port_up" | jq "$rate")"
    is "--overlap last: the last" "$(read_ --overlap last twice.pcap | jq "$rate")" $(($(read_ "$port_up" | jq "$rate") ^ 255))
    like "the difference is noted" "$(read_ twice.pcap)" '"code":"overlap_differs"'
fi

# --help
exits "-h" 0 "$WS" read -h
like "-h begins with examples" "$(head -n 1 stdout)" "^  wirespeak read "
finish
