# shellcheck shell=bash
# What threads.sh and races.sh share.

# same WHAT JOBS OPTION... FILE: the output of that many threads is that of one, from the file and from a pipe, whose
# every pause empties the batches.
same() {
    local what=$1 jobs=$2
    shift 2
    "$WS" read -j 1 "$@" >one 2>one.err
    for n in $jobs; do
        "$WS" read -j "$n" "$@" >many 2>many.err
        is "$what: -j $n as -j 1" "$(cksum <many) $(cat many.err)" "$(cksum <one) $(cat one.err)"
    done
    "$WS" read -j 1 "${@:1:$#-1}" - <"${!#}" >one 2>one.err
    # shellcheck disable=SC2002 # a pipe, not a file
    cat "${!#}" | "$WS" read -j 3 "${@:1:$#-1}" - >many 2>many.err
    is "$what: -j 3 from a pipe as -j 1" "$(cksum <many) $(cat many.err)" "$(cksum <one) $(cat one.err)"
}

# generated NAME OPTION...: a capture of many flows; lines, so that the test can fail.
generated() {
    "$BUILDDIR/tests/bench/generate" "${@:2}" "$1.pcap" >/dev/null
}
