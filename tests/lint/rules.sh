#!/usr/bin/env bash
# The project's own rules, which need no tool but awk and size: part of `make check`.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
cd "$SRCDIR" || exit 1

includes() {
    find src plugins -name '*.[ch]' | LC_ALL=C sort | xargs awk -f tests/lint/includes
}

# The words are put together so that this file does not name them.
nothing_left_undone() {
    local found
    found=$(grep -rnwE "TO""DO|FIX""ME|X""XX|HA""CK" \
        src plugins tests docs contrib .ci quickstart configure.ac Makefile.am 2>/dev/null)
    echo "$found"
    [ -z "$found" ]
}

# Constant tables that hold pointers are in .data.rel.ro: constant once loaded.
no_state() {
    find "$BUILDDIR"/src "$BUILDDIR"/plugins -path '*/.libs/*.o' ! -path '*/src/cli/*' -exec size -A {} + 2>/dev/null | awk '
        $2 == ":" { file = $1; objects++ }
        $1 ~ /^\.t?(data|bss)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 { print file ": " $2 " bytes in " $1; found = 1 }
        END { if (!objects) print "no object files found"; exit found || !objects }'
}

ok "folders include only what stands below them, and their own header first" includes
ok "nothing is marked as left undone" nothing_left_undone
what="library and plugins have no mutable variable at file scope"
if [ -n "${SANITIZERS-}" ]; then
    skip "$what" "sanitizers add variables of their own"
elif needs size "$what"; then
    ok "$what" no_state
fi
finish
