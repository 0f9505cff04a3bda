#!/usr/bin/env bash
# The output is byte for byte the same for every number of threads.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
# shellcheck source=tests/pipeline/same.sh
. "$SRCDIR/tests/pipeline/same.sh"

for capture in "$SRCDIR"/captures/*/*.pcap*; do
    same "${capture##*/}" "2 8" --flows --stats --raw "$capture"
done

generated clean --seed 11 --flows 300 --size 6000000
generated trouble --seed 12 --flows 40 --size 6000000 --reorder 20 --repeat 20 --loss 10 --midstream 300
generated all --seed 14 --protocols ancp,ca,hsms,ncp --flows 60 --size 6000000 --reorder 20 --repeat 20 --loss 5 --midstream 200
generated one --seed 13 --flows 1 --size 3000000
for name in clean trouble all one; do
    same "$name" "2 3 8" --flows --stats "$name.pcap"
    is "$name: has lines" "$(($("$WS" read -j 2 "$name.pcap" 2>/dev/null | wc -l) > 4000))" 1
done
same "columns" "2 8" -e timestamp -e frame -e message trouble.pcap
same "columns that count" "2 8" -e seq -e message trouble.pcap
same "columns with differences of time" "2 8" -t d -e timestamp -e message trouble.pcap
same "columns with times since the begin" "2 8" -t r -e timestamp -e message trouble.pcap
same "SML" "2 8" -T sml clean.pcap
same "text" "2 8" -T text -t dd trouble.pcap
same "a number of events" "2 8" --limit 1000 clean.pcap
same "a number of packets" "2 8" -c 3000 --flows clean.pcap
same "short lines" "2 8" --max-line 700 clean.pcap

head -c 3000001 trouble.pcap >cut.pcap
same "a capture that ends early" "2 8" --flows cut.pcap

exits "--jobs 0 is wrong usage" 2 "$WS" read -j 0 clean.pcap
"$WS" read -j 4 clean.pcap | head -n 5 >first
is "nobody reads on: it ends" "$(wc -l <first)" 5
# shellcheck disable=SC2016 # for the inner shell
exits "a full disk is told" 5 bash -c '"$WS" read -j 4 clean.pcap >/dev/full'
finish
