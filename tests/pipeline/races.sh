#!/usr/bin/env bash
# No thread touches what another one does: the program built with ThreadSanitizer, over captures that keep all threads busy.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
# shellcheck source=tests/pipeline/same.sh
. "$SRCDIR/tests/pipeline/same.sh"

# The build is kept from run to run.
build_it() {
    mkdir -p "$BUILDDIR/races-build" && cd "$BUILDDIR/races-build" || return
    [ -f Makefile ] || "$SRCDIR/configure" CC="${CC:-gcc}" CFLAGS='-O1 -g -fsanitize=thread' || return
    make -j2 all
}
ok "builds with ThreadSanitizer" env -u MAKEFLAGS -u MAKELEVEL -u SANITIZERS bash -c "$(declare -f build_it); build_it"
WS=$BUILDDIR/races-build/wirespeak
export TSAN_OPTIONS=halt_on_error=1:exitcode=98

generated clean --seed 21 --flows 50 --size 2000000
generated trouble --seed 22 --protocols ancp,ca,hsms,ncp --flows 20 --size 2000000 --reorder 20 --repeat 20 --loss 10 --midstream 300
for name in clean trouble; do
    same "$name" "2 4" --flows --stats "$name.pcap"
    exits "$name: no race is told" 0 "$WS" read -j 4 "$name.pcap"
done
for capture in "$SRCDIR"/captures/*/*.pcap*; do
    # shellcheck disable=SC2002 # a pipe, not a file
    cat "$capture" | "$WS" read -j 3 - >/dev/null 2>stderr
    is "${capture##*/}: no race" "${PIPESTATUS[1]} $(grep -c ThreadSanitizer stderr)" "0 0"
done
finish
