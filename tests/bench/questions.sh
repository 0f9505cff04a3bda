# shellcheck shell=bash
# Section `questions` of bench.sh: JSON lines that a layout file describes, and filters that keep few messages. Source it.

readonly lines_size=${BENCH_LINES:-100000000} lines_flows=100 lines_seed=6
readonly looks=3 # runs per round of what takes some tenths of a second
readonly comparison='hsms.system_bytes == 5'
lines_layout=(--set "tcpip.layout=${SRCDIR:?}/tests/bench/lines.layout.json")

make_questions() {
    # shellcheck disable=SC2034 # bench.sh prints it
    protocols=$(known_protocols ancp hsms tcpip)
    capture lines --protocols tcpip --seed "$lines_seed" --flows "$lines_flows" --size "$lines_size" && make_small
}

measure_questions() {
    local small=${work:?}/small.pcap
    timed lines "${installed:?}" read -j 1 -T json "${lines_layout[@]}" "$work/lines.pcap"
    for ((look = 0; look < looks; look++)); do
        timed unfiltered "$installed" read -j 1 --stats -q "$small"
        timed errors "$installed" read -j 1 -T json -Y errors "$small"
        timed comparison "$installed" read -j 1 -T json -Y "$comparison" "$small"
    done
}

# filtered FILTER NAME: its row says, too, how many messages are kept.
filtered() {
    local kept
    kept=$("$installed" read -T json -Y "$1" "$work/small.pcap" | grep -c '"event_type":"message"')
    figure "-Y '$1', keeps $kept: multiple of --stats -q" "$(ratio cpu "$2" unfiltered 1)" "<=" 1.2
}

report_questions() {
    figure "JSON lines: MB per second" "$(mb_per_second lines lines)" ">=" 100
    filtered errors errors
    filtered "$comparison" comparison
    count "messages out, JSON lines" lines 100 "${lines_layout[@]}"
}
