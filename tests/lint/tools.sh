#!/usr/bin/env bash
# What formatters and analysers say: `make lint`. LINT_FLAGS are the compiler's, as the makefile has them.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
cd "$BUILDDIR" || exit 1
export cache=$BUILDDIR/lint-cache
mkdir -p "$cache/cppcheck"

sources() {
    find "$SRCDIR"/{src,plugins,tests} -name "$1" -print0
}

formatted() {
    sources '*.[ch]' | xargs -0 clang-format --dry-run -Werror --ferror-limit=5
}

# One file. What it is with all that it includes, and the settings, name a file in the cache: not looked at twice.
# clang-tidy passes over what it cannot compile, so that the compiler is asked first.
tidy_one() {
    local flags text seen plugin
    # shellcheck disable=SC2162 # backslashes quote, as they do in the makefile
    read -a flags <<<"$TIDY_FLAGS"
    plugin=$(sed -n 's|.*/tests/plugins/\([^/]*\)/.*|\1|p' <<<"$1")
    [ -z "$plugin" ] || flags+=("-I$SRCDIR/plugins/$plugin")
    text=$(clang -E -C -dD "${flags[@]}" "$1") || return
    seen=$cache/$({ clang-tidy --version && cat "$SRCDIR/.clang-tidy" - <<<"$text"; } | sha256sum | cut -d' ' -f1)
    [ -e "$seen" ] || { clang-tidy --quiet "$1" -- "${flags[@]}" 2>/dev/null && touch "$seen"; }
}

# Tests of a plugin may include its private headers.
tidy() {
    export -f tidy_one
    export TIDY_FLAGS="-std=c17 ${LINT_FLAGS-} -DWS_PLUGIN_DIR=\\\"\\\" -DWS_VERSION=\\\"\\\" -I$SRCDIR/tests"
    # shellcheck disable=SC2016 # expanded by the shell that xargs starts
    sources '*.c' | xargs -0 -n 1 -P "$(nproc)" bash -c 'tidy_one "$1"' tidy_one
}

checked() {
    cppcheck --quiet --error-exitcode=1 -j "$(nproc)" --cppcheck-build-dir="$cache/cppcheck" --std=c11 --inline-suppr \
        --enable=warning,performance,portability -I "$SRCDIR/src" -I "$SRCDIR/tests" "$SRCDIR"/{src,plugins,tests}
}

scripts() {
    cd "$SRCDIR" && grep -rlE '^#!.*\<(ba)?sh$|^# shellcheck shell=' quickstart .ci tests contrib 2>/dev/null |
        xargs shellcheck
}

manuals() {
    find "$SRCDIR/docs/man" -name '*.[1-8]' -exec mandoc -T lint -W warning {} +
}

what="all C is formatted"
needs clang-format "$what" && ok "$what" formatted
what="clang-tidy finds nothing"
needs clang-tidy "$what" && needs clang "$what" && ok "$what" tidy
what="cppcheck finds nothing"
needs cppcheck "$what" && ok "$what" checked
what="shellcheck finds nothing"
needs shellcheck "$what" && ok "$what" scripts
what="mandoc finds nothing in the manual pages"
if [ ! -d "$SRCDIR/docs/man" ]; then
    skip "$what" "there are none"
elif needs mandoc "$what"; then
    ok "$what" manuals
fi
finish
