# shellcheck shell=bash
# Section `mix` of bench.sh: a large capture of all protocols, read by one thread and by two. Source it.

readonly mix_size=${BENCH_LARGE:-1000000000} mix_flows=1000 mix_seed=5

make_mix() {
    protocols=$(known_protocols ancp hsms ca ncp)
    capture mix --protocols "$protocols" --seed "$mix_seed" --flows "$mix_flows" --size "$mix_size" --reorder 5 --repeat 5
}

# Where TZ isn't set, which is usual, tcpdump looks for /etc/localtime at each packet: that takes half of its time.
measure_mix() {
    local file=${work:?}/mix.pcap
    timed mix_one "${installed:?}" read -T json -j 1 "$file"
    timed mix_bare "${tools:?}/bare" "$file"
    timed_if tcpdump mix_tcpdump env -u TZ tcpdump -nn -r "$file"
    timed_if tcpdump mix_tcpdump_tz env TZ=UTC tcpdump -nn -r "$file"
    timed mix_threads "$installed" read -T json -j 2 "$file"
    # shellcheck disable=SC2016 # the inner shell expands them
    timed mix_programs sh -c '"$@" & "$@"; wait' sh "$installed" read -T json -j 1 "$file"
}

# part_of_tcpdump WHAT NAME [RELATION TARGET]
part_of_tcpdump() {
    if [ ! -s "$work/$2.time" ]; then
        row "$1" "" "${*:3}" "SKIPPED: tcpdump is not installed"
    elif [ $# = 2 ]; then
        row "$1" "$(printf '%.2f' "$(ratio cpu mix_one "$2" 1)")" "" ""
    else
        figure "$1" "$(ratio cpu mix_one "$2" 1)" "$3" "$4"
    fi
}

report_mix() {
    figure "-j 1: time, multiple of a bare pcap_next_ex loop" "$(ratio cpu mix_one mix_bare 1)" "<=" 15
    part_of_tcpdump "-j 1: time, part of tcpdump -nn -r on the same capture" mix_tcpdump "<=" 0.45
    part_of_tcpdump "-j 1: time, part of tcpdump's with TZ set" mix_tcpdump_tz
    figure "-j 2: so many times as fast as -j 1, by the clock" "$(ratio wall mix_one mix_threads 1)" ">=" 1.7
    figure "-j 2: part of what two -j 1 at once do, by the clock" "$(ratio wall mix_programs mix_threads 0.5)" ">=" 0.9
    row "-j 1: MB per second" "$(mb_per_second mix_one mix)" "" ""
    count "messages out, reordered, late and repeated" mix 100
}
