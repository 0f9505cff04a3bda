#!/usr/bin/env bash
# Reading measured against what else reads captures, in one run on one machine: docs/performance.md says what each row
# means. Run it by `make bench`. BENCH_SECTIONS names what is measured ("read mix questions"), BENCH_SIZE is the bytes of section
# read's large capture (210000000), BENCH_LARGE those of section mix's (1000000000), BENCH_LINES those of
# section questions' JSON lines (100000000), BENCH_ROUNDS how often all of a section is measured in turn (5). Exits with 1 when a count of messages is wrong; a missed figure is told, not an error.
set -u
: "${WS:?run it by make bench}" "${SRCDIR:?}" "${BUILDDIR:?}"
# shellcheck source=tests/bench/truth.sh
. "$SRCDIR/tests/bench/truth.sh"
# shellcheck source=tests/bench/mix.sh
. "$SRCDIR/tests/bench/mix.sh"
# shellcheck source=tests/bench/questions.sh
. "$SRCDIR/tests/bench/questions.sh"
size=${BENCH_SIZE:-210000000}
rounds=${BENCH_ROUNDS:-5}
tools=$BUILDDIR/tests/bench
work=$BUILDDIR/bench-captures
wrong=0
readonly starts=20 # runs per round of what takes milliseconds

# Captures

# capture NAME OPTION...: makes NAME.pcap and NAME.truth, unless they are there and were made by these options.
capture() {
    local file=$work/$1 made
    shift
    made="$(cksum <"$tools/generate") $*"
    [ "$(cat "$file.made" 2>/dev/null)" != "$made" ] || return 0
    "$tools/generate" "$@" "$file.pcap" >"$file.truth" && printf '%s\n' "$made" >"$file.made"
}

# total KEY NAME: the truth's count over all protocols.
total() {
    sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" "$work/$2.truth" | tr , '\n' | awk -F: '{ sum += $2 } END { print sum + 0 }'
}

# known_protocols NAME...: those that there is a plugin for, separated by commas.
known_protocols() {
    local plugins protocol
    plugins=$("$WS" plugins)
    for protocol in "$@"; do
        if grep -qw "^$protocol" <<<"$plugins"; then
            echo "$protocol"
        else
            echo "bench: $protocol is left out: there is no such plugin" >&2
        fi
    done | paste -sd,
}

make_small() {
    capture small --protocols "$(known_protocols ancp hsms)" --seed 3 --flows 100 --size $((size / 8))
}

make_read() {
    local trouble=(--reorder 5 --repeat 5) spoken
    protocols=$(known_protocols ancp hsms)
    spoken=(--protocols "$protocols")
    capture large "${spoken[@]}" --seed 1 --flows 1000 --size "$size" "${trouble[@]}" &&
        capture tenth "${spoken[@]}" --seed 1 --flows 1000 --size $((size / 10)) "${trouble[@]}" &&
        capture lossy "${spoken[@]}" --seed 2 --flows 200 --size $((size / 10)) "${trouble[@]}" --loss 5 --midstream 200 &&
        make_small &&
        capture start "${spoken[@]}" --seed 4 --flows 2 --size 1000000 &&
        first_packets 200
}

# A file of nanoseconds needs no tool to be cut: a header of 24 bytes, then 16 bytes and the packet.
first_packets() {
    head -c 200000 "$work/start.pcap" | od -An -v -tu1 -w1 | awk -v n="$1" '
        { byte[NR - 1] = $1 }
        END {
            for (at = 24; n > 0 && at < NR; n--)
                at += 16 + byte[at + 8] + 256 * byte[at + 9]
            print at
        }' >"$work/start.len"
    head -c "$(cat "$work/start.len")" "$work/start.pcap" >"$work/first.pcap"
}

# An installed copy: libtool's program in the build folder is a script.
install_copy() {
    local bin
    make -s -C "$BUILDDIR" install DESTDIR="$work/installed" >"$work/install.log" 2>&1 || return
    bin=$(find "$work/installed" -path '*/bin/wirespeak') && installed=$bin
    LD_LIBRARY_PATH=$(dirname "$(find "$work/installed" -name 'libwirespeak.so')")
    WIRESPEAK_PLUGIN_PATH=$(dirname "$(find "$work/installed" -name 'ancp.so')")
    export LD_LIBRARY_PATH WIRESPEAK_PLUGIN_PATH
}

# Measuring

# timed NAME COMMAND...: adds "SECONDS CPU_SECONDS KIB" to the times of NAME.
timed() {
    local name=$1
    shift
    "$tools/peak" "$work/$name.time" "$@" >/dev/null 2>"$work/$name.err"
}

# timed_if TOOL NAME COMMAND...
timed_if() {
    local tool=$1
    shift
    ! command -v "$tool" >/dev/null || timed "$@"
}

measure_read() {
    local small=$work/small.pcap large=$work/large.pcap
    timed json "$installed" read -T json -j 1 "$large"
    timed memory "$installed" read -T json "$large"
    timed_if tshark ek tshark -n -r "$small" "${tshark_ports[@]}" -T ek
    timed_if tshark fields tshark -n -r "$small" "${tshark_ports[@]}" -T fields -e frame.time_epoch -e ip.src \
        -e tcp.srcport -e ancp.mtype -e hsms.header.stype
    timed_if tshark line tshark -n -r "$small" "${tshark_ports[@]}"
    timed_if tcpdump tcpdump tcpdump -nn -r "$large"
    timed bare "$tools/bare" "$large"
    timed tenth "$installed" read -T json "$work/tenth.pcap"
    for ((i = 0; i < starts; i++)); do
        timed start "$installed" read -T json "$work/first.pcap"
        timed_if tcpdump tcpdump_start tcpdump -nn -r "$work/first.pcap"
    done
}

# Answers

# ratio CLOCK A B FACTOR: the median over the rounds of FACTOR * seconds of A / seconds of B, each round's own median.
ratio() {
    paste <(per_round "$1" "$2") <(per_round "$1" "$3") | awk -v factor="$4" '{ print factor * $1 / $2 }' | median
}

# per_round CLOCK NAME: one number per round. CLOCK is wall or cpu.
per_round() {
    awk -v rounds="$rounds" -v clock="$1" '
        { seconds[NR] = clock == "wall" ? $1 : $2 }
        END {
            n = NR / rounds
            for (r = 0; r < rounds; r++) {
                for (i = 1; i <= n; i++) { # insertion sort
                    for (j = i; j > 1 && sorted[j - 1] > seconds[r * n + i]; j--) sorted[j] = sorted[j - 1]
                    sorted[j] = seconds[r * n + i]
                }
                print sorted[int((n + 1) / 2)]
            }
        }' "$work/$2.time"
}

median() {
    sort -g | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "" }'
}

# peak_of NAME: KiB, the largest of all rounds.
peak_of() {
    cut -d' ' -f3 "$work/$1.time" | sort -n | tail -1
}

row() {
    printf '| %-66s | %12s | %10s | %-8s |\n' "$@"
}

# verdict VALUE RELATION TARGET
verdict() {
    awk -v v="$1" -v t="$3" -v least="$2" 'BEGIN { print (least == ">=" ? v >= t : v <= t) ? "ok" : "MISSED" }'
}

# figure WHAT VALUE RELATION TARGET
figure() {
    row "$1" "$(printf '%.2f' "$2")" "$3 $4" "$(verdict "$2" "$3" "$4")"
}

# speed WHAT TOOL NAME TARGET: messages per second as a multiple of tshark's, which reads the small capture.
speed() {
    if [ ! -s "$work/$3.time" ]; then
        row "$1" "" ">= $4" "SKIPPED: $2 is not installed"
        return
    fi
    figure "$1" "$(ratio cpu "$3" json "$(awk -v a="$(total messages large)" -v b="$(total messages small)" \
        'BEGIN { print a / b }')")" ">=" "$4"
}

# mb_per_second NAME CAPTURE
mb_per_second() {
    per_round cpu "$1" | median | awk -v n="$(stat -c %s "$work/$2.pcap")" '{ print int(n / 1e6 / $1) }'
}

# count WHAT NAME LEAST [OPTION...]: the part, in percent, of the messages captured whole that come out; LEAST 100: exactly.
count() {
    local got whole status=ok
    got=$("$installed" read -T json "${@:4}" "$work/$2.pcap" 2>/dev/null | grep -a '"event_type":"message"' | grep -vc '"message":"malformed"')
    whole=$(total whole "$2")
    if ! awk -v got="$got" -v whole="$whole" -v least="$3" 'BEGIN { exit !(got <= whole && got >= least / 100 * whole) }'; then
        status=WRONG
        wrong=1
    fi
    row "$1: $got of $whole" "$(awk -v a="$got" -v b="$whole" 'BEGIN { printf "%.3f %%", 100 * a / b }')" ">= $3 %" "$status"
}

report_speed() {
    speed "messages per second, multiple of tshark -T ek" tshark ek 100
    speed "messages per second, multiple of tshark -T fields" tshark fields 22
    speed "messages per second, multiple of tshark's line per packet" tshark line 6
    if [ -s "$work/tcpdump.time" ]; then
        row "time, part of tcpdump -nn -r on the same capture" "$(printf '%.2f' "$(ratio cpu json tcpdump 1)")" "" ""
    else
        row "time, part of tcpdump -nn -r on the same capture" "" "" "SKIPPED: tcpdump is not installed"
    fi
    row "time, multiple of a bare pcap_next_ex loop" "$(printf '%.2f' "$(ratio cpu json bare 1)")" "" ""
    row "messages per second" "$(awk -v n="$(total messages large)" -v s="$(per_round cpu json | median)" 'BEGIN { printf "%.0f", n / s }')" "" ""
}

report_rest() {
    figure "peak memory with 1,000 open flows, MiB" "$(awk -v k="$(peak_of memory)" 'BEGIN { print k / 1024 }')" "<=" 32
    figure "peak memory, multiple of that for a tenth of the capture" \
        "$(awk -v a="$(peak_of memory)" -v b="$(peak_of tenth)" 'BEGIN { print a / b }')" "<=" 1.1
    if [ -s "$work/tcpdump_start.time" ]; then
        figure "200 packets, multiple of tcpdump's time" "$(ratio wall start tcpdump_start 1)" "<=" 2
    else
        row "200 packets, multiple of tcpdump's time" "" "<= 2" "SKIPPED: tcpdump is not installed"
    fi
    count "messages out, reordered, late and repeated" large 100
    count "messages out, with loss and mid-stream starts" lossy 99.5
}

report_read() {
    report_speed
    report_rest
}

describe_machine() {
    printf 'machine: %s, %s processors; %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" "$(nproc)" "$(uname -sr)"
    for tool in tshark tcpdump; do
        command -v "$tool" >/dev/null && "$tool" --version 2>&1 | grep -m1 -i '^tshark\|^tcpdump'
    done
}

# describe_captures NAME...
describe_captures() {
    local name
    printf '\nprotocols: %s; medians of %s rounds in turn, all read from the page cache\n' "$protocols" "$rounds"
    for name in "$@"; do
        printf '%s: generate %s\n       %s\n' "$name" "$(cut -d" " -f3- "$work/$name.made")" "$(cat "$work/$name.truth")"
    done
    echo
}

# section NAME CAPTURE...: by its functions make_NAME, measure_NAME and report_NAME. The first capture is the one that
# counts: into the page cache with it.
section() {
    local name=$1
    shift
    "make_$name" || exit
    describe_captures "$@"
    cat "$work/$1.pcap" >/dev/null
    for ((round = 0; round < rounds; round++)); do
        "measure_$name"
    done
    row "" measured target verdict
    printf '|%s|%s|%s|%s|\n' "$(printf -- '-%.0s' {1..68})" -------------: -----------: ----------
    "report_$name"
}

mkdir -p "$work"
rm -f "$work"/*.time
install_copy || exit
describe_machine
for name in ${BENCH_SECTIONS:-read mix questions}; do
    case $name in
    read) section read large tenth lossy small ;;
    mix) section mix mix ;;
    questions) section questions lines small ;;
    *) echo "bench: there is no section $name" >&2 && exit 2 ;;
    esac
done
exit "$wrong"
