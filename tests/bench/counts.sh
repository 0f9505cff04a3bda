#!/usr/bin/env bash
# How many messages come out of made-up captures: all, when nothing is missing, however the segments came.
# shellcheck source=tests/cli/tap.sh
. "${SRCDIR:?}/tests/cli/tap.sh"
. "$SRCDIR/tests/bench/truth.sh"

readonly size=2000000
layout=() # tcpip needs one

# make_capture PROTOCOL OPTION...: writes `capture`, and sets `said` to how many messages it has and `whole` to those captured whole.
make_capture() {
    local protocol=$1 truth
    shift
    truth=$("$BUILDDIR/tests/bench/generate" --protocols "$protocol" --size "$size" "$@" capture) || return
    said=$(truth_of messages "$protocol" "$truth")
    whole=$(truth_of whole "$protocol" "$truth")
}

# read_as PROTOCOL: how many of its messages `wirespeak read` finds.
read_as() {
    "$WS" read -T json "${layout[@]}" capture 2>stderr | count_messages "$1"
}

# enough GOT: 99.5 % of those captured whole, and none that was not.
enough() {
    [ "$1" -le "$whole" ] && [ "$((1000 * $1))" -ge "$((995 * whole))" ]
}

plugins=$("$WS" plugins)
for protocol in ancp hsms ca ncp; do
    if ! grep -qw "^$protocol" <<<"$plugins"; then
        skip "$protocol: counts" "there is no such plugin"
        continue
    fi
    make_capture "$protocol" --seed 1
    is "$protocol: every message of a clean capture" "$(read_as "$protocol")" "$said"
    what="$protocol: as many messages as tshark finds"
    tshark_knows "$protocol" && needs tshark "$what" && is "$what" "$(tshark_messages "$protocol" capture)" "$said"
    for seed in 2 3 4; do
        make_capture "$protocol" --seed $seed --flows 30 --reorder 50 --repeat 50
        is "$protocol, seed $seed: every message, with reordered, late and repeated segments" "$(read_as "$protocol")" "$said"
        make_capture "$protocol" --seed $seed --mss 100 --reorder 50 --repeat 50
        is "$protocol, seed $seed: every message, with small segments out of order" "$(read_as "$protocol")" "$said"
        make_capture "$protocol" --seed $seed --flows 30 --loss 5
        got=$(read_as "$protocol")
        ok "$protocol, seed $seed: with loss $got of the $whole messages captured whole" enough "$got"
        make_capture "$protocol" --seed $seed --flows 100 --loss 2 --midstream 500
        got=$(read_as "$protocol")
        ok "$protocol, seed $seed: with flows that began before $got of $whole" enough "$got"
    done
done

layout=(--set "tcpip.layout=$SRCDIR/tests/bench/lines.layout.json")
make_capture tcpip --seed 1
is "tcpip: every line of a clean capture" "$(read_as tcpip)" "$said"
for seed in 2 3 4; do
    make_capture tcpip --seed $seed --flows 30 --reorder 50 --repeat 50
    is "tcpip, seed $seed: every line, with reordered, late and repeated segments" "$(read_as tcpip)" "$said"
    make_capture tcpip --seed $seed --mss 100 --reorder 50 --repeat 50
    is "tcpip, seed $seed: every line, with small segments out of order" "$(read_as tcpip)" "$said"
done
finish
