#!/usr/bin/env bash
# What `wirespeak read` answers to files, pipes and signals, good and bad.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
good=$SRCDIR/captures/ancp/05-pyancp-nas-topology.pcap
all=$("$WS" read "$good" | wc -l)

exits "a good capture" 0 "$WS" read "$good"
is "says nothing else" "$(cat stderr)" ""

# Files that cannot be read: exit 3, one line that names the file.
: >empty.pcap
head -c 10 "$good" >stump.pcap
echo "this is no capture, but a text" >text.pcap
while IFS='|' read -r file what; do
    exits "$what: exit 3" 3 "$WS" read "$file"
    like "$what: named" "$(cat stderr)" "^wirespeak: $file: [^:]"
    is "$what: one line" "$(wc -l <stderr)" 1
    is "$what: nothing printed" "$(cat stdout)" ""
    exits "$what: the other files are read all the same" 3 "$WS" read "$file" "$good"
    is "$what: whole" "$(wc -l <stdout)" "$all"
done <<'END'
nosuch.pcap|a missing file
empty.pcap|an empty file
stump.pcap|a file that ends in its header
text.pcap|a text
.|a folder
END

# A capture that ends early: everything readable, an error event, exit 3.
size=$(stat -c %s "$good")
for cut in 1 17 100; do
    head -c $((size - cut)) "$good" >cut.pcap
    exits "cut by $cut bytes: exit 3" 3 "$WS" read cut.pcap
    like "cut by $cut bytes: told, with the cure" "$(cat stderr)" "^wirespeak: cut.pcap: ends early after frame [0-9]+: "
    like "cut by $cut bytes: an error event is last" "$(tail -n 1 stdout)" \
        '^\{"timestamp":"[^"]+","event_type":"error","seq":[0-9]+,"frame":[0-9]+,"code":"truncated","text":"ends early'
    is "cut by $cut bytes: what is before it is the same" "$(sed '$d' stdout)" \
        "$("$WS" read "$good" | head -n $(($(wc -l <stdout) - 1)))"
done
exits "the same for people" 3 "$WS" read -T text cut.pcap
is "has no event of JSON" "$(grep -c event_type stdout)" 0

# Several files: each event says which.
"$WS" read "$good" "$good" >two
is "several files have their names in events" "$(grep -c "\"file\":\"$good\"" two)" $((2 * all))
is "one has not" "$("$WS" read "$good" | grep -c '"file"')" 0
is "frames are counted file by file" "$(sed -n 1p two | grep -o '"frame":[0-9]*')" \
    "$(sed -n $((all + 1))p two | grep -o '"frame":[0-9]*')"
is "seq goes on without holes" "$(grep -oE '"seq":[0-9]+' two | cut -d: -f2 | xargs)" "$(seq -s ' ' $((2 * all)))"

# Standard input.
is "- is standard input" "$("$WS" read - <"$good")" "$("$WS" read "$good")"
is "a pipe too" "$(tail -c +1 "$good" | "$WS" read -)" "$("$WS" read "$good")"

# A stream: what is complete is printed at once, before more comes.
mkfifo stream
"$WS" read - <stream >live 2>live.err &
pid=$!
exec 3>stream
head -c $((size - 200)) "$good" >&3
for _ in $(seq 50); do
    [ "$(wc -l <live)" -ge 15 ] && break
    sleep 0.1
done
ok "messages of a stream are printed as they come" test "$(wc -l <live)" -ge 15
before=$(wc -l <live)
kill -USR1 $pid
tail -c 200 "$good" >&3
for _ in $(seq 50); do
    [ "$(wc -l <live)" -ge "$all" ] && break
    sleep 0.1
done
is "the rest too" "$(wc -l <live)" "$all"
ok "the stream was not at its end before" test "$before" -lt "$all"
like "SIGUSR1 prints statistics" "$(cat live.err)" "[0-9]  packets"
kill -INT $pid
wait $pid
is "SIGINT finishes: exit 0" $? 0
exec 3>&-

# Twice ends at once: the reader of stdout is stuck.
mkfifo in out
"$WS" read - <"$PWD/in" >"$PWD/out" &
pid=$!
exec 4>in 5<out
kill -TERM $pid
sleep 0.2
kill -TERM $pid 2>/dev/null
wait $pid
status=$?
ok "SIGTERM ends it, the second at once" test $status -eq 0 -o $status -eq 143
exec 4>&- 5<&-

# A long read on a terminal shows a bar, and wipes it: stderr is a terminal, stdout is not. The file grows while it is
# read, so that it lasts as long as is needed.
if needs script "a long read shows a bar"; then
    head -c 24 "$good" >long.pcap
    for _ in $(seq 400); do tail -c +25 "$good"; done >>long.pcap
    for _ in 1 2 3 4 5 6 7 8 9; do tail -c +25 long.pcap >rest && cat rest >>long.pcap; done
    bar=$(script -qec "'$WS' read '$PWD/long.pcap' >/dev/null" /dev/null)
    if [ -n "$bar" ]; then
        like "a long read shows percent, rate and time left" "$bar" "[0-9]+ %  [0-9]+ MB/s  [0-9]+ s left"
        like "and wipes it at the end" "$bar" $'\r\033\\[K$'
    else
        skip "a long read shows a bar" "reading $(stat -c %s long.pcap) bytes took less than half a second"
    fi
    rm -f long.pcap rest
fi

# Where output goes.
"$WS" read --raw "$good" "$good" "$good" "$good" "$good" "$good" "$good" "$good" | head -n 1 >/dev/null
is "a closed pipe ends quietly with 0" "${PIPESTATUS[0]}" 0
if [ -e /dev/full ]; then
    "$WS" read "$good" >/dev/full 2>stderr
    is "a full disk is exit 5" $? 5
    is "and told" "$(cat stderr)" "wirespeak: standard output: cannot write: No space left on device"
fi

# Usage.
exits "no file" 2 "$WS" read
like "names the cure" "$(cat stderr)" "wirespeak read FILE"
exits "an unknown option" 2 "$WS" read --formt json "$good"
is "names the nearest" "$(cat stderr)" "wirespeak: read: unknown option --formt; did you mean --format?"
exits "an unknown letter" 2 "$WS" read -Q "$good"
exits "a missing argument" 2 "$WS" read -c
is "is named" "$(cat stderr)" "wirespeak: read: --packets needs N"
exits "a value where none goes" 2 "$WS" read --raw=1 "$good"
exits "a number that is none" 2 "$WS" read -c ten "$good"
exits "nothing to do" 2 "$WS" read -c 0 "$good"
finish
